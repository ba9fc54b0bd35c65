//! A shop of an older program is brought up to date: with a copy of it made first, and with nothing
//! of it changed but what the update is about.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::sqlite::SqliteConnection;
use jiff::Timestamp;
use tempfile::TempDir;
use tillsight::domain::{CashCount, CashRounding, Currency, DoneBy, Money, PaidSale};
use tillsight::store::{Booking, JournalCheck, ShopFolder, Store, StoreError};

const SHOP: &str = include_str!("fixtures/shop_of_0_1_0.sql");
const NOBODY: DoneBy = DoneBy { person: None, approver: None };

fn connect(file: &Path) -> SqliteConnection {
    SqliteConnection::establish(file.to_str().unwrap()).unwrap()
}

/// The older shop in a folder of its own.
fn older_shop() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let mut connection = connect(&root.path().join("shop.db"));
    connection.batch_execute("PRAGMA foreign_keys = OFF; PRAGMA journal_mode = WAL").unwrap();
    connection.batch_execute(SHOP).unwrap();
    root
}

fn open(root: &Path) -> Result<Store, StoreError> {
    Store::open(&ShopFolder::open(root)?)
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn lines(connection: &mut SqliteConnection, query: &str) -> Vec<String> {
    let lines: Vec<Line> = diesel::sql_query(query).load(connection).unwrap();
    lines.into_iter().map(|line| line.line).collect()
}

/// The queries that give every row of every table of an older shop, whatever columns come later.
fn queries(file: &Path) -> Vec<(String, String)> {
    let mut connection = connect(file);
    let tables = "SELECT name AS line FROM sqlite_master WHERE type = 'table' \
                  AND name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY name";
    lines(&mut connection, tables)
        .into_iter()
        .map(|table| {
            let columns =
                format!("SELECT 'quote(' || name || ')' AS line FROM pragma_table_info('{table}')");
            let columns = lines(&mut connection, &columns).join(" || ' | ' || ");
            let query = format!("SELECT {columns} AS line FROM {table} ORDER BY line");
            (table, query)
        })
        .collect()
}

fn rows(file: &Path, queries: &[(String, String)]) -> Vec<(String, Vec<String>)> {
    let mut connection = connect(file);
    let of = |(table, query): &(String, String)| (table.clone(), lines(&mut connection, query));
    queries.iter().map(of).collect()
}

fn copies(root: &Path) -> Vec<PathBuf> {
    let mut copies: Vec<PathBuf> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_string_lossy().contains("before-update"))
        .collect();
    copies.sort();
    copies
}

fn migrations(file: &Path) -> Vec<String> {
    lines(
        &mut connect(file),
        "SELECT version AS line FROM __diesel_schema_migrations ORDER BY line",
    )
}

#[test]
fn every_row_is_as_it_was_and_the_copy_is_the_older_shop() {
    let root = older_shop();
    let file = root.path().join("shop.db");
    let queries = queries(&file);
    let before = rows(&file, &queries);
    let counts: Vec<_> = before.iter().map(|(table, rows)| (table.as_str(), rows.len())).collect();
    for expected in [("sales", 4), ("journal", 15), ("open_carts", 2), ("photos", 2), ("days", 2)] {
        assert!(counts.contains(&expected), "{expected:?}: {counts:?}");
    }
    let known = migrations(&file);
    drop(open(root.path()).unwrap());
    assert_eq!(rows(&file, &queries), before);
    let copies = copies(root.path());
    assert_eq!(copies.len(), 1, "{copies:?}");
    assert_eq!(rows(&copies[0], &queries), before);
    assert_eq!(migrations(&copies[0]), known);
    assert!(migrations(&file).len() > known.len());

    // A shop that is up to date is not copied again.
    fs::remove_file(&copies[0]).unwrap();
    drop(open(root.path()).unwrap());
    assert!(self::copies(root.path()).is_empty());
}

