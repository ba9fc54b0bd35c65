//! The training loop: epochs of batches, validation, the best weights, checkpoints.

use std::{collections::BTreeMap, path::Path};

use tch::{Kind, Reduction, Tensor};

use super::{
    RunEvent, TrainingError,
    checkpoint::Checkpoint,
    course::Course,
    epochs::LearnsByEpochs,
    judgement::{JUDGED_BATCH, Judgement, judged_logits},
    learner::{Best, Learner, MeanLoss, Place},
    moving_average::MovingAverage,
    painting::{PaintedBatch, Painter, paint_ahead},
};
use cnn::{Mode, Network, tensor_from_channel_last};

/// What a training comes to.
pub struct Fitted {
    /// The network with its best weights.
    pub network: Network,
    /// How it judges the validation photos, where there are any.
    pub judgement: Option<Judgement>,
    /// Time of all epochs, without the judging.
    pub seconds: f64,
}

/// A training of the whole network, but for its frozen stages.
pub(super) struct Fit<'a> {
    learner: Learner<'a>,
    best: Option<Best>,
}

impl<'a> Fit<'a> {
    pub(super) fn new(
        course: Course<'a>,
        mut network: Network,
        judged: Network,
    ) -> Result<Self, TrainingError> {
        network.freeze_stages(course.recipe.frozen_stages)?;
        let decay = course.recipe.average_decay;
        let average =
            if decay > 0.0 { Some(MovingAverage::new(network.tensors(), decay)?) } else { None };
        Ok(Self { learner: Learner::new(course, network, judged, average)?, best: None })
    }

    /// Takes up a checkpoint.
    pub(super) fn restore(&mut self, checkpoint: Checkpoint) -> Result<(), TrainingError> {
        self.learner.restore(&checkpoint)?;
        let best = checkpoint.state.best.zip(checkpoint.best);
        self.best = best.map(|((loss, epoch), weights)| (loss, epoch, weights));
        Ok(())
    }

    /// Trains the epochs that are left.
    pub(super) fn run(
        mut self,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<Fitted, TrainingError> {
        self.run_epochs(on_event)?;
        self.finish()
    }

    fn finish(mut self) -> Result<Fitted, TrainingError> {
        let weights = match self.best.take() {
            Some((_, _, weights)) => weights,
            None => self.learner.current_weights(),
        };
        self.learner.judged.assign(&weights, Path::new("best weights"))?;
        let judgement = self.judge()?;
        let Learner { judged: network, done, .. } = self.learner;
        Ok(Fitted { network, judgement, seconds: done.seconds })
    }

    pub(super) fn painter(&self) -> Painter<'a> {
        self.learner.painter(self.learner.course.clean_items)
    }

    /// One step on a batch; its loss.
    pub(super) fn step(
        &mut self,
        batch: &PaintedBatch,
        learning_rate: f64,
    ) -> Result<f64, TrainingError> {
        self.learner.step(learning_rate, |learner| batch_loss(learner, batch))
    }

    fn judge(&self) -> Result<Option<Judgement>, TrainingError> {
        let photos = self.learner.course.validation;
        if photos.is_empty() {
            return Ok(None);
        }
        let mut logits = Vec::with_capacity(photos.len());
        for part in photos.chunks(JUDGED_BATCH) {
            logits.extend(judged_logits(&self.learner.judged, part)?);
        }
        let truths: Vec<&[usize]> = photos.iter().map(|photo| photo.truth.as_slice()).collect();
        Ok(Some(Judgement::of(&logits, &truths)))
    }

    fn keep_if_best(&mut self, judgement: &Judgement) -> Result<(), TrainingError> {
        let is_best = self.best.as_ref().is_none_or(|(loss, ..)| judgement.loss < *loss);
        if is_best {
            let mut copies = BTreeMap::new();
            for (name, tensor) in self.learner.current_weights() {
                let mut copy = tensor.detach().f_zeros_like()?;
                copy.f_copy_(&tensor.detach())?;
                copies.insert(name, copy);
            }
            self.best = Some((judgement.loss, self.learner.done.count, copies));
        }
        Ok(())
    }
}

