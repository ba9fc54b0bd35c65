//! A version as one file to carry about: a zip of known names, trusted in nothing.

use std::borrow::Cow;
use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, Cursor, Read, Seek, Write};
use std::path::Path;

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::error::RegistryError;
use super::manifest::Manifest;
use super::shop_registry::Registry;
use super::staging::NewVersion;
use super::version::Version;
use super::weights_header;
use super::{CARD_FILE, MANIFEST_FILE, NOTICE_FILES, WEIGHTS_FILE};
use base::write_atomically;
use base::{FileContext, FileError};
use domain::on_lines;

/// The file itself may be this large; what it unpacks to is limited for each entry.
const MAX_FILE_MIB: u64 = 600;
const MAX_WEIGHTS_MIB: u64 = 512;
const MAX_MANIFEST_MIB: u64 = 64;
const MAX_TEXT_MIB: u64 = 1;
/// Networks of a till look at some 200 pixels a side; time and memory grow with the square.
const MAX_PICTURE_SIDE: u32 = 1024;
/// Each product is a row of the network's last layer: memory for it is taken before the weights tell.
const MAX_CLASSES: usize = 20_000;

/// Why a bundle is refused, before the file's name is put in front.
enum Refusal {
    Because(String),
    Registry(RegistryError),
}

impl From<RegistryError> for Refusal {
    fn from(error: RegistryError) -> Self {
        Self::Registry(error)
    }
}

impl From<FileError> for Refusal {
    fn from(error: FileError) -> Self {
        Self::Registry(error.into())
    }
}

impl From<ZipError> for Refusal {
    fn from(error: ZipError) -> Self {
        Self::Because(format!("it is no whole zip file ({error})"))
    }
}

fn because(reason: impl Into<String>) -> Refusal {
    Refusal::Because(reason.into())
}

/// Writes `version` as a zip file.
pub(super) fn export(version: &Version, file: &Path) -> Result<(), RegistryError> {
    version.verify()?;
    let bytes = zipped(version)?;
    Ok(write_atomically(file, |out| out.write_all(&bytes))?)
}

/// The version as a zip in memory: a `ZipWriter` on a full disk prints on stderr by itself.
fn zipped(version: &Version) -> Result<Vec<u8>, RegistryError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for name in entry_names() {
        let path = version.folder.join(name);
        if path.is_file() {
            let mut source = File::open(&path).on("read", &path)?;
            writer
                .start_file(name, options_for(name))
                .map_err(io::Error::from)
                .and_then(|()| io::copy(&mut source, &mut writer))
                .on("read", &path)?;
        }
    }
    let zip = writer.finish().map_err(io::Error::from).on("pack", &version.folder)?;
    Ok(zip.into_inner())
}

/// Weights are noise to a compressor; texts are not.
fn options_for(name: &str) -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(match name {
        WEIGHTS_FILE => CompressionMethod::Stored,
        _ => CompressionMethod::Deflated,
    })
}

/// Unpacks `file` into the registry under the name in its manifest, if `check` has nothing against it.
pub(super) fn import<E: Display>(
    registry: &Registry,
    file: &Path,
    check: impl FnOnce(&Version) -> Result<(), E>,
) -> Result<Version, RegistryError> {
    let size = file.metadata().on("read", file)?;
    let refused = |reason| RegistryError::Refused { file: file.to_path_buf(), reason };
    if size.is_dir() {
        return Err(refused("it is a folder, not a .tillsight file".to_owned()));
    }
    if !size.is_file() {
        return Err(refused("it is not a file".to_owned()));
    }
    if size.len() > MAX_FILE_MIB << 20 {
        return Err(refused(format!("it is larger than {MAX_FILE_MIB} MiB")));
    }
    let opened = File::open(file).on("read", file)?;
    unpack(registry, opened, check).map_err(|refusal| match refusal {
        Refusal::Because(reason) => refused(reason),
        Refusal::Registry(error) => unpacked_fault(error, file),
    })
}

/// A fault of what was unpacked names the file that a person knows, not the folder in the making.
fn unpacked_fault(error: RegistryError, file: &Path) -> RegistryError {
    let reason = match error {
        RegistryError::DamagedWeights { .. } => {
            "its weights are damaged (their SHA-256 is not the one in its manifest)".to_owned()
        }
        RegistryError::BadManifest { fault, .. } => {
            format!("its manifest is not usable: {fault}")
        }
        RegistryError::FromTheFuture { format, .. } => format!(
            "it was written by a newer Tillsight (format {format}; this one reads up to {}); \
             update Tillsight to use it",
            super::MANIFEST_FORMAT
        ),
        RegistryError::Exists { name } => {
            format!("a version called \"{name}\" exists already")
        }
        other => return other,
    };
    RegistryError::Refused { file: file.to_path_buf(), reason }
}

