//! One run: a network trained with one seed and judged; its result as a file, so that it is not
//! done twice.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    time::Instant,
};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tch::Device;

use super::{
    ExperimentOptions,
    results::{RunFigures, RunOutcome},
    shape_of,
    trial::{StartingWeights, Trial},
};
use crate::{
    Init, RunEvent, StopFlag, TrainOptions, TrainingError,
    checkpoint::CheckpointFolder,
    course::Course,
    fit::{Fit, Fitted},
    judgement::JudgedPhoto,
    lesson::Lesson,
    start::Start,
};
use cnn::{InferenceNetwork, Network, Precision, device_name};
use photo::Preparation;
use registry::write_atomically;

/// Raised when the figures of a run mean something else, so that old ones are not shown as new.
const RUN_FORMAT: u32 = 1;
/// Photos timed, and photos before them that warm the caches.
const TIMED: usize = 50;
const WARM_UP: usize = 10;

/// A run's file: what was trained, and what it came to.
#[derive(Serialize, Deserialize)]
struct StoredRun {
    settings: Value,
    result: RunOutcome,
}

/// A run to be done, or done.
#[derive(Clone, Debug)]
pub(super) struct PlannedRun {
    /// Index of the network in the grid.
    pub network: usize,
    pub trial: Trial,
    /// What it tries, for people.
    pub choice: String,
    pub seed: u64,
    /// Everything that the result depends on.
    settings: Value,
    /// Hash of the settings; the file's name.
    key: String,
}

impl PlannedRun {
    /// A run of `trial` under conditions (data, device) that the result depends on as well.
    pub(super) fn new(
        network: usize,
        trial: Trial,
        choice: String,
        seed: u64,
        conditions: &Value,
    ) -> Self {
        let settings = json!({
            "format": RUN_FORMAT,
            "architecture": trial.architecture.to_string(),
            "shape": shape_of(&trial.architecture),
            "init": trial.init,
            "recipe": trial.recipe,
            "seed": seed,
            "conditions": conditions,
        });
        let hash = Sha256::digest(settings.to_string().as_bytes());
        let key = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Self { network, trial, choice, seed, settings, key }
    }

    /// What `train` would be told to do the same.
    pub(super) fn train_options(&self, experiment: &ExperimentOptions) -> TrainOptions {
        let Trial { architecture, init, recipe } = &self.trial;
        TrainOptions {
            data: experiment.data.clone(),
            name: architecture.to_string(),
            architecture: architecture.clone(),
            init: match init {
                StartingWeights::ImageNet => Init::ImageNet,
                StartingWeights::None => Init::None,
            },
            teacher: None,
            recipe: recipe.clone(),
            seed: self.seed,
            validation: experiment.validation.clone(),
            fold: None,
            resume: false,
            device: experiment.device,
        }
    }

    /// The result of an earlier run with the same settings.
    pub(super) fn stored(&self, runs: &Path) -> Result<Option<RunOutcome>, TrainingError> {
        let path = self.path(runs);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(TrainingError::File { path, source }),
        };
        let damaged = |reason: String| TrainingError::DamagedRun { path: path.clone(), reason };
        let run: StoredRun =
            serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        if run.settings != self.settings {
            return Err(damaged("it is of other settings than its name says".to_owned()));
        }
        Ok(Some(run.result))
    }

    /// Keeps the result, whole or not at all.
    pub(super) fn store(&self, runs: &Path, result: &RunOutcome) -> Result<(), TrainingError> {
        let run = StoredRun { settings: self.settings.clone(), result: result.clone() };
        write_atomically(&self.path(runs), |out| {
            serde_json::to_writer_pretty(&mut *out, &run).map_err(io::Error::from)?;
            out.write_all(b"\n")
        })?;
        self.checkpoints(runs).remove()
    }

    fn path(&self, runs: &Path) -> PathBuf {
        runs.join(format!("{}.json", self.key))
    }

    fn checkpoints(&self, runs: &Path) -> CheckpointFolder {
        CheckpointFolder::new(runs, &self.key)
    }
}

/// Where and until when to train.
pub(super) struct Bench<'a> {
    pub device: Device,
    pub stop: &'a StopFlag,
    /// Folder of the runs' files.
    pub runs: &'a Path,
}

