//! Sales, refunds and tenders as rows, and the way back to what they were.

use diesel::prelude::*;

use super::row_fault::RowFault;
use super::sale_line_rows::LineRow;
use super::sales::{Booking, DealSummary, RecordedDeal, RecordedSale};
use super::schema::tenders;
use super::settings::tax_mode_of;
use domain::{
    Currency, Deal, DomainError, Money, PaidSale, Refund, RefundLine, Sale, SaleLine, TaxedAmount,
    Tender, TenderKind,
};

#[derive(Queryable)]
pub(super) struct SaleRow {
    pub(super) number: i64,
    at: String,
    currency: String,
    decimals: i32,
    tax_mode: String,
    net: i64,
    tax: i64,
    gross: i64,
    note: String,
    till: String,
    pub(super) person: Option<i64>,
    day: Option<i64>,
    refund_of: Option<i64>,
    rounding: i64,
    copies: i32,
    discount_reason: String,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = tenders)]
pub(super) struct TenderRow {
    sale: i64,
    position: i32,
    kind: String,
    amount: i64,
    given: i64,
}

impl SaleRow {
    fn recorded(&self) -> Result<RecordedSale, RowFault> {
        let at = self.at.parse().map_err(|_| RowFault::word("time", &self.at))?;
        Ok(RecordedSale { number: self.number, at })
    }

    fn currency(&self) -> Result<Currency, RowFault> {
        let currency = Currency::from_code(&self.currency)?;
        if i32::from(currency.decimals()) != self.decimals {
            let (currency, decimals) = (self.currency.clone(), self.decimals);
            return Err(RowFault::Decimals { currency, decimals });
        }
        Ok(currency)
    }

    pub(super) fn summary(&self) -> Result<DealSummary, RowFault> {
        Ok(DealSummary {
            recorded: self.recorded()?,
            gross: Money::new(self.gross, self.currency()?),
            refund_of: self.refund_of,
        })
    }

    pub(super) fn restore(
        self,
        lines: Vec<LineRow>,
        paid: Vec<TenderRow>,
    ) -> Result<RecordedDeal, RowFault> {
        let (recorded, currency) = (self.recorded()?, self.currency()?);
        let tax_mode = tax_mode_of(&self.tax_mode)
            .ok_or_else(|| RowFault::word("tax mode", &self.tax_mode))?;
        let money = |minor| Money::new(minor, currency);
        let sums =
            TaxedAmount { net: money(self.net), tax: money(self.tax), gross: money(self.gross) };
        let tenders = paid
            .into_iter()
            .map(|row| row.restore(currency))
            .collect::<Result<Vec<_>, RowFault>>()?;
        let of_line = |row: LineRow| -> Result<(Option<usize>, SaleLine), RowFault> {
            Ok((row.refund_of(), row.restore(currency)?))
        };
        let lines = lines.into_iter().map(of_line).collect::<Result<Vec<_>, _>>()?;
        let rounding = money(self.rounding);
        let deal = match self.refund_of {
            None => {
                let lines = lines.into_iter().map(|(_, line)| line).collect();
                let sale = Sale::restore(currency, tax_mode, lines, sums);
                let sale = sale.map(|sale| {
                    sale.with_note(&self.note).with_discount_reason(&self.discount_reason)
                });
                sale.and_then(|sale| restore_paid(sale, rounding, tenders)).map(Deal::Sale)
            }
            Some(of) => {
                let lines = lines.into_iter().map(|(position, line)| {
                    let position = position.ok_or(RowFault::TakesNothingBack)?;
                    Ok(RefundLine { position, line })
                });
                let lines = lines.collect::<Result<Vec<_>, RowFault>>()?;
                let money = (rounding, tenders);
                Refund::restore(of, (currency, tax_mode), lines, sums, money).map(Deal::Refund)
            }
        };
        Ok(RecordedDeal {
            recorded,
            till: self.till,
            booking: Booking { person: self.person, approver: None, day: self.day },
            copies: u32::try_from(self.copies).unwrap_or(0),
            note: self.note,
            seller: None,
            deal: deal?,
        })
    }
}

/// Sales of the first version had no tenders: they count as paid in cash, to the minor unit.
fn restore_paid(
    sale: Sale,
    rounding: Money,
    mut tenders: Vec<Tender>,
) -> Result<PaidSale, DomainError> {
    if tenders.is_empty() {
        let amount = sale.totals().gross;
        tenders.push(Tender { kind: TenderKind::Cash, amount, given: amount });
    }
    PaidSale::restore(sale, rounding, tenders)
}

impl TenderRow {
    pub(super) fn new(sale: i64, position: i32, tender: &Tender) -> Self {
        Self {
            sale,
            position,
            kind: tender.kind.as_str().to_owned(),
            amount: tender.amount.minor(),
            given: tender.given.minor(),
        }
    }

    fn restore(self, currency: Currency) -> Result<Tender, RowFault> {
        let kind = TenderKind::from_word(&self.kind)
            .ok_or_else(|| RowFault::word("tender", &self.kind))?;
        let money = |minor| Money::new(minor, currency);
        Ok(Tender { kind, amount: money(self.amount), given: money(self.given) })
    }
}
