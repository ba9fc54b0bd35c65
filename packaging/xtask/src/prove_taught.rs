//! The proof that five photos are enough: `prove taught DATA [DRAWS]` teaches fruit with the real
//! commands in a shop that sells nothing else, and names all other photos of it.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::child::{output_of, run};
use crate::error::{FileContext, Result, SetupError};
use crate::judge_data;
use crate::judge_table::{Figure, Table, deviation, mean};
use crate::libtorch::Source;
use crate::seal::{self, Depth};
use crate::{cargo_steps, places};

const USAGE: &str = "it is called `cargo xtask prove taught DATA [DRAWS]`";
const READ_ABOVE: &str = "its own message stands above";
const FRUIT: [&str; 3] = ["apple", "banana", "orange"];
const SHOTS: usize = 5;
const DRAWS: u64 = 20;
/// Draws after which strange pictures are shown, too.
const STRANGE_DRAWS: u64 = 3;
/// What the mean over the draws must reach, and the share decided unknown must not pass.
const RIGHT: f64 = 0.98;
const UNKNOWN: f64 = 0.10;
/// A catalogue that leaves nothing to sell.
const NOTHING: &str = "id,name,price,unit,plu,barcode,tax,category,active\n\
                       nothing,Nothing,0,piece,,,0,,no\n";

/// What one draw measured.
#[derive(Default)]
struct Draw {
    right: Vec<f64>,
    unknown: Vec<f64>,
    millis: Vec<f64>,
    strange_accepted: Vec<f64>,
    strange_not_unknown: Vec<f64>,
}

/// Runs the proof.
///
/// # Errors
/// If the words are not understood, a command fails, or the figures are below what is promised.
pub fn taught(arguments: &[&str]) -> Result<()> {
    let (data, draws) = match arguments {
        [data] => (PathBuf::from(data), DRAWS),
        [data, draws] => {
            (PathBuf::from(data), draws.parse().map_err(|_| SetupError::Usage(USAGE.into()))?)
        }
        _ => return Err(SetupError::Usage(USAGE.into())),
    };
    let source = cargo_steps::set_up(Depth::Quick)?;
    run(cargo_steps::cargo(&source).args(["build", "--quiet"]), READ_ABOVE)?;
    let photos = FRUIT
        .iter()
        .map(|fruit| judge_data::pictures(&data.join("counter").join(fruit)))
        .collect::<Result<Vec<_>>>()?;
    let strange = judge_data::pictures(&data.join("unknown"))?;
    let mut measured = Draw::default();
    for draw in 0..draws {
        let shop = EmptyShop::new(&source)?;
        let strange = if draw < STRANGE_DRAWS { strange.as_slice() } else { &[] };
        shop.measure(draw, &photos, strange, &mut measured)?;
        println!(
            "prove: draw {draw}: {:.1} % right",
            100.0 * measured.right.last().unwrap_or(&0.0)
        );
        seal::remove_folder(&shop.folder)?;
    }
    tell(&measured)
}

fn tell(measured: &Draw) -> Result<()> {
    let worst = measured.right.iter().copied().fold(f64::INFINITY, f64::min);
    let slowest = measured.millis.iter().copied().fold(0.0, f64::max);
    let mut table = Table::default();
    let figures = [
        Figure::share("right", mean(&measured.right)),
        Figure::share("spread", deviation(&measured.right)),
        Figure::share("worst draw", worst),
        Figure::share("decided unknown", mean(&measured.unknown)),
        Figure::share("strange accepted", mean(&measured.strange_accepted)),
        Figure::share("strange not unknown", mean(&measured.strange_not_unknown)),
        Figure::seconds("teach", mean(&measured.millis) / 1e3),
        Figure::seconds("slowest", slowest / 1e3),
    ];
    table.add("promoted", &figures);
    table.print();
    if mean(&measured.right) < RIGHT || mean(&measured.unknown) > UNKNOWN {
        return Err(SetupError::ProofFailed("that is less than what is promised".into()));
    }
    Ok(())
}

/// A shop of its own that sells nothing.
struct EmptyShop<'a> {
    source: &'a Source,
    folder: PathBuf,
}

