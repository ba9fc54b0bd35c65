//! A part of a picture, in shares of its sides: it means the same on every copy, however large. And a
//! region cut out.

use super::picture::{Picture, crop};
use super::prepare::Region;

/// A rectangle on a picture in shares of its width and height, 0 to 1 from the top left, always inside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Left edge.
    pub left: f32,
    /// Top edge.
    pub top: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

impl Part {
    /// Returns what a region covers of a picture of this size; what leaves the picture is left out.
    pub fn of(region: &Region, width: u32, height: u32) -> Self {
        let share = |at: f32, whole: u32| (at / whole.max(1) as f32).clamp(0.0, 1.0);
        let (left, top) = (share(region.x, width), share(region.y, height));
        Self {
            left,
            top,
            width: share(region.x + region.width, width) - left,
            height: share(region.y + region.height, height) - top,
        }
    }

    /// Returns the part on a copy of this size, in its pixels.
    pub fn on(&self, width: u32, height: u32) -> Region {
        let (across, down) = (width as f32, height as f32);
        Region {
            x: self.left * across,
            y: self.top * down,
            width: self.width * across,
            height: self.height * down,
        }
    }
}

/// Returns what lies in a region, to the nearest pixel; what leaves the picture is left out.
pub fn crop_to_region(picture: &Picture, region: &Region) -> Picture {
    // What is negative becomes 0.
    let [x, y, right, bottom] =
        [region.x, region.y, region.x + region.width, region.y + region.height]
            .map(|side| side.round() as u32);
    crop(picture, x, y, right.saturating_sub(x), bottom.saturating_sub(y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_the_same_on_a_copy_of_half_the_size() {
        let region = Region { x: 40.0, y: 20.0, width: 60.0, height: 20.0 };
        let part = Part::of(&region, 160, 80);
        assert_eq!(part, Part { left: 0.25, top: 0.25, width: 0.375, height: 0.25 });
        assert_eq!(part.on(160, 80), region);
        assert_eq!(part.on(80, 40), region.scaled(0.5));
    }

    #[test]
    fn what_leaves_the_picture_is_no_part_of_it() {
        let region = Region { x: -10.0, y: 30.0, width: 40.0, height: 30.0 };
        let part = Part::of(&region, 40, 40);
        assert_eq!(part, Part { left: 0.0, top: 0.75, width: 0.75, height: 0.25 });
        let cut = crop_to_region(&Picture::filled(40, 40, [9; 3]), &region);
        assert_eq!((cut.width(), cut.height()), (30, 10));
    }
}
