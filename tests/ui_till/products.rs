//! The Products screen: found by its labels, used by pointer and keys.

use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use tillsight::catalogue_file::own::RowFault;
use tillsight::domain::{Currency, ForPeople, Money, Product, ProductId, UnitPrice};
use tillsight::till::catalogue::{
    BadRow, CatalogueCommand, CatalogueInput, ImportPlan, ImportState,
};
use tillsight::till::{Command, Input};
use tillsight::ui::Action;
use tillsight::ui::place::Place;

use super::window::*;

fn products_harness() -> Harness<'static, Window> {
    let mut window = Window::ready();
    window.local.go_to(Place::Products);
    tall(window)
}

/// A window so tall that all of a product is in sight.
fn tall(window: Window) -> Harness<'static, Window> {
    let mut harness = sized(window, [1600.0, 1400.0], egui::Theme::Light);
    harness.run();
    harness
}

fn type_into(harness: &mut Harness<'_, Window>, label: &str, text: &str) {
    harness.get_by_label(label).focus();
    harness.run();
    harness.get_by_label(label).type_text(text);
    harness.run();
}

fn on_sale(harness: &Harness<'_, Window>) -> Vec<String> {
    let snapshot = harness.state().machine.snapshot();
    snapshot.products.iter().map(|product| product.name.clone()).collect()
}

#[test]
fn the_places_are_reached_by_tabs_and_keys() {
    let mut harness = harness(Window::ready());
    harness.run();
    click(&mut harness, "Products");
    assert!(has(&harness, "New product"));
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Num6);
    harness.run();
    assert!(has(&harness, "Name of the shop"));
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Num1);
    harness.run();
    assert!(has(&harness, "Show me an item"));
}

#[test]
fn a_new_product_is_typed_and_found_at_the_till_at_once() {
    let mut harness = products_harness();
    click(&mut harness, "New product");
    assert!(harness.get_by_label("Name").is_focused());
    type_into(&mut harness, "Name", "Papaya");
    type_into(&mut harness, "Price in EUR", "2,49");
    type_into(&mut harness, "PLU", "4394");
    click(&mut harness, "Save");
    assert!(has(&harness, "Papaya, €2.49"));
    assert!(on_sale(&harness).contains(&"Papaya".to_owned()));
    click(&mut harness, "Till");
    type_into(&mut harness, "Find a product", "4394");
    press(&mut harness, egui::Key::Enter);
    assert_eq!(harness.state().cart(), ["Papaya"]);
}

#[test]
fn a_price_that_is_none_is_said_beside_its_field() {
    let mut harness = products_harness();
    click(&mut harness, "New product");
    type_into(&mut harness, "Price in EUR", "much");
    click(&mut harness, "Save");
    assert!(has(&harness, "Type a price such as 1.99, or leave it empty while it is not known"));
}

#[test]
fn what_is_wrong_is_said_beside_its_field_and_nothing_is_kept() {
    let mut harness = products_harness();
    click(&mut harness, "New product");
    type_into(&mut harness, "PLU", "4011");
    click(&mut harness, "Save");
    assert!(has(&harness, "Type a name"));
    assert!(has(&harness, "Banana has this PLU"));
    assert_eq!(on_sale(&harness).len(), 5);
}

#[test]
fn a_product_is_changed_and_escape_leaves_it_as_it_was() {
    let mut harness = products_harness();
    click(&mut harness, "Mango, €1.49");
    type_into(&mut harness, "Category", " and nuts");
    press(&mut harness, egui::Key::Escape);
    press(&mut harness, egui::Key::Escape);
    assert!(!has(&harness, "Save"));
    let category = |harness: &Harness<'_, Window>| {
        let snapshot = harness.state().machine.snapshot();
        snapshot.products.iter().find(|p| p.name == "Mango").unwrap().category.clone()
    };
    assert_eq!(category(&harness), "Fruit");
    click(&mut harness, "Mango, €1.49");
    type_into(&mut harness, "Category", " and nuts");
    click(&mut harness, "Save");
    assert_ne!(category(&harness), "Fruit");
}

#[test]
fn names_in_other_languages_are_added() {
    let mut harness = products_harness();
    click(&mut harness, "Mango, €1.49");
    click(&mut harness, "Add a language");
    type_into(&mut harness, "Language 2", "de");
    type_into(&mut harness, "Name 2", "Mango (deutsch)");
    click(&mut harness, "Save");
    let snapshot = harness.state().machine.snapshot();
    let mango = snapshot.products.iter().find(|product| product.name == "Mango").unwrap();
    assert_eq!(mango.names.get("de").map(String::as_str), Some("Mango (deutsch)"));
}

#[test]
fn a_sold_product_is_archived_and_restored_but_never_deleted() {
    let mut harness = products_harness();
    harness.state_mut().sold.push(ProductId::new("mango").unwrap());
    click(&mut harness, "Mango, €1.49");
    assert!(!has(&harness, "Delete…"));
    assert!(has(&harness, "It was sold before, so it can be archived but not deleted"));
    click(&mut harness, "Archive");
    assert!(!on_sale(&harness).contains(&"Mango".to_owned()));
    click(&mut harness, "Show: Archived");
    click(&mut harness, "Mango, €1.49");
    click(&mut harness, "Sell again");
    assert!(on_sale(&harness).contains(&"Mango".to_owned()));
}

