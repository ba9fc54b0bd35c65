//! `tillsight compare`: is one version of the model better than another?

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

use super::device_argument::DeviceArgument;
use super::left_out::LeftOut;
use super::output::{self, Format, percent};
use super::progress::Progress;
use super::shop::{ProductNames, Shop, open_folder};
use super::train::stop_on_ctrl_c;
use super::{CliError, sentence};
use cnn::set_cpu_threads;
use domain::{ForPeople, ProductId};
use teach::{
    self, Comparison, JudgeEvent, JudgeRequest, JudgedPhotos, KeptComparison, PairedDifference,
    Share, Verdict, VersionFigures,
};
use training::{DataSet, EvaluateEvent, StopFlag, lower_priority, threads_beside_a_till};

/// Products told of in the text; all stand in the JSON.
const PRODUCTS_TOLD: usize = 12;

/// Hold two versions of the model against each other on the same photos
///
/// Without --data and --captures the photos are those that the shop keeps aside to judge with. What the
/// shop has taught is taught to both versions first. Photos that either version has learnt from are
/// counted as seen and do not count in the figures. Without NEW, OLD is judged alone.
///
/// Exit codes: 0 NEW is not worse, 3 NEW is worse, 1 something failed, 2 the command was mistyped.
#[derive(Args, Debug)]
pub struct CompareArgs {
    /// The version to compare with
    #[arg(value_name = "OLD")]
    old: String,

    /// The version to judge
    #[arg(value_name = "NEW")]
    new: Option<String>,

    /// Judge on these labelled photos: a folder, a .zip or a list file; any product may be an answer
    #[arg(long, value_name = "PATH", conflicts_with = "captures")]
    data: Option<PathBuf>,

    /// Judge on what the till has kept since this day, such as 2026-11-01
    ///
    /// These are photos that a clerk had to name, harder ones than most: those whose goods were sold as
    /// what the clerk named, and those that the owner has looked at. No others count.
    #[arg(long, value_name = "SINCE", value_parser = since)]
    captures: Option<Timestamp>,

    /// Pictures of no goods, which should be told to be unknown: a folder, a .zip or a list file
    #[arg(long, value_name = "PATH")]
    unknown: Option<PathBuf>,

    #[command(flatten)]
    device: DeviceArgument,

    /// Let everything else on this machine go first
    #[arg(long)]
    low_priority: bool,

    /// Print one JSON object, for programs; shares from 0 to 1
    #[arg(long)]
    json: bool,

    /// For a program that starts this one: progress and result as a JSON object a line
    #[arg(long, conflicts_with = "json")]
    events: bool,
}

/// A day, which begins at midnight here, or an RFC 3339 time.
fn since(text: &str) -> Result<Timestamp, String> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time);
    }
    let day: civil::Date = text.parse().map_err(|_| "give a day such as 2026-11-01".to_owned())?;
    let midnight = day.to_zoned(TimeZone::system()).map_err(|error| error.to_string())?;
    Ok(midnight.timestamp())
}

/// Runs the command.
pub(super) fn run(args: &CompareArgs, shop: Option<&Path>) -> Result<(), CliError> {
    if args.low_priority {
        lower_priority();
        set_cpu_threads(threads_beside_a_till());
    }
    let folder = open_folder(shop)?;
    let request = JudgeRequest {
        shop: folder.root().to_owned(),
        old: args.old.clone(),
        new: args.new.clone(),
        photos: args.photos(),
        unknown: args.unknown.clone(),
        device: args.device.choice()?,
    };
    let stop = StopFlag::default();
    stop_on_ctrl_c(&stop);
    let mut left_out = LeftOut::default();
    let kept = if args.events {
        output::print_json(&JudgeEvent::hello())?;
        judge_for_parent(&request, &stop).inspect_err(|error| {
            let (reason, message) = (sentence(error), error.message());
            // Where nobody hears any more, the exit code still tells.
            let _told = output::print_json(&JudgeEvent::Failed { reason, message });
        })?
    } else {
        judge_for_people(&request, &stop, &mut left_out)?
    };
    let comparison = &kept.comparison;
    if args.events {
        return output::print_json(&JudgeEvent::Compared { kept: Box::new(kept) });
    }
    match Format::from_switch(args.json) {
        Format::Json => output::print_json(comparison)?,
        Format::Text => {
            let names = Shop::open(shop)?.names()?;
            output::print_lines(text(comparison, &names))?;
        }
    }
    if comparison.verdict == Some(Verdict::Worse) {
        return Err(CliError::NewIsWorse);
    }
    left_out.end()
}

impl CompareArgs {
    fn photos(&self) -> JudgedPhotos {
        match (&self.data, self.captures) {
            (Some(path), _) => JudgedPhotos::Data { path: path.clone() },
            (None, Some(since)) => JudgedPhotos::Captures { since },
            (None, None) => JudgedPhotos::KeptAside,
        }
    }
}

/// Judges and keeps what was found, so that the window shows it; data from elsewhere says nothing of
/// the shop.
fn judge(
    request: &JudgeRequest,
    stop: &StopFlag,
    on_event: &mut dyn FnMut(EvaluateEvent),
) -> Result<KeptComparison, CliError> {
    let kept = teach::judge(request, stop, on_event)?;
    if !matches!(request.photos, JudgedPhotos::Data { .. }) {
        teach::keep(&request.shop, &kept)?;
    }
    Ok(kept)
}

