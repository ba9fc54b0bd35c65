//! The shop's settings: the currency, whether prices include tax, whether they have a say in what a
//! photo shows, and texts by key.

use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;

use super::error::Fault;
use super::schema::settings;
use super::{Store, StoreError, days};
use domain::{Currency, TaxMode};

pub(super) const CURRENCY: &str = "currency";
pub(super) const TAX_MODE: &str = "tax_mode";
const PRICES_DECIDE: &str = "prices_decide";
const SALES_PRIOR: &str = "sales_prior";
const OUTSIDE_CHANGES: &str = "outside.changes";
const TILL: &str = "till";
/// The name of a till that was given none.
const FIRST_TILL: &str = "1";

impl Store {
    /// The currency of the shop's prices; EUR unless set with the key `currency`.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn currency(&mut self) -> Result<Currency, StoreError> {
        self.read(currency)
    }

    /// Whether the shop's prices have the tax in them; they do unless set with the key `tax_mode`.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn tax_mode(&mut self) -> Result<TaxMode, StoreError> {
        self.read(|connection| match text(connection, TAX_MODE)? {
            None => Ok(TaxMode::Included),
            Some(value) => tax_mode_of(&value)
                .ok_or_else(|| Fault::row("setting", &TAX_MODE, &format!("\"{value}\""))),
        })
    }

    /// Whether prices have a say in what a photo is taken for, so that goods of one price need no
    /// question; they have none unless set with the key `prices_decide`.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn prices_decide(&mut self) -> Result<bool, StoreError> {
        self.read(|connection| match text(connection, PRICES_DECIDE)? {
            None => Ok(false),
            Some(value) => switch_of(&value)
                .ok_or_else(|| Fault::row("setting", &PRICES_DECIDE, &format!("\"{value}\""))),
        })
    }

    /// Whether what this shop sells often is named sooner; it is unless set otherwise with the key
    /// `sales_prior`.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn sales_prior(&mut self) -> Result<bool, StoreError> {
        self.read(
            |connection| Ok(text(connection, SALES_PRIOR)?.is_none_or(|value| value != "off")),
        )
    }

    /// How often something was changed from outside of the till that sells.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn outside_changes(&mut self) -> Result<u64, StoreError> {
        let text = self.text(OUTSIDE_CHANGES)?;
        Ok(text.and_then(|text| text.parse().ok()).unwrap_or_default())
    }

    /// Notes that products, what was taught, or the version that sells were changed from outside: a
    /// till that is open looks again.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn note_outside_change(&mut self) -> Result<(), StoreError> {
        let next = self.outside_changes()?.wrapping_add(1);
        self.set_text(OUTSIDE_CHANGES, &next.to_string())
    }

    /// The text of a setting; `None` when it was never set.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn text(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        self.read(|connection| text(connection, key))
    }

    /// Sets the text of a setting.
    ///
    /// # Errors
    /// [`StoreError::DayIsOpen`] for another `currency` while a day is open;
    /// [`StoreError::Rule`] or [`StoreError::NotASetting`] when `currency` is no ISO 4217 code,
    /// `tax_mode` is neither `included` nor `added`, or `prices_decide` is neither `on` nor `off`;
    /// [`StoreError`] when it cannot be written.
    pub fn set_text(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        match key {
            CURRENCY => return self.set_currency(Currency::from_code(value)?),
            TAX_MODE if tax_mode_of(value).is_none() => {
                return Err(StoreError::NotASetting { key: key.into(), value: value.into() });
            }
            PRICES_DECIDE if switch_of(value).is_none() => {
                return Err(StoreError::NotASetting { key: key.into(), value: value.into() });
            }
            _ => {}
        }
        self.write(|connection| set_text(connection, key, value))
    }

    /// Cash movements and sales of one day have one currency.
    fn set_currency(&mut self, new: Currency) -> Result<(), StoreError> {
        self.write(|connection| {
            if currency(connection)? != new && days::is_any_open(connection)? {
                return Err(StoreError::DayIsOpen.into());
            }
            set_text(connection, CURRENCY, new.code())
        })
    }
}

pub(super) fn currency(connection: &mut SqliteConnection) -> Result<Currency, Fault> {
    match text(connection, CURRENCY)? {
        None => Ok(Currency::EUR),
        Some(code) => {
            Currency::from_code(&code).map_err(|why| Fault::row("setting", &CURRENCY, &why))
        }
    }
}

/// The name of the shop's till: the setting `till`.
pub(super) fn till(connection: &mut SqliteConnection) -> Result<String, Fault> {
    let name = text(connection, TILL)?.filter(|name| !name.trim().is_empty());
    Ok(name.unwrap_or_else(|| FIRST_TILL.to_owned()))
}

pub(super) fn text(connection: &mut SqliteConnection, key: &str) -> Result<Option<String>, Fault> {
    Ok(settings::table.find(key).select(settings::value).first(connection).optional()?)
}

pub(super) fn set_text(
    connection: &mut SqliteConnection,
    key: &str,
    value: &str,
) -> Result<(), Fault> {
    diesel::insert_into(settings::table)
        .values((settings::key.eq(key), settings::value.eq(value)))
        .on_conflict(settings::key)
        .do_update()
        .set(settings::value.eq(value))
        .execute(connection)?;
    Ok(())
}

/// The word in the database for a way of counting tax.
pub(super) fn tax_mode_text(mode: TaxMode) -> &'static str {
    match mode {
        TaxMode::Included => "included",
        TaxMode::Added => "added",
    }
}

pub(super) fn tax_mode_of(text: &str) -> Option<TaxMode> {
    [TaxMode::Included, TaxMode::Added].into_iter().find(|&mode| tax_mode_text(mode) == text)
}

/// What the words in the database for a switch mean.
fn switch_of(text: &str) -> Option<bool> {
    match text {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn settings_have_defaults_and_are_kept() {
        let mut store = Store::in_memory().unwrap();
        assert_eq!(store.currency().unwrap(), Currency::EUR);
        assert_eq!(store.tax_mode().unwrap(), TaxMode::Included);
        assert_eq!(store.text("language").unwrap(), None);
        for (key, value) in [("language", "zh-CN"), ("currency", "JPY"), ("tax_mode", "added")] {
            store.set_text(key, "EUR").or_else(|_| store.set_text(key, "included")).unwrap();
            store.set_text(key, value).unwrap();
            assert_eq!(store.text(key).unwrap().as_deref(), Some(value));
        }
        assert!(!store.prices_decide().unwrap());
        for (value, expected) in [("on", true), ("off", false)] {
            store.set_text("prices_decide", value).unwrap();
            assert_eq!(store.prices_decide().unwrap(), expected);
        }
        assert_eq!(store.currency().unwrap().code(), "JPY");
        assert_eq!(store.tax_mode().unwrap(), TaxMode::Added);
    }

    #[test]
    fn a_setting_that_makes_no_sense_is_refused() {
        let mut store = Store::in_memory().unwrap();
        assert!(matches!(store.set_text("currency", "EUE"), Err(StoreError::Rule(_))));
        assert!(matches!(store.set_text("tax_mode", "no"), Err(StoreError::NotASetting { .. })));
        let refused = store.set_text("prices_decide", "yes");
        assert!(matches!(refused, Err(StoreError::NotASetting { .. })));
        assert_eq!(store.currency().unwrap(), Currency::EUR);
        assert!(!store.prices_decide().unwrap());
    }
}
