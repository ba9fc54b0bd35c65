//! A classifier on embeddings that needs no training: a Gaussian a class, one covariance for all.
//!
//! Linear discriminant analysis on a network's embedding names goods that look unlike the training's
//! photos better than the network's last layer alone, and its distance tells what is no class at all
//! (Hayes and Kanan 2020, "Lifelong machine learning with deep streaming linear discriminant
//! analysis"; Lee et al. 2018, "A simple unified framework for detecting out-of-distribution
//! samples").

use super::direction::{dot, mean_direction, read_off};
use cnn::{ClassRow, ClassStatistics};

/// What the classifier says of one picture.
#[derive(Clone, Debug, PartialEq)]
pub struct GaussianScores {
    /// One a class, in units of their usual spread; greater is likelier.
    pub classes: Vec<f32>,
    /// Squared Mahalanobis distance from the nearest class, in units of a training photo's: 1 is
    /// usual for what was learnt, far more is strange.
    pub strangeness: f64,
}

/// The classifier, ready to score.
#[derive(Clone, Debug)]
pub struct GaussianClassifier {
    statistics: ClassStatistics,
    /// Twice the class mean times the precision matrix, a class each.
    rows: Vec<Vec<f32>>,
    /// What is taken off each class's score: its mean's squared length under the precision matrix.
    offsets: Vec<f32>,
    /// How much nearer each class is than its mean: the mean of few photos lies beside the class's
    /// true one, by about a photo's own distance divided by their number.
    nearer: Vec<f32>,
}

impl GaussianClassifier {
    /// Prepares the rows that scoring multiplies with.
    pub fn new(statistics: ClassStatistics) -> Self {
        let means = statistics.means.clone();
        let mut classifier =
            Self { statistics, rows: Vec::new(), offsets: Vec::new(), nearer: Vec::new() };
        means.iter().for_each(|mean| classifier.push(mean, 0.0));
        classifier
    }

    /// Adds a class behind the others, of which `photos` photos are known and their mean direction.
    pub fn add_class(&mut self, mean: &[f32], photos: usize) {
        self.push(mean, self.statistics.familiar / photos.max(1) as f32);
    }

    /// Takes all classes away that were added.
    pub fn forget_added(&mut self) {
        let trained = self.statistics.means.len();
        self.rows.truncate(trained);
        self.offsets.truncate(trained);
        self.nearer.truncate(trained);
    }

    /// The mean of a class that was trained.
    pub(super) fn mean(&self, class: usize) -> Option<&[f32]> {
        self.statistics.means.get(class).map(Vec::as_slice)
    }

    /// How many values a direction has.
    pub fn width(&self) -> usize {
        self.statistics.centre.len()
    }

    fn push(&mut self, mean: &[f32], nearer: f32) {
        let row = times_precision(&self.statistics, mean);
        self.offsets.push(dot(&row, mean));
        self.rows.push(row.into_iter().map(|value| 2.0 * value).collect());
        self.nearer.push(nearer);
    }

    /// What is compared with the classes' means.
    pub fn direction(&self, looks: &[&[f32]]) -> Vec<f32> {
        let ClassStatistics { centre, companion_share, .. } = &self.statistics;
        joined_direction(centre, *companion_share, looks)
    }

    /// Scores a picture by the embeddings of its looks (as it is, and its mirror image); only classes
    /// that `allowed` answers true for count as near.
    pub fn scores(&self, looks: &[&[f32]], allowed: impl Fn(usize) -> bool) -> GaussianScores {
        let embedding = self.direction(looks);
        let scores = self.rows.iter().zip(&self.offsets);
        let scores: Vec<f32> = scores.map(|(row, offset)| dot(row, &embedding) - offset).collect();
        let own = dot(&times_precision(&self.statistics, &embedding), &embedding);
        let near = scores.iter().zip(&self.nearer).enumerate();
        let near = near.filter(|(class, _)| allowed(*class)).map(|(_, (score, by))| score + by);
        let best = near.fold(f32::NEG_INFINITY, f32::max);
        let strangeness = f64::from((own - best) / self.statistics.familiar);
        let classes = scores.iter().map(|score| score / self.statistics.spread).collect();
        GaussianScores { classes, strangeness }
    }

