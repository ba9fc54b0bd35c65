//! One item as it lies on a ground: where, how large, how turned and in what light.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::{Recipe, cut_out::CutOut};
use photo::Region;

/// How dark the shadow under an item is.
const SHADOW: f32 = 0.4;

/// An item's place as a share of the square, its size, turn and light.
#[derive(Clone, Debug)]
pub(super) struct Lay {
    middle: [f32; 2],
    /// Longer side of the item's picture as a share of the square.
    side: f32,
    sin: f32,
    cos: f32,
    mirror: f32,
    brightness: f32,
    /// Of the shadow, in pixels.
    shadow: [f32; 2],
}

impl Lay {
    /// Somewhere `around` the middle, by so much of the square, with a longer side between two shares of
    /// it.
    pub(super) fn draw(
        spread: f32,
        [least, greatest]: [f32; 2],
        recipe: &Recipe,
        generator: &mut ChaCha8Rng,
    ) -> Self {
        let turn = generator.random_range(-std::f32::consts::PI..std::f32::consts::PI);
        let mut around = |middle: f32, by: f32| middle + generator.random_range(-by..=by);
        Self {
            middle: [around(0.5, spread), around(0.5, spread)],
            side: around(f32::midpoint(least, greatest), (greatest - least) / 2.0),
            brightness: around(1.0, recipe.colour as f32),
            shadow: [around(0.0, 4.0), around(3.0, 3.0)],
            mirror: if generator.random_bool(recipe.flip) { -1.0 } else { 1.0 },
            sin: turn.sin(),
            cos: turn.cos(),
        }
    }

    /// The same, the right way round: for goods with writing on them.
    #[must_use]
    pub(super) fn unmirrored(self) -> Self {
        Self { mirror: 1.0, ..self }
    }

    /// What the item's turned picture reaches over, in shares of the square.
    pub(super) fn region(&self, item: &CutOut) -> Region {
        let (across, down) = item.size();
        let (across, down) = (across as f32, down as f32);
        let scale = self.side / item.longer_side();
        let width = (across * self.cos.abs() + down * self.sin.abs()) * scale;
        let height = (across * self.sin.abs() + down * self.cos.abs()) * scale;
        let [x, y] = self.middle;
        Region { x: x - width / 2.0, y: y - height / 2.0, width, height }
    }

    /// Lays `item` on `size` x `size` x 3 values of 0 to 255; `covered` hears each pixel, by its number,
    /// that the item covers more than half of.
    pub(super) fn paint(
        &self,
        item: &CutOut,
        size: usize,
        target: &mut [f32],
        mut covered: impl FnMut(usize),
    ) {
        let step = item.longer_side() / (self.side * size as f32);
        let (middle_x, middle_y) = item.middle();
        let place = |column: f32, row: f32| {
            let u = (column - self.middle[0] * size as f32) * step;
            let v = (row - self.middle[1] * size as f32) * step;
            let x = (u * self.cos - v * self.sin) * self.mirror;
            (middle_x + x, middle_y + u * self.sin + v * self.cos)
        };
        let [rows, columns] = self.reach(size);
        let lines = target.chunks_exact_mut(size * 3).enumerate();
        for (row, line) in lines.take(rows.1).skip(rows.0) {
            let pixels = line.chunks_exact_mut(3).enumerate();
            for (column, pixel) in pixels.take(columns.1).skip(columns.0) {
                let index = row * size + column;
                let (column, row) = (column as f32, row as f32);
                let (x, y) = place(column, row);
                let (colour, opacity) = item.at(x, y);
                let (x, y) = place(column - self.shadow[0], row - self.shadow[1]);
                let light = 1.0 - SHADOW * item.at(x, y).1 * (1.0 - opacity);
                for (value, channel) in pixel.iter_mut().zip(colour) {
                    *value = *value * light * (1.0 - opacity) + channel * self.brightness * opacity;
                }
                if opacity > 0.5 {
                    covered(index);
                }
            }
        }
    }

    /// First and last row (exclusive), first and last column that item or shadow may touch.
    fn reach(&self, size: usize) -> [(usize, usize); 2] {
        let side = size as f32;
        let radius = self.side * side * std::f32::consts::FRAC_1_SQRT_2 + 2.0;
        let span = |middle: f32, shadow: f32| {
            let from = middle * side - radius + shadow.min(0.0);
            let to = middle * side + radius + shadow.max(0.0);
            (from.clamp(0.0, side) as usize, to.ceil().clamp(0.0, side) as usize)
        };
        [span(self.middle[1], self.shadow[1]), span(self.middle[0], self.shadow[0])]
    }
}
