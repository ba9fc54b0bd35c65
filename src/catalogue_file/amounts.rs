//! Numbers as files write them: which mark parts their decimals is decided for a whole column, and what
//! stands beside the digits (a currency, a unit) is told apart from them.

use std::collections::BTreeSet;

use domain::{Currency, Money};
use serde::{Deserialize, Serialize};

/// What parts a number's decimals from the rest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// `1.234,50`
    Comma,
    /// `1,234.50`
    Point,
}

impl Mark {
    fn sign(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Point => '.',
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Comma => Self::Point,
            Self::Point => Self::Comma,
        }
    }
}

/// What a column's numbers say of their mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Marks {
    /// Each number says it by itself, or needs none.
    Plain,
    /// All that say it say this one.
    One(Mark),
    /// Some say this and some that, and each can be read by itself.
    Mixed,
    /// Some could be read in two ways, and no other decides.
    Doubtful,
}

/// A cell that holds an amount: its number, and the words beside it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Amount {
    /// Digits and marks, without blanks.
    pub number: String,
    /// What stands before or after it, such as `SAR`.
    pub beside: String,
    /// What it is for, after a stroke: `kg` in `2,99 €/kg`.
    pub unit: String,
}

impl Amount {
    /// Takes a cell apart.
    pub(crate) fn of(cell: &str) -> Self {
        let (amount, unit) = cell.split_once('/').unwrap_or((cell, ""));
        let is_of_number = |sign: &char| {
            sign.is_ascii_digit() || matches!(sign, '.' | ',' | '-' | '\'' | '’') || is_blank(*sign)
        };
        let digits = |text: &str| text.chars().position(|sign| sign.is_ascii_digit());
        let amount: Vec<char> = narrow(amount).chars().collect();
        let text: String = amount.iter().collect();
        let Some(first) = digits(&text) else {
            return Self { beside: text.trim().to_owned(), ..Self::default() };
        };
        let before = amount.iter().take(first).rev().take_while(|sign| is_of_number(sign)).count();
        let start = first - before;
        let length = amount.iter().skip(start).take_while(|sign| is_of_number(sign)).count();
        let number: String = amount.iter().skip(start).take(length).collect();
        let rest = amount.iter().take(start).chain(amount.iter().skip(start + length));
        let beside: String = rest.collect();
        // `Rs.120` and `12,-` have marks that part nothing; `.50` has one that does.
        let follows_word = amount.iter().take(start).any(|sign| !is_blank(*sign));
        let number = match number.trim() {
            number if follows_word => number.trim_start_matches(['.', ',']),
            number => number,
        };
        let number = number.strip_suffix(['-', '–']).unwrap_or(number).trim();
        Self {
            number: number.trim_end_matches(['.', ',']).to_owned(),
            beside: beside.trim().trim_matches('.').to_owned(),
            unit: unit.trim().to_owned(),
        }
    }

    /// The number with a point and without what parts thousands; `None` where it is none by this mark.
    pub(crate) fn plain(&self, mark: Option<Mark>) -> Option<String> {
        let mark = mark.or_else(|| said_mark(&self.number)).unwrap_or(Mark::Point);
        let (sign, digits) = match self.number.strip_prefix('-') {
            Some(rest) => ("-", rest.trim()),
            None => ("", self.number.as_str()),
        };
        let (whole, decimals) = digits.rsplit_once(mark.sign()).unwrap_or((digits, ""));
        let parts: Vec<&str> = whole
            .split(|sign: char| {
                sign == mark.other().sign() || is_blank(sign) || matches!(sign, '\'' | '’')
            })
            .collect();
        let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let grouped = match parts.as_slice() {
            [one] => are_digits(one),
            [first, rest @ ..] => {
                (1..=3).contains(&first.len())
                    && are_digits(first)
                    && rest.iter().all(|part| part.len() == 3 && are_digits(part))
            }
            [] => false,
        };
        let whole = parts.concat();
        let is_number =
            grouped && are_digits(decimals) && !(whole.is_empty() && decimals.is_empty());
        let whole = if whole.is_empty() { "0" } else { whole.as_str() };
        let decimals = decimals.trim_end_matches('0');
        let point = if decimals.is_empty() { "" } else { "." };
        is_number.then(|| format!("{sign}{whole}{point}{decimals}"))
    }

    /// The amount of money; `None` where it is none, or finer than the currency.
    pub(crate) fn money(&self, mark: Option<Mark>, currency: Currency) -> Option<Money> {
        Money::parse(&self.plain(mark)?, currency).ok()
    }
}

