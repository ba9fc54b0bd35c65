//! Intervals and verdicts of paired judgements: published examples, and what must always hold.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::*;
use training::wilson_interval;

fn single(both: usize, old_alone: usize, new_alone: usize, neither: usize) -> Vec<PairedGroup> {
    let photo = |both, old_alone, new_alone| PairedGroup { photos: 1, both, old_alone, new_alone };
    let mut groups = vec![photo(1, 0, 0); both];
    groups.extend(vec![photo(0, 1, 0); old_alone]);
    groups.extend(vec![photo(0, 0, 1); new_alone]);
    groups.extend(vec![photo(0, 0, 0); neither]);
    groups
}

fn groups() -> impl Strategy<Value = Vec<PairedGroup>> {
    let group =
        (0..4_usize, 0..4_usize, 0..4_usize, 0..4_usize).prop_map(|(both, old, new, none)| {
            PairedGroup { photos: both + old + new + none, both, old_alone: old, new_alone: new }
        });
    prop::collection::vec(group, 1..30)
        .prop_filter("photos", |groups| groups.iter().any(|group| group.photos > 0))
}

fn swapped(groups: &[PairedGroup]) -> Vec<PairedGroup> {
    let swap = |group: &PairedGroup| PairedGroup {
        old_alone: group.new_alone,
        new_alone: group.old_alone,
        ..*group
    };
    groups.iter().map(swap).collect()
}

#[test]
fn newcombes_example_comes_out() {
    // The example of Newcombe 1998, 20, 12, 2 and 16 of 50; the limits are those of his method 10
    // (Wilson, with the corrected correlation 0.4550), computed apart from this program.
    let difference = paired_difference(&single(20, 2, 12, 16)).unwrap();
    assert!((difference.by - 0.2).abs() < 1e-12);
    assert!((difference.interval.low - 0.0562).abs() < 5e-5, "{difference:?}");
    assert!((difference.interval.high - 0.3292).abs() < 5e-5, "{difference:?}");
}

#[test]
fn mcnemars_exact_test_comes_out() {
    // 2 against 12 of 14: two tails of the binomial, 2 (1 + 14 + 91) / 2^14.
    let difference = paired_difference(&single(20, 2, 12, 16)).unwrap();
    assert!((difference.chance - 2.0 * 106.0 / 16384.0).abs() < 1e-12, "{difference:?}");
    assert_eq!(difference.verdict(), Verdict::Better);
}

#[test]
fn five_photos_tell_nothing_and_neither_do_five_of_one_evening() {
    let few = paired_difference(&single(0, 0, 5, 0)).unwrap();
    assert_eq!(few.verdict(), Verdict::CannotBeTold);
    let evening = PairedGroup { photos: 40, both: 0, old_alone: 0, new_alone: 40 };
    let one = paired_difference(&[evening]).unwrap();
    assert_eq!((one.by, one.chance), (1.0, 1.0));
    assert_eq!(one.verdict(), Verdict::CannotBeTold);
}

#[test]
fn a_great_many_photos_without_a_difference_are_as_good() {
    assert_eq!(paired_difference(&single(900, 0, 0, 100)).unwrap().verdict(), Verdict::AsGood);
    assert_eq!(paired_difference(&single(9, 0, 0, 1)).unwrap().verdict(), Verdict::CannotBeTold);
}

#[test]
fn without_photos_there_is_no_difference() {
    assert_eq!(paired_difference(&[]), None);
    assert_eq!(share_interval(&[]), Interval { low: 0.0, high: 1.0 });
}

#[test]
fn chance_of_many_is_nearly_that_of_the_exact_test() {
    let steps = vec![1_usize; 400];
    let exact = sign_flip_chance(&steps, 40);
    assert!((exact - two_sided_normal(39.0 / 20.0)).abs() < 2e-3, "{exact}");
    assert!((two_sided_normal(1.959_964) - 0.05).abs() < 1e-6);
    let many = vec![1_usize; EXACT_LIMIT + 2];
    assert!(sign_flip_chance(&many, 2) > 0.9 && sign_flip_chance(&many, 1000) < 1e-9);
}

