//! A receipt as a PDF: one page as wide as the paper and as long as the receipt, fonts embedded.

use std::collections::HashMap;

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};

use super::shaping::{Run, fonts_for, shape, width};
use super::{Align, Receipt, ReceiptError, Row, Strength, Table};
use domain::on_one_line;

/// Paper of 80 mm, in points of 1/72 inch.
const PAPER: f32 = 226.8;
const MARGIN: f32 = 14.0;
const TYPE: f32 = 9.0;
const LARGE: f32 = 15.0;
/// From one line to the next, as a share of the type's size.
const LEADING: f32 = 1.35;

/// The receipt as the bytes of a PDF; `language` is a tag such as `zh-CN`.
///
/// # Errors
/// [`ReceiptError::Pdf`] when the writer refuses it.
pub fn pdf(receipt: &Receipt, language: &str) -> Result<Vec<u8>, ReceiptError> {
    let failed = |why: &str| ReceiptError::Pdf(why.to_owned());
    let lines = layout(receipt);
    let height = lines.iter().map(|line| line.height).sum::<f32>() + 2.0 * MARGIN;
    let settings =
        PageSettings::from_wh(PAPER, height).ok_or_else(|| failed("the page has no size"))?;
    let mut document = Document::new();
    let title = on_one_line(&receipt.name).into_owned();
    let metadata = Metadata::new().title(title).language(language.to_owned());
    document.set_metadata(metadata);
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    let mut fonts = EmbeddedFonts::default();
    let mut y = MARGIN;
    for line in &lines {
        draw(&mut surface, &mut fonts, line, y);
        y += line.height;
    }
    surface.finish();
    page.finish();
    document.finish().map_err(|error| ReceiptError::Pdf(format!("{error:?}")))
}

/// A line of the page.
struct PageLine {
    height: f32,
    size: f32,
    strength: Strength,
    /// Pieces and where they begin.
    pieces: Vec<(f32, Vec<Run>)>,
    ruled: bool,
}

fn layout(receipt: &Receipt) -> Vec<PageLine> {
    receipt.rows.iter().flat_map(row_lines).collect()
}

fn row_lines(row: &Row) -> Vec<PageLine> {
    match row {
        Row::Text(text, align, strength) => text_lines(text, *align, *strength),
        Row::Pair(left, right, strength) => {
            pair(&on_one_line(left), &on_one_line(right), *strength)
        }
        Row::Table(table) => table_lines(table),
        Row::Rule => vec![PageLine { ruled: true, ..page_line(Strength::Plain, Vec::new()) }],
        Row::Gap => vec![page_line(Strength::Plain, Vec::new())],
    }
}

fn text_lines(text: &str, align: Align, strength: Strength) -> Vec<PageLine> {
    let paper = PAPER - 2.0 * MARGIN;
    let line = |words: &String| {
        let runs = shape(words, strength);
        let indent = match align {
            Align::Left => 0.0,
            Align::Centre => (paper - width(&runs) * size_of(strength)).max(0.0) / 2.0,
        };
        page_line(strength, vec![(MARGIN + indent, runs)])
    };
    broken(&on_one_line(text), strength, paper).iter().map(line).collect()
}

fn size_of(strength: Strength) -> f32 {
    if strength == Strength::Large { LARGE } else { TYPE }
}

fn page_line(strength: Strength, pieces: Vec<(f32, Vec<Run>)>) -> PageLine {
    let size = size_of(strength);
    PageLine { height: size * LEADING, size, strength, pieces, ruled: false }
}

/// The text in as many lines as it needs, the amount at the end of the last, or whole on a line of its
/// own where it leaves the text hardly any room.
fn pair(left: &str, right: &str, strength: Strength) -> Vec<PageLine> {
    let paper = PAPER - 2.0 * MARGIN;
    let amount_width = |strength| width(&shape(right, strength)) * size_of(strength);
    let strength = match strength {
        Strength::Large if amount_width(Strength::Large) > paper => Strength::Strong,
        strength => strength,
    };
    let beside = paper - amount_width(strength) - TYPE;
    let is_beside = beside >= paper / 4.0;
    let words = broken(left, strength, if is_beside { beside } else { paper });
    let mut lines: Vec<_> = words
        .iter()
        .map(|words| page_line(strength, vec![(MARGIN, shape(words, strength))]))
        .collect();
    let amount = (PAPER - MARGIN - amount_width(strength), shape(right, strength));
    match lines.last_mut() {
        Some(last) if is_beside => last.pieces.push(amount),
        _ => lines.push(page_line(strength, vec![amount])),
    }
    lines
}

/// The rows of a table, or a line for each cell where the paper is too narrow for its columns.
fn table_lines(table: &Table) -> Vec<PageLine> {
    let width_of = |cell: &str| width(&shape(&on_one_line(cell), Strength::Plain)) * TYPE;
    let Some(ends) = table.column_ends(PAPER - 2.0 * MARGIN, TYPE, width_of) else {
        return table.stacked().iter().flat_map(row_lines).collect();
    };
    let line = |row: &Vec<String>| {
        let pieces = row.iter().zip(&ends).enumerate().map(|(index, (cell, end))| {
            let runs = shape(&on_one_line(cell), Strength::Plain);
            let x = if index == 0 { MARGIN } else { MARGIN + end - width(&runs) * TYPE };
            (x, runs)
        });
        page_line(Strength::Plain, pieces.collect())
    };
    table.all_rows().map(line).collect()
}

