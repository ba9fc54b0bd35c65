//! `tillsight teach`: the model learns a product from a few photos, at once.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use serde::Serialize;

use super::output::{self, Format};
use super::shop::Shop;
use super::teach_warnings::{self, Warning};
use super::{CliError, sentence};
use cnn::DeviceChoice;
use domain::{Product, ProductId};
use photo::{self, Picture};
use recognition::RecognitionError;
use store::PhotoRow;
use taught::ShopModel;
use teach::keeping::{
    AboutPhoto, Added, KeepError, PhotoKeeper, PhotoOrigin, PhotoToKeep, SessionId,
};
use teach::new_product::{self, Named, named};

/// Teach the shop's model a product with a few photos of it
///
/// No training: five photos from different sides are recognised at once. The photos are kept in the
/// shop's folder, where a training finds them later. A product that the catalogue does not have is
/// made, without a price: the till asks for it at its first sale.
#[derive(Args, Debug)]
pub struct TeachArgs {
    /// The product: its id or its name; a new name makes a new product
    #[arg(value_name = "PRODUCT")]
    product: String,

    /// Photos of it (JPEG, PNG, HEIC, WebP, BMP, TIFF or GIF)
    #[arg(value_name = "PHOTO", required = true)]
    photos: Vec<PathBuf>,

    /// Print one JSON object, for programs
    #[arg(long)]
    json: bool,
}

/// What was taught.
#[derive(Serialize)]
struct TeachReport<'a> {
    product: &'a ProductId,
    name: &'a str,
    /// Whether the product is new.
    made: bool,
    model: &'a str,
    /// Photos that are new.
    photos: usize,
    /// Photos that were there already.
    already: usize,
    /// Photos that teach this product now.
    in_all: usize,
    /// From the first photo's file to a model that knows the product; without loading the model.
    millis: f64,
    warnings: &'a [Warning],
    failed: &'a [FailedPhoto],
}

/// A photo that was not kept.
#[derive(Serialize)]
struct FailedPhoto {
    photo: String,
    error: String,
}

/// A photo as it was given, and what became of it.
pub(super) struct GivenPhoto {
    pub(super) name: String,
    pub(super) picture: Picture,
    pub(super) added: Added,
}

/// Runs the command.
pub(super) fn run(args: &TeachArgs, shop: Option<&Path>) -> Result<(), CliError> {
    let mut shop = Shop::open(shop)?;
    let (version, scope) = shop.model(None)?;
    let how = (DeviceChoice::Auto, shop.precision(&version));
    let mut model = shop.load(&version, None, how)?;
    if model.recogniser.direction_width().is_none() {
        let version = version.name().to_owned();
        return Err(RecognitionError::NotTeachable { version }.into());
    }
    let begun = Instant::now();
    let (read, failed) = read_all(&args.photos);
    if read.is_empty() {
        return Err(CliError::NoPhotoRead(args.product.clone()));
    }
    let (product, made) = find_or_make(&mut shop, &args.product)?;
    let given = keep_all(&shop, &product.id, read)?;
    let mut warnings = teach_warnings::looks_like_another(&model, &scope, &product.id, &given)?;
    for unreadable in model.teach()? {
        output::print_warning(&format!("{}: {}", unreadable.photo.file, unreadable.reason));
    }
    let millis = begun.elapsed().as_secs_f64() * 1e3;
    shop.store.note_outside_change()?;
    warnings.extend(teach_warnings::too_alike(&given));
    warnings.extend(teach_warnings::kept_as_another(&product.id, &given));
    tell(args, (&product, made), &model, millis, (&given, &warnings, &failed))?;
    if failed.is_empty() { Ok(()) } else { Err(CliError::PhotosFailed) }
}

/// A photo's name, its bytes and what they show.
type ReadPhoto = (String, Vec<u8>, Picture);

/// Reads all photos that can be read; each of the others is told of on stderr.
fn read_all(photos: &[PathBuf]) -> (Vec<ReadPhoto>, Vec<FailedPhoto>) {
    let (mut read, mut failed) = (Vec::new(), Vec::new());
    for path in photos {
        let name = path.to_string_lossy().into_owned();
        let opened = photo::read_file(path, &name)
            .and_then(|bytes| Ok((photo::decode(&bytes, &name)?, bytes)));
        match opened {
            Ok((picture, bytes)) => read.push((name, bytes, picture)),
            Err(error) => {
                let error = sentence(&error);
                output::print_error(&error);
                failed.push(FailedPhoto { photo: name, error });
            }
        }
    }
    (read, failed)
}

