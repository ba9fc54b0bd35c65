//! An unfinished training on disk: after a stop, a crash or a power cut it goes on from the last
//! whole epoch.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use tch::Tensor;

use super::TrainingError;
use base::whole_file::move_into_place;
use base::write_atomically;
use cnn::{Precision, read_weights, write_weights};

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

/// The checkpoint to go on from, one that is being written, and one that is no longer needed.
const CURRENT: &str = "current";
const NEXT: &str = "next";
const OLD: &str = "old";
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

    /// Waits until no other process trains this version: one that lost the program that started it
    /// ends after the batch at hand.
    pub(super) fn wait_for_turn(&self) -> Result<Turn, TrainingError> {
        let mut path = self.folder.clone().into_os_string();
        path.push(".lock");
        let path = PathBuf::from(path);
        let locked = || {
            let file = File::options().create(true).append(true).open(&path)?;
            match file.lock() {
                // A file system without locks holds nobody up.
                Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(file),
                Err(error) => Err(error),
                Ok(()) => Ok(file),
            }
        };
        let file = locked().map_err(TrainingError::file(&path))?;
        Ok(Turn { path, _file: file })
    }

    /// Writes a whole checkpoint beside the old one, then puts it in its place. Whenever the process
    /// or the power ends, one whole checkpoint is left, if there was one before.
    pub(super) fn save(&self, checkpoint: &Checkpoint) -> Result<(), TrainingError> {
        self.put_in_place()?;
        let next = self.folder.join(NEXT);
        remove_folder(&next)?;
        fs::create_dir_all(&next).map_err(TrainingError::file(&next))?;
        let write = |name: &str, tensors| write_weights(&next.join(name), tensors, Precision::Full);
        write(WEIGHTS, &checkpoint.weights)?;
        write(AVERAGE, &checkpoint.average)?;
        write(OPTIMIZER, &checkpoint.optimizer)?;
        if let Some(best) = &checkpoint.best {
            write(BEST, best)?;
        }
        // The state comes last, and whole: a folder with one is whole.
        let written = write_atomically(&next.join(STATE), |out| {
            Ok(serde_json::to_writer_pretty(out, &checkpoint.state)?)
        });
        written.map_err(|error| TrainingError::File { path: error.path, source: error.source })?;
        self.put_in_place()
    }

    /// Makes a whole `next` the current checkpoint, and lets go of the one before.
    fn put_in_place(&self) -> Result<(), TrainingError> {
        let [next, current, old] = [NEXT, CURRENT, OLD].map(|name| self.folder.join(name));
        if next.join(STATE).is_file() {
            // A folder is not removed at once: it gives up its name before its first file.
            if current.exists() {
                remove_folder(&old)?;
                fs::rename(&current, &old).map_err(TrainingError::file(&current))?;
            }
            move_into_place(&next, &current).map_err(TrainingError::file(&current))?;
        }
        if current.join(STATE).is_file() { remove_folder(&old) } else { Ok(()) }
    }

    /// Reads the newest whole checkpoint, if there is one.
    pub(super) fn load(&self) -> Result<Option<Checkpoint>, TrainingError> {
        self.put_in_place()?;
        let current = self.folder.join(CURRENT);
        if current.join(STATE).is_file() { read(&current).map(Some) } else { Ok(None) }
    }

    /// Keeps the weights of a finished run for the mean of all, and removes its checkpoint.
    pub(super) fn finish_run(
        &self,
        run: usize,
        weights: &BTreeMap<String, Tensor>,
    ) -> Result<(), TrainingError> {
        fs::create_dir_all(&self.folder).map_err(TrainingError::file(&self.folder))?;
        write_weights(&self.run_file(run), weights, Precision::Full)?;
        self.drop_checkpoint()
    }

    /// Removes the checkpoint at hand; finished runs stay.
    pub(super) fn drop_checkpoint(&self) -> Result<(), TrainingError> {
        // A folder that is being removed is no checkpoint any more.
        let [next, current, old] = [NEXT, CURRENT, OLD].map(|name| self.folder.join(name));
        remove_folder(&old)?;
        remove_folder(&next)?;
        if current.exists() {
            fs::rename(&current, &old).map_err(TrainingError::file(&current))?;
        }
        remove_folder(&old)
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
        self.finished_runs() > 0 || is_whole(CURRENT) || is_whole(NEXT)
    }

    /// Removes the checkpoint: the training is finished, or begun anew.
    pub(super) fn remove(&self) -> Result<(), TrainingError> {
        remove_folder(&self.folder)
    }
}

