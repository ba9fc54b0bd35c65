//! What can go wrong with an experiment, in sentences for people.

use std::path::PathBuf;

use base::FileError;
use cnn::CnnError;
use training::TrainingError;

use super::grid_fault::GridFault;

/// An error of the room `experiment`.
#[derive(Debug, thiserror::Error)]
pub enum ExperimentError {
    /// The grid cannot be tried.
    #[error("the grid {path} is wrong ({fault})")]
    BadGrid {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        fault: GridFault,
    },
    /// A run's result cannot be read.
    #[error(
        "the result {path} of an earlier run is damaged ({reason}); delete it to do the run again"
    )]
    DamagedRun {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Nothing was kept aside.
    #[error(
        "an experiment compares what networks do on photos kept aside, and there are none; give other data or a share such as 0.2 to judge on"
    )]
    NothingToJudge,
    /// The stop flag was raised.
    #[error(
        "the experiment was stopped with {done} of {runs} run(s) done; the same command goes on"
    )]
    Stopped {
        /// Runs that have a result.
        done: usize,
        /// Runs in all.
        runs: usize,
    },
    /// Two experiments must not write into one folder.
    #[error("another experiment is at work in {path}; wait for it, or name another folder")]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// Data, files and training.
    #[error(transparent)]
    Training(#[from] TrainingError),
    /// The network.
    #[error(transparent)]
    Network(#[from] CnnError),
    /// A file that was to be written whole.
    #[error(transparent)]
    File(#[from] FileError),
}
