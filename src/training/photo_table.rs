//! Tables of photos: a CSV with a header, a photo a row. `path` is relative to the table; `product` or
//! `kind` says what it shows, or both; `source` where it is from.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use super::{
    TrainingError,
    labels::{DataLabel, Depth},
    list_file::id_of,
};
use base::regular_file;
use domain::TextField;

/// A photo of a table.
pub(super) struct TableRow {
    /// Path relative to the table.
    pub path: String,
    /// Index into [`PhotoTable::labels`].
    pub label: usize,
    /// Index into [`PhotoTable::sources`].
    pub source: usize,
}

/// A table that was read and checked.
#[derive(Default)]
pub(super) struct PhotoTable {
    /// What its photos show, in the order in which they are named.
    pub labels: Vec<DataLabel>,
    /// Where its photos are from, likewise; an empty name where the table does not say.
    pub sources: Vec<String>,
    /// The photos.
    pub rows: Vec<TableRow>,
}

/// Whether a text begins with the header of such a table.
pub(super) fn is_table(text: &str) -> bool {
    let first = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    let header = csv::StringRecord::from_iter(first.split(',').map(|cell| cell.trim_matches('"')));
    column(&header, "path").is_some()
}

/// Reads the table of such a text.
///
/// # Errors
/// [`TrainingError::BadRow`] naming the line, [`TrainingError::SameSlug`].
pub(super) fn read(path: &Path, text: &str) -> Result<PhotoTable, TrainingError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let bad = |line: u64, reason: String| TrainingError::BadRow {
        path: path.to_owned(),
        line: line as usize,
        reason,
    };
    let header = reader.headers().map_err(|error| bad(1, error.to_string()))?.clone();
    let [photo, product, kind, source] =
        ["path", "product", "kind", "source"].map(|name| column(&header, name));
    if product.or(kind).is_none() {
        return Err(bad(1, "it has neither a column product nor a column kind".to_owned()));
    }
    let mut table = Growing::default();
    for row in reader.records() {
        let row = row.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            bad(line, error.to_string())
        })?;
        let line = row.position().map_or(1, csv::Position::line);
        let cell = |column: Option<usize>| {
            column.and_then(|column| row.get(column)).filter(|cell| !cell.is_empty())
        };
        let Some(photo) = cell(photo) else {
            return Err(bad(line, "it names no photo".to_owned()));
        };
        let label = table.label(cell(product), cell(kind)).map_err(|fault| match fault {
            LabelFault::Name(reason) => bad(line, reason),
            LabelFault::SameSlug { first, second, slug } => {
                TrainingError::SameSlug { first, second, slug }
            }
        })?;
        let source = table.source(cell(source).unwrap_or_default());
        table.table.rows.push(TableRow { path: photo.to_owned(), label, source });
    }
    Ok(table.table)
}

/// The text of a list or a table.
///
/// # Errors
/// [`TrainingError::File`]; [`TrainingError::NoData`] for what is no text.
pub(super) fn text_of(path: &Path) -> Result<String, TrainingError> {
    let bytes = regular_file::read(path).map_err(TrainingError::file(path))?;
    String::from_utf8(bytes).map_err(|_| TrainingError::NoData { path: path.to_owned() })
}

fn column(header: &csv::StringRecord, name: &str) -> Option<usize> {
    header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name))
}

/// Why a row's label is refused.
enum LabelFault {
    Name(String),
    SameSlug { first: String, second: String, slug: String },
}

/// A table that is being read.
#[derive(Default)]
struct Growing {
    table: PhotoTable,
    /// Number of a label by id and depth.
    by_label: HashMap<(String, Depth), usize>,
    by_source: HashMap<String, usize>,
    /// The name that first became an id of a depth.
    names: BTreeMap<(String, Depth), String>,
}

impl Growing {
    fn source(&mut self, name: &str) -> usize {
        let next = self.table.sources.len();
        *self.by_source.entry(name.to_owned()).or_insert_with(|| {
            self.table.sources.push(name.to_owned());
            next
        })
    }

