//! What `experiment` promises: one object for programs, a table for people, nothing in the shop.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use super::sealed_shop::{Run, SealedShop};
use super::{keys, set};

const GRID: &[u8] = b"epochs = 1\n[base]\nchannels = [4]\ndense = 8\nbatch = 8\n\
    [[vary]]\nname = \"kernel size\"\nkernel = [3, 5]\n";

fn run(shop: &SealedShop, more: &[&str]) -> Run {
    let data = shop.write_colours("colours", 8);
    let grid = shop.write("grid.toml", GRID);
    let out = shop.arg("out");
    let mut args = vec![
        "experiment",
        "--data",
        &data,
        "--grid",
        &grid,
        "--out",
        &out,
        "--val",
        "0.25",
        "--device",
        "cpu",
    ];
    args.extend(more);
    shop.succeed(&args)
}

#[test]
fn the_object_names_every_choice_and_its_network() {
    let shop = SealedShop::new();
    let found = run(&shop, &["--seed", "3,4,3", "--json"]).json();
    let fields = [
        "data",
        "data_limit",
        "validation",
        "seeds",
        "device",
        "runs",
        "runs_done",
        "choices",
        "networks",
    ];
    assert_eq!(keys(&found), set(&fields));
    assert_eq!(found["seeds"], serde_json::json!([3, 4]));
    assert_eq!((&found["runs"], &found["runs_done"]), (&Value::from(4), &Value::from(4)));
    let choices: Vec<(&str, u64)> = found["choices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|choice| (choice["choice"].as_str().unwrap(), choice["network"].as_u64().unwrap()))
        .collect();
    assert_eq!(choices, [("base", 0), ("kernel 3", 0), ("kernel 5", 1)]);
    for network in found["networks"].as_array().unwrap() {
        check_network(network);
    }
    let file = fs::read(shop.path("out/experiment.json")).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&file).unwrap(), found);
}

fn check_network(network: &Value) {
    let fields = ["architecture", "shape", "init", "recipe", "figures", "runs"];
    assert_eq!(keys(network), set(&fields));
    let figures = &network["figures"];
    let spreads = set(&["top1", "top4", "loss", "train_seconds", "millis_per_photo"]);
    let counts = set(&["parameters", "weights_bytes", "multiply_adds"]);
    let all: BTreeSet<&str> = spreads.union(&counts).copied().collect();
    assert_eq!(keys(figures), all);
    for name in spreads {
        assert_eq!(keys(&figures[name]), set(&["mean", "deviation"]));
        assert!(figures[name]["mean"].as_f64().unwrap() >= 0.0, "{name}: {figures}");
    }
    for name in counts {
        assert!(figures[name].as_u64().unwrap() > 0, "{name}: {figures}");
    }
    for run in network["runs"].as_array().unwrap() {
        assert_eq!(run["outcome"], "trained");
        assert!((0.0..=1.0).contains(&run["top1"].as_f64().unwrap()), "{run}");
    }
}

#[test]
fn people_get_a_table_and_the_shop_gets_no_version() {
    let shop = SealedShop::new();
    let text = run(&shop, &[]).stdout;
    let table = fs::read_to_string(shop.path("out/table.md")).unwrap();
    assert!(text.contains(table.trim_end()), "{text}");
    assert!(text.lines().filter(|line| line.starts_with("run ")).count() == 2, "{text}");
    assert!(text.trim_end().ends_with("out"), "{text}");
    let again = run(&shop, &[]).stdout;
    assert!(again.contains("2 of 2 runs are done") && !again.contains("run 1"), "{again}");
    let versions = shop.succeed(&["models", "list", "--json"]).json_lines();
    assert!(versions.iter().all(|version| version["shipped"] == true), "{versions:?}");
}
