//! A note for the cart, and the cart goes on hold.

use egui::{Align, Layout, Ui};

use super::card::{After, card, entered, field_ui};
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::GRID;
use crate::widgets::controls::{Button, Weight};
use till::{CartCommand, CartView, Command};

/// What is typed.
pub(crate) struct Hold {
    note: String,
    opened: bool,
}

impl Hold {
    pub(super) fn of(cart: &CartView) -> Self {
        Self { note: cart.note.clone(), opened: false }
    }

    pub(super) fn show(
        &mut self,
        ui: &Ui,
        screen: &Screen<'_>,
        actions: &mut Vec<Action>,
    ) -> After {
        let (t, tokens) = (screen.texts, screen.tokens);
        let title = t.text("hold-title");
        card(ui, screen, &title, 560.0, |ui| {
            let (label, hint) = (t.text("hold-note"), t.text("hold-note-hint"));
            let field = field_ui(ui, tokens, "note", &label, &hint, &mut self.note);
            if !std::mem::replace(&mut self.opened, true) {
                field.request_focus();
            }
            ui.add_space(GRID);
            let enter = entered(ui);
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                let note = std::mem::take(&mut self.note);
                let (hold, only) = (t.text("hold-do"), t.text("hold-only-note"));
                let hold = Button::new(&hold).weight(Weight::Primary).key("Enter");
                if hold.show(ui, tokens).clicked() || enter {
                    actions.push(Command::Cart(CartCommand::Hold { note }).into());
                    return After::Closes;
                }
                if Button::new(&only).show(ui, tokens).clicked() {
                    actions.push(Command::Cart(CartCommand::SetNote(note)).into());
                    return After::Closes;
                }
                self.note = note;
                let back = t.text("cart-dialog-back");
                let back = Button::new(&back).key("Esc").show(ui, tokens).clicked();
                if back { After::Closes } else { After::Stays }
            })
            .inner
        })
    }
}
