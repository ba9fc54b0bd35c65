//! Which column says what: by what a person said, by known headings, by what the cells look like.

use std::collections::BTreeMap;

use super::choices::Choices;
use super::field::Field;
use super::guess::Cells;
use super::known_headings::{Known, letters_of, meaning};
use super::table::Row;

/// How many cells a preview shows of a column.
const SAMPLES: usize = 3;

/// Why a column is taken for a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// Its heading is a known one.
    Known,
    /// Its cells look like it.
    Guessed,
    /// It was so with the last file of these headings.
    Remembered,
    /// A person said it.
    Chosen,
    /// Nothing speaks for any field.
    Left,
}

impl Why {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Guessed => "guessed",
            Self::Remembered => "remembered",
            Self::Chosen => "chosen",
            Self::Left => "left",
        }
    }
}

/// A column of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// What stands above it; empty where nothing does.
    pub heading: String,
    /// Its first cells that hold something.
    pub samples: Vec<String>,
    /// What it is taken for.
    pub field: Field,
    /// Why.
    pub why: Why,
    pub(crate) filled: usize,
    known: Option<Known>,
}

impl Column {
    /// Whether its heading means this.
    pub(crate) fn is_known(&self, known: &Known) -> bool {
        self.known.as_ref() == Some(known)
    }

    /// How well known its heading is as that of a price.
    pub(crate) fn price_rank(&self) -> Option<usize> {
        match &self.known {
            Some(Known::Field(Field::Price, rank)) => Some(*rank),
            _ => None,
        }
    }
}

/// What a person said of the columns, now and of the last such file.
pub(crate) struct Said<'a> {
    pub now: &'a Choices,
    pub before: Option<&'a Choices>,
}

/// Matches the columns of a table.
pub(crate) fn matched(
    headings: &[String],
    rows: &[Row],
    is_own: bool,
    said: &Said<'_>,
) -> Vec<Column> {
    let mut columns: Vec<Column> =
        headings.iter().enumerate().map(|(index, it)| column(index, it, rows)).collect();
    say(&mut columns, said);
    take_known(&mut columns, is_own);
    take_types(&mut columns, rows);
    take_name_parts(&mut columns);
    take_codes(&mut columns, rows);
    guess(&mut columns, rows);
    columns
}

/// The places of the columns that say a field.
pub(crate) fn places(columns: &[Column], field: &Field) -> Vec<usize> {
    let is_it = |(_, column): &(usize, &Column)| column.field == *field;
    columns.iter().enumerate().filter(is_it).map(|(index, _)| index).collect()
}

/// The cells of a column that hold something; what databases write for nothing is nothing.
pub(crate) fn cells(rows: &[Row], index: usize) -> Cells<'_> {
    let all = rows.iter().map(|row| row.cell(index));
    Cells(all.filter(|cell| !is_nothing(cell)).collect())
}

/// Whether a cell says that there is nothing.
pub(crate) fn is_nothing(cell: &str) -> bool {
    let cell = cell.trim();
    cell.is_empty()
        || ["-", "–", "—", "false", "none", "null", "n/a", "nan"]
            .iter()
            .any(|nothing| cell.eq_ignore_ascii_case(nothing))
}

fn column(index: usize, heading: &str, rows: &[Row]) -> Column {
    let filled = rows.iter().map(|row| row.cell(index)).filter(|cell| !cell.is_empty());
    let one_line = |cell: &str| cell.split_whitespace().collect::<Vec<_>>().join(" ");
    Column {
        heading: heading.trim().to_owned(),
        samples: filled.clone().take(SAMPLES).map(one_line).collect(),
        field: Field::Nothing,
        why: Why::Left,
        filled: filled.count(),
        known: meaning(heading),
    }
}