/// Digits and signs of wide scripts as the narrow ones: `１２．５０`, and Arabic and Persian digits.
fn narrow(text: &str) -> String {
    let one = |sign: char| match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        '\u{660}'..='\u{669}' => char::from_u32(u32::from(sign) - 0x660 + 0x30).unwrap_or(sign),
        '\u{6f0}'..='\u{6f9}' => char::from_u32(u32::from(sign) - 0x6f0 + 0x30).unwrap_or(sign),
        '\u{66b}' => '.',
        '\u{66c}' => ',',
        '\u{2212}' => '-',
        other => other,
    };
    text.chars().map(one).collect()
}

fn is_blank(sign: char) -> bool {
    matches!(sign, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

/// The mark that a number can only have, whatever stands around it.
fn said_mark(number: &str) -> Option<Mark> {
    let count = |mark: Mark| number.matches(mark.sign()).count();
    let (commas, points) = (count(Mark::Comma), count(Mark::Point));
    let last = if number.rfind(',') > number.rfind('.') { Mark::Comma } else { Mark::Point };
    match (commas, points) {
        (0, 0) => None,
        (0, 1) | (1, 0) => {
            let (whole, decimals) = number.split_once(last.sign())?;
            let whole = whole.trim_start_matches('-').trim();
            let could_be_thousands =
                decimals.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
            (!could_be_thousands).then_some(last)
        }
        (_, 0) | (0, _) => Some(last.other()),
        _ => Some(last),
    }
}

/// Whether a number can be read in two ways.
fn is_doubtful(number: &str) -> bool {
    number.contains([',', '.']) && said_mark(number).is_none()
}

/// What the numbers of a column say together.
pub(crate) fn marks_of<'a>(numbers: impl Iterator<Item = &'a str>) -> Marks {
    let mut said = BTreeSet::new();
    let mut doubtful = false;
    for number in numbers {
        said.extend(said_mark(number));
        doubtful |= is_doubtful(number);
    }
    match (said.len(), doubtful) {
        (0, false) => Marks::Plain,
        (1, _) => said.first().map_or(Marks::Plain, |mark| Marks::One(*mark)),
        (0 | 2.., true) => Marks::Doubtful,
        (_, false) => Marks::Mixed,
    }
}

/// Signs and words of the trade for currencies; several currencies share some.
const SIGNS: [(&str, &str); 25] = [
    ("€", "EUR"),
    ("EURO", "EUR"),
    ("£", "GBP EGP LBP SYP FKP GIP SHP SSP SDG"),
    (
        "$",
        "USD CAD AUD NZD SGD HKD MXN CLP COP ARS TWD BSD BBD BZD BMD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD",
    ),
    ("US$", "USD"),
    ("¥", "JPY CNY"),
    ("元", "CNY TWD HKD"),
    ("RMB", "CNY"),
    ("円", "JPY"),
    ("₹", "INR"),
    ("RS", "INR PKR LKR NPR MUR SCR"),
    ("₨", "INR PKR LKR NPR MUR SCR"),
    ("₺", "TRY"),
    ("TL", "TRY"),
    ("₽", "RUB"),
    ("₩", "KRW"),
    ("฿", "THB"),
    ("R$", "BRL"),
    ("ZŁ", "PLN"),
    ("KČ", "CZK"),
    ("KR", "SEK NOK DKK ISK"),
    ("FR", "CHF XAF XOF"),
    ("RM", "MYR"),
    ("DHS", "AED MAD"),
    ("RP", "IDR"),
];

/// Which currencies a word means; none for a word that is no currency's.
fn currencies_of(word: &str) -> Vec<Currency> {
    let word = word.trim().trim_end_matches('.').to_uppercase();
    if let Ok(currency) = Currency::from_code(&word) {
        return vec![currency];
    }
    let codes = SIGNS.iter().find(|(sign, _)| *sign == word).map_or("", |(_, codes)| codes);
    codes.split(' ').filter_map(|code| Currency::from_code(code).ok()).collect()
}

/// Whether a word names a currency that cannot be this one.
pub(crate) fn is_foreign(word: &str, own: Currency) -> bool {
    let meant = currencies_of(word);
    !meant.is_empty() && !meant.contains(&own)
}

/// Whether a word names a currency.
pub(crate) fn is_currency(word: &str) -> bool {
    !currencies_of(word).is_empty()
}

#[cfg(test)]
#[path = "amounts_tests.rs"]
mod tests;
