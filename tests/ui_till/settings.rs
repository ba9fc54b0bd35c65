//! The Settings screen: each section by its labels, what is kept and what is refused.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use tillsight::domain::settings::{PRICES_DECIDE, RECEIPT_SHOP_NAME, TARES, TILL};
use tillsight::ui::place::Place;

use super::window::*;

fn settings_harness(section: &str) -> Harness<'static, Window> {
    let mut window = Window::ready();
    window.local.go_to(Place::Settings);
    let mut harness = sized(window, [1280.0, 3000.0], egui::Theme::Light);
    harness.run();
    // The bar on top may have a tab of the same name.
    {
        let mut named = harness.query_all_by_label(section);
        let listed = named.find(|node| node.rect().top() > 72.0);
        listed.expect("the section is listed").click();
    }
    harness.run();
    harness
}

fn type_into(harness: &mut Harness<'_, Window>, label: &str, text: &str) {
    harness.get_by_label(label).focus();
    harness.run();
    harness.get_by_label(label).type_text(text);
    harness.run();
}

#[test]
fn a_text_is_kept_when_its_field_is_left() {
    let mut harness = settings_harness("Shop");
    type_into(&mut harness, "Name of the shop", "Corner shop");
    press(&mut harness, egui::Key::Enter);
    assert_eq!(harness.state().saved, [("receipt_shop_name", "Corner shop".to_owned())]);
    let values = harness.state().machine.snapshot().settings.values;
    assert_eq!(values.text(&RECEIPT_SHOP_NAME), "Corner shop");
}

#[test]
fn a_value_that_makes_no_sense_is_refused_beside_its_field() {
    let mut harness = settings_harness("Till");
    type_into(&mut harness, "Name of this till", "a name that is far too long for it");
    press(&mut harness, egui::Key::Enter);
    assert!(has(&harness, "1 to 20 letters or digits"));
    assert!(harness.state().saved.is_empty());
    let values = harness.state().machine.snapshot().settings.values;
    assert_eq!(values.text(&TILL), "1");
}

#[test]
fn prices_decide_is_a_switch_that_holds_at_once() {
    let mut harness = settings_harness("Till");
    click(&mut harness, "Goods of one price need no question");
    let settings = harness.state().machine.snapshot().settings;
    assert!(settings.prices_decide && settings.values.is_on(&PRICES_DECIDE));
}

#[test]
fn containers_are_typed_a_line_each_and_offered_when_weighing() {
    let mut harness = settings_harness("Devices");
    type_into(&mut harness, "Containers", "Bag 4");
    harness.get_by_label("What the scanner sends first").focus();
    harness.run();
    let snapshot = harness.state().machine.snapshot();
    assert_eq!(snapshot.settings.values.text(&TARES), r#"[{"name":"Bag","grams":4}]"#);
    assert_eq!(snapshot.weighing.tares.len(), 1);
}

#[test]
fn language_and_theme_stand_in_look_too() {
    let mut harness = settings_harness("Look");
    click(&mut harness, "Language: 简体中文");
    click(&mut harness, "Light or dark: Dark");
    let settings = harness.state().machine.snapshot().settings;
    assert_eq!(settings.language.as_deref(), Some("zh-CN"));
    assert_eq!(settings.theme.word(), "dark");
}
