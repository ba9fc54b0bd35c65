//! The field that a search is typed into: a glass, a hint, and a frame while it waits.

use egui::{
    Align2, CornerRadius, FontSelection, Id, Margin, Rect, Response, RichText, Stroke, StrokeKind,
    TextEdit, Ui, pos2, vec2,
};

use super::controls;
use super::icons::{self, Icon};
use crate::theme::{self, RADIUS, Tokens};

/// A field for a search; what is typed belongs to its screen.
pub(crate) struct SearchField<'a> {
    /// Its name for egui.
    pub id: Id,
    /// Its name for screen readers.
    pub label: &'a str,
    /// What stands in it while it is empty.
    pub hint: &'a str,
    /// The key that leads to it, shown while it is empty.
    pub key: Option<&'a str>,
    /// How many letters fit into it.
    pub limit: usize,
}

impl<'a> SearchField<'a> {
    /// A field without a key and without a limit.
    pub(crate) fn new(id: Id, label: &'a str, hint: &'a str) -> Self {
        Self { id, label, hint, key: None, limit: usize::MAX }
    }

    /// Shows the key that leads to it.
    pub(crate) fn key(self, key: &'a str) -> Self {
        Self { key: Some(key), ..self }
    }

    /// Takes so many letters and no more.
    pub(crate) fn limit(self, limit: usize) -> Self {
        Self { limit, ..self }
    }

    /// Gives it the keyboard.
    pub(crate) fn give_keyboard(&self, ui: &Ui) {
        ui.memory_mut(|memory| memory.request_focus(self.id));
    }

    /// Whether it has the keyboard.
    pub(crate) fn has_keyboard(&self, ui: &Ui) -> bool {
        ui.memory(|memory| memory.has_focus(self.id))
    }

    /// Draws it into `rect`.
    pub(crate) fn show(
        &self,
        ui: &mut Ui,
        rect: Rect,
        typed: &mut String,
        tokens: &Tokens,
    ) -> Response {
        let edit = TextEdit::singleline(typed)
            .id(self.id)
            .hint_text(RichText::new(self.hint).color(tokens.muted))
            .font(FontSelection::FontId(theme::regular(theme::BODY)))
            .margin(Margin { left: 44, right: 12, top: 10, bottom: 10 })
            .char_limit(self.limit)
            .align(Align2::LEFT_CENTER);
        let response = ui.put(rect, edit);
        ui.ctx().accesskit_node_builder(self.id, |node| node.set_label(self.label));
        if !response.has_focus() {
            let stroke = Stroke::new(1.0, tokens.edge);
            let radius = CornerRadius::same(RADIUS);
            ui.painter().rect_stroke(rect, radius, stroke, StrokeKind::Inside);
            if let Some(key) = self.key.filter(|_| typed.is_empty()) {
                let size = controls::key_cap_size(ui.painter(), key);
                let corner = pos2(rect.right() - size.x - 12.0, rect.center().y - size.y / 2.0);
                let cap = Rect::from_min_size(corner, size);
                controls::key_cap(ui.painter(), cap, key, tokens.muted, tokens.edge);
            }
        }
        let glass = Rect::from_min_size(rect.min, vec2(48.0, rect.height()));
        icons::draw(ui.painter(), Icon::Search, glass, 22.0, tokens.muted);
        response
    }
}
