//! What the till would have done with the photos: one bar of five parts, and what prices change.

use maud::{Markup, html};

use super::words::{Words, percent, percent_of};
use training::{EvaluationReport, PriceDecisionRates};

const WIDTH: f64 = 560.0;

/// The bar, its legend, and the sentence about prices.
pub(super) fn section(report: &EvaluationReport, words: &Words<'_>) -> Markup {
    let (texts, outcomes, photos) = (words.texts, &report.outcomes, report.photos.len());
    let parts = [
        ("good", texts.text("report-outcome-accepted-right"), outcomes.accepted_right),
        ("bad", texts.text("report-outcome-accepted-wrong"), outcomes.accepted_wrong),
        ("calm", texts.text("report-outcome-asked-four"), outcomes.asked_among_four),
        ("odd", texts.text("report-outcome-asked-more"), outcomes.asked_not_among_four),
        ("quiet", texts.text("report-outcome-unknown"), outcomes.taken_as_unknown),
    ];
    let by_price = report.evaluation.decision.as_ref().and_then(|rates| rates.by_price.as_ref());
    let content = html! {
        (bar(&parts, photos, &texts.text("report-outcomes-title")))
        ul.legend {
            @for (look, name, count) in &parts {
                li {
                    span.key.(look) {}
                    (name) ": " b { (count) } " (" (percent_of(*count, photos)) ")"
                }
            }
        }
        @if let Some(rates) = by_price { p { (price_sentence(rates, words)) } }
    };
    let heading = texts.text("report-outcomes-title");
    super::section(&heading, &texts.text("report-outcomes-how"), &content)
}

fn bar(parts: &[(&str, String, usize)], photos: usize, name: &str) -> Markup {
    let mut left = 0.0;
    let drawn: Vec<(f64, f64, &str, &str)> = parts
        .iter()
        .map(|(look, word, count)| {
            let width = WIDTH * *count as f64 / photos.max(1) as f64;
            let part = (left, width, *look, word.as_str());
            left += width;
            part
        })
        .collect();
    html! {
        svg.bar viewBox=(format!("0 0 {WIDTH} 36")) preserveAspectRatio="none" role="img"
            aria-label=(name) {
            @for (left, width, look, word) in drawn {
                rect class=(look) x=(format!("{left:.1}")) y="0" height="36"
                    width=(format!("{width:.1}")) { title { (word) } }
            }
        }
    }
}

fn price_sentence(rates: &PriceDecisionRates, words: &Words<'_>) -> String {
    let accept = percent(rates.accept_rate);
    match rates.accept_accuracy {
        Some(right) => words
            .texts
            .with("report-by-price", [("accept", accept.into()), ("right", percent(right).into())]),
        None => words.texts.text("report-by-price-none"),
    }
}
