//! Measures that are more than one number: intervals, bins and curves.

use serde::{Deserialize, Serialize};

/// Bins of the reliability diagram and of the calibration error.
const BINS: usize = 15;
/// Standard deviations of the normal distribution within which 95 % lie.
const Z_95: f64 = 1.959_963_984_540_054;
/// The same for 90 %.
const Z_90: f64 = 1.644_853_627;

/// A range in which a share lies with 95 % confidence; both 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The least plausible share.
    pub low: f64,
    /// The greatest plausible share.
    pub high: f64,
}

/// The 95 % score interval of a share of `yes` in `all` (Wilson 1927, "Probable inference, the law
/// of succession, and statistical inference"), which is honest about small numbers. All of it
/// (0 to 1) where there is nothing to count.
pub fn wilson_interval(yes: usize, all: usize) -> Interval {
    if all == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    wilson_interval_of(yes as f64 / all as f64, all as f64)
}

/// The same of a share 0 to 1 in so many photos as `count` is worth, above zero.
pub fn wilson_interval_of(share: f64, count: f64) -> Interval {
    wilson_interval_at(share, count, Z_95)
}

/// The same with 90 % certainty: beyond each of its ends lies one chance in twenty.
pub(crate) fn wilson_interval_90(share: f64, count: f64) -> Interval {
    wilson_interval_at(share, count, Z_90)
}

/// The same with the quantile of the normal distribution that fits the certainty.
fn wilson_interval_at(share: f64, count: f64, z: f64) -> Interval {
    let squared = z * z;
    let centre = share + squared / (2.0 * count);
    let spread = z * (share * (1.0 - share) / count + squared / (4.0 * count * count)).sqrt();
    let scale = 1.0 + squared / count;
    // The formula's ends are exact there, but for rounding.
    let low = if share <= 0.0 { 0.0 } else { ((centre - spread) / scale).max(0.0) };
    let high = if share >= 1.0 { 1.0 } else { ((centre + spread) / scale).min(1.0) };
    Interval { low, high }
}

/// Answers of about the same confidence, and how often they were right.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReliabilityBin {
    /// Least confidence in the bin.
    pub from: f64,
    /// Confidence at which the next bin begins.
    pub to: f64,
    /// Answers in the bin.
    pub photos: usize,
    /// Their mean confidence; `None` without any.
    pub confidence: Option<f64>,
    /// The share of them that is right; `None` without any.
    pub accuracy: Option<f64>,
    /// Where that share lies with 95 % confidence.
    pub interval: Option<Interval>,
}

/// The reliability diagram's 15 bins of equal width (DeGroot and Fienberg 1983; Guo et al. 2017,
/// "On calibration of modern neural networks"). `answers`: confidence 0 to 1, right or not.
pub fn reliability_bins(answers: &[(f64, bool)]) -> Vec<ReliabilityBin> {
    let mut sums = [(0_usize, 0_usize, 0.0_f64); BINS];
    for &(confidence, is_right) in answers {
        let index = ((confidence * BINS as f64) as usize).min(BINS - 1);
        if let Some((photos, right, confidences)) = sums.get_mut(index) {
            *photos += 1;
            *right += usize::from(is_right);
            *confidences += confidence;
        }
    }
    let edge = |index: usize| index as f64 / BINS as f64;
    let bin = |(index, &(photos, right, confidences)): (usize, &(usize, usize, f64))| {
        let any = photos > 0;
        ReliabilityBin {
            from: edge(index),
            to: edge(index + 1),
            photos,
            confidence: any.then(|| confidences / photos as f64),
            accuracy: any.then(|| right as f64 / photos as f64),
            interval: any.then(|| wilson_interval(right, photos)),
        }
    };
    sums.iter().enumerate().map(bin).collect()
}

/// How much is accepted, and how much of that is wrong, from a score upwards.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RiskCoveragePoint {
    /// The least score that is accepted.
    pub threshold: f64,
    /// Share of all answers that is accepted.
    pub coverage: f64,
    /// Share of the accepted ones that is wrong.
    pub risk: f64,
}

/// The risk-coverage curve (El-Yaniv and Wiener 2010, "On the foundations of noise-free selective
/// classification"): a point for each score that occurs, the greatest first. `answers`: score,
/// right or not.
pub fn risk_coverage(answers: &[(f64, bool)]) -> Vec<RiskCoveragePoint> {
    let mut sorted = answers.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut accepted, mut wrong) = (0_usize, 0_usize);
    let mut points = Vec::new();
    for equals in sorted.chunk_by(|a, b| a.0 == b.0) {
        accepted += equals.len();
        wrong += equals.iter().filter(|answer| !answer.1).count();
        points.extend(equals.first().map(|&(threshold, _)| RiskCoveragePoint {
            threshold,
            coverage: accepted as f64 / sorted.len() as f64,
            risk: wrong as f64 / accepted as f64,
        }));
    }
    points
}

/// How many pictures on both sides reach a score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RocPoint {
    /// The least score that is taken for a known picture.
    pub threshold: f64,
    /// Share of the known pictures that reach it.
    pub known_kept: f64,
    /// Share of the unknown pictures that reach it.
    pub unknown_taken: f64,
}

