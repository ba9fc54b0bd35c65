//! In which order an epoch sees the photos, and how often each product comes.

use rand::{RngExt, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;

/// Indices into `classes` for one epoch, about as many as there are photos.
///
/// With `balance` 0 each photo comes once. With 1 each product comes equally often, rare ones by
/// repetition; in between, a product of n photos comes in proportion to n^(1 - balance).
pub(super) fn epoch_order(
    classes: &[usize],
    balance: f64,
    generator: &mut ChaCha8Rng,
) -> Vec<usize> {
    let members = members_of(classes);
    let share = |count: usize| if count == 0 { 0.0 } else { (count as f64).powf(1.0 - balance) };
    let total: f64 = members.iter().map(|list| share(list.len())).sum();
    let mut order = Vec::with_capacity(classes.len());
    for mut list in members.into_iter().filter(|list| !list.is_empty()) {
        let wanted = share(list.len()) / total * classes.len() as f64;
        // The fraction is drawn, so that it comes right over the epochs.
        let mut left = wanted.floor() as usize + usize::from(generator.random_bool(wanted.fract()));
        while left > 0 {
            list.shuffle(generator);
            let taken = left.min(list.len());
            order.extend(list.iter().take(taken));
            left -= taken;
        }
    }
    order.shuffle(generator);
    order
}

/// At most `count` indices into `classes`, ascending: of each product equally many, and more of the
/// others where a product has too few.
pub(super) fn balanced_subset(
    classes: &[usize],
    count: usize,
    generator: &mut ChaCha8Rng,
) -> Vec<usize> {
    let mut members = members_of(classes);
    members.iter_mut().for_each(|list| list.shuffle(generator));
    // Who gets the places that are left when they no longer suffice for all.
    members.shuffle(generator);
    let rounds = members.iter().map(Vec::len).max().unwrap_or(0);
    let in_rounds =
        (0..rounds).flat_map(|round| members.iter().filter_map(move |list| list.get(round)));
    let mut chosen: Vec<usize> = in_rounds.take(count).copied().collect();
    chosen.sort_unstable();
    chosen
}

/// The indices of each class.
fn members_of(classes: &[usize]) -> Vec<Vec<usize>> {
    let class_count = classes.iter().map(|class| class + 1).max().unwrap_or(0);
    let mut members = vec![Vec::new(); class_count];
    for (index, &class) in classes.iter().enumerate() {
        if let Some(list) = members.get_mut(class) {
            list.push(index);
        }
    }
    members
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use rand_chacha::rand_core::SeedableRng;

    use super::*;

    proptest! {
        #[test]
        fn a_subset_is_balanced_as_far_as_the_photos_go(
            classes in prop::collection::vec(0_usize..5, 1..120),
            count in 0_usize..130,
            seed in any::<u64>(),
        ) {
            let draw = || balanced_subset(&classes, count, &mut ChaCha8Rng::seed_from_u64(seed));
            let chosen = draw();
            prop_assert_eq!(&chosen, &draw());
            prop_assert_eq!(chosen.len(), count.min(classes.len()));
            prop_assert!(chosen.is_sorted_by(|a, b| a < b));
            let taken = |class| chosen.iter().filter(|&&index| classes[index] == class).count();
            let all = |class| classes.iter().filter(|&&other| other == class).count();
            for (a, b) in (0..5).flat_map(|a| (0..5).map(move |b| (a, b))) {
                // Nobody has two more than a product that could give one more.
                prop_assert!(taken(a) <= taken(b) + 1 || taken(b) == all(b));
            }
        }
    }

    #[test]
    fn without_balance_each_photo_comes_once() {
        let mut order = epoch_order(&[0, 0, 1, 0, 2, 2], 0.0, &mut ChaCha8Rng::seed_from_u64(3));
        order.sort_unstable();
        assert_eq!(order, [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn with_full_balance_each_product_comes_equally_often() {
        let classes: Vec<usize> = std::iter::repeat_n(0, 90).chain([1; 10]).collect();
        let order = epoch_order(&classes, 1.0, &mut ChaCha8Rng::seed_from_u64(3));
        let rare = order.iter().filter(|&&index| classes[index] == 1).count();
        assert_eq!((order.len(), rare), (100, 50));
    }
}
