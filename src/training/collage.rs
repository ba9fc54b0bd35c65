//! One clean item on some ground, as it may lie on a counter (Dwibedi et al. 2017, "Cut, paste and
//! learn"): photos from shops show heaps, a till sees single goods.

use rand::{RngExt, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

use super::{Recipe, augmentation::Look, cut_out::CutOut, picture_cache::DecodedPhoto};
use photo::Preparation;

/// Share of collages on a plain ground; the others lie on a blurred piece of a photo.
const PLAIN_SHARE: f64 = 0.6;
/// Share of a photo's area that becomes a ground: so little that it shows colours, not goods.
const GROUND_AREA: [f64; 2] = [0.01, 0.05];
/// How dark the shadow under an item is.
const SHADOW: f32 = 0.4;

/// What the item lies on.
enum Ground<'a> {
    /// From one colour above to another below, with some grain.
    Plain { above: [f32; 3], below: [f32; 3], grain: f32, seed: u32 },
    /// A small piece of a photo.
    Photo(&'a DecodedPhoto, Look),
}

/// One copy of the item: its place as a share of the square, its size, turn and colour.
struct Copy {
    middle: [f32; 2],
    /// Longer side as a share of the square.
    side: f32,
    sin: f32,
    cos: f32,
    mirror: f32,
    brightness: f32,
    shadow: [f32; 2],
}

/// A picture put together, drawn but not yet painted.
pub(super) struct Collage<'a> {
    item: &'a CutOut,
    ground: Ground<'a>,
    copies: Vec<Copy>,
}

impl<'a> Collage<'a> {
    /// Draws a collage of one of `items`; `None` without any.
    pub(super) fn draw(
        items: &'a [CutOut],
        photos: &'a [DecodedPhoto],
        recipe: &Recipe,
        generator: &mut ChaCha8Rng,
    ) -> Option<Self> {
        let item = items.choose(generator)?;
        let ground = Ground::draw(photos, recipe, generator)?;
        let count = *[1, 1, 1, 1, 2, 3].choose(generator)?;
        let copies = (0..count).map(|_| Copy::draw(count, recipe, generator)).collect();
        Some(Self { item, ground, copies })
    }

    /// The same, the right way round: for goods with writing on them.
    #[must_use]
    pub(super) fn unmirrored(mut self) -> Self {
        for copy in &mut self.copies {
            copy.mirror = 1.0;
        }
        self
    }

    /// Class of the item.
    pub(super) fn class(&self) -> usize {
        self.item.class
    }

    /// Paints `size` x `size` x 3 normalised values, pixel by pixel.
    pub(super) fn write(&self, preparation: &Preparation, target: &mut [f32]) {
        self.ground.write(preparation.size, target);
        for copy in &self.copies {
            self.paint(copy, preparation.size, target);
        }
        for value in target.iter_mut() {
            *value = value.clamp(0.0, 255.0);
        }
        preparation.normalise(target);
    }

    fn paint(&self, copy: &Copy, size: u32, target: &mut [f32]) {
        let size = size as usize;
        let step = self.item.longer_side() / (copy.side * size as f32);
        let (middle_x, middle_y) = self.item.middle();
        let place = |column: f32, row: f32| {
            let u = (column - copy.middle[0] * size as f32) * step;
            let v = (row - copy.middle[1] * size as f32) * step;
            let x = (u * copy.cos - v * copy.sin) * copy.mirror;
            (middle_x + x, middle_y + u * copy.sin + v * copy.cos)
        };
        for (row, line) in target.chunks_exact_mut(size * 3).enumerate() {
            for (column, pixel) in line.chunks_exact_mut(3).enumerate() {
                let (column, row) = (column as f32, row as f32);
                let (x, y) = place(column, row);
                let (colour, opacity) = self.item.at(x, y);
                let (x, y) = place(column - copy.shadow[0], row - copy.shadow[1]);
                let light = 1.0 - SHADOW * self.item.at(x, y).1 * (1.0 - opacity);
                for (value, channel) in pixel.iter_mut().zip(colour) {
                    *value = *value * light * (1.0 - opacity) + channel * copy.brightness * opacity;
                }
            }
        }
    }
}

impl Copy {
    fn draw(count: usize, recipe: &Recipe, generator: &mut ChaCha8Rng) -> Self {
        let greatest = if count == 1 { 1.0 } else { 0.65 };
        let spread = if count == 1 { 0.15 } else { 0.3 };
        let turn = generator.random_range(-std::f32::consts::PI..std::f32::consts::PI);
        let mut around = |middle: f32, by: f32| middle + generator.random_range(-by..=by);
        Self {
            middle: [around(0.5, spread), around(0.5, spread)],
            side: around(f32::midpoint(0.4, greatest), (greatest - 0.4) / 2.0),
            brightness: around(1.0, recipe.colour as f32),
            shadow: [around(0.0, 4.0), around(3.0, 3.0)],
            mirror: if generator.random_bool(recipe.flip) { -1.0 } else { 1.0 },
            sin: turn.sin(),
            cos: turn.cos(),
        }
    }
}

