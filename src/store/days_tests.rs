//! Tests of a till's days, its cash and the journal.

use diesel::connection::SimpleConnection;

use super::*;
use crate::{Booking, ShopFolder};
use domain::settings::TILL;
use domain::{
    CashRounding, Currency, Given, PaidSale, PersonId, Role, TaxMode, TaxRate, TenderKind,
    UnitPrice,
};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn euro(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

const NOBODY: DoneBy = DoneBy { person: None, approver: None };

fn cash(store: &mut Store, kind: CashMovementKind, amount: i64, second: i64) {
    let movement = CashMovement::new(kind, euro(amount), "reason").unwrap();
    store.move_cash(&movement, at(second), NOBODY).unwrap();
}

fn counted(amount: i64) -> CashCount {
    CashCount::of_sum(euro(amount)).unwrap()
}

fn run(store: &mut Store, sql: &str) -> Result<(), String> {
    store.connection.batch_execute(sql).map_err(|error| error.to_string())
}

/// A sale of one line paid in cash, in the day that is open or opened by it; a price below zero
/// takes sale 1 back.
fn sell(store: &mut Store, gross: i64, person: Option<i64>) {
    let till = store.till_name().unwrap();
    let day = store.write(|connection| open_day_at(connection, &till, at(1))).unwrap();
    let person = person.map_or("NULL".to_owned(), |id| id.to_string());
    let refund = if gross < 0 { "1" } else { "NULL" };
    let sql = format!(
        "INSERT INTO sales (at, currency, decimals, tax_mode, net, tax, gross, till, person, day, \
         refund_of) VALUES ('2027-01-15T08:00:00Z', 'EUR', 2, 'included', {gross}, 0, {gross}, \
         '{till}', {person}, {day}, {refund}); \
         INSERT INTO sale_lines (sale, position, product, name, unit, price, quantity, tax_rate, \
         net, tax, gross, category) SELECT max(number), 0, 'milk', 'Milk', 'piece', {gross}, 1, \
         0, {gross}, 0, {gross}, 'dairy' FROM sales; \
         INSERT INTO tenders SELECT max(number), 0, 'cash', {gross}, {gross} FROM sales;"
    );
    run(store, &sql).unwrap();
}

#[test]
fn a_float_opens_the_day_once() {
    let mut store = Store::in_memory().unwrap();
    assert_eq!(store.open_day().unwrap(), None);
    assert_eq!(store.x_report(at(0)).unwrap(), None);
    cash(&mut store, CashMovementKind::Float, 10_000, 0);
    let day = store.open_day().unwrap().unwrap();
    assert_eq!((day.opened_at, day.float), (at(0), Some(euro(10_000))));
    let again = CashMovement::new(CashMovementKind::Float, euro(1), "").unwrap();
    let refused = store.move_cash(&again, at(1), NOBODY);
    assert!(matches!(refused, Err(StoreError::FloatCounted)));
    assert_eq!(store.journal(10).unwrap().len(), 1, "a refused float leaves no entry");
}

#[test]
fn a_sale_opens_the_day_by_itself_and_the_float_can_be_counted_later() {
    let mut store = Store::in_memory().unwrap();
    sell(&mut store, 250, None);
    assert_eq!(store.open_day().unwrap().unwrap().float, None);
    assert_eq!(store.x_report(at(9)).unwrap().unwrap().cash.expected, 250);
    cash(&mut store, CashMovementKind::Float, 1_000, 5);
    assert_eq!(store.x_report(at(9)).unwrap().unwrap().cash.expected, 1_250);
}

#[test]
fn an_x_report_counts_everything_and_closes_nothing() {
    let mut store = Store::in_memory().unwrap();
    let olga = store.add_person("Olga", Role::Owner, (NOBODY, at(0))).unwrap().id;
    cash(&mut store, CashMovementKind::Float, 10_000, 0);
    sell(&mut store, 250, Some(olga.0));
    sell(&mut store, 100, None);
    sell(&mut store, -250, Some(olga.0));
    cash(&mut store, CashMovementKind::PayIn, 500, 2);
    cash(&mut store, CashMovementKind::PayOut, 70, 3);
    let void = JournalEntry::new(JournalDeed::VoidLine, NOBODY).amount(39);
    store.write_journal(&void, at(4)).unwrap();
    for second in [10, 11] {
        let report = store.x_report(at(second)).unwrap().unwrap();
        assert_eq!((report.sales, report.refunds.count, report.refunds.amount), (2, 1, -250));
        assert_eq!(report.sold.gross, 100);
        assert_eq!((report.cash.taken, report.cash.refunded), (350, -250));
        assert_eq!(report.cash.expected, 10_000 + 350 - 250 + 500 - 70);
        assert_eq!((report.voids.count, report.voids.amount), (1, 39));
        assert_eq!(report.by_product[0].pieces, 1);
        let clerks: Vec<_> =
            report.by_clerk.iter().map(|row| (row.name.as_str(), row.sold.gross)).collect();
        assert_eq!(clerks, [("", 100), ("Olga", 0)]);
        assert_eq!((report.z_number, report.cash.counted), (None, None));
    }
    let day = store.open_day().unwrap().unwrap();
    assert_eq!(day.movements.len(), 2);
    assert_eq!(day.movements[1].movement.reason, "reason");
}

#[test]
fn z_reports_count_from_one_and_the_next_day_begins_empty() {
    let mut store = Store::in_memory().unwrap();
    assert!(matches!(store.close_day(&counted(0), at(0), NOBODY), Err(StoreError::NoOpenDay)));
    for number in 1..=3 {
        cash(&mut store, CashMovementKind::Float, 1_000, number * 100);
        sell(&mut store, 250, None);
        let z = store.close_day(&counted(1_240), at(number * 100 + 9), NOBODY).unwrap();
        assert_eq!((z.z_number, z.sales), (Some(number), 1));
        assert_eq!((z.cash.expected, z.cash.variance), (1_250, Some(-10)));
        assert_eq!(store.open_day().unwrap(), None);
    }
    let numbers: Vec<_> = store.closed_days(2).unwrap().iter().map(|z| z.z_number).collect();
    assert_eq!(numbers, [Some(3), Some(2)]);
}

#[test]
fn voids_of_yesterday_are_not_todays() {
    let mut store = Store::in_memory().unwrap();
    let void = JournalEntry::new(JournalDeed::VoidLine, NOBODY).amount(39);
    store.write_journal(&void, at(5)).unwrap();
    let yesterday = store.close_day(&counted(0), at(6), NOBODY).unwrap();
    assert_eq!(yesterday.voids.count, 1, "a void opens the day, so that one counts it");
    let float = CashMovement::new(CashMovementKind::Float, euro(0), "").unwrap();
    // The clock was set back.
    store.move_cash(&float, at(1), NOBODY).unwrap();
    assert_eq!(store.x_report(at(9)).unwrap().unwrap().voids.count, 0);
    store.write_journal(&void, at(0)).unwrap();
    assert_eq!(store.x_report(at(9)).unwrap().unwrap().voids.count, 1);
}

#[test]
fn the_closing_belongs_to_the_day_that_it_closes() {
    let mut store = Store::in_memory().unwrap();
    store.write_journal(&JournalEntry::new(JournalDeed::SignIn, NOBODY), at(0)).unwrap();
    assert_eq!(store.open_day().unwrap(), None, "signing in opens no day");
    cash(&mut store, CashMovementKind::Float, 1_000, 0);
    store.close_day(&counted(1_000), at(9), NOBODY).unwrap();
    store.write_journal(&JournalEntry::new(JournalDeed::SignOut, NOBODY), at(10)).unwrap();
    let days: Vec<Option<i64>> = crate::schema::journal::table
        .order(crate::schema::journal::id)
        .select(crate::schema::journal::day)
        .load(&mut store.connection)
        .unwrap();
    assert_eq!(days, [None, Some(1), Some(1), None]);
}

#[test]
fn each_till_has_its_own_days_and_numbers() {
    let mut store = Store::in_memory().unwrap();
    for till in ["1", "2"] {
        store.set_text(&TILL, till).unwrap();
        cash(&mut store, CashMovementKind::Float, 1_000, 0);
        sell(&mut store, 250, None);
    }
    let z = store.close_day(&counted(1_250), at(9), NOBODY).unwrap();
    assert_eq!((z.till.as_str(), z.z_number, z.sales), ("2", Some(1), 1));
    store.set_text(&TILL, "1").unwrap();
    assert!(store.open_day().unwrap().is_some());
    assert!(store.closed_days(9).unwrap().is_empty());
    let z = store.close_day(&counted(1_250), at(9), NOBODY).unwrap();
    assert_eq!((z.till.as_str(), z.z_number), ("1", Some(1)));
}

#[test]
fn a_closed_day_and_the_journal_never_change() {
    let mut store = Store::in_memory().unwrap();
    cash(&mut store, CashMovementKind::Float, 1_000, 0);
    store.close_day(&counted(1_000), at(9), NOBODY).unwrap();
    for (sql, why) in [
        ("UPDATE days SET report = '{}'", "a closed day never changes"),
        ("UPDATE days SET closed_at = NULL, z_number = NULL, report = NULL", "never changes"),
        ("DELETE FROM days", "a day is never deleted"),
        ("UPDATE journal SET amount = 0", "the journal only grows"),
        ("DELETE FROM journal", "the journal only grows"),
    ] {
        let refused = run(&mut store, sql).unwrap_err();
        assert!(refused.contains(why), "{sql}: {refused}");
    }
    assert_eq!(store.journal(10).unwrap().len(), 2);
    assert_eq!(store.closed_days(10).unwrap().len(), 1);
}

#[test]
fn what_happens_after_the_z_changes_no_closed_report() {
    let mut store = Store::in_memory().unwrap();
    sell(&mut store, 250, None);
    let z = store.close_day(&counted(250), at(9), NOBODY).unwrap();
    sell(&mut store, 999, None);
    cash(&mut store, CashMovementKind::PayIn, 500, 12);
    assert_eq!(store.closed_days(1).unwrap(), [z]);
    assert_eq!(store.x_report(at(20)).unwrap().unwrap().sold.gross, 999);
}

#[test]
fn a_day_that_cannot_be_closed_stays_open() {
    let mut store = Store::in_memory().unwrap();
    sell(&mut store, 250, None);
    let power_cut = "CREATE TEMP TRIGGER power_cut BEFORE INSERT ON journal \
                     BEGIN SELECT RAISE(ABORT, 'power cut'); END";
    run(&mut store, power_cut).unwrap();
    assert!(store.close_day(&counted(250), at(9), NOBODY).is_err());
    run(&mut store, "DROP TRIGGER power_cut").unwrap();
    assert!(store.open_day().unwrap().is_some());
    let z = store.close_day(&counted(250), at(9), NOBODY).unwrap();
    assert_eq!(z.z_number, Some(1), "the number was not used up");
}

#[test]
fn the_currency_stays_once_something_was_sold() {
    let mut store = Store::in_memory().unwrap();
    sell(&mut store, 250, None);
    assert!(matches!(store.change_currency("JPY"), Err(StoreError::MoneyIsFixed)));
    store.close_day(&counted(250), at(9), NOBODY).unwrap();
    assert!(matches!(store.change_currency("JPY"), Err(StoreError::MoneyIsFixed)));
    // An older program let it change between two days.
    run(&mut store, "INSERT INTO settings (key, value) VALUES ('currency', 'JPY')").unwrap();
    let refused = CashMovement::new(CashMovementKind::Float, euro(5), "").unwrap();
    assert!(store.move_cash(&refused, at(10), NOBODY).is_err());
    assert_eq!(store.closed_days(1).unwrap()[0].currency, Currency::EUR);
}

#[test]
fn the_journal_names_who_did_it_and_who_approved() {
    let mut store = Store::in_memory().unwrap();
    let olga = store.add_person("Olga", Role::Owner, (NOBODY, at(0))).unwrap().id;
    let carl = store.add_person("Carl", Role::Clerk, (NOBODY, at(0))).unwrap().id;
    let by = DoneBy { person: Some(carl), approver: Some(olga) };
    let movement = CashMovement::new(CashMovementKind::PayOut, euro(70), "flowers").unwrap();
    store.move_cash(&movement, at(3), by).unwrap();
    let entries = store.journal(1).unwrap();
    let entry = &entries[0];
    assert_eq!((entry.person.as_str(), entry.approver.as_str()), ("Carl", "Olga"));
    assert_eq!((entry.deed, entry.amount), (JournalDeed::PayOut, Some(70)));
    assert_eq!((entry.details.as_str(), entry.at), ("flowers", at(3)));
    let stranger = DoneBy { person: Some(PersonId(99)), approver: None };
    assert!(store.move_cash(&movement, at(4), stranger).is_err());
}

#[test]
fn a_damaged_z_report_is_named_and_not_guessed() {
    let mut store = Store::in_memory().unwrap();
    run(
        &mut store,
        "INSERT INTO days (till, opened_at, closed_at, z_number, report) \
         VALUES ('1', '2027-01-15T08:00:00Z', '2027-01-15T09:00:00Z', 1, '{}')",
    )
    .unwrap();
    let error = store.closed_days(1).unwrap_err();
    assert!(matches!(&error, StoreError::Damaged { .. }), "{error}");
}

#[test]
fn two_processes_open_one_day() {
    let root = tempfile::tempdir().unwrap();
    let folder = ShopFolder::open(root.path()).unwrap();
    drop(Store::open(&folder).unwrap());
    let days: Vec<i64> = std::thread::scope(|scope| {
        let open = || {
            let mut store = Store::open(&folder).unwrap();
            store.write(|connection| open_day_at(connection, "1", at(0))).unwrap()
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(open)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(days.iter().all(|day| *day == days[0]), "{days:?}");
}

#[test]
fn recorded_sales_and_refunds_belong_to_the_day_and_its_report() {
    let mut store = Store::in_memory().unwrap();
    let olga = store.add_person("Olga", Role::Owner, (NOBODY, at(0))).unwrap().id;
    let carl = store.add_person("Carl", Role::Clerk, (NOBODY, at(0))).unwrap().id;
    let booking = Booking { person: Some(carl.0), approver: Some(olga.0), day: None };
    let mut cart = domain::Cart::new(Currency::EUR, TaxMode::Included);
    let milk = domain::Product {
        id: domain::ProductId::new("milk").unwrap(),
        name: "Milk".to_owned(),
        names: Default::default(),
        price: Some(UnitPrice::PerPiece(euro(119))),
        plu: None,
        barcode: None,
        tax: TaxRate::from_basis_points(700).unwrap(),
        category: "Dairy".to_owned(),
        picture: None,
        active: true,
    };
    let line = cart.add(std::sync::Arc::new(milk), None).unwrap();
    cart.set_pieces(line, domain::Pieces::new(3).unwrap()).unwrap();
    // 3.57 in all: 2.00 by card, the rest in cash, rounded to 5 cents.
    let given = [(TenderKind::Card, 200), (TenderKind::Cash, 500)]
        .map(|(kind, amount)| Given { kind, amount: euro(amount) });
    let rounding = CashRounding::new(5).unwrap();
    let paid = PaidSale::new(cart.complete().unwrap(), rounding, &given).unwrap();
    let number = store.record_sale(&paid, booking).unwrap().number;
    let left = store.refundable(number).unwrap().unwrap();
    let one = left.parts(&[(0, 1)], rounding).unwrap();
    let refund = store.record_refund(&one, booking).unwrap().number;

    let report = store.x_report(Timestamp::now()).unwrap().unwrap();
    assert_eq!((report.sales, report.refunds.count), (1, 1));
    assert_eq!((report.sold.gross, report.refunds.amount), (357 - 119, -119));
    assert_eq!(report.receipts, Some((number, refund)));
    assert_eq!(report.by_product[0].pieces, 2);
    assert_eq!(report.by_category[0].name, "Dairy");
    assert_eq!(report.by_clerk[0].name, "Carl");
    let tendered: i64 = report.by_tender.iter().map(|row| row.paid.amount).sum();
    assert_eq!(tendered, report.sold.gross + report.rounding);
    let entry = &store.journal(1).unwrap()[0];
    assert_eq!((entry.deed, entry.sale), (JournalDeed::Refund, Some(refund)));
    assert_eq!((entry.person.as_str(), entry.approver.as_str()), ("Carl", "Olga"));
    assert_eq!((entry.amount, entry.details.as_str()), (Some(-119), "#1"));
}
