//! The tray on the screen: its state in a word, the editor by pointer and keys, cameras by address.

use std::sync::Arc;
use std::time::Instant;

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use tillsight::devices::{CameraInfo, Frame};
use tillsight::photo::{Glimpse, Picture, Quality, TrayArea};
use tillsight::till::watcher::Sight;
use tillsight::till::{CameraState, Command, Input, Look, WatchCommand, WatchInput};

use super::window::*;

/// A till whose camera shows pictures.
pub fn with_camera() -> Window {
    let mut window = Window::ready();
    let info = CameraInfo { id: "usb-1".to_owned(), name: "Webcam".to_owned() };
    window.take(Input::CamerasFound(vec![info]));
    window.take(Input::Command(Command::StartCamera(None)));
    see(&mut window, &counter(), 0..6, 0.5);
    window
}

fn counter() -> Picture {
    let rgb = (0..240_u32)
        .flat_map(|y| (0..320_u32).flat_map(move |x| [120 + ((x / 9 + y / 7) % 5) as u8 * 12; 3]));
    Picture::new(320, 240, rgb.collect()).unwrap()
}

/// Shows a picture for so many tenths of a second.
fn see(window: &mut Window, picture: &Picture, tenths: std::ops::Range<u64>, brightness: f32) {
    for tenth in tenths {
        let area = window.machine.snapshot().watch.settings.area;
        let frame = Arc::new(Frame::new(picture.clone(), Instant::now(), tenth));
        let state = CameraState::Live;
        window.take(Input::CameraChanged { state, frame: Some(Arc::clone(&frame)) });
        let look = Look {
            frame,
            millis: tenth * 100,
            sight: Sight {
                tray: Glimpse::of(picture, &area),
                whole: Glimpse::of(picture, &TrayArea::WHOLE),
            },
            quality: Some(Quality { brightness, sharpness: 500.0 }),
            resolutions: Vec::new(),
            dropped: 0,
        };
        window.take(Input::Watch(WatchInput::Seen(Box::new(look))));
    }
}

fn area(harness: &Harness<'_, Window>) -> [f32; 4] {
    harness.state().machine.snapshot().watch.settings.area.shares()
}

#[test]
fn the_state_of_the_tray_stands_on_the_picture_in_a_word() {
    let mut harness = harness(with_camera());
    harness.run();
    assert!(has(&harness, "Empty the tray and press F7 to go hands-free"));
    press(&mut harness, Key::F7);
    assert!(has(&harness, "Learning the empty tray; keep it still"));
    see(harness.state_mut(), &counter(), 6..12, 0.5);
    harness.run();
    assert!(has(&harness, "Waiting"));
    assert!(has(&harness, "Lay an item on the tray"));
    see(harness.state_mut(), &fruit_on_a_counter(), 12..13, 0.5);
    harness.run();
    assert!(has(&harness, "Settling…"));
}

#[test]
fn a_hint_stands_on_the_picture() {
    let mut window = with_camera();
    see(&mut window, &counter(), 6..30, 0.01);
    let mut harness = harness(window);
    harness.run();
    assert!(has(&harness, "It is dark under the camera; give it more light"));
}

fn open_editor(window: Window) -> Harness<'static, Window> {
    let mut harness = harness(window);
    harness.run();
    click(&mut harness, "Camera");
    click(&mut harness, "Tray and hands-free…");
    assert!(has(&harness, "Where is the tray?"));
    harness
}

#[test]
fn the_tray_is_moved_and_sized_by_keys() {
    let mut harness = open_editor(with_camera());
    for _ in 0..5 {
        press(&mut harness, Key::ArrowRight);
    }
    harness.key_press_modifiers(egui::Modifiers::SHIFT, Key::ArrowUp);
    harness.run();
    press(&mut harness, Key::Enter);
    let [left, top, width, height] = area(&harness);
    assert!((left - 0.15).abs() < 1e-3 && (top - 0.1).abs() < 1e-3);
    assert!((width - 0.8).abs() < 1e-3 && (height - 0.79).abs() < 1e-3);
    assert!(!has(&harness, "Where is the tray?"));
}

