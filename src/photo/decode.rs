//! Files and bytes to an upright RGB picture, with limits checked on the header before any decoding.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use image::error::ImageError;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::end_of_file::{jpeg_is_complete, webp_is_complete};
use super::error::PhotoError;
use super::jpeg;
use super::orientation::upright;
use super::picture::Picture;

/// The largest picture that is opened, in megapixels (millions of pixels).
pub const MEGAPIXEL_LIMIT: u32 = 120;

/// The file name extensions of the formats that are read, in lower case.
pub const PICTURE_EXTENSIONS: &[&str] =
    &["jpg", "jpeg", "jpe", "jfif", "png", "webp", "bmp", "tif", "tiff", "gif"];

/// The most memory a decoder may ask for: 1 GiB.
const DECODER_BYTES: u64 = 1 << 30;

/// The largest file that is read: a photo of 120 megapixels stays far below.
const FILE_LIMIT_MEBIBYTES: u64 = 512;

/// Returns whether the file's extension is one of a format that is read.
///
/// Says nothing about its content: [`load`] looks at the bytes and never at the name.
pub fn is_picture_name(path: &Path) -> bool {
    path.extension().and_then(|extension| extension.to_str()).is_some_and(|found| {
        PICTURE_EXTENSIONS.iter().any(|known| found.eq_ignore_ascii_case(known))
    })
}

/// Returns the upright picture in the file at `path`.
///
/// # Errors
/// [`PhotoError`], with `path` as the name; see [`decode`].
pub fn load(path: &Path) -> Result<Picture, PhotoError> {
    let name = path.display().to_string();
    let bytes = read(path, &name)?;
    decode(&bytes, &name)
}

/// Returns the upright picture in `bytes`; `name` is used in messages alone.
///
/// Reads JPEG, PNG, WebP, BMP, TIFF and the first frame of GIF. Grey, CMYK and 16-bit pictures
/// become 8-bit RGB; what is transparent is laid on white, as a shop's pictures are. Colour
/// profiles are not applied.
///
/// # Errors
/// [`PhotoError`]: the bytes are empty, no picture, of an unknown kind, cut off, damaged, or larger
/// than [`MEGAPIXEL_LIMIT`] (refused from the header, before anything is decoded).
pub fn decode(bytes: &[u8], name: &str) -> Result<Picture, PhotoError> {
    if bytes.is_empty() {
        return Err(PhotoError::Empty { name: name.to_owned() });
    }
    let format = recognised_format(bytes, name)?;
    guarded(name, || match format {
        ImageFormat::Jpeg if !jpeg_is_complete(bytes) => {
            Err(PhotoError::Truncated { name: name.to_owned() })
        }
        ImageFormat::Jpeg => jpeg::decode(bytes, name),
        ImageFormat::WebP if !webp_is_complete(bytes) => {
            Err(PhotoError::Truncated { name: name.to_owned() })
        }
        other => decode_with_image(bytes, other, name),
    })
}

/// Returns the extension that a file with these bytes should have; `None` if they are no picture of
/// a kind that is read.
pub fn picture_extension(bytes: &[u8]) -> Option<&'static str> {
    match recognised_format(bytes, "").ok()? {
        ImageFormat::Jpeg => Some("jpg"),
        ImageFormat::Png => Some("png"),
        ImageFormat::WebP => Some("webp"),
        ImageFormat::Bmp => Some("bmp"),
        ImageFormat::Tiff => Some("tif"),
        ImageFormat::Gif => Some("gif"),
        _ => None,
    }
}

/// Returns the picture in one frame of a camera's Motion JPEG stream.
///
/// Unlike [`decode`] it does not insist on the end marker, which some cameras leave out or follow
/// with padding; a frame whose pixel data is broken is still an error. Frames without Huffman
/// tables use the standard ones (ITU-T T.81, annex K), as Motion JPEG does.
///
/// # Errors
/// [`PhotoError`], as [`decode`].
pub fn decode_motion_jpeg(bytes: &[u8], name: &str) -> Result<Picture, PhotoError> {
    let Some((start, rest)) = bytes.split_at_checked(2) else {
        return Err(PhotoError::Empty { name: name.to_owned() });
    };
    // An APP0 "AVI1" segment tells the decoder to fill in the tables that are missing.
    let frame = [start, b"\xFF\xE0\x00\x07AVI1\x00", rest].concat();
    guarded(name, || jpeg::decode(&frame, name))
}

/// Fails if a picture of this size is larger than is opened.
pub(super) fn check_megapixels(width: u32, height: u32, name: &str) -> Result<(), PhotoError> {
    if u64::from(width) * u64::from(height) > u64::from(MEGAPIXEL_LIMIT) * 1_000_000 {
        return Err(PhotoError::TooLarge {
            name: name.to_owned(),
            width,
            height,
            limit_megapixels: MEGAPIXEL_LIMIT,
        });
    }
    Ok(())
}

