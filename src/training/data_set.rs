//! Labelled photos: a folder with a folder a product, a zip of one, or a list file.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};

use super::photo_files::{FoundPhoto, PhotoPlace, find_photos, is_zip_name};
use super::{PhotoReadError, TrainingError, list_file, sampling::balanced_subset};
use domain::{DomainError, TextField, on_one_line, slug};
use registry::ClassEntry;

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
    /// [`PhotoReadError`] when the photo cannot be read.
    pub fn read(&self) -> Result<Vec<u8>, PhotoReadError> {
        self.place.read(&self.name)
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
        let data = if path.is_dir() || is_zip_name(path) {
            labelled(path, find_photos(path)?)?
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

    /// At most `limit` of the photos, drawn by `seed`: of each product as many as of the others where it
    /// has them.
    #[must_use]
    pub fn limited(&self, limit: usize, seed: u64) -> Self {
        let classes: Vec<usize> = self.photos.iter().map(|photo| photo.class).collect();
        let chosen = balanced_subset(&classes, limit, &mut ChaCha8Rng::seed_from_u64(seed));
        let photos = chosen.iter().filter_map(|&index| self.photos.get(index).cloned()).collect();
        Self { photos, ..self.clone() }
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
        let found = find_photos(folder)?;
        if found.is_empty() {
            return Err(TrainingError::NoPhotos { path: folder.to_owned() });
        }
        let labelled = |photo: FoundPhoto| LabelledPhoto {
            name: on_one_line(&folder.join(&photo.name).display().to_string()).into_owned(),
            class: 0,
            place: photo.place,
        };
        Ok(found.into_iter().map(labelled).collect())
    }
}

/// Gives every folder name its slug; two names with one slug are an error.
fn labelled(origin: &Path, found: Vec<FoundPhoto>) -> Result<DataSet, TrainingError> {
    let mut names_by_slug: BTreeMap<String, String> = BTreeMap::new();
    for name in found.iter().filter_map(|photo| photo.folder.as_ref()) {
        let refused = |why: DomainError| TrainingError::BadFolderName {
            name: on_one_line(name).into_owned(),
            why: why.to_string(),
        };
        TextField::Folder.take(name).map_err(refused)?;
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
    let photos = found
        .into_iter()
        .filter_map(|FoundPhoto { name, folder, place }| {
            let class = *index_by_name.get(folder?.as_str())?;
            Some(LabelledPhoto { name: on_one_line(&name).into_owned(), class, place })
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
    use std::{fs, io::Write};

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
    fn names_that_differ_in_marks_alone_are_as_many_products_as_folders() {
        let names = ["Du\u{31b}\u{301}a", "Du\u{31b}\u{300}a", "ไข่", "ไข", "Cre\u{300}me"];
        let photos = names.map(|name| format!("{name}/1.jpg"));
        let photos: Vec<&str> = photos.iter().map(String::as_str).collect();
        let ids = ["crème", "dứa", "dừa", "ไข", "ไข่"];
        for data in
            [DataSet::open(folder_with(&photos).path()), DataSet::open(zip_with(&photos).path())]
        {
            let data = data.unwrap();
            let mut found: Vec<&str> = data.classes.iter().map(|class| class.id.as_str()).collect();
            found.sort_unstable();
            assert_eq!((found, data.photos.len()), (ids.to_vec(), 5));
        }
    }

    #[test]
    fn a_folder_or_zip_whose_name_drives_a_printer_is_refused() {
        let (photo, long) = ("Milk\u{1b}p0AA/1.jpg", format!("{}/1.jpg", "x".repeat(230)));
        for error in [
            DataSet::open(folder_with(&[photo]).path()).unwrap_err(),
            DataSet::open(zip_with(&[photo]).path()).unwrap_err(),
            DataSet::open(zip_with(&[&long]).path()).unwrap_err(),
        ] {
            assert!(matches!(error, TrainingError::BadFolderName { .. }), "{error}");
            assert!(!error.to_string().contains('\u{1b}'));
        }
        let data = DataSet::open(folder_with(&["Milk/a\u{1b}c.jpg"]).path()).unwrap();
        assert_eq!(
            data.photos[0].name, "Milk/a\u{fffd}c.jpg",
            "a photo's own name is shown safely"
        );
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
