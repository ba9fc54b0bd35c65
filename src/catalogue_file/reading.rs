//! A file as products: read, its columns matched, what is open asked, what is left out told.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Currency, Message, Product, TaxMode, TaxRate};
use sha2::{Digest, Sha256};

use super::choices::{Answer, Choices, CodeCare, Remembered, TaxForm};
use super::columns::{Column, Said, Why, matched, place_of, places};
use super::error::FileFault;
use super::field::Field;
use super::heading_row::{Parts, parts};
use super::known_headings::letters_of;
use super::making::Maker;
use super::own::{self, RowError};
use super::questions::{Choice, Question, decide};
use super::rows::Sheet;
use super::table::{Row, Table};
use super::taxes::{Forms, form_of, tax_cell};
use super::text::{ENCODINGS, decode};

/// The shop that a file is read for.
#[derive(Clone, Debug)]
pub struct Shop<'a> {
    /// What it sells in.
    pub currency: Currency,
    /// Whether its prices have the tax in them.
    pub tax_mode: TaxMode,
    /// The rates among its settings, most usual first.
    pub rates: Vec<TaxRate>,
    /// All of its products.
    pub products: Vec<&'a Product>,
}

impl Shop<'_> {
    /// The rates that it knows, most usual first, each once.
    pub(crate) fn known_rates(&self) -> Vec<TaxRate> {
        let mut counts: BTreeMap<TaxRate, usize> = BTreeMap::new();
        for product in &self.products {
            *counts.entry(product.tax).or_default() += 1;
        }
        let mut used: Vec<TaxRate> = counts.keys().copied().collect();
        used.sort_by_key(|rate| std::cmp::Reverse((counts.get(rate).copied(), *rate)));
        let mut all = self.rates.clone();
        all.extend(used.into_iter().filter(|rate| !self.rates.contains(rate)));
        all
    }

    /// The rate that a new product has, as long as nobody says another.
    pub(crate) fn usual_rate(&self) -> TaxRate {
        self.known_rates().first().copied().unwrap_or(TaxRate::ZERO)
    }
}

/// Something that a person should know of a file before its products are taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// The line in the file, where it is of one row.
    pub row: Option<u64>,
    /// What there is to know.
    pub message: Message,
}

/// What was left out or changed on the way from rows to products.
#[derive(Default)]
pub(crate) struct Tally {
    told: Vec<Told>,
    counts: BTreeMap<&'static str, usize>,
    pub unknown_units: BTreeSet<String>,
}

impl Tally {
    pub(crate) fn tell(&mut self, row: u64, message: Message) {
        self.told.push(Told { row: Some(row), message });
    }

    /// Counts a row that is like others.
    pub(crate) fn count(&mut self, id: &'static str) {
        *self.counts.entry(id).or_default() += 1;
    }

    fn all(self) -> Vec<Told> {
        let of_file = |message| Told { row: None, message };
        let counts = self.counts.into_iter().map(|(id, count)| {
            of_file(
                Message { id, args: Vec::new(), because: None }.naming("count", count.to_string()),
            )
        });
        let units = self.unknown_units.into_iter();
        let units = units.map(|it| of_file(Message::new("import-told-unit").naming("unit", it)));
        counts.chain(units).chain(self.told).collect()
    }
}

/// What a file is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reading {
    /// The catalogue's own form, as [`own::parse`] reads it.
    Own(Vec<Product>),
    /// The catalogue's own form, with these rows wrong.
    Refused(Vec<RowError>),
    /// A table of another program.
    Matched(Box<Matched>),
}

/// A table of another program, as it would be taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Matched {
    /// The encoding of its text.
    pub encoding: &'static str,
    /// What parts its cells.
    pub separator: char,
    /// Whether its first row names the columns.
    pub has_heading: bool,
    /// How many rows there are below the heading.
    pub rows: usize,
    /// Its columns, from the left.
    pub columns: Vec<Column>,
    /// What it leaves open; nothing is taken while one is not answered.
    pub questions: Vec<Question>,
    /// What is left out or changed.
    pub told: Vec<Told>,
    /// The products, as far as the answers go.
    pub products: Vec<Product>,
    /// The same for files with the same headings.
    pub fingerprint: String,
    choices: Choices,
}

impl Matched {
    /// The questions that must be answered first.
    pub fn open(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(|question| question.chosen.is_none())
    }

    /// Whether its products can be taken.
    pub fn is_ready(&self) -> bool {
        self.open().next().is_none() && !self.products.is_empty()
    }

    /// What to remember for the next file with these headings: each column as it was taken.
    pub fn to_remember(&self) -> Choices {
        let mut choices = self.choices.clone();
        for (index, column) in self.columns.iter().enumerate() {
            if column.why != Why::Left {
                choices.take(Answer::Column(index, column.field.clone()));
            }
        }
        choices
    }
}