/// The right to train a version, for as long as it is held or the process lives.
pub(super) struct Turn {
    path: PathBuf,
    _file: File,
}

impl Drop for Turn {
    fn drop(&mut self) {
        // A file that stays is taken again by the next.
        let _left = fs::remove_file(&self.path);
    }
}

/// Whether a training of version `name` lies unfinished in the registry's folder `versions`.
pub fn is_unfinished(versions: &Path, name: &str) -> bool {
    // A process that ended between writing the version and removing the checkpoint was finished.
    !versions.join(name).exists() && CheckpointFolder::new(versions, name).is_begun()
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

#[cfg(test)]
mod tests {
    use tch::{Device, Kind};

    use super::*;

    fn checkpoint(epoch: usize) -> Checkpoint {
        let named = |value: usize| {
            let tensor = Tensor::full([2], value as f64, (Kind::Float, Device::Cpu));
            BTreeMap::from([("weight".to_owned(), tensor)])
        };
        Checkpoint {
            state: CheckpointState {
                fingerprint: "f".to_owned(),
                epochs_done: epoch,
                optimizer_steps: 1,
                average_updates: 1,
                best: None,
                seconds: 0.0,
            },
            weights: named(epoch),
            average: named(epoch),
            optimizer: named(epoch),
            best: None,
        }
    }

    struct Place {
        _folder: tempfile::TempDir,
        checkpoints: CheckpointFolder,
    }

    impl Place {
        fn with(epochs: usize) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let checkpoints = CheckpointFolder::new(folder.path(), "name");
            for epoch in 1..=epochs {
                checkpoints.save(&checkpoint(epoch)).unwrap();
            }
            Self { _folder: folder, checkpoints }
        }

        fn epoch(&self) -> Option<usize> {
            self.checkpoints.load().unwrap().map(|found| {
                let epoch = found.state.epochs_done;
                assert_eq!(found.weights["weight"].double_value(&[0]), epoch as f64);
                epoch
            })
        }

        fn rename(&self, from: &str, to: &str) {
            let folder = &self.checkpoints.folder;
            fs::rename(folder.join(from), folder.join(to)).unwrap();
        }

        /// As a kill in the middle of writing leaves it.
        fn half_written(&self) {
            let next = self.checkpoints.folder.join(NEXT);
            fs::create_dir_all(&next).unwrap();
            fs::write(next.join(WEIGHTS), "half").unwrap();
            fs::write(next.join("state.half"), "{").unwrap();
        }
    }

    #[test]
    fn the_newest_is_read_back() {
        assert_eq!(Place::with(0).epoch(), None);
        assert_eq!(Place::with(3).epoch(), Some(3));
    }

    #[test]
    fn a_kill_while_the_first_is_written_leaves_none() {
        let place = Place::with(0);
        place.half_written();
        assert_eq!(place.epoch(), None);
        place.checkpoints.save(&checkpoint(1)).unwrap();
        assert_eq!(place.epoch(), Some(1));
    }

    #[test]
    fn a_kill_while_the_next_is_written_leaves_the_last() {
        let place = Place::with(2);
        place.half_written();
        assert_eq!(place.epoch(), Some(2));
    }

    #[test]
    fn a_kill_between_the_two_renames_leaves_the_new_one_and_it_stays_through_the_next_save() {
        let place = Place::with(2);
        // Epoch 2 is whole as `next`, epoch 1 would stand as `old`.
        place.rename(CURRENT, NEXT);
        assert_eq!(place.epoch(), Some(2));
        place.half_written();
        assert_eq!(place.epoch(), Some(2));
    }

    #[test]
    fn a_kill_while_the_old_one_is_removed_does_no_harm() {
        let place = Place::with(2);
        fs::create_dir_all(place.checkpoints.folder.join(OLD)).unwrap();
        assert_eq!(place.epoch(), Some(2));
        place.checkpoints.save(&checkpoint(3)).unwrap();
        assert_eq!(place.epoch(), Some(3));
    }

    #[test]
    fn a_finished_run_is_kept_and_its_checkpoint_is_not() {
        let place = Place::with(2);
        place.checkpoints.finish_run(0, &checkpoint(9).weights).unwrap();
        assert_eq!((place.epoch(), place.checkpoints.finished_runs()), (None, 1));
        let kept = place.checkpoints.finished_run(0).unwrap();
        assert_eq!(kept["weight"].double_value(&[1]), 9.0);
    }
}
