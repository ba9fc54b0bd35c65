//! The settings' desk: values are checked, then kept, and what depends on them follows at once.

use std::collections::BTreeMap;

use super::selling::Selling;
use super::{Effect, Machine};
use crate::messages::Message;
use crate::settings::{
    SettingValues, SettingsCommand, SettingsEffect, SettingsInput, SettingsView, check, kept,
};
use devices::Sound;
use domain::settings::{CURRENCY, ON, PRICES_DECIDE, Setting, TAX_MODE};
use domain::{Currency, TaxMode};

/// What was refused, and whether the shop's money stands for good.
#[derive(Default)]
pub(super) struct SettingsDesk {
    problems: BTreeMap<&'static str, Message>,
    fixed: bool,
    pub(super) tax_mode: Option<TaxMode>,
}

impl SettingValues {
    /// What is being kept, whichever desk chose it, holds from now on.
    pub(super) fn follow_saved(&mut self, effects: &[Effect]) {
        for effect in effects {
            if let Effect::SaveSetting { setting, value } = effect {
                self.follow(setting, value);
            }
        }
    }
}

impl Machine {
    pub(super) fn settings_command(&mut self, command: SettingsCommand, effects: &mut Vec<Effect>) {
        match command {
            SettingsCommand::Set(setting, value) => self.set(setting, value, effects),
            SettingsCommand::SetCurrency(code) => match Currency::from_code(&code) {
                Ok(_) => self.change_money(&CURRENCY, SettingsEffect::SetCurrency(code), effects),
                Err(_) => self.refuse_setting(&CURRENCY, Message::new("setting-currency-bad")),
            },
            SettingsCommand::SetTaxMode(mode) => {
                self.change_money(&TAX_MODE, SettingsEffect::SetTaxMode(mode), effects);
            }
            SettingsCommand::AskFixed => effects.push(SettingsEffect::AskFixed.into()),
            SettingsCommand::TrySound => effects.push(Effect::Sound(Sound::Added)),
        }
    }

    pub(super) fn settings_input(&mut self, input: SettingsInput) {
        match input {
            SettingsInput::Fixed(fixed) => self.settings_desk.fixed = fixed,
            SettingsInput::MoneyChanged { currency, tax_mode, products } => {
                self.settings_desk.problems.clear();
                self.settings_desk.tax_mode = Some(tax_mode);
                self.catalogue.replace(products);
                self.selling = Selling::new(currency, tax_mode);
            }
            SettingsInput::Refused(setting, reason) => {
                self.refuse_setting(setting, Message::new("setting-refused").because(reason));
            }
        }
    }

    pub(super) fn settings_view(&self) -> SettingsView {
        SettingsView {
            tax_mode: self.settings_desk.tax_mode,
            fixed: self.settings_desk.fixed,
            problems: self.settings_desk.problems.clone(),
        }
    }

    fn set(&mut self, setting: &'static Setting, value: String, effects: &mut Vec<Effect>) {
        if let Err(message) = check(setting, &value) {
            self.refuse_setting(setting, message);
            return;
        }
        let value = kept(setting, value);
        self.settings_desk.problems.remove(setting.key());
        if self.settings.values.text(setting) == value {
            return;
        }
        if *setting == PRICES_DECIDE {
            self.settings.prices_decide = value == ON;
        }
        self.follow_choice(setting, &value, effects);
        effects.push(Effect::SaveSetting { setting, value });
    }

    /// The lines of a cart are in one currency and one way of counting tax.
    fn change_money(
        &mut self,
        setting: &'static Setting,
        effect: SettingsEffect,
        effects: &mut Vec<Effect>,
    ) {
        if self.selling.cart.is_empty() {
            effects.push(effect.into());
        } else {
            self.refuse_setting(setting, Message::new("setting-cart-not-empty"));
        }
    }

    fn refuse_setting(&mut self, setting: &Setting, message: Message) {
        self.settings_desk.problems.insert(setting.key(), message);
    }
}
