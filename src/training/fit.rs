//! The training loop: epochs of batches, validation, the best weights, checkpoints.

use std::{collections::BTreeMap, path::Path};

use tch::{Kind, Reduction, Tensor};

use super::{
    RunEvent, TrainingError,
    checkpoint::{Checkpoint, CheckpointState},
    course::Course,
    epochs::{EpochsDone, LearnsByEpochs},
    judgement::{JUDGED_BATCH, Judgement, judged_logits},
    moving_average::MovingAverage,
    optimizer::AdamW,
    pace::{BatchDone, Pace},
    painting::{PaintedBatch, Painter},
    sampling::epoch_order,
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

/// Weights that change while a training runs.
pub(super) struct Fit<'a> {
    course: Course<'a>,
    network: Network,
    /// A second network of the same shape, to judge the averaged weights with.
    judged: Network,
    optimizer: AdamW,
    average: Option<MovingAverage>,
    best: Option<(f64, usize, BTreeMap<String, Tensor>)>,
    done: EpochsDone,
    pace: Pace,
}

impl<'a> Fit<'a> {
    pub(super) fn new(
        course: Course<'a>,
        mut network: Network,
        judged: Network,
    ) -> Result<Self, TrainingError> {
        network.freeze_stages(course.recipe.frozen_stages)?;
        let optimizer = AdamW::new(&network, course.weight_decay())?;
        let decay = course.recipe.average_decay;
        let average = if decay > 0.0 { Some(MovingAverage::new(&network, decay)?) } else { None };
        Ok(Self {
            course,
            network,
            judged,
            optimizer,
            average,
            best: None,
            done: EpochsDone::default(),
            pace: Pace::new(),
        })
    }

