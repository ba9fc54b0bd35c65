//! How this till works: its name, how cash is rounded, ready-made reasons, how photos are decided.

use egui::Ui;

use super::rows::{card_ui, choice_ui, named, switch_ui, text_ui};
use super::state::Local;
use crate::action::Action;
use crate::screen::Screen;
use domain::Money;
use domain::settings::{CAPTURES, CASH_ROUNDING, PRICES_DECIDE, REASONS, SALES_PRIOR, TILL};
use texts::format;

/// Steps of cash rounding that countries use, in minor units.
const STEPS: [i64; 7] = [0, 5, 10, 20, 50, 100, 1000];

/// Draws the section.
pub(super) fn till_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let t = screen.texts;
    card_ui(ui, screen, "settings-till", |ui| {
        let name = named("settings-till-name").hint("settings-till-name-hint");
        text_ui(ui, screen, local, &TILL, &name, actions);
        let currency = screen.snapshot.cart.currency;
        let choices = STEPS.map(|step| {
            let shown = match step {
                0 => t.text("settings-rounding-none"),
                step => format::money(Money::new(step, currency), t.language()),
            };
            (step.to_string(), shown)
        });
        let rounding = named("settings-rounding").hint("settings-rounding-hint");
        choice_ui(ui, screen, &CASH_ROUNDING, &rounding, &choices, actions);
        let reasons = named("settings-reasons").hint("settings-reasons-hint");
        text_ui(ui, screen, local, &REASONS, &reasons.rows(4), actions);
    });
    card_ui(ui, screen, "settings-naming", |ui| {
        let prices = named("settings-prices-decide").hint("settings-prices-decide-hint");
        switch_ui(ui, screen, &PRICES_DECIDE, &prices, actions);
        let sales = named("settings-sales-prior").hint("settings-sales-prior-hint");
        switch_ui(ui, screen, &SALES_PRIOR, &sales, actions);
        let captures = named("settings-captures").hint("settings-captures-hint");
        switch_ui(ui, screen, &CAPTURES, &captures, actions);
    });
}
