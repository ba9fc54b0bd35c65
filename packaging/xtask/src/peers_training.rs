//! `cargo xtask bench --train`: Tillsight's training loop beside the same loop in PyTorch, on the same
//! photos, network, batch, size, augmentation and threads, in one run.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::base_weights;
use crate::cargo_steps;
use crate::contender::{Contender, THREADS};
use crate::error::{Result, SetupError};
use crate::libtorch::Source;
use crate::peers_environment;
use crate::places;
use crate::seal::Depth;

static STEPS: [&str; 3] = ["data", "network", "together"];
const OURS: &str = "Tillsight";
/// How PyTorch is used: what the table says, and what its worker calls it.
const WAYS: [(&str, &str); 3] = [
    ("PyTorch, DataLoader with two workers", "usual"),
    ("the same, channels last", "channels-last"),
    ("the same, photos decoded beforehand", "decoded"),
];
/// The stages that do not learn, as the table names them, for our worker and for PyTorch's.
const FROZEN: [(&str, &str, &str); 2] = [
    ("all layers learn", "none", "none"),
    ("the recipe's first two stages do not learn", "recipe", "2"),
];

/// What is compared, and on what.
#[derive(Debug, PartialEq, Eq)]
struct Plan {
    data: PathBuf,
    /// Photos of an epoch.
    photos: String,
    /// Rounds in which every program takes its turn; one more, first, does not count.
    rounds: usize,
    /// Cargo's profile for Tillsight's side.
    profile: String,
}

impl Plan {
    /// Reads `DATA [--photos N] [--rounds N] [--profile NAME]`.
    fn parse(words: &[&str]) -> Result<Self> {
        let [data, options @ ..] = words else { return Err(usage()) };
        let mut plan = Self {
            data: std::path::absolute(data).map_err(|_| usage())?,
            photos: "640".to_owned(),
            rounds: 5,
            profile: "bench".to_owned(),
        };
        let mut left = options;
        while let [option, value, more @ ..] = left {
            match *option {
                "--photos" if value.parse().is_ok_and(|photos: usize| photos > 0) => {
                    plan.photos = (*value).to_owned();
                }
                "--rounds" => plan.rounds = value.parse().map_err(|_| usage())?,
                "--profile" => plan.profile = (*value).to_owned(),
                _ => break,
            }
            left = more;
        }
        if left.is_empty() && plan.rounds > 0 { Ok(plan) } else { Err(usage()) }
    }
}

fn usage() -> SetupError {
    let line = "cargo xtask bench --train DATA [--photos N] [--rounds N] [--profile NAME]";
    SetupError::Usage(format!("it is called `{line}`, with DATA as `tillsight train` takes it"))
}

/// Sets PyTorch up, lets everyone take turns and prints the medians, in pictures a second.
///
/// # Errors
/// Of set-up, or if a program fails.
pub fn compare(words: &[&str]) -> Result<()> {
    let plan = Plan::parse(words)?;
    let source = cargo_steps::set_up(Depth::Quick)?;
    let weights = base_weights::make_ready(Depth::Quick)?.join("efficientnet-lite0.safetensors");
    let python = peers_environment::make_with_torchvision()?;
    for (about, ours, theirs) in FROZEN {
        let mut contenders =
            vec![Contender::start(OURS, &STEPS, &mut our_worker(&plan, &source, ours))?];
        for (name, way) in WAYS {
            let mut command = their_worker(&plan, &python, way, theirs, &weights);
            contenders.push(Contender::start(name, &STEPS, &mut command)?);
        }
        for round in 0..=plan.rounds {
            for contender in &mut contenders {
                contender.take_turn(round > 0)?;
            }
        }
        print_table(&plan, about, &contenders);
    }
    Ok(())
}

fn our_worker(plan: &Plan, source: &Source, frozen: &str) -> Command {
    let mut command = cargo_steps::cargo(source);
    command.args(["bench", "--quiet", "--bench", "training", "--profile", &plan.profile, "--"]);
    command.arg("worker").arg(&plan.data).args([&plan.photos, frozen]);
    command
}

fn their_worker(plan: &Plan, python: &Path, way: &str, frozen: &str, weights: &Path) -> Command {
    let mut command = Command::new(python);
    command.arg(places::checkout().join("packaging/peers/train_worker.py")).arg(way);
    command.arg(&plan.data).args([&plan.photos, frozen]).arg(weights);
    command
}

fn print_table(plan: &Plan, about: &str, contenders: &[Contender]) {
    println!(
        "\nEfficientNet-Lite0, {about}; {} photos of {}, {THREADS} threads, {} rounds; medians in \
         pictures a second\n",
        plan.photos,
        plan.data.display(),
        plan.rounds,
    );
    println!("| | data alone | network alone | together | Tillsight to this |");
    println!("| --- | --- | --- | --- | --- |");
    let ours = contenders.iter().find(|contender| contender.name == OURS);
    let ours = ours.and_then(|contender| contender.median("together"));
    for contender in contenders {
        let cells: Vec<String> = STEPS.map(|step| cell(contender.median(step), 1)).into();
        let ratio = ours.zip(contender.median("together")).map(|(ours, theirs)| ours / theirs);
        println!("| {} | {} | {} |", contender.name, cells.join(" | "), cell(ratio, 2));
    }
}

fn cell(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.digits$}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_and_others_refused() {
        let plan =
            Plan::parse(&["/d", "--photos", "96", "--rounds", "2", "--profile", "dev"]).unwrap();
        let expected = Plan {
            data: "/d".into(),
            photos: "96".to_owned(),
            rounds: 2,
            profile: "dev".to_owned(),
        };
        assert_eq!(plan, expected);
        let wrong = [
            &[][..],
            &["/d", "--photos"],
            &["/d", "--photos", "no"],
            &["/d", "--rounds", "0"],
            &["/d", "--speed", "9"],
        ];
        for words in wrong {
            assert_eq!(Plan::parse(words).unwrap_err().exit_code(), 2, "{words:?}");
        }
    }
}
