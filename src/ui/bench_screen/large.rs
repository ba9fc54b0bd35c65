//! One picture in large: the first four candidates, what the till would do, and where on it the
//! evidence lies.

use std::sync::Arc;

use egui::{Align, CornerRadius, Key, Modifiers, Rect, Ui, Vec2, pos2, vec2};

use super::cards::{bar_ui, label_only_ui, other_text};
use super::filter::Local;
use super::wording::{decision_look, name_of, truth_text};
use crate::action::Action;
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::widgets::controls::{Button, words};
use crate::widgets::heat_legend::legend_ui;
use crate::widgets::icons::{self, Icon};
use crate::widgets::item_box::item_box_ui;
use crate::widgets::message::message_ui;
use crate::widgets::photo::photo_ui;
use crate::widgets::plate::plate_of_ui;
use recognition::Candidate;
use teach::bench::{
    Answer, BenchCommand, BenchRow, BenchWhy, BenchWhyState, OpenPicture, RowState, Truth,
};
use teach::thumbnails::ThumbnailKey;
use texts::format;

/// Width of what stands beside the picture, in points.
const BESIDE: f32 = 360.0;
/// Height of a candidate, in points.
const CANDIDATE: f32 = 72.0;
/// Height of the legend of the colours, in points.
const LEGEND: f32 = 92.0;

/// The picture that is looked at.
#[derive(Clone, Copy)]
pub(super) struct Large<'a> {
    /// As the desk has it open.
    pub open: &'a OpenPicture,
    /// Its row among all.
    pub row: &'a Arc<BenchRow>,
    /// Whether keys are for it.
    pub listens: bool,
}

/// Draws the picture over the whole screen.
pub(super) fn large_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    large: Large<'_>,
    actions: &mut Vec<Action>,
) {
    let Large { row, listens, .. } = large;
    let neighbours = neighbours(screen, local, row.id);
    if listens {
        read_keys(ui, neighbours, row, actions);
    }
    if local.selection.cursor() != Some(row.id) {
        local.selection.only(row.id);
    }
    let top = rect.top() + title_ui(ui, rect, screen, large) + GRID * 2.0;
    let buttons = rect.with_min_y(rect.bottom() - theme::TOUCH);
    let middle =
        Rect::from_min_max(pos2(rect.left(), top), pos2(rect.right(), buttons.top() - GRID * 2.0));
    let beside = middle.with_min_x(middle.right() - BESIDE.min(middle.width() * 0.45));
    picture_ui(ui, middle.with_max_x(beside.left() - GRID * 3.0), screen, large);
    beside_ui(ui, beside, screen, large);
    buttons_ui(ui, buttons, screen, row, neighbours, actions);
}

/// The pictures before and after this one, as the grid shows them.
fn neighbours(screen: &Screen<'_>, local: &mut Local, id: u64) -> [Option<u64>; 2] {
    let ids = local.shown(&screen.teaching.bench, screen.texts.language().tag);
    let Ok(place) = ids.binary_search(&id) else { return [None, None] };
    let before = place.checked_sub(1).and_then(|place| ids.get(place));
    [before.copied(), ids.get(place + 1).copied()]
}

fn read_keys(
    ui: &Ui,
    [before, after]: [Option<u64>; 2],
    row: &BenchRow,
    actions: &mut Vec<Action>,
) {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    for (key, id) in [(Key::ArrowLeft, before), (Key::ArrowRight, after)] {
        if pressed(key) {
            actions.extend(id.map(|id| BenchCommand::Show(id).into()));
        }
    }
    if pressed(Key::F2) && row.answer().is_some() {
        actions.push(BenchCommand::Why.into());
    }
    if pressed(Key::Escape) || pressed(Key::Enter) {
        actions.push(BenchCommand::CloseLarge.into());
    }
}

/// The question that is asked, else what the picture was taken for; returns the height used.
fn title_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    Large { open, row, .. }: Large<'_>,
) -> f32 {
    let (t, tokens) = (screen.texts, screen.tokens);
    let (title, hint) = match &open.why {
        Some(asked) => question(screen, asked),
        None => {
            let first = row.answer().and_then(Answer::first);
            let title = match (&row.state, first) {
                (RowState::Named(_), Some(first)) => name_of(screen, &first.product).to_owned(),
                (RowState::Waiting, _) => t.text("bench-waiting"),
                _ => row.name.clone(),
            };
            (title, row.place.clone())
        }
    };
    let used = words(&title, theme::strong(theme::TITLE), tokens.text).show_in(ui, rect, 1);
    let below = rect.with_min_y(rect.top() + used + 4.0);
    used + 4.0 + words(&hint, theme::regular(theme::BODY), tokens.muted).show_in(ui, below, 1)
}