impl<'a> LearnsByEpochs<'a> for Fit<'a> {
    fn learner(&mut self) -> &mut Learner<'a> {
        &mut self.learner
    }

    fn epoch(
        &mut self,
        epoch: usize,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<f64, TrainingError> {
        let course = &self.learner.course;
        let (recipe, mut generator) = (course.recipe, course.seed_epoch(epoch));
        let order = course.plan.order(&mut generator);
        let batches: Vec<&[usize]> =
            order.chunks(recipe.batch).filter(|batch| batch.len() > 1).collect();
        let (painter, total) = (self.painter(), batches.len());
        let paint = |batch: &[usize], generator: &mut _| painter.paint(batch, generator);
        paint_ahead(paint, &batches, generator, |painted| {
            let mut mean = MeanLoss::default();
            for (index, batch) in painted.enumerate() {
                let (at, count) = (Place { epoch, index, total }, batch.count);
                let loss = |learner: &Learner| batch_loss(learner, &batch);
                mean.add(self.learner.batch(at, count, loss, on_event)?, count);
            }
            Ok(mean.value())
        })
    }

    fn judge_epoch(&mut self) -> Result<Option<Judgement>, TrainingError> {
        if self.learner.course.validation.is_empty() {
            return Ok(None);
        }
        self.learner.show_judge()?;
        let judgement = self.judge()?;
        judgement.as_ref().map_or(Ok(()), |judgement| self.keep_if_best(judgement))?;
        Ok(judgement)
    }

    fn save(&self) -> Result<(), TrainingError> {
        self.learner.save(self.best.as_ref())
    }
}

/// The loss of a batch: against the labels, a teacher's opinion, and what is to be kept.
fn batch_loss(learner: &Learner<'_>, batch: &PaintedBatch) -> Result<Tensor, TrainingError> {
    let (course, network) = (&learner.course, &learner.network);
    let (pictures, targets) = tensors(learner, batch)?;
    let (pictures, targets) = batch.blend.apply(pictures, targets)?;
    let embedding = network.embedding(&pictures, course.mode())?;
    let logits = network.logits(&embedding, course.mode())?;
    let mut loss = learner.label_loss.of_shares(&logits, &targets)?;
    if let Some(teacher) = course.teacher {
        let share = course.recipe.teacher_share;
        let opinion = teacher_opinion(teacher, &pictures)?;
        let no_weights = None::<&Tensor>;
        let distance =
            logits.f_cross_entropy_loss(&opinion, no_weights, Reduction::Mean, -100, 0.0)?;
        loss = loss.f_mul_scalar(1.0 - share)?.f_add(&distance.f_mul_scalar(share)?)?;
    }
    learner.with_keeper(loss, &embedding, |keeper| keeper.embedding(&pictures))
}

/// Pictures (batch x 3 x size x size) and shares of labels (batch x labels) on the device.
fn tensors(learner: &Learner<'_>, batch: &PaintedBatch) -> Result<(Tensor, Tensor), TrainingError> {
    let (size, device) = (learner.course.preparation.size, learner.network.device());
    let pictures = tensor_from_channel_last(&batch.values, batch.count, size, device)?;
    let targets = Tensor::f_from_slice(&batch.targets)?
        .f_view([batch.count as i64, learner.course.labels.len() as i64])?
        .f_to_device(device)?;
    Ok((pictures, targets))
}

/// The teacher's probabilities of a batch.
fn teacher_opinion(teacher: &Network, pictures: &Tensor) -> Result<Tensor, TrainingError> {
    let _guard = tch::no_grad_guard();
    let logits = teacher.logits(&teacher.embedding(pictures, Mode::Inference)?, Mode::Inference)?;
    Ok(logits.f_softmax(-1, Kind::Float)?)
}
