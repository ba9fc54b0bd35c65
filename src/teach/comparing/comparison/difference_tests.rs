//! Judged versions side by side, made up photo by photo.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::*;
use crate::comparing::comparison::Guess;
use photo::PerceptualHash;

/// What a version says of a photo: what was named first, and how probable the truth is.
fn answer(shows: &str, named: &str) -> Answer {
    let right = shows == named;
    Answer {
        guesses: vec![
            Guess { product: named.to_owned(), score: 0.9 },
            Guess { product: shows.to_owned(), score: 0.1 },
        ],
        true_share: if right { 0.9 } else { 0.1 },
        right,
        among_four: true,
        decision: if right { DecisionKind::Accept } else { DecisionKind::Ask },
        known: 0.8,
    }
}

/// A photo that looks like no other one.
fn photo(number: usize, shows: &str, named: &str) -> JudgedGoods {
    let looks = (number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    JudgedGoods {
        name: format!("{number}.jpg"),
        file: None,
        shows: shows.to_owned(),
        looks: PerceptualHash(looks),
        seen: false,
        answer: answer(shows, named),
    }
}

fn judged(name: &str, photos: Vec<JudgedGoods>) -> JudgedVersion {
    let time = TimePerPhoto { all: 20.0, network: 10.0, device: "cpu".to_owned() };
    JudgedVersion {
        name: name.to_owned(),
        weights: "0".repeat(64),
        photos,
        strangers: Vec::new(),
        unreadable: 0,
        time,
    }
}

/// A version that names these: what a photo shows, and what it is called.
fn version(name: &str, photos: &[(&str, &str)]) -> JudgedVersion {
    let photos = photos.iter().enumerate();
    judged(name, photos.map(|(number, (shows, named))| photo(number, shows, named)).collect())
}

#[test]
fn a_photo_that_either_has_learnt_from_does_not_count() {
    let mut old = version("old", &[("lime", "lime"), ("lime", "kiwi"), ("kiwi", "kiwi")]);
    let mut new = version("new", &[("lime", "lime"), ("lime", "lime"), ("kiwi", "lime")]);
    old.photos[0].seen = true;
    new.photos[2].seen = true;
    let comparison = Comparison::of(old, Some(new), &Visits::new());
    assert_eq!((comparison.counted, comparison.seen), (1, 2));
    assert_eq!((comparison.old.top1.part, comparison.old.top1.of), (0, 1));
    assert_eq!(comparison.new.as_ref().unwrap().top1.part, 1);
    assert_eq!(comparison.photos.len(), 3, "seen photos are told, not hidden");
    assert_eq!(comparison.products.len(), 1);
    assert_eq!(comparison.most_wrong(Which::New), [] as [usize; 0]);
    assert_eq!(comparison.confusion(Which::New).cells.len(), 1);
}

#[test]
fn where_all_photos_were_learnt_from_nothing_is_claimed() {
    let mut old = version("old", &[("lime", "lime")]);
    old.photos[0].seen = true;
    let comparison = Comparison::of(old, Some(version("new", &[("lime", "lime")])), &Visits::new());
    assert_eq!((comparison.counted, comparison.difference, comparison.verdict), (0, None, None));
    assert_eq!(comparison.old.top1.value(), None);
}

#[test]
fn photos_of_one_visit_are_one_witness() {
    let photos = [("lime", "lime"); 12];
    let worse = [("lime", "kiwi"); 12];
    let alone =
        Comparison::of(version("old", &worse), Some(version("new", &photos)), &Visits::new());
    assert_eq!((alone.groups, alone.verdict), (12, Some(Verdict::Better)));
    let visits = (0..12).map(|number| (format!("{number}.jpg"), number / 6)).collect();
    let together = Comparison::of(version("old", &worse), Some(version("new", &photos)), &visits);
    assert_eq!((together.groups, together.verdict), (2, Some(Verdict::CannotBeTold)));
    assert!(together.old.top1.interval.high > alone.old.top1.interval.high);
}

#[test]
fn a_photo_that_only_one_could_read_is_left_out() {
    let mut new = version("new", &[("lime", "lime"), ("kiwi", "kiwi")]);
    new.photos.pop();
    new.unreadable = 1;
    let old = version("old", &[("lime", "lime"), ("kiwi", "kiwi")]);
    let comparison = Comparison::of(old, Some(new), &Visits::new());
    assert_eq!((comparison.counted, comparison.unreadable), (1, 1));
}

#[test]
fn the_matrix_knows_its_photos_and_the_worst_come_first() {
    let mut old = version(
        "old",
        &[("lime", "kiwi"), ("lime", "lime"), ("kiwi", "lime"), ("fig", "fig"), ("lime", "kiwi")],
    );
    old.photos[4].answer.true_share = 0.01;
    let comparison = Comparison::of(old, None, &Visits::new());
    let matrix = comparison.confusion(Which::Old);
    assert_eq!(matrix.products, ["kiwi", "lime", "fig"]);
    assert_eq!(matrix.cell("lime", "kiwi").unwrap().photos, [0, 4]);
    assert_eq!(matrix.cell("fig", "fig").unwrap().photos, [3]);
    assert_eq!(matrix.cell("fig", "lime"), None);
    assert_eq!(comparison.most_wrong(Which::Old), [4, 0, 2]);
    assert_eq!(comparison.confusion(Which::New), ConfusionMatrix::default());
    assert_eq!((comparison.new, comparison.verdict), (None, None));
}

#[test]
fn pictures_of_no_goods_have_figures_of_their_own() {
    let mut old = version("old", &[("lime", "lime")]);
    let decisions = [DecisionKind::Unknown, DecisionKind::Unknown, DecisionKind::Accept];
    old.strangers = decisions
        .into_iter()
        .enumerate()
        .map(|(number, decision)| StrangerAnswer {
            name: format!("cat {number}.jpg"),
            file: None,
            taken_for: None,
            decision,
            known: 0.1 * number as f64,
        })
        .collect();
    let unknown = Comparison::of(old, None, &Visits::new()).old.unknown.unwrap();
    assert_eq!((unknown.rejected.part, unknown.rejected.of, unknown.accepted.part), (2, 3, 1));
    assert_eq!(unknown.auroc, Some(1.0));
}

#[test]
fn a_comparison_is_read_back_as_it_was_written() {
    let (old, new) = ([("lime", "kiwi"), ("fig", "fig")], [("lime", "lime"), ("fig", "lime")]);
    let comparison =
        Comparison::of(version("old", &old), Some(version("new", &new)), &Visits::new());
    let text = serde_json::to_string(&comparison).unwrap();
    assert_eq!(serde_json::from_str::<Comparison>(&text).unwrap(), comparison);
}

const NAMES: [&str; 4] = ["fig", "kiwi", "lime", "mango"];

proptest! {
    #[test]
    fn products_and_matrix_add_up_to_the_whole(
        photos in prop::collection::vec((0..4_usize, 0..4_usize, 0..4_usize, 0..6_u64), 1..40),
    ) {
        let named = |of: fn(&(usize, usize, usize, u64)) -> usize| -> Vec<(&str, &str)> {
            photos.iter().map(|photo| (NAMES[photo.0], NAMES[of(photo)])).collect()
        };
        let old = version("old", &named(|photo| photo.1));
        let new = version("new", &named(|photo| photo.2));
        let visits = photos.iter().enumerate().map(|(n, photo)| (format!("{n}.jpg"), photo.3));
        let comparison = Comparison::of(old, Some(new), &visits.collect());
        let sum = |of: fn(&ComparedProduct) -> usize| comparison.products.iter().map(of).sum::<usize>();
        prop_assert_eq!(sum(|product| product.old.of), photos.len());
        prop_assert_eq!(sum(|product| product.old.part), comparison.old.top1.part);
        prop_assert_eq!(
            sum(|product| product.new.unwrap().part),
            comparison.new.as_ref().unwrap().top1.part
        );
        for which in [Which::Old, Which::New] {
            let matrix = comparison.confusion(which);
            let places: usize = matrix.cells.iter().map(|cell| cell.photos.len()).sum();
            prop_assert_eq!(places, photos.len());
            let right = matrix.cells.iter().filter(|cell| cell.shows == cell.taken_for);
            let right: usize = right.map(|cell| cell.photos.len()).sum();
            prop_assert_eq!(right, comparison.version(which).unwrap().top1.part);
            prop_assert_eq!(comparison.most_wrong(which).len(), photos.len() - right);
        }
        let by = comparison.difference.unwrap().by * photos.len() as f64;
        let counted = comparison.new.as_ref().unwrap().top1.part as f64 - comparison.old.top1.part as f64;
        prop_assert!((by - counted).abs() < 1e-9);
    }
}
