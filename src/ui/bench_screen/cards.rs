//! The pictures in a grid: each with its name, how sure that is, what the till would do, and the time.

use egui::{Align, CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::filter::{Local, row_of};
use super::wording::{decision_look, name_of};
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, words};
use crate::widgets::icons::Icon;
use crate::widgets::thumbnail_grid::{GridInk, GridLook, Tile, grid_with_captions};
use teach::bench::{Answer, BenchCommand, BenchRow, RowState};
use teach::thumbnails::ThumbnailKey;
use texts::format;

/// The least width of a picture, in points.
const LEAST: f32 = 168.0;
/// Height of what stands below a picture, in points.
const CAPTION: f32 = 82.0;
/// Height that what the other version says needs besides.
const OTHER: f32 = 22.0;

/// Draws the pictures that the filter shows.
pub(super) fn cards_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let view = &screen.teaching.bench;
    let ids = local.shown(view, screen.texts.language().tag);
    if ids.is_empty() {
        nothing_ui(ui, rect, screen);
        return;
    }
    let room = rect.width() - GRID * 2.0; // without the scroll bar
    let columns = ((room + GRID) / (LEAST + GRID)).floor().max(1.0);
    let width = ((room + GRID) / columns - GRID).floor();
    let compares = view.second.is_some();
    let look = GridLook {
        id: "bench pictures",
        photo: vec2(width, (width * 0.75).round()),
        caption: CAPTION + if compares { OTHER } else { 0.0 },
    };
    let answer = controls::inside(ui, rect, |ui| {
        grid_with_captions(
            ui,
            look,
            GridInk::of(screen),
            &ids,
            &mut local.selection,
            |id| tile(screen, id),
            |ui, rect, _, id| {
                if let Some(row) = row_of(view, id) {
                    caption_ui(ui, rect, screen, row);
                }
            },
        )
    });
    if let Some(id) = answer.opened {
        actions.push(BenchCommand::Show(id).into());
    }
}

fn nothing_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>) {
    let text = screen.texts.text("bench-nothing-shown");
    let place = rect.with_min_y(rect.top() + rect.height() * 0.35);
    words(&text, theme::regular(theme::BODY), screen.tokens.muted).show_centred(ui, place, 2);
}

fn tile(screen: &Screen<'_>, id: u64) -> Tile {
    let view = &screen.teaching.bench;
    let row = row_of(view, id);
    let jpeg = row.and_then(|row| row.thumbnail.as_ref());
    let photo = match jpeg {
        Some(jpeg) => ThumbnailKey::of_jpeg(jpeg),
        None => ThumbnailKey::none(),
    };
    let label = row.map(|row| spoken(screen, row)).unwrap_or_default();
    let wrong = row.is_some_and(|row| view.is_right(row) == Some(false));
    let tokens = screen.tokens;
    let unreadable = row.is_some_and(|row| matches!(row.state, RowState::Unreadable(_)));
    let mark = match (wrong, unreadable) {
        (true, _) => Some((Icon::Close, tokens.error_text, tokens.error_soft)),
        (_, true) => Some((Icon::Alert, tokens.error_text, tokens.error_soft)),
        _ => None,
    };
    Tile { photo, label, caption: String::new(), mark }
}

/// What a screen reader says of a picture.
fn spoken(screen: &Screen<'_>, row: &BenchRow) -> String {
    let t = screen.texts;
    let file = || row.name.as_str().into();
    match &row.state {
        RowState::Waiting => t.with("bench-row-waiting", [("file", file())]),
        RowState::Unreadable(message) => {
            let reason = t.message(message);
            t.with("bench-row-unreadable", [("file", file()), ("reason", reason.into())])
        }
        RowState::Named(answer) => {
            let decision = decision_look(screen, &answer.decision).text;
            let name = answer.first().map_or("–", |first| name_of(screen, &first.product));
            let sure = format::percent(answer.first().map_or(0.0, |first| first.score));
            let args = [
                ("file", file()),
                ("name", name.into()),
                ("percent", sure.into()),
                ("decision", decision.into()),
            ];
            match screen.teaching.bench.is_right(row) {
                Some(false) => t.with("bench-row-wrong", args),
                _ => t.with("bench-row", args),
            }
        }
    }
}

