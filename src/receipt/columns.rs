//! Rows laid out in columns of one width, as a receipt printer and a text file need them; Chinese
//! characters take two columns (Unicode Standard Annex 11, East Asian Width).

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Align, Receipt, ReceiptError, Row, Strength, Table};
use domain::on_one_line;

/// How many columns the paper has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Columns {
    /// 32: paper of 58 mm.
    Narrow,
    /// 42: paper of 80 mm with a printer of 180 dots an inch.
    #[default]
    Medium,
    /// 48: paper of 80 mm with a printer of 203 dots an inch.
    Wide,
}

impl Columns {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Narrow, Self::Medium, Self::Wide];

    /// The number of columns.
    pub fn count(self) -> usize {
        match self {
            Self::Narrow => 32,
            Self::Medium => 42,
            Self::Wide => 48,
        }
    }

    /// Reads the number of columns as the settings keep it; nothing typed is [`Self::Medium`].
    ///
    /// # Errors
    /// [`ReceiptError::UnknownWidth`] for anything else.
    pub fn parse(text: &str) -> Result<Self, ReceiptError> {
        let typed = text.trim();
        if typed.is_empty() {
            return Ok(Self::default());
        }
        let found = Self::ALL.into_iter().find(|columns| columns.count().to_string() == typed);
        found.ok_or_else(|| ReceiptError::UnknownWidth(text.to_owned()))
    }
}

/// A line of the paper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Line {
    /// At most as wide as the paper; half as wide for [`Strength::Large`].
    pub text: String,
    pub strength: Strength,
}

/// Lays a receipt out. Nothing in its texts is a command to a printer or a line of its own.
pub(super) fn lines(receipt: &Receipt, columns: Columns) -> Vec<Line> {
    let all = columns.count();
    let mut lines = Vec::new();
    let mut push = |text: String, strength| lines.push(Line { text, strength });
    for row in &rows_that_fit(receipt, all) {
        match row {
            Row::Text(text, align, strength) => {
                let width = width_for(*strength, all);
                for part in wrapped(&on_one_line(text), width) {
                    let indent = match align {
                        Align::Left => 0,
                        Align::Centre => width.saturating_sub(part.width()) / 2,
                    };
                    push(format!("{:indent$}{part}", ""), *strength);
                }
            }
            Row::Pair(left, right, strength) => {
                let (left, right) = (on_one_line(left), on_one_line(right));
                let strength = strength_for(&right, *strength, all);
                for line in pair(&left, &right, width_for(strength, all)) {
                    push(line, strength);
                }
            }
            Row::Table(table) => {
                for line in table_lines(table, all) {
                    push(line, Strength::Plain);
                }
            }
            Row::Rule => push("-".repeat(all), Strength::Plain),
            Row::Gap => push(String::new(), Strength::Plain),
        }
    }
    lines
}

fn width_for(strength: Strength, columns: usize) -> usize {
    if strength == Strength::Large { columns / 2 } else { columns }
}

/// An amount is whole on its row: where large signs are too wide for it, it is only strong.
fn strength_for(amount: &str, strength: Strength, columns: usize) -> Strength {
    let is_too_wide = amount.width() > width_for(strength, columns);
    if strength == Strength::Large && is_too_wide { Strength::Strong } else { strength }
}

/// The text on the left in as many lines as it needs, the amount at the end of the last.
fn pair(left: &str, right: &str, width: usize) -> Vec<String> {
    let room = width.saturating_sub(right.width() + usize::from(!right.is_empty()));
    let mut lines = wrapped(left, room.max(width / 2));
    let last = lines.pop().unwrap_or_default();
    if last.width() > room {
        lines.push(last);
        lines.push(format!("{}{right}", " ".repeat(width.saturating_sub(right.width()))));
    } else {
        let gap = width.saturating_sub(last.width() + right.width());
        lines.push(format!("{last}{}{right}", " ".repeat(gap)).trim_end().to_owned());
    }
    lines
}

/// Where the columns of a table end, a space between two; `None` where the paper is too narrow.
fn column_ends(table: &Table, columns: usize) -> Option<Vec<f32>> {
    table.column_ends(columns as f32, 1.0, |cell| on_one_line(cell).width() as f32)
}

