//! What goods are laid on when pictures of them are put together.

use rand::{RngExt, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

use super::{Recipe, augmentation::Look, picture_cache::DecodedPhoto};

/// Share of grounds that are plain; the others are a blurred piece of a photo.
const PLAIN_SHARE: f64 = 0.6;
/// Share of a photo's area that becomes a ground: so little that it shows colours, not goods.
const GROUND_AREA: [f64; 2] = [0.01, 0.05];

/// What an item lies on.
pub(super) enum Ground<'a> {
    /// From one colour above to another below, with some grain.
    Plain { above: [f32; 3], below: [f32; 3], grain: f32, seed: u32 },
    /// A piece of a photo.
    Photo(&'a DecodedPhoto, Look),
}

impl<'a> Ground<'a> {
    pub(super) fn draw(
        photos: &'a [DecodedPhoto],
        recipe: &Recipe,
        generator: &mut ChaCha8Rng,
    ) -> Option<Self> {
        if generator.random_bool(PLAIN_SHARE) {
            return Some(Self::plain(generator));
        }
        let photo = photos.choose(generator)?;
        Some(Self::piece_of(photo, GROUND_AREA, recipe, generator))
    }

    /// A ground of one colour, more or less.
    pub(super) fn plain(generator: &mut ChaCha8Rng) -> Self {
        let base = generator.random_range(50.0..240.0_f32);
        let warmth = generator.random_range(-10.0..45.0_f32);
        let slope = generator.random_range(-40.0..40.0_f32);
        let above = [base + warmth, base, base - warmth];
        Self::Plain {
            above,
            below: above.map(|value| value + slope),
            grain: generator.random_range(0.0..12.0),
            seed: generator.random(),
        }
    }

    /// A studio's ground: white, more or less.
    pub(super) fn studio(generator: &mut ChaCha8Rng) -> Self {
        let above = [generator.random_range(225.0..255.0_f32); 3];
        let slope = generator.random_range(-15.0..15.0_f32);
        let (grain, seed) = (generator.random_range(0.0..4.0), generator.random());
        Self::Plain { above, below: above.map(|value| value + slope), grain, seed }
    }

    /// A piece of a photo, of a share of its area between these two.
    pub(super) fn piece_of(
        photo: &'a DecodedPhoto,
        area: [f64; 2],
        recipe: &Recipe,
        generator: &mut ChaCha8Rng,
    ) -> Self {
        let piece = Recipe { crop_area: area, ..recipe.clone() };
        let (width, height) = (photo.picture.width(), photo.picture.height());
        Self::Photo(photo, Look::draw(&piece, width, height, generator))
    }

    /// Writes values of 0 to 255.
    pub(super) fn write(&self, size: u32, target: &mut [f32]) {
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
pub(super) fn noise(seed: u32, place: usize) -> f32 {
    let mut value = seed ^ place as u32;
    value = (value ^ 61) ^ (value >> 16);
    value = value.wrapping_mul(9);
    value ^= value >> 4;
    value = value.wrapping_mul(0x27d4_eb2d);
    value ^= value >> 15;
    value as f32 / u32::MAX as f32 * 2.0 - 1.0
}
