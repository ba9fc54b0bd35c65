//! Sales in the database: each is recorded whole in one transaction, and read back with a check.

use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use jiff::Timestamp;

use super::error::Fault;
use super::open_carts::clear_open_cart;
use super::products::{tax_rate_of, unit_of};
use super::schema::{sale_lines, sales};
use super::settings::{tax_mode_of, tax_mode_text};
use super::{Store, StoreError, settings};
use crate::domain::{
    Currency, Grams, Money, Pieces, ProductId, Quantity, Sale, SaleLine, TaxedAmount, Unit,
    UnitPrice, WeighedBy,
};

/// A sale that is in the database for good.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RecordedSale {
    /// Counts up from 1, never used twice.
    pub number: i64,
    /// When it was recorded.
    pub at: Timestamp,
}

impl Store {
    /// Records a sale. When this returns, the sale is on the disk; when it fails, nothing of the
    /// sale is there.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written: above all [`StoreError::Full`].
    pub fn record_sale(&mut self, sale: &Sale) -> Result<RecordedSale, StoreError> {
        self.write(|connection| record(connection, sale, Timestamp::now()))
    }

    /// The sale with that number, its sums checked; `None` when there is none.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when its rows do not agree; [`StoreError`] when the database cannot
    /// be read.
    pub fn sale(&mut self, number: i64) -> Result<Option<(RecordedSale, Sale)>, StoreError> {
        self.read(|connection| {
            let Some(row) = sales::table.find(number).first::<SaleRow>(connection).optional()?
            else {
                return Ok(None);
            };
            let lines: Vec<LineRow> = sale_lines::table
                .filter(sale_lines::sale.eq(number))
                .order(sale_lines::position)
                .load(connection)?;
            restore(&row, lines).map(Some).map_err(|why| Fault::row("sale", &number, &why))
        })
    }

    /// How many sales were recorded.
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

fn record(
    connection: &mut SqliteConnection,
    sale: &Sale,
    at: Timestamp,
) -> Result<RecordedSale, Fault> {
    let totals = sale.totals();
    let number: i64 = diesel::insert_into(sales::table)
        .values((
            sales::at.eq(at.to_string()),
            sales::currency.eq(sale.currency().code()),
            sales::decimals.eq(i32::from(sale.currency().decimals())),
            sales::tax_mode.eq(tax_mode_text(sale.tax_mode())),
            sales::net.eq(totals.net.minor()),
            sales::tax.eq(totals.tax.minor()),
            sales::gross.eq(totals.gross.minor()),
            sales::note.eq(sale.note()),
        ))
        .returning(sales::number)
        .get_result(connection)?;
    for (position, line) in (0_i32..).zip(sale.lines()) {
        diesel::insert_into(sale_lines::table)
            .values(LineRow::new(number, position, line))
            .execute(connection)?;
    }
    // In the same transaction: whatever ends this program, the cart is either sold or still open.
    let till = settings::till(connection)?;
    clear_open_cart(connection, &till)?;
    Ok(RecordedSale { number, at })
}

fn restore(row: &SaleRow, lines: Vec<LineRow>) -> Result<(RecordedSale, Sale), String> {
    let at: Timestamp = row.at.parse().map_err(|_| format!("time \"{}\"", row.at))?;
    let currency = Currency::from_code(&row.currency).map_err(|why| why.to_string())?;
    if i32::from(currency.decimals()) != row.decimals {
        return Err(format!("{} with {} decimals", row.currency, row.decimals));
    }
    let tax_mode =
        tax_mode_of(&row.tax_mode).ok_or_else(|| format!("tax mode \"{}\"", row.tax_mode))?;
    let lines =
        lines.into_iter().map(|line| line.restore(currency)).collect::<Result<Vec<_>, _>>()?;
    let money = |minor| Money::new(minor, currency);
    let recorded =
        TaxedAmount { net: money(row.net), tax: money(row.tax), gross: money(row.gross) };
    let sale = Sale::restore(currency, tax_mode, lines, recorded).map_err(|why| why.to_string())?;
    Ok((RecordedSale { number: row.number, at }, sale.with_note(&row.note)))
}

#[derive(Queryable)]
struct SaleRow {
    number: i64,
    at: String,
    currency: String,
    decimals: i32,
    tax_mode: String,
    net: i64,
    tax: i64,
    gross: i64,
    note: String,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = sale_lines)]
struct LineRow {
    sale: i64,
    position: i32,
    product: String,
    name: String,
    unit: String,
    price: i64,
    quantity: i32,
    tax_rate: i32,
    net: i64,
    tax: i64,
    gross: i64,
    category: String,
    list_price: Option<i64>,
    discount: i64,
    reason: String,
    tare: i32,
    weighed_by: Option<String>,
    note: String,
}

impl LineRow {
    fn new(sale: i64, position: i32, line: &SaleLine) -> Self {
        let count = match line.quantity {
            Quantity::Pieces(pieces) => pieces.get(),
            Quantity::Weight(grams) => grams.get(),
        };
        Self {
            sale,
            position,
            product: line.product_id.to_string(),
            name: line.name.clone(),
            unit: line.unit_price.unit().as_str().to_owned(),
            price: line.unit_price.money().minor(),
            // Pieces, grams and basis points are far below i32's end; the table refuses it anyway.
            quantity: count.try_into().unwrap_or(i32::MAX),
            tax_rate: line.tax_rate.basis_points().try_into().unwrap_or(i32::MAX),
            net: line.net.minor(),
            tax: line.tax.minor(),
            gross: line.gross.minor(),
            category: line.category.clone(),
            list_price: line.list_price.map(Money::minor),
            discount: line.discount.minor(),
            reason: line.reason.clone(),
            tare: line.tare.try_into().unwrap_or(i32::MAX),
            weighed_by: line.weighed_by.map(|by| by.as_str().to_owned()),
            note: line.note.clone(),
        }
    }

    fn restore(self, currency: Currency) -> Result<SaleLine, String> {
        let unit = unit_of(&self.unit).ok_or_else(|| format!("unit \"{}\"", self.unit))?;
        let count = u32::try_from(self.quantity).unwrap_or(0);
        let quantity = match unit {
            Unit::Piece => Pieces::new(count).map(Quantity::Pieces),
            Unit::Kg => Grams::new(count).map(Quantity::Weight),
        };
        let money = |minor| Money::new(minor, currency);
        let weighed_by = self
            .weighed_by
            .map(|word| WeighedBy::from_word(&word).ok_or_else(|| format!("weighed by \"{word}\"")))
            .transpose()?;
        Ok(SaleLine {
            product_id: ProductId::new(&self.product).map_err(|why| why.to_string())?,
            name: self.name,
            quantity: quantity.map_err(|why| why.to_string())?,
            category: self.category,
            unit_price: UnitPrice::new(money(self.price), unit),
            list_price: self.list_price.map(money),
            discount: money(self.discount),
            reason: self.reason,
            tare: u32::try_from(self.tare).map_err(|_| format!("tare {}", self.tare))?,
            weighed_by,
            note: self.note,
            tax_rate: tax_rate_of(self.tax_rate).map_err(|why| why.to_string())?,
            net: money(self.net),
            tax: money(self.tax),
            gross: money(self.gross),
        })
    }
}

#[cfg(test)]
#[path = "sales_tests.rs"]
mod tests;
