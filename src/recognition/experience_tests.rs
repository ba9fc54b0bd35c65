//! Tests of the evidence beside the looks.

use proptest::prelude::*;

use super::*;
use crate::decide;
use crate::{ClassNotes, Decision, FoundItems, Millis};
use registry::Thresholds;

fn id(name: &str) -> ProductId {
    ProductId::new(name).unwrap()
}

fn candidates(scores: &[(&str, f64)]) -> Vec<Candidate> {
    scores.iter().map(|(name, score)| Candidate { product: id(name), score: *score }).collect()
}

fn recognition(scores: &[(&str, f64)]) -> Recognition {
    let thresholds = Thresholds { accept: 0.9, familiar: 0.0, unknown: 0.2 };
    let candidates = candidates(scores);
    let decision = decide(&candidates, 0.95, &thresholds);
    Recognition {
        decision,
        candidates,
        notes: ClassNotes::default(),
        known: 0.95,
        thresholds,
        items: FoundItems::default(),
        caution: None,
        millis: Millis::default(),
    }
}

fn grams(grams: u32) -> Option<Grams> {
    Grams::new(grams).ok()
}

/// Twenty limes of 60 to 80 g.
fn limes() -> Experience {
    let mut experience = Experience::default();
    for lime in 0..20 {
        let weight = Grams::new(60 + lime).unwrap();
        experience.sold(&id("lime"), Some((1, weight)));
    }
    experience
}

#[test]
fn welford_is_mean_and_variance() {
    let weights = [62.0, 70.0, 81.0, 66.0];
    let learnt = weights[1..].iter().fold(PieceWeight::first(62.0), |sum, &w| sum.with(w));
    assert_eq!(learnt.count, 4);
    assert!((learnt.mean - 69.75).abs() < 1e-9);
    let squares: f64 = weights.iter().map(|w| (w - 69.75).powi(2)).sum();
    assert!((learnt.squares - squares).abs() < 1e-9);
}

#[test]
fn a_lime_of_two_kilograms_is_a_melon() {
    let seen = recognition(&[("lime", 0.93), ("melon", 0.07)]);
    assert_eq!(seen.decision, Decision::Accept(id("lime")));
    let weighed = limes().weigh(&seen, grams(2000));
    assert_eq!(weighed.candidates[0].product, id("melon"), "{:?}", weighed.candidates);
    assert_ne!(weighed.decision, Decision::Accept(id("lime")));
    let light = limes().weigh(&seen, grams(71));
    assert_eq!(light.decision, Decision::Accept(id("lime")));
    assert!(light.candidates[0].score > 0.93, "a weight that fits speaks for it");
}

#[test]
fn several_pieces_are_as_good_as_one() {
    let seen = recognition(&[("melon", 0.6), ("lime", 0.4)]);
    for weight in [70, 140, 210] {
        let weighed = limes().weigh(&seen, grams(weight));
        assert_eq!(weighed.candidates[0].product, id("lime"), "{weight} g");
    }
}

#[test]
fn one_weighing_proves_little() {
    let mut once = Experience::default();
    once.sold(&id("lime"), Some((1, Grams::new(70).unwrap())));
    let seen = candidates(&[("lime", 0.9), ("melon", 0.1)]);
    let a_third_more = once.reranked(&seen, grams(93));
    assert_eq!(a_third_more[0].product, id("lime"));
}

#[test]
fn what_sells_is_likelier_and_a_new_product_can_still_win() {
    let mut shop = Experience { sales_count: true, ..Experience::default() };
    shop.sales.insert(id("gala"), 100_000);
    let close = candidates(&[("fuji", 0.5), ("gala", 0.4), ("boskoop", 0.1)]);
    assert_eq!(shop.reranked(&close, None)[0].product, id("gala"));
    let sure = recognition(&[("fuji", 0.99), ("gala", 0.005), ("boskoop", 0.005)]);
    let weighed = shop.weigh(&sure, None);
    assert_eq!(weighed.decision, Decision::Accept(id("fuji")), "{:?}", weighed.candidates);
    shop.sales_count = false;
    assert_eq!(shop.reranked(&close, None), close, "it can be switched off");
}

