//! The catalogue with threads, a database and files: what is typed, imported, exported, pictured.

use std::fs;
use std::sync::Arc;

use tillsight::catalogue_file::{Answer, Field, Mark};
use tillsight::domain::settings::RECEIPT_SHOP_NAME;
use tillsight::domain::{Currency, ProductId, TaxMode};
use tillsight::store::{ShopFolder, Store};
use tillsight::till::catalogue::{CatalogueCommand, ImportState, PictureChoice, ProductDraft};
use tillsight::till::settings::SettingsCommand;
use tillsight::till::{NoCameras, ShopState, samples};

use super::running::Running;

fn running(shop: &std::path::Path) -> Running {
    let running = Running::start(shop, Vec::new(), Arc::new(NoCameras));
    running.wait_until(|snapshot| snapshot.shop == ShopState::Open);
    running
}

fn papaya() -> ProductDraft {
    ProductDraft { name: "Papaya".into(), price: "2.49".into(), ..ProductDraft::empty("7") }
}

fn send(running: &Running, command: CatalogueCommand) {
    assert!(running.till.send(command.into()));
}

#[test]
fn a_new_product_with_a_picture_stands_in_the_database_and_its_picture_in_the_folder() {
    let shop = tempfile::tempdir().unwrap();
    let photo = shop.path().join("photo.jpg");
    let name = samples::names()[0];
    fs::write(&photo, samples::bytes(name).unwrap()).unwrap();
    {
        let running = running(shop.path());
        send(&running, CatalogueCommand::New { barcode: None });
        send(&running, CatalogueCommand::ChoosePicture(photo));
        running.wait_until(|snapshot| {
            let editor = snapshot.catalogue.editor.as_ref();
            editor.is_some_and(|editor| matches!(editor.picture, PictureChoice::Kept(_)))
        });
        send(&running, CatalogueCommand::Save(Box::new(papaya())));
        running.wait_until(|s| s.products.iter().any(|product| product.name == "Papaya"));
    }
    let folder = ShopFolder::open(shop.path()).unwrap();
    let id = ProductId::new("papaya").unwrap();
    let kept = Store::open(&folder).unwrap().product(&id).unwrap().unwrap();
    let picture = folder.pictures().join(kept.picture.unwrap());
    let picture = tillsight::photo::load(&picture).unwrap();
    assert!(picture.width().max(picture.height()) <= 640);
}

#[test]
fn a_file_that_is_no_picture_is_said_and_leaves_none_behind() {
    let shop = tempfile::tempdir().unwrap();
    let text = shop.path().join("photo.jpg");
    fs::write(&text, "no picture").unwrap();
    let running = running(shop.path());
    let before = fs::read_dir(shop.path().join("pictures")).unwrap().count();
    send(&running, CatalogueCommand::New { barcode: None });
    send(&running, CatalogueCommand::ChoosePicture(text));
    running.wait_until(|snapshot| {
        let editor = snapshot.catalogue.editor.as_ref();
        editor.is_some_and(|editor| matches!(editor.picture, PictureChoice::Failed(_)))
    });
    assert_eq!(fs::read_dir(shop.path().join("pictures")).unwrap().count(), before);
}

#[test]
fn what_is_exported_changes_nothing_when_imported_again() {
    let shop = tempfile::tempdir().unwrap();
    let file = shop.path().join("catalogue.csv");
    let running = running(shop.path());
    send(&running, CatalogueCommand::Export(file.clone()));
    running.wait_until(|snapshot| !snapshot.notices.is_empty());
    send(&running, CatalogueCommand::ReadImport(file));
    let snapshot = running.wait_until(|snapshot| {
        let import = snapshot.catalogue.import.as_ref();
        import.is_some_and(|import| !matches!(import.state, ImportState::Reading))
    });
    let import = snapshot.catalogue.import.as_ref().unwrap();
    let ImportState::Planned(plan) = &import.state else { panic!("it is a catalogue") };
    assert!(plan.is_idle(true), "{plan:?}");
    assert_eq!(plan.unchanged, snapshot.catalogue.all.len());
}

