//! `tillsight experiment`: which network, trained how, is worth its time?

use std::path::PathBuf;

use clap::Args;
use clap::builder::RangedU64ValueParser;

use super::CliError;
use super::device_argument::DeviceArgument;
use super::left_out::LeftOut;
use super::output::{self, Format, percent};
use super::progress::Progress;
use super::train::stop_on_ctrl_c;
use cnn::keep_freed_memory;
use experiment::{ExperimentEvent, ExperimentOptions, RunOutcome, carry_out, markdown};
use training::{DataSet, RunEvent, StopFlag, Validation};

/// Try networks and settings on your photos, and compare right answers with time and size
///
/// The grid file names what to try: larger pictures, more or wider layers, grey instead of colour.
/// Each is trained anew and judged on photos kept aside, and the table tells how often it was right,
/// how long it learnt, how long it needs for one photo and how large it is. Nothing of it comes
/// among the shop's models.
///
/// Table, plot and figures are written into the folder --out after every run. Ctrl-C stops; the same
/// command goes on, and does not do again what is done. Delete the folder to start anew.
#[derive(Args, Debug)]
#[command(after_long_help = GRID_HELP)]
pub struct ExperimentArgs {
    /// The labelled photos to learn from: a folder, a .zip or a list file
    #[arg(long, value_name = "PATH")]
    data: PathBuf,

    /// What to try: a file in TOML, or in JSON if its name ends so (see below)
    #[arg(long, value_name = "FILE")]
    grid: PathBuf,

    /// The folder for the table, the plot and the result of each run
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Photos to judge on, and to choose the best epoch by: other data, or a share of these photos
    #[arg(long, value_name = "PATH|FRACTION", default_value = "0.1")]
    val: String,

    /// How many times all photos are looked at, in place of what the grid says
    #[arg(long, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(1..))]
    epochs: Option<usize>,

    /// Numbers that all chance comes from; with several, everything is tried with each of them
    #[arg(long, value_name = "N[,N...]", value_delimiter = ',', default_value = "0")]
    seed: Vec<u64>,

    #[command(flatten)]
    device: DeviceArgument,

    /// Print one JSON object, for programs; shares from 0 to 1
    #[arg(long)]
    json: bool,
}

const GRID_HELP: &str = "\
A grid file:
  data-limit = 10000          # learn from this many photos, of each product equally many
  epochs = 5                  # how many times they are looked at

  [base]                      # what holds unless a question changes it
  arch = \"article\"            # or efficientnet-lite0, efficientnet-lite2, resnet18

  [[vary]]                    # one question: the lists are the choices
  name = \"kernel size\"
  padding = \"same\"            # a single value holds for the whole question
  kernel = [3, 5, 7]

  [[vary]]
  name = \"colour\"
  colour = [\"colour\", \"grey\"] # grey: the brightness alone, in all three channels

Keys for any network: arch, size (side of the picture in pixels), colour, init (imagenet or none),
and every field of a recipe, such as learning_rate, batch or flip.
Keys for the article's network: kernel, channels (one number a layer: [32, 64]), width (a factor for
all channels), padding (valid, same), pooling (max, average), pooled (how many layers, from the
first, are pooled) and dense.
Each question changes the base in its own point; `product = true` at the top tries all combinations.";

/// Runs the command.
pub(super) fn run(args: &ExperimentArgs) -> Result<(), CliError> {
    let options = options(args)?;
    let stop = StopFlag::default();
    stop_on_ctrl_c(&stop);
    keep_freed_memory();
    let format = Format::from_switch(args.json);
    let mut report = Report::new(format);
    report.left_out.folders(&DataSet::open(&options.data)?.remarks);
    let experiment = carry_out(&options, &stop, &mut |event| report.tell(&event))?;
    report.printed?;
    drop(report.progress);
    match format {
        Format::Json => output::print_json(&experiment)?,
        Format::Text => {
            output::print_lines(markdown(&experiment).trim_end().lines())?;
            output::print_line(&format!(
                "the table, plot.svg and all figures are in {}",
                args.out.display()
            ))?;
        }
    }
    report.left_out.end()
}

fn options(args: &ExperimentArgs) -> Result<ExperimentOptions, CliError> {
    let validation: Validation = args.val.parse()?;
    if validation == Validation::None {
        let what = "--val none leaves nothing to judge on; name other data or a share such as 0.1";
        return Err(CliError::Usage(what.to_owned()));
    }
    let mut seeds = args.seed.clone();
    seeds.sort_unstable();
    seeds.dedup();
    Ok(ExperimentOptions {
        data: args.data.clone(),
        grid: args.grid.clone(),
        out: args.out.clone(),
        validation,
        epochs: args.epochs,
        seeds,
        device: args.device.choice()?,
    })
}

/// Tells what happens while it happens.
struct Report {
    format: Format,
    progress: Progress,
    runs: usize,
    epochs: usize,
    /// An experiment is not stopped because nobody reads along; the failure is told at the end.
    printed: Result<(), CliError>,
    left_out: LeftOut,
}

impl Report {
    fn new(format: Format) -> Self {
        let (progress, left_out) = (Progress::new("photos", 0), LeftOut::default());
        Self { format, progress, runs: 0, epochs: 0, printed: Ok(()), left_out }
    }

    fn tell(&mut self, event: &ExperimentEvent) {
        match event {
            ExperimentEvent::Planned { runs, done } => {
                self.runs = *runs;
                self.say(&format!("{done} of {runs} runs are done"));
            }
            ExperimentEvent::RunStarted { .. } => self.progress.begin("photos"),
            ExperimentEvent::Training(event) => self.training(event),
            ExperimentEvent::RunDone { number, choice, seed, outcome } => {
                let runs = self.runs;
                let told = outcome_text(outcome);
                self.say(&format!("run {number} of {runs}: {choice}, seed {seed}: {told}"));
            }
        }
    }

    fn training(&mut self, event: &RunEvent) {
        match event {
            RunEvent::Reading { done, total } => self.progress.set(*done, *total),
            RunEvent::Batch { epoch, done, total, .. } => {
                self.progress.set(epoch.saturating_sub(1) * total + done, self.epochs * total);
            }
            RunEvent::UnreadablePhoto { photo, reason, .. } => {
                self.left_out.photo(photo, reason, &self.progress);
            }
            RunEvent::Started { epochs, .. } => {
                self.epochs = *epochs;
                self.progress.begin("batches");
            }
            _ => {}
        }
    }

    /// A line for people.
    fn say(&mut self, line: &str) {
        if self.format == Format::Text {
            let printed = self.progress.beside(|| output::print_line(line));
            if self.printed.is_ok() {
                self.printed = printed;
            }
        }
    }
}

fn outcome_text(outcome: &RunOutcome) -> String {
    match outcome {
        RunOutcome::Trained(figures) => format!(
            "{} right, {:.0} s of training, {:.2} ms a photo",
            percent(figures.top1),
            figures.train_seconds,
            figures.millis_per_photo
        ),
        RunOutcome::RanAway { epoch } => format!("ran away in epoch {epoch}"),
    }
}
