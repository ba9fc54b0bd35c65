//! The mistakes with their pictures: pairs that are mixed up, and errors that nobody was asked
//! about.

use base64::{Engine, prelude::BASE64_STANDARD};
use maud::{Markup, html};

use super::words::{Words, percent};
use training::{EvaluationReport, Example, MixedUpPair};

/// The products most often taken for each other.
pub(super) fn pairs(report: &EvaluationReport, words: &Words<'_>) -> Markup {
    let texts = words.texts;
    let content = html! {
        @for mixed_up in &report.worst_pairs { (pair(mixed_up, words)) }
        @if report.worst_pairs.is_empty() { p { (texts.text("report-no-mistakes")) } }
    };
    let heading = texts.text("report-pairs-title");
    super::section(&heading, &texts.text("report-pairs-how"), &content)
}

fn pair(mixed_up: &MixedUpPair, words: &Words<'_>) -> Markup {
    let MixedUpPair { first, second, .. } = mixed_up;
    html! {
        article {
            h3 { bdi { (words.name(first)) } " ↔ " bdi { (words.name(second)) } }
            p {
                (taken(first, second, mixed_up.first_taken_for_second, mixed_up.first_photos, words))
                @if mixed_up.second_taken_for_first > 0 {
                    " "
                    (taken(second, first, mixed_up.second_taken_for_first,
                        mixed_up.second_photos, words))
                }
            }
            (gallery(&mixed_up.examples, words))
        }
    }
}

fn taken(shows: &str, taken_for: &str, count: usize, photos: usize, words: &Words<'_>) -> String {
    words.texts.with(
        "report-taken-for",
        [
            ("count", count.into()),
            ("photos", photos.into()),
            ("shows", words.name_in_sentence(shows).into()),
            ("taken", words.name_in_sentence(taken_for).into()),
        ],
    )
}

/// Photos that the till would have sold wrongly without a question; no section without any.
pub(super) fn wrong_without_asking(report: &EvaluationReport, words: &Words<'_>) -> Markup {
    let texts = words.texts;
    if report.wrong_without_asking.is_empty() {
        return Markup::default();
    }
    let heading = texts.text("report-wrong-title");
    let how = texts.with("report-wrong-how", [("count", report.outcomes.accepted_wrong.into())]);
    super::section(&heading, &how, &gallery(&report.wrong_without_asking, words))
}

/// Small pictures, each with what it shows, what it was taken for, and how surely.
pub(super) fn gallery(examples: &[Example], words: &Words<'_>) -> Markup {
    html! {
        div.gallery {
            @for example in examples {
                figure {
                    @if let Some(jpeg) = &example.thumbnail {
                        img src=(data_uri(jpeg)) alt=(example.photo);
                    } @else {
                        span.missing { (words.texts.text("report-no-picture")) }
                    }
                    figcaption {
                        span { (caption(example, words)) }
                        span.file { bdi { (example.photo) } }
                    }
                }
            }
        }
    }
}

fn caption(example: &Example, words: &Words<'_>) -> String {
    let taken = words.name_in_sentence(&example.taken_for);
    let share = percent(example.score);
    match &example.shows {
        Some(shows) => words.texts.with(
            "report-example",
            [
                ("shows", words.name_in_sentence(shows).into()),
                ("taken", taken.into()),
                ("share", share.into()),
            ],
        ),
        None => words
            .texts
            .with("report-example-unknown", [("taken", taken.into()), ("share", share.into())]),
    }
}

fn data_uri(jpeg: &[u8]) -> String {
    format!("data:image/jpeg;base64,{}", BASE64_STANDARD.encode(jpeg))
}
