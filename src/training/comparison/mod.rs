//! Two versions side by side on the same photos, or one alone: how often each is right, for which
//! products, with which certainty, and on which photos they go wrong.
//!
//! Photos that either version has learnt from are told and do not count.

mod difference;
mod figures;
mod judged_version;
mod matrix;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use difference::Comparison;
pub use figures::{ComparedPhoto, ComparedProduct, Share, UnknownFigures, VersionFigures};
pub use judged_version::{
    Answer, Guess, JudgeOptions, JudgedGoods, JudgedVersion, StrangerAnswer, TimePerPhoto,
    judge_version,
};
pub use matrix::{ConfusionCell, ConfusionMatrix};

use super::DecisionKind;

/// Format of a written comparison, raised when a field changes its meaning or goes.
pub const COMPARISON_FORMAT: u32 = 1;

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

/// Photos that were taken in one go, by the photo's name: they are no independent witnesses.
pub type Visits = BTreeMap<String, u64>;
