//! Something is taken off the whole cart, with the reason.

use egui::{RichText, Ui};

use super::card::{
    After, REASON, Refused, card, field_ui, foot_ui, hand_over, reason_ui, refused_ui,
};
use super::terms::{read_discount, typed_discount};
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::GRID;
use domain::Currency;
use till::{CartCommand, CartView};

/// What is typed.
pub(crate) struct CartDiscount {
    discount: String,
    reason: String,
    opened: bool,
    /// What is wrong with it.
    refused: Option<Refused>,
}

impl CartDiscount {
    pub(super) fn of(cart: &CartView) -> Self {
        Self {
            discount: cart.discount.map(typed_discount).unwrap_or_default(),
            reason: cart.discount_reason.clone(),
            opened: false,
            refused: None,
        }
    }

    pub(super) fn show(
        &mut self,
        ui: &Ui,
        screen: &Screen<'_>,
        actions: &mut Vec<Action>,
    ) -> After {
        let (t, tokens) = (screen.texts, screen.tokens);
        card(ui, screen, &t.text("cart-discount-title"), 560.0, |ui| {
            ui.label(RichText::new(t.text("cart-discount-about")).color(tokens.muted));
            ui.add_space(GRID);
            let (label, hint) = (t.text("terms-discount"), t.text("terms-discount-hint"));
            let field = field_ui(ui, tokens, "discount", &label, &hint, &mut self.discount);
            if !std::mem::replace(&mut self.opened, true) {
                field.request_focus();
            }
            reason_ui(ui, screen, &t.text("terms-reason"), &mut self.reason);
            refused_ui(ui, screen, self.refused);
            ui.add_space(GRID);
            foot_ui(ui, screen, ("terms-save", "cart-dialog-back"), |ui| {
                let change = self.change(screen.snapshot.cart.currency);
                hand_over(ui, change.map(|change| vec![change]), &mut self.refused, actions)
            })
        })
    }

    /// What it comes to, or what is wrong with it.
    fn change(&self, currency: Currency) -> Result<CartCommand, Refused> {
        let discount = read_discount(&self.discount, currency)?;
        let reason = self.reason.trim().to_owned();
        if discount.is_some() && reason.is_empty() {
            return Err(("problem-reason", REASON));
        }
        Ok(CartCommand::SetCartDiscount { discount, reason })
    }
}
