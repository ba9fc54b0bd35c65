//! JPEG: decoded by zune-jpeg directly, because `image` never asks it to be strict about the pixel data.

use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::colour_profile::to_srgb;
use super::decode::check_megapixels;
use super::end_of_file::{EndOfJpeg, end_of_jpeg};
use super::error::PhotoError;
use super::jpeg_data::{self, Fault};
use super::orientation::upright;
use super::picture::Picture;

/// The end-of-image marker, without which zune-jpeg takes the last rows for missing.
const END: &[u8] = &[0xFF, 0xD9];

/// Decodes a JPEG. All of its pixels must be there; the end marker alone may be missing.
pub(super) fn decode(bytes: &[u8], name: &str) -> Result<Picture, PhotoError> {
    match end_of_jpeg(bytes) {
        EndOfJpeg::Marked => decode_pixels(bytes, name),
        EndOfJpeg::Unmarked => decode_pixels(&[bytes, END].concat(), name),
        EndOfJpeg::Filler => Err(PhotoError::Truncated { name: name.to_owned() }),
    }
}

/// Decodes one frame of a Motion JPEG stream. Some cameras leave out the end marker, or pad the frame;
/// frames without Huffman tables use the standard ones (ITU-T T.81, annex K).
pub(super) fn decode_frame(bytes: &[u8], name: &str) -> Result<Picture, PhotoError> {
    let Some((start, rest)) = bytes.split_at_checked(2) else {
        return Err(PhotoError::Empty { name: name.to_owned() });
    };
    // An APP0 "AVI1" segment tells the decoder to fill in the tables that are missing.
    decode_pixels(&[start, b"\xFF\xE0\x00\x07AVI1\x00", rest, END].concat(), name)
}

/// Headers are read leniently: phones and editors write odd bytes between them, which do no harm.
/// The pixel data is read strictly: a code that does not exist or data that runs out would
/// otherwise leave the rest of the picture grey.
fn decode_pixels(bytes: &[u8], name: &str) -> Result<Picture, PhotoError> {
    let damaged = |error: DecodeErrors| damaged(&error, name);
    let lenient = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), lenient);
    // A file that ends before its first scan is told by libjpeg alone.
    decoder.decode_headers().map_err(|error| match jpeg_data::check(bytes) {
        Err(Fault::CutOff) => PhotoError::Truncated { name: name.to_owned() },
        _ => damaged(error),
    })?;
    let info = decoder.info().ok_or_else(|| PhotoError::Truncated { name: name.to_owned() })?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    check_megapixels(width, height, name)?;
    jpeg_data::check(bytes).map_err(|fault| match fault {
        Fault::CutOff => PhotoError::Truncated { name: name.to_owned() },
        Fault::Damaged => PhotoError::Damaged {
            name: name.to_owned(),
            reason: "a part of its picture data is missing or unreadable".to_owned(),
        },
    })?;
    let orientation = decoder
        .exif()
        .and_then(|exif| Orientation::from_exif_chunk(exif))
        .unwrap_or(Orientation::NoTransforms);

    let profile = decoder.icc_profile();

    decoder.set_options(lenient.set_strict_mode(true));
    let mut rgb = decoder.decode().map_err(damaged)?;
    to_srgb(&mut rgb, profile.as_deref());
    let (width, height, rgb) = upright(width, height, rgb, orientation);
    Picture::new(width, height, rgb).map_err(|_| PhotoError::Damaged {
        name: name.to_owned(),
        reason: "its colours are stored in an unknown way".to_owned(),
    })
}

fn damaged(error: &DecodeErrors, name: &str) -> PhotoError {
    match error {
        DecodeErrors::ExhaustedData | DecodeErrors::IoErrors(_) => {
            PhotoError::Truncated { name: name.to_owned() }
        }
        DecodeErrors::Unsupported(_) => PhotoError::UnknownKind {
            name: name.to_owned(),
            kind: "JPEG with a rare compression".to_owned(),
        },
        other => PhotoError::Damaged { name: name.to_owned(), reason: one_line(other) },
    }
}

/// Returns `picture` as a JPEG of `quality` 1 to 100; `None` for a side beyond the format's 65,535
/// pixels.
pub fn encode_jpeg(picture: &Picture, quality: u8) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality.clamp(1, 100))
        .encode(picture.rgb(), picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .ok()?;
    Some(bytes)
}

/// Returns the decoder's word without line breaks, so that the whole stays one sentence.
fn one_line(error: &DecodeErrors) -> String {
    format!("{error:?}").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_can_be_decoded() {
        let picture = Picture::filled(33, 7, [200, 100, 50]);
        let bytes = encode_jpeg(&picture, 90).unwrap();
        let back = crate::decode(&bytes, "x").unwrap();
        assert_eq!((back.width(), back.height()), (33, 7));
        let close = |(a, b): (&u8, &u8)| a.abs_diff(*b) < 12;
        assert!(back.rgb().iter().zip(picture.rgb()).all(close), "{:?}", &back.rgb()[..3]);
    }

    #[test]
    fn a_side_beyond_the_format_is_refused() {
        assert_eq!(encode_jpeg(&Picture::filled(65_536, 1, [0; 3]), 80), None);
    }
}
