//! The loop in which the item finder learns.

use std::path::{Path, PathBuf};

use rand::RngExt;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use rayon::prelude::*;
use tch::{Device, Tensor};

use super::{
    FinderRecipe,
    box_list::read_box_list,
    boxed_photo::ReadBoxes,
    composite::{Composite, Parts, grounds, look_recipe},
    cut_outs::{CutOuts, cut_outs},
    loss::BatchTargets,
    targets::{Targets, places},
};
use crate::{
    Recipe, RunEvent, StopFlag, TrainingError,
    augmentation::Look,
    cut_out::CutOut,
    data_set::TrainingData,
    learner::MeanLoss,
    moving_average::MovingAverage,
    optimizer::AdamW,
    pace::{BatchDone, Pace},
    painting::paint_ahead,
    picture_cache::DecodedPhoto,
    schedule::learning_rate_share,
};
use cnn::{DeviceChoice, FinderNetwork, Mode, device_name, tensor_from_channel_last};
use photo::Region;
use recognition::finder_preparation;
use registry::base_weights;

/// What the finder learns from.
#[derive(Clone, Debug)]
pub struct FinderData {
    /// Data with studio pictures: what lies on white is cut out.
    pub items: Vec<TrainingData>,
    /// A folder, list or table of pictures to lay the items on.
    pub grounds: PathBuf,
    /// A list of boxes of photos; without one only composites are learnt from.
    pub boxes: Option<PathBuf>,
}

/// Trains a finder; it is not written.
///
/// # Errors
/// [`TrainingError`]; [`TrainingError::Stopped`] loses what was learnt.
pub fn train_finder(
    data: &FinderData,
    recipe: &FinderRecipe,
    seed: u64,
    device: DeviceChoice,
    stop: &StopFlag,
    on_event: &mut dyn FnMut(RunEvent),
) -> Result<FinderNetwork, TrainingError> {
    recipe.check()?;
    let device = device.resolve()?;
    let CutOuts { items, .. } = cut_outs(&data.items, on_event)?;
    let grounds = grounds(&data.grounds, on_event)?;
    let boxes = data.boxes.as_deref().map(read_box_list).transpose()?.unwrap_or_default();
    let boxed = ReadBoxes::of(&boxes, on_event)?;
    let sources = Sources { items, grounds, boxed, looks: look_recipe(), recipe };
    tch::manual_seed(seed as i64);
    let mut network = FinderNetwork::new(device)?;
    network.load_trunk(&base_weights("efficientnet-lite0").ok_or_else(|| {
        TrainingError::NoBaseWeights { architecture: "efficientnet-lite0".to_owned() }
    })?)?;
    network.freeze_stages(recipe.frozen_stages)?;
    on_event(RunEvent::Started {
        photos: sources.items.len() + sources.boxed.len(),
        validation_photos: 0,
        classes: 1,
        epochs: recipe.epochs,
        epochs_done: 0,
        device: device_name(device).to_owned(),
        init: "imagenet".to_owned(),
    });
    let average = MovingAverage::new(network.tensors(), recipe.average_decay)?;
    let optimizer = AdamW::new(network.parameters(), recipe.weight_decay)?;
    let mut fit = Fit { network, average, optimizer, pace: Pace::new(), sources: &sources, stop };
    for epoch in 1..=recipe.epochs {
        fit.epoch(epoch, seed, on_event)?;
    }
    let Fit { mut network, average, .. } = fit;
    network.assign(&average.tensors(), Path::new("averaged weights"))?;
    Ok(network)
}

/// What batches are painted from.
struct Sources<'a> {
    items: Vec<CutOut>,
    grounds: Vec<DecodedPhoto>,
    boxed: Vec<ReadBoxes>,
    looks: Recipe,
    recipe: &'a FinderRecipe,
}

/// A batch as plain numbers.
struct PaintedBatch {
    /// Pictures: count x size x size x 3.
    values: Vec<f32>,
    targets: Vec<Targets>,
}

