//! `tillsight forget`: what a product was taught with no longer counts.

use std::path::Path;

use clap::Args;
use serde::Serialize;

use super::CliError;
use super::output::{self, Format};
use super::shop::Shop;
use super::teach::product_named;
use domain::ProductId;
use store::{PhotoId, PhotoRow};
use taught::TrainedOn;

/// Forget what a product was taught with
///
/// Its photos teach nothing any more; the product stays in the catalogue. What a training has put
/// into the model is not undone by this: such a product is still recognised.
#[derive(Args, Debug)]
pub struct ForgetArgs {
    /// The product: its id or its name
    #[arg(value_name = "PRODUCT")]
    product: String,

    /// Print one JSON object, for programs
    #[arg(long)]
    json: bool,
}

/// What was forgotten.
#[derive(Serialize)]
struct ForgetReport<'a> {
    product: &'a ProductId,
    /// Photos that were deleted.
    photos: usize,
    model: &'a str,
    /// Whether the model was trained on the product and still names it.
    trained: bool,
}

/// Runs the command.
pub(super) fn run(args: &ForgetArgs, shop: Option<&Path>) -> Result<(), CliError> {
    let mut shop = Shop::open(shop)?;
    let products = shop.store.products()?;
    let product = match product_named(&products, &args.product) {
        Some(product) => product.id.clone(),
        None => ProductId::of_name(&args.product)
            .ok_or_else(|| CliError::NothingTaught(args.product.clone()))?,
    };
    let version = shop.registry.promoted()?;
    let learnt = TrainedOn::of(&version.manifest);
    let trained = learnt.has_class(&product);
    let photos = shop.store.photos()?;
    let ids: Vec<PhotoId> = photos
        .iter()
        .filter(|photo| is_forgotten(photo, &product, &learnt))
        .map(|photo| photo.id)
        .collect();
    if ids.is_empty() && !trained {
        return Err(CliError::NothingTaught(product.to_string()));
    }
    shop.store.delete_photos(&ids)?;
    shop.store.note_outside_change()?;
    let (photos, model) = (ids.len(), version.name());
    match Format::from_switch(args.json) {
        Format::Json => {
            output::print_json(&ForgetReport { product: &product, photos, model, trained })
        }
        Format::Text => output::print_lines(text_of(&product, photos, trained.then_some(model))),
    }
}

/// All photos of a product that the network was not trained on; of one that it was, those that it
/// did not see.
fn is_forgotten(photo: &PhotoRow, product: &ProductId, learnt: &TrainedOn) -> bool {
    photo.product == *product && (!learnt.has_class(product) || !learnt.saw(photo.looks))
}

fn text_of(product: &ProductId, photos: usize, trained_by: Option<&str>) -> Vec<String> {
    let mut lines =
        vec![format!("{product}: {photos} photos forgotten; it stays in the catalogue")];
    if let Some(model) = trained_by {
        lines.push(format!(
            "the model {model} was trained on {product} and still names it; to sell it no longer, make it inactive in the catalogue"
        ));
    }
    lines
}
