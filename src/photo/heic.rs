//! HEIC, as iPhones write their photos: decoded by heic-rs, in Rust alone.

use heic_rs::{DecodeOptions, Error, context::Context, decode as decode_heic, probe};

use super::colour_profile::to_srgb;
use super::decode::{MEGAPIXEL_LIMIT, check_megapixels};
use super::error::PhotoError;
use super::picture::Picture;

/// Returns whether the bytes start an ISO media file with a still picture, HEIC or AVIF.
pub(super) fn is_heif(bytes: &[u8]) -> bool {
    bytes.get(4..8) == Some(b"ftyp")
        && bytes.get(8..11).is_some_and(|brand| matches!(brand, b"hei" | b"hev" | b"mif" | b"msf"))
}

/// Decodes the primary picture, upright and in sRGB.
pub(super) fn decode(bytes: &[u8], name: &str) -> Result<Picture, PhotoError> {
    let failed = |error| failed(error, name);
    let about = probe(bytes).map_err(failed)?;
    check_megapixels(about.coded_width, about.coded_height, name)?;
    let limit = u64::from(MEGAPIXEL_LIMIT) * 1_000_000;
    let options = DecodeOptions::default().with_max_pixels(Some(limit));
    let mut image = decode_heic(bytes, &options).map_err(failed)?;
    to_srgb(&mut image.data, profile(bytes));
    Picture::new(image.width, image.height, image.data).map_err(|_| PhotoError::Damaged {
        name: name.to_owned(),
        reason: "it has no pixels".to_owned(),
    })
}

fn profile(bytes: &[u8]) -> Option<&[u8]> {
    let file = Context::open(bytes).ok()?;
    file.props(file.meta.primary).ok()?.icc
}

fn failed(error: Error, name: &str) -> PhotoError {
    let name = name.to_owned();
    match error {
        Error::Truncated(_) => PhotoError::Truncated { name },
        Error::Unsupported(what) => PhotoError::UnknownKind { name, kind: format!("HEIC: {what}") },
        // A picture of another kind in the same container: AV1's lies in AVIF, JPEG's in some HEIF.
        Error::MissingBox("hvcC") => PhotoError::UnknownKind { name, kind: "HEIF".to_owned() },
        Error::PixelLimit { .. } => PhotoError::TooMuchMemory { name },
        other => PhotoError::Damaged { name, reason: other.to_string() },
    }
}
