//! The catalogue as a CSV file: every bad row is named, and what is written reads back the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use thiserror::Error;

use super::table::{Row, Table};
use domain::{
    Currency, DomainError, ForPeople, Message, Money, Product, ProductId, TaxRate, TextField, Unit,
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
    /// The header has a column twice.
    #[error("the column {0} is there twice")]
    ColumnTwice(String),
    /// The header lacks columns.
    #[error("the header lacks {0}; it needs {all}", all = REQUIRED.join(","))]
    ColumnsMissing(String),
    /// The row has more cells than the header, or ends before the last column that is needed.
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
/// others are left alone. A byte order mark, semicolons instead of commas, a line `sep=;` and any line
/// end are understood; so are rows without their empty last cells. Empty rows are skipped.
///
/// # Errors
/// A [`RowError`] for every bad row, in the file's order: a value that cannot be read, a text that
/// holds control characters or is endless, a barcode that no scanner would find, or an id, a PLU or a
/// barcode that an earlier row has, in whichever spelling (codes only among active products).
pub fn parse(text: &str, currency: Currency) -> Result<Vec<Product>, Vec<RowError>> {
    let table = Table::read(text);
    let at = |row, reason| RowError { row, reason };
    let (heading, rows) = match table.rows.split_first() {
        Some((heading, rows)) => (heading.cells.as_slice(), rows),
        None => (&[][..], &[][..]),
    };
    let columns = Columns::of_header(heading).map_err(|reason| vec![at(1, reason)])?;
    let (mut products, mut errors, mut seen) = (Vec::new(), Vec::new(), Seen::default());
    for row in rows {
        match columns.product(row, currency).and_then(|product| seen.check(product, row.line)) {
            Ok(product) => products.push(product),
            Err(reason) => errors.push(at(row.line, reason)),
        }
    }
    if errors.is_empty() { Ok(products) } else { Err(errors) }
}

/// Whether a heading names all columns of the catalogue's own form.
pub(crate) fn is_own(heading: &Row) -> bool {
    let there = |name: &&str| heading.cells.iter().any(|cell| cell.trim().to_lowercase() == *name);
    REQUIRED.iter().all(there)
}

/// Where the columns stand.
struct Columns {
    by_name: BTreeMap<String, usize>,
    /// Language tag and column.
    languages: Vec<(String, usize)>,
    count: usize,
    /// The last column that no row may be without.
    last_needed: usize,
}

impl Columns {
    fn of_header(header: &[String]) -> Result<Self, RowFault> {
        let mut columns = Self {
            by_name: BTreeMap::new(),
            languages: Vec::new(),
            count: header.len(),
            last_needed: 0,
        };
        let mut twice = None;
        for (index, cell) in header.iter().map(|cell| cell.trim()).enumerate() {
            if cell.is_empty() {
                continue;
            }
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
        columns.last_needed = last_needed(&columns.by_name);
        twice.map_or(Ok(columns), Err)
    }

    fn product(&self, row: &Row, currency: Currency) -> Result<Product, RowFault> {
        // Spreadsheets leave out empty cells at the end of a row.
        let needed = self.last_needed + 1;
        if !(needed..=self.count).contains(&row.cells.len()) {
            return Err(RowFault::Cells { cells: row.cells.len(), columns: self.count });
        }
        let at = |index: &usize| row.cell(*index);
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
                let unit = Unit::of_word(&unit.to_lowercase())
                    .ok_or_else(|| RowFault::Unit(unit.to_owned()))?;
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

fn last_needed(by_name: &BTreeMap<String, usize>) -> usize {
    REQUIRED.iter().filter_map(|name| by_name.get(*name)).max().copied().unwrap_or_default()
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

/// Writes a catalogue that [`parse`] reads back: UTF-8 with the byte order mark that Excel wants, commas,
/// one line a product.
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
    let lines = std::iter::once(header).chain(rows).map(|row| line(&row));
    std::iter::once("\u{feff}".to_owned()).chain(lines).collect()
}

/// A file to fill in: all columns, and a product of each unit to show what stands in them.
pub fn template() -> String {
    "\u{feff}id,name,name_zh,price,unit,plu,barcode,tax,category,picture,active\n\
     example-apple,Example apple,苹果（示例）,2.79,kg,4011,,7,Fruit,,yes\n\
     example-milk,Example milk,牛奶（示例）,1.19,piece,,4006381333931,7,Dairy,,yes\n"
        .to_owned()
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
#[path = "own_tests.rs"]
mod tests;
