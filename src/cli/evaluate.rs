//! `tillsight evaluate`: how often is a version of the model right?

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::CliError;
use super::device_argument::DeviceArgument;
use super::evaluation_page::{Words, evaluation_page};
use super::left_out::LeftOut;
use super::output::{self, Format, percent};
use super::progress::Progress;
use super::report_folder::{self, ReportFolder};
use super::shop::Shop;
use super::train::{fold, stop_on_ctrl_c};
use cnn::InferencePrecision;
use domain::ProductId;
use domain::settings::LANGUAGE;
use recognition::Scope;
use texts::{Language, Texts};
use training::{
    self, DataSet, EvaluateEvent, EvaluateOptions, Evaluated, Evaluation, PriceList, StopFlag,
    Taught, TeachSample, TrainingError,
};

const FLOAT32: &str = "float32";
const BFLOAT16: &str = "bfloat16";

/// Measure how often a version of the model is right
///
/// The photos lie in a folder with a folder for each product, in a zip of such a folder, or are
/// named by a list file. The shop's promoted model and its active products are judged; with
/// --model, all products that model knows. Photos that the model was trained on are counted as
/// seen: figures on them say little.
#[derive(Args, Debug)]
pub struct EvaluateArgs {
    /// The labelled photos: a folder, a .zip or a list file
    #[arg(long, value_name = "PATH")]
    data: PathBuf,

    /// Pictures of what the model does not know, which should be told to be unknown: a folder, a
    /// .zip or a list file
    #[arg(long, value_name = "PATH")]
    unknown: Option<PathBuf>,

    /// Teach the products of these labelled photos first, some photos each
    ///
    /// Nothing is kept: it tells what teaching them would be worth. Photos that were taught are
    /// not judged.
    #[arg(long, value_name = "PATH")]
    teach: Option<PathBuf>,

    /// How many photos of each product to teach
    #[arg(long, value_name = "N", default_value_t = 5, requires = "teach")]
    shots: usize,

    /// Other seeds teach other photos
    #[arg(long, value_name = "N", default_value_t = 0, requires = "teach")]
    seed: u64,

    /// Let only taught products be an answer, as in a shop that sells nothing else
    #[arg(long, requires = "teach")]
    only_taught: bool,

    /// Judge this version of the model: its name, or the folder it lies in
    #[arg(long, value_name = "V")]
    model: Option<String>,

    /// Divide the photos into K parts and judge on one of them; needs --fold
    #[arg(long, value_name = "K", requires = "fold")]
    folds: Option<usize>,

    /// Which part to judge on, from 0 to K-1; needs --folds
    #[arg(long, value_name = "I", requires = "folds")]
    fold: Option<usize>,

    /// Write a report into this folder: a page with pictures of the mistakes, and its data
    ///
    /// The page report.html stands alone and opens in any browser; report.json holds all data
    /// behind it. A report that lies there already is not overwritten.
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,

    #[command(flatten)]
    device: DeviceArgument,

    /// How exactly the network calculates on a CPU
    ///
    /// bfloat16 is taken only where the processor multiplies such numbers itself; the till takes
    /// float32.
    #[arg(
        long,
        value_name = "PRECISION",
        default_value = FLOAT32,
        value_parser = PossibleValuesParser::new([FLOAT32, BFLOAT16]),
    )]
    precision: String,

    /// Print one JSON object, for programs; shares from 0 to 1
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(super) fn run(args: &EvaluateArgs, shop: Option<&Path>) -> Result<(), CliError> {
    let fold = fold(args.folds, args.fold)?;
    let report = args.report.as_deref().map(ReportFolder::open).transpose()?;
    let mut shop = Shop::open(shop)?;
    let options = EvaluateOptions {
        data: args.data.clone(),
        unknown: args.unknown.clone(),
        fold,
        prices: prices(&mut shop)?,
        taught: None,
    };
    let (version, scope) = shop.model(args.model.as_deref())?;
    let how = (args.device.choice()?, args.precision());
    let mut recogniser = shop.load(&version, args.model.as_deref(), how)?.recogniser;
    if recogniser.precision() != args.precision() {
        output::print_warning("this processor gains nothing by bfloat16: float32 is used");
    }
    let taught = args.sample().map(|sample| training::teach_sample(&mut recogniser, &sample));
    let taught = taught.transpose()?;
    let scope = scope_with(taught.as_ref(), scope, args.only_taught)?;
    let options = EvaluateOptions { taught, ..options };
    let stop = StopFlag::default();
    stop_on_ctrl_c(&stop);
    let mut left_out = LeftOut::default();
    for data in [Some(&args.data), args.teach.as_ref()].into_iter().flatten() {
        left_out.folders(&DataSet::open(data)?.remarks);
    }
    let progress = Progress::new("photos", 0);
    let evaluated =
        training::evaluate(&options, &recogniser, &scope, &stop, &mut |event| match event {
            EvaluateEvent::Judging { done, total } => progress.set(done, total),
            EvaluateEvent::UnreadablePhoto { name, reason } => {
                left_out.photo(&name, &reason, &progress);
            }
        })?;
    drop(progress);
    if let Some(folder) = report {
        write_report(&folder, &evaluated, &mut shop)?;
    }
    match Format::from_switch(args.json) {
        Format::Json => output::print_json(&evaluated.evaluation)?,
        Format::Text => output::print_lines(evaluation_text(&evaluated.evaluation))?,
    }
    left_out.end()
}

