//! The quick way to train: only the last stage and the classes learn, on features that the rest of the
//! network computes once for a few random looks at each photo.
//!
//! The first epochs make one look each, and learn from it at once; those after draw from all looks.

use std::{collections::BTreeMap, path::Path};

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use tch::{Kind, Reduction, Tensor};

use super::{
    RunEvent, TrainingError,
    checkpoint::{Checkpoint, CheckpointState},
    course::Course,
    epochs::{EpochsDone, LearnsByEpochs},
    feature_cache::FeatureCache,
    fit::Fitted,
    judgement::{JUDGED_BATCH, Judgement, embedding_logits},
    moving_average::MovingAverage,
    optimizer::AdamW,
    pace::{BatchDone, Pace},
    painting::{PaintedBatch, Painter},
    sampling::epoch_order,
};
use cnn::{Mode, Network, tensor_from_channel_last, tensor_from_prepared};

/// What changes while a quick training runs.
pub(super) struct QuickFit<'a> {
    course: Course<'a>,
    network: Network,
    /// A second network of the same shape, to judge the averaged weights with.
    judged: Network,
    optimizer: AdamW,
    average: MovingAverage,
    cache: FeatureCache,
    /// Features and classes of the validation photos.
    validation: Vec<(Tensor, Vec<usize>)>,
    done: EpochsDone,
    pace: Pace,
}

impl<'a> QuickFit<'a> {
    pub(super) fn new(
        course: Course<'a>,
        mut network: Network,
        judged: Network,
    ) -> Result<Self, TrainingError> {
        network.freeze_before_last_stage()?;
        let optimizer = AdamW::new(&network, course.weight_decay())?;
        let average = MovingAverage::new(&network, course.recipe.average_decay)?;
        let cache = FeatureCache::new(course.checkpoints.features());
        let validation = course
            .validation
            .chunks(JUDGED_BATCH)
            .map(|part| {
                let prepared: Vec<_> = part.iter().map(|photo| &photo.prepared).collect();
                let input = tensor_from_prepared(&prepared, network.device())?;
                let classes = part.iter().map(|photo| photo.class).collect();
                Ok((network.before_last_stage(&input)?, classes))
            })
            .collect::<Result<_, TrainingError>>()?;
        let done = EpochsDone::default();
        let pace = Pace::new();
        Ok(Self { course, network, judged, optimizer, average, cache, validation, done, pace })
    }

    /// Takes up a checkpoint.
    pub(super) fn restore(&mut self, checkpoint: Checkpoint) -> Result<(), TrainingError> {
        self.network.assign(&checkpoint.weights, Path::new("checkpoint"))?;
        let state = checkpoint.state;
        self.optimizer.restore(&checkpoint.optimizer, state.optimizer_steps)?;
        self.average.restore(&checkpoint.average, state.average_updates)?;
        let looks = state.epochs_done.min(self.course.recipe.cached_looks);
        self.cache.restore(looks, self.course.photos.len())?;
        self.done = EpochsDone { count: state.epochs_done, seconds: state.seconds };
        Ok(())
    }

