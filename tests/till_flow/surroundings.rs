//! The shop, the camera and the settings around a sale.

use std::sync::Arc;
use std::time::Instant;

use tillsight::devices::{CameraInfo, Frame};
use tillsight::domain::Message;
use tillsight::domain::{Currency, TaxMode};
use tillsight::photo::Picture;
use tillsight::till::machine::ShopOpened;
use tillsight::till::{
    CameraState, Command, Effect, Input, Machine, PhotoSource, Settings, ShopState, ThemeChoice,
};

use super::script::*;

#[test]
fn a_shop_that_does_not_open_is_said_and_nothing_is_sold() {
    let mut machine = Machine::default();
    machine.apply(Input::ShopFailed(Message::new("file-not-allowed")));
    let ShopState::Failed(message) = machine.snapshot().shop else { panic!("failed") };
    assert_eq!(message.id, "problem-shop");
    assert!(command(&mut machine, Command::OpenPhotos(vec![file("a.jpg")])).is_empty());
}

#[test]
fn without_a_camera_taking_a_picture_says_so_calmly() {
    let mut machine = ready();
    machine.apply(Input::CamerasFound(Vec::new()));
    command(&mut machine, Command::TakePicture);
    assert_eq!(notices(&machine), ["problem-no-camera"]);
    command(&mut machine, Command::OpenPhotos(vec![file("a.jpg")]));
    assert!(notices(&machine).is_empty(), "it leaves with the next photo");
}

#[test]
fn what_was_chosen_is_saved() {
    let mut machine = ready();
    let effects = command(&mut machine, Command::SetTheme(ThemeChoice::Dark));
    assert!(matches!(&effects[..], [Effect::SaveSetting { value, .. }] if value == "dark"));
    let effects = command(&mut machine, Command::SetLanguage("zh-CN".to_owned()));
    assert!(matches!(&effects[..], [Effect::SaveSetting { value, .. }] if value == "zh-CN"));
    let settings = machine.snapshot().settings;
    assert_eq!((settings.theme, settings.language.as_deref()), (ThemeChoice::Dark, Some("zh-CN")));
}

#[test]
fn a_camera_that_falls_silent_leaves_no_old_picture_behind() {
    let mut machine = ready();
    let info = CameraInfo { id: "usb-1".to_owned(), name: "Webcam".to_owned() };
    machine.apply(Input::CamerasFound(vec![info]));
    assert_eq!(machine.snapshot().camera.state, CameraState::Off, "started by the clerk");
    let effects = command(&mut machine, Command::StartCamera(None));
    assert!(effects.iter().any(|e| matches!(e, Effect::StartCamera(id) if id == "usb-1")));

    let picture = Picture::filled(4, 4, [0, 0, 0]);
    let frame = Arc::new(Frame::new(picture, Instant::now(), 1));
    machine.apply(Input::CameraChanged { state: CameraState::Live, frame: Some(frame) });
    let effects = command(&mut machine, Command::TakePicture);
    assert!(matches!(effects[..], [Effect::Decode { source: PhotoSource::Camera(_), .. }]));

    let state = CameraState::Lost { reason: "no frame for 2 s".to_owned() };
    machine.apply(Input::CameraChanged { state, frame: None });
    assert!(machine.snapshot().camera.frame.is_none());
    command(&mut machine, Command::TakePicture);
    assert_eq!(notices(&machine), ["problem-camera-waits"]);
}

#[test]
fn the_camera_used_last_time_starts_by_itself() {
    let mut machine = Machine::default();
    machine.apply(Input::ShopOpened(ShopOpened {
        products: products(),
        currency: Currency::EUR,
        tax_mode: TaxMode::Included,
        pictures: "pictures".into(),
        settings: Settings { camera: Some("usb-2".to_owned()), ..Settings::default() },
    }));
    let found =
        ["usb-1", "usb-2"].map(|id| CameraInfo { id: id.to_owned(), name: id.to_owned() }).to_vec();
    let effects = machine.apply(Input::CamerasFound(found.clone()));
    assert!(matches!(&effects[..], [Effect::StartCamera(id)] if id == "usb-2"));
    assert!(machine.apply(Input::CamerasFound(found)).is_empty(), "and only once");
}
