//! What a column's cells look like: codes, amounts, units, names. What looks like money is only proposed.

use std::collections::BTreeSet;

use domain::{check_catalogue_barcode, is_barcode};

use super::amounts::{Amount, is_currency};
use super::known_headings::percent_in;
use super::units::{UnitWord, unit_of};

/// The cells of a column that hold something.
pub(crate) struct Cells<'a>(pub Vec<&'a str>);

impl Cells<'_> {
    fn share(&self, is_it: impl Fn(&str) -> bool) -> f32 {
        let count = self.0.iter().filter(|cell| is_it(cell)).count();
        if self.0.is_empty() { 0.0 } else { count as f32 / self.0.len() as f32 }
    }

    fn are_different(&self) -> bool {
        let different: BTreeSet<&&str> = self.0.iter().collect();
        different.len() * 10 >= self.0.len() * 9
    }

    /// Mostly digits of a barcode's length, each there once, and the check digits of some are right.
    pub(crate) fn are_barcodes(&self) -> bool {
        let long = self.share(|cell| is_barcode(cell) && cell.len() >= 8);
        let right = self.share(|cell| is_barcode(cell) && check_catalogue_barcode(cell).is_ok());
        self.are_different() && long >= 0.5 && right > 0.0
    }

    /// One to six digits each, none twice.
    pub(crate) fn are_plus(&self) -> bool {
        let short = |cell: &str| cell.len() <= 6 && cell.bytes().all(|byte| byte.is_ascii_digit());
        let different: BTreeSet<&&str> = self.0.iter().collect();
        !self.0.is_empty() && different.len() == self.0.len() && self.share(short) >= 1.0
    }

    /// Amounts with a currency, or with two decimals as money has them.
    pub(crate) fn are_prices(&self) -> bool {
        let is_price = |cell: &str| {
            let amount = Amount::of(cell);
            let decimals = amount.number.rsplit(['.', ',']).next().map_or(0, str::len);
            let has_mark = amount.number.contains(['.', ',']) && decimals <= 2;
            let is_bare = amount.beside.is_empty() && (has_mark || amount.number == "0");
            amount.plain(None).is_some() && (is_bare || is_currency(&amount.beside))
        };
        let has_some = self.0.iter().any(|cell| Amount::of(cell).number.contains(['.', ',']));
        let is_amount = |cell: &str| Amount::of(cell).plain(None).is_some() && cell.len() < 12;
        (self.share(is_price) >= 0.5 && self.share(is_amount) >= 0.9 && has_some)
            || self.share(|cell| is_currency(&Amount::of(cell).beside)) >= 0.5
    }

    /// Words for units alone.
    pub(crate) fn are_units(&self) -> bool {
        let is_unit = |cell: &str| {
            matches!(unit_of(cell), UnitWord::Is(..)) && !cell.bytes().all(|it| it.is_ascii_digit())
        };
        !self.0.is_empty() && self.share(is_unit) >= 1.0
    }

    /// Rates with the sign of per cent.
    pub(crate) fn are_percents(&self) -> bool {
        !self.0.is_empty() && self.share(|cell| percent_in(cell).is_some()) >= 0.9
    }

    /// How much these look like names: letters, and hardly any cell there twice.
    pub(crate) fn likeness_to_names(&self) -> usize {
        let letters = |cell: &str| cell.chars().filter(|sign| sign.is_alphabetic()).count();
        let different: BTreeSet<&&str> = self.0.iter().collect();
        let is_plain =
            |cell: &str| letters(cell) >= 2 && !cell.contains("://") && !cell.contains('(');
        if self.share(is_plain) < 0.6 {
            return 0;
        }
        different.iter().map(|cell| letters(cell).min(40)).sum()
    }
}
