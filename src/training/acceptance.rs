//! From which scores on, and of which products, a version sells unasked: what accepted answers were worth on
//! photos that it learnt nothing from.
//!
//! The strictest of all places holds: what is right often enough at home may be wrong elsewhere. A product
//! that other goods are taken for is only ever asked about, however sure the version is; the next shop's
//! goods will look like it again.

use std::collections::{BTreeMap, BTreeSet};

use super::measures::wilson_interval_90;
use recognition::expected_wrong;

/// Accepted answers must be right this often: a little more than is promised, for it is found on them ...
const WANTED_ACCURACY: f64 = 0.985;
/// ... and, as far as so few photos can tell, never less often than this: the lower end of the interval.
const LEAST_ACCURACY: f64 = 0.96;
/// Fewer accepted photos than this say nothing about a threshold.
const LEAST_EVIDENCE: usize = 20;
/// A product that is probably wrong more often than this where it is at least this sure is only asked about.
const GREATEST_WRONG: f64 = 0.06;
const SURE: f64 = 0.9;
/// This share of the right answers may be too unfamiliar to be accepted.
const UNFAMILIAR: f64 = 0.05;
/// A place that nobody has seen is a little worse than those that were: of the doubt that was right here
/// this part is allowed.
const MARGIN: f64 = 0.75;

/// What a version says of a photo that it learnt nothing from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Answered {
    /// The class that it names first.
    pub best: usize,
    /// Its probability.
    pub score: f64,
    /// How surely it is a known product.
    pub known: f64,
    /// Whether it is right.
    pub right: bool,
}

/// When a version sells unasked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Acceptance {
    /// From this probability on; none where no photos show it.
    pub accept: Option<f64>,
    /// From this known score on.
    pub familiar: f64,
    /// Not these classes.
    pub cautious: BTreeSet<usize>,
}

/// The acceptance that is right often enough at every one of some places, each with its answers; those at
/// home stand first.
pub(super) fn acceptance_everywhere(places: &[Vec<Answered>]) -> Acceptance {
    let all: Vec<Answered> = places.iter().flatten().copied().collect();
    let right = all.iter().filter(|answer| answer.right).map(|answer| answer.known).collect();
    let familiar = quantile(right, UNFAMILIAR);
    let is_familiar = |answer: &&Answered| answer.known >= familiar;
    let sure = |answer: &&Answered| answer.known >= familiar && answer.score >= SURE;
    let cautious = often_wrong(all.iter().filter(sure));
    let sold = |place: &Vec<Answered>| {
        let sold = |answer: &&Answered| is_familiar(answer) && !cautious.contains(&answer.best);
        place.iter().filter(sold).copied().collect()
    };
    let places: Vec<Vec<Answered>> = places.iter().map(sold).collect();
    let is_evident = places.iter().any(|place| place.len() >= LEAST_EVIDENCE);
    let accept = is_evident.then(|| {
        let lowest = lowest_right(&places, 0.0);
        lowest_right(&places, 1.0 - (1.0 - lowest) * MARGIN)
    });
    Acceptance { accept, familiar, cautious }
}

/// The lowest score, at `least`, from which on the answers of every place are right often enough; 1, which
/// accepts next to nothing, where none is.
fn lowest_right(places: &[Vec<Answered>], least: f64) -> f64 {
    let mut scores: Vec<f64> = places.iter().flatten().map(|answer| answer.score).collect();
    scores.push(least);
    scores.retain(|score| *score >= least);
    scores.sort_by(f64::total_cmp);
    let is_right = |accept: &f64| places.iter().all(|place| is_right_from(place, *accept));
    scores.into_iter().find(is_right).unwrap_or(1.0)
}

/// Whether a place's answers from this score on are right often enough: by their share, and by the lower
/// end of its interval. Where there is no wrong one, there is nothing to be stricter about.
fn is_right_from(place: &[Answered], accept: f64) -> bool {
    let accepted = place.iter().filter(|answer| answer.score >= accept);
    let (all, right) = accepted
        .fold((0_usize, 0_usize), |(all, right), it| (all + 1, right + usize::from(it.right)));
    let share = right as f64 / all.max(1) as f64;
    let low = || wilson_interval_90(share, all as f64).low;
    right == all || (share >= WANTED_ACCURACY && low() >= LEAST_ACCURACY)
}

