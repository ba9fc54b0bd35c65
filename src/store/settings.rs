//! The shop's settings, by the one table of them ([`domain::settings`]): the only file that reads or
//! writes the database's rows of them.

use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;

use super::error::Fault;
use super::schema::settings;
use super::{Store, StoreError};
use domain::settings::{
    CURRENCY, Holds, OUTSIDE_CHANGES, PRICES_DECIDE, SALES_PRIOR, Setting, TAX_MODE, TILL, Writer,
    switch_of,
};
use domain::{Currency, TaxMode};

impl Store {
    /// The currency of the shop's prices.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn currency(&mut self) -> Result<Currency, StoreError> {
        self.read(currency)
    }

    /// Whether the shop's prices have the tax in them.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn tax_mode(&mut self) -> Result<TaxMode, StoreError> {
        self.read(|connection| {
            let word = text_or_default(connection, &TAX_MODE)?;
            tax_mode_of(&word).ok_or_else(|| not_a_value(&TAX_MODE, &word))
        })
    }

    /// Whether prices have a say in what a photo is taken for, so that goods of one price need no
    /// question.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn prices_decide(&mut self) -> Result<bool, StoreError> {
        self.read(|connection| {
            let word = text_or_default(connection, &PRICES_DECIDE)?;
            switch_of(&word).ok_or_else(|| not_a_value(&PRICES_DECIDE, &word))
        })
    }

    /// Whether what this shop sells often is named sooner.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn sales_prior(&mut self) -> Result<bool, StoreError> {
        self.read(|connection| {
            let word = text_or_default(connection, &SALES_PRIOR)?;
            switch_of(&word).ok_or_else(|| not_a_value(&SALES_PRIOR, &word))
        })
    }

    /// How often something was changed from outside of the till that sells.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn outside_changes(&mut self) -> Result<u64, StoreError> {
        self.read(outside_changes)
    }

    /// Notes that products, what was taught, or the version that sells were changed from outside: a
    /// till that is open looks again.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn note_outside_change(&mut self) -> Result<(), StoreError> {
        self.write(|connection| {
            let next = outside_changes(connection)?.wrapping_add(1);
            set_text(connection, &OUTSIDE_CHANGES, &next.to_string())
        })
    }

    /// The text of a setting; `None` when it was never set.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn text(&mut self, setting: &Setting) -> Result<Option<String>, StoreError> {
        self.read(|connection| text(connection, setting))
    }

    /// Sets the text of a setting that is not the store's own to write.
    ///
    /// # Errors
    /// [`StoreError::NotASetting`] for the store's own, and for a switch that is neither `on` nor
    /// `off`; [`StoreError`] when it cannot be written.
    pub fn set_text(&mut self, setting: &Setting, value: &str) -> Result<(), StoreError> {
        let refused = match setting.holds() {
            Holds::Switch => switch_of(value).is_none(),
            _ => setting.writer() == Writer::Store,
        };
        if refused {
            return Err(StoreError::NotASetting {
                key: setting.key().to_owned(),
                value: value.to_owned(),
            });
        }
        self.write(|connection| set_text(connection, setting, value))
    }
}

pub(super) fn currency(connection: &mut SqliteConnection) -> Result<Currency, Fault> {
    let code = text_or_default(connection, &CURRENCY)?;
    Currency::from_code(&code).map_err(|why| Fault::row("setting", &CURRENCY.key(), &why))
}

/// The name of the shop's till.
pub(super) fn till(connection: &mut SqliteConnection) -> Result<String, Fault> {
    let name = text(connection, &TILL)?.filter(|name| !name.trim().is_empty());
    Ok(name.unwrap_or_else(|| TILL.default().to_owned()))
}

fn outside_changes(connection: &mut SqliteConnection) -> Result<u64, Fault> {
    Ok(text_or_default(connection, &OUTSIDE_CHANGES)?.parse().unwrap_or_default())
}

fn text_or_default(connection: &mut SqliteConnection, setting: &Setting) -> Result<String, Fault> {
    Ok(text(connection, setting)?.unwrap_or_else(|| setting.default().to_owned()))
}

fn not_a_value(setting: &Setting, value: &str) -> Fault {
    Fault::row("setting", &setting.key(), &format!("\"{value}\""))
}

/// The one place where a setting is read.
pub(super) fn text(
    connection: &mut SqliteConnection,
    setting: &Setting,
) -> Result<Option<String>, Fault> {
    Ok(settings::table.find(setting.key()).select(settings::value).first(connection).optional()?)
}

/// The one place where a setting is written.
pub(super) fn set_text(
    connection: &mut SqliteConnection,
    setting: &Setting,
    value: &str,
) -> Result<(), Fault> {
    diesel::insert_into(settings::table)
        .values((settings::key.eq(setting.key()), settings::value.eq(value)))
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

#[cfg(test)]
mod tests {
    use std::fs;

    use domain::settings::{ALL, LANGUAGE, THEME};

    use super::*;

    #[test]
    fn settings_have_defaults_and_are_kept() {
        let mut store = Store::in_memory().unwrap();
        assert_eq!(store.currency().unwrap(), Currency::EUR);
        assert_eq!(store.tax_mode().unwrap(), TaxMode::Included);
        assert_eq!(store.text(&LANGUAGE).unwrap(), None);
        for (setting, value) in [(&LANGUAGE, "en"), (&LANGUAGE, "zh-CN"), (&THEME, "dark")] {
            store.set_text(setting, value).unwrap();
            assert_eq!(store.text(setting).unwrap().as_deref(), Some(value));
        }
        assert_eq!(store.text(&LANGUAGE).unwrap().as_deref(), Some("zh-CN"));
        assert!(!store.prices_decide().unwrap());
        for (value, expected) in [("on", true), ("off", false)] {
            store.set_text(&PRICES_DECIDE, value).unwrap();
            assert_eq!(store.prices_decide().unwrap(), expected);
        }
        store.change_currency("JPY").unwrap();
        assert_eq!(store.currency().unwrap().code(), "JPY");
        store.change_tax_mode(TaxMode::Added).unwrap();
        assert_eq!(store.tax_mode().unwrap(), TaxMode::Added);
    }

    #[test]
    fn a_setting_that_makes_no_sense_is_refused() {
        let mut store = Store::in_memory().unwrap();
        let refused = store.set_text(&PRICES_DECIDE, "yes");
        assert!(matches!(refused, Err(StoreError::NotASetting { .. })));
        assert!(!store.prices_decide().unwrap());
    }

    #[test]
    fn the_stores_own_settings_are_written_by_their_own_functions_alone() {
        let mut store = Store::in_memory().unwrap();
        for own in ALL.iter().filter(|setting| setting.writer() == Writer::Store) {
            let refused = store.set_text(own, own.default());
            assert!(matches!(refused, Err(StoreError::NotASetting { .. })), "{}", own.key());
            assert_eq!(store.text(own).unwrap(), None);
        }
    }

    /// The type keeps any other key out of the two functions above; this keeps the table of the
    /// database to them.
    #[test]
    fn no_other_file_touches_the_rows_of_settings() {
        for entry in fs::read_dir(env!("CARGO_MANIFEST_DIR")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            // The tables' columns, and this file.
            if !name.ends_with(".rs") || name == "schema.rs" || name == "settings.rs" {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let outside_of_tests = text.split("#[cfg(test)]").next().unwrap();
            for touched in ["schema::settings", "FROM settings", "INTO settings", "settings::table"]
            {
                let is_test = name.ends_with("_tests.rs");
                assert!(is_test || !outside_of_tests.contains(touched), "{name}: {touched}");
            }
        }
    }
}
