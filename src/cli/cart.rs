//! `tillsight cart`: photos become priced lines and a total.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::CliError;
use super::named_photos::{Naming, Outcome, name_photos};
use super::output::{self, Format};
use super::progress::Progress;
use super::shop::Shop;
use cnn::DeviceChoice;
use domain::{Cart, CartLine, DomainError, LineQuantity, Money, Product, ProductId, Quantity};
use recognition::Decision;

/// Make priced lines and a total of photos
///
/// A photo that the till is sure of becomes a line of the cart. Goods sold by weight wait for it,
/// and photos that need a person's choice are listed below. Nothing is sold or saved.
#[derive(Args, Debug)]
pub struct CartArgs {
    /// Photos, one item on each
    #[arg(value_name = "PHOTO", required = true)]
    photos: Vec<PathBuf>,

    /// Print one JSON object, for programs; money in the smallest coin
    #[arg(long)]
    json: bool,
}

/// The cart for programs; the field names are a contract.
#[derive(Serialize, Debug)]
struct CartReport<'a> {
    lines: Vec<LineReport<'a>>,
    total: i64,
    currency: String,
    needs_weight: Vec<&'a str>,
    needs_price: Vec<&'a str>,
    unresolved: Vec<String>,
}

#[derive(Serialize, Debug)]
struct LineReport<'a> {
    product: &'a ProductId,
    name: &'a str,
    quantity: Option<u32>,
    /// Null while nobody has said it.
    unit_price: Option<i64>,
    total: Option<i64>,
    photo: Option<&'a str>,
}

/// Runs the command.
pub(super) fn run(args: &CartArgs, shop: Option<&Path>) -> Result<(), CliError> {
    let mut shop = Shop::open(shop)?;
    let (version, scope) = shop.model(None)?;
    let products: BTreeMap<ProductId, Arc<Product>> = shop
        .store
        .active_products()?
        .into_iter()
        .map(|product| (product.id.clone(), Arc::new(product)))
        .collect();
    let evidence = shop.evidence(&version, None)?;
    let how = (DeviceChoice::Auto, shop.precision(&version));
    let naming = Naming { model: shop.load(&version, None, how)?, scope, evidence };
    let mut cart = Cart::new(shop.store.currency()?, shop.store.tax_mode()?);
    let mut unresolved = Vec::new();
    let progress = Progress::new("photos", args.photos.len());
    let named = name_photos(&naming, &args.photos, |outcome| {
        progress.step();
        if let Some(photo) = put_in_cart(&mut cart, &products, outcome)? {
            unresolved.push(photo);
        }
        Ok(())
    });
    drop(progress);
    // Photos that could not be read do not take the cart from those that could.
    let failed = match named {
        Err(CliError::PhotosFailed) => Err(CliError::PhotosFailed),
        other => other.map(Ok)?,
    };
    print_cart(&cart, unresolved, Format::from_switch(args.json))?;
    failed
}

/// Adds an accepted product; gives back the photo of anything else.
fn put_in_cart(
    cart: &mut Cart,
    products: &BTreeMap<ProductId, Arc<Product>>,
    outcome: Outcome,
) -> Result<Option<String>, CliError> {
    let named = match outcome {
        Outcome::Named(named) => named,
        Outcome::Failed { photo, .. } => return Ok(Some(photo)),
    };
    let accepted = match &named.recognition.decision {
        Decision::Accept(product) => products.get(product),
        Decision::Ask | Decision::Unknown => None,
    };
    match accepted {
        Some(product) => {
            // A line a photo: whoever reads the list finds each of them.
            cart.add_apart(Arc::clone(product), vec![Some(named.photo)])?;
            Ok(None)
        }
        None => Ok(Some(named.photo)),
    }
}

fn print_cart(cart: &Cart, unresolved: Vec<String>, format: Format) -> Result<(), CliError> {
    match format {
        Format::Json => output::print_json(&cart_report(cart, unresolved)?),
        Format::Text => output::print_lines(cart_text(cart, &unresolved)?),
    }
}

fn cart_report(cart: &Cart, unresolved: Vec<String>) -> Result<CartReport<'_>, DomainError> {
    let lines = cart.lines().iter().map(line_report).collect::<Result<_, _>>()?;
    let photos_of = |wanted: LineQuantity| {
        let waiting = cart.lines().iter().filter(move |line| line.quantity() == wanted);
        waiting.filter_map(CartLine::photo).collect()
    };
    Ok(CartReport {
        lines,
        total: cart.total()?.minor(),
        currency: cart.currency().code().to_owned(),
        needs_weight: photos_of(LineQuantity::WeightNeeded),
        needs_price: photos_of(LineQuantity::PriceNeeded),
        unresolved,
    })
}

fn line_report(line: &CartLine) -> Result<LineReport<'_>, DomainError> {
    let product = line.product();
    Ok(LineReport {
        product: &product.id,
        name: &product.name,
        quantity: match line.quantity() {
            LineQuantity::Known(Quantity::Pieces(pieces)) => Some(pieces.get()),
            LineQuantity::Known(Quantity::Weight(_))
            | LineQuantity::WeightNeeded
            | LineQuantity::PriceNeeded => None,
        },
        unit_price: product.price.map(|price| price.money().minor()),
        total: line.total()?.map(Money::minor),
        photo: line.photo(),
    })
}

/// The cart for people: a line a photo, the total, and what is still to be done.
fn cart_text(cart: &Cart, unresolved: &[String]) -> Result<Vec<String>, DomainError> {
    let mut lines = cart.lines().iter().map(line_text).collect::<Result<Vec<_>, _>>()?;
    lines.push(format!("{:<40} {:>12}", "Total", cart.total()?.with_code()));
    let choose = |photo: &String| format!("not in the cart, please choose: {photo}");
    lines.extend(unresolved.iter().map(choose));
    Ok(lines)
}

fn line_text(line: &CartLine) -> Result<String, DomainError> {
    let product = line.product();
    Ok(match (line.total()?, product.price) {
        (Some(total), _) => format!("{:<40} {:>12}", product.name, total.to_string()),
        (None, Some(price)) => {
            let price = price.money().to_string();
            format!("{:<40} {price:>12} a kg, to be weighed", product.name)
        }
        (None, None) => format!("{:<40} {:>12} no price yet", product.name, "-"),
    })
}

#[cfg(test)]
#[path = "cart_tests.rs"]
mod tests;