/// The column that a heading or `#3` means.
pub(crate) fn place_of(headings: &[String], said: &str) -> Option<usize> {
    let number = said.strip_prefix('#').and_then(|number| number.trim().parse::<usize>().ok());
    if let Some(number) = number {
        return number.checked_sub(1).filter(|&place| place < headings.len());
    }
    let exact = headings.iter().position(|heading| heading.trim() == said.trim());
    exact.or_else(|| headings.iter().position(|it| letters_of(it) == letters_of(said)))
}

fn say(columns: &mut [Column], said: &Said<'_>) {
    let headings: Vec<String> = columns.iter().map(|column| column.heading.clone()).collect();
    let mut all: BTreeMap<usize, (Field, Why)> = BTreeMap::new();
    let of_choices = |choices: &Choices, why| {
        let read =
            move |(index, word): (&usize, &String)| Some((*index, (Field::of_word(word)?, why)));
        choices.columns.iter().filter_map(read).collect::<Vec<_>>()
    };
    all.extend(said.before.map(|it| of_choices(it, Why::Remembered)).unwrap_or_default());
    let by_heading = said.now.by_heading.iter().filter_map(|(field, heading)| {
        Some((place_of(&headings, heading)?, (field.clone(), Why::Chosen)))
    });
    let now: Vec<_> = of_choices(said.now, Why::Chosen).into_iter().chain(by_heading).collect();
    for (index, (field, why)) in now {
        if !field.may_repeat() {
            all.retain(|_, (other, _)| *other != field);
        }
        all.insert(index, (field, why));
    }
    for (index, (field, why)) in all {
        if let Some(column) = columns.get_mut(index) {
            (column.field, column.why) = (field, why);
        }
    }
}

fn is_said(column: &Column) -> bool {
    matches!(column.why, Why::Chosen | Why::Remembered)
}

fn has(columns: &[Column], field: &Field) -> bool {
    columns.iter().any(|column| column.field == *field)
}

/// Of several columns of one meaning the first in the table of headings, unless it is nearly empty.
fn take_known(columns: &mut [Column], is_own: bool) {
    let mut best: BTreeMap<Field, Vec<(usize, usize, usize)>> = BTreeMap::new();
    for (index, column) in columns.iter().enumerate().filter(|(_, column)| !is_said(column)) {
        if let Some(Known::Field(field, rank)) = &column.known {
            best.entry(field.clone()).or_default().push((*rank, index, column.filled));
        }
    }
    for (field, candidates) in best {
        if has(columns, &field) || (field == Field::Name && has_said_names(columns)) {
            continue;
        }
        let fullest = candidates.iter().map(|(_, _, filled)| *filled).max().unwrap_or_default();
        let full_enough = candidates.iter().filter(|(_, _, filled)| filled * 3 >= fullest);
        let mut chosen: Vec<(usize, usize)> = full_enough.map(|it| (it.0, it.1)).collect();
        chosen.sort_unstable();
        if field != Field::Variant && field != Field::Tax {
            chosen.truncate(1);
        }
        for (_, index) in chosen {
            if let Some(column) = columns.get_mut(index) {
                (column.field, column.why) = (field.clone(), Why::Known);
            }
        }
    }
    if is_own && let Some(id) = columns.iter_mut().find(|it| letters_of(&it.heading) == "id") {
        (id.field, id.why) = (Field::Id, Why::Known);
    }
}

fn has_said_names(columns: &[Column]) -> bool {
    columns.iter().any(|column| column.field == Field::Name && is_said(column))
}

/// `Type` is a group of goods to one program, and tells goods from services and variants to another.
fn take_types(columns: &mut [Column], rows: &[Row]) {
    for index in 0..columns.len() {
        let cells = cells(rows, index);
        let are_kinds =
            !cells.0.is_empty() && cells.0.iter().all(|cell| super::variants::is_kind(cell));
        let Some(column) = columns.get(index) else { continue };
        let is_type = matches!(letters_of(&column.heading).as_str(), "type" | "typ" | "tipo");
        if is_type && are_kinds && !is_said(column) {
            if let Some(column) = columns.get_mut(index) {
                (column.field, column.why) = (Field::Kind, Why::Known);
            }
            if let Some(other) = next_best(columns, &Field::Category, index)
                && !has(columns, &Field::Category)
                && let Some(column) = columns.get_mut(other)
            {
                (column.field, column.why) = (Field::Category, Why::Known);
            }
        }
    }
}