/// The question after the evidence, and how to read its answer.
fn question(screen: &Screen<'_>, asked: &BenchWhy) -> (String, String) {
    let t = screen.texts;
    let name = name_of(screen, &asked.why.product);
    let slight = matches!(&asked.state, BenchWhyState::Shown(evidence) if evidence.slight);
    match &asked.why.instead_of {
        None => {
            let args = || [("product", name.into())];
            let hint = match slight {
                true => t.with("why-slight", args()),
                false => t.with("why-hint", args()),
            };
            (t.with("why-title", args()), hint)
        }
        Some(other) => {
            let other = name_of(screen, other);
            let args = || [("product", name.into()), ("other", other.into())];
            let hint = match slight {
                true => t.with("why-rather-slight", args()),
                false => t.with("why-rather-hint", args()),
            };
            (t.with("why-rather-title", args()), hint)
        }
    }
}

fn picture_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, Large { open, row, .. }: Large<'_>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let asked = open.why.as_ref().map(|asked| &asked.state);
    match (asked, &open.picture, &row.state) {
        (Some(BenchWhyState::Shown(evidence)), _, _) => {
            let texture = screen.pictures.evidence(&evidence.picture);
            photo_ui(ui, rect, &texture, &t.text("why-alt"));
        }
        (Some(BenchWhyState::Failed(message)), _, _) | (_, _, RowState::Unreadable(message)) => {
            ui.painter().rect_filled(rect, CornerRadius::same(RADIUS), tokens.photo_ground);
            let reason = t.message(message);
            message_ui(ui, rect.shrink(GRID * 3.0), screen, Icon::Alert, &reason);
        }
        (_, Some(picture), _) => {
            let texture = screen.pictures.evidence(picture);
            let place = photo_ui(ui, rect, &texture, &row.name);
            item_ui(ui, place, screen, row);
        }
        (_, None, _) => match row.thumbnail.as_ref().map(ThumbnailKey::of_jpeg) {
            Some(key) => {
                if let Some(texture) = screen.pictures.thumbnails.get(&key) {
                    let place = photo_ui(ui, rect, &texture, &row.name);
                    item_ui(ui, place, screen, row);
                }
            }
            None => {
                ui.painter().rect_filled(rect, CornerRadius::same(RADIUS), tokens.photo_ground);
                icons::draw(ui.painter(), Icon::Hourglass, rect, 48.0, tokens.muted);
            }
        },
    }
}

/// The box around the item that was looked at, on the picture at `place`.
fn item_ui(ui: &mut Ui, place: Rect, screen: &Screen<'_>, row: &BenchRow) {
    if let Some(item) = row.answer().and_then(|answer| answer.items.item()) {
        item_box_ui(ui, place, screen, &item);
    }
}

fn beside_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, Large { open, row, .. }: Large<'_>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let view = &screen.teaching.bench;
    let body = || theme::regular(theme::BODY);
    let mut place = rect;
    if let Some(answer) = row.answer() {
        place.min.y += decision_ui(ui, place, screen, answer) + GRID * 1.5;
        for candidate in &answer.candidates {
            candidate_ui(ui, place.with_max_y(place.top() + CANDIDATE), screen, candidate);
            place.min.y += CANDIDATE;
        }
        place.min.y += GRID;
    }
    let truth = view.truths.of(row.folder.as_deref());
    if *truth != Truth::Unsaid {
        let shows = truth_text(screen, truth);
        let text = t.with("bench-large-shows", [("shows", shows.into())]);
        let wrong = view.is_right(row) == Some(false);
        let colour = if wrong { tokens.error_text } else { tokens.text };
        place.min.y += words(&text, body(), colour).show_in(ui, place, 2) + GRID;
    }
    if let (Some(second), Some(version)) = (&row.second, &view.second) {
        let said = other_text(screen, second);
        let text = format!("{version}: {said}");
        words(&text, body(), tokens.warn_text).show_in(ui, place, 3);
    }
    if let Some(BenchWhyState::Shown(evidence)) = open.why.as_ref().map(|asked| &asked.state) {
        let legend = rect.with_min_y(rect.bottom() - LEGEND);
        legend_ui(ui, legend.with_max_x(rect.left() + 200.0), screen, evidence.whole);
    }
}

