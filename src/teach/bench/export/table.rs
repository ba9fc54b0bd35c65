//! The bench as CSV (RFC 4180, UTF-8 with a byte order mark, as spreadsheets want it): a row a picture.

use std::io::{self, Write};

use super::super::truth::Truth;
use super::super::view::{Answer, BenchRow, BenchView, CANDIDATES, RowState};
use super::word_of;

/// The columns that each version has, behind a prefix.
const OF_A_VERSION: [&str; 5] = ["version", "decision", "right", "millis", "product"];

/// Writes the table; `language` is that of the products' names.
pub(super) fn write(view: &BenchView, language: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut table = csv::Writer::from_writer(out);
    table.write_record(header(view))?;
    for row in view.rows.iter() {
        let cells = cells(view, row, language);
        table.write_record(cells.iter().map(|cell| defused(cell)))?;
    }
    table.flush()
}

fn header(view: &BenchView) -> Vec<String> {
    let mut names: Vec<String> =
        ["picture", "folder", "shows", "problem"].map(str::to_owned).to_vec();
    names.extend(OF_A_VERSION.map(str::to_owned));
    names.push("name".to_owned());
    names.push("score".to_owned());
    for number in 2..=CANDIDATES {
        names.extend([format!("product_{number}"), format!("score_{number}")]);
    }
    if view.second.is_some() {
        names.extend(OF_A_VERSION.map(|name| format!("other_{name}")));
        names.extend(["other_name", "other_score", "differs"].map(str::to_owned));
    }
    names
}

fn cells(view: &BenchView, row: &BenchRow, language: &str) -> Vec<String> {
    let folder = row.folder.as_deref();
    let shows = match view.truths.of(folder) {
        Truth::Product(product) => product.as_str().to_owned(),
        Truth::Kind(kind) => format!("any {kind}"),
        Truth::Nothing => "nothing".to_owned(),
        Truth::Unsaid => String::new(),
    };
    let problem = match &row.state {
        // The reason in words is for people; what it is about is the same in every language.
        RowState::Unreadable(message) => message.id.to_owned(),
        RowState::Waiting => "waiting".to_owned(),
        RowState::Named(_) => String::new(),
    };
    let mut cells = vec![row.place.clone(), folder.unwrap_or_default().to_owned(), shows, problem];
    let version = view.loaded.as_ref().map_or("", |loaded| loaded.version.as_str());
    cells.extend(of_a_version(view, row, (version, row.answer()), language));
    for number in 1..CANDIDATES {
        let candidate = row.answer().and_then(|answer| answer.candidates.get(number));
        cells.push(candidate.map(|one| one.product.to_string()).unwrap_or_default());
        cells.push(candidate.map(|one| share(one.score)).unwrap_or_default());
    }
    if let Some(second) = &view.second {
        cells.extend(of_a_version(view, row, (second, row.second.as_ref()), language));
        cells.push(row.both().map(|_| yes_or_no(row.differs())).unwrap_or_default());
    }
    cells
}

fn of_a_version(
    view: &BenchView,
    row: &BenchRow,
    (version, answer): (&str, Option<&Answer>),
    language: &str,
) -> Vec<String> {
    let Some(answer) = answer else { return vec![String::new(); OF_A_VERSION.len() + 2] };
    let right = view.truths.is_right(row.folder.as_deref(), answer);
    let first = answer.first();
    vec![
        version.to_owned(),
        word_of(&answer.decision).to_owned(),
        right.map(yes_or_no).unwrap_or_default(),
        format!("{:.1}", answer.millis),
        first.map(|first| first.product.to_string()).unwrap_or_default(),
        first.map(|first| view.name_of(&first.product, language).to_owned()).unwrap_or_default(),
        first.map(|first| share(first.score)).unwrap_or_default(),
    ]
}

fn share(score: f64) -> String {
    format!("{score:.4}")
}

fn yes_or_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

/// A cell that a spreadsheet does not take for a formula: names of files come from anywhere.
fn defused(cell: &str) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{cell}"),
        _ => cell.to_owned(),
    }
}