fn unpack<E: Display>(
    registry: &Registry,
    file: impl Read + Seek,
    check: impl FnOnce(&Version) -> Result<(), E>,
) -> Result<Version, Refusal> {
    let mut archive = ZipArchive::new(file)?;
    check_entries(&mut archive)?;
    let mut json = Vec::new();
    unpack_entry(&mut archive, MANIFEST_FILE, &mut json, Path::new(MANIFEST_FILE))?;
    let manifest = Manifest::from_json(&json, Path::new(MANIFEST_FILE))?;
    manifest.check_texts().map_err(|fault| because(format!("its manifest is refused: {fault}")))?;
    if manifest.preparation.size > MAX_PICTURE_SIDE {
        return Err(because(format!(
            "its network wants pictures of {} pixels a side; more than {MAX_PICTURE_SIDE} would stop \
             a till",
            manifest.preparation.size
        )));
    }
    if manifest.classes.len() > MAX_CLASSES {
        return Err(because(format!("it claims to know more than {MAX_CLASSES} products")));
    }
    let staged = registry.create(&manifest.name)?;
    unpack_all(&mut archive, &staged)?;
    let check = |version: &Version| {
        weights_header::check(&version.weights_path()).map_err(|fault| fault.to_string())?;
        check(version).map_err(|fault| fault.to_string())
    };
    staged.commit_as_imported(check)?.map_err(because)
}

fn unpack_all<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    staged: &NewVersion,
) -> Result<(), Refusal> {
    for name in entry_names() {
        if archive.index_for_name(name).is_some() {
            let target = staged.folder().join(name);
            let mut out = File::create(&target).on("write", &target)?;
            unpack_entry(archive, name, &mut out, &target)?;
            if name == CARD_FILE || NOTICE_FILES.contains(&name) {
                check_text(name, &fs::read(&target).on("read", &target)?)?;
            }
        }
    }
    Ok(())
}

/// A text that comes along is shown on screens and terminals.
fn check_text(name: &str, bytes: &[u8]) -> Result<(), Refusal> {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace('\t', " ");
    match on_lines(&text) {
        Cow::Borrowed(_) => Ok(()),
        Cow::Owned(_) => Err(because(format!("{name} in it holds a control character"))),
    }
}

/// Looks at every entry's name and kind before one byte is unpacked.
fn check_entries<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<(), Refusal> {
    if archive.has_duplicate_names() {
        return Err(because("it holds two entries of one name"));
    }
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index)?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        if is_outside(&name) {
            return Err(because(format!("it holds {name:?}, a path that leaves its folder")));
        }
        if entry.is_symlink() {
            return Err(because(format!("it holds a link, {name:?}")));
        }
        if !entry_names().any(|known| known == name) {
            return Err(because(format!("it holds {name:?}, which is no part of a version")));
        }
        if entry.encrypted() {
            return Err(because("it is encrypted"));
        }
        if entry.size() > limit_mib(&name) << 20 {
            return Err(too_large(&name));
        }
    }
    for name in [MANIFEST_FILE, WEIGHTS_FILE] {
        if archive.index_for_name(name).is_none() {
            return Err(because(format!("it is no version of the model: {name} is missing")));
        }
    }
    Ok(())
}

/// Unpacks one entry; the sizes in a zip's directory may lie, so bytes are counted.
fn unpack_entry<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    name: &str,
    out: &mut impl Write,
    target: &Path,
) -> Result<(), Refusal> {
    let limit = limit_mib(name) << 20;
    let entry = archive.by_name(name)?;
    let mut limited = entry.take(limit + 1);
    let mut buffer = vec![0_u8; 1 << 16];
    let mut total = 0_u64;
    loop {
        let count = limited
            .read(&mut buffer)
            .map_err(|error| because(format!("{name} in it is damaged ({error})")))?;
        let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else {
            break;
        };
        total += bytes.len() as u64;
        if total > limit {
            return Err(too_large(name));
        }
        out.write_all(bytes).on("write", target)?;
    }
    Ok(())
}

fn too_large(name: &str) -> Refusal {
    because(format!("{name} in it is larger than {} MiB", limit_mib(name)))
}

fn is_outside(name: &str) -> bool {
    let bytes = name.as_bytes();
    name.starts_with(['/', '\\'])
        || bytes.get(1) == Some(&b':')
        || name.split(['/', '\\']).any(|part| part == "..")
}

fn limit_mib(name: &str) -> u64 {
    match name {
        WEIGHTS_FILE => MAX_WEIGHTS_MIB,
        MANIFEST_FILE => MAX_MANIFEST_MIB,
        _ => MAX_TEXT_MIB,
    }
}

fn entry_names() -> impl Iterator<Item = &'static str> {
    [MANIFEST_FILE, WEIGHTS_FILE, CARD_FILE].into_iter().chain(NOTICE_FILES)
}