/// What the till would do, and the time; returns the height used.
fn decision_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, answer: &Answer) -> f32 {
    const HEIGHT: f32 = 40.0;
    let look = decision_look(screen, &answer.decision);
    let place = rect.with_max_y(rect.top() + HEIGHT);
    ui.painter().rect_filled(place, CornerRadius::same(RADIUS), look.ground);
    let icon = Rect::from_min_size(place.min, Vec2::splat(HEIGHT));
    icons::draw(ui.painter(), look.icon, icon, 20.0, look.colour);
    let time = format::millis(answer.millis);
    let galley = |text: &str, font| {
        words(text, font, look.colour).galley(ui.painter(), f32::INFINITY, 1, Align::LEFT)
    };
    let word = galley(&look.text, theme::strong(theme::BODY));
    let at = pos2(icon.right(), place.center().y - word.size().y / 2.0);
    ui.painter().galley(at, word, look.colour);
    let shown = galley(&time, theme::regular(theme::SMALL));
    let at = place.right_center() - vec2(shown.size().x + GRID * 1.5, shown.size().y / 2.0);
    ui.painter().galley(at, shown, look.colour);
    label_only_ui(ui, place, &format!("{}, {time}", look.text));
    HEIGHT
}

fn candidate_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, candidate: &Candidate) {
    let tokens = screen.tokens;
    let name = name_of(screen, &candidate.product);
    let side = rect.height() - GRID * 2.0;
    let plate = Rect::from_min_size(rect.min + vec2(1.0, GRID), Vec2::splat(side));
    let radius = CornerRadius::same(RADIUS + 1);
    ui.painter().rect_filled(plate.expand(1.0), radius, tokens.line);
    let product = screen.teaching.bench.products.get(&candidate.product);
    let picture = product.and_then(|product| product.picture.as_deref());
    plate_of_ui(ui, plate, screen, picture, name);
    let text = rect.with_min_x(plate.right() + GRID * 1.5);
    let percent = format::percent(candidate.score);
    let galley = |text: &str, font, colour, width| {
        words(text, font, colour).galley(ui.painter(), width, 1, Align::LEFT)
    };
    let sure = galley(&percent, theme::regular(theme::BODY), tokens.muted, f32::INFINITY);
    let room = text.width() - sure.size().x - GRID;
    let shown = galley(name, theme::strong(theme::BODY), tokens.text, room);
    let top = rect.center().y - 20.0;
    ui.painter().galley(pos2(text.left(), top), shown, tokens.text);
    ui.painter().galley(pos2(text.right() - sure.size().x, top), sure, tokens.muted);
    let bar = Rect::from_min_size(pos2(text.left(), top + 30.0), vec2(text.width(), 8.0));
    bar_ui(ui, bar, screen, candidate.score, tokens.accent);
    label_only_ui(ui, rect, &format!("{name}, {percent}"));
}

fn buttons_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    row: &BenchRow,
    [before, after]: [Option<u64>; 2],
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let mut left = rect.left();
    let mut button_ui = |ui: &mut Ui, button: Button<'_>| {
        let size = vec2(button.width(ui), theme::TOUCH);
        let place = Rect::from_min_size(pos2(left, rect.top()), size);
        left = place.right() + GRID * 1.5;
        button.show_in(ui, place, tokens).clicked()
    };
    let (previous, next) = (t.text("bench-previous"), t.text("bench-next"));
    for (label, key, id) in [(&previous, "←", before), (&next, "→", after)] {
        let button = Button::new(label).key(key).enabled(id.is_some());
        if button_ui(ui, button) {
            actions.extend(id.map(|id| BenchCommand::Show(id).into()));
        }
    }
    let why = t.text("why");
    if row.answer().is_some() && button_ui(ui, Button::new(&why).key(keys::WHY)) {
        actions.push(BenchCommand::Why.into());
    }
    let close = t.text("why-close");
    if button_ui(ui, Button::new(&close).icon(Icon::Close).key(keys::BACK)) {
        actions.push(BenchCommand::CloseLarge.into());
    }
}
