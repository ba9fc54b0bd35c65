//! The real program, killed while it trains: resumed again and again, it comes to the same weights as
//! a training that nobody disturbed.
//!
//! Both run on one thread. Each life of the program ends (SIGKILL) at a random moment: while it reads
//! photos, learns, judges, or writes a checkpoint or the version. `cargo xtask prove resume` kills it
//! more often, and larger networks too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "sealed_shop/mod.rs"]
mod sealed_shop;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sealed_shop::SealedShop;
use serde_json::Value;
use tillsight::training::is_unfinished;

/// Kills in an ordinary run of the tests.
const FEW: u32 = 5;
/// A process that has not ended by then never will.
const PATIENCE: Duration = Duration::from_secs(1800);

/// What is trained: a small network on small pictures, or what the environment says.
struct Plan {
    kills: u32,
    seed: u64,
    /// Arguments of `tillsight train` beside the name.
    arguments: Vec<String>,
}

impl Plan {
    fn read(folder: &Path) -> Self {
        let number = |name: &str| std::env::var(name).ok().map(|text| text.parse().unwrap());
        let network =
            std::env::var("TILLSIGHT_RESUME_NETWORK").unwrap_or_else(|_| "article".to_owned());
        let data = match std::env::var_os("TILLSIGHT_RESUME_DATA") {
            Some(data) => PathBuf::from(data),
            None => {
                write_goods(&folder.join("goods"));
                folder.join("goods")
            }
        };
        let recipe = folder.join("recipe.json");
        // All that draws numbers or keeps a state takes part; two runs are averaged.
        let text = r#"{ "runs": 2, "batch": 8, "mix_share": 0.5, "cutmix_share": 0.5,
            "average_decay": 0.8, "dropout": 0.2, "drop_connect": 0.2 }"#;
        fs::write(&recipe, text).unwrap();
        let words = [
            "--data",
            data.to_str().unwrap(),
            "--recipe",
            recipe.to_str().unwrap(),
            "--arch",
            &network,
            "--epochs",
            "3",
            "--val",
            "0.25",
            "--seed",
            "5",
            "--device",
            "cpu",
            "--json",
        ];
        Self {
            kills: number("TILLSIGHT_RESUME_KILLS").map_or(FEW, |kills: u64| kills as u32),
            seed: number("TILLSIGHT_RESUME_SEED").unwrap_or(1),
            arguments: words.map(str::to_owned).to_vec(),
        }
    }
}

/// Plain discs of four colours on grounds of different grey.
fn write_goods(folder: &Path) {
    let goods = [("red", [220, 40, 40]), ("blue", [40, 60, 220]), ("green", [30, 160, 50])];
    for (name, colour) in goods {
        fs::create_dir_all(folder.join(name)).unwrap();
        for number in 0..16_u32 {
            let shift = number as i32 * 37 % 11 - 5;
            let grey = 140 + (number * 29 % 90) as u8;
            let picture = image::RgbImage::from_fn(48, 48, |x, y| {
                let (dx, dy) = (x as i32 - 24 - shift, y as i32 - 24 + shift);
                let inside = dx * dx + dy * dy < 150 + number as i32 * 4;
                image::Rgb(if inside { colour } else { [grey, grey - (x % 16) as u8, grey] })
            });
            picture.save(folder.join(name).join(format!("{number:02}.png"))).unwrap();
        }
    }
}

/// A shop of the program's own with what its training came to.
struct Training<'a> {
    shop: &'a SealedShop,
    name: &'static str,
    arguments: &'a [String],
}

impl Training<'_> {
    fn versions(&self) -> PathBuf {
        self.shop.path("shop").join("versions")
    }

    fn is_finished(&self) -> bool {
        self.versions().join(self.name).join("manifest.json").exists()
    }

    /// The next life of the program: from the beginning, or from what the last one left.
    fn start(&self) -> Child {
        let mut words = vec!["train", "--name", self.name];
        words.extend(self.arguments.iter().map(String::as_str));
        if is_unfinished(&self.versions(), self.name) {
            words.push("--resume");
        }
        let mut command: Command = self.shop.command(&words);
        // One thread adds numbers up in one order.
        for threads in ["OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"] {
            command.env(threads, "1");
        }
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Lets it end by itself.
    fn finish(&self) {
        let output = self.start().wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Kills it after `life`; its status if it ended before.
    fn kill_after(&self, life: Duration) -> Option<ExitStatus> {
        let mut child = self.start();
        let status = ended_within(&mut child, life);
        if status.is_none() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        status
    }

    fn manifest(&self) -> Value {
        let file = self.versions().join(self.name).join("manifest.json");
        serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
    }

    fn weights(&self) -> Vec<u8> {
        fs::read(self.versions().join(self.name).join("weights.safetensors")).unwrap()
    }
}

fn ended_within(child: &mut Child, time: Duration) -> Option<ExitStatus> {
    let begun = Instant::now();
    while begun.elapsed() < time.min(PATIENCE) {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    None
}

#[test]
fn a_killed_training_comes_to_the_weights_of_an_undisturbed_one() {
    let shop = SealedShop::new();
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan::read(folder.path());
    let training = |name| Training { shop: &shop, name, arguments: &plan.arguments };

    let undisturbed = training("undisturbed");
    let begun = Instant::now();
    undisturbed.finish();
    let mut whole = begun.elapsed();

    let killed = training("killed");
    let mut random = ChaCha8Rng::seed_from_u64(plan.seed);
    let (mut kills, mut with_checkpoint) = (0, 0);
    while kills < plan.kills && !killed.is_finished() {
        // Mostly less than the whole, so that it often gets no further than the last life did.
        let life = whole.mul_f64(random.random_range(0.1..0.9));
        with_checkpoint += u32::from(is_unfinished(&killed.versions(), killed.name));
        match killed.kill_after(life) {
            None => kills += 1,
            Some(status) => assert!(status.success() && killed.is_finished(), "{status}"),
        }
        if kills == 0 && killed.is_finished() {
            // The machine was busier when the whole was measured: once more, with shorter lives.
            fs::remove_dir_all(killed.versions().join(killed.name)).unwrap();
            whole /= 2;
        }
    }
    if !killed.is_finished() {
        killed.finish();
    }
    println!("{kills} kills, {with_checkpoint} lives went on from a checkpoint");
    assert!(kills > 0, "it was never killed");
    assert!(undisturbed.weights() == killed.weights(), "the weights differ after {kills} kills");
    for field in ["weights_sha256", "temperature", "thresholds", "metrics", "seen", "classes"] {
        assert_eq!(undisturbed.manifest()[field], killed.manifest()[field], "{field}");
    }
    assert!(!is_unfinished(&killed.versions(), killed.name), "nothing is left over");
}
