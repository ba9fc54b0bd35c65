//! `tillsight finder`: the network that finds where on a picture goods lie, trained, judged, looked at.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::CliError;
use super::device_argument::DeviceArgument;
use super::left_out::LeftOut;
use super::output::{self, Format, percent};
use super::progress::Progress;
use super::train::stop_on_ctrl_c;
use super::train_report::Report;
use cnn::{DeviceChoice, Precision, keep_freed_memory, set_cpu_threads};
use recognition::ItemFinder;
use registry::ShippedFinder;
use training::{
    Arrangement, ComposeOptions, EvaluateEvent, FinderData, FinderFigures, FinderRecipe, StopFlag,
    TrainingData, TrainingError, compose, judge_finder, lower_priority, train_finder,
    write_box_list,
};

/// Train and judge what finds the goods on a picture
///
/// A shop never needs this. A finder knows no names, so that it finds new goods as well as old ones; the
/// program looks for one beside its models.
#[derive(Args, Debug)]
pub struct FinderArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    Train(TrainFinderArgs),
    Evaluate(EvaluateFinderArgs),
    Compose(ComposeArgs),
}

// What composites are made of. A text of its own would stand in the help in place of the command's.
#[derive(Args, Debug)]
struct PartsArguments {
    /// Data whose studio pictures (on white) are cut out; may be given several times
    #[arg(long, value_name = "PATH", required = true)]
    items: Vec<PathBuf>,

    /// Pictures to lay the goods on: a folder, a .zip, a list file or a table
    #[arg(long, value_name = "PATH")]
    grounds: PathBuf,
}

impl PartsArguments {
    fn items(&self) -> Vec<TrainingData> {
        self.items.iter().map(|path| TrainingData::from(path.clone())).collect()
    }
}

/// Train a finder on pictures put together of cut-out goods, and on photos with boxes
#[derive(Args, Debug)]
struct TrainFinderArgs {
    #[command(flatten)]
    parts: PartsArguments,

    /// Photos with boxes: lines of file, what, x0, y0, x1, y1
    #[arg(long, value_name = "FILE")]
    boxes: Option<PathBuf>,

    /// The folder for the finder: item-finder.safetensors, and item-finder.json that tells of it
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// A file with settings of the training, in JSON; what it leaves out keeps its default
    #[arg(long, value_name = "FILE")]
    recipe: Option<PathBuf>,

    /// Number that all chance comes from
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,

    #[command(flatten)]
    device: DeviceArgument,

    /// Threads of one network operation [default: as many as the machine has cores]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,

    /// Let everything else on this machine go first
    #[arg(long)]
    low_priority: bool,

    /// Print one JSON object a line, for programs
    #[arg(long)]
    json: bool,
}

/// Judge a finder on photos with boxes: how many boxes it finds, at an overlap of a half
#[derive(Args, Debug)]
struct EvaluateFinderArgs {
    /// Photos with boxes: lines of file, what, x0, y0, x1, y1
    #[arg(long, value_name = "FILE")]
    data: PathBuf,

    /// The finder's weights
    #[arg(long, value_name = "FILE")]
    finder: PathBuf,

    /// Not every item has a box; then only the boxes found are counted
    #[arg(long)]
    incomplete: bool,

    /// Write what was found as a list of boxes, the score where a list says what an item is
    #[arg(long, value_name = "FILE")]
    found: Option<PathBuf>,

    /// Print one JSON object, for programs; shares from 0 to 1
    #[arg(long)]
    json: bool,
}

/// Write pictures as a training puts them together, and their boxes, to look at and to judge on
#[derive(Args, Debug)]
struct ComposeArgs {
    #[command(flatten)]
    parts: PartsArguments,

    /// How many pictures
    #[arg(long, value_name = "N", default_value_t = 100)]
    count: usize,

    /// One item a picture, small in it, as a phone sees it on a desk
    #[arg(long)]
    one_small: bool,

