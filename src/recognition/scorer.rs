//! From a look to scores: the network's logits, the Gaussian classifier and the clean pictures together,
//! and taught products among them.

use super::direction::{dot, unit};
use super::{
    GaussianClassifier, Look, PrototypeClassifier, TaughtProduct, familiarity, known_score, softmax,
};
use cnn::{ClassRow, ClassStatistics};
use registry::PrototypeWeight;

/// What the cosines of taught classes are multiplied with before the softmax. Measured on fruit on a
/// counter and on goods that were held out of training, five photos each: the likeliest there, and
/// likelier than either half or twice as much.
const SHARPNESS: f32 = 18.0;

/// As so many photos counts what the network knows of a taught product by its training.
const TRAINED_AS_PHOTOS: f32 = 2.0;

/// The last step from a look to scores: the network's logits, and beside them a Gaussian classifier
/// and the clean pictures' prototypes where the version has them.
#[derive(Clone, Debug)]
pub struct Scorer {
    /// Classifier on the embeddings, and its weight beside the logits.
    pub gaussian: Option<(GaussianClassifier, f64)>,
    /// Classifier by clean pictures, and its weight beside the logits.
    pub prototypes: Option<(PrototypeClassifier, PrototypeWeight)>,
    /// What the sum is divided by.
    pub temperature: f64,
    /// Classes behind those that the network was trained on.
    taught: Vec<TaughtClass>,
}

/// A class that was taught with photos.
#[derive(Clone, Debug)]
struct TaughtClass {
    /// Mean direction of its photos, of length 1; where the network was trained on the product as
    /// well, what it knows of it counts as [`TRAINED_AS_PHOTOS`] more.
    direction: Vec<f32>,
    /// The trained class of the same product.
    twin: Option<usize>,
}

/// What a look says of the classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// Calibrated probabilities, one a class; classes out of scope have 0.
    pub shares: Vec<f64>,
    /// How surely the picture shows a known product; greater is surer. See [`familiarity`] and
    /// [`known_score`].
    pub known: f64,
}

impl Scorer {
    /// The scorer of a version, from what was measured and how much each part has to say.
    pub fn new(
        statistics: Option<ClassStatistics>,
        gaussian_share: f64,
        prototype_weight: Option<PrototypeWeight>,
        temperature: f64,
    ) -> Self {
        let prototypes = statistics.as_ref().and_then(|measured| measured.prototypes.clone());
        let prototypes = prototypes.map(PrototypeClassifier::new).zip(prototype_weight);
        let gaussian =
            statistics.map(|measured| (GaussianClassifier::new(measured), gaussian_share));
        Self { gaussian, prototypes, temperature, taught: Vec::new() }
    }

    /// Puts these behind the classes that the network was trained on, in place of any that stood
    /// there. `twin_of` tells the trained class of the same product.
    pub(super) fn set_taught(
        &mut self,
        taught: &[TaughtProduct],
        twin_of: impl Fn(&TaughtProduct) -> Option<usize>,
    ) {
        if let Some((gaussian, _)) = &mut self.gaussian {
            gaussian.forget_added();
            taught.iter().for_each(|own| gaussian.add_class(&own.mean, own.photos));
            let class = |own: &TaughtProduct| {
                let twin = twin_of(own);
                let trained = twin.and_then(|twin| gaussian.mean(twin)).unwrap_or_default();
                let mut sum: Vec<f32> =
                    own.mean.iter().map(|value| value * own.photos as f32).collect();
                let known = sum.iter_mut().zip(trained);
                known.for_each(|(sum, value)| *sum += TRAINED_AS_PHOTOS * value);
                TaughtClass { direction: unit(sum), twin }
            };
            self.taught = taught.iter().map(class).collect();
        }
    }

    /// All parts together for the trained classes, before the temperature, and how strange the picture
    /// is where a Gaussian classifier tells.
    pub fn raw(&self, look: &Look, allowed: impl Fn(usize) -> bool) -> (Vec<f32>, Option<f64>) {
        let mut sums = look.logits.clone();
        let sides: [&[f32]; 2] = [&look.sides[0], &look.sides[1]];
        let mut strangeness = None;
        if let Some((gaussian, weight)) = &self.gaussian {
            let told = gaussian.scores(&sides, allowed);
            add(&mut sums, *weight, &told.classes);
            strangeness = Some(told.strangeness);
        }
        if let Some((prototypes, weight)) = &self.prototypes {
            add(&mut sums, weight_at(weight, strangeness), &prototypes.scores(&sides));
        }
        (sums, strangeness)
    }

    /// How much the clean pictures have to say of a look; nothing where the version has none.
    pub(super) fn prototype_weight(&self, look: &Look) -> f64 {
        let Some((_, weight)) = &self.prototypes else { return 0.0 };
        let [a, b] = &look.sides;
        let strangeness = self
            .gaussian
            .as_ref()
            .map(|(gaussian, _)| gaussian.scores(&[a, b], |_| true).strangeness);
        weight_at(weight, strangeness)
    }

