//! What the folders of found photos say that they show.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    path::{Path, PathBuf},
};

use super::data_set::{DataSet, LabelledPhoto};
use super::labels::{DataLabel, Depth};
use super::{FoundPhoto, TrainingError};
use domain::{DomainError, TextField, on_one_line, slug};

/// What people should know of folders of photos, in one sentence each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FolderRemark {
    /// A folder's name makes no product; its photos are left out.
    LeftOut {
        /// Why, naming the folder.
        why: String,
        /// How many photos lie in it.
        photos: usize,
    },
    /// Photos lie in no product's folder; they are left out.
    Loose {
        /// How many.
        photos: usize,
    },
    /// Folders of this name lie in products' folders and name no product themselves.
    InProducts {
        /// The folder's name.
        folder: String,
        /// The first products that it lies in.
        products: Vec<String>,
    },
}

/// As many products are named.
const NAMED_PRODUCTS: usize = 3;

impl FolderRemark {
    /// Whether photos are left out that somebody meant to be of a product.
    pub fn leaves_out(&self) -> bool {
        matches!(self, Self::LeftOut { .. })
    }
}

impl fmt::Display for FolderRemark {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LeftOut { why, photos } => {
                write!(out, "{why}; its {photos} photo(s) are left out")
            }
            Self::Loose { photos } => write!(
                out,
                "{photos} photo(s) lie in no folder that names a product; they are left out"
            ),
            Self::InProducts { folder, products } => write!(
                out,
                "folders called \"{folder}\" name no product: their photos show what the folders \
                 around them name ({})",
                products.join(", ")
            ),
        }
    }
}

/// Gives every folder name its slug; two names with one slug are an error. A name that makes no product
/// ends nothing, unless there is no other.
pub(super) fn labelled(origin: &Path, found: Vec<FoundPhoto>) -> Result<DataSet, TrainingError> {
    let mut data = DataSet::empty(origin);
    let mut products = Products::default();
    products.remarks_of_folders(&found);
    let mut named = Vec::with_capacity(found.len());
    for photo in found {
        match &photo.folder {
            Some(folder) => {
                if let Some(slug) = products.slug_of(folder)? {
                    named.push((photo, slug));
                }
            }
            None => products.loose += 1,
        }
    }
    data.remarks = products.into_remarks(named.is_empty())?;
    let kinds = FolderKinds::of(named.iter().map(|(photo, _)| photo.product_folder.as_path()));
    let mut labels: BTreeMap<(String, Depth), DataLabel> = BTreeMap::new();
    let mut photos = Vec::with_capacity(named.len());
    for (photo, slug) in named {
        let label = kinds.label(&photo.product_folder, slug)?;
        let key = (label.id.clone(), label.depth);
        labels.entry(key.clone()).or_insert(label);
        photos.push((photo, key));
    }
    data.labels = labels.values().cloned().collect();
    let numbers: BTreeMap<&(String, Depth), usize> =
        labels.keys().enumerate().map(|(index, key)| (key, index)).collect();
    let labelled = |(FoundPhoto { name, place, .. }, key): (FoundPhoto, (String, Depth))| {
        let label = *numbers.get(&key)?;
        Some(LabelledPhoto { name: on_one_line(&name).into_owned(), label, source: 0, place })
    };
    data.photos = photos.into_iter().filter_map(labelled).collect();
    Ok(data)
}

/// What folders' names make, and what is wrong with the others.
#[derive(Default)]
struct Products {
    /// The name that first made a slug.
    names: BTreeMap<String, String>,
    /// Names that make none, with why and their photos.
    refused: BTreeMap<String, (Option<TrainingError>, usize)>,
    loose: usize,
    remarks: Vec<FolderRemark>,
}

impl Products {
    /// The slug of a folder's name; `None` where it makes none, which is remembered.
    fn slug_of(&mut self, name: &str) -> Result<Option<String>, TrainingError> {
        let slug = match slug_of_folder(name) {
            Ok(slug) => slug,
            Err(why) => {
                let refused = self.refused.entry(name.to_owned()).or_default();
                refused.1 += 1;
                refused.0.get_or_insert(why);
                return Ok(None);
            }
        };
        let first = self.names.entry(slug.clone()).or_insert_with(|| name.to_owned());
        if first != name {
            let (first, second) = (first.clone(), name.to_owned());
            return Err(TrainingError::SameSlug { first, second, slug });
        }
        Ok(Some(slug))
    }

    /// Notes folders inside products' folders that name no product.
    fn remarks_of_folders(&mut self, found: &[FoundPhoto]) {
        let mut inside: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for photo in found {
            let folder = Path::new(&photo.name).parent();
            let (Some(folder), Some(product)) = (folder, &photo.folder) else { continue };
            if folder != photo.product_folder
                && let Some(name) = folder.file_name()
            {
                let name = on_one_line(&name.to_string_lossy()).into_owned();
                inside.entry(name).or_default().insert(product);
            }
        }
        let remark = |(folder, products): (String, BTreeSet<&str>)| {
            let products = products.into_iter().take(NAMED_PRODUCTS);
            let products = products.map(|name| on_one_line(name).into_owned()).collect();
            FolderRemark::InProducts { folder, products }
        };
        self.remarks.extend(inside.into_iter().map(remark));
    }

