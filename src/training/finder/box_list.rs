//! Lists of boxes: `file, what, x0, y0, x1, y1` a line, in pixels of the upright photo. A header with
//! these columns may stand above (`what` is then called product or kind).

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use crate::TrainingError;
use base::{regular_file, write_atomically};
use photo::Region;

/// An item of a photo.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemBox {
    /// What the list says that it is.
    pub what: String,
    /// Where it lies, in pixels.
    pub region: Region,
}

/// A photo and its items.
#[derive(Clone, Debug, PartialEq)]
pub struct BoxedPhoto {
    /// The file.
    pub path: PathBuf,
    /// In the list's order.
    pub items: Vec<ItemBox>,
}

/// Reads a list; the photos come in the order of their names.
///
/// # Errors
/// [`TrainingError::BadBox`] naming the line, [`TrainingError::NoPhotos`] for a list without any.
pub fn read_box_list(path: &Path) -> Result<Vec<BoxedPhoto>, TrainingError> {
    let text = regular_file::read_text(path).map_err(TrainingError::file(path))?;
    let text = text.trim_start_matches('\u{feff}');
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut photos: BTreeMap<String, Vec<ItemBox>> = BTreeMap::new();
    let mut columns = [0, 1, 2, 3, 4, 5];
    for (index, row) in reader.records().enumerate() {
        let bad = |reason: &str| TrainingError::BadBox {
            path: path.to_owned(),
            line: index + 1,
            reason: reason.to_owned(),
        };
        let row = row.map_err(|error| bad(&error.to_string()))?;
        if index == 0
            && let Some(named) = header(&row)
        {
            columns = named;
            continue;
        }
        let [file, what, edges @ ..] = columns.map(|column| row.get(column).unwrap_or_default());
        let edges = edges.map(|edge| edge.parse::<f32>().unwrap_or(f32::NAN));
        let [x, y, right, below] = edges;
        let (width, height) = (right - x, below - y);
        if file.is_empty()
            || !(width > 0.0 && height > 0.0 && edges.iter().all(|it| it.is_finite()))
        {
            return Err(bad("it should be: file, what, x0, y0, x1, y1"));
        }
        let region = Region { x, y, width, height };
        let item = ItemBox { what: what.to_owned(), region };
        photos.entry(file.to_owned()).or_default().push(item);
    }
    if photos.is_empty() {
        return Err(TrainingError::NoPhotos { path: path.to_owned() });
    }
    let photo = |(file, items)| BoxedPhoto { path: folder.join(file), items };
    Ok(photos.into_iter().map(photo).collect())
}

/// Where the columns stand, if this row is a header.
fn header(row: &csv::StringRecord) -> Option<[usize; 6]> {
    let column = |names: &[&str]| {
        row.iter().position(|cell| names.iter().any(|name| cell.eq_ignore_ascii_case(name)))
    };
    Some([
        column(&["file", "path"])?,
        column(&["what", "product", "kind"])?,
        column(&["x0"])?,
        column(&["y0"])?,
        column(&["x1"])?,
        column(&["y1"])?,
    ])
}

/// Writes a list; photos in its own folder are named without it.
///
/// # Errors
/// [`TrainingError::File`] when the disk refuses.
pub fn write_box_list(path: &Path, photos: &[BoxedPhoto]) -> Result<(), TrainingError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let written = write_atomically(path, |out| {
        let mut rows = csv::Writer::from_writer(out);
        rows.write_record(["file", "product", "x0", "y0", "x1", "y1"])?;
        for photo in photos {
            let file = photo.path.strip_prefix(folder).unwrap_or(&photo.path).to_string_lossy();
            for ItemBox { what, region } in &photo.items {
                let (right, below) = (region.x + region.width, region.y + region.height);
                let edges = [region.x, region.y, right, below].map(|edge| edge.to_string());
                let names = [file.as_ref(), what].into_iter();
                rows.write_record(names.chain(edges.iter().map(String::as_str)))?;
            }
        }
        rows.flush()
    });
    written.map_err(|error| TrainingError::File { path: error.path, source: error.source })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use std::fs;

    use super::*;

    fn list(text: &str) -> Result<Vec<BoxedPhoto>, TrainingError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("boxes.csv");
        fs::write(&path, text).unwrap();
        read_box_list(&path)
    }

    #[test]
    fn boxes_are_read_with_a_header_and_without() {
        let plain =
            list("b.jpg,apple,1,2,11,22\na.jpg,pear,0,0,5,5.5\nb.jpg,apple,3,3,4,4\n").unwrap();
        assert_eq!(plain.len(), 2);
        assert!(plain[1].path.ends_with("b.jpg"));
        let region = Region { x: 1.0, y: 2.0, width: 10.0, height: 20.0 };
        assert_eq!(plain[1].items[0], ItemBox { what: "apple".to_owned(), region });
        let named = list("x0,y0,x1,y1,Product,file\n1,2,11,22,apple,b.jpg\n").unwrap();
        assert_eq!(named[0].items[0].region, region);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("boxes.csv");
        let region = Region { x: 1.5, y: 2.0, width: 10.25, height: 20.0 };
        let items = vec![ItemBox { what: "pear".to_owned(), region }];
        let elsewhere = tempfile::tempdir().unwrap().path().join("2, left.jpg");
        let photo = |path| BoxedPhoto { path, items: items.clone() };
        let mut photos = [photo(folder.path().join("1.jpg")), photo(elsewhere)];
        write_box_list(&path, &photos).unwrap();
        photos.sort_by(|a, b| a.path.cmp(&b.path));
        let mut read = read_box_list(&path).unwrap();
        read.sort_by(|a, b| a.path.cmp(&b.path));
        assert_eq!(read, photos);
    }

    #[test]
    fn a_wrong_line_is_named() {
        for text in ["a.jpg,x,1,1,1,2", "a.jpg,x,1,1,a,2", ",x,1,1,2,2", "a.jpg,x,1,1,2", "a.jpg"] {
            let error = list(&format!("b.jpg,y,0,0,1,1\n{text}\n")).unwrap_err();
            assert!(matches!(error, TrainingError::BadBox { line: 2, .. }), "{text}: {error}");
        }
        assert!(matches!(list(""), Err(TrainingError::NoPhotos { .. })));
    }
}
