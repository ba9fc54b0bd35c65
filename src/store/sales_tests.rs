//! Tests of sales in the database.

use std::fs;
use std::sync::Arc;

use diesel::connection::SimpleConnection;

use super::*;
use crate::ShopFolder;
use domain::settings::TILL;
use domain::{
    Cart, CashRounding, Given, Grams, Pieces, Product, ProductId, TaxRate, TenderKind, Unit,
    UnitPrice,
};

/// Where nobody signs in and no day is opened.
const NOBODY: Booking = Booking { person: None, approver: None, day: None };

fn sale_of(currency: Currency, tax_mode: TaxMode) -> PaidSale {
    let mut cart = Cart::new(currency, tax_mode);
    let product = |id: &str, unit, rate| {
        Arc::new(Product {
            id: ProductId::new(id).unwrap(),
            name: id.to_owned(),
            names: Default::default(),
            price: Some(UnitPrice::new(Money::new(279, currency), unit)),
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
    PaidSale::in_exact_cash(cart.complete().unwrap(), CashRounding::NONE).unwrap()
}

fn sale() -> PaidSale {
    sale_of(Currency::EUR, TaxMode::Included)
}

#[test]
fn names_and_what_was_taken_off_the_cart_come_back_in_sale_and_refund() {
    let mut store = Store::in_memory().unwrap();
    let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
    let rate = TaxRate::from_basis_points(700).unwrap();
    let apple = Product {
        names: [("zh".to_owned(), "苹果".to_owned())].into(),
        price: Some(UnitPrice::PerPiece(Money::new(99, Currency::EUR))),
        ..Product::unpriced("Apple", rate).unwrap()
    };
    let line = cart.add(Arc::new(apple), None).unwrap();
    cart.set_pieces(line, Pieces::new(3).unwrap()).unwrap();
    let off = domain::Discount::Amount(Money::new(50, Currency::EUR));
    cart.set_cart_discount(Some(off), "loyal").unwrap();
    let paid = PaidSale::in_exact_cash(cart.complete().unwrap(), CashRounding::NONE).unwrap();
    store.record_sale(&paid, NOBODY).unwrap();
    assert_eq!(store.deal(1).unwrap().unwrap().deal, Deal::Sale(paid));
    let refund = store.refundable(1).unwrap().unwrap();
    let refund = refund.parts(&[(0, 1)], CashRounding::NONE).unwrap();
    store.record_refund(&refund, NOBODY).unwrap();
    let Deal::Refund(back) = store.deal(2).unwrap().unwrap().deal else { panic!("no refund") };
    assert_eq!(back, refund);
    assert_eq!(back.lines()[0].line.display_name("zh-CN"), "苹果");
    assert_eq!(back.lines()[0].line.cart_discount, Money::new(-17, Currency::EUR));
}

#[test]
fn a_sale_comes_back_as_it_was_recorded() {
    let mut store = Store::in_memory().unwrap();
    for (number, currency, mode) in
        [(1, "EUR", TaxMode::Included), (2, "JPY", TaxMode::Added), (3, "KWD", TaxMode::Added)]
    {
        let sale = sale_of(Currency::from_code(currency).unwrap(), mode);
        let recorded = store.record_sale(&sale, NOBODY).unwrap();
        assert_eq!(recorded.number, number);
        let read = store.deal(number).unwrap().unwrap();
        assert_eq!((read.recorded, read.deal), (recorded, Deal::Sale(sale)));
    }
    assert_eq!(store.sales_count().unwrap(), 3);
    assert_eq!(store.deal(4).unwrap(), None);
}

#[test]
fn a_line_that_fails_leaves_no_sale() {
    let mut store = Store::in_memory().unwrap();
    let power_cut = "CREATE TEMP TRIGGER power_cut BEFORE INSERT ON sale_lines \
                     WHEN NEW.position = 1 BEGIN SELECT RAISE(ABORT, 'power cut'); END";
    store.connection.batch_execute(power_cut).unwrap();
    let error = store.record_sale(&sale(), NOBODY).unwrap_err();
    assert!(error.to_string().contains("power cut"), "{error}");
    assert_eq!(store.sales_count().unwrap(), 0);
    let lines: i64 = sale_lines::table.count().get_result(&mut store.connection).unwrap();
    assert_eq!(lines, 0);

    store.connection.batch_execute("DROP TRIGGER power_cut").unwrap();
    let recorded = store.record_sale(&sale(), NOBODY).unwrap();
    assert!(store.deal(recorded.number).unwrap().is_some());
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
    let recorded = store.record_sale(&sale(), NOBODY).unwrap();

    store.connection.batch_execute("BEGIN IMMEDIATE").unwrap();
    record_sale(&mut store.connection, (&sale(), None), NOBODY, Timestamp::now()).ok().unwrap();
    let (_copy, mut after) = as_after_a_power_cut(&folder);
    assert_eq!(after.sales_count().unwrap(), 1);
    assert_eq!(after.deal(recorded.number).unwrap().unwrap().deal, Deal::Sale(sale()));
}

#[test]
fn a_number_is_never_used_twice() {
    let mut store = Store::in_memory().unwrap();
    let first = store.record_sale(&sale(), NOBODY).unwrap().number;
    let purge = "DELETE FROM tenders; DELETE FROM sale_lines; DELETE FROM sales";
    store.connection.batch_execute(purge).unwrap();
    assert!(store.record_sale(&sale(), NOBODY).unwrap().number > first);
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
        "UPDATE tenders SET amount = amount + 1",
        "UPDATE tenders SET given = given - 1",
        "UPDATE tenders SET kind = 'card', given = given + 1",
        "UPDATE sales SET rounding = 1",
    ] {
        let mut store = Store::in_memory().unwrap();
        let number = store.record_sale(&sale(), NOBODY).unwrap().number;
        store.connection.batch_execute(change).unwrap();
        let error = store.deal(number).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{change}: {error}");
        assert!(error.to_string().contains("sale 1"), "{error}");
    }
}

#[test]
fn tenders_rounding_till_and_copies_are_kept() {
    let mut store = Store::in_memory().unwrap();
    store.set_text(&TILL, "7").unwrap();
    let given = |kind, amount| Given { kind, amount: Money::new(amount, Currency::EUR) };
    let given = [given(TenderKind::Card, 500), given(TenderKind::Cash, 1000)];
    let sale = sale().sale().clone().with_note("for Ana");
    let paid = PaidSale::new(sale, CashRounding::new(10).unwrap(), &given).unwrap();
    assert_ne!(paid.payment().rounding().minor(), 0);
    let number = store.record_sale(&paid, NOBODY).unwrap().number;
    store.count_copy(number).unwrap();
    store.count_copy(number).unwrap();
    let read = store.deal(number).unwrap().unwrap();
    assert_eq!((read.till.as_str(), read.note.as_str(), read.copies), ("7", "for Ana", 2));
    assert_eq!(read.booking, Booking { day: Some(1), ..NOBODY }, "the sale opened the day");
    assert_eq!(read.seller, None);
    assert_eq!(read.deal, Deal::Sale(paid));
}

#[test]
fn who_sold_and_the_day_are_kept() {
    let mut store = Store::in_memory().unwrap();
    let people = "INSERT INTO people (id, name, role) VALUES (3, 'Ana', 'clerk');
                  INSERT INTO days (id, till, opened_at) VALUES (5, '1', '2026-01-01T00:00:00Z')";
    store.connection.batch_execute(people).unwrap();
    let booking = Booking { person: Some(3), approver: None, day: Some(5) };
    let number = store.record_sale(&sale(), booking).unwrap().number;
    let read = store.deal(number).unwrap().unwrap();
    assert_eq!((read.booking, read.seller.as_deref()), (booking, Some("Ana")));
}

#[test]
fn a_sale_of_the_first_version_counts_as_paid_in_cash() {
    let mut store = Store::in_memory().unwrap();
    let number = store.record_sale(&sale(), NOBODY).unwrap().number;
    store.connection.batch_execute("DELETE FROM tenders").unwrap();
    assert_eq!(store.deal(number).unwrap().unwrap().deal, Deal::Sale(sale()));
}

#[test]
fn refunds_are_recorded_with_what_they_take_back_and_never_exceed_it() {
    let mut store = Store::in_memory().unwrap();
    let number = store.record_sale(&sale(), NOBODY).unwrap().number;
    let left = store.refundable(number).unwrap().unwrap();
    let one = left.parts(&[(0, 1)], CashRounding::NONE).unwrap();
    let recorded = store.record_refund(&one, NOBODY).unwrap();
    assert!(recorded.number > number);
    let read = store.deal(recorded.number).unwrap().unwrap();
    assert_eq!(read.deal, Deal::Refund(one.clone()));

    let whole = left.whole(CashRounding::NONE).unwrap();
    let error = store.record_refund(&whole, NOBODY).unwrap_err();
    assert!(matches!(error, StoreError::Rule(DomainError::MoreThanSold(_))), "{error}");
    let rest = store.refundable(number).unwrap().unwrap().whole(CashRounding::NONE).unwrap();
    store.record_refund(&rest, NOBODY).unwrap();
    assert_eq!(store.refundable(number).unwrap().unwrap().left(), [0, 0]);
    assert!(store.refundable(recorded.number).unwrap().is_none(), "a refund is not refunded");

    let newest = store.newest_deals(2).unwrap();
    let numbers: Vec<_> = newest.iter().map(|deal| deal.refund_of).collect();
    assert_eq!(numbers, [Some(number), Some(number)]);
    let sum: i64 = store.newest_deals(9).unwrap().iter().map(|deal| deal.gross.minor()).sum();
    assert_eq!(sum, 0);
}

#[test]
fn a_refund_of_a_sale_that_was_never_made_is_refused() {
    let mut store = Store::in_memory().unwrap();
    let refund = Refundable::new(99, sale(), &[]).unwrap().whole(CashRounding::NONE).unwrap();
    let error = store.record_refund(&refund, NOBODY).unwrap_err();
    assert!(matches!(error, StoreError::Rule(_)), "{error}");
    assert_eq!(store.sales_count().unwrap(), 0);
}
