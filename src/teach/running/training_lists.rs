//! The photos of a training as list files, which the program that trains reads.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use domain::ProductId;
use registry::ClassEntry;
use store::{PhotoRow, Side};

/// From a training's folder to the shop's photos. Not the whole path: that may hold the comma that
/// ends a path in a list, and a shop's folder may be moved.
const PHOTOS: &str = "../../photos";

/// Fewer photos than this to learn from, and a product is left out.
pub(super) const FEWEST: usize = 2;

/// The texts of the list files.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct TrainingLists {
    /// Names of the products, `classes.csv`.
    pub classes: String,
    /// Photos to learn from.
    pub train: String,
    /// Photos to check with.
    pub validation: String,
}

/// Photos sorted by what a training does with them. Those of the test side have no part in it.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct SortedPhotos<'a> {
    /// By product, for every product that is learnt.
    pub learnt: BTreeMap<&'a ProductId, Vec<&'a PhotoRow>>,
    /// Photos to check with, of products that are learnt.
    pub validation: Vec<&'a PhotoRow>,
    /// Products that have photos, but too few to learn from, with their number.
    pub too_few: BTreeMap<&'a ProductId, usize>,
}

impl<'a> SortedPhotos<'a> {
    /// Sorts the photos of the library.
    pub(super) fn of(photos: &'a [PhotoRow]) -> Self {
        let mut learnt: BTreeMap<&ProductId, Vec<&PhotoRow>> = BTreeMap::new();
        for photo in photos {
            let of_product = learnt.entry(&photo.product).or_default();
            // One without a side belongs to a product that has too few to keep any aside.
            if matches!(photo.side, None | Some(Side::Train)) {
                of_product.push(photo);
            }
        }
        let too_few = learnt.iter().filter(|(_, photos)| photos.len() < FEWEST);
        let too_few: BTreeMap<_, _> = too_few.map(|(id, photos)| (*id, photos.len())).collect();
        learnt.retain(|_, photos| photos.len() >= FEWEST);
        let is_checked = |photo: &&PhotoRow| {
            photo.side == Some(Side::Validation) && learnt.contains_key(&photo.product)
        };
        let validation = photos.iter().filter(is_checked).collect();
        Self { learnt, validation, too_few }
    }

    /// How many photos are learnt from.
    pub(super) fn learnt_count(&self) -> usize {
        self.learnt.values().map(Vec::len).sum()
    }

    /// The list files, which lie in a folder of the shop's folder `runs`. Kinds come from the version that the
    /// training begins from, where it knows them.
    pub(super) fn lists(&self, known: &[ClassEntry]) -> TrainingLists {
        let mut lists =
            TrainingLists { classes: "Name,Id,Kind\n".to_owned(), ..Default::default() };
        let number: BTreeMap<&ProductId, usize> =
            self.learnt.keys().enumerate().map(|(number, id)| (*id, number)).collect();
        for (id, number) in &number {
            let class = known.iter().find(|class| class.id == id.as_str());
            let kind = class.map_or(id.as_str(), |class| class.coarse.as_str());
            // Writing to a text cannot fail.
            let _ = writeln!(lists.classes, "{},{number},{kind}", id.as_str());
        }
        let line = |photo: &PhotoRow| {
            let number = number.get(&photo.product).copied().unwrap_or_default();
            format!("{PHOTOS}/{}, {number}, {number}\n", photo.file)
        };
        lists.train = self.learnt.values().flatten().map(|photo| line(photo)).collect();
        lists.validation = self.validation.iter().map(|photo| line(photo)).collect();
        lists
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::super::sample_photos::photo;
    use super::*;

    fn id(text: &str) -> ProductId {
        ProductId::new(text).unwrap()
    }

    #[test]
    fn each_side_goes_to_its_list_and_what_is_judged_on_to_none() {
        let photos = [
            photo(1, "apple", None),
            photo(2, "apple", Some(Side::Train)),
            photo(3, "apple", Some(Side::Validation)),
            photo(4, "apple", Some(Side::Test)),
            photo(5, "pear", Some(Side::Train)),
            photo(6, "pear", Some(Side::Train)),
        ];
        let known =
            [ClassEntry { id: "apple".to_owned(), coarse: "fruit".to_owned(), cautious: false }];
        let lists = SortedPhotos::of(&photos).lists(&known);
        assert_eq!(lists.classes, "Name,Id,Kind\napple,0,fruit\npear,1,pear\n");
        let line =
            |number: i64, class: usize| format!("../../photos/{number}.jpg, {class}, {class}\n");
        assert_eq!(lists.train, [line(1, 0), line(2, 0), line(5, 1), line(6, 1)].concat());
        assert_eq!(lists.validation, line(3, 0));
    }

    #[test]
    fn a_product_with_one_photo_is_left_out_on_both_sides() {
        let photos = [
            photo(1, "apple", None),
            photo(2, "apple", None),
            photo(3, "pear", None),
            photo(4, "pear", Some(Side::Validation)),
        ];
        let sorted = SortedPhotos::of(&photos);
        assert_eq!(sorted.learnt.keys().collect::<Vec<_>>(), [&&id("apple")]);
        assert!(sorted.validation.is_empty());
        assert_eq!(sorted.too_few, BTreeMap::from([(&id("pear"), 1)]));
        assert_eq!(sorted.learnt_count(), 2);
    }
}
