//! The page's first words, in plain sentences, and its last, for those who know such figures.

use maud::{Markup, html};

use super::words::{Words, isolated, percent, percent_of};
use training::{EvaluationReport, KnownAs, wilson_interval};

/// Fewer photos than this say little.
const FEW_PHOTOS: usize = 100;
/// Products that are named in a warning.
const NAMED: usize = 5;

/// Title, where the figures come from, what they say, and what to beware of.
pub(super) fn opening(report: &EvaluationReport, words: &Words<'_>) -> Markup {
    html! {
        header {
            h1 { (words.texts.text("report-title")) }
            p.about { (about(report, words)) }
        }
        section.summary {
            @for (index, sentence) in sentences(report, words).iter().enumerate() {
                @if index == 0 { p.first { (sentence) } } @else { p { (sentence) } }
            }
            @for warning in warnings(report, words) { p.warning { (warning) } }
        }
    }
}

fn about(report: &EvaluationReport, words: &Words<'_>) -> String {
    let date = report.judged_at.split('T').next().unwrap_or_default();
    words.texts.with(
        "report-about",
        [
            ("model", isolated(&report.model).into()),
            ("data", isolated(&report.data.display().to_string()).into()),
            ("date", date.into()),
        ],
    )
}

/// What the owner of a shop asks first.
fn sentences(report: &EvaluationReport, words: &Words<'_>) -> Vec<String> {
    let (texts, photos, outcomes) = (words.texts, report.photos.len(), &report.outcomes);
    let count = |is: fn(&training::PhotoFigures) -> bool| {
        report.photos.iter().filter(|photo| is(photo)).count()
    };
    let (right, among_four) = (count(|photo| photo.right), count(|photo| photo.among_four));
    let part =
        |count: usize| [("count", count.into()), ("share", percent_of(count, photos).into())];
    let of_photos = [("photos", photos.into())];
    let range = wilson_interval(right, photos);
    let accepted = outcomes.accepted_right + outcomes.accepted_wrong;
    let asked = outcomes.asked_among_four + outcomes.asked_not_among_four;
    let first = if report.evaluation.top1.is_some() {
        texts.with("report-right", part(right).into_iter().chain(of_photos))
    } else {
        texts.with("report-right-kind", part(right).into_iter().chain(of_photos))
    };
    let mut sentences = vec![
        first,
        texts.with("report-four", part(among_four)),
        texts.with(
            "report-range",
            [("low", percent(range.low).into()), ("high", percent(range.high).into())],
        ),
        texts.with(
            "report-accepted",
            part(accepted).into_iter().chain([("wrong", outcomes.accepted_wrong.into())]),
        ),
        texts.with(
            "report-asked",
            part(asked).into_iter().chain([("four", outcomes.asked_among_four.into())]),
        ),
        texts.with("report-unknown-goods", part(outcomes.taken_as_unknown)),
    ];
    if !report.unknown_photos.is_empty() {
        sentences.push(strangers(report, words));
    }
    sentences
}

fn strangers(report: &EvaluationReport, words: &Words<'_>) -> String {
    let pictures = report.unknown_photos.len();
    let rate = report.evaluation.unknown.as_ref().and_then(|unknown| unknown.accept_rate);
    let accepted = (rate.unwrap_or_default() * pictures as f64).round() as usize;
    words
        .texts
        .with("report-strangers", [("pictures", pictures.into()), ("accepted", accepted.into())])
}

/// What makes the figures worth less than they look.
fn warnings(report: &EvaluationReport, words: &Words<'_>) -> Vec<String> {
    let (texts, photos, seen) = (words.texts, report.photos.len(), report.evaluation.seen);
    let mut warnings = Vec::new();
    if seen > 0 {
        let args = [("seen", seen.into()), ("photos", photos.into())];
        warnings.push(texts.with("report-seen", args));
    }
    if photos < FEW_PHOTOS {
        warnings.push(texts.with("report-few", [("photos", photos.into())]));
    }
    let not_learnt: Vec<_> =
        report.products.iter().filter(|product| product.known_as == KnownAs::Nothing).collect();
    if !not_learnt.is_empty() {
        let shown: usize = not_learnt.iter().map(|product| product.photos).sum();
        let names = not_learnt.iter().take(NAMED);
        let mut names: Vec<String> =
            names.map(|product| words.name_in_sentence(&product.product)).collect();
        if not_learnt.len() > NAMED {
            names.push("…".to_owned());
        }
        let names = names.join(", ");
        let args = [("photos", shown.into()), ("products", names.into())];
        warnings.push(texts.with("report-not-learnt", args));
    }
    warnings
}

/// Time taken, and the figures under the names that the field gives them.
pub(super) fn closing(report: &EvaluationReport, words: &Words<'_>) -> Markup {
    let (texts, time) = (words.texts, &report.time);
    let millis = |millis: f64| format!("{millis:.1}");
    let sentence = texts.with(
        "report-time",
        [
            ("all", millis(time.millis_per_photo).into()),
            ("read", millis(time.read_millis_per_photo).into()),
            ("network", millis(time.network_millis_per_photo).into()),
            ("device", time.device.into()),
            ("threads", time.threads.into()),
        ],
    );
    html! {
        section {
            h2 { (texts.text("report-time-title")) }
            p { (sentence) }
        }
        section {
            h2 { (texts.text("report-figures-title")) }
            p.how { (texts.text("report-figures-how")) }
            table.figures {
                tbody {
                    @for (name, value) in figures(report, words) {
                        tr { th scope="row" { (name) } td.number { (value) } }
                    }
                }
            }
        }
        footer { p { (texts.text("report-footer")) } }
    }
}

/// Names and values; what cannot be computed is left out.
fn figures(report: &EvaluationReport, words: &Words<'_>) -> Vec<(String, String)> {
    let (texts, figures) = (words.texts, &report.evaluation);
    let unknown = figures.unknown.as_ref();
    let decision = figures.decision.as_ref();
    let by_price = decision.and_then(|decision| decision.by_price.as_ref());
    let plain = |value: f64| format!("{value:.4}");
    let rows = [
        (texts.text("report-figure-top1"), figures.top1.map(percent)),
        (texts.text("report-figure-top4"), figures.top4.map(percent)),
        (texts.text("report-figure-coarse"), figures.coarse_top1.map(percent)),
        (texts.text("report-figure-loss"), figures.loss.map(plain)),
        (texts.text("report-figure-ece"), figures.ece.map(percent)),
        (texts.text("report-figure-auroc"), unknown.and_then(|rates| rates.auroc).map(plain)),
        (texts.text("report-figure-fpr95"), unknown.and_then(|rates| rates.fpr95).map(percent)),
        (
            texts.text("report-figure-unknown-accepted"),
            unknown.and_then(|rates| rates.accept_rate).map(percent),
        ),
        (texts.text("report-figure-accept"), decision.map(|rates| percent(rates.accept_rate))),
        (
            texts.text("report-figure-accept-right"),
            decision.and_then(|rates| rates.accept_accuracy).map(percent),
        ),
        (
            texts.text("report-figure-price-accept"),
            by_price.map(|rates| percent(rates.accept_rate)),
        ),
        (
            texts.text("report-figure-price-right"),
            by_price.and_then(|rates| rates.accept_accuracy).map(percent),
        ),
        (texts.text("report-figure-threshold-accept"), Some(plain(report.thresholds.accept))),
        (texts.text("report-figure-threshold-familiar"), Some(plain(report.thresholds.familiar))),
        (texts.text("report-figure-threshold-unknown"), Some(plain(report.thresholds.unknown))),
    ];
    rows.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}
