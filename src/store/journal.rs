//! The journal in the database: entries are added, never changed; triggers see to it, and a chain of
//! hashes proves it.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use diesel::sqlite::SqliteConnection;
use jiff::Timestamp;

use super::days::{open_day_at, open_row};
use super::error::Fault;
use super::journal_chain::{self, JournalCheck, Link};
use super::schema::journal;
use super::{Store, StoreError, settings};
use domain::{Currency, JournalDeed, JournalEntry, Money};

/// An entry that stands in the journal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JournalRow {
    /// Counts up over all tills of the shop.
    pub id: i64,
    /// When it was written.
    pub at: Timestamp,
    /// At which till.
    pub till: String,
    /// Who did it; empty where nobody signs in.
    pub person: String,
    /// Who approved it; empty where it needed no approval.
    pub approver: String,
    /// What happened.
    pub deed: JournalDeed,
    /// The sale that it is about.
    pub sale: Option<i64>,
    /// The amount that it is about, in minor units of the shop's currency.
    pub amount: Option<i64>,
    /// Such as the product and the reason.
    pub details: String,
}

/// What a day's report counts as voids.
const VOIDS: [JournalDeed; 3] =
    [JournalDeed::VoidLine, JournalDeed::FewerPieces, JournalDeed::VoidCart];

impl Store {
    /// Goes through the whole journal and says whether it only grew. Whoever can write the file and
    /// knows how the chain is made can make another one; a copy or a printed page of the journal
    /// tells that.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn check_journal(&mut self) -> Result<JournalCheck, StoreError> {
        self.read(|connection| Ok(journal_chain::check_all(connection)?))
    }

    /// Adds an entry to the journal.
    ///
    /// # Errors
    /// A database that cannot be written.
    pub fn write_journal(&mut self, entry: &JournalEntry, at: Timestamp) -> Result<(), StoreError> {
        self.write(|connection| write_entry(connection, entry, at))
    }

    /// The newest entries of all tills, newest first.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn journal(&mut self, most: u32) -> Result<Vec<JournalRow>, StoreError> {
        self.read(|connection| {
            let rows: Vec<Row> = diesel::sql_query(
                "SELECT journal.id, at, till, COALESCE(doer.name, '') AS person, \
                 COALESCE(other.name, '') AS approver, deed, sale, amount, details FROM journal \
                 LEFT JOIN people AS doer ON doer.id = journal.person \
                 LEFT JOIN people AS other ON other.id = journal.approver \
                 ORDER BY journal.id DESC LIMIT ?",
            )
            .bind::<BigInt, _>(i64::from(most))
            .load(connection)?;
            rows.into_iter().map(Row::restore).collect()
        })
    }
}

/// Adds an entry within a transaction. It belongs to the day that its till is in; a void opens one
/// where none is, as a sale does, so that some day counts it.
pub(super) fn write_entry(
    connection: &mut SqliteConnection,
    entry: &JournalEntry,
    at: Timestamp,
) -> Result<(), Fault> {
    let till = settings::till(connection)?;
    let day = if VOIDS.contains(&entry.deed) {
        Some(open_day_at(connection, &till, at)?)
    } else {
        open_row(connection, &till)?.map(|(id, _)| id)
    };
    let link = Link {
        id: 0, // given where it is appended
        at: at.to_string(),
        till,
        person: entry.by.person.map(|id| id.0),
        approver: entry.by.approver.map(|id| id.0),
        deed: entry.deed.as_str().to_owned(),
        sale: entry.sale,
        amount: entry.amount,
        details: entry.details.clone(),
        day,
    };
    Ok(journal_chain::append(connection, link)?)
}

/// What the voids of a day would have cost, without those that were taken back.
pub(super) fn voids_of(
    connection: &mut SqliteConnection,
    day: i64,
    currency: Currency,
) -> Result<Vec<Money>, Fault> {
    let mut amounts_of = |deeds: &[JournalDeed]| -> Result<Vec<Option<i64>>, Fault> {
        Ok(journal::table
            .filter(journal::day.eq(day))
            .filter(journal::deed.eq_any(deeds.iter().map(|deed| deed.as_str())))
            .select(journal::amount)
            .load(connection)?)
    };
    let mut amounts = amounts_of(&VOIDS)?;
    // The journal keeps both; the day has lost nothing by a void that was taken back.
    for taken_back in amounts_of(&[JournalDeed::VoidTakenBack])? {
        if let Some(place) = amounts.iter().position(|amount| *amount == taken_back) {
            amounts.remove(place);
        }
    }
    Ok(amounts.into_iter().map(|amount| Money::new(amount.unwrap_or(0), currency)).collect())
}

/// Reads a time as this program writes it.
pub(super) fn time_of(table: &str, text: &str) -> Result<Timestamp, Fault> {
    text.parse().map_err(|_| Fault::row(table, &"", &format!("time \"{text}\"")))
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    at: String,
    #[diesel(sql_type = Text)]
    till: String,
    #[diesel(sql_type = Text)]
    person: String,
    #[diesel(sql_type = Text)]
    approver: String,
    #[diesel(sql_type = Text)]
    deed: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    sale: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    amount: Option<i64>,
    #[diesel(sql_type = Text)]
    details: String,
}

impl Row {
    fn restore(self) -> Result<JournalRow, Fault> {
        let deed = JournalDeed::from_word(&self.deed)
            .ok_or_else(|| Fault::row("journal", &self.id, &format!("deed \"{}\"", self.deed)))?;
        Ok(JournalRow {
            id: self.id,
            at: time_of("journal", &self.at)?,
            till: self.till,
            person: self.person,
            approver: self.approver,
            deed,
            sale: self.sale,
            amount: self.amount,
            details: self.details,
        })
    }
}
