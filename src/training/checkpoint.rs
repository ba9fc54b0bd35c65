//! An unfinished training on disk: after a stop, a crash or a power cut it goes on from the last
//! whole epoch.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use tch::Tensor;

use super::TrainingError;
use crate::cnn::{Precision, read_weights, write_weights};

/// What stands beside the tensors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct CheckpointState {
    /// Data, architecture, recipe and seed that the training was begun with.
    pub fingerprint: String,
    /// Whole epochs done.
    pub epochs_done: usize,
    pub optimizer_steps: i32,
    pub average_updates: usize,
    /// Validation loss of the best epoch so far, with its number from 1.
    pub best: Option<(f64, usize)>,
    /// Time of the epochs done, without the judging.
    #[serde(default)]
    pub seconds: f64,
}

/// Everything needed to go on.
pub(super) struct Checkpoint {
    pub state: CheckpointState,
    pub weights: BTreeMap<String, Tensor>,
    pub average: BTreeMap<String, Tensor>,
    pub optimizer: BTreeMap<String, Tensor>,
    /// Weights of the best epoch so far.
    pub best: Option<BTreeMap<String, Tensor>>,
}

/// The folder of one unfinished training.
pub(super) struct CheckpointFolder {
    folder: PathBuf,
}

const STATE: &str = "state.json";
const WEIGHTS: &str = "weights.safetensors";
const AVERAGE: &str = "average.safetensors";
const OPTIMIZER: &str = "optimizer.safetensors";
const BEST: &str = "best.safetensors";

impl CheckpointFolder {
    /// The checkpoint of the training of version `name`.
    pub(super) fn new(versions: &Path, name: &str) -> Self {
        Self { folder: versions.join(format!(".training-{name}")) }
    }

    /// Writes a whole checkpoint beside the old one, then puts it in its place.
    pub(super) fn save(&self, checkpoint: &Checkpoint) -> Result<(), TrainingError> {
        let next = self.folder.join("next");
        remove_folder(&next)?;
        fs::create_dir_all(&next).map_err(TrainingError::file(&next))?;
        let write = |name: &str, tensors| write_weights(&next.join(name), tensors, Precision::Full);
        write(WEIGHTS, &checkpoint.weights)?;
        write(AVERAGE, &checkpoint.average)?;
        write(OPTIMIZER, &checkpoint.optimizer)?;
        if let Some(best) = &checkpoint.best {
            write(BEST, best)?;
        }
        // The state comes last: a folder with one is whole.
        let state = next.join(STATE);
        let json = serde_json::to_vec_pretty(&checkpoint.state)
            .map_err(|error| TrainingError::File { path: state.clone(), source: error.into() })?;
        fs::write(&state, json).map_err(TrainingError::file(&state))?;
        let current = self.folder.join("current");
        remove_folder(&current)?;
        fs::rename(&next, &current).map_err(TrainingError::file(&current))
    }

    /// Reads the newest whole checkpoint, if there is one.
    pub(super) fn load(&self) -> Result<Option<Checkpoint>, TrainingError> {
        // `next` is whole only if a power cut came between removing the old and renaming the new.
        for name in ["current", "next"] {
            let folder = self.folder.join(name);
            if folder.join(STATE).is_file() {
                return read(&folder).map(Some);
            }
        }
        Ok(None)
    }

    /// Keeps the weights of a finished run for the mean of all, and removes its checkpoint.
    pub(super) fn finish_run(
        &self,
        run: usize,
        weights: &BTreeMap<String, Tensor>,
    ) -> Result<(), TrainingError> {
        fs::create_dir_all(&self.folder).map_err(TrainingError::file(&self.folder))?;
        // Written beside and renamed: half a file is not taken for a run.
        let (whole, half) = (self.run_file(run), self.folder.join("run.half"));
        write_weights(&half, weights, Precision::Full)?;
        remove_folder(&self.folder.join("current"))?;
        remove_folder(&self.folder.join("next"))?;
        fs::rename(&half, &whole).map_err(TrainingError::file(&whole))
    }

    /// How many runs are finished.
    pub(super) fn finished_runs(&self) -> usize {
        (0..).take_while(|&run| self.run_file(run).is_file()).count()
    }

    /// The weights of a finished run.
    pub(super) fn finished_run(
        &self,
        run: usize,
    ) -> Result<BTreeMap<String, Tensor>, TrainingError> {
        Ok(read_weights(&self.run_file(run))?)
    }

    /// Where a quick training keeps what it computed of the photos.
    pub(super) fn features(&self) -> PathBuf {
        self.folder.join("features")
    }

    fn run_file(&self, run: usize) -> PathBuf {
        self.folder.join(format!("run-{run}.safetensors"))
    }

    /// Whether there is something to go on with.
    pub(super) fn is_begun(&self) -> bool {
        let is_whole = |name: &str| self.folder.join(name).join(STATE).is_file();
        self.finished_runs() > 0 || is_whole("current") || is_whole("next")
    }

    /// Removes the checkpoint: the training is finished, or begun anew.
    pub(super) fn remove(&self) -> Result<(), TrainingError> {
        remove_folder(&self.folder)
    }
}

/// Whether a training of version `name` lies unfinished in the registry's folder `versions`.
pub fn is_unfinished(versions: &Path, name: &str) -> bool {
    CheckpointFolder::new(versions, name).is_begun()
}

/// Gives up the unfinished training of version `name`.
///
/// # Errors
/// [`TrainingError::File`] if the disk does not let go of it.
pub fn discard_unfinished(versions: &Path, name: &str) -> Result<(), TrainingError> {
    CheckpointFolder::new(versions, name).remove()
}

fn read(folder: &Path) -> Result<Checkpoint, TrainingError> {
    let path = folder.join(STATE);
    let json = fs::read(&path).map_err(TrainingError::file(&path))?;
    let state: CheckpointState = serde_json::from_slice(&json)
        .map_err(|error| TrainingError::File { path, source: error.into() })?;
    let best = folder.join(BEST);
    Ok(Checkpoint {
        state,
        weights: read_weights(&folder.join(WEIGHTS))?,
        average: read_weights(&folder.join(AVERAGE))?,
        optimizer: read_weights(&folder.join(OPTIMIZER))?,
        best: if best.is_file() { Some(read_weights(&best)?) } else { None },
    })
}

fn remove_folder(folder: &Path) -> Result<(), TrainingError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(TrainingError::File { path: folder.to_owned(), source: error })
        }
        _ => Ok(()),
    }
}
