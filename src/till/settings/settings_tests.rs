//! Settings have keys of their own, defaults that they may hold, and refuse what makes no sense.

use std::convert::Infallible;

use super::*;
use crate::Settings;
use crate::paying_settings::PaySettings;
use crate::watching::WatchSettings;
use domain::settings::{
    CASH_ROUNDING, PRICES_DECIDE, PRINTER, RECEIPT_ADDRESS, RECEIPT_FOOT, RECEIPT_SHOP_NAME,
    RECEIPT_TAX_ID, SCANNER_PREFIX, TARES, TAX_RATES, THEME, TILL, rates_of,
};

fn read(stored: &[(&str, &str)]) -> SettingValues {
    let find = |key: &str| stored.iter().find(|(k, _)| *k == key).map(|(_, v)| (*v).to_owned());
    SettingValues::read(|setting| Ok::<_, Infallible>(find(setting.key()))).unwrap()
}

#[test]
fn each_default_may_be_held_and_the_stores_own_are_nobodys_else() {
    for setting in ALL {
        let may = check(setting, setting.default()).is_ok();
        assert_eq!(may, setting.writer() != Writer::Store, "{}", setting.key());
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
fn the_defaults_of_desks_are_the_tables() {
    let values = read(&[]);
    assert_eq!(PaySettings::of(&values), PaySettings::default());
    assert_eq!(WatchSettings::of(&values), WatchSettings::default());
    let theme = crate::ThemeChoice::from_word(values.text(&THEME));
    assert_eq!(theme, Settings::default().theme);
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
        (&SCANNER_PREFIX, "~~"),
        (&SCANNER_PREFIX, "1"),
        (&THEME, "pink"),
    ] {
        assert!(check(setting, value).is_err(), "{} = {value:?}", setting.key());
    }
}

#[test]
fn tax_rates_are_read_with_points_and_commas_in_them() {
    let rates: Vec<_> = rates_of("7 / 19 / 2,5").iter().map(|rate| rate.percent_text()).collect();
    assert_eq!(rates, ["7", "19", "2.5"]);
}

const TEXTS: [&Setting; 5] =
    [&TILL, &RECEIPT_SHOP_NAME, &RECEIPT_ADDRESS, &RECEIPT_TAX_ID, &RECEIPT_FOOT];

#[test]
fn texts_that_drive_printers_or_are_endless_are_refused() {
    for setting in TEXTS {
        for text in ["Shop\u{1b}p0AA", "Shop\u{202e}", "Shop\u{9b}", &"x".repeat(10_000)] {
            assert!(check(setting, text).is_err(), "{} = {text:?}", setting.key());
        }
    }
    for setting in [&RECEIPT_ADDRESS, &RECEIPT_FOOT] {
        assert_eq!(check(setting, "1 Long Street\r\n12345 Town"), Ok(()));
    }
    assert!(check(&RECEIPT_SHOP_NAME, "Shop\nPAID").is_err());
    let containers = serde_json::json!([{"name": "Bag\u{1b}p0", "grams": 4}]).to_string();
    assert!(check(&TARES, &containers).is_err());
}

#[test]
fn a_text_that_an_older_program_kept_is_read_with_its_signs_made_visible() {
    let values =
        read(&[("till", "No\u{202e}rth"), ("receipt_foot", "Thank you\u{1b}p0AA\nCome again")]);
    assert_eq!(values.text(&TILL), "No\u{fffd}rth");
    assert_eq!(values.text(&RECEIPT_FOOT), "Thank you\u{fffd}p0AA\nCome again");
}

#[test]
fn texts_are_kept_composed_and_all_else_as_it_is() {
    let decomposed = "Cafe\u{301}".to_owned();
    for setting in TEXTS {
        assert_eq!(kept(setting, decomposed.clone()), "Café");
    }
    assert_eq!(kept(&PRINTER, decomposed.clone()), decomposed, "such as a file's path");
}
