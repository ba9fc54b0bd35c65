//! The question before all lines go.

use egui::{Align, Layout, RichText, Ui};

use super::card::{After, REASON, card, entered, focus, reason_ui};
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::GRID;
use crate::widgets::controls::{Button, Weight};
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
        let enter = entered(ui);
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            let (void, keep) = (t.text("void-do"), t.text("void-keep"));
            let void = Button::new(&void).weight(Weight::Primary).key("Enter");
            if void.show(ui, tokens).clicked() || enter {
                actions.push(
                    Command::Cart(CartCommand::VoidCart { reason: std::mem::take(reason) }).into(),
                );
                return After::Closes;
            }
            let kept = Button::new(&keep).key("Esc").show(ui, tokens).clicked();
            if kept { After::Closes } else { After::Stays }
        })
        .inner
    })
}
