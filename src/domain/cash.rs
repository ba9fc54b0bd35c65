//! Cash that comes and goes without a sale, and cash that is counted at the day's end.

use serde::{Deserialize, Serialize};

use super::{Currency, DomainError, Money, TextField};

/// Why cash came or went without a sale.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CashMovementKind {
    /// What lay in the drawer when the day began.
    Float,
    /// Put in, such as change from the bank.
    PayIn,
    /// Taken out, such as for a supplier.
    PayOut,
}

impl CashMovementKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Float, Self::PayIn, Self::PayOut];

    /// The word that the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Float => "float",
            Self::PayIn => "pay_in",
            Self::PayOut => "pay_out",
        }
    }

    /// Reads [`Self::as_str`] back.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Cash that came or went without a sale: never below zero, the kind tells the direction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CashMovement {
    /// Which way it went.
    pub kind: CashMovementKind,
    /// How much.
    pub amount: Money,
    /// What for; empty for a float.
    pub reason: String,
}

impl CashMovement {
    /// A movement that makes sense: a float may be zero and needs no reason; the others must be
    /// above zero and say what for.
    ///
    /// # Errors
    /// [`DomainError::NoCash`] and [`DomainError::NoReason`], and what [`TextField::take`] refuses.
    pub fn new(kind: CashMovementKind, amount: Money, reason: &str) -> Result<Self, DomainError> {
        let reason = TextField::Reason.take(reason)?;
        let is_float = kind == CashMovementKind::Float;
        if amount.is_negative() || (amount.minor() == 0 && !is_float) {
            return Err(DomainError::NoCash);
        }
        if reason.is_empty() && !is_float {
            return Err(DomainError::NoReason);
        }
        Ok(Self { kind, amount, reason })
    }
}

/// Coins and notes of one value.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CoinCount {
    /// What one of them is worth, in minor units.
    pub value: i64,
    /// How many lie in the drawer.
    pub pieces: u32,
}

/// The cash in the drawer as it was counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CashCount {
    total: Money,
    coins: Vec<CoinCount>,
}

impl CashCount {
    /// Counted elsewhere: one sum.
    ///
    /// # Errors
    /// [`DomainError::NoCash`] below zero; an empty drawer is a count too.
    pub fn of_sum(total: Money) -> Result<Self, DomainError> {
        if total.is_negative() {
            return Err(DomainError::NoCash);
        }
        Ok(Self { total, coins: Vec::new() })
    }

    /// Counted by coins and notes; those of which there are none are left out.
    ///
    /// # Errors
    /// A sum beyond 64 bits, or a coin without a value.
    pub fn of_coins(currency: Currency, coins: &[CoinCount]) -> Result<Self, DomainError> {
        let mut total = Money::zero(currency);
        for coin in coins {
            if coin.value <= 0 {
                return Err(DomainError::NoCash);
            }
            let of_this = Money::new(coin.value, currency).checked_mul(coin.pieces.into())?;
            total = total.checked_add(of_this)?;
        }
        let coins = coins.iter().copied().filter(|coin| coin.pieces > 0).collect();
        Ok(Self { total, coins })
    }

    /// All of it.
    pub fn total(&self) -> Money {
        self.total
    }

    /// By coins and notes; empty where one sum was given.
    pub fn coins(&self) -> &[CoinCount] {
        &self.coins
    }
}

/// The coins and notes in use, largest first, in minor units; empty for a currency whose coins are
/// not listed here: there one sum is counted.
///
/// Sources: the issuers' own lists (European Central Bank, Bank of England, US Mint and Bureau of
/// Engraving and Printing, People's Bank of China, Bank of Japan, Swiss National Bank, Reserve Bank
/// of India, Sveriges Riksbank), notes and coins that are in general circulation.
pub fn coins_of(currency: Currency) -> &'static [i64] {
    match currency.code() {
        "EUR" => &[20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
        "GBP" => &[5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
        "USD" => &[10_000, 5_000, 2_000, 1_000, 500, 100, 25, 10, 5, 1],
        "CNY" => &[10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10],
        "JPY" => &[10_000, 5_000, 1_000, 500, 100, 50, 10, 5, 1],
        "CHF" => &[100_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5],
        "INR" => &[50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100],
        "SEK" => &[100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euro(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    #[test]
    fn cash_in_and_out_needs_an_amount_and_a_reason() {
        for kind in [CashMovementKind::PayIn, CashMovementKind::PayOut] {
            assert_eq!(CashMovement::new(kind, euro(1), " "), Err(DomainError::NoReason));
            for amount in [0, -1] {
                let refused = CashMovement::new(kind, euro(amount), "bread");
                assert_eq!(refused, Err(DomainError::NoCash));
            }
            assert_eq!(CashMovement::new(kind, euro(1), " bread ").unwrap().reason, "bread");
        }
        assert!(CashMovement::new(CashMovementKind::Float, euro(0), "").is_ok());
        assert!(CashMovement::new(CashMovementKind::Float, euro(-1), "").is_err());
        for kind in CashMovementKind::ALL {
            assert_eq!(CashMovementKind::from_word(kind.as_str()), Some(kind));
        }
    }

    #[test]
    fn coins_add_up_to_the_counted_cash() {
        let coins = |pieces: [u32; 3]| {
            [5_000, 200, 1]
                .into_iter()
                .zip(pieces)
                .map(|(value, pieces)| CoinCount { value, pieces })
        };
        let counted: Vec<_> = coins([2, 0, 7]).collect();
        let count = CashCount::of_coins(Currency::EUR, &counted).unwrap();
        assert_eq!(count.total(), euro(10_007));
        assert_eq!(count.coins().len(), 2, "none of the middle one");
        assert_eq!(CashCount::of_sum(euro(0)).unwrap().total(), euro(0));
        assert!(CashCount::of_sum(euro(-1)).is_err());
        let too_much = [CoinCount { value: i64::MAX, pieces: 2 }];
        assert_eq!(CashCount::of_coins(Currency::EUR, &too_much), Err(DomainError::AmountTooLarge));
        let worthless = [CoinCount { value: 0, pieces: 1 }];
        assert!(CashCount::of_coins(Currency::EUR, &worthless).is_err());
    }

    #[test]
    fn coins_are_listed_largest_first() {
        for code in ["EUR", "GBP", "USD", "CNY", "JPY", "CHF", "INR", "SEK"] {
            let coins = coins_of(Currency::from_code(code).unwrap());
            assert!(coins.is_sorted_by(|a, b| a > b) && coins.iter().all(|c| *c > 0), "{code}");
        }
        assert!(coins_of(Currency::from_code("KWD").unwrap()).is_empty());
    }
}