/// Runs a decoder and turns its panic into an error.
///
/// The decoders are other people's code fed with bytes from anywhere. They are fuzzed by their
/// authors, yet a till must not die of one photo in the middle of a sale. Nothing they touch
/// outlives the call, so nothing can be left half changed.
fn guarded(
    name: &str,
    decode: impl FnOnce() -> Result<Picture, PhotoError> + std::panic::UnwindSafe,
) -> Result<Picture, PhotoError> {
    base::threads::guarded(decode).unwrap_or_else(|_| {
        Err(PhotoError::Damaged {
            name: name.to_owned(),
            reason: "its data is not what a decoder expects".to_owned(),
        })
    })
}

fn read(path: &Path, name: &str) -> Result<Vec<u8>, PhotoError> {
    let unreadable = |source| PhotoError::Unreadable { name: name.to_owned(), source };
    // Asked before opening: opening a named pipe would wait for its writer for ever.
    let about = std::fs::metadata(path).map_err(unreadable)?;
    if !about.is_file() {
        return Err(PhotoError::NotAFile { name: name.to_owned() });
    }
    let limit = FILE_LIMIT_MEBIBYTES << 20;
    let too_large = || PhotoError::FileTooLarge {
        name: name.to_owned(),
        limit_mebibytes: FILE_LIMIT_MEBIBYTES,
    };
    if about.len() > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or_default());
    // A file may grow while it is read.
    let file = File::open(path).map_err(unreadable)?;
    file.take(limit + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > limit {
        return Err(too_large());
    }
    Ok(bytes)
}

fn recognised_format(bytes: &[u8], name: &str) -> Result<ImageFormat, PhotoError> {
    match image::guess_format(bytes) {
        Ok(
            format @ (ImageFormat::Jpeg
            | ImageFormat::Png
            | ImageFormat::WebP
            | ImageFormat::Bmp
            | ImageFormat::Tiff
            | ImageFormat::Gif),
        ) => Ok(format),
        Ok(ImageFormat::Avif) => Err(unknown_kind(name, "AVIF")),
        Ok(_) | Err(_) if is_heif(bytes) => Err(unknown_kind(name, "HEIC or AVIF")),
        Ok(_) | Err(_) => Err(PhotoError::NotAPicture { name: name.to_owned() }),
    }
}

/// Returns whether the bytes start an ISO media file with a still picture, as newer phones write.
fn is_heif(bytes: &[u8]) -> bool {
    bytes.get(4..8) == Some(b"ftyp")
        && bytes.get(8..11).is_some_and(|brand| matches!(brand, b"hei" | b"hev" | b"mif" | b"avi"))
}

fn unknown_kind(name: &str, kind: &str) -> PhotoError {
    PhotoError::UnknownKind { name: name.to_owned(), kind: kind.to_owned() }
}

fn decode_with_image(bytes: &[u8], format: ImageFormat, name: &str) -> Result<Picture, PhotoError> {
    let failed = |error: ImageError| translated(error, name);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODER_BYTES);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(failed)?;
    let (width, height) = decoder.dimensions();
    check_megapixels(width, height, name)?;
    // Counts the decoded pixels against the limit, which the decoders themselves do not.
    limits.reserve(decoder.total_bytes()).map_err(failed)?;
    decoder.set_limits(limits).map_err(failed)?;
    // A wrong orientation is no reason to refuse a picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let decoded = DynamicImage::from_decoder(decoder).map_err(failed)?;
    let (width, height, rgb) = upright(width, height, on_white(decoded), orientation);
    Picture::new(width, height, rgb).map_err(|_| PhotoError::Damaged {
        name: name.to_owned(),
        reason: "it has no pixels".to_owned(),
    })
}

/// Returns the interleaved RGB bytes, with transparent pixels laid on white.
fn on_white(decoded: DynamicImage) -> Vec<u8> {
    if !decoded.color().has_alpha() {
        return decoded.into_rgb8().into_raw();
    }
    let mut rgb = Vec::new();
    for pixel in decoded.into_rgba8().pixels() {
        let image::Rgba([red, green, blue, alpha]) = *pixel;
        rgb.extend([red, green, blue].map(|value| over_white(value, alpha)));
    }
    rgb
}

/// Returns `value` at opacity `alpha` over white (255), rounded to the nearest.
fn over_white(value: u8, alpha: u8) -> u8 {
    let alpha = u16::from(alpha);
    let mixed = u16::from(value) * alpha + 255 * (255 - alpha);
    // At most 255 * 255, so the quotient fits a byte.
    u8::try_from((mixed + 127) / 255).unwrap_or(u8::MAX)
}

fn translated(error: ImageError, name: &str) -> PhotoError {
    let name = name.to_owned();
    match error {
        ImageError::Limits(_) => PhotoError::TooMuchMemory { name },
        ImageError::Unsupported(why) => PhotoError::UnknownKind { name, kind: why.to_string() },
        ImageError::IoError(why) if why.kind() == std::io::ErrorKind::UnexpectedEof => {
            PhotoError::Truncated { name }
        }
        other if says_end_of_file(&other) => PhotoError::Truncated { name },
        other => PhotoError::Damaged { name, reason: other.to_string() },
    }
}

/// Returns whether an "unexpected end of file" is among the causes of a decoder's error.
fn says_end_of_file(error: &ImageError) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        if error
            .downcast_ref::<std::io::Error>()
            .is_some_and(|why| why.kind() == std::io::ErrorKind::UnexpectedEof)
        {
            return true;
        }
        cause = error.source();
    }
    false
}
