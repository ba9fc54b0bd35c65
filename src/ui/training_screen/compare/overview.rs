//! The verdict in plain words, and the figures behind it with their uncertainty.

use egui::{Rect, RichText, ScrollArea, Ui, vec2};

use crate::action::{Action, FileWish};
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, words};
use crate::widgets::controls::{Button, Weight};
use teach::{
    CompareCommand, Comparison, JudgedPhotos, Share, ShownComparison, TeachCommand, Verdict,
    VersionFigures,
};
use texts::format;

/// Height of a row of figures, in points.
const ROW: f32 = 34.0;

/// Draws the verdict and the figures.
pub(super) fn overview_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    shown: &ShownComparison,
    actions: &mut Vec<Action>,
) {
    let area = ScrollArea::vertical().id_salt("overview").auto_shrink([false, false]);
    area.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        verdict_ui(ui, screen, &shown.comparison);
        ui.add_space(GRID);
        figures_ui(ui, screen, &shown.comparison);
        ui.add_space(GRID);
        for line in remarks(screen, shown) {
            ui.label(
                RichText::new(line).font(theme::regular(theme::SMALL)).color(screen.tokens.muted),
            );
        }
        unknown_ui(ui, screen, actions);
    });
}

fn verdict_ui(ui: &mut Ui, screen: &Screen<'_>, comparison: &Comparison) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let (old, new) = (&comparison.old, comparison.new.as_ref());
    let name = |version: &VersionFigures| version.name.clone();
    let new_name = new.map_or_else(|| name(old), name);
    let (id, colour) = match comparison.verdict {
        _ if comparison.counted == 0 => ("compare-nothing-counts", tokens.warn_text),
        Some(Verdict::Better) => ("compare-better", tokens.accent_text),
        Some(Verdict::Worse) => ("compare-worse", tokens.error_text),
        Some(Verdict::AsGood) => ("compare-as-good", tokens.text),
        Some(Verdict::CannotBeTold) => ("compare-cannot-tell", tokens.warn_text),
        None => ("compare-alone-title", tokens.text),
    };
    let title = t.with(id, [("new", new_name.into()), ("old", name(old).into())]);
    ui.label(RichText::new(title).font(theme::strong(theme::TITLE)).color(colour));
    if let (Some(difference), Some(new)) = (comparison.difference, new) {
        let points = |share: f64| format!("{:+.1}", share * 100.0);
        let detail = t.with(
            "compare-difference",
            [
                ("new", new.top1.part.into()),
                ("old", old.top1.part.into()),
                ("count", comparison.counted.into()),
                ("by", points(difference.by).into()),
                ("low", points(difference.interval.low).into()),
                ("high", points(difference.interval.high).into()),
            ],
        );
        ui.label(RichText::new(detail).color(tokens.text));
    }
    if comparison.verdict == Some(Verdict::CannotBeTold) || comparison.counted == 0 {
        ui.label(RichText::new(t.text("compare-more-photos")).color(tokens.muted));
    }
}

type Figure = fn(&VersionFigures) -> Option<Share>;

/// The figures in order: the text's id, and where the figure stands.
const FIGURES: [(&str, Figure); 7] = [
    ("compare-top1", |version| Some(version.top1)),
    ("compare-top4", |version| Some(version.top4)),
    ("compare-accepted", |version| Some(version.accepted)),
    ("compare-accepted-wrong", |version| Some(version.accepted_wrong)),
    ("compare-taken-unknown", |version| Some(version.taken_as_unknown)),
    ("compare-strangers-told", |version| version.unknown.as_ref().map(|it| it.rejected)),
    ("compare-strangers-accepted", |version| version.unknown.as_ref().map(|it| it.accepted)),
];

fn figures_ui(ui: &mut Ui, screen: &Screen<'_>, comparison: &Comparison) {
    let t = screen.texts;
    let versions: Vec<&VersionFigures> =
        [Some(&comparison.old), comparison.new.as_ref()].into_iter().flatten().collect();
    let heads: Vec<String> = versions.iter().map(|version| version.name.clone()).collect();
    row_ui(ui, screen, "", &heads.iter().map(|head| (head.as_str(), "")).collect::<Vec<_>>());
    for (id, figure) in FIGURES {
        let shares: Vec<Option<Share>> = versions.iter().map(|version| figure(version)).collect();
        if shares.iter().all(Option::is_none) {
            continue;
        }
        let cells: Vec<(String, String)> =
            shares.into_iter().map(|share| share.map_or_else(Default::default, cell)).collect();
        let cells: Vec<(&str, &str)> =
            cells.iter().map(|(value, range)| (value.as_str(), range.as_str())).collect();
        row_ui(ui, screen, &t.text(id), &cells);
    }
    let times: Vec<String> = versions
        .iter()
        .map(|version| {
            let millis = format!("{:.0}", version.time.all);
            t.with("compare-millis", [("millis", millis.into())])
        })
        .collect();
    let cells: Vec<(&str, &str)> = times.iter().map(|time| (time.as_str(), "")).collect();
    row_ui(ui, screen, &t.text("compare-time"), &cells);
}

