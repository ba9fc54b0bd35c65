//! Paying: what a customer hands over, in cash or by card, until it covers what is due.

use serde::{Deserialize, Serialize};

use super::{Currency, DomainError, Money, Sale, TaxedAmount};

/// How something was paid.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TenderKind {
    /// Notes and coins.
    Cash,
    /// A card, on a terminal of its own; the till records what it took.
    Card,
}

impl TenderKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Cash, Self::Card];

    /// The word that the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Card => "card",
        }
    }

    /// Reads [`Self::as_str`] back.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// What is handed over for a sale that is being paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Given {
    /// How.
    pub kind: TenderKind,
    /// How much; of cash it may be more than is due.
    pub amount: Money,
}

/// A part of a payment as it is recorded. All amounts of a refund are below zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tender {
    /// How it was paid.
    pub kind: TenderKind,
    /// What of it pays the sale.
    pub amount: Money,
    /// What was handed over.
    pub given: Money,
}

impl Tender {
    /// What went back to the customer: `given - amount`.
    ///
    /// # Errors
    /// Two currencies, or a difference beyond 64 bits.
    pub fn change(&self) -> Result<Money, DomainError> {
        self.given.checked_sub(self.amount)
    }
}

/// The smallest coin that the shop still uses, in minor units: what is paid in cash is rounded to
/// its multiples. What is paid by card never is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CashRounding(u32);

impl CashRounding {
    /// Every minor unit can be paid.
    pub const NONE: Self = Self(0);
    /// The largest step, in minor units.
    pub const MAX: u32 = 100_000;

    /// Rounds to multiples of so many minor units; 0 and 1 round nothing.
    ///
    /// # Errors
    /// [`DomainError::NotARoundingStep`] above [`Self::MAX`].
    pub fn new(step: u32) -> Result<Self, DomainError> {
        if step > Self::MAX {
            return Err(DomainError::NotARoundingStep(step.to_string()));
        }
        Ok(Self(step))
    }

    /// Reads [`Self::new`]'s number as the settings keep it; nothing typed is [`Self::NONE`].
    ///
    /// # Errors
    /// [`DomainError::NotARoundingStep`] for anything else.
    pub fn parse(text: &str) -> Result<Self, DomainError> {
        let typed = text.trim();
        if typed.is_empty() {
            return Ok(Self::NONE);
        }
        let step = typed.parse().map_err(|_| DomainError::NotARoundingStep(text.to_owned()))?;
        Self::new(step)
    }

    /// The step in minor units; 0 is none.
    pub fn step(self) -> u32 {
        self.0
    }

    /// The nearest amount that can be paid in cash; a half goes away from zero, so that a refund
    /// is the mirror of its sale.
    ///
    /// # Errors
    /// An amount beyond 64 bits.
    pub fn round(self, amount: Money) -> Result<Money, DomainError> {
        let step = i128::from(self.0.max(1));
        let minor = i128::from(amount.minor());
        let rounded = minor.signum() * ((minor.abs() + step / 2) / step * step);
        // For an odd step no amount lies in the middle; for an even one `step / 2` is the middle.
        let minor = i64::try_from(rounded).map_err(|_| DomainError::AmountTooLarge)?;
        Ok(Money::new(minor, amount.currency()))
    }

    pub(super) fn can_be_paid(self, amount: Money) -> bool {
        amount.minor() % i64::from(self.0.max(1)) == 0
    }
}

/// What is still to be paid while tenders come in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StillDue {
    /// If the rest is paid by card: exact.
    pub by_card: Money,
    /// If the rest is paid in cash: rounded.
    pub in_cash: Money,
    /// Whether what was handed over is enough.
    pub covered: bool,
}

/// A payment that covers what was due. It has at least one tender; the tenders' amounts add up to
/// what was due and the rounding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payment {
    tenders: Vec<Tender>,
    rounding: Money,
}

/// The sums of what was handed over.
struct Sums {
    cash: Money,
    cards: Money,
    any_cash: bool,
}

