//! The proof that a shop has one till: the test of it, for much longer, and the real window, beside
//! which a second one is refused while commands work.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::cargo_steps;
use crate::child::run;
use crate::error::{FileContext, Result, SetupError};
use crate::places;
use crate::prove_window::{Running, Screen, start};
use crate::seal::{self, Depth};

/// Commands a till where no number is given.
const COMMANDS: u32 = 3000;
/// The seed of what they do, where none is given.
const SEED: u64 = 1;
/// Second windows and commands beside the first.
const ROUNDS: usize = 10;

/// Two tills and a command line on one shop, then two windows: `prove two-programs [COMMANDS [SEED]]`.
pub fn two_programs(arguments: &[&str]) -> Result<()> {
    let (commands, seed) = numbers(arguments)?;
    let source = cargo_steps::set_up(Depth::Quick)?;
    let mut command = cargo_steps::cargo(&source);
    command.args(["test", "--quiet", "--test", "two_programs", "--", "--nocapture"]);
    command.env("TILLSIGHT_TWO_PROGRAMS_COMMANDS", commands.to_string());
    command.env("TILLSIGHT_TWO_PROGRAMS_SEED", seed.to_string());
    println!("prove: {commands} commands a till with seed {seed}");
    run(&mut command, "its own message stands above; the same seed gives the same commands")?;
    run(cargo_steps::cargo(&source).args(["build", "--quiet"]), "its own message stands above")?;
    let folder = std::env::temp_dir().join(format!("tillsight-two-{}", std::process::id()));
    let proven = two_windows(&folder);
    seal::remove_folder(&folder)?;
    proven
}

fn numbers(arguments: &[&str]) -> Result<(u32, u64)> {
    let usage = || {
        SetupError::Usage("it is called `cargo xtask prove two-programs [COMMANDS [SEED]]`".into())
    };
    let count = |text: &str| text.parse().ok().filter(|count| *count > 0).ok_or_else(usage);
    let seed = |text: &str| text.parse().map_err(|_| usage());
    match arguments {
        [] => Ok((COMMANDS, SEED)),
        [given] => Ok((count(given)?, SEED)),
        [given, with] => Ok((count(given)?, seed(with)?)),
        _ => Err(usage()),
    }
}

/// A shop with a window open on it: others are refused, by words on stderr and, where nobody reads
/// that, by a small window; commands work; when the first is killed, another opens.
fn two_windows(folder: &Path) -> Result<()> {
    let [first_screen, second_screen] = ["first", "second"].map(|name| folder.join(name));
    for folder in [&first_screen, &second_screen] {
        fs::create_dir_all(folder).on("make", folder)?;
    }
    let screen = Screen::open(&first_screen, 0)?;
    let window = open_window(&screen, folder, "the first window")?;
    for _ in 0..ROUNDS {
        expect(&screen, folder, &[], Some("open in another window"))?;
        beside(&screen, folder)?;
    }
    println!("prove: {ROUNDS} second windows were refused, {ROUNDS} rounds of commands worked");
    let other = Screen::open(&second_screen, 1)?;
    drop(open_window(&other, folder, "the small window")?);
    drop(window);
    drop(open_window(&screen, folder, "a window after the first was killed")?);
    println!("prove: a small window said it, too, and after the first was killed another opened");
    Ok(())
}

/// Commands that change the catalogue, teach, and look at the day.
fn beside(screen: &Screen, folder: &Path) -> Result<()> {
    let list = folder.join("list.csv");
    let text = "id,name,price,unit,plu,barcode,tax,category\nfig,Fig,0.50,piece,,,7,Fruit\n";
    fs::write(&list, text).on("write", &list)?;
    let sample = places::checkout().join("assets/samples/banana.jpg");
    expect(screen, folder, &["catalogue".as_ref(), "import".as_ref(), &list], None)?;
    expect(screen, folder, &["teach".as_ref(), "fig".as_ref(), &sample], None)?;
    expect(screen, folder, &["day".as_ref(), "list".as_ref()], None)
}

/// Runs the program to its end: it does well, or fails with a sentence that holds `refusal`.
fn expect(screen: &Screen, folder: &Path, words: &[&Path], refusal: Option<&str>) -> Result<()> {
    let mut command = program(folder);
    command.args(words).stdin(Stdio::null());
    screen.show(&mut command);
    let Output { status, stderr, .. } = command
        .output()
        .map_err(|source| SetupError::ProgramMissing { program: "tillsight".to_owned(), source })?;
    let said = String::from_utf8_lossy(&stderr);
    let fits = match refusal {
        None => status.success(),
        Some(refusal) => status.code() == Some(1) && said.contains(refusal),
    };
    if fits {
        return Ok(());
    }
    Err(SetupError::ProofFailed(format!("{words:?} ended with {status} and said: {said}")))
}

fn open_window(screen: &Screen, folder: &Path, what: &str) -> Result<Running> {
    let mut command = program(folder);
    screen.show(&mut command);
    // As from a desktop, where nobody reads it.
    let window = start(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()))?;
    screen.wait_for_words(what)?;
    Ok(window)
}

fn program(folder: &Path) -> Command {
    let binary: PathBuf = places::checkout().join("target/debug/tillsight");
    let mut command = Command::new(binary);
    command.arg("--shop").arg(folder.join("shop"));
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_seed_can_be_given() {
        assert_eq!(numbers(&[]).unwrap(), (COMMANDS, SEED));
        assert_eq!(numbers(&["500", "7"]).unwrap(), (500, 7));
        for wrong in [&["many"][..], &["0"], &["1", "x"], &["1", "2", "3"]] {
            assert_eq!(numbers(wrong).unwrap_err().exit_code(), 2, "{wrong:?}");
        }
    }
}