    /// Takes up a checkpoint.
    pub(super) fn restore(&mut self, checkpoint: Checkpoint) -> Result<(), TrainingError> {
        let origin = Path::new("checkpoint");
        self.network.assign(&checkpoint.weights, origin)?;
        let state = checkpoint.state;
        self.optimizer.restore(&checkpoint.optimizer, state.optimizer_steps)?;
        if let Some(average) = &mut self.average {
            average.restore(&checkpoint.average, state.average_updates)?;
        }
        self.best =
            state.best.zip(checkpoint.best).map(|((loss, epoch), best)| (loss, epoch, best));
        self.done = EpochsDone { count: state.epochs_done, seconds: state.seconds };
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
            None => self.current_weights(),
        };
        self.judged.assign(&weights, Path::new("best weights"))?;
        let judgement = self.judge()?;
        Ok(Fitted { network: self.judged, judgement, seconds: self.done.seconds })
    }

    pub(super) fn painter(&self) -> Painter<'a> {
        Painter {
            photos: self.course.photos,
            clean_items: self.course.clean_items,
            recipe: self.course.recipe,
            preparation: self.course.preparation,
            class_count: self.network.class_count() as usize,
            may_mirror: self.course.may_mirror,
        }
    }

    /// Steps through the batches of one epoch; the mean loss.
    fn train_on(
        &mut self,
        batches: impl Iterator<Item = PaintedBatch>,
        total: usize,
        epoch: usize,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<f64, TrainingError> {
        let (mut sum, mut seen) = (0.0, 0);
        for (index, batch) in batches.enumerate() {
            self.course.check_stop(epoch)?;
            let loss = self.step(&batch, self.course.learning_rate_at(epoch, index, total))?;
            if !loss.is_finite() {
                return Err(TrainingError::Diverged { epoch });
            }
            sum += loss * batch.count as f64;
            seen += batch.count;
            let done = index + 1;
            self.pace.tell_batch(BatchDone { epoch, done, total, loss }, batch.count, on_event);
        }
        Ok(sum / seen.max(1) as f64)
    }

    pub(super) fn step(
        &mut self,
        batch: &PaintedBatch,
        learning_rate: f64,
    ) -> Result<f64, TrainingError> {
        let recipe = self.course.recipe;
        let (pictures, targets) = self.tensors(batch)?;
        let (pictures, targets) = batch.blend.apply(pictures, targets)?;
        let mode = self.course.mode();
        let embedding = self.network.embedding(&pictures, mode)?;
        let logits = self.network.logits(&embedding, mode)?;
        let mut loss = logits.f_cross_entropy_loss(
            &targets,
            None::<&Tensor>,
            Reduction::Mean,
            -100,
            recipe.label_smoothing,
        )?;
        if let Some(teacher) = self.course.teacher {
            let share = recipe.teacher_share;
            let opinion = teacher_opinion(teacher, &pictures)?;
            let distance = logits.f_cross_entropy_loss(
                &opinion,
                None::<&Tensor>,
                Reduction::Mean,
                -100,
                0.0,
            )?;
            loss = loss.f_mul_scalar(1.0 - share)?.f_add(&distance.f_mul_scalar(share)?)?;
        }
        if let Some(keeper) = self.course.keeper {
            let parents = keeper.embedding(&pictures)?;
            loss = loss.f_add(&keeper.loss(&self.network, &embedding, &parents)?)?;
        }
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

    /// Pictures (batch x 3 x size x size) and one-hot targets (batch x classes) on the device.
    fn tensors(&self, batch: &PaintedBatch) -> Result<(Tensor, Tensor), TrainingError> {
        let device = self.network.device();
        let size = self.course.preparation.size;
        let pictures = tensor_from_channel_last(&batch.values, batch.count, size, device)?;
        let targets = Tensor::f_from_slice(&batch.targets)?
            .f_view([batch.count as i64, self.network.class_count()])?
            .f_to_device(device)?;
        Ok((pictures, targets))
    }

    fn current_weights(&self) -> BTreeMap<String, Tensor> {
        match &self.average {
            Some(average) => average.tensors(),
            None => self.network.tensors(),
        }
    }

    fn judge_current(&mut self) -> Result<Option<Judgement>, TrainingError> {
        if self.course.validation.is_empty() {
            return Ok(None);
        }
        self.judged.assign(&self.current_weights(), Path::new("averaged weights"))?;
        self.judge()
    }

    fn judge(&self) -> Result<Option<Judgement>, TrainingError> {
        let photos = self.course.validation;
        if photos.is_empty() {
            return Ok(None);
        }
        let mut logits = Vec::with_capacity(photos.len());
        for part in photos.chunks(JUDGED_BATCH) {
            logits.extend(judged_logits(&self.judged, part)?);
        }
        let truths: Vec<usize> = photos.iter().map(|photo| photo.class).collect();
        Ok(Some(Judgement::of(&logits, &truths)))
    }

    fn keep_if_best(&mut self, judgement: Option<&Judgement>) -> Result<(), TrainingError> {
        let Some(judgement) = judgement else { return Ok(()) };
        let is_best = self.best.as_ref().is_none_or(|(loss, ..)| judgement.loss < *loss);
        if is_best {
            let mut copies = BTreeMap::new();
            for (name, tensor) in self.current_weights() {
                let mut copy = tensor.detach().f_zeros_like()?;
                copy.f_copy_(&tensor.detach())?;
                copies.insert(name, copy);
            }
            self.best = Some((judgement.loss, self.done.count, copies));
        }
        Ok(())
    }
}

impl LearnsByEpochs for Fit<'_> {
    fn course(&self) -> &Course<'_> {
        &self.course
    }

    fn done(&mut self) -> &mut EpochsDone {
        &mut self.done
    }

    fn pace(&mut self) -> &mut Pace {
        &mut self.pace
    }

    fn epoch(
        &mut self,
        epoch: usize,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<f64, TrainingError> {
        let mut generator = self.course.seed_epoch(epoch);
        let recipe = self.course.recipe;
        let classes: Vec<usize> = self.course.photos.iter().map(|photo| photo.class).collect();
        let order = epoch_order(&classes, recipe.balance, &mut generator);
        let batches: Vec<&[usize]> =
            order.chunks(recipe.batch).filter(|batch| batch.len() > 1).collect();
        let total = batches.len();
        let painter = self.painter();
        std::thread::scope(|scope| {
            let (sender, painted) = crossbeam_channel::bounded(1);
            let paint_all = move || {
                for batch in batches {
                    if sender.send(painter.paint(batch, &mut generator)).is_err() {
                        return;
                    }
                }
            };
            base::threads::start_within(scope, "painter", paint_all)
                .map_err(TrainingError::Thread)?;
            self.train_on(painted.into_iter(), total, epoch, on_event)
        })
    }

    fn judge_epoch(&mut self) -> Result<Option<Judgement>, TrainingError> {
        let judgement = self.judge_current()?;
        self.keep_if_best(judgement.as_ref())?;
        Ok(judgement)
    }

    fn save(&self) -> Result<(), TrainingError> {
        let shared = |tensors: &BTreeMap<String, Tensor>| {
            tensors.iter().map(|(name, tensor)| (name.clone(), tensor.shallow_clone())).collect()
        };
        self.course.checkpoints.save(&Checkpoint {
            state: CheckpointState {
                fingerprint: self.course.fingerprint.clone(),
                epochs_done: self.done.count,
                optimizer_steps: self.optimizer.steps(),
                average_updates: self.average.as_ref().map_or(0, MovingAverage::updates),
                best: self.best.as_ref().map(|(loss, epoch, _)| (*loss, *epoch)),
                seconds: self.done.seconds,
            },
            weights: self.network.tensors(),
            average: self.current_weights(),
            optimizer: self.optimizer.state(),
            best: self.best.as_ref().map(|(_, _, tensors)| shared(tensors)),
        })
    }
}

/// The teacher's probabilities of a batch.
fn teacher_opinion(teacher: &Network, pictures: &Tensor) -> Result<Tensor, TrainingError> {
    let _guard = tch::no_grad_guard();
    let logits = teacher.logits(&teacher.embedding(pictures, Mode::Inference)?, Mode::Inference)?;
    Ok(logits.f_softmax(-1, Kind::Float)?)
}
