//! `tillsight catalogue import`: products out of a file, its columns matched, what is open told with the
//! option that answers it.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::CliError;
use super::catalogue_lines::{Came, about, line};
use super::output::{self, Format};
use super::shop::Shop;
use catalogue_file::{
    Answer, Choices, CodeCare, Field, ForeignPrices, Mark, Matched, PriceBasis, Question, Reading,
    Remembered, Shop as ReadingShop, TaxForm, TwoTaxes, own,
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
        for (field, heading) in
            self.map.iter().map(|it| maps(it)).collect::<Result<Vec<_>, _>>()?.concat()
        {
            choices.map(field, &heading);
        }
        let encoding = self.encoding.clone().map(Answer::Encoding);
        let heading = self.heading.as_deref().map(|it| Answer::Heading(it == "yes"));
        let decimal = self
            .decimal
            .as_deref()
            .map(|it| Answer::Decimal(if it == "comma" { Mark::Comma } else { Mark::Point }));
        let tax = self.tax.as_deref().map(|it| {
            Answer::Tax(match it {
                "percent" => TaxForm::Percent,
                "share" => TaxForm::Share,
                _ => TaxForm::Mixed,
            })
        });
        let two_taxes = self
            .two_taxes
            .as_deref()
            .map(|it| Answer::TwoTaxes(if it == "add" { TwoTaxes::Add } else { TwoTaxes::First }));
        let prices = self.prices.as_deref().map(|it| {
            Answer::Prices(if it == "convert" {
                PriceBasis::Convert
            } else {
                PriceBasis::AsTheyAre
            })
        });
        let foreign = self.foreign_prices.as_deref().map(|it| {
            Answer::Foreign(if it == "take" {
                ForeignPrices::Take
            } else {
                ForeignPrices::LeaveOut
            })
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
        let field = part
            .split_once('=')
            .and_then(|(word, heading)| Some((Field::of_word(word)?, heading.trim().to_owned())));
        match (field, maps.last_mut()) {
            (Some(map), _) => maps.push(map),
            (None, Some((_, heading))) => *heading = format!("{heading},{part}"),
            (None, None) => return Err(not_a_map(text)),
        }
    }
    Ok(maps)
}

/// Runs the command.
pub(super) fn import(shop: &mut Shop, args: &ImportArgs) -> Result<(), CliError> {
    let choices = args.choices()?;
    let bytes = base::regular_file::read(&args.file).map_err(|source| CliError::File {
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
        Format::Json => output::print_json(&line(&args.file, Some(matched), &[], None))?,
        Format::Text => output::print_lines(about(matched))?,
    }
    Err(CliError::CatalogueQuestions { file: args.file.clone(), questions })
}

fn question_text(question: &Question) -> String {
    let answers = question
        .choices
        .iter()
        .map(|choice| format!("{}: {}", choice.answer.option(), Texts::english(&choice.label)));
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
        let came = Came { summary: &summary, unchanged: plan.unchanged, taken: !args.dry_run };
        return output::print_json(&line(&args.file, matched, products, Some(&came)));
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
