//! What a training is told to do.

use std::path::PathBuf;

use super::{Fold, Recipe, TrainingData, TrainingError, Validation};
use cnn::{Architecture, DeviceChoice};
use registry::Version;

/// What the weights start from.
#[derive(Clone, Debug)]
pub enum Init {
    /// ImageNet weights where they exist, else random ones.
    Auto,
    /// ImageNet weights, or an error.
    ImageNet,
    /// Random weights.
    None,
    /// Another version of the same architecture; classes that both know keep their weights.
    Version(Box<Version>),
}

/// What to train, on what, and how.
#[derive(Clone, Debug)]
pub struct TrainOptions {
    /// What to learn from, one part or several.
    pub data: Vec<TrainingData>,
    /// Name of the new version.
    pub name: String,
    /// The network.
    pub architecture: Architecture,
    /// What it starts from.
    pub init: Init,
    /// A version whose opinion is learnt too; it must know the same products.
    pub teacher: Option<Version>,
    /// All numbers.
    pub recipe: Recipe,
    /// Seed of every random choice.
    pub seed: u64,
    /// Photos that choose the best epoch and calibrate.
    pub validation: Validation,
    /// Data of other places, each of which has a say in what is sold unasked; nothing is learnt from it.
    pub calibrate_on: Vec<PathBuf>,
    /// A part of the data to leave out altogether, for `evaluate` to judge.
    pub fold: Option<Fold>,
    /// Go on with an unfinished training of this name.
    pub resume: bool,
    /// Where to run.
    pub device: DeviceChoice,
}

impl TrainOptions {
    /// Says what makes no sense of the shares of the data.
    ///
    /// # Errors
    /// [`TrainingError::BadOption`].
    pub(super) fn check_shares(&self) -> Result<(), TrainingError> {
        let shares = || self.data.iter().filter_map(|part| part.share);
        let bad = |what: String| Err(TrainingError::BadOption { what });
        if let Some(share) = shares().find(|share| !(*share > 0.0 && *share <= 1.0)) {
            return bad(format!("the share {share} of a part of the data is not between 0 and 1"));
        }
        let all: f64 = shares().sum();
        let is_full = all > 1.0 + 1e-9 || (all > 1.0 - 1e-9 && shares().count() < self.data.len());
        if is_full {
            return bad(format!(
                "the shares of the data come to {all}, which leaves nothing for the others"
            ));
        }
        Ok(())
    }
}
