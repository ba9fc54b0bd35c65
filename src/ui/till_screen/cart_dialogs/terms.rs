//! Another price, a discount and a note for a line, with the reason.

use egui::Ui;

use super::card::{
    After, REASON, Refused, card, field_ui, foot_ui, hand_over, reason_ui, refused_ui,
};
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::GRID;
use domain::{Currency, Discount, LineId, Money, TaxRate, UnitPrice};
use texts::format;
use till::{CartCommand, LineView};

/// What is typed for a line.
pub(crate) struct Terms {
    line: LineId,
    price: String,
    discount: String,
    reason: String,
    note: String,
    opened: bool,
    /// What is wrong with what was typed.
    refused: Option<Refused>,
}

impl Terms {
    pub(super) fn of(line: &LineView) -> Self {
        let price = line.unit_price.map(|price| price.money().to_string()).unwrap_or_default();
        Self {
            line: line.id,
            price: if line.overridden { price } else { String::new() },
            discount: line.discount.map(typed_discount).unwrap_or_default(),
            reason: line.reason.clone(),
            note: line.note.clone(),
            opened: false,
            refused: None,
        }
    }

    pub(super) fn line(&self) -> LineId {
        self.line
    }

    pub(super) fn show(
        &mut self,
        ui: &Ui,
        screen: &Screen<'_>,
        actions: &mut Vec<Action>,
    ) -> After {
        let (t, tokens) = (screen.texts, screen.tokens);
        let Some(line) = screen.snapshot.cart.lines.iter().find(|line| line.id == self.line) else {
            return After::Closes;
        };
        let name = line.product.display_name(t.language().tag);
        let list = format::unit_price(&line.product, t);
        card(ui, screen, name, 560.0, |ui| {
            let label = t.text("terms-price");
            let hint = t.with("terms-price-hint", [("price", list.into())]);
            let price = field_ui(ui, tokens, "price", &label, &hint, &mut self.price);
            if !std::mem::replace(&mut self.opened, true) {
                price.request_focus();
            }
            let (label, hint) = (t.text("terms-discount"), t.text("terms-discount-hint"));
            field_ui(ui, tokens, "discount", &label, &hint, &mut self.discount);
            reason_ui(ui, screen, &t.text("terms-reason"), &mut self.reason);
            field_ui(ui, tokens, "line note", &t.text("terms-note"), "", &mut self.note);
            refused_ui(ui, screen, self.refused);
            ui.add_space(GRID);
            foot_ui(ui, screen, ("terms-save", "cart-dialog-back"), |ui| {
                let changes = self.changes(line, screen.snapshot.cart.currency);
                hand_over(ui, changes, &mut self.refused, actions)
            })
        })
    }

    /// What was changed, or what is wrong with it.
    fn changes(&self, line: &LineView, currency: Currency) -> Result<Vec<CartCommand>, Refused> {
        let list = line.product.price.map(UnitPrice::money);
        let price = self.typed_price(currency)?.filter(|price| Some(*price) != list);
        let discount = read_discount(&self.discount, currency)?;
        let reason = self.reason.trim().to_owned();
        if reason.is_empty() && (price.is_some() || discount.is_some()) {
            return Err(("problem-reason", REASON));
        }
        let other_reason = reason != line.reason;
        let mut changes = Vec::new();
        let before = line.unit_price.filter(|_| line.overridden).map(UnitPrice::money);
        if price != before || (price.is_some() && other_reason) {
            changes.push(CartCommand::SetPrice { line: line.id, price, reason: reason.clone() });
        }
        if discount != line.discount || (discount.is_some() && other_reason) {
            changes.push(CartCommand::SetDiscount { line: line.id, discount, reason });
        }
        if self.note.trim() != line.note {
            changes.push(CartCommand::SetLineNote(line.id, self.note.clone()));
        }
        Ok(changes)
    }

    fn typed_price(&self, currency: Currency) -> Result<Option<Money>, Refused> {
        if self.price.trim().is_empty() {
            return Ok(None);
        }
        match Money::parse(&self.price, currency) {
            Ok(price) if !price.is_negative() => Ok(Some(price)),
            _ => Err(("terms-no-price", "price")),
        }
    }
}

/// A discount as it was typed; `None` for nothing.
pub(super) fn read_discount(typed: &str, currency: Currency) -> Result<Option<Discount>, Refused> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    Discount::parse(typed, currency).map(Some).map_err(|_| ("terms-no-discount", "discount"))
}

/// A discount as a clerk types it.
pub(super) fn typed_discount(discount: Discount) -> String {
    match discount {
        Discount::Amount(amount) => amount.to_string(),
        Discount::Percent(share) => TaxRate::from_basis_points(share.basis_points())
            .map(|rate| format!("{}%", rate.percent_text()))
            .unwrap_or_default(),
    }
}
