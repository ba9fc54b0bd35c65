//! The sums of a day while they grow, one sale after the other.

use std::collections::BTreeMap;

use super::day_report::{CashReport, DaySale, DaySaleLine, ProductSum};
use super::{
    CashMovement, CashMovementKind, Currency, DomainError, Money, ProductId, Quantity, TaxRate,
    TaxedAmount, TenderKind,
};

/// The sums while they grow.
pub(super) struct Sums {
    currency: Currency,
    pub(super) sales: u64,
    pub(super) refunds: u64,
    pub(super) refunded: Money,
    pub(super) sold: TaxedAmount,
    pub(super) rounding: Money,
    cash_taken: Money,
    cash_refunded: Money,
    pub(super) by_tender: BTreeMap<TenderKind, (u64, Money)>,
    pub(super) by_tax_rate: BTreeMap<TaxRate, TaxedAmount>,
    pub(super) by_category: BTreeMap<String, TaxedAmount>,
    pub(super) by_product: BTreeMap<ProductId, ProductTotal>,
    pub(super) by_clerk: BTreeMap<String, TaxedAmount>,
}

/// A product's sums while they grow.
pub(super) struct ProductTotal {
    name: String,
    pieces: i64,
    grams: i64,
    sold: TaxedAmount,
}

impl ProductTotal {
    pub(super) fn row((product, total): (ProductId, Self)) -> ProductSum {
        let Self { name, pieces, grams, sold } = total;
        ProductSum { product, name, pieces, grams, sold: sold.into() }
    }

    fn add(&mut self, line: &DaySaleLine, sign: i64) -> Result<(), DomainError> {
        line.name.clone_into(&mut self.name);
        self.sold = self.sold.checked_add(line.amount)?;
        let (sum, count) = match line.quantity {
            Quantity::Pieces(pieces) => (&mut self.pieces, i64::from(pieces.get())),
            Quantity::Weight(grams) => (&mut self.grams, i64::from(grams.get())),
        };
        *sum = sum.checked_add(sign * count).ok_or(DomainError::AmountTooLarge)?;
        Ok(())
    }
}

impl Sums {
    pub(super) fn new(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self {
            currency,
            sales: 0,
            refunds: 0,
            refunded: zero,
            sold: TaxedAmount::zero(currency),
            rounding: zero,
            cash_taken: zero,
            cash_refunded: zero,
            by_tender: BTreeMap::new(),
            by_tax_rate: BTreeMap::new(),
            by_category: BTreeMap::new(),
            by_product: BTreeMap::new(),
            by_clerk: BTreeMap::new(),
        }
    }

    pub(super) fn add(&mut self, sale: &DaySale) -> Result<(), DomainError> {
        let zero = TaxedAmount::zero(self.currency);
        let mut whole = zero;
        let sign = if sale.is_refund { -1 } else { 1 };
        for line in &sale.lines {
            whole = whole.checked_add(line.amount)?;
            add_to(&mut self.by_tax_rate, line.tax_rate, line.amount, zero)?;
            add_to(&mut self.by_category, line.category.clone(), line.amount, zero)?;
            self.by_product
                .entry(line.product.clone())
                .or_insert_with(|| ProductTotal {
                    name: String::new(),
                    pieces: 0,
                    grams: 0,
                    sold: zero,
                })
                .add(line, sign)?;
        }
        self.pay(sale, whole.gross)?;
        self.sold = self.sold.checked_add(whole)?;
        self.rounding = self.rounding.checked_add(sale.rounding)?;
        add_to(&mut self.by_clerk, sale.clerk.clone(), whole, zero)?;
        if sale.is_refund {
            self.refunds += 1;
            self.refunded = self.refunded.checked_add(whole.gross)?;
        } else {
            self.sales += 1;
        }
        Ok(())
    }

    /// Adds what a sale was paid with.
    fn pay(&mut self, sale: &DaySale, gross: Money) -> Result<(), DomainError> {
        let mut paid = Money::zero(self.currency);
        for &(kind, amount) in &sale.tenders {
            paid = paid.checked_add(amount)?;
            let (count, sum) =
                self.by_tender.entry(kind).or_insert((0, Money::zero(self.currency)));
            *count += 1;
            *sum = sum.checked_add(amount)?;
            if kind == TenderKind::Cash {
                let side =
                    if sale.is_refund { &mut self.cash_refunded } else { &mut self.cash_taken };
                *side = side.checked_add(amount)?;
            }
        }
        if paid != gross.checked_add(sale.rounding)? {
            return Err(DomainError::SumsDisagree(format!(
                "sale {} was paid with {}",
                sale.number,
                paid.with_code()
            )));
        }
        Ok(())
    }

    pub(super) fn cash(&self, movements: &[CashMovement]) -> Result<CashReport, DomainError> {
        let sum_of = |kind| {
            let of_kind = movements.iter().filter(|movement| movement.kind == kind);
            Money::sum(self.currency, of_kind.map(|movement| movement.amount))
        };
        let float = sum_of(CashMovementKind::Float)?;
        let pay_ins = sum_of(CashMovementKind::PayIn)?;
        let pay_outs = sum_of(CashMovementKind::PayOut)?;
        let expected = float
            .checked_add(self.cash_taken)?
            .checked_add(self.cash_refunded)?
            .checked_add(pay_ins)?
            .checked_sub(pay_outs)?;
        Ok(CashReport {
            float: float.minor(),
            taken: self.cash_taken.minor(),
            refunded: self.cash_refunded.minor(),
            pay_ins: pay_ins.minor(),
            pay_outs: pay_outs.minor(),
            expected: expected.minor(),
            counted: None,
            variance: None,
            coins: Vec::new(),
        })
    }
}

fn add_to<K: Ord>(
    sums: &mut BTreeMap<K, TaxedAmount>,
    key: K,
    amount: TaxedAmount,
    zero: TaxedAmount,
) -> Result<(), DomainError> {
    let sum = sums.entry(key).or_insert(zero);
    *sum = sum.checked_add(amount)?;
    Ok(())
}