/// Classes that answers name and that are probably wrong too often.
fn often_wrong<'a>(answers: impl Iterator<Item = &'a Answered>) -> BTreeSet<usize> {
    let mut counts: BTreeMap<usize, (u32, u32)> = BTreeMap::new();
    for answer in answers {
        let (all, wrong) = counts.entry(answer.best).or_default();
        *all += 1;
        *wrong += u32::from(!answer.right);
    }
    let is_often_wrong =
        |(all, wrong): (u32, u32)| wrong > 0 && expected_wrong(all, wrong) > GREATEST_WRONG;
    counts
        .into_iter()
        .filter(|(_, counts)| is_often_wrong(*counts))
        .map(|(class, _)| class)
        .collect()
}

/// The value below which `share` of the values lie; 0 without any.
pub(super) fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let index = (values.len() as f64 * share) as usize;
    values.get(index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use proptest::prelude::*;

    use super::*;

    fn answered(best: usize, score: f64, right: bool) -> Answered {
        Answered { best, score, known: 0.5, right }
    }

    /// So many right answers, spread over ten classes, from 1 down to 0.8.
    fn right(count: usize) -> Vec<Answered> {
        let score = |at: usize| 1.0 - 0.2 * at as f64 / count as f64;
        (0..count).map(|at| answered(at % 10, score(at), true)).collect()
    }

    #[test]
    fn the_strictest_place_holds() {
        let home = right(400);
        let mut elsewhere = right(400);
        // From 0.9 down every fifth is wrong, each time another class.
        for (at, answer) in elsewhere.iter_mut().enumerate().filter(|(at, _)| at % 5 == 0) {
            if answer.score < 0.9 {
                *answer = answered(at % 7 + 10 + at, answer.score, false);
            }
        }
        let both = acceptance_everywhere(&[home.clone(), elsewhere]);
        let alone = acceptance_everywhere(&[home]);
        assert!(alone.accept.unwrap() < 0.81);
        assert!((0.85..0.92).contains(&both.accept.unwrap()), "{both:?}");
    }

    #[test]
    fn a_class_that_others_are_taken_for_is_only_asked_about() {
        let mut place = right(300);
        place.extend((0..6).map(|_| answered(42, 0.999, false)));
        let found = acceptance_everywhere(&[place]);
        assert_eq!(found.cautious, BTreeSet::from([42]));
        assert!(found.accept.unwrap() < 0.81, "the others pay nothing for it");
    }

    #[test]
    fn few_photos_say_nothing_and_bad_ones_sell_nothing() {
        assert_eq!(acceptance_everywhere(&[right(19)]).accept, None);
        let doubtful: Vec<Answered> =
            (0..100).map(|at| answered(at, 1.0 - at as f64 / 1e3, at % 4 > 0)).collect();
        let found = acceptance_everywhere(&[right(400), doubtful]);
        assert!(found.accept.unwrap() > 0.99, "{found:?}");
    }

    #[test]
    fn the_least_familiar_of_right_answers_are_asked_about() {
        let familiar = |at: usize| Answered { known: at as f64 / 100.0, ..answered(1, 0.9, true) };
        let place = (0..100).map(familiar).collect();
        assert!((acceptance_everywhere(&[place]).familiar - 0.05).abs() < 1e-9);
        assert_eq!(quantile(Vec::new(), 0.5), 0.0);
    }

    proptest! {
        /// What is accepted on the very photos is right as often as wanted, at every place.
        #[test]
        fn it_keeps_what_it_promises(
            photos in prop::collection::vec((0_usize..6, 0.0..1.0_f64, 0.0..1.0_f64, 0.0..1.0_f64), 20..300),
            homes in 20_usize..200,
        ) {
            let answers: Vec<Answered> = photos
                .into_iter()
                .map(|(best, score, known, luck)| Answered { best, score, known, right: luck < score + 0.2 })
                .collect();
            let (home, elsewhere) = answers.split_at(homes.min(answers.len()));
            let places = [home.to_vec(), elsewhere.to_vec()];
            let Acceptance { accept, familiar, cautious } = acceptance_everywhere(&places);
            let Some(accept) = accept else { return Ok(()) };
            for place in places {
                let sold = place.iter().filter(|it| {
                    it.score >= accept && it.known >= familiar && !cautious.contains(&it.best)
                });
                let (count, wrong) = sold.fold((0_u32, 0_u32), |(all, wrong), it| {
                    (all + 1, wrong + u32::from(!it.right))
                });
                prop_assert!(f64::from(wrong) <= 0.015 * f64::from(count) + 1e-9 || accept >= 1.0);
            }
        }
    }
}
