//! The catalogue as a CSV file: every bad row is named, and what is written reads back the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use csv::{ReaderBuilder, StringRecord};
use thiserror::Error;

use super::products::unit_of;
use domain::{
    Currency, DomainError, ForPeople, Message, Money, Product, ProductId, TaxRate, TextField,
    UnitPrice, barcode_forms, check_catalogue_barcode,
};

const REQUIRED: [&str; 8] = ["id", "name", "price", "unit", "plu", "barcode", "tax", "category"];

/// Why a row was refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowError {
    /// The line in the file; the header is line 1.
    pub row: u64,
    /// What is wrong with it.
    pub reason: RowFault,
}

impl fmt::Display for RowError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "row {}: {}", self.row, self.reason)
    }
}

/// What can be wrong with a row.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum RowFault {
    /// It is no row of a CSV file in UTF-8.
    #[error("{0}")]
    NotCsv(String),
    /// The header has a column twice.
    #[error("the column {0} is there twice")]
    ColumnTwice(String),
    /// The header lacks columns.
    #[error("the header lacks {0}; it needs {all}", all = REQUIRED.join(","))]
    ColumnsMissing(String),
    /// The row has more or fewer cells than the header.
    #[error("{cells} cells, where the header has {columns}")]
    Cells {
        /// What it has.
        cells: usize,
        /// What it should have.
        columns: usize,
    },
    /// The unit is none.
    #[error("\"{0}\" is no unit; write piece or kg")]
    Unit(String),
    /// Yes or no was to be said.
    #[error("\"{0}\" does not say whether it is active; write yes or no")]
    Active(String),
    /// An earlier row has the same id or code.
    #[error("the {kind} {value} is that of row {row}{}", if .value == .there { String::new() } else { format!(", {there}") })]
    Taken {
        /// `id`, `PLU` or `barcode`.
        kind: &'static str,
        /// As it stands here.
        value: String,
        /// The earlier row.
        row: u64,
        /// As it stands there.
        there: String,
    },
    /// A cell breaks a rule.
    #[error(transparent)]
    Rule(#[from] DomainError),
}

impl ForPeople for RowFault {
    fn message(&self) -> Message {
        match self {
            Self::NotCsv(_) => Message::new("import-row-not-csv"),
            Self::ColumnTwice(column) => {
                Message::new("import-column-twice").naming("column", column)
            }
            Self::ColumnsMissing(columns) => {
                Message::new("import-columns-missing").naming("columns", columns)
            }
            Self::Cells { cells, columns } => Message::new("import-row-cells")
                .naming("cells", cells.to_string())
                .naming("columns", columns.to_string()),
            Self::Unit(unit) => Message::new("import-unit").naming("unit", unit),
            Self::Active(text) => Message::new("import-active").naming("text", text),
            Self::Taken { kind, value, row, .. } => Message::new("import-taken")
                .naming("kind", *kind)
                .naming("value", value)
                .naming("row", row.to_string()),
            Self::Rule(error) => error.message(),
        }
    }
}

/// Reads a catalogue. Prices are in `currency`, taxes in per cent, units `piece` or `kg`; an empty
/// price is one that nobody has said yet.
///
/// The header names at least `id,name,price,unit,plu,barcode,tax,category`, in any order; further
/// columns are `name_<language>`, `picture` and `active` (`yes` or `no`; an empty cell is `yes`),
/// others are left alone. A byte order mark and semicolons instead of commas are understood. Empty
/// rows are skipped.
///
/// # Errors
/// A [`RowError`] for every bad row, in the file's order: a value that cannot be read, a text that
/// holds control characters or is endless, a barcode that no scanner would find, or an id, a PLU or a
/// barcode that an earlier row has, in whichever spelling (codes only among active products).
pub fn parse(text: &str, currency: Currency) -> Result<Vec<Product>, Vec<RowError>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter(text)).flexible(true).from_reader(text.as_bytes());
    let at = |row, reason| RowError { row, reason };
    let columns = reader
        .headers()
        .map_err(|why| RowFault::NotCsv(why.to_string()))
        .and_then(Columns::of_header)
        .map_err(|reason| vec![at(1, reason)])?;

    let (mut products, mut errors, mut seen) = (Vec::new(), Vec::new(), Seen::default());
    let mut lines = LineCounter { text, byte: 0, line: 1 };
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(why) => {
                errors.push(at(lines.of(why.position()), RowFault::NotCsv(why.to_string())));
                continue;
            }
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let row = lines.of(record.position());
        match columns.product(&record, currency).and_then(|product| seen.check(product, row)) {
            Ok(product) => products.push(product),
            Err(reason) => errors.push(at(row, reason)),
        }
    }
    if errors.is_empty() { Ok(products) } else { Err(errors) }
}

