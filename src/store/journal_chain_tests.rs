//! Tests of the journal's chain and of the days that its entries carry.

use diesel::connection::SimpleConnection;
use proptest::prelude::*;

use super::*;
use crate::{Store, StoreError};
use domain::settings::TILL;
use domain::{CashCount, CashMovement, CashMovementKind, Currency, DoneBy, JournalEntry, Money};

const NOBODY: DoneBy = DoneBy { person: None, approver: None };
const UNLOCK: &str = "DROP TRIGGER journal_stays; DROP TRIGGER journal_is_kept;";

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn run(store: &mut Store, sql: &str) {
    store.connection.batch_execute(sql).unwrap();
}

/// A journal of so many entries of two tills and several days.
fn journal_of(entries: usize) -> Store {
    let mut store = Store::in_memory().unwrap();
    for entry in 0..entries as i64 {
        store.set_text(&TILL, if entry % 3 == 0 { "2" } else { "1" }).unwrap();
        let deed = if entry % 2 == 0 { JournalDeed::VoidLine } else { JournalDeed::OpenDrawer };
        let void = JournalEntry::new(deed, NOBODY).amount(entry).details(format!("«{entry}\"\n"));
        store.write_journal(&void, at(entry)).unwrap();
    }
    store
}

#[test]
fn a_journal_that_only_grew_says_so() {
    for entries in [0, 1, 7] {
        let mut store = journal_of(entries);
        assert_eq!(store.check_journal().unwrap(), JournalCheck::OnlyGrew(entries as u64));
    }
}

#[test]
fn the_hash_is_what_the_documentation_says() {
    let link = Link {
        id: 1,
        at: "2027-01-15T08:00:00Z".to_owned(),
        till: "1".to_owned(),
        person: None,
        approver: Some(2),
        deed: "void_line".to_owned(),
        sale: None,
        amount: Some(-39),
        details: "\"Kiwi\"\u{1f95d}".to_owned(),
        day: Some(4),
    };
    let text = "before\n[1,\"2027-01-15T08:00:00Z\",\"1\",null,2,\"void_line\",null,-39,\"\\\"Kiwi\\\"\u{1f95d}\",4]";
    let digest: String = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(link.hash("before"), digest);
}

#[test]
fn an_entry_without_its_hash_is_refused() {
    let mut store = journal_of(1);
    let sql =
        "INSERT INTO journal (at, till, deed) VALUES ('2027-01-15T08:00:00Z', '1', 'void_line')";
    let refused = store.connection.batch_execute(sql).unwrap_err().to_string();
    assert!(refused.contains("needs its hash"), "{refused}");
}

#[test]
fn the_number_of_an_entry_that_was_taken_away_is_not_used_again() {
    let mut store = journal_of(4);
    run(&mut store, UNLOCK);
    run(&mut store, "DELETE FROM journal WHERE id = 4");
    assert_eq!(store.check_journal().unwrap(), JournalCheck::Missing(4));
    store.write_journal(&JournalEntry::new(JournalDeed::SignIn, NOBODY), at(9)).unwrap();
    assert_eq!(store.check_journal().unwrap(), JournalCheck::Missing(4));
}

/// What someone with an SQL shell may do to a journal.
#[derive(Clone, Debug)]
enum Tampering {
    Change {
        column: &'static str,
        value: &'static str,
    },
    Delete,
    /// With the entry after it.
    Swap,
    /// Written once more at the end.
    Again,
}

fn tampering() -> impl Strategy<Value = Tampering> {
    let change = prop::sample::select(vec![
        ("at", "'2020-01-01T00:00:00Z'"),
        ("till", "'9'"),
        ("approver", "77"),
        ("deed", "'refund'"),
        ("sale", "1"),
        ("amount", "coalesce(amount, 0) + 1"),
        ("details", "details || ' '"),
        ("day", "coalesce(day, 0) + 1"),
        ("hash", "replace(hash, substr(hash, 1, 1), 'g')"),
    ]);
    prop_oneof![
        change.prop_map(|(column, value)| Tampering::Change { column, value }),
        Just(Tampering::Delete),
        Just(Tampering::Swap),
        Just(Tampering::Again),
    ]
}

