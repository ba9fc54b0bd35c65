//! The command line: arguments in, lines and exit codes out, one file a command.
//! It prints, never decides: rules of selling, models and data belong to the rooms below.
//! Called by `main.rs` alone.

#![warn(unreachable_pub)]

mod arguments;
mod canvas;
mod cart;
mod catalogue;
mod catalogue_import;
mod catalogue_lines;
mod compare;
mod completions;
mod day;
mod device_argument;
mod error;
mod evaluate;
mod evaluation_page;
mod evidence_sheet;
mod experiment;
mod finder;
mod forget;
mod left_out;
mod lettering;
mod log_file;
mod models;
mod named_photos;
mod output;
mod photos;
mod progress;
mod recognise;
mod reference;
mod report_folder;
mod shop;
mod teach;
mod teach_warnings;
mod till_script;
mod train;
mod train_parent;
mod train_report;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

pub use arguments::{Arguments, Command};
pub use error::{CliError, sentence};
pub use log_file::start_log;
pub use reference::reference;

/// Runs a command for the shop in `shop`, or in the default folder.
///
/// Prints what went wrong on stderr. Exit codes: 0, 1 for a failure, 2 for a misuse.
#[must_use]
pub fn run(command: &Command, shop: Option<&Path>) -> ExitCode {
    if !matches!(command, Command::Completions(_)) {
        start_log(shop);
    }
    let result = match command {
        Command::Recognise(args) => recognise::run(args, shop),
        Command::Cart(args) => cart::run(args, shop),
        Command::Teach(args) => teach::run(args, shop),
        Command::Forget(args) => forget::run(args, shop),
        Command::Train(args) => train::run(args, shop),
        Command::Evaluate(args) => evaluate::run(args, shop),
        Command::Compare(args) => compare::run(args, shop),
        Command::Experiment(args) => experiment::run(args),
        Command::Finder(args) => finder::run(args),
        Command::Models(args) => models::run(args, shop),
        Command::Catalogue(args) => catalogue::run(args, shop),
        Command::Photos(args) => photos::run(args, shop),
        Command::Day(args) => day::run(args, shop),
        Command::Completions(args) => completions::run(args),
        Command::TillScript(args) => till_script::run(args, shop),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads has seen enough, such as `| head`.
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        // Each photo was reported when it failed.
        Err(CliError::PhotosFailed) => ExitCode::FAILURE,
        // The comparison said so itself.
        Err(CliError::NewIsWorse) => ExitCode::from(3),
        Err(error) => {
            report(&error);
            if matches!(error, CliError::Usage(_)) { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

/// Tells an error as one sentence on stderr, and keeps it in the log.
pub fn report(error: &dyn Error) {
    let sentence = sentence(error);
    tracing::error!(sentence, "failed");
    output::print_error(&sentence);
}
