//! Measures, after a training, what the embeddings of its photos look like: the numbers behind
//! `recognition`'s Gaussian classifier.

use rayon::prelude::*;
use tch::{Device, Kind, Tensor};

use super::{TrainingError, labels::LabelTable, lesson::Lesson, looks::Looks, prototypes};
use cnn::ClassStatistics;
use photo::{Picture, Preparation, Prepared, prepare};
use recognition::{Encoder, GaussianClassifier, Look, joined_direction};

/// Pictures run at once.
const BATCH: usize = 16;
/// Directions of the covariance that are kept; the others count alike.
const DIRECTIONS: i64 = 80;
/// What is added to every direction's variance, in units of their mean: photos of a new place differ
/// in more ways than those at hand.
const SHRINKAGE: f64 = 0.3;
/// Weight of a class's clean picture in its mean, in photos.
const CLEAN_WEIGHT: f64 = 3.0;

/// Runs all photos through the finished network and measures them. A photo of a kind counts for that
/// product of it that the network takes it for.
///
/// `None` where there is too little to measure: fewer than two photos a class on average.
///
/// # Errors
/// [`TrainingError::Network`] when LibTorch refuses.
pub(super) fn measure(
    encoder: &Encoder,
    companion_share: f64,
    preparation: &Preparation,
    data: &Lesson,
) -> Result<Option<ClassStatistics>, TrainingError> {
    let (classes, clean_items) = (data.classes().len(), &data.clean_items);
    if data.learnt.len() < 2 * classes || classes < 2 {
        return Ok(None);
    }
    let photos = data.learnt.iter().map(|photo| (photo.label, 1.0, &photo.picture));
    let clean = clean_items.iter().map(|item| (item.class, CLEAN_WEIGHT, item.clean_picture()));
    let pictures: Vec<(usize, f64, &Picture)> = photos.chain(clean).collect();
    let mut all = Vec::with_capacity(pictures.len());
    for part in pictures.chunks(BATCH) {
        let prepared: Vec<Prepared> =
            part.par_iter().map(|(_, _, picture)| prepare(picture, preparation)).collect();
        let told = encoder.looks(&prepared.iter().collect::<Vec<_>>())?;
        all.extend(part.iter().zip(told).map(|(&(label, weight, _), look)| Looks {
            class: taken_for(&look, &data.labels, label),
            weight,
            embeddings: look.sides,
        }));
    }
    let width = all.first().map_or(0, |look| look.embeddings[0].len());
    let measured = statistics(&all, classes, width, companion_share as f32)?;
    let prototypes = prototypes::measure(encoder, preparation, clean_items, &all, classes)?;
    Ok(Some(ClassStatistics { prototypes, ..measured }))
}

/// The class of a photo with this label: of a kind the product that the network believes most.
pub(super) fn taken_for(look: &Look, labels: &LabelTable, label: usize) -> usize {
    let believed = |class: &usize| look.logits.get(*class).copied().unwrap_or(f32::MIN);
    let members = labels.members(label).iter();
    members.max_by(|a, b| believed(a).total_cmp(&believed(b))).copied().unwrap_or(label)
}

