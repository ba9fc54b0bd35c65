//! Tillsight's side of `cargo xtask bench --train`: times the training loop on request, so that rounds
//! of several programs can be interleaved.
//!
//!     training worker DATA PHOTOS FROZEN
//!
//! DATA is what `tillsight train` takes; PHOTOS how many of its photos an epoch has; FROZEN is
//! `none` where all layers learn, or `recipe`. Says `ready`, and answers every line on standard input
//! with lines `STEP PICTURES-A-SECOND` and `done`. The steps: data (painting alone), network (learning
//! alone), together.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{
    io::{BufRead, Write},
    path::Path,
};

use tillsight::{
    cnn::{Architecture, DeviceChoice, keep_freed_memory, set_cpu_threads},
    training::{Init, Recipe, TimedLoop, TrainOptions, TrainingError, Validation, time_loop},
};

const THREADS: usize = 2;
/// Batches of a round that are only painted, and that are only learnt.
const PAINTED: usize = 12;
const LEARNT: usize = 6;

fn main() {
    // Cargo adds a word of its own.
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["worker", data, photos, frozen] => {
            set_cpu_threads(THREADS);
            keep_freed_memory();
            let photos = photos.parse().expect("a number of photos");
            time_loop(&options(Path::new(data), frozen), photos, serve).unwrap();
        }
        // `cargo bench` starts every bench.
        _ => println!("training: started by `cargo xtask bench --train`"),
    }
}

fn options(data: &Path, frozen: &str) -> TrainOptions {
    let architecture = Architecture::EfficientNetLite0;
    let mut recipe = Recipe {
        // The peer's data has no clean pictures; every photo comes once an epoch.
        clean_share: 0.0,
        balance: 0.0,
        ..Recipe::for_architecture(&architecture)
    };
    match frozen {
        "none" => recipe.frozen_stages = 0,
        "recipe" => {}
        other => panic!("{other} layers cannot be frozen"),
    }
    TrainOptions {
        data: vec![data.into()],
        name: "timed".to_owned(),
        architecture,
        init: Init::Auto,
        teacher: None,
        recipe,
        seed: 1,
        validation: Validation::None,
        calibrate_on: Vec::new(),
        fold: None,
        resume: false,
        device: DeviceChoice::Cpu,
    }
}

fn serve(timed: &mut TimedLoop<'_>) -> Result<(), TrainingError> {
    let mut out = std::io::stdout();
    writeln!(out, "ready").unwrap();
    for line in std::io::stdin().lock().lines() {
        let _round = line.unwrap();
        writeln!(out, "data {:.2}", timed.painted(PAINTED)).unwrap();
        writeln!(out, "network {:.2}", timed.learnt(LEARNT)?).unwrap();
        writeln!(out, "together {:.2}", timed.trained()?).unwrap();
        writeln!(out, "done").unwrap();
    }
    Ok(())
}