    /// How a class's score in [`GaussianScores::classes`] is read off each look: the sum over looks
    /// of `weights . look + bias` is the score. The lengths that directions are divided by are those
    /// of these very looks.
    pub fn rows(&self, looks: &[&[f32]], class: usize) -> Vec<ClassRow> {
        let (Some(row), Some(offset)) = (self.rows.get(class), self.offsets.get(class)) else {
            return Vec::new();
        };
        let spread = self.statistics.spread;
        let mut rows = self.rows_of(looks, row, 1.0 / spread);
        let count = looks.len().max(1) as f32;
        rows.iter_mut().for_each(|row| row.bias -= offset / (spread * count));
        rows
    }

    /// How `factor` times the product of `vector` and the looks' direction is read off each look:
    /// the sum over looks of `weights . look + bias` is it.
    pub(super) fn rows_of(&self, looks: &[&[f32]], vector: &[f32], factor: f32) -> Vec<ClassRow> {
        let ClassStatistics { centre, companion_share, .. } = &self.statistics;
        let nothing = |_: &&[f32]| ClassRow { weights: Vec::new(), bias: 0.0 };
        let mut rows: Vec<ClassRow> = looks.iter().map(nothing).collect();
        for (start, end, share) in halves(centre.len(), *companion_share) {
            let parts: Vec<&[f32]> = looks.iter().map(|look| part(look, start, end)).collect();
            let read = read_off(part(centre, start, end), &parts, part(vector, start, end));
            let factor = factor * share.sqrt();
            for (own, more) in rows.iter_mut().zip(read) {
                own.bias += factor * more.bias;
                own.weights.extend(more.weights.iter().map(|value| value * factor));
            }
        }
        rows
    }
}

/// The mean direction of some looks, seen from `centre`, of length 1: each look counts alike, and so
/// does each picture.
///
/// With a `companion_share` above 0 the two halves of a look are two networks' embeddings; each
/// gives a direction of its own, and the second makes up that share of the squared length.
pub fn joined_direction(centre: &[f32], companion_share: f32, looks: &[&[f32]]) -> Vec<f32> {
    let mut joined = Vec::with_capacity(centre.len());
    for (start, end, share) in halves(centre.len(), companion_share) {
        let parts: Vec<&[f32]> = looks.iter().map(|look| part(look, start, end)).collect();
        let direction = mean_direction(part(centre, start, end), &parts);
        joined.extend(direction.into_iter().map(|value| value * share.sqrt()));
    }
    joined
}

fn part(values: &[f32], start: usize, end: usize) -> &[f32] {
    values.get(start..end).unwrap_or_default()
}

/// Where each network's embedding begins and ends, and its share of the squared length.
fn halves(width: usize, companion_share: f32) -> Vec<(usize, usize, f32)> {
    if companion_share <= 0.0 {
        return vec![(0, width, 1.0)];
    }
    vec![(0, width / 2, 1.0 - companion_share), (width / 2, width, companion_share)]
}

