//! The chain that proves that the journal only grew: each entry carries a hash over the hash of the
//! one before it and over itself, so that none can be changed, left out or put elsewhere unnoticed.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::SqliteConnection;
use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::schema::{days, journal};
use domain::JournalDeed;

/// What the journal's chain says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum JournalCheck {
    /// So many entries, each as it was written and where it was written.
    OnlyGrew(u64),
    /// The entry with this number was changed, put elsewhere, or comes after one that was.
    Changed(i64),
    /// The entry with this number was written once and is gone.
    Missing(i64),
}

/// An entry as the chain sees it: the columns of its row but for the hash.
#[derive(Queryable, Insertable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = journal)]
pub(super) struct Link {
    pub(super) id: i64,
    pub(super) at: String,
    pub(super) till: String,
    pub(super) person: Option<i64>,
    pub(super) approver: Option<i64>,
    pub(super) deed: String,
    pub(super) sale: Option<i64>,
    pub(super) amount: Option<i64>,
    pub(super) details: String,
    pub(super) day: Option<i64>,
}

impl Link {
    /// SHA-256, in hex, of the hash before it, a line feed, and the entry as a JSON array in the
    /// order of the columns, without blanks. Before the first entry there is an empty text.
    fn hash(&self, before: &str) -> String {
        let entry = json!([
            self.id,
            self.at,
            self.till,
            self.person,
            self.approver,
            self.deed,
            self.sale,
            self.amount,
            self.details,
            self.day,
        ]);
        let digest = Sha256::digest(format!("{before}\n{entry}"));
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Goes through the whole journal and says whether it only grew.
pub(super) fn check_all(connection: &mut SqliteConnection) -> QueryResult<JournalCheck> {
    // First, since a till may write between the two.
    let ever = ever_written(connection)?;
    Ok(check(&links(connection)?, ever))
}

/// Adds an entry after the last; `link.id` is given here.
pub(super) fn append(connection: &mut SqliteConnection, link: Link) -> QueryResult<()> {
    let last: Option<(i64, String)> = journal::table
        .order(journal::id.desc())
        .select((journal::id, journal::hash))
        .first(connection)
        .optional()?;
    let (last, before) = last.unwrap_or_default();
    // Where the last entries were taken away, their numbers are not used again.
    let id = last.max(ever_written(connection)?) + 1;
    let link = Link { id, ..link };
    let hash = link.hash(&before);
    diesel::insert_into(journal::table)
        .values((&link, journal::hash.eq(hash)))
        .execute(connection)
        .map(drop)
}

/// Gives entries of a program that knew no chain their day and their hash, within the migration: the
/// day in which that program counted them, by the clock, and none where it counted them in none.
pub(super) fn adopt(connection: &mut SqliteConnection) -> QueryResult<()> {
    let days = known_days(connection)?;
    let mut before = String::new();
    for (link, hash) in links(connection)? {
        if !hash.is_empty() {
            before = hash;
            continue;
        }
        let link = Link { day: day_by_the_clock(&days, &link), ..link };
        before = link.hash(&before);
        diesel::update(journal::table.find(link.id))
            .set((journal::day.eq(link.day), journal::hash.eq(&before)))
            .execute(connection)?;
    }
    Ok(())
}

fn links(connection: &mut SqliteConnection) -> QueryResult<Vec<(Link, String)>> {
    let link = (
        journal::id,
        journal::at,
        journal::till,
        journal::person,
        journal::approver,
        journal::deed,
        journal::sale,
        journal::amount,
        journal::details,
        journal::day,
    );
    journal::table.order(journal::id).select((link, journal::hash)).load(connection)
}

#[derive(QueryableByName)]
struct Highest {
    #[diesel(sql_type = BigInt)]
    seq: i64,
}

/// The highest number that an entry ever had, as SQLite keeps it beside the table.
fn ever_written(connection: &mut SqliteConnection) -> QueryResult<i64> {
    let row: Option<Highest> = diesel::sql_query("SELECT seq FROM sqlite_sequence WHERE name = ?")
        .bind::<Text, _>("journal")
        .get_result(connection)
        .optional()?;
    Ok(row.map_or(0, |row| row.seq))
}

fn check(rows: &[(Link, String)], ever: i64) -> JournalCheck {
    let mut before = "";
    for (number, (link, hash)) in (1..).zip(rows) {
        if link.id > number {
            return JournalCheck::Missing(number);
        }
        if link.id < number || link.hash(before) != *hash {
            return JournalCheck::Changed(link.id);
        }
        before = hash;
    }
    let count = rows.len() as u64;
    if ever.unsigned_abs() > count {
        return JournalCheck::Missing(ever.min(i64::try_from(count).unwrap_or(i64::MAX) + 1));
    }
    JournalCheck::OnlyGrew(count)
}

/// A day as the program before the chain knew it.
struct KnownDay {
    id: i64,
    till: String,
    opened_at: Timestamp,
    /// The number of the journal's entry that says that it was closed.
    closed_by: Option<i64>,
}

fn known_days(connection: &mut SqliteConnection) -> QueryResult<Vec<KnownDay>> {
    let closings: Vec<(i64, String, String)> = journal::table
        .filter(journal::deed.eq(JournalDeed::CloseDay.as_str()))
        .select((journal::id, journal::till, journal::details))
        .load(connection)?;
    let rows: Vec<(i64, String, String, Option<i64>)> = days::table
        .order(days::id)
        .select((days::id, days::till, days::opened_at, days::z_number))
        .load(connection)?;
    let closed_by = |till: &str, z_number: Option<i64>| {
        let details = format!("Z {}", z_number?);
        let is_it = |(_, of, what): &&(i64, String, String)| of == till && *what == details;
        closings.iter().find(is_it).map(|(id, _, _)| *id)
    };
    Ok(rows
        .into_iter()
        .filter_map(|(id, till, opened_at, z_number)| {
            // A day whose time cannot be read has counted nothing.
            let opened_at = opened_at.parse().ok()?;
            Some(KnownDay { closed_by: closed_by(&till, z_number), id, till, opened_at })
        })
        .collect())
}

/// The first day whose report counted the entry: that of its till, opened before it by the clock, and
/// closed after it was written.
fn day_by_the_clock(days: &[KnownDay], link: &Link) -> Option<i64> {
    let at: Timestamp = link.at.parse().ok()?;
    let counts = |day: &&KnownDay| {
        day.till == link.till
            && at >= day.opened_at
            && day.closed_by.is_none_or(|closing| link.id <= closing)
    };
    days.iter().find(counts).map(|day| day.id)
}

#[cfg(test)]
#[path = "journal_chain_tests.rs"]
mod tests;