/// Spreadsheets of many countries write semicolons; a header has no other use for them.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    if header.contains(';') && !header.contains(',') { b';' } else { b',' }
}

/// Counts lines on the way through a text. The reader's own position of a record lies before the
/// blank lines that it skips.
struct LineCounter<'a> {
    text: &'a str,
    byte: usize,
    line: u64,
}

impl LineCounter<'_> {
    fn of(&mut self, position: Option<&csv::Position>) -> u64 {
        let start = position.map_or(self.byte, |position| position.byte() as usize);
        let bytes = self.text.as_bytes();
        let blank = bytes.iter().skip(start).take_while(|byte| b"\r\n".contains(byte)).count();
        let passed = bytes.get(self.byte..start + blank).unwrap_or_default();
        self.line += passed.iter().filter(|&&byte| byte == b'\n').count() as u64;
        self.byte = self.byte.max(start + blank);
        self.line
    }
}

/// Where the columns stand.
struct Columns {
    by_name: BTreeMap<String, usize>,
    /// Language tag and column.
    languages: Vec<(String, usize)>,
    count: usize,
}

impl Columns {
    fn of_header(header: &StringRecord) -> Result<Self, RowFault> {
        let mut columns =
            Self { by_name: BTreeMap::new(), languages: Vec::new(), count: header.len() };
        let mut twice = None;
        for (index, cell) in header.iter().map(str::trim).enumerate().filter(|it| !it.1.is_empty())
        {
            let name = TextField::Heading.take(cell)?.to_lowercase();
            if let Some(tag) = name.strip_prefix("name_").filter(|tag| !tag.is_empty()) {
                columns.languages.push((tag.replace('_', "-"), index));
            }
            if columns.by_name.insert(name, index).is_some() {
                twice = Some(RowFault::ColumnTwice(cell.to_owned()));
            }
        }
        let missing: Vec<&str> =
            REQUIRED.into_iter().filter(|name| !columns.by_name.contains_key(*name)).collect();
        if !missing.is_empty() {
            return Err(RowFault::ColumnsMissing(missing.join(", ")));
        }
        twice.map_or(Ok(columns), Err)
    }

    fn product(&self, record: &StringRecord, currency: Currency) -> Result<Product, RowFault> {
        if record.len() != self.count {
            return Err(RowFault::Cells { cells: record.len(), columns: self.count });
        }
        let at = |index: &usize| record.get(*index).map_or("", str::trim);
        let cell = |name: &str| self.by_name.get(name).map_or("", at);
        let optional = |name: &str| Some(cell(name).to_owned()).filter(|text| !text.is_empty());
        let names = self
            .languages
            .iter()
            .map(|(tag, index)| (tag.clone(), at(index).to_owned()))
            .filter(|(_, name)| !name.is_empty())
            .collect();
        let price = match (cell("price"), cell("unit")) {
            ("", _) => None,
            (price, unit) => {
                let unit =
                    unit_of(&unit.to_lowercase()).ok_or_else(|| RowFault::Unit(unit.to_owned()))?;
                let money = Money::parse(price, currency)?;
                Some(UnitPrice::new(money, unit))
            }
        };
        let product = Product {
            id: ProductId::new(cell("id"))?,
            name: cell("name").to_owned(),
            names,
            price,
            plu: optional("plu"),
            barcode: optional("barcode"),
            tax: TaxRate::parse_percent(cell("tax"))?,
            category: cell("category").to_owned(),
            picture: optional("picture"),
            active: is_active(cell("active"))?,
        };
        if let Some(barcode) = &product.barcode {
            check_catalogue_barcode(barcode)?;
        }
        Ok(product.taken_instead_of(None)?)
    }
}

