//! Refunds: what was recorded goes back, whole or in parts, and never more than was sold and paid.

use super::{
    CashRounding, Currency, DomainError, Grams, Money, PaidSale, Payment, Pieces, Quantity,
    SaleLine, TaxMode, TaxedAmount, Tender, TenderKind, Totals,
};

/// A line that goes back, or a part of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RefundLine {
    /// Which line of the sale it takes back, from 0.
    pub position: usize,
    /// The sold line with the quantity that goes back; its amounts are zero or below.
    pub line: SaleLine,
}

/// A refund as it is recorded: a sale of its own with amounts below zero.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refund {
    of: i64,
    currency: Currency,
    tax_mode: TaxMode,
    lines: Vec<RefundLine>,
    totals: Totals,
    payment: Payment,
}

impl Refund {
    /// A refund as it was recorded. `recorded` are its sums as they were written beside the lines.
    ///
    /// # Errors
    /// [`DomainError::SumsDisagree`] when there are no lines, a line's amounts are above zero or
    /// do not add up, or sums and tenders are not those of the lines.
    pub fn restore(
        of: i64,
        (currency, tax_mode): (Currency, TaxMode),
        lines: Vec<RefundLine>,
        recorded: TaxedAmount,
        (rounding, tenders): (Money, Vec<Tender>),
    ) -> Result<Self, DomainError> {
        for RefundLine { line, .. } in &lines {
            let above = [line.net, line.tax, line.gross].into_iter().any(|part| part.minor() > 0);
            if above || line.net.checked_add(line.tax)? != line.gross {
                return Err(DomainError::SumsDisagree(format!("line \"{}\"", line.name)));
            }
        }
        let payment = Payment::restore(recorded.gross, rounding, tenders)?;
        let refund = Self::of_lines(of, (currency, tax_mode), lines, payment)?;
        let Totals { net, tax, gross, .. } = refund.totals;
        if refund.lines.is_empty() || recorded != (TaxedAmount { net, tax, gross }) {
            return Err(DomainError::SumsDisagree(format!(
                "{} recorded, {} counted",
                recorded.gross.with_code(),
                gross.with_code()
            )));
        }
        Ok(refund)
    }

    fn of_lines(
        of: i64,
        (currency, tax_mode): (Currency, TaxMode),
        lines: Vec<RefundLine>,
        payment: Payment,
    ) -> Result<Self, DomainError> {
        let totals = Totals::of_lines(currency, lines.iter().map(|refund| refund.line.taxed()))?;
        Ok(Self { of, currency, tax_mode, lines, totals, payment })
    }

    /// The number of the sale that it takes back.
    pub fn of(&self) -> i64 {
        self.of
    }

    /// The currency.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Whether the prices had the tax in them.
    pub fn tax_mode(&self) -> TaxMode {
        self.tax_mode
    }

    /// What goes back, in the sale's order; at least one.
    pub fn lines(&self) -> &[RefundLine] {
        &self.lines
    }

    /// Net, tax and gross, each zero or below.
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// How the money went back.
    pub fn payment(&self) -> &Payment {
        &self.payment
    }
}

/// What a shop records under a number: a sale, or a refund of one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Deal {
    /// Goods went out.
    Sale(PaidSale),
    /// Goods came back.
    Refund(Refund),
}

impl Deal {
    /// The currency.
    pub fn currency(&self) -> Currency {
        match self {
            Self::Sale(paid) => paid.sale().currency(),
            Self::Refund(refund) => refund.currency(),
        }
    }

    /// Whether the prices had the tax in them.
    pub fn tax_mode(&self) -> TaxMode {
        match self {
            Self::Sale(paid) => paid.sale().tax_mode(),
            Self::Refund(refund) => refund.tax_mode(),
        }
    }

    /// The lines in their order.
    pub fn lines(&self) -> Vec<&SaleLine> {
        match self {
            Self::Sale(paid) => paid.sale().lines().iter().collect(),
            Self::Refund(refund) => refund.lines().iter().map(|refund| &refund.line).collect(),
        }
    }

    /// Net, tax and gross, in all and by tax rate.
    pub fn totals(&self) -> &Totals {
        match self {
            Self::Sale(paid) => paid.sale().totals(),
            Self::Refund(refund) => refund.totals(),
        }
    }