#[test]
fn an_import_that_replaces_archives_the_rest_in_the_database() {
    let shop = tempfile::tempdir().unwrap();
    let file = shop.path().join("new.csv");
    let rows = "id,name,price,unit,plu,barcode,tax,category\ndate,Date,5.00,kg,1,,7,Fruit\n";
    fs::write(&file, rows).unwrap();
    {
        let running = running(shop.path());
        send(&running, CatalogueCommand::ReadImport(file));
        running.wait_until(|snapshot| {
            let import = snapshot.catalogue.import.as_ref();
            import.is_some_and(|import| matches!(import.state, ImportState::Planned(_)))
        });
        send(&running, CatalogueCommand::SetReplace(true));
        send(&running, CatalogueCommand::Import);
        running.wait_until(|snapshot| snapshot.products.len() == 1);
    }
    let mut store = Store::open(&ShopFolder::open(shop.path()).unwrap()).unwrap();
    assert_eq!(store.active_products().unwrap().len(), 1);
    assert!(store.products().unwrap().len() > 1, "the others are archived, not gone");
}

#[test]
fn files_that_cannot_be_taken_say_why() {
    let shop = tempfile::tempdir().unwrap();
    let running = running(shop.path());
    let workbook = shop.path().join("list.xlsx");
    fs::write(&workbook, b"PK\x03\x04").unwrap();
    let empty = shop.path().join("empty.csv");
    fs::write(&empty, "id,name,price,unit,plu,barcode,tax,category\n").unwrap();
    let missing = shop.path().join("missing.csv");
    for (file, id) in
        [(workbook, "import-workbook"), (empty, "import-empty"), (missing, "import-unreadable")]
    {
        send(&running, CatalogueCommand::ReadImport(file));
        running.wait_until(|snapshot| {
            let state = snapshot.catalogue.import.as_ref().map(|import| &import.state);
            matches!(state, Some(ImportState::Unreadable(message)) if message.id == id)
        });
    }
}

#[test]
fn currency_and_tax_change_while_nothing_was_sold_and_settings_are_read_back() {
    let shop = tempfile::tempdir().unwrap();
    {
        let running = running(shop.path());
        let name = SettingsCommand::Set(&RECEIPT_SHOP_NAME, "Corner shop".to_owned());
        for command in [
            SettingsCommand::SetCurrency("USD".to_owned()),
            SettingsCommand::SetTaxMode(TaxMode::Added),
            name,
        ] {
            assert!(running.till.send(command.into()));
        }
        running.wait_until(|snapshot| {
            snapshot.cart.currency.code() == "USD"
                && snapshot.settings_desk.tax_mode == Some(TaxMode::Added)
                && snapshot.settings.values.text(&RECEIPT_SHOP_NAME) == "Corner shop"
        });
    }
    let running = running(shop.path());
    let snapshot = running.wait_until(|snapshot| snapshot.shop == ShopState::Open);
    assert_eq!(snapshot.settings.values.text(&RECEIPT_SHOP_NAME), "Corner shop");
    let dollars = Currency::from_code("USD").unwrap();
    assert!(
        snapshot
            .products
            .iter()
            .all(|product| product.price.unwrap().money().currency() == dollars)
    );
}

#[test]
fn a_table_of_another_program_is_matched_imported_and_remembered() {
    let shop = tempfile::tempdir().unwrap();
    let file = shop.path().join("kasse.csv");
    fs::write(&file, "Artikel;Wert\nGuave;1.250\n").unwrap();
    let running = running(shop.path());
    let matched = |open: usize| {
        running.wait_until(move |snapshot| {
            let state = snapshot.catalogue.import.as_ref().map(|import| &import.state);
            matches!(state, Some(ImportState::Matching(file)) if file.matched.open().count() == open)
        })
    };
    send(&running, CatalogueCommand::ReadImport(file.clone()));
    matched(0);
    send(&running, CatalogueCommand::AnswerImport(Answer::Column(1, Field::Price)));
    matched(1);
    send(&running, CatalogueCommand::AnswerImport(Answer::Decimal(Mark::Point)));
    matched(0);
    send(&running, CatalogueCommand::ReviewImport);
    send(&running, CatalogueCommand::Import);
    running.wait_until(|s| s.products.iter().any(|product| product.name == "Guave"));
    fs::write(&file, "Artikel;Wert\nDattel;2.500\n").unwrap();
    send(&running, CatalogueCommand::ReadImport(file));
    let snapshot = matched(0);
    let import = snapshot.catalogue.import.as_ref().unwrap();
    let ImportState::Matching(file) = &import.state else { panic!("its columns are matched") };
    assert_eq!(file.matched.products[0].price.unwrap().money().minor(), 250);
}

#[test]
fn a_template_is_written() {
    let shop = tempfile::tempdir().unwrap();
    let file = shop.path().join("template.csv");
    let running = running(shop.path());
    send(&running, CatalogueCommand::SaveTemplate(file.clone()));
    running.wait_until(|snapshot| !snapshot.notices.is_empty());
    assert!(fs::read_to_string(file).unwrap().starts_with("\u{feff}id,name,"));
}
