//! Something taken off a line: an amount, or a share of what the line costs.

use super::{Currency, DomainError, Money, TaxRate};

/// A share of a line's price, more than 0 and at most 100 %, exact to a hundredth of a per cent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PercentOff(u32);

impl PercentOff {
    const WHOLE: u32 = 10_000;

    /// A share in basis points: 1000 are 10 %.
    ///
    /// # Errors
    /// [`DomainError::NotADiscount`] outside of 1 to 10,000.
    pub fn from_basis_points(basis_points: u32) -> Result<Self, DomainError> {
        if (1..=Self::WHOLE).contains(&basis_points) {
            Ok(Self(basis_points))
        } else {
            Err(DomainError::NotADiscount(format!("{basis_points} basis points")))
        }
    }

    /// The share in basis points.
    pub fn basis_points(self) -> u32 {
        self.0
    }
}

/// What is taken off a line.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Discount {
    /// So much, whatever the quantity.
    Amount(Money),
    /// A share of price times quantity; it follows the quantity.
    Percent(PercentOff),
}

impl Discount {
    /// Reads a discount as a clerk types it: `10%`, `2,5 %`, or an amount such as `0.50`.
    ///
    /// # Errors
    /// [`DomainError::NotADiscount`] for anything else, nothing, less than nothing, or more than
    /// 100 %.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, DomainError> {
        let refused = || DomainError::NotADiscount(text.trim().to_owned());
        if text.contains(['%', '％']) {
            let share = text.replace('％', "%");
            let rate = TaxRate::parse_percent(&share).map_err(|_| refused())?;
            return PercentOff::from_basis_points(rate.basis_points())
                .map(Self::Percent)
                .map_err(|_| refused());
        }
        let amount = Money::parse(text, currency).map_err(|_| refused())?;
        if amount.minor() <= 0 {
            return Err(refused());
        }
        Ok(Self::Amount(amount))
    }

    /// Checks that an amount can be taken off in that currency.
    ///
    /// # Errors
    /// An amount that is not above zero, or in another currency.
    pub(super) fn check(self, currency: Currency) -> Result<(), DomainError> {
        let Self::Amount(amount) = self else { return Ok(()) };
        // A sum in another currency has no difference to it.
        amount.checked_sub(Money::zero(currency))?;
        if amount.minor() <= 0 {
            return Err(DomainError::NotADiscount(amount.to_string()));
        }
        Ok(())
    }

    /// How much it takes off `full`: a share is rounded half-up once, and never is more taken off
    /// than is there.
    ///
    /// # Errors
    /// An amount in another currency.
    pub fn of(self, full: Money) -> Result<Money, DomainError> {
        match self {
            Self::Percent(share) => full.checked_ratio(share.0, PercentOff::WHOLE),
            Self::Amount(amount) => {
                let left = full.checked_sub(amount)?;
                Ok(if left.is_negative() { full } else { amount })
            }
        }
    }
}

/// Shares `off` out over `totals`, which it is not more than, in proportion: to the minor unit, so that the
/// shares add up to it, and none is more than its total. Each is what is taken off up to there, rounded
/// half-up, less what was taken off before.
///
/// # Errors
/// Amounts in two currencies, or beyond 64 bits.
pub(super) fn share_out(off: Money, totals: &[Money]) -> Result<Vec<Money>, DomainError> {
    let all = Money::sum(off.currency(), totals.iter().copied())?;
    let (mut up_to, mut given) = (Money::zero(off.currency()), Money::zero(off.currency()));
    let mut shares = Vec::with_capacity(totals.len());
    for total in totals {
        up_to = up_to.checked_add(*total)?;
        let given_now = off.checked_share(up_to, all)?;
        shares.push(given_now.checked_sub(given)?);
        given = given_now;
    }
    Ok(shares)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euro(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    #[test]
    fn discounts_are_read_as_typed() {
        let percent = |points| Discount::Percent(PercentOff::from_basis_points(points).unwrap());
        for (text, expected) in [
            ("10%", percent(1000)),
            (" 2,5 % ", percent(250)),
            ("100％", percent(10_000)),
            ("0.50", Discount::Amount(euro(50))),
            ("1", Discount::Amount(euro(100))),
        ] {
            assert_eq!(Discount::parse(text, Currency::EUR), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_discount_is_refused() {
        for text in ["", "%", "0", "0 %", "-1", "101%", "1.999", "half", "10 % off", "-5%"] {
            let refused = Discount::parse(text, Currency::EUR);
            assert!(matches!(refused, Err(DomainError::NotADiscount(_))), "{text}: {refused:?}");
        }
        assert!(PercentOff::from_basis_points(0).is_err());
        assert!(PercentOff::from_basis_points(10_001).is_err());
    }

    #[test]
    fn a_share_is_rounded_half_up_once_and_an_amount_is_capped() {
        let tenth = Discount::parse("10%", Currency::EUR).unwrap();
        assert_eq!(tenth.of(euro(149)), Ok(euro(15)));
        assert_eq!(tenth.of(euro(145)), Ok(euro(15)), "14.5 cents are 15");
        let fifty = Discount::Amount(euro(50));
        assert_eq!(fifty.of(euro(149)), Ok(euro(50)));
        assert_eq!(fifty.of(euro(49)), Ok(euro(49)));
        let yen = Money::new(5, Currency::from_code("JPY").unwrap());
        assert!(Discount::Amount(yen).of(euro(49)).is_err());
    }
}
