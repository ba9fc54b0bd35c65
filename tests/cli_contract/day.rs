//! `tillsight day`: X, Z and the list, for people and for programs.

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use jiff::Timestamp;
use serde_json::Value;
use tillsight::domain::{CashCount, CashMovement, CashMovementKind, Currency, DoneBy, Money};
use tillsight::store::{ShopFolder, Store};

use super::sealed_shop::SealedShop;
use super::{keys, set};

fn store(shop: &SealedShop) -> Store {
    Store::open(&ShopFolder::open(&shop.path("shop")).unwrap()).unwrap()
}

fn euro(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn count_float(store: &mut Store, minor: i64) {
    let float = CashMovement::new(CashMovementKind::Float, euro(minor), "").unwrap();
    store.move_cash(&float, Timestamp::now(), DoneBy::default()).unwrap();
}

fn close(store: &mut Store, minor: i64) {
    let count = CashCount::of_sum(euro(minor)).unwrap();
    store.close_day(&count, Timestamp::now(), DoneBy::default()).unwrap();
}

fn check_report(report: &Value) {
    let expected = [
        "till",
        "z_number",
        "opened_at",
        "at",
        "currency",
        "sales",
        "refunds",
        "voids",
        "receipts",
        "sold",
        "rounding",
        "by_tender",
        "by_tax_rate",
        "by_category",
        "by_product",
        "by_clerk",
        "cash",
    ];
    assert_eq!(keys(report), set(&expected));
    let cash = [
        "float", "taken", "refunded", "pay_ins", "pay_outs", "expected", "counted", "variance",
        "coins",
    ];
    assert_eq!(keys(&report["cash"]), set(&cash));
    assert_eq!(keys(&report["sold"]), set(&["net", "tax", "gross"]));
}

#[test]
fn x_shows_the_open_day_and_changes_nothing() {
    let shop = SealedShop::new();
    count_float(&mut store(&shop), 10_000);
    for _ in 0..2 {
        let report = shop.succeed(&["day", "x", "--json"]).json();
        check_report(&report);
        assert_eq!(report["cash"]["expected"], 10_000);
        assert!(report["z_number"].is_null());
    }
    let text = shop.succeed(&["day", "x"]).stdout;
    assert!(text.starts_with("X report") && text.contains("€100.00"), "{text}");
}

#[test]
fn closed_days_are_listed_newest_first_and_shown_by_number() {
    let shop = SealedShop::new();
    let mut store = store(&shop);
    for minor in [1_000, 2_000] {
        count_float(&mut store, minor);
        close(&mut store, minor - 5);
    }
    let lines = shop.succeed(&["day", "list", "--json"]).json_lines();
    let numbers: Vec<_> = lines.iter().map(|line| line["z_number"].clone()).collect();
    assert_eq!(numbers, [2, 1]);
    lines.iter().for_each(check_report);
    let first = shop.succeed(&["day", "z", "1", "--json"]).json();
    assert_eq!(first, lines[1]);
    assert_eq!(first["cash"]["variance"], -5);
    assert_eq!(shop.succeed(&["day", "z", "--json"]).json(), lines[0]);
    let list = shop.succeed(&["day", "list"]).stdout;
    assert!(list.lines().count() == 2 && list.starts_with("Z 2"), "{list}");
    // The report of day 2 says the same time, that of this place.
    let report = shop.succeed(&["day", "z", "2"]).stdout;
    let time: String = list.chars().skip("Z 2     ".len()).take("2026-11-23 16:40".len()).collect();
    assert!(report.contains(&time) && !list.contains('T'), "{list}{report}");
    let text = shop.succeed(&["day", "z", "1"]).stdout;
    assert!(text.starts_with("Z report 1") && text.contains("Variance"), "{text}");
}

#[test]
fn a_day_that_is_not_there_is_said_to_be_so() {
    let shop = SealedShop::new();
    shop.run(&["day", "x"]).assert_fails_saying(&["no day is open"]);
    shop.run(&["day", "z"]).assert_fails_saying(&["no day was closed"]);
    shop.run(&["day", "z", "7"]).assert_fails_saying(&["7"]);
    assert_eq!(shop.succeed(&["day", "list"]).stdout, "");
}

#[test]
fn a_journal_that_was_changed_is_told_beside_the_day() {
    let shop = SealedShop::new();
    count_float(&mut store(&shop), 10_000);
    shop.succeed(&["day", "x"]);
    let mut other_program =
        SqliteConnection::establish(shop.path("shop/shop.db").to_str().unwrap()).unwrap();
    other_program
        .batch_execute("DROP TRIGGER journal_stays; UPDATE journal SET amount = 1")
        .unwrap();
    let run = shop.run(&["day", "x", "--json"]);
    assert_eq!(run.code, Some(0));
    check_report(&run.json());
    let told = "warning: the journal was changed by another program: entry 1 is not as it was";
    assert!(run.stderr.starts_with(told) && run.stderr.lines().count() == 1, "{run:?}");
}
