//! The dialog that asks for a product's first price, by keys and pointer.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use tillsight::domain::{Product, TaxRate};
use tillsight::till::catalogue::CatalogueInput;
use tillsight::till::{Command, Input};

use super::window::*;

fn pear_in_the_cart() -> Window {
    let mut window = Window::ready();
    let pear = Product::unpriced("Pear", TaxRate::ZERO).unwrap();
    let id = pear.id.clone();
    window.take(Input::Catalogue(CatalogueInput::Saved(Box::new(pear))));
    window.take(Input::Command(Command::AddProduct(id)));
    window
}

fn type_into(harness: &mut Harness<'_, Window>, label: &str, text: &str) {
    harness.get_by_label(label).type_text(text);
    harness.run();
}

#[test]
fn the_price_is_typed_and_enter_takes_it() {
    let mut harness = harness(pear_in_the_cart());
    harness.run();
    assert!(has(&harness, "What does Pear cost?"));
    assert!(has(&harness, "It has no price yet. The price is kept in the catalogue."));
    type_into(&mut harness, "Price in EUR", "0.60");
    press(&mut harness, egui::Key::Enter);
    assert!(!has(&harness, "What does Pear cost?"));
    assert_eq!(harness.state().total(), 60);
}

#[test]
fn what_is_no_price_is_said() {
    let mut harness = harness(pear_in_the_cart());
    harness.run();
    type_into(&mut harness, "Price in EUR", "much");
    press(&mut harness, egui::Key::Enter);
    assert!(has(&harness, "What does Pear cost?"), "it is still asked");
    assert_eq!(harness.state().total(), 0);
}

#[test]
fn later_leaves_a_button_on_the_line() {
    let mut harness = harness(pear_in_the_cart());
    harness.run();
    click(&mut harness, "Later");
    assert!(!has(&harness, "What does Pear cost?"));
    assert!(has(&harness, "A price is missing"));
    click(&mut harness, "Type its price…");
    assert!(has(&harness, "What does Pear cost?"));
}
