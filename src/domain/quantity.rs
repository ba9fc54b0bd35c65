//! How much of a product is sold: whole pieces or whole grams.

use std::fmt;
use std::num::NonZeroU32;

use super::DomainError;
use super::money::split_decimal;

/// A weight in whole grams, 1 g to 1000 kg.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Grams(u32);

impl Grams {
    /// The heaviest weight a line can have: 1000 kg.
    pub const MAX: u32 = 1_000_000;

    /// So many grams.
    ///
    /// # Errors
    /// [`DomainError::WeightOutOfRange`] outside of 1 to 1,000,000 g.
    pub fn new(grams: u32) -> Result<Self, DomainError> {
        if (1..=Self::MAX).contains(&grams) {
            Ok(Self(grams))
        } else {
            Err(DomainError::WeightOutOfRange)
        }
    }

    /// The number of grams.
    pub fn get(self) -> u32 {
        self.0
    }

    /// Reads a weight as a clerk types it: `350`, `350 g`, `0.350`, `0,35 kg`, `1 kg`.
    ///
    /// Without a unit, a number with a decimal separator is kilograms and one without is grams.
    ///
    /// # Errors
    /// Anything else, parts of a gram, or a weight outside of 1 g to 1000 kg.
    pub fn parse_kg_or_g(text: &str) -> Result<Self, DomainError> {
        let not_a_weight = || DomainError::NotAWeight(text.to_owned());
        let typed = text.trim().to_lowercase();
        let (number, unit) = split_unit(&typed);
        let (whole, fraction) = split_decimal(number).ok_or_else(not_a_weight)?;
        let digits = match (unit, fraction.len()) {
            (Some(Scale::Gram) | None, 0) => whole.to_owned(),
            (Some(Scale::Kilogram), 0) => format!("{whole}000"),
            (Some(Scale::Kilogram) | None, 1..=3) => format!("{whole}{fraction:0<3}"),
            _ => return Err(not_a_weight()),
        };
        // Digits only: the one way to fail is to be too large.
        Self::new(digits.parse().map_err(|_| DomainError::WeightOutOfRange)?)
    }
}

/// Prints kilograms with all three decimals: `0.350 kg`.
impl fmt::Display for Grams {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{:03} kg", self.0 / 1000, self.0 % 1000)
    }
}

enum Scale {
    Gram,
    Kilogram,
}

fn split_unit(typed: &str) -> (&str, Option<Scale>) {
    for (suffix, unit) in [("kg", Scale::Kilogram), ("公斤", Scale::Kilogram)] {
        if let Some(number) = typed.strip_suffix(suffix) {
            return (number.trim_end(), Some(unit));
        }
    }
    for suffix in ["g", "克"] {
        if let Some(number) = typed.strip_suffix(suffix) {
            return (number.trim_end(), Some(Scale::Gram));
        }
    }
    (typed, None)
}

/// A whole number of pieces, 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Pieces(NonZeroU32);

impl Pieces {
    /// A single piece.
    pub const ONE: Self = Self(NonZeroU32::MIN);
    /// The most pieces a line can have.
    pub const MAX: u32 = 9999;

    /// So many pieces.
    ///
    /// # Errors
    /// [`DomainError::PiecesOutOfRange`] outside of 1 to 9999.
    pub fn new(pieces: u32) -> Result<Self, DomainError> {
        NonZeroU32::new(pieces)
            .filter(|pieces| pieces.get() <= Self::MAX)
            .map(Self)
            .ok_or(DomainError::PiecesOutOfRange)
    }

    /// The number of pieces.
    pub fn get(self) -> u32 {
        self.0.get()
    }
}

/// Prints the bare number.
impl fmt::Display for Pieces {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// How much of a product is sold.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Quantity {
    /// So many pieces of a product with a price per piece.
    Pieces(Pieces),
    /// So many grams of a product with a price per kg.
    Weight(Grams),
}

impl Quantity {
    /// The number of pieces or of grams.
    pub fn count(self) -> u32 {
        match self {
            Self::Pieces(pieces) => pieces.get(),
            Self::Weight(grams) => grams.get(),
        }
    }
}

/// Prints `3`, or `0.350 kg`.
impl fmt::Display for Quantity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pieces(pieces) => pieces.fmt(formatter),
            Self::Weight(grams) => grams.fmt(formatter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_as_typed() {
        for (text, grams) in [
            ("350", 350),
            ("350 g", 350),
            ("350g", 350),
            ("0.350", 350),
            ("0,35", 350),
            ("1.5", 1500),
            ("1 kg", 1000),
            ("0,125 KG", 125),
            (" 2 ", 2),
            ("300克", 300),
            ("2 公斤", 2000),
            ("1000 kg", 1_000_000),
        ] {
            assert_eq!(Grams::parse_kg_or_g(text).map(Grams::get), Ok(grams), "{text}");
        }
    }

    #[test]
    fn what_is_no_weight_is_refused() {
        for text in ["", "g", "kg", "-1", "1.2345", "0.5 g", "1.", ".5", "abc", "1 lb", "1 k g"] {
            assert!(
                matches!(Grams::parse_kg_or_g(text), Err(DomainError::NotAWeight(_))),
                "{text}"
            );
        }
    }

    #[test]
    fn weights_and_counts_have_bounds() {
        for text in ["0", "0.000", "1000001", "1001 kg", "99999999999999999999"] {
            assert_eq!(Grams::parse_kg_or_g(text), Err(DomainError::WeightOutOfRange), "{text}");
        }
        assert!(Pieces::new(0).is_err());
        assert!(Pieces::new(10_000).is_err());
        assert_eq!(Pieces::new(9_999).map(Pieces::get), Ok(9_999));
        assert_eq!(Pieces::new(1), Ok(Pieces::ONE));
    }

    #[test]
    fn quantities_print_for_people() {
        assert_eq!(Quantity::Weight(Grams::new(350).unwrap()).to_string(), "0.350 kg");
        assert_eq!(Quantity::Weight(Grams::new(12_005).unwrap()).to_string(), "12.005 kg");
        assert_eq!(Quantity::Pieces(Pieces::new(3).unwrap()).to_string(), "3");
    }
}
