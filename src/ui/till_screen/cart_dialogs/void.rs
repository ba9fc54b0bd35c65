//! The question before all lines go.

use egui::{RichText, Ui};

use super::card::{After, REASON, card, focus, foot_ui, reason_ui};
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::GRID;
use texts::format;
use till::{CartCommand, Command};

/// Draws the question; `reason` is why they go, which may stay empty.
pub(super) fn show(
    ui: &Ui,
    screen: &Screen<'_>,
    reason: &mut String,
    actions: &mut Vec<Action>,
) -> After {
    let (t, tokens, cart) = (screen.texts, screen.tokens, &screen.snapshot.cart);
    let total = format::money(cart.total, t.language());
    let title = t.text("void-title");
    card(ui, screen, &title, 480.0, |ui| {
        let args = [("count", cart.lines.len().into()), ("total", total.into())];
        ui.label(RichText::new(t.with("void-what", args)).color(tokens.muted));
        ui.add_space(GRID * 2.0);
        reason_ui(ui, screen, &t.text("void-reason"), reason);
        if ui.memory(|memory| memory.focused().is_none()) {
            focus(ui, REASON);
        }
        foot_ui(ui, screen, ("void-do", "void-keep"), |_| {
            let reason = std::mem::take(reason);
            actions.push(Command::Cart(CartCommand::VoidCart { reason }).into());
            After::Closes
        })
    })
}
