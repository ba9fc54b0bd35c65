//! The page of `evaluate --report`: one HTML file for the owner of a shop, in the shop's language.
//! It needs no script and no other file. [`maud`] escapes every name that is put into it.

mod curves;
mod mistakes;
mod outcomes;
mod plots;
mod products;
mod sold_unasked;
mod summary;
mod words;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use training::EvaluationReport;

pub(super) use self::words::Words;

const STYLE: &str = include_str!("style.css");
/// The page may show pictures that stand in it and its own style, and load nothing.
const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/// The whole page.
pub(super) fn evaluation_page(report: &EvaluationReport, words: &Words<'_>) -> String {
    let title = words.texts.text("report-title");
    let page = html! {
        (DOCTYPE)
        html lang=(words.texts.language().tag) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    (summary::opening(report, words))
                    (outcomes::section(report, words))
                    (mistakes::pairs(report, words))
                    (mistakes::wrong_without_asking(report, words))
                    (sold_unasked::section(report, words))
                    (products::section(report, words))
                    (curves::reliability(report, words))
                    (curves::risk_coverage(report, words))
                    (curves::unknown(report, words))
                    (summary::closing(report, words))
                }
            }
        }
    };
    page.into_string()
}

/// A part of the page: a heading, a line that says how to read what follows, and that.
fn section(heading: &str, how_to_read: &str, content: &Markup) -> Markup {
    html! {
        section {
            h2 { (heading) }
            p.how { (how_to_read) }
            (content)
        }
    }
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