#[test]
fn a_product_that_was_never_sold_is_deleted_after_a_second_click() {
    let mut harness = products_harness();
    click(&mut harness, "Mango, €1.49");
    click(&mut harness, "Delete…");
    click(&mut harness, "Delete Mango for good");
    let all = harness.state().machine.snapshot().catalogue.all;
    assert!(all.iter().all(|product| product.name != "Mango"));
}

#[test]
fn a_product_in_the_cart_is_not_deleted() {
    let mut harness = products_harness();
    let mango = ProductId::new("mango").unwrap();
    harness.state_mut().take(Input::Command(Command::AddProduct(mango)));
    click(&mut harness, "Mango, €1.49");
    click(&mut harness, "Delete…");
    click(&mut harness, "Delete Mango for good");
    assert!(has(&harness, "It lies in the cart; take it out or complete the sale first"));
    assert!(on_sale(&harness).contains(&"Mango".to_owned()));
}

#[test]
fn a_full_disk_keeps_what_was_typed() {
    let mut harness = products_harness();
    harness.state_mut().disk_is_full = true;
    click(&mut harness, "New product");
    type_into(&mut harness, "Name", "Papaya");
    type_into(&mut harness, "Price in EUR", "2.49");
    click(&mut harness, "Save");
    assert!(has(&harness, "The product was not saved: the disk is full"));
    harness.state_mut().disk_is_full = false;
    click(&mut harness, "Save");
    assert!(has(&harness, "Papaya, €2.49"));
}

#[test]
fn a_picture_is_chosen_and_kept() {
    let mut harness = products_harness();
    click(&mut harness, "New product");
    type_into(&mut harness, "Name", "Papaya");
    type_into(&mut harness, "Price in EUR", "2.49");
    click(&mut harness, "Choose a picture…");
    assert!(matches!(harness.state().asked[..], [Action::AskForFile(_)]));
    let choose = CatalogueCommand::ChoosePicture("papaya.jpg".into());
    harness.state_mut().take(Input::Command(choose.into()));
    harness.run();
    assert!(has(&harness, "Remove the picture"));
    click(&mut harness, "Save");
    let snapshot = harness.state().machine.snapshot();
    let papaya = snapshot.products.iter().find(|product| product.name == "Papaya").unwrap();
    assert_eq!(papaya.picture.as_deref(), Some("mango.png"));
}

#[test]
fn an_unknown_barcode_begins_a_product_with_it() {
    let mut harness = products_harness();
    let new = CatalogueCommand::New { barcode: Some("4006381333931".to_owned()) };
    harness.state_mut().take(Input::Command(new.into()));
    harness.run();
    type_into(&mut harness, "Name", "Pen");
    type_into(&mut harness, "Price in EUR", "1");
    click(&mut harness, "Save");
    let snapshot = harness.state().machine.snapshot();
    let pen = snapshot.products.iter().find(|product| product.name == "Pen").unwrap();
    assert_eq!(pen.barcode.as_deref(), Some("4006381333931"));
}

#[test]
fn the_search_and_the_shelves_narrow_the_list() {
    let mut harness = products_harness();
    type_into(&mut harness, "Find in the catalogue", "kiw");
    assert!(has(&harness, "Kiwi, €0.39") && !has(&harness, "Mango, €1.49"));
    type_into(&mut harness, "Find in the catalogue", "zzz");
    assert!(has(&harness, "No product here"));
}

#[test]
fn a_missing_price_is_said_plainly() {
    let mut window = Window::ready();
    let mut product = products().remove(1);
    product.price = None;
    window.take(Input::Catalogue(CatalogueInput::Saved(Box::new(product))));
    window.local.go_to(Place::Products);
    let mut harness = harness(window);
    harness.run();
    assert!(has(&harness, "Mango, Price missing"));
    click(&mut harness, "Show: Price missing");
    assert!(has(&harness, "Mango, Price missing") && !has(&harness, "Kiwi, €0.39"));
}

fn reading() -> Window {
    let mut window = Window::ready();
    window.local.go_to(Place::Products);
    let read = CatalogueCommand::ReadImport("/shop/new prices.csv".into());
    window.take(Input::Command(read.into()));
    window
}

fn dearer_mango_and_papaya() -> Vec<Product> {
    let mut mango = products().remove(1);
    let dearer = UnitPrice::PerPiece(Money::new(199, Currency::EUR));
    mango.price = Some(dearer);
    let papaya = product("papaya", "Papaya", "木瓜", "4394", dearer);
    vec![mango, papaya]
}

