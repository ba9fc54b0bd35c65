//! Something is sold that is not in the catalogue: its price, its name if it has one, its tax rate.

use egui::{RichText, Ui};

use super::card::{After, Refused, card, field_ui, foot_ui, hand_over, refused_ui};
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::GRID;
use crate::widgets::form;
use domain::settings::{TAX_RATES, rates_of};
use domain::{Money, OpenPriceItem, TaxRate};
use till::{CartCommand, Snapshot};

const PRICE: &str = "open price";

/// What is typed.
pub(crate) struct OpenPrice {
    price: String,
    name: String,
    /// The rates to choose from, the usual one first; at least one.
    rates: Vec<TaxRate>,
    chosen: usize,
    opened: bool,
    /// What is wrong with it.
    refused: Option<Refused>,
}

impl OpenPrice {
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        Self {
            price: String::new(),
            name: String::new(),
            rates: rates(snapshot),
            chosen: 0,
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
        card(ui, screen, &t.text("open-price-title"), 560.0, |ui| {
            ui.label(RichText::new(t.text("open-price-about")).color(tokens.muted));
            ui.add_space(GRID);
            let currency = screen.snapshot.cart.currency.code();
            let label = t.with("product-price-in", [("currency", currency.into())]);
            let field = field_ui(ui, tokens, PRICE, &label, "", &mut self.price);
            if !std::mem::replace(&mut self.opened, true) {
                field.request_focus();
            }
            let (label, hint) = (t.text("open-price-called"), t.text("open-price-name"));
            field_ui(ui, tokens, "open price name", &label, &hint, &mut self.name);
            if self.rates.len() > 1 {
                let percent = |rate: &TaxRate| format!("{} %", rate.percent_text());
                let rates: Vec<String> = self.rates.iter().map(percent).collect();
                let label = t.text("product-tax");
                let picked = form::choice_ui(ui, &label, &rates, Some(self.chosen), tokens);
                self.chosen = picked.unwrap_or(self.chosen);
                ui.add_space(GRID);
            }
            refused_ui(ui, screen, self.refused);
            ui.add_space(GRID);
            foot_ui(ui, screen, ("open-price-do", "cart-dialog-back"), |ui| {
                hand_over(ui, self.item(screen), &mut self.refused, actions)
            })
        })
    }

    /// What is sold, or that its price is none.
    fn item(&self, screen: &Screen<'_>) -> Result<Vec<CartCommand>, Refused> {
        let price = Money::parse(&self.price, screen.snapshot.cart.currency);
        let price = price.ok().filter(|price| price.minor() > 0);
        let price = price.ok_or(("terms-no-price", PRICE))?;
        let name = match self.name.trim() {
            "" => screen.texts.text("open-price-name"),
            name => name.to_owned(),
        };
        let tax = self.rates.get(self.chosen).copied().unwrap_or(TaxRate::ZERO);
        let item = OpenPriceItem { name, price, tax };
        Ok(vec![CartCommand::AddOpenPrice(item)])
    }
}

/// The shop's tax rates: those it has listed, and those that its products have, the most frequent first.
fn rates(snapshot: &Snapshot) -> Vec<TaxRate> {
    let mut rates = rates_of(snapshot.settings.values.text(&TAX_RATES));
    let count = |rate: &TaxRate| snapshot.products.iter().filter(|it| it.tax == *rate).count();
    let mut of_products: Vec<TaxRate> = snapshot.products.iter().map(|it| it.tax).collect();
    of_products.sort();
    of_products.dedup();
    of_products.sort_by_cached_key(|rate| std::cmp::Reverse(count(rate)));
    of_products.retain(|rate| !rates.contains(rate));
    rates.extend(of_products);
    if rates.is_empty() {
        rates.push(TaxRate::ZERO);
    }
    rates
}