impl EvaluateArgs {
    fn precision(&self) -> InferencePrecision {
        if self.precision == BFLOAT16 {
            InferencePrecision::Bfloat16
        } else {
            InferencePrecision::Float32
        }
    }

    fn sample(&self) -> Option<TeachSample> {
        let data = self.teach.clone()?;
        Some(TeachSample { data, shots: self.shots, seed: self.seed })
    }
}

/// The products that may be an answer when some were taught.
fn scope_with(taught: Option<&Taught>, scope: Scope, only_taught: bool) -> Result<Scope, CliError> {
    let Some(taught) = taught else { return Ok(scope) };
    let ids = taught.products.iter().map(|class| ProductId::kept(&class.id));
    let ids = ids
        .collect::<Result<BTreeSet<_>, _>>()
        .map_err(|error| TrainingError::BadOption { what: error.to_string() })?;
    Ok(match scope {
        _ if only_taught => Scope::Only(ids),
        Scope::AllClasses => Scope::AllClasses,
        Scope::Only(sold) => Scope::Only(sold.into_iter().chain(ids).collect()),
    })
}

/// What the shop's products cost, sold at present or not.
fn prices(shop: &mut Shop) -> Result<PriceList, CliError> {
    let priced = shop.store.products()?.into_iter().filter_map(|product| {
        let tag = product.price_tag()?;
        Some((product.id, tag))
    });
    Ok(priced.collect())
}

/// Writes the data, and the page in the language of the shop's window.
fn write_report(
    folder: &ReportFolder,
    evaluated: &Evaluated,
    shop: &mut Shop,
) -> Result<(), CliError> {
    let chosen = shop.store.text(&LANGUAGE)?;
    let language = chosen.as_deref().map_or_else(Language::of_the_system, Language::for_tag);
    let (texts, products) = (Texts::new(language), shop.store.products()?);
    let report = evaluated.report();
    let data =
        serde_json::to_vec_pretty(&report).map_err(|error| CliError::Output(error.into()))?;
    folder.write(report_folder::DATA, &data)?;
    let page = evaluation_page(&report, &Words::new(&texts, &products));
    folder.write(report_folder::PAGE, page.as_bytes())
}

/// The figures for people; what cannot be computed is left out.
fn evaluation_text(figures: &Evaluation) -> Vec<String> {
    let mut rows = vec![
        ("photos", figures.photos.to_string()),
        ("seen in training", figures.seen.to_string()),
    ];
    let mut add = |what, value: Option<String>| rows.extend(value.map(|value| (what, value)));
    add("right (top-1)", figures.top1.map(percent));
    add("among four (top-4)", figures.top4.map(percent));
    add("right kind", figures.coarse_top1.map(percent));
    add("loss", figures.loss.map(|loss| format!("{loss:.4}")));
    add("calibration error", figures.ece.map(percent));
    if let Some(decision) = &figures.decision {
        add("accepted", Some(percent(decision.accept_rate)));
        add("accepted and right", decision.accept_accuracy.map(percent));
        add("asked", Some(percent(decision.ask_rate)));
        add("taken as unknown", Some(percent(decision.unknown_rate)));
        if let Some(by_price) = &decision.by_price {
            add("accepted by price", Some(percent(by_price.accept_rate)));
            add("price charged right", by_price.accept_accuracy.map(percent));
        }
    }
    if let Some(unknown) = &figures.unknown {
        add("pictures of no goods", Some(unknown.photos.to_string()));
        add("  told apart (AUROC)", unknown.auroc.map(percent));
        add("  missed at 95 %", unknown.fpr95.map(percent));
        add("  accepted", unknown.accept_rate.map(percent));
    }
    add("time to teach one", figures.teach_millis.map(|millis| format!("{millis:.0} ms")));
    add("time a photo", figures.millis_per_photo.map(|millis| format!("{millis:.1} ms")));
    rows.iter().map(|(what, value)| format!("{what:<22}{value:>10}")).collect()
}
