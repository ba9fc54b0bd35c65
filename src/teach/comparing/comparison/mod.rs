//! Two versions side by side on the same photos, or one alone: how often each is right, for which
//! products, with which certainty, and on which photos they go wrong.
//!
//! Photos that either version has learnt from are told and do not count.

mod difference;
mod figures;
mod judged_version;
mod matrix;
mod paired;
mod which;

pub(super) use difference::COMPARISON_FORMAT;
pub use difference::{Comparison, Visits};
pub use figures::{ComparedPhoto, ComparedProduct, Share, UnknownFigures, VersionFigures};
pub use judged_version::{Answer, Guess, JudgedGoods, JudgedVersion, StrangerAnswer, TimePerPhoto};
pub use matrix::{ConfusionCell, ConfusionMatrix};
pub use paired::{PairedDifference, Verdict};
pub use which::Which;
