//! The rows of `judge` that ask how a version fares in places: at home, elsewhere, on a desk; and whether
//! the item finder finds.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::child::{output_of, run};
use crate::error::{FileContext, Result, SetupError};
use crate::judge::{Judge, number, parse};
use crate::judge_elsewhere::{SourceGroup, groups, unlearnt_kinds};
use crate::judge_table::{Figure, Table};

/// Pictures put together for the rows `desk` and `finder`, and their seeds: the mean is told.
const COMPOSITES: &str = "300";
const SEEDS: [u64; 3] = [1, 2, 3];
/// The group of sources that the row `desk` takes its items from.
const DESK: &str = "cousins";
/// The 90 % interval's reach in standard deviations, to both sides.
const Z_90: f64 = 1.645;

impl Judge {
    pub(crate) fn home(&self) -> Result<()> {
        let val = self.photos("grocery/val.txt");
        let mut table = Table::default();
        for model in self.soups()? {
            let figures = self.evaluate(&model, &["--data", &val])?;
            let decision = &figures["decision"];
            let (photos, rate) = (number(&figures, "photos"), number(decision, "accept_rate"));
            let right = number(decision, "accept_accuracy");
            let mut row = vec![
                Figure::share("top-1", number(&figures, "top1")),
                Figure::share("top-4", number(&figures, "top4")),
                Figure::share("kinds", number(&figures, "coarse_top1")),
            ];
            row.extend(sold_unasked(rate, right, photos * rate));
            table.add(&model, &row);
        }
        table.print();
        Ok(())
    }

    pub(crate) fn elsewhere(&self) -> Result<()> {
        let mut table = Table::default();
        let groups = groups(&self.data, &self.work())?;
        for model in self.soups()? {
            let mut row = Vec::new();
            // The cousins' studio pictures are what the desk's items are cut out of.
            for SourceGroup { name, table } in groups.iter().filter(|group| group.name != DESK) {
                let table = table.display().to_string();
                let figures = self.evaluate_group(&model, name, &["--data", &table])?;
                row.extend(kind_row(&figures).into_iter().map(|figure| figure.of(name)));
            }
            table.add(&model, &row);
        }
        table.print();
        Ok(())
    }

    pub(crate) fn desk(&self) -> Result<()> {
        let groups = groups(&self.data, &self.work())?;
        let cousins = groups.into_iter().find(|group| group.name == DESK);
        let items = cousins.map(|group| group.table).unwrap_or_default();
        let mut table = Table::default();
        for model in self.soups()? {
            for seed in SEEDS {
                let folder = self.composites("desk", &items, seed, &["--one-small"])?;
                let singles = folder.join("singles.csv").display().to_string();
                let figures = self.evaluate(&model, &["--data", &singles])?;
                table.add(&format!("{model}, seed {seed}"), &kind_row(&figures));
            }
        }
        table.print();
        Ok(())
    }

    /// The finder that is shipped, or the weights that `--model` names.
    pub(crate) fn finder(&self) -> Result<()> {
        let items = unlearnt_kinds(&self.data, &self.work())?;
        let mut table = Table::default();
        for finder in self.finders() {
            let mut row = Vec::new();
            for seed in SEEDS {
                let boxes = self.composites("goods", &items, seed, &[])?.join("boxes.csv");
                let figures = self.found(&finder, &boxes, &[])?;
                let own = [("F1", "f1"), ("recall", "recall"), ("precision", "precision")];
                let own = own.map(|(name, field)| Figure::share(name, number(&figures, field)));
                row.extend(own.map(|figure| figure.of(&format!("composites {seed}"))));
            }
            let photos = self.data.join("boxes/boxes.csv");
            let figures = self.found(&finder, &photos, &["--incomplete"])?;
            row.push(Figure::share("boxes recall", number(&figures, "recall")));
            let fruit = self.found(&finder, &self.counter_boxes()?, &["--incomplete"])?;
            row.push(Figure::share("counter recall", number(&fruit, "recall")));
            row.push(Figure::seconds("a picture", number(&fruit, "millis_per_picture") / 1e3));
            table.add(&finder, &row);
        }
        table.print();
        Ok(())
    }

