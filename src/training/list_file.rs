//! List files: `path, fine id, coarse id` a line, with `classes.csv` beside, as GroceryStoreDataset
//! has them.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use super::TrainingError;
use base::regular_file;
use domain::{ProductId, TextField, slug};
use registry::ClassEntry;

/// File beside a list that names its classes.
const CLASSES_FILE: &str = "classes.csv";

/// One photo of a list.
#[derive(Debug)]
pub(super) struct ListLine {
    /// Path relative to the list.
    pub path: String,
    /// Index into [`PhotoList::classes`].
    pub class: usize,
}

/// A list file that was read and checked.
#[derive(Debug)]
pub(super) struct PhotoList {
    /// All classes of `classes.csv`, in its order, whether the list uses them or not.
    pub classes: Vec<ClassEntry>,
    /// The photos.
    pub lines: Vec<ListLine>,
    /// The clean pictures that `classes.csv` names, one a class, for those that have one.
    pub clean_pictures: Vec<ListLine>,
}

/// Reads the text of a list, and the `classes.csv` beside it.
pub(super) fn read(path: &Path, text: &str) -> Result<PhotoList, TrainingError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let Classes { classes, index_by_id, clean_pictures } =
        read_classes(&folder.join(CLASSES_FILE))?;
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let bad = |reason: &str| TrainingError::BadLine {
            path: path.to_owned(),
            line: index + 1,
            reason: reason.to_owned(),
        };
        let fields: Vec<&str> = line.split(',').map(str::trim).collect();
        let [photo, fine, _coarse] = fields.as_slice() else {
            return Err(bad("it has not three fields"));
        };
        let fine: i64 = fine.parse().map_err(|_| bad("the fine id is no number"))?;
        let class =
            *index_by_id.get(&fine).ok_or_else(|| bad("classes.csv has no such fine id"))?;
        lines.push(ListLine { path: (*photo).to_owned(), class });
    }
    Ok(PhotoList { classes, lines, clean_pictures })
}

struct Classes {
    classes: Vec<ClassEntry>,
    index_by_id: HashMap<i64, usize>,
    clean_pictures: Vec<ListLine>,
}

/// Reads `name, id, coarse name, coarse id, clean picture, ...` rows after a header.
fn read_classes(path: &Path) -> Result<Classes, TrainingError> {
    let file = regular_file::open(path).map_err(TrainingError::file(path))?;
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut classes = Vec::new();
    let mut index_by_id = HashMap::new();
    let mut clean_pictures = Vec::new();
    for (index, row) in csv::Reader::from_reader(file).records().enumerate() {
        let bad = |reason: &str| TrainingError::BadLine {
            path: path.to_owned(),
            line: index + 2,
            reason: reason.to_owned(),
        };
        let row = row.map_err(|error| bad(&error.to_string()))?;
        let (Some(name), Some(id)) = (row.get(0), row.get(1)) else {
            return Err(bad("it lacks a name or an id"));
        };
        let id: i64 = id.trim().parse().map_err(|_| bad("the id is no number"))?;
        let name = TextField::ProductName.take_instead_of(Some(name).filter(|it| is_id(it)), name);
        let name = &name.map_err(|why| bad(&why.to_string()))?;
        let fine = id_of(name).ok_or_else(|| bad("the name has no letter"))?;
        let coarse = row.get(2).and_then(id_of).unwrap_or_else(|| fine.clone());
        if let Some(first) = names.insert(fine.clone(), name.to_owned()) {
            return Err(TrainingError::SameSlug { first, second: name.to_owned(), slug: fine });
        }
        index_by_id.insert(id, classes.len());
        if let Some(picture) = row.get(4).map(str::trim).filter(|picture| !picture.is_empty()) {
            let path = picture.trim_start_matches('/').to_owned();
            clean_pictures.push(ListLine { path, class: classes.len() });
        }
        classes.push(ClassEntry { id: fine, coarse, cautious: false });
    }
    Ok(Classes { classes, index_by_id, clean_pictures })
}

/// The id that stands there exactly as it was kept, as a till writes it into its own lists, or that
/// the name makes.
pub(super) fn id_of(name: &str) -> Option<String> {
    if is_id(name) { Some(name.to_owned()) } else { slug(name) }
}

fn is_id(name: &str) -> bool {
    ProductId::kept(name).is_ok_and(|id| id.as_str() == name)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const CLASSES: &str = "Name,Id,Coarse\nRoyal-Gala,4,Apple\nLime,9,Lime\n";

    fn list(text: &str) -> Result<PhotoList, TrainingError> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("classes.csv"), CLASSES).unwrap();
        let path = folder.path().join("train.txt");
        read(&path, text)
    }

    #[test]
    fn ids_become_classes_in_the_order_of_the_csv() {
        let list = list("a/1.jpg, 9, 9\nb/2.jpg, 4, 0\n\n").unwrap();
        assert_eq!(
            list.classes[0],
            ClassEntry { id: "royal-gala".into(), coarse: "apple".into(), cautious: false }
        );
        assert_eq!(list.lines.iter().map(|line| line.class).collect::<Vec<_>>(), [1, 0]);
    }

    #[test]
    fn a_wrong_line_is_named() {
        for text in ["a.jpg, 4", "a.jpg, x, 0", "a.jpg, 77, 0"] {
            let error = list(&format!("ok.jpg, 4, 0\n{text}\n")).unwrap_err();
            assert!(matches!(error, TrainingError::BadLine { line: 2, .. }), "{text}");
        }
    }
}
