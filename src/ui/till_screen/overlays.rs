//! What lies over the screen for a moment: files being dropped, and the field for a typed path.

use egui::{
    Align2, CornerRadius, Frame, Id, Key, Margin, Modal, Rect, Role, Sense, TextEdit, Ui,
    WidgetInfo,
};

use super::{Local, Screen};
use crate::ui::action::{Action, FileWish};
use crate::ui::controls::{Button, Weight};
use crate::ui::icons::{self, Icon};
use crate::ui::place::Place;
use crate::ui::theme::{self, GRID};

/// While files hover over the window: what dropping them will do.
pub fn drop_ui(ui: &mut Ui, all: Rect, screen: &Screen<'_>, place: Place) {
    let count = ui.input(|input| input.raw.hovered_files.len());
    if count == 0 {
        return;
    }
    let tokens = screen.tokens;
    let text = match place {
        Place::Products => screen.texts.text("drop-products"),
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
    let frame = Frame::new()
        .fill(tokens.surface)
        .corner_radius(16)
        .inner_margin(Margin::same(32))
        .stroke(egui::Stroke::new(1.0, tokens.line))
        .shadow(ui.visuals().window_shadow);
    let mut done = None;
    let modal = Modal::new(Id::unique("typed path")).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(560.0);
        let title = match local.path_for {
            FileWish::Photos => t.text("path-title"),
            wish => t.text(wish.title_id()),
        };
        ui.label(egui::RichText::new(title).font(theme::strong(theme::NAME)));
        let reason = egui::RichText::new(t.text("path-reason")).color(tokens.muted);
        ui.label(reason);
        ui.add_space(GRID);
        let hint = t.text("path-hint");
        let edit = TextEdit::singleline(path)
            .id(Id::unique("path field"))
            .hint_text(egui::RichText::new(hint.as_str()).color(tokens.muted))
            .desired_width(f32::INFINITY)
            .margin(Margin::symmetric(12, 10));
        let field = ui.add(edit);
        ui.ctx().accesskit_node_builder(field.id, |node| node.set_label(hint));
        let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if !field.has_focus() && !enter {
            field.request_focus();
        }
        ui.add_space(GRID * 2.0);
        ui.horizontal(|ui| {
            let open = t.text(local.path_for.answer_id());
            let open = Button::new(&open).weight(Weight::Primary).key("Enter");
            if open.show(ui, tokens).clicked() || enter {
                done = Some(true);
            }
            let cancel = t.text("path-cancel");
            if Button::new(&cancel).key("Esc").show(ui, tokens).clicked() {
                done = Some(false);
            }
        });
    });
    let open = match (done, modal.should_close()) {
        (Some(open), _) => open,
        (None, true) => false,
        (None, false) => return,
    };
    let typed = local.path.take().unwrap_or_default();
    if open {
        actions.push(match local.path_for {
            FileWish::Photos => Action::OpenTyped(typed),
            wish => Action::FileTyped(wish, typed),
        });
    }
}
