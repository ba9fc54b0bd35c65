//! Weighing, searching with the camera's help, and scanning, by pointer and keys.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use tillsight::devices::scale::{ScaleEvent, ScaleReading};
use tillsight::domain::settings::TARES;
use tillsight::texts::Language;
use tillsight::till::{CodeCommand, Command, Input, SettingsCommand, WeighingInput};

use super::window::*;

fn scale(window: &mut Window, reading: ScaleReading) {
    window.take(Input::Weighing(WeighingInput::Scale(ScaleEvent::Read(reading))));
}

/// A banana that waits for its weight, and a shop with a container.
fn banana() -> Window {
    let mut window = Window::shown([accept("banana")]);
    let tares = r#"[{"name":"Box","grams":20}]"#.to_owned();
    window.take(Input::Command(Command::Settings(SettingsCommand::Set(&TARES, tares))));
    scale(&mut window, ScaleReading::Empty);
    window
}

fn open_dialog(harness: &mut Harness<'_, Window>) {
    press(harness, egui::Key::F3);
    assert!(has(harness, "Weigh Banana"));
}

#[test]
fn f3_weighs_the_line_with_a_container() {
    let mut harness = harness(banana());
    harness.run();
    assert!(has(&harness, "Scale: 0.000 kg"));
    open_dialog(&mut harness);
    scale(harness.state_mut(), ScaleReading::Stable(520));
    harness.run();
    click(&mut harness, "Box 20 g");
    assert!(has(&harness, "0.520 kg") && has(&harness, "0.020 kg") && has(&harness, "0.500 kg"));
    press(&mut harness, egui::Key::Enter);
    assert!(!has(&harness, "Weigh Banana"));
    assert_eq!(harness.state().total(), 100);
}

#[test]
fn the_container_on_the_scale_is_taken_off() {
    let mut harness = harness(banana());
    harness.run();
    open_dialog(&mut harness);
    scale(harness.state_mut(), ScaleReading::Stable(45));
    harness.run();
    click(&mut harness, "Take this as container");
    scale(harness.state_mut(), ScaleReading::Stable(545));
    harness.run();
    click(&mut harness, "Take weight");
    assert_eq!(harness.state().total(), 100);
}

#[test]
fn a_weight_typed_in_the_dialog_counts_and_a_wrong_one_says_why() {
    let mut harness = harness(banana());
    harness.run();
    open_dialog(&mut harness);
    let field = "Weight with container, such as 350 or 0.350";
    harness.get_by_label(field).type_text("much");
    harness.run();
    press(&mut harness, egui::Key::Enter);
    assert!(has(&harness, "Type grams, such as 350"));
    press(&mut harness, egui::Key::Escape);
    assert!(!has(&harness, "Weigh Banana"));
    open_dialog(&mut harness);
    harness.get_by_label(field).type_text("500");
    harness.run();
    assert_eq!(harness.query_all_by_label("0.500 kg").count(), 2, "gross and net");
    press(&mut harness, egui::Key::Enter);
    assert_eq!(harness.state().total(), 100);
}

#[test]
fn a_scale_in_trouble_says_so() {
    let mut harness = harness(Window::ready());
    harness.run();
    assert!(!has(&harness, "Scale: Too heavy"), "no scale, no word of it");
    scale(harness.state_mut(), ScaleReading::Over);
    harness.run();
    assert!(has(&harness, "Scale: Too heavy"));
    let lost = ScaleEvent::Lost { reason: "the cable is out".to_owned() };
    harness.state_mut().take(Input::Weighing(WeighingInput::Scale(lost)));
    harness.run();
    assert!(has(&harness, "Scale: Not connected; waiting for it to come back"));
}

#[test]
fn a_letter_begins_a_search_in_which_the_camera_has_a_say() {
    let mut harness = harness(Window::shown([ask()]));
    harness.run();
    harness.event(egui::Event::Text("m".to_owned()));
    harness.run();
    assert!(harness.get_by_label("Find a product").is_focused());
    assert!(has(&harness, "Add Mango, €1.49"));
    press(&mut harness, egui::Key::Enter);
    assert_eq!(harness.state().cart(), ["Mango"]);
    assert!(has(&harness, "Mango added"), "it is what the photo shows");
}

#[test]
fn something_else_leads_to_the_search() {
    let mut harness = harness(Window::shown([ask()]));
    harness.run();
    click(&mut harness, "Something else…");
    assert!(harness.get_by_label("Find a product").is_focused());
}

#[test]
fn the_digits_of_the_tiles_begin_no_search_but_a_plu_does() {
    let mut harness = harness(Window::ready());
    harness.run();
    for digit in ["4", "0", "1", "1"] {
        harness.event(egui::Event::Text(digit.to_owned()));
        harness.run();
    }
    assert!(has(&harness, "Add Banana, €1.99 / kg"));
    press(&mut harness, egui::Key::Enter);
    assert_eq!(harness.state().cart(), ["Banana"]);
}

fn scan(harness: &mut Harness<'_, Window>, code: &str) {
    // All in one frame: a scanner is faster than the screen.
    let events = &mut harness.input_mut().events;
    events.extend(code.chars().map(|digit| egui::Event::Text(digit.to_string())));
    events.push(egui::Event::Key {
        key: egui::Key::Enter,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: egui::Modifiers::NONE,
    });
    harness.step();
    harness.run();
}

#[test]
fn a_scanned_code_disturbs_no_field_and_asks_when_nobody_knows_it() {
    let mut harness = harness(banana());
    harness.run();
    let field = "Weight of Banana in grams";
    assert!(harness.get_by_label(field).is_focused());
    scan(&mut harness, "73513537");
    assert!(has(&harness, "No product has this code"));
    assert_eq!(harness.state().total(), 0, "no weight was typed");
    press(&mut harness, egui::Key::Escape);
    assert!(!has(&harness, "No product has this code"));
    assert_eq!(harness.state().cart(), ["Banana"]);
}

#[test]
fn an_unknown_code_is_given_to_a_product_or_makes_one() {
    let mut harness = harness(Window::ready());
    harness.run();
    scan(&mut harness, "73513537");
    harness.get_by_label("Find the product that it belongs to").type_text("kiw");
    harness.run();
    assert!(has(&harness, "Give the code to Kiwi, €0.39"));
    harness.state_mut().take(Input::Command(Command::Code(CodeCommand::Close)));
    harness.run();
    scan(&mut harness, "73513537");
    click(&mut harness, "Make a product…");
    let made = harness.state().asked.iter().any(
        |action| matches!(action, tillsight::ui::Action::MakeProduct { barcode } if barcode == "73513537"),
    );
    assert!(made);
}

#[test]
fn it_speaks_chinese() {
    let mut window = banana();
    window.language = Language::for_tag("zh-CN");
    let mut harness = harness(window);
    harness.run();
    assert!(has(&harness, "秤：0.000 千克"));
    press(&mut harness, egui::Key::F3);
    assert!(has(&harness, "称量香蕉") && has(&harness, "采用重量"));
}
