//! The measures by which a model is judged, each defined once.

mod curves;

pub(crate) use curves::wilson_interval_90;
pub use curves::{
    Interval, ReliabilityBin, RiskCoveragePoint, RocPoint, reliability_bins, risk_coverage,
    roc_curve, wilson_interval, wilson_interval_of,
};

/// Probabilities below this count as this much, so that one certain error is not infinite.
const LEAST_PROBABILITY: f64 = 1e-12;

/// Mean negative logarithm of the true class's probability, in nats.
pub fn negative_log_likelihood(true_probabilities: &[f64]) -> f64 {
    let losses = true_probabilities.iter().map(|share| -share.max(LEAST_PROBABILITY).ln());
    mean(losses, true_probabilities.len())
}

/// Whether one of the classes in `truth` is among the `k` most probable; of equals, those before it
/// rank higher.
pub(super) fn is_in_top(shares: &[f64], truth: &[usize], k: usize) -> bool {
    let better_than = |class: usize, own: f64| {
        let all = shares.iter().enumerate();
        all.filter(|&(index, &share)| share > own || (share == own && index < class)).count()
    };
    truth.iter().any(|&class| shares.get(class).is_some_and(|&own| better_than(class, own) < k))
}

/// Expected calibration error over 15 bins of equal width (Guo et al. 2017): the mean distance of
/// confidence and accuracy, weighted by the bins' sizes. `answers`: confidence, right or not.
pub fn expected_calibration_error(answers: &[(f64, bool)]) -> f64 {
    let bins = reliability_bins(answers);
    let gaps = bins
        .iter()
        .filter_map(|bin| Some((bin.confidence? - bin.accuracy?).abs() * bin.photos as f64));
    mean(gaps, answers.len())
}

/// Area under the ROC curve: the probability that a known picture scores higher than an unknown
/// one, equals counting half (Mann and Whitney's U). `None` without pictures on either side.
pub fn auroc(known: &[f64], unknown: &[f64]) -> Option<f64> {
    if known.is_empty() || unknown.is_empty() {
        return None;
    }
    let mut sorted = unknown.to_vec();
    sorted.sort_by(f64::total_cmp);
    let wins: f64 = known
        .iter()
        .map(|score| {
            let below = sorted.partition_point(|other| other < score);
            let up_to = sorted.partition_point(|other| other <= score);
            (below + up_to) as f64 / 2.0
        })
        .sum();
    Some(wins / (known.len() as f64 * unknown.len() as f64))
}

/// Share of unknown pictures that score at least as high as 95 % of the known ones do (Hendrycks
/// and Gimpel 2016 and after). `None` without pictures on either side.
pub fn false_positive_rate_at_95(known: &[f64], unknown: &[f64]) -> Option<f64> {
    if known.is_empty() || unknown.is_empty() {
        return None;
    }
    let mut sorted = known.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let kept = ((sorted.len() as f64 * 0.95).ceil() as usize).clamp(1, sorted.len());
    let threshold = *sorted.get(kept - 1)?;
    let passed = unknown.iter().filter(|score| **score >= threshold).count();
    Some(passed as f64 / unknown.len() as f64)
}

/// The share of `true` values; `None` of nothing.
pub(super) fn share(values: impl Iterator<Item = bool>) -> Option<f64> {
    let (mut yes, mut all) = (0_usize, 0_usize);
    for value in values {
        yes += usize::from(value);
        all += 1;
    }
    (all > 0).then(|| yes as f64 / all as f64)
}

fn mean(values: impl Iterator<Item = f64>, count: usize) -> f64 {
    values.sum::<f64>() / count.max(1) as f64
}

/// The temperature at which logits give the least loss on labelled pictures (Guo et al. 2017), by a
/// golden-section search over its logarithm; 1 without pictures.
pub(super) fn best_temperature(logits: &[Vec<f32>], truths: &[&[usize]]) -> f64 {
    if logits.is_empty() {
        return 1.0;
    }
    let loss = |log_temperature: f64| loss_at(logits, truths, log_temperature.exp());
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (0.05_f64.ln(), 10.0_f64.ln());
    for _ in 0..40 {
        let (a, b) = (high - golden * (high - low), low + golden * (high - low));
        if loss(a) < loss(b) {
            high = b;
        } else {
            low = a;
        }
    }
    f64::midpoint(low, high).exp()
}

/// Loss of labelled pictures at a temperature; where several classes are right, their sum counts.
pub(super) fn loss_at(logits: &[Vec<f32>], truths: &[&[usize]], temperature: f64) -> f64 {
    let shares: Vec<f64> = logits
        .iter()
        .zip(truths)
        .map(|(row, truth)| {
            let shares = recognition::softmax(row, temperature, |_| true);
            truth.iter().filter_map(|&class| shares.get(class)).sum()
        })
        .collect();
    negative_log_likelihood(&shares)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loss_of_a_coin_is_ln_2() {
        assert!((negative_log_likelihood(&[0.5, 0.5]) - 2.0_f64.ln()).abs() < 1e-12);
        assert!(negative_log_likelihood(&[0.0]).is_finite());
    }

    #[test]
    fn top_k_counts_the_better_ones() {
        let shares = [0.1, 0.4, 0.3, 0.2];
        assert!(is_in_top(&shares, &[1], 1));
        assert!(!is_in_top(&shares, &[2], 1));
        assert!(is_in_top(&shares, &[3], 3));
        assert!(!is_in_top(&shares, &[0], 3));
        assert!(!is_in_top(&shares, &[9], 4));
        assert!(is_in_top(&shares, &[0, 1], 1), "one of several is enough");
        assert!(is_in_top(&[0.0, 0.0], &[0], 1) && !is_in_top(&[0.0, 0.0], &[1], 1));
    }

    #[test]
    fn calibration_error_of_known_cases() {
        let perfect: Vec<(f64, bool)> = (0..10).map(|index| (0.7, index < 7)).collect();
        assert!(expected_calibration_error(&perfect) < 1e-9);
        let boaster = [(0.95, true), (0.95, false)];
        assert!((expected_calibration_error(&boaster) - 0.45).abs() < 1e-9);
    }

    #[test]
    fn auroc_of_known_cases() {
        assert_eq!(auroc(&[0.9, 0.8], &[0.1, 0.2]), Some(1.0));
        assert_eq!(auroc(&[0.5], &[0.5]), Some(0.5));
        assert_eq!(auroc(&[0.1], &[0.9, 0.0]), Some(0.5));
        assert_eq!(auroc(&[], &[0.9]), None);
    }

    #[test]
    fn false_positives_at_95_percent() {
        let known: Vec<f64> = (1..=100).map(|score| f64::from(score) / 100.0).collect();
        assert_eq!(false_positive_rate_at_95(&known, &[0.05, 0.06, 0.5, 0.99]), Some(0.75));
        assert_eq!(false_positive_rate_at_95(&known, &[]), None);
    }

    #[test]
    fn the_temperature_of_a_boaster_is_high() {
        // Right in three of four with logits that claim far more.
        let logits = vec![vec![8.0, 0.0]; 4];
        let temperature = best_temperature(&logits, &[&[0], &[0], &[0], &[1]]);
        // The best answer is 3/4: 8 / T = ln 3.
        assert!((temperature - 8.0 / 3.0_f64.ln()).abs() < 0.01, "{temperature}");
    }
}