    /// How a class is read off the embeddings of both sides of `look`, given the row of the
    /// network's last layer and [`Self::prototype_weight`]: the mean over sides of
    /// `weights . embedding + bias` is the class's number in [`Self::raw`]. A Gaussian classifier's
    /// part holds for this look only, since it divides by the embeddings' lengths.
    pub(super) fn rows(
        &self,
        look: &Look,
        class: usize,
        last_layer: &ClassRow,
        prototype_weight: f64,
    ) -> [ClassRow; 2] {
        let sides: [&[f32]; 2] = [&look.sides[0], &look.sides[1]];
        let mut rows = sides.map(|side| {
            let mut row = last_layer.clone();
            row.weights.resize(side.len(), 0.0);
            row
        });
        if let Some((gaussian, share)) = &self.gaussian {
            add_rows(&mut rows, *share, &gaussian.rows(&sides, class));
        }
        if let Some((prototypes, _)) = &self.prototypes {
            add_rows(&mut rows, prototype_weight, &prototypes.rows(&sides, class));
        }
        rows
    }

    /// How a class is read off a look where a taught one is in question: as [`Self::rows`], but by
    /// the Gaussian classifier alone.
    pub(super) fn contest_rows(&self, look: &Look, class: usize) -> [ClassRow; 2] {
        let nothing = |side: &Vec<f32>| ClassRow { weights: vec![0.0; side.len()], bias: 0.0 };
        let mut rows = [nothing(&look.sides[0]), nothing(&look.sides[1])];
        if let Some((gaussian, weight)) = &self.gaussian {
            let sides: [&[f32]; 2] = [&look.sides[0], &look.sides[1]];
            add_rows(&mut rows, *weight, &gaussian.rows(&sides, class));
        }
        rows
    }

    /// How near each taught class lies to a look: the cosine between its photos' mean direction and
    /// the look's, times [`SHARPNESS`].
    ///
    /// Among few classes of few photos the angle names more pictures right than the Gaussian's
    /// distance, to which a mean of photos that differ among themselves lies too near.
    fn angles(&self, gaussian: &GaussianClassifier, look: &Look) -> Vec<f32> {
        let [a, b] = &look.sides;
        let direction = gaussian.direction(&[a, b]);
        self.taught.iter().map(|own| SHARPNESS * dot(&own.direction, &direction)).collect()
    }

    /// Whether nothing is allowed that was not taught: then no class that is known by its training
    /// alone has to be compared with one that is known by photos alone.
    fn is_all_taught(&self, trained: usize, allowed: impl Fn(usize) -> bool) -> bool {
        let is_taught = |class| self.taught.iter().any(|own| own.twin == Some(class));
        (0..trained).filter(|class| allowed(*class)).all(is_taught)
    }

    /// Probabilities where all that is allowed was taught: the angles decide, and between products that
    /// the network was trained on as well, its `trained` word counts as much.
    fn of_taught_alone(&self, trained: &[f64], among_taught: &[f64]) -> Vec<f64> {
        let twins = || self.taught.iter().zip(among_taught).filter(|(own, _)| own.twin.is_some());
        let word = |own: &TaughtClass| own.twin.and_then(|twin| trained.get(twin)).copied();
        let mass: f64 = twins().map(|(_, share)| share).sum();
        let joint: f64 = twins().filter_map(|(own, share)| Some(share * word(own)?)).sum();
        let shared = |(own, share): (&TaughtClass, &f64)| match word(own) {
            Some(word) if joint > 0.0 => mass * share * word / joint,
            _ => *share,
        };
        let taught = self.taught.iter().zip(among_taught).map(shared);
        trained.iter().map(|_| 0.0).chain(taught).collect()
    }

    /// How [`Self::angles`] are read off the embeddings of both sides of `look`, for the taught class
    /// of this index; as [`Self::rows`].
    pub(super) fn angle_rows(&self, look: &Look, taught: usize) -> [ClassRow; 2] {
        let nothing = |side: &Vec<f32>| ClassRow { weights: vec![0.0; side.len()], bias: 0.0 };
        let mut rows = [nothing(&look.sides[0]), nothing(&look.sides[1])];
        if let (Some((gaussian, _)), Some(own)) = (&self.gaussian, self.taught.get(taught)) {
            let sides: [&[f32]; 2] = [&look.sides[0], &look.sides[1]];
            add_rows(&mut rows, 1.0, &gaussian.rows_of(&sides, &own.direction, SHARPNESS));
        }
        rows
    }

    /// Probabilities over the classes that `allowed` answers true for.
    pub fn scores(&self, look: &Look, allowed: impl Fn(usize) -> bool + Copy) -> Scores {
        let (logits, strangeness) = self.raw(look, allowed);
        let mut shares = softmax(&logits, self.temperature, allowed);
        if let (Some((gaussian, weight)), false) = (&self.gaussian, self.taught.is_empty()) {
            let [a, b] = &look.sides;
            let trained = shares.len();
            let among_taught =
                softmax(&self.angles(gaussian, look), 1.0, |index| allowed(trained + index));
            shares = if self.is_all_taught(trained, allowed) {
                self.of_taught_alone(&shares, &among_taught)
            } else {
                let told = gaussian.scores(&[a, b], allowed).classes;
                let contest: Vec<f32> = told.iter().map(|score| *weight as f32 * score).collect();
                let contest = softmax(&contest, self.temperature, allowed);
                with_taught(shares, &contest, &among_taught)
            };
        }
        let known = strangeness.map_or_else(|| known_score(&shares), familiarity);
        Scores { shares, known }
    }
}

