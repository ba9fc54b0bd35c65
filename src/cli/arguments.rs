//! The arguments that all commands share, and the list of commands.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use super::cart::CartArgs;
use super::catalogue::CatalogueArgs;
use super::compare::CompareArgs;
use super::completions::CompletionsArgs;
use super::day::DayArgs;
use super::evaluate::EvaluateArgs;
use super::experiment::ExperimentArgs;
use super::finder::FinderArgs;
use super::forget::ForgetArgs;
use super::models::ModelsArgs;
use super::photos::PhotosArgs;
use super::recognise::RecogniseArgs;
use super::teach::TeachArgs;
use super::till_script::TillScriptArgs;
use super::train::TrainArgs;

/// A till that names goods without barcodes
///
/// Show it an item, and a priced line stands in the cart. Without a command the window opens.
#[derive(Parser, Debug)]
#[command(name = "tillsight", version, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 all went well, 1 something failed, 2 the command was mistyped."
)]
pub struct Arguments {
    /// The shop's folder: products, sales and models [default: in your user data folder]
    ///
    /// It is made on first use, with a catalogue to try things with.
    #[arg(long, value_name = "DIR", global = true)]
    pub shop: Option<PathBuf>,

    /// What to do; the window opens if nothing is given
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be done without the window.
#[derive(Subcommand, Debug)]
// A text here would hide the longer one that each command gives of itself in its own file.
#[expect(missing_docs, reason = "each variant's arguments hold its help text")]
pub enum Command {
    Recognise(RecogniseArgs),
    Cart(CartArgs),
    Teach(TeachArgs),
    Forget(ForgetArgs),
    Train(Box<TrainArgs>),
    Evaluate(EvaluateArgs),
    Compare(CompareArgs),
    Experiment(ExperimentArgs),
    Finder(FinderArgs),
    Models(ModelsArgs),
    Catalogue(CatalogueArgs),
    Photos(PhotosArgs),
    Day(DayArgs),
    Completions(CompletionsArgs),
    TillScript(TillScriptArgs),
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use std::path::Path;

    use clap::CommandFactory;

    use super::*;

    #[test]
    fn clap_finds_no_contradiction() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn the_shop_stands_before_or_after_the_command() {
        for line in [
            ["tillsight", "--shop", "here", "models", "list"],
            ["tillsight", "models", "--shop", "here", "list"],
            ["tillsight", "models", "list", "--shop", "here"],
        ] {
            let arguments = Arguments::try_parse_from(line).unwrap();
            assert_eq!(arguments.shop.as_deref(), Some(Path::new("here")), "{line:?}");
        }
    }

    #[test]
    fn no_command_is_the_window() {
        assert!(Arguments::try_parse_from(["tillsight"]).unwrap().command.is_none());
    }

    #[test]
    fn misuse_has_exit_code_2_and_help_0() {
        for line in [
            &["tillsight", "recognise"][..],
            &["tillsight", "recognise", "a.jpg", "--top", "0"],
            &["tillsight", "nonsense"],
            &["tillsight", "train", "--name", "x"],
            &["tillsight", "train", "--data", "d", "--name", "x", "--fold", "1"],
            &["tillsight", "train", "--data", "d", "--name", "x", "--device", "tpu"],
            &["tillsight", "evaluate"],
            &["tillsight", "teach"],
            &["tillsight", "teach", "banana"],
            &["tillsight", "forget"],
            &["tillsight", "experiment", "--data", "d", "--grid", "g"],
            &["tillsight", "models"],
            &["tillsight", "day", "z", "first"],
            &["tillsight", "completions", "cobol"],
        ] {
            assert_eq!(Arguments::try_parse_from(line).unwrap_err().exit_code(), 2, "{line:?}");
        }
        assert_eq!(Arguments::try_parse_from(["tillsight", "--help"]).unwrap_err().exit_code(), 0);
    }
}
