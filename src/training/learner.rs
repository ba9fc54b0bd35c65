//! A network that learns and all that changes beside it: the same whether the whole network learns or
//! its last stage alone.

use std::{collections::BTreeMap, path::Path};

use tch::Tensor;

use super::{
    RunEvent, TrainingError,
    checkpoint::{Checkpoint, CheckpointState},
    course::Course,
    cut_out::CutOut,
    keeper::Keeper,
    label_loss::LabelLoss,
    moving_average::MovingAverage,
    optimizer::AdamW,
    pace::{BatchDone, Pace},
    painting::Painter,
};
use cnn::Network;

/// How far a training is.
#[derive(Clone, Copy, Default)]
pub(super) struct EpochsDone {
    pub count: usize,
    /// Time of the epochs done, with those before a resume; without the judging.
    pub seconds: f64,
}

/// Where in a training a batch stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// From 1.
    pub epoch: usize,
    /// Batch of the epoch, from 0.
    pub index: usize,
    /// Batches of an epoch.
    pub total: usize,
}

/// The best weights so far: their loss, their epoch from 1, and themselves.
pub(super) type Best = (f64, usize, BTreeMap<String, Tensor>);

/// What changes while a training runs.
pub(super) struct Learner<'a> {
    pub course: Course<'a>,
    pub network: Network,
    /// A second network of the same shape, to judge the averaged weights with.
    pub judged: Network,
    pub done: EpochsDone,
    pub pace: Pace,
    optimizer: AdamW,
    average: Option<MovingAverage>,
    /// The loss against the photos' labels.
    pub label_loss: LabelLoss,
}

impl<'a> Learner<'a> {
    /// Of what is frozen in `network` nothing is learnt any more. Without an `average` the weights of
    /// the last step count.
    pub(super) fn new(
        course: Course<'a>,
        network: Network,
        judged: Network,
        average: Option<MovingAverage>,
    ) -> Result<Self, TrainingError> {
        let optimizer = AdamW::new(network.parameters(), course.weight_decay())?;
        let smoothing = course.recipe.label_smoothing;
        let label_loss = LabelLoss::new(course.labels, smoothing, network.device())?;
        let (done, pace) = (EpochsDone::default(), Pace::new());
        Ok(Self { course, network, judged, done, pace, optimizer, average, label_loss })
    }

    /// Takes up a checkpoint.
    pub(super) fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), TrainingError> {
        self.network.assign(&checkpoint.weights, Path::new("checkpoint"))?;
        let state = &checkpoint.state;
        self.optimizer.restore(&checkpoint.optimizer, state.optimizer_steps)?;
        if let Some(average) = &mut self.average {
            average.restore(&checkpoint.average, state.average_updates)?;
        }
        self.done = EpochsDone { count: state.epochs_done, seconds: state.seconds };
        Ok(())
    }

    /// Writes a checkpoint, with the best weights so far where they are kept.
    pub(super) fn save(&self, best: Option<&Best>) -> Result<(), TrainingError> {
        let shared = |tensors: &BTreeMap<String, Tensor>| {
            tensors.iter().map(|(name, tensor)| (name.clone(), tensor.shallow_clone())).collect()
        };
        self.course.checkpoints.save(&Checkpoint {
            state: CheckpointState {
                fingerprint: self.course.fingerprint.clone(),
                epochs_done: self.done.count,
                optimizer_steps: self.optimizer.steps(),
                average_updates: self.average.as_ref().map_or(0, MovingAverage::updates),
                best: best.map(|(loss, epoch, _)| (*loss, *epoch)),
                seconds: self.done.seconds,
            },
            weights: self.network.tensors(),
            average: self.current_weights(),
            optimizer: self.optimizer.state(),
            best: best.map(|(_, _, tensors)| shared(tensors)),
        })
    }

    /// What was learnt by now.
    pub(super) fn current_weights(&self) -> BTreeMap<String, Tensor> {
        match &self.average {
            Some(average) => average.tensors(),
            None => self.network.tensors(),
        }
    }

    /// Puts what was learnt by now into the network that is judged.
    pub(super) fn show_judge(&mut self) -> Result<(), TrainingError> {
        Ok(self.judged.assign(&self.current_weights(), Path::new("averaged weights"))?)
    }

    /// Paints the photos, and `clean_items` among them.
    pub(super) fn painter(&self, clean_items: &'a [CutOut]) -> Painter<'a> {
        Painter {
            photos: self.course.photos,
            clean_items,
            recipe: self.course.recipe,
            preparation: self.course.preparation,
            label_count: self.course.labels.len(),
            may_mirror: self.course.may_mirror,
        }
    }

    /// Learns from one batch of so many pictures, with what comes before and after it; its loss.
    pub(super) fn batch(
        &mut self,
        at: Place,
        pictures: usize,
        loss: impl FnOnce(&Self) -> Result<Tensor, TrainingError>,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<f64, TrainingError> {
        let Place { epoch, index, total } = at;
        self.course.check_stop(epoch)?;
        let loss = self.step(self.course.learning_rate_at(epoch, index, total), loss)?;
        if !loss.is_finite() {
            return Err(TrainingError::Diverged { epoch });
        }
        let done = index + 1;
        self.pace.tell_batch(BatchDone { epoch, done, total, loss }, pictures, on_event);
        Ok(loss)
    }

    /// One step down the slope of a loss.
    pub(super) fn step(
        &mut self,
        learning_rate: f64,
        loss: impl FnOnce(&Self) -> Result<Tensor, TrainingError>,
    ) -> Result<f64, TrainingError> {
        let loss = loss(self)?;
        self.optimizer.clear_gradients();
        loss.f_backward()?;
        self.optimizer.step(learning_rate)?;
        if let Some(keeper) = self.course.keeper {
            keeper.pull(&self.network, learning_rate)?;
        }
        if let Some(average) = &mut self.average {
            average.update()?;
        }
        Ok(loss.f_double_value(&[])?)
    }

    /// A loss with what keeps products that the photos do not show, where there is such a keeper;
    /// `parents` is the parent's embedding.
    pub(super) fn with_keeper(
        &self,
        loss: Tensor,
        embedding: &Tensor,
        parents: impl FnOnce(&Keeper) -> Result<Tensor, TrainingError>,
    ) -> Result<Tensor, TrainingError> {
        let Some(keeper) = self.course.keeper else { return Ok(loss) };
        let parents = parents(keeper)?;
        Ok(loss.f_add(&keeper.loss(&self.network, embedding, &parents)?)?)
    }
}

/// The mean loss over photos.
#[derive(Default)]
pub(super) struct MeanLoss {
    sum: f64,
    photos: usize,
}

impl MeanLoss {
    pub(super) fn add(&mut self, loss: f64, photos: usize) {
        self.sum += loss * photos as f64;
        self.photos += photos;
    }

    pub(super) fn value(&self) -> f64 {
        self.sum / self.photos.max(1) as f64
    }
}
