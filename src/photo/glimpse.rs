//! A very small copy of a picture, and how two of them differ whatever the light does: what watching
//! a tray needs.

use super::picture::Picture;
use super::resample::{Window, resample};
use super::tray_area::TrayArea;

/// Cells in a row.
pub const GLIMPSE_WIDTH: usize = 64;
/// Rows of cells.
pub const GLIMPSE_HEIGHT: usize = 48;
/// Cells of a glimpse.
pub const GLIMPSE_CELLS: usize = GLIMPSE_WIDTH * GLIMPSE_HEIGHT;

/// Cells in the two outermost rows and columns.
pub const GLIMPSE_BORDER: usize = 4 * (GLIMPSE_WIDTH + GLIMPSE_HEIGHT - 4);

/// Keeps a ratio of dark cells calm, in levels of 0 to 255.
const FOOTING: f32 = 8.0;

/// How much brighter or darker the light may become and still count as the same, as a factor.
const GAIN_LIMIT: f32 = 2.0;

/// A part of a picture in 64 x 48 cells, red, green, blue, 0 to 255.
///
/// In colour, since a lime on a grey tray can be as bright as the tray.
#[derive(Clone, Debug, PartialEq)]
pub struct Glimpse {
    cells: Vec<[f32; 3]>,
}

impl Glimpse {
    /// Returns the glimpse of the area of a picture.
    pub fn of(picture: &Picture, area: &TrayArea) -> Self {
        let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
        let [left, top, wide, high] = area.shares().map(f64::from);
        let (x, y) = (left * width, top * height);
        let window = Window {
            x,
            y,
            width: (wide * width).clamp(1e-3, width - x),
            height: (high * height).clamp(1e-3, height - y),
        };
        let rgb = resample(picture, &window, GLIMPSE_WIDTH as u32, GLIMPSE_HEIGHT as u32);
        Self::from_bytes(&rgb).unwrap_or_else(|| Self { cells: vec![[0.0; 3]; GLIMPSE_CELLS] })
    }

    /// Returns the glimpse in these bytes, red, green, blue, row by row; `None` unless there are
    /// exactly enough.
    pub fn from_bytes(rgb: &[u8]) -> Option<Self> {
        let (pixels, []) = rgb.as_chunks::<3>() else { return None };
        let cells: Vec<_> = pixels.iter().map(|pixel| pixel.map(f32::from)).collect();
        (cells.len() == GLIMPSE_CELLS).then_some(Self { cells })
    }

    /// Returns the bytes that [`Self::from_bytes`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.cells.iter().flatten().map(|level| level.round().clamp(0.0, 255.0) as u8).collect()
    }

    /// Returns the mean level, 0 (black) to 1 (white).
    pub fn brightness(&self) -> f32 {
        let sum: f32 = self.cells.iter().flatten().sum();
        sum / (self.cells.len().max(1) * 3) as f32 / 255.0
    }

    /// Returns how much there is to see: the standard deviation of the brightness, in levels of 0
    /// to 255. A hand over the lens gives next to nothing.
    pub fn spread(&self) -> f32 {
        let mean = self.brightness() * 255.0;
        let squares: f32 = self.cells.iter().map(|cell| (luma(cell) - mean).powi(2)).sum();
        (squares / self.cells.len().max(1) as f32).sqrt()
    }

    /// Returns in which cells `now` shows something else than this, whatever the light.
    ///
    /// Each colour is first brought to the same median ratio, so that light that grows or turns
    /// yellow, and a camera that adapts to it, change nothing as long as less than half of the cells
    /// differ otherwise. `tolerance` is in levels of 0 to 255.
    pub fn change(&self, now: &Self, tolerance: f32) -> Change {
        let gain: [f32; 3] = std::array::from_fn(|colour| median_ratio(self, now, colour));
        let differs = self.cells.iter().zip(&now.cells).map(|(before, now)| {
            before.iter().zip(now).zip(gain).any(|((before, now), gain)| {
                let expected = (before * gain).min(255.0);
                (now - expected).abs() > tolerance
            })
        });
        Change {
            cells: differs.collect(),
            light: gain.map(f32::ln).map(f32::abs).into_iter().fold(0.0, f32::max),
        }
    }

    /// Moves every cell that has not changed a little (`share`, 0 to 1) towards `now`.
    pub fn follow(&mut self, now: &Self, change: &Change, share: f32) {
        for ((cell, now), changed) in self.cells.iter_mut().zip(&now.cells).zip(&change.cells) {
            if !changed {
                for (level, now) in cell.iter_mut().zip(now) {
                    *level += (now - *level) * share;
                }
            }
        }
    }

    /// Returns by how many cells the scene seems to have moved (right, down) since this glimpse; zero
    /// where no move explains the difference at least twice as well as none.
    ///
    /// Compares brightness, up to 6 cells each way, and lets single cells count little, so that a
    /// thing that was laid down does not look like a camera that was pushed.
    pub fn shift(&self, now: &Self) -> (i32, i32) {
        let before: Vec<f32> = self.cells.iter().map(luma).collect();
        let after: Vec<f32> = now.cells.iter().map(luma).collect();
        let unmoved = mean_difference(&before, &after, 0, 0);
        let mut best = (unmoved / 2.0, (0, 0));
        for down in -REACH..=REACH {
            for right in -REACH..=REACH {
                let difference = mean_difference(&before, &after, right, down);
                if difference < best.0 {
                    best = (difference, (right, down));
                }
            }
        }
        if unmoved < QUIET { (0, 0) } else { best.1 }
    }
}

