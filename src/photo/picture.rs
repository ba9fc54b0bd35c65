//! A picture in memory: upright, 8 bits a channel, red-green-blue, and the exact (not resampling) operations on it.

use std::fmt;

use super::error::PhotoError;

/// Bytes a pixel takes.
pub(super) const CHANNELS: usize = 3;

/// An upright RGB picture with at least one pixel.
///
/// Pixels are interleaved `R G B`, row by row from the top left, `width * height * 3` bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

impl Picture {
    /// Returns the picture whose pixels are `rgb`, interleaved, row by row from the top left.
    ///
    /// # Errors
    /// [`PhotoError::WrongByteCount`] if a side is zero or `rgb` is not `width * height * 3` long.
    pub fn new(width: u32, height: u32, rgb: Vec<u8>) -> Result<Self, PhotoError> {
        let expected = u128::from(width) * u128::from(height) * CHANNELS as u128;
        if expected == 0 || rgb.len() as u128 != expected {
            return Err(PhotoError::WrongByteCount { width, height, bytes: rgb.len() });
        }
        Ok(Self { width, height, rgb })
    }

    /// Returns a picture of one colour; a side of zero becomes one pixel.
    pub fn filled(width: u32, height: u32, colour: [u8; 3]) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        let rgb = colour.repeat(width as usize * height as usize);
        Self { width, height, rgb }
    }

    /// Returns the width in pixels, at least 1.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Returns the height in pixels, at least 1.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Returns the pixels: interleaved `R G B`, row by row, `width * height * 3` bytes.
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    /// Returns the bytes of [`Self::rgb`] without copying them.
    pub fn into_rgb(self) -> Vec<u8> {
        self.rgb
    }

    /// Returns the rows from the top, `width * 3` bytes each.
    pub(super) fn rows(&self) -> std::slice::ChunksExact<'_, u8> {
        self.rgb.chunks_exact(self.row_bytes())
    }

    /// Returns the length of a row in bytes, never zero.
    pub(super) fn row_bytes(&self) -> usize {
        self.width as usize * CHANNELS
    }
}

/// Shows the size alone: pixels would fill a log, and photos do not belong there.
impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({} x {})", self.width, self.height)
    }
}

/// Returns the part of `picture` that starts at (`x`, `y`) and is `width` x `height` pixels.
///
/// What lies outside of the picture is left out; the result keeps at least one pixel.
pub fn crop(picture: &Picture, x: u32, y: u32, width: u32, height: u32) -> Picture {
    let x = x.min(picture.width - 1);
    let y = y.min(picture.height - 1);
    let width = width.clamp(1, picture.width - x);
    let height = height.clamp(1, picture.height - y);
    let rgb = picture
        .rows()
        .skip(y as usize)
        .take(height as usize)
        .flat_map(|row| {
            row.iter().skip(x as usize * CHANNELS).take(width as usize * CHANNELS).copied()
        })
        .collect();
    Picture { width, height, rgb }
}

/// Returns `picture` with left and right exchanged.
pub fn flip_horizontal(picture: &Picture) -> Picture {
    let mut rgb = Vec::with_capacity(picture.rgb.len());
    for row in picture.rows() {
        for pixel in row.rchunks_exact(CHANNELS) {
            rgb.extend_from_slice(pixel);
        }
    }
    Picture { width: picture.width, height: picture.height, rgb }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbered(width: u32, height: u32) -> Picture {
        let rgb = (0..width * height * 3).map(|i| (i % 251) as u8).collect();
        Picture::new(width, height, rgb).unwrap()
    }

    #[test]
    fn wrong_sizes_are_refused() {
        for (width, height, bytes) in [(2, 2, 11), (2, 2, 13), (0, 0, 0), (0, 5, 0), (3, 0, 0)] {
            let made = Picture::new(width, height, vec![0; bytes]);
            assert!(
                matches!(made, Err(PhotoError::WrongByteCount { .. })),
                "{width} x {height} from {bytes} bytes"
            );
        }
        assert!(Picture::new(u32::MAX, u32::MAX, vec![0; 3]).is_err());
    }

    #[test]
    fn crop_takes_the_named_pixels() {
        let picture = numbered(4, 3);
        let part = crop(&picture, 1, 2, 2, 1);
        assert_eq!((part.width(), part.height()), (2, 1));
        assert_eq!(part.rgb(), &picture.rgb()[(2 * 4 + 1) * 3..(2 * 4 + 3) * 3]);
    }

    #[test]
    fn crop_outside_keeps_one_pixel() {
        let part = crop(&numbered(4, 3), 99, 99, 5, 5);
        assert_eq!((part.width(), part.height()), (1, 1));
    }

    proptest! {
        #[test]
        fn flipping_twice_changes_nothing(width in 1u32..20, height in 1u32..20) {
            let picture = numbered(width, height);
            let flipped = flip_horizontal(&picture);
            prop_assert_eq!(&flipped.rgb()[..3], &picture.rgb()[(width as usize - 1) * 3..][..3]);
            prop_assert_eq!(flip_horizontal(&flipped), picture);
        }
    }
}
