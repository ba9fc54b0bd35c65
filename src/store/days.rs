//! A till's days: opened by a float or by the first sale, closed by a Z report that stays as it is.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::SqliteConnection;
use jiff::Timestamp;

use super::day_sales::day_sales;
use super::error::Fault;
use super::journal::{time_of, voids_of, write_entry};
use super::schema::{cash_movements, days};
use super::{Store, StoreError, safety_copy, settings};
use domain::{
    CashCount, CashMovement, CashMovementKind, DayEvents, DayReport, DoneBy, JournalDeed,
    JournalEntry, Money,
};

/// The day that a till is in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenDay {
    /// When it was opened.
    pub opened_at: Timestamp,
    /// The float; `None` where a sale opened the day and nobody has counted yet.
    pub float: Option<Money>,
    /// Cash that came or went without a sale, oldest first; not the float.
    pub movements: Vec<RecordedMovement>,
}

/// Cash that came or went without a sale, with its time and person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordedMovement {
    /// When.
    pub at: Timestamp,
    /// What.
    pub movement: CashMovement,
    /// Who did it; empty where nobody signs in.
    pub person: String,
}

impl Store {
    /// The name of this till; 1 unless set with the key `till`.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn till_name(&mut self) -> Result<String, StoreError> {
        self.read(settings::till)
    }

    /// The day that this till is in; `None` before its first sale or float.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn open_day(&mut self) -> Result<Option<OpenDay>, StoreError> {
        self.read(|connection| {
            let till = settings::till(connection)?;
            let Some((id, opened_at)) = open_row(connection, &till)? else {
                return Ok(None);
            };
            let mut float = None;
            let mut movements = Vec::new();
            for recorded in movements_of(connection, id)? {
                if recorded.movement.kind == CashMovementKind::Float {
                    float = Some(recorded.movement.amount);
                } else {
                    movements.push(recorded);
                }
            }
            Ok(Some(OpenDay { opened_at, float, movements }))
        })
    }

    /// Records cash that came or went without a sale, and the journal's entry with it. A float
    /// opens the day, where no sale has opened it before.
    ///
    /// # Errors
    /// [`StoreError::FloatCounted`] for a second float in a day, or a database that cannot be
    /// written.
    pub fn move_cash(
        &mut self,
        movement: &CashMovement,
        at: Timestamp,
        by: DoneBy,
    ) -> Result<(), StoreError> {
        self.write(|connection| {
            let till = settings::till(connection)?;
            refuse_foreign(settings::currency(connection)?, movement.amount)?;
            let day = open_day_at(connection, &till, at)?;
            let is_float = movement.kind == CashMovementKind::Float;
            if is_float && has_float(connection, day)? {
                return Err(StoreError::FloatCounted.into());
            }
            diesel::insert_into(cash_movements::table)
                .values((
                    cash_movements::day.eq(day),
                    cash_movements::at.eq(at.to_string()),
                    cash_movements::kind.eq(movement.kind.as_str()),
                    cash_movements::amount.eq(movement.amount.minor()),
                    cash_movements::reason.eq(&movement.reason),
                    cash_movements::person.eq(by.person.map(|id| id.0)),
                ))
                .execute(connection)?;
            let deed = match movement.kind {
                CashMovementKind::Float => JournalDeed::Float,
                CashMovementKind::PayIn => JournalDeed::PayIn,
                CashMovementKind::PayOut => JournalDeed::PayOut,
            };
            let entry = JournalEntry::new(deed, by)
                .amount(movement.amount.minor())
                .details(&movement.reason);
            write_entry(connection, &entry, at)
        })
    }

    /// The X report: the day so far, which goes on; `None` when no day is open.
    ///
    /// # Errors
    /// A database that cannot be read, or whose sums disagree.
    pub fn x_report(&mut self, at: Timestamp) -> Result<Option<DayReport>, StoreError> {
        self.read(|connection| {
            let till = settings::till(connection)?;
            match open_row(connection, &till)? {
                None => Ok(None),
                Some((id, opened_at)) => report(connection, &till, id, opened_at, at).map(Some),
            }
        })
    }

    /// Closes the day: its Z report has the next number of this till and never changes. A copy that
    /// was kept of the database before its tables changed has had its day, too, and goes.
    ///
    /// # Errors
    /// [`StoreError::NoOpenDay`], sums that disagree, or a database that cannot be written; the day
    /// then stays open.
    pub fn close_day(
        &mut self,
        counted: &CashCount,
        at: Timestamp,
        by: DoneBy,
    ) -> Result<DayReport, StoreError> {
        let report = self.write(|connection| {
            let till = settings::till(connection)?;
            let (id, opened_at) = open_row(connection, &till)?.ok_or(StoreError::NoOpenDay)?;
            let last: Option<i64> = days::table
                .filter(days::till.eq(&till))
                .select(diesel::dsl::max(days::z_number))
                .first(connection)?;
            let number = last.unwrap_or(0) + 1;
            let report = report(connection, &till, id, opened_at, at)?
                .close(number, counted)
                .map_err(StoreError::Rule)?;
            let json =
                serde_json::to_string(&report).map_err(|why| Fault::row("days", &id, &why))?;
            // Before it is closed: the entry belongs to this day.
            let entry = JournalEntry::new(JournalDeed::CloseDay, by)
                .amount(counted.total().minor())
                .details(format!("Z {number}"));
            write_entry(connection, &entry, at)?;
            diesel::update(days::table.find(id))
                .set((
                    days::closed_at.eq(at.to_string()),
                    days::z_number.eq(number),
                    days::report.eq(json),
                ))
                .execute(connection)?;
            Ok(report)
        })?;
        safety_copy::remove_all(self.file());
        Ok(report)
    }

    /// The newest Z reports of this till, newest first.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when one cannot be read.
    pub fn closed_days(&mut self, most: u32) -> Result<Vec<DayReport>, StoreError> {
        self.read(|connection| {
            let till = settings::till(connection)?;
            let rows: Vec<(i64, Option<String>)> = days::table
                .filter(days::till.eq(till))
                .filter(days::z_number.is_not_null())
                .order(days::z_number.desc())
                .limit(most.into())
                .select((days::id, days::report))
                .load(connection)?;
            let read = |(id, json): (i64, Option<String>)| {
                serde_json::from_str(&json.unwrap_or_default())
                    .map_err(|why| Fault::row("days", &id, &why))
            };
            rows.into_iter().map(read).collect()
        })
    }
}

