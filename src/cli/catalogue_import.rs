//! `tillsight catalogue import`: products out of a file, its columns matched, what is open told with the
//! option that answers it.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::CliError;
use super::catalogue::ProductLine;
use super::output::{self, Format};
use super::shop::Shop;
use catalogue_file::{
    Answer, Choices, CodeCare, Column, Field, ForeignPrices, Mark, Matched, PriceBasis, Question,
    Reading, Remembered, Shop as ReadingShop, TaxForm, Told, TwoTaxes, own,
};
use domain::settings::{CATALOGUE_COLUMNS, TAX_RATES, rates_of};
use domain::{Product, TaxRate, Unit};
use store::{ImportMode, ImportSummary};
use texts::Texts;
use till::catalogue::ImportPlan;

#[derive(Args, Debug)]
pub(super) struct ImportArgs {
    /// The file: text with commas, semicolons or tabs, in any common encoding
    #[arg(value_name = "CSV")]
    file: PathBuf,

    /// Sell only the products of this file from now on; others stay known but inactive
    #[arg(long)]
    replace: bool,

    /// Say what would come of it, and take nothing
    #[arg(long)]
    dry_run: bool,

    /// Print one JSON object, for programs; money in the smallest coin
    #[arg(long)]
    json: bool,

    /// Take a column for a field: name=HEADING, or price=#3 for the third; several with commas
    ///
    /// Fields are name, name_zh (and so on), price, unit, by-weight, barcode, plu, category, tax,
    /// picture, active, variant, group, parent, kind, deleted, currency, tax-included and ignore.
    /// Several columns may be name: they are put together.
    #[arg(long, value_name = "FIELD=HEADING")]
    map: Vec<String>,

    /// Read the text in this encoding, such as windows-1252 or GBK [default: as it looks]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,

    /// Whether the first row names the columns [default: as it looks]
    #[arg(long, value_parser = ["yes", "no"])]
    heading: Option<String>,

    /// What parts decimals in prices
    #[arg(long, value_parser = ["comma", "point"])]
    decimal: Option<String>,

    /// How tax rates are written: 19, 0.19, or one below 1 and the other from 1 on
    #[arg(long, value_parser = ["percent", "share", "mixed"])]
    tax: Option<String>,

    /// The rate that a word of the tax column means, such as A=19
    #[arg(long, value_name = "WORD=RATE")]
    tax_word: Vec<String>,

    /// The tax of products of which the file says none, in per cent [default: the shop's usual one]
    #[arg(long, value_name = "RATE")]
    default_tax: Option<String>,

    /// What becomes of two taxes on one product
    #[arg(long, value_parser = ["add", "first"])]
    two_taxes: Option<String>,

    /// Prices with or without tax, against the shop's way: converted, or taken as they are
    #[arg(long, value_parser = ["convert", "as-they-are"])]
    prices: Option<String>,

    /// Prices in another currency: the same number in the shop's, or none
    #[arg(long, value_parser = ["take", "leave-out"])]
    foreign_prices: Option<String>,

    /// What prices are for, where no column says it
    #[arg(long, value_parser = ["piece", "kg"])]
    unit: Option<String>,

    /// Barcodes with a wrong check digit or without their zeros: left out, or the probable one
    #[arg(long, value_parser = ["leave-out", "repair"])]
    codes: Option<String>,
}

