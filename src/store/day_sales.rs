//! A day's sales as its report needs them: three queries for the whole day, put together here.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, Text};
use diesel::sqlite::SqliteConnection;

use super::error::Fault;
use super::products::tax_rate_of;
use super::row_fault::RowFault;
use domain::{
    Currency, DaySale, DaySaleLine, Grams, Money, Pieces, ProductId, Quantity, TaxedAmount,
    TenderKind, Unit,
};

const SALES: &str = "SELECT sales.number, currency, refund_of, rounding, \
     COALESCE(people.name, '') AS clerk FROM sales LEFT JOIN people ON people.id = sales.person \
     WHERE day = ? ORDER BY sales.number";
const LINES: &str = "SELECT sale, product, name, category, unit, quantity, tax_rate, \
     sale_lines.net, sale_lines.tax, sale_lines.gross FROM sale_lines \
     JOIN sales ON sales.number = sale WHERE day = ? ORDER BY sale, position";
const TENDERS: &str = "SELECT sale, kind, amount FROM tenders \
     JOIN sales ON sales.number = sale WHERE day = ? ORDER BY sale, position";

/// All sales and refunds of a day.
pub(super) fn day_sales(
    connection: &mut SqliteConnection,
    day: i64,
) -> Result<Vec<DaySale>, Fault> {
    let rows: Vec<SaleRow> = diesel::sql_query(SALES).bind::<BigInt, _>(day).load(connection)?;
    let mut currencies = HashMap::new();
    let mut sales = Vec::with_capacity(rows.len());
    let mut places = HashMap::new();
    for row in rows {
        let currency = Currency::from_code(&row.currency)
            .map_err(|why| Fault::row("sale", &row.number, &why))?;
        currencies.insert(row.number, currency);
        places.insert(row.number, sales.len());
        sales.push(DaySale {
            number: row.number,
            clerk: row.clerk,
            is_refund: row.refund_of.is_some(),
            rounding: Money::new(row.rounding, currency),
            lines: Vec::new(),
            tenders: Vec::new(),
        });
    }
    let lines: Vec<LineRow> = diesel::sql_query(LINES).bind::<BigInt, _>(day).load(connection)?;
    for row in lines {
        let number = row.sale;
        if let Some((sale, currency)) = found(&mut sales, &places, &currencies, number) {
            let line = row.restore(currency).map_err(|why| Fault::row("sale", &number, &why))?;
            sale.lines.push(line);
        }
    }
    let tenders: Vec<TenderRow> =
        diesel::sql_query(TENDERS).bind::<BigInt, _>(day).load(connection)?;
    for row in tenders {
        let kind = TenderKind::from_word(&row.kind)
            .ok_or_else(|| Fault::row("sale", &row.sale, &format!("paid with \"{}\"", row.kind)))?;
        if let Some((sale, currency)) = found(&mut sales, &places, &currencies, row.sale) {
            sale.tenders.push((kind, Money::new(row.amount, currency)));
        }
    }
    Ok(sales)
}

/// The sale with that number, which the joins have made sure of.
fn found<'a>(
    sales: &'a mut [DaySale],
    places: &HashMap<i64, usize>,
    currencies: &HashMap<i64, Currency>,
    number: i64,
) -> Option<(&'a mut DaySale, Currency)> {
    let sale = sales.get_mut(*places.get(&number)?)?;
    Some((sale, *currencies.get(&number)?))
}

#[derive(QueryableByName)]
struct SaleRow {
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = Text)]
    currency: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    refund_of: Option<i64>,
    #[diesel(sql_type = BigInt)]
    rounding: i64,
    #[diesel(sql_type = Text)]
    clerk: String,
}

#[derive(QueryableByName)]
struct LineRow {
    #[diesel(sql_type = BigInt)]
    sale: i64,
    #[diesel(sql_type = Text)]
    product: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    category: String,
    #[diesel(sql_type = Text)]
    unit: String,
    #[diesel(sql_type = Integer)]
    quantity: i32,
    #[diesel(sql_type = Integer)]
    tax_rate: i32,
    #[diesel(sql_type = BigInt)]
    net: i64,
    #[diesel(sql_type = BigInt)]
    tax: i64,
    #[diesel(sql_type = BigInt)]
    gross: i64,
}

#[derive(QueryableByName)]
struct TenderRow {
    #[diesel(sql_type = BigInt)]
    sale: i64,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = BigInt)]
    amount: i64,
}

impl LineRow {
    fn restore(self, currency: Currency) -> Result<DaySaleLine, RowFault> {
        let unit = Unit::of_word(&self.unit).ok_or_else(|| RowFault::word("unit", self.unit))?;
        let count = u32::try_from(self.quantity).unwrap_or(0);
        let quantity = match unit {
            Unit::Piece => Pieces::new(count).map(Quantity::Pieces),
            Unit::Kg => Grams::new(count).map(Quantity::Weight),
        };
        let money = |minor| Money::new(minor, currency);
        Ok(DaySaleLine {
            product: ProductId::kept(&self.product)?,
            name: self.name,
            category: self.category,
            tax_rate: tax_rate_of(self.tax_rate)?,
            quantity: quantity?,
            amount: TaxedAmount {
                net: money(self.net),
                tax: money(self.tax),
                gross: money(self.gross),
            },
        })
    }
}