    fn label(&mut self, product: Option<&str>, kind: Option<&str>) -> Result<usize, LabelFault> {
        let kind = kind.map(|name| self.id(name, Depth::Kind)).transpose()?;
        let product = product.map(|name| self.id(name, Depth::Product)).transpose()?;
        let label = match (product, kind) {
            (Some(id), coarse) => {
                let coarse = coarse.unwrap_or_else(|| id.clone());
                DataLabel { id, coarse, depth: Depth::Product }
            }
            (None, Some(id)) => DataLabel { coarse: id.clone(), id, depth: Depth::Kind },
            (None, None) => {
                let reason = "it names neither a product nor a kind".to_owned();
                return Err(LabelFault::Name(reason));
            }
        };
        let key = (label.id.clone(), label.depth);
        if let Some(&known) = self.by_label.get(&key) {
            let first = self.table.labels.get(known).map(|first| &first.coarse);
            if first != Some(&label.coarse) {
                let reason = format!("{} stands with another kind before", label.id);
                return Err(LabelFault::Name(reason));
            }
            return Ok(known);
        }
        let number = self.table.labels.len();
        self.by_label.insert(key, number);
        self.table.labels.push(label);
        Ok(number)
    }

    fn id(&mut self, name: &str, depth: Depth) -> Result<String, LabelFault> {
        let name =
            TextField::ProductName.take(name).map_err(|why| LabelFault::Name(why.to_string()))?;
        let slug = id_of(&name)
            .ok_or_else(|| LabelFault::Name(format!("{name} has no letter or digit")))?;
        let first = self.names.entry((slug.clone(), depth)).or_insert_with(|| name.clone());
        if *first != name {
            let first = first.clone();
            return Err(LabelFault::SameSlug { first, second: name, slug });
        }
        Ok(slug)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    fn table(text: &str) -> Result<PhotoTable, TrainingError> {
        assert!(is_table(text));
        read(Path::new("goods.csv"), text)
    }

    #[test]
    fn products_and_kinds_stand_in_one_table() {
        let text = "\u{feff}Path,product,KIND,source\n\
                    a/1.jpg,Royal Gala,Apple,shop\n\
                    \"b, c.jpg\",,Apple,web\n\
                    d.jpg,Lime,,web\n\
                    e.jpg,Royal Gala,Apple\n";
        let PhotoTable { labels, sources, rows } = table(text).unwrap();
        let label = |id: &str, coarse: &str, depth| DataLabel {
            id: id.to_owned(),
            coarse: coarse.to_owned(),
            depth,
        };
        assert_eq!(
            labels,
            [
                label("royal-gala", "apple", Depth::Product),
                label("apple", "apple", Depth::Kind),
                label("lime", "lime", Depth::Product),
            ]
        );
        assert_eq!(sources, ["shop", "web", ""]);
        let told: Vec<_> =
            rows.iter().map(|row| (row.path.as_str(), row.label, row.source)).collect();
        assert_eq!(told, [("a/1.jpg", 0, 0), ("b, c.jpg", 1, 1), ("d.jpg", 2, 1), ("e.jpg", 0, 2)]);
    }

    #[test]
    fn a_wrong_row_is_named() {
        for (text, wanted) in [
            ("path,source\na.jpg,web\n", 1),
            ("path,kind\na.jpg,apple\nb.jpg,\n", 3),
            ("path,kind\n,apple\n", 2),
            ("path,kind\na.jpg,...\n", 2),
            ("path,product,kind\na.jpg,Gala,Apple\nb.jpg,Gala,Pear\n", 3),
        ] {
            let Err(TrainingError::BadRow { line, .. }) = table(text) else {
                panic!("{text} was read")
            };
            assert_eq!(line, wanted, "{text}");
        }
        let twice = table("path,kind\na.jpg,Red Apple\nb.jpg,red-apple\n");
        assert!(matches!(twice, Err(TrainingError::SameSlug { .. })));
    }

    #[test]
    fn a_list_is_no_table() {
        assert!(!is_table("goods/path.jpg, 3, 1\n"));
        assert!(!is_table(""));
    }
}
