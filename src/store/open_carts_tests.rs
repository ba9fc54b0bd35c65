//! Tests of open and held carts in the database.

use diesel::connection::SimpleConnection;

use super::super::cart_content::tests::full_cart;
use super::*;
use crate::Booking;
use domain::settings::TILL;
use domain::{CashRounding, Currency, PaidSale, TaxMode};

fn content(cart: &Cart) -> String {
    cart_content::write(cart).unwrap()
}

fn empty() -> Cart {
    Cart::new(Currency::EUR, TaxMode::Included)
}

fn weighed() -> Cart {
    let mut cart = full_cart();
    let last = cart.lines().last().unwrap().id();
    cart.remove(last).unwrap();
    cart
}

#[test]
fn the_open_cart_is_kept_changed_and_forgotten() {
    let mut store = Store::in_memory().unwrap();
    assert_eq!(store.saved_carts().unwrap(), SavedCarts::default());
    store.save_open_cart(&weighed()).unwrap();
    store.save_open_cart(&full_cart()).unwrap();
    let saved = store.saved_carts().unwrap();
    assert_eq!(content(&saved.open.unwrap()), content(&full_cart()));
    store.save_open_cart(&empty()).unwrap();
    assert_eq!(store.saved_carts().unwrap(), SavedCarts::default());
}

/// The weighed cart, sold.
fn sold() -> PaidSale {
    PaidSale::in_exact_cash(weighed().complete().unwrap(), CashRounding::NONE).unwrap()
}

#[test]
fn a_sale_takes_the_open_cart_with_it_and_leaves_those_on_hold() {
    let mut store = Store::in_memory().unwrap();
    store.hold_cart(&full_cart()).unwrap();
    store.save_open_cart(&weighed()).unwrap();
    store.record_sale(&sold(), Booking::default()).unwrap();
    let saved = store.saved_carts().unwrap();
    assert_eq!((saved.open.is_none(), saved.held.len()), (true, 1));
}

#[test]
fn a_sale_that_fails_leaves_the_open_cart() {
    let mut store = Store::in_memory().unwrap();
    store.save_open_cart(&weighed()).unwrap();
    let power_cut = "CREATE TEMP TRIGGER power_cut BEFORE DELETE ON open_carts \
                     BEGIN SELECT RAISE(ABORT, 'power cut'); END";
    store.connection.batch_execute(power_cut).unwrap();
    assert!(store.record_sale(&sold(), Booking::default()).is_err());
    assert_eq!(store.sales_count().unwrap(), 0);
    assert!(store.saved_carts().unwrap().open.is_some());
}

#[test]
fn carts_go_on_hold_and_come_back_in_any_order() {
    let mut store = Store::in_memory().unwrap();
    store.save_open_cart(&full_cart()).unwrap();
    let first = store.hold_cart(&full_cart()).unwrap();
    assert!(store.saved_carts().unwrap().open.is_none());
    let second = store.hold_cart(&weighed()).unwrap();
    assert!(second.id > first.id);
    let held = store.saved_carts().unwrap().held;
    assert_eq!(held.iter().map(|cart| cart.mark).collect::<Vec<_>>(), [first, second]);

    assert_eq!(store.resume_cart(second.id, &weighed(), None).unwrap(), None);
    let third = store.resume_cart(first.id, &full_cart(), Some(&weighed())).unwrap().unwrap();
    assert!(third.id > second.id, "a number is never used twice");
    let saved = store.saved_carts().unwrap();
    assert_eq!(content(&saved.open.unwrap()), content(&full_cart()));
    assert_eq!(saved.held.len(), 1);
    assert_eq!(content(&saved.held[0].cart), content(&weighed()));
}

#[test]
fn each_till_has_carts_of_its_own() {
    let mut store = Store::in_memory().unwrap();
    store.save_open_cart(&full_cart()).unwrap();
    store.hold_cart(&weighed()).unwrap();
    store.save_open_cart(&full_cart()).unwrap();
    store.set_text(&TILL, "2").unwrap();
    assert_eq!(store.saved_carts().unwrap(), SavedCarts::default());
    store.record_sale(&sold(), Booking::default()).unwrap();
    store.set_text(&TILL, "1").unwrap();
    let saved = store.saved_carts().unwrap();
    assert_eq!((saved.open.is_some(), saved.held.len()), (true, 1));
}

