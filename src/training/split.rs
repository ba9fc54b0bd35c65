//! Which photos are learnt from and which are kept aside.

use std::{path::PathBuf, str::FromStr};

use rand::seq::SliceRandom;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};

use super::{TrainingError, photo_groups::photo_groups, picture_cache::DecodedPhoto};

/// Where the photos come from that choose the best epoch and calibrate.
#[derive(Clone, Debug, PartialEq)]
pub enum Validation {
    /// Other data.
    Data(PathBuf),
    /// A share of each product's photos, 0 to 1 exclusive.
    Share(f64),
    /// None: the last epoch is taken, with the recipe's temperature and thresholds.
    None,
}

impl FromStr for Validation {
    type Err = TrainingError;

    fn from_str(text: &str) -> Result<Self, TrainingError> {
        if text == "none" {
            return Ok(Self::None);
        }
        match text.parse::<f64>() {
            Ok(share) if share > 0.0 && share < 1.0 => Ok(Self::Share(share)),
            Ok(_) => Err(TrainingError::BadOption {
                what: format!("the share {text} for validation is not between 0 and 1"),
            }),
            Err(_) => Ok(Self::Data(PathBuf::from(text))),
        }
    }
}

/// One of several parts of the data, kept aside in turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    count: usize,
    index: usize,
}

impl Fold {
    /// Fold `index` (from 0) of `count`.
    ///
    /// # Errors
    /// [`TrainingError::BadOption`] when there is no such fold.
    pub fn new(count: usize, index: usize) -> Result<Self, TrainingError> {
        if count < 2 || index >= count {
            let what =
                format!("there is no fold {index} of {count}; folds count from 0, from 2 on");
            return Err(TrainingError::BadOption { what });
        }
        Ok(Self { count, index })
    }
}

/// Indices of the photos to learn from and of those kept aside, each ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sides {
    pub learnt: Vec<usize>,
    pub held_out: Vec<usize>,
}

/// Splits into fold and rest: each product's groups, in their order, in blocks of about one size.
pub(super) fn split_fold(photos: &[DecodedPhoto], fold: Fold) -> Sides {
    let mut held_out = vec![false; photos.len()];
    for groups in groups_by_class(photos) {
        let total: usize = groups.iter().map(Vec::len).sum();
        let mut before = 0;
        for group in groups {
            // The fold in which the group's middle photo lies.
            let middle = before + group.len() / 2;
            if middle * fold.count / total.max(1) == fold.index {
                mark(&mut held_out, &group);
            }
            before += group.len();
        }
    }
    sides(&held_out)
}

/// Keeps about `share` of each product's photos aside, whole groups drawn by the seed. A product of
/// one group only is learnt from.
pub(super) fn split_share(photos: &[DecodedPhoto], share: f64, seed: u64) -> Sides {
    let mut generator = ChaCha8Rng::seed_from_u64(seed);
    let mut held_out = vec![false; photos.len()];
    for mut groups in groups_by_class(photos) {
        let total: usize = groups.iter().map(Vec::len).sum();
        let wanted = ((total as f64 * share).round() as usize).max(1);
        groups.shuffle(&mut generator);
        let mut taken = 0;
        for group in groups {
            let fits = taken + group.len() <= wanted.max(total / 2).min(total - 1);
            if taken < wanted && fits {
                taken += group.len();
                mark(&mut held_out, &group);
            }
        }
    }
    sides(&held_out)
}

fn mark(held_out: &mut [bool], group: &[usize]) {
    for &index in group {
        if let Some(slot) = held_out.get_mut(index) {
            *slot = true;
        }
    }
}

fn sides(held_out: &[bool]) -> Sides {
    let indices = |wanted: bool| {
        held_out
            .iter()
            .enumerate()
            .filter(|(_, is_held_out)| **is_held_out == wanted)
            .map(|(index, _)| index)
            .collect()
    };
    Sides { learnt: indices(false), held_out: indices(true) }
}

/// Groups by the class of their first photo.
fn groups_by_class(photos: &[DecodedPhoto]) -> Vec<Vec<Vec<usize>>> {
    let classes = photos.iter().map(|photo| photo.label + 1).max().unwrap_or(0);
    let mut by_class = vec![Vec::new(); classes];
    let looks: Vec<_> = photos.iter().map(|photo| (photo.label, photo.hash)).collect();
    for group in photo_groups(&looks) {
        let class = group.first().and_then(|&index| photos.get(index)).map(|photo| photo.label);
        if let Some(groups) = class.and_then(|class| by_class.get_mut(class)) {
            groups.push(group);
        }
    }
    by_class
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use photo::{PerceptualHash, Picture};

    fn photos(hashes: &[(usize, u64)]) -> Vec<DecodedPhoto> {
        hashes
            .iter()
            .map(|&(class, hash)| DecodedPhoto {
                name: String::new(),
                label: class,
                source: 0,
                hash: PerceptualHash(hash),
                picture: Picture::filled(1, 1, [0; 3]),
            })
            .collect()
    }

    fn side_of(sides: &Sides, index: usize) -> bool {
        sides.held_out.contains(&index)
    }

    proptest! {
        #[test]
        fn every_photo_is_on_one_side_and_twins_on_the_same(
            hashes in prop::collection::vec((0_usize..4, 0_u64..40), 8..60),
            seed in any::<u64>(),
        ) {
            let hashes: Vec<(usize, u64)> =
                hashes.iter().map(|&(class, look)| (class, look.wrapping_mul(0x9E37_79B9_7F4A_7C15))).collect();
            let photos = photos(&hashes);
            let sides = split_share(&photos, 0.3, seed);
            prop_assert_eq!(sides.learnt.len() + sides.held_out.len(), photos.len());
            prop_assert_eq!(&sides, &split_share(&photos, 0.3, seed));
            for (a, first) in hashes.iter().enumerate() {
                for (b, second) in hashes.iter().enumerate() {
                    if first.1 == second.1 {
                        prop_assert_eq!(side_of(&sides, a), side_of(&sides, b));
                    }
                }
            }
        }

        #[test]
        fn folds_cover_each_photo_once(
            hashes in prop::collection::vec((0_usize..3, any::<u64>()), 6..50),
            count in 2_usize..5,
        ) {
            let photos = photos(&hashes);
            let mut times = vec![0; photos.len()];
            for index in 0..count {
                for held_out in split_fold(&photos, Fold::new(count, index).unwrap()).held_out {
                    times[held_out] += 1;
                }
            }
            prop_assert!(times.iter().all(|&times| times == 1));
        }
    }

    #[test]
    fn validation_is_none_a_share_or_data() {
        assert_eq!("none".parse::<Validation>().unwrap(), Validation::None);
        assert_eq!("0.2".parse::<Validation>().unwrap(), Validation::Share(0.2));
        assert_eq!("val.txt".parse::<Validation>().unwrap(), Validation::Data("val.txt".into()));
        assert!("1.5".parse::<Validation>().is_err());
        assert!(Fold::new(5, 5).is_err());
    }
}