    /// Trains the epochs that are left. The last one's averaged weights are taken: so short a
    /// training has no best epoch.
    pub(super) fn run(
        mut self,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<Fitted, TrainingError> {
        self.run_epochs(on_event)?;
        let judgement = self.judge_epoch()?;
        self.judged.assign(&self.average.tensors(), Path::new("averaged weights"))?;
        self.cache.remove_files()?;
        Ok(Fitted { network: self.judged, judgement, seconds: self.done.seconds })
    }

    /// Looks at every photo once, in a new way, keeps what it saw, and learns from it.
    fn looking_epoch(
        &mut self,
        epoch: usize,
        mut generator: ChaCha8Rng,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<f64, TrainingError> {
        let mut order: Vec<usize> = (0..self.course.photos.len()).collect();
        order.shuffle(&mut generator);
        let batches: Vec<&[usize]> = order.chunks(self.course.recipe.batch).collect();
        let painter = self.painter();
        let mut mean = MeanLoss::default();
        let mut look: Option<Tensor> = None;
        std::thread::scope(|scope| {
            let (sender, painted) = crossbeam_channel::bounded(1);
            let to_paint = batches.clone();
            let paint_all = move || {
                for batch in to_paint {
                    if sender.send(painter.paint(batch, &mut generator)).is_err() {
                        return;
                    }
                }
            };
            base::threads::start_within(scope, "painter", paint_all)
                .map_err(TrainingError::Thread)?;
            for (index, (batch, painted)) in batches.iter().zip(painted).enumerate() {
                let features = self.features(&painted)?;
                keep_rows(&mut look, order.len(), batch, &features)?;
                let at = Place { epoch, index, total: batches.len() };
                mean.add(self.batch(batch, &features, at, on_event)?, batch.len());
            }
            Ok::<(), TrainingError>(())
        })?;
        if let Some(look) = look {
            self.cache.push(look)?;
        }
        Ok(mean.value())
    }

    /// Learns from looks that were made before.
    fn cached_epoch(
        &mut self,
        epoch: usize,
        generator: &mut ChaCha8Rng,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<f64, TrainingError> {
        let recipe = self.course.recipe;
        let classes: Vec<usize> = self.course.photos.iter().map(|photo| photo.class).collect();
        let order = epoch_order(&classes, recipe.balance, generator);
        let batches: Vec<&[usize]> = order.chunks(recipe.batch).collect();
        let mut mean = MeanLoss::default();
        for (index, batch) in batches.iter().enumerate() {
            let features = self.cache.batch(batch, generator)?;
            let features = features.f_to_device(self.network.device())?;
            let at = Place { epoch, index, total: batches.len() };
            mean.add(self.batch(batch, &features, at, on_event)?, batch.len());
        }
        Ok(mean.value())
    }

    fn painter(&self) -> Painter<'a> {
        Painter {
            photos: self.course.photos,
            // Features are kept by photo, so each photo must stand for itself.
            clean_items: &[],
            recipe: self.course.recipe,
            preparation: self.course.preparation,
            class_count: self.network.class_count() as usize,
            may_mirror: self.course.may_mirror,
        }
    }

    /// What the last stage will work on, rounded as the cache rounds it.
    fn features(&self, batch: &PaintedBatch) -> Result<Tensor, TrainingError> {
        let (size, device) = (self.course.preparation.size, self.network.device());
        let pictures = tensor_from_channel_last(&batch.values, batch.count, size, device)?;
        let features = self.network.before_last_stage(&pictures)?;
        Ok(features.f_to_kind(Kind::Half)?.f_to_kind(Kind::Float)?)
    }

    /// One step on the photos of `batch`, with what comes before and after it.
    fn batch(
        &mut self,
        batch: &[usize],
        features: &Tensor,
        at: Place,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<f64, TrainingError> {
        let Place { epoch, index, total } = at;
        self.course.check_stop(epoch)?;
        let learning_rate = self.course.learning_rate_at(epoch, index, total);
        let loss = self.step(batch, features, learning_rate)?;
        if !loss.is_finite() {
            return Err(TrainingError::Diverged { epoch });
        }
        let done = index + 1;
        self.pace.tell_batch(BatchDone { epoch, done, total, loss }, batch.len(), on_event);
        Ok(loss)
    }

    fn step(
        &mut self,
        batch: &[usize],
        features: &Tensor,
        learning_rate: f64,
    ) -> Result<f64, TrainingError> {
        let (course, mode) = (&self.course, self.course.mode());
        let photos = batch.iter().filter_map(|&index| course.photos.get(index));
        let classes: Vec<i64> = photos.map(|photo| photo.class as i64).collect();
        let targets = Tensor::f_from_slice(&classes)?.f_to_device(self.network.device())?;
        let embedding = self.network.last_stage(features, mode)?;
        let logits = self.network.logits(&embedding, mode)?;
        let mut loss = logits.f_cross_entropy_loss(
            &targets,
            None::<&Tensor>,
            Reduction::Mean,
            -100,
            course.recipe.label_smoothing,
        )?;
        if let Some(keeper) = course.keeper {
            let parents = keeper.last_stage(features)?;
            loss = loss.f_add(&keeper.loss(&self.network, &embedding, &parents)?)?;
        }
        self.optimizer.clear_gradients();
        loss.f_backward()?;
        self.optimizer.step(learning_rate)?;
        if let Some(keeper) = self.course.keeper {
            keeper.pull(&self.network, learning_rate)?;
        }
        self.average.update()?;
        Ok(loss.f_double_value(&[])?)
    }
}

impl LearnsByEpochs for QuickFit<'_> {
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
        if epoch <= self.course.recipe.cached_looks {
            self.looking_epoch(epoch, generator, on_event)
        } else {
            self.cached_epoch(epoch, &mut generator, on_event)
        }
    }

    fn judge_epoch(&mut self) -> Result<Option<Judgement>, TrainingError> {
        if self.validation.is_empty() {
            return Ok(None);
        }
        self.judged.assign(&self.average.tensors(), Path::new("averaged weights"))?;
        let _guard = tch::no_grad_guard();
        let (mut logits, mut truths) = (Vec::new(), Vec::new());
        for (features, classes) in &self.validation {
            let embeddings = self.judged.last_stage(features, Mode::Inference)?;
            logits.extend(embedding_logits(&self.judged, &embeddings)?);
            truths.extend(classes.iter().copied());
        }
        Ok(Some(Judgement::of(&logits, &truths)))
    }

    fn save(&self) -> Result<(), TrainingError> {
        self.course.checkpoints.save(&Checkpoint {
            state: CheckpointState {
                fingerprint: self.course.fingerprint.clone(),
                epochs_done: self.done.count,
                optimizer_steps: self.optimizer.steps(),
                average_updates: self.average.updates(),
                best: None,
                seconds: self.done.seconds,
            },
            weights: self.network.tensors(),
            average: self.average.tensors(),
            optimizer: self.optimizer.state(),
            best: None::<BTreeMap<String, Tensor>>,
        })
    }
}

/// Where in a training a batch stands.
#[derive(Clone, Copy)]
struct Place {
    /// From 1.
    epoch: usize,
    /// Batch of the epoch, from 0.
    index: usize,
    /// Batches of an epoch.
    total: usize,
}

/// The mean loss over photos.
#[derive(Default)]
struct MeanLoss {
    sum: f64,
    photos: usize,
}

impl MeanLoss {
    fn add(&mut self, loss: f64, photos: usize) {
        self.sum += loss * photos as f64;
        self.photos += photos;
    }

    fn value(&self) -> f64 {
        self.sum / self.photos.max(1) as f64
    }
}

/// Writes the features of a batch into the rows of its photos, on the CPU and in 16 bits.
fn keep_rows(
    look: &mut Option<Tensor>,
    photos: usize,
    batch: &[usize],
    features: &Tensor,
) -> Result<(), TrainingError> {
    let own = features.f_to_device(tch::Device::Cpu)?.f_to_kind(Kind::Half)?;
    if look.is_none() {
        let mut shape = own.size();
        if let Some(rows) = shape.first_mut() {
            *rows = photos as i64;
        }
        *look = Some(Tensor::f_zeros(shape, (Kind::Half, tch::Device::Cpu))?);
    }
    if let Some(look) = look {
        let rows: Vec<i64> = batch.iter().map(|&index| index as i64).collect();
        let _ = look.f_index_copy_(0, &Tensor::f_from_slice(&rows)?, &own)?;
    }
    Ok(())
}
