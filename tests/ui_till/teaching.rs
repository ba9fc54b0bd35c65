//! Training > Teach: choosing a product, holding the key, hints in words, files before they are added.

use std::sync::Arc;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use tillsight::devices::CameraInfo;
use tillsight::domain::{Message, ProductId};
use tillsight::photo::Picture;
use tillsight::recognition::Decision;
use tillsight::teach::keeping::PhotoId;
use tillsight::teach::showing::{
    AddAs, AddingProgress, ChosenView, FilePreview, FileProblem, FilesView, FolderGroup, Hint,
    LearnerState, Lies, StripPhoto, TrialView, UndoView,
};
use tillsight::teach::{ShowCommand, ShowView, TeachCommand};
use tillsight::texts::Language;
use tillsight::till::{Input, Snapshot};
use tillsight::ui::Action;
use tillsight::ui::place::Place;

use super::watching::with_camera;
use super::window::*;

fn banana(photos: usize, known: bool) -> ChosenView {
    let product = ProductId::new("banana").unwrap();
    ChosenView { product, name: "Banana".to_owned(), photos, taught: photos, known }
}

fn ready() -> LearnerState {
    LearnerState::Ready { version: "grocery-1".to_owned() }
}

/// A view of a banana with so many photos.
fn showing(photos: usize) -> ShowView {
    let strip = (0..photos).rev().map(|number| StripPhoto {
        id: PhotoId(number as i64),
        picture: Arc::new(Picture::filled(16, 12, [200, 180, 40])),
    });
    ShowView {
        chosen: Some(banana(photos, photos >= 5)),
        strip: Arc::new(strip.collect()),
        model: ready(),
        ..ShowView::default()
    }
}

/// The screen with a camera that shows something and this view of the desk.
fn screen(view: ShowView) -> Harness<'static, Window> {
    let mut window = with_camera();
    window.teaching.show = Arc::new(view);
    window.local.go_to(Place::Training);
    let mut harness = harness(window);
    harness.run();
    harness.state_mut().asked.clear();
    harness
}

/// The commands for the desk since the last time.
fn wishes(harness: &mut Harness<'_, Window>) -> Vec<ShowCommand> {
    let asked = std::mem::take(&mut harness.state_mut().asked);
    let command = |action| match action {
        Action::Teach(TeachCommand::Show(command)) => Some(command),
        _ => None,
    };
    let is_trial = |command: &ShowCommand| matches!(command, ShowCommand::Try);
    asked.into_iter().filter_map(command).filter(|command| !is_trial(command)).collect()
}

fn snapshot(harness: &Harness<'_, Window>) -> Snapshot {
    harness.state().machine.snapshot()
}

#[test]
fn a_product_is_found_by_its_name_or_plu_and_chosen_with_enter() {
    for typed in ["mang", "4051"] {
        let mut harness = screen(ShowView::default());
        harness.get_by_label("Product to teach").type_text(typed);
        harness.run();
        press(&mut harness, Key::Enter);
        let [ShowCommand::Choose(product)] = &wishes(&mut harness)[..] else { panic!("{typed}") };
        assert_eq!(product.as_str(), "mango", "{typed}");
    }
}

#[test]
fn a_name_that_nothing_has_makes_a_product() {
    let mut harness = screen(ShowView::default());
    harness.get_by_label("Product to teach").type_text("Dragon fruit");
    harness.run();
    click(&mut harness, "New product “Dragon fruit”");
    let [ShowCommand::Create(name)] = &wishes(&mut harness)[..] else { panic!("one wish") };
    assert_eq!(name, "Dragon fruit");
}

#[test]
fn a_name_that_is_there_makes_none() {
    let mut harness = screen(ShowView::default());
    harness.get_by_label("Product to teach").type_text("MANGO");
    harness.run();
    assert!(!has(&harness, "New product “MANGO”"));
}