impl ImportArgs {
    /// What the options say.
    fn choices(&self) -> Result<Choices, CliError> {
        let mut choices = Choices::default();
        for (field, heading) in self.map.iter().map(|it| maps(it)).collect::<Result<Vec<_>, _>>()?.concat() {
            choices.map(field, &heading);
        }
        let encoding = self.encoding.clone().map(Answer::Encoding);
        let heading = self.heading.as_deref().map(|it| Answer::Heading(it == "yes"));
        let decimal = self.decimal.as_deref().map(|it| {
            Answer::Decimal(if it == "comma" { Mark::Comma } else { Mark::Point })
        });
        let tax = self.tax.as_deref().map(|it| {
            Answer::Tax(match it {
                "percent" => TaxForm::Percent,
                "share" => TaxForm::Share,
                _ => TaxForm::Mixed,
            })
        });
        let two_taxes = self.two_taxes.as_deref().map(|it| {
            Answer::TwoTaxes(if it == "add" { TwoTaxes::Add } else { TwoTaxes::First })
        });
        let prices = self.prices.as_deref().map(|it| {
            Answer::Prices(if it == "convert" { PriceBasis::Convert } else { PriceBasis::AsTheyAre })
        });
        let foreign = self.foreign_prices.as_deref().map(|it| {
            Answer::Foreign(if it == "take" { ForeignPrices::Take } else { ForeignPrices::LeaveOut })
        });
        let unit = self.unit.as_deref().and_then(Unit::of_word).map(Answer::Unit);
        let codes = self.codes.as_deref().map(|it| {
            Answer::Codes(if it == "repair" { CodeCare::Repair } else { CodeCare::LeaveOut })
        });
        let said = [encoding, heading, decimal, tax, two_taxes, prices, foreign, unit, codes];
        said.into_iter().flatten().for_each(|answer| choices.take(answer));
        if let Some(rate) = &self.default_tax {
            choices.take(Answer::DefaultTax(TaxRate::parse_percent(rate)?));
        }
        for said in &self.tax_word {
            let (word, rate) = said.rsplit_once('=').ok_or_else(|| not_a_map(said))?;
            choices.take(Answer::TaxWord(word.trim().to_owned(), TaxRate::parse_percent(rate)?));
        }
        Ok(choices)
    }
}

fn not_a_map(text: &str) -> CliError {
    CliError::CatalogueOption(text.to_owned())
}

/// `name=Artikel,price=Preis, brutto`: a comma that no field follows belongs to the heading.
fn maps(text: &str) -> Result<Vec<(Field, String)>, CliError> {
    let mut maps: Vec<(Field, String)> = Vec::new();
    for part in text.split(',') {
        let field = part.split_once('=').and_then(|(word, heading)| {
            Some((Field::of_word(word)?, heading.trim().to_owned()))
        });
        match (field, maps.last_mut()) {
            (Some(map), _) => maps.push(map),
            (None, Some((_, heading))) => *heading = format!("{heading},{part}"),
            (None, None) => return Err(not_a_map(text)),
        }
    }
    Ok(maps)
}

/// What came of a file, for programs.
#[derive(Serialize)]
struct ImportLine<'a> {
    file: String,
    /// `own` for the catalogue's own form, `matched` for another program's.
    form: &'static str,
    encoding: Option<&'a str>,
    separator: Option<char>,
    heading: Option<bool>,
    rows: Option<usize>,
    columns: Vec<ColumnLine<'a>>,
    questions: Vec<QuestionLine<'a>>,
    told: Vec<ToldLine>,
    /// Empty while a question is open.
    products: Vec<ProductLine<'a>>,
    added: usize,
    /// Products that were there, those among them that stay as they are included.
    updated: usize,
    unchanged: usize,
    no_longer_sold: usize,
    taken: bool,
}

#[derive(Serialize)]
struct ColumnLine<'a> {
    column: usize,
    heading: &'a str,
    field: String,
    why: &'static str,
}

#[derive(Serialize)]
struct QuestionLine<'a> {
    question: &'a str,
    text: String,
    open: bool,
    answers: Vec<AnswerLine>,
}

#[derive(Serialize)]
struct AnswerLine {
    option: String,
    text: String,
    holds: bool,
}

#[derive(Serialize)]
struct ToldLine {
    row: Option<u64>,
    text: String,
}

