//! The part of a camera's picture in which goods are laid, in shares of its sides.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::part::crop_to_region;
use super::picture::{Picture, crop};
use super::prepare::Region;

/// No side of the tray is smaller than this share of the picture's.
const SMALLEST: f32 = 0.1;

/// A rectangle on a picture in shares of its width and height, from the top left, always inside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrayArea {
    left: f32,
    top: f32,
    width: f32,
    height: f32,
}

/// The middle four fifths of the picture each way.
impl Default for TrayArea {
    fn default() -> Self {
        Self { left: 0.1, top: 0.1, width: 0.8, height: 0.8 }
    }
}

/// The text is not a tray area.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "'{0}' is not a tray area: write left, top, width and height in shares of the picture, such as 0.1 0.1 0.8 0.8"
)]
pub struct ParseTrayAreaError(String);

impl TrayArea {
    /// All of the picture.
    pub const WHOLE: Self = Self { left: 0.0, top: 0.0, width: 1.0, height: 1.0 };

    /// Returns the area nearest to these shares that lies inside of the picture and is not too small
    /// to lay something in (a tenth of each side); what is no number becomes the default's.
    pub fn new(left: f32, top: f32, width: f32, height: f32) -> Self {
        let default = Self::default();
        let number = |value: f32, or: f32| if value.is_finite() { value } else { or };
        let width = number(width, default.width).clamp(SMALLEST, 1.0);
        let height = number(height, default.height).clamp(SMALLEST, 1.0);
        let left = number(left, default.left).clamp(0.0, 1.0 - width);
        let top = number(top, default.top).clamp(0.0, 1.0 - height);
        Self { left, top, width, height }
    }

    /// Returns left, top, width and height, each 0 to 1.
    pub fn shares(&self) -> [f32; 4] {
        [self.left, self.top, self.width, self.height]
    }

    /// Returns the area moved by these shares, as far as it stays inside.
    #[must_use]
    pub fn moved(&self, right: f32, down: f32) -> Self {
        Self::new(self.left + right, self.top + down, self.width, self.height)
    }

    /// Returns the area with its lower right corner moved by these shares.
    #[must_use]
    pub fn resized(&self, wider: f32, higher: f32) -> Self {
        let width = (self.width + wider).min(1.0 - self.left);
        let height = (self.height + higher).min(1.0 - self.top);
        Self::new(self.left, self.top, width, height)
    }

    /// Returns the area on a picture of this size, in pixels.
    pub fn region(&self, width: u32, height: u32) -> Region {
        let (width, height) = (width as f32, height as f32);
        Region {
            x: self.left * width,
            y: self.top * height,
            width: self.width * width,
            height: self.height * height,
        }
    }
}

/// Returns what lies in the tray.
pub fn crop_to_tray(picture: &Picture, area: &TrayArea) -> Picture {
    crop_to_region(picture, &area.region(picture.width(), picture.height()))
}

/// Room around an item, as a share of its longer side: a network wants to see its edges.
const AROUND: f32 = 0.06;

/// Returns the square around what lies in the tray, within the tray where there is room for it.
/// `bounds` are its left, top, right and bottom as shares of the tray ([`super::Change::bounds`]).
pub fn crop_to_item(picture: &Picture, area: &TrayArea, bounds: [f32; 4]) -> Picture {
    let tray = area.region(picture.width(), picture.height());
    let [left, top, right, bottom] = bounds;
    let (width, height) = ((right - left) * tray.width, (bottom - top) * tray.height);
    let side = width.max(height) * (1.0 + 2.0 * AROUND);
    // A span of this length around the item's middle, moved into the tray.
    let span = |from: f32, room: f32, low: f32, high: f32| {
        let side = side.min(room);
        let middle = from + (low + high) / 2.0 * room;
        let start = (middle - side / 2.0).clamp(from, from + room - side);
        (start.round() as u32, side.round() as u32)
    };
    let (x, width) = span(tray.x, tray.width, left, right);
    let (y, height) = span(tray.y, tray.height, top, bottom);
    crop(picture, x, y, width.max(1), height.max(1))
}

