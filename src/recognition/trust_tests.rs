//! Tests of the shop's trust in a version.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
use proptest::prelude::*;

use super::*;
use crate::{Candidate, ClassNotes, FoundItems, Millis};

const OWN: Thresholds = Thresholds { accept: 0.9, familiar: 0.0, unknown: 0.2 };

fn id(text: &str) -> ProductId {
    ProductId::new(text).unwrap()
}

fn answer(product: &str, score: f64, right: bool) -> Answer {
    Answer { product: id(product), score, known: 0.8, unasked: true, right }
}

fn sure_of(product: &str, score: f64) -> Recognition {
    let seen = Recognition {
        decision: Decision::Ask,
        candidates: vec![Candidate { product: id(product), score }],
        notes: ClassNotes::default(),
        known: 0.9,
        thresholds: OWN,
        items: FoundItems::default(),
        caution: None,
        millis: Millis::default(),
    };
    Recognition { decision: seen.decision_by_name(), ..seen }
}

fn trusted(trust: &Trust, seen: Recognition) -> (Decision, Option<Caution>) {
    let Recognition { decision, caution, .. } = seen.trusted(trust, Recognition::decision_by_name);
    (decision, caution)
}

#[test]
fn without_a_shop_nothing_is_held_back() {
    let mut trust = Trust::default();
    for _ in 0..50 {
        trust.learn(answer("kiwi", 0.95, false));
    }
    assert_eq!(trust.thresholds(OWN), OWN);
    assert_eq!(trusted(&trust, sure_of("kiwi", 0.95)).0, Decision::Accept(id("kiwi")));
}

#[test]
fn in_a_new_shop_it_must_be_surer_until_enough_was_borne_out() {
    let new = Trust::of(0, []);
    let caution = Caution::OnTrial { confirmed: 0, wanted: 200 };
    assert_eq!(trusted(&new, sure_of("kiwi", 0.95)), (Decision::Ask, Some(caution)));
    assert_eq!(trusted(&new, sure_of("kiwi", 0.97)), (Decision::Accept(id("kiwi")), None));
    assert_eq!(trusted(&new, sure_of("kiwi", 0.5)), (Decision::Ask, None), "it is not sure");
    let mut trust = new;
    for _ in 0..199 {
        trust.learn(Answer { unasked: false, ..answer("lime", 0.95, true) });
    }
    assert_eq!(trusted(&trust, sure_of("kiwi", 0.95)).0, Decision::Ask);
    trust.learn(answer("lime", 0.95, true));
    assert_eq!(trusted(&trust, sure_of("kiwi", 0.95)).0, Decision::Accept(id("kiwi")));
    trust.begin_anew();
    assert_eq!(trust.thresholds(OWN), OWN, "the shop is no longer new");
}

#[test]
fn where_too_much_is_undone_it_asks_from_the_score_on_that_was_right_here() {
    // Right from 0.96 on; below, every third answer was wrong.
    let high = (0..100).map(|_| answer("lime", 0.97, true));
    let low = (0..30).map(|at| answer("lime", 0.93, at % 3 > 0));
    let trust = Trust::of(500, high.chain(low));
    assert!(trust.is_often_undone());
    assert_eq!(trust.thresholds(OWN).accept, 0.97);
    let (decision, caution) = trusted(&trust, sure_of("kiwi", 0.95));
    assert_eq!((decision, caution), (Decision::Ask, Some(Caution::OftenUndone)));
    assert_eq!(trusted(&trust, sure_of("kiwi", 0.98)).0, Decision::Accept(id("kiwi")));
    // Wrong at any score: nothing is sold unasked.
    let all = (0..60).map(|at| answer("lime", 0.99, at % 3 > 0));
    let trust = Trust::of(500, all);
    assert_eq!(trusted(&trust, sure_of("kiwi", 0.999)).0, Decision::Ask);
}

#[test]
fn where_too_much_is_undone_it_asks_more_whatever_right_answers_it_was_asked_about() {
    let asked = (0..400).map(|_| Answer { unasked: false, ..answer("lime", 0.92, true) });
    let unasked = (0..100).map(|at| answer("lime", 0.92, at % 40 > 0));
    let trust = Trust::of(500, asked.chain(unasked));
    assert!(trust.is_often_undone());
    let (decision, caution) = trusted(&trust, sure_of("kiwi", 0.95));
    assert_eq!((decision, caution), (Decision::Ask, Some(Caution::OftenUndone)));
}

#[test]
fn two_undone_of_few_are_no_pattern() {
    let trust = Trust::of(500, [answer("lime", 0.95, false), answer("kiwi", 0.95, false)]);
    assert!(!trust.is_often_undone());
    assert_eq!(trusted(&trust, sure_of("mango", 0.95)).0, Decision::Accept(id("mango")));
}

#[test]
fn a_product_that_others_were_taken_for_is_asked_about() {
    let once = Trust::of(500, [answer("kumquat", 0.99, false)]);
    let asked = (Decision::Ask, Some(Caution::OftenTakenFor));
    assert_eq!(trusted(&once, sure_of("kumquat", 0.99)), asked);
    assert_eq!(trusted(&once, sure_of("orange", 0.99)).0, Decision::Accept(id("orange")));
    let mostly_right = (0..40).map(|at| answer("orange", 0.99, at != 7));
    let trust = Trust::of(500, mostly_right);
    assert_eq!(trusted(&trust, sure_of("orange", 0.99)).0, Decision::Accept(id("orange")));
}

#[test]
fn acceptance_stops_where_errors_begin() {
    let mut answers: Vec<(f64, bool)> =
        (0..40).map(|index| (1.0 - f64::from(index) * 0.01, true)).collect();
    assert_eq!(lowest_acceptance(answers.clone(), 0.98, 20), Some(1.0 - 0.39));
    answers[25].1 = false;
    let accept = lowest_acceptance(answers.clone(), 0.98, 20).unwrap();
    assert!((accept - 0.76).abs() < 1e-9, "{accept}");
    answers.truncate(10);
    assert_eq!(lowest_acceptance(answers, 0.98, 20), None, "ten photos prove nothing");
}

proptest! {
    /// Whatever a shop has seen, it accepts nothing that the version itself would ask about.
    #[test]
    fn trust_only_ever_asks_more(
        confirmed in 0_u32..400,
        seen in prop::collection::vec((0.0..1.0_f64, any::<bool>(), any::<bool>(), 0_usize..4), 0..300),
        score in 0.0..1.0_f64,
    ) {
        let products = ["kiwi", "lime", "mango", "orange"];
        let answers = seen.into_iter().map(|(score, unasked, right, product)| {
            Answer { unasked, ..answer(products[product], score, right) }
        });
        let trust = Trust::of(confirmed, answers);
        let by_own = sure_of("kiwi", score).decision;
        let (decision, caution) = trusted(&trust, sure_of("kiwi", score));
        prop_assert!(decision == by_own || decision == Decision::Ask);
        prop_assert_eq!(caution.is_some(), decision != by_own);
    }

    /// What is forgotten is forgotten of every product.
    #[test]
    fn old_answers_are_forgotten(wrong in 0_usize..50) {
        let old = (0..wrong).map(|_| answer("kiwi", 0.9, false));
        let new = (0..REMEMBERED).map(|_| answer("lime", 0.9, true));
        let trust = Trust::of(500, old.chain(new));
        prop_assert!(!trust.is_often_wrong(&id("kiwi")));
        prop_assert_eq!(trust.answers.len(), REMEMBERED);
    }
}
