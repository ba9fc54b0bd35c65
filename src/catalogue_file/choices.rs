//! What a person has said of a file, in the preview or on the command line, and what is remembered of it
//! for the next file with the same headings.

use std::collections::BTreeMap;

use domain::{TaxRate, Unit};
use serde::{Deserialize, Serialize};

use super::amounts::Mark;
use super::field::Field;

/// How a column writes tax rates.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TaxForm {
    /// `19` and `5.5` are per cents.
    Percent,
    /// `0.19` and `0.055` are shares of 1.
    Share,
    /// Below 1 they are shares, from 1 on per cents.
    Mixed,
}

/// What becomes of a product with two taxes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TwoTaxes {
    /// Both rates together.
    Add,
    /// The first alone.
    First,
}

/// What becomes of prices that have the tax in them where the shop's have not, or the other way round.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PriceBasis {
    /// The product's tax is added or taken out.
    Convert,
    /// The number is the shop's price.
    AsTheyAre,
}

/// What becomes of prices in another currency than the shop's.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForeignPrices {
    /// The same number in the shop's currency.
    Take,
    /// The products come without a price.
    LeaveOut,
}

/// What becomes of barcodes that no scanner would find.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeCare {
    /// The products come without.
    LeaveOut,
    /// The probable code is taken, where there is one.
    Repair,
}

/// An answer to a question about a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// What a column says, by its place from 0.
    Column(usize, Field),
    /// The text's encoding, by its name.
    Encoding(String),
    /// Whether the first row names the columns.
    Heading(bool),
    /// What parts decimals.
    Decimal(Mark),
    /// How tax rates are written.
    Tax(TaxForm),
    /// The rate that a word of the tax column means.
    TaxWord(String, TaxRate),
    /// The rate of products of which the file says none.
    DefaultTax(TaxRate),
    /// What becomes of two taxes.
    TwoTaxes(TwoTaxes),
    /// What becomes of prices with or without tax.
    Prices(PriceBasis),
    /// What becomes of prices in another currency.
    Foreign(ForeignPrices),
    /// What prices are for, where no column says it.
    Unit(Unit),
    /// What becomes of wrong barcodes.
    Codes(CodeCare),
}

impl Answer {
    /// The same as an option of the command line.
    pub fn option(&self) -> String {
        match self {
            Self::Column(index, field) => format!("--map {}=#{}", field.word(), index + 1),
            Self::Encoding(name) => format!("--encoding {name}"),
            Self::Heading(true) => "--heading yes".to_owned(),
            Self::Heading(false) => "--heading no".to_owned(),
            Self::Decimal(Mark::Comma) => "--decimal comma".to_owned(),
            Self::Decimal(Mark::Point) => "--decimal point".to_owned(),
            Self::Tax(TaxForm::Percent) => "--tax percent".to_owned(),
            Self::Tax(TaxForm::Share) => "--tax share".to_owned(),
            Self::Tax(TaxForm::Mixed) => "--tax mixed".to_owned(),
            Self::TaxWord(word, rate) => format!("--tax-word \"{word}={}\"", rate.percent_text()),
            Self::DefaultTax(rate) => format!("--default-tax {}", rate.percent_text()),
            Self::TwoTaxes(TwoTaxes::Add) => "--two-taxes add".to_owned(),
            Self::TwoTaxes(TwoTaxes::First) => "--two-taxes first".to_owned(),
            Self::Prices(PriceBasis::Convert) => "--prices convert".to_owned(),
            Self::Prices(PriceBasis::AsTheyAre) => "--prices as-they-are".to_owned(),
            Self::Foreign(ForeignPrices::Take) => "--foreign-prices take".to_owned(),
            Self::Foreign(ForeignPrices::LeaveOut) => "--foreign-prices leave-out".to_owned(),
            Self::Unit(unit) => format!("--unit {unit}"),
            Self::Codes(CodeCare::LeaveOut) => "--codes leave-out".to_owned(),
            Self::Codes(CodeCare::Repair) => "--codes repair".to_owned(),
        }
    }
}

