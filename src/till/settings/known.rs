//! Every setting that a shop can choose.

use super::{OFF, ON, Setting};
use crate::messages::Message;
use crate::paying_settings;
use crate::weighing_command::WeighingSetting;
use domain::{TaxRate, TextField, composed};
use receipt::CodePage;

/// All settings, each once.
pub static ALL: &[&Setting] = &[
    &TILL,
    &CASH_ROUNDING,
    &TAX_RATES,
    &RECEIPT_SHOP_NAME,
    &RECEIPT_ADDRESS,
    &RECEIPT_TAX_ID,
    &RECEIPT_FOOT,
    &PRICES_DECIDE,
    &PRINTER,
    &CODE_PAGE,
    &PRINTER_WIDTH,
    &PRINT_AUTOMATICALLY,
    &DRAWER,
    &SCALE,
    &TARES,
    &MEASURE_RULES,
    &SCANNER_PREFIX,
    &SALES_PRIOR,
    &CAPTURES,
    &SOUNDS,
];

/// This till's name in reports and on receipts.
pub static TILL: Setting = Setting { key: "till", default: "1", check: till_name };
/// The step to which cash is rounded, in minor units; 0 for none.
pub static CASH_ROUNDING: Setting =
    Setting { key: paying_settings::CASH_ROUNDING, default: "0", check: rounding_step };
/// The tax rates that a product is offered, in per cent, most usual first.
pub static TAX_RATES: Setting = Setting { key: "tax_rates", default: "", check: tax_rates };
/// The shop's name on its receipts.
pub static RECEIPT_SHOP_NAME: Setting =
    Setting { key: paying_settings::SHOP_NAME, default: "", check: short_text };
/// The shop's address on its receipts, a line each.
pub static RECEIPT_ADDRESS: Setting =
    Setting { key: paying_settings::ADDRESS, default: "", check: long_text };
/// The number under which the shop pays tax, on its receipts.
pub static RECEIPT_TAX_ID: Setting =
    Setting { key: paying_settings::TAX_ID, default: "", check: short_text };
/// What stands at the end of a receipt, a line each.
pub static RECEIPT_FOOT: Setting =
    Setting { key: paying_settings::FOOT, default: "", check: long_text };
/// Whether prices have a say in what a photo is taken for.
pub static PRICES_DECIDE: Setting = Setting { key: "prices_decide", default: OFF, check: switch };
/// The printer, as `devices::PrinterAddress` reads it.
pub static PRINTER: Setting = Setting {
    key: paying_settings::PRINTER,
    default: "none",
    check: |v| paying(paying_settings::PRINTER, v),
};
/// The printer's code page, by its name.
pub static CODE_PAGE: Setting = Setting {
    key: paying_settings::CODE_PAGE,
    default: "PC858",
    check: |v| paying(paying_settings::CODE_PAGE, v),
};
/// How many columns its paper has.
pub static PRINTER_WIDTH: Setting = Setting {
    key: paying_settings::WIDTH,
    default: "42",
    check: |v| paying(paying_settings::WIDTH, v),
};
/// Whether each sale's receipt is printed by itself.
pub static PRINT_AUTOMATICALLY: Setting =
    Setting { key: paying_settings::PRINT_ALWAYS, default: ON, check: switch };
/// Whether a drawer is plugged into the printer.
pub static DRAWER: Setting = Setting { key: paying_settings::DRAWER, default: OFF, check: switch };
/// The scale, as `devices::scale::ScaleSetting` reads it.
pub static SCALE: Setting =
    Setting { key: "scale", default: "none", check: |v| weighing(WeighingSetting::Scale, v) };
/// Containers: a JSON list of names and grams.
pub static TARES: Setting =
    Setting { key: "tares", default: "[]", check: |v| weighing(WeighingSetting::Tares, v) };
/// Codes with a price or a weight in them: a JSON list of rules.
pub static MEASURE_RULES: Setting = Setting {
    key: "measure_rules",
    default: "[]",
    check: |v| weighing(WeighingSetting::MeasureRules, v),
};
/// What a scanner sends before the digits.
pub static SCANNER_PREFIX: Setting = Setting {
    key: "scanner_prefix",
    default: "",
    check: |v| weighing(WeighingSetting::ScannerPrefix, v),
};
/// Whether what this shop sells often is named sooner.
pub static SALES_PRIOR: Setting = Setting { key: "sales_prior", default: ON, check: switch };
/// Whether photos that a clerk named are kept for the next training.
pub static CAPTURES: Setting = Setting { key: "captures", default: ON, check: switch };
/// Whether short sounds say what happened.
pub static SOUNDS: Setting = Setting { key: "sounds", default: OFF, check: switch };

/// The names of all code pages.
pub fn code_page_names() -> impl Iterator<Item = &'static str> {
    CodePage::ALL.into_iter().map(CodePage::name)
}

fn paying(key: &'static str, value: &str) -> Result<(), Message> {
    let checked = paying_settings::check(key, value);
    checked.map_err(|reason| Message::new("setting-refused").naming("reason", reason))
}

fn weighing(setting: WeighingSetting, value: &str) -> Result<(), Message> {
    setting.check(value).map_err(|reason| Message::new("setting-refused").naming("reason", reason))
}

fn switch(value: &str) -> Result<(), Message> {
    match value {
        ON | OFF => Ok(()),
        _ => Err(Message::new("setting-not-a-switch")),
    }
}

fn till_name(value: &str) -> Result<(), Message> {
    let length = value.trim().chars().count();
    let plain = TextField::Setting.take(value).is_ok();
    ((1..=20).contains(&length) && plain).then_some(()).ok_or(Message::new("setting-till-bad"))
}

fn rounding_step(value: &str) -> Result<(), Message> {
    let step = value.parse::<u32>().ok().filter(|step| *step <= 10_000);
    step.map(drop).ok_or(Message::new("setting-rounding-bad"))
}

fn tax_rates(value: &str) -> Result<(), Message> {
    let rates = value.split(['/', ';']).map(str::trim).filter(|rate| !rate.is_empty());
    for rate in rates {
        TaxRate::parse_percent(rate).map_err(|_| Message::new("setting-tax-rates-bad"))?;
    }
    Ok(())
}

/// The rates in the setting [`TAX_RATES`].
pub fn rates_of(value: &str) -> Vec<TaxRate> {
    value.split(['/', ';']).filter_map(|rate| TaxRate::parse_percent(rate).ok()).collect()
}

fn short_text(value: &str) -> Result<(), Message> {
    text_of(value, TextField::Setting, 120, 1)
}

fn long_text(value: &str) -> Result<(), Message> {
    text_of(value, TextField::SettingRows, 600, 8)
}

fn text_of(value: &str, field: TextField, characters: usize, lines: usize) -> Result<(), Message> {
    let fits = value.chars().count() <= characters && value.lines().count() <= lines;
    if !fits {
        return Err(Message::new("setting-text-long")
            .naming("characters", characters.to_string())
            .naming("lines", lines.to_string()));
    }
    field.take(value).map(drop).map_err(|why| Message::of_text(&why))
}

/// A setting's value as it is kept: texts for people in their one spelling, all else as it is.
pub fn kept(setting: &Setting, value: String) -> String {
    let texts = [&TILL, &RECEIPT_SHOP_NAME, &RECEIPT_ADDRESS, &RECEIPT_TAX_ID, &RECEIPT_FOOT];
    if texts.contains(&setting) { composed(&value) } else { value }
}