/// Mean, covariance within classes and class means of some looks; clean pictures move the means
/// only.
fn statistics(
    looks: &[Looks],
    classes: usize,
    width: usize,
    companion_share: f32,
) -> Result<ClassStatistics, TrainingError> {
    let photos = || looks.iter().filter(|look| look.is_photo());
    let centre = mean(photos().flat_map(|look| &look.embeddings), width);
    let direction = |look: &Looks| {
        let [a, b] = &look.embeddings;
        joined_direction(&centre, companion_share, &[a, b])
    };
    let directions: Vec<Vec<f32>> = looks.iter().map(direction).collect();
    let weighted = || looks.iter().zip(&directions);
    let class_means = |weight: fn(&Looks) -> f64| {
        let mut sums = vec![(0.0, vec![0.0_f64; width]); classes];
        for (look, direction) in weighted() {
            if let Some((count, sum)) = sums.get_mut(look.class) {
                *count += weight(look);
                add(sum, direction, weight(look));
            }
        }
        sums.into_iter().map(|(count, sum)| scaled(&sum, 1.0 / f64::max(count, 1e-9))).collect()
    };
    let photo_means: Vec<Vec<f32>> = class_means(|look| f64::from(u8::from(look.is_photo())));
    let mut deviations = Vec::new();
    for (look, direction) in weighted().filter(|(look, _)| look.is_photo()) {
        if let Some(mean) = photo_means.get(look.class) {
            deviations.extend(direction.iter().zip(mean).map(|(value, mean)| value - mean));
        }
    }
    let Covariance { directions: kept, precisions, residual } = covariance(&deviations, width)?;
    let means = class_means(|look| look.weight);
    let unscaled = ClassStatistics {
        centre,
        directions: kept,
        precisions,
        residual,
        means,
        spread: 1.0,
        familiar: 1.0,
        companion_share,
        prototypes: None,
    };
    Ok(with_units(unscaled, photos()))
}

/// The units in which scores and distances are told: what is usual among the photos themselves.
fn with_units<'a>(
    unscaled: ClassStatistics,
    photos: impl Iterator<Item = &'a Looks>,
) -> ClassStatistics {
    let classifier = GaussianClassifier::new(unscaled.clone());
    let (mut scores, mut distances) = (Vec::new(), Vec::new());
    for Looks { embeddings: [a, b], .. } in photos {
        let told = classifier.scores(&[a, b], |_| true);
        scores.extend(told.classes);
        distances.push(told.strangeness);
    }
    distances.sort_by(f64::total_cmp);
    let median = distances.get(distances.len() / 2).copied().unwrap_or(1.0);
    let spread = standard_deviation(&scores);
    let above_zero = |value: f64| if value > 1e-6 { value as f32 } else { 1.0 };
    ClassStatistics { spread: above_zero(spread), familiar: above_zero(median), ..unscaled }
}

struct Covariance {
    directions: Vec<Vec<f32>>,
    precisions: Vec<f32>,
    residual: f32,
}

/// Inverse of the shrunk covariance of `deviations` (rows of `width` values), by its greatest
/// principal directions.
fn covariance(deviations: &[f32], width: usize) -> Result<Covariance, TrainingError> {
    let _guard = tch::no_grad_guard();
    let count = deviations.len() / width.max(1);
    let rows = Tensor::f_from_slice(deviations)?
        .f_view([count as i64, width as i64])?
        .f_to_kind(Kind::Double)?;
    let matrix = rows.f_transpose(0, 1)?.f_matmul(&rows)?.f_div_scalar(count.max(1) as f64)?;
    // Variances in rising order, directions in columns.
    let (variances, vectors) = matrix.f_linalg_eigh("L")?;
    let mean = variances.f_mean(Kind::Double)?.f_double_value(&[])?;
    let shrinkage = (SHRINKAGE * mean).max(1e-9);
    let kept = DIRECTIONS.min(width as i64);
    let rest = width as i64 - kept;
    let rest_mean = if rest > 0 {
        variances.f_narrow(0, 0, rest)?.f_mean(Kind::Double)?.f_double_value(&[])?
    } else {
        0.0
    };
    let residual = 1.0 / (rest_mean.max(0.0) + shrinkage);
    let greatest = variances.f_narrow(0, rest, kept)?.f_clamp_min(0.0)?;
    let precisions = greatest.f_add_scalar(shrinkage)?.f_reciprocal()?.f_add_scalar(-residual)?;
    let directions = vectors.f_narrow(1, rest, kept)?.f_transpose(0, 1)?;
    Ok(Covariance {
        directions: self::rows(&directions)?,
        precisions: self::rows(&precisions.f_unsqueeze(0)?)?.into_iter().flatten().collect(),
        residual: residual as f32,
    })
}

