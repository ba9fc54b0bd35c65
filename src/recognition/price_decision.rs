//! A decision in which prices have a say: goods of one price need no question.

use std::collections::HashMap;

use super::{Candidate, Decision, decide};
use domain::{PriceTag, ProductId};
use registry::Thresholds;

/// Decides as [`decide`] does, but where that would ask, accepts a product whose *price* is certain
/// enough even if its name is not.
///
/// Candidates with one and the same price tag (price, unit and tax rate) count as one answer, their
/// probabilities added up. The best product of the best such group is accepted if
///
/// 1. the group's sum reaches `thresholds.accept`, so that the price charged is wrong no more often
///    than a product accepted by its name, and
/// 2. the loss to be expected from the doubt that is left stays within what that threshold allows
///    to be wrong: `sum of p_i * loss_i <= 1 - accept` over all candidates outside of the group,
///    where `loss_i` is the part of the price charged that the shop would lose: `c_i / c - 1` for a
///    dearer product of the same unit, 0 for a cheaper one, and 1 (all of it) where prices cannot
///    be compared, because the unit is another or the price is not known.
///
/// So a product twice as dear is weighed like any error, and one ten times as dear is asked about
/// even at a tenth of its probability: a dear product is not sold as a cheap one on doubt. A wrong
/// price that is too high harms the customer; the first rule alone limits how often.
///
/// What [`decide`] accepts or takes as unknown stays so, and what is not familiar is asked about
/// whatever it costs. `candidates` stand best first; `price_of`
/// tells what a product costs, `None` where that is not known.
pub fn decide_by_price(
    candidates: &[Candidate],
    known: f64,
    thresholds: &Thresholds,
    price_of: impl Fn(&ProductId) -> Option<PriceTag>,
) -> Decision {
    let by_name = decide(candidates, known, thresholds);
    if by_name != Decision::Ask || known < thresholds.familiar {
        return by_name;
    }
    let priced: Vec<Priced<'_>> = candidates
        .iter()
        .map(|candidate| Priced { candidate, tag: price_of(&candidate.product) })
        .collect();
    match best_group(&priced) {
        Some(group)
            if group.share >= thresholds.accept
                && expected_loss(group.tag, &priced) <= 1.0 - thresholds.accept =>
        {
            Decision::Accept(group.best.product.clone())
        }
        _ => Decision::Ask,
    }
}

struct Priced<'a> {
    candidate: &'a Candidate,
    tag: Option<PriceTag>,
}

/// Candidates that cost the same.
struct Group<'a> {
    tag: PriceTag,
    best: &'a Candidate,
    share: f64,
}

/// The group of one price with the greatest sum of probabilities; of equals the one whose best
/// product is the better. `priced` stands best first.
fn best_group<'a>(priced: &[Priced<'a>]) -> Option<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut places: HashMap<PriceTag, usize> = HashMap::new();
    for Priced { candidate, tag } in priced {
        let Some(tag) = *tag else { continue };
        let place = *places.entry(tag).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.share += candidate.score,
            None => groups.push(Group { tag, best: candidate, share: candidate.score }),
        }
    }
    groups.into_iter().reduce(|best, group| if group.share > best.share { group } else { best })
}

