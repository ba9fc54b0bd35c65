//! Ways to pay.

use serde::{Deserialize, Serialize};

/// What a part of a sale is paid with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TenderKind {
    /// Notes and coins.
    Cash,
    /// A card, taken by a terminal beside the till.
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