/// How far a pushed camera is looked for, in cells.
const REACH: i32 = 6;
/// A mean difference below this many levels is noise and no move.
const QUIET: f32 = 2.5;
/// No single cell counts more than this many levels.
const CELL_AT_MOST: f32 = 40.0;

fn luma(cell: &[f32; 3]) -> f32 {
    let [red, green, blue] = cell;
    0.299 * red + 0.587 * green + 0.114 * blue
}

/// Over the cells that both have, `after` taken from (`right`, `down`) further on.
fn mean_difference(before: &[f32], after: &[f32], right: i32, down: i32) -> f32 {
    let (mut sum, mut count) = (0.0, 0.0);
    let overlap = |length: usize, by: i32| {
        let skip = usize::try_from(by.unsigned_abs()).unwrap_or_default();
        let (first, second) = if by >= 0 { (0, skip) } else { (skip, 0) };
        (first, second, length.saturating_sub(skip))
    };
    let (from_y, to_y, rows) = overlap(GLIMPSE_HEIGHT, down);
    let (from_x, to_x, columns) = overlap(GLIMPSE_WIDTH, right);
    let from = before.chunks_exact(GLIMPSE_WIDTH).skip(from_y);
    let to = after.chunks_exact(GLIMPSE_WIDTH).skip(to_y);
    for (before, after) in from.zip(to).take(rows) {
        let pairs = before.iter().skip(from_x).zip(after.iter().skip(to_x)).take(columns);
        for (a, b) in pairs {
            sum += (a - b).abs().min(CELL_AT_MOST);
            count += 1.0;
        }
    }
    if count > 0.0 { sum / count } else { f32::MAX }
}

fn median_ratio(before: &Glimpse, now: &Glimpse, colour: usize) -> f32 {
    let level = |cell: &[f32; 3]| cell.get(colour).copied().unwrap_or_default();
    let mut ratios: Vec<f32> = before
        .cells
        .iter()
        .zip(&now.cells)
        .map(|(before, now)| (level(now) + FOOTING) / (level(before) + FOOTING))
        .collect();
    let middle = ratios.len() / 2;
    if middle == 0 {
        return 1.0;
    }
    let (_, median, _) = ratios.select_nth_unstable_by(middle, f32::total_cmp);
    median.clamp(1.0 / GAIN_LIMIT, GAIN_LIMIT)
}

/// Which cells differ between two glimpses.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    cells: Vec<bool>,
    /// How much the light changed: the logarithm of the largest factor of a colour.
    light: f32,
}

impl Change {
    /// Returns how many cells differ.
    pub fn count(&self) -> usize {
        self.cells.iter().filter(|differs| **differs).count()
    }

    /// Returns the box around the cells that differ, as left, top, right and bottom shares of the
    /// tray; a row or column with a single one is taken for noise. `None` where nothing is left.
    pub fn bounds(&self) -> Option<[f32; 4]> {
        let mut columns = [0_u32; GLIMPSE_WIDTH];
        let mut rows = [0_u32; GLIMPSE_HEIGHT];
        for (index, _) in self.cells.iter().enumerate().filter(|(_, differs)| **differs) {
            if let Some(column) = columns.get_mut(index % GLIMPSE_WIDTH) {
                *column += 1;
            }
            if let Some(row) = rows.get_mut(index / GLIMPSE_WIDTH) {
                *row += 1;
            }
        }
        let span = |counts: &[u32]| {
            let first = counts.iter().position(|count| *count > 1)?;
            let last = counts.iter().rposition(|count| *count > 1)?;
            let length = counts.len() as f32;
            Some((first as f32 / length, (last + 1) as f32 / length))
        };
        let ((left, right), (top, bottom)) = (span(&columns)?, span(&rows)?);
        Some([left, top, right, bottom])
    }

    /// Returns whether the light changed as far as can be told apart from other scenes.
    pub fn light_is_other(&self) -> bool {
        self.light >= GAIN_LIMIT.ln() - 1e-3
    }

    /// Returns how many cells in the two outermost rows and columns differ.
    pub fn at_border(&self) -> usize {
        let inside = |index: usize, length: usize| (2..length - 2).contains(&index);
        let border = |index: usize| {
            !(inside(index % GLIMPSE_WIDTH, GLIMPSE_WIDTH)
                && inside(index / GLIMPSE_WIDTH, GLIMPSE_HEIGHT))
        };
        self.cells.iter().enumerate().filter(|(index, differs)| **differs && border(*index)).count()
    }