    /// Their side in pixels
    #[arg(long, value_name = "PX", default_value_t = 512,
          value_parser = clap::value_parser!(u32).range(32..=4096))]
    size: u32,

    /// Number that all chance comes from
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,

    /// The folder for the pictures and their boxes.csv
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Runs the command.
pub(super) fn run(args: &FinderArgs) -> Result<(), CliError> {
    match &args.action {
        Action::Train(args) => train(args),
        Action::Evaluate(args) => evaluate(args),
        Action::Compose(args) => put_together(args),
    }
}

fn train(args: &TrainFinderArgs) -> Result<(), CliError> {
    if args.low_priority {
        lower_priority();
    }
    keep_freed_memory();
    if let Some(threads) = args.threads {
        set_cpu_threads(threads);
    }
    let recipe = match &args.recipe {
        Some(file) => FinderRecipe::read(file)?,
        None => FinderRecipe::default(),
    };
    let stop = StopFlag::default();
    stop_on_ctrl_c(&stop);
    let mut report = Report::new(Format::from_switch(args.json));
    let data = FinderData {
        items: args.parts.items(),
        grounds: args.parts.grounds.clone(),
        boxes: args.boxes.clone(),
    };
    let device = args.device.choice()?;
    let network = train_finder(&data, &recipe, args.seed, device, &stop, &mut |event| {
        report.tell(&event);
    })?;
    let refused = |source| TrainingError::File { path: args.out.clone(), source };
    std::fs::create_dir_all(&args.out).map_err(refused)?;
    let weights = ShippedFinder::weights_in(&args.out);
    network.save(&weights, Precision::Half).map_err(TrainingError::from)?;
    let recipe = serde_json::to_value(&recipe).unwrap_or_default();
    let created = jiff::Timestamp::now().to_string();
    ShippedFinder::describe(&args.out, created, recipe, args.seed).map_err(TrainingError::from)?;
    report.end()
}

fn evaluate(args: &EvaluateFinderArgs) -> Result<(), CliError> {
    let finder = ItemFinder::load(&args.finder, DeviceChoice::Auto).map_err(TrainingError::from)?;
    let progress = Progress::new("photos", 0);
    let mut left_out = LeftOut::default();
    let mut found = Vec::new();
    let mut keep = |photo| found.push(photo);
    let is_complete = !args.incomplete;
    let figures =
        judge_finder(&finder, &args.data, is_complete, &mut keep, &mut |event| match event {
            EvaluateEvent::Judging { done, total } => progress.set(done, total),
            EvaluateEvent::UnreadablePhoto { name, reason } => {
                left_out.photo(&name, &reason, &progress);
            }
        })?;
    drop(progress);
    if let Some(file) = &args.found {
        write_box_list(file, &found)?;
    }
    match Format::from_switch(args.json) {
        Format::Json => output::print_json(&figures)?,
        Format::Text => output::print_lines(text(&figures))?,
    }
    left_out.end()
}

fn text(figures: &FinderFigures) -> Vec<String> {
    let FinderFigures { pictures, boxes, precision, recall, f1, .. } = figures;
    let mut lines = vec![format!("{pictures} pictures with {boxes} boxes")];
    lines.push(format!("found        {}", percent(*recall)));
    if let (Some(precision), Some(f1)) = (precision, f1) {
        lines.push(format!("of those right {}", percent(*precision)));
        lines.push(format!("F1           {}", percent(*f1)));
    }
    lines.push(format!("time         {:.1} ms a picture", figures.millis_per_picture));
    lines
}

fn put_together(args: &ComposeArgs) -> Result<(), CliError> {
    let options = ComposeOptions {
        items: args.parts.items(),
        grounds: args.parts.grounds.clone(),
        arrangement: if args.one_small { Arrangement::OneSmall } else { Arrangement::AsLearnt },
        count: args.count,
        size: args.size,
        seed: args.seed,
        out: args.out.clone(),
    };
    let mut report = Report::new(Format::Text);
    let boxes = compose(&options, &mut |event| report.tell(&event))?;
    let (count, out) = (args.count, args.out.display());
    report.end()?;
    output::print_line(&format!("{count} pictures with {boxes} boxes stand in {out}"))
}