impl Bench<'_> {
    /// Trains and judges; a training that was stopped goes on from its last whole epoch.
    pub(super) fn run(
        &self,
        run: &PlannedRun,
        options: &TrainOptions,
        lesson: &Lesson,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<RunOutcome, TrainingError> {
        match self.fit(run, options, lesson, on_event) {
            Ok(fitted) => self.measure(fitted, options, lesson).map(RunOutcome::Trained),
            Err(TrainingError::Diverged { epoch }) => Ok(RunOutcome::RanAway { epoch }),
            Err(error) => Err(error),
        }
    }

    fn fit(
        &self,
        run: &PlannedRun,
        options: &TrainOptions,
        lesson: &Lesson,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<Fitted, TrainingError> {
        tch::manual_seed(options.seed as i64);
        let recipe = &options.recipe;
        let start = Start::load(options, &lesson.classes, false, self.device)?;
        let judged = Network::new(&options.architecture, lesson.classes.len(), self.device)?;
        let checkpoints = run.checkpoints(self.runs);
        let crops =
            Preparation { size: recipe.train_size, ..recipe.preparation(&options.architecture) };
        let may_mirror = lesson.may_mirror(recipe);
        let course = Course {
            name: &options.name,
            recipe,
            seed: options.seed,
            may_mirror: &may_mirror,
            photos: &lesson.learnt,
            clean_items: &lesson.clean_items,
            validation: &lesson.validation,
            teacher: None,
            keeper: None,
            preparation: &crops,
            checkpoints: &checkpoints,
            fingerprint: run.key.clone(),
            stop: self.stop,
        };
        let mut fit = Fit::new(course, start.network, judged)?;
        let mut epochs_done = 0;
        // The folder bears the settings' hash: a checkpoint in it is of this very run.
        if let Some(checkpoint) = checkpoints.load()? {
            epochs_done = checkpoint.state.epochs_done;
            fit.restore(checkpoint)?;
        }
        on_event(RunEvent::Started {
            photos: lesson.learnt.len(),
            validation_photos: lesson.validation.len(),
            classes: lesson.classes.len(),
            epochs: recipe.epochs,
            epochs_done,
            device: device_name(self.device).to_owned(),
            init: start.origin,
        });
        fit.run(on_event)
    }

    fn measure(
        &self,
        fitted: Fitted,
        options: &TrainOptions,
        lesson: &Lesson,
    ) -> Result<RunFigures, TrainingError> {
        let Fitted { network, judgement, seconds } = fitted;
        let judgement = judgement.ok_or_else(nothing_to_judge)?;
        let parameters = network.parameters().learnt_count();
        let weights_bytes = self.stored_size(&network)?;
        let multiply_adds = network.multiply_adds(options.recipe.size);
        let network = InferenceNetwork::new(network)?;
        Ok(RunFigures {
            photos: lesson.learnt.len(),
            validation_photos: lesson.validation.len(),
            top1: judgement.top1,
            top4: judgement.top4,
            loss: judgement.loss,
            parameters,
            weights_bytes,
            multiply_adds,
            train_seconds: seconds,
            millis_per_photo: median_millis(&network, &lesson.validation)?,
            threads: usize::try_from(tch::get_num_threads()).unwrap_or_default(),
        })
    }

    /// Bytes of the weights as a version would store them.
    fn stored_size(&self, network: &Network) -> Result<u64, TrainingError> {
        let file =
            tempfile::NamedTempFile::new_in(self.runs).map_err(TrainingError::file(self.runs))?;
        network.save(file.path(), Precision::Half)?;
        let data = fs::metadata(file.path()).map_err(TrainingError::file(file.path()))?;
        Ok(data.len())
    }
}

/// Median time of the network for one photo by itself, in milliseconds.
fn median_millis(network: &InferenceNetwork, photos: &[JudgedPhoto]) -> Result<f64, TrainingError> {
    let mut millis = Vec::with_capacity(TIMED);
    for (index, photo) in photos.iter().cycle().take(WARM_UP + TIMED).enumerate() {
        let begun = Instant::now();
        network.infer(&[&photo.prepared])?;
        if index >= WARM_UP {
            millis.push(begun.elapsed().as_secs_f64() * 1e3);
        }
    }
    millis.sort_by(f64::total_cmp);
    millis.get(millis.len() / 2).copied().ok_or_else(nothing_to_judge)
}

pub(super) fn nothing_to_judge() -> TrainingError {
    TrainingError::BadOption {
        what: "an experiment compares what networks do on photos kept aside, and there are none; \
               give other data or a share such as 0.2 to judge on"
            .to_owned(),
    }
}
