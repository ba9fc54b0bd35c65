//! `tillsight evaluate`: how often is a version of the model right?

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::CliError;
use super::evaluation_page::{Words, evaluation_page};
use super::output::{self, Format, percent};
use super::progress::Progress;
use super::report_folder::{self, ReportFolder};
use super::shop::Shop;
use super::train::{DEVICES, fold, stop_on_ctrl_c};
use crate::recognition::Recogniser;
use crate::till::machine::setting;
use crate::training::{
    self, EvaluateEvent, EvaluateOptions, Evaluated, Evaluation, PriceList, StopFlag,
};
use crate::ui::texts::{Language, Texts};

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

    /// A folder of pictures that show no goods, which should be told to be unknown
    #[arg(long, value_name = "DIR")]
    unknown: Option<PathBuf>,

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

    /// Where to compute
    #[arg(
        long,
        value_name = "DEVICE",
        default_value = "auto",
        value_parser = PossibleValuesParser::new(DEVICES),
    )]
    device: String,

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
    };
    let (version, scope) = shop.model(args.model.as_deref())?;
    let recogniser = Recogniser::load(&version, args.device.parse()?)?;
    let stop = StopFlag::default();
    stop_on_ctrl_c(&stop);
    let progress = Progress::new("photos", 0);
    let evaluated = training::evaluate(&options, &recogniser, &scope, &stop, &mut |event| {
        tell(&event, &progress);
    })?;
    drop(progress);
    if let Some(folder) = report {
        write_report(&folder, &evaluated, &mut shop)?;
    }
    match Format::from_switch(args.json) {
        Format::Json => output::print_json(&evaluated.evaluation),
        Format::Text => output::print_line(&evaluation_text(&evaluated.evaluation)),
    }
}

/// What the shop's products cost, sold at present or not.
fn prices(shop: &mut Shop) -> Result<PriceList, CliError> {
    let priced = shop.store.products()?.into_iter().map(|product| {
        let tag = product.price_tag();
        (product.id, tag)
    });
    Ok(priced.collect())
}

/// Writes the data, and the page in the language of the shop's window.
fn write_report(
    folder: &ReportFolder,
    evaluated: &Evaluated,
    shop: &mut Shop,
) -> Result<(), CliError> {
    let chosen = shop.store.text(setting::LANGUAGE)?;
    let language = chosen.as_deref().map_or_else(Language::of_the_system, Language::for_tag);
    let (texts, products) = (Texts::new(language), shop.store.products()?);
    let report = evaluated.report();
    let data =
        serde_json::to_vec_pretty(&report).map_err(|error| CliError::Output(error.into()))?;
    folder.write(report_folder::DATA, &data)?;
    let page = evaluation_page(&report, &Words::new(&texts, &products));
    folder.write(report_folder::PAGE, page.as_bytes())
}

fn tell(event: &EvaluateEvent, progress: &Progress) {
    match event {
        EvaluateEvent::Judging { done, total } => progress.set(*done, *total),
        EvaluateEvent::UnreadablePhoto { name, reason } => {
            // A remark on stderr, which cannot fail the judging.
            let _ = progress.beside(|| {
                output::print_warning(&format!("{name} is left out: {reason}"));
                Ok(())
            });
        }
    }
}

/// The figures for people; what cannot be computed is left out.
fn evaluation_text(figures: &Evaluation) -> String {
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
    add("time a photo", figures.millis_per_photo.map(|millis| format!("{millis:.1} ms")));
    let lines = rows.iter().map(|(what, value)| format!("{what:<22}{value:>10}"));
    lines.collect::<Vec<_>>().join("\n")
}
