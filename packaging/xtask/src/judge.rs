//! `cargo xtask judge ROW --data DIR`: the rows of the model card's table, measured again.
//!
//! Versions are trained once, on one thread, so that a seed gives the same weights again; they are
//! kept in `target/judge`, and a row that was interrupted goes on where it stopped.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::cargo_steps;
use crate::child::{output_of, run, shown};
use crate::error::{Result, SetupError};
use crate::judge_data::{self, HeldOut};
use crate::judge_table::{Figure, Table, deviation, mean};
use crate::libtorch::Source;
use crate::{base_weights, places, seal::Depth};

const READ_ABOVE: &str = "its own message stands above";
/// First seeds of the three soups; each averages this seed's weights and the next two's.
const SEEDS: [u64; 3] = [1, 4, 7];
/// Draws of five photos that a taught row is the mean of.
const DRAWS: u64 = 20;
/// The same on the held-out classes, of which there are three choices besides.
const HELD_OUT_DRAWS: u64 = 5;
const RECIPE: &str = "packaging/recipes/grocery-lite0.json";
const LIGHT_RECIPE: &str = "packaging/recipes/grocery-light.json";

/// One row. To add one: a line in [`ROWS`] and its function.
struct Row {
    name: &'static str,
    about: &'static str,
    run: fn(&Judge) -> Result<()>,
}

const ROWS: [Row; 10] = [
    Row {
        name: "val",
        about: "top-1, top-4, kinds, calibration, decisions, far unknowns",
        run: Judge::val,
    },
    Row {
        name: "counter",
        about: "single fruit in a new place, nothing taught",
        run: Judge::counter,
    },
    Row {
        name: "taught-counter",
        about: "the same fruit, taught with 5 photos each, nothing else sold",
        run: Judge::taught_counter,
    },
    Row {
        name: "held-out",
        about: "20 classes held out of training: as unknowns, and taught with 5 photos",
        run: Judge::held_out,
    },
    Row { name: "bfloat16", about: "the row val, calculated with 16 bits", run: Judge::bfloat16 },
    Row {
        name: "home",
        about: "the shop at home: first, among four, sold unasked and of those right",
        run: Judge::home,
    },
    Row {
        name: "elsewhere",
        about: "photos of sources that no training saw, by the kind",
        run: Judge::elsewhere,
    },
    Row {
        name: "desk",
        about: "one item small in the picture, on grounds that no training saw",
        run: Judge::desk,
    },
    Row { name: "finder", about: "boxes found: unseen goods, photos, fruit", run: Judge::finder },
    Row {
        name: "lighter",
        about: "the model without its companion, in half the time",
        run: Judge::lighter,
    },
];

/// Runs `judge ROW --data DIR [--model FOLDER ...]`; without a row, prints their list.
///
/// # Errors
/// If the words are not understood, a step fails, or a figure stands on photos that were seen.
pub fn judge(words: &[&str]) -> Result<()> {
    let Some((name, options)) = words.split_first() else {
        println!("{USAGE}, where ROW is one of:\n");
        ROWS.iter().for_each(|row| println!("    {:<16}{}", row.name, row.about));
        println!("    {:<16}one photo's time beside PyTorch and ONNX Runtime", "speed");
        return Ok(());
    };
    if *name == "speed" {
        return crate::peers::compare(options);
    }
    let row = ROWS.iter().find(|row| row.name == *name);
    let row = row.ok_or_else(|| SetupError::Usage(format!("no row is called {name}")))?;
    (row.run)(&Judge::new(options)?)
}

const USAGE: &str = "cargo xtask judge ROW --data DIR [--model FOLDER ...]";

/// Where the photos lie and which versions are judged.
pub struct Judge {
    source: Source,
    /// Where the photos lie.
    pub(crate) data: PathBuf,
    /// Versions named by the caller, in place of those that the row would train.
    models: Vec<String>,
}