#[test]
fn photos_are_taken_while_the_space_bar_is_held() {
    let mut harness = screen(showing(0));
    harness.key_down(Key::Space);
    harness.run();
    assert!(matches!(wishes(&mut harness)[..], [ShowCommand::Hold(true), ..]));
    let held = ShowView { holding: true, ..showing(0) };
    harness.state_mut().teaching.show = Arc::new(held);
    harness.run();
    assert!(wishes(&mut harness).is_empty(), "it is held, and that is known");
    harness.key_up(Key::Space);
    harness.run();
    assert!(matches!(wishes(&mut harness)[..], [ShowCommand::Hold(false), ..]));
}

#[test]
fn the_button_is_held_for_as_long_as_the_pointer_is_down() {
    let mut harness = screen(showing(0));
    let button = harness.get_by_label("Hold to take photos").rect().center();
    let press = |pressed| egui::Event::PointerButton {
        pos: button,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    harness.event(egui::Event::PointerMoved(button));
    harness.event(press(true));
    harness.run();
    assert!(matches!(wishes(&mut harness)[..], [ShowCommand::Hold(true), ..]));
    harness.state_mut().teaching.show = Arc::new(ShowView { holding: true, ..showing(0) });
    for _ in 0..120 {
        harness.step(); // two seconds: longer than any click
    }
    assert!(wishes(&mut harness).is_empty());
    harness.event(press(false));
    harness.run();
    assert!(matches!(wishes(&mut harness)[..], [ShowCommand::Hold(false), ..]));
}

#[test]
fn nothing_is_taken_without_a_camera() {
    let mut window = Window::ready();
    window.teaching.show = Arc::new(showing(0));
    window.local.go_to(Place::Training);
    let mut harness = harness(window);
    harness.run();
    harness.key_down(Key::Space);
    harness.run();
    press(&mut harness, Key::B);
    assert!(wishes(&mut harness).is_empty());
}

#[test]
fn holding_the_key_starts_a_camera_that_is_there_once() {
    let mut window = Window::ready();
    let info = CameraInfo { id: "usb-1".to_owned(), name: "Webcam".to_owned() };
    window.take(Input::CamerasFound(vec![info]));
    window.teaching.show = Arc::new(showing(0));
    window.local.go_to(Place::Training);
    let mut harness = harness(window);
    harness.run();
    assert!(harness.state().opened.is_empty());
    harness.key_down(Key::Space);
    harness.run();
    assert_eq!(harness.state().opened, ["usb-1"]);
}

#[test]
fn whoever_goes_elsewhere_lets_go_of_the_key() {
    let mut harness = screen(ShowView { holding: true, ..showing(1) });
    harness.state_mut().local.go_to(Place::Till);
    harness.run();
    assert!(matches!(wishes(&mut harness)[..], [ShowCommand::Hold(false), ..]));
}

#[test]
fn every_wish_has_a_key() {
    let mut harness =
        screen(ShowView { undo: Some(UndoView { photos: 1, forgotten: false }), ..showing(3) });
    press(&mut harness, Key::B);
    press(&mut harness, Key::Backspace);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Delete);
    harness.run();
    press(&mut harness, Key::Escape);
    let wishes = wishes(&mut harness);
    assert!(matches!(
        wishes[..],
        [
            ShowCommand::Burst,
            ShowCommand::Remove(PhotoId(2)),
            ShowCommand::Undo,
            ShowCommand::Forget,
            ShowCommand::Leave,
        ]
    ));
}

#[test]
fn the_empty_tray_is_learnt_from_here_too() {
    let mut harness = screen(showing(1));
    assert!(has(&harness, "Empty the tray and press F7: then the item is cut out, as at the till"));
    press(&mut harness, Key::F7);
    assert!(snapshot(&harness).watch.learning);
}

#[test]
fn how_far_it_is_stands_in_words() {
    assert!(has(&screen(showing(2)), "3 more photos, and the till knows it"));
    assert!(has(&screen(showing(6)), "Ready: the till knows it now"));
    let learning =
        ShowView { chosen: Some(banana(5, false)), model: LearnerState::Learning, ..showing(5) };
    assert!(has(&screen(learning), "The till is learning it…"));
    let failed = LearnerState::Failed { why: Message::new("file-damaged") };
    let text = "Photos are kept, but no model can learn them now: its content is damaged";
    assert!(has(&screen(ShowView { model: failed, ..showing(5) }), text));
}

