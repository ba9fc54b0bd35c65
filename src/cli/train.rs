//! `tillsight train`: a new version of the model from labelled photos.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::CliError;
use super::device_argument::DeviceArgument;
use super::output::{self, Format};
use super::shop::Shop;
use super::train_parent::Parent;
use super::train_report::{self, EventReport, Report};
use cnn::{Architecture, ArticleShape, keep_freed_memory, set_cpu_threads};
use domain::{KnownProducts, Meant};
use recognition::architecture_of;
use registry::{Registry, Version};
use teach::Preset;
use training::{
    self, DataSet, Fold, Init, Recipe, StopFlag, TrainOptions, TrainingData, TrainingError,
    Validation, lower_priority, threads_beside_a_till,
};

/// Train a new version of the model on your own photos
///
/// The photos lie in a folder with a folder for each product, in a zip of such a folder, or are
/// named by a list file or by a table: a CSV whose header names the columns path, product or kind, and
/// perhaps source. A photo of a kind ("apple") counts for any of its products; a folder of photos beside
/// folders of products, all in one, is such a kind. The new version stands among the shop's models afterwards; it sells only
/// after `tillsight models promote`. Ctrl-C stops after the batch at hand, and --resume goes on.
#[derive(Args, Debug)]
pub struct TrainArgs {
    /// The labelled photos: a folder, a .zip, a list file or a table; may be given several times
    #[arg(long, value_name = "PATH", required = true)]
    data: Vec<PathBuf>,

    /// How much of each batch the photos of a --data fill, from 0 to 1; one for each --data, in order
    /// [default: as many as there are]
    #[arg(long, value_name = "SHARE", verbatim_doc_comment)]
    share: Vec<f64>,

    /// The name of the new version
    #[arg(long, value_name = "V")]
    name: String,

    /// The network [default: that of the version it begins from, else efficientnet-lite0]
    #[arg(
        long,
        value_name = "NETWORK",
        value_parser = PossibleValuesParser::new(ARCHITECTURES),
    )]
    arch: Option<String>,

    /// What the weights begin from: a version, imagenet or none
    /// [default: imagenet where its weights are at hand, else none]
    #[arg(long, value_name = "V|imagenet|none", verbatim_doc_comment)]
    init: Option<String>,

    /// A version whose opinion is learnt from besides the labels
    #[arg(long, value_name = "V")]
    teacher: Option<String>,

    /// How thoroughly to go about it; --recipe and the options below change what they name of it
    /// [default: all that the network's recipe has, as thorough]
    #[arg(
        long,
        value_name = "HOW",
        value_parser = PossibleValuesParser::new(PRESETS),
        verbatim_doc_comment,
    )]
    preset: Option<String>,

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

    /// Photos of other places to set by what is sold unasked; may be given several times, and the
    /// strictest of all places holds. Nothing is learnt from them
    #[arg(long, value_name = "PATH", verbatim_doc_comment)]
    calibrate_on: Vec<PathBuf>,

    /// Divide the photos into K parts and keep one of them aside; needs --fold
    #[arg(long, value_name = "K", requires = "fold")]
    folds: Option<usize>,

    /// Which part to keep aside, from 0 to K-1; needs --folds
    #[arg(long, value_name = "I", requires = "folds")]
    fold: Option<usize>,

    /// Go on with a training of this name that was stopped
    #[arg(long)]
    resume: bool,

    #[command(flatten)]
    device: DeviceArgument,

    /// Threads of one network operation
    /// [default: as many as the machine has cores; with --low-priority one fewer]
    #[arg(long, value_name = "N", verbatim_doc_comment)]
    threads: Option<usize>,

    /// Let everything else on this machine go first, as beside a till that sells
    #[arg(long)]
    low_priority: bool,

    /// Print one JSON object a line, for programs
    #[arg(long)]
    json: bool,

    /// For a program that starts this one: every event as a JSON object a line, batches too, and
    /// orders from standard input, a line each: pause, go on, stop. Its end is a stop
    #[arg(long, conflicts_with = "json", verbatim_doc_comment)]
    events: bool,
}

/// The networks by name.
const ARCHITECTURES: [&str; 4] =
    ["article", "efficientnet-lite0", "efficientnet-lite2", "resnet18"];
/// The presets by name.
const PRESETS: [&str; 3] = ["quick", "balanced", "thorough"];

/// Runs the command.
pub(super) fn run(args: &TrainArgs, shop: Option<&Path>) -> Result<(), CliError> {
    if args.low_priority {
        lower_priority();
    }
    if args.events { run_for_parent(args, shop) } else { run_for_people(args, shop) }
}

fn run_for_people(args: &TrainArgs, shop: Option<&Path>) -> Result<(), CliError> {
    let mut shop = Shop::open(shop)?;
    let options = options(args, &shop.registry)?;
    let data = DataSet::open_all(&options.data)?;
    warn_of_former_ids(&mut shop, &data)?;
    let stop = StopFlag::default();
    stop_on_ctrl_c(&stop);
    prepare_process(args);
    let mut report = Report::new(Format::from_switch(args.json));
    report.folders(&data.remarks);
    for other in other_data(&options) {
        report.folders(&DataSet::open(other)?.remarks);
    }
    training::train(&options, &shop.registry, &stop, &mut |event| {
        report.tell(&event);
    })?;
    report.end()
}