/// All answers about a file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Choices {
    /// Words of fields by the columns' places from 0.
    pub(crate) columns: BTreeMap<usize, String>,
    /// Fields by headings, or by places written `#3`: as the command line says them.
    #[serde(skip)]
    pub(crate) by_heading: Vec<(Field, String)>,
    #[serde(skip)]
    pub(crate) encoding: Option<String>,
    pub(crate) heading: Option<bool>,
    pub(crate) decimal: Option<Mark>,
    pub(crate) tax: Option<TaxForm>,
    /// Rates in basis points by the words of the tax column.
    pub(crate) tax_words: BTreeMap<String, u32>,
    pub(crate) default_tax: Option<u32>,
    pub(crate) two_taxes: Option<TwoTaxes>,
    pub(crate) prices: Option<PriceBasis>,
    pub(crate) foreign: Option<ForeignPrices>,
    /// `piece` or `kg`.
    pub(crate) unit: Option<String>,
    pub(crate) codes: Option<CodeCare>,
}

impl Choices {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Takes an answer in place of an earlier one.
    pub fn take(&mut self, answer: Answer) {
        match answer {
            Answer::Column(index, field) => {
                if !field.may_repeat() {
                    self.columns.retain(|_, word| *word != field.word());
                }
                self.columns.insert(index, field.word());
            }
            Answer::Encoding(name) => self.encoding = Some(name),
            Answer::Heading(heading) => self.heading = Some(heading),
            Answer::Decimal(mark) => self.decimal = Some(mark),
            Answer::Tax(form) => self.tax = Some(form),
            Answer::TaxWord(word, rate) => {
                self.tax_words.insert(word, rate.basis_points());
            }
            Answer::DefaultTax(rate) => self.default_tax = Some(rate.basis_points()),
            Answer::TwoTaxes(what) => self.two_taxes = Some(what),
            Answer::Prices(basis) => self.prices = Some(basis),
            Answer::Foreign(what) => self.foreign = Some(what),
            Answer::Unit(unit) => self.unit = Some(unit.as_str().to_owned()),
            Answer::Codes(care) => self.codes = Some(care),
        }
    }

    /// Takes a field for the column with this heading, or for the third where it is `#3`.
    pub fn map(&mut self, field: Field, heading: &str) {
        self.by_heading.push((field, heading.trim().to_owned()));
    }

    /// These, and where they say nothing, what was said before.
    pub(crate) fn over(self, before: Self) -> Self {
        let columns = before.columns.into_iter().chain(self.columns).collect();
        let tax_words = before.tax_words.into_iter().chain(self.tax_words).collect();
        Self {
            columns,
            by_heading: self.by_heading,
            encoding: self.encoding.or(before.encoding),
            heading: self.heading.or(before.heading),
            decimal: self.decimal.or(before.decimal),
            tax: self.tax.or(before.tax),
            tax_words,
            default_tax: self.default_tax.or(before.default_tax),
            two_taxes: self.two_taxes.or(before.two_taxes),
            prices: self.prices.or(before.prices),
            foreign: self.foreign.or(before.foreign),
            unit: self.unit.or(before.unit),
            codes: self.codes.or(before.codes),
        }
    }

    pub(crate) fn default_rate(&self) -> Option<TaxRate> {
        TaxRate::from_basis_points(self.default_tax?).ok()
    }

    pub(crate) fn rate_of(&self, word: &str) -> Option<TaxRate> {
        TaxRate::from_basis_points(*self.tax_words.get(word)?).ok()
    }

    pub(crate) fn said_unit(&self) -> Option<Unit> {
        Unit::of_word(self.unit.as_deref()?)
    }
}

/// How many kinds of files are remembered.
const REMEMBERED: usize = 24;

/// What was said of files before, by their headings: the text of a setting, in JSON.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Remembered(Vec<(String, Choices)>);

impl Remembered {
    /// Reads what was kept; `None` for another text.
    pub fn of_kept(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// Reads what was kept; another text remembers nothing.
    pub fn of_text(text: &str) -> Self {
        Self::of_kept(text).unwrap_or_default()
    }

    /// The text to keep.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What was said of a file with this fingerprint.
    pub(crate) fn of_file(&self, fingerprint: &str) -> Option<&Choices> {
        self.0.iter().find(|(file, _)| file == fingerprint).map(|(_, choices)| choices)
    }

    /// Keeps what was said, and forgets what was said of other files long ago.
    pub fn keep(&mut self, fingerprint: &str, choices: Choices) {
        self.0.retain(|(file, _)| file != fingerprint);
        self.0.insert(0, (fingerprint.to_owned(), choices));
        self.0.truncate(REMEMBERED);
    }
}
