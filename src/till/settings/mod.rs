//! What a shop chooses, as the till sees it: its settings' values, read by the one table of them
//! ([`domain::settings`]), checked and asked for.

mod checks;
mod typed_lists;

use crate::messages::{Message, logged};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use checks::kept;
pub use checks::{check, code_page_names};
pub use typed_lists::{rules_kept, rules_typed, tares_kept, tares_typed, usual_rules_typed};

use domain::settings::{ALL, CURRENCY, ON, Setting, TAX_MODE, Writer};
use domain::{Product, TaxMode, on_lines};
use store::{Store, StoreError};

/// What the shop has chosen. Cheap to clone.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct SettingValues(Arc<BTreeMap<&'static str, String>>);

impl SettingValues {
    /// Reads every setting that is not the store's own; one that cannot be read back holds its default, as if never chosen.
    ///
    /// # Errors
    /// What `read` fails with.
    pub fn read<E>(mut read: impl FnMut(&Setting) -> Result<Option<String>, E>) -> Result<Self, E> {
        let mut values = BTreeMap::new();
        for setting in ALL.iter().filter(|setting| setting.writer() != Writer::Store) {
            match read(setting)? {
                // An older program let signs in that are refused today.
                Some(value) if check(setting, &on_lines(&value)).is_ok() => {
                    values.insert(setting.key(), on_lines(&value).into_owned());
                }
                Some(value) => tracing::warn!(key = setting.key(), value, "not a setting's value"),
                None => {}
            }
        }
        Ok(Self(Arc::new(values)))
    }

    /// The text of a setting.
    pub fn text(&self, setting: &Setting) -> &str {
        self.0.get(setting.key()).map_or(setting.default(), String::as_str)
    }

    /// Whether a setting is on.
    pub fn is_on(&self, setting: &Setting) -> bool {
        self.text(setting) == ON
    }

    /// The number that a setting is; its default's where it is none.
    pub fn number(&self, setting: &Setting) -> i64 {
        let parsed = self.text(setting).parse().or_else(|_| setting.default().parse());
        parsed.unwrap_or_default()
    }

    /// Follows what is kept, whoever chose it.
    pub fn follow(&mut self, setting: &Setting, value: &str) {
        Arc::make_mut(&mut self.0).insert(setting.key(), value.to_owned());
    }
}

/// What can be asked about the settings.
#[derive(Clone)]
pub enum SettingsCommand {
    /// Give a setting another value.
    Set(&'static Setting, String),
    /// Sell in another currency (an ISO 4217 code), as long as nothing was sold.
    SetCurrency(String),
    /// Count tax in another way, as long as nothing was sold.
    SetTaxMode(TaxMode),
    /// Find out whether currency and tax can still be changed.
    AskFixed,
    /// Let the sounds be heard, also where they are off.
    TrySound,
}

/// The settings as shown.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct SettingsView {
    /// Whether the prices have the tax in them; `None` until the shop is open.
    pub tax_mode: Option<TaxMode>,
    /// Whether currency and tax stand for good, because something was sold.
    pub fixed: bool,
    /// Values that were not taken: the setting's key, and why.
    pub problems: BTreeMap<&'static str, Message>,
}

/// What the settings' desk wants done.
pub enum SettingsEffect {
    /// Sell in another currency.
    SetCurrency(String),
    /// Count tax in another way.
    SetTaxMode(TaxMode),
    /// Find out whether anything was sold.
    AskFixed,
}

/// What the settings' desk is told.
pub enum SettingsInput {
    /// Whether currency and tax stand for good.
    Fixed(bool),
    /// The shop's money changed: its currency, its tax mode, and its products with their prices.
    MoneyChanged {
        /// What it sells in.
        currency: domain::Currency,
        /// Whether its prices have the tax in them.
        tax_mode: TaxMode,
        /// All its products.
        products: Vec<Product>,
    },
    /// The currency or tax mode was not changed: which setting, and why.
    Refused(&'static Setting, Message),
}

/// Does what the desk wants, in the shop's database.
pub(super) fn carry_out(effect: SettingsEffect, store: &mut Store) -> SettingsInput {
    let (setting, done) = match effect {
        SettingsEffect::AskFixed => {
            // Where that cannot be found out nothing is changed either.
            return SettingsInput::Fixed(store.money_is_fixed().unwrap_or(true));
        }
        SettingsEffect::SetCurrency(code) => (&CURRENCY, store.change_currency(&code)),
        SettingsEffect::SetTaxMode(mode) => (&TAX_MODE, store.change_tax_mode(mode)),
    };
    let money = done.and_then(|()| money_of(store));
    money.unwrap_or_else(|error| SettingsInput::Refused(setting, logged(&error)))
}

fn money_of(store: &mut Store) -> Result<SettingsInput, StoreError> {
    Ok(SettingsInput::MoneyChanged {
        currency: store.currency()?,
        tax_mode: store.tax_mode()?,
        products: store.products()?,
    })
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