fn table_lines(table: &Table, columns: usize) -> Vec<String> {
    let ends = column_ends(table, columns).unwrap_or_default();
    let lines = table.all_rows().map(|row| {
        let mut line = String::new();
        for (index, (cell, end)) in row.iter().map(|cell| on_one_line(cell)).zip(&ends).enumerate()
        {
            // Rounded and not cut: a column never comes nearer to the one before.
            let start = (end.round() as usize).saturating_sub(cell.width());
            let gap = if index == 0 { 0 } else { start.saturating_sub(line.width()) };
            line.extend([" ".repeat(gap).as_str(), cell.as_ref()]);
        }
        line
    });
    lines.collect()
}

/// The receipt's rows; a table that is wider than the paper is stacked.
fn rows_that_fit(receipt: &Receipt, columns: usize) -> Vec<Row> {
    let fit = |row: &Row| match row {
        Row::Table(table) if column_ends(table, columns).is_none() => table.stacked(),
        row => vec![row.clone()],
    };
    receipt.rows.iter().flat_map(fit).collect()
}

/// Breaks a text between words, and between characters where they take two columns each or a word
/// is wider than the paper; what follows the first line keeps its indent.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let words = text.trim_start_matches(' ');
    let indent = " ".repeat((text.len() - words.len()).min(width / 2));
    let mut lines = vec![indent.clone()];
    for piece in pieces(words, width - indent.len()) {
        match lines.last_mut() {
            Some(line) if line.width() + piece.trim_end().width() <= width => line.push_str(&piece),
            _ => lines.push(format!("{indent}{piece}")),
        }
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

/// What must not be broken: words with the spaces behind them, wide characters, and parts of `room`
/// columns of words that are wider.
fn pieces(text: &str, room: usize) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for character in text.chars() {
        let wide = character.width().unwrap_or(0) > 1;
        let starts = pieces.last().is_none_or(|piece| {
            let after_space = piece.ends_with(' ') && character != ' ';
            let after_wide = piece.chars().next_back().is_some_and(|c| c.width().unwrap_or(0) > 1);
            let full = piece.width() + character.width().unwrap_or(0) > room;
            character != ' ' && (wide || after_space || after_wide || full)
        });
        match pieces.last_mut() {
            Some(piece) if !starts => piece.push(character),
            _ => pieces.push(character.to_string()),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_keeps_its_amount_at_the_right_edge() {
        assert_eq!(pair("Kiwi", "0.39 A", 16), ["Kiwi      0.39 A"]);
        assert_eq!(pair("苹果", "0.39 A", 16), ["苹果      0.39 A"]);
        let long = pair("Organic yellow bananas from afar", "12.39 A", 20);
        assert_eq!(long, ["Organic", "yellow", "bananas from", "afar         12.39 A"]);
        for line in &long {
            assert!(line.width() <= 20, "{line}");
        }
    }

    #[test]
    fn words_are_broken_between_words_and_wide_characters_anywhere() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("  0.500 kg of it", 10), ["  0.500 kg", "  of it"]);
        assert_eq!(wrapped("苹果香蕉芒果", 6), ["苹果香", "蕉芒果"]);
        assert_eq!(wrapped("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrapped("", 4), [""]);
    }

    #[test]
    fn no_line_is_wider_than_the_paper() {
        let texts =
            ["苹果 ab 12,5% été x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"];
        for columns in Columns::ALL {
            for strength in [Strength::Plain, Strength::Large] {
                let rows = texts.iter().flat_map(|text| {
                    let text = text.repeat(3);
                    [
                        Row::Text(text.clone(), Align::Centre, strength),
                        Row::Pair(text, "1,234,567.00 A".into(), strength),
                    ]
                });
                let receipt = Receipt { name: "1".into(), rows: rows.collect() };
                for line in lines(&receipt, columns) {
                    assert!(line.text.width() <= width_for(strength, columns.count()));
                }
            }
        }
    }

    #[test]
    fn widths_are_read_back() {
        for columns in Columns::ALL {
            assert_eq!(Columns::parse(&columns.count().to_string()), Ok(columns));
        }
        assert_eq!(Columns::parse(""), Ok(Columns::Medium));
        assert!(Columns::parse("40").is_err());
    }
}
