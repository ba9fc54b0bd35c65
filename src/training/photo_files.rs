//! Photos in folders and zips, each with the folder that names its product.

use std::{
    collections::{BTreeSet, HashSet},
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    PhotoReadError, TrainingError,
    passed_over::is_passed_over,
    photo_zip::{self, LARGEST_PHOTO_MEBIBYTES, SharedZip},
    product_folders::ProductFolders,
};
use photo::{self, PhotoError, Picture, is_picture_name};

/// Where a photo's bytes are.
#[derive(Clone, Debug)]
pub(super) enum PhotoPlace {
    File(PathBuf),
    Zip { archive: SharedZip, index: usize },
}

impl PhotoPlace {
    /// The file's bytes; `name` is for the sentence that says why they cannot be read.
    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>, PhotoReadError> {
        match self {
            Self::File(path) => Ok(photo::read_file(path, name)?),
            Self::Zip { archive, index } => photo_zip::unpack(archive, *index)
                .map_err(|source| PhotoReadError::Zip { name: name.to_owned(), source }),
        }
    }
}

/// A photo that was found; nothing of it has been read. It may be of a kind that is not read, which
/// whoever reads it is told.
#[derive(Clone, Debug)]
pub struct FoundPhoto {
    /// Name for people: its path inside the folder or zip.
    pub name: String,
    /// The name of the folder that names its product, below the place that was searched: the innermost that
    /// tells products apart.
    pub folder: Option<String>,
    /// That folder, below the place that was searched.
    pub(super) product_folder: PathBuf,
    pub(super) place: PhotoPlace,
}

impl FoundPhoto {
    /// A single file.
    pub fn file(path: &Path) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Self::at(name, PhotoPlace::File(path.to_owned()))
    }

    /// A photo that no folder names yet.
    pub(super) fn at(name: String, place: PhotoPlace) -> Self {
        Self { name, folder: None, product_folder: PathBuf::new(), place }
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
        let bytes = photo_zip::unpack(archive, index).map_err(|source| match source.kind() {
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

/// All pictures of a folder with its sub-folders, or of a `.zip`, by name, those of kinds that are not read
/// among them. What is hidden is left out, and what systems and network disks lay there.
///
/// # Errors
/// [`TrainingError`] naming a folder or zip that cannot be read, or a zip whose names leave it.
pub fn find_photos(path: &Path) -> Result<Vec<FoundPhoto>, TrainingError> {
    let mut found = if path.is_dir() { in_folder(path)? } else { photo_zip::photos(path)? };
    let folder_of = |photo: &FoundPhoto| Path::new(&photo.name).parent().map(Path::to_owned);
    let folders: BTreeSet<PathBuf> = found.iter().filter_map(folder_of).collect();
    let all = ProductFolders::of(folders.iter().map(PathBuf::as_path));
    for photo in &mut found {
        let Some(folder) = folder_of(photo) else { continue };
        let Some(naming) = all.naming(&folder) else { continue };
        photo.folder = naming.file_name().map(|name| name.to_string_lossy().into_owned());
        photo.product_folder = naming.to_owned();
    }
    Ok(found)
}

fn in_folder(root: &Path) -> Result<Vec<FoundPhoto>, TrainingError> {
    let mut files = Vec::new();
    collect_pictures(root, &mut files, &mut HashSet::new())?;
    let found = files.into_iter().filter_map(|path| {
        let name = path.strip_prefix(root).ok()?.display().to_string();
        Some(FoundPhoto::at(name, PhotoPlace::File(path)))
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
        if is_passed_over(&entry.file_name().to_string_lossy()) {
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
