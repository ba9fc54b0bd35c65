//! Tests of sales in the database.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::sync::Arc;

use diesel::connection::SimpleConnection;

use super::*;
use crate::domain::{Cart, Product, TaxMode, TaxRate};
use crate::store::ShopFolder;

fn sale_of(currency: Currency, tax_mode: TaxMode) -> Sale {
    let mut cart = Cart::new(currency, tax_mode);
    let product = |id: &str, unit, rate| {
        Arc::new(Product {
            id: ProductId::new(id).unwrap(),
            name: id.to_owned(),
            names: Default::default(),
            price: UnitPrice::new(Money::new(279, currency), unit),
            plu: None,
            barcode: None,
            tax: TaxRate::from_basis_points(rate).unwrap(),
            category: String::new(),
            picture: None,
            active: true,
        })
    };
    let milk = cart.add(product("milk", Unit::Piece, 1900), None).unwrap();
    cart.set_pieces(milk, Pieces::new(3).unwrap()).unwrap();
    let apple = cart.add(product("苹果", Unit::Kg, 700), None).unwrap();
    cart.set_weight(apple, Grams::new(351).unwrap()).unwrap();
    cart.complete().unwrap()
}

fn sale() -> Sale {
    sale_of(Currency::EUR, TaxMode::Included)
}

#[test]
fn a_sale_comes_back_as_it_was_recorded() {
    let mut store = Store::in_memory().unwrap();
    for (number, currency, mode) in
        [(1, "EUR", TaxMode::Included), (2, "JPY", TaxMode::Added), (3, "KWD", TaxMode::Added)]
    {
        let sale = sale_of(Currency::from_code(currency).unwrap(), mode);
        let recorded = store.record_sale(&sale).unwrap();
        assert_eq!(recorded.number, number);
        assert_eq!(store.sale(number).unwrap(), Some((recorded, sale)));
    }
    assert_eq!(store.sales_count().unwrap(), 3);
    assert_eq!(store.sale(4).unwrap(), None);
}

#[test]
fn a_line_that_fails_leaves_no_sale() {
    let mut store = Store::in_memory().unwrap();
    let power_cut = "CREATE TEMP TRIGGER power_cut BEFORE INSERT ON sale_lines \
                     WHEN NEW.position = 1 BEGIN SELECT RAISE(ABORT, 'power cut'); END";
    store.connection.batch_execute(power_cut).unwrap();
    let error = store.record_sale(&sale()).unwrap_err();
    assert!(error.to_string().contains("power cut"), "{error}");
    assert_eq!(store.sales_count().unwrap(), 0);
    let lines: i64 = sale_lines::table.count().get_result(&mut store.connection).unwrap();
    assert_eq!(lines, 0);

    store.connection.batch_execute("DROP TRIGGER power_cut").unwrap();
    let recorded = store.record_sale(&sale()).unwrap();
    assert!(store.sale(recorded.number).unwrap().is_some());
}

/// A copy of the files while the shop is open is what a power cut would leave of them.
fn as_after_a_power_cut(folder: &ShopFolder) -> (tempfile::TempDir, Store) {
    let copy = tempfile::tempdir().unwrap();
    for name in ["shop.db", "shop.db-wal"] {
        fs::copy(folder.root().join(name), copy.path().join(name)).unwrap();
    }
    let store = Store::open(&ShopFolder::open(copy.path()).unwrap()).unwrap();
    (copy, store)
}

#[test]
fn a_recorded_sale_survives_and_a_half_recorded_one_leaves_nothing() {
    let root = tempfile::tempdir().unwrap();
    let folder = ShopFolder::open(root.path()).unwrap();
    let mut store = Store::open(&folder).unwrap();
    let recorded = store.record_sale(&sale()).unwrap();

    store.connection.batch_execute("BEGIN IMMEDIATE").unwrap();
    record(&mut store.connection, &sale(), Timestamp::now()).ok().unwrap();
    let (_copy, mut after) = as_after_a_power_cut(&folder);
    assert_eq!(after.sales_count().unwrap(), 1);
    assert_eq!(after.sale(recorded.number).unwrap(), Some((recorded, sale())));
}

#[test]
fn a_number_is_never_used_twice() {
    let mut store = Store::in_memory().unwrap();
    let first = store.record_sale(&sale()).unwrap().number;
    let purge = "DELETE FROM sale_lines; DELETE FROM sales";
    store.connection.batch_execute(purge).unwrap();
    assert!(store.record_sale(&sale()).unwrap().number > first);
}

#[test]
fn a_sale_whose_rows_disagree_is_an_error_that_names_it() {
    for change in [
        "UPDATE sale_lines SET gross = gross + 1, net = net + 1 WHERE position = 0",
        "UPDATE sales SET gross = gross + 1, tax = tax + 1",
        "UPDATE sales SET decimals = 3",
        "UPDATE sales SET at = 'yesterday'",
        "UPDATE sale_lines SET quantity = 4 WHERE position = 0",
        "UPDATE sale_lines SET unit = 'kg' WHERE position = 0",
        "DELETE FROM sale_lines",
    ] {
        let mut store = Store::in_memory().unwrap();
        let number = store.record_sale(&sale()).unwrap().number;
        store.connection.batch_execute(change).unwrap();
        let error = store.sale(number).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{change}: {error}");
        assert!(error.to_string().contains("sale 1"), "{error}");
    }
}
