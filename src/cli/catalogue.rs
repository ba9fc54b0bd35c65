//! `tillsight catalogue`: the list of products, in and out as CSV.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;

use super::CliError;
use super::catalogue_import::{ImportArgs, import, template};
use super::output::{self, Format};
use super::shop::Shop;
use catalogue_file::own;
use domain::{Money, Product, ProductId, Unit, UnitPrice};

/// See, fill and save the list of products
#[derive(Args, Debug)]
pub struct CatalogueArgs {
    #[command(subcommand)]
    command: CatalogueCommand,
}

#[derive(Subcommand, Debug)]
enum CatalogueCommand {
    /// Show all products with their prices
    List(ListArgs),
    /// Take products from a CSV file, ours or that of another program
    ///
    /// In our own form the first row names the columns: at least id, name, price, unit (piece or
    /// kg), plu, barcode, tax (per cent) and category. If a row is wrong, nothing is taken and
    /// every wrong row is named.
    ///
    /// In the tables of other programs and shops the columns are matched by their headings and by
    /// what stands in them. Only a name is needed. What a row lacks is told; what would be a guess
    /// about money is asked, and nothing is taken until an option answers it. Answers are
    /// remembered for the next file with the same headings.
    Import(Box<ImportArgs>),
    /// Save all products as a CSV file
    Export(ExportArgs),
    /// Save a CSV file to fill in, with an example of each unit
    Template(ExportArgs),
}

#[derive(Args, Debug)]
struct ListArgs {
    /// Print one JSON object a line, for programs; money in the smallest coin
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct ExportArgs {
    /// The file to write
    #[arg(value_name = "CSV")]
    file: PathBuf,
}

/// A product for programs.
#[derive(Serialize)]
pub(super) struct ProductLine<'a> {
    product: &'a ProductId,
    name: &'a str,
    /// Null while nobody has said it, and with it unit and currency.
    unit_price: Option<i64>,
    unit: Option<&'static str>,
    currency: Option<String>,
    plu: Option<&'a str>,
    barcode: Option<&'a str>,
    tax_percent: String,
    category: &'a str,
    active: bool,
}

/// Runs the command.
pub(super) fn run(args: &CatalogueArgs, shop: Option<&Path>) -> Result<(), CliError> {
    if let CatalogueCommand::Template(args) = &args.command {
        return template(&args.file);
    }
    let mut shop = Shop::open(shop)?;
    match &args.command {
        CatalogueCommand::List(args) => list(&mut shop, Format::from_switch(args.json)),
        CatalogueCommand::Import(args) => import(&mut shop, args),
        CatalogueCommand::Export(args) => export(&mut shop, &args.file),
        CatalogueCommand::Template(args) => template(&args.file),
    }
}

fn list(shop: &mut Shop, format: Format) -> Result<(), CliError> {
    for product in shop.store.products()? {
        match format {
            Format::Json => output::print_json(&ProductLine::of(&product))?,
            Format::Text => output::print_line(&product_text(&product))?,
        }
    }
    Ok(())
}

impl<'a> ProductLine<'a> {
    pub(super) fn of(product: &'a Product) -> Self {
        let price = product.price.map(UnitPrice::money);
        Self {
            product: &product.id,
            name: &product.name,
            unit_price: price.map(Money::minor),
            unit: product.unit().map(Unit::as_str),
            currency: price.map(|price| price.currency().code().to_owned()),
            plu: product.plu.as_deref(),
            barcode: product.barcode.as_deref(),
            tax_percent: product.tax.percent_text(),
            category: &product.category,
            active: product.active,
        }
    }
}

fn product_text(product: &Product) -> String {
    let price = match product.price {
        Some(price) => {
            format!("{:>10} a {:<5}", price.money().with_code(), price.unit().as_str())
        }
        None => format!("{:>18}", "no price yet"),
    };
    format!(
        "{:<32} {price} PLU {:<6} {:<34}{}",
        product.name,
        product.plu.as_deref().unwrap_or("-"),
        product.id.as_str(),
        if product.active { "" } else { " (inactive)" },
    )
    .trim_end()
    .to_owned()
}

/// Writes the catalogue, all or nothing.
fn export(shop: &mut Shop, file: &Path) -> Result<(), CliError> {
    let products = shop.store.products()?;
    output::write_file(file, own::write(&products).as_bytes())?;
    output::print_line(&format!("{} products saved in {}", products.len(), file.display()))
}
