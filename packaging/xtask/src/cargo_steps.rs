//! Cargo's calls, in order: set-up first, then the step; `ci` tells the wall time of each.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::child::run;
use crate::error::Result;
use crate::libtorch::{self, Source};
use crate::seal::Depth;
use crate::{base_weights, cargo_deny, packages, places};

const READ_ABOVE: &str = "its own message stands above";

/// Installs packages and makes LibTorch ready.
///
/// # Errors
/// Of either.
pub fn set_up(depth: Depth) -> Result<Source> {
    packages::make_ready()?;
    let source = libtorch::make_ready(depth)?;
    #[cfg(windows)]
    crate::windows_libraries::place_beside_programs(&places::checkout())?;
    Ok(source)
}

/// Sets up and calls cargo with `arguments`, then `more` as the user typed them.
///
/// # Errors
/// Of set-up, or if cargo fails.
pub fn set_up_and_call(arguments: &[&str], more: &[&str]) -> Result<()> {
    let source = set_up(Depth::Quick)?;
    run(cargo(&source).args(arguments).args(more), READ_ABOVE)
}

/// Sets up, fetches the weights that some tests compare against, and runs all tests.
///
/// # Errors
/// Of set-up, of the download, or if a test fails.
pub fn test(more: &[&str]) -> Result<()> {
    let source = set_up(Depth::Quick)?;
    base_weights::make_ready(Depth::Quick)?;
    run(cargo(&source).args(TEST).args(more), READ_ABOVE)
}

/// Everything that must hold before a change is taken in, cheapest first.
///
/// # Errors
/// Of the first step that fails.
pub fn ci() -> Result<()> {
    let begun = Instant::now();
    let checkout = places::checkout();
    timed("format", || {
        run(plain_cargo(&checkout).args(["fmt", "--all", "--check"]), "run `cargo fmt --all`")
    })?;
    let source = timed("set-up", || set_up(Depth::Quick))?;
    timed("base weights", || base_weights::make_ready(Depth::Quick))?;
    timed("deny", || cargo_deny::check(&checkout))?;
    timed("clippy", || {
        let mut clippy = cargo(&source);
        clippy.args(["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]);
        run(&mut clippy, READ_ABOVE)
    })?;
    timed("documentation", || {
        let mut doc = cargo(&source);
        doc.args(["doc", "--locked", "--no-deps", "--workspace"]).env("RUSTDOCFLAGS", "-Dwarnings");
        run(&mut doc, READ_ABOVE)
    })?;
    timed("tests", || run(cargo(&source).args(TEST), READ_ABOVE))?;
    println!("ci: all steps passed in {}", minutes(begun.elapsed()));
    Ok(())
}

/// The tests of the whole workspace, as `cargo xtask test` runs them.
pub const TEST: [&str; 2] = ["test", "--workspace"];

fn timed<T>(step: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("ci: {step} ...");
    let begun = Instant::now();
    let outcome = work();
    let word = if outcome.is_ok() { "passed" } else { "FAILED" };
    println!("ci: {step} {word} in {}", minutes(begun.elapsed()));
    outcome
}

/// A duration as `3 min 07 s` or `4.2 s`.
pub fn minutes(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        return format!("{:.1} s", duration.as_secs_f64());
    }
    format!("{} min {:02} s", seconds / 60, seconds % 60)
}

/// Cargo in the checkout, finding the LibTorch that set-up found.
pub fn cargo(source: &Source) -> Command {
    let mut command = plain_cargo(&places::checkout());
    match source {
        // What plain `cargo` sees by `.cargo/config.toml`, so that nothing is built twice.
        Source::Cache(_) => {
            command.env_remove("LIBTORCH");
        }
        // torch-sys asks Python; LIBTORCH is only what the search path for running is made of.
        Source::PythonTorch(folder) | Source::UserFolder(folder) => {
            command.env("LIBTORCH", folder);
        }
    }
    command
}

/// Cargo in a folder, the environment as it is.
pub fn plain_cargo(folder: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!(minutes(Duration::from_millis(4_240)), "4.2 s");
        assert_eq!(minutes(Duration::from_secs(187)), "3 min 07 s");
    }

    #[test]
    fn cargo_sees_what_set_up_found() {
        let libtorch = |source: Source| {
            let command = cargo(&source);
            let found = command.get_envs().find(|(name, _)| *name == "LIBTORCH");
            found.map(|(_, value)| value.map(std::ffi::OsStr::to_owned))
        };
        assert_eq!(libtorch(Source::Cache("/c".into())), Some(None), "as plain cargo sees it");
        assert_eq!(libtorch(Source::UserFolder("/u".into())), Some(Some("/u".into())));
        assert_eq!(libtorch(Source::PythonTorch("/p".into())), Some(Some("/p".into())));
    }
}