#[test]
fn without_evidence_nothing_changes() {
    let seen = recognition(&[("mango", 0.52), ("kiwi", 0.24), ("lime", 0.15)]);
    let nothing = Experience { sales_count: true, ..Experience::default() };
    for experience in [nothing, Experience::default()] {
        for weight in [None, grams(500)] {
            assert_eq!(experience.weigh(&seen, weight).candidates, seen.candidates);
        }
    }
    assert!(limes().reranked(&[], grams(70)).is_empty());
    let none = candidates(&[("lime", 0.0), ("mango", 0.0)]);
    assert_eq!(limes().reranked(&none, grams(70)), none);
}

#[test]
fn numbers_that_no_weighing_gives_are_left_aside() {
    for (count, mean, squares) in
        [(0, 70.0, 0.0), (3, 0.0, 1.0), (3, f64::NAN, 1.0), (3, 70.0, -1.0)]
    {
        let weight = PieceWeight { count, mean, squares };
        let mut experience = Experience::default();
        experience.piece_weights.insert(id("lime"), weight);
        let seen = candidates(&[("lime", 0.9), ("melon", 0.1)]);
        assert_eq!(experience.reranked(&seen, grams(2000)), seen);
    }
}

prop_compose! {
    /// Up to eight products, their shares, weights and sales.
    fn case()(parts in prop::collection::vec(
        (0..1000_u32, prop::option::of((1..200_u32, 0.5..5000.0_f64, 0.0..1e6_f64)), 0..1_000_000_u64),
        1..8,
    )) -> (Vec<Candidate>, Experience) {
        let sum: f64 = parts.iter().map(|(part, _, _)| f64::from(*part)).sum();
        let mut experience = Experience { sales_count: true, ..Experience::default() };
        let mut candidates = Vec::new();
        for (index, (part, weight, sold)) in parts.into_iter().enumerate() {
            let product = id(&format!("product-{index}"));
            if let Some((count, mean, squares)) = weight {
                let weight = PieceWeight { count, mean, squares };
                experience.piece_weights.insert(product.clone(), weight);
            }
            experience.sales.insert(product.clone(), sold);
            let score = if sum > 0.0 { f64::from(part) / sum } else { 0.0 };
            candidates.push(Candidate { product, score });
        }
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
        (candidates, experience)
    }
}

proptest! {
    #[test]
    fn probabilities_stay_probabilities(
        (seen, experience) in case(), weight in prop::option::of(1..1_000_000_u32),
    ) {
        let reranked = experience.reranked(&seen, weight.and_then(grams));
        prop_assert_eq!(reranked.len(), seen.len());
        prop_assert!(reranked.iter().all(|c| (0.0..=1.0).contains(&c.score)));
        prop_assert!(reranked.windows(2).all(|pair| pair[0].score >= pair[1].score));
        let before: f64 = seen.iter().map(|c| c.score).sum();
        let after: f64 = reranked.iter().map(|c| c.score).sum();
        prop_assert!(before == 0.0 || (after - 1.0).abs() < 1e-9, "{after}");
    }

    /// Looks that are sure enough win against any weight and any sales.
    #[test]
    fn nothing_is_excluded(weight in 1..1_000_000_u32, sold in 0..1_000_000_u64) {
        let mut shop = limes();
        shop.sales_count = true;
        shop.sales.insert(id("melon"), sold);
        let sure = candidates(&[("lime", 1.0 - 1e-5), ("melon", 1e-5)]);
        prop_assert_eq!(&shop.reranked(&sure, grams(weight))[0].product, &id("lime"));
    }

    /// A product that was never sold loses at most the prior's limit, however much others sell.
    #[test]
    fn the_floor_holds(sold in 0..u64::from(u32::MAX), others in 1..50_usize) {
        let mut shop = Experience { sales_count: true, ..Experience::default() };
        shop.sales.insert(id("old-0"), sold);
        let share = 0.2 / others as f64;
        let mut seen = candidates(&[("new", 0.8)]);
        seen.extend((0..others).map(|n| Candidate {
            product: id(&format!("old-{n}")),
            score: share,
        }));
        let reranked = shop.reranked(&seen, None);
        let new = reranked.iter().find(|c| c.product == id("new")).unwrap();
        prop_assert!(new.score > 0.19, "{}", new.score);
    }
}