impl Judge {
    fn new(options: &[&str]) -> Result<Self> {
        let usage = || SetupError::Usage(format!("it is called `{USAGE}`"));
        let (mut data, mut models) = (None, Vec::new());
        let mut left = options;
        while let [option, value, more @ ..] = left {
            match *option {
                "--data" => data = Some(PathBuf::from(value)),
                "--model" => models.push((*value).to_owned()),
                _ => return Err(usage()),
            }
            left = more;
        }
        let data = data.filter(|_| left.is_empty()).ok_or_else(usage)?;
        let source = cargo_steps::set_up(Depth::Quick)?;
        base_weights::make_ready(Depth::Quick)?;
        let judge = Self { source, data, models };
        run(cargo_steps::cargo(&judge.source).args(["build", "--quiet"]), READ_ABOVE)?;
        Ok(judge)
    }

    pub(crate) fn work(&self) -> PathBuf {
        places::checkout().join("target/judge")
    }

    pub(crate) fn photos(&self, name: &str) -> String {
        self.data.join(name).display().to_string()
    }

    pub(crate) fn tillsight(&self, arguments: &[&str]) -> Command {
        let mut command = cargo_steps::cargo(&self.source);
        command.args(["run", "--quiet", "--"]).args(arguments);
        command.arg("--shop").arg(self.work().join("shop"));
        command
    }

    /// Trains a version if the work folder has none of that name.
    fn version(&self, name: &str, arguments: &[&str]) -> Result<String> {
        let folder = self.work().join("shop/versions").join(name);
        if !folder.exists() {
            let mut command = self.tillsight(&["train", "--name", name, "--val", "none"]);
            command.args(arguments).env("OMP_NUM_THREADS", "1").env("RAYON_NUM_THREADS", "1");
            println!("judge: {}", shown(&command));
            run(&mut command, READ_ABOVE)?;
        }
        Ok(name.to_owned())
    }

    /// Versions that the caller named.
    pub(crate) fn named(&self) -> &[String] {
        &self.models
    }

    /// The three soups of the recipe that needs no photos of unclear licence, or the versions that the caller
    /// named (`--model grocery-lite0` is the shipped one).
    pub(crate) fn soups(&self) -> Result<Vec<String>> {
        if !self.models.is_empty() {
            return Ok(self.models.clone());
        }
        let (train, recipe) = (self.photos("grocery/train.txt"), RECIPE);
        SEEDS
            .iter()
            .map(|seed| {
                let text = seed.to_string();
                let options = ["--data", &train, "--seed", &text, "--recipe", recipe];
                self.version(&format!("soup-{seed}"), &options)
            })
            .collect()
    }

    /// What `evaluate --json` says; an error if a photo was seen in training.
    pub(crate) fn evaluate(&self, model: &str, arguments: &[&str]) -> Result<Value> {
        match self.figures(model, arguments)? {
            (0, figures) => Ok(figures),
            (seen, _) => Err(SetupError::ProofFailed(format!(
                "{model} has seen {seen} of the photos it is judged on"
            ))),
        }
    }

    /// The same for one of several groups of photos: where the version has seen some of it, that is said
    /// and there are no figures.
    pub(crate) fn evaluate_group(
        &self,
        model: &str,
        group: &str,
        arguments: &[&str],
    ) -> Result<Value> {
        let (seen, figures) = self.figures(model, arguments)?;
        if seen == 0 {
            return Ok(figures);
        }
        println!("judge: {model} has seen {seen} photos of {group}: no figures");
        Ok(Value::Null)
    }

    /// How many of the photos the version has seen, and what `evaluate --json` says.
    fn figures(&self, model: &str, arguments: &[&str]) -> Result<(u64, Value)> {
        let mut command = self.tillsight(&["evaluate", "--json", "--model", model]);
        let figures = parse(&output_of(command.args(arguments))?)?;
        Ok((figures["seen"].as_u64().unwrap_or(u64::MAX), figures))
    }

    fn val(&self) -> Result<()> {
        self.val_in("float32")
    }