/// One picture of a batch, drawn but not yet painted.
enum Sample<'a> {
    Composite(Composite<'a>),
    Boxed(&'a ReadBoxes, Look),
}

impl Sources<'_> {
    fn paint(&self, count: usize, generator: &mut ChaCha8Rng) -> PaintedBatch {
        let preparation = finder_preparation();
        let pixels = (preparation.size * preparation.size * 3) as usize;
        let samples: Vec<Sample> = (0..count).filter_map(|_| self.draw(generator)).collect();
        let mut values = vec![0.0_f32; samples.len() * pixels];
        let targets = values
            .par_chunks_exact_mut(pixels)
            .zip(&samples)
            .map(|(target, sample)| {
                let targets = sample.write(preparation.size, target, self.recipe);
                preparation.normalise(target);
                targets
            })
            .collect();
        PaintedBatch { values, targets }
    }

    fn draw(&self, generator: &mut ChaCha8Rng) -> Option<Sample<'_>> {
        if !self.boxed.is_empty() && generator.random_bool(self.recipe.boxed_share) {
            let photo = self.boxed.get(generator.random_range(0..self.boxed.len()))?;
            return Some(Sample::Boxed(photo, photo.draw(&self.looks, generator)));
        }
        let parts = Parts { items: &self.items, grounds: &self.grounds, recipe: &self.looks };
        Composite::draw(&parts, generator).map(Sample::Composite)
    }
}

impl Sample<'_> {
    fn write(&self, size: u32, target: &mut [f32], recipe: &FinderRecipe) -> Targets {
        match self {
            Self::Composite(composite) => {
                let seen = composite.write(size, target);
                let regions: Vec<Region> = seen.into_iter().map(|item| item.region).collect();
                let outside = if composite.has_clutter { recipe.clutter_weight } else { 1.0 };
                Targets::of(&regions, size, outside as f32)
            }
            Self::Boxed(photo, look) => Targets::of(&photo.write(look, size, target), size, 0.0),
        }
    }
}

/// A finder that learns.
struct Fit<'a> {
    network: FinderNetwork,
    average: MovingAverage,
    optimizer: AdamW,
    pace: Pace,
    sources: &'a Sources<'a>,
    stop: &'a StopFlag,
}

impl Fit<'_> {
    fn epoch(
        &mut self,
        epoch: usize,
        seed: u64,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<(), TrainingError> {
        let recipe = self.sources.recipe;
        let begun = std::time::Instant::now();
        self.pace.begin_epoch();
        let numbers: Vec<usize> = (0..recipe.pictures).collect();
        let batches: Vec<&[usize]> = numbers.chunks(recipe.batch).collect();
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(epoch as u64);
        let sources = self.sources;
        let paint = |batch: &[usize], generator: &mut _| sources.paint(batch.len(), generator);
        let mean = paint_ahead(paint, &batches, generator, |painted| {
            let mut mean = MeanLoss::default();
            for (index, batch) in painted.enumerate() {
                if self.stop.is_raised() {
                    let name = "the item finder".to_owned();
                    return Err(TrainingError::Stopped { name, epochs: epoch - 1 });
                }
                let (step, total) = ((epoch - 1) * batches.len() + index, batches.len());
                let loss = self.step(&batch, step, total)?;
                if !loss.is_finite() {
                    return Err(TrainingError::Diverged { epoch });
                }
                mean.add(loss, batch.targets.len());
                let done = BatchDone { epoch, done: index + 1, total, loss };
                self.pace.tell_batch(done, batch.targets.len(), on_event);
            }
            Ok(mean)
        })?;
        on_event(RunEvent::Epoch {
            epoch,
            epochs: recipe.epochs,
            train_loss: mean.value(),
            val_loss: None,
            val_top1: None,
            val_top4: None,
            seconds: begun.elapsed().as_secs_f64(),
        });
        Ok(())
    }

    fn step(
        &mut self,
        batch: &PaintedBatch,
        step: usize,
        total: usize,
    ) -> Result<f64, TrainingError> {
        let recipe = self.sources.recipe;
        let warm_up = (recipe.warm_up_epochs * total as f64) as usize;
        let share = learning_rate_share(step, warm_up, recipe.epochs * total);
        let loss = self.loss(batch)?;
        self.optimizer.clear_gradients();
        loss.f_backward()?;
        self.optimizer.step(recipe.learning_rate * share)?;
        self.average.update()?;
        Ok(loss.f_double_value(&[])?)
    }

    fn loss(&self, batch: &PaintedBatch) -> Result<Tensor, TrainingError> {
        let (device, size): (Device, u32) = (self.network.device(), finder_preparation().size);
        let count = batch.targets.len();
        let pictures = tensor_from_channel_last(&batch.values, count, size, device)?;
        let mode = Mode::Training { drop_connect: 0.0, dropout: 0.0 };
        let (scores, edges) = self.network.forward(&pictures, mode)?;
        BatchTargets::new(&batch.targets, places(size), device)?.loss(&scores, &edges)
    }
}
