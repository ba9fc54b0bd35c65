//! The photos of a training as list files, which the program that trains reads.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::domain::ProductId;
use crate::registry::ClassEntry;
use crate::store::{PhotoRow, Side};

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
    pub fn of(photos: &'a [PhotoRow]) -> Self {
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
    pub fn learnt_count(&self) -> usize {
        self.learnt.values().map(Vec::len).sum()
    }

    /// The list files, with `photos` as the folder of the photos. Kinds come from the version that the
    /// training begins from, where it knows them.
    pub fn lists(&self, photos: &Path, known: &[ClassEntry]) -> TrainingLists {
        let mut lists = TrainingLists { classes: "Name,Id,Kind\n".to_owned(), ..Default::default() };
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
            format!("{}, {number}, {number}\n", photos.join(&photo.file).display())
        };
        lists.train = self.learnt.values().flatten().map(|photo| line(photo)).collect();
        lists.validation = self.validation.iter().map(|photo| line(photo)).collect();
        lists
    }
}
