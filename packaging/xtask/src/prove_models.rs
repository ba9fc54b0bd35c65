//! Proofs on public data sets: our trainer against Keras on CIFAR-10, and the shipped model's recipe
//! over three seeds on GroceryStoreDataset.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::cargo_steps::{self, minutes};
use crate::child::{output_of, run};
use crate::error::{Result, SetupError};
use crate::libtorch::Source;
use crate::places;
use crate::seal::{self, Depth};

const READ_ABOVE: &str = "its own message stands above";
/// What the issue asks of the article's network after ten epochs.
const ARTICLE_TOP1: f64 = 0.71;
/// Epochs of both trainers.
const ARTICLE_EPOCHS: &str = "10";
/// What a plain prototype reaches on `val.txt`: top-1, top-4, coarse.
const GROCERY_FIGURES: [(&str, f64); 3] =
    [("top1", 0.821), ("top4", 0.949), ("coarse_top1", 0.868)];
const GROCERY_SEEDS: [&str; 3] = ["1", "2", "3"];

/// The till's command line, in a shop of its own that is thrown away.
pub struct Workshop {
    source: Source,
    shop: PathBuf,
}

impl Workshop {
    /// Sets the machine up and names a shop after the proof.
    ///
    /// # Errors
    /// If the machine cannot be set up.
    pub fn new(name: &str) -> Result<Self> {
        let source = cargo_steps::set_up(Depth::Quick)?;
        crate::base_weights::make_ready(Depth::Quick)?;
        let shop = std::env::temp_dir().join(format!("tillsight-{name}-{}", std::process::id()));
        Ok(Self { source, shop })
    }

    fn tillsight(&self, arguments: &[&str]) -> Command {
        let mut command = cargo_steps::cargo(&self.source);
        command.args(["run", "--quiet", "--"]).args(arguments);
        command.arg("--shop").arg(&self.shop);
        command
    }

    /// The shop's folder.
    pub fn shop(&self) -> &Path {
        &self.shop
    }

    /// Runs a command and tells how long it took.
    ///
    /// # Errors
    /// If it fails.
    pub fn timed(&self, arguments: &[&str]) -> Result<Duration> {
        println!("prove: tillsight {}", arguments.join(" "));
        let begun = Instant::now();
        run(&mut self.tillsight(arguments), READ_ABOVE)?;
        Ok(begun.elapsed())
    }

    /// The figures that `evaluate --json` prints for a version.
    fn figures(&self, version: &str, data: &str) -> Result<String> {
        let arguments = ["evaluate", "--data", data, "--model", version, "--json"];
        let text = output_of(&mut self.tillsight(&arguments))?;
        println!("prove: {version}: {}", text.trim());
        Ok(text)
    }

    /// What `evaluate --json` prints with these arguments.
    ///
    /// # Errors
    /// If it fails.
    pub fn judged(&self, arguments: &[&str]) -> Result<String> {
        output_of(self.tillsight(&["evaluate", "--json"]).args(arguments))
    }

    /// Builds the program.
    ///
    /// # Errors
    /// If it does not compile.
    pub fn build(&self) -> Result<()> {
        let mut command = cargo_steps::cargo(&self.source);
        run(command.args(["build", "--quiet"]), READ_ABOVE)
    }

    /// Removes the shop.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn close(self) -> Result<()> {
        seal::remove_folder(&self.shop)
    }
}

/// The article's network on CIFAR-10, ten epochs, ours and Keras's, one after the other.
pub fn article(arguments: &[&str]) -> Result<()> {
    let [train, test] = arguments else {
        return Err(usage("prove article TRAIN.zip TEST.zip"));
    };
    let workshop = Workshop::new("article")?;
    workshop.build()?;
    let ours = workshop.timed(&[
        "train",
        "--data",
        train,
        "--val",
        "none",
        "--name",
        "article",
        "--arch",
        "article",
        "--epochs",
        ARTICLE_EPOCHS,
    ])?;
    let top1 = number(&workshop.figures("article", test)?, "top1")?;
    workshop.close()?;
    println!("prove: ours: top-1 {top1:.4}, {ARTICLE_EPOCHS} epochs in {}", minutes(ours));
    let keras = keras_article(train, test)?;
    println!("prove: Keras with its reading and judging: {}", minutes(keras));
    at_least("top-1 of the article's network", top1, ARTICLE_TOP1)
}

