//! Tax rates as files write them: per cents or shares, decided for a whole column, and words.

use std::collections::BTreeSet;

use domain::TaxRate;

use super::amounts::Amount;
use super::choices::{Choices, TaxForm};
use super::known_headings::percent_in;

/// What a cell of a tax column says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum TaxCell {
    /// Nothing.
    Empty,
    /// A number with the sign of per cent.
    Percent(TaxRate),
    /// A number without a sign, in millionths.
    Bare(i64),
    /// No tax, in words.
    None,
    /// Some other word.
    Word(String),
}

/// Reads a cell.
pub(crate) fn tax_cell(cell: &str) -> TaxCell {
    const WITHOUT: &str = "exempt|none|no tax|tax free|zero|zero rated|nil|frei|steuerfrei|befreit|exonéré|exento|exenta|\
        esente|isento|vrijgesteld|muaf|免税|零税率|非課税|معفى|без ндс|n/a|nontaxable|non taxable|not taxable";
    let cell = cell.trim();
    if cell.is_empty() || cell == "-" {
        return TaxCell::Empty;
    }
    let lower = cell.to_lowercase();
    if WITHOUT.split('|').any(|word| word.trim() == lower) {
        return TaxCell::None;
    }
    if let Some(rate) = percent_in(cell).and_then(|rate| percent_of(millionths(rate)?)) {
        return TaxCell::Percent(rate);
    }
    match millionths(cell) {
        Some(number) => TaxCell::Bare(number),
        None => TaxCell::Word(cell.to_owned()),
    }
}

/// A number from 0 to 100 with at most six decimals, in millionths: of either mark, for no rate has
/// thousands.
fn millionths(text: &str) -> Option<i64> {
    let text = text.trim();
    let (whole, decimals) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let decimals = decimals.trim_end_matches('0');
    let fits = (1..=3).contains(&whole.len()) && decimals.len() <= 6;
    if !fits || !are_digits(whole) || !are_digits(decimals) {
        return None;
    }
    format!("{whole}{decimals:0<6}").parse().ok()
}

fn percent_of(millionths: i64) -> Option<TaxRate> {
    let is_whole = millionths % 10_000 == 0;
    let rate = u32::try_from(millionths / 10_000).ok().filter(|_| is_whole)?;
    TaxRate::from_basis_points(rate).ok()
}

fn share_of(millionths: i64) -> Option<TaxRate> {
    percent_of(millionths.checked_mul(100)?)
}

/// What a column of tax rates says of its form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Forms {
    /// This form.
    One(TaxForm),
    /// Shares beside per cents, or numbers that could be either.
    Doubtful,
    /// Small whole numbers, which are keys of a till's rates more often than rates.
    Keys,
}

/// Decides the form for a whole column; `known` are the rates that the shop has.
pub(crate) fn form_of(cells: &[TaxCell], known: &[TaxRate]) -> Forms {
    let bare: BTreeSet<i64> = cells
        .iter()
        .filter_map(|cell| match cell {
            TaxCell::Bare(number) if *number != 0 => Some(*number),
            _ => None,
        })
        .collect();
    let has_signs = cells.iter().any(|cell| matches!(cell, TaxCell::Percent(_)));
    let are_of_the_shop =
        bare.iter().all(|&it| percent_of(it).is_some_and(|rate| known.contains(&rate)));
    let below_one = bare.iter().filter(|&&number| number < 1_000_000).count();
    if bare.is_empty() || are_of_the_shop {
        return Forms::One(TaxForm::Percent);
    }
    if bare.iter().all(|&number| number % 1_000_000 == 0 && number <= 4_000_000) {
        return Forms::Keys;
    }
    match below_one {
        0 => Forms::One(TaxForm::Percent),
        // The sign beside others, or the shop's own rates, make shares doubtful.
        all if all == bare.len() && !has_signs => Forms::One(TaxForm::Share),
        _ => Forms::Doubtful,
    }
}

/// The rate that a cell says; `None` where it says none, or none that can be.
pub(crate) fn rate_of(cell: &TaxCell, form: TaxForm, choices: &Choices) -> Option<TaxRate> {
    match cell {
        TaxCell::Empty => None,
        TaxCell::None => Some(TaxRate::ZERO),
        TaxCell::Percent(rate) => Some(*rate),
        TaxCell::Word(word) => choices.rate_of(word),
        TaxCell::Bare(number) => choices.rate_of(&key_of(*number)).or_else(|| match form {
            TaxForm::Percent => percent_of(*number),
            TaxForm::Share => share_of(*number),
            TaxForm::Mixed if *number < 1_000_000 => share_of(*number),
            TaxForm::Mixed => percent_of(*number),
        }),
    }
}

/// The word of a number that is a key.
pub(crate) fn key_of(number: i64) -> String {
    (number / 1_000_000).to_string()
}

/// The words of a column that no rule reads, or the keys.
pub(crate) fn words_of(cells: &[TaxCell], form: &Forms) -> BTreeSet<String> {
    let word = |cell: &TaxCell| match cell {
        TaxCell::Word(word) => Some(word.clone()),
        TaxCell::Bare(number) if *form == Forms::Keys && *number != 0 => Some(key_of(*number)),
        _ => None,
    };
    cells.iter().filter_map(word).collect()
}

/// The amount beside a switch for a tax, where a cell holds a number in place of yes or no.
pub(crate) fn is_amount(cell: &str) -> bool {
    Amount::of(cell).plain(None).is_some()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn column(cells: &[&str]) -> Vec<TaxCell> {
        cells.iter().map(|cell| tax_cell(cell)).collect()
    }

    fn form(cells: &[&str]) -> Forms {
        form_of(&column(cells), &[])
    }

    fn rates(cells: &[&str], form: TaxForm) -> Vec<String> {
        let rate =
            |cell: &TaxCell| rate_of(cell, form, &Choices::default()).unwrap().percent_text();
        column(cells).iter().map(rate).collect()
    }

    #[test]
    fn a_form_is_decided_for_the_column() {
        assert_eq!(form(&["19", "7", "5.5"]), Forms::One(TaxForm::Percent));
        assert_eq!(form(&["0.055", "0,20", "0"]), Forms::One(TaxForm::Share));
        assert_eq!(form(&["19 %", "7%"]), Forms::One(TaxForm::Percent));
        assert_eq!(form(&["0.19", "7.0"]), Forms::Doubtful);
        assert_eq!(form(&["19%", "0.19"]), Forms::Doubtful);
        assert_eq!(form(&["1", "2"]), Forms::Keys);
        let half = TaxRate::parse_percent("0.5").unwrap();
        assert_eq!(form_of(&column(&["0.5"]), &[half]), Forms::One(TaxForm::Percent));
    }

    #[test]
    fn rates_are_read_in_each_form() {
        assert_eq!(
            rates(&["19", "5,5", "exempt", "VAT 20%"], TaxForm::Percent),
            ["19", "5.5", "0", "20"]
        );
        assert_eq!(rates(&["0.055", "0,2", "7 %"], TaxForm::Share), ["5.5", "20", "7"]);
        assert_eq!(rates(&["0.19", "7.0"], TaxForm::Mixed), ["19", "7"]);
    }
}