fn caption_ui(ui: &Ui, rect: Rect, screen: &Screen<'_>, row: &BenchRow) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let small = || theme::regular(theme::SMALL);
    let paint = |text: &str, font, colour, y: f32, rows: usize| {
        let galley =
            words(text, font, colour).galley(ui.painter(), rect.width(), rows, Align::LEFT);
        ui.painter().galley(pos2(rect.left(), y), galley, colour);
    };
    match &row.state {
        RowState::Waiting => {
            paint(&row.name, small(), tokens.muted, rect.top(), 1);
            paint(&t.text("bench-waiting"), small(), tokens.muted, rect.top() + 20.0, 1);
        }
        RowState::Unreadable(message) => {
            paint(&row.name, small(), tokens.text, rect.top(), 1);
            paint(&t.message(message), small(), tokens.error_text, rect.top() + 20.0, 3);
        }
        RowState::Named(answer) => {
            answer_ui(ui, rect, screen, answer);
            if let Some(second) = row.second.as_ref().filter(|second| second.differs_from(answer)) {
                let text = other_text(screen, second);
                paint(&text, small(), tokens.warn_text, rect.top() + 72.0, 1);
            }
        }
    }
}

/// Name and share, a bar, and what the till would do.
fn answer_ui(ui: &Ui, rect: Rect, screen: &Screen<'_>, answer: &Answer) {
    let tokens = screen.tokens;
    let first = answer.first();
    let score = first.map_or(0.0, |first| first.score);
    let percent = format::percent(score);
    let galley = |text: &str, font, colour, width| {
        words(text, font, colour).galley(ui.painter(), width, 1, Align::LEFT)
    };
    let sure = galley(&percent, theme::regular(theme::SMALL), tokens.muted, f32::INFINITY);
    let name = first.map_or("–", |first| name_of(screen, &first.product));
    let room = rect.width() - sure.size().x - GRID;
    let name = galley(name, theme::strong(theme::BODY), tokens.text, room);
    let at = pos2(rect.right() - sure.size().x, rect.top() + 3.0);
    ui.painter().galley(rect.min, name, tokens.text);
    ui.painter().galley(at, sure, tokens.muted);

    let look = decision_look(screen, &answer.decision);
    let bar = Rect::from_min_size(pos2(rect.left(), rect.top() + 28.0), vec2(rect.width(), 8.0));
    bar_ui(ui, bar, screen, score, look.colour);
    let word = galley(&look.text, theme::strong(theme::SMALL), look.colour, rect.width());
    ui.painter().galley(pos2(rect.left(), rect.top() + 44.0), word, look.colour);
    let time = format::millis(answer.millis);
    let time = galley(&time, theme::regular(theme::SMALL), tokens.muted, f32::INFINITY);
    let at = pos2(rect.right() - time.size().x, rect.top() + 44.0);
    ui.painter().galley(at, time, tokens.muted);
}

/// A share as a bar.
pub(super) fn bar_ui(ui: &Ui, bar: Rect, screen: &Screen<'_>, share: f64, colour: egui::Color32) {
    let radius = CornerRadius::same(4);
    ui.painter().rect_filled(bar, radius, screen.tokens.line);
    let filled = bar.with_max_x(bar.left() + bar.width() * share.clamp(0.0, 1.0) as f32);
    ui.painter().rect_filled(filled, radius, colour);
}

/// What the other version says, in a line.
pub(super) fn other_text(screen: &Screen<'_>, second: &Answer) -> String {
    let name = second.first().map_or("–", |first| name_of(screen, &first.product));
    let share = format::percent(second.first().map_or(0.0, |first| first.score));
    let decision = decision_look(screen, &second.decision).text;
    screen.texts.with(
        "bench-other-says",
        [("name", name.into()), ("percent", share.into()), ("decision", decision.into())],
    )
}

/// A line that a screen reader reads, of which the words are painted by someone else.
pub(super) fn label_only_ui(ui: &mut Ui, rect: Rect, label: &str) {
    let response = ui.allocate_rect(rect, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, label));
}
