//! A discount on the whole cart, what is not in the catalogue, ready-made reasons, and what stays when
//! something goes wrong: typed text, the keyboard, a voided line.

use egui::{Key, Modifiers, PointerButton};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use tillsight::domain::ProductId;
use tillsight::domain::settings::REASONS;
use tillsight::till::{Command, Input, SettingsCommand};

use super::window::*;
use crate::window_harness::tells;

fn with(products: &[&str]) -> Harness<'static, Window> {
    let mut window = Window::ready();
    let reasons = "Bruised\nRegular".to_owned();
    window.take(Input::Command(Command::Settings(SettingsCommand::Set(&REASONS, reasons))));
    for product in products {
        let product = ProductId::new(product).unwrap();
        window.take(Input::Command(Command::AddProduct(product)));
    }
    let mut harness = harness(window);
    harness.run();
    harness
}

fn type_in(harness: &mut Harness<'_, Window>, text: &str) {
    for character in text.chars() {
        harness.event(egui::Event::Text(character.to_string()));
        harness.run();
    }
}

fn with_shift(harness: &mut Harness<'_, Window>, key: Key) {
    harness.key_press_modifiers(Modifiers::SHIFT, key);
    harness.run();
}

fn focused(harness: &Harness<'_, Window>, label: &str) -> bool {
    harness.get_by_label(label).is_focused()
}

#[test]
fn a_discount_on_the_whole_cart_takes_a_ready_made_reason_by_its_digit() {
    let mut harness = with(&["mango", "kiwi"]);
    with_shift(&mut harness, Key::F4);
    assert!(has(&harness, "Discount on the whole cart"));
    type_in(&mut harness, "10%");
    press(&mut harness, Key::Enter);
    // It has no reason yet: that field gets the keyboard, and nothing is lost.
    assert!(has(&harness, "Another price or a discount needs a reason"));
    assert!(focused(&harness, "Reason"));
    type_in(&mut harness, "2");
    press(&mut harness, Key::Enter);
    assert!(!has(&harness, "Discount on the whole cart"));
    let cart = harness.state().machine.snapshot().cart;
    assert_eq!((cart.total.minor(), cart.discount_reason.as_str()), (169, "Regular"));
    assert!(has(&harness, "€0.19 off"));
}

#[test]
fn a_click_takes_a_reason_and_digits_elsewhere_are_digits() {
    let mut harness = with(&["mango"]);
    press(&mut harness, Key::F4);
    type_in(&mut harness, "1");
    click(&mut harness, "Bruised");
    press(&mut harness, Key::Enter);
    let line = &harness.state().machine.snapshot().cart.lines[0];
    assert_eq!((line.reason.as_str(), line.total.unwrap().minor()), ("Bruised", 100));
}

#[test]
fn what_is_not_in_the_catalogue_is_sold_by_f11_and_a_price() {
    let mut harness = with(&[]);
    press(&mut harness, Key::F11);
    press(&mut harness, Key::Enter);
    assert!(focused(&harness, "Price in EUR"), "it was refused, and can be typed at once");
    type_in(&mut harness, "3.50");
    press(&mut harness, Key::Enter);
    assert_eq!(harness.state().cart(), ["Sundries"]);
    assert_eq!(harness.state().total(), 350);
}

#[test]
fn a_click_beside_a_dialog_loses_nothing() {
    let mut harness = with(&["mango"]);
    press(&mut harness, Key::F4);
    type_in(&mut harness, "1.20");
    for pressed in [true, false] {
        harness.event(egui::Event::PointerButton {
            pos: egui::pos2(8.0, 300.0),
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        harness.run();
    }
    click(&mut harness, "Bruised");
    press(&mut harness, Key::Enter);
    assert_eq!(harness.state().total(), 120);
}

#[test]
fn a_voided_line_comes_back_by_ctrl_z_while_the_word_stands_there() {
    let mut harness = with(&["mango", "kiwi"]);
    press(&mut harness, Key::Delete);
    assert_eq!(harness.state().cart(), ["Mango"]);
    assert!(tells(&harness, "Ctrl+Z"));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(harness.state().cart(), ["Mango", "Kiwi"]);
    assert!(!tells(&harness, "Ctrl+Z"));
}

#[test]
fn a_voided_line_comes_back_by_the_button_of_its_word() {
    let mut harness = with(&["mango", "kiwi"]);
    click(&mut harness, "Remove Mango");
    click(&mut harness, "Take back");
    assert_eq!(harness.state().cart(), ["Mango", "Kiwi"]);
}

#[test]
fn what_was_done_leaves_by_itself_and_covers_nothing() {
    let mut harness = with(&["mango", "kiwi"]);
    press(&mut harness, Key::Delete);
    assert!(tells(&harness, "Ctrl+Z"));
    // By the time of the frames: some seconds of them.
    harness.run_steps(60);
    assert!(!tells(&harness, "Ctrl+Z"));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(harness.state().cart(), ["Mango"]);
}

#[test]
fn a_cart_is_voided_for_a_reason() {
    let mut harness = with(&["mango"]);
    with_shift(&mut harness, Key::Delete);
    type_in(&mut harness, "1");
    press(&mut harness, Key::Enter);
    assert!(harness.state().cart().is_empty());
}
