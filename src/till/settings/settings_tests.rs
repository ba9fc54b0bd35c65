//! Settings have keys of their own, defaults that they may hold, and refuse what makes no sense.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::convert::Infallible;

use super::*;
use crate::till::WeighingSetting;
use crate::till::paying_settings::{self, PaySettings};

fn read(stored: &[(&str, &str)]) -> SettingValues {
    let find = |key: &str| stored.iter().find(|(k, _)| *k == key).map(|(_, v)| (*v).to_owned());
    SettingValues::read(|key| Ok::<_, Infallible>(find(key))).unwrap()
}

#[test]
fn each_key_stands_once_and_each_default_may_be_held() {
    let keys: BTreeSet<_> = ALL.iter().map(|setting| setting.key).collect();
    assert_eq!(keys.len(), ALL.len());
    for setting in ALL {
        assert!((setting.check)(setting.default).is_ok(), "{}", setting.key);
    }
}

#[test]
fn what_was_never_chosen_holds_its_default() {
    let values = read(&[]);
    assert_eq!(values.text(&TILL), "1");
    assert_eq!(values.number(&CASH_ROUNDING), 0);
    assert!(!values.is_on(&PRICES_DECIDE));
}

#[test]
fn what_was_chosen_is_read_back_and_what_makes_no_sense_is_not() {
    let values = read(&[("till", "North"), ("cash_rounding", "5"), ("prices_decide", "perhaps")]);
    assert_eq!(values.text(&TILL), "North");
    assert_eq!(values.number(&CASH_ROUNDING), 5);
    assert!(!values.is_on(&PRICES_DECIDE));
}

#[test]
fn the_defaults_of_weighing_are_its_own() {
    for setting in WeighingSetting::ALL {
        let same = ALL.iter().find(|known| known.key == setting.key()).unwrap();
        assert_eq!(same.default, setting.default_value(), "{setting:?}");
    }
}

#[test]
fn the_defaults_of_paying_are_its_own() {
    let default = PaySettings::default();
    for key in paying_settings::KEYS {
        let known = ALL.iter().find(|known| known.key == key).unwrap();
        let mut settings = PaySettings::default();
        settings.set(key, known.default).unwrap();
        assert_eq!(settings, default, "{key}");
    }
}

#[test]
fn values_that_make_no_sense_are_refused() {
    for (setting, value) in [
        (&TILL, " "),
        (&TILL, "a name that is far too long for it"),
        (&CASH_ROUNDING, "-5"),
        (&CASH_ROUNDING, "five"),
        (&TAX_RATES, "7 / 101"),
        (&RECEIPT_ADDRESS, "1\n2\n3\n4\n5\n6\n7\n8\n9"),
        (&PRICES_DECIDE, "yes"),
    ] {
        assert!((setting.check)(value).is_err(), "{} = {value:?}", setting.key);
    }
}

#[test]
fn tax_rates_are_read_with_points_and_commas_in_them() {
    let rates: Vec<_> = rates_of("7 / 19 / 2,5").iter().map(|rate| rate.percent_text()).collect();
    assert_eq!(rates, ["7", "19", "2.5"]);
}
