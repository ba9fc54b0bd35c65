//! What is set after a training: the classes' statistics, the temperature, the thresholds, and the
//! figures that the validation photos give on the very path that the till takes.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{
    Recipe, TrainingError,
    acceptance::{Acceptance, Answered, acceptance_everywhere, quantile},
    class_statistics,
    inheritance::Inheritance,
    judgement::JudgedPhoto,
    lesson::Lesson,
    measures::{best_temperature, is_in_top, loss_at, share},
    picture_cache::DecodedPhoto,
};
use cnn::ClassStatistics;
use photo::{Preparation, Prepared, prepare};
use recognition::{Encoder, Look, Scorer, familiarity, known_score, lowest_acceptance, softmax};
use registry::{PrototypeWeight, Thresholds};

/// Accepted validation photos must be right this often.
const WANTED_ACCURACY: f64 = 0.98;
/// Fewer validation photos than this say nothing about a threshold.
const LEAST_EVIDENCE: usize = 20;
/// Share of goods that may be refused as unknown.
const REFUSED: f64 = 0.02;

/// All that is set after a training.
pub(super) struct Calibration {
    pub statistics: Option<ClassStatistics>,
    /// Weight of the Gaussian classifier; 0 without statistics.
    pub gaussian_share: f64,
    /// None without prototypes.
    pub prototype_weight: Option<PrototypeWeight>,
    pub temperature: f64,
    pub thresholds: Thresholds,
    /// Classes that are only ever asked about, by their indices.
    pub cautious: BTreeSet<usize>,
    /// Figures on the validation photos by name; none without such photos.
    pub metrics: BTreeMap<String, f64>,
}

/// Measures the finished network; without validation photos temperature and thresholds are the
/// recipe's.
///
/// # Errors
/// [`TrainingError::Network`] when LibTorch refuses.
pub(super) fn calibrate(
    encoder: &Encoder,
    recipe: &Recipe,
    preparation: &Preparation,
    data: &Lesson,
    inheritance: Option<&Inheritance>,
) -> Result<Calibration, TrainingError> {
    let statistics = if let Some(inheritance) = inheritance {
        inheritance.statistics(encoder, &data.labels, &prepared(&data.learnt, preparation))?
    } else if recipe.gaussian_share > 0.0 {
        let share = if encoder.has_companion() { recipe.companion_share } else { 0.0 };
        class_statistics::measure(encoder, share, preparation, data)?
    } else {
        None
    };
    let gaussian_share = if statistics.is_some() { recipe.gaussian_share } else { 0.0 };
    let has_prototypes = statistics.as_ref().is_some_and(|own| own.prototypes.is_some());
    let prototype_weight = recipe.prototype_weight.filter(|_| has_prototypes);
    // What has no say takes no room in the file.
    let statistics = statistics.map(|own| match prototype_weight {
        Some(_) => own,
        None => ClassStatistics { prototypes: None, ..own },
    });
    let scorer = Scorer::new(statistics.clone(), gaussian_share, prototype_weight, 1.0);
    let home = Looked::at(encoder, &scorer, &data.validation)?;
    let mut calibration = Calibration {
        statistics,
        gaussian_share,
        prototype_weight,
        temperature: recipe.temperature,
        thresholds: recipe.thresholds,
        cautious: BTreeSet::new(),
        metrics: BTreeMap::new(),
    };
    if !home.truths.is_empty() {
        match inheritance {
            Some(own) if !own.is_judged_by(&home.truths) => {
                check_validation(&mut calibration, &home);
            }
            _ => measure_validation(&mut calibration, &home),
        }
    }
    if !data.elsewhere.is_empty() {
        let elsewhere = data.elsewhere.iter().map(|photos| Looked::at(encoder, &scorer, photos));
        let elsewhere: Vec<Looked> = elsewhere.collect::<Result<_, TrainingError>>()?;
        let mut places: Vec<&Looked> = std::iter::once(&home).chain(&elsewhere).collect();
        places.retain(|place| !place.truths.is_empty());
        measure_everywhere(&mut calibration, &places);
    }
    if !home.truths.is_empty() {
        calibration.metrics = home.metrics(calibration.temperature);
    }
    if let Some(inheritance) = inheritance {
        calibration.metrics.extend(inheritance.metrics());
    }
    Ok(calibration)
}

/// What all judges say of a place's photos together, and what is right of each.
struct Looked<'a> {
    /// The judges' sums, before the temperature.
    sums: Vec<Vec<f32>>,
    strangeness: Vec<Option<f64>>,
    truths: Vec<&'a [usize]>,
}

impl<'a> Looked<'a> {
    fn at(
        encoder: &Encoder,
        scorer: &Scorer,
        photos: &'a [JudgedPhoto],
    ) -> Result<Self, TrainingError> {
        let looks = validation_looks(encoder, photos)?;
        let (sums, strangeness) = looks.iter().map(|look| scorer.raw(look, |_| true)).unzip();
        let truths = photos.iter().map(|photo| photo.truth.as_slice()).collect();
        Ok(Self { sums, strangeness, truths })
    }

