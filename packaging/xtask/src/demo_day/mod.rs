//! `cargo xtask demo-day`: a scripted day at the till, its Z report held against a second computation.

mod good;
mod goods;
mod keystrokes;
mod ledger;
mod report;
mod script;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use self::good::Good;
use self::keystrokes::Clerking;
use self::script::Act;
use crate::child::run;
use crate::error::{FileContext, Result, SetupError};
use crate::{cargo_steps, places, seal::Depth};

/// Items of the day.
const ITEMS: usize = 200;
const SEED: u64 = 1;
/// How an ESC/POS receipt ends: the paper is cut.
const CUT: &[u8] = b"\x1dV";

/// Runs `demo-day [--photos DIR] [--items N] [--seed N]`.
///
/// # Errors
/// If the day cannot be played, or its report is not what the script comes to.
pub fn demo_day(words: &[&str]) -> Result<()> {
    let wanted = Wanted::read(words)?;
    let checkout = places::checkout();
    let goods = goods::goods(&checkout.join("assets/catalogue/demo.csv"))?;
    let photos = wanted.photos.clone().unwrap_or_else(|| checkout.join("assets/samples"));
    let shots = goods::shots(&photos, &goods)?;
    let acts = script::day(&goods, &shots, wanted.items, wanted.seed);

    let folder = checkout.join("target/demo-day");
    let _old = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).on("make", &folder)?;
    let file = folder.join("script.txt");
    fs::write(&file, script::written(&acts, &goods)).on("write", &file)?;
    play(&checkout, &file, &folder)?;
    judge(&folder, &acts, &goods)
}

struct Wanted {
    photos: Option<PathBuf>,
    items: usize,
    seed: u64,
}

impl Wanted {
    fn read(words: &[&str]) -> Result<Self> {
        let mut wanted = Self { photos: None, items: ITEMS, seed: SEED };
        let mut words = words.iter();
        while let Some(option) = words.next() {
            let usage = || SetupError::Usage(format!("{option} is no option, or lacks its value"));
            let value = words.next().ok_or_else(usage)?;
            match *option {
                "--photos" => wanted.photos = Some(PathBuf::from(value)),
                "--items" => wanted.items = value.parse().map_err(|_| usage())?,
                "--seed" => wanted.seed = value.parse().map_err(|_| usage())?,
                _ => return Err(usage()),
            }
        }
        Ok(wanted)
    }
}

fn play(checkout: &Path, script: &Path, folder: &Path) -> Result<()> {
    let source = cargo_steps::set_up(Depth::Quick)?;
    let mut cargo = cargo_steps::cargo(&source);
    cargo.current_dir(checkout).args(["run", "--quiet", "--example", "demo_day", "--"]);
    cargo.arg(script).arg(folder);
    run(&mut cargo, "the till did not follow the script; its own message stands above")
}

fn judge(folder: &Path, acts: &[Act], goods: &[Good]) -> Result<()> {
    let told = read(&folder.join("told.jsonl"))?;
    let mut clerking = Clerking::default();
    for line in told.lines() {
        let line: Value = parse(line)?;
        let good = goods.iter().find(|good| line["product"] == good.id.as_str());
        let begins = |digit| goods.iter().any(|good| good.plu.starts_with(digit));
        clerking.count(&line, good.map_or("", |good| &good.plu), begins);
    }
    let expected = ledger::figures(acts, goods);
    let z: Value = parse(&read(&folder.join("z.json"))?)?;
    let printed = fs::read(folder.join("printed.bin")).on("read", folder)?;
    let receipts = printed.windows(CUT.len()).filter(|bytes| *bytes == CUT).count() as i64;

    print!("{}", clerking.report());
    let differences = report::differences(&z, &expected, receipts);
    println!("{}", report::summary(&expected, receipts));
    if differences.is_empty() {
        println!("The Z report and the second computation agree to the cent.");
        return Ok(());
    }
    Err(SetupError::ProofFailed(differences.join("; ")))
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).on("read", file)
}

fn parse(text: &str) -> Result<Value> {
    serde_json::from_str(text).map_err(|error| SetupError::ProofFailed(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_options_are_a_usage_error() {
        assert_eq!(demo_day(&["--fotos", "x"]).unwrap_err().exit_code(), 2);
        assert_eq!(demo_day(&["--items"]).unwrap_err().exit_code(), 2);
        assert_eq!(demo_day(&["--items", "many"]).unwrap_err().exit_code(), 2);
    }
}
