//! `tillsight recognise`: what do these photos show?

use std::borrow::Cow;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::evidence_sheet::{self, Named, Panel};
use super::named_photos::{NamedPhoto, Naming, Outcome, PhotoMillis, name_photos};
use super::output::{self, Format, percent};
use super::progress::Progress;
use super::shop::{ProductNames, Shop};
use super::{CliError, sentence};
use cnn::DeviceChoice;
use domain::ProductId;
use photo::{self, Picture, Region, encode_png};
use recognition::{Candidate, Decision, Why};
use taught::ShopModel;

/// How many candidates an explaining picture lists.
const MOST_ON_SHEET: usize = 4;

/// Name the goods in photos
///
/// Each photo gets one of three answers: accept (the till is sure), ask (a person chooses among
/// the candidates) or unknown (probably nothing that the shop sells). The shop's promoted model
/// and its active products are used; with --model, all products that model knows.
#[derive(Args, Debug)]
pub struct RecogniseArgs {
    /// Photos to look at (JPEG, PNG, HEIC, WebP, BMP, TIFF or GIF)
    #[arg(value_name = "PHOTO", required = true)]
    photos: Vec<PathBuf>,

    /// How many candidates to show for each photo
    #[arg(long, value_name = "N", default_value = "4")]
    top: NonZeroUsize,

    /// Use this version of the model: its name, or the folder it lies in
    #[arg(long, value_name = "V")]
    model: Option<String>,

    /// Write a picture that shows what speaks for the first candidate, and for the second instead
    ///
    /// A PNG with the photo, the places on it that decided, and the products' pictures. For one
    /// photo at a time.
    #[arg(long, value_name = "OUT.png")]
    explain: Option<PathBuf>,

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
    /// The item that was looked at, in pixels of the upright photo: left, upper, right and lower edge.
    #[serde(rename = "box")]
    item: Option<[f32; 4]>,
    /// Only where `--explain` asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<Cow<'a, str>>,
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
    check_explain(args)?;
    let mut shop = Shop::open(shop)?;
    let (version, scope) = shop.model(args.model.as_deref())?;
    let names = shop.names()?;
    let evidence = shop.evidence(&version, args.model.as_deref())?;
    let how = (DeviceChoice::Auto, shop.precision(&version));
    let model = shop.load(&version, args.model.as_deref(), how)?;
    let naming = Naming { model, scope, evidence };
    let format = Format::from_switch(args.json);
    let progress = Progress::new("photos", args.photos.len());
    name_photos(&naming, &args.photos, |outcome| {
        progress.step();
        match outcome {
            Outcome::Named(photo) => {
                if let Some(file) = &args.explain {
                    explain(file, &photo, (&naming.model, &mut shop, &names))?;
                }
                progress.beside(|| print_named(&photo, args, &names, format))
            }
            Outcome::Failed { photo, error } => progress.beside(|| match format {
                Format::Text => Ok(()),
                Format::Json => output::print_json(&FailedLine { photo: &photo, error: &error }),
            }),
        }
    })
}

/// One file explains one photo, as PNG, and is never written over it.
fn check_explain(args: &RecogniseArgs) -> Result<(), CliError> {
    let Some(file) = &args.explain else {
        return Ok(());
    };
    let misuse = |text: &str| Err(CliError::Usage(text.to_owned()));
    let [photo] = &args.photos[..] else {
        return misuse("--explain writes one file: name one photo, or run it once for each");
    };
    if !file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("png")) {
        return misuse("--explain writes a PNG: give a file name that ends in .png");
    }
    let same = fs::canonicalize(file)
        .is_ok_and(|file| fs::canonicalize(photo).is_ok_and(|photo| photo == file));
    if same { misuse("--explain would write over the photo: give another file") } else { Ok(()) }
}

/// Writes the sheet that tells what speaks for the first candidate, and for the second instead.
fn explain(
    file: &Path,
    photo: &NamedPhoto,
    (model, shop, names): (&ShopModel, &mut Shop, &ProductNames),
) -> Result<(), CliError> {
    let candidates = &photo.recognition.candidates;
    let mut explained = Vec::new();
    let mut rival: Option<&Candidate> = None;
    for candidate in candidates.iter().take(2) {
        let instead_of = rival.map(|rival| rival.product.clone());
        let why = Why { product: candidate.product.clone(), instead_of };
        explained.push((candidate, rival, model.recogniser.explain(&photo.picture, &why)?));
        rival = Some(candidate);
    }
    let mut panels = Vec::new();
    for (candidate, rival, explanation) in &explained {
        let name = names.of(&candidate.product);
        let title = match rival {
            None => format!("Why {name}?"),
            Some(rival) => format!("Why {name} rather than {}?", names.of(&rival.product)),
        };
        let mut caption = vec![name.to_owned(), format!("{} sure", percent(candidate.score))];
        if explanation.is_slight() {
            caption.push("Hardly anything here speaks for it.".to_owned());
        }
        let product = match model.most_similar(&photo.picture, &candidate.product)? {
            Some(own) => Some(own),
            None => shop.picture_of(&candidate.product)?,
        };
        let product = product.as_deref().and_then(shown);
        panels.push(Panel { title, explanation, product, caption });
    }
    let line = photo_line(photo, MOST_ON_SHEET, names);
    let shares = line.candidates.iter().map(|c| format!("{}  {}", percent(c.score), c.name));
    let answer =
        std::iter::once(answer_of(&photo.recognition.decision).to_owned()).chain(shares).collect();
    let name = Path::new(&photo.photo).file_name().unwrap_or_default().to_string_lossy();
    let named = Named { picture: &photo.picture, name: &name, answer };
    let sheet = evidence_sheet::draw(&named, &panels)?;
    output::write_file(file, &encode_png(&sheet)?)
}

/// A decision in words.
fn answer_of(decision: &Decision) -> &'static str {
    match decision {
        Decision::Accept(_) => "Accepted without asking",
        Decision::Ask => "To be asked about",
        Decision::Unknown => "Probably nothing that is sold here",
    }
}

/// A product's picture; one that cannot be opened is left out and said to be so.
fn shown(file: &Path) -> Option<Picture> {
    match photo::load(file) {
        Ok(picture) => Some(picture),
        Err(error) => {
            output::print_warning(&sentence(&error));
            None
        }
    }
}

fn print_named(
    photo: &NamedPhoto,
    args: &RecogniseArgs,
    names: &ProductNames,
    format: Format,
) -> Result<(), CliError> {
    let mut line = photo_line(photo, args.top.get(), names);
    line.explain = args.explain.as_deref().map(Path::to_string_lossy);
    match format {
        Format::Json => output::print_json(&line),
        Format::Text => output::print_lines(text_of(&line)),
    }
}

fn photo_line<'a>(photo: &'a NamedPhoto, top: usize, names: &'a ProductNames) -> PhotoLine<'a> {
    let decision = match &photo.recognition.decision {
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
    let item = photo.recognition.items.item().map(|item| {
        let Region { x, y, width, height } = item;
        [x, y, x + width, y + height]
    });
    let (photo, millis) = (photo.photo.as_str(), photo.millis);
    PhotoLine { photo, decision, candidates, millis, item, explain: None }
}

/// The same for people: the photo and its answer, then the candidates.
fn text_of(line: &PhotoLine<'_>) -> Vec<String> {
    let mut lines = vec![format!("{}: {}", line.photo, line.decision.kind)];
    for candidate in &line.candidates {
        lines.push(format!("  {:>7}  {}", percent(candidate.score), candidate.name));
    }
    lines.extend(line.explain.iter().map(|file| format!("  what speaks for it: {file}")));
    lines
}