/// Four shares with four decimals: `0.1000 0.1000 0.8000 0.8000`.
impl fmt::Display for TrayArea {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.4} {:.4} {:.4} {:.4}", self.left, self.top, self.width, self.height)
    }
}

impl FromStr for TrayArea {
    type Err = ParseTrayAreaError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let shares: Vec<f32> =
            text.split_whitespace().map_while(|share| share.parse().ok()).collect();
        match shares[..] {
            [left, top, width, height] if text.split_whitespace().count() == 4 => {
                Ok(Self::new(left, top, width, height))
            }
            _ => Err(ParseTrayAreaError(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_default_is_the_middle_four_fifths() {
        let picture = Picture::filled(100, 50, [7; 3]);
        let part = crop_to_tray(&picture, &TrayArea::default());
        assert_eq!((part.width(), part.height()), (80, 40));
        assert_eq!(crop_to_tray(&picture, &TrayArea::WHOLE), picture);
    }

    #[test]
    fn an_item_is_cut_out_as_a_square_with_some_room() {
        let picture = Picture::filled(1000, 500, [7; 3]);
        let part = crop_to_item(&picture, &TrayArea::WHOLE, [0.4, 0.4, 0.5, 0.5]);
        assert_eq!((part.width(), part.height()), (112, 112));
        let whole = crop_to_item(&picture, &TrayArea::WHOLE, [0.0, 0.0, 1.0, 1.0]);
        assert_eq!((whole.width(), whole.height()), (1000, 500));
    }

    proptest! {
        #[test]
        fn an_item_lies_within_its_square(
            left in 0.0_f32..0.9, top in 0.0_f32..0.9, wide in 0.05_f32..0.5, high in 0.05_f32..0.5,
        ) {
            let bounds = [left, top, (left + wide).min(1.0), (top + high).min(1.0)];
            let picture = Picture::filled(640, 480, [7; 3]);
            let area = TrayArea::default();
            let item = crop_to_item(&picture, &area, bounds);
            let tray = area.region(640, 480);
            let least = ((bounds[2] - bounds[0]) * tray.width).max((bounds[3] - bounds[1]) * tray.height);
            prop_assert!(item.width() as f32 >= least.min(tray.width) - 1.0);
            prop_assert!(item.height() as f32 >= least.min(tray.height) - 1.0);
            prop_assert!(item.width() <= 640 && item.height() <= 480);
        }
    }

    #[test]
    fn what_is_no_area_is_refused() {
        for text in ["", "0.1 0.1 0.8", "0.1 0.1 0.8 x", "0.1 0.1 0.8 0.8 0.8"] {
            assert!(text.parse::<TrayArea>().is_err(), "{text}");
        }
    }

    proptest! {
        /// Whatever is asked for: the area lies inside, has a size, and survives text and back.
        #[test]
        fn always_inside(numbers in proptest::array::uniform4(any::<f32>()), steps in proptest::array::uniform4(-2f32..2.0)) {
            let [a, b, c, d] = numbers;
            let [e, f, g, h] = steps;
            for area in [TrayArea::new(a, b, c, d), TrayArea::new(e, f, g, h).moved(g, h).resized(e, f)] {
                let [left, top, width, height] = area.shares();
                prop_assert!(left >= 0.0 && top >= 0.0);
                prop_assert!(width >= SMALLEST - 1e-6 && height >= SMALLEST - 1e-6);
                prop_assert!(left + width <= 1.0 + 1e-5 && top + height <= 1.0 + 1e-5);
                let back: TrayArea = area.to_string().parse().unwrap();
                for (was, is) in area.shares().into_iter().zip(back.shares()) {
                    prop_assert!((was - is).abs() < 2e-4);
                }
                let part = crop_to_tray(&Picture::filled(31, 17, [1; 3]), &area);
                prop_assert!(part.width() <= 31 && part.height() <= 17);
            }
        }
    }
}
