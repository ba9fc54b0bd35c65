//! What each kind of setting may hold, said where the meaning of its text is known.

use std::str::FromStr;

use crate::command::ThemeChoice;
use crate::messages::Message;
use crate::watching::StoredTray;
use catalogue_file::Remembered;
use devices::scale::ScaleSetting;
use devices::{PrinterAddress, Resolution};
use domain::settings::{Holds, Setting, switch_of};
use domain::{MeasureRule, TarePreset, TaxRate, TextField, composed};
use photo::TrayArea;
use receipt::{CodePage, Columns};

/// Says what is wrong with a value of a setting.
///
/// # Errors
/// What to write instead.
pub fn check(setting: &Setting, value: &str) -> Result<(), Message> {
    match setting.holds() {
        Holds::Switch => held(switch_of(value), "setting-not-a-switch"),
        Holds::Text { characters, lines } => text_of(value, characters, lines),
        Holds::TillName => held(till_name(value), "setting-till-bad"),
        Holds::CashStep => {
            let step = value.parse::<u32>().ok().filter(|step| *step <= 10_000);
            held(step, "setting-rounding-bad")
        }
        Holds::TaxRates => held(tax_rates(value), "setting-tax-rates-bad"),
        Holds::Printer => held(PrinterAddress::from_str(value).ok(), "setting-printer-bad"),
        Holds::CodePage => held(CodePage::parse(value).ok(), "setting-code-page-bad"),
        Holds::PaperWidth => held(Columns::parse(value).ok(), "setting-width-bad"),
        Holds::Scale => held(ScaleSetting::parse(value).ok(), "setting-scale-bad"),
        Holds::Containers => held(TarePreset::list_from_typed(value).ok(), "setting-tares-bad"),
        Holds::MeasureRules => held(MeasureRule::table_from_json(value).ok(), "setting-rules-bad"),
        Holds::ScannerPrefix => held(prefix(value), "setting-prefix-bad"),
        Holds::Theme => held(
            Some(ThemeChoice::from_word(value)).filter(|theme| theme.word() == value),
            "setting-unreadable",
        ),
        Holds::TrayArea => held(TrayArea::from_str(value).ok(), "setting-unreadable"),
        Holds::Sensitivity => held(value.parse::<u8>().ok(), "setting-unreadable"),
        Holds::Resolution if value.is_empty() => Ok(()),
        Holds::Resolution => held(Resolution::from_str(value).ok(), "setting-unreadable"),
        Holds::EmptyTray if value.is_empty() => Ok(()),
        Holds::EmptyTray => held(StoredTray::from_text(value), "setting-unreadable"),
        Holds::CatalogueColumns => held(Remembered::of_kept(value), "setting-unreadable"),
        // Any tag and any id: whether there is such a language or camera is seen when it is wanted.
        Holds::Language | Holds::Camera | Holds::Cameras => Ok(()),
        Holds::StoresOwn => Err(Message::new("setting-unreadable")),
    }
}

fn held<T>(read: Option<T>, problem: &'static str) -> Result<(), Message> {
    read.map(drop).ok_or(Message::new(problem))
}

fn till_name(value: &str) -> Option<String> {
    let length = value.trim().chars().count();
    TextField::Setting.take(value).ok().filter(|_| (1..=20).contains(&length))
}

fn tax_rates(value: &str) -> Option<Vec<TaxRate>> {
    let rates = value.split(['/', ';']).map(str::trim).filter(|rate| !rate.is_empty());
    rates.map(|rate| TaxRate::parse_percent(rate).ok()).collect()
}

fn prefix(value: &str) -> Option<&str> {
    let fits = value.chars().count() <= 1 && value.chars().all(|sign| !sign.is_ascii_digit());
    fits.then_some(value)
}

fn text_of(value: &str, characters: usize, lines: usize) -> Result<(), Message> {
    let fits = value.chars().count() <= characters && value.lines().count() <= lines;
    if !fits {
        return Err(Message::new("setting-text-long")
            .naming("characters", characters.to_string())
            .naming("lines", lines.to_string()));
    }
    let field = if lines == 1 { TextField::Setting } else { TextField::SettingRows };
    field.take(value).map(drop).map_err(|why| Message::of_text(&why))
}

/// A setting's value as it is kept: texts for people in their one spelling, all else as it is.
pub(crate) fn kept(setting: &Setting, value: String) -> String {
    match setting.holds() {
        Holds::Text { .. } | Holds::TillName => composed(&value),
        _ => value,
    }
}

/// The names of all code pages.
pub fn code_page_names() -> impl Iterator<Item = &'static str> {
    CodePage::ALL.into_iter().map(CodePage::name)
}
