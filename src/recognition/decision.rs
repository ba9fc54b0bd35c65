//! Scores and the decision that follows from them.

use domain::ProductId;
use registry::Thresholds;

/// What the till does with a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The product is certain enough to be added without asking.
    Accept(ProductId),
    /// One of the candidates, and a person says which.
    Ask,
    /// Probably nothing that the shop sells.
    Unknown,
}

/// A product that the picture may show.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The product.
    pub product: ProductId,
    /// Calibrated probability, 0 to 1.
    pub score: f64,
}

/// Decides what to do with a picture; `candidates` stand best first.
///
/// `known` is the picture's [`known_score`]: below `thresholds.unknown` it shows nothing that the
/// shop sells, whatever the candidates say. Otherwise the best candidate's probability decides
/// between accepting and asking.
pub fn decide(candidates: &[Candidate], known: f64, thresholds: &Thresholds) -> Decision {
    match candidates.first() {
        Some(best) if known >= thresholds.unknown => {
            if best.score >= thresholds.accept && known >= thresholds.familiar {
                Decision::Accept(best.product.clone())
            } else {
                Decision::Ask
            }
        }
        _ => Decision::Unknown,
    }
}

/// How surely a picture shows a known product; greater is surer. The one score by which unknown
/// pictures are told from known ones, in the decision and when judging it.
///
/// For a version without a Gaussian classifier it is the greatest of the probabilities `shares` (Hendrycks and Gimpel 2016, "A baseline for
/// detecting misclassified and out-of-distribution examples"); 0 without any.
pub fn known_score(shares: &[f64]) -> f64 {
    shares.iter().copied().fold(0.0, f64::max)
}

/// The known score of a version with a Gaussian classifier, from 1 (just like the class's mean) down
/// to 0 (like nothing): a half is as far from the nearest class as a usual photo of the training.
///
/// `strangeness` is [`super::GaussianScores::strangeness`].
pub fn familiarity(strangeness: f64) -> f64 {
    1.0 / (1.0 + strangeness.max(0.0))
}

/// Probabilities from logits at a temperature, over the classes that `allowed` answers true for;
/// the others get 0 (Guo et al. 2017, "On calibration of modern neural networks").
///
/// All are 0 when nothing is allowed.
pub fn softmax(logits: &[f32], temperature: f64, allowed: impl Fn(usize) -> bool) -> Vec<f64> {
    let scaled = |index: usize, logit: f32| {
        if allowed(index) { f64::from(logit) / temperature } else { f64::NEG_INFINITY }
    };
    let values: Vec<f64> =
        logits.iter().enumerate().map(|(index, &logit)| scaled(index, logit)).collect();
    let greatest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if greatest == f64::NEG_INFINITY {
        return vec![0.0; logits.len()];
    }
    let powers: Vec<f64> = values.iter().map(|value| (value - greatest).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const THRESHOLDS: Thresholds = Thresholds { accept: 0.9, familiar: 0.0, unknown: 0.2 };

    fn candidates(score: f64) -> Vec<Candidate> {
        vec![Candidate { product: ProductId::new("banana").unwrap(), score }]
    }

    #[test]
    fn the_best_score_decides() {
        let banana = ProductId::new("banana").unwrap();
        assert_eq!(decide(&candidates(0.9), 0.9, &THRESHOLDS), Decision::Accept(banana));
        assert_eq!(decide(&candidates(0.89), 0.89, &THRESHOLDS), Decision::Ask);
        assert_eq!(decide(&candidates(0.19), 0.19, &THRESHOLDS), Decision::Unknown);
        assert_eq!(decide(&[], 1.0, &THRESHOLDS), Decision::Unknown);
    }

    #[test]
    fn what_looks_unknown_is_never_named() {
        assert_eq!(decide(&candidates(0.99), 0.19, &THRESHOLDS), Decision::Unknown);
        assert_eq!(decide(&candidates(0.1), 0.2, &THRESHOLDS), Decision::Ask);
        assert_eq!(decide(&candidates(0.99), f64::NAN, &THRESHOLDS), Decision::Unknown);
    }

    #[test]
    fn what_is_not_familiar_is_asked_about() {
        let careful = Thresholds { familiar: 0.5, ..THRESHOLDS };
        assert_eq!(decide(&candidates(0.99), 0.49, &careful), Decision::Ask);
        assert!(matches!(decide(&candidates(0.99), 0.5, &careful), Decision::Accept(_)));
    }

    #[test]
    fn the_known_score_is_the_greatest_probability() {
        assert_eq!(known_score(&[0.2, 0.7, 0.1]), 0.7);
        assert_eq!(known_score(&[]), 0.0);
    }

    #[test]
    fn nothing_allowed_has_no_share() {
        assert_eq!(softmax(&[1.0, 2.0], 1.0, |_| false), [0.0, 0.0]);
    }

    proptest! {
        #[test]
        fn shares_sum_to_one_and_keep_the_order(
            logits in prop::collection::vec(-50.0_f32..50.0, 2..20),
            temperature in 0.1..5.0_f64,
        ) {
            let shares = softmax(&logits, temperature, |index| index != 1);
            prop_assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            prop_assert_eq!(shares[1], 0.0);
            for (first, a) in logits.iter().enumerate().filter(|(index, _)| *index != 1) {
                for (second, b) in logits.iter().enumerate().filter(|(index, _)| *index != 1) {
                    prop_assert!(a < b || shares[first] >= shares[second]);
                }
            }
        }
    }
}
