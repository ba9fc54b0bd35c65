//! What of a picture a version looks at: the item that was found, or the picture as it is.
//!
//! One way for all who show a recogniser a picture. A picture that is the item, or shows a heap, is
//! looked at whole, for so the networks learnt it.

use super::{FoundItem, ItemFinder, RecognitionError, item_finder::looked_at};
use photo::{Part, Picture, Preparation, Prepared, Region, fitted_region, prepare_region};

/// An item this large, as a share of the picture, is looked at with all that is around it.
const LARGE: f32 = 0.35;
/// An item must be this sure before all else is left aside.
const SURE: f32 = 0.55;
/// What else was found on the picture, if it is at least so sure, may cover so much of what the item covers;
/// with more, the picture shows a heap, or several things of which none is meant more than the others.
const SEEN_BESIDE: f32 = 0.4;
const BESIDE: f32 = 1.0;

/// The items on a picture, and which of them is looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundItems {
    /// Where they lie, in pixels of the upright picture, the surest first; none where nothing was found
    /// or looked for.
    pub regions: Vec<Region>,
    /// Which of them is looked at; `None` where the picture is looked at as it is.
    pub chosen: Option<usize>,
}

impl FoundItems {
    /// The item that is looked at, where it is one.
    pub fn item(&self) -> Option<Region> {
        self.regions.get(self.chosen?).copied()
    }

    /// The same for every copy of the picture, which has this size.
    pub fn boxes(&self, width: u32, height: u32) -> FoundBoxes {
        let boxes = self.regions.iter().map(|region| Part::of(region, width, height));
        FoundBoxes { boxes: boxes.collect(), chosen: self.chosen }
    }
}

/// The items on a picture and which of them is looked at, for whoever shows a copy of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundBoxes {
    /// Where they lie, in the order of [`FoundItems::regions`].
    pub boxes: Vec<Part>,
    /// Which of them is looked at; `None` where the picture is looked at as it is.
    pub chosen: Option<usize>,
}

impl FoundBoxes {
    /// The item that is looked at, where it is one.
    pub fn item(&self) -> Option<Part> {
        self.boxes.get(self.chosen?).copied()
    }
}

/// A picture as a version is to see it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The network's input.
    pub prepared: Prepared,
    /// What of the picture that is, in its pixels.
    pub region: Region,
    /// The items on it.
    pub items: FoundItems,
}

impl Seen {
    /// A picture with these items on it.
    pub(super) fn of(picture: &Picture, items: &[FoundItem], preparation: &Preparation) -> Self {
        let chosen = first_choice(items, picture.width(), picture.height());
        Self::at(picture, items, chosen, preparation)
    }

    /// The same with one of the items chosen, or the picture as it is.
    pub(super) fn at(
        picture: &Picture,
        items: &[FoundItem],
        chosen: Option<usize>,
        preparation: &Preparation,
    ) -> Self {
        let regions = items.iter().map(|item| item.region).collect();
        let items = FoundItems { regions, chosen };
        let region = match items.item() {
            Some(item) => looked_at(&item, picture.width(), picture.height()),
            None => fitted_region(picture, preparation.fit),
        };
        Self { prepared: prepare_region(picture, &region, preparation), region, items }
    }
}

impl ItemFinder {
    /// What of a picture is looked at, where that is an item; `None` where it is the picture as it is.
    ///
    /// # Errors
    /// As [`Self::find`].
    pub fn region(&self, picture: &Picture) -> Result<Option<Region>, RecognitionError> {
        let (width, height) = (picture.width(), picture.height());
        let items = self.find(picture)?;
        let chosen = first_choice(&items, width, height).and_then(|chosen| items.get(chosen));
        Ok(chosen.map(|item| looked_at(&item.region, width, height)))
    }
}

/// The item to look at first: the surest, weighed by its size and by how near the middle it lies; none
/// where the picture is the item, or a heap.
fn first_choice(items: &[FoundItem], width: u32, height: u32) -> Option<usize> {
    let (width, height) = (width as f32, height as f32);
    let share = |item: &FoundItem| item.region.width * item.region.height / (width * height);
    let weight = |item: &FoundItem| {
        let (x, y) = (
            item.region.x + item.region.width / 2.0 - width / 2.0,
            item.region.y + item.region.height / 2.0 - height / 2.0,
        );
        let off_middle = (x / width).hypot(y / height);
        item.score * share(item).sqrt() * (1.0 - off_middle)
    };
    let sure = items.iter().enumerate().filter(|(_, item)| item.score >= SURE);
    let best = sure.max_by(|a, b| weight(a.1).total_cmp(&weight(b.1)))?;
    let is_other =
        |(index, item): &(usize, &FoundItem)| *index != best.0 && item.score >= SEEN_BESIDE;
    let beside: f32 = items.iter().enumerate().filter(is_other).map(|(_, it)| share(it)).sum();
    (share(best.1) < LARGE && beside <= BESIDE * share(best.1)).then_some(best.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    fn item(x: f32, y: f32, side: f32, score: f32) -> FoundItem {
        FoundItem { region: Region { x, y, width: side, height: side }, score }
    }

    #[test]
    fn a_small_item_is_looked_at_and_a_large_one_with_all_around_it() {
        assert_eq!(first_choice(&[item(40.0, 40.0, 20.0, 0.9)], 100, 100), Some(0));
        assert_eq!(first_choice(&[item(10.0, 10.0, 80.0, 0.9)], 100, 100), None);
        assert_eq!(first_choice(&[item(40.0, 40.0, 20.0, 0.5)], 100, 100), None, "not sure");
        assert_eq!(first_choice(&[], 100, 100), None);
    }

    #[test]
    fn a_heap_is_looked_at_as_a_heap() {
        let heap: Vec<FoundItem> = (0..12)
            .map(|at| item((at % 4) as f32 * 25.0, (at / 4) as f32 * 33.0, 22.0, 0.8))
            .collect();
        assert_eq!(first_choice(&heap, 100, 100), None);
    }

    #[test]
    fn of_several_one_is_chosen_only_where_the_others_are_little() {
        let found = [item(0.0, 0.0, 12.0, 0.8), item(40.0, 42.0, 20.0, 0.8)];
        assert_eq!(first_choice(&found, 100, 100), Some(1));
        let alike = [item(0.0, 0.0, 21.0, 0.8), item(40.0, 42.0, 20.0, 0.8)];
        assert_eq!(first_choice(&alike, 100, 100), None, "the clerk says which is meant");
        let faint = [item(0.0, 0.0, 21.0, 0.35), item(40.0, 42.0, 20.0, 0.8)];
        assert_eq!(first_choice(&faint, 100, 100), Some(1), "what is hardly one does not count");
    }
}
