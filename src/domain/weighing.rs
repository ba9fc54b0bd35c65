//! A weighing: what lay on the scale, what of it is container, and who says so.

use super::{DomainError, Grams};

/// Where a weight comes from. A hand-typed one is marked as such on the receipt, since a PC is no
/// certified scale.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum WeighedBy {
    /// The clerk typed it.
    Typed,
    /// A scale gave it.
    Scale,
    /// It stood in a barcode.
    Barcode,
}

impl WeighedBy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Typed, Self::Scale, Self::Barcode];

    /// The word that the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Scale => "scale",
            Self::Barcode => "barcode",
        }
    }

    /// Reads [`Self::as_str`] back.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.as_str() == word)
    }
}

/// A weight with its container taken off.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Weighing {
    net: Grams,
    tare: u32,
    by: WeighedBy,
}

impl Weighing {
    /// What is sold of `gross` when the container weighs `tare` grams.
    ///
    /// # Errors
    /// [`DomainError::WeightOutOfRange`] when nothing is left beside the container.
    pub fn new(gross: Grams, tare: u32, by: WeighedBy) -> Result<Self, DomainError> {
        let net = gross.get().checked_sub(tare).ok_or(DomainError::WeightOutOfRange)?;
        Ok(Self { net: Grams::new(net)?, tare, by })
    }

    /// What is sold.
    pub fn net(self) -> Grams {
        self.net
    }

    /// The container, in grams.
    pub fn tare(self) -> u32 {
        self.tare
    }

    /// What lay on the scale, in grams.
    pub fn gross(self) -> u32 {
        self.net.get() + self.tare
    }

    /// Where the weight comes from.
    pub fn by(self) -> WeighedBy {
        self.by
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn net_is_gross_without_the_container() {
        let gross = Grams::new(520).unwrap();
        let weighing = Weighing::new(gross, 20, WeighedBy::Scale).unwrap();
        assert_eq!((weighing.net().get(), weighing.gross(), weighing.tare()), (500, 520, 20));
        assert!(Weighing::new(gross, 520, WeighedBy::Typed).is_err());
        assert!(Weighing::new(gross, 521, WeighedBy::Typed).is_err());
    }

    #[test]
    fn words_are_read_back() {
        for by in WeighedBy::ALL {
            assert_eq!(WeighedBy::from_word(by.as_str()), Some(by));
        }
        assert_eq!(WeighedBy::from_word("guess"), None);
    }
}
