//! `tillsight models`: see, choose, carry and undo versions of the model.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;

use super::output::{self, Format};
use super::shop::Shop;
use super::{CliError, sentence};
use cnn::InferencePrecision;
use photo::Preparation;
use recognition::{PrecisionTrial, try_loading};
use registry::{ClassEntry, Manifest, Registry, Thresholds, Version};
use store::ShopFolder;
use taught::{delete_version, try_precisions};

/// See, choose, carry and undo versions of the model
#[derive(Args, Debug)]
pub struct ModelsArgs {
    #[command(subcommand)]
    command: ModelsCommand,
}

#[derive(Subcommand, Debug)]
enum ModelsCommand {
    /// Show all versions; the one that sells is marked
    List(JsonArgs),
    /// Show all that is known of a version, and check that it is whole
    Show(ShowArgs),
    /// Let a version sell from now on
    Promote(VersionArgs),
    /// Go back to the version that sold before
    Rollback,
    /// Bring in a version from a .tillsight file
    Import(ImportArgs),
    /// Save a version as one .tillsight file
    Export(ExportArgs),
    /// Try in which precision a version is quickest on this machine, and use it from now on
    Precision(PrecisionArgs),
    /// Write a note to one of the shop's own versions
    Note(NoteArgs),
    /// Delete one of the shop's own versions; the one that sells stays
    Delete(VersionArgs),
}

#[derive(Args, Debug)]
struct JsonArgs {
    /// Print one JSON object a line, for programs
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct ShowArgs {
    /// The version's name, or the folder it lies in
    #[arg(value_name = "V")]
    version: String,

    /// Print one JSON object, for programs
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct VersionArgs {
    /// The version's name
    #[arg(value_name = "V")]
    version: String,
}

#[derive(Args, Debug)]
struct PrecisionArgs {
    /// The version's name [default: the promoted one]
    #[arg(value_name = "V")]
    version: Option<String>,

    /// Print one JSON object, for programs
    #[arg(long)]
    json: bool,
}

/// What was tried, for programs.
#[derive(Serialize)]
struct PrecisionReport<'a> {
    version: &'a str,
    precision: &'static str,
    float32_millis: f64,
    bfloat16_millis: f64,
    pictures: usize,
    alike: usize,
}

#[derive(Args, Debug)]
struct ImportArgs {
    /// The file, as `models export` writes it
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Args, Debug)]
struct ExportArgs {
    /// The version's name, or the folder it lies in
    #[arg(value_name = "V")]
    version: String,

    /// The file to write, such as apples.tillsight
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Args, Debug)]
struct NoteArgs {
    /// The version's name
    #[arg(value_name = "V")]
    version: String,

    /// The note; an empty one takes the old one away
    #[arg(value_name = "TEXT")]
    note: String,
}

/// A version for programs.
#[derive(Serialize)]
struct VersionReport<'a> {
    name: &'a str,
    folder: &'a Path,
    shipped: bool,
    promoted: bool,
    created: &'a str,
    architecture: &'a str,
    classes: &'a [ClassEntry],
    preparation: &'a Preparation,
    temperature: f64,
    thresholds: Thresholds,
    metrics: &'a BTreeMap<String, f64>,
    recipe: &'a serde_json::Value,
    seed: u64,
    parent: Option<&'a str>,
    weights_sha256: &'a str,
    photos_seen: usize,
    notes: &'a str,
}

/// Runs the command.
pub(super) fn run(args: &ModelsArgs, shop: Option<&Path>) -> Result<(), CliError> {
    let Shop { registry, folder, mut store } = Shop::open(shop)?;
    match &args.command {
        ModelsCommand::List(args) => list(&registry, Format::from_switch(args.json)),
        ModelsCommand::Show(args) => show(&registry, args),
        ModelsCommand::Promote(args) => {
            let version = registry.promote(&args.version)?;
            store.note_outside_change()?;
            output::print_line(&format!("{} sells from now on", version.name()))
        }
        ModelsCommand::Rollback => {
            let version = registry.rollback()?;
            store.note_outside_change()?;
            output::print_line(&format!("{} sells again", version.name()))
        }
        ModelsCommand::Import(args) => {
            let version = registry.import(&args.file, try_loading)?;
            let name = version.name();
            output::print_line(&format!(
                "{name} is here; `tillsight models promote {name}` lets it sell"
            ))
        }
        ModelsCommand::Export(args) => {
            let version = registry.export(&args.version, &args.file)?;
            output::print_line(&format!("{} saved in {}", version.name(), args.file.display()))
        }
        ModelsCommand::Precision(args) => precision(&registry, &folder, args),
        ModelsCommand::Note(args) => {
            registry.set_notes(&args.version, &args.note)?;
            output::print_line(&format!("the note of {} is kept", args.version))
        }
        ModelsCommand::Delete(args) => {
            delete_version(&registry, folder.root(), &args.version)?;
            output::print_line(&format!("{} is deleted", args.version))
        }
    }
}

