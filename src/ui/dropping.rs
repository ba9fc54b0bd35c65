//! What lies over the window while files are held above it.

use egui::{Align2, CornerRadius, Id, Rect, Role, Sense, Ui, WidgetInfo};

use crate::place::Place;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::icons::{self, Icon};
use crate::window_state::WindowState;

/// While files hover over the window: what dropping them will do.
pub(crate) fn drop_ui(ui: &mut Ui, all: Rect, screen: &Screen<'_>, state: &WindowState) {
    let count = ui.input(|input| input.raw.hovered_files.len());
    if count == 0 {
        return;
    }
    let tokens = screen.tokens;
    let text = match state.place {
        Place::Products => screen.texts.text("drop-products"),
        Place::Training if state.shows_goods() => {
            screen.texts.with("drop-teach", [("count", count.into())])
        }
        Place::Bench => screen.texts.text("drop-bench"),
        _ => screen.texts.with("drop-now", [("count", count.into())]),
    };
    let layer = egui::LayerId::new(egui::Order::Foreground, Id::unique("drop files"));
    let painter = ui.ctx().layer_painter(layer);
    painter.rect_filled(all, 0.0, tokens.veil);
    let frame = all.shrink(GRID * 3.0);
    let stroke = egui::Stroke::new(3.0, tokens.accent);
    painter.rect_stroke(frame, CornerRadius::same(16), stroke, egui::StrokeKind::Inside);
    let icon =
        Rect::from_center_size(all.center() - egui::vec2(0.0, 56.0), egui::Vec2::splat(72.0));
    icons::draw(&painter, Icon::Photo, icon, 72.0, tokens.accent_text);
    painter.text(
        all.center() + egui::vec2(0.0, 24.0),
        Align2::CENTER_CENTER,
        &text,
        theme::strong(theme::TITLE),
        tokens.text,
    );
    let response = ui.interact(frame, Id::unique("drop files"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
}
