//! What lies over the screen for a moment: files being dropped, and the field for a typed path.

use egui::{Align2, CornerRadius, Id, Rect, RichText, Role, Sense, Ui, WidgetInfo};

use super::{Local, Screen};
use crate::action::{Action, FileWish};
use crate::place::Place;
use crate::theme::{self, GRID};
use crate::training_screen::Part;
use crate::widgets::dialog::{Answer, LineQuestion};
use crate::widgets::icons::{self, Icon};

/// While files hover over the window: what dropping them will do.
pub fn drop_ui(ui: &mut Ui, all: Rect, screen: &Screen<'_>, local: &Local) {
    let count = ui.input(|input| input.raw.hovered_files.len());
    if count == 0 {
        return;
    }
    let tokens = screen.tokens;
    let text = match local.place {
        Place::Products => screen.texts.text("drop-products"),
        Place::Training if local.training.part == Part::Show => {
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

/// The field for a path, for desktops whose file dialog does not open.
pub fn path_ui(ui: &mut Ui, screen: &Screen<'_>, local: &mut Local, actions: &mut Vec<Action>) {
    let Some(path) = &mut local.path else {
        return;
    };
    let (t, tokens) = (screen.texts, screen.tokens);
    let title = match local.path_for {
        FileWish::Photos => t.text("path-title"),
        wish => t.text(wish.title_id()),
    };
    let question = LineQuestion {
        title: &title,
        reason: RichText::new(t.text("path-reason")).color(tokens.muted),
        hint: &t.text("path-hint"),
        buttons: (&t.text("path-cancel"), &t.text(local.path_for.answer_id())),
        ready: true,
    };
    let answer = question.show(ui, "typed path", path, tokens);
    if answer == Answer::Open {
        return;
    }
    let typed = local.path.take().unwrap_or_default();
    if answer == Answer::Yes {
        actions.push(match local.path_for {
            FileWish::Photos => Action::OpenTyped(typed),
            wish => Action::FileTyped(wish, typed),
        });
    }
}