#[test]
fn an_import_shows_what_changes_field_by_field_and_then_does_it() {
    let mut window = reading();
    let before = window.machine.snapshot().catalogue.all;
    let plan = ImportPlan::new(&before, dearer_mango_and_papaya());
    let state = ImportState::Planned(Arc::new(plan));
    window.take(Input::Catalogue(CatalogueInput::ImportRead { reading: 1, state }));
    let mut harness = harness(window);
    harness.run();
    assert!(has(&harness, "Import new prices.csv"));
    assert!(has(&harness, "Price: €1.49 → €1.99"));
    assert!(has(&harness, "Papaya"));
    assert!(!has(&harness, "Banana"), "it is not archived unless that is wanted");
    click(&mut harness, "Sell only what this file names");
    assert!(has(&harness, "Banana"));
    click(&mut harness, "Import");
    assert_eq!(on_sale(&harness), ["Mango", "Papaya"]);
    assert!(has(&harness, "new prices.csv was imported"));
}

#[test]
fn bad_rows_are_all_named_and_nothing_can_be_taken() {
    let mut window = reading();
    let (value, there) = ("4011".to_owned(), "4011".to_owned());
    let rows = [
        (3, RowFault::Unit("pound".to_owned())),
        (7, RowFault::Taken { kind: "PLU", value, row: 2, there }),
    ];
    let rows = rows.map(|(row, fault)| BadRow { row, reason: fault.message() });
    let state = ImportState::Refused(Arc::new(rows.into()));
    window.take(Input::Catalogue(CatalogueInput::ImportRead { reading: 1, state }));
    let mut harness = harness(window);
    harness.run();
    assert!(has(&harness, "Row 3") && has(&harness, "\"pound\" is no unit; write piece or kg"));
    assert!(has(&harness, "Row 7") && has(&harness, "the PLU 4011 is that of row 2"));
    assert!(!has(&harness, "Import"));
    press(&mut harness, egui::Key::Escape);
    assert!(has(&harness, "New product"));
}

/// A window in which this file is being imported.
fn importing(text: &str) -> Harness<'static, Window> {
    let mut window = Window::ready();
    window.local.go_to(Place::Products);
    window.import_file = Some(text.as_bytes().to_vec());
    let read = CatalogueCommand::ReadImport("/shop/kasse.csv".into());
    window.take(Input::Command(read.into()));
    tall(window)
}

#[test]
fn the_columns_of_another_program_are_matched_asked_about_and_imported() {
    let mut harness = importing("Artikel;Wert;Lager\nGuave;1.250;12\nPapaya;2.000;7\n");
    assert!(has(&harness, "Column Artikel: Name"));
    assert!(has(&harness, "Column Wert: Leave out"));
    assert!(has(&harness, "Guave") && tells(&harness, "Price missing"));
    click(&mut harness, "Column Wert: Leave out");
    click(&mut harness, "Price");
    assert!(has(&harness, "Column Wert: Price"));
    assert!(has(&harness, "1 question to answer"));
    click(&mut harness, "Continue");
    assert!(has(&harness, "Columns"), "an open question holds the import");
    click(&mut harness, "How is the price 1.250 to be read?: 1.250 is 1.25");
    assert!(has(&harness, "Everything is clear") && has(&harness, "€1.25"));
    click(&mut harness, "Continue");
    assert!(has(&harness, "Guave") && has(&harness, "Import"));
    click(&mut harness, "Columns");
    assert!(has(&harness, "Column Wert: Price"));
    click(&mut harness, "Continue");
    click(&mut harness, "Import");
    assert!(on_sale(&harness).contains(&"Guave".to_owned()));
    assert!(has(&harness, "kasse.csv was imported"));
}

#[test]
fn what_a_file_leaves_out_is_told_with_its_row() {
    let harness = importing("Name,Price,Barcode\nGuave,1.25,4006381333932\n,2.00,\n");
    assert!(has(&harness, "2 notes") || has(&harness, "3 notes"));
    assert!(tells(&harness, "Row 2: Comes without its barcode"));
    assert!(has(&harness, "Row 3: Left out: there is no name"));
}

#[test]
fn a_template_is_asked_for_and_told() {
    let mut harness = products_harness();
    click(&mut harness, "Template…");
    assert!(matches!(harness.state().asked[..], [Action::AskForFile(_)]));
    let save = CatalogueCommand::SaveTemplate("/shop/template.csv".into());
    harness.state_mut().take(Input::Command(save.into()));
    harness.run();
    assert!(has(&harness, "A file to fill in was saved: /shop/template.csv"));
}

#[test]
fn what_was_read_of_another_file_before_is_not_shown_under_this_ones_name() {
    let mut window = reading();
    window.take(Input::Command(CatalogueCommand::CloseImport.into()));
    let read = CatalogueCommand::ReadImport("/shop/other prices.csv".into());
    window.take(Input::Command(read.into()));
    let before = window.machine.snapshot().catalogue.all;
    let state = ImportState::Planned(Arc::new(ImportPlan::new(&before, dearer_mango_and_papaya())));
    window.take(Input::Catalogue(CatalogueInput::ImportRead { reading: 1, state }));
    let import = window.machine.snapshot().catalogue.import.unwrap();
    assert!(matches!(import.state, ImportState::Reading), "the first file's, which came late");
}