/// Runs the command.
pub(super) fn import(shop: &mut Shop, args: &ImportArgs) -> Result<(), CliError> {
    let choices = args.choices()?;
    let bytes = fs::read(&args.file).map_err(|source| CliError::File {
        action: "read",
        path: args.file.clone(),
        source,
    })?;
    let before = shop.store.products()?;
    let reading_shop = ReadingShop {
        currency: shop.store.currency()?,
        tax_mode: shop.store.tax_mode()?,
        rates: rates_of(&shop.store.text(&TAX_RATES)?.unwrap_or_default()),
        products: before.iter().collect(),
    };
    let mut remembered =
        Remembered::of_text(&shop.store.text(&CATALOGUE_COLUMNS)?.unwrap_or_default());
    let reading = catalogue_file::read(&bytes, &choices, &remembered, &reading_shop)
        .map_err(|fault| CliError::CatalogueFile { file: args.file.clone(), fault })?;
    let format = Format::from_switch(args.json);
    match reading {
        Reading::Refused(errors) => {
            let rows = errors.iter().map(ToString::to_string).collect();
            Err(CliError::CatalogueRows { file: args.file.clone(), rows })
        }
        Reading::Own(products) => take(shop, args, format, &before, &products, None),
        Reading::Matched(matched) => {
            ready(args, format, &matched)?;
            take(shop, args, format, &before, &matched.products, Some(&matched))?;
            if !args.dry_run {
                remembered.keep(&matched.fingerprint, matched.to_remember());
                shop.store.set_text(&CATALOGUE_COLUMNS, &remembered.text())?;
            }
            Ok(())
        }
    }
}

/// Says all that is open, with the options that answer it.
fn ready(args: &ImportArgs, format: Format, matched: &Matched) -> Result<(), CliError> {
    let questions: Vec<String> = matched.open().map(question_text).collect();
    if questions.is_empty() {
        return match matched.products.is_empty() {
            true => Err(CliError::CatalogueFile {
                file: args.file.clone(),
                fault: catalogue_file::FileFault::Empty,
            }),
            false => Ok(()),
        };
    }
    match format {
        Format::Json => output::print_json(&line(args, Some(matched), &[], None))?,
        Format::Text => output::print_lines(about(matched))?,
    }
    Err(CliError::CatalogueQuestions { file: args.file.clone(), questions })
}

fn question_text(question: &Question) -> String {
    let answers = question.choices.iter().map(|choice| {
        format!("{}: {}", choice.answer.option(), Texts::english(&choice.label))
    });
    let answers: Vec<String> = answers.collect();
    format!("{} ({})", Texts::english(&question.message), answers.join("; "))
}

/// Takes products, or says what taking them would change.
fn take(
    shop: &mut Shop,
    args: &ImportArgs,
    format: Format,
    before: &[Product],
    products: &[Product],
    matched: Option<&Matched>,
) -> Result<(), CliError> {
    let shared: Vec<Arc<Product>> = before.iter().cloned().map(Arc::new).collect();
    let plan = ImportPlan::new(&shared, products.to_vec());
    let left_out = if args.replace { plan.left_out.len() } else { 0 };
    let mut summary = ImportSummary {
        added: plan.added,
        updated: plan.products.len() - plan.added,
        deactivated: left_out,
    };
    if !args.dry_run {
        let mode = if args.replace { ImportMode::Replace } else { ImportMode::Add };
        summary = shop.store.import(products, mode)?;
        shop.store.note_outside_change()?;
    }
    if format == Format::Json {
        let came = Came { summary: &summary, unchanged: plan.unchanged };
        return output::print_json(&line(args, matched, products, Some(&came)));
    }
    output::print_lines(matched.map(about).unwrap_or_default())?;
    let ImportSummary { added, updated, deactivated, .. } = summary;
    output::print_line(&match args.dry_run {
        false => format!("{added} products added, {updated} updated, {deactivated} no longer sold"),
        true => format!(
            "{added} products would be added, {updated} updated, {deactivated} no longer sold; \
             nothing was taken"
        ),
    })
}

