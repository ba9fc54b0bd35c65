//! Photos in folders and zips, each with the folder that it lies in.

use std::{
    collections::HashSet,
    fs::{self, File},
    io::{self, BufReader, Read},
    path::{Component, Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use zip::ZipArchive;

use super::{PhotoReadError, TrainingError};
use photo::{self, PhotoError, Picture, is_picture_name};

/// A zip is read by one thread at a time; decoding its photos is not held up by that.
type SharedZip = Arc<Mutex<ZipArchive<BufReader<File>>>>;

/// Greatest size of one photo inside a zip, unpacked: a zip bomb must not fill the memory.
const LARGEST_PHOTO_MEBIBYTES: u64 = 256;

/// Where a photo's bytes are.
#[derive(Clone, Debug)]
pub(super) enum PhotoPlace {
    File(PathBuf),
    Zip { archive: SharedZip, index: usize },
}

impl PhotoPlace {
    /// The file's bytes; `name` is for the sentence that says why they cannot be read.
    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>, PhotoReadError> {
        let name = || name.to_owned();
        match self {
            Self::File(path) => {
                fs::read(path).map_err(|source| PhotoReadError::File { name: name(), source })
            }
            Self::Zip { archive, index } => unpack(archive, *index)
                .map_err(|source| PhotoReadError::Zip { name: name(), source }),
        }
    }
}

/// Unpacks one entry. What a header says of its size is checked first and not believed.
fn unpack(archive: &SharedZip, index: usize) -> io::Result<Vec<u8>> {
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

/// A photo that was found; nothing of it has been read.
#[derive(Clone, Debug)]
pub struct FoundPhoto {
    /// Name for people: its path inside the folder or zip.
    pub name: String,
    /// The innermost folder that it lies in, below the place that was searched.
    pub folder: Option<String>,
    pub(super) place: PhotoPlace,
}

impl FoundPhoto {
    /// A single file.
    pub fn file(path: &Path) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Self { name, folder: None, place: PhotoPlace::File(path.to_owned()) }
    }

    /// The file's bytes.
    ///
    /// # Errors
    /// [`PhotoReadError`] when the photo cannot be read.
    pub fn read(&self) -> Result<Vec<u8>, PhotoReadError> {
        self.place.read(&self.name)
    }

    /// The upright picture; it is named as [`Self::name`] in messages.
    ///
    /// # Errors
    /// [`PhotoError`]; see [`photo::decode`]. An entry of a zip that unpacks to more than any photo
    /// is [`PhotoError::FileTooLarge`].
    pub fn load(&self) -> Result<Picture, PhotoError> {
        let (archive, index) = match &self.place {
            PhotoPlace::File(path) => return photo::load(path),
            PhotoPlace::Zip { archive, index } => (archive, *index),
        };
        let name = || self.name.clone();
        let bytes = unpack(archive, index).map_err(|source| match source.kind() {
            io::ErrorKind::FileTooLarge => {
                PhotoError::FileTooLarge { name: name(), limit_mebibytes: LARGEST_PHOTO_MEBIBYTES }
            }
            _ => PhotoError::Unreadable { name: name(), source },
        })?;
        photo::decode(&bytes, &self.name)
    }
}

/// Whether a file is called like a zip.
pub fn is_zip_name(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

/// All photos of a folder with its sub-folders, or of a `.zip`, by name. What is hidden is left out.
///
/// # Errors
/// [`TrainingError`] naming a folder or zip that cannot be read, or a zip whose names leave it.
pub fn find_photos(path: &Path) -> Result<Vec<FoundPhoto>, TrainingError> {
    if path.is_dir() { in_folder(path) } else { in_zip(path) }
}

fn in_folder(root: &Path) -> Result<Vec<FoundPhoto>, TrainingError> {
    let mut files = Vec::new();
    collect_pictures(root, &mut files, &mut HashSet::new())?;
    let found = files.into_iter().filter_map(|path| {
        let relative = path.strip_prefix(root).ok()?;
        let folder = relative.parent().and_then(Path::file_name);
        Some(FoundPhoto {
            name: relative.display().to_string(),
            folder: folder.map(|folder| folder.to_string_lossy().into_owned()),
            place: PhotoPlace::File(path.clone()),
        })
    });
    Ok(found.collect())
}

/// A folder that links lead to more than once is looked at once: a link may lead back up.
fn collect_pictures(
    folder: &Path,
    files: &mut Vec<PathBuf>,
    seen: &mut HashSet<PathBuf>,
) -> Result<(), TrainingError> {
    if !seen.insert(fs::canonicalize(folder).map_err(TrainingError::file(folder))?) {
        return Ok(());
    }
    let mut entries = fs::read_dir(folder)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(TrainingError::file(folder))?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if hidden {
            continue;
        }
        if path.is_dir() {
            collect_pictures(&path, files, seen)?;
        } else if is_picture_name(&path) {
            files.push(path);
        }
    }
    Ok(())
}

fn in_zip(path: &Path) -> Result<Vec<FoundPhoto>, TrainingError> {
    let file = File::open(path).map_err(TrainingError::file(path))?;
    let damaged = |error: zip::result::ZipError| TrainingError::DamagedZip {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    let archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    let mut names = zip_names(&archive).map_err(damaged)?;
    names.sort_by(|a, b| a.1.cmp(&b.1));
    let archive = Arc::new(Mutex::new(archive));
    let mut found = Vec::new();
    for (index, name) in names {
        let inner = Path::new(&name);
        let leaves = inner.components().any(|part| !matches!(part, Component::Normal(_)))
            || name.contains('\\');
        if leaves {
            return Err(TrainingError::HostileZip { path: path.to_owned(), name });
        }
        // What macOS packs beside each file is no photo, whatever its name says.
        let hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
        if !hidden && is_picture_name(inner) {
            let folder = inner.parent().and_then(Path::file_name);
            let folder = folder.map(|folder| folder.to_string_lossy().into_owned());
            let place = PhotoPlace::Zip { archive: Arc::clone(&archive), index };
            found.push(FoundPhoto { name, folder, place });
        }
    }
    Ok(found)
}

/// Index and name of every entry.
fn zip_names(
    archive: &ZipArchive<BufReader<File>>,
) -> Result<Vec<(usize, String)>, zip::result::ZipError> {
    let mut names = Vec::with_capacity(archive.len());
    for name in archive.file_names() {
        let name = name?.into_owned();
        if let Some(index) = archive.index_for_name(&name) {
            names.push((index, name));
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn photos_know_the_folder_they_lie_in_and_loose_ones_that_they_lie_in_none() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("Fruit/Lime")).unwrap();
        for file in ["1.jpg", "Fruit/Lime/2.jpg", "Fruit/.hidden.jpg", "notes.txt"] {
            fs::write(folder.path().join(file), b"bytes").unwrap();
        }
        let found = find_photos(folder.path()).unwrap();
        let folders: Vec<_> = found.iter().map(|photo| photo.folder.as_deref()).collect();
        assert_eq!(folders, [None, Some("Lime")]);
        assert_eq!(found[1].read().unwrap(), b"bytes");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_back_up_is_followed_once() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("Lime")).unwrap();
        fs::write(folder.path().join("Lime/1.jpg"), b"bytes").unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("Lime/again")).unwrap();
        assert_eq!(find_photos(folder.path()).unwrap().len(), 1);
    }

    #[test]
    fn an_entry_that_unpacks_to_more_than_any_photo_is_refused() {
        use std::io::Write as _;
        let file = tempfile::Builder::new().suffix(".zip").tempfile().unwrap();
        let mut writer = zip::ZipWriter::new(file.reopen().unwrap());
        writer.start_file("bomb/1.jpg", zip::write::SimpleFileOptions::default()).unwrap();
        let zeros = vec![0; 1 << 20];
        for _ in 0..=LARGEST_PHOTO_MEBIBYTES {
            writer.write_all(&zeros).unwrap();
        }
        writer.finish().unwrap();
        let found = find_photos(file.path()).unwrap();
        assert!(matches!(found[0].load(), Err(PhotoError::FileTooLarge { .. })));
        assert!(found[0].read().is_err());
    }

    #[test]
    fn a_file_that_is_gone_is_named() {
        let gone = FoundPhoto::file(Path::new("no/such/apple.jpg"));
        assert!(gone.read().unwrap_err().to_string().contains("apple.jpg"));
    }
}
