//! Labelled photos: a folder with a folder a product, a zip of one, or a list file.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{BufReader, Read},
    path::{Component, Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use zip::ZipArchive;

use super::{TrainingError, list_file};
use crate::{domain::slug, photo::is_picture_name, registry::ClassEntry};

/// A zip is read by one thread at a time; decoding its photos is not held up by that.
type SharedZip = Arc<Mutex<ZipArchive<BufReader<File>>>>;

/// Greatest size of one photo inside a zip, unpacked: a zip bomb must not fill the memory.
const LARGEST_PHOTO_BYTES: u64 = 256 << 20;

#[derive(Clone, Debug)]
enum PhotoPlace {
    File(PathBuf),
    Zip { archive: SharedZip, index: usize },
}

/// A photo with the product it shows.
#[derive(Clone, Debug)]
pub struct LabelledPhoto {
    /// Name for people: the path as the data names it.
    pub name: String,
    /// Index into [`DataSet::classes`].
    pub class: usize,
    place: PhotoPlace,
}

impl LabelledPhoto {
    /// The photo's own file; `None` where it lies in a zip.
    pub fn file(&self) -> Option<&Path> {
        match &self.place {
            PhotoPlace::File(path) => Some(path),
            PhotoPlace::Zip { .. } => None,
        }
    }

    /// The file's bytes.
    ///
    /// # Errors
    /// Says in one sentence why the photo cannot be read.
    pub fn read(&self) -> Result<Vec<u8>, String> {
        match &self.place {
            PhotoPlace::File(path) => {
                fs::read(path).map_err(|error| format!("{} could not be read ({error})", self.name))
            }
            PhotoPlace::Zip { archive, index } => {
                let mut archive = archive.lock().unwrap_or_else(PoisonError::into_inner);
                let entry = archive
                    .by_index(*index)
                    .map_err(|error| format!("{} could not be unpacked ({error})", self.name))?;
                let mut bytes = Vec::new();
                entry
                    .take(LARGEST_PHOTO_BYTES)
                    .read_to_end(&mut bytes)
                    .map_err(|error| format!("{} could not be unpacked ({error})", self.name))?;
                Ok(bytes)
            }
        }
    }
}

/// Labelled photos, in the data's own order within a class.
#[derive(Clone, Debug)]
pub struct DataSet {
    /// Where they came from.
    pub origin: PathBuf,
    /// The products, each with its kind.
    pub classes: Vec<ClassEntry>,
    /// The photos.
    pub photos: Vec<LabelledPhoto>,
    /// Pictures of one item each on white, where the data has them.
    pub clean_pictures: Vec<LabelledPhoto>,
}

impl DataSet {
    /// Opens a folder, a `.zip` or a list file.
    ///
    /// # Errors
    /// [`TrainingError`] naming the path, the two folders with one slug, or the wrong line.
    pub fn open(path: &Path) -> Result<Self, TrainingError> {
        let data = if path.is_dir() {
            from_folder(path)?
        } else if has_extension(path, "zip") {
            from_zip(path)?
        } else if path.is_file() {
            from_list(path)?
        } else {
            return Err(TrainingError::NoData { path: path.to_owned() });
        };
        if data.photos.is_empty() {
            return Err(TrainingError::NoPhotos { path: path.to_owned() });
        }
        Ok(data)
    }

    /// Photos that are known one by one: each file with the product it shows, a slug.
    pub fn of_files(origin: &Path, files: Vec<(PathBuf, String)>) -> Self {
        let ids: BTreeSet<&String> = files.iter().map(|(_, product)| product).collect();
        let classes: Vec<ClassEntry> =
            ids.into_iter().map(|id| ClassEntry { id: id.clone(), coarse: id.clone() }).collect();
        let labelled = |(path, product): (PathBuf, String)| {
            let class = classes.binary_search_by(|class| class.id.cmp(&product)).ok()?;
            let name = path.strip_prefix(origin).unwrap_or(&path).display().to_string();
            Some(LabelledPhoto { name, class, place: PhotoPlace::File(path) })
        };
        let photos = files.into_iter().filter_map(labelled).collect();
        Self { origin: origin.to_owned(), photos, classes, clean_pictures: Vec::new() }
    }

    /// All pictures of a folder, with or without sub-folders, without labels; or of a `.zip` or a list
    /// file.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn unlabelled(folder: &Path) -> Result<Vec<LabelledPhoto>, TrainingError> {
        if folder.is_file() {
            return Ok(Self::open(folder)?.photos);
        }
        let mut files = Vec::new();
        collect_pictures(folder, &mut files)?;
        if files.is_empty() {
            return Err(TrainingError::NoPhotos { path: folder.to_owned() });
        }
        Ok(files
            .into_iter()
            .map(|path| LabelledPhoto {
                name: path.display().to_string(),
                class: 0,
                place: PhotoPlace::File(path),
            })
            .collect())
    }
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(wanted))
}

