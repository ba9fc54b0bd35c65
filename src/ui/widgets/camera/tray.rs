//! The tray on the camera's picture: where it is, what is made of it, and what hinders.

use egui::epaint::{Stroke, StrokeKind};
use egui::{Color32, CornerRadius, Painter, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::words;
use crate::widgets::icons::{self, Icon};
use crate::widgets::item_box;
use photo::{Part, TrayArea};
use till::watcher::WatchState;
use till::{SceneHint, WatchView};

/// Length of the frame's corner marks, at most, in points.
const CORNER: f32 = 28.0;

/// Draws the tray's frame on the picture at `picture`, with its state in a word and what hinders.
pub(crate) fn tray_ui(ui: &mut Ui, picture: Rect, screen: &Screen<'_>) {
    let watch = &screen.snapshot.watch;
    let colour = colour(watch);
    let frame = on_picture(&watch.settings.area, picture);
    frame_marks(ui.painter(), frame, colour);
    if let Some(word) = word(screen, watch) {
        pill_ui(ui, pos2(frame.left() + GRID, frame.top() + GRID), &word, colour, screen);
    }
    if let Some(hint) = watch.hint {
        hint_ui(ui, picture, &screen.texts.text(hint_id(hint)), screen);
    }
}

/// The same in a small picture: the frame alone, its state for screen readers, and what hinders.
pub(crate) fn small_tray_ui(ui: &mut Ui, picture: Rect, screen: &Screen<'_>) {
    let watch = &screen.snapshot.watch;
    let frame = on_picture(&watch.settings.area, picture);
    let colour = colour(watch);
    frame_marks(ui.painter(), frame, colour);
    let hint = watch.hint.map(|hint| screen.texts.text(hint_id(hint)));
    if let Some(text) = hint.or_else(|| word(screen, watch)) {
        let response = ui.allocate_rect(frame, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
        if watch.hint.is_some() {
            icons::draw(ui.painter(), Icon::Alert, frame, 24.0, screen.tokens.warn_text);
        }
        response.on_hover_text(text);
    }
}

/// Where the area lies on a picture that is drawn at `picture`.
pub(crate) fn on_picture(area: &TrayArea, picture: Rect) -> Rect {
    let [left, top, width, height] = area.shares();
    item_box::on_picture(&Part { left, top, width, height }, picture)
}

/// Draws the corners of a frame, dark under light so that they stand out on any picture.
pub(crate) fn frame_marks(painter: &Painter, frame: Rect, colour: Color32) {
    let shade = theme::DARK.photo_ground.gamma_multiply(0.5);
    let length = CORNER.min(frame.width() / 4.0).min(frame.height() / 4.0);
    let thin = Stroke::new(1.0, colour.gamma_multiply(0.7));
    painter.rect_stroke(frame, CornerRadius::same(4), thin, StrokeKind::Middle);
    let inner = vec2(length, length);
    for (width, colour) in [(6.0, shade), (3.0, colour)] {
        let stroke = Stroke::new(width, colour);
        for (corner, x, y) in [
            (frame.left_top(), inner.x, inner.y),
            (frame.right_top(), -inner.x, inner.y),
            (frame.left_bottom(), inner.x, -inner.y),
            (frame.right_bottom(), -inner.x, -inner.y),
        ] {
            painter.line_segment([corner, corner + vec2(x, 0.0)], stroke);
            painter.line_segment([corner, corner + vec2(0.0, y)], stroke);
        }
    }
}

/// The id of what a hint says.
pub(crate) fn hint_id(hint: SceneHint) -> &'static str {
    match hint {
        SceneHint::Dark => "hint-dark",
        SceneHint::Blurred => "hint-blurred",
        SceneHint::Moved => "hint-moved",
        SceneHint::Covered => "hint-covered",
        SceneHint::LightChanged => "hint-light",
    }
}

/// The state in a word; none while pictures are taken by hand.
fn word(screen: &Screen<'_>, watch: &WatchView) -> Option<String> {
    let id = match watch.state {
        _ if watch.learning => "watch-learning",
        _ if !watch.settings.hands_free => return None,
        WatchState::Untaught => "watch-untaught",
        WatchState::Waiting => "watch-waiting",
        WatchState::Settling => "watch-settling",
        WatchState::Looking => "watch-looking",
        WatchState::Done => "watch-done",
    };
    Some(screen.texts.text(id))
}

/// Calm while nothing lies there, warm while something moves, the accent once it is seen.
fn colour(watch: &WatchView) -> Color32 {
    let dark = &theme::DARK; // light colours: a picture is darker than a page
    if !watch.settings.hands_free {
        return dark.text.gamma_multiply(0.6);
    }
    match watch.state {
        WatchState::Untaught | WatchState::Waiting => dark.text,
        WatchState::Settling => dark.warn_text,
        WatchState::Looking | WatchState::Done => dark.accent,
    }
}

fn pill_ui(ui: &mut Ui, corner: egui::Pos2, text: &str, colour: Color32, screen: &Screen<'_>) {
    let tokens = screen.tokens;
    let words = words(text, theme::strong(theme::BODY), tokens.text);
    let galley = words.galley(ui.painter(), f32::INFINITY, 1, egui::Align::LEFT);
    let size = galley.size() + vec2(GRID * 5.5, GRID * 1.5);
    let pill = Rect::from_min_size(corner, size);
    let painter = ui.painter();
    painter.rect_filled(pill, CornerRadius::same(18), tokens.surface);
    let dot = pos2(pill.left() + GRID * 2.0, pill.center().y);
    painter.circle(dot, 5.0, colour, Stroke::new(1.0, tokens.edge));
    let place = Rect::from_min_max(
        pos2(dot.x + GRID * 1.5, pill.center().y - galley.size().y / 2.0),
        pill.max,
    );
    words.show_in(ui, place, 1);
}

fn hint_ui(ui: &mut Ui, picture: Rect, text: &str, screen: &Screen<'_>) {
    let tokens = screen.tokens;
    let words = words(text, theme::strong(theme::BODY), tokens.warn_text);
    let width = picture.width() - GRID * 10.0;
    let height = words.galley(ui.painter(), width, 2, egui::Align::LEFT).size().y + GRID * 2.0;
    let strip = Rect::from_min_max(
        pos2(picture.left() + GRID, picture.bottom() - GRID - height),
        picture.max - vec2(GRID, GRID),
    );
    ui.painter().rect_filled(strip, CornerRadius::same(theme::RADIUS), tokens.warn_soft);
    let sign = Rect::from_min_size(strip.min, vec2(GRID * 6.0, height));
    icons::draw(ui.painter(), Icon::Alert, sign, 22.0, tokens.warn_text);
    let place = Rect::from_min_size(strip.min + vec2(GRID * 6.0, GRID), vec2(width, height));
    words.show_in(ui, place, 2);
}
