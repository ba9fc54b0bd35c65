//! `tillsight recognise`: what do these photos show?

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::CliError;
use super::named_photos::{NamedPhoto, Naming, Outcome, PhotoMillis, name_photos};
use super::output::{self, Format, percent};
use super::progress::Progress;
use super::shop::{ProductNames, Shop};
use crate::cnn::DeviceChoice;
use crate::domain::ProductId;
use crate::recognition::{Decision, Recogniser};

/// Name the goods in photos
///
/// Each photo gets one of three answers: accept (the till is sure), ask (a person chooses among
/// the candidates) or unknown (probably nothing that the shop sells). The shop's promoted model
/// and its active products are used; with --model, all products that model knows.
#[derive(Args, Debug)]
pub struct RecogniseArgs {
    /// Photos to look at (JPEG, PNG, WebP, BMP, TIFF or GIF)
    #[arg(value_name = "PHOTO", required = true)]
    photos: Vec<PathBuf>,

    /// How many candidates to show for each photo
    #[arg(long, value_name = "N", default_value = "4")]
    top: NonZeroUsize,

    /// Use this version of the model: its name, or the folder it lies in
    #[arg(long, value_name = "V")]
    model: Option<String>,

    /// Print one JSON object a line, for programs
    #[arg(long)]
    json: bool,
}

/// A line for programs; the field names are a contract.
#[derive(Serialize)]
struct PhotoLine<'a> {
    photo: &'a str,
    decision: DecisionField<'a>,
    candidates: Vec<CandidateField<'a>>,
    millis: PhotoMillis,
}

#[derive(Serialize)]
struct DecisionField<'a> {
    kind: &'static str,
    product: Option<&'a str>,
}

#[derive(Serialize)]
struct CandidateField<'a> {
    product: &'a ProductId,
    name: &'a str,
    score: f64,
}

#[derive(Serialize)]
struct FailedLine<'a> {
    photo: &'a str,
    error: &'a str,
}

/// Runs the command.
pub(super) fn run(args: &RecogniseArgs, shop: Option<&Path>) -> Result<(), CliError> {
    let mut shop = Shop::open(shop)?;
    let (version, scope) = shop.model(args.model.as_deref())?;
    let names = shop.names()?;
    let decider = shop.decider(args.model.as_deref())?;
    let recogniser = Recogniser::load(&version, DeviceChoice::Auto)?;
    let naming = Naming { recogniser, scope, decider };
    let format = Format::from_switch(args.json);
    let progress = Progress::new("photos", args.photos.len());
    name_photos(&naming, &args.photos, |outcome| {
        progress.step();
        progress.beside(|| match outcome {
            Outcome::Named(photo) => print_named(&photo, args.top.get(), &names, format),
            Outcome::Failed { photo, error } => match format {
                Format::Text => Ok(()),
                Format::Json => output::print_json(&FailedLine { photo: &photo, error: &error }),
            },
        })
    })
}

fn print_named(
    photo: &NamedPhoto,
    top: usize,
    names: &ProductNames,
    format: Format,
) -> Result<(), CliError> {
    let line = photo_line(photo, top, names);
    match format {
        Format::Json => output::print_json(&line),
        Format::Text => output::print_line(&text_of(&line)),
    }
}

fn photo_line<'a>(photo: &'a NamedPhoto, top: usize, names: &'a ProductNames) -> PhotoLine<'a> {
    let decision = match &photo.decision {
        Decision::Accept(product) => {
            DecisionField { kind: "accept", product: Some(product.as_str()) }
        }
        Decision::Ask => DecisionField { kind: "ask", product: None },
        Decision::Unknown => DecisionField { kind: "unknown", product: None },
    };
    let candidates = photo
        .recognition
        .candidates
        .iter()
        .take(top)
        .map(|candidate| CandidateField {
            product: &candidate.product,
            name: names.of(&candidate.product),
            score: candidate.score,
        })
        .collect();
    PhotoLine { photo: &photo.photo, decision, candidates, millis: photo.millis }
}

/// The same for people: the photo and its answer, then the candidates.
fn text_of(line: &PhotoLine<'_>) -> String {
    let mut text = format!("{}: {}", line.photo, line.decision.kind);
    for candidate in &line.candidates {
        text.push_str(&format!("\n  {:>7}  {}", percent(candidate.score), candidate.name));
    }
    text
}
