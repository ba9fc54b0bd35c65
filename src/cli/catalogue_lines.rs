//! What came of a file of products: lines for people, one object for programs.

use std::path::Path;

use serde::Serialize;

use super::catalogue::ProductLine;
use catalogue_file::{Column, Field, Matched, Question, Told};
use domain::Product;
use store::ImportSummary;
use texts::Texts;

/// What came of a file, for programs.
#[derive(Serialize)]
pub(super) struct ImportLine<'a> {
    file: String,
    /// `own` for the catalogue's own form, `matched` for another program's.
    form: &'static str,
    encoding: Option<&'a str>,
    separator: Option<char>,
    heading: Option<bool>,
    rows: Option<usize>,
    columns: Vec<ColumnLine<'a>>,
    questions: Vec<QuestionLine<'a>>,
    told: Vec<ToldLine>,
    /// Empty while a question is open.
    products: Vec<ProductLine<'a>>,
    added: usize,
    /// Products that were there, those among them that stay as they are included.
    updated: usize,
    unchanged: usize,
    no_longer_sold: usize,
    taken: bool,
}

#[derive(Serialize)]
struct ColumnLine<'a> {
    column: usize,
    heading: &'a str,
    field: String,
    why: &'static str,
}

#[derive(Serialize)]
struct QuestionLine<'a> {
    question: &'a str,
    text: String,
    open: bool,
    answers: Vec<AnswerLine>,
}

#[derive(Serialize)]
struct AnswerLine {
    option: String,
    text: String,
    holds: bool,
}

#[derive(Serialize)]
struct ToldLine {
    row: Option<u64>,
    text: String,
}

/// How a file was read, and what there is to know of it.
pub(super) fn about(matched: &Matched) -> Vec<String> {
    let separator = match matched.separator {
        '\t' => "tabs".to_owned(),
        sign => format!("\"{sign}\""),
    };
    let mut lines =
        vec![format!("{} rows in {}, parted by {separator}", matched.rows, matched.encoding)];
    let columns = matched.columns.iter().enumerate().filter(|(_, it)| it.field != Field::Nothing);
    lines.extend(columns.map(|(index, column)| {
        format!("column #{} {}: {}", index + 1, column.heading, column.field.word())
    }));
    lines.extend(matched.told.iter().map(|told| {
        let text = Texts::english(&told.message);
        told.row.map_or(text.clone(), |row| format!("row {row}: {text}"))
    }));
    let settled = matched.questions.iter().filter(|question| question.chosen.is_some());
    lines.extend(settled.map(|question| {
        let chosen = question.chosen.and_then(|place| question.choices.get(place));
        let said = chosen.map_or(String::new(), |choice| Texts::english(&choice.label));
        let others = question.choices.iter().map(|choice| choice.answer.option());
        let others: Vec<String> = others.collect();
        format!("{} {said} ({})", Texts::english(&question.message), others.join(", "))
    }));
    lines
}

/// What came of a file's products, or would come.
pub(super) struct Came<'a> {
    pub summary: &'a ImportSummary,
    pub unchanged: usize,
    /// Whether it stands in the catalogue now.
    pub taken: bool,
}

pub(super) fn line<'a>(
    file: &Path,
    matched: Option<&'a Matched>,
    products: &'a [Product],
    came: Option<&Came<'_>>,
) -> ImportLine<'a> {
    ImportLine {
        file: file.display().to_string(),
        form: if matched.is_some() { "matched" } else { "own" },
        encoding: matched.map(|matched| matched.encoding),
        separator: matched.map(|matched| matched.separator),
        heading: matched.map(|matched| matched.has_heading),
        rows: matched.map(|matched| matched.rows),
        columns: matched.map(|it| column_lines(&it.columns)).unwrap_or_default(),
        questions: matched.map(|it| question_lines(&it.questions)).unwrap_or_default(),
        told: matched.map(|it| told_lines(&it.told)).unwrap_or_default(),
        products: products.iter().map(ProductLine::of).collect(),
        added: came.map_or(0, |came| came.summary.added),
        updated: came.map_or(0, |came| came.summary.updated),
        unchanged: came.map_or(0, |came| came.unchanged),
        no_longer_sold: came.map_or(0, |came| came.summary.deactivated),
        taken: came.is_some_and(|came| came.taken),
    }
}

fn column_lines(columns: &[Column]) -> Vec<ColumnLine<'_>> {
    let line =
        |(index, column): (usize, &'_ Column)| (index + 1, column.field.word(), column.why.word());
    let lines = columns.iter().enumerate().map(|it| (line(it), it.1.heading.as_str()));
    lines
        .map(|((column, field, why), heading)| ColumnLine { column, heading, field, why })
        .collect()
}

fn question_lines(questions: &[Question]) -> Vec<QuestionLine<'_>> {
    let line = |question| {
        let Question { key, message, choices, chosen }: &Question = question;
        let answers = choices.iter().enumerate().map(|(place, choice)| AnswerLine {
            option: choice.answer.option(),
            text: Texts::english(&choice.label),
            holds: *chosen == Some(place),
        });
        let answers = answers.collect();
        QuestionLine {
            question: key,
            text: Texts::english(message),
            open: chosen.is_none(),
            answers,
        }
    };
    questions.iter().map(line).collect()
}

fn told_lines(told: &[Told]) -> Vec<ToldLine> {
    let line = |told: &Told| ToldLine { row: told.row, text: Texts::english(&told.message) };
    told.iter().map(line).collect()
}
