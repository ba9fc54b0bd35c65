//! The quick way to train: only the last stage and the classes learn, on features that the rest of the
//! network computes once for a few random looks at each photo.
//!
//! The first epochs make one look each, and learn from it at once; those after draw from all looks.

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use tch::{Kind, Tensor};

use super::{
    RunEvent, TrainingError,
    checkpoint::Checkpoint,
    course::Course,
    epochs::LearnsByEpochs,
    feature_cache::FeatureCache,
    fit::Fitted,
    judgement::{JUDGED_BATCH, Judgement, embedding_logits},
    learner::{Learner, MeanLoss, Place},
    moving_average::MovingAverage,
    painting::{PaintedBatch, paint_ahead},
};
use cnn::{Mode, Network, tensor_from_channel_last, tensor_from_prepared};

/// A training of the last stage alone.
pub(super) struct QuickFit<'a> {
    learner: Learner<'a>,
    cache: FeatureCache,
    /// Features of the validation photos, and for each the products that are right.
    validation: Vec<(Tensor, Vec<Vec<usize>>)>,
}

impl<'a> QuickFit<'a> {
    pub(super) fn new(
        course: Course<'a>,
        mut network: Network,
        judged: Network,
    ) -> Result<Self, TrainingError> {
        network.freeze_before_last_stage()?;
        let average = MovingAverage::new(network.tensors(), course.recipe.average_decay)?;
        let cache = FeatureCache::new(course.checkpoints.features());
        let validation = course
            .validation
            .chunks(JUDGED_BATCH)
            .map(|part| {
                let prepared: Vec<_> = part.iter().map(|photo| &photo.prepared).collect();
                let input = tensor_from_prepared(&prepared, network.device())?;
                let truths = part.iter().map(|photo| photo.truth.clone()).collect();
                Ok((network.before_last_stage(&input)?, truths))
            })
            .collect::<Result<_, TrainingError>>()?;
        let learner = Learner::new(course, network, judged, Some(average))?;
        Ok(Self { learner, cache, validation })
    }

    /// Takes up a checkpoint.
    pub(super) fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), TrainingError> {
        self.learner.restore(checkpoint)?;
        let course = &self.learner.course;
        let looks = checkpoint.state.epochs_done.min(course.recipe.cached_looks);
        self.cache.restore(looks, course.photos.len())
    }

    /// Trains the epochs that are left. The last one's averaged weights are taken: so short a
    /// training has no best epoch.
    pub(super) fn run(
        mut self,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<Fitted, TrainingError> {
        self.run_epochs(on_event)?;
        let judgement = self.judge_epoch()?;
        self.learner.show_judge()?;
        self.cache.remove_files()?;
        let Learner { judged: network, done, .. } = self.learner;
        Ok(Fitted { network, judgement, seconds: done.seconds })
    }

    /// Looks at every photo once, in a new way, keeps what it saw, and learns from it.
    fn looking_epoch(
        &mut self,
        epoch: usize,
        mut generator: ChaCha8Rng,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<f64, TrainingError> {
        let course = &self.learner.course;
        let mut order: Vec<usize> = (0..course.photos.len()).collect();
        order.shuffle(&mut generator);
        let batches: Vec<&[usize]> = order.chunks(course.recipe.batch).collect();
        // Features are kept by photo, so each photo must stand for itself.
        let painter = self.learner.painter(&[]);
        let mut mean = MeanLoss::default();
        let mut look: Option<Tensor> = None;
        let paint = |batch: &[usize], generator: &mut _| painter.paint(batch, generator);
        paint_ahead(paint, &batches, generator, |painted| {
            for (index, (batch, painted)) in batches.iter().zip(painted).enumerate() {
                let features = self.features(&painted)?;
                keep_rows(&mut look, order.len(), batch, &features)?;
                let at = Place { epoch, index, total: batches.len() };
                mean.add(self.batch(batch, &features, at, on_event)?, batch.len());
            }
            Ok(())
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
        let course = &self.learner.course;
        let order = course.plan.order(generator);
        let batches: Vec<&[usize]> = order.chunks(course.recipe.batch).collect();
        let mut mean = MeanLoss::default();
        for (index, batch) in batches.iter().enumerate() {
            let features = self.cache.batch(batch, generator)?;
            let features = features.f_to_device(self.learner.network.device())?;
            let at = Place { epoch, index, total: batches.len() };
            mean.add(self.batch(batch, &features, at, on_event)?, batch.len());
        }
        Ok(mean.value())
    }

    /// What the last stage will work on, rounded as the cache rounds it.
    fn features(&self, batch: &PaintedBatch) -> Result<Tensor, TrainingError> {
        let network = &self.learner.network;
        let (size, device) = (self.learner.course.preparation.size, network.device());
        let pictures = tensor_from_channel_last(&batch.values, batch.count, size, device)?;
        let features = network.before_last_stage(&pictures)?;
        Ok(features.f_to_kind(Kind::Half)?.f_to_kind(Kind::Float)?)
    }

    /// One step on the photos of `batch`; its loss.
    fn batch(
        &mut self,
        batch: &[usize],
        features: &Tensor,
        at: Place,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<f64, TrainingError> {
        let loss = |learner: &Learner| batch_loss(learner, batch, features);
        self.learner.batch(at, batch.len(), loss, on_event)
    }
}

impl<'a> LearnsByEpochs<'a> for QuickFit<'a> {
    fn learner(&mut self) -> &mut Learner<'a> {
        &mut self.learner
    }

    fn epoch(
        &mut self,
        epoch: usize,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<f64, TrainingError> {
        let mut generator = self.learner.course.seed_epoch(epoch);
        if epoch <= self.learner.course.recipe.cached_looks {
            self.looking_epoch(epoch, generator, on_event)
        } else {
            self.cached_epoch(epoch, &mut generator, on_event)
        }
    }

    fn judge_epoch(&mut self) -> Result<Option<Judgement>, TrainingError> {
        if self.validation.is_empty() {
            return Ok(None);
        }
        self.learner.show_judge()?;
        let _guard = tch::no_grad_guard();
        let judged = &self.learner.judged;
        let (mut logits, mut truths) = (Vec::new(), Vec::new());
        for (features, own) in &self.validation {
            let embeddings = judged.last_stage(features, Mode::Inference)?;
            logits.extend(embedding_logits(judged, &embeddings)?);
            truths.extend(own.iter().map(Vec::as_slice));
        }
        Ok(Some(Judgement::of(&logits, &truths)))
    }

    fn save(&self) -> Result<(), TrainingError> {
        self.learner.save(None)
    }
}

/// The loss of the photos of `batch`, given what stands before the last stage.
fn batch_loss(
    learner: &Learner<'_>,
    batch: &[usize],
    features: &Tensor,
) -> Result<Tensor, TrainingError> {
    let (course, network) = (&learner.course, &learner.network);
    let photos = batch.iter().filter_map(|&index| course.photos.get(index));
    let labels: Vec<i64> = photos.map(|photo| photo.label as i64).collect();
    let labels = Tensor::f_from_slice(&labels)?.f_to_device(network.device())?;
    let embedding = network.last_stage(features, course.mode())?;
    let logits = network.logits(&embedding, course.mode())?;
    let loss = learner.label_loss.of_labels(&logits, &labels)?;
    learner.with_keeper(loss, &embedding, |keeper| keeper.last_stage(features))
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