    fn finders(&self) -> Vec<String> {
        if !self.named().is_empty() {
            return self.named().to_vec();
        }
        let shipped = crate::places::checkout().join("models/item-finder.safetensors");
        vec![shipped.display().to_string()]
    }

    fn found(&self, finder: &str, boxes: &Path, options: &[&str]) -> Result<Value> {
        let boxes = boxes.display().to_string();
        let words = ["finder", "evaluate", "--json", "--finder", finder, "--data", &boxes];
        parse(&output_of(self.tillsight(&words).args(options))?)
    }

    /// The folder of composites of these items on the pictures that show no goods.
    fn composites(&self, name: &str, items: &Path, seed: u64, options: &[&str]) -> Result<PathBuf> {
        let folder = self.work().join(format!("composites-{name}-{seed}"));
        if !folder.join("boxes.csv").exists() {
            let (grounds, seed) = (self.grounds()?.display().to_string(), seed.to_string());
            let words = ["finder", "compose", "--grounds", &grounds, "--count", COMPOSITES];
            let mut command = self.tillsight(&words);
            command.args(["--seed", &seed]).args(options).arg("--out").arg(&folder);
            command.arg("--items").arg(items);
            run(&mut command, "its own message stands above")?;
        }
        Ok(folder)
    }

    /// Every second picture of `unknown`, from the second: the others a finder may have learnt from.
    fn grounds(&self) -> Result<PathBuf> {
        let files = crate::judge_data::pictures(&self.data.join("unknown"))?;
        let mut text = "path,kind\n".to_owned();
        for file in files.iter().skip(1).step_by(2) {
            let file = fs::canonicalize(file).on("read", file)?;
            text.push_str(&format!("{},ground\n", file.display()));
        }
        let path = self.work().join("grounds.csv");
        fs::write(&path, text).on("write", &path)?;
        Ok(path)
    }

    /// The boxes of apples and oranges on the counter: bananas lie in bunches there.
    fn counter_boxes(&self) -> Result<PathBuf> {
        let list = self.data.join("counter/mixed.csv");
        let text = fs::read_to_string(&list).on("read", &list)?;
        let folder = fs::canonicalize(self.data.join("counter")).on("read", &self.data)?;
        let is_wanted = |line: &&str| line.contains(",apple,") || line.contains(",orange,");
        let lines = text.lines().filter(is_wanted);
        let rows: String =
            lines.map(|line| format!("{}\n", folder.join(line.trim()).display())).collect();
        if rows.is_empty() {
            return Err(SetupError::ProofFailed(format!("{}: no apple", list.display())));
        }
        let path = self.work().join("counter-boxes.csv");
        fs::write(&path, rows).on("write", &path)?;
        Ok(path)
    }
}

fn kind_row(figures: &Value) -> Vec<Figure> {
    let (kinds, decision) = (&figures["kinds"], &figures["decision"]);
    let mut row = vec![
        Figure::share("kinds", number(kinds, "top1")),
        Figure::share("(4)", number(kinds, "top4")),
    ];
    let right = number(kinds, "accept_accuracy");
    row.extend(sold_unasked(number(decision, "accept_rate"), right, number(kinds, "accepted")));
    row
}

/// What is sold unasked, how much of it is right, and the lower end of that share's 90 % interval
/// (Wilson's).
fn sold_unasked(rate: f64, right: f64, accepted: f64) -> [Figure; 3] {
    [
        Figure::share("sold unasked", rate),
        Figure::share("of those right", right),
        Figure::share("at least", lower_end(right, accepted)),
    ]
}

fn lower_end(share: f64, count: f64) -> f64 {
    let squared = Z_90 * Z_90;
    let spread = (share * (1.0 - share) / count + squared / (4.0 * count * count)).sqrt();
    (share + squared / (2.0 * count) - Z_90 * spread) / (1.0 + squared / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lower_end_of_all_right_rises_with_the_number() {
        assert!((lower_end(1.0, 100.0) - 0.9737).abs() < 1e-3, "{}", lower_end(1.0, 100.0));
        assert!(lower_end(0.98, 1000.0) > 0.97 && lower_end(0.98, 50.0) < 0.94);
    }
}