fn next_best(columns: &[Column], wanted: &Field, without: usize) -> Option<usize> {
    let candidates = columns
        .iter()
        .enumerate()
        .filter(|(index, column)| *index != without && !is_said(column) && column.filled > 0);
    let ranked = candidates.filter_map(|(index, column)| match &column.known {
        Some(Known::Field(field, rank)) if field == wanted => Some((*rank, index)),
        _ => None,
    });
    ranked.min().map(|(_, index)| index)
}

/// Two lines of a label, or what a list of fruit calls commodity and variety, are one name.
fn take_name_parts(columns: &mut [Column]) {
    if has(columns, &Field::Name) {
        return;
    }
    for column in columns.iter_mut().filter(|it| it.known == Some(Known::NamePart)) {
        if !is_said(column) {
            (column.field, column.why) = (Field::Name, Why::Known);
        }
    }
}

fn take_codes(columns: &mut [Column], rows: &[Row]) {
    for index in 0..columns.len() {
        let Some(column) = columns.get(index) else { continue };
        if column.known != Some(Known::Code) || is_said(column) || column.filled == 0 {
            continue;
        }
        let cells = cells(rows, index);
        let field = if cells.are_barcodes() && !has(columns, &Field::Barcode) {
            Field::Barcode
        } else if cells.are_plus() && !has(columns, &Field::Plu) {
            Field::Plu
        } else {
            continue;
        };
        if let Some(column) = columns.get_mut(index) {
            (column.field, column.why) = (field, Why::Guessed);
        }
    }
}

/// Whether cells look like a field.
type LooksLikeIt = fn(&Cells<'_>) -> bool;

/// A column without a known heading is taken for what its cells look like, where nothing else is.
fn guess(columns: &mut [Column], rows: &[Row]) {
    let free: Vec<usize> = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| {
            column.why == Why::Left && column.known.is_none() && column.filled > 0
        })
        .map(|(index, _)| index)
        .collect();
    let rules: [(Field, LooksLikeIt); 5] = [
        (Field::Barcode, |cells| cells.are_barcodes()),
        (Field::Price, |cells| cells.are_prices()),
        (Field::Tax, |cells| cells.are_percents()),
        (Field::Unit, |cells| cells.are_units()),
        (Field::Plu, |cells| cells.are_plus()),
    ];
    let has_heading = columns.iter().any(|column| !column.heading.is_empty());
    for (field, looks_like_it) in rules {
        // A number under a heading that nobody knows is more often a stock than a code.
        if has(columns, &field) || (field == Field::Plu && has_heading) {
            continue;
        }
        let is_it = |index: &&usize| {
            columns.get(**index).is_some_and(|it| it.why == Why::Left)
                && looks_like_it(&cells(rows, **index))
        };
        let found = free.iter().find(is_it).copied();
        if let Some(column) = found.and_then(|index| columns.get_mut(index)) {
            (column.field, column.why) = (field, Why::Guessed);
        }
    }
    if !has(columns, &Field::Name) {
        let likely = free
            .iter()
            .filter(|index| columns.get(**index).is_some_and(|it| it.why == Why::Left))
            .map(|&index| (cells(rows, index).likeness_to_names(), index))
            .filter(|(likeness, _)| *likeness > 0)
            .max_by_key(|&(likeness, index)| (likeness, std::cmp::Reverse(index)));
        if let Some(column) = likely.and_then(|(_, index)| columns.get_mut(index)) {
            (column.field, column.why) = (Field::Name, Why::Guessed);
        }
    }
}
