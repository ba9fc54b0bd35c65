//! A training or an experiment that a person stops: what was done is kept.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::SealedShop;

/// Far more than any machine does before the signal arrives.
const EPOCHS: &str = "5000";

fn start(shop: &SealedShop, data: &str, more: &[&str]) -> Child {
    let mut args = vec![
        "train", "--data", data, "--name", "long", "--arch", "article", "--val", "none",
        "--epochs", EPOCHS, "--device", "cpu", "--json",
    ];
    args.extend(more);
    let mut command = shop.command(&args);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn press_ctrl_c(child: &Child) {
    let kill = format!("kill -INT {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
}

/// Waits for an event of this kind, then presses Ctrl-C; gives the event and the last words.
fn interrupt_after(mut child: Child, kind: &str) -> (Value, Option<i32>, String) {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let event = loop {
        let line = lines.next().expect("the training ended by itself").unwrap();
        let event: Value = serde_json::from_str(&line).unwrap();
        if event["event"] == kind {
            break event;
        }
    };
    press_ctrl_c(&child);
    lines.for_each(drop);
    let output = child.wait_with_output().unwrap();
    (event, output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn ctrl_c_ends_an_experiment_that_the_same_command_goes_on_with() {
    let shop = SealedShop::new();
    let (data, other) = (shop.write_colours("data", 4), shop.write_colours("other", 2));
    let grid = format!("epochs = {EPOCHS}\n[base]\nchannels = [4]\ndense = 8\n");
    let (grid, out) = (shop.write("grid.toml", grid.as_bytes()), shop.arg("out"));
    let args = [
        "experiment",
        "--data",
        &data,
        "--val",
        &other,
        "--grid",
        &grid,
        "--out",
        &out,
        "--device",
        "cpu",
    ];
    let mut command = shop.command(&args);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.next().expect("it tells what there is to do").unwrap();
    assert!(first == "0 of 1 runs are done", "{first}");
    press_ctrl_c(&child);
    lines.for_each(drop);
    let output = child.wait_with_output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{words}");
    let last = words.lines().last().unwrap();
    assert!(last.starts_with("error: ") && last.contains("same command goes on"), "{words}");
}

#[test]
fn ctrl_c_keeps_what_was_learnt_and_resume_goes_on() {
    let shop = SealedShop::new();
    let data = shop.write_colours("data", 4);
    let (_, code, words) = interrupt_after(start(&shop, &data, &[]), "epoch");
    assert_eq!(code, Some(1), "{words}");
    let last = words.lines().last().unwrap();
    assert!(last.starts_with("error: ") && last.contains("--resume"), "{words}");

    let (started, code, words) = interrupt_after(start(&shop, &data, &["--resume"]), "started");
    assert!(started["epochs_done"].as_u64().unwrap() >= 1, "{started}");
    assert_eq!(code, Some(1), "{words}");
}
