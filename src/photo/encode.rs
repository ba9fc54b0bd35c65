//! A picture to a file's bytes.

use std::io::Cursor;

use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};

use super::error::PhotoError;
use super::picture::Picture;

/// Returns the picture as a PNG file.
///
/// # Errors
/// [`PhotoError::NotEncoded`] where the encoder refuses, such as for want of memory.
pub fn encode_png(picture: &Picture) -> Result<Vec<u8>, PhotoError> {
    let mut bytes = Cursor::new(Vec::new());
    PngEncoder::new(&mut bytes)
        .write_image(picture.rgb(), picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .map_err(|error| PhotoError::NotEncoded { reason: error.to_string() })?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let rgb = (0..31 * 17 * 3).map(|at| (at * 7 % 256) as u8).collect();
        let picture = Picture::new(31, 17, rgb).unwrap();
        let bytes = encode_png(&picture).unwrap();
        assert_eq!(crate::decode(&bytes, "written.png").unwrap(), picture);
    }
}
