//! What `evaluate --report` writes, and what it refuses.

use std::fs;

use serde_json::Value;

use super::sealed_shop::{Run, SealedShop};
use super::training::train_colours;
use super::{keys, set};

/// Judges the colours on data in which one folder has the wrong name.
fn judge(shop: &SealedShop, report: &str, language: &str) -> Run {
    for number in 0..4 {
        let name = format!("mixed/red/{number}.png");
        shop.write_picture(&name, 32, [200, 30, 30], number);
        // Blue pictures that the data calls green: mistakes for the report to show.
        let name = format!("mixed/green/{number} &lt;é'.png");
        shop.write_picture(&name, 32, [30, 30, 200], number);
        shop.write_picture(&format!("strange/{number}.png"), 32, [120, 120, 120], number);
    }
    let (mixed, strange, folder) = (shop.arg("mixed"), shop.arg("strange"), shop.arg(report));
    let args = [
        "evaluate",
        "--data",
        &mixed,
        "--unknown",
        &strange,
        "--model",
        "colours",
        "--report",
        &folder,
        "--device",
        "cpu",
        "--json",
    ];
    Run::of(shop.command(&args).env("LC_ALL", language).env("LANG", language))
}

fn read_report(shop: &SealedShop, folder: &str) -> (Value, String) {
    let data = fs::read(shop.path(folder).join("report.json")).unwrap();
    let page = fs::read_to_string(shop.path(folder).join("report.html")).unwrap();
    (serde_json::from_slice(&data).unwrap(), page)
}

#[test]
fn a_report_is_a_page_and_its_data_and_is_never_overwritten() {
    let shop = SealedShop::new();
    train_colours(&shop, "colours");
    let run = judge(&shop, "new/report", "en_GB.UTF-8");
    assert_eq!(run.code, Some(0), "{run:?}");
    let (data, page) = read_report(&shop, "new/report");
    check_data(&data);
    assert_eq!(data["evaluation"], run.json());
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">"), "{page}");
    assert!(page.contains("Of 8 photos, 4 were named right"), "{page}");
    assert!(page.contains("&amp;lt;é'.png") && !page.contains(" &lt;é"), "{page}");
    assert!(page.matches("src=\"data:image/jpeg;base64,").count() >= 4, "{page}");
    assert!(page.len() < 400_000, "{} bytes", page.len());

    judge(&shop, "new/report", "en_GB.UTF-8").assert_fails_saying(&["holds a report already"]);
    assert_eq!(read_report(&shop, "new/report"), (data, page));

    let run = judge(&shop, "chinese", "zh_CN.UTF-8");
    assert_eq!(run.code, Some(0), "{run:?}");
    let (_, page) = read_report(&shop, "chinese");
    assert!(page.contains("<html lang=\"zh-CN\">") && page.contains("8 张照片中"), "{page}");
}

/// The field names of `report.json` are a contract.
fn check_data(data: &Value) {
    let fields = [
        "format",
        "model",
        "judged_at",
        "data",
        "unknown_data",
        "thresholds",
        "evaluation",
        "outcomes",
        "products",
        "confusion",
        "worst_pairs",
        "wrong_without_asking",
        "unknown_accepted",
        "reliability",
        "risk_coverage",
        "unknown_roc",
        "time",
        "photos",
        "unknown_photos",
    ];
    assert_eq!(keys(data), set(&fields));
    assert_eq!((&data["format"], &data["model"]), (&Value::from(1), &Value::from("colours")));
    check_first(
        &data["products"],
        2,
        &[
            "product",
            "known_as",
            "photos",
            "right",
            "among_four",
            "right_kind",
            "top1",
            "top4",
            "interval",
        ],
    );
    check_first(&data["confusion"], 1, &["shows", "taken_for", "photos"]);
    assert_eq!(data["confusion"][0]["photos"], 4, "{}", data["confusion"]);
    let pair = &data["worst_pairs"][0];
    assert_eq!((&pair["first"], &pair["second"]), (&"green".into(), &"blue".into()), "{pair}");
    check_first(&pair["examples"], 4, &["photo", "shows", "taken_for", "score"]);
    let bin = ["from", "to", "photos", "confidence", "accuracy", "interval"];
    check_first(&data["reliability"], 15, &bin);
    assert_eq!(keys(&data["risk_coverage"][0]), set(&["threshold", "coverage", "risk"]));
    assert_eq!(keys(&data["unknown_roc"][0]), set(&["threshold", "known_kept", "unknown_taken"]));
    check_photos(data);
}

fn check_photos(data: &Value) {
    let fields = [
        "photo",
        "shows",
        "decision",
        "decision_by_price",
        "right",
        "among_four",
        "seen",
        "known",
        "candidates",
    ];
    check_first(&data["photos"], 8, &fields);
    check_first(&data["unknown_photos"], 4, &fields);
    assert!(data["unknown_photos"][0]["shows"].is_null());
    check_first(&data["photos"][0]["candidates"], 3, &["product", "score"]);
    let outcomes = data["outcomes"].as_object().unwrap();
    assert_eq!(outcomes.values().map(|count| count.as_u64().unwrap()).sum::<u64>(), 8);
    let time = ["millis_per_photo", "read_millis_per_photo", "network_millis_per_photo"];
    assert!(time.iter().all(|figure| data["time"][figure].as_f64().unwrap() > 0.0));
}

fn check_first(list: &Value, length: usize, fields: &[&str]) {
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), length, "{list:?}");
    assert_eq!(keys(&list[0]), set(fields));
}

#[test]
fn a_place_that_cannot_hold_a_report_is_told_before_the_judging() {
    let shop = SealedShop::new();
    let taken = shop.write("taken", b"a file");
    let beneath = format!("{taken}/report");
    for place in [&taken, &beneath] {
        // There is no such data either: the folder is tried first.
        shop.run(&["evaluate", "--data", "no/such/data", "--report", place])
            .assert_fails_saying(&["no report can be written into", place]);
    }
    assert_eq!(fs::read(&taken).unwrap(), b"a file");
}
