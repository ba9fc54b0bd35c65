//! Files and bytes to an upright RGB picture, with limits checked on the header before any decoding.

use std::io::{Cursor, Read};
use std::path::Path;

use image::error::ImageError;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use base::regular_file::{self, NotAFile};

use super::colour_profile::{PROFILE_LIMIT, to_srgb};
use super::end_of_file::webp_is_complete;
use super::error::PhotoError;
use super::heic::{self, is_heif};
use super::jpeg;
use super::orientation::upright;
use super::picture::Picture;
use super::picture_names::unread_kind;

/// The largest picture that is opened, in megapixels (millions of pixels).
pub const MEGAPIXEL_LIMIT: u32 = 120;

/// The most memory a decoder may ask for: 1 GiB.
const DECODER_BYTES: u64 = 1 << 30;

/// The most memory that PNG's decoder may ask for what is not pixels, a row of them aside: 64 MiB. A
/// profile of a few bytes may unpack to as many as it is let.
const HEADER_BYTES: u64 = 64 << 20;

/// The largest file that is read: a photo of 120 megapixels stays far below.
const FILE_LIMIT_MEBIBYTES: u64 = 512;

/// Returns the upright picture in the file at `path`.
///
/// # Errors
/// [`PhotoError`], with `path` as the name; see [`decode`].
pub fn load(path: &Path) -> Result<Picture, PhotoError> {
    let name = path.display().to_string();
    let bytes = read_file(path, &name)?;
    decode(&bytes, &name)
}

/// Returns the upright picture in `bytes`; `name` is used in messages alone.
///
/// Reads JPEG, PNG, HEIC, WebP, BMP, TIFF and the first frame of GIF. Grey, CMYK and 16-bit pictures
/// become 8-bit RGB; what is transparent is laid on white, as a shop's pictures are. What an RGB
/// colour profile says is converted to sRGB. A cameras' raw file begins as a TIFF does, and holds a
/// small preview: only its name tells.
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
        Format::Heic => heic::decode(bytes, name),
        Format::Image(ImageFormat::Jpeg) => jpeg::decode(bytes, name),
        Format::Image(ImageFormat::WebP) if !webp_is_complete(bytes) => {
            Err(PhotoError::Truncated { name: name.to_owned() })
        }
        Format::Image(other) => decode_with_image(bytes, other, name),
    })
}

/// Returns the extension that a file with these bytes should have; `None` if they are no picture of
/// a kind that is read.
pub fn picture_extension(bytes: &[u8]) -> Option<&'static str> {
    let Format::Image(format) = recognised_format(bytes, "").ok()? else { return Some("heic") };
    match format {
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
/// As a JPEG file, but the frame may be padded, and lack its Huffman tables. What lacks picture data is
/// an error.
///
/// # Errors
/// [`PhotoError`], as [`decode`].
pub fn decode_motion_jpeg(bytes: &[u8], name: &str) -> Result<Picture, PhotoError> {
    guarded(name, || jpeg::decode_frame(bytes, name))
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

/// Returns the bytes of the file at `path`; `name` is used in messages alone.
///
/// # Errors
/// [`PhotoError`] of what is no regular file, cannot be read, or is larger than any photo.
pub fn read_file(path: &Path, name: &str) -> Result<Vec<u8>, PhotoError> {
    let unreadable = |source| match NotAFile::is_why(&source) {
        true => PhotoError::NotAFile { name: name.to_owned() },
        false => PhotoError::Unreadable { name: name.to_owned(), source },
    };
    let about = regular_file::about(path).map_err(unreadable)?;
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
    let file = regular_file::open(path).map_err(unreadable)?;
    file.take(limit + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > limit {
        return Err(too_large());
    }
    Ok(bytes)
}

/// A kind that is read.
#[derive(Clone, Copy)]
enum Format {
    Image(ImageFormat),
    Heic,
}

fn recognised_format(bytes: &[u8], name: &str) -> Result<Format, PhotoError> {
    let named = unread_kind(Path::new(name));
    match (image::guess_format(bytes), named) {
        (Ok(ImageFormat::Tiff), Some(kind)) => Err(unknown_kind(name, &kind)),
        (
            Ok(
                format @ (ImageFormat::Jpeg
                | ImageFormat::Png
                | ImageFormat::WebP
                | ImageFormat::Bmp
                | ImageFormat::Tiff
                | ImageFormat::Gif),
            ),
            _,
        ) => Ok(Format::Image(format)),
        (Ok(ImageFormat::Avif), _) => Err(unknown_kind(name, "AVIF")),
        _ if is_heif(bytes) => Ok(Format::Heic),
        (_, Some(kind)) => Err(unknown_kind(name, &kind)),
        _ => Err(PhotoError::NotAPicture { name: name.to_owned() }),
    }
}

fn unknown_kind(name: &str, kind: &str) -> PhotoError {
    PhotoError::UnknownKind { name: name.to_owned(), kind: kind.to_owned() }
}

fn decode_with_image(bytes: &[u8], format: ImageFormat, name: &str) -> Result<Picture, PhotoError> {
    let failed = |error: ImageError| translated(error, name);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limited(HEADER_BYTES));
    let mut decoder = reader.into_decoder().map_err(failed)?;
    let (width, height) = decoder.dimensions();
    check_megapixels(width, height, name)?;
    // TIFF's profile is unpacked to many times its size, within what is left beside the pixels.
    let header = decoder.total_bytes().saturating_add(PROFILE_LIMIT as u64);
    decoder.set_limits(limited(header)).map_err(failed)?;
    let profile = decoder.icc_profile().unwrap_or_default();
    // A wrong orientation is no reason to refuse a picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut limits = limited(DECODER_BYTES);
    // Counts the decoded pixels against the limit, which the decoders themselves do not.
    limits.reserve(decoder.total_bytes()).map_err(failed)?;
    decoder.set_limits(limits).map_err(failed)?;
    let mut decoded = DynamicImage::from_decoder(decoder).map_err(failed)?;
    if format == ImageFormat::Bmp {
        fill_empty_alpha(&mut decoded);
    }
    let mut rgb = on_white(decoded);
    to_srgb(&mut rgb, profile.as_deref());
    let (width, height, rgb) = upright(width, height, rgb, orientation);
    Picture::new(width, height, rgb).map_err(|_| PhotoError::Damaged {
        name: name.to_owned(),
        reason: "it has no pixels".to_owned(),
    })
}

fn limited(bytes: u64) -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(bytes);
    limits
}

/// Makes a picture opaque that is transparent everywhere. Windows leaves the fourth byte of a BMP's pixels
/// at zero, and shows such a picture as it is.
fn fill_empty_alpha(decoded: &mut DynamicImage) {
    let DynamicImage::ImageRgba8(pixels) = decoded else { return };
    if pixels.pixels().all(|pixel| pixel.0[3] == 0) {
        pixels.pixels_mut().for_each(|pixel| pixel.0[3] = u8::MAX);
    }
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
