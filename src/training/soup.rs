//! Several trainings of one recipe from seeds of their own, and the mean of their weights: better
//! than each of them, and no slower at the till (Wortsman et al. 2022, "Model soups").

use std::{collections::BTreeMap, path::Path};

use tch::{Device, Tensor};

use super::{
    Recipe, RunEvent, StopFlag, TrainOptions, TrainingError,
    checkpoint::{Checkpoint, CheckpointFolder},
    course::Course,
    fit::{Fit, Fitted},
    keeper::Keeper,
    lesson::Lesson,
    quick_fit::QuickFit,
    start::Start,
};
use cnn::{Network, device_name};
use photo::Preparation;

/// What all runs of a training have in common.
pub(super) struct Runs<'a> {
    pub options: &'a TrainOptions,
    pub data: &'a Lesson,
    pub teacher: Option<&'a Network>,
    pub keeper: Option<&'a Keeper>,
    pub device: Device,
    pub checkpoints: &'a CheckpointFolder,
    pub fingerprint: &'a str,
    pub stop: &'a StopFlag,
    /// Photos a step: the recipe's number, or fewer where memory is short.
    pub batch: usize,
    /// Whether to go on with what lies on the disk.
    pub resume: bool,
}

/// What the runs come to.
pub(super) struct Soup {
    pub network: Network,
    pub companion: Option<Network>,
    /// `imagenet`, a version's name, or `none`.
    pub origin: String,
}

impl Runs<'_> {
    /// Trains all runs that are left and averages.
    ///
    /// # Errors
    /// As [`Fit::run`]; [`TrainingError::NothingToResume`] and [`TrainingError::ResumeDiffers`].
    pub(super) fn train(&self, on_event: &mut dyn FnMut(RunEvent)) -> Result<Soup, TrainingError> {
        let runs = self.options.recipe.runs;
        let begun = self.first_run()?;
        for run in begun..runs.saturating_sub(1) {
            let soup = self.run(run, run == begun, on_event)?;
            self.checkpoints.finish_run(run, &soup.network.tensors())?;
        }
        let last = runs.saturating_sub(1);
        let mut soup = self.run(last, last == begun, on_event)?;
        if last > 0 {
            let mut all = vec![soup.network.tensors()];
            for run in 0..last {
                all.push(self.checkpoints.finished_run(run)?);
            }
            soup.network.assign(&mean(&all)?, Path::new("averaged weights"))?;
        }
        if let Some(keeper) = self.keeper {
            keeper.average(&soup.network)?;
        }
        Ok(soup)
    }

    /// The run to go on with: 0, or the one in which a resumed training was stopped.
    fn first_run(&self) -> Result<usize, TrainingError> {
        let name = || self.options.name.clone();
        if !self.resume {
            self.checkpoints.remove()?;
            return Ok(0);
        }
        let run = self.checkpoints.finished_runs();
        match self.checkpoints.load()? {
            // The process ended between keeping a finished run and removing its last checkpoint.
            Some(found) if run > 0 && found.state.fingerprint == self.fingerprint_of(run - 1) => {
                self.checkpoints.drop_checkpoint()?;
                Ok(run)
            }
            None if run == 0 => Err(TrainingError::NothingToResume { name: name() }),
            Some(found) if found.state.fingerprint != self.fingerprint_of(run) => {
                Err(TrainingError::ResumeDiffers { name: name() })
            }
            _ => Ok(run),
        }
    }

    fn fingerprint_of(&self, run: usize) -> String {
        format!("{} {run}", self.fingerprint)
    }

    fn run(
        &self,
        run: usize,
        may_restore: bool,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<Soup, TrainingError> {
        let (options, data) = (self.options, self.data);
        let recipe = &Recipe { batch: self.batch, ..options.recipe.clone() };
        let may_mirror = data.may_mirror(recipe);
        let plan = data.epoch_plan(options);
        let seed = options.seed.wrapping_add(run as u64);
        tch::manual_seed(seed as i64);
        let start = Start::load(options, data.classes(), self.keeper.is_some(), self.device)?;
        let judged = Network::new(&options.architecture, data.classes().len(), self.device)?;
        let crops =
            Preparation { size: recipe.train_size, ..recipe.preparation(&options.architecture) };
        let course = Course {
            name: &options.name,
            recipe,
            seed,
            may_mirror: &may_mirror,
            labels: &data.labels,
            photos: &data.learnt,
            plan: &plan,
            clean_items: &data.clean_items,
            validation: &data.validation,
            teacher: self.teacher,
            keeper: self.keeper,
            preparation: &crops,
            checkpoints: self.checkpoints,
            fingerprint: self.fingerprint_of(run),
            stop: self.stop,
        };
        let checkpoint = if may_restore { self.checkpoints.load()? } else { None };
        let epochs_done = checkpoint.as_ref().map_or(0, |found| found.state.epochs_done);
        let (before, epochs) = (run * recipe.epochs, recipe.epochs * recipe.runs);
        if may_restore {
            on_event(RunEvent::Started {
                photos: data.learnt.len(),
                validation_photos: data.validation.len(),
                classes: data.classes().len(),
                epochs,
                epochs_done: before + epochs_done,
                device: device_name(self.device).to_owned(),
                init: start.origin.clone(),
            });
        }
        let on_event = &mut |event| on_event(counted_on(event, before, epochs));
        let fitted = fitted(course, start.network, judged, checkpoint, on_event)?;
        let (companion, origin) = (start.companion, start.origin);
        Ok(Soup { network: fitted.network, companion, origin })
    }
}

/// Trains one run, from its checkpoint if there is one.
fn fitted(
    course: Course,
    network: Network,
    judged: Network,
    checkpoint: Option<Checkpoint>,
    on_event: &mut dyn FnMut(RunEvent),
) -> Result<Fitted, TrainingError> {
    if course.recipe.cached_looks > 0 {
        let mut fit = QuickFit::new(course, network, judged)?;
        checkpoint.map_or(Ok(()), |found| fit.restore(&found))?;
        return fit.run(on_event);
    }
    let mut fit = Fit::new(course, network, judged)?;
    checkpoint.map_or(Ok(()), |found| fit.restore(found))?;
    fit.run(on_event)
}

/// An event of one run, its epoch counted over all runs.
fn counted_on(mut event: RunEvent, before: usize, all: usize) -> RunEvent {
    match &mut event {
        RunEvent::Batch { epoch, .. } => *epoch += before,
        RunEvent::Epoch { epoch, epochs, .. } => {
            *epoch += before;
            *epochs = all;
        }
        _ => {}
    }
    event
}

/// The mean of weights of one shape each.
fn mean(all: &[BTreeMap<String, Tensor>]) -> Result<BTreeMap<String, Tensor>, TrainingError> {
    let _guard = tch::no_grad_guard();
    let share = 1.0 / all.len().max(1) as f64;
    let mut means: BTreeMap<String, Tensor> = BTreeMap::new();
    for (name, tensor) in all.iter().flatten() {
        let part = tensor.f_to_device(Device::Cpu)?.f_mul_scalar(share)?;
        let sum = match means.remove(name) {
            Some(sum) => sum.f_add(&part)?,
            None => part,
        };
        means.insert(name.clone(), sum);
    }
    Ok(means)
}
