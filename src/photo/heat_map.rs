//! A heat map: how warm each part of a picture is, in colours, and laid over the picture.

use super::picture::{CHANNELS, Picture};
use super::prepare::Region;

/// Cells along the longer side of a picture.
const LONGER_SIDE: u32 = 32;

/// How warm each part of a picture is, 0 to 1, on a coarse grid that covers all of it.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatMap {
    columns: usize,
    rows: usize,
    values: Vec<f32>,
}

impl HeatMap {
    /// The map of a picture of `width` x `height` pixels, from any numbers that say how much each
    /// place (x and y in pixels from the top left) speaks for something.
    ///
    /// What is 0 or less is cold. 1 is the greatest number either way, so that a little evidence for
    /// something stays a little beside much against it.
    pub fn of_evidence(width: u32, height: u32, evidence: impl Fn(f32, f32) -> f32) -> Self {
        let longer = width.max(height).max(1) as f32;
        let cells = |side: u32| (side as f32 / longer * LONGER_SIDE as f32).round().max(1.0);
        let (columns, rows) = (cells(width), cells(height));
        let (across, down) = (width as f32 / columns, height as f32 / rows);
        let (columns, rows) = (columns as usize, rows as usize);
        let mut values: Vec<f32> = (0..rows * columns)
            .map(|cell| ((cell % columns) as f32 + 0.5, (cell / columns) as f32 + 0.5))
            .map(|(x, y)| evidence(x * across, y * down))
            .map(|value| if value.is_finite() { value } else { 0.0 })
            .collect();
        let greatest = values.iter().fold(0.0, |greatest: f32, value| greatest.max(value.abs()));
        for value in &mut values {
            *value = if *value > 0.0 { *value / greatest } else { 0.0 };
        }
        Self { columns, rows, values }
    }

    /// How many cells stand side by side, at least 1.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How many rows of cells there are, at least 1.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The cells, row by row from the top left, each 0 (nothing, or against it) to 1 (most).
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// How warm the picture is at a point, in shares of its width and height; between the middles
    /// of the cells it changes linearly.
    pub fn at(&self, x: f32, y: f32) -> f32 {
        self.between(&Between::new(x, self.columns), &Between::new(y, self.rows))
    }

    fn between(&self, x: &Between, y: &Between) -> f32 {
        let row = |row: usize| {
            let cell = |column: usize| {
                self.values.get(row * self.columns + column).copied().unwrap_or_default()
            };
            cell(x.before) * (1.0 - x.share) + cell(x.after) * x.share
        };
        row(y.before) * (1.0 - y.share) + row(y.after) * y.share
    }
}

/// Two neighbouring cells, and how far on the way from the first to the second.
struct Between {
    before: usize,
    after: usize,
    share: f32,
}

impl Between {
    fn new(share: f32, cells: usize) -> Self {
        let last = cells.saturating_sub(1);
        let at = (share * cells as f32 - 0.5).clamp(0.0, last as f32);
        let before = at as usize;
        Self { before, after: (before + 1).min(last), share: at - before as f32 }
    }
}

/// The colour of a warmth, 0 to 1: from black over violet and orange to light yellow.
///
/// Eleven steps of Matplotlib's "inferno" (Smith and van der Walt 2015), which grows evenly lighter,
/// so that it reads the same without colours and for the colour-blind.
pub fn heat_colour(warmth: f32) -> [u8; 3] {
    const STEPS: [[u8; 3]; 11] = [
        [0x00, 0x00, 0x04],
        [0x16, 0x0B, 0x39],
        [0x42, 0x0A, 0x68],
        [0x6A, 0x17, 0x6E],
        [0x93, 0x26, 0x67],
        [0xBC, 0x37, 0x54],
        [0xDD, 0x51, 0x3A],
        [0xF3, 0x78, 0x19],
        [0xFC, 0xA5, 0x0A],
        [0xF6, 0xD7, 0x46],
        [0xFC, 0xFF, 0xA4],
    ];
    let at = warmth.clamp(0.0, 1.0) * (STEPS.len() - 1) as f32;
    let before = at as usize;
    let from = STEPS.get(before).copied().unwrap_or_default();
    let to = STEPS.get(before + 1).copied().unwrap_or(from);
    mixed(from, to, at - before as f32)
}

