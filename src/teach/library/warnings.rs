//! What is wrong with a product's photos, as far as counting and looking alike tell.

use std::collections::{BTreeMap, BTreeSet};

use domain::ProductId;
use store::{PhotoRow, Side};

/// Fewer photos than these do not show what a product looks like from all sides.
const FEW: usize = 10;
/// From so many photos on it is worth saying that they are alike.
const ENOUGH_TO_COMPARE: usize = 8;
/// A product with so many times the photos of the middle one drowns the others.
const FAR_FROM_THE_MIDDLE: usize = 5;
/// Among so many products a middle means something.
const PRODUCTS_WITH_A_MIDDLE: usize = 3;

/// Something to mend before a training.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PhotoWarning {
    /// There are too few photos.
    TooFew,
    /// There are many photos, but so few of them differ.
    TooAlike {
        /// Photos that differ.
        different: usize,
    },
    /// There are far more than of the other products.
    TooMany {
        /// Photos of the product in the middle.
        usual: usize,
    },
}

/// A product and its photos.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProductPhotos {
    /// The product.
    pub product: ProductId,
    /// How many photos there are of it.
    pub photos: usize,
    /// How many of them are to learn from, to choose by, to judge by.
    pub sides: [usize; 3],
    /// What is wrong with them.
    pub warnings: Vec<PhotoWarning>,
}

impl ProductPhotos {
    /// Whether it can be told how well this product is recognised.
    pub fn can_be_measured(&self) -> bool {
        let [_, _, test] = self.sides;
        test > 0
    }
}

/// The products of these photos, in the order of their ids; `groups` tells for each photo which ones
/// look nearly alike.
pub(super) fn products(photos: &[PhotoRow], groups: &[usize]) -> Vec<ProductPhotos> {
    let mut found: BTreeMap<&ProductId, (ProductPhotos, BTreeSet<usize>)> = BTreeMap::new();
    for (photo, group) in photos.iter().zip(groups) {
        let (product, looks) = found.entry(&photo.product).or_insert_with(|| {
            let product = photo.product.clone();
            let sides = [0; 3];
            (ProductPhotos { product, photos: 0, sides, warnings: Vec::new() }, BTreeSet::new())
        });
        product.photos += 1;
        looks.insert(*group);
        let sides = product.sides.iter_mut().zip(Side::ALL);
        sides.for_each(|(count, side)| *count += usize::from(photo.side == Some(side)));
    }
    let mut counts: Vec<usize> = found.values().map(|(product, _)| product.photos).collect();
    counts.sort_unstable();
    let usual = counts.get(counts.len() / 2).copied().unwrap_or(0);
    let has_middle = counts.len() >= PRODUCTS_WITH_A_MIDDLE;
    found
        .into_values()
        .map(|(mut product, looks)| {
            let (count, different) = (product.photos, looks.len());
            if count < FEW {
                product.warnings.push(PhotoWarning::TooFew);
            }
            if count >= ENOUGH_TO_COMPARE && different * 2 < count {
                product.warnings.push(PhotoWarning::TooAlike { different });
            }
            if has_middle && count > FAR_FROM_THE_MIDDLE * usual {
                product.warnings.push(PhotoWarning::TooMany { usual });
            }
            product
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use photo::PerceptualHash;
    use store::{PhotoId, PhotoOrigin, SessionId};

    fn photos(product: &str, count: usize) -> Vec<PhotoRow> {
        let row = |number: usize| PhotoRow {
            id: PhotoId(number as i64),
            file: String::new(),
            content: String::new(),
            looks: PerceptualHash(0),
            product: ProductId::new(product).unwrap(),
            session: SessionId(1),
            origin: PhotoOrigin::Camera,
            taken_at: None,
            added_at: jiff::Timestamp::UNIX_EPOCH,
            side: (number == 0).then_some(Side::Train),
            guessed: None,
            deleted_at: None,
        };
        (0..count).map(row).collect()
    }

    fn told(photos: &[PhotoRow], groups: impl Fn(usize) -> usize) -> Vec<Vec<PhotoWarning>> {
        let groups: Vec<usize> = (0..photos.len()).map(groups).collect();
        products(photos, &groups).into_iter().map(|product| product.warnings).collect()
    }

    #[test]
    fn few_photos_are_too_few() {
        assert_eq!(told(&photos("lime", 9), |index| index), [[PhotoWarning::TooFew]]);
        assert_eq!(told(&photos("lime", 10), |index| index), [[]]);
    }

    #[test]
    fn many_photos_of_few_looks_are_too_alike() {
        let alike = told(&photos("lime", 20), |index| index % 4);
        assert_eq!(alike, [[PhotoWarning::TooAlike { different: 4 }]]);
        assert_eq!(told(&photos("lime", 20), |index| index / 2), [[]]);
    }

    #[test]
    fn a_product_with_far_more_photos_than_others_stands_out() {
        let all = [photos("lime", 20), photos("kiwi", 20), photos("mango", 101)].concat();
        let warned = told(&all, |index| index);
        assert_eq!(warned, [vec![], vec![], vec![PhotoWarning::TooMany { usual: 20 }]]);
        let two = [photos("lime", 20), photos("mango", 101)].concat();
        assert_eq!(told(&two, |index| index), [[], []], "two have no middle");
    }

    #[test]
    fn sides_are_counted() {
        let product = products(&photos("lime", 12), &[0; 12]).remove(0);
        assert_eq!((product.photos, product.sides), (12, [1, 0, 0]));
        assert!(!product.can_be_measured());
    }
}