/// What the shop loses on average when it charges `charged`, as a part of that price.
fn expected_loss(charged: PriceTag, priced: &[Priced<'_>]) -> f64 {
    priced
        .iter()
        .filter(|other| other.tag != Some(charged) && other.candidate.score > 0.0)
        .map(|other| other.candidate.score * loss(charged, other.tag))
        .sum()
}

/// The part of the price `charged` that is lost if the product has the tag `due`.
fn loss(charged: PriceTag, due: Option<PriceTag>) -> f64 {
    let Some(due) = due else { return 1.0 };
    let (charged, due) = (charged.price, due.price);
    if charged.unit() != due.unit() || charged.money().currency() != due.money().currency() {
        return 1.0;
    }
    let missing = due.money().minor().saturating_sub(charged.money().minor());
    if missing <= 0 {
        return 0.0;
    }
    // Nothing charged for what costs something: infinitely many times the price is lost.
    missing as f64 / charged.money().minor() as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use domain::{Currency, Money, TaxRate, Unit, UnitPrice};

    const THRESHOLDS: Thresholds = Thresholds { accept: 0.9, familiar: 0.3, unknown: 0.2 };

    fn id(index: usize) -> ProductId {
        ProductId::new(&format!("product-{index}")).unwrap()
    }

    fn tag(minor: i64, unit: Unit) -> PriceTag {
        let price = UnitPrice::new(Money::new(minor, Currency::EUR), unit);
        PriceTag { price, tax: TaxRate::ZERO }
    }

    /// Candidates best first, product 0 first.
    fn candidates(scores: &[f64]) -> Vec<Candidate> {
        let candidate = |(index, &score)| Candidate { product: id(index), score };
        scores.iter().enumerate().map(candidate).collect()
    }

    /// Decides where product `i` has the tag `tags[i]`.
    fn decided(scores: &[f64], tags: &[Option<PriceTag>]) -> Decision {
        let candidates = candidates(scores);
        let price_of = |product: &ProductId| {
            let index: usize = product.as_str()["product-".len()..].parse().unwrap();
            tags[index]
        };
        decide_by_price(&candidates, scores[0], &THRESHOLDS, price_of)
    }

    fn kg(prices: &[i64]) -> Vec<Option<PriceTag>> {
        prices.iter().map(|&price| Some(tag(price, Unit::Kg))).collect()
    }

    #[test]
    fn two_kinds_at_one_price_need_no_question() {
        assert_eq!(decided(&[0.5, 0.45, 0.05], &kg(&[279, 279, 300])), Decision::Accept(id(0)));
        assert_eq!(decided(&[0.5, 0.45, 0.05], &kg(&[279, 280, 300])), Decision::Ask);
    }

    #[test]
    fn the_group_may_beat_a_dearer_favourite() {
        let thresholds = Thresholds { accept: 0.55, familiar: 0.0, unknown: 0.2 };
        let prices = kg(&[300, 200, 200]);
        let price_of = |product: &ProductId| match product.as_str() {
            "product-0" => prices[0],
            _ => prices[1],
        };
        let decision = decide_by_price(&candidates(&[0.4, 0.35, 0.25]), 0.4, &thresholds, price_of);
        assert_eq!(decision, Decision::Accept(id(1)));
    }

    #[test]
    fn a_piece_and_a_kilogram_of_one_price_are_two_prices() {
        let tags = [Some(tag(279, Unit::Kg)), Some(tag(279, Unit::Piece))];
        assert_eq!(decided(&[0.5, 0.5], &tags), Decision::Ask);
    }

    #[test]
    fn another_tax_rate_is_another_tag() {
        let taxed =
            PriceTag { tax: TaxRate::from_basis_points(1900).unwrap(), ..tag(279, Unit::Kg) };
        assert_eq!(decided(&[0.5, 0.5], &[Some(tag(279, Unit::Kg)), Some(taxed)]), Decision::Ask);
    }

    #[test]
    fn a_dear_product_is_not_sold_as_a_cheap_one_on_doubt() {
        // Doubt of 8 % on the same price level, then on one ten times as high.
        assert_eq!(decided(&[0.5, 0.42, 0.08], &kg(&[200, 200, 400])), Decision::Accept(id(0)));
        assert_eq!(decided(&[0.5, 0.42, 0.08], &kg(&[200, 200, 2000])), Decision::Ask);
        assert_eq!(decided(&[0.5, 0.42, 0.08], &kg(&[2000, 2000, 200])), Decision::Accept(id(0)));
    }

    #[test]
    fn what_costs_nothing_is_never_accepted_for_what_may_cost_something() {
        assert_eq!(decided(&[0.5, 0.499, 0.001], &kg(&[0, 0, 1])), Decision::Ask);
        assert_eq!(decided(&[0.5, 0.5, 0.0], &kg(&[0, 0, 1])), Decision::Accept(id(0)));
    }

    #[test]
    fn a_strange_picture_is_asked_about_at_any_price() {
        let all_equal = |_: &ProductId| Some(tag(279, Unit::Kg));
        for scores in [[0.95, 0.05], [0.5, 0.5]] {
            let decided =
                |known| decide_by_price(&candidates(&scores), known, &THRESHOLDS, all_equal);
            assert_eq!(decided(0.29), Decision::Ask);
            assert_eq!(decided(0.3), Decision::Accept(id(0)));
            assert_eq!(decided(0.1), Decision::Unknown);
        }
    }

    #[test]
    fn products_without_a_price_are_never_one() {
        assert_eq!(decided(&[0.5, 0.5], &[None, None]), Decision::Ask);
        assert_eq!(decided(&[0.95, 0.05], &[None, None]), Decision::Accept(id(0)));
    }

    /// Shares that sum to at most 1, best first.
    fn shares() -> impl Strategy<Value = Vec<f64>> {
        prop::collection::vec(1_u32..1000, 1..8).prop_map(|mut parts| {
            parts.sort_unstable_by(|a, b| b.cmp(a));
            let sum: u32 = parts.iter().sum();
            parts.iter().map(|&part| f64::from(part) / f64::from(sum)).collect()
        })
    }

    /// A few prices of both units, so that equal ones are frequent; some unknown.
    fn tags() -> impl Strategy<Value = Vec<Option<PriceTag>>> {
        let unit = prop_oneof![Just(Unit::Kg), Just(Unit::Piece)];
        let one = prop::option::weighted(0.9, (0_i64..4, unit).prop_map(|(p, u)| tag(p * 100, u)));
        prop::collection::vec(one, 8)
    }

    proptest! {
        #[test]
        fn with_all_prices_different_it_is_the_decision_by_name(
            scores in shares(), known in 0.0..1.0_f64,
        ) {
            let price_of = |product: &ProductId| {
                let index: i64 = product.as_str()["product-".len()..].parse().unwrap();
                Some(tag(100 + index, Unit::Kg))
            };
            let candidates = candidates(&scores);
            prop_assert_eq!(
                decide_by_price(&candidates, known, &THRESHOLDS, price_of),
                decide(&candidates, known, &THRESHOLDS)
            );
        }

        #[test]
        fn prices_only_ever_spare_a_question(
            scores in shares(), tags in tags(), known in 0.0..1.0_f64,
        ) {
            let candidates = candidates(&scores);
            let by_name = decide(&candidates, known, &THRESHOLDS);
            let price_of = |product: &ProductId| {
                let index: usize = product.as_str()["product-".len()..].parse().unwrap();
                tags[index]
            };
            let by_price = decide_by_price(&candidates, known, &THRESHOLDS, price_of);
            prop_assert!(by_price == by_name || by_name == Decision::Ask);
            prop_assert!(by_price != Decision::Unknown || by_name == Decision::Unknown);
        }

        #[test]
        fn a_spared_question_is_certain_of_its_price_and_names_the_best_of_it(
            scores in shares(), tags in tags(),
        ) {
            let Decision::Accept(product) = decided(&scores, &tags) else { return Ok(()) };
            if scores[0] >= THRESHOLDS.accept {
                return Ok(());
            }
            let chosen = (0..scores.len()).find(|&index| id(index) == product).unwrap();
            let same: Vec<usize> =
                (0..scores.len()).filter(|&index| tags[index] == tags[chosen]).collect();
            let share: f64 = same.iter().map(|&index| scores[index]).sum();
            prop_assert!(tags[chosen].is_some() && share >= THRESHOLDS.accept - 1e-12);
            prop_assert_eq!(same[0], chosen);
        }

        #[test]
        fn the_dearer_the_doubt_the_sooner_it_asks(
            scores in shares(), tags in tags(), raised in 0_usize..8, by in 1_i64..10_000,
        ) {
            let before = decided(&scores, &tags);
            let Decision::Accept(product) = &before else { return Ok(()) };
            // A product outside of the accepted price becomes dearer.
            let chosen = (0..scores.len()).find(|&index| id(index) == *product).unwrap();
            let Some(Some(old)) = tags.get(raised).copied() else { return Ok(()) };
            if tags[raised] == tags[chosen] {
                return Ok(());
            }
            let mut dearer = tags.clone();
            dearer[raised] = Some(tag(old.price.money().minor() + 1_000 + by, old.price.unit()));
            let after = decided(&scores, &dearer);
            prop_assert!(after == before || after == Decision::Ask);
        }
    }
}
