//! Labelled photos: a folder with a folder a product, a zip of one, a list file or a table; or several
//! of these together.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};

use super::folder_labels::{self, FolderRemark};
use super::labels::{DataLabel, Depth};
use super::photo_files::{FoundPhoto, PhotoPlace, find_photos, is_zip_name};
use super::photo_table::{self, PhotoTable};
use super::{PhotoReadError, TrainingError, list_file, sampling::balanced_subset};
use domain::on_one_line;

/// Data to learn from, and how much of a batch it fills.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainingData {
    /// Folder, zip, list file or table.
    pub path: PathBuf,
    /// Share of the photos that are looked at; none leaves it to their number.
    pub share: Option<f64>,
}

impl<P: Into<PathBuf>> From<P> for TrainingData {
    fn from(path: P) -> Self {
        Self { path: path.into(), share: None }
    }
}

/// A photo with what it shows.
#[derive(Clone, Debug)]
pub struct LabelledPhoto {
    /// Name for people: the path as the data names it.
    pub name: String,
    /// Index into [`DataSet::labels`].
    pub label: usize,
    /// Index into [`DataSet::sources`].
    pub source: usize,
    pub(super) place: PhotoPlace,
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

/// Where some photos are from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoSource {
    /// What a table calls it; empty where nothing does.
    pub name: String,
    /// Which of the data it stands in, from 0.
    pub part: usize,
}

/// Labelled photos, in the data's own order within a label.
#[derive(Clone, Debug)]
pub struct DataSet {
    /// Where they came from.
    pub origin: PathBuf,
    /// What they show.
    pub labels: Vec<DataLabel>,
    /// Where they are from.
    pub sources: Vec<PhotoSource>,
    /// The photos.
    pub photos: Vec<LabelledPhoto>,
    /// Pictures of one item each on white, where the data has them.
    pub clean_pictures: Vec<LabelledPhoto>,
    /// What people should know of the folders.
    pub remarks: Vec<FolderRemark>,
}

impl DataSet {
    /// Opens a folder, a `.zip`, a list file or a table.
    ///
    /// # Errors
    /// [`TrainingError`] naming the path, the two folders with one slug, or the wrong line.
    pub fn open(path: &Path) -> Result<Self, TrainingError> {
        let data = if path.is_dir() || is_zip_name(path) {
            folder_labels::labelled(path, find_photos(path)?)?
        } else if path.exists() {
            from_file(path)?
        } else {
            return Err(TrainingError::NoData { path: path.to_owned() });
        };
        if data.photos.is_empty() {
            return Err(TrainingError::NoPhotos { path: path.to_owned() });
        }
        Ok(data)
    }

    /// Opens several, one after the other; labels that say the same are one.
    ///
    /// # Errors
    /// As [`Self::open`]; [`TrainingError::BadOption`] without any data.
    pub fn open_all(data: &[TrainingData]) -> Result<Self, TrainingError> {
        let mut parts = data.iter().map(|one| Self::open(&one.path));
        let Some(first) = parts.next() else {
            return Err(TrainingError::BadOption { what: "there is no data to learn from".into() });
        };
        parts.try_fold(first?, |all, part| Ok(all.joined(part?)))
    }

    fn joined(mut self, other: Self) -> Self {
        let labels: Vec<usize> = other.labels.into_iter().map(|label| self.label(label)).collect();
        let part = self.sources.iter().map(|source| source.part + 1).max().unwrap_or_default();
        let before = self.sources.len();
        let moved = |photo: LabelledPhoto| LabelledPhoto {
            label: labels.get(photo.label).copied().unwrap_or_default(),
            source: photo.source + before,
            ..photo
        };
        let sources = other.sources.into_iter();
        self.sources
            .extend(sources.map(|source| PhotoSource { part: part + source.part, ..source }));
        self.photos.extend(other.photos.into_iter().map(moved));
        self.clean_pictures.extend(other.clean_pictures.into_iter().map(moved));
        self.remarks.extend(other.remarks);
        self
    }

    /// The number of a label, which is added where it is new; of two kinds of one product the first
    /// holds.
    fn label(&mut self, label: DataLabel) -> usize {
        let same = |known: &DataLabel| known.id == label.id && known.depth == label.depth;
        self.labels.iter().position(same).unwrap_or_else(|| {
            self.labels.push(label);
            self.labels.len() - 1
        })
    }