/// What is not learnt from: data to choose by, and that of other places.
fn other_data(options: &TrainOptions) -> impl Iterator<Item = &PathBuf> {
    let validation = match &options.validation {
        Validation::Data(path) => Some(path),
        _ => None,
    };
    validation.into_iter().chain(&options.calibrate_on)
}

/// Folders name classes by today's rule; where this shop has a product under the id that an older
/// program made of the name, the folder has to be called so.
fn warn_of_former_ids(shop: &mut Shop, data: &DataSet) -> Result<(), CliError> {
    let products = shop.store.products()?;
    let known = KnownProducts::new(&products);
    if !known.has_former_ids() {
        return Ok(());
    }
    for class in &data.labels {
        if let Some(Meant::There(product)) = known.with_name(&class.id)
            && product.as_str() != class.id
        {
            output::print_warning(&format!(
                "the folder of {} is the product {product} in this shop; call the folder \
                 {product}, or the shop will not sell what it learns",
                class.id
            ));
        }
    }
    Ok(())
}

/// Everything that happens is told on standard output, a failure and a stop as well.
fn run_for_parent(args: &TrainArgs, shop: Option<&Path>) -> Result<(), CliError> {
    let stop = StopFlag::default();
    let parent = Parent::listen(&stop)?;
    prepare_process(args);
    let mut report = EventReport::new(&parent, &stop);
    report.hello(threads(args), args.low_priority);
    let outcome = train_report::guarded(|| {
        let shop = Shop::open(shop)?;
        let options = options(args, &shop.registry)?;
        training::train(&options, &shop.registry, &stop, &mut |event| report.tell(event))?;
        Ok(())
    });
    match outcome {
        Err(CliError::Training(TrainingError::Stopped { .. })) => {
            report.stopped();
            Ok(())
        }
        Err(error) => {
            report.failed(&error);
            Err(error)
        }
        Ok(()) => Ok(()),
    }
}

/// How many threads an operation gets; none is what LibTorch takes by itself, one a core.
fn threads(args: &TrainArgs) -> Option<usize> {
    args.threads.or(args.low_priority.then(threads_beside_a_till))
}

fn prepare_process(args: &TrainArgs) {
    keep_freed_memory();
    if let Some(threads) = threads(args) {
        set_cpu_threads(threads);
    }
}

fn options(args: &TrainArgs, registry: &Registry) -> Result<TrainOptions, CliError> {
    let init = init(args.init.as_deref(), registry)?;
    let architecture = architecture(args, &init)?;
    Ok(TrainOptions {
        data: data(args)?,
        name: args.name.clone(),
        init,
        teacher: args.teacher.as_deref().map(|name| registry.find(name)).transpose()?,
        recipe: recipe(args, &architecture)?,
        architecture,
        seed: args.seed,
        validation: args.val.parse()?,
        calibrate_on: args.calibrate_on.clone(),
        fold: fold(args.folds, args.fold)?,
        resume: args.resume,
        device: args.device.choice()?,
    })
}

fn data(args: &TrainArgs) -> Result<Vec<TrainingData>, CliError> {
    let shares = args.share.len();
    if shares != 0 && shares != args.data.len() {
        let parts = args.data.len();
        return Err(CliError::Usage(format!(
            "there are {parts} --data and {shares} --share; give each its share, or none"
        )));
    }
    let share = |index: usize| args.share.get(index).copied();
    let part =
        |(index, path): (usize, &PathBuf)| TrainingData { path: path.clone(), share: share(index) };
    Ok(args.data.iter().enumerate().map(part).collect())
}

/// The network that was asked for, else that of the version to begin from.
fn architecture(args: &TrainArgs, init: &Init) -> Result<Architecture, CliError> {
    let parent: Option<&Version> = match init {
        Init::Version(version) => Some(version),
        _ => None,
    };
    let architecture: Architecture = match (args.arch.as_deref(), parent) {
        (Some(name), _) => name.parse()?,
        (None, Some(parent)) => architecture_of(parent)?,
        (None, None) => Architecture::EfficientNetLite0,
    };
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

/// The recipe of the network or of the preset, with what the file says on top, and the options on
/// top of that.
fn recipe(args: &TrainArgs, architecture: &Architecture) -> Result<Recipe, CliError> {
    let preset = args.preset.as_deref().map(str::parse::<Preset>).transpose();
    let mut recipe = match preset.map_err(|error| CliError::Usage(error.to_string()))? {
        Some(preset) => preset.recipe(architecture),
        None => Recipe::for_architecture(architecture),
    };
    if let Some(file) = &args.recipe {
        recipe = recipe.read_over(file)?;
    }
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