/// Runs the article's own code in a throw-away Python environment; it prints its own times.
fn keras_article(train: &str, test: &str) -> Result<Duration> {
    let venv = std::env::temp_dir().join(format!("tillsight-keras-{}", std::process::id()));
    run(Command::new("python3").args(["-m", "venv"]).arg(&venv), "install python3-venv")?;
    let pip = venv.join("bin/pip");
    let packages = ["install", "--quiet", "tensorflow-cpu", "pillow"];
    run(Command::new(pip).args(packages), "tensorflow-cpu comes from PyPI")?;
    let script = places::checkout().join("packaging/keras/article_cifar10.py");
    let begun = Instant::now();
    run(Command::new(venv.join("bin/python")).arg(script).args([train, test]), READ_ABOVE)?;
    let taken = begun.elapsed();
    seal::remove_folder(&venv)?;
    Ok(taken)
}

/// The default recipe over three seeds, each judged on `val.txt`, which it never saw.
pub fn grocery(arguments: &[&str]) -> Result<()> {
    let [data] = arguments else {
        return Err(usage("prove grocery FOLDER (with train.txt, val.txt and classes.csv)"));
    };
    let list = |name: &str| Path::new(data).join(name).display().to_string();
    let workshop = Workshop::new("grocery")?;
    workshop.build()?;
    let mut sums = GROCERY_FIGURES.map(|_| 0.0);
    for seed in GROCERY_SEEDS {
        let name = format!("seed-{seed}");
        let taken = workshop.timed(&[
            "train",
            "--data",
            &list("train.txt"),
            "--val",
            "none",
            "--name",
            &name,
            "--arch",
            "efficientnet-lite0",
            "--seed",
            seed,
        ])?;
        println!("prove: {name} took {}", minutes(taken));
        let figures = workshop.figures(&name, &list("val.txt"))?;
        for (sum, (figure, _)) in sums.iter_mut().zip(GROCERY_FIGURES) {
            *sum += number(&figures, figure)?;
        }
    }
    workshop.close()?;
    for (sum, (figure, wanted)) in sums.into_iter().zip(GROCERY_FIGURES) {
        at_least(figure, sum / GROCERY_SEEDS.len() as f64, wanted)?;
    }
    Ok(())
}

fn usage(line: &str) -> SetupError {
    SetupError::Usage(format!("it is called `cargo xtask {line}`"))
}

fn at_least(what: &str, value: f64, wanted: f64) -> Result<()> {
    println!("prove: {what}: {value:.4}, wanted {wanted:.4}");
    if value >= wanted {
        return Ok(());
    }
    Err(SetupError::ProofFailed(format!("{what} is {value:.4}, it should be at least {wanted:.4}")))
}

/// The number that stands after `"name":` in one line of JSON.
fn number(json: &str, name: &str) -> Result<f64> {
    let missing = || SetupError::ProofFailed(format!("the judgement holds no figure {name}"));
    let (_, rest) = json.split_once(&format!("\"{name}\":")).ok_or_else(missing)?;
    let end = rest.find([',', '}']).unwrap_or(rest.len());
    rest.get(..end).and_then(|text| text.trim().parse().ok()).ok_or_else(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_from_one_line() {
        let json = r#"{"photos":296,"top1":0.8378,"decision":{"ask_rate":0.5}}"#;
        assert!((number(json, "top1").unwrap() - 0.8378).abs() < 1e-9);
        assert!((number(json, "ask_rate").unwrap() - 0.5).abs() < 1e-9);
        assert!(number(json, "top4").is_err());
    }

    #[test]
    fn a_figure_below_its_mark_fails() {
        assert!(at_least("top1", 0.7, 0.71).is_err());
        assert!(at_least("top1", 0.71, 0.71).is_ok());
    }

    #[test]
    fn a_proof_without_its_data_says_how_it_is_called() {
        assert_eq!(article(&[]).unwrap_err().exit_code(), 2);
        assert_eq!(grocery(&[]).unwrap_err().exit_code(), 2);
    }
}