#[test]
fn each_hint_is_said_in_plain_words() {
    for (hint, text) in [
        (Hint::TooDark, "Too dark: it needs more light"),
        (Hint::Blurred, "Blurred: move it slower, or clean the lens"),
        (Hint::Nothing, "Nothing on the tray"),
        (Hint::CutOff, "A part of it is outside of the frame"),
        (Hint::TooAlike, "Too alike: turn it a little"),
        (Hint::Turn, "Turn it"),
        (Hint::OtherSide, "Show the other side"),
        (Hint::Enough, "That is enough for now"),
    ] {
        let view = ShowView { hint: Some(hint), holding: true, taken: 3, ..showing(3) };
        assert!(has(&screen(view), text), "{text}");
    }
}

#[test]
fn a_photo_is_taken_out_with_a_click() {
    let mut harness = screen(showing(3));
    click(&mut harness, "Take photo 1 out");
    assert!(matches!(wishes(&mut harness)[..], [ShowCommand::Remove(PhotoId(0))]));
}

#[test]
fn the_trial_shows_what_the_till_would_do() {
    let trial = TrialView {
        frame: 5,
        lies: Lies::Item { cut_off: false },
        candidates: vec![
            (ProductId::new("banana").unwrap(), 0.91),
            (ProductId::new("mango").unwrap(), 0.06),
        ],
        decision: Decision::Accept(ProductId::new("banana").unwrap()),
        millis: 30.0,
    };
    let harness = screen(ShowView { trial: Some(trial), ..showing(5) });
    assert!(has(&harness, "It would add Banana"));
    assert!(has(&harness, "Banana 91\u{a0}%") && has(&harness, "Mango 6\u{a0}%"));
}

fn found() -> FilePreview {
    let group = |id: &str, name: &str, is_new| FolderGroup {
        product: ProductId::new(id).unwrap(),
        name: name.to_owned(),
        is_new,
        photos: 4,
    };
    FilePreview {
        photos: 9,
        groups: vec![group("banana", "Banana", false), group("fig", "Fig", true)],
        loose: 1,
        problems: vec![FileProblem {
            file: "letter.txt".to_owned(),
            message: Message::new("teach-file-kind"),
        }],
    }
}

#[test]
fn files_are_shown_before_they_are_added() {
    let files = FilesView::Preview(Arc::new(found()));
    let mut harness = screen(ShowView { files: Some(files), ..showing(1) });
    for text in [
        "9 photos found",
        "Banana: 4 photos",
        "Fig (new): 4 photos",
        "1 photo lies in no folder",
        "letter.txt: It is no picture and no zip",
    ] {
        assert!(has(&harness, text), "{text}");
    }
    click(&mut harness, "All are Banana");
    assert!(matches!(wishes(&mut harness)[..], [ShowCommand::Add(AddAs::Chosen)]));
    press(&mut harness, Key::Enter);
    assert!(matches!(wishes(&mut harness)[..], [ShowCommand::Add(AddAs::Folders)]));
    press(&mut harness, Key::Escape);
    assert!(matches!(wishes(&mut harness)[..], [ShowCommand::CloseFiles]));
}

#[test]
fn an_adding_shows_how_far_it_is_and_can_be_stopped() {
    let progress =
        AddingProgress { total: 900, done: 450, added: 440, runs: true, ..Default::default() };
    let files = FilesView::Adding(Arc::new(progress));
    let mut harness = screen(ShowView { files: Some(files), ..showing(1) });
    assert!(has(&harness, "Adding photos: 450 of 900"));
    click(&mut harness, "Stop");
    assert!(matches!(wishes(&mut harness)[..], [ShowCommand::CloseFiles]));
}

#[test]
fn the_screen_speaks_chinese() {
    let mut harness = screen(showing(6));
    harness.state_mut().language = Language::for_tag("zh-CN");
    harness.run();
    assert!(has(&harness, "就绪：收银台已认识它"));
    assert!(has(&harness, "香蕉"), "the product's own name in that language");
}
