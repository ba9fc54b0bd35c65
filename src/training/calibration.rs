//! What is set after a training: the classes' statistics, the temperature, the thresholds, and the
//! figures that the validation photos give on the very path that the till takes.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    Recipe, TrainingError, class_statistics,
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

/// Accepted answers must be right this often.
const WANTED_ACCURACY: f64 = 0.98;
/// Fewer accepted validation photos than this say nothing about a threshold.
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
    let scorer = Scorer::new(statistics.clone(), gaussian_share, prototype_weight, 1.0);
    let validation = validation_looks(encoder, &data.validation)?;
    let truths: Vec<&[usize]> =
        data.validation.iter().map(|photo| photo.truth.as_slice()).collect();
    let mut calibration = Calibration {
        statistics,
        gaussian_share,
        prototype_weight,
        temperature: recipe.temperature,
        thresholds: recipe.thresholds,
        metrics: BTreeMap::new(),
    };
    if !validation.is_empty() {
        match inheritance {
            Some(own) if !own.is_judged_by(&truths) => {
                check_validation(&mut calibration, &scorer, &validation, &truths);
            }
            _ => measure_validation(&mut calibration, &scorer, &validation, &truths),
        }
    }
    if let Some(inheritance) = inheritance {
        calibration.metrics.extend(inheritance.metrics());
    }
    Ok(calibration)
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
fn measure_validation(
    calibration: &mut Calibration,
    scorer: &Scorer,
    validation: &[Look],
    truths: &[&[usize]],
) {
    let (logits, _) = raw(scorer, validation);
    calibration.temperature = best_temperature(&logits, truths);
    let (answers, known) = judged(calibration, scorer, validation, truths);
    if let Some(accept) = acceptance(answers) {
        calibration.thresholds.accept = accept;
    }
    if calibration.statistics.is_some() && truths.len() >= LEAST_EVIDENCE {
        calibration.thresholds.unknown = quantile(known, REFUSED);
        calibration.thresholds.familiar =
            calibration.thresholds.familiar.max(calibration.thresholds.unknown);
    }
}

/// The validation photos show a few products only: temperature and thresholds stay the parent's, which
/// stand on all of its own, but acceptance becomes stricter where these photos ask for it.
fn check_validation(
    calibration: &mut Calibration,
    scorer: &Scorer,
    validation: &[Look],
    truths: &[&[usize]],
) {
    let (answers, _) = judged(calibration, scorer, validation, truths);
    if let Some(accept) = acceptance(answers) {
        calibration.thresholds.accept = calibration.thresholds.accept.max(accept);
    }
}

/// The looks' sums of all judges, and how strange each is.
fn raw(scorer: &Scorer, looks: &[Look]) -> (Vec<Vec<f32>>, Vec<Option<f64>>) {
    looks.iter().map(|look| scorer.raw(look, |_| true)).unzip()
}

/// Writes the figures at the calibration's temperature; each photo's probability with whether it is
/// right, and the known scores.
fn judged(
    calibration: &mut Calibration,
    scorer: &Scorer,
    validation: &[Look],
    truths: &[&[usize]],
) -> (Vec<(f64, bool)>, Vec<f64>) {
    let (logits, strangeness) = raw(scorer, validation);
    let temperature = calibration.temperature;
    let shares: Vec<Vec<f64>> =
        logits.iter().map(|row| softmax(row, temperature, |_| true)).collect();
    let known: Vec<f64> = shares
        .iter()
        .zip(strangeness)
        .map(|(row, strange)| strange.map_or_else(|| known_score(row), familiarity))
        .collect();
    let answers: Vec<(f64, bool)> = shares
        .iter()
        .zip(truths)
        .map(|(row, &truth)| (known_score(row), is_in_top(row, truth, 1)))
        .collect();
    let in_top = |k: usize| {
        let right = shares.iter().zip(truths).map(|(row, &truth)| is_in_top(row, truth, k));
        share(right).unwrap_or_default()
    };
    calibration.metrics = BTreeMap::from([
        ("val_photos".to_owned(), truths.len() as f64),
        ("val_loss".to_owned(), loss_at(&logits, truths, temperature)),
        ("val_top1".to_owned(), in_top(1)),
        ("val_top4".to_owned(), in_top(4)),
    ]);
    (answers, known)
}

/// The lowest probability from which accepted validation photos are right often enough.
fn acceptance(answers: Vec<(f64, bool)>) -> Option<f64> {
    lowest_acceptance(answers, WANTED_ACCURACY, LEAST_EVIDENCE)
}

/// The value below which `share` of the values lie; 0 without any.
fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let index = (values.len() as f64 * share) as usize;
    values.get(index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_quantile_is_a_value_of_the_list() {
        let values: Vec<f64> = (0..100).rev().map(f64::from).collect();
        assert_eq!(quantile(values, 0.02), 2.0);
        assert_eq!(quantile(Vec::new(), 0.5), 0.0);
    }
}