/// How a file was read, and what there is to know of it.
fn about(matched: &Matched) -> Vec<String> {
    let separator = match matched.separator {
        '\t' => "tabs".to_owned(),
        sign => format!("\"{sign}\""),
    };
    let mut lines = vec![format!(
        "{} rows in {}, parted by {separator}",
        matched.rows, matched.encoding
    )];
    let columns = matched.columns.iter().enumerate().filter(|(_, it)| it.field != Field::Nothing);
    lines.extend(columns.map(|(index, column)| {
        format!("column #{} {}: {}", index + 1, column.heading, column.field.word())
    }));
    lines.extend(matched.told.iter().map(|told| {
        let text = Texts::english(&told.message);
        told.row.map_or(text.clone(), |row| format!("row {row}: {text}"))
    }));
    let settled = matched.questions.iter().filter(|question| question.chosen.is_some());
    lines.extend(settled.map(|question| {
        let chosen = question.chosen.and_then(|place| question.choices.get(place));
        let said = chosen.map_or(String::new(), |choice| Texts::english(&choice.label));
        let others = question.choices.iter().map(|choice| choice.answer.option());
        let others: Vec<String> = others.collect();
        format!("{} {said} ({})", Texts::english(&question.message), others.join(", "))
    }));
    lines
}

/// What came of a file's products, or would come.
struct Came<'a> {
    summary: &'a ImportSummary,
    unchanged: usize,
}

fn line<'a>(
    args: &ImportArgs,
    matched: Option<&'a Matched>,
    products: &'a [Product],
    came: Option<&Came<'_>>,
) -> ImportLine<'a> {
    ImportLine {
        file: args.file.display().to_string(),
        form: if matched.is_some() { "matched" } else { "own" },
        encoding: matched.map(|matched| matched.encoding),
        separator: matched.map(|matched| matched.separator),
        heading: matched.map(|matched| matched.has_heading),
        rows: matched.map(|matched| matched.rows),
        columns: matched.map(|it| column_lines(&it.columns)).unwrap_or_default(),
        questions: matched.map(|it| question_lines(&it.questions)).unwrap_or_default(),
        told: matched.map(|it| told_lines(&it.told)).unwrap_or_default(),
        products: products.iter().map(ProductLine::of).collect(),
        added: came.map_or(0, |came| came.summary.added),
        updated: came.map_or(0, |came| came.summary.updated),
        unchanged: came.map_or(0, |came| came.unchanged),
        no_longer_sold: came.map_or(0, |came| came.summary.deactivated),
        taken: came.is_some() && !args.dry_run,
    }
}

fn column_lines(columns: &[Column]) -> Vec<ColumnLine<'_>> {
    let line = |(index, column): (usize, &'_ Column)| (index + 1, column.field.word(), column.why.word());
    let lines = columns.iter().enumerate().map(|it| (line(it), it.1.heading.as_str()));
    lines.map(|((column, field, why), heading)| ColumnLine { column, heading, field, why }).collect()
}

fn question_lines(questions: &[Question]) -> Vec<QuestionLine<'_>> {
    let line = |question| {
        let Question { key, message, choices, chosen }: &Question = question;
        let answers = choices.iter().enumerate().map(|(place, choice)| AnswerLine {
            option: choice.answer.option(),
            text: Texts::english(&choice.label),
            holds: *chosen == Some(place),
        });
        let answers = answers.collect();
        QuestionLine { question: key, text: Texts::english(message), open: chosen.is_none(), answers }
    };
    questions.iter().map(line).collect()
}

fn told_lines(told: &[Told]) -> Vec<ToldLine> {
    let line = |told: &Told| ToldLine { row: told.row, text: Texts::english(&told.message) };
    told.iter().map(line).collect()
}

/// Saves a file to fill in.
pub(super) fn template(file: &std::path::Path) -> Result<(), CliError> {
    output::write_file(file, own::template().as_bytes())?;
    output::print_line(&format!("a file to fill in was saved in {}", file.display()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn headings_may_have_commas() {
        let map = maps("name=Artikel, lang,price=Preis,tax=#4").unwrap();
        let expected = [
            (Field::Name, "Artikel, lang".to_owned()),
            (Field::Price, "Preis".to_owned()),
            (Field::Tax, "#4".to_owned()),
        ];
        assert_eq!(map, expected);
        assert!(maps("Artikel").is_err());
    }
}
