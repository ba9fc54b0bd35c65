//! Names that drive terminals: none comes in, and those that an older program kept do not get out.

use std::sync::Arc;

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use tillsight::domain::{Cart, CashRounding, PaidSale, ProductId};
use tillsight::store::{Booking, ShopFolder, Store};

use super::sealed_shop::{Run, SealedShop, write_zip};

const HEADER: &str = "id,name,price,unit,plu,barcode,tax,category";
/// Clears the screen, opens the drawer, forges a line.
const HOSTILE: &str = "Milk\u{1b}[2J\u{1b}p0AA\nPAID 100.00\u{9b}2J\u{7f}\u{202e}";

fn store(shop: &SealedShop) -> Store {
    Store::open(&ShopFolder::open(&shop.path("shop")).unwrap()).unwrap()
}

/// A shop whose one product has a name and a group that an older program let in, and was sold.
fn old_shop() -> SealedShop {
    let shop = SealedShop::new();
    let csv = shop.write("milk.csv", format!("{HEADER}\nmilk,Milk,1,piece,,,7,Dairy\n").as_bytes());
    shop.succeed(&["catalogue", "import", &csv, "--replace"]);
    let database = shop.path("shop").join("shop.db");
    let mut connection = SqliteConnection::establish(database.to_str().unwrap()).unwrap();
    let rename = format!("UPDATE products SET name = '{HOSTILE}', category = '{HOSTILE}'");
    connection.batch_execute(&format!("{rename} WHERE id = 'milk'")).unwrap();
    drop(connection);
    let mut store = store(&shop);
    let milk = store.product(&ProductId::new("milk").unwrap()).unwrap().unwrap();
    assert_eq!(milk.name, HOSTILE, "nothing of an old shop is changed");
    let mut cart = Cart::new(store.currency().unwrap(), store.tax_mode().unwrap());
    cart.add(Arc::new(milk), None).unwrap();
    let sale = PaidSale::in_exact_cash(cart.complete().unwrap(), CashRounding::NONE).unwrap();
    store.record_sale(&sale, Booking::default()).unwrap();
    shop
}

fn assert_drives_nothing(run: &Run) {
    for text in [&run.stdout, &run.stderr] {
        let commands: Vec<char> = text
            .chars()
            .filter(|&it| {
                (it.is_control() && it != '\n') || ('\u{202a}'..='\u{202e}').contains(&it)
            })
            .collect();
        assert!(commands.is_empty(), "{commands:?} in {run:?}");
        assert!(!text.lines().any(|line| line.starts_with("PAID")), "{run:?}");
    }
}

#[test]
fn names_of_an_older_program_are_listed_on_one_line_without_commands() {
    let shop = old_shop();
    let list = shop.succeed(&["catalogue", "list"]);
    assert_drives_nothing(&list);
    assert_eq!(list.stdout.lines().filter(|line| line.contains("Milk")).count(), 1);
    let json = shop.succeed(&["catalogue", "list", "--json"]);
    assert_drives_nothing(&json);
    let named: Vec<_> =
        json.json_lines().into_iter().filter(|it| it["product"] == "milk").collect();
    assert_eq!(named[0]["name"], HOSTILE, "a program reads what is kept");
}

#[test]
fn a_days_report_drives_no_terminal() {
    let shop = old_shop();
    let report = shop.succeed(&["day", "x"]);
    assert_drives_nothing(&report);
    assert!(report.stdout.contains("Milk\u{fffd}[2J"), "{report:?}");
    assert_drives_nothing(&shop.succeed(&["day", "x", "--json"]));
}

#[test]
fn a_versions_note_of_an_older_program_drives_no_terminal() {
    let shop = SealedShop::new();
    let registry = tillsight::registry::Registry::open(&shop.path("shop")).unwrap();
    let shipped = shop.succeed(&["models", "list", "--json"]).json_lines();
    let staged = registry.create("noted").unwrap();
    std::fs::write(staged.weights_path(), "no weights").unwrap();
    let name = shipped[0]["name"].as_str().unwrap();
    let folder = super::sealed_shop::models().join(name);
    let manifest = tillsight::registry::Manifest::read(&folder.join("manifest.json")).unwrap();
    let notes = HOSTILE.to_owned();
    staged.commit(tillsight::registry::Manifest { notes, ..manifest }).unwrap();
    let shown = shop.succeed(&["models", "show", "noted"]);
    assert_drives_nothing(&shown);
    assert!(shown.stdout.contains("notes         Milk\u{fffd}[2J"), "{shown:?}");
    assert_drives_nothing(&shop.succeed(&["models", "show", "noted", "--json"]));
}