impl<'a> EmptyShop<'a> {
    fn new(source: &'a Source) -> Result<Self> {
        let folder = places::checkout().join("target/taught-shop");
        if folder.exists() {
            seal::remove_folder(&folder)?;
        }
        std::fs::create_dir_all(&folder).on("make", &folder)?;
        let catalogue = folder.join("nothing.csv");
        std::fs::write(&catalogue, NOTHING).on("write", &catalogue)?;
        let shop = Self { source, folder };
        let mut command = shop.tillsight(&["catalogue", "import", "--replace"]);
        run(command.arg(&catalogue), READ_ABOVE)?;
        Ok(shop)
    }

    fn tillsight(&self, words: &[&str]) -> Command {
        let mut command = cargo_steps::cargo(self.source);
        command.args(["run", "--quiet", "--", "--shop"]).arg(&self.folder).args(words);
        command
    }

    /// Teaches each fruit with photos drawn by chance, then names all others.
    fn measure(
        &self,
        draw: u64,
        photos: &[Vec<PathBuf>],
        strange: &[PathBuf],
        measured: &mut Draw,
    ) -> Result<()> {
        let mut others = Vec::new();
        for (stream, (fruit, own)) in FRUIT.iter().zip(photos).enumerate() {
            let mut own = own.clone();
            shuffle(&mut own, draw * FRUIT.len() as u64 + stream as u64);
            let rest = own.split_off(SHOTS.min(own.len()));
            let mut command = self.tillsight(&["teach", "--json", fruit]);
            let taught = last_json(&output_of(command.args(&own))?)?;
            measured.millis.push(taught["millis"].as_f64().unwrap_or(f64::NAN));
            others.extend(rest.into_iter().map(|photo| (*fruit, photo)));
        }
        let named = self.named(others.iter().map(|(_, photo)| photo.as_path()))?;
        if named.len() != others.len() {
            return Err(SetupError::ProofFailed("some photos were not named".into()));
        }
        let pairs = || named.iter().zip(&others);
        let right = pairs().filter(|(line, (fruit, _))| line["candidates"][0]["product"] == *fruit);
        let all = named.len() as f64;
        measured.right.push(right.count() as f64 / all);
        measured.unknown.push(share(&named, "unknown"));
        if !strange.is_empty() {
            let named = self.named(strange.iter().map(PathBuf::as_path))?;
            measured.strange_accepted.push(share(&named, "accept"));
            measured.strange_not_unknown.push(1.0 - share(&named, "unknown"));
        }
        Ok(())
    }

    fn named<'p>(&self, photos: impl Iterator<Item = &'p Path>) -> Result<Vec<Value>> {
        let mut command = self.tillsight(&["recognise", "--json", "--top", "1"]);
        let text = output_of(command.args(photos))?;
        text.lines().map(last_json).collect()
    }
}

/// The share of photos that were decided so.
fn share(named: &[Value], decision: &str) -> f64 {
    let so = named.iter().filter(|line| line["decision"]["kind"] == decision).count();
    so as f64 / named.len().max(1) as f64
}

fn last_json(text: &str) -> Result<Value> {
    let line = text.lines().last().unwrap_or_default();
    serde_json::from_str(line).map_err(|_| {
        SetupError::ProofFailed("a command printed no figures; run it by hand to see why".into())
    })
}

/// Fisher and Yates' shuffle with SplitMix64 (Steele et al. 2014), so that a draw is the same anywhere.
fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed;
    for end in (1..items.len()).rev() {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        items.swap(end, (mixed % (end as u64 + 1)) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_data_it_is_a_usage_error() {
        assert_eq!(taught(&[]).unwrap_err().exit_code(), 2);
        assert_eq!(taught(&["data", "many"]).unwrap_err().exit_code(), 2);
    }

    #[test]
    fn a_seed_shuffles_the_same_way_and_keeps_all() {
        let shuffled = |seed| {
            let mut items: Vec<u32> = (0..20).collect();
            shuffle(&mut items, seed);
            items
        };
        assert_eq!(shuffled(3), shuffled(3));
        assert_ne!(shuffled(3), shuffled(4));
        let mut sorted = shuffled(3);
        sorted.sort_unstable();
        assert_eq!(sorted, (0..20).collect::<Vec<_>>());
    }
}
