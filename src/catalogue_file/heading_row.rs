//! Which row names the columns: what stands above it is no product, and some files have none.

use super::amounts::Amount;
use super::known_headings::meaning;
use super::table::Row;

/// The parts of a table.
pub(crate) struct Parts<'a> {
    /// Rows above the heading, such as a title.
    pub above: &'a [Row],
    /// The row that names the columns.
    pub heading: Option<&'a Row>,
    /// All others.
    pub rows: &'a [Row],
}

/// Takes a table apart; `said` is what a person has said of its heading.
pub(crate) fn parts(rows: &[Row], said: Option<bool>) -> Parts<'_> {
    let width = usual_width(rows);
    let is_title = |row: &&Row| width > 1 && filled(row) <= 1;
    let titles = rows.iter().take_while(is_title).count();
    let (above, rest) = rows.split_at(titles.min(rows.len()));
    match rest.split_first() {
        Some((first, rows)) if said.unwrap_or_else(|| is_heading(first, rows)) => {
            Parts { above, heading: Some(first), rows }
        }
        _ => Parts { above, heading: None, rows: rest },
    }
}

fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
}

fn usual_width(rows: &[Row]) -> usize {
    let widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
    let often = |width: &&usize| (widths.iter().filter(|it| it == width).count(), **width);
    widths.iter().max_by_key(often).copied().unwrap_or_default()
}

fn is_heading(first: &Row, rows: &[Row]) -> bool {
    let is_number = |cell: &str| {
        let amount = Amount::of(cell);
        amount.plain(None).is_some() && amount.beside.chars().count() <= 4
    };
    if first.cells.iter().any(|cell| is_number(cell)) {
        return false;
    }
    let is_known = first.cells.iter().any(|cell| meaning(cell).is_some());
    let numbers_below = |index: usize| {
        let below: Vec<&str> =
            rows.iter().map(|row| row.cell(index)).filter(|cell| !cell.is_empty()).collect();
        !below.is_empty() && below.iter().all(|cell| is_number(cell))
    };
    is_known || (0..first.cells.len()).any(numbers_below)
}

/// Whether a row at the end of a file adds up the others.
pub(crate) fn is_total(row: &Row) -> bool {
    const TOTALS: &str = "total|totals|grand total|sum|summe|gesamt|gesamtsumme|total général|somme|suma|totale|\
        totaal|toplam|genel toplam|合计|总计|合計|総計|小计|المجموع|الإجمالي|کل|итого|รวม|합계|tổng|jumlah|razem|celkem";
    let words = |cell: &String| cell.trim().trim_end_matches(':').trim().to_lowercase();
    let cells: Vec<String> = row.cells.iter().map(words).filter(|it| !it.is_empty()).collect();
    let is_word = |cell: &&String| TOTALS.split('|').any(|total| total.trim() == cell.as_str());
    cells.first().filter(is_word).is_some()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::table::Table;
    use super::*;

    fn shape(text: &str) -> (usize, bool, usize) {
        let table = Table::read(text);
        let parts = parts(&table.rows, None);
        (parts.above.len(), parts.heading.is_some(), parts.rows.len())
    }

    #[test]
    fn a_heading_is_told_from_a_title_and_from_products() {
        assert_eq!(shape("name,price\nFig,1.99\n"), (0, true, 1));
        assert_eq!(shape("Was,Wieviel\nFeige,1.99\n"), (0, true, 1));
        assert_eq!(shape("Fig,1.99\nDate,2.49\n"), (0, false, 2));
        assert_eq!(shape("Price list 2026,,\nname,price,plu\nFig,1.99,12\n"), (1, true, 1));
    }

    #[test]
    fn a_row_of_sums_is_known() {
        let is_total = |text| is_total(&Table::read(text).rows[0]);
        assert!(is_total("Total:,12.50") && is_total(",Summe,12.50") && is_total("合计,12"));
        assert!(!is_total("Total yoghurt,12.50"));
    }
}
