//! Each product: how many of its photos were named right, and how sure that is.

use maud::{Markup, html};

use super::words::{Words, percent};
use training::{EvaluationReport, KnownAs, ProductFigures};

const BAR: f64 = 150.0;

/// The products with mistakes, the worst first; those without fold out.
pub(super) fn section(report: &EvaluationReport, words: &Words<'_>) -> Markup {
    let texts = words.texts;
    let mut products: Vec<&ProductFigures> = report.products.iter().collect();
    products.sort_by(|a, b| a.top1.total_cmp(&b.top1).then(b.photos.cmp(&a.photos)));
    let (all_right, some_wrong): (Vec<_>, Vec<_>) =
        products.into_iter().partition(|product| product.right == product.photos);
    let folded = texts.with("report-all-right", [("count", all_right.len().into())]);
    let content = html! {
        @if !some_wrong.is_empty() { (table(&some_wrong, report, words)) }
        @if !all_right.is_empty() {
            details {
                summary { (folded) }
                (table(&all_right, report, words))
            }
        }
    };
    let heading = texts.text("report-products-title");
    super::section(&heading, &texts.text("report-products-how"), &content)
}

fn table(products: &[&ProductFigures], report: &EvaluationReport, words: &Words<'_>) -> Markup {
    let texts = words.texts;
    html! {
        div.wide {
            table.products {
                thead {
                    tr {
                        th scope="col" { (texts.text("report-column-product")) }
                        th.number scope="col" { (texts.text("report-column-photos")) }
                        th scope="col" colspan="2" { (texts.text("report-column-right")) }
                        th.number scope="col" { (texts.text("report-column-four")) }
                        th scope="col" { (texts.text("report-column-taken-for")) }
                    }
                }
                tbody { @for product in products { (row(product, report, words)) } }
            }
        }
    }
}

fn row(product: &ProductFigures, report: &EvaluationReport, words: &Words<'_>) -> Markup {
    // Mistakes stand most frequent first.
    let often = report.confusion.iter().find(|mistake| mistake.shows == product.product);
    html! {
        tr {
            th scope="row" {
                bdi { (words.name(&product.product)) }
                @match product.known_as {
                    KnownAs::Product => {}
                    KnownAs::Kind => { " " small { (words.texts.text("report-kind-only")) } }
                    KnownAs::Nothing => { " " small { (words.texts.text("report-unlearnt")) } }
                }
            }
            td.number { (product.photos) }
            td.number { (percent(product.top1)) }
            td { (bar(product)) }
            td.number { (percent(product.top4)) }
            td {
                @if let Some(mistake) = often {
                    bdi { (words.name(&mistake.taken_for)) } " × " (mistake.photos)
                }
            }
        }
    }
}

/// A bar as long as the share, and over it a line as long as chance may move it.
fn bar(product: &ProductFigures) -> Markup {
    let length = |share: f64| format!("{:.1}", share * BAR);
    let (low, high) = (product.interval.low, product.interval.high);
    let word = format!("{} – {}", percent(low), percent(high));
    html! {
        svg.share viewBox=(format!("0 0 {BAR} 16")) role="img" aria-label=(word) {
            title { (word) }
            rect.ground x="0" y="3" width=(BAR) height="10" {}
            rect.good x="0" y="3" width=(length(product.top1)) height="10" {}
            path.whisker d=(format!("M{} 1V15M{} 8H{}M{} 1V15",
                length(low), length(low), length(high), length(high))) {}
        }
    }
}
