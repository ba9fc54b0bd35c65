//! What else speaks for a candidate beside its looks: the weight on the scale, and what this shop
//! sells.
//!
//! Bayes' rule: with `p_i` the model's calibrated probability of candidate `i` (learnt on classes
//! that were about equally frequent), `L_i` the likelihood of the weight if it is `i`, and `r_i`
//! how much more often than the average product the shop sells `i`,
//!
//! ```text
//! posterior_i = p_i * L_i * r_i / sum over j of (p_j * L_j * r_j)
//! ```
//!
//! summed in log space, so that nothing underflows. Scales that recognise produce do the same: a
//! prior a PLU from the sales, and a classifier's features (NCR's patents, such as US 12406266).
//!
//! Neither part excludes a product: the likelihood never falls below [`SURPRISE`] of that of
//! products whose weight is not known, and the prior stays within [`STRONGEST`] times either way.

use std::collections::HashMap;
use std::f64::consts::TAU;

use super::{Candidate, Recognition};
use domain::{Grams, ProductId};

/// How probable it is that a weight has nothing to do with what was learnt: a bag, two kinds at
/// once, another scale's dirt.
const SURPRISE: f64 = 0.02;
/// So many pieces may lie on the scale; more are not counted apart from surprises.
const PIECES: u32 = 12;
/// Each further piece on the scale is this much less probable.
const ONE_MORE: f64 = 0.6;
/// What the spread of piece weights is thought to be before any was seen: a part of the mean.
const USUAL_SPREAD: f64 = 0.25;
/// As if so many pieces had shown that spread.
const USUAL_PIECES: f64 = 4.0;
/// What goods weigh of which nothing is known: log-normal, with this median in grams …
const MEDIAN: f64 = 350.0;
/// … and this standard deviation of the logarithm: two thirds lie between 105 g and 1.2 kg.
const LOG_SPREAD: f64 = 1.2;
/// Every product counts as sold so often before it was: the floor by which a new one can win.
const SOLD_UNSEEN: f64 = 3.0;
/// Only the root of how often something sells counts: sales say little about one item.
const STRENGTH: f64 = 0.5;
/// The prior makes a product at most so many times likelier, or less likely.
const STRONGEST: f64 = 4.0;

/// What a piece of a product weighs: Welford's running mean and sum of squared differences
/// (Welford 1962, "Note on a method for calculating corrected sums of squares and products").
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PieceWeight {
    /// How many weighings.
    pub count: u32,
    /// Mean, in grams.
    pub mean: f64,
    /// Sum of squared differences from the mean, in square grams.
    pub squares: f64,
}

impl PieceWeight {
    /// After the first weighing.
    pub fn first(grams: f64) -> Self {
        Self { count: 1, mean: grams, squares: 0.0 }
    }

    /// After another weighing.
    #[must_use]
    pub fn with(self, grams: f64) -> Self {
        let count = self.count.saturating_add(1);
        let before = grams - self.mean;
        let mean = self.mean + before / f64::from(count);
        Self { count, mean, squares: self.squares + before * (grams - mean) }
    }

    /// Whether these numbers can come from weighings.
    pub fn is_sound(&self) -> bool {
        self.count > 0
            && self.mean.is_finite()
            && self.mean > 0.0
            && self.squares.is_finite()
            && self.squares >= 0.0
    }

    /// The variance to expect of the next piece: the usual spread and what was seen, weighed by
    /// their counts (the mean of an inverse-gamma posterior), and the doubt about the mean itself.
    fn expected_variance(&self) -> f64 {
        let count = f64::from(self.count);
        let usual = (USUAL_SPREAD * self.mean).powi(2);
        let seen = (USUAL_PIECES * usual + self.squares) / (USUAL_PIECES + count);
        seen * (1.0 + 1.0 / count)
    }

    /// The density of this weight if 1, 2, … pieces lie on the scale, fewer more probably, or if
    /// it is a surprise.
    fn likelihood(&self, grams: f64) -> f64 {
        let variance = self.expected_variance();
        let shares = (0..PIECES).map(|more| ONE_MORE.powi(more as i32));
        let all: f64 = shares.clone().sum();
        let as_pieces: f64 = shares
            .zip(1..)
            .map(|(share, pieces)| {
                let pieces = f64::from(pieces);
                share / all * normal(grams, pieces * self.mean, pieces * variance)
            })
            .sum();
        (1.0 - SURPRISE) * as_pieces + SURPRISE * broad(grams)
    }
}

fn normal(x: f64, mean: f64, variance: f64) -> f64 {
    (-(x - mean).powi(2) / (2.0 * variance)).exp() / (TAU * variance).sqrt()
}

