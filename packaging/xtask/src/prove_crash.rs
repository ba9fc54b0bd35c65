//! The proof that the till can be killed at any moment: the test of it, with many more kills.

use crate::cargo_steps;
use crate::child::run;
use crate::error::{Result, SetupError};
use crate::seal::Depth;

/// Kills where no number is given; the issue asks for a hundred.
const KILLS: u32 = 120;
/// The seed of the script and of the moments, where none is given.
const SEED: u64 = 1;

/// Kills the real program again and again while it sells: `prove crash [KILLS [SEED]]`.
pub fn crash(arguments: &[&str]) -> Result<()> {
    let (kills, seed) = numbers(arguments)?;
    let source = cargo_steps::set_up(Depth::Quick)?;
    let mut command = cargo_steps::cargo(&source);
    command.args(["test", "--quiet", "--test", "crash", "--", "--nocapture"]);
    command.env("TILLSIGHT_CRASH_KILLS", kills.to_string());
    command.env("TILLSIGHT_CRASH_SEED", seed.to_string());
    println!("prove: {kills} kills with seed {seed}");
    run(&mut command, "its own message stands above; the same seed gives the same script")
}

fn numbers(arguments: &[&str]) -> Result<(u32, u64)> {
    let usage =
        || SetupError::Usage("it is called `cargo xtask prove crash [KILLS [SEED]]`".into());
    let kills = |text: &str| text.parse().ok().filter(|kills| *kills > 0).ok_or_else(usage);
    let seed = |text: &str| text.parse().map_err(|_| usage());
    match arguments {
        [] => Ok((KILLS, SEED)),
        [given] => Ok((kills(given)?, SEED)),
        [given, with] => Ok((kills(given)?, seed(with)?)),
        _ => Err(usage()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kills_and_seed_can_be_given() {
        assert_eq!(numbers(&[]).unwrap(), (KILLS, SEED));
        assert_eq!(numbers(&["200"]).unwrap(), (200, SEED));
        assert_eq!(numbers(&["200", "7"]).unwrap(), (200, 7));
    }

    #[test]
    fn anything_else_is_a_usage_error() {
        for wrong in [&["many"][..], &["0"], &["-1"], &["1", "x"], &["1", "2", "3"]] {
            assert_eq!(numbers(wrong).unwrap_err().exit_code(), 2, "{wrong:?}");
        }
    }
}
