//! Photos in a zip, read in place.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use zip::{ZipArchive, result::ZipError};

use super::{
    FoundPhoto, TrainingError,
    passed_over::is_passed_over,
    photo_files::PhotoPlace,
    zip_names::{decoded, path_inside},
};
use base::regular_file;
use photo::is_picture_name;

/// A zip is read by one thread at a time; decoding its photos is not held up by that.
pub(super) type SharedZip = Arc<Mutex<ZipArchive<BufReader<File>>>>;

/// Greatest size of one photo inside a zip, unpacked: a zip bomb must not fill the memory.
pub(super) const LARGEST_PHOTO_MEBIBYTES: u64 = 256;

/// Unpacks one entry. What a header says of its size is checked first and not believed.
pub(super) fn unpack(archive: &SharedZip, index: usize) -> io::Result<Vec<u8>> {
    const LIMIT: u64 = LARGEST_PHOTO_MEBIBYTES << 20;
    let too_large = || io::Error::from(io::ErrorKind::FileTooLarge);
    let mut archive = archive.lock().unwrap_or_else(PoisonError::into_inner);
    let entry = archive.by_index(index)?;
    if entry.size() > LIMIT {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    entry.take(LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT { Err(too_large()) } else { Ok(bytes) }
}

/// All pictures of the zip, by name.
///
/// # Errors
/// [`TrainingError`] naming a zip that cannot be read, or that names files outside of itself.
pub(super) fn photos(path: &Path) -> Result<Vec<FoundPhoto>, TrainingError> {
    let file = regular_file::open(path).map_err(TrainingError::file(path))?;
    let damaged = |error: ZipError| TrainingError::DamagedZip {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    let archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    let mut names = names(&archive).map_err(damaged)?;
    names.sort_by(|a, b| a.1.cmp(&b.1));
    let archive = Arc::new(Mutex::new(archive));
    let mut found = Vec::new();
    for (index, name) in names {
        let Some(inside) = path_inside(&name) else {
            return Err(TrainingError::HostileZip { path: path.to_owned(), name });
        };
        let is_folder = name.ends_with(['/', '\\']);
        let passed_over = inside.split('/').any(is_passed_over);
        if !is_folder && !passed_over && is_picture_name(Path::new(&inside)) {
            let place = PhotoPlace::Zip { archive: Arc::clone(&archive), index };
            found.push(FoundPhoto::at(inside, place));
        }
    }
    Ok(found)
}

/// Index and name of every entry.
fn names(archive: &ZipArchive<BufReader<File>>) -> Result<Vec<(usize, String)>, ZipError> {
    let raw: Vec<&[u8]> = archive.file_names_raw().collect();
    let names = decoded(&raw).into_iter().zip(archive.file_names());
    let named = names.map(|(decoded, own)| match decoded {
        Some(name) => Ok(name),
        None => own.map(std::borrow::Cow::into_owned),
    });
    Ok(named.collect::<Result<Vec<_>, _>>()?.into_iter().enumerate().collect())
}