/// Reads a file of products.
///
/// The catalogue's own form is read strictly, all of it or nothing, as long as nothing was said of its
/// columns. In a table of another program what a row lacks is left out and told, and what would be a guess
/// about money is asked.
///
/// # Errors
/// A [`FileFault`] where it is no table as text, or has no rows.
pub fn read(
    bytes: &[u8],
    choices: &Choices,
    remembered: &Remembered,
    shop: &Shop<'_>,
) -> Result<Reading, FileFault> {
    let text = decode(bytes, choices.encoding.as_deref())?;
    let table = Table::read(&text.text);
    let first = table.rows.first().ok_or(FileFault::Empty)?;
    let is_own = own::is_own(first);
    if is_own && choices.is_empty() && !has_doubtful_taxes(&table, shop) {
        return Ok(match own::parse(&text.text, shop.currency) {
            Ok(products) if products.is_empty() => return Err(FileFault::Empty),
            Ok(products) => Reading::Own(products),
            Err(rows) => Reading::Refused(rows),
        });
    }
    let parts = parts(&table.rows, choices.heading);
    if parts.rows.is_empty() {
        return Err(FileFault::Empty);
    }
    let headings = headings_of(&parts);
    if let Some((_, heading)) =
        choices.by_heading.iter().find(|(_, it)| place_of(&headings, it).is_none())
    {
        return Err(FileFault::NoColumn(heading.clone()));
    }
    let fingerprint = fingerprint_of(&headings, parts.heading.is_some());
    let before = remembered.of_file(&fingerprint);
    let columns = matched(&headings, parts.rows, is_own, &Said { now: choices, before });
    let said = choices.clone().over(before.cloned().unwrap_or_default());
    let sheet = Sheet::new(&columns, parts.rows);
    let (decisions, mut questions) = decide(&sheet, &said, shop);
    let mut tally = Tally::default();
    let drafts = sheet.drafts(&decisions, shop, &mut tally);
    let repairable = Maker::new(&columns, &decisions, shop).repairable(&drafts);
    let products = Maker::new(&columns, &decisions, shop).products(drafts, &mut tally);
    if repairable > 0 {
        questions.push(codes_question(repairable, decisions.codes));
    }
    if text.is_guess || choices.encoding.is_some() {
        questions.push(encoding_question(text.encoding));
    }
    let asks_unit = questions.iter().any(|question| question.key == "unit");
    let mut told = told_of_file(&parts, &columns);
    // Who was asked needs no telling.
    told.retain(|told| !(asks_unit && told.message.id == "import-told-pieces"));
    told.extend(tally.all());
    let (has_heading, rows) = (parts.heading.is_some(), parts.rows.len());
    Ok(Reading::Matched(Box::new(Matched {
        encoding: text.encoding,
        separator: table.separator,
        has_heading,
        rows,
        questions,
        told,
        products,
        fingerprint,
        choices: said,
        columns: columns.clone(),
    })))
}

fn headings_of(parts: &Parts<'_>) -> Vec<String> {
    let width =
        parts.rows.iter().chain(parts.heading).map(|row| row.cells.len()).max().unwrap_or(0);
    let heading = |index| parts.heading.map_or("", |row: &Row| row.cell(index)).to_owned();
    (0..width).map(heading).collect()
}

fn fingerprint_of(headings: &[String], has_heading: bool) -> String {
    let names: Vec<String> = headings.iter().map(|heading| letters_of(heading)).collect();
    let digest = Sha256::digest(format!("{has_heading} {}", names.join("|")));
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Whether the tax column of a file in the catalogue's own form has shares beside per cents.
fn has_doubtful_taxes(table: &Table, shop: &Shop<'_>) -> bool {
    let Some((heading, rows)) = table.rows.split_first() else { return false };
    let is_tax = |cell: &String| cell.trim().eq_ignore_ascii_case("tax");
    let Some(index) = heading.cells.iter().position(is_tax) else { return false };
    let cells: Vec<_> = rows.iter().map(|row| tax_cell(row.cell(index))).collect();
    let form = form_of(&cells, &shop.known_rates());
    matches!(form, Forms::Doubtful | Forms::One(TaxForm::Share))
}

fn codes_question(count: usize, care: CodeCare) -> Question {
    let choices = [
        ("import-choice-leave-codes", CodeCare::LeaveOut),
        ("import-choice-repair-codes", CodeCare::Repair),
    ];
    let choices = choices.map(|(id, care)| Choice {
        label: Message { id, args: Vec::new(), because: None },
        answer: Answer::Codes(care),
    });
    let chosen = choices.iter().position(|choice| choice.answer == Answer::Codes(care));
    let message = Message::new("import-ask-codes").naming("count", count.to_string());
    Question { key: "codes", message, choices: choices.into(), chosen }
}

fn encoding_question(encoding: &str) -> Question {
    let others = ENCODINGS.into_iter().filter(|name| *name != encoding);
    let names: Vec<&str> = std::iter::once(encoding).chain(others).collect();
    let choice = |name: &str| Choice {
        label: Message::new("import-choice-plain").naming("text", name),
        answer: Answer::Encoding(name.to_owned()),
    };
    let choices = names.into_iter().map(choice).collect();
    Question {
        key: "encoding",
        message: Message::new("import-ask-encoding"),
        choices,
        chosen: Some(0),
    }
}

fn told_of_file(parts: &Parts<'_>, columns: &[Column]) -> Vec<Told> {
    let mut told = Vec::new();
    let mut tell = |message| told.push(Told { row: None, message });
    if !parts.above.is_empty() {
        tell(Message::new("import-told-above").naming("count", parts.above.len().to_string()));
    }
    if parts.heading.is_none() {
        tell(Message::new("import-told-no-heading"));
    }
    for (index, column) in columns.iter().enumerate().filter(|(_, it)| it.why == Why::Guessed) {
        let number = format!("#{}", index + 1);
        let name = if column.heading.is_empty() { number } else { column.heading.clone() };
        let field = Message { id: column.field.name_id(), args: Vec::new(), because: None };
        tell(Message::new("import-told-guessed").naming("column", name).because(field));
    }
    let has = |field: &Field| !places(columns, field).is_empty();
    if !has(&Field::Price) {
        tell(Message::new("import-told-no-price-column"));
    } else if !has(&Field::Unit) && !has(&Field::ByWeight) {
        tell(Message::new("import-told-pieces"));
    }
    told
}

#[cfg(test)]
#[path = "reading_tests.rs"]
mod tests;
