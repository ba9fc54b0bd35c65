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

use super::{
    ExperimentError, ExperimentOptions,
    results::{RunFigures, RunOutcome},
    trial::{StartingWeights, Trial, shape_of},
};
use base::write_atomically;
use cnn::{InferenceNetwork, Network, Precision, cpu_threads};
use photo::Prepared;
use training::{
    Fitted, Init, Lesson, RunEvent, SingleFit, StopFlag, TrainOptions, TrainingError,
    discard_unfinished,
};

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
            data: vec![experiment.data.clone().into()],
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
            calibrate_on: Vec::new(),
            fold: None,
            resume: false,
            device: experiment.device,
        }
    }

    /// The result of an earlier run with the same settings.
    pub(super) fn stored(&self, runs: &Path) -> Result<Option<RunOutcome>, ExperimentError> {
        let path = self.path(runs);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(TrainingError::File { path, source }.into()),
        };
        let damaged = |reason: String| ExperimentError::DamagedRun { path: path.clone(), reason };
        let run: StoredRun =
            serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        if run.settings != self.settings {
            return Err(damaged("it is of other settings than its name says".to_owned()));
        }
        Ok(Some(run.result))
    }

    /// Keeps the result, whole or not at all.
    pub(super) fn store(&self, runs: &Path, result: &RunOutcome) -> Result<(), ExperimentError> {
        let run = StoredRun { settings: self.settings.clone(), result: result.clone() };
        write_atomically(&self.path(runs), |out| {
            serde_json::to_writer_pretty(&mut *out, &run).map_err(io::Error::from)?;
            out.write_all(b"\n")
        })?;
        Ok(discard_unfinished(runs, &self.key)?)
    }

    fn path(&self, runs: &Path) -> PathBuf {
        runs.join(format!("{}.json", self.key))
    }
}

/// Where and until when to train.
pub(super) struct Bench<'a> {
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
    ) -> Result<RunOutcome, ExperimentError> {
        // The key is the settings' hash: a checkpoint of that name is of this very run.
        let fit = SingleFit { folder: self.runs, key: &run.key, stop: self.stop };
        match fit.run(options, lesson, on_event) {
            Ok(fitted) => self.measure(fitted, options, lesson).map(RunOutcome::Trained),
            Err(TrainingError::Diverged { epoch }) => Ok(RunOutcome::RanAway { epoch }),
            Err(error) => Err(error.into()),
        }
    }

    fn measure(
        &self,
        fitted: Fitted,
        options: &TrainOptions,
        lesson: &Lesson,
    ) -> Result<RunFigures, ExperimentError> {
        let Fitted { network, judgement, seconds } = fitted;
        let judgement = judgement.ok_or(ExperimentError::NothingToJudge)?;
        let parameters = network.parameters().learnt_count();
        let weights_bytes = self.stored_size(&network)?;
        let multiply_adds = network.multiply_adds(options.recipe.size);
        let network = InferenceNetwork::new(network)?;
        Ok(RunFigures {
            photos: lesson.learnt_count(),
            validation_photos: lesson.validation().len(),
            top1: judgement.top1,
            top4: judgement.top4,
            loss: judgement.loss,
            parameters,
            weights_bytes,
            multiply_adds,
            train_seconds: seconds,
            millis_per_photo: median_millis(&network, lesson.validation())?,
            threads: cpu_threads(),
        })
    }

    /// Bytes of the weights as a version would store them.
    fn stored_size(&self, network: &Network) -> Result<u64, ExperimentError> {
        let file =
            tempfile::NamedTempFile::new_in(self.runs).map_err(TrainingError::file(self.runs))?;
        network.save(file.path(), Precision::Half)?;
        let data = fs::metadata(file.path()).map_err(TrainingError::file(file.path()))?;
        Ok(data.len())
    }
}

/// Median time of the network for one photo by itself, in milliseconds.
fn median_millis<'a>(
    network: &InferenceNetwork,
    photos: impl Iterator<Item = &'a Prepared> + Clone,
) -> Result<f64, ExperimentError> {
    let mut millis = Vec::with_capacity(TIMED);
    for (index, photo) in photos.cycle().take(WARM_UP + TIMED).enumerate() {
        let begun = Instant::now();
        network.infer(&[photo])?;
        if index >= WARM_UP {
            millis.push(begun.elapsed().as_secs_f64() * 1e3);
        }
    }
    millis.sort_by(f64::total_cmp);
    millis.get(millis.len() / 2).copied().ok_or(ExperimentError::NothingToJudge)
}