/// The receiver operating characteristic of scores that tell known from unknown pictures: a point
/// for each score that occurs, the greatest first; greater scores are more surely known. The area
/// under it is [`super::auroc`]. `None` without pictures on either side.
pub fn roc_curve(known: &[f64], unknown: &[f64]) -> Option<Vec<RocPoint>> {
    if known.is_empty() || unknown.is_empty() {
        return None;
    }
    let mut sorted: Vec<(f64, bool)> = known.iter().map(|&score| (score, true)).collect();
    sorted.extend(unknown.iter().map(|&score| (score, false)));
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut kept, mut taken) = (0_usize, 0_usize);
    let mut points = Vec::new();
    for equals in sorted.chunk_by(|a, b| a.0 == b.0) {
        let known_here = equals.iter().filter(|picture| picture.1).count();
        kept += known_here;
        taken += equals.len() - known_here;
        points.extend(equals.first().map(|&(threshold, _)| RocPoint {
            threshold,
            known_kept: kept as f64 / known.len() as f64,
            unknown_taken: taken as f64 / unknown.len() as f64,
        }));
    }
    Some(points)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use proptest::prelude::*;

    use super::*;
    use crate::measures::auroc;

    #[test]
    fn intervals_of_known_cases() {
        // The published example of 8 in 10, and the ends.
        let interval = wilson_interval(8, 10);
        assert!((interval.low - 0.4902).abs() < 1e-4 && (interval.high - 0.9433).abs() < 1e-4);
        let none = wilson_interval(0, 10);
        assert!(none.low == 0.0 && (none.high - 0.2775).abs() < 1e-4, "{none:?}");
        let all = wilson_interval(10, 10);
        assert!(all.high == 1.0 && (all.low - 0.7225).abs() < 1e-4, "{all:?}");
        assert_eq!(wilson_interval(0, 0), Interval { low: 0.0, high: 1.0 });
    }

    #[test]
    fn bins_of_a_known_case() {
        let bins = reliability_bins(&[(0.95, true), (0.97, false), (1.0, true), (0.0, false)]);
        assert_eq!(bins.len(), 15);
        assert_eq!((bins[0].photos, bins[0].accuracy), (1, Some(0.0)));
        assert_eq!((bins[7].photos, bins[7].confidence, bins[7].interval), (0, None, None));
        assert_eq!(bins[14].photos, 3);
        assert!((bins[14].accuracy.unwrap() - 2.0 / 3.0).abs() < 1e-12);
        assert!((bins[14].confidence.unwrap() - 2.92 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn risk_falls_with_care() {
        let points = risk_coverage(&[(0.5, false), (0.9, true), (0.7, true), (0.7, false)]);
        let seen: Vec<_> = points.iter().map(|p| (p.threshold, p.coverage, p.risk)).collect();
        assert_eq!(seen, [(0.9, 0.25, 0.0), (0.7, 0.75, 1.0 / 3.0), (0.5, 1.0, 0.5)]);
        assert!(risk_coverage(&[]).is_empty());
    }

    #[test]
    fn the_curve_of_a_perfect_score_goes_through_the_corner() {
        let points = roc_curve(&[0.9, 0.8], &[0.1]).unwrap();
        assert!(points.iter().any(|p| p.known_kept == 1.0 && p.unknown_taken == 0.0));
        assert_eq!(roc_curve(&[0.9], &[]), None);
        assert_eq!(roc_curve(&[], &[0.9]), None);
    }

    fn scores() -> impl Strategy<Value = Vec<f64>> {
        // Few different scores, so that equal ones occur.
        prop::collection::vec((0_u32..20).prop_map(|score| f64::from(score) / 20.0), 1..40)
    }

    proptest! {
        #[test]
        fn an_interval_holds_its_share(all in 1_usize..500, part in 0.0..=1.0_f64) {
            let yes = (part * all as f64).round() as usize;
            let (share, interval) = (yes as f64 / all as f64, wilson_interval(yes, all));
            prop_assert!(interval.low <= share && share <= interval.high);
            prop_assert!(0.0 <= interval.low && interval.high <= 1.0);
            let mirrored = wilson_interval(all - yes, all);
            prop_assert!((interval.low - (1.0 - mirrored.high)).abs() < 1e-9);
        }

        #[test]
        fn each_answer_lies_in_one_bin_between_its_edges(answers in prop::collection::vec(
            (0.0..=1.0_f64, any::<bool>()), 1..60,
        )) {
            let bins = reliability_bins(&answers);
            prop_assert_eq!(bins.iter().map(|bin| bin.photos).sum::<usize>(), answers.len());
            let right: f64 =
                bins.iter().filter_map(|bin| Some(bin.accuracy? * bin.photos as f64)).sum();
            let expected = answers.iter().filter(|answer| answer.1).count();
            prop_assert!((right - expected as f64).abs() < 1e-9);
            for bin in &bins {
                if let Some(confidence) = bin.confidence {
                    prop_assert!(bin.from - 1e-9 <= confidence && confidence <= bin.to + 1e-9);
                }
            }
        }

        #[test]
        fn the_area_under_the_curve_is_auroc(known in scores(), unknown in scores()) {
            let mut area = 0.0;
            let mut before = (0.0, 0.0);
            for point in roc_curve(&known, &unknown).unwrap() {
                let (x, y) = (point.unknown_taken, point.known_kept);
                area += (x - before.0) * f64::midpoint(y, before.1);
                before = (x, y);
            }
            prop_assert_eq!(before, (1.0, 1.0));
            prop_assert!((area - auroc(&known, &unknown).unwrap()).abs() < 1e-9);
        }

        #[test]
        fn the_curve_ends_with_all_and_its_error(answers in prop::collection::vec(
            (0.0..=1.0_f64, any::<bool>()), 1..60,
        )) {
            let points = risk_coverage(&answers);
            prop_assert!(points.is_sorted_by(|a, b| a.coverage < b.coverage));
            let wrong = answers.iter().filter(|answer| !answer.1).count() as f64;
            let last = points.last().unwrap();
            prop_assert_eq!(last.coverage, 1.0);
            prop_assert!((last.risk - wrong / answers.len() as f64).abs() < 1e-12);
        }
    }
}