fn rows(matrix: &Tensor) -> Result<Vec<Vec<f32>>, TrainingError> {
    let (_, width) = matrix.size2()?;
    let plain =
        matrix.f_detach()?.f_to_device(Device::Cpu)?.f_to_kind(Kind::Float)?.f_contiguous()?;
    let mut values = vec![0.0_f32; plain.numel()];
    plain.f_copy_data(&mut values, plain.numel())?;
    Ok(values.chunks(width.max(1) as usize).map(<[f32]>::to_vec).collect())
}

fn add(sum: &mut [f64], values: &[f32], weight: f64) {
    for (slot, value) in sum.iter_mut().zip(values) {
        *slot += f64::from(*value) * weight;
    }
}

fn scaled(values: &[f64], factor: f64) -> Vec<f32> {
    values.iter().map(|value| (value * factor) as f32).collect()
}

fn mean<'a>(vectors: impl Iterator<Item = &'a Vec<f32>>, width: usize) -> Vec<f32> {
    let (mut sum, mut count) = (vec![0.0; width], 0.0);
    for vector in vectors {
        add(&mut sum, vector, 1.0);
        count += 1.0;
    }
    scaled(&sum, 1.0 / f64::max(count, 1.0))
}

fn standard_deviation(values: &[f32]) -> f64 {
    let count = values.len().max(1) as f64;
    let mean = values.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
    let squares = values.iter().map(|&value| (f64::from(value) - mean).powi(2)).sum::<f64>();
    (squares / count).sqrt()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::*;

    const WIDTH: usize = 8;

    /// Classes on axes of their own; all photos differ along the last axis.
    fn looks(classes: usize, photos: usize) -> Vec<Looks> {
        let mut generator = ChaCha8Rng::seed_from_u64(3);
        let mut look = |class: usize, weight: f64| {
            let mut values = vec![0.0_f32; WIDTH];
            values[class] = 3.0;
            values[WIDTH - 1] = generator.random_range(-2.0..2.0);
            for value in &mut values {
                *value += generator.random_range(-0.1..0.1);
            }
            Looks { class, weight, embeddings: [values.clone(), values] }
        };
        let mut all: Vec<Looks> =
            (0..classes * photos).map(|index| look(index % classes, 1.0)).collect();
        all.extend((0..classes).map(|class| look(class, CLEAN_WEIGHT)));
        all
    }

    #[test]
    fn what_was_measured_names_its_photos() {
        let looks = looks(4, 20);
        let classifier = GaussianClassifier::new(statistics(&looks, 4, WIDTH, 0.0).unwrap());
        for look in &looks {
            let [a, b] = &look.embeddings;
            let scores = classifier.scores(&[a, b], |_| true).classes;
            let best = (0..4).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap();
            assert_eq!(best, look.class);
        }
    }

    #[test]
    fn a_training_photo_is_as_strange_as_usual_and_noise_far_more() {
        let looks = looks(4, 20);
        let classifier = GaussianClassifier::new(statistics(&looks, 4, WIDTH, 0.0).unwrap());
        let strangeness = |values: &[f32]| classifier.scores(&[values], |_| true).strangeness;
        let mut usual: Vec<f64> = looks
            .iter()
            .filter(|look| look.is_photo())
            .map(|look| strangeness(&look.embeddings[0]))
            .collect();
        usual.sort_by(f64::total_cmp);
        assert!((usual[usual.len() / 2] - 1.0).abs() < 0.05);
        let mut other = vec![0.0; WIDTH];
        other[5] = 3.0;
        assert!(strangeness(&other) > 3.0 * usual[usual.len() - 1]);
    }

    #[test]
    fn the_direction_in_which_photos_differ_counts_little() {
        let measured = statistics(&looks(4, 20), 4, WIDTH, 0.0).unwrap();
        let varied = measured.directions.iter().zip(&measured.precisions);
        let (direction, precision) =
            varied.min_by(|a, b| a.1.total_cmp(b.1)).expect("directions are kept");
        assert!(direction[WIDTH - 1].abs() > 0.9, "{direction:?}");
        assert!(*precision < 0.0 || measured.directions.len() == WIDTH);
    }
}
