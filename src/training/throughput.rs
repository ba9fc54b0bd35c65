//! How many pictures a second the training loop takes, as a whole and in its parts: for benches.

use std::{path::Path, time::Instant};

use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};

use super::{
    DataSet, RunEvent, StopFlag, TrainOptions, TrainingError, checkpoint::CheckpointFolder,
    course::Course, epochs::LearnsByEpochs, fit::Fit, lesson::Lesson, sampling::balanced_subset,
    start::Start,
};
use cnn::Network;
use photo::Preparation;

/// Steps whose time does not count: memory and threads are made ready.
const WARM_UP: usize = 2;

/// A training that is only timed: nothing of it is written.
pub struct TimedLoop<'a> {
    fit: Fit<'a>,
    epochs: usize,
}

/// Reads `photos` photos of the data (or all, if there are fewer) and lets `work` time the loop that
/// [`super::train`] runs.
///
/// # Errors
/// As [`super::train`]'s, up to the loop; and those of `work`.
pub fn time_loop<T>(
    options: &TrainOptions,
    photos: usize,
    work: impl FnOnce(&mut TimedLoop<'_>) -> Result<T, TrainingError>,
) -> Result<T, TrainingError> {
    let recipe = &options.recipe;
    recipe.check()?;
    let device = options.device.resolve()?;
    let preparation = recipe.preparation(&options.architecture);
    let data = DataSet::open_all(&options.data)?;
    let mut lesson = Lesson::of(&data, options, None, &preparation, &mut |_| {})?;
    let labels: Vec<usize> = lesson.learnt.iter().map(|photo| photo.label).collect();
    let mut generator = ChaCha8Rng::seed_from_u64(options.seed);
    let chosen = balanced_subset(&labels, photos, &mut generator);
    lesson.learnt =
        chosen.into_iter().filter_map(|index| lesson.learnt.get(index).cloned()).collect();
    tch::manual_seed(options.seed as i64);
    let start = Start::load(options, lesson.classes(), false, device)?;
    let judged = Network::new(&options.architecture, lesson.classes().len(), device)?;
    let stop = StopFlag::default();
    let course = Course {
        name: &options.name,
        recipe,
        seed: options.seed,
        may_mirror: &lesson.may_mirror(recipe),
        labels: &lesson.labels,
        photos: &lesson.learnt,
        plan: &lesson.epoch_plan(options),
        clean_items: &lesson.clean_items,
        validation: &[],
        teacher: None,
        keeper: None,
        preparation: &Preparation { size: recipe.train_size, ..preparation },
        checkpoints: &CheckpointFolder::new(Path::new(""), &options.name),
        fingerprint: String::new(),
        stop: &stop,
    };
    let fit = Fit::new(course, start.network, judged)?;
    work(&mut TimedLoop { fit, epochs: 0 })
}

impl TimedLoop<'_> {
    /// Pictures a second that are painted while nothing else is done.
    pub fn painted(&mut self, batches: usize) -> f64 {
        let painter = self.fit.painter();
        let mut generator = ChaCha8Rng::seed_from_u64(1);
        let indices: Vec<usize> = (0..painter.photos.len()).collect();
        let all = indices.chunks_exact(painter.recipe.batch.min(indices.len().max(1))).cycle();
        let begun = Instant::now();
        let count: usize =
            all.take(batches).map(|batch| painter.paint(batch, &mut generator).count).sum();
        count as f64 / begun.elapsed().as_secs_f64()
    }

    /// Pictures a second that the network learns, of one batch that is there already.
    ///
    /// # Errors
    /// [`TrainingError`] when LibTorch refuses.
    pub fn learnt(&mut self, batches: usize) -> Result<f64, TrainingError> {
        let painter = self.fit.painter();
        let indices: Vec<usize> = (0..painter.recipe.batch).collect();
        let batch = painter.paint(&indices, &mut ChaCha8Rng::seed_from_u64(2));
        let mut begun = Instant::now();
        for step in 0..WARM_UP + batches {
            if step == WARM_UP {
                begun = Instant::now();
            }
            self.fit.step(&batch, 1e-4)?;
        }
        Ok((batches * batch.count) as f64 / begun.elapsed().as_secs_f64())
    }

    /// Pictures a second of a whole epoch, painting and learning together.
    ///
    /// # Errors
    /// As [`Self::learnt`]; [`TrainingError::BadOption`] for an epoch of too few batches.
    pub fn trained(&mut self) -> Result<f64, TrainingError> {
        self.epochs += 1;
        let mut begun = None;
        let mut counted = 0;
        self.fit.epoch(self.epochs, &mut |event| {
            let RunEvent::Batch { done, .. } = event else { return };
            if done == WARM_UP {
                begun = Some(Instant::now());
            }
            counted = done.saturating_sub(WARM_UP);
        })?;
        let batch = self.fit.painter().recipe.batch;
        match begun {
            // The last batch may be smaller, by the share of a batch that a whole epoch forgives.
            Some(begun) if counted > 0 => {
                Ok((counted * batch) as f64 / begun.elapsed().as_secs_f64())
            }
            _ => Err(TrainingError::BadOption {
                what: format!("an epoch needs more than {WARM_UP} batches to be timed"),
            }),
        }
    }
}