    /// The remarks; where no photo is left, the first name that makes no product is the error.
    fn into_remarks(self, is_empty: bool) -> Result<Vec<FolderRemark>, TrainingError> {
        let mut remarks = self.remarks;
        for (why, photos) in self.refused.into_values() {
            let Some(why) = why else { continue };
            if is_empty {
                return Err(why);
            }
            remarks.push(FolderRemark::LeftOut { why: why.to_string(), photos });
        }
        if self.loose > 0 {
            remarks.push(FolderRemark::Loose { photos: self.loose });
        }
        Ok(remarks)
    }
}

fn slug_of_folder(name: &str) -> Result<String, TrainingError> {
    let refused = |why: DomainError| TrainingError::BadFolderName {
        name: on_one_line(name).into_owned(),
        why: why.to_string(),
    };
    TextField::Folder.take(name).map_err(refused)?;
    slug(name).ok_or_else(|| TrainingError::NoName { name: name.to_owned() })
}

/// Folders that are kinds: they hold photos of their own beside folders of two products or more.
struct FolderKinds(BTreeMap<PathBuf, BTreeSet<PathBuf>>);

impl FolderKinds {
    fn of<'a>(folders: impl Iterator<Item = &'a Path>) -> Self {
        let parents: BTreeSet<PathBuf> = folders.map(Into::into).collect();
        let mut below: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
        for folder in &parents {
            let around = folder.ancestors().skip(1).find(|around| parents.contains(*around));
            if let Some(around) = around.filter(|around| around.file_name().is_some()) {
                below.entry(around.to_owned()).or_default().insert(folder.clone());
            }
        }
        below.retain(|_, products| products.len() > 1);
        Self(below)
    }

    /// The label of photos in a folder, which has this slug.
    fn label(&self, folder: &Path, slug: String) -> Result<DataLabel, TrainingError> {
        if self.0.contains_key(folder) {
            return Ok(DataLabel { coarse: slug.clone(), id: slug, depth: Depth::Kind });
        }
        let kind = self.0.iter().find(|(_, products)| products.contains(folder));
        let Some(kind) = kind.and_then(|(kind, _)| kind.file_name()) else {
            return Ok(DataLabel { coarse: slug.clone(), id: slug, depth: Depth::Name });
        };
        let coarse = slug_of_folder(&kind.to_string_lossy())?;
        Ok(DataLabel { id: slug, coarse, depth: Depth::Product })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use std::fs;

    use super::*;

    fn labels_of(files: &[&str]) -> DataSet {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, b"bytes").unwrap();
        }
        DataSet::open(folder.path()).unwrap()
    }

    fn ids(data: &DataSet) -> Vec<&str> {
        data.labels.iter().map(|label| label.id.as_str()).collect()
    }

    #[test]
    fn a_name_that_makes_no_product_stops_only_itself_and_is_told() {
        let data = labels_of(&["🍎/1.jpg", "🍎/2.jpg", "Lime/3.jpg", "4.jpg"]);
        assert_eq!((ids(&data), data.photos.len()), (vec!["lime"], 1));
        let told: Vec<String> = data.remarks.iter().map(ToString::to_string).collect();
        assert!(told[0].contains('🍎') && told[0].contains("2 photo(s)"), "{told:?}");
        assert!(data.remarks[0].leaves_out());
        assert_eq!(data.remarks[1], FolderRemark::Loose { photos: 1 });
    }

    #[test]
    fn camera_s_folders_in_products_do_not_make_them_one() {
        let data = labels_of(&["Apple/100APPLE/1.jpg", "Banana/100APPLE/1.jpg"]);
        assert_eq!((ids(&data), data.photos.len()), (vec!["apple", "banana"], 2));
        let products = vec!["Apple".to_owned(), "Banana".to_owned()];
        let remark = FolderRemark::InProducts { folder: "100APPLE".to_owned(), products };
        assert_eq!(data.remarks, [remark]);
        assert!(!data.remarks[0].leaves_out());
    }

    #[test]
    fn what_a_network_disk_lays_there_is_no_product() {
        let files = ["Apple/1.png", "Apple/@eaDir/1.png/THUMB.jpg", "#recycle/old/2.png"];
        let data = labels_of(&files);
        assert_eq!((ids(&data), data.photos.len()), (vec!["apple"], 1));
    }

    #[test]
    fn pictures_of_kinds_that_are_not_read_are_found_and_named_when_they_are_read() {
        let data = labels_of(&["Apple/1.CR2", "Apple/2.jpg", "Apple/film.mov"]);
        assert_eq!(data.photos.len(), 2);
        let error = photo::decode(b"II*\0\x10\0\0\0CR", &data.photos[0].name).unwrap_err();
        assert!(error.to_string().contains("CR2"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_among_the_photos_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let product = folder.path().join("Apple");
        fs::create_dir(&product).unwrap();
        let made = std::process::Command::new("mkfifo").arg(product.join("1.jpg")).status();
        assert!(made.unwrap().success());
        std::os::unix::fs::symlink("/dev/zero", product.join("2.jpg")).unwrap();
        for photo in DataSet::open(folder.path()).unwrap().photos {
            let error = photo.read().unwrap_err().to_string();
            assert!(error.contains("is not a file"), "{error}");
        }
        let list = folder.path().join("list.csv");
        assert!(std::process::Command::new("mkfifo").arg(&list).status().unwrap().success());
        let error = DataSet::open(&list).unwrap_err();
        assert!(std::error::Error::source(&error).unwrap().to_string().contains("not a file"));
    }
}