fn from_folder(root: &Path) -> Result<DataSet, TrainingError> {
    let mut files = Vec::new();
    collect_pictures(root, &mut files)?;
    let named: Vec<_> = files
        .into_iter()
        .filter_map(|path| {
            let relative = path.strip_prefix(root).ok()?.to_owned();
            let product = relative.parent()?.file_name()?.to_string_lossy().into_owned();
            Some((relative.display().to_string(), product, PhotoPlace::File(path)))
        })
        .collect();
    labelled(root, &named)
}

fn collect_pictures(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), TrainingError> {
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
            collect_pictures(&path, files)?;
        } else if is_picture_name(&path) {
            files.push(path);
        }
    }
    Ok(())
}

fn from_zip(path: &Path) -> Result<DataSet, TrainingError> {
    let file = File::open(path).map_err(TrainingError::file(path))?;
    let damaged = |error: zip::result::ZipError| TrainingError::DamagedZip {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    let archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    let mut names = zip_names(&archive).map_err(damaged)?;
    names.sort_by(|a, b| a.1.cmp(&b.1));
    let archive = Arc::new(Mutex::new(archive));
    let mut named = Vec::new();
    for (index, name) in names {
        let inner = Path::new(&name);
        let leaves = inner.components().any(|part| !matches!(part, Component::Normal(_)))
            || name.contains('\\');
        if leaves {
            return Err(TrainingError::HostileZip { path: path.to_owned(), name });
        }
        // What macOS packs beside each file is no photo, whatever its name says.
        let hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
        let product = inner.parent().and_then(Path::file_name).filter(|_| !hidden);
        if let (true, Some(product)) = (is_picture_name(inner), product) {
            let product = product.to_string_lossy().into_owned();
            let place = PhotoPlace::Zip { archive: Arc::clone(&archive), index };
            named.push((name, product, place));
        }
    }
    labelled(path, &named)
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

/// Gives every folder name its slug; two names with one slug are an error.
fn labelled(
    origin: &Path,
    named: &[(String, String, PhotoPlace)],
) -> Result<DataSet, TrainingError> {
    let mut names_by_slug: BTreeMap<String, String> = BTreeMap::new();
    for (_, name, _) in named {
        let slug = slug(name).ok_or_else(|| TrainingError::NoName { name: name.clone() })?;
        let first = names_by_slug.entry(slug.clone()).or_insert_with(|| name.clone());
        if first != name {
            return Err(TrainingError::SameSlug {
                first: first.clone(),
                second: name.clone(),
                slug,
            });
        }
    }
    let index_by_name: BTreeMap<&str, usize> =
        names_by_slug.values().enumerate().map(|(index, name)| (name.as_str(), index)).collect();
    let photos = named
        .iter()
        .filter_map(|(photo, name, place)| {
            let class = *index_by_name.get(name.as_str())?;
            Some(LabelledPhoto { name: photo.clone(), class, place: place.clone() })
        })
        .collect();
    let classes = names_by_slug
        .keys()
        .map(|slug| ClassEntry { id: slug.clone(), coarse: slug.clone() })
        .collect();
    Ok(DataSet { origin: origin.to_owned(), classes, photos, clean_pictures: Vec::new() })
}

fn from_list(path: &Path) -> Result<DataSet, TrainingError> {
    let list = list_file::read(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let labelled = |lines: Vec<list_file::ListLine>| -> Vec<LabelledPhoto> {
        lines
            .into_iter()
            .map(|line| LabelledPhoto {
                place: PhotoPlace::File(folder.join(&line.path)),
                name: line.path,
                class: line.class,
            })
            .collect()
    };
    Ok(DataSet {
        origin: path.to_owned(),
        photos: labelled(list.lines),
        clean_pictures: labelled(list.clean_pictures),
        classes: list.classes,
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use zip::{ZipWriter, write::SimpleFileOptions};

    fn folder_with(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, b"bytes").unwrap();
        }
        folder
    }

    fn zip_with(names: &[&str]) -> tempfile::NamedTempFile {
        let file = tempfile::Builder::new().suffix(".zip").tempfile().unwrap();
        let mut writer = ZipWriter::new(file.reopen().unwrap());
        for name in names {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(b"bytes").unwrap();
        }
        writer.finish().unwrap();
        file
    }

    #[test]
    fn the_innermost_folder_is_the_product() {
        let folder =
            folder_with(&["Fruit/Äpfel/1.jpg", "Fruit/Äpfel/2.png", "香蕉/a.JPG", "x.txt"]);
        let data = DataSet::open(folder.path()).unwrap();
        let ids: Vec<&str> = data.classes.iter().map(|class| class.id.as_str()).collect();
        assert_eq!(ids, ["äpfel", "香蕉"]);
        assert_eq!(data.photos.len(), 3);
        assert_eq!(data.photos[0].read().unwrap(), b"bytes");
    }

    #[test]
    fn two_names_with_one_slug_are_an_error() {
        let folder = folder_with(&["Red Apple/1.jpg", "red-apple/2.jpg"]);
        let error = DataSet::open(folder.path()).unwrap_err();
        assert!(matches!(error, TrainingError::SameSlug { slug, .. } if slug == "red-apple"));
    }

    #[test]
    fn an_empty_folder_is_an_error() {
        let folder = folder_with(&["banana/readme.txt"]);
        let error = DataSet::open(folder.path()).unwrap_err();
        assert!(matches!(error, TrainingError::NoPhotos { .. }));
    }

    #[test]
    fn a_zip_is_read_in_place() {
        let file = zip_with(&["goods/lime/1.jpg", "goods/lemon/1.jpg", "goods/lemon/2.jpg"]);
        let data = DataSet::open(file.path()).unwrap();
        assert_eq!(data.classes[0].id, "lemon");
        assert_eq!(data.photos.len(), 3);
        assert_eq!(data.photos[2].read().unwrap(), b"bytes");
    }

    #[test]
    fn hidden_entries_of_a_zip_are_no_photos() {
        let file = zip_with(&["lime/1.jpg", "__MACOSX/lime/._1.jpg", "lime/.2.jpg"]);
        assert_eq!(DataSet::open(file.path()).unwrap().photos.len(), 1);
    }

    #[test]
    fn a_zip_that_leaves_its_folder_is_refused() {
        for name in ["goods/../../lime/1.jpg", "/lime/1.jpg", "a\\..\\lime\\1.jpg"] {
            let file = zip_with(&["goods/lemon/1.jpg", name]);
            let error = DataSet::open(file.path()).unwrap_err();
            assert!(matches!(error, TrainingError::HostileZip { .. }), "{name}");
        }
    }

    #[test]
    fn no_zip_is_a_damaged_zip() {
        let file = tempfile::Builder::new().suffix(".zip").tempfile().unwrap();
        fs::write(file.path(), b"no zip").unwrap();
        let error = DataSet::open(file.path()).unwrap_err();
        assert!(matches!(error, TrainingError::DamagedZip { .. }));
    }

    #[test]
    fn what_is_not_there_is_no_data() {
        let error = DataSet::open(Path::new("no/such/data")).unwrap_err();
        assert!(matches!(error, TrainingError::NoData { .. }));
    }
}
