//! Tax: a rate, whether prices include it, and the sums of a cart or sale by rate.

use std::collections::BTreeMap;

use super::money::split_decimal;
use super::{Currency, DomainError, Money};

const HUNDRED_PER_CENT: u32 = 10_000;

/// A tax rate from 0 to 100 %, exact to a hundredth of a per cent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TaxRate(u32);

impl TaxRate {
    /// No tax.
    pub const ZERO: Self = Self(0);

    /// A rate in basis points: 1900 are 19 %.
    ///
    /// # Errors
    /// [`DomainError::NotATaxRate`] above 10,000.
    pub fn from_basis_points(basis_points: u32) -> Result<Self, DomainError> {
        if basis_points > HUNDRED_PER_CENT {
            return Err(DomainError::NotATaxRate(format!("{basis_points} basis points")));
        }
        Ok(Self(basis_points))
    }

    /// Reads per cent as people write it: `7`, `19 %`, `2.5`, `2,5`.
    ///
    /// # Errors
    /// Anything else, more than two decimals, or more than 100 %.
    pub fn parse_percent(text: &str) -> Result<Self, DomainError> {
        let not_a_rate = || DomainError::NotATaxRate(text.to_owned());
        let trimmed = text.trim();
        let number = trimmed.strip_suffix('%').map_or(trimmed, str::trim_end);
        let (whole, fraction) = split_decimal(number).ok_or_else(not_a_rate)?;
        if fraction.len() > 2 {
            return Err(not_a_rate());
        }
        let basis_points = format!("{whole}{fraction:0<2}").parse().map_err(|_| not_a_rate())?;
        Self::from_basis_points(basis_points).map_err(|_| not_a_rate())
    }

    /// The rate in basis points, 0 to 10,000.
    pub fn basis_points(self) -> u32 {
        self.0
    }

    /// Per cent without needless zeros and without a sign: `7`, `2.5`, `19.25`.
    pub fn percent_text(self) -> String {
        let text = format!("{}.{:02}", self.0 / 100, self.0 % 100);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

/// Whether the shop's prices have the tax in them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TaxMode {
    /// The price is what the customer pays.
    Included,
    /// The tax comes on top of the price.
    Added,
}

impl TaxMode {
    /// Splits what stands on a line (price times quantity) into net, tax and gross.
    ///
    /// Included: `tax = gross * rate / (1 + rate)`. Added: `tax = net * rate`. The tax is rounded
    /// half-up to a minor unit, once; the third amount is the exact difference or sum.
    ///
    /// # Errors
    /// An amount beyond 64 bits.
    pub fn split(self, line_total: Money, rate: TaxRate) -> Result<TaxedAmount, DomainError> {
        match self {
            Self::Included => {
                let tax = line_total.checked_ratio(rate.0, HUNDRED_PER_CENT + rate.0)?;
                Ok(TaxedAmount { net: line_total.checked_sub(tax)?, tax, gross: line_total })
            }
            Self::Added => {
                let tax = line_total.checked_ratio(rate.0, HUNDRED_PER_CENT)?;
                Ok(TaxedAmount { net: line_total, tax, gross: line_total.checked_add(tax)? })
            }
        }
    }
}

/// An amount without tax, its tax, and both together: `net + tax = gross`, to the minor unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TaxedAmount {
    /// Without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// What the customer pays.
    pub gross: Money,
}

impl TaxedAmount {
    pub(super) fn zero(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self { net: zero, tax: zero, gross: zero }
    }

    pub(super) fn checked_add(self, other: Self) -> Result<Self, DomainError> {
        Ok(Self {
            net: self.net.checked_add(other.net)?,
            tax: self.tax.checked_add(other.tax)?,
            gross: self.gross.checked_add(other.gross)?,
        })
    }
}

/// The sums of all lines with one tax rate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TaxTotal {
    /// The rate.
    pub rate: TaxRate,
    /// Without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// What the customer pays.
    pub gross: Money,
}

/// The sums of a cart or sale. Each is a sum of line amounts, so no rounding happens here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Totals {
    /// Without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// What the customer pays.
    pub gross: Money,
    /// The same by tax rate, lowest rate first; only rates that occur.
    pub by_rate: Vec<TaxTotal>,
}

impl Totals {
    /// Adds up lines.
    ///
    /// # Errors
    /// A sum beyond 64 bits, or another currency among the lines.
    pub(super) fn of_lines(
        currency: Currency,
        lines: impl IntoIterator<Item = (TaxRate, TaxedAmount)>,
    ) -> Result<Self, DomainError> {
        let mut all = TaxedAmount::zero(currency);
        let mut rates: BTreeMap<TaxRate, TaxedAmount> = BTreeMap::new();
        for (rate, amount) in lines {
            all = all.checked_add(amount)?;
            let sum = rates.entry(rate).or_insert_with(|| TaxedAmount::zero(currency));
            *sum = sum.checked_add(amount)?;
        }
        let by_rate = rates
            .into_iter()
            .map(|(rate, TaxedAmount { net, tax, gross })| TaxTotal { rate, net, tax, gross })
            .collect();
        Ok(Self { net: all.net, tax: all.tax, gross: all.gross, by_rate })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euro(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    #[test]
    fn rates_are_read_and_printed() {
        for (text, printed) in [
            ("7", "7"),
            ("19 %", "19"),
            ("2.5", "2.5"),
            ("2,50%", "2.5"),
            ("0", "0"),
            ("100", "100"),
            ("19.25", "19.25"),
            ("10.05", "10.05"),
        ] {
            assert_eq!(TaxRate::parse_percent(text).unwrap().percent_text(), printed, "{text}");
        }
        for text in ["", "%", "-1", "100.01", "7.125", "seven", "7.", "99999999999"] {
            assert!(TaxRate::parse_percent(text).is_err(), "{text}");
        }
        assert!(TaxRate::from_basis_points(10_001).is_err());
    }

    #[test]
    fn included_tax_is_taken_out_of_the_gross() {
        let split = TaxMode::Included.split(euro(199), TaxRate(1900)).unwrap();
        // 199 * 19 / 119 = 31.77
        assert_eq!(split, TaxedAmount { net: euro(167), tax: euro(32), gross: euro(199) });
    }

    #[test]
    fn added_tax_comes_on_top_of_the_net() {
        // 50 * 7 % = 3.5, rounded half-up.
        let split = TaxMode::Added.split(euro(50), TaxRate(700)).unwrap();
        assert_eq!(split, TaxedAmount { net: euro(50), tax: euro(4), gross: euro(54) });
        assert!(TaxMode::Added.split(euro(i64::MAX), TaxRate(1)).is_err());
        assert!(TaxMode::Included.split(euro(i64::MAX), TaxRate(10_000)).is_ok());
    }
}
