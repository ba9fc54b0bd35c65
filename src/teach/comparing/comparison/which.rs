//! The two versions of a comparison.

use serde::{Deserialize, Serialize};

/// Which of two versions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Which {
    /// The one that is compared with.
    #[default]
    Old,
    /// The one that is to be judged.
    New,
}
