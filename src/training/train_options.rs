//! What a training is told to do.

use std::path::PathBuf;

use super::{Fold, Recipe, Validation};
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
    /// Folder, zip or list file.
    pub data: PathBuf,
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
    /// A part of the data to leave out altogether, for `evaluate` to judge.
    pub fold: Option<Fold>,
    /// Go on with an unfinished training of this name.
    pub resume: bool,
    /// Where to run.
    pub device: DeviceChoice,
}
