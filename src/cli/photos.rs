//! `tillsight photos`: the shop's own photos of its goods, in and out, and what is wrong with them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;

use super::CliError;
use super::left_out::LeftOut;
use super::output::{self, Format};
use super::progress::Progress;
use super::shop::{Shop, open_folder};
use domain::{KnownProducts, Product, ProductId};
use teach::keeping::{PhotoKeeper, Side};
use teach::library::{Checked, check_photos, export_photos, import_photos};
use teach::sides::photos_with_sides;

/// See, fill, save and check the shop's own photos of its goods
#[derive(Args, Debug)]
pub struct PhotosArgs {
    #[command(subcommand)]
    command: PhotosCommand,
}

#[derive(Subcommand, Debug)]
enum PhotosCommand {
    /// Show how many photos there are of each product, and what they are for
    List(ListArgs),
    /// Take photos from a folder with a folder a product, or a zip of one
    ///
    /// Photos are copied as they are. The same photo is kept once.
    Import(ImportArgs),
    /// Save all photos as a folder with a folder a product, or as a zip
    Export(ExportArgs),
    /// Find photos that are probably under the wrong product
    ///
    /// Each photo is compared with all others as the model sees them; what other photos say it
    /// shows is told beside the product it is under, the surest first.
    Check(CheckArgs),
}

#[derive(Args, Debug)]
struct ListArgs {
    /// Print one JSON object a line, for programs
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct ImportArgs {
    /// The folder or zip
    #[arg(value_name = "PATH")]
    from: PathBuf,

    /// All photos show this product, whatever their folders are called
    #[arg(long, value_name = "ID")]
    product: Option<String>,
}

#[derive(Args, Debug)]
struct ExportArgs {
    /// An empty or new folder, or a file that ends in .zip
    #[arg(value_name = "PATH")]
    to: PathBuf,
}

#[derive(Args, Debug)]
struct CheckArgs {
    /// The version of the model that looks at the photos [default: the promoted one]
    #[arg(long, value_name = "NAME")]
    model: Option<String>,

    /// Print one JSON object a line, for programs
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(super) fn run(args: &PhotosArgs, shop: Option<&Path>) -> Result<(), CliError> {
    match &args.command {
        PhotosCommand::List(args) => list(Format::from_switch(args.json), shop),
        PhotosCommand::Import(args) => import(args, shop),
        PhotosCommand::Export(args) => export(&args.to, shop),
        PhotosCommand::Check(args) => check(args, shop),
    }
}

/// A product's photos, for programs.
#[derive(Serialize, Default)]
struct Counts {
    photos: usize,
    train: usize,
    validation: usize,
    test: usize,
}

#[derive(Serialize)]
struct ProductLine<'a> {
    product: &'a ProductId,
    #[serde(flatten)]
    counts: &'a Counts,
}

fn list(format: Format, shop: Option<&Path>) -> Result<(), CliError> {
    let mut shop = Shop::open(shop)?;
    let names = shop.names()?;
    let mut products: BTreeMap<ProductId, Counts> = BTreeMap::new();
    for photo in photos_with_sides(&mut shop.store)? {
        if photo.deleted_at.is_some() {
            continue;
        }
        let counts = products.entry(photo.product).or_default();
        counts.photos += 1;
        match photo.side {
            Some(Side::Train) => counts.train += 1,
            Some(Side::Validation) => counts.validation += 1,
            Some(Side::Test) => counts.test += 1,
            None => {}
        }
    }
    for (product, counts) in &products {
        match format {
            Format::Json => output::print_json(&ProductLine { product, counts })?,
            Format::Text => output::print_line(&format!(
                "{:>5} {}  ({} to learn from, {} to choose by, {} to judge by)",
                counts.photos,
                names.of(product),
                counts.train,
                counts.validation,
                counts.test
            ))?,
        }
    }
    if products.is_empty() && format == Format::Text {
        output::print_line("no photos yet; take some with: tillsight photos import PATH")?;
    }
    Ok(())
}

fn import(args: &ImportArgs, shop: Option<&Path>) -> Result<(), CliError> {
    let folder = open_folder(shop)?;
    let mut keeper = PhotoKeeper::open(folder.root())?;
    let products = keeper.store().products()?;
    let product = args.product.as_deref().map(|id| product_with(id, &products)).transpose()?;
    let progress = Progress::new("photos", 0);
    let imported = import_photos(&mut keeper, &args.from, product.as_ref(), &mut |done, all| {
        progress.set(done, all);
    })?;
    drop(progress);
    for (name, product) in &imported.already_there {
        output::print_warning(&format!("{name} is there already, as a photo of {product}"));
    }
    let mut left_out = LeftOut::default();
    left_out.folders(&imported.remarks);
    for reason in &imported.unreadable {
        output::print_error(reason);
    }
    output::print_line(&format!(
        "{} photos kept, {} were there already, {} could not be read",
        imported.kept,
        imported.already_there.len(),
        imported.unreadable.len()
    ))?;
    if !imported.unreadable.is_empty() {
        return Err(CliError::PhotosFailed);
    }
    left_out.end()
}

/// The product that has this id, however it is composed; else the id as it will be.
fn product_with(id: &str, products: &[Product]) -> Result<ProductId, CliError> {
    if let Some(product) = products.iter().find(|product| product.id.as_str() == id) {
        return Ok(product.id.clone());
    }
    let id = ProductId::new(id)?;
    Ok(KnownProducts::new(products).with_id(&id).map_or(id, |product| product.id.clone()))
}

fn export(to: &Path, shop: Option<&Path>) -> Result<(), CliError> {
    let folder = open_folder(shop)?;
    let photos = PhotoKeeper::open(folder.root())?.store().photos()?;
    let count = export_photos(&photos, &folder.photos(), to)?;
    output::print_line(&format!("{count} photos written to {}", to.display()))
}

/// A suspect, for programs.
#[derive(Serialize)]
struct SuspectLine<'a> {
    file: String,
    product: &'a ProductId,
    suspected: &'a ProductId,
    margin: f32,
}

fn check(args: &CheckArgs, shop: Option<&Path>) -> Result<(), CliError> {
    let folder = open_folder(shop)?;
    let mut shop = Shop::open(Some(folder.root()))?;
    let version = args.model.as_deref().map(|name| shop.registry.find(name)).transpose()?;
    let names = shop.names()?;
    let progress = Progress::new("photos", 0);
    let checked =
        check_photos(folder.root(), version.as_ref(), &mut |done, all| progress.set(done, all))?;
    drop(progress);
    for (_, reason) in &checked.unreadable {
        output::print_warning(reason);
    }
    for suspect in &checked.suspects {
        let file = folder.photos().join(&suspect.photo.file).display().to_string();
        let (product, suspected) = (&suspect.photo.product, &suspect.suspected);
        match Format::from_switch(args.json) {
            Format::Json => {
                output::print_json(&SuspectLine {
                    file,
                    product,
                    suspected,
                    margin: suspect.margin,
                })?;
            }
            Format::Text => output::print_line(&format!(
                "{file}: {}, probably {}",
                names.of(product),
                names.of(suspected)
            ))?,
        }
    }
    if !args.json {
        let found = checked.suspects.len();
        let Checked { photos, version, .. } = &checked;
        output::print_line(&format!(
            "{found} of {photos} photos are suspect, as {version} sees them"
        ))?;
    }
    Ok(())
}