    fn bfloat16(&self) -> Result<()> {
        self.val_in("bfloat16")
    }

    fn val_in(&self, precision: &str) -> Result<()> {
        let (val, unknown) = (self.photos("grocery/val.txt"), self.photos("unknown"));
        let mut table = Table::default();
        for model in self.soups()? {
            let options = ["--data", &val, "--unknown", &unknown, "--precision", precision];
            table.add(&model, &val_row(&self.evaluate(&model, &options)?));
        }
        table.print();
        Ok(())
    }

    fn counter(&self) -> Result<()> {
        let mut table = Table::default();
        for model in self.soups()? {
            let mut row = Vec::new();
            for fruit in FRUIT {
                row.extend(self.fruit(&model, fruit)?);
            }
            table.add(&model, &row);
        }
        table.print();
        Ok(())
    }

    /// How often the kind is right, first and among four, on a fruit's photos.
    fn fruit(&self, model: &str, (name, kinds): Fruit) -> Result<[Figure; 2]> {
        let photos = judge_data::pictures(&self.data.join("counter").join(name))?;
        let mut command = self.tillsight(&["recognise", "--json", "--top", "4", "--model", model]);
        let text = output_of(command.args(&photos))?;
        let is_right = |product: &Value| {
            product["product"].as_str().is_some_and(|id| kinds.iter().any(|kind| kind(id)))
        };
        let (mut all, mut first, mut four) = (0.0, 0.0, 0.0);
        for line in text.lines() {
            let named = parse(line)?;
            let Some(candidates) = named["candidates"].as_array() else { continue };
            all += 1.0;
            first += share_of(candidates.first().is_some_and(is_right));
            four += share_of(candidates.iter().any(is_right));
        }
        let all = f64::max(all, 1.0);
        Ok([Figure::share(name, first / all), Figure::share(format!("{name} (4)"), four / all)])
    }

    fn taught_counter(&self) -> Result<()> {
        let counter = judge_data::counter_fruit(&self.data, &self.work())?;
        let counter = counter.display().to_string();
        let mut table = Table::default();
        for model in self.soups()? {
            let options = ["--data", &counter, "--teach", &counter, "--only-taught"];
            let drawn = self.draws(&model, DRAWS, &options)?;
            table.add(&model, &drawn);
        }
        table.print();
        Ok(())
    }

    /// The mean of top-1, top-4 and teaching time over the draws, and the spread of the first.
    fn draws(&self, model: &str, draws: u64, arguments: &[&str]) -> Result<Vec<Figure>> {
        let (mut top1, mut top4, mut millis) = (Vec::new(), Vec::new(), Vec::new());
        for seed in 0..draws {
            let seed = seed.to_string();
            let figures = self.evaluate(model, &[arguments, &["--seed", &seed]].concat())?;
            top1.push(number(&figures, "top1"));
            top4.push(number(&figures, "top4"));
            millis.push(number(&figures, "teach_millis"));
        }
        Ok(vec![
            Figure::share("top-1", mean(&top1)),
            Figure::share("spread", deviation(&top1)),
            Figure::share("top-4", mean(&top4)),
            Figure::seconds("teach", mean(&millis) / 1e3),
        ])
    }

