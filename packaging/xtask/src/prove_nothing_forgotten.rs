//! Proof that a shop's training on a few products forgets none of the others: from the shipped model on
//! the counter's apples, bananas and oranges, judged on `grocery/val.txt` and on the counter's photos
//! that were held out.

use std::path::Path;

use serde_json::Value;

use crate::cargo_steps::minutes;
use crate::error::{Result, SetupError};
use crate::judge_data;
use crate::prove_models::Workshop;

const SHIPPED: &str = "grocery-lite0";
const PRESETS: [&str; 2] = ["quick", "thorough"];
/// Parts of the counter's photos, near-duplicates together; each is held out in turn.
const FOLDS: &str = "5";
/// Points of top-1 that the shipped products may lose.
const MAY_LOSE: f64 = 0.01;

/// What a version is worth on both sides.
struct Figures {
    /// `val.txt`, all products competing: first, and among four.
    shipped: [f64; 2],
    /// Held-out photos of the counter: the right kind first (any apple for an apple), and the shop's
    /// own product first, which the shipped model has not got of apples.
    counter: [f64; 2],
}

impl Figures {
    fn show(&self, name: &str) {
        let [top1, top4] = self.shipped.map(|share| share * 100.0);
        let [kind, own] = self.counter.map(|share| share * 100.0);
        println!(
            "prove: {name}: val.txt {top1:.1} / {top4:.1} %, counter: kind {kind:.1} %, own product {own:.1} %"
        );
    }
}

/// `DATA [FOLDS [PRESET]]`: how many of the five parts are held out in turn (default 1), and by which
/// preset alone.
pub fn nothing_forgotten(arguments: &[&str]) -> Result<()> {
    let usage = || {
        let line =
            "prove nothing-forgotten DATA (with grocery/ and counter/) [FOLDS, 1 to 5 [PRESET]]";
        SetupError::Usage(format!("it is called `cargo xtask {line}`"))
    };
    let (data, folds, presets) = match arguments {
        [data] => (*data, 1, PRESETS.to_vec()),
        [data, folds] => (*data, folds.parse().map_err(|_| usage())?, PRESETS.to_vec()),
        [data, folds, preset] => (*data, folds.parse().map_err(|_| usage())?, vec![*preset]),
        _ => return Err(usage()),
    };
    if !(1..=5).contains(&folds) {
        return Err(usage());
    }
    let workshop = Workshop::new("nothing-forgotten")?;
    workshop.build()?;
    let counter = judge_data::counter_fruit(Path::new(data), workshop.shop())?;
    let proof = Proof {
        val: Path::new(data).join("grocery/val.txt").display().to_string(),
        counter: counter.display().to_string(),
        workshop,
    };
    let mut failed = Vec::new();
    for fold in 0..folds {
        let fold = fold.to_string();
        let before = proof.judge(SHIPPED, &fold)?;
        before.show(&format!("part {fold} held out: {SHIPPED}"));
        for preset in &presets {
            let after = proof.train_and_judge(preset, &fold)?;
            failed.extend(faults(&before, &after, preset));
        }
    }
    proof.workshop.close()?;
    match failed.as_slice() {
        [] => Ok(()),
        faults => Err(SetupError::ProofFailed(faults.join("; "))),
    }
}

/// What `after` lost against `before` and should not have.
fn faults(before: &Figures, after: &Figures, preset: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let lost = before.shipped[0] - after.shipped[0];
    if lost > MAY_LOSE {
        faults.push(format!("{preset}: shipped products lost {:.1} points", lost * 100.0));
    }
    if after.counter[0] < before.counter[0] {
        faults.push(format!("{preset}: the shop's own photos got worse"));
    }
    faults
}

struct Proof {
    workshop: Workshop,
    val: String,
    counter: String,
}

impl Proof {
    fn train_and_judge(&self, preset: &str, fold: &str) -> Result<Figures> {
        let name = format!("{preset}-{fold}");
        let taken = self.workshop.timed(&[
            "train",
            "--data",
            &self.counter,
            "--folds",
            FOLDS,
            "--fold",
            fold,
            "--val",
            "none",
            "--init",
            SHIPPED,
            "--preset",
            preset,
            "--name",
            &name,
        ])?;
        let figures = self.judge(&name, fold)?;
        figures.show(&format!("part {fold} held out: {preset} in {}", minutes(taken)));
        Ok(figures)
    }

    fn judge(&self, model: &str, fold: &str) -> Result<Figures> {
        let shipped = self.figures(&["--data", &self.val, "--model", model])?;
        let held_out = ["--folds", FOLDS, "--fold", fold];
        let counter =
            self.figures(&[&["--data", &self.counter, "--model", model], &held_out[..]].concat())?;
        if number(&counter, "seen") > 0.0 {
            let fault = format!("{model} has seen photos that it is judged on");
            return Err(SetupError::ProofFailed(fault));
        }
        let pair = |figures: &Value, names: [&str; 2]| names.map(|name| number(figures, name));
        Ok(Figures {
            shipped: pair(&shipped, ["top1", "top4"]),
            counter: pair(&counter, ["coarse_top1", "top1"]),
        })
    }

    fn figures(&self, arguments: &[&str]) -> Result<Value> {
        let text = self.workshop.judged(arguments)?;
        let line = text.lines().last().unwrap_or_default();
        serde_json::from_str(line)
            .map_err(|_| SetupError::ProofFailed(format!("evaluate printed no figures: {line}")))
    }
}

/// A figure of a judgement; 0 where there is none.
fn number(figures: &Value, name: &str) -> f64 {
    figures.get(name).and_then(Value::as_f64).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(top1: f64, kind: f64) -> Figures {
        Figures { shipped: [top1, 0.97], counter: [kind, kind] }
    }

    #[test]
    fn a_point_may_be_lost_and_no_more() {
        let before = figures(0.889, 0.8);
        assert!(faults(&before, &figures(0.882, 0.9), "quick").is_empty());
        assert_eq!(faults(&before, &figures(0.875, 0.9), "quick").len(), 1);
        assert_eq!(faults(&before, &figures(0.87, 0.7), "quick").len(), 2);
    }
}
