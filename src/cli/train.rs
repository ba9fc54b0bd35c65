//! `tillsight train`: a new version of the model from labelled photos.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;
use serde::Serialize;

use super::CliError;
use super::output::{self, Format, percent};
use super::progress::Progress;
use super::shop::Shop;
use crate::cnn::{Architecture, ArticleShape, keep_freed_memory};
use crate::registry::Registry;
use crate::training::{self, Fold, Init, Recipe, StopFlag, TrainEvent, TrainOptions};

/// Train a new version of the model on your own photos
///
/// The photos lie in a folder with a folder for each product, in a zip of such a folder, or are
/// named by a list file. The new version stands among the shop's models afterwards; it sells only
/// after `tillsight models promote`. Ctrl-C stops after the batch at hand, and --resume goes on.
#[derive(Args, Debug)]
pub struct TrainArgs {
    /// The labelled photos: a folder, a .zip or a list file
    #[arg(long, value_name = "PATH")]
    data: PathBuf,

    /// The name of the new version
    #[arg(long, value_name = "V")]
    name: String,

    /// The network
    #[arg(
        long,
        value_name = "NETWORK",
        default_value = "efficientnet-lite0",
        value_parser = PossibleValuesParser::new(ARCHITECTURES),
    )]
    arch: String,

    /// What the weights begin from: a version, imagenet or none
    /// [default: imagenet where its weights are at hand, else none]
    #[arg(long, value_name = "V|imagenet|none", verbatim_doc_comment)]
    init: Option<String>,

    /// A version whose opinion is learnt from besides the labels
    #[arg(long, value_name = "V")]
    teacher: Option<String>,

    /// A file with settings of the training, in JSON; what it leaves out keeps its default
    #[arg(long, value_name = "FILE")]
    recipe: Option<PathBuf>,

    /// How many times all photos are looked at
    #[arg(long, value_name = "N")]
    epochs: Option<usize>,

    /// Side in pixels of the picture that the network sees at the till
    #[arg(long, value_name = "PX")]
    size: Option<u32>,

    /// Photos in one step
    #[arg(long, value_name = "N")]
    batch: Option<usize>,

    /// Number that all chance comes from: the same seed gives the same split of the photos
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,

    /// Photos to choose the best epoch by: other data, a share of these photos, or none
    #[arg(long, value_name = "PATH|FRACTION|none", default_value = "0.1")]
    val: String,

    /// Divide the photos into K parts and keep one of them aside; needs --fold
    #[arg(long, value_name = "K", requires = "fold")]
    folds: Option<usize>,

    /// Which part to keep aside, from 0 to K-1; needs --folds
    #[arg(long, value_name = "I", requires = "folds")]
    fold: Option<usize>,

    /// Go on with a training of this name that was stopped
    #[arg(long)]
    resume: bool,

    /// Where to compute
    #[arg(
        long,
        value_name = "DEVICE",
        default_value = "auto",
        value_parser = PossibleValuesParser::new(DEVICES),
    )]
    device: String,

    /// Print one JSON object a line, for programs
    #[arg(long)]
    json: bool,
}

/// The networks by name.
const ARCHITECTURES: [&str; 4] =
    ["article", "efficientnet-lite0", "efficientnet-lite2", "resnet18"];
/// The devices by name.
pub(super) const DEVICES: [&str; 3] = ["auto", "cpu", "cuda"];

/// What happened, for programs.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum EventLine<'a> {
    UnreadablePhoto {
        photo: &'a str,
        reason: &'a str,
    },
    Started {
        photos: usize,
        validation_photos: usize,
        classes: usize,
        epochs: usize,
        epochs_done: usize,
        device: &'a str,
        init: &'a str,
    },
    Epoch {
        epoch: usize,
        epochs: usize,
        train_loss: f64,
        val_loss: Option<f64>,
        val_top1: Option<f64>,
        val_top4: Option<f64>,
        seconds: f64,
    },
    Finished {
        name: &'a str,
        seconds: f64,
    },
}

/// Runs the command.
pub(super) fn run(args: &TrainArgs, shop: Option<&Path>) -> Result<(), CliError> {
    let shop = Shop::open(shop)?;
    let options = options(args, &shop.registry)?;
    let stop = StopFlag::default();
    stop_on_ctrl_c(&stop);
    keep_freed_memory();
    let mut report = Report::new(Format::from_switch(args.json));
    training::train(&options, &shop.registry, &stop, &mut |event| {
        report.tell(&event);
    })?;
    report.printed
}

fn options(args: &TrainArgs, registry: &Registry) -> Result<TrainOptions, CliError> {
    let architecture = architecture(args)?;
    Ok(TrainOptions {
        data: args.data.clone(),
        name: args.name.clone(),
        init: init(args.init.as_deref(), registry)?,
        teacher: args.teacher.as_deref().map(|name| registry.find(name)).transpose()?,
        recipe: recipe(args, &architecture)?,
        architecture,
        seed: args.seed,
        validation: args.val.parse()?,
        fold: fold(args.folds, args.fold)?,
        resume: args.resume,
        device: args.device.parse()?,
    })
}

fn architecture(args: &TrainArgs) -> Result<Architecture, CliError> {
    let architecture: Architecture = args.arch.parse()?;
    Ok(match (architecture, args.size) {
        (Architecture::Article(shape), Some(size)) => {
            Architecture::Article(ArticleShape { size, ..shape })
        }
        (architecture, _) => architecture,
    })
}