/// Groups of which each has its own difficulty, so that its photos go together; the new model is right
/// as often as the old one.
fn drawn(generator: &mut ChaCha8Rng, count: usize, photos: usize) -> Vec<PairedGroup> {
    let mut group = || {
        let easy = generator.random_range(0.2..1.0);
        let (old, new) = if generator.random_bool(0.5) { (easy, 0.6) } else { (0.6, easy) };
        let mut group = PairedGroup { photos, ..PairedGroup::default() };
        for _ in 0..photos {
            match (generator.random_bool(old), generator.random_bool(new)) {
                (true, true) => group.both += 1,
                (true, false) => group.old_alone += 1,
                (false, true) => group.new_alone += 1,
                (false, false) => {}
            }
        }
        group
    };
    (0..count).map(|_| group()).collect()
}

#[test]
fn equals_are_seldom_told_apart_even_when_photos_come_in_groups() {
    let mut generator = ChaCha8Rng::seed_from_u64(7);
    for (count, photos) in [(12, 10), (40, 5), (80, 1)] {
        let (mut holds, mut told) = (0, 0);
        for _ in 0..400 {
            let difference = paired_difference(&drawn(&mut generator, count, photos)).unwrap();
            let Interval { low, high } = difference.interval;
            holds += usize::from(low <= 0.0 && high >= 0.0);
            let verdict = difference.verdict();
            told += usize::from(matches!(verdict, Verdict::Better | Verdict::Worse));
        }
        assert!(holds >= 360, "{count} groups of {photos}: {holds} of 400");
        assert!(told <= 26, "{count} groups of {photos}: {told} of 400 told apart");
    }
}

proptest! {
    #[test]
    fn the_interval_holds_what_was_seen_and_stays_in_bounds(groups in groups()) {
        let PairedDifference { by, interval, chance } = paired_difference(&groups).unwrap();
        prop_assert!((-1.0..=1.0).contains(&by) && (0.0..=1.0).contains(&chance));
        prop_assert!(-1.0 <= interval.low && interval.low <= by + 1e-9);
        prop_assert!(by - 1e-9 <= interval.high && interval.high <= 1.0);
    }

    #[test]
    fn old_and_new_may_change_places(groups in groups()) {
        let there = paired_difference(&groups).unwrap();
        let back = paired_difference(&swapped(&groups)).unwrap();
        prop_assert!((there.by + back.by).abs() < 1e-12);
        prop_assert!((there.interval.low + back.interval.high).abs() < 1e-9);
        prop_assert!((there.interval.high + back.interval.low).abs() < 1e-9);
        prop_assert!((there.chance - back.chance).abs() < 1e-12);
    }

    #[test]
    fn photos_of_one_group_are_worth_no_more_than_photos_of_many(groups in groups()) {
        let shares: Vec<_> = groups.iter().map(|group| (group.both, group.photos)).collect();
        let (right, all) = shares.iter().fold((0, 0), |sum, group| (sum.0 + group.0, sum.1 + group.1));
        let (grouped, single) = (share_interval(&shares), wilson_interval(right, all));
        prop_assert!(grouped.high - grouped.low >= single.high - single.low - 1e-9);
    }

    #[test]
    fn with_one_photo_a_group_it_is_wilsons_interval(right in 0..50_usize, wrong in 1..50_usize) {
        let mut groups = vec![(1, 1); right];
        groups.extend(vec![(0, 1); wrong]);
        let (ours, wilson) = (share_interval(&groups), wilson_interval(right, right + wrong));
        prop_assert!((ours.low - wilson.low).abs() < 1e-12);
        prop_assert!((ours.high - wilson.high).abs() < 1e-12);
    }

    #[test]
    fn chances_of_signs_add_up(steps in prop::collection::vec(0..6_usize, 1..12)) {
        let total: usize = steps.iter().sum();
        // All sums there are, counted one by one.
        for reached in 0..=total {
            let far = (0..1_u32 << steps.len()).filter(|signs| {
                let sum: i64 = steps.iter().enumerate()
                    .map(|(bit, &step)| if signs >> bit & 1 == 1 { step as i64 } else { -(step as i64) })
                    .sum();
                sum.unsigned_abs() as usize >= reached
            });
            let counted = far.count() as f64 / f64::from(1_u32 << steps.len());
            prop_assert!((sign_flip_chance(&steps, reached) - counted).abs() < 1e-9);
        }
    }
}
