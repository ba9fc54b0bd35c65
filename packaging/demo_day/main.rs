//! The scripted day: `demo_day SCRIPT FOLDER` plays a script in a new shop below the folder, with the
//! promoted model, a simulated camera, scale and printer, and leaves there what came of it:
//! `told.jsonl` (a line an item), `z.json` (the day's report) and `printed.bin` (the receipts).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod clerk;
mod counter;
mod script;
// It can do more than this clerk asks of it.
#[allow(dead_code)]
#[path = "../../tests/till_flow/simulated_scale.rs"]
mod simulated_scale;

use std::path::PathBuf;
use std::sync::Arc;
use std::{env, fs};

use tillsight::till::model;

fn main() {
    let mut words = env::args_os().skip(1).map(PathBuf::from);
    let (Some(script), Some(folder)) = (words.next(), words.next()) else {
        panic!("demo_day SCRIPT FOLDER");
    };
    let acts = script::read(&fs::read_to_string(script).expect("a script"));
    let shop = folder.join("shop");
    let models = shop.clone();
    let load = Arc::new(move || model::load_promoted(&models));
    let day = clerk::play(&acts, &shop, &folder.join("printed.bin"), load);
    let told: Vec<String> =
        day.told.iter().map(|told| serde_json::to_string(told).expect("JSON")).collect();
    fs::write(folder.join("told.jsonl"), told.join("\n") + "\n").expect("a file");
    let report = serde_json::to_string_pretty(&day.report).expect("JSON");
    fs::write(folder.join("z.json"), report).expect("a file");
}