#[test]
fn a_cart_that_cannot_be_read_is_told_and_stays() {
    let mut store = Store::in_memory().unwrap();
    store.save_open_cart(&full_cart()).unwrap();
    let breaks = "UPDATE open_carts SET content = replace(content, '\"kg\"', '\"lb\"')";
    store.connection.batch_execute(breaks).unwrap();
    let saved = store.saved_carts().unwrap();
    assert!(saved.open.is_none() && saved.held.is_empty());
    assert!(saved.unreadable[0].starts_with("cart 1: line \"apple\": unit"), "{saved:?}");
    store.save_open_cart(&weighed()).unwrap();
    let saved = store.saved_carts().unwrap();
    assert!(saved.open.is_some(), "the next cart has its own place");
    assert_eq!(saved.unreadable.len(), 1, "it is still there");
}

/// Two programs on one shop: what one has done to the till's carts the other cannot do again.
fn two_programs() -> (tempfile::TempDir, Store, Store) {
    let root = tempfile::tempdir().unwrap();
    let folder = crate::ShopFolder::open(root.path()).unwrap();
    let mut one = Store::open(&folder).unwrap();
    one.save_open_cart(&weighed()).unwrap();
    let mut other = Store::open(&folder).unwrap();
    assert!(other.saved_carts().unwrap().open.is_some());
    (root, one, other)
}

fn assert_elsewhere<T: std::fmt::Debug>(refused: &Result<T, StoreError>) {
    assert!(matches!(refused, Err(StoreError::CartElsewhere)), "{refused:?}");
}

#[test]
fn a_cart_is_sold_once() {
    let (_root, mut one, mut other) = two_programs();
    one.record_sale(&sold(), Booking::default()).unwrap();
    assert_elsewhere(&other.record_sale(&sold(), Booking::default()));
    assert_elsewhere(&other.record_sale(&sold(), Booking::default()));
    assert_eq!(other.sales_count().unwrap(), 1);
    assert_eq!(other.saved_carts().unwrap(), SavedCarts::default());
    other.record_sale(&sold(), Booking::default()).unwrap();
}

#[test]
fn a_cart_that_was_changed_elsewhere_is_not_sold_held_or_written_over() {
    let (_root, mut one, mut other) = two_programs();
    one.save_open_cart(&full_cart()).unwrap();
    assert_elsewhere(&other.record_sale(&sold(), Booking::default()));
    assert_elsewhere(&other.hold_cart(&weighed()));
    assert_elsewhere(&other.save_open_cart(&weighed()));
    assert_elsewhere(&other.save_open_cart(&empty()));
    let there = other.saved_carts().unwrap().open.unwrap();
    assert_eq!(content(&there), content(&full_cart()));
    other.save_open_cart(&weighed()).unwrap();
    assert_elsewhere(&one.save_open_cart(&full_cart()));
}

#[test]
fn a_cart_that_nobody_has_seen_is_not_in_anybodys_way() {
    let root = tempfile::tempdir().unwrap();
    let folder = crate::ShopFolder::open(root.path()).unwrap();
    let (mut one, mut other) = (Store::open(&folder).unwrap(), Store::open(&folder).unwrap());
    one.save_open_cart(&weighed()).unwrap();
    assert_elsewhere(&other.save_open_cart(&full_cart()));
    assert_elsewhere(&other.record_sale(&sold(), Booking::default()));
    assert_elsewhere(&other.hold_cart(&full_cart()));
    one.save_open_cart(&empty()).unwrap();
    other.save_open_cart(&full_cart()).unwrap();
}

#[test]
fn a_cart_on_hold_is_resumed_once() {
    let (_root, mut one, mut other) = two_programs();
    let held = one.hold_cart(&weighed()).unwrap();
    assert_eq!(other.saved_carts().unwrap().held.len(), 1);
    assert_eq!(one.resume_cart(held.id, &weighed(), None).unwrap(), None);
    assert_elsewhere(&other.resume_cart(held.id, &weighed(), None));
    one.record_sale(&sold(), Booking::default()).unwrap();
    assert_elsewhere(&other.resume_cart(held.id, &weighed(), Some(&full_cart())));
    assert_eq!(other.saved_carts().unwrap(), SavedCarts::default(), "all is as it was");
}

#[test]
fn a_cart_keeps_its_place_when_the_till_is_called_otherwise() {
    let mut store = Store::in_memory().unwrap();
    store.save_open_cart(&weighed()).unwrap();
    store.set_text(&TILL, "2").unwrap();
    store.save_open_cart(&full_cart()).unwrap();
    store.record_sale(&sold(), Booking::default()).unwrap();
    store.set_text(&TILL, "1").unwrap();
    assert_eq!(store.saved_carts().unwrap(), SavedCarts::default(), "it was sold");
}