/// A share, and the range in which it lies.
fn cell(share: Share) -> (String, String) {
    let Some(value) = share.value() else { return ("–".to_owned(), String::new()) };
    let (low, high) = (share.interval.low * 100.0, share.interval.high * 100.0);
    (format::percent(value), format!("{low:.0} – {high:.0} %"))
}

/// A row: what it is, then for each version a value and its range.
fn row_ui(ui: &mut Ui, screen: &Screen<'_>, what: &str, cells: &[(&str, &str)]) {
    let tokens = screen.tokens;
    let (rect, mut row) = controls::row(ui, ROW);
    let ui = &mut row;
    let first = rect.width() * 0.4;
    let line = egui::Stroke::new(1.0, tokens.line);
    ui.painter().hline(rect.x_range(), rect.bottom(), line);
    let top = rect.top() + 5.0;
    if !what.is_empty() {
        let place = Rect::from_min_size(egui::pos2(rect.left(), top), vec2(first - GRID, ROW));
        words(what, theme::regular(theme::BODY), tokens.text).show_in(ui, place, 1);
    }
    let width = (rect.width() - first) / cells.len().max(1) as f32;
    for (place, (value, range)) in cells.iter().enumerate() {
        let left = rect.left() + first + width * place as f32;
        let whole = if range.is_empty() { width } else { width * 0.42 };
        let spot = Rect::from_min_size(egui::pos2(left, top), vec2(whole - GRID, ROW));
        words(value, theme::strong(theme::BODY), tokens.text).show_in(ui, spot, 1);
        if !range.is_empty() {
            let spot = Rect::from_min_size(
                egui::pos2(left + width * 0.42, top + 2.0),
                vec2(width * 0.58 - GRID, ROW),
            );
            words(range, theme::regular(theme::SMALL), tokens.muted).show_in(ui, spot, 1);
        }
    }
}

/// What one must know of the figures.
fn remarks(screen: &Screen<'_>, shown: &ShownComparison) -> Vec<String> {
    let (t, comparison) = (screen.texts, &shown.comparison);
    let when = comparison.judged_at.parse().map_or_else(|_| String::new(), format::moment);
    let from = match &shown.from {
        JudgedPhotos::KeptAside => t.text("compare-from-aside"),
        JudgedPhotos::Captures { since } => {
            t.with("compare-from-till", [("since", format::moment(*since).into())])
        }
        JudgedPhotos::Data { path } => path.display().to_string(),
    };
    let mut lines = vec![
        t.with("compare-judged-at", [("when", when.into()), ("from", from.into())]),
        t.with(
            "compare-counted",
            [("count", comparison.counted.into()), ("groups", comparison.groups.into())],
        ),
    ];
    if comparison.seen > 0 {
        lines.push(t.with("compare-seen", [("count", comparison.seen.into())]));
    }
    if comparison.unreadable > 0 {
        lines.push(t.with("compare-unreadable", [("count", comparison.unreadable.into())]));
    }
    lines
}

/// Which pictures of no goods the next judgement looks at.
fn unknown_ui(ui: &mut Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    ui.horizontal(|ui| {
        let label = match &screen.teaching.compare.unknown {
            None => t.text("compare-strangers-choose"),
            Some(folder) => {
                let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy();
                t.with("compare-strangers-chosen", [("name", name.into())])
            }
        };
        if quiet(&label).show(ui, tokens).clicked() {
            actions.push(Action::AskForFile(FileWish::UnknownPictures));
        }
        if screen.teaching.compare.unknown.is_some() {
            let none = t.text("compare-strangers-none");
            if quiet(&none).show(ui, tokens).clicked() {
                actions.push(TeachCommand::Compare(CompareCommand::Unknown(None)).into());
            }
        }
    });
}

/// A quiet button with words alone.
fn quiet<'a>(label: &'a str) -> Button<'a> {
    Button::new(label).weight(Weight::Quiet)
}