impl Sums {
    fn of(currency: Currency, given: &[Given]) -> Result<Self, DomainError> {
        if given.iter().any(|given| given.amount.is_negative()) {
            return Err(DomainError::NegativeTender);
        }
        let sum = |kind| {
            let of_kind = given.iter().filter(|given| given.kind == kind);
            Money::sum(currency, of_kind.map(|given| given.amount))
        };
        Ok(Self {
            cash: sum(TenderKind::Cash)?,
            cards: sum(TenderKind::Card)?,
            any_cash: given.iter().any(|given| given.kind == TenderKind::Cash),
        })
    }
}

impl Payment {
    /// What `given` leaves to be paid of `due`.
    ///
    /// # Errors
    /// Amounts below zero, in another currency or beyond 64 bits; more by card than is due.
    pub fn still_due(
        due: Money,
        rounding: CashRounding,
        given: &[Given],
    ) -> Result<StillDue, DomainError> {
        let sums = Sums::of(due.currency(), given)?;
        let cash_part = cash_part(due, &sums)?;
        let rounded = rounding.round(cash_part)?;
        let zero = Money::zero(due.currency());
        let at_least_zero = |money: Money| if money.is_negative() { zero } else { money };
        let covered = if sums.any_cash {
            !sums.cash.checked_sub(rounded)?.is_negative()
        } else {
            !given.is_empty() && cash_part == zero
        };
        let left = |part: Money| -> Result<Money, DomainError> {
            Ok(if covered { zero } else { at_least_zero(part.checked_sub(sums.cash)?) })
        };
        Ok(StillDue { by_card: left(cash_part)?, in_cash: left(rounded)?, covered })
    }

    /// Takes what was handed over for `due`, which is zero or more. Only the part paid in cash is
    /// rounded, and change comes from cash alone.
    ///
    /// # Errors
    /// [`DomainError::PaymentShort`] while it does not cover what is due,
    /// [`DomainError::CardAboveDue`] when cards alone would be more, and what
    /// [`Self::still_due`] refuses.
    pub fn take(due: Money, rounding: CashRounding, given: &[Given]) -> Result<Self, DomainError> {
        let still = Self::still_due(due, rounding, given)?;
        if !still.covered {
            return Err(DomainError::PaymentShort(still.by_card.with_code()));
        }
        let sums = Sums::of(due.currency(), given)?;
        let cash_part = cash_part(due, &sums)?;
        let mut tenders = Vec::with_capacity(given.len());
        let mut rounded_by = Money::zero(due.currency());
        if sums.any_cash {
            let amount = rounding.round(cash_part)?;
            rounded_by = amount.checked_sub(cash_part)?;
            tenders.push(Tender { kind: TenderKind::Cash, amount, given: sums.cash });
        }
        let cards = given.iter().filter(|given| given.kind == TenderKind::Card);
        tenders.extend(cards.map(|&Given { kind, amount }| Tender { kind, amount, given: amount }));
        Ok(Self { tenders, rounding: rounded_by })
    }

    /// The whole of `due` in cash, without change.
    ///
    /// # Errors
    /// An amount beyond 64 bits.
    pub fn exact_cash(due: Money, rounding: CashRounding) -> Result<Self, DomainError> {
        let amount = rounding.round(due)?;
        Self::take(due, rounding, &[Given { kind: TenderKind::Cash, amount }])
    }

    /// What goes back to a customer; `gross` and the tenders' amounts are zero or below.
    pub(super) fn give_back(gross: Money, tenders: Vec<Tender>) -> Result<Self, DomainError> {
        let paid = Money::sum(gross.currency(), tenders.iter().map(|tender| tender.amount))?;
        Ok(Self { rounding: paid.checked_sub(gross)?, tenders })
    }

