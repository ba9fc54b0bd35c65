//! How far a shop trusts what a version says of itself: less until it has seen it work there, less again
//! when clerks undo what it sold unasked.
//!
//! A version is calibrated on photos from elsewhere. What clerks sell says what its sureness is worth here:
//! each answer whose goods were sold counts as right where they were what it had named first, and what it
//! sold unasked and a clerk undid counts as wrong.

use std::collections::{BTreeMap, VecDeque};

use super::{Decision, Recognition};
use domain::ProductId;
use registry::Thresholds;

/// So many answers must have been borne out before a version is taken at its word.
const TRIAL: u32 = 200;
/// Of what is sold unasked at most this share may be undone.
const GREATEST_UNDONE: f64 = 0.02;
/// So many of the last answers that sold unasked are looked at.
const LOOKED_BACK: usize = 200;
/// Fewer undone ones than this are no pattern.
const LEAST_UNDONE: usize = 3;
/// While on trial, or often undone, the doubt that a version may have is this part of what it allows itself.
const DOUBT_ON_TRIAL: f64 = 1.0 / 3.0;
/// Fewer answers than this say nothing of a threshold.
const LEAST_EVIDENCE: usize = 50;
/// Answers that are remembered: older ones tell of a shop that has changed.
const REMEMBERED: usize = 2000;
/// What is thought of a product before anything was seen of it: as if of ten answers a fifth of one had
/// been wrong (the mean of a beta distribution).
const PRIOR_ANSWERS: f64 = 10.0;
const PRIOR_WRONG: f64 = 0.2;
/// A product that is probably wrong more often than this is asked about.
const GREATEST_WRONG: f64 = 0.04;

/// What a version said of a photo, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What it named first.
    pub product: ProductId,
    /// How sure it was: the probability that decided.
    pub score: f64,
    /// How surely it was a known product.
    pub known: f64,
    /// Whether it was sold without asking.
    pub unasked: bool,
    /// Whether that is what was sold.
    pub right: bool,
}

/// Why something is asked although the version is sure of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caution {
    /// The version is new in this shop: so many of its answers were borne out, of those that are wanted.
    OnTrial {
        /// Borne out so far.
        confirmed: u32,
        /// Wanted.
        wanted: u32,
    },
    /// Too much of what it was as sure of was wrong here, or undone lately.
    OftenUndone,
    /// Other goods are taken for this product too often.
    OftenTakenFor,
}

/// What a shop has seen of the version that sells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trust {
    /// Whether anything is watched at all: not without a shop.
    watches: bool,
    /// Answers that were borne out in this shop, by whatever version.
    confirmed: u32,
    /// Those of the version that sells, the newest at the end.
    answers: VecDeque<Answer>,
    /// By product: answers that named it, and those of them that were wrong.
    products: BTreeMap<ProductId, (u32, u32)>,
    /// The lowest score from which answers here were right often enough, as far as that was seen.
    own_accept: Option<f64>,
}

impl Trust {
    /// What a shop has seen: answers borne out by any version, and those of the version that sells, the
    /// newest at the end.
    pub fn of(confirmed: u32, answers: impl IntoIterator<Item = Answer>) -> Self {
        let mut trust = Self { watches: true, confirmed, ..Self::default() };
        for answer in answers {
            trust.remember(answer);
        }
        trust.own_accept = trust.found_accept();
        trust
    }

    /// Learns what became of an answer.
    pub fn learn(&mut self, answer: Answer) {
        if !self.watches {
            return;
        }
        self.confirmed = self.confirmed.saturating_add(u32::from(answer.right));
        self.remember(answer);
        self.own_accept = self.found_accept();
    }

    /// Another version sells: what this one said is no evidence of it.
    pub fn begin_anew(&mut self) {
        let Self { watches, confirmed, .. } = *self;
        *self = Self { watches, confirmed, ..Self::default() };
    }

    fn remember(&mut self, answer: Answer) {
        let (all, wrong) = self.products.entry(answer.product.clone()).or_default();
        *all += 1;
        *wrong += u32::from(!answer.right);
        self.answers.push_back(answer);
        if self.answers.len() > REMEMBERED
            && let Some(oldest) = self.answers.pop_front()
            && let Some((all, wrong)) = self.products.get_mut(&oldest.product)
        {
            *all -= 1;
            *wrong -= u32::from(!oldest.right);
        }
    }

