//! What can be said of two models that were judged on the same photos, when photos are few and come
//! in groups: intervals that know both, an exact test, and a verdict in words.
//!
//! Photos of one item or one evening tell much the same: they are no independent witnesses. Counts are
//! therefore divided by their design effect before a method for independent photos is used (Rao and
//! Scott 1992, "A simple method for the analysis of clustered binary data"). Where nothing varies the
//! effect cannot be measured, and each group counts as one witness.

use serde::{Deserialize, Serialize};

use crate::Interval;
use training::wilson_interval_of;

/// The greatest probability of chance at which a difference is believed.
const SIGNIFICANT: f64 = 0.05;
/// Models whose difference surely lies within so much are as good as each other.
const WORTH_SPEAKING_OF: f64 = 0.02;
/// Beyond so many photos named differently the exact test takes too long; chance is then as good as
/// normal.
const EXACT_LIMIT: usize = 20_000;

/// Photos that belong together, and how many of them each model named right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PairedGroup {
    /// Photos of the group.
    pub photos: usize,
    /// Of those, right with both models.
    pub both: usize,
    /// Right with the old model alone.
    pub old_alone: usize,
    /// Right with the new model alone.
    pub new_alone: usize,
}

impl PairedGroup {
    fn difference(&self) -> f64 {
        self.new_alone as f64 - self.old_alone as f64
    }
}

/// How much more often the new model is right than the old one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairedDifference {
    /// The new model's share less the old one's, -1 to 1.
    pub by: f64,
    /// Where that lies with 95 % confidence; -1 to 1.
    pub interval: Interval,
    /// How probable so great a difference is by chance, where neither model is better; 0 to 1.
    pub chance: f64,
}

/// A difference in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The new model is better.
    Better,
    /// The new model is worse.
    Worse,
    /// They differ by two points at the most.
    AsGood,
    /// It cannot be told with so few photos.
    CannotBeTold,
}

impl PairedDifference {
    /// The difference in one word. A difference is believed when both say so: the interval, and the
    /// exact test, which is the stricter one where groups are few.
    pub fn verdict(&self) -> Verdict {
        let Interval { low, high } = self.interval;
        match self.chance <= SIGNIFICANT {
            true if low > 0.0 => Verdict::Better,
            true if high < 0.0 => Verdict::Worse,
            _ if low >= -WORTH_SPEAKING_OF && high <= WORTH_SPEAKING_OF => Verdict::AsGood,
            _ => Verdict::CannotBeTold,
        }
    }
}

/// Where a share lies with 95 % confidence when photos come in groups: Wilson's score interval of as
/// many photos as the groups are worth. `groups`: right ones and photos of each.
pub(super) fn share_interval(groups: &[(usize, usize)]) -> Interval {
    let photos: usize = groups.iter().map(|group| group.1).sum();
    if photos == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let right: usize = groups.iter().map(|group| group.0).sum();
    let share = right as f64 / photos as f64;
    let values: Vec<_> = groups.iter().map(|&(right, all)| (right as f64, all)).collect();
    wilson_interval_of(share, worth(&values, share * (1.0 - share))).into()
}

/// The difference of two models on the same photos; `None` without photos.
pub(super) fn paired_difference(groups: &[PairedGroup]) -> Option<PairedDifference> {
    let photos: usize = groups.iter().map(|group| group.photos).sum();
    if photos == 0 {
        return None;
    }
    let count = |of: fn(&PairedGroup) -> usize| groups.iter().map(of).sum::<usize>() as f64;
    let all = photos as f64;
    let shares = PairedShares {
        both: count(|group| group.both) / all,
        old_alone: count(|group| group.old_alone) / all,
        new_alone: count(|group| group.new_alone) / all,
    };
    let by = shares.new_alone - shares.old_alone;
    let variance = shares.new_alone + shares.old_alone - by * by;
    let values: Vec<_> = groups.iter().map(|group| (group.difference(), group.photos)).collect();
    let steps: Vec<usize> =
        groups.iter().map(|group| group.new_alone.abs_diff(group.old_alone)).collect();
    let sum: i64 = groups.iter().map(|group| group.new_alone as i64 - group.old_alone as i64).sum();
    Some(PairedDifference {
        by,
        interval: newcombe_interval(&shares, worth(&values, variance)),
        chance: sign_flip_chance(&steps, sum.unsigned_abs() as usize),
    })
}

