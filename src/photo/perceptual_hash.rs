//! A 64-bit fingerprint that stays nearly the same when a photo is scaled, recompressed or lit a little otherwise.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::picture::Picture;
use super::resample::resize;

/// A picture's difference hash (dHash): one bit for each of 8 x 8 neighbouring pairs of grey cells.
///
/// Source: N. Krawetz, "Kind of Like That", The Hacker Factor Blog, 2013.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PerceptualHash(pub u64);

impl PerceptualHash {
    /// Returns in how many of the 64 bits the two differ: 0 is the same picture, about 32 a stranger.
    pub fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }
}

/// Sixteen hexadecimal digits in lower case.
impl fmt::Display for PerceptualHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The text is not a perceptual hash.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("'{0}' is not a picture's hash: it must be sixteen hexadecimal digits")]
pub struct ParseHashError(String);

impl FromStr for PerceptualHash {
    type Err = ParseHashError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let only_digits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        only_digits
            .then(|| u64::from_str_radix(text, 16).ok())
            .flatten()
            .map(Self)
            .ok_or_else(|| ParseHashError(text.to_owned()))
    }
}

/// Returns the picture's hash: squeezed to 9 x 8 grey cells, a bit is set where the cell to the
/// right is brighter; the top left pair is the highest bit.
pub fn perceptual_hash(picture: &Picture) -> PerceptualHash {
    let small = resize(picture, 9, 8);
    let mut bits = 0;
    for row in small.rows() {
        let grey: Vec<u32> = row.chunks_exact(3).map(luma).collect();
        for pair in grey.windows(2) {
            if let [left, right] = pair {
                bits = bits << 1 | u64::from(right > left);
            }
        }
    }
    PerceptualHash(bits)
}

/// Returns a pixel's luma times 1000 (ITU-R BT.601), 0 to 255,000.
pub(super) fn luma(pixel: &[u8]) -> u32 {
    match pixel {
        [red, green, blue] => {
            299 * u32::from(*red) + 587 * u32::from(*green) + 114 * u32::from(*blue)
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flip_horizontal;
    use proptest::prelude::*;

    /// Soft blobs at places that depend on `seed`.
    fn blobs(width: u32, height: u32, seed: f32) -> Picture {
        let value = |x: u32, y: u32| {
            let (u, v) = (x as f32 / width as f32, y as f32 / height as f32);
            let wave = (9.0 * u + seed).sin() + (7.0 * v - 2.0 * seed).cos() + (5.0 * u * v).sin();
            (wave * 40.0 + 128.0) as u8
        };
        let pixels = (0..height).flat_map(|y| (0..width).flat_map(move |x| [value(x, y); 3]));
        Picture::new(width, height, pixels.collect()).unwrap()
    }

    #[test]
    fn size_and_a_little_light_hardly_change_it() {
        let original = perceptual_hash(&blobs(800, 600, 0.3));
        assert!(original.distance(perceptual_hash(&blobs(200, 150, 0.3))) <= 2);
        let lit: Vec<u8> =
            blobs(800, 600, 0.3).rgb().iter().map(|value| value.saturating_add(12)).collect();
        assert!(original.distance(perceptual_hash(&Picture::new(800, 600, lit).unwrap())) <= 2);
    }

    #[test]
    fn another_picture_is_far() {
        let original = perceptual_hash(&blobs(300, 300, 0.3));
        assert!(original.distance(perceptual_hash(&blobs(300, 300, 2.0))) > 10);
    }

    #[test]
    fn a_ramp_to_the_right_sets_every_bit() {
        let rgb = (0..80).flat_map(|_| (0..90).flat_map(|x| [x * 2; 3])).collect();
        let ramp = Picture::new(90, 80, rgb).unwrap();
        assert_eq!(perceptual_hash(&ramp), PerceptualHash(u64::MAX));
        assert_eq!(perceptual_hash(&flip_horizontal(&ramp)), PerceptualHash(0));
    }

    #[test]
    fn what_is_no_hash_is_refused() {
        for text in ["", "12", "+123456789abcdef", "00000000000000000", "zzzzzzzzzzzzzzzz"] {
            assert!(text.parse::<PerceptualHash>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn text_and_back(bits: u64) {
            let text = PerceptualHash(bits).to_string();
            prop_assert_eq!(text.len(), 16);
            prop_assert_eq!(text.parse(), Ok(PerceptualHash(bits)));
        }

        #[test]
        fn distance_is_symmetric_and_zero_only_for_the_same(left: u64, right: u64) {
            let (left, right) = (PerceptualHash(left), PerceptualHash(right));
            prop_assert_eq!(left.distance(right), right.distance(left));
            prop_assert_eq!(left.distance(right) == 0, left == right);
        }
    }
}
