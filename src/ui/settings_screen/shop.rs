//! The shop: its name and address, its currency, its taxes.

use std::collections::BTreeSet;

use egui::{Popup, ScrollArea, Ui};

use super::rows::{card_ui, named, text_ui};
use super::state::Local;
use crate::action::Action;
use crate::screen::Screen;
use crate::widgets::controls::Button;
use crate::widgets::form;
use crate::widgets::icons::Icon;
use domain::settings::{
    CURRENCY, RECEIPT_ADDRESS, RECEIPT_SHOP_NAME, RECEIPT_TAX_ID, Setting, TAX_MODE, TAX_RATES,
};
use domain::{Currency, TaxMode};
use till::SettingsCommand;

/// Currencies that are offered before all others.
const COMMON: [&str; 16] = [
    "EUR", "USD", "GBP", "CNY", "JPY", "INR", "CHF", "PLN", "SEK", "CZK", "TRY", "AED", "SAR",
    "BRL", "MXN", "CAD",
];

/// Draws the section.
pub(super) fn shop_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    if !local.asked_fixed {
        local.asked_fixed = true;
        actions.push(SettingsCommand::AskFixed.into());
    }
    card_ui(ui, screen, "settings-shop", |ui| {
        let name = named("settings-shop-name").hint("settings-shop-name-hint");
        text_ui(ui, screen, local, &RECEIPT_SHOP_NAME, &name, actions);
        let address = named("settings-address");
        text_ui(ui, screen, local, &RECEIPT_ADDRESS, &address.rows(3), actions);
        let tax_id = named("settings-tax-id");
        text_ui(ui, screen, local, &RECEIPT_TAX_ID, &tax_id, actions);
    });
    card_ui(ui, screen, "settings-money", |ui| {
        currency_ui(ui, screen, actions);
        tax_mode_ui(ui, screen, actions);
        let rates = named("settings-tax-rates").hint("settings-tax-rates-hint");
        text_ui(ui, screen, local, &TAX_RATES, &rates, actions);
    });
}

fn currency_ui(ui: &mut Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let label = t.text("settings-currency");
    let now = screen.snapshot.cart.currency;
    let shown = format!("{label}: {}", now.code());
    let fixed = screen.snapshot.settings_desk.fixed;
    let button = Button::new(&shown).icon(Icon::ChevronDown).enabled(!fixed).show(ui, tokens);
    if !fixed {
        Popup::menu(&button).show(|ui| {
            ui.set_min_width(200.0);
            ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
                let others = Currency::all().map(|currency| currency.code().to_owned());
                let others = others.filter(|code| !COMMON.contains(&code.as_str()));
                let common = COMMON.iter().map(|code| (*code).to_owned());
                for code in common.chain(others.collect::<BTreeSet<_>>()) {
                    if ui.selectable_label(now.code() == code, &code).clicked() {
                        actions.push(SettingsCommand::SetCurrency(code).into());
                    }
                }
            });
        });
    }
    let hint = if fixed { "settings-money-fixed" } else { "settings-currency-hint" };
    form::explanation_ui(ui, &t.text(hint), tokens);
    problem_ui(ui, screen, &CURRENCY);
}

fn tax_mode_ui(ui: &mut Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let label = t.text("settings-tax-mode");
    let desk = &screen.snapshot.settings_desk;
    let modes = [TaxMode::Included, TaxMode::Added];
    let names = [t.text("settings-tax-included"), t.text("settings-tax-added")];
    form::label_ui(ui, &label, tokens);
    if desk.fixed {
        let now = usize::from(desk.tax_mode == Some(TaxMode::Added));
        if let Some(name) = names.get(now) {
            form::text_line_ui(ui, name, tokens);
        }
        return;
    }
    let chosen = modes.iter().position(|mode| desk.tax_mode == Some(*mode));
    let picked = form::choice_ui(ui, &label, &names, chosen, tokens);
    if let Some(mode) = picked.and_then(|place| modes.get(place)) {
        actions.push(SettingsCommand::SetTaxMode(*mode).into());
    }
    problem_ui(ui, screen, &TAX_MODE);
}

fn problem_ui(ui: &mut Ui, screen: &Screen<'_>, setting: &Setting) {
    if let Some(problem) = screen.snapshot.settings_desk.problems.get(setting.key()) {
        form::problem_ui(ui, &screen.texts.message(problem), screen.tokens);
    }
}
