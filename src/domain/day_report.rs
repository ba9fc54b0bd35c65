//! The report of a till's day: X while it goes on, Z once it is closed. Sums of stored amounts, so
//! nothing is rounded here; refunds are sales with amounts below zero and subtract by themselves.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::day_sums::{ProductTotal, Sums};
use super::{
    CashCount, CashMovement, CoinCount, Currency, DomainError, Money, ProductId, Quantity, TaxRate,
    TaxedAmount, TenderKind,
};

/// A sale of the day, or a refund, as it was recorded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DaySale {
    /// The receipt's number.
    pub number: i64,
    /// Who sold; empty for a till where nobody signs in.
    pub clerk: String,
    /// Whether it takes an earlier sale back.
    pub is_refund: bool,
    /// What was paid beyond gross, because cash is rounded.
    pub rounding: Money,
    /// The lines; their amounts are below zero in a refund.
    pub lines: Vec<DaySaleLine>,
    /// What was paid with; adds up to gross and rounding.
    pub tenders: Vec<(TenderKind, Money)>,
}

/// A line of such a sale.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DaySaleLine {
    /// What was sold.
    pub product: ProductId,
    /// Its name then.
    pub name: String,
    /// Its category then.
    pub category: String,
    /// Its tax rate then.
    pub tax_rate: TaxRate,
    /// How much; in a refund how much came back.
    pub quantity: Quantity,
    /// What was paid for it.
    pub amount: TaxedAmount,
}

/// What a report is about, and all that happened.
pub struct DayEvents<'a> {
    /// The till's name.
    pub till: &'a str,
    /// When the day began, RFC 3339.
    pub opened_at: String,
    /// When this report is made, RFC 3339.
    pub at: String,
    /// The shop's currency.
    pub currency: Currency,
    /// Sales and refunds, in any order.
    pub sales: &'a [DaySale],
    /// Cash without a sale, in any order.
    pub movements: &'a [CashMovement],
    /// What each void took out of a cart before it was sold.
    pub voids: &'a [Money],
}

/// The report of a till's day. Amounts are minor units of its currency.
///
/// `by_tax_rate`, `by_category`, `by_product` and `by_clerk` each add up to `sold`; `by_tender`
/// adds up to `sold.gross + rounding`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DayReport {
    /// The till's name.
    pub till: String,
    /// Its number, counting from 1 for each till; `None` for an X report.
    pub z_number: Option<i64>,
    /// When the day began, RFC 3339.
    pub opened_at: String,
    /// When the report was made, RFC 3339; for a Z that is when the day was closed.
    pub at: String,
    /// What the amounts are in.
    pub currency: Currency,
    /// How many sales.
    pub sales: u64,
    /// How many refunds, and what they gave back (below zero).
    pub refunds: CountedAmount,
    /// How many lines were voided before they were sold, and what they would have cost.
    pub voids: CountedAmount,
    /// The first and the last receipt's number.
    pub receipts: Option<(i64, i64)>,
    /// All sales, less refunds.
    pub sold: AmountSum,
    /// What was paid beyond that, because cash is rounded.
    pub rounding: i64,
    /// By what it was paid with.
    pub by_tender: Vec<TenderSum>,
    /// By tax rate, lowest first.
    pub by_tax_rate: Vec<TaxRateSum>,
    /// By category, in alphabetical order.
    pub by_category: Vec<GroupSum>,
    /// By product, in alphabetical order.
    pub by_product: Vec<ProductSum>,
    /// By clerk, in alphabetical order.
    pub by_clerk: Vec<GroupSum>,
    /// What should lie in the drawer, and what does.
    pub cash: CashReport,
}

/// Net, tax and gross in minor units: `net + tax = gross`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AmountSum {
    /// Without tax.
    pub net: i64,
    /// The tax.
    pub tax: i64,
    /// What customers paid.
    pub gross: i64,
}

/// How many, and how much in minor units.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CountedAmount {
    /// How many.
    pub count: u64,
    /// How much.
    pub amount: i64,
}

/// What was paid in one way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TenderSum {
    /// In which way.
    pub kind: TenderKind,
    /// How many payments, and their sum.
    #[serde(flatten)]
    pub paid: CountedAmount,
}

/// What was sold at one tax rate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TaxRateSum {
    /// The rate in basis points: 1900 are 19 %.
    pub basis_points: u32,
    /// What was sold.
    #[serde(flatten)]
    pub sold: AmountSum,
}

/// What was sold of a category, or by a clerk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GroupSum {
    /// The category's or clerk's name; empty where there is none.
    pub name: String,
    /// What was sold.
    #[serde(flatten)]
    pub sold: AmountSum,
}

