//! Receipts: what they say at the end.

use egui::Ui;

use super::Local;
use super::rows::{card_ui, named, text_ui};
use crate::till::settings::RECEIPT_FOOT;
use crate::ui::action::Action;
use crate::ui::till_screen::Screen;

/// Draws the section.
pub fn receipt_ui(ui: &mut Ui, screen: &Screen<'_>, local: &mut Local, actions: &mut Vec<Action>) {
    card_ui(ui, screen, "settings-receipt", |ui| {
        let foot = named("settings-receipt-foot").hint("settings-receipt-foot-hint");
        text_ui(ui, screen, local, (&RECEIPT_FOOT, 3), &foot, actions);
    });
}