impl<'a> Ground<'a> {
    fn draw(
        photos: &'a [DecodedPhoto],
        recipe: &Recipe,
        generator: &mut ChaCha8Rng,
    ) -> Option<Self> {
        if generator.random_bool(PLAIN_SHARE) {
            let base = generator.random_range(50.0..240.0_f32);
            let warmth = generator.random_range(-10.0..45.0_f32);
            let slope = generator.random_range(-40.0..40.0_f32);
            let above = [base + warmth, base, base - warmth];
            return Some(Self::Plain {
                above,
                below: above.map(|value| value + slope),
                grain: generator.random_range(0.0..12.0),
                seed: generator.random(),
            });
        }
        let photo = photos.choose(generator)?;
        let piece = Recipe { crop_area: GROUND_AREA, ..recipe.clone() };
        let (width, height) = (photo.picture.width(), photo.picture.height());
        Some(Self::Photo(photo, Look::draw(&piece, width, height, generator)))
    }

    /// Writes values of 0 to 255.
    fn write(&self, size: u32, target: &mut [f32]) {
        match self {
            Self::Photo(photo, look) => look.write_bytes(&photo.picture, size, target),
            Self::Plain { above, below, grain, seed } => {
                let width = size as usize * 3;
                for (row, line) in target.chunks_exact_mut(width).enumerate() {
                    let share = row as f32 / size as f32;
                    for (column, pixel) in line.chunks_exact_mut(3).enumerate() {
                        let noise = noise(*seed, row * width + column) * grain;
                        for ((value, above), below) in pixel.iter_mut().zip(above).zip(below) {
                            *value = above + (below - above) * share + noise;
                        }
                    }
                }
            }
        }
    }
}

/// A number in -1 to 1 that depends on seed and place only (Wang's integer hash).
fn noise(seed: u32, place: usize) -> f32 {
    let mut value = seed ^ place as u32;
    value = (value ^ 61) ^ (value >> 16);
    value = value.wrapping_mul(9);
    value ^= value >> 4;
    value = value.wrapping_mul(0x27d4_eb2d);
    value ^= value >> 15;
    value as f32 / u32::MAX as f32 * 2.0 - 1.0
}

#[cfg(test)]
mod tests {
    use rand_chacha::rand_core::SeedableRng;

    use super::*;
    use cnn::Architecture;
    use photo::{Colours, Fit, PerceptualHash, Picture};

    fn photo(picture: Picture) -> DecodedPhoto {
        DecodedPhoto { name: String::new(), label: 1, source: 0, hash: PerceptualHash(0), picture }
    }

    #[test]
    fn the_item_lies_on_the_ground_and_a_seed_repeats_it() {
        let bytes = (0..30 * 30).flat_map(|index| {
            let (x, y) = (index % 30 - 15, index / 30 - 15);
            if x * x + y * y < 120 { [250, 0, 0] } else { [255; 3] }
        });
        let clean = photo(Picture::new(30, 30, bytes.collect()).unwrap());
        let items = [CutOut::from_clean_picture(1, clean).unwrap()];
        let grounds = [photo(Picture::filled(30, 30, [0, 0, 200]))];
        let recipe = Recipe::for_architecture(&Architecture::EfficientNetLite0);
        let preparation = Preparation {
            size: 24,
            fit: Fit::Crop,
            mean: [0.0; 3],
            scale: [255.0; 3],
            colours: Colours::Colour,
        };
        for seed in 0..20 {
            let paint = || {
                let mut generator = ChaCha8Rng::seed_from_u64(seed);
                let collage = Collage::draw(&items, &grounds, &recipe, &mut generator).unwrap();
                assert_eq!(collage.class(), 1);
                let mut values = vec![0.0; 24 * 24 * 3];
                collage.write(&preparation, &mut values);
                values
            };
            let values = paint();
            assert_eq!(values, paint());
            assert!(values.iter().all(|value| (0.0..=1.0).contains(value)));
            let red = values.chunks(3).filter(|pixel| pixel[0] > 0.7 && pixel[1] < 0.1).count();
            assert!(red > 10, "{red} red pixels");
            assert!(red < 24 * 24, "some ground is left");
        }
    }
}
