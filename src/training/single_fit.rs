//! A training that becomes no version: the loop of one run, in a folder of its own, for experiments.

use std::path::Path;

use super::{
    RunEvent, StopFlag, TrainOptions, TrainingError,
    checkpoint::CheckpointFolder,
    course::Course,
    fit::{Fit, Fitted},
    lesson::Lesson,
    start::Start,
};
use cnn::{Network, device_name};
use photo::Preparation;

/// Where such a training keeps its checkpoint, and what stops it.
pub struct SingleFit<'a> {
    /// The folder that checkpoints lie in.
    pub folder: &'a Path,
    /// What it is called there. Two trainings of one key are the same training, and the second goes on
    /// where the first one stopped.
    pub key: &'a str,
    /// Ends it after the batch at hand.
    pub stop: &'a StopFlag,
}

impl SingleFit<'_> {
    /// Trains until the epochs are done, from its last whole epoch where it was stopped before. The
    /// checkpoint stays until [`super::discard_unfinished`].
    ///
    /// # Errors
    /// [`TrainingError`]; [`TrainingError::Stopped`] and [`TrainingError::Diverged`] among them.
    pub fn run(
        &self,
        options: &TrainOptions,
        lesson: &Lesson,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<Fitted, TrainingError> {
        let device = options.device.resolve()?;
        tch::manual_seed(options.seed as i64);
        let recipe = &options.recipe;
        let start = Start::load(options, lesson.classes(), false, device)?;
        let judged = Network::new(&options.architecture, lesson.classes().len(), device)?;
        let checkpoints = CheckpointFolder::new(self.folder, self.key);
        let crops =
            Preparation { size: recipe.train_size, ..recipe.preparation(&options.architecture) };
        let may_mirror = lesson.may_mirror(recipe);
        let plan = lesson.epoch_plan(options);
        let course = Course {
            name: &options.name,
            recipe,
            seed: options.seed,
            may_mirror: &may_mirror,
            labels: &lesson.labels,
            photos: &lesson.learnt,
            plan: &plan,
            clean_items: &lesson.clean_items,
            validation: &lesson.validation,
            teacher: None,
            keeper: None,
            preparation: &crops,
            checkpoints: &checkpoints,
            fingerprint: self.key.to_owned(),
            stop: self.stop,
        };
        let mut fit = Fit::new(course, start.network, judged)?;
        let mut epochs_done = 0;
        if let Some(checkpoint) = checkpoints.load()? {
            epochs_done = checkpoint.state.epochs_done;
            fit.restore(checkpoint)?;
        }
        on_event(RunEvent::Started {
            photos: lesson.learnt.len(),
            validation_photos: lesson.validation.len(),
            classes: lesson.classes().len(),
            epochs: recipe.epochs,
            epochs_done,
            device: device_name(device).to_owned(),
            init: start.origin,
        });
        fit.run(on_event)
    }
}