#[test]
fn escape_leaves_the_tray_as_it_was_and_keys_do_not_reach_the_till() {
    let mut harness = open_editor(with_camera());
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::Space);
    press(&mut harness, Key::Escape);
    assert_eq!(area(&harness), TrayArea::default().shares());
    assert!(harness.state().machine.snapshot().items.is_empty());
}

#[test]
fn the_tray_is_dragged_by_its_corner() {
    let mut harness = open_editor(with_camera());
    let corner = harness.get_by_label("Corner of the tray").rect().center();
    harness.drag_at(corner);
    harness.run();
    harness.hover_at(corner - egui::vec2(60.0, 40.0));
    harness.run();
    harness.drop_at(corner - egui::vec2(60.0, 40.0));
    harness.run();
    click(&mut harness, "Done");
    let [left, top, width, height] = area(&harness);
    assert!((left, top) == (0.1, 0.1) && width < 0.75 && height < 0.75, "{width} {height}");
}

#[test]
fn hands_free_and_sensitivity_are_set_in_the_editor() {
    let mut harness = open_editor(with_camera());
    click(&mut harness, "Hands-free is on");
    assert!(has(&harness, "Hands-free is off"));
    click(&mut harness, "More sensitive");
    click(&mut harness, "More sensitive");
    click(&mut harness, "Less sensitive");
    assert!(has(&harness, "6 of 9"));
    let settings = harness.state().machine.snapshot().watch.settings;
    assert!(!settings.hands_free);
    assert_eq!(settings.sensitivity.level(), 6);
}

#[test]
fn a_camera_on_the_network_is_added_by_its_address() {
    let mut harness = harness(Window::ready());
    harness.run();
    click(&mut harness, "Camera");
    click(&mut harness, "Network camera…");
    harness.run();
    assert!(has(&harness, "A camera on the network"));
    harness.get_by_label("http://192.168.0.7:8080/video").type_text("phone:8080/video");
    harness.run();
    press(&mut harness, Key::Enter);
    let camera = harness.state().machine.snapshot().camera;
    assert_eq!(camera.chosen.as_deref(), Some("network http://phone:8080/video"));
    assert!(!has(&harness, "A camera on the network"));
}

#[test]
fn an_address_that_cannot_be_one_is_not_taken() {
    let mut window = Window::ready();
    let ftp = "ftp://phone".to_owned();
    window.local.camera.address = Some(tillsight::ui::AddressField::Network(ftp));
    let mut harness = harness(window);
    harness.run();
    assert!(has(&harness, "Begin with http:// and the camera's address"));
    press(&mut harness, Key::Escape);
    assert_eq!(harness.state().machine.snapshot().camera.chosen, None);
}

#[test]
fn a_camera_that_was_typed_in_can_be_forgotten() {
    let mut window = Window::ready();
    let address = tillsight::devices::CameraAddress::Folder("some/photos".into());
    window.take(Input::Command(Command::Watch(WatchCommand::AddCamera(address))));
    let mut harness = harness(window);
    harness.run();
    click(&mut harness, "Camera");
    click(&mut harness, "Forget photos");
    assert_eq!(harness.state().machine.snapshot().camera.found.map(|found| found.len()), Some(0));
}

#[test]
fn away_from_the_till_nothing_is_sold_by_itself() {
    let mut harness = harness(with_camera());
    harness.run();
    let resting = |harness: &Harness<'_, Window>| harness.state().machine.snapshot().watch.resting;
    assert!(!resting(&harness));
    for place in ["Training", "Products", "Day", "Test pictures", "Settings"] {
        click(&mut harness, place);
        assert!(resting(&harness), "{place}");
        harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Num1);
        harness.run();
        assert!(!resting(&harness), "{place}");
    }
}
