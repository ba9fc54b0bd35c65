//! Sales and refunds in the database: each is recorded whole in one transaction, and read back with
//! a check.

use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use jiff::Timestamp;

use super::cart_mark::CartMark;
use super::days::open_day_at;
use super::error::Fault;
use super::journal::write_entry;
use super::open_carts::clear_open_cart;
use super::sale_line_rows::LineRow;
use super::sale_rows::{SaleRow, TenderRow};
use super::schema::{sale_lines, sales, tenders};
use super::settings::tax_mode_text;
use super::{Store, StoreError, settings};
use domain::{
    Currency, Deal, DomainError, DoneBy, JournalDeed, JournalEntry, Money, PaidSale, Payment,
    PersonId, Refund, RefundLine, Refundable, SaleLine, TaxMode, Totals,
};

/// A sale or refund that is in the database for good.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RecordedSale {
    /// Counts up from 1, never used twice.
    pub number: i64,
    /// When it was recorded.
    pub at: Timestamp,
}

/// Under whose name and on which day something is recorded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Booking {
    /// Who sells, where people sign in.
    pub person: Option<i64>,
    /// Who approved it, where that was needed; the journal keeps it.
    pub approver: Option<i64>,
    /// The till's day; `None` when it is recorded is the one that the till is in, opened by this
    /// sale if none is.
    pub day: Option<i64>,
}

/// A sale or refund as it stands in the database.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordedDeal {
    /// Its number and time.
    pub recorded: RecordedSale,
    /// The till's name.
    pub till: String,
    /// Whose and on which day.
    pub booking: Booking,
    /// How often its receipt was printed again.
    pub copies: u32,
    /// What the clerk wrote to it.
    pub note: String,
    /// The name of whoever sold, where people sign in.
    pub seller: Option<String>,
    /// The goods and the money.
    pub deal: Deal,
}

/// A sale or refund in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DealSummary {
    /// Its number and time.
    pub recorded: RecordedSale,
    /// What the customer owed; below zero for a refund.
    pub gross: Money,
    /// The sale that it takes back.
    pub refund_of: Option<i64>,
}

impl Store {
    /// Records a sale with its payment, and clears the till's open cart in the same transaction.
    /// When this returns, the sale is on the disk; when it fails, nothing of it is there.
    ///
    /// # Errors
    /// [`StoreError::CartElsewhere`] when another program has sold, changed or put away the cart
    /// since this store has seen it; [`StoreError`] when the database cannot be written: above all
    /// [`StoreError::Full`].
    pub fn record_sale(
        &mut self,
        sale: &PaidSale,
        booking: Booking,
    ) -> Result<RecordedSale, StoreError> {
        let cart = self.own_cart;
        let recorded = self
            .write(|connection| record_sale(connection, (sale, cart), booking, Timestamp::now()))?;
        self.own_cart = None;
        Ok(recorded)
    }

    /// Records a refund, whole or not at all.
    ///
    /// # Errors
    /// [`StoreError::Rule`] when the sale it names was never made or less is left of it;
    /// [`StoreError`] when the database cannot be written.
    pub fn record_refund(
        &mut self,
        refund: &Refund,
        booking: Booking,
    ) -> Result<RecordedSale, StoreError> {
        self.write(|connection| record_refund(connection, refund, booking, Timestamp::now()))
    }

    /// The sale or refund with that number, its sums checked; `None` when there is none.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when its rows do not agree; [`StoreError`] when the database cannot
    /// be read.
    pub fn deal(&mut self, number: i64) -> Result<Option<RecordedDeal>, StoreError> {
        self.read(|connection| deal(connection, number))
    }

    /// What can still go back of the sale with that number; `None` when there is no such sale.
    ///
    /// # Errors
    /// As [`Self::deal`].
    pub fn refundable(&mut self, number: i64) -> Result<Option<Refundable>, StoreError> {
        self.read(|connection| refundable(connection, number, None))
    }