    /// How the money went.
    pub fn payment(&self) -> &Payment {
        match self {
            Self::Sale(paid) => paid.payment(),
            Self::Refund(refund) => refund.payment(),
        }
    }
}

/// What goes back of a line: its position and so many pieces or grams.
pub type Part = (usize, u32);

/// A recorded sale with what was refunded of it so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refundable {
    number: i64,
    paid: PaidSale,
    returned: Vec<Returned>,
    cash: Money,
    card: Money,
    gross: Money,
}

/// What went back of a line, above zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Returned {
    count: u32,
    tax: Money,
    gross: Money,
    discount: Money,
    cart_discount: Money,
}

impl Refundable {
    /// The sale with that number, and the refunds of it that were recorded.
    ///
    /// # Errors
    /// [`DomainError::SumsDisagree`] when they took back more than was sold.
    pub fn new(number: i64, paid: PaidSale, earlier: &[Refund]) -> Result<Self, DomainError> {
        let zero = Money::zero(paid.sale().currency());
        let nothing =
            Returned { count: 0, tax: zero, gross: zero, discount: zero, cart_discount: zero };
        let returned = vec![nothing; paid.sale().lines().len()];
        let mut this = Self { number, paid, returned, cash: zero, card: zero, gross: zero };
        for refund in earlier {
            this.count_in(refund)?;
        }
        Ok(this)
    }

    fn count_in(&mut self, refund: &Refund) -> Result<(), DomainError> {
        let too_much = || DomainError::SumsDisagree(format!("refunds of sale {}", self.number));
        for RefundLine { position, line } in &refund.lines {
            let sold = self.paid.sale().lines().get(*position).ok_or_else(too_much)?;
            let returned = self.returned.get_mut(*position).ok_or_else(too_much)?;
            returned.count = returned
                .count
                .checked_add(line.quantity.count())
                .filter(|count| *count <= sold.quantity.count())
                .ok_or_else(too_much)?;
            returned.tax = returned.tax.checked_sub(line.tax)?;
            returned.gross = returned.gross.checked_sub(line.gross)?;
            returned.discount = returned.discount.checked_sub(line.discount)?;
            returned.cart_discount = returned.cart_discount.checked_sub(line.cart_discount)?;
        }
        self.cash = self.cash.checked_sub(refund.payment.paid_by(TenderKind::Cash)?)?;
        self.card = self.card.checked_sub(refund.payment.paid_by(TenderKind::Card)?)?;
        self.gross = self.gross.checked_sub(refund.totals.gross)?;
        Ok(())
    }

    /// The sale's number.
    pub fn number(&self) -> i64 {
        self.number
    }

    /// The sale.
    pub fn paid(&self) -> &PaidSale {
        &self.paid
    }

    /// How many pieces or grams of each line can still go back.
    pub fn left(&self) -> Vec<u32> {
        let lines = self.paid.sale().lines().iter().zip(&self.returned);
        lines.map(|(sold, returned)| sold.quantity.count() - returned.count).collect()
    }

    /// Everything that is left.
    ///
    /// # Errors
    /// [`DomainError::NothingToRefund`] when nothing is.
    pub fn whole(&self, rounding: CashRounding) -> Result<Refund, DomainError> {
        let left: Vec<Part> = self.left().into_iter().enumerate().collect();
        self.parts(&left, rounding)
    }

    /// A refund of these parts; parts of nothing are left out.
    ///
    /// The recorded amounts are shared out by quantity: what has gone back after a refund is
    /// `amount * returned / sold`, rounded half-up, so that refunds of all parts add up to the
    /// whole exactly, in whatever order they come. Money goes back to the card first, up to what
    /// was paid by it; only the rest is cash, rounded to `rounding`.
    ///
    /// # Errors
    /// [`DomainError::NothingToRefund`]; [`DomainError::MoreThanSold`] when a line has not that
    /// much left; [`DomainError::NoSuchSaleLine`].
    pub fn parts(&self, parts: &[Part], rounding: CashRounding) -> Result<Refund, DomainError> {
        let mut lines: Vec<RefundLine> = Vec::new();
        for &(position, count) in parts.iter().filter(|(_, count)| *count > 0) {
            if lines.iter().any(|line| line.position == position) {
                return Err(DomainError::NoSuchSaleLine);
            }
            lines.push(RefundLine { position, line: self.take_back(position, count)? });
        }
        if lines.is_empty() {
            return Err(DomainError::NothingToRefund);
        }
        lines.sort_by_key(|line| line.position);
        let sale = self.paid.sale();
        let kind = (sale.currency(), sale.tax_mode());
        let gross = Money::sum(kind.0, lines.iter().map(|refund| refund.line.gross))?;
        let payment = Payment::give_back(gross, self.tenders(gross, rounding)?)?;
        Refund::of_lines(self.number, kind, lines, payment)
    }

