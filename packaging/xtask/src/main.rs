//! Sets a machine up for Tillsight and runs its builds, tests and proofs: `cargo xtask help`.
//!
//! What lives here: fetching and laying out what the build needs, and the order of cargo's calls.
//! What may not: anything the program itself needs at run time. Who calls it: people, `.ci/run`.

mod base_weights;
mod cargo_deny;
mod cargo_steps;
mod checkout_link;
mod child;
mod contender;
mod demo_day;
mod error;
mod judge;
mod judge_data;
mod judge_elsewhere;
mod judge_places;
mod judge_table;
mod layout;
mod libtorch;
mod packages;
mod peers;
mod peers_environment;
mod peers_training;
mod pins;
mod places;
mod platform;
mod prove;
mod prove_cleaner;
mod prove_crash;
mod prove_models;
mod prove_nothing_forgotten;
mod prove_resume;
mod prove_taught;
mod prove_two_programs;
mod prove_window;
mod seal;
mod structure;
mod wheels;
#[cfg(windows)]
mod windows_libraries;

use std::process::ExitCode;

use error::{Result, SetupError};
use seal::Depth;

const HELP: &str = "\
Sets this machine up and runs Tillsight's builds, tests and proofs.

    cargo xtask run [ARGUMENTS]    set up, then start the till
    cargo xtask test [ARGUMENTS]   set up, then run all tests
    cargo xtask setup              packages, LibTorch and the checkout's link; every file checked
    cargo xtask base-weights       the ImageNet weights that training starts from
    cargo xtask bench [ARGUMENTS]  set up, then run the benchmarks
    cargo xtask bench --peers      Tillsight beside PyTorch and ONNX Runtime, in one run
    cargo xtask bench --train DATA training beside the same loop in PyTorch, in one run
    cargo xtask ci                 what .ci/run runs: format, deny, clippy, documentation, tests
    cargo xtask deny               bans, licences and sources of all crates, by deny.toml
    cargo xtask prove [NAME ...]   a heavy proof; without NAME, their list
    cargo xtask demo-day           a scripted day of 200 items at the till, its Z report computed a second time
    cargo xtask judge [ROW ...]    a row of the model card's table, measured again; without ROW, their list
    cargo xtask structure          how the source hangs together: lines by room, import circles, twins
                [--list]           each circle and twin by name
                [--times]          seconds from a touched file to the program and to its room's tests
                [--at FOLDER]      of another checkout
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}

fn dispatch(words: &[&str]) -> Result<()> {
    match words {
        ["setup"] => cargo_steps::set_up(Depth::Thorough).map(|_| ()),
        ["base-weights"] => base_weights::make_ready(Depth::Thorough).map(|_| ()),
        ["run", more @ ..] => cargo_steps::set_up_and_call(&["run", "--"], more),
        ["test", more @ ..] => cargo_steps::test(more),
        ["bench", "--peers", more @ ..] => peers::compare(more),
        ["bench", "--train", more @ ..] => peers_training::compare(more),
        ["bench", more @ ..] => cargo_steps::set_up_and_call(&["bench"], more),
        ["ci"] => cargo_steps::ci(),
        ["deny"] => cargo_deny::check(&places::checkout()),
        ["prove"] => {
            prove::list();
            Ok(())
        }
        ["prove", name, more @ ..] => prove::run_named(name, more),
        ["judge", more @ ..] => judge::judge(more),
        ["structure", more @ ..] => structure::structure(more),
        ["demo-day", more @ ..] => demo_day::demo_day(more),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        _ => Err(SetupError::Usage(format!("`{}` is not understood", words.join(" ")))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_is_not_there_is_a_usage_error() {
        let error = dispatch(&["set-up"]).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().contains("set-up"), "{error}");
        assert_eq!(dispatch(&["ci", "--fast"]).unwrap_err().exit_code(), 2);
    }
}