fn times_precision(statistics: &ClassStatistics, vector: &[f32]) -> Vec<f32> {
    let mut product: Vec<f32> = vector.iter().map(|value| value * statistics.residual).collect();
    for (direction, precision) in statistics.directions.iter().zip(&statistics.precisions) {
        let share = dot(direction, vector) * precision;
        for (slot, value) in product.iter_mut().zip(direction) {
            *slot += share * value;
        }
    }
    product
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Two classes on the first axis; photos differ widely along the second, hardly elsewhere.
    fn classifier() -> GaussianClassifier {
        GaussianClassifier::new(ClassStatistics {
            centre: vec![0.0; 3],
            directions: vec![vec![0.0, 1.0, 0.0]],
            precisions: vec![-9.0],
            residual: 10.0,
            means: vec![vec![1.0, 0.0, 0.0], vec![-1.0, 0.0, 0.0]],
            spread: 2.0,
            familiar: 0.5,
            companion_share: 0.0,
            prototypes: None,
        })
    }

    #[test]
    fn the_nearest_mean_wins_and_strange_is_far() {
        let classifier = classifier();
        let near = classifier.scores(&[&[2.0, 0.0, 0.0]], |_| true);
        assert!(near.classes[0] > near.classes[1]);
        assert!(near.strangeness.abs() < 1e-5, "a mean is not strange to itself");
        let usual = classifier.scores(&[&[0.6, 0.8, 0.0]], |_| true).strangeness;
        let strange = classifier.scores(&[&[0.6, 0.0, 0.8]], |_| true).strangeness;
        assert!(strange > 3.0 * usual, "{strange} against {usual}");
    }

    #[test]
    fn only_allowed_classes_are_near() {
        let classifier = classifier();
        let near = classifier.scores(&[&[2.0, 0.0, 0.0]], |_| true).strangeness;
        let far = classifier.scores(&[&[2.0, 0.0, 0.0]], |class| class == 1).strangeness;
        assert!(far > near + 10.0, "{far} against {near}");
    }

    #[test]
    fn two_networks_stand_side_by_side() {
        let joined = joined_direction(&[0.0; 4], 0.36, &[&[2.0, 0.0, 0.0, 7.0]]);
        for (value, wanted) in joined.iter().zip([0.8, 0.0, 0.0, 0.6]) {
            assert!((value - wanted).abs() < 1e-6, "{joined:?}");
        }
    }

    #[test]
    fn an_embedding_without_direction_is_no_reason_to_fail() {
        let scores = classifier().scores(&[&[0.0, 0.0, 0.0]], |_| true);
        assert!(scores.strangeness.is_finite());
    }

    proptest! {
        #[test]
        fn scores_are_those_of_the_distances(
            look in prop::collection::vec(-3.0_f32..3.0, 3),
        ) {
            prop_assume!(dot(&look, &look) > 0.01);
            let classifier = classifier();
            let scores = classifier.scores(&[&look], |_| true);
            let direction = joined_direction(&[0.0; 3], 0.0, &[&look]);
            let distance = |mean: &[f32]| {
                let gap: Vec<f32> = direction.iter().zip(mean).map(|(a, b)| a - b).collect();
                f64::from(dot(&times_precision(&classifier.statistics, &gap), &gap))
            };
            let distances: Vec<f64> =
                classifier.statistics.means.iter().map(|mean| distance(mean)).collect();
            // The score's difference is the distances' difference, in units of the spread.
            let gap = f64::from(scores.classes[0] - scores.classes[1]) * 2.0;
            prop_assert!((gap - (distances[1] - distances[0])).abs() < 1e-3);
            let nearest = distances[0].min(distances[1]) / 0.5;
            prop_assert!((scores.strangeness - nearest).abs() < 1e-3);
        }

        #[test]
        fn a_score_is_read_off_its_looks(
            a in prop::collection::vec(-3.0_f32..3.0, 4),
            b in prop::collection::vec(-3.0_f32..3.0, 4),
            share in 0.0_f32..0.9,
        ) {
            let mut statistics = classifier().statistics;
            statistics.centre = vec![0.1, -0.2, 0.3, 0.0];
            statistics.directions = vec![vec![0.0, 0.6, 0.8, 0.0]];
            statistics.means = vec![vec![0.8, 0.0, 0.6, 0.0], vec![0.0, -1.0, 0.0, 0.0]];
            statistics.companion_share = if share < 0.1 { 0.0 } else { share };
            let classifier = GaussianClassifier::new(statistics);
            let looks: [&[f32]; 2] = [&a, &b];
            let scores = classifier.scores(&looks, |_| true).classes;
            for (class, score) in scores.iter().enumerate() {
                let rows = classifier.rows(&looks, class);
                let parts = rows.iter().zip(looks);
                let sum: f32 = parts.map(|(row, look)| dot(&row.weights, look) + row.bias).sum();
                prop_assert!((sum - score).abs() < 1e-2 * score.abs().max(1.0), "{} {}", sum, score);
            }
        }

        #[test]
        fn length_and_order_of_looks_do_not_matter(
            a in prop::collection::vec(0.1_f32..3.0, 3),
            b in prop::collection::vec(0.1_f32..3.0, 3),
            factor in 0.1_f32..10.0,
        ) {
            let classifier = classifier();
            let longer: Vec<f32> = a.iter().map(|value| value * factor).collect();
            let (one, other) = (classifier.scores(&[&a, &b], |_| true), classifier.scores(&[&b, &longer], |_| true));
            for (x, y) in one.classes.iter().zip(&other.classes) {
                prop_assert!((x - y).abs() < 1e-3);
            }
        }
    }
}
