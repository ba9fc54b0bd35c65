//! A decision without the product that it is about.

use serde::{Deserialize, Serialize};

use super::Decision;

/// What the till would have done with a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DecisionKind {
    /// Accept the first candidate.
    Accept,
    /// Ask.
    Ask,
    /// Nothing that the shop sells.
    Unknown,
}

impl From<&Decision> for DecisionKind {
    fn from(decision: &Decision) -> Self {
        match decision {
            Decision::Accept(_) => Self::Accept,
            Decision::Ask => Self::Ask,
            Decision::Unknown => Self::Unknown,
        }
    }
}