    /// Photos that are known one by one: each file with the product it shows, a slug.
    pub fn of_files(origin: &Path, files: Vec<(PathBuf, String)>) -> Self {
        let ids: BTreeSet<&String> = files.iter().map(|(_, product)| product).collect();
        let label =
            |id: &String| DataLabel { id: id.clone(), coarse: id.clone(), depth: Depth::Product };
        let labels: Vec<DataLabel> = ids.into_iter().map(label).collect();
        let labelled = |(path, product): (PathBuf, String)| {
            let label = labels.binary_search_by(|label| label.id.cmp(&product)).ok()?;
            let name = path.strip_prefix(origin).unwrap_or(&path).display().to_string();
            Some(LabelledPhoto { name, label, source: 0, place: PhotoPlace::File(path) })
        };
        let photos = files.into_iter().filter_map(labelled).collect();
        Self { photos, labels, ..Self::empty(origin) }
    }

    /// No photo yet, of one source without a name.
    pub(super) fn empty(origin: &Path) -> Self {
        Self {
            origin: origin.to_owned(),
            labels: Vec::new(),
            sources: vec![PhotoSource { name: String::new(), part: 0 }],
            photos: Vec::new(),
            clean_pictures: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// At most `limit` of the photos, drawn by `seed`: of each label as many as of the others where it
    /// has them.
    #[must_use]
    pub fn limited(&self, limit: usize, seed: u64) -> Self {
        let labels: Vec<usize> = self.photos.iter().map(|photo| photo.label).collect();
        let chosen = balanced_subset(&labels, limit, &mut ChaCha8Rng::seed_from_u64(seed));
        let photos = chosen.iter().filter_map(|&index| self.photos.get(index).cloned()).collect();
        Self { photos, ..self.clone() }
    }

    /// All pictures of a folder, with or without sub-folders, without labels; or of a `.zip`, a list
    /// file or a table.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn unlabelled(folder: &Path) -> Result<Vec<LabelledPhoto>, TrainingError> {
        if folder.is_file() && !is_zip_name(folder) {
            return Ok(Self::open(folder)?.photos);
        }
        let found = find_photos(folder)?;
        if found.is_empty() {
            return Err(TrainingError::NoPhotos { path: folder.to_owned() });
        }
        let labelled = |photo: FoundPhoto| LabelledPhoto {
            name: on_one_line(&folder.join(&photo.name).display().to_string()).into_owned(),
            label: 0,
            source: 0,
            place: photo.place,
        };
        Ok(found.into_iter().map(labelled).collect())
    }
}

fn from_file(path: &Path) -> Result<DataSet, TrainingError> {
    let text = photo_table::text_of(path)?;
    if photo_table::is_table(&text) {
        Ok(from_table(path, photo_table::read(path, &text)?))
    } else {
        from_list(path, &text)
    }
}

fn from_table(path: &Path, table: PhotoTable) -> DataSet {
    let folder = path.parent().unwrap_or(Path::new("."));
    let PhotoTable { labels, sources, rows } = table;
    let photos = rows.into_iter().map(|row| LabelledPhoto {
        place: PhotoPlace::File(folder.join(&row.path)),
        name: on_one_line(&row.path).into_owned(),
        label: row.label,
        source: row.source,
    });
    let sources = sources.into_iter().map(|name| PhotoSource { name, part: 0 }).collect();
    DataSet { labels, sources, photos: photos.collect(), ..DataSet::empty(path) }
}

fn from_list(path: &Path, text: &str) -> Result<DataSet, TrainingError> {
    let list = list_file::read(path, text)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let labelled = |lines: Vec<list_file::ListLine>| -> Vec<LabelledPhoto> {
        lines
            .into_iter()
            .map(|line| LabelledPhoto {
                place: PhotoPlace::File(folder.join(&line.path)),
                name: line.path,
                label: line.class,
                source: 0,
            })
            .collect()
    };
    let product = |class: registry::ClassEntry| DataLabel {
        id: class.id,
        coarse: class.coarse,
        depth: Depth::Product,
    };
    Ok(DataSet {
        photos: labelled(list.lines),
        clean_pictures: labelled(list.clean_pictures),
        labels: list.classes.into_iter().map(product).collect(),
        ..DataSet::empty(path)
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
        let ids: Vec<&str> = data.labels.iter().map(|label| label.id.as_str()).collect();
        assert_eq!(ids, ["äpfel", "香蕉"]);
        assert_eq!(data.photos.len(), 3);
        assert_eq!(data.photos[0].read().unwrap(), b"bytes");
    }

    #[test]
    fn a_folder_of_photos_beside_folders_of_products_is_their_kind() {
        let files = ["shop/Apples/1.jpg", "shop/Apples/Gala/2.jpg", "shop/Apples/Pink/3.jpg"];
        let more = ["shop/Lime/4.jpg", "shop/Lime/old/5.jpg"];
        let folder = folder_with(&[files.as_slice(), &more].concat());
        let data = DataSet::open(folder.path()).unwrap();
        let told = data.labels.iter().map(|it| (it.id.as_str(), it.coarse.as_str(), it.depth));
        let wanted = [
            ("apples", "apples", Depth::Kind),
            ("gala", "apples", Depth::Product),
            ("lime", "lime", Depth::Name),
            ("old", "old", Depth::Name),
            ("pink", "apples", Depth::Product),
        ];
        assert_eq!(told.collect::<Vec<_>>(), wanted);
        let shown: Vec<_> = data.photos.iter().map(|photo| photo.label).collect();
        assert_eq!(shown, [0, 1, 4, 2, 3]);
    }

    #[test]
    fn several_data_are_one_and_keep_their_sources() {
        let folder = folder_with(&["lime/1.jpg", "cherry/2.jpg"]);
        let table = folder.path().join("goods.csv");
        let text = "path,kind,source\nx/3.jpg,lime,web\nx/4.jpg,apple,phone\nx/5.jpg,apple,web\n";
        fs::write(&table, text).unwrap();
        let parts = [folder.path().to_owned(), table].map(TrainingData::from);
        let data = DataSet::open_all(&parts).unwrap();
        let labels: Vec<_> = data.labels.iter().map(|it| (it.id.as_str(), it.depth)).collect();
        assert_eq!(
            labels,
            [
                ("cherry", Depth::Name),
                ("lime", Depth::Name),
                ("lime", Depth::Kind),
                ("apple", Depth::Kind),
            ]
        );
        let sources: Vec<_> = data.sources.iter().map(|it| (it.name.as_str(), it.part)).collect();
        assert_eq!(sources, [("", 0), ("web", 1), ("phone", 1)]);
        let told: Vec<_> = data.photos.iter().map(|photo| (photo.label, photo.source)).collect();
        assert_eq!(told, [(0, 0), (1, 0), (2, 1), (3, 2), (3, 1)]);
        assert!(matches!(DataSet::open_all(&[]), Err(TrainingError::BadOption { .. })));
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
            let mut found: Vec<&str> = data.labels.iter().map(|label| label.id.as_str()).collect();
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
        assert_eq!(data.labels[0].id, "lemon");
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
    fn a_zip_with_backslashes_or_dots_is_read() {
        for names in [["Apple\\1.png", "Pear\\1.png"], ["./Apple/1.png", "./Pear/1.png"]] {
            let data = DataSet::open(zip_with(&names).path()).unwrap();
            let ids: Vec<&str> = data.labels.iter().map(|label| label.id.as_str()).collect();
            assert_eq!((ids, data.photos.len()), (vec!["apple", "pear"], 2));
            assert_eq!(data.photos[0].read().unwrap(), b"bytes");
        }
    }

    /// A zip with names in GBK, as Chinese Windows packs it: same length, and no flag for UTF-8.
    #[test]
    fn a_zip_of_chinese_windows_has_its_names() {
        let (first, second) = (b"\xc6\xbb\xb9\xfb/1.png", b"\xcf\xe3\xbd\xb6/1.png");
        let file = zip_with(&["AAAA/1.png", "BBBB/1.png"]);
        let mut bytes = fs::read(file.path()).unwrap();
        for (plain, foreign) in [(b"AAAA/1.png", first), (b"BBBB/1.png", second)] {
            while let Some(at) = bytes.windows(plain.len()).position(|part| part == plain) {
                bytes[at..at + plain.len()].copy_from_slice(foreign);
            }
        }
        fs::write(file.path(), bytes).unwrap();
        let data = DataSet::open(file.path()).unwrap();
        let ids: Vec<&str> = data.labels.iter().map(|label| label.id.as_str()).collect();
        assert_eq!((ids, data.photos.len()), (vec!["苹果", "香蕉"], 2));
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
