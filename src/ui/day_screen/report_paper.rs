//! A day's report as a page of the receipt printer.

use domain::DayReport;
use receipt::{Align, Receipt, Row as PaperRow, Strength};
use texts::Texts;
use texts::day_report::{self, Row};

/// The report as it goes on the receipt printer's paper.
pub(super) fn paper(report: &DayReport, texts: &Texts) -> Receipt {
    let title = day_report::title(report, texts);
    let mut page = vec![PaperRow::Text(title, Align::Centre, Strength::Large)];
    for row in day_report::rows(report, texts) {
        match row {
            Row::Heading(heading) => {
                page.extend([
                    PaperRow::Rule,
                    PaperRow::Text(heading, Align::Left, Strength::Strong),
                ]);
            }
            Row::Line { label, detail, value, strong } => {
                let left = if detail.is_empty() { label } else { format!("{label}  {detail}") };
                let strength = if strong { Strength::Strong } else { Strength::Plain };
                page.push(PaperRow::Pair(left, value, strength));
            }
        }
    }
    Receipt { name: day_report::file_name(report), rows: page }
}
