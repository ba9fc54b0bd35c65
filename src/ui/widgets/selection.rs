//! What is selected in a grid, by what it is and not by where it stands.

use std::collections::BTreeSet;
use std::hash::Hash;

use egui::Modifiers;

/// What a grid shows under a name that does not change: a photo's number, a row's place.
pub(crate) trait GridItem: Copy + Ord + Hash + std::fmt::Debug + 'static {}

impl<T: Copy + Ord + Hash + std::fmt::Debug + 'static> GridItem for T {}

/// What is selected in a grid, and where its keyboard is.
#[derive(Clone, Debug)]
pub(crate) struct Selection<T> {
    pub(super) chosen: BTreeSet<T>,
    pub(super) cursor: Option<T>,
    anchor: Option<T>,
    /// The keyboard moves to the cursor once that is drawn.
    pub(super) follow: bool,
}

impl<T> Default for Selection<T> {
    fn default() -> Self {
        Self { chosen: BTreeSet::new(), cursor: None, anchor: None, follow: false }
    }
}

impl<T: GridItem> Selection<T> {
    /// What is selected, in ascending order.
    pub(crate) fn chosen(&self) -> impl Iterator<Item = T> {
        self.chosen.iter().copied()
    }

    /// How many are selected.
    pub(crate) fn count(&self) -> usize {
        self.chosen.len()
    }

    /// Whether this one is selected.
    pub(crate) fn contains(&self, item: T) -> bool {
        self.chosen.contains(&item)
    }

    /// Where the keyboard is.
    pub(crate) fn cursor(&self) -> Option<T> {
        self.cursor
    }

    /// Selects this one alone, and brings it into sight.
    pub(crate) fn only(&mut self, item: T) {
        self.chosen = BTreeSet::from([item]);
        (self.cursor, self.anchor, self.follow) = (Some(item), Some(item), true);
    }

    /// Selects nothing.
    pub(crate) fn clear(&mut self) {
        self.chosen.clear();
        self.anchor = self.cursor;
    }

    /// Forgets what the grid no longer shows; the cursor moves to what now stands in its place.
    pub(crate) fn keep_only(&mut self, items: &[T]) {
        let there: BTreeSet<T> = items.iter().copied().collect();
        self.chosen.retain(|item| there.contains(item));
        for place in [&mut self.cursor, &mut self.anchor] {
            if place.is_some_and(|item| !there.contains(&item)) {
                *place = None;
            }
        }
    }

    /// A click, or a step of the keyboard, on `items[index]`: alone, one more or less (Ctrl), or all
    /// up to there (Shift).
    pub(super) fn pick(&mut self, items: &[T], index: usize, modifiers: Modifiers) {
        let Some(&item) = items.get(index) else { return };
        self.cursor = Some(item);
        if modifiers.shift {
            let anchor = self.anchor.and_then(|anchor| items.iter().position(|i| *i == anchor));
            let anchor = anchor.unwrap_or(index);
            let span = items.get(anchor.min(index)..=anchor.max(index)).unwrap_or_default();
            if !modifiers.command {
                self.chosen.clear();
            }
            self.chosen.extend(span);
            return;
        }
        self.anchor = Some(item);
        if !modifiers.command {
            self.chosen = BTreeSet::from([item]);
        } else if !self.chosen.remove(&item) {
            self.chosen.insert(item);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    const ITEMS: [u32; 6] = [10, 11, 12, 13, 14, 15];

    fn picked(steps: &[(usize, Modifiers)]) -> Vec<u32> {
        let mut selection = Selection::default();
        for (index, modifiers) in steps {
            selection.pick(&ITEMS, *index, *modifiers);
        }
        selection.chosen().collect()
    }

    #[test]
    fn a_click_selects_one_ctrl_one_more_shift_all_between() {
        let (none, ctrl, shift) = (Modifiers::NONE, Modifiers::COMMAND, Modifiers::SHIFT);
        assert_eq!(picked(&[(1, none), (3, none)]), [13]);
        assert_eq!(picked(&[(1, none), (3, ctrl)]), [11, 13]);
        assert_eq!(picked(&[(1, none), (3, ctrl), (1, ctrl)]), [13]);
        assert_eq!(picked(&[(4, none), (2, shift)]), [12, 13, 14]);
        assert_eq!(picked(&[(4, none), (2, shift), (5, shift)]), [14, 15]);
        assert_eq!(picked(&[(0, none), (3, ctrl), (4, ctrl | shift)]), [10, 13, 14]);
        assert_eq!(picked(&[(9, none)]), [0; 0], "beyond the end");
    }

    #[test]
    fn what_is_gone_is_not_selected() {
        let mut selection = Selection::default();
        selection.pick(&ITEMS, 1, Modifiers::NONE);
        selection.pick(&ITEMS, 4, Modifiers::SHIFT);
        selection.keep_only(&[10, 12, 13]);
        assert_eq!(selection.chosen().collect::<Vec<_>>(), [12, 13]);
        assert_eq!(selection.cursor(), None);
    }
}
