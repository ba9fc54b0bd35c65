//! Products taught with a few photos: classes that no training saw, made of means of embeddings, so
//! that teaching takes no longer than looking at the photos (Qi et al. 2018, "Low-shot learning with
//! imprinted weights", with a Gaussian a class in place of a row of weights).

use super::{Look, Recogniser, RecognitionError, Scorer};
use crate::{
    domain::ProductId,
    photo::{Picture, prepare},
};

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

impl Recogniser {
    /// Learns a product from a few photos of it. The network stays as it is; [`Self::know`] makes the
    /// product a candidate.
    ///
    /// # Errors
    /// [`RecognitionError::NotTeachable`] for a version without class statistics or an empty list of
    /// photos, [`RecognitionError::Network`] when LibTorch refuses.
    pub fn teach(
        &self,
        product: ProductId,
        photos: &[&Picture],
    ) -> Result<TaughtProduct, RecognitionError> {
        let preparation = &self.version().manifest.preparation;
        let mut looks = Vec::with_capacity(photos.len());
        // One by one, as the till looks: another number of pictures would have to be made ready first.
        for photo in photos {
            looks.extend(self.encoder().looks(&[&prepare(photo, preparation)])?);
        }
        self.scorer().taught(product, &looks).ok_or_else(|| RecognitionError::NotTeachable {
            version: self.version().name().to_owned(),
        })
    }
}

impl Scorer {
    /// What these looks teach; `None` without looks or without a Gaussian classifier.
    fn taught(&self, product: ProductId, looks: &[Look]) -> Option<TaughtProduct> {
        let (gaussian, _) = self.gaussian.as_ref()?;
        let mut mean: Vec<f32> = Vec::new();
        for Look { sides: [a, b], .. } in looks {
            let direction = gaussian.direction(&[a, b]);
            mean.resize(direction.len(), 0.0);
            mean.iter_mut().zip(direction).for_each(|(sum, value)| *sum += value);
        }
        let photos = looks.len();
        mean.iter_mut().for_each(|sum| *sum /= photos as f32);
        (photos > 0).then_some(TaughtProduct { product, photos, mean })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::cnn::ClassStatistics;

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

    fn banana() -> ProductId {
        ProductId::new("banana").unwrap()
    }

    #[test]
    fn a_taught_class_competes_and_leaves_the_others_alone() {
        let mut scorer = Scorer::new(Some(statistics()), 1.0, None, 1.0);
        let photos = [look([0.0, 1.0, 0.1]), look([0.0, 1.0, -0.1])];
        let taught = scorer.taught(banana(), &photos).unwrap();
        assert_eq!(taught.photos, 2);
        let trained = look([1.0, 0.1, 0.0]);
        let before = scorer.scores(&trained, |_| true);
        scorer.add_class(&taught.mean, taught.photos);
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
        let taught = scorer.taught(banana(), &[look([0.0, 1.0, 0.0])]).unwrap();
        scorer.add_class(&taught.mean, taught.photos);
        let scores = scorer.scores(&look([1.0, 0.0, 0.0]), |class| class == 2);
        assert_eq!(scores.shares, [0.0, 0.0, 1.0]);
    }

    #[test]
    fn rows_of_a_contest_read_its_scores_off_a_look() {
        let mut scorer = Scorer::new(Some(statistics()), 1.5, None, 1.0);
        scorer.add_class(&[0.0, 1.0, 0.0], 5);
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
    fn without_statistics_or_photos_nothing_can_be_taught() {
        let plain = Scorer::new(None, 0.0, None, 1.0);
        assert_eq!(plain.taught(banana(), &[look([1.0; 3])]), None);
        let scorer = Scorer::new(Some(statistics()), 1.0, None, 1.0);
        assert_eq!(scorer.taught(banana(), &[]), None);
    }
}