    fn held_out(&self) -> Result<()> {
        let mut table = Table::default();
        for held_out in HeldOut::all(&self.data, &self.work())? {
            let list = |name: &str| held_out.folder.join(name).display().to_string();
            let (learnt, seed) = (list("train-kept.txt"), held_out.number.to_string());
            let name = format!("held-out-{}", held_out.number);
            let options = ["--data", &learnt, "--seed", &seed, "--arch", "efficientnet-lite0"];
            let model = self.version(&name, &options)?;
            let (kept, held) = (list("val-kept.txt"), list("val-held.txt"));
            let alone = self.evaluate(&model, &["--data", &kept, "--unknown", &held])?;
            let teach = list("train-held.txt");
            let among = |options: &[&str]| -> Result<Vec<Figure>> {
                let options = [&["--teach", &teach], options].concat();
                self.draws(&model, HELD_OUT_DRAWS, &options)
            };
            let prefixed = |prefix: &str, row: Vec<Figure>| -> Vec<Figure> {
                row.into_iter().map(|figure| figure.of(prefix)).collect()
            };
            let mut row = vec![
                Figure::share("near unknown AUROC", number(&alone["unknown"], "auroc")),
                Figure::share("61 alone", number(&alone, "top1")),
            ];
            row.extend(prefixed("20 alone", among(&["--data", &held, "--only-taught"])?));
            row.extend(prefixed("20 beside 61", among(&["--data", &held])?));
            row.extend(prefixed("61 beside 20", among(&["--data", &kept])?));
            table.add(&model, &row);
        }
        table.print();
        Ok(())
    }

    fn lighter(&self) -> Result<()> {
        let (val, unknown) = (self.photos("grocery/val.txt"), self.photos("unknown"));
        let train = self.photos("grocery/train.txt");
        let mut table = Table::default();
        for (soup, seed) in self.soups()?.iter().zip(SEEDS) {
            let options = ["--data", &train, "--init", soup, "--recipe", LIGHT_RECIPE];
            let model = self.version(&format!("light-{seed}"), &options)?;
            let figures = self.evaluate(&model, &["--data", &val, "--unknown", &unknown])?;
            table.add(&model, &val_row(&figures));
        }
        table.print();
        Ok(())
    }
}

/// A fruit's folder in `counter`, and which products of the grocery are of its kind.
type Fruit = (&'static str, &'static [fn(&str) -> bool]);

const APPLES: [&str; 5] =
    ["golden-delicious", "granny-smith", "pink-lady", "red-delicious", "royal-gala"];
const FRUIT: [Fruit; 3] = [
    ("apple", &[|id| APPLES.contains(&id)]),
    ("banana", &[|id| id == "banana"]),
    ("orange", &[|id| id == "orange", |id| id == "satsumas"]),
];

fn val_row(figures: &Value) -> Vec<Figure> {
    let (decision, unknown) = (&figures["decision"], &figures["unknown"]);
    vec![
        Figure::share("top-1", number(figures, "top1")),
        Figure::share("top-4", number(figures, "top4")),
        Figure::share("coarse", number(figures, "coarse_top1")),
        Figure::share("ECE", number(figures, "ece")),
        Figure::share("accepted", number(decision, "accept_rate")),
        Figure::share("of those right", number(decision, "accept_accuracy")),
        Figure::share("far unknown AUROC", number(unknown, "auroc")),
        Figure::share("unknown accepted", number(unknown, "accept_rate")),
    ]
}

pub(crate) fn parse(text: &str) -> Result<Value> {
    let line = text.lines().last().unwrap_or_default();
    serde_json::from_str(line).map_err(|_| {
        SetupError::ProofFailed(
            "the judgement printed no figures; run it by hand to see why".into(),
        )
    })
}

pub(crate) fn number(figures: &Value, name: &str) -> f64 {
    figures[name].as_f64().unwrap_or(f64::NAN)
}

fn share_of(is_so: bool) -> f64 {
    f64::from(u8::from(is_so))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_is_not_there_or_lacks_its_data_is_a_usage_error() {
        assert_eq!(judge(&["speed-of-light"]).unwrap_err().exit_code(), 2);
        assert_eq!(judge(&["val"]).unwrap_err().exit_code(), 2);
        assert_eq!(judge(&["val", "--data"]).unwrap_err().exit_code(), 2);
        assert_eq!(judge(&["val", "--photos", "x"]).unwrap_err().exit_code(), 2);
    }

    #[test]
    fn the_last_line_holds_the_figures() {
        assert_eq!(number(&parse("{\"top1\": 0.25}\n").unwrap(), "top1"), 0.25);
        assert!(parse("error: no such thing").is_err());
    }
}