#[test]
fn a_catalogue_with_such_texts_is_refused_with_row_and_field() {
    for (cells, words) in [
        (
            "milk,\"Milk\u{1b}p0AA\",1,piece,,,7,Dairy",
            ["row 2", "the name holds a control", "U+001B"],
        ),
        ("milk,\"Milk\nPAID\",1,piece,,,7,Dairy", ["row 2", "the name", "U+000A"]),
        ("milk,Milk,1,piece,,,7,\"Dai\u{7f}ry\"", ["row 2", "the category", "U+007F"]),
        ("milk,Milk\u{202e},1,piece,,,7,Dairy", ["row 2", "the name", "U+202E"]),
        (&format!("milk,{},1,piece,,,7,Dairy", "x".repeat(10_000)), ["row 2", "the name", "200"]),
    ] {
        let shop = SealedShop::new();
        let csv = shop.write("milk.csv", format!("{HEADER}\n{cells}\n").as_bytes());
        let run = shop.run(&["catalogue", "import", &csv, "--replace"]);
        run.assert_fails_saying(&words);
        assert_drives_nothing(&run);
        assert!(store(&shop).product(&ProductId::new("milk").unwrap()).unwrap().is_none());
    }
}

#[test]
fn a_table_whose_heading_drives_a_terminal_is_refused() {
    let shop = SealedShop::new();
    let csv = shop.write("milk.csv", format!("{HEADER},name_\u{1b}c\n").as_bytes());
    let run = shop.run(&["catalogue", "import", &csv]);
    run.assert_fails_saying(&["row 1", "the heading"]);
    assert_drives_nothing(&run);
}

#[test]
fn barcodes_that_no_scanner_finds_are_told_with_the_probable_code() {
    for (rows, words) in [
        ("soda,Soda,1,piece,,36000291452,7,D", ["row 2", "036000291452", "zeros"]),
        ("soda,Soda,1,piece,,4006380000000,7,D", ["row 2", "4006380000001", "rounded"]),
        ("soda,Soda,1,piece,,4.00638E+12,7,D", ["row 2", "4.00638E+12", "text"]),
        (
            "soda,Soda,1,piece,,036000291452,7,D\njuice,Juice,1,piece,,0036000291452,7,D",
            ["row 3", "0036000291452 is that of row 2", ", 036000291452"],
        ),
    ] {
        let shop = SealedShop::new();
        let csv = shop.write("codes.csv", format!("{HEADER}\n{rows}\n").as_bytes());
        shop.run(&["catalogue", "import", &csv]).assert_fails_saying(&words);
        assert!(store(&shop).product(&ProductId::new("soda").unwrap()).unwrap().is_none());
    }
    let shop = SealedShop::new();
    let rows = ["a,A,1,piece,AB123456,,7,D", "b,B,1,piece,12345,1234567,7,D"].join("\n");
    let csv = shop.write("own.csv", format!("{HEADER}\n{rows}\n").as_bytes());
    shop.succeed(&["catalogue", "import", &csv]);
}

#[test]
fn one_article_in_two_spellings_is_told_also_of_what_the_shop_has() {
    let shop = SealedShop::new();
    let import = |row: &str| {
        let csv = shop.write("codes.csv", format!("{HEADER}\n{row}\n").as_bytes());
        shop.run(&["catalogue", "import", &csv])
    };
    assert_eq!(import("soda,Soda,1,piece,,036000291452,7,D").code, Some(0));
    import("case,Case,9,piece,,00036000291452,7,D").assert_fails_saying(&["soda", "case"]);
}

#[test]
fn photos_under_a_folder_whose_name_drives_a_terminal_are_refused() {
    let shop = SealedShop::new();
    let zip = shop.path("photos.zip");
    write_zip(&zip, &[("Milk\u{1b}[2J/1.png", b"no photo")]);
    let run = shop.run(&["photos", "import", zip.to_str().unwrap()]);
    run.assert_fails_saying(&["the folder's name", "U+001B"]);
    assert_drives_nothing(&run);
}

#[test]
fn a_decomposed_catalogue_is_the_composed_one() {
    let shop = SealedShop::new();
    let import = |row: &str| {
        let csv = shop.write("names.csv", format!("{HEADER}\n{row}\n").as_bytes());
        shop.succeed(&["catalogue", "import", &csv]).stdout
    };
    let row = "cre\u{300}me-frai\u{302}che,Cre\u{300}me frai\u{302}che,1.99,piece,,,7,Dairy";
    assert!(import(row).starts_with("1 products added"));
    assert!(import("crème-fraîche,Crème fraîche,2.19,piece,,,7,Dairy").contains("1 updated"));
    let cream = ProductId::new("crème-fraîche").unwrap();
    let kept = store(&shop).product(&cream).unwrap().unwrap();
    assert_eq!((kept.name.as_str(), kept.price.unwrap().money().minor()), ("Crème fraîche", 219));
}