/// Returns `picture` in grey with `map` laid over it in colours, so that a warmer place is a lighter
/// one; where it was not looked at as a whole, a frame holds what was `seen` (in its pixels).
pub fn lay_heat(picture: &Picture, map: &HeatMap, seen: &Region) -> Picture {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let frame = Frame::around(seen, width, height);
    let across: Vec<(f32, Between)> = (0..picture.width())
        .map(|x| x as f32 + 0.5)
        .map(|x| (x, Between::new(x / width, map.columns)))
        .collect();
    let mut rgb = Vec::with_capacity(picture.rgb().len());
    for (row, y) in picture.rows().zip(0..) {
        let y = y as f32 + 0.5;
        let down = Between::new(y / height, map.rows);
        for (pixel, (x, across)) in row.chunks_exact(CHANNELS).zip(&across) {
            if frame.as_ref().is_some_and(|frame| frame.holds(*x, y)) {
                rgb.extend(FRAME);
            } else {
                let warmth = if seen.contains(*x, y) { map.between(across, &down) } else { 0.0 };
                rgb.extend(mixed(grey(pixel), heat_colour(warmth), COVER));
            }
        }
    }
    Picture::new(picture.width(), picture.height(), rgb).unwrap_or_else(|_| picture.clone())
}

/// How much of the photo the colours hide: the same everywhere, or a cold place could be lighter than
/// a warmer one beside it.
const COVER: f32 = 0.65;

const FRAME: [u8; 3] = [0xF0; 3];

/// A line around what was seen, inside of it.
struct Frame {
    outer: Region,
    inner: Region,
}

impl Frame {
    /// None where all of the picture was seen.
    fn around(seen: &Region, width: f32, height: f32) -> Option<Self> {
        let line = (width.max(height) / 320.0).max(1.0);
        let inner = Region {
            x: seen.x + line,
            y: seen.y + line,
            width: seen.width - 2.0 * line,
            height: seen.height - 2.0 * line,
        };
        let is_whole = seen.width >= width && seen.height >= height;
        (!is_whole).then_some(Self { outer: *seen, inner })
    }

    fn holds(&self, x: f32, y: f32) -> bool {
        self.outer.contains(x, y) && !self.inner.contains(x, y)
    }
}

/// A pixel's luma (ITU-R BT.601).
fn grey(pixel: &[u8]) -> [u8; 3] {
    let weights = [0.299, 0.587, 0.114];
    let luma: f32 =
        pixel.iter().zip(weights).map(|(value, weight)| f32::from(*value) * weight).sum();
    [luma as u8; 3]
}

