//! What `train` and `evaluate` promise, and the life of a version after them.

use std::fs;

use serde_json::Value;

use super::sealed_shop::{Run, SealedShop};
use super::{SHIPPED, check_photo_line, keys, set};

/// Trains a small network on three colours; seconds on any machine.
pub fn train_colours(shop: &SealedShop, name: &str) -> Run {
    let data = shop.write_colours("colours", 8);
    shop.succeed(&[
        "train", "--data", &data, "--name", name, "--arch", "article", "--val", "none", "--epochs",
        "6", "--batch", "8", "--seed", "5", "--device", "cpu", "--json",
    ])
}

#[test]
fn several_data_train_one_version_each_with_its_share() {
    let shop = SealedShop::new();
    let colours = shop.write_colours("colours", 8);
    let table = shop.path("more.csv");
    let names: Vec<_> = fs::read_dir(shop.path("colours/red")).unwrap().collect();
    let mut rows = "path,kind\n".to_owned();
    for name in names {
        let name = name.unwrap().file_name().into_string().unwrap();
        rows.push_str(&format!("colours/red/{name},warm\n"));
    }
    fs::write(&table, rows).unwrap();
    let more = table.to_str().unwrap();
    let both = ["train", "--data", &colours, "--data", more, "--arch", "article", "--val", "none"];
    let quick = ["--epochs", "1", "--batch", "8", "--device", "cpu", "--json", "--name", "both"];
    let shares = ["--share", "0.75", "--share", "0.25"];
    let events = shop.succeed(&[both.as_slice(), &shares, &quick].concat()).json_lines();
    let started = events.iter().find(|event| event["event"] == "started").unwrap();
    assert_eq!((&started["photos"], &started["classes"]), (&32.into(), &4.into()));

    let one_share = shop.run(&[both.as_slice(), &["--share", "0.5"], &quick].concat());
    assert_eq!(one_share.code, Some(2), "{}", one_share.stderr);
    assert!(one_share.stderr.contains("--share"), "{}", one_share.stderr);
    fs::write(&table, "path,kind\ncolours/red/1.png,\n").unwrap();
    let quick = [&quick[..quick.len() - 1], &["other"]].concat();
    let wrong = shop.run(&[both.as_slice(), &quick].concat());
    assert_eq!(wrong.code, Some(1));
    assert!(
        wrong.stderr.contains("line 2 of") && wrong.stderr.contains("more.csv"),
        "{}",
        wrong.stderr
    );
}

#[test]
fn a_model_is_trained_judged_used_carried_and_undone() {
    let shop = SealedShop::new();
    let events = train_colours(&shop, "colours").json_lines();
    assert_eq!(events.last().unwrap()["event"], "finished");

    let unknown = shop.path("unknown");
    fs::create_dir(&unknown).unwrap();
    shop.write_picture("unknown/1.png", 32, [120, 120, 120], 4);
    let judged = shop
        .succeed(&[
            "evaluate",
            "--data",
            &shop.arg("colours"),
            "--model",
            "colours",
            "--unknown",
            unknown.to_str().unwrap(),
            "--device",
            "cpu",
            "--json",
        ])
        .json();
    check_evaluation(&judged);
    assert_eq!(judged["photos"], 24);
    assert_eq!(judged["seen"], 24);
    assert!(judged["top1"].as_f64().unwrap() > 0.9, "{judged}");

    let red = shop.write_picture("red.png", 32, [200, 30, 30], 2);
    let line = shop.succeed(&["recognise", "--json", "--top", "3", "--model", "colours", &red]);
    check_photo_line(&line.json(), &red, 3);
    assert_eq!(line.json()["candidates"][0]["product"], "red");
    assert_eq!(line.json()["candidates"][0]["name"], "red");

    let file = shop.arg("colours.tillsight");
    shop.succeed(&["models", "export", "colours", &file]);
    let other = SealedShop::new();
    other.succeed(&["models", "import", &file]);
    let carried = other.succeed(&["recognise", "--json", "--top", "3", "--model", "colours", &red]);
    assert_eq!(carried.json()["candidates"], line.json()["candidates"]);

    other.succeed(&["models", "promote", "colours"]);
    assert_eq!(promoted(&other), "colours");
    other.succeed(&["models", "rollback"]);
    assert_eq!(promoted(&other), SHIPPED);
    other.run(&["models", "rollback"]).assert_fails_saying(&["nothing to roll back"]);
}

fn promoted(shop: &SealedShop) -> String {
    let models = shop.succeed(&["models", "list", "--json"]).json_lines();
    let sells = models.iter().find(|model| model["promoted"] == true).unwrap();
    sells["name"].as_str().unwrap().to_owned()
}

/// What `evaluate --json` promises.
fn check_evaluation(judged: &Value) {
    let promised = set(&[
        "photos",
        "seen",
        "loss",
        "top1",
        "top4",
        "coarse_top1",
        "ece",
        "decision",
        "unknown",
        "millis_per_photo",
    ]);
    assert!(keys(judged).is_subset(&promised), "{judged}");
    for share in ["top1", "top4", "coarse_top1", "ece"] {
        assert!((0.0..=1.0).contains(&judged[share].as_f64().unwrap()), "{share}: {judged}");
    }
    let decision = &judged["decision"];
    let rates = set(&["accept_rate", "accept_accuracy", "ask_rate", "unknown_rate", "by_price"]);
    assert_eq!(keys(decision), rates, "{judged}");
    assert!(decision["by_price"].is_null(), "the shop sells none of these: {judged}");
    let sum: f64 = ["accept_rate", "ask_rate", "unknown_rate"]
        .iter()
        .map(|rate| decision[rate].as_f64().unwrap())
        .sum();
    assert!((sum - 1.0).abs() < 1e-6, "{judged}");
    let unknown = &judged["unknown"];
    assert!(keys(unknown).is_subset(&set(&["photos", "auroc", "fpr95", "accept_rate"])));
    assert_eq!(unknown["photos"], 1);
    assert!(judged["millis_per_photo"].as_f64().unwrap() > 0.0);
}