/// What was sold of a product, refunds taken off.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ProductSum {
    /// The product.
    pub product: ProductId,
    /// Its name on the last receipt with it.
    pub name: String,
    /// How many pieces.
    pub pieces: i64,
    /// How many grams.
    pub grams: i64,
    /// What was sold.
    #[serde(flatten)]
    pub sold: AmountSum,
}

/// The drawer's cash in minor units:
/// `expected = float + taken + refunded + pay_ins - pay_outs`, `variance = counted - expected`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CashReport {
    /// What lay in the drawer in the morning.
    pub float: i64,
    /// What sales brought in, after change and rounding.
    pub taken: i64,
    /// What refunds gave back: zero or below.
    pub refunded: i64,
    /// What was put in without a sale.
    pub pay_ins: i64,
    /// What was taken out without a sale; not below zero.
    pub pay_outs: i64,
    /// What should lie in the drawer.
    pub expected: i64,
    /// What does; `None` in an X report.
    pub counted: Option<i64>,
    /// What there is too much; below zero where some is missing.
    pub variance: Option<i64>,
    /// The coins and notes, where they were counted one by one.
    #[serde(default)]
    pub coins: Vec<CoinCount>,
}

impl DayReport {
    /// The X report: adds up what happened so far.
    ///
    /// # Errors
    /// A sum beyond 64 bits, another currency, or a sale whose payments are not what it cost.
    pub fn of(events: &DayEvents<'_>) -> Result<Self, DomainError> {
        let currency = events.currency;
        let mut sums = Sums::new(currency);
        // In the order of their numbers, so that a renamed product has its last name.
        let mut sales: Vec<&DaySale> = events.sales.iter().collect();
        sales.sort_by_key(|sale| sale.number);
        for sale in &sales {
            sums.add(sale)?;
        }
        let receipts = sales.first().zip(sales.last()).map(|(a, b)| (a.number, b.number));
        let voids = Money::sum(currency, events.voids.iter().copied())?;
        let cash = sums.cash(events.movements)?;
        Ok(Self {
            till: events.till.to_owned(),
            z_number: None,
            opened_at: events.opened_at.clone(),
            at: events.at.clone(),
            currency,
            sales: sums.sales,
            refunds: CountedAmount { count: sums.refunds, amount: sums.refunded.minor() },
            voids: CountedAmount { count: events.voids.len() as u64, amount: voids.minor() },
            receipts,
            sold: sums.sold.into(),
            rounding: sums.rounding.minor(),
            by_tender: sums
                .by_tender
                .iter()
                .map(|(&kind, &(count, sum))| TenderSum {
                    kind,
                    paid: CountedAmount { count, amount: sum.minor() },
                })
                .collect(),
            by_tax_rate: sums
                .by_tax_rate
                .iter()
                .map(|(rate, &sum)| TaxRateSum {
                    basis_points: rate.basis_points(),
                    sold: sum.into(),
                })
                .collect(),
            by_category: named(sums.by_category),
            by_product: sums.by_product.into_iter().map(ProductTotal::row).collect(),
            by_clerk: named(sums.by_clerk),
            cash,
        }
        .in_alphabetical_order())
    }

    /// The Z report: this one with its number and the counted cash.
    ///
    /// # Errors
    /// Cash in another currency, or a difference beyond 64 bits.
    pub fn close(self, z_number: i64, counted: &CashCount) -> Result<Self, DomainError> {
        let expected = Money::new(self.cash.expected, self.currency);
        let variance = counted.total().checked_sub(expected)?;
        let cash = CashReport {
            counted: Some(counted.total().minor()),
            variance: Some(variance.minor()),
            coins: counted.coins().to_vec(),
            ..self.cash
        };
        Ok(Self { z_number: Some(z_number), cash, ..self })
    }

    /// One of its amounts.
    pub fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }

    fn in_alphabetical_order(mut self) -> Self {
        self.by_product.sort_by_cached_key(|row| (row.name.to_lowercase(), row.product.clone()));
        for rows in [&mut self.by_category, &mut self.by_clerk] {
            rows.sort_by_cached_key(|row| (row.name.to_lowercase(), row.name.clone()));
        }
        self
    }
}

impl From<TaxedAmount> for AmountSum {
    fn from(amount: TaxedAmount) -> Self {
        Self { net: amount.net.minor(), tax: amount.tax.minor(), gross: amount.gross.minor() }
    }
}

fn named(sums: BTreeMap<String, TaxedAmount>) -> Vec<GroupSum> {
    sums.into_iter().map(|(name, sum)| GroupSum { name, sold: sum.into() }).collect()
}