    /// The newest sales and refunds, newest first.
    ///
    /// # Errors
    /// As [`Self::deal`].
    pub fn newest_deals(&mut self, count: u32) -> Result<Vec<DealSummary>, StoreError> {
        self.read(|connection| {
            let rows: Vec<SaleRow> = sales::table
                .order(sales::number.desc())
                .limit(i64::from(count))
                .load(connection)?;
            let summary =
                |row: SaleRow| row.summary().map_err(|why| Fault::row("sale", &row.number, &why));
            rows.into_iter().map(summary).collect()
        })
    }

    /// Counts a receipt that is printed once more.
    ///
    /// # Errors
    /// [`StoreError::NoSuchSale`]; [`StoreError`] when the database cannot be written.
    pub fn count_copy(&mut self, number: i64) -> Result<(), StoreError> {
        self.write(|connection| {
            let counted = diesel::update(sales::table.find(number))
                .set(sales::copies.eq(sales::copies + 1))
                .execute(connection)?;
            if counted == 1 { Ok(()) } else { Err(StoreError::NoSuchSale(number).into()) }
        })
    }

    /// How many sales and refunds were recorded.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn sales_count(&mut self) -> Result<u64, StoreError> {
        self.read(|connection| {
            let count: i64 = sales::table.count().get_result(connection)?;
            Ok(count.unsigned_abs())
        })
    }
}

fn record_sale(
    connection: &mut SqliteConnection,
    (paid, cart): (&PaidSale, Option<CartMark>),
    booking: Booking,
    at: Timestamp,
) -> Result<RecordedSale, Fault> {
    let sale = paid.sale();
    let head = Head {
        money: (sale.currency(), sale.tax_mode()),
        totals: sale.totals(),
        payment: paid.payment(),
        note: sale.note(),
        discount_reason: sale.discount_reason(),
        refund_of: None,
    };
    let till = settings::till(connection)?;
    let number = head.insert(connection, &till, booking, at)?;
    for (position, line) in (0_i32..).zip(sale.lines()) {
        insert_line(connection, (number, position), line, None)?;
    }
    // In the same transaction: whatever ends this program, the cart is either sold or still open.
    clear_open_cart(connection, &till, cart)?;
    Ok(RecordedSale { number, at })
}

fn record_refund(
    connection: &mut SqliteConnection,
    refund: &Refund,
    booking: Booking,
    at: Timestamp,
) -> Result<RecordedSale, Fault> {
    // Looked at once more, inside of the transaction: another till may have refunded meanwhile.
    if refundable(connection, refund.of(), None)?.is_none() {
        return Err(rule(DomainError::NothingToRefund));
    }
    if let Err(Fault::Row(_)) = refundable(connection, refund.of(), Some(refund)) {
        return Err(rule(DomainError::MoreThanSold("this sale".to_owned())));
    }
    let head = Head {
        money: (refund.currency(), refund.tax_mode()),
        totals: refund.totals(),
        payment: refund.payment(),
        note: "",
        discount_reason: "",
        refund_of: Some(refund.of()),
    };
    let till = settings::till(connection)?;
    let number = head.insert(connection, &till, booking, at)?;
    for (position, RefundLine { position: of, line }) in (0_i32..).zip(refund.lines()) {
        let of = i32::try_from(*of).ok();
        insert_line(connection, (number, position), line, of)?;
    }
    let by =
        DoneBy { person: booking.person.map(PersonId), approver: booking.approver.map(PersonId) };
    let entry = JournalEntry {
        sale: Some(number),
        ..JournalEntry::new(JournalDeed::Refund, by)
            .amount(refund.totals().gross.minor())
            .details(format!("#{}", refund.of()))
    };
    write_entry(connection, &entry, at)?;
    Ok(RecordedSale { number, at })
}

fn rule(error: DomainError) -> Fault {
    StoreError::Rule(error).into()
}

fn insert_line(
    connection: &mut SqliteConnection,
    (number, position): (i64, i32),
    line: &SaleLine,
    refund_of: Option<i32>,
) -> Result<(), Fault> {
    let row = LineRow::new(number, position, line, refund_of)
        .map_err(|why| Fault::row("sale", &number, &why))?;
    diesel::insert_into(sale_lines::table).values(row).execute(connection)?;
    Ok(())
}