    /// Returns which share of the cells that differ here differ in `other` too; 0 if none differ.
    pub fn share_in(&self, other: &Self) -> f32 {
        let both = self.cells.iter().zip(&other.cells).filter(|(here, there)| **here && **there);
        both.count() as f32 / self.count().max(1) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A table cloth with folds, lit by `light`, moved by (`right`, `down`) pixels.
    fn cloth(light: [f32; 3], right: i32, down: i32) -> Picture {
        let level = |x: i32, y: i32| {
            let (x, y) = ((x - right) as f32, (y - down) as f32);
            120.0
                + 40.0 * (x / 31.0).sin()
                + 30.0 * (y / 23.0).cos()
                + 20.0 * ((x + 2.0 * y) / 57.0).sin()
        };
        let rgb = (0..240)
            .flat_map(|y| (0..320).map(move |x| level(x, y)))
            .flat_map(|level| light.map(|light| (level * light).clamp(0.0, 255.0) as u8))
            .collect();
        Picture::new(320, 240, rgb).unwrap()
    }

    fn whole(picture: &Picture) -> Glimpse {
        Glimpse::of(picture, &TrayArea::WHOLE)
    }

    #[test]
    fn a_lime_as_bright_as_the_tray_is_seen() {
        let tray = whole(&Picture::filled(320, 240, [120; 3]));
        let mut rgb = Picture::filled(320, 240, [120; 3]).into_rgb();
        for y in 100..130 {
            for x in 100..130 {
                rgb[(y * 320 + x) * 3..][..3].copy_from_slice(&[80, 145, 90]);
            }
        }
        let lime = whole(&Picture::new(320, 240, rgb).unwrap());
        let change = tray.change(&lime, 16.0);
        assert!((25..60).contains(&change.count()), "{}", change.count());
        assert_eq!(change.at_border(), 0);
    }

    #[test]
    fn a_pushed_camera_is_told_from_a_thing_laid_down() {
        let before = whole(&cloth([1.0; 3], 0, 0));
        assert_eq!(before.shift(&whole(&cloth([1.0; 3], 15, -10))), (3, -2));
        let mut rgb = cloth([1.0; 3], 0, 0).into_rgb();
        for row in rgb.chunks_mut(320 * 3).skip(60).take(100) {
            row[80 * 3..200 * 3].fill(220);
        }
        assert_eq!(before.shift(&whole(&Picture::new(320, 240, rgb).unwrap())), (0, 0));
        assert_eq!(before.shift(&before), (0, 0));
    }

    #[test]
    fn nothing_to_see_has_no_spread() {
        assert!(whole(&Picture::filled(64, 48, [9; 3])).spread() < 0.1);
        assert!(whole(&cloth([1.0; 3], 0, 0)).spread() > 20.0);
    }

    #[test]
    fn bytes_and_back() {
        let glimpse = whole(&cloth([0.5, 0.7, 0.9], 0, 0));
        assert_eq!(Glimpse::from_bytes(&glimpse.to_bytes()), Some(glimpse.clone()));
        assert_eq!(Glimpse::from_bytes(&glimpse.to_bytes()[1..]), None);
        assert_eq!(Glimpse::from_bytes(&[]), None);
    }

    #[test]
    fn what_has_not_changed_is_followed_and_what_has_is_not() {
        let mut tray = whole(&Picture::filled(64, 48, [100; 3]));
        let now = whole(&Picture::filled(64, 48, [104; 3]));
        let change = tray.change(&now, 16.0);
        tray.follow(&now, &change, 0.5);
        assert!((tray.brightness() * 255.0 - 102.0).abs() < 0.1);
    }

    proptest! {
        /// Light that grows, fades or takes on a colour is no change.
        #[test]
        fn light_is_no_change(light in proptest::array::uniform3(0.6f32..1.15)) {
            let change = whole(&cloth([1.0; 3], 0, 0)).change(&whole(&cloth(light, 0, 0)), 16.0);
            prop_assert_eq!(change.count(), 0);
            prop_assert!(!change.light_is_other());
        }

        /// Noise of a cheap camera is no change: it is averaged away.
        #[test]
        fn noise_is_no_change(seed: u64) {
            let mut state = seed | 1;
            let noisy = cloth([1.0; 3], 0, 0).into_rgb().into_iter().map(|level| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let noise = ((state >> 33) % 41) as i32 - 20;
                (i32::from(level) + noise).clamp(0, 255) as u8
            });
            let noisy = Picture::new(320, 240, noisy.collect()).unwrap();
            prop_assert_eq!(whole(&cloth([1.0; 3], 0, 0)).change(&whole(&noisy), 16.0).count(), 0);
        }

        #[test]
        fn a_scene_does_not_differ_from_itself(bytes in proptest::collection::vec(any::<u8>(), GLIMPSE_CELLS * 3)) {
            let glimpse = Glimpse::from_bytes(&bytes).unwrap();
            prop_assert_eq!(glimpse.change(&glimpse, 0.5).count(), 0);
        }
    }
}
