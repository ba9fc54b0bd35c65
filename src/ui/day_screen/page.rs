//! A page of the day.

use egui::{Rect, ScrollArea, Ui};

use crate::widgets::controls;

/// A page of rows that scrolls.
pub(super) fn page_ui(ui: &mut Ui, rect: Rect, name: &'static str, content: impl FnOnce(&mut Ui)) {
    controls::inside(ui, rect, |ui| {
        ScrollArea::vertical().id_salt(name).auto_shrink([false, false]).show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(760.0));
            content(ui);
        });
    });
}