    fn shares(&self, temperature: f64) -> Vec<Vec<f64>> {
        self.sums.iter().map(|row| softmax(row, temperature, |_| true)).collect()
    }

    /// What is said of each photo, of which any of its truths is right.
    fn answers(&self, temperature: f64) -> Vec<Answered> {
        let shares = self.shares(temperature);
        let all = shares.iter().zip(&self.strangeness).zip(&self.truths);
        let answer = |((row, strange), truth): ((&Vec<f64>, &Option<f64>), &&[usize])| {
            let score = known_score(row);
            Answered {
                best: row.iter().position(|share| *share == score).unwrap_or_default(),
                score,
                known: strange.map_or(score, familiarity),
                right: is_in_top(row, truth, 1),
            }
        };
        all.map(answer).collect()
    }

    fn metrics(&self, temperature: f64) -> BTreeMap<String, f64> {
        let shares = self.shares(temperature);
        let in_top = |k: usize| {
            let right =
                shares.iter().zip(&self.truths).map(|(row, &truth)| is_in_top(row, truth, k));
            share(right).unwrap_or_default()
        };
        BTreeMap::from([
            ("val_photos".to_owned(), self.truths.len() as f64),
            ("val_loss".to_owned(), loss_at(&self.sums, &self.truths, temperature)),
            ("val_top1".to_owned(), in_top(1)),
            ("val_top4".to_owned(), in_top(4)),
        ])
    }
}

/// Sets temperature and thresholds by photos of several places: the greatest temperature of all holds, and
/// the strictest place decides what is accepted.
fn measure_everywhere(calibration: &mut Calibration, places: &[&Looked<'_>]) {
    let temperatures = places.iter().map(|place| best_temperature(&place.sums, &place.truths));
    calibration.temperature = temperatures.fold(calibration.temperature, f64::max);
    let answers = places.iter().map(|place| place.answers(calibration.temperature));
    let answers: Vec<Vec<Answered>> = answers.collect();
    let known: Vec<f64> = answers.iter().flatten().map(|answer| answer.known).collect();
    let Acceptance { accept, familiar, cautious } = acceptance_everywhere(&answers);
    calibration.cautious = cautious;
    if let Some(accept) = accept {
        calibration.thresholds.accept = accept;
    }
    if calibration.statistics.is_some() && known.len() >= LEAST_EVIDENCE {
        let unknown = quantile(known, REFUSED);
        let familiar = familiar.max(unknown);
        calibration.thresholds = Thresholds { unknown, familiar, ..calibration.thresholds };
    }
}

fn prepared(photos: &[DecodedPhoto], preparation: &Preparation) -> Vec<(usize, Prepared)> {
    photos.par_iter().map(|photo| (photo.label, prepare(&photo.picture, preparation))).collect()
}

fn validation_looks(encoder: &Encoder, photos: &[JudgedPhoto]) -> Result<Vec<Look>, TrainingError> {
    let mut all = Vec::with_capacity(photos.len());
    for part in photos.chunks(16) {
        let prepared: Vec<&Prepared> = part.iter().map(|photo| &photo.prepared).collect();
        all.extend(encoder.looks(&prepared)?);
    }
    Ok(all)
}

/// Sets temperature and thresholds by the validation photos.
fn measure_validation(calibration: &mut Calibration, home: &Looked<'_>) {
    calibration.temperature = best_temperature(&home.sums, &home.truths);
    let answers = home.answers(calibration.temperature);
    if let Some(accept) = acceptance(&answers) {
        calibration.thresholds.accept = accept;
    }
    if calibration.statistics.is_some() && home.truths.len() >= LEAST_EVIDENCE {
        let known = answers.iter().map(|answer| answer.known).collect();
        calibration.thresholds.unknown = quantile(known, REFUSED);
        calibration.thresholds.familiar =
            calibration.thresholds.familiar.max(calibration.thresholds.unknown);
    }
}

/// The validation photos show a few products only: temperature and thresholds stay the parent's, which
/// stand on all of its own, but acceptance becomes stricter where these photos ask for it.
fn check_validation(calibration: &mut Calibration, home: &Looked<'_>) {
    if let Some(accept) = acceptance(&home.answers(calibration.temperature)) {
        calibration.thresholds.accept = calibration.thresholds.accept.max(accept);
    }
}

/// The lowest probability from which accepted validation photos are right often enough.
fn acceptance(answers: &[Answered]) -> Option<f64> {
    let answers = answers.iter().map(|answer| (answer.score, answer.right)).collect();
    lowest_acceptance(answers, WANTED_ACCURACY, LEAST_EVIDENCE)
}
