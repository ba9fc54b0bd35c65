//! A table on a receipt: where its columns end, and what becomes of it where the paper is too narrow.

use super::{Align, Row, Strength};

/// A table: the first cell of a row stands at the left, the others at the right of their columns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// The words over the columns.
    pub head: Vec<String>,
    /// Rows of as many cells.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// All rows, the head first.
    pub fn all_rows(&self) -> impl Iterator<Item = &Vec<String>> {
        std::iter::once(&self.head).chain(&self.rows)
    }

    /// Where each column ends on paper of that width, in the unit of `width_of`: columns of equal width
    /// where all cells fit into those, else of what they need, with at least `gap` between two. `None`
    /// where the paper is too narrow: then [`Self::stacked`] says the same.
    pub fn column_ends(
        &self,
        paper: f32,
        gap: f32,
        width_of: impl Fn(&str) -> f32,
    ) -> Option<Vec<f32>> {
        let widest = |column: usize| {
            let cells = self.all_rows().filter_map(|row| row.get(column));
            cells.map(|cell| width_of(cell)).fold(0.0, f32::max)
        };
        let needed: Vec<f32> = (0..self.head.len()).map(widest).collect();
        let even = (paper / needed.len().max(1) as f32).floor();
        if needed.iter().all(|width| width + gap <= even) {
            return Some((1..=needed.len()).map(|column| even * column as f32).collect());
        }
        let gaps = needed.len().saturating_sub(1).max(1) as f32;
        let between = (paper - needed.iter().sum::<f32>()) / gaps;
        let end = |end: &mut f32, width: &f32| {
            *end += between + width;
            Some(*end)
        };
        (between >= gap).then(|| needed.iter().scan(-between, end).collect())
    }

    /// The same with a line for each cell, behind the word of its column.
    pub fn stacked(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for row in &self.rows {
            let cells = self.head.iter().zip(row).skip(1);
            let first = row.first().cloned().unwrap_or_default();
            rows.push(Row::Text(first, Align::Left, Strength::Plain));
            rows.extend(
                cells.map(|(word, cell)| {
                    Row::Pair(format!("  {word}"), cell.clone(), Strength::Plain)
                }),
            );
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(amount: &str) -> Table {
        let texts = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
        Table {
            head: texts(["tax", "net", "tax", "gross"]),
            rows: vec![texts(["A 7 %", amount, "1", amount])],
        }
    }

    fn ends(amount: &str, paper: f32) -> Option<Vec<f32>> {
        table(amount).column_ends(paper, 1.0, |cell| cell.len() as f32)
    }

    #[test]
    fn columns_are_equal_where_they_can_be_and_as_wide_as_they_must_be_else() {
        assert_eq!(ends("1234567", 32.0), Some(vec![8.0, 16.0, 24.0, 32.0]));
        assert_eq!(ends("12345678", 32.0), Some(vec![5.0, 15.0 + 2.0 / 3.0, 21.333_334, 32.0]));
        assert_eq!(ends("12345678901", 32.0), None);
    }

    #[test]
    fn what_is_too_wide_stands_one_below_the_other() {
        let amount = "12345678901";
        let pair = |word: &str, cell: &str| Row::Pair(word.into(), cell.into(), Strength::Plain);
        let expected = vec![
            Row::Text("A 7 %".into(), Align::Left, Strength::Plain),
            pair("  net", amount),
            pair("  tax", "1"),
            pair("  gross", amount),
        ];
        assert_eq!(table(amount).stacked(), expected);
    }
}