    /// Whether too much of what was sold unasked lately was undone.
    pub fn is_often_undone(&self) -> bool {
        let unasked = self.answers.iter().rev().filter(|answer| answer.unasked).take(LOOKED_BACK);
        let (mut all, mut wrong) = (0_usize, 0_usize);
        for answer in unasked {
            all += 1;
            wrong += usize::from(!answer.right);
        }
        wrong >= LEAST_UNDONE && wrong as f64 > GREATEST_UNDONE * all as f64
    }

    /// The thresholds by which this shop accepts: the version's own, or stricter ones.
    pub fn thresholds(&self, own: Thresholds) -> Thresholds {
        if !self.watches {
            return own;
        }
        let is_often_undone = self.is_often_undone();
        let least = if is_often_undone || self.confirmed < TRIAL {
            1.0 - (1.0 - own.accept) * DOUBT_ON_TRIAL
        } else {
            own.accept
        };
        let accept = match self.own_accept {
            // Undone too often, and nothing tells from where on it would not be: all is asked.
            None if is_often_undone => f64::INFINITY,
            None => least,
            Some(found) => found.max(least),
        };
        Thresholds { accept, ..own }
    }

    /// Whether other goods were taken for a product too often here.
    fn is_often_wrong(&self, product: &ProductId) -> bool {
        let (all, wrong) = self.products.get(product).copied().unwrap_or_default();
        wrong > 0 && expected_wrong(all, wrong) > GREATEST_WRONG
    }

    /// Takes back an acceptance that this shop does not trust, or none; `by_own` is what the version
    /// decides by its own thresholds, `by_shop` what it does by [`Self::thresholds`].
    pub(super) fn cautious(
        &self,
        by_own: Decision,
        by_shop: Decision,
    ) -> (Decision, Option<Caution>) {
        let Decision::Accept(product) = by_own else {
            return (by_shop, None);
        };
        if self.is_often_wrong(&product) {
            return (Decision::Ask, Some(Caution::OftenTakenFor));
        }
        match by_shop {
            Decision::Accept(product) => (Decision::Accept(product), None),
            other if self.is_often_undone() || self.confirmed >= TRIAL => {
                (other, Some(Caution::OftenUndone))
            }
            other => {
                let caution = Caution::OnTrial { confirmed: self.confirmed, wanted: TRIAL };
                (other, Some(caution))
            }
        }
    }

    fn found_accept(&self) -> Option<f64> {
        let answers = self.answers.iter().map(|answer| (answer.score, answer.right)).collect();
        lowest_acceptance(answers, 1.0 - GREATEST_UNDONE, LEAST_EVIDENCE)
    }
}

impl Recognition {
    /// The same by what a shop trusts the version with; `decide` decides by a recognition's thresholds.
    pub(super) fn trusted(self, trust: &Trust, decide: impl Fn(&Self) -> Decision) -> Self {
        let stricter = trust.thresholds(self.thresholds);
        let by_own = self.decision.clone();
        let by_shop = if stricter == self.thresholds {
            by_own.clone()
        } else {
            decide(&Self { thresholds: stricter, ..self.clone() })
        };
        let (decision, caution) = trust.cautious(by_own, by_shop);
        Self { decision, caution, ..self }
    }
}

/// The share of answers that is probably wrong, where so many of all that were seen were.
pub fn expected_wrong(all: u32, wrong: u32) -> f64 {
    (f64::from(wrong) + PRIOR_WRONG) / (f64::from(all) + PRIOR_ANSWERS)
}

/// The lowest score from which on answers, each with whether it was right, are right at least as often as
/// `wanted` (0 to 1); `None` where fewer than `least` answers show it.
pub fn lowest_acceptance(mut answers: Vec<(f64, bool)>, wanted: f64, least: usize) -> Option<f64> {
    answers.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut right, mut accept) = (0_u32, None);
    for (index, &(score, is_right)) in answers.iter().enumerate() {
        right += u32::from(is_right);
        let accepted = index + 1;
        // Answers of one score are accepted together or not at all.
        let is_last = answers.get(accepted).is_none_or(|next| next.0 < score);
        if is_last && accepted >= least && f64::from(right) / accepted as f64 >= wanted {
            accept = Some(score);
        }
    }
    accept
}

#[cfg(test)]
#[path = "trust_tests.rs"]
mod tests;
