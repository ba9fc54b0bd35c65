//! Whether the till's certainty can be trusted, how careful it should be, and what it takes
//! strange pictures for.

use maud::{Markup, html};

use super::mistakes::gallery;
use super::plots::{diagonal, drawn, panel};
use super::words::{Words, percent};
use plot::{Axis, Panel};
use training::{EvaluationReport, ReliabilityBin, RiskCoveragePoint};

/// A bar that stands on fewer photos is pale.
const FEW_PHOTOS: usize = 5;
/// Below this share of photos a risk is made by single photos and does not set the axis.
const LEAST_COVERAGE: f64 = 0.05;

/// Is it as often right as it says?
pub(super) fn reliability(report: &EvaluationReport, words: &Words<'_>) -> Markup {
    let texts = words.texts;
    let plot = panel(
        Axis::whole(texts.text("report-reliability-x")),
        Axis::whole(texts.text("report-reliability-y")),
    );
    let content = html! {
        @for bin in &report.reliability { (reliability_bar(bin, &plot, words)) }
        (diagonal(&plot))
    };
    let heading = texts.text("report-reliability-title");
    let drawn = drawn(&plot, &heading, &content);
    super::section(&heading, &texts.text("report-reliability-how"), &drawn)
}

fn reliability_bar(bin: &ReliabilityBin, plot: &Panel, words: &Words<'_>) -> Markup {
    let (Some(accuracy), Some(interval)) = (bin.accuracy, bin.interval) else {
        return Markup::default();
    };
    let look = if bin.photos < FEW_PHOTOS { "calm pale" } else { "calm" };
    let word = words.texts.with(
        "report-reliability-bar",
        [
            ("from", percent(bin.from).into()),
            ("to", percent(bin.to).into()),
            ("photos", bin.photos.into()),
            ("right", percent(accuracy).into()),
        ],
    );
    html! {
        (plot.bar(look, [bin.from, bin.to], accuracy, &word))
        (plot.whisker(f64::midpoint(bin.from, bin.to), [interval.low, interval.high]))
    }
}

/// What does it cost to ask less?
pub(super) fn risk_coverage(report: &EvaluationReport, words: &Words<'_>) -> Markup {
    let (texts, points) = (words.texts, &report.risk_coverage);
    let greatest = points
        .iter()
        .filter(|point| point.coverage >= LEAST_COVERAGE)
        .map(|point| point.risk)
        .fold(0.0, f64::max);
    let plot = panel(
        Axis::whole(texts.text("report-risk-x")),
        Axis::up_to(greatest, texts.text("report-risk-y")),
    );
    let today = today(report);
    let content = html! {
        (plot.line("curve", points.iter().map(|point| (point.coverage, point.risk))))
        @if let Some((coverage, risk)) = today {
            (plot.dot(coverage, risk, &texts.text("report-today")))
        }
    };
    let heading = texts.text("report-risk-title");
    let drawn = html! {
        (drawn(&plot, &heading, &content))
        @if let Some(point) = widest_with(points, 0.02) {
            p { (texts.with("report-risk-98", [("share", percent(point.coverage).into())])) }
        }
    };
    super::section(&heading, &texts.text("report-risk-how"), &drawn)
}

/// Where the version's own thresholds lie: what is accepted, and how much of that is wrong.
fn today(report: &EvaluationReport) -> Option<(f64, f64)> {
    let outcomes = &report.outcomes;
    let accepted = outcomes.accepted_right + outcomes.accepted_wrong;
    let share = |part: usize, whole: usize| part as f64 / whole as f64;
    (accepted > 0)
        .then(|| (share(accepted, report.photos.len()), share(outcomes.accepted_wrong, accepted)))
}

/// The point that accepts most with at most that risk.
fn widest_with(points: &[RiskCoveragePoint], risk: f64) -> Option<&RiskCoveragePoint> {
    points.iter().rev().find(|point| point.risk <= risk)
}

/// Does it know what it does not know? No section where no strange pictures were given.
pub(super) fn unknown(report: &EvaluationReport, words: &Words<'_>) -> Markup {
    let texts = words.texts;
    let Some(points) = &report.unknown_roc else { return Markup::default() };
    let plot = panel(
        Axis::whole(texts.text("report-unknown-x")),
        Axis::whole(texts.text("report-unknown-y")),
    );
    let (unknown, familiar) = (report.thresholds.unknown, report.thresholds.familiar);
    let at = |threshold: f64| points.iter().rfind(|point| point.threshold >= threshold);
    let from_nothing = [(0.0, 0.0)].into_iter();
    let curve = points.iter().map(|point| (point.unknown_taken, point.known_kept));
    let content = html! {
        (diagonal(&plot))
        (plot.line("curve", from_nothing.chain(curve)))
        @if let Some(point) = at(unknown) {
            (plot.dot(point.unknown_taken, point.known_kept, &texts.text("report-asks-from")))
        }
        @if let (true, Some(point)) = (familiar > unknown, at(familiar)) {
            (plot.dot(point.unknown_taken, point.known_kept, &texts.text("report-accepts-from")))
        }
    };
    let heading = texts.text("report-unknown-title");
    let drawn = html! {
        (drawn(&plot, &heading, &content))
        @if !report.unknown_accepted.is_empty() {
            p { (texts.text("report-unknown-accepted")) }
            (gallery(&report.unknown_accepted, words))
        }
    };
    super::section(&heading, &texts.text("report-unknown-how"), &drawn)
}
