//! `tillsight day`: the till's day in numbers, and the days that were closed.

use clap::{Args, Subcommand};
use jiff::Timestamp;

use super::CliError;
use super::output::{self, Format};
use super::shop::Shop;
use domain::DayReport;
use store::JournalCheck;
use texts::day_report;
use texts::{Language, Texts};

/// Columns of a report on a terminal.
const COLUMNS: usize = 64;

/// See the till's day and its closed days
#[derive(Args, Debug)]
pub struct DayArgs {
    #[command(subcommand)]
    command: DayCommand,
}

#[derive(Subcommand, Debug)]
enum DayCommand {
    /// Show the day so far, without closing it
    X(XArgs),
    /// Show the report of a closed day
    ///
    /// A day is closed in the window, where the cash is counted.
    Z(ZArgs),
    /// List the closed days, newest first
    List(ListArgs),
}

#[derive(Args, Debug)]
struct XArgs {
    /// Print one JSON object, for programs; money in the smallest coin
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct ZArgs {
    /// The report's number [default: the newest]
    number: Option<i64>,
    /// Print one JSON object, for programs; money in the smallest coin
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct ListArgs {
    /// Print one JSON object a line, for programs; money in the smallest coin
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(super) fn run(args: &DayArgs, shop: Option<&std::path::Path>) -> Result<(), CliError> {
    let mut shop = Shop::open(shop)?;
    // Beside the numbers, which are right whatever became of the journal.
    if let Some(problem) = journal_problem(shop.store.check_journal()?) {
        tracing::error!(problem, "the journal");
        output::print_warning(&problem);
    }
    match &args.command {
        DayCommand::X(args) => x(&mut shop, Format::from_switch(args.json)),
        DayCommand::Z(args) => z(&mut shop, args.number, Format::from_switch(args.json)),
        DayCommand::List(args) => list(&mut shop, Format::from_switch(args.json)),
    }
}

fn x(shop: &mut Shop, format: Format) -> Result<(), CliError> {
    let report = shop.store.x_report(Timestamp::now())?.ok_or(CliError::NoOpenDay)?;
    print(&report, format)
}

fn z(shop: &mut Shop, number: Option<i64>, format: Format) -> Result<(), CliError> {
    let closed = shop.store.closed_days(u32::MAX)?;
    let wanted = |report: &&DayReport| number.is_none() || report.z_number == number;
    let report = closed.iter().find(wanted).ok_or(CliError::NoClosedDay(number))?;
    print(report, format)
}

fn list(shop: &mut Shop, format: Format) -> Result<(), CliError> {
    for report in shop.store.closed_days(u32::MAX)? {
        match format {
            Format::Json => output::print_json(&report)?,
            Format::Text => output::print_line(&row(&report))?,
        }
    }
    Ok(())
}

/// What to say of a journal that did not only grow.
fn journal_problem(check: JournalCheck) -> Option<String> {
    let what = match check {
        JournalCheck::OnlyGrew(_) => return None,
        JournalCheck::Changed(entry) => format!("entry {entry} is not as it was written"),
        JournalCheck::Missing(entry) => format!("entry {entry} is missing"),
    };
    Some(format!("the journal was changed by another program: {what}; compare it with a backup"))
}

fn print(report: &DayReport, format: Format) -> Result<(), CliError> {
    match format {
        Format::Json => output::print_json(report),
        Format::Text => {
            let texts = Texts::new(Language::for_tag("en"));
            output::print_lines(day_report::plain_text(report, &texts, COLUMNS).trim_end().lines())
        }
    }
}

fn row(report: &DayReport) -> String {
    let money = |minor| report.money(minor).with_code();
    let variance = report.cash.variance.map_or_else(|| "-".to_owned(), money);
    format!(
        "Z {:<5} {:<16} {:>4} sales {:>14}   variance {variance}",
        report.z_number.unwrap_or_default(),
        day_report::local_time(&report.at),
        report.sales,
        money(report.sold.gross),
    )
}