/// How many independent photos the photos of these groups are worth: their number divided by the
/// design effect of Rao and Scott. `groups`: sum of the values, and photos; `variance`: that of one
/// value if photos were independent.
fn worth(groups: &[(f64, usize)], variance: f64) -> f64 {
    let all: f64 = groups.iter().map(|group| group.1 as f64).sum();
    let mean = groups.iter().map(|group| group.0).sum::<f64>() / all;
    // What photos that all say the same as their group are worth.
    let squares: f64 = groups.iter().map(|group| (group.1 as f64).powi(2)).sum();
    let least = all * all / squares;
    let used = groups.iter().filter(|group| group.1 > 0).count() as f64;
    let apart = groups.iter().all(|group| group.1 <= 1);
    if apart || used < 2.0 || variance <= 0.0 {
        return least;
    }
    let deviations: f64 =
        groups.iter().map(|&(sum, photos)| (sum - mean * photos as f64).powi(2)).sum();
    let variance_of_mean = used / (used - 1.0) * deviations / (all * all);
    let effect = variance_of_mean / (variance / all);
    (all / effect.max(1.0)).max(least)
}

/// Shares of the photos on which two models agree and differ.
struct PairedShares {
    both: f64,
    old_alone: f64,
    new_alone: f64,
}

/// The score interval of the difference of two shares of the same photos (Newcombe 1998, "Improved
/// confidence intervals for the difference between binomial proportions based on paired data", method
/// 10), which is honest about small numbers. `count`: independent photos.
fn newcombe_interval(shares: &PairedShares, count: f64) -> Interval {
    let PairedShares { both, old_alone, new_alone } = *shares;
    let neither = (1.0 - both - old_alone - new_alone).max(0.0);
    let (new, old) = (both + new_alone, both + old_alone);
    let (of_new, of_old) = (wilson_interval_of(new, count), wilson_interval_of(old, count));
    let margins = new * (1.0 - new) * old * (1.0 - old);
    let product = both * neither - new_alone * old_alone;
    // With the correction for continuity where they go together.
    let product = if product > 0.0 { (product - 0.5 / count).max(0.0) } else { product };
    let correlation = if margins > 1e-12 { product / margins.sqrt() } else { 0.0 };
    let distance = |a: f64, b: f64| (a * a - 2.0 * correlation * a * b + b * b).max(0.0).sqrt();
    let by = new - old;
    Interval {
        low: (by - distance(new - of_new.low, of_old.high - old)).max(-1.0),
        high: (by + distance(of_new.high - new, old - of_old.low)).min(1.0),
    }
}

/// How probable a sum at least this far from zero is when each group's difference falls to either side
/// alike: the exact two-sided test by flipping signs (Fisher 1935, "The design of experiments"). With
/// one photo a group it is the exact test of McNemar (1947). `steps`: each group's difference, without
/// its sign; `reached`: the sum that was reached, without its sign.
fn sign_flip_chance(steps: &[usize], reached: usize) -> f64 {
    let total: usize = steps.iter().sum();
    if reached == 0 {
        return 1.0;
    }
    if total > EXACT_LIMIT {
        let spread = steps.iter().map(|&step| (step as f64).powi(2)).sum::<f64>().sqrt();
        return two_sided_normal(reached as f64 / spread);
    }
    // Place s: the probability that the groups so far sum up to 2 s less their total.
    let mut chances = vec![0.0_f64; total + 1];
    if let Some(first) = chances.first_mut() {
        *first = 1.0;
    }
    let mut highest = 0;
    for &step in steps.iter().filter(|&&step| step > 0) {
        highest += step;
        for place in (0..=highest).rev() {
            let stays = chances.get(place).copied().unwrap_or(0.0);
            let comes = place.checked_sub(step).and_then(|from| chances.get(from)).copied();
            if let Some(chance) = chances.get_mut(place) {
                *chance = 0.5 * stays + 0.5 * comes.unwrap_or(0.0);
            }
        }
    }
    let is_far = |place: usize| (2 * place).abs_diff(total) >= reached;
    let far = chances.iter().enumerate().filter(|&(place, _)| is_far(place));
    far.map(|(_, chance)| chance).sum::<f64>().min(1.0)
}

/// The probability that a normal variable lies at least so many standard deviations from its mean:
/// the complementary error function by Abramowitz and Stegun 7.1.26, to 1.5e-7.
fn two_sided_normal(deviations: f64) -> f64 {
    let x = deviations.abs() / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let series = [1.061_405_429, -1.453_152_027, 1.421_413_741, -0.284_496_736, 0.254_829_592];
    let sum = series.iter().fold(0.0, |sum, factor| sum * t + factor);
    (sum * t * (-x * x).exp()).clamp(0.0, 1.0)
}

#[cfg(test)]
#[path = "paired_tests.rs"]
mod tests;
