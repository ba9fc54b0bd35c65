//! The card that each dialog of the cart is drawn on, and its fields.

use egui::{Id, Key, Margin, Modal, RichText, TextEdit, Ui};

use crate::screen::Screen;
use crate::theme::{self, Tokens};
use crate::widgets::{controls, dialog};

/// Whether a dialog goes on after a frame.
pub(super) enum After {
    Stays,
    Closes,
}

/// A calm card in the middle of the window; closes with Esc or a click beside it.
pub(super) fn card(
    ui: &Ui,
    screen: &Screen<'_>,
    title: &str,
    width: f32,
    content: impl FnOnce(&mut Ui) -> After,
) -> After {
    let tokens = screen.tokens;
    let modal = Modal::new(Id::unique("cart dialog")).frame(dialog::card_frame(ui, tokens)).show(
        ui.ctx(),
        |ui| {
            ui.set_width(width);
            ui.label(RichText::new(title).font(theme::strong(theme::NAME)));
            ui.add_space(theme::GRID);
            content(ui)
        },
    );
    if modal.should_close() { After::Closes } else { modal.inner }
}

/// A named field to type in; the first one of a dialog gets the keyboard when it opens.
pub(super) fn field_ui(
    ui: &mut Ui,
    tokens: &Tokens,
    name: &'static str,
    label: &str,
    hint: &str,
    typed: &mut String,
) -> egui::Response {
    // Painted alone: for screen readers it is the name of the field.
    let words = controls::words(label, theme::regular(theme::SMALL), tokens.muted);
    let galley = words.galley(ui.painter(), ui.available_width(), 1, egui::Align::LEFT);
    let (place, _) = ui.allocate_exact_size(galley.size(), egui::Sense::hover());
    ui.painter().galley(place.min, galley, tokens.muted);
    let id = controls::id_of("cart dialog field", name);
    let edit = TextEdit::singleline(typed)
        .id(id)
        .hint_text(RichText::new(hint).color(tokens.muted))
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(12, 12))
        .char_limit(120);
    let field = ui.add(edit);
    ui.ctx().accesskit_node_builder(id, |node| node.set_label(label));
    if !field.has_focus() {
        let stroke = egui::Stroke::new(1.0, tokens.edge);
        let radius = egui::CornerRadius::same(theme::RADIUS);
        ui.painter().rect_stroke(field.rect, radius, stroke, egui::StrokeKind::Inside);
    }
    ui.add_space(theme::GRID);
    field
}

/// Whether Enter was pressed in this frame.
pub(super) fn entered(ui: &Ui) -> bool {
    ui.input(|input| input.key_pressed(Key::Enter))
}
