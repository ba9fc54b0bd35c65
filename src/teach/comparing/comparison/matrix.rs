//! What was taken for what, as a matrix whose cells know their photos.

use std::collections::BTreeMap;

use super::figures::ComparedPhoto;
use super::which::Which;

/// Photos of one product that were taken for one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfusionCell {
    /// What they show.
    pub shows: String,
    /// What was named first.
    pub taken_for: String,
    /// The photos, as places in the comparison's list.
    pub photos: Vec<usize>,
}

/// The confusion matrix of a version: rows are what photos show, columns what they were taken for.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ConfusionMatrix {
    /// Products of rows and columns, those with most mistakes first, then by name.
    pub products: Vec<String>,
    /// The cells that are not empty.
    pub cells: Vec<ConfusionCell>,
}

impl ConfusionMatrix {
    /// The matrix of one version over the photos that count. A photo whose label is a kind and whose
    /// candidate is of that kind stands where its label is: it is right.
    pub(super) fn of(photos: &[ComparedPhoto], which: Which) -> Self {
        let mut cells: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        for (place, photo) in photos.iter().enumerate() {
            let Some(answer) = photo.answer(which).filter(|_| !photo.seen) else { continue };
            let Some(best) = answer.guesses.first() else { continue };
            let taken_for = if answer.right { &photo.shows } else { &best.product };
            cells.entry((&photo.shows, taken_for)).or_default().push(place);
        }
        let mut mistakes: BTreeMap<&str, usize> = BTreeMap::new();
        for ((shows, taken_for), photos) in &cells {
            let wrong = if shows == taken_for { 0 } else { photos.len() };
            *mistakes.entry(shows).or_default() += wrong;
            *mistakes.entry(taken_for).or_default() += wrong;
        }
        let mut products: Vec<(&str, usize)> = mistakes.into_iter().collect();
        products.sort_by_key(|&(_, wrong)| std::cmp::Reverse(wrong));
        Self {
            products: products.into_iter().map(|(product, _)| product.to_owned()).collect(),
            cells: cells
                .into_iter()
                .map(|((shows, taken_for), photos)| ConfusionCell {
                    shows: shows.to_owned(),
                    taken_for: taken_for.to_owned(),
                    photos,
                })
                .collect(),
        }
    }

    /// The cell of a row and a column, if there are photos in it.
    pub fn cell(&self, shows: &str, taken_for: &str) -> Option<&ConfusionCell> {
        let wanted = (shows, taken_for);
        let found = self
            .cells
            .binary_search_by(|cell| (cell.shows.as_str(), cell.taken_for.as_str()).cmp(&wanted));
        self.cells.get(found.ok()?)
    }
}