/// The density of a weight of which nothing is known.
fn broad(grams: f64) -> f64 {
    normal(grams.ln(), MEDIAN.ln(), LOG_SPREAD.powi(2)) / grams
}

/// What the shop has learnt by selling.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Experience {
    /// What a piece weighs, of products sold by the piece.
    pub piece_weights: HashMap<ProductId, PieceWeight>,
    /// How many lines of each product were sold.
    pub sales: HashMap<ProductId, u64>,
    /// Whether sales count.
    pub sales_count: bool,
}

impl Experience {
    /// What was recognised, in the light of the weight on the scale and of the shop's sales: the
    /// candidates ranked anew, and the decision taken anew with the same thresholds. Without
    /// evidence everything stays as it is.
    #[must_use]
    pub fn weigh(&self, recognition: &Recognition, on_scale: Option<Grams>) -> Recognition {
        let candidates = self.reranked(&recognition.candidates, on_scale);
        if candidates == recognition.candidates {
            return recognition.clone();
        }
        let weighed = Recognition { candidates, ..recognition.clone() };
        Recognition { decision: weighed.decision_by_name(), ..weighed }
    }

    /// The candidates with their posterior probabilities, best first; of equals, those that looked
    /// better.
    pub fn reranked(&self, candidates: &[Candidate], on_scale: Option<Grams>) -> Vec<Candidate> {
        let sales = self.sales_count.then(|| self.average_sales(candidates)).flatten();
        let weighs = |product| on_scale.is_some() && self.known_weight(product).is_some();
        if sales.is_none() && !candidates.iter().any(|candidate| weighs(&candidate.product)) {
            return candidates.to_vec();
        }
        let logs: Vec<f64> = candidates
            .iter()
            .map(|Candidate { product, score }| {
                let weight = on_scale.map_or(0.0, |grams| self.log_likelihood(product, grams));
                let prior = sales.map_or(0.0, |average| self.log_prior(product, average));
                score.ln() + weight + prior
            })
            .collect();
        let greatest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if !greatest.is_finite() {
            return candidates.to_vec();
        }
        let shares: Vec<f64> = logs.iter().map(|log| (log - greatest).exp()).collect();
        let sum: f64 = shares.iter().sum();
        let mut reranked: Vec<Candidate> = candidates
            .iter()
            .zip(shares)
            .map(|(candidate, share)| Candidate {
                product: candidate.product.clone(),
                score: share / sum,
            })
            .collect();
        reranked.sort_by(|a, b| b.score.total_cmp(&a.score));
        reranked
    }

    fn known_weight(&self, product: &ProductId) -> Option<&PieceWeight> {
        self.piece_weights.get(product).filter(|weight| weight.is_sound())
    }

    /// Never below `SURPRISE` of the broad density, by construction.
    fn log_likelihood(&self, product: &ProductId, grams: Grams) -> f64 {
        let grams = f64::from(grams.get());
        self.known_weight(product)
            .map_or_else(|| broad(grams), |weight| weight.likelihood(grams))
            .ln()
    }

    /// Lines a candidate, with the floor; `None` where none of them was ever sold.
    fn average_sales(&self, candidates: &[Candidate]) -> Option<f64> {
        let sold: u64 = candidates.iter().filter_map(|c| self.sales.get(&c.product)).sum();
        (sold > 0).then(|| sold as f64 / candidates.len() as f64 + SOLD_UNSEEN)
    }

    fn log_prior(&self, product: &ProductId, average: f64) -> f64 {
        let sold = self.sales.get(product).copied().unwrap_or(0) as f64 + SOLD_UNSEEN;
        let strongest = STRONGEST.ln();
        (STRENGTH * (sold / average).ln()).clamp(-strongest, strongest)
    }

    /// Learns from a line that was sold: so many pieces weighed so much together, where they lay
    /// on the scale. Returns what a piece of the product weighs by now, where that is new.
    pub fn sold(
        &mut self,
        product: &ProductId,
        pieces: Option<(u32, Grams)>,
    ) -> Option<PieceWeight> {
        *self.sales.entry(product.clone()).or_default() += 1;
        let (pieces, grams) = pieces.filter(|(pieces, _)| *pieces > 0)?;
        let each = f64::from(grams.get()) / f64::from(pieces);
        let learnt = match self.known_weight(product) {
            Some(before) => before.with(each),
            None => PieceWeight::first(each),
        };
        self.piece_weights.insert(product.clone(), learnt);
        Some(learnt)
    }
}

#[cfg(test)]
#[path = "experience_tests.rs"]
mod tests;