    fn take_back(&self, position: usize, count: u32) -> Result<SaleLine, DomainError> {
        let sold = self.paid.sale().lines().get(position).ok_or(DomainError::NoSuchSaleLine)?;
        let before = self.returned.get(position).ok_or(DomainError::NoSuchSaleLine)?;
        let all = sold.quantity.count();
        let returned = before
            .count
            .checked_add(count)
            .filter(|returned| *returned <= all)
            .ok_or_else(|| DomainError::MoreThanSold(sold.name.clone()))?;
        let gross_now = sold.gross.checked_ratio(returned, all)?;
        // Rounded for itself, the tax could run ahead of the gross by a minor unit: each part's
        // net and tax stay on the side of zero that they are on, and within what is left.
        let least = larger(before.tax, gross_now.checked_sub(sold.net)?);
        let most = smaller(before.tax.checked_add(gross_now.checked_sub(before.gross)?)?, sold.tax);
        let tax_now = smaller(larger(sold.tax.checked_ratio(returned, all)?, least), most);
        let (tax, gross) = (before.tax.checked_sub(tax_now)?, before.gross.checked_sub(gross_now)?);
        let discount = before.discount.checked_sub(sold.discount.checked_ratio(returned, all)?)?;
        let cart_discount =
            before.cart_discount.checked_sub(sold.cart_discount.checked_ratio(returned, all)?)?;
        let quantity = match sold.quantity {
            Quantity::Pieces(_) => Quantity::Pieces(Pieces::new(count)?),
            Quantity::Weight(_) => Quantity::Weight(Grams::new(count)?),
        };
        let net = gross.checked_sub(tax)?;
        Ok(SaleLine { quantity, net, tax, gross, discount, cart_discount, ..sold.clone() })
    }

    /// What goes back by card and in cash for `gross`, which is zero or below.
    fn tenders(&self, gross: Money, rounding: CashRounding) -> Result<Vec<Tender>, DomainError> {
        let payment = self.paid.payment();
        let (card_paid, cash_paid) =
            (payment.paid_by(TenderKind::Card)?, payment.paid_by(TenderKind::Cash)?);
        let zero = Money::zero(gross.currency());
        let wanted = zero.checked_sub(gross)?;
        let card = smaller(wanted, card_paid.checked_sub(self.card)?);

        // What has gone back in cash in all: rounded as cash is, and all of it with the last part.
        let cash_gross =
            self.gross.checked_add(wanted)?.checked_sub(self.card)?.checked_sub(card)?;
        let last = self.paid.sale().totals().gross.checked_sub(card_paid)?;
        let in_all = match cash_gross == last {
            true => cash_paid,
            false => smaller(rounding.round(cash_gross)?, cash_paid),
        };
        let cash = in_all.checked_sub(self.cash)?;
        // The step was larger before: nothing is asked back from the customer.
        let cash = if cash.is_negative() { zero } else { cash };

        let tender = |kind, amount: Money| -> Result<Tender, DomainError> {
            let amount = zero.checked_sub(amount)?;
            Ok(Tender { kind, amount, given: amount })
        };
        let mut tenders = Vec::new();
        if wanted != card || card == zero {
            tenders.push(tender(TenderKind::Cash, cash)?);
        }
        if card != zero {
            tenders.push(tender(TenderKind::Card, card)?);
        }
        Ok(tenders)
    }
}

fn smaller(a: Money, b: Money) -> Money {
    if a.minor() <= b.minor() { a } else { b }
}

fn larger(a: Money, b: Money) -> Money {
    if a.minor() >= b.minor() { a } else { b }
}

#[cfg(test)]
#[path = "refund_tests.rs"]
mod tests;
