//! `tillsight catalogue`: the list of products, in and out as CSV.

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;

use super::CliError;
use super::output::{self, Format};
use super::shop::Shop;
use domain::{Money, Product, ProductId, Unit, UnitPrice};
use store::{ImportMode, ImportSummary, catalogue_csv};

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
    /// Take products from a CSV file
    ///
    /// The first row names the columns: at least id, name, price, unit (piece or kg), plu,
    /// barcode, tax (per cent) and category. If a row is wrong, nothing is taken and every
    /// wrong row is named.
    Import(ImportArgs),
    /// Save all products as a CSV file
    Export(ExportArgs),
}

#[derive(Args, Debug)]
struct ListArgs {
    /// Print one JSON object a line, for programs; money in the smallest coin
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct ImportArgs {
    /// The file, in UTF-8
    #[arg(value_name = "CSV")]
    file: PathBuf,

    /// Sell only the products of this file from now on; others stay known but inactive
    #[arg(long)]
    replace: bool,
}

#[derive(Args, Debug)]
struct ExportArgs {
    /// The file to write
    #[arg(value_name = "CSV")]
    file: PathBuf,
}

/// A product for programs.
#[derive(Serialize)]
struct ProductLine<'a> {
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
    let mut shop = Shop::open(shop)?;
    match &args.command {
        CatalogueCommand::List(args) => list(&mut shop, Format::from_switch(args.json)),
        CatalogueCommand::Import(args) => import(&mut shop, args),
        CatalogueCommand::Export(args) => export(&mut shop, &args.file),
    }
}

fn list(shop: &mut Shop, format: Format) -> Result<(), CliError> {
    for product in shop.store.products()? {
        match format {
            Format::Json => print_product(&product)?,
            Format::Text => output::print_line(&product_text(&product))?,
        }
    }
    Ok(())
}

fn print_product(product: &Product) -> Result<(), CliError> {
    let price = product.price.map(UnitPrice::money);
    output::print_json(&ProductLine {
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
    })
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

fn import(shop: &mut Shop, args: &ImportArgs) -> Result<(), CliError> {
    let text = read_text(&args.file)?;
    let products = catalogue_csv::parse(&text, shop.store.currency()?).map_err(|errors| {
        let rows = errors.iter().map(ToString::to_string).collect();
        CliError::CatalogueRows { file: args.file.clone(), rows }
    })?;
    let mode = if args.replace { ImportMode::Replace } else { ImportMode::Add };
    let ImportSummary { added, updated, deactivated, .. } = shop.store.import(&products, mode)?;
    shop.store.note_outside_change()?;
    output::print_line(&format!(
        "{added} products added, {updated} updated, {deactivated} no longer sold"
    ))
}

/// Reads a text file; one that is not UTF-8 is said to be so.
fn read_text(file: &Path) -> Result<String, CliError> {
    let context = |source| CliError::File { action: "read", path: file.to_path_buf(), source };
    let bytes = base::regular_file::read(file).map_err(context)?;
    String::from_utf8(bytes).map_err(|_| {
        context(io::Error::other("it is not UTF-8 text: save it again as \"CSV UTF-8\""))
    })
}

/// Writes the catalogue, all or nothing.
fn export(shop: &mut Shop, file: &Path) -> Result<(), CliError> {
    let products = shop.store.products()?;
    output::write_file(file, catalogue_csv::write(&products).as_bytes())?;
    output::print_line(&format!("{} products saved in {}", products.len(), file.display()))
}
