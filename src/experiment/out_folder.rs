//! The folder that an experiment writes: its runs, tables and plot.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{plot, results::Experiment, table};
use crate::ExperimentError;
use base::write_atomically;
use training::TrainingError;

/// The folder, held by this experiment alone.
pub(super) struct OutFolder {
    root: PathBuf,
    runs: PathBuf,
    /// Locked as long as it is open.
    _lock: File,
}

impl OutFolder {
    /// Makes the folder if it is not there.
    pub(super) fn open(root: &Path) -> Result<Self, ExperimentError> {
        let runs = root.join("runs");
        fs::create_dir_all(&runs).map_err(TrainingError::file(&runs))?;
        let path = runs.join(".lock");
        let lock = File::create(&path).map_err(TrainingError::file(&path))?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => Err(ExperimentError::Busy { path: root.to_owned() }),
            // A file system without locks holds nobody up.
            Ok(()) | Err(TryLockError::Error(_)) => {
                Ok(Self { root: root.to_owned(), runs, _lock: lock })
            }
        }
    }

    /// Where the runs' files lie.
    pub(super) fn runs(&self) -> &Path {
        &self.runs
    }

    /// Writes what is known so far, each file whole or not at all.
    pub(super) fn write(&self, experiment: &Experiment) -> Result<(), ExperimentError> {
        self.write_file("table.csv", |out| table::write_csv(experiment, out))?;
        self.write_file("table.md", |out| out.write_all(table::markdown(experiment).as_bytes()))?;
        self.write_file("plot.svg", |out| out.write_all(plot::svg(experiment).as_bytes()))?;
        self.write_file("experiment.json", |out| {
            serde_json::to_writer_pretty(&mut *out, experiment).map_err(io::Error::from)?;
            out.write_all(b"\n")
        })
    }

    fn write_file(
        &self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), ExperimentError> {
        Ok(write_atomically(&self.root.join(name), |out| fill(out))?)
    }
}