fn add(sums: &mut [f32], weight: f64, scores: &[f32]) {
    sums.iter_mut().zip(scores).for_each(|(sum, score)| *sum += weight as f32 * score);
}

/// Adds a part, whose score is a sum over the sides, to rows that are to give a mean.
fn add_rows(rows: &mut [ClassRow; 2], weight: f64, part: &[ClassRow]) {
    let factor = 2.0 * weight as f32;
    for (row, part) in rows.iter_mut().zip(part) {
        row.bias += factor * part.bias;
        let both = row.weights.iter_mut().zip(&part.weights);
        both.for_each(|(weight, own)| *weight += factor * own);
    }
}

/// Probabilities of trained classes and, behind them, of taught ones. The network's last layer and the
/// clean pictures know trained classes only, so trained and taught ones meet in the `contest` of the
/// Gaussian classifier, which knows both by their photos' means. What it leaves to the trained ones
/// is shared out by all parts together; what it gives to the taught ones, by the angles between the
/// picture and them.
fn with_taught(trained: Vec<f64>, contest: &[f64], among_taught: &[f64]) -> Vec<f64> {
    let of_taught: f64 = contest.iter().skip(trained.len()).sum();
    let left = 1.0 - of_taught;
    let taught = among_taught.iter().map(|share| share * of_taught);
    trained.into_iter().map(|share| share * left).chain(taught).collect()
}

/// A picture of which nobody tells how strange it is counts as familiar.
fn weight_at(weight: &PrototypeWeight, strangeness: Option<f64>) -> f64 {
    weight.at(strangeness.map_or(1.0, familiarity))
}

#[cfg(test)]
mod tests {
    use super::*;
    use cnn::Prototypes;
    use registry::KnownWeight;

    fn look() -> Look {
        Look { logits: vec![1.0, 0.0], sides: [vec![0.0, 2.0], vec![0.0, 2.0]] }
    }

    fn statistics() -> ClassStatistics {
        ClassStatistics {
            centre: vec![0.0; 2],
            directions: Vec::new(),
            precisions: Vec::new(),
            residual: 1.0,
            means: vec![vec![1.0, 0.0], vec![0.0, 1.0]],
            spread: 1.0,
            familiar: 0.5,
            companion_share: 0.0,
            prototypes: None,
        }
    }

    #[test]
    fn without_a_gaussian_the_logits_decide() {
        let scores = Scorer::new(None, 0.0, None, 1.0).scores(&look(), |_| true);
        assert!(scores.shares[0] > scores.shares[1]);
        assert_eq!(scores.known, scores.shares[0]);
    }

    #[test]
    fn a_heavy_gaussian_overrules_them() {
        let scorer = |weight| Scorer::new(Some(statistics()), weight, None, 1.0);
        let light = scorer(0.1).scores(&look(), |_| true);
        let heavy = scorer(2.0).scores(&look(), |_| true);
        assert!(light.shares[0] > light.shares[1]);
        assert!(heavy.shares[0] < heavy.shares[1]);
        assert!((heavy.known - 1.0).abs() < 1e-6, "the embedding is the second class's mean");
    }

    #[test]
    fn clean_pictures_weigh_more_where_a_picture_is_strange() {
        let prototypes = Prototypes {
            clean_centre: vec![0.0; 2],
            photo_centre: vec![0.0; 2],
            directions: vec![vec![1.0, 0.0], vec![0.0, 1.0]],
            of_photos: vec![false; 2],
        };
        let measured = ClassStatistics { prototypes: Some(prototypes), ..statistics() };
        let weight = PrototypeWeight {
            strange: KnownWeight { known: 0.5, weight: 3.0 },
            familiar: KnownWeight { known: 0.9, weight: 1.0 },
        };
        let scorer = Scorer::new(Some(measured), 0.0, Some(weight), 1.0);
        let gain = |side: Vec<f32>| {
            let look = Look { logits: vec![0.0; 2], sides: [side.clone(), side] };
            scorer.raw(&look, |_| true).0[1]
        };
        assert!((gain(vec![0.0, 2.0]) - 1.0).abs() < 1e-6, "right on a mean: familiar");
        let aslant = gain(vec![-1.0, 1.0]);
        assert!((aslant - 3.0 * 0.5_f32.sqrt()).abs() < 1e-5, "strange: {aslant}");
    }

    #[test]
    fn what_is_out_of_scope_is_not_near() {
        let scorer = Scorer::new(Some(statistics()), 1.0, None, 1.0);
        let scores = scorer.scores(&look(), |class| class == 0);
        assert_eq!(scores.shares[1], 0.0);
        assert!(scores.known < 0.3, "{}", scores.known);
    }
}