/// The product of this id or name, on sale from now on; a new one without a price where there is
/// none.
fn find_or_make(shop: &mut Shop, wanted: &str) -> Result<(Product, bool), CliError> {
    let products = shop.store.products()?;
    if let Some(found) = product_named(&products, wanted) {
        let found = Product { active: true, ..found.clone() };
        if !products.contains(&found) {
            output::print_warning(&format!("{} is sold again", found.name));
            shop.store.save_product(&found)?;
        }
        return Ok((found, false));
    }
    let unusable =
        || CliError::Usage(format!("\"{wanted}\" can be no product; write a name with letters"));
    let Ok(Named::New(name)) = named(wanted, &products) else { return Err(unusable()) };
    let id = new_product::make(&mut shop.store, &name)?;
    Ok((shop.store.product(&id)?.ok_or_else(unusable)?, true))
}

/// The product that has this id or this name, in any language and however it is written.
pub(super) fn product_named<'a>(products: &'a [Product], wanted: &str) -> Option<&'a Product> {
    match named(wanted, products) {
        Ok(Named::There(id)) => products.iter().find(|product| product.id == id),
        Ok(Named::New(_)) | Err(_) => None,
    }
}

fn keep_all(
    shop: &Shop,
    product: &ProductId,
    read: Vec<ReadPhoto>,
) -> Result<Vec<GivenPhoto>, CliError> {
    let mut keeper = PhotoKeeper::open(shop.folder.root())?;
    let session = keeper.begin_session("")?;
    let keep = |(name, bytes, picture): ReadPhoto| -> Result<GivenPhoto, KeepError> {
        let file = PhotoToKeep::File { bytes: &bytes, name: &name };
        let added = keeper.keep(file, &about(product, session))?;
        Ok(GivenPhoto { name, picture, added })
    };
    Ok(read.into_iter().map(keep).collect::<Result<_, _>>()?)
}

fn about(product: &ProductId, session: SessionId) -> AboutPhoto {
    AboutPhoto {
        product: product.clone(),
        session,
        origin: PhotoOrigin::File,
        taken_at: None,
        guessed: None,
    }
}

fn tell(
    args: &TeachArgs,
    (product, made): (&Product, bool),
    model: &ShopModel,
    millis: f64,
    (given, warnings, failed): (&[GivenPhoto], &[Warning], &[FailedPhoto]),
) -> Result<(), CliError> {
    let is_there = |row: &PhotoRow| row.product == product.id;
    let count = |is: &dyn Fn(&Added) -> bool| given.iter().filter(|own| is(&own.added)).count();
    let taught = model.recogniser.taught().iter().find(|own| own.product == product.id);
    let report = TeachReport {
        product: &product.id,
        name: &product.name,
        made,
        model: model.recogniser.version().name(),
        photos: count(&|added| matches!(added, Added::New(_))),
        already: count(&|added| matches!(added, Added::AlreadyThere(row) if is_there(row))),
        in_all: taught.map_or(0, |own| own.photos),
        millis,
        warnings,
        failed,
    };
    match Format::from_switch(args.json) {
        Format::Json => output::print_json(&report),
        Format::Text => {
            warnings.iter().for_each(|warning| output::print_warning(&warning.sentence()));
            output::print_lines(text_of(&report))
        }
    }
}

fn text_of(report: &TeachReport<'_>) -> Vec<String> {
    let TeachReport { name, photos, in_all, millis, .. } = report;
    let mut lines = vec![format!(
        "{name}: {photos} photos learnt in {:.2} s, {in_all} in all (model {})",
        millis / 1e3,
        report.model
    )];
    if report.already > 0 {
        lines.push(format!("{} photos were there already", report.already));
    }
    if report.made {
        lines.push(format!(
            "{name} is new in the catalogue ({}), without a price; the till asks at its first sale",
            report.product
        ));
    }
    if *in_all < teach_warnings::ENOUGH {
        lines.push(format!(
            "with {} photos from different sides it is recognised more surely",
            teach_warnings::ENOUGH
        ));
    }
    lines
}