fn init(asked_for: Option<&str>, registry: &Registry) -> Result<Init, CliError> {
    Ok(match asked_for {
        None => Init::Auto,
        Some("imagenet") => Init::ImageNet,
        Some("none") => Init::None,
        Some(name) => Init::Version(Box::new(registry.find(name)?)),
    })
}

/// The recipe of the file or of the network, with what the options say on top.
fn recipe(args: &TrainArgs, architecture: &Architecture) -> Result<Recipe, CliError> {
    let mut recipe = match &args.recipe {
        Some(file) => Recipe::read(file, architecture)?,
        None => Recipe::for_architecture(architecture),
    };
    if let Some(size) = args.size {
        recipe.set_size(size);
    }
    recipe.epochs = args.epochs.unwrap_or(recipe.epochs);
    recipe.batch = args.batch.unwrap_or(recipe.batch);
    Ok(recipe)
}

/// The fold that `--folds K --fold I` name; one that is not there is a misuse.
pub(super) fn fold(count: Option<usize>, index: Option<usize>) -> Result<Option<Fold>, CliError> {
    match (count, index) {
        (Some(count), Some(index)) => match Fold::new(count, index) {
            Ok(fold) => Ok(Some(fold)),
            Err(error) => Err(CliError::Usage(error.to_string())),
        },
        _ => Ok(None),
    }
}

/// Ctrl-C asks to stop at the next good moment; a second Ctrl-C ends at once.
pub(super) fn stop_on_ctrl_c(stop: &StopFlag) {
    let stop = stop.clone();
    let handler = ctrlc::set_handler(move || {
        if stop.is_raised() {
            std::process::exit(130);
        }
        output::print_warning("stopping after this batch");
        stop.raise();
    });
    if let Err(error) = handler {
        tracing::warn!(%error, "Ctrl-C ends the work at once");
    }
}

/// Tells what happens while it happens.
struct Report {
    format: Format,
    progress: Progress,
    epochs: usize,
    /// A training is not stopped because nobody reads along; the failure is told at the end.
    printed: Result<(), CliError>,
}

impl Report {
    fn new(format: Format) -> Self {
        Self { format, progress: Progress::new("photos", 0), epochs: 0, printed: Ok(()) }
    }

    fn tell(&mut self, event: &TrainEvent) {
        match event {
            TrainEvent::Reading { done, total } => self.progress.set(*done, *total),
            TrainEvent::Started { epochs, .. } => {
                self.epochs = *epochs;
                self.progress.begin("batches");
            }
            TrainEvent::Batch { epoch, done, total, .. } => {
                let before = epoch.saturating_sub(1) * total;
                self.progress.set(before + done, self.epochs * total);
            }
            TrainEvent::UnreadablePhoto { .. }
            | TrainEvent::Epoch { .. }
            | TrainEvent::Finished { .. } => {}
        }
        let printed = self.progress.beside(|| match self.format {
            Format::Text => print_text(event),
            Format::Json => event_line(event).map_or(Ok(()), |line| output::print_json(&line)),
        });
        if self.printed.is_ok() {
            self.printed = printed;
        }
    }
}

fn event_line(event: &TrainEvent) -> Option<EventLine<'_>> {
    Some(match event {
        TrainEvent::Reading { .. } | TrainEvent::Batch { .. } => return None,
        TrainEvent::UnreadablePhoto { name, reason } => {
            EventLine::UnreadablePhoto { photo: name, reason }
        }
        TrainEvent::Started {
            photos,
            validation_photos,
            classes,
            epochs,
            epochs_done,
            device,
            init,
        } => EventLine::Started {
            photos: *photos,
            validation_photos: *validation_photos,
            classes: *classes,
            epochs: *epochs,
            epochs_done: *epochs_done,
            device,
            init,
        },
        TrainEvent::Epoch { epoch, epochs, train_loss, val_loss, val_top1, val_top4, seconds } => {
            EventLine::Epoch {
                epoch: *epoch,
                epochs: *epochs,
                train_loss: *train_loss,
                val_loss: *val_loss,
                val_top1: *val_top1,
                val_top4: *val_top4,
                seconds: *seconds,
            }
        }
        TrainEvent::Finished { name, seconds } => EventLine::Finished { name, seconds: *seconds },
    })
}

fn print_text(event: &TrainEvent) -> Result<(), CliError> {
    match event {
        TrainEvent::Reading { .. } | TrainEvent::Batch { .. } => Ok(()),
        TrainEvent::UnreadablePhoto { name, reason } => {
            output::print_warning(&format!("{name} is left out: {reason}"));
            Ok(())
        }
        TrainEvent::Started {
            photos, validation_photos, classes, epochs, device, init, ..
        } => output::print_line(&format!(
            "{photos} photos of {classes} products to learn from, {validation_photos} to \
                 check with; {epochs} epochs on {device}, beginning from {init}"
        )),
        TrainEvent::Epoch { epoch, epochs, train_loss, val_loss, val_top1, val_top4, seconds } => {
            let mut line = format!("epoch {epoch}/{epochs}  loss {train_loss:.4}");
            if let (Some(loss), Some(top1), Some(top4)) = (val_loss, val_top1, val_top4) {
                let (top1, top4) = (percent(*top1), percent(*top4));
                line.push_str(&format!("  check: loss {loss:.4}, top-1 {top1}, top-4 {top4}"));
            }
            output::print_line(&format!("{line}  ({seconds:.1} s)"))
        }
        TrainEvent::Finished { name, seconds } => output::print_line(&format!(
            "{name} is ready after {seconds:.0} s; `tillsight models promote {name}` lets it sell"
        )),
    }
}