    /// A payment as it was recorded for a sale or refund of `gross`.
    ///
    /// # Errors
    /// [`DomainError::SumsDisagree`] when there is no tender, a tender's amounts have the wrong
    /// sign, change came from a card or a refund, or the sum is not `gross + rounding`.
    pub fn restore(
        gross: Money,
        rounding: Money,
        tenders: Vec<Tender>,
    ) -> Result<Self, DomainError> {
        let disagree = |why: &str| Err(DomainError::SumsDisagree(why.to_owned()));
        let is_refund = gross.is_negative();
        for tender in &tenders {
            let change = tender.change()?;
            let wrong_sign = match is_refund {
                true => tender.amount.minor() > 0,
                false => tender.amount.is_negative(),
            };
            let no_change = is_refund || tender.kind == TenderKind::Card;
            if wrong_sign || change.is_negative() || (no_change && change.minor() != 0) {
                return disagree("a tender's amounts");
            }
        }
        let any_cash = tenders.iter().any(|tender| tender.kind == TenderKind::Cash);
        if rounding.minor() != 0 && !any_cash {
            return disagree("a rounding without cash");
        }
        let paid = Money::sum(gross.currency(), tenders.iter().map(|tender| tender.amount))?;
        if tenders.is_empty() || paid != gross.checked_add(rounding)? {
            return disagree("the tenders' sum");
        }
        Ok(Self { tenders, rounding })
    }

    /// The tenders: cash first.
    pub fn tenders(&self) -> &[Tender] {
        &self.tenders
    }

    /// What the rounding of cash added to what was due, or took off it.
    pub fn rounding(&self) -> Money {
        self.rounding
    }

    /// What was paid in this way, without change; for a refund what went back, below zero.
    ///
    /// # Errors
    /// A sum beyond 64 bits.
    pub fn paid_by(&self, kind: TenderKind) -> Result<Money, DomainError> {
        let of_kind = self.tenders.iter().filter(|tender| tender.kind == kind);
        Money::sum(self.rounding.currency(), of_kind.map(|tender| tender.amount))
    }

    /// What the customer got back of the cash.
    ///
    /// # Errors
    /// A sum beyond 64 bits.
    pub fn change(&self) -> Result<Money, DomainError> {
        let zero = Money::zero(self.rounding.currency());
        self.tenders.iter().try_fold(zero, |sum, tender| sum.checked_add(tender.change()?))
    }
}

/// What cards leave to be paid in cash, before it is rounded.
fn cash_part(due: Money, sums: &Sums) -> Result<Money, DomainError> {
    let part = due.checked_sub(sums.cards)?;
    // A card covers all of it: what cash there is would only be handed back.
    let cash_for_nothing = sums.any_cash && part.minor() == 0 && sums.cards.minor() > 0;
    if part.is_negative() || cash_for_nothing {
        return Err(DomainError::CardAboveDue);
    }
    Ok(part)
}

/// A sale and how it was paid: what a shop records. There is none without a payment that covers it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaidSale {
    sale: Sale,
    payment: Payment,
}

impl PaidSale {
    /// Takes what was handed over for a sale.
    ///
    /// # Errors
    /// See [`Payment::take`].
    pub fn new(sale: Sale, rounding: CashRounding, given: &[Given]) -> Result<Self, DomainError> {
        let payment = Payment::take(sale.totals().gross, rounding, given)?;
        Ok(Self { sale, payment })
    }

    /// A sale paid in cash without change.
    ///
    /// # Errors
    /// See [`Payment::exact_cash`].
    pub fn in_exact_cash(sale: Sale, rounding: CashRounding) -> Result<Self, DomainError> {
        let payment = Payment::exact_cash(sale.totals().gross, rounding)?;
        Ok(Self { sale, payment })
    }

    /// A sale and its payment as they were recorded.
    ///
    /// # Errors
    /// See [`Payment::restore`].
    pub fn restore(sale: Sale, rounding: Money, tenders: Vec<Tender>) -> Result<Self, DomainError> {
        let payment = Payment::restore(sale.totals().gross, rounding, tenders)?;
        Ok(Self { sale, payment })
    }

    /// What was sold.
    pub fn sale(&self) -> &Sale {
        &self.sale
    }

    /// How it was paid.
    pub fn payment(&self) -> &Payment {
        &self.payment
    }

    /// Net, tax and gross.
    pub fn amount(&self) -> TaxedAmount {
        let totals = self.sale.totals();
        TaxedAmount { net: totals.net, tax: totals.tax, gross: totals.gross }
    }
}

#[cfg(test)]
#[path = "payment_tests.rs"]
mod tests;
