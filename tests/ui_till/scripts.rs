//! Product names in scripts that join, stack or run to the left.

use egui_kittest::SnapshotResults;
use tillsight::domain::{Currency, Money, UnitPrice};
use tillsight::till::Input;
use tillsight::till::catalogue::CatalogueInput;
use tillsight::ui::place::Place;

use super::pictures::draws_with_lavapipe;
use super::window::*;

/// Arabic and Hebrew with numbers and brackets, Devanagari, Thai, Greek, Cyrillic, Chinese.
const NAMES: [&str; 7] = [
    "أرز بسمتي 10 كغ (هندي)",
    "חלב 3% בקרטון 1.5 ליטר",
    "बासमती चावल ५ किलो",
    "ข้าวหอมมะลิ 5 กก.",
    "Ελαιόλαδο 750 ml",
    "Гречка ядрица 900 г",
    "新疆红枣 500克",
];

fn window() -> Window {
    let mut window = Window::ready();
    for known in products() {
        window.take(Input::Catalogue(CatalogueInput::Deleted(known.id)));
    }
    for (index, name) in NAMES.into_iter().enumerate() {
        let price = UnitPrice::PerPiece(Money::new(199 + index as i64, Currency::EUR));
        let mut product = product(&format!("p{index}"), name, name, &format!("100{index}"), price);
        product.picture = None;
        window.take(Input::Catalogue(CatalogueInput::Saved(Box::new(product))));
    }
    window.local.go_to(Place::Products);
    window
}

#[test]
fn names_of_every_script_are_found_by_their_logical_text() {
    let mut harness = harness(window());
    harness.run();
    for (index, name) in NAMES.into_iter().enumerate() {
        let label = format!("{name}, €{}.{:02}", (199 + index) / 100, (199 + index) % 100);
        assert!(has(&harness, &label), "{label}");
    }
}

#[test]
fn names_of_every_script_look_right() {
    if !draws_with_lavapipe() {
        println!("skipped: pictures are compared on lavapipe only");
        return;
    }
    let mut results = SnapshotResults::new();
    let mut harness = sized(window(), [900.0, 760.0], egui::Theme::Light);
    harness.run();
    results.add(harness.try_snapshot("products_scripts_light"));
}