fn is_active(cell: &str) -> Result<bool, RowFault> {
    match cell.to_lowercase().as_str() {
        "" | "yes" | "true" | "1" => Ok(true),
        "no" | "false" | "0" => Ok(false),
        _ => Err(RowFault::Active(cell.to_owned())),
    }
}

/// Which row had an id or a code first, and how it was spelt there. One barcode has several spellings.
#[derive(Default)]
struct Seen(BTreeMap<(&'static str, String), (u64, String)>);

impl Seen {
    fn check(&mut self, product: Product, row: u64) -> Result<Product, RowFault> {
        let sold = |code: &Option<String>| code.clone().filter(|_| product.active);
        let one = |value: Option<String>| value.clone().zip(value.map(|value| vec![value]));
        let barcode = sold(&product.barcode);
        let forms = barcode.as_deref().map(barcode_forms);
        let keys = [
            ("id", one(Some(product.id.to_string()))),
            ("PLU", one(sold(&product.plu))),
            ("barcode", barcode.zip(forms)),
        ];
        for (kind, value) in keys {
            let Some((value, forms)) = value else { continue };
            if let Some((first, as_there)) =
                forms.iter().find_map(|form| self.0.get(&(kind, form.clone())))
            {
                let (row, there) = (*first, as_there.clone());
                return Err(RowFault::Taken { kind, value, row, there });
            }
            self.0.extend(forms.into_iter().map(|form| ((kind, form), (row, value.clone()))));
        }
        Ok(product)
    }
}

/// Writes a catalogue that [`parse`] reads back: UTF-8, commas, one line a product.
pub fn write(products: &[Product]) -> String {
    let tags: BTreeSet<&str> =
        products.iter().flat_map(|product| product.names.keys()).map(String::as_str).collect();
    let mut header: Vec<String> = ["id", "name"].map(str::to_owned).into();
    header.extend(tags.iter().map(|tag| format!("name_{tag}")));
    header.extend(
        ["price", "unit", "plu", "barcode", "tax", "category", "picture", "active"]
            .map(str::to_owned),
    );
    let rows = products.iter().map(|product| cells(product, &tags));
    std::iter::once(header).chain(rows).map(|row| line(&row)).collect()
}

fn cells(product: &Product, tags: &BTreeSet<&str>) -> Vec<String> {
    let optional = |cell: &Option<String>| cell.clone().unwrap_or_default();
    let mut cells = vec![product.id.to_string(), product.name.clone()];
    cells.extend(tags.iter().map(|tag| product.names.get(*tag).cloned().unwrap_or_default()));
    cells.extend([
        product.price.map(|price| price.money().to_string()).unwrap_or_default(),
        product.unit().map(|unit| unit.to_string()).unwrap_or_default(),
        optional(&product.plu),
        optional(&product.barcode),
        product.tax.percent_text(),
        product.category.clone(),
        optional(&product.picture),
        if product.active { "yes" } else { "no" }.to_owned(),
    ]);
    cells
}

/// RFC 4180: a cell with a separator, quote or line break stands in quotes, its quotes doubled.
fn line(cells: &[String]) -> String {
    let quoted: Vec<String> = cells
        .iter()
        .map(|cell| {
            if cell.contains([',', ';', '"', '\n', '\r']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        })
        .collect();
    format!("{}\n", quoted.join(","))
}

#[cfg(test)]
#[path = "catalogue_csv_tests.rs"]
mod tests;