fn judge_for_people(
    request: &JudgeRequest,
    stop: &StopFlag,
    left_out: &mut LeftOut,
) -> Result<KeptComparison, CliError> {
    if let JudgedPhotos::Data { path } = &request.photos {
        left_out.folders(&DataSet::open(path)?.remarks);
    }
    let progress = Progress::new("photos", 0);
    judge(request, stop, &mut |event| match event {
        EvaluateEvent::Judging { done, total } => progress.set(done, total),
        EvaluateEvent::UnreadablePhoto { name, reason } => {
            left_out.photo(&name, &reason, &progress);
        }
    })
}

/// Whoever started this hears of all that happens; where nobody hears any more, it ends.
fn judge_for_parent(request: &JudgeRequest, stop: &StopFlag) -> Result<KeptComparison, CliError> {
    judge(request, stop, &mut |event| {
        let event = match event {
            EvaluateEvent::Judging { done, total } => JudgeEvent::Judging { done, total },
            EvaluateEvent::UnreadablePhoto { name, reason } => {
                JudgeEvent::Unreadable { name, reason }
            }
        };
        if output::print_json(&event).is_err() {
            stop.raise();
        }
    })
}

/// The comparison for people.
fn text(comparison: &Comparison, names: &ProductNames) -> Vec<String> {
    let Comparison { counted, groups, seen, unreadable, .. } = comparison;
    let mut lines = vec![
        format!("{counted} photos of {groups} occasions count"),
        format!("{seen} photos were learnt from and do not count"),
    ];
    if *unreadable > 0 {
        lines.push(format!("{unreadable} photos could not be read"));
    }
    let versions: Vec<&VersionFigures> =
        [Some(&comparison.old), comparison.new.as_ref()].into_iter().flatten().collect();
    lines.push(String::new());
    lines.push(row("", versions.iter().map(|version| version.name.clone())));
    let mut share = |what: &str, of: fn(&VersionFigures) -> Option<Share>| {
        if versions.iter().any(|version| of(version).is_some()) {
            let cells = versions.iter().map(|version| of(version).map_or_else(String::new, cell));
            lines.push(row(what, cells));
        }
    };
    share("right (top-1)", |version| Some(version.top1));
    share("among four (top-4)", |version| Some(version.top4));
    share("accepted", |version| Some(version.accepted));
    share("accepted and wrong", |version| Some(version.accepted_wrong));
    share("taken as unknown", |version| Some(version.taken_as_unknown));
    share("no goods, told so", |version| version.unknown.as_ref().map(|it| it.rejected));
    share("no goods, accepted", |version| version.unknown.as_ref().map(|it| it.accepted));
    let time = versions.iter().map(|version| format!("{:.1} ms", version.time.all));
    lines.push(row("time a photo", time));
    if let Some(difference) = comparison.difference {
        lines.push(String::new());
        lines.push(verdict(comparison, &difference));
        products(comparison, names, &mut lines);
    }
    lines
}

fn row(what: &str, cells: impl Iterator<Item = String>) -> String {
    let cells: String = cells.map(|cell| format!("  {cell:<26}")).collect();
    format!("{what:<20}{cells}").trim_end().to_owned()
}

/// Such as `93.1 % (90.2 to 95.3 %)`.
fn cell(share: Share) -> String {
    let Some(value) = share.value() else { return "-".to_owned() };
    let (low, high) = (share.interval.low * 100.0, share.interval.high * 100.0);
    format!("{} ({low:.1} to {high:.1} %)", percent(value))
}

fn points(difference: &PairedDifference) -> String {
    let PairedDifference { by, interval, .. } = difference;
    let (by, low, high) = (by * 100.0, interval.low * 100.0, interval.high * 100.0);
    format!("{by:+.1} points ({low:+.1} to {high:+.1})")
}

fn verdict(comparison: &Comparison, difference: &PairedDifference) -> String {
    let new = comparison.new.as_ref().map_or("", |new| new.name.as_str());
    let old = &comparison.old.name;
    let said = match difference.verdict() {
        Verdict::Better => format!("{new} is better than {old}"),
        Verdict::Worse => format!("{new} is worse than {old}"),
        Verdict::AsGood => format!("{new} is as good as {old}"),
        Verdict::CannotBeTold => {
            format!("whether {new} is better than {old} cannot be told with so few photos")
        }
    };
    format!("{said}: {}, by chance with {}", points(difference), percent(difference.chance))
}

/// The products that changed, losses first.
fn products(comparison: &Comparison, names: &ProductNames, lines: &mut Vec<String>) {
    let changed: Vec<_> = comparison
        .products
        .iter()
        .filter(|product| product.difference.is_some_and(|difference| difference.by != 0.0))
        .collect();
    let told = changed
        .iter()
        .take(PRODUCTS_TOLD)
        .chain(changed.iter().skip(PRODUCTS_TOLD.max(changed.len().saturating_sub(PRODUCTS_TOLD))));
    for product in told {
        let (Some(difference), Some(new)) = (product.difference, product.new) else { continue };
        let id = ProductId::kept(&product.product).ok();
        let name = id.as_ref().map_or(product.product.as_str(), |id| names.of(id));
        let counts = format!("{} -> {} of {}", product.old.part, new.part, new.of);
        let surely = match product.verdict {
            Some(Verdict::Better) => "better",
            Some(Verdict::Worse) => "worse",
            _ => "cannot be told",
        };
        lines.push(format!("  {name:<28}{counts:<16}{:<32}{surely}", points(&difference)));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_day_or_a_time_says_since_when() {
        let time: Timestamp = "2026-11-01T12:00:00Z".parse().unwrap();
        assert_eq!(since("2026-11-01T12:00:00Z"), Ok(time));
        let midnight = since("2026-11-01").unwrap().to_zoned(TimeZone::system());
        assert_eq!(midnight.date(), civil::date(2026, 11, 1));
        assert!(since("last week").is_err() && since("2026-13-01").is_err());
    }
}