/// What sales and refunds have in common.
struct Head<'a> {
    money: (Currency, TaxMode),
    totals: &'a Totals,
    payment: &'a Payment,
    note: &'a str,
    discount_reason: &'a str,
    refund_of: Option<i64>,
}

impl Head<'_> {
    fn insert(
        &self,
        connection: &mut SqliteConnection,
        till: &str,
        booking: Booking,
        at: Timestamp,
    ) -> Result<i64, Fault> {
        let (currency, tax_mode) = self.money;
        let day = match booking.day {
            Some(day) => day,
            None => open_day_at(connection, till, at)?,
        };
        let number: i64 = diesel::insert_into(sales::table)
            .values((
                sales::at.eq(at.to_string()),
                sales::currency.eq(currency.code()),
                sales::decimals.eq(i32::from(currency.decimals())),
                sales::tax_mode.eq(tax_mode_text(tax_mode)),
                sales::net.eq(self.totals.net.minor()),
                sales::tax.eq(self.totals.tax.minor()),
                sales::gross.eq(self.totals.gross.minor()),
                sales::note.eq(self.note),
                sales::till.eq(till),
                sales::person.eq(booking.person),
                sales::day.eq(day),
                sales::refund_of.eq(self.refund_of),
                sales::rounding.eq(self.payment.rounding().minor()),
                sales::discount_reason.eq(self.discount_reason),
            ))
            .returning(sales::number)
            .get_result(connection)?;
        for (position, tender) in (0_i32..).zip(self.payment.tenders()) {
            let row = TenderRow::new(number, position, tender);
            diesel::insert_into(tenders::table).values(row).execute(connection)?;
        }
        Ok(number)
    }
}

/// Reads a sale or refund and checks it.
fn deal(connection: &mut SqliteConnection, number: i64) -> Result<Option<RecordedDeal>, Fault> {
    let Some(row) = sales::table.find(number).first::<SaleRow>(connection).optional()? else {
        return Ok(None);
    };
    let lines: Vec<LineRow> = sale_lines::table
        .filter(sale_lines::sale.eq(number))
        .order(sale_lines::position)
        .load(connection)?;
    let paid: Vec<TenderRow> = tenders::table
        .filter(tenders::sale.eq(number))
        .order(tenders::position)
        .load(connection)?;
    let seller = row.person.map(|person| name_of(connection, person)).transpose()?;
    let restored = row.restore(lines, paid);
    let deal = restored.map_err(|why| Fault::row("sale", &number, &why))?;
    Ok(Some(RecordedDeal { seller, ..deal }))
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}

fn name_of(connection: &mut SqliteConnection, person: i64) -> Result<String, Fault> {
    let named: Named = diesel::sql_query("SELECT name FROM people WHERE id = ?")
        .bind::<diesel::sql_types::BigInt, _>(person)
        .get_result(connection)?;
    Ok(named.name)
}

/// A sale with its refunds, and one more that is to be recorded.
fn refundable(
    connection: &mut SqliteConnection,
    number: i64,
    one_more: Option<&Refund>,
) -> Result<Option<Refundable>, Fault> {
    let Some(RecordedDeal { deal: Deal::Sale(paid), .. }) = deal(connection, number)? else {
        return Ok(None);
    };
    let numbers: Vec<i64> = sales::table
        .filter(sales::refund_of.eq(number))
        .order(sales::number)
        .select(sales::number)
        .load(connection)?;
    let mut refunds = Vec::with_capacity(numbers.len() + 1);
    for of in numbers {
        if let Some(RecordedDeal { deal: Deal::Refund(refund), .. }) = deal(connection, of)? {
            refunds.push(refund);
        }
    }
    refunds.extend(one_more.cloned());
    let left = Refundable::new(number, paid, &refunds);
    left.map(Some).map_err(|why| Fault::row("sale", &number, &why))
}

#[cfg(test)]
#[path = "sales_tests.rs"]
mod tests;
