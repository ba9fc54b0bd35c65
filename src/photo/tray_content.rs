//! What lies on a tray, by where it differs from the empty one: the one rule for selling and teaching.

use super::glimpse::{Change, GLIMPSE_BORDER, GLIMPSE_CELLS, Glimpse};

/// So many differing cells at the border count as something that reaches over it.
const BORDER_CELLS: usize = 6;
/// Above this share of differing cells it is the light or the camera that has changed.
const TOO_MUCH: f32 = 0.75;
/// The same of the cells at the border: a thing lies in the middle, or reaches over one side.
const TOO_MUCH_AT_BORDER: f32 = 0.35;

/// How sensitively a tray is watched: 1 sees large things alone, 9 a grape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sensitivity(u8);

impl Sensitivity {
    /// The lowest.
    pub const MIN: u8 = 1;
    /// The highest.
    pub const MAX: u8 = 9;

    /// Returns the sensitivity nearest to `level`.
    pub fn new(level: u8) -> Self {
        Self(level.clamp(Self::MIN, Self::MAX))
    }

    /// Returns its level, 1 to 9.
    pub fn level(self) -> u8 {
        self.0
    }

    /// How far a cell's level may be off and still be the same, of 255.
    pub fn tolerance(self) -> f32 {
        26.0 - 2.0 * f32::from(self.0)
    }

    /// How many of 3,072 cells must differ for something to lie there: 5 is a lime on a large tray.
    pub fn cells(self) -> usize {
        // Each step is a quarter less.
        (40.0 * 0.75_f32.powi(i32::from(self.0) - 1)).round() as usize
    }
}

impl Default for Sensitivity {
    fn default() -> Self {
        Self(5)
    }
}

/// What lies on a tray.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrayContent {
    /// Nothing.
    Nothing,
    /// The light is another one, or the camera was pushed: nothing can be said.
    OtherLight,
    /// Something.
    Item {
        /// It, or the hand that holds it, reaches over the tray's border.
        reaches_over: bool,
    },
}

impl TrayContent {
    /// Says what lies on the tray where it differs from the empty one in these cells; the change was
    /// found with [`Sensitivity::tolerance`].
    pub fn of(change: &Change, sensitivity: Sensitivity) -> Self {
        let too_much = change.count() as f32 > TOO_MUCH * GLIMPSE_CELLS as f32
            || change.at_border() as f32 > TOO_MUCH_AT_BORDER * GLIMPSE_BORDER as f32;
        if change.light_is_other() || too_much {
            Self::OtherLight
        } else if change.count() < sensitivity.cells() {
            Self::Nothing
        } else {
            Self::Item { reaches_over: change.at_border() >= BORDER_CELLS }
        }
    }

    /// Says what lies on a tray that looks like `now`, and where it differs from the `empty` one.
    pub fn seen(empty: &Glimpse, now: &Glimpse, sensitivity: Sensitivity) -> (Self, Change) {
        let change = empty.change(now, sensitivity.tolerance());
        (Self::of(&change, sensitivity), change)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::{Picture, TrayArea};

    /// A grained counter of 320 by 240 with a disc on it.
    fn counter(disc: Option<(i32, i32, i32)>) -> Glimpse {
        let places = (0..240_i32).flat_map(|y| (0..320_i32).map(move |x| (x, y)));
        let rgb = places.flat_map(|(x, y)| {
            let grain = ((x / 9 + y / 7) % 5) as u8 * 12;
            match disc {
                Some((cx, cy, r)) if (x - cx).pow(2) + (y - cy).pow(2) < r * r => [230, 130, 30],
                _ => [110 + grain, 108 + grain, 100 + grain],
            }
        });
        let picture = Picture::new(320, 240, rgb.collect()).unwrap();
        Glimpse::of(&picture, &TrayArea::default())
    }

    fn seen(now: &Glimpse, level: u8) -> TrayContent {
        TrayContent::seen(&counter(None), now, Sensitivity::new(level)).0
    }

    #[test]
    fn a_thing_lies_there_or_reaches_over_the_border() {
        assert_eq!(seen(&counter(None), 5), TrayContent::Nothing);
        let middle = counter(Some((160, 120, 40)));
        assert_eq!(seen(&middle, 5), TrayContent::Item { reaches_over: false });
        let side = counter(Some((40, 120, 40)));
        assert_eq!(seen(&side, 5), TrayContent::Item { reaches_over: true });
    }

    #[test]
    fn a_grape_is_seen_by_the_sensitive_alone() {
        let grape = counter(Some((160, 120, 6)));
        assert_eq!(seen(&grape, 1), TrayContent::Nothing);
        assert_eq!(seen(&grape, 9), TrayContent::Item { reaches_over: false });
    }

    #[test]
    fn a_changed_light_says_nothing() {
        let dark = Picture::filled(320, 240, [6; 3]);
        let dark = Glimpse::of(&dark, &TrayArea::default());
        assert_eq!(seen(&dark, 5), TrayContent::OtherLight);
    }

    #[test]
    fn sensitivity_stays_within_its_levels() {
        assert_eq!([0, 5, 200].map(|level| Sensitivity::new(level).level()), [1, 5, 9]);
        let cells: Vec<usize> = (1..=9).map(|level| Sensitivity::new(level).cells()).collect();
        assert!(cells.is_sorted_by(|a, b| a > b), "{cells:?}");
    }
}
