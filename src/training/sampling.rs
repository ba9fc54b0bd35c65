//! In which order an epoch sees the photos, and how often each product comes.

use std::collections::BTreeMap;

use rand::{RngExt, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;

/// A photo, as far as it matters for how often it comes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct DrawnPhoto {
    pub label: usize,
    /// Which of the data it stands in.
    pub part: usize,
    /// How often it comes beside others of its label.
    pub weight: f64,
}

/// How often each photo comes in an epoch.
pub(super) struct EpochPlan {
    strata: Vec<Stratum>,
    photos: usize,
}

/// Photos that come equally often.
struct Stratum {
    members: Vec<usize>,
    /// How many of them come in an epoch.
    wanted: f64,
}

impl EpochPlan {
    /// With `balance` 0 each photo comes once. With 1 each label comes equally often, rare ones by
    /// repetition; in between, a label of n photos comes in proportion to n^(1 - balance). `shares` are
    /// those of the data's parts, where they are given; the other parts share the rest by their photos.
    pub(super) fn new(photos: &[DrawnPhoto], shares: &[Option<f64>], balance: f64) -> Self {
        let by_part = grouped(photos, |photo| photo.part);
        let parts = by_part.into_iter().map(|(part, members)| (members, shares.get(part).copied()));
        let parts: Vec<(Vec<usize>, Option<f64>)> =
            parts.map(|(members, share)| (members, share.flatten())).collect();
        let given: f64 = parts.iter().filter_map(|(_, share)| *share).sum();
        let free = parts.iter().filter(|(_, share)| share.is_none());
        let free: usize = free.map(|(members, _)| members.len()).sum();
        let mut strata = Vec::new();
        for (members, share) in &parts {
            let rest = (1.0 - given).max(0.0) * members.len() as f64 / free.max(1) as f64;
            // Where all have a share, they need not make up one.
            let share = share.map_or(rest, |share| if free == 0 { share / given } else { share });
            strata.extend(part_strata(photos, members, share * photos.len() as f64, balance));
        }
        Self { strata, photos: photos.len() }
    }

    /// Indices of an epoch's photos, about as many as there are photos.
    pub(super) fn order(&self, generator: &mut ChaCha8Rng) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.photos);
        for Stratum { members, wanted } in &self.strata {
            // The fraction is drawn, so that it comes right over the epochs.
            let drawn = usize::from(generator.random_bool(wanted.fract()));
            let mut left = wanted.floor() as usize + drawn;
            let mut list = members.clone();
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
}

/// The strata of one part of the data, of whose photos so many come.
fn part_strata(
    photos: &[DrawnPhoto],
    members: &[usize],
    wanted: f64,
    balance: f64,
) -> Vec<Stratum> {
    let of = |index: &usize| photos.get(*index).copied();
    let weight = |list: &[usize]| list.iter().filter_map(of).map(|photo| photo.weight).sum::<f64>();
    let own: Vec<(usize, DrawnPhoto)> =
        members.iter().filter_map(|index| Some((*index, of(index)?))).collect();
    let mut by_label: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
    for (index, photo) in own {
        by_label.entry(photo.label).or_default().push((index, photo.weight));
    }
    let share = |weight: f64| if weight > 0.0 { weight.powf(1.0 - balance) } else { 0.0 };
    let weights: BTreeMap<usize, f64> = by_label
        .iter()
        .map(|(label, list)| (*label, list.iter().map(|(_, weight)| weight).sum()))
        .collect();
    let total: f64 = weights.values().map(|&weight| share(weight)).sum();
    let mut strata = Vec::new();
    for (label, list) in by_label {
        let whole = weights.get(&label).copied().unwrap_or_default();
        let of_label = share(whole) / total * wanted;
        let mut by_weight: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (index, weight) in list {
            by_weight.entry(weight.to_bits()).or_default().push(index);
        }
        for members in by_weight.into_values() {
            let wanted = of_label * weight(&members) / whole;
            if wanted.is_finite() {
                strata.push(Stratum { members, wanted });
            }
        }
    }
    strata
}

/// The indices of the photos of each key, ascending.
fn grouped(
    photos: &[DrawnPhoto],
    key: impl Fn(&DrawnPhoto) -> usize,
) -> BTreeMap<usize, Vec<usize>> {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, photo) in photos.iter().enumerate() {
        groups.entry(key(photo)).or_default().push(index);
    }
    groups
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

    fn photos(labels: &[usize]) -> Vec<DrawnPhoto> {
        labels.iter().map(|&label| DrawnPhoto { label, part: 0, weight: 1.0 }).collect()
    }

    fn order(photos: &[DrawnPhoto], shares: &[Option<f64>], balance: f64) -> Vec<usize> {
        EpochPlan::new(photos, shares, balance).order(&mut ChaCha8Rng::seed_from_u64(3))
    }

    #[test]
    fn without_balance_each_photo_comes_once() {
        let mut order = order(&photos(&[0, 0, 1, 0, 2, 2]), &[], 0.0);
        order.sort_unstable();
        assert_eq!(order, [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn with_full_balance_each_product_comes_equally_often() {
        let labels: Vec<usize> = std::iter::repeat_n(0, 90).chain([1; 10]).collect();
        let order = order(&photos(&labels), &[], 1.0);
        let rare = order.iter().filter(|&&index| labels[index] == 1).count();
        assert_eq!((order.len(), rare), (100, 50));
    }

    #[test]
    fn a_part_of_the_data_fills_its_share_of_an_epoch() {
        let mut all = photos(&[[0; 60], [1; 60]].concat());
        all.iter_mut().skip(100).for_each(|photo| photo.part = 1);
        for (shares, wanted) in [
            (vec![None, Some(0.5)], 60),
            (vec![Some(0.25), None], 90),
            (vec![Some(0.2), Some(0.6)], 90),
            (vec![None, None], 20),
        ] {
            let order = order(&all, &shares, 0.5);
            let second = order.iter().filter(|&&index| index >= 100).count();
            assert!(second.abs_diff(wanted) <= 1 && order.len().abs_diff(120) <= 2, "{second}");
        }
    }

    #[test]
    fn a_source_of_more_weight_comes_more_often() {
        let mut all = photos(&[[0; 80], [1; 80]].concat());
        all.iter_mut().take(20).for_each(|photo| photo.weight = 3.0);
        let order = order(&all, &[], 0.0);
        let heavy = order.iter().filter(|&&index| index < 20).count();
        let light = order.iter().filter(|&&index| (20..80).contains(&index)).count();
        // Of 20 x 3 + 60 + 80 parts, 60 are the heavy ones'.
        assert!(heavy.abs_diff(48) <= 1 && light.abs_diff(48) <= 1, "{heavy} {light}");
    }
}
