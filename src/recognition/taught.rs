//! Products taught with a few photos: classes that no training saw, made of means of embeddings, so
//! that teaching takes no longer than looking at the photos (Qi et al. 2018, "Low-shot learning with
//! imprinted weights", with a Gaussian a class in place of a row of weights).

use super::{GaussianClassifier, Look, Recogniser, RecognitionError};
use domain::ProductId;
use photo::Picture;

/// What a version makes of the photos of a product; of no use to another version.
#[derive(Clone, Debug, PartialEq)]
pub struct TaughtProduct {
    /// The product.
    pub product: ProductId,
    /// How many photos it was taught with.
    pub photos: usize,
    /// Mean of the photos' directions, as the Gaussian classifier sees them.
    pub(super) mean: Vec<f32>,
}

impl TaughtProduct {
    /// A product from the directions of its photos, which [`Recogniser::directions`] gives; `None`
    /// without any, or where they differ in width.
    pub fn from_directions<D: AsRef<[f32]>>(product: ProductId, directions: &[D]) -> Option<Self> {
        let mut mean = vec![0.0; directions.first()?.as_ref().len()];
        for direction in directions {
            let direction = direction.as_ref();
            if direction.len() != mean.len() {
                return None;
            }
            mean.iter_mut().zip(direction).for_each(|(sum, value)| *sum += value);
        }
        let photos = directions.len();
        mean.iter_mut().for_each(|sum| *sum /= photos as f32);
        Some(Self { product, photos, mean })
    }

    /// How many values the directions have that it was made of.
    pub fn width(&self) -> usize {
        self.mean.len()
    }
}

impl Recogniser {
    /// What this version makes of photos, in their order: directions of its embeddings, of length 1
    /// and [`Self::direction_width`] values each. Alike photos have alike directions, and products
    /// are taught with them.
    ///
    /// # Errors
    /// [`RecognitionError::NotTeachable`] for a version without class statistics,
    /// [`RecognitionError::Network`] when LibTorch refuses.
    pub fn directions(&self, photos: &[&Picture]) -> Result<Vec<Vec<f32>>, RecognitionError> {
        let gaussian = self.gaussian()?;
        let mut directions = Vec::with_capacity(photos.len());
        // One by one, as the till looks: another number of pictures would have to be made ready first.
        for photo in photos {
            let seen = self.see_one(photo)?;
            for Look { sides: [a, b], .. } in self.encoder().looks(&[&seen.prepared])? {
                directions.push(gaussian.direction(&[&a, &b]));
            }
        }
        Ok(directions)
    }

    /// How many values a direction has; none for a version that cannot be taught.
    pub fn direction_width(&self) -> Option<usize> {
        self.gaussian().ok().map(GaussianClassifier::width)
    }

    /// Learns a product from a few photos of it. The network stays as it is;
    /// [`Self::set_taught`] makes the product a candidate.
    ///
    /// # Errors
    /// As [`Self::directions`]; [`RecognitionError::NoPhotos`] for an empty list.
    pub fn teach(
        &self,
        product: ProductId,
        photos: &[&Picture],
    ) -> Result<TaughtProduct, RecognitionError> {
        TaughtProduct::from_directions(product.clone(), &self.directions(photos)?)
            .ok_or(RecognitionError::NoPhotos { product })
    }

