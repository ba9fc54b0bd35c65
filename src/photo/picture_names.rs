//! Which files are pictures by their names: those that are read, and those of kinds that are not.

use std::path::Path;

/// The file name extensions of the formats that are read, in lower case.
pub const PICTURE_EXTENSIONS: &[&str] = &[
    "jpg", "jpeg", "jpe", "jfif", "png", "heic", "heif", "hif", "webp", "bmp", "tif", "tiff", "gif",
];

/// Extensions of pictures of other kinds: what a folder of photos may hold and must not be passed over
/// in silence. Most are cameras' raw files.
const UNREAD_EXTENSIONS: &[&str] = &[
    "3fr", "arw", "avif", "cr2", "cr3", "crw", "dcr", "dng", "emf", "eps", "erf", "exr", "fff",
    "hdr", "heics", "icns", "ico", "iiq", "j2k", "jp2", "jpf", "jpx", "jxl", "jxr", "kdc", "mef",
    "mos", "mrw", "nef", "nrw", "orf", "pbm", "pcx", "pef", "pgm", "ppm", "psb", "psd", "qoi",
    "raf", "raw", "rw2", "rwl", "sr2", "srf", "srw", "svg", "svgz", "tga", "wdp", "wmf", "x3f",
    "xcf",
];

/// Returns whether the file is called like a picture, of whatever kind.
///
/// Says nothing about its content: [`crate::load`] looks at the bytes, and says which kinds are not read.
pub fn is_picture_name(path: &Path) -> bool {
    is_read_kind(path) || unread_kind(path).is_some()
}

/// Returns whether the file is called like a picture of a kind that is read.
pub fn is_read_kind(path: &Path) -> bool {
    extension_among(path, PICTURE_EXTENSIONS).is_some()
}

/// Returns the kind that a picture of a kind that is not read is called, in capitals: `CR2`.
pub fn unread_kind(path: &Path) -> Option<String> {
    extension_among(path, UNREAD_EXTENSIONS).map(str::to_ascii_uppercase)
}

fn extension_among(path: &Path, known: &[&'static str]) -> Option<&'static str> {
    let found = path.extension()?.to_str()?;
    known.iter().find(|known| found.eq_ignore_ascii_case(known)).copied()
}