/// Breaks a text into lines of at most `room` points: between words, and inside of what has none.
fn broken(text: &str, strength: Strength, room: f32) -> Vec<String> {
    let fits = |line: &str| width(&shape(line, strength)) * size_of(strength) <= room;
    let mut lines = vec![String::new()];
    for word in text.split_inclusive(' ') {
        let Some(line) = lines.last_mut() else { break };
        if fits(&format!("{line}{}", word.trim_end())) {
            line.push_str(word);
        } else if fits(word.trim_end()) {
            lines.push(word.to_owned());
        } else {
            for character in word.chars() {
                match lines.last_mut() {
                    Some(line) if line.is_empty() || fits(&format!("{line}{character}")) => {
                        line.push(character);
                    }
                    _ => lines.push(character.to_string()),
                }
            }
        }
    }
    lines
}

/// The fonts of one document, each embedded once.
#[derive(Default)]
struct EmbeddedFonts(HashMap<*const u8, Option<Font>>);

impl EmbeddedFonts {
    fn get(&mut self, bytes: &'static [u8]) -> Option<Font> {
        let open = || Font::new(bytes.to_vec().into(), 0);
        self.0.entry(bytes.as_ptr()).or_insert_with(open).clone()
    }
}

fn draw(surface: &mut Surface<'_>, fonts: &mut EmbeddedFonts, line: &PageLine, top: f32) {
    let black = rgb::Color::new(0, 0, 0);
    if line.ruled {
        let y = top + line.height / 2.0;
        let mut path = PathBuilder::new();
        path.move_to(MARGIN, y);
        path.line_to(PAPER - MARGIN, y);
        surface.set_fill(None);
        surface.set_stroke(Some(Stroke { paint: black.into(), width: 0.6, ..Stroke::default() }));
        if let Some(path) = path.finish() {
            surface.draw_path(&path);
        }
        return;
    }
    let fill = Fill { paint: black.into(), opacity: NormalizedF32::ONE, ..Fill::default() };
    surface.set_stroke(None);
    surface.set_fill(Some(fill));
    for (start, runs) in &line.pieces {
        let mut x = *start;
        for run in runs {
            let Some(font) = fonts_for(line.strength).get(run.font) else { continue };
            if let Some(font) = fonts.get(font.bytes) {
                let direction = match run.right_to_left {
                    true => TextDirection::RightToLeft,
                    false => TextDirection::LeftToRight,
                };
                let at = Point::from_xy(x, top + line.size);
                surface.draw_text(at, font, line.size, &run.text, false, direction);
            }
            x += run.width * line.size;
        }
    }
}

/// The texts of lines whose pieces touch each other or the paper's edge.
#[cfg(test)]
pub(super) fn touching(receipt: &Receipt) -> Vec<String> {
    let touches = |line: &PageLine| {
        let end = |(start, runs): &(f32, Vec<Run>)| start + width(runs) * line.size;
        let beyond =
            line.pieces.iter().any(|it| it.0 < MARGIN - 0.1 || end(it) > PAPER - MARGIN + 0.1);
        let near = line.pieces.windows(2).any(|pair| end(&pair[0]) + TYPE / 2.0 > pair[1].0);
        beyond || near
    };
    let text = |line: &PageLine| {
        let runs = line.pieces.iter().flat_map(|(_, runs)| runs);
        runs.map(|run| run.text.as_str()).collect()
    };
    layout(receipt).iter().filter(|line| touches(line)).map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pdf_has_its_fonts_inside_chinese_too() {
        let rows = vec![
            Row::Text("水果店".into(), Align::Centre, Strength::Large),
            Row::Pair("Kiwi 奇异果".into(), "€0.39 A".into(), Strength::Plain),
            Row::Table(Table {
                head: ["Tax", "Net", "Tax", "Gross"].map(str::to_owned).to_vec(),
                rows: vec![["A 7 %", "0.36", "0.03", "0.39"].map(str::to_owned).to_vec()],
            }),
            Row::Rule,
            Row::Gap,
        ];
        let bytes = pdf(&Receipt { name: "1".into(), rows }, "zh-CN").unwrap();
        assert!(bytes.starts_with(b"%PDF-"));
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.contains("NotoSans") && text.contains("Inter"), "embedded by their names");
        assert!(bytes.len() < 200_000, "only the used characters: {}", bytes.len());
    }

    #[test]
    fn lines_are_broken_to_the_paper() {
        let room = PAPER - 2.0 * MARGIN;
        for text in ["a long line of words that goes on and on and on", "苹".repeat(60).as_str()] {
            let lines = broken(text, Strength::Plain, room);
            assert!(lines.len() > 1);
            let wide = |line: &String| width(&shape(line.trim_end(), Strength::Plain)) * TYPE;
            assert!(lines.iter().all(|line| wide(line) <= room + 0.01));
        }
    }
}