/// The day that a till is in; opened now if none is. For whoever records a sale, within its
/// transaction.
pub(super) fn open_day_at(
    connection: &mut SqliteConnection,
    till: &str,
    at: Timestamp,
) -> Result<i64, Fault> {
    if let Some((id, _)) = open_row(connection, till)? {
        return Ok(id);
    }
    Ok(diesel::insert_into(days::table)
        .values((days::till.eq(till), days::opened_at.eq(at.to_string())))
        .returning(days::id)
        .get_result(connection)?)
}

/// The day that a till is in, if it is in one.
pub(super) fn open_row(
    connection: &mut SqliteConnection,
    till: &str,
) -> Result<Option<(i64, Timestamp)>, Fault> {
    let row: Option<(i64, String)> = days::table
        .filter(days::till.eq(till))
        .filter(days::closed_at.is_null())
        .select((days::id, days::opened_at))
        .first(connection)
        .optional()?;
    row.map(|(id, at)| Ok((id, time_of("days", &at)?))).transpose()
}

fn has_float(connection: &mut SqliteConnection, day: i64) -> Result<bool, Fault> {
    let floats = cash_movements::table
        .filter(cash_movements::day.eq(day))
        .filter(cash_movements::kind.eq(CashMovementKind::Float.as_str()));
    Ok(diesel::select(diesel::dsl::exists(floats)).get_result(connection)?)
}

fn refuse_foreign(currency: domain::Currency, amount: Money) -> Result<(), Fault> {
    Money::zero(currency).checked_add(amount).map_err(StoreError::Rule)?;
    Ok(())
}

fn report(
    connection: &mut SqliteConnection,
    till: &str,
    id: i64,
    opened_at: Timestamp,
    at: Timestamp,
) -> Result<DayReport, Fault> {
    let currency = settings::currency(connection)?;
    let sales = day_sales(connection, id)?;
    let movements: Vec<CashMovement> =
        movements_of(connection, id)?.into_iter().map(|recorded| recorded.movement).collect();
    let voids = voids_of(connection, id, currency)?;
    let events = DayEvents {
        till,
        opened_at: opened_at.to_string(),
        at: at.to_string(),
        currency,
        sales: &sales,
        movements: &movements,
        voids: &voids,
    };
    Ok(DayReport::of(&events).map_err(StoreError::Rule)?)
}

fn movements_of(
    connection: &mut SqliteConnection,
    day: i64,
) -> Result<Vec<RecordedMovement>, Fault> {
    let currency = settings::currency(connection)?;
    let rows: Vec<MovementRow> = diesel::sql_query(
        "SELECT cash_movements.id, at, kind, amount, reason, COALESCE(people.name, '') AS person \
         FROM cash_movements LEFT JOIN people ON people.id = cash_movements.person \
         WHERE day = ? ORDER BY cash_movements.id",
    )
    .bind::<BigInt, _>(day)
    .load(connection)?;
    let restore = |row: MovementRow| {
        let kind = CashMovementKind::from_word(&row.kind).ok_or_else(|| {
            Fault::row("cash_movements", &row.id, &format!("kind \"{}\"", row.kind))
        })?;
        let amount = Money::new(row.amount, currency);
        Ok(RecordedMovement {
            at: time_of("cash_movements", &row.at)?,
            movement: CashMovement { kind, amount, reason: row.reason },
            person: row.person,
        })
    };
    rows.into_iter().map(restore).collect()
}

#[derive(QueryableByName)]
struct MovementRow {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    at: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = BigInt)]
    amount: i64,
    #[diesel(sql_type = Text)]
    reason: String,
    #[diesel(sql_type = Text)]
    person: String,
}

#[cfg(test)]
#[path = "days_tests.rs"]
mod tests;
