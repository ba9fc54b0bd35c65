//! The proof that a training can be killed at any moment: the test of it, with many more kills, and on
//! the network that is shipped if photos are given.

use crate::cargo_steps;
use crate::child::run;
use crate::error::{Result, SetupError};
use crate::seal::Depth;

/// Kills where no number is given.
const KILLS: u32 = 30;

/// Kills a training of the real program again and again: `prove resume [KILLS [DATA]]`. With DATA,
/// labelled photos, it trains EfficientNet-Lite0 on them; without, the article's small network.
pub fn resume(arguments: &[&str]) -> Result<()> {
    let (kills, data) = plan(arguments)?;
    let source = cargo_steps::set_up(Depth::Quick)?;
    let mut command = cargo_steps::cargo(&source);
    command.args(["test", "--quiet", "--test", "training_killed", "--", "--nocapture"]);
    command.env("TILLSIGHT_RESUME_KILLS", kills.to_string());
    if let Some(data) = data {
        crate::base_weights::make_ready(Depth::Quick)?;
        let data = std::path::absolute(data).unwrap_or_else(|_| data.into());
        command.env("TILLSIGHT_RESUME_DATA", data);
        command.env("TILLSIGHT_RESUME_NETWORK", "efficientnet-lite0");
    }
    println!("prove: a training on one thread, undisturbed and killed {kills} times");
    run(&mut command, "its own message stands above")
}

fn plan<'a>(arguments: &[&'a str]) -> Result<(u32, Option<&'a str>)> {
    let usage =
        || SetupError::Usage("it is called `cargo xtask prove resume [KILLS [DATA]]`".into());
    let kills = |text: &str| text.parse().ok().filter(|kills| *kills > 0).ok_or_else(usage);
    match *arguments {
        [] => Ok((KILLS, None)),
        [given] => Ok((kills(given)?, None)),
        [given, data] => Ok((kills(given)?, Some(data))),
        _ => Err(usage()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kills_and_data_can_be_given() {
        assert_eq!(plan(&[]).unwrap(), (KILLS, None));
        assert_eq!(plan(&["7"]).unwrap(), (7, None));
        assert_eq!(plan(&["7", "photos"]).unwrap(), (7, Some("photos")));
    }

    #[test]
    fn anything_else_is_a_usage_error() {
        for wrong in [&["many"][..], &["0"], &["-1"], &["1", "x", "y"]] {
            assert_eq!(plan(wrong).unwrap_err().exit_code(), 2, "{wrong:?}");
        }
    }
}