fn tamper(store: &mut Store, how: &Tampering, entry: i64) {
    run(store, &format!("PRAGMA foreign_keys = OFF; {UNLOCK}"));
    let next = entry + 1;
    let sql = match how {
        Tampering::Change { column, value } => {
            format!("UPDATE journal SET {column} = {value} WHERE id = {entry}")
        }
        Tampering::Delete => format!("DELETE FROM journal WHERE id = {entry}"),
        Tampering::Swap => format!(
            "UPDATE journal SET id = 0 WHERE id = {entry}; \
             UPDATE journal SET id = {entry} WHERE id = {next}; \
             UPDATE journal SET id = {next} WHERE id = 0"
        ),
        Tampering::Again => format!(
            "INSERT INTO journal (at, till, deed, amount, details, day, hash) \
             SELECT at, till, deed, amount, details, day, hash FROM journal WHERE id = {entry}"
        ),
    };
    run(store, &sql);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_is_changed_is_found_where_it_was_changed(
        entries in 2_usize..12,
        which in any::<prop::sample::Index>(),
        how in tampering(),
    ) {
        let mut store = journal_of(entries);
        let last = entries as i64;
        let pairs = if matches!(how, Tampering::Swap) { entries - 1 } else { entries };
        let entry = which.index(pairs) as i64 + 1;
        tamper(&mut store, &how, entry);
        let expected = match how {
            Tampering::Delete => JournalCheck::Missing(entry),
            Tampering::Again => JournalCheck::Changed(last + 1),
            _ => JournalCheck::Changed(entry),
        };
        prop_assert_eq!(store.check_journal().unwrap(), expected);
    }

    /// Whatever the clock does, each void is in the report of one day: the one that its till was in,
    /// or that the void opened.
    #[test]
    fn each_void_is_counted_in_one_day(
        steps in prop::collection::vec((0_u8..8, -100_000_i64..100_000, 1_i64..500, 0_u8..2), 1..60),
    ) {
        let mut store = Store::in_memory().unwrap();
        let mut open = [Vec::new(), Vec::new()];
        for (step, second, amount, till) in steps {
            let which = usize::from(till);
            store.set_text(&TILL, if till == 0 { "1" } else { "2" }).unwrap();
            match step {
                0..=3 => {
                    let deed = [JournalDeed::VoidLine, JournalDeed::FewerPieces, JournalDeed::VoidCart];
                    let void = JournalEntry::new(deed[usize::from(step % 3)], NOBODY).amount(amount);
                    store.write_journal(&void, at(second)).unwrap();
                    open[which].push(amount);
                }
                4 => {
                    let other = JournalEntry::new(JournalDeed::OpenDrawer, NOBODY).amount(amount);
                    store.write_journal(&other, at(second)).unwrap();
                }
                5 => {
                    let cash = Money::new(amount, Currency::EUR);
                    let cash = CashMovement::new(CashMovementKind::PayIn, cash, "coins").unwrap();
                    store.move_cash(&cash, at(second), NOBODY).unwrap();
                }
                _ => {
                    let nothing = CashCount::of_sum(Money::zero(Currency::EUR)).unwrap();
                    match store.close_day(&nothing, at(second), NOBODY) {
                        Ok(z) => {
                            let voids = std::mem::take(&mut open[which]);
                            let expected = (voids.len() as u64, voids.iter().sum::<i64>());
                            prop_assert_eq!((z.voids.count, z.voids.amount), expected);
                        }
                        Err(StoreError::NoOpenDay) => prop_assert!(open[which].is_empty()),
                        Err(other) => panic!("{other}"),
                    }
                }
            }
            let x = store.x_report(at(0)).unwrap();
            let counted = x.map_or((0, 0), |x| (x.voids.count, x.voids.amount));
            let expected = (open[which].len() as u64, open[which].iter().sum::<i64>());
            prop_assert_eq!(counted, expected);
        }
        prop_assert!(matches!(store.check_journal().unwrap(), JournalCheck::OnlyGrew(_)));
    }
}

/// Entries and days as the program before the chain left them: its triggers let nothing be changed,
/// so they are written as it wrote them.
fn before_the_chain(rows: &str) -> Store {
    let mut store = Store::in_memory().unwrap();
    run(&mut store, "DROP TRIGGER journal_is_chained");
    run(&mut store, rows);
    store
}

#[test]
fn old_voids_get_the_day_that_had_counted_them_and_one_at_most() {
    // Day 1 is closed by entry 3. Then the clock is set back before day 1; day 2 is open.
    let mut store = before_the_chain(
        "INSERT INTO days (id, till, opened_at, closed_at, z_number, report) VALUES \
           (1, '1', '2027-01-15T08:00:00.5Z', '2027-01-15T18:00:00Z', 1, '{}'), \
           (2, '1', '2027-01-15T07:00:00Z', NULL, NULL, NULL), \
           (3, '2', '2027-01-15T06:00:00Z', NULL, NULL, NULL); \
         INSERT INTO journal (id, at, till, deed, amount, details) VALUES \
           (1, '2027-01-15T08:00:00Z', '1', 'void_line', 1, 'half a second too early'), \
           (2, '2027-01-15T09:00:00Z', '1', 'void_line', 2, ''), \
           (3, '2027-01-15T18:00:00Z', '1', 'close_day', 0, 'Z 1'), \
           (4, '2027-01-15T08:30:00Z', '1', 'void_line', 4, 'in the time of day 1'), \
           (5, '2027-01-15T06:59:00Z', '1', 'void_line', 5, 'before day 2 by the clock'), \
           (6, '2027-01-15T09:00:00Z', '2', 'void_line', 6, ''), \
           (7, 'yesterday', '1', 'void_line', 7, 'no time');",
    );
    adopt(&mut store.connection).unwrap();
    let days: Vec<Option<i64>> =
        journal::table.order(journal::id).select(journal::day).load(&mut store.connection).unwrap();
    assert_eq!(days, [Some(2), Some(1), Some(1), Some(2), None, Some(3), None]);
    assert_eq!(store.check_journal().unwrap(), JournalCheck::OnlyGrew(7));
    store.write_journal(&JournalEntry::new(JournalDeed::SignIn, NOBODY), at(0)).unwrap();
    adopt(&mut store.connection).unwrap();
    assert_eq!(store.check_journal().unwrap(), JournalCheck::OnlyGrew(8), "it is done once");
}