fn precision(registry: &Registry, shop: &ShopFolder, args: &PrecisionArgs) -> Result<(), CliError> {
    let version = match &args.version {
        Some(name) => registry.find(name)?,
        None => registry.promoted()?,
    };
    let Some(trial) = try_precisions(shop, &version)? else {
        return output::print_line("this processor knows float32 alone, which is used");
    };
    let precision = match trial.choice() {
        InferencePrecision::Float32 => "float32",
        InferencePrecision::Bfloat16 => "bfloat16",
    };
    let PrecisionTrial { float32_millis, bfloat16_millis, pictures, alike } = trial;
    match Format::from_switch(args.json) {
        Format::Json => output::print_json(&PrecisionReport {
            version: version.name(),
            precision,
            float32_millis,
            bfloat16_millis,
            pictures,
            alike,
        }),
        Format::Text => output::print_lines(vec![
            format!("float32   {float32_millis:.1} ms a picture"),
            format!("bfloat16  {bfloat16_millis:.1} ms a picture"),
            format!("alike     {alike} of {pictures} pictures"),
            format!("{} is looked at in {precision} from now on", version.name()),
        ]),
    }
}

fn list(registry: &Registry, format: Format) -> Result<(), CliError> {
    let promoted = promoted_folder(registry);
    for version in registry.list() {
        let sells = promoted.as_ref() == Some(&version.folder);
        match format {
            Format::Json => output::print_json(&version_report(&version, sells))?,
            Format::Text => output::print_line(&version_row(&version, sells))?,
        }
    }
    for error in registry.damaged() {
        output::print_warning(&sentence(&error));
    }
    Ok(())
}

/// Where the version lies that sells; none if there is none that could.
fn promoted_folder(registry: &Registry) -> Option<PathBuf> {
    match registry.promoted() {
        Ok(version) => Some(version.folder),
        Err(error) => {
            output::print_warning(&sentence(&error));
            None
        }
    }
}

fn version_row(version: &Version, sells: bool) -> String {
    let Manifest { name, created, architecture, classes, .. } = &version.manifest;
    format!(
        "{} {name:<24} {architecture:<20} {:>4} products  {}  {}",
        if sells { '*' } else { ' ' },
        classes.len(),
        created.get(..10).unwrap_or(created),
        if version.shipped { "shipped" } else { "this shop's" },
    )
}

fn show(registry: &Registry, args: &ShowArgs) -> Result<(), CliError> {
    let version = registry.find(&args.version)?;
    version.verify()?;
    let sells = promoted_folder(registry).as_ref() == Some(&version.folder);
    match Format::from_switch(args.json) {
        Format::Json => output::print_json(&version_report(&version, sells)),
        Format::Text => output::print_lines(version_text(&version, sells)),
    }
}

fn version_report(version: &Version, sells: bool) -> VersionReport<'_> {
    let manifest = &version.manifest;
    VersionReport {
        name: &manifest.name,
        folder: &version.folder,
        shipped: version.shipped,
        promoted: sells,
        created: &manifest.created,
        architecture: &manifest.architecture,
        classes: &manifest.classes,
        preparation: &manifest.preparation,
        temperature: manifest.temperature,
        thresholds: manifest.thresholds,
        metrics: &manifest.metrics,
        recipe: &manifest.recipe,
        seed: manifest.seed,
        parent: manifest.parent.as_deref(),
        weights_sha256: &manifest.weights_sha256,
        photos_seen: manifest.seen.len(),
        notes: &manifest.notes,
    }
}

fn version_text(version: &Version, sells: bool) -> Vec<String> {
    let manifest = &version.manifest;
    let mut rows = vec![
        ("name", manifest.name.clone()),
        ("folder", version.folder.display().to_string()),
        ("sells now", if sells { "yes" } else { "no" }.to_owned()),
        ("made", manifest.created.clone()),
        ("network", manifest.architecture.clone()),
        ("picture", format!("{} px", manifest.preparation.size)),
        ("products", manifest.classes.len().to_string()),
        ("began from", manifest.parent.clone().unwrap_or_else(|| "nothing".to_owned())),
        ("photos seen", manifest.seen.len().to_string()),
        ("accepts from", output::percent(manifest.thresholds.accept)),
        ("asks from", output::percent(manifest.thresholds.unknown)),
        ("SHA-256", format!("{} (checked)", manifest.weights_sha256)),
    ];
    let heads = std::iter::once("notes").chain(std::iter::repeat(""));
    rows.extend(heads.zip(manifest.notes.lines().map(str::to_owned)));
    let figures = manifest.metrics.iter().map(|(name, value)| (name.as_str(), value.to_string()));
    rows.into_iter().chain(figures).map(|(what, value)| format!("{what:<14}{value}")).collect()
}
