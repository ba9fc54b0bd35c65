//! A text as rows of cells: which sign parts them, and in which line of the file each row stands.

use csv::ReaderBuilder;

/// What parts cells, the likelier first where nothing else tells them apart.
const SEPARATORS: [char; 4] = [';', ',', '\t', '|'];

/// A row that is not empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Row {
    /// The line in the file where it begins; the first is 1.
    pub line: u64,
    /// Its cells, as they stand there.
    pub cells: Vec<String>,
}

impl Row {
    /// A cell without blanks at its ends; empty where the row is too short.
    pub(crate) fn cell(&self, index: usize) -> &str {
        self.cells.get(index).map_or("", |cell| cell.trim())
    }
}

/// The rows of a text that are not empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Table {
    /// What parts its cells.
    pub separator: char,
    /// Its rows; the first is mostly the heading.
    pub rows: Vec<Row>,
}

impl Table {
    /// Reads a text. A first line `sep=;` says the separator; any line end is one.
    pub(crate) fn read(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let first = text.split(['\r', '\n']).next().unwrap_or_default();
        let said = first.trim().trim_matches('"').strip_prefix("sep=");
        let said = said.map(|sign| sign.chars().next().unwrap_or('\t')).filter(char::is_ascii);
        if let Some(separator) = said {
            let mut rows = rows(text, separator);
            rows.retain(|row| row.line > 1);
            return Self { separator, rows };
        }
        let separator = separator_of(text);
        Self { separator, rows: rows(text, separator) }
    }
}

/// The separator that makes the most cells of rows as wide as the heading; where the heading is one
/// cell whatever parts it, as wide as most rows are.
fn separator_of(text: &str) -> char {
    let readings = SEPARATORS.map(|separator| {
        let widths: Vec<usize> = rows(text, separator).iter().map(|row| row.cells.len()).collect();
        (separator, widths)
    });
    let cells = |widths: &[usize], width: usize| {
        widths.iter().filter(|&&it| it == width).count() * width.saturating_sub(1)
    };
    let by_heading = |widths: &[usize]| widths.first().map_or(0, |&width| cells(widths, width));
    let by_most =
        |widths: &[usize]| widths.iter().map(|&width| cells(widths, width)).max().unwrap_or(0);
    let scores = |score: &dyn Fn(&[usize]) -> usize| {
        let best = readings.iter().rev().max_by_key(|(_, widths)| score(widths))?;
        (score(&best.1) > 0).then_some(best.0)
    };
    scores(&by_heading).or_else(|| scores(&by_most)).unwrap_or(',')
}

fn rows(text: &str, separator: char) -> Vec<Row> {
    let delimiter = u8::try_from(separator).unwrap_or(b',');
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut lines = LineCounter { text, byte: 0, line: 1 };
    let mut rows = Vec::new();
    // A text in memory whose rows may have any width has no row that cannot be read.
    for record in reader.records().map_while(Result::ok) {
        let line = lines.of(record.position());
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(Row { line, cells: record.iter().map(str::to_owned).collect() });
        }
    }
    rows
}

/// Counts lines on the way through a text, whose ends are LF, CR LF or CR alone. The reader's own
/// position of a record lies before the blank lines that it skips.
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
        let ends = passed.iter().filter(|&&byte| byte == b'\r' || byte == b'\n').count();
        let pairs = passed.windows(2).filter(|pair| pair == b"\r\n").count();
        // A pair that the last step cut in two was counted there.
        let cut = self.byte > 0
            && bytes.get(self.byte - 1) == Some(&b'\r')
            && passed.first() == Some(&b'\n');
        self.line += (ends - pairs - usize::from(cut)) as u64;
        self.byte = self.byte.max(start + blank);
        self.line
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn lines(text: &str) -> Vec<u64> {
        Table::read(text).rows.iter().map(|row| row.line).collect()
    }

    #[test]
    fn every_separator_is_found() {
        for (text, separator, width) in [
            ("name,price\nFig,1.99\n", ',', 2),
            ("name;price\nFig;1,99\n", ';', 2),
            ("name\tprice\nFig\t1,99\n", '\t', 2),
            ("name|price\nFig|1.99\n", '|', 2),
            ("sep=;\r\nname;price\r\nFig;1,99\r\n", ';', 2),
            ("\"sep=\t\"\nname\tprice\nFig\t1,99\n", '\t', 2),
            ("name;price;\"note, free\"\nFig;1,99;x\n", ';', 3),
            ("name;price\n\"Fig, dried; soft\";1,99\n", ';', 2),
            ("\"@UPDATE;;;\"\n1;Fig, dried;1.99\n2;Date;2.49\n", ';', 1),
            ("name\nFig\n", ',', 1),
        ] {
            let table = Table::read(text);
            assert_eq!((table.separator, table.rows[0].cells.len()), (separator, width), "{text}");
        }
    }

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "", "\"two", "lines\",c", "d,e"].join(end);
            assert_eq!(lines(&text), [1, 3, 5], "{end:?}");
        }
        assert_eq!(lines("sep=,\na,b\nc,d\n"), [2, 3]);
    }
}
