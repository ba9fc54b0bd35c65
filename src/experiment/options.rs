//! What an experiment is told to do.

use std::path::PathBuf;

use cnn::DeviceChoice;
use training::Validation;

/// What to compare, on what.
#[derive(Clone, Debug)]
pub struct ExperimentOptions {
    /// Photos to learn from: folder, zip or list file.
    pub data: PathBuf,
    /// The grid file: TOML, or JSON if its name says so.
    pub grid: PathBuf,
    /// Folder for the results.
    pub out: PathBuf,
    /// Photos to judge on.
    pub validation: Validation,
    /// Epochs in place of the grid's own.
    pub epochs: Option<usize>,
    /// Each network is trained once with each seed.
    pub seeds: Vec<u64>,
    /// Where to run.
    pub device: DeviceChoice,
}