fn mixed(from: [u8; 3], to: [u8; 3], share: f32) -> [u8; 3] {
    let mix = |from: u8, to: u8| f32::from(from) + (f32::from(to) - f32::from(from)) * share;
    let channels = from.into_iter().zip(to).map(|(from, to)| mix(from, to).round() as u8);
    let mut colour = [0; 3];
    colour.iter_mut().zip(channels).for_each(|(place, value)| *place = value);
    colour
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn luma([red, green, blue]: [u8; 3]) -> f64 {
        0.2126 * f64::from(red) + 0.7152 * f64::from(green) + 0.0722 * f64::from(blue)
    }

    const ALL: Region = Region { x: 0.0, y: 0.0, width: 1e6, height: 1e6 };

    #[test]
    fn warmer_is_lighter_at_every_step() {
        let lumas: Vec<f64> =
            (0..=100_u8).map(|s| luma(heat_colour(f32::from(s) / 100.0))).collect();
        assert!(lumas.is_sorted_by(|a, b| a < b), "{lumas:?}");
        assert_eq!(heat_colour(-1.0), heat_colour(0.0));
        assert_eq!(heat_colour(2.0), [0xFC, 0xFF, 0xA4]);
    }

    #[test]
    fn the_grid_has_the_pictures_shape() {
        let shape = |width, height| {
            let map = HeatMap::of_evidence(width, height, |_, _| 1.0);
            (map.columns(), map.rows(), map.values().len())
        };
        assert_eq!(shape(640, 480), (32, 24, 768));
        assert_eq!(shape(10, 4000), (1, 32, 32));
        assert_eq!(shape(1, 1), (32, 32, 1024));
    }

    #[test]
    fn what_speaks_against_is_cold_and_tells_how_much_the_rest_is() {
        let map = HeatMap::of_evidence(100, 100, |x, _| x - 50.0);
        assert_eq!(map.at(0.2, 0.5), 0.0);
        assert_eq!(map.at(1.0, 0.5), 1.0);
        let map = HeatMap::of_evidence(100, 100, |x, _| if x < 50.0 { -4.0 } else { 1.0 });
        assert_eq!((map.at(0.2, 0.5), map.at(0.8, 0.5)), (0.0, 0.25));
        let map = HeatMap::of_evidence(100, 100, |_, _| -1.0);
        assert!(map.values().iter().all(|value| *value == 0.0));
    }

    #[test]
    fn heat_lies_where_it_belongs_and_a_frame_holds_what_was_seen() {
        let photo = Picture::filled(64, 32, [200, 100, 50]);
        let map = HeatMap::of_evidence(64, 32, |x, y| if x > 32.0 && y > 16.0 { 1.0 } else { 0.0 });
        let pixel = |laid: &Picture, x: usize, y: usize| {
            let at = (y * 64 + x) * 3;
            [laid.rgb()[at], laid.rgb()[at + 1], laid.rgb()[at + 2]]
        };
        let seen = Region { x: 16.0, y: 0.0, width: 32.0, height: 32.0 };
        let laid = lay_heat(&photo, &map, &seen);
        let (hot, cold) = (pixel(&laid, 40, 25), pixel(&laid, 20, 5));
        assert!(luma(hot) > 2.0 * luma(cold) && hot[0] > hot[2] + 20, "{hot:?} {cold:?}");
        assert!(cold[0].abs_diff(cold[2]) < 5, "a cold place is grey: {cold:?}");
        for (x, y) in [(16, 9), (47, 9), (30, 0), (30, 31)] {
            assert_eq!(pixel(&laid, x, y), FRAME);
        }
        assert_eq!(pixel(&laid, 15, 9), cold, "what was not seen is cold");
        let all = Region { x: -5.0, y: 0.0, width: 74.0, height: 32.0 };
        let laid = lay_heat(&photo, &map, &all);
        assert!(!laid.rgb().chunks(3).any(|pixel| pixel == FRAME), "no frame around a whole photo");
    }

    proptest! {
        #[test]
        fn any_evidence_is_a_map_from_0_to_1(
            width in 1u32..5000, height in 1u32..5000, slope in -1e9f32..1e9, x in -1f32..2.0,
        ) {
            let map = HeatMap::of_evidence(width, height, |x, y| slope * (x - y));
            prop_assert_eq!(map.values().len(), map.columns() * map.rows());
            prop_assert!(map.values().iter().all(|value| (0.0..=1.0).contains(value)));
            prop_assert!((0.0..=1.0).contains(&map.at(x, 0.3)));
        }

        #[test]
        fn on_any_photo_a_warmer_place_is_lighter(colour: [u8; 3]) {
            let photo = Picture::filled(320, 10, colour);
            let laid = lay_heat(&photo, &HeatMap::of_evidence(320, 10, |x, _| x), &ALL);
            let lumas: Vec<f64> =
                laid.rgb().chunks(30).map(|p| luma([p[0], p[1], p[2]])).take(32).collect();
            prop_assert!(lumas.is_sorted_by(|a, b| a < b), "{:?}", lumas);
        }

        #[test]
        fn a_laid_map_keeps_the_pictures_size(width in 1u32..60, height in 1u32..60) {
            let photo = Picture::filled(width, height, [9, 99, 200]);
            let map = HeatMap::of_evidence(width, height, |x, _| x);
            let laid = lay_heat(&photo, &map, &ALL);
            prop_assert_eq!((laid.width(), laid.height()), (width, height));
        }
    }
}
