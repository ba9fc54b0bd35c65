//! What is sold without a question, kind by kind: where it goes wrong.

use maud::{Markup, html};

use super::words::{Words, percent};
use training::{EvaluationReport, KindSoldUnasked};

/// The kinds of which something would have been sold wrongly, the worst first; no section without any.
pub(super) fn section(report: &EvaluationReport, words: &Words<'_>) -> Markup {
    let texts = words.texts;
    let wrong: Vec<&KindSoldUnasked> =
        report.sold_unasked.iter().filter(|kind| kind.wrong > 0).collect();
    if wrong.is_empty() {
        return Markup::default();
    }
    let content = html! {
        div.wide {
            table.products {
                thead {
                    tr {
                        th scope="col" { (texts.text("report-column-kind")) }
                        th.number scope="col" { (texts.text("report-column-unasked")) }
                        th.number scope="col" { (texts.text("report-column-wrong")) }
                        th scope="col" { (texts.text("report-column-sold-as")) }
                    }
                }
                tbody { @for kind in wrong { (row(kind, words)) } }
            }
        }
    };
    super::section(&texts.text("report-unasked-title"), &texts.text("report-unasked-how"), &content)
}

fn row(kind: &KindSoldUnasked, words: &Words<'_>) -> Markup {
    let most = percent(kind.interval.high);
    let most = words.texts.with("report-at-most", [("share", most.into())]);
    html! {
        tr {
            th scope="row" { bdi { (words.name(&kind.kind)) } }
            td.number { (kind.accepted) }
            td.number { (kind.wrong) " " small { (most) } }
            td {
                @for (index, (product, count)) in kind.sold_as.iter().enumerate() {
                    @if index > 0 { ", " }
                    bdi { (words.name(product)) } " × " (count)
                }
            }
        }
    }
}