    fn gaussian(&self) -> Result<&GaussianClassifier, RecognitionError> {
        let version = || self.version().name().to_owned();
        let gaussian = self.scorer().gaussian.as_ref().map(|(gaussian, _)| gaussian);
        gaussian.ok_or_else(|| RecognitionError::NotTeachable { version: version() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scorer;
    use cnn::ClassStatistics;

    fn statistics() -> ClassStatistics {
        ClassStatistics {
            centre: vec![0.0; 3],
            directions: Vec::new(),
            precisions: Vec::new(),
            residual: 1.0,
            means: vec![vec![1.0, 0.0, 0.0], vec![-1.0, 0.0, 0.0]],
            spread: 0.2,
            familiar: 0.5,
            companion_share: 0.0,
            prototypes: None,
        }
    }

    fn look(side: [f32; 3]) -> Look {
        Look { logits: vec![2.0, 0.0], sides: [side.to_vec(), side.to_vec()] }
    }

    fn banana(directions: &[[f32; 3]]) -> TaughtProduct {
        TaughtProduct::from_directions(ProductId::new("banana").unwrap(), directions).unwrap()
    }

    #[test]
    fn a_taught_class_competes_and_leaves_the_others_alone() {
        let mut scorer = Scorer::new(Some(statistics()), 1.0, None, 1.0);
        let taught = banana(&[[0.0, 0.995, 0.0995], [0.0, 0.995, -0.0995]]);
        assert_eq!(taught.photos, 2);
        let trained = look([1.0, 0.1, 0.0]);
        let before = scorer.scores(&trained, |_| true);
        scorer.set_taught(&[taught], |_| None);
        let after = scorer.scores(&trained, |_| true);
        assert_eq!(after.shares.len(), 3);
        assert!((after.shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!((before.shares[0] - after.shares[0]).abs() < 1e-2, "{after:?}");
        let own = scorer.scores(&look([0.1, 1.0, 0.0]), |_| true);
        assert!(own.shares[2] > 0.9, "{own:?}");
        assert!(own.known > 0.5, "what was taught is known");
    }

    #[test]
    fn a_shop_may_sell_nothing_but_what_was_taught() {
        let mut scorer = Scorer::new(Some(statistics()), 1.0, None, 1.0);
        scorer.set_taught(&[banana(&[[0.0, 1.0, 0.0]])], |_| None);
        let scores = scorer.scores(&look([1.0, 0.0, 0.0]), |class| class == 2);
        assert_eq!(scores.shares, [0.0, 0.0, 1.0]);
    }

    #[test]
    fn rows_of_a_contest_read_its_scores_off_a_look() {
        let mut scorer = Scorer::new(Some(statistics()), 1.5, None, 1.0);
        scorer.set_taught(&[banana(&[[0.0, 1.0, 0.0]; 5])], |_| None);
        let seen =
            Look { logits: vec![0.0; 2], sides: [vec![0.2, 1.0, 0.3], vec![0.1, 0.9, -0.4]] };
        let [a, b] = &seen.sides;
        let told = scorer.gaussian.as_ref().unwrap().0.scores(&[a, b], |_| true).classes;
        for (class, score) in told.iter().enumerate() {
            let rows = scorer.contest_rows(&seen, class);
            let read = rows.iter().zip(&seen.sides).map(|(row, side)| {
                row.weights.iter().zip(side).map(|(w, x)| w * x).sum::<f32>() + row.bias
            });
            let mean = read.sum::<f32>() / 2.0;
            assert!((mean - 1.5 * score).abs() < 1e-4, "{mean} is not {}", 1.5 * score);
        }
    }

    #[test]
    fn among_taught_classes_the_angle_decides() {
        // The photos of the first differ among themselves: its mean is short, and near to everything.
        let mut scorer = Scorer::new(Some(statistics()), 1.0, None, 1.0);
        let spread = banana(&[[0.0, 0.6, 0.8], [0.0, 0.6, -0.8]]);
        let narrow = banana(&[[0.5, 0.866, 0.0], [0.5, 0.866, 0.0]]);
        scorer.set_taught(&[spread, narrow], |_| None);
        let seen = look([0.3, 0.95, 0.0]);
        let scores = scorer.scores(&seen, |class| class >= 2);
        assert!(scores.shares[3] > scores.shares[2], "18 degrees from one, 12 from the other");
        assert!((scores.shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        for taught in 0..2 {
            let rows = scorer.angle_rows(&seen, taught);
            let read = rows.iter().zip(&seen.sides).map(|(row, side)| {
                row.weights.iter().zip(side).map(|(w, x)| w * x).sum::<f32>() + row.bias
            });
            let mean = read.sum::<f32>() / 2.0;
            let share = scores.shares[2 + taught];
            let other = scores.shares[3 - taught];
            let gap = (share / other).ln() as f32;
            let rival = scorer.angle_rows(&seen, 1 - taught);
            let rival = rival.iter().zip(&seen.sides).map(|(row, side)| {
                row.weights.iter().zip(side).map(|(w, x)| w * x).sum::<f32>() + row.bias
            });
            let rival = rival.sum::<f32>() / 2.0;
            assert!((mean - rival - gap).abs() < 1e-3, "{mean} - {rival} is not {gap}");
        }
    }

    #[test]
    fn where_all_was_taught_training_and_photos_decide_together() {
        let mut scorer = Scorer::new(Some(statistics()), 1.0, None, 1.0);
        let north =
            TaughtProduct::from_directions(ProductId::new("north").unwrap(), &[[0.9, 0.1, 0.0]]);
        let south =
            TaughtProduct::from_directions(ProductId::new("south").unwrap(), &[[-0.9, 0.1, 0.0]]);
        let new = banana(&[[0.0, 1.0, 0.0]]);
        let taught = [north.unwrap(), south.unwrap(), new];
        let twin = |own: &TaughtProduct| match own.product.as_str() {
            "north" => Some(0),
            "south" => Some(1),
            _ => None,
        };
        scorer.set_taught(&taught, twin);
        let scores = scorer.scores(&look([1.0, 0.2, 0.0]), |_| true);
        assert_eq!(scores.shares[..2], [0.0, 0.0], "their photos speak for them");
        assert!(scores.shares[2] > 0.9, "{scores:?}");
        assert!((scores.shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        let new = scorer.scores(&look([0.0, 1.0, 0.1]), |_| true);
        assert!(new.shares[4] > 0.9, "no trained class takes it: {new:?}");
        scorer.set_taught(&taught[2..], twin);
        let mixed = scorer.scores(&look([1.0, 0.2, 0.0]), |_| true);
        assert!(mixed.shares[0] > 0.5, "the trained classes are back: {mixed:?}");
    }

    #[test]
    fn what_is_taught_replaces_what_was_taught() {
        let mut scorer = Scorer::new(Some(statistics()), 1.0, None, 1.0);
        let alone = scorer.scores(&look([0.1, 1.0, 0.0]), |_| true);
        scorer.set_taught(&[banana(&[[0.0, 1.0, 0.0]]), banana(&[[0.0, 0.0, 1.0]])], |_| None);
        assert_eq!(scorer.scores(&look([0.1, 1.0, 0.0]), |_| true).shares.len(), 4);
        scorer.set_taught(&[banana(&[[0.0, 0.0, 1.0]])], |_| None);
        assert_eq!(scorer.scores(&look([0.1, 1.0, 0.0]), |_| true).shares.len(), 3);
        scorer.set_taught(&[], |_| None);
        assert_eq!(scorer.scores(&look([0.1, 1.0, 0.0]), |_| true), alone);
    }

    #[test]
    fn a_product_needs_photos_of_one_version() {
        let id = ProductId::new("banana").unwrap();
        assert_eq!(TaughtProduct::from_directions::<Vec<f32>>(id.clone(), &[]), None);
        let mixed = [vec![1.0, 0.0], vec![1.0, 0.0, 0.0]];
        assert_eq!(TaughtProduct::from_directions(id, &mixed), None);
    }
}