#[test]
fn old_entries_have_a_chain_and_the_day_that_had_counted_them() {
    let root = older_shop();
    let mut store = open(root.path()).unwrap();
    assert_eq!(store.check_journal().unwrap(), JournalCheck::OnlyGrew(15));
    let days = lines(
        &mut connect(store.file()),
        "SELECT id || ':' || coalesce(day, '-') AS line FROM journal ORDER BY id",
    );
    // The older program counted entry 8 in both days, and 10 and 12 in none.
    let expected =
        ["1:1", "2:1", "3:1", "4:1", "5:1", "6:1", "7:1", "8:1", "9:1", "10:-", "11:2", "12:-"];
    assert_eq!(&days[..12], expected);
    let x = store.x_report(Timestamp::now()).unwrap().unwrap();
    assert_eq!((x.voids.count, x.voids.amount), (1, 149));
    let z = &store.closed_days(1).unwrap()[0];
    assert_eq!((z.voids.count, z.voids.amount), (3, 233), "a closed day never changes");
}

#[test]
fn the_copy_goes_with_the_next_closing_of_the_day() {
    let root = older_shop();
    let mut store = open(root.path()).unwrap();
    assert_eq!(copies(root.path()).len(), 1);
    let count = CashCount::of_sum(Money::new(10, Currency::EUR)).unwrap();
    store.close_day(&count, Timestamp::now(), NOBODY).unwrap();
    assert!(copies(root.path()).is_empty());
}

#[test]
fn carts_of_before_are_sold_once() {
    let root = older_shop();
    let mut store = open(root.path()).unwrap();
    let saved = store.saved_carts().unwrap();
    assert_eq!((saved.held.len(), saved.unreadable.len()), (1, 0));
    let sale = saved.open.unwrap().complete().unwrap();
    let paid = PaidSale::in_exact_cash(sale, CashRounding::NONE).unwrap();
    assert_eq!(store.record_sale(&paid, Booking::default()).unwrap().number, 5);
    assert!(store.saved_carts().unwrap().open.is_none());
}

#[test]
fn a_sale_of_before_names_its_goods_by_the_one_name_it_kept_and_can_go_back() {
    let root = older_shop();
    let mut store = open(root.path()).unwrap();
    let Some(deal) = store.deal(1).unwrap() else { panic!("no sale") };
    for line in deal.deal.lines() {
        assert_eq!(line.display_name("zh-CN"), line.name);
        assert_eq!(line.cart_discount.minor(), 0);
    }
    let refundable = store.refundable(1).unwrap().unwrap();
    if let Ok(refund) = refundable.whole(CashRounding::NONE) {
        store.record_refund(&refund, Booking::default()).unwrap();
    }
    assert!(
        store.refundable(1).unwrap().unwrap().whole(CashRounding::NONE).is_err(),
        "all is back"
    );
}

#[test]
fn without_a_copy_nothing_is_changed() {
    let root = older_shop();
    let file = root.path().join("shop.db");
    drop(open(root.path()).unwrap());
    let name = copies(root.path()).remove(0);
    let root = older_shop();
    let file_now = root.path().join("shop.db");
    assert_ne!(file, file_now);
    // No file can take this folder's place.
    let in_the_way = root.path().join(name.file_name().unwrap());
    fs::create_dir_all(in_the_way.join("x")).unwrap();
    let (queries, known) = (queries(&file_now), migrations(&file_now));
    let before = rows(&file_now, &queries);
    let Err(error) = open(root.path()) else { panic!("it was opened") };
    assert!(matches!(error, StoreError::NotCopied { .. }), "{error}");
    assert_eq!((rows(&file_now, &queries), migrations(&file_now)), (before, known));
    fs::remove_dir_all(&in_the_way).unwrap();
    open(root.path()).unwrap();
}

#[test]
fn two_programs_bring_a_shop_up_to_date_once() {
    let root = older_shop();
    std::thread::scope(|scope| {
        let open = || open(root.path()).unwrap().check_journal().unwrap();
        let threads: Vec<_> = (0..3).map(|_| scope.spawn(open)).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), JournalCheck::OnlyGrew(15));
        }
    });
    assert_eq!(copies(root.path()).len(), 1);
}
