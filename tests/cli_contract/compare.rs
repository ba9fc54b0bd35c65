//! What `compare` promises, and what is done with versions besides.

use super::sealed_shop::{SealedShop, png, striped};
use super::training::train_colours;
use super::{keys, set};

/// A shop with a version that knows colours, and a folder of other photos of the same colours.
fn shop_with_colours() -> (SealedShop, String) {
    let shop = SealedShop::new();
    train_colours(&shop, "colours");
    for (product, colour) in
        [("red", [180, 40, 50]), ("green", [50, 180, 40]), ("blue", [40, 50, 180])]
    {
        for number in 0..4 {
            // Their stripes are not those that were learnt from.
            let bytes = png(&striped(48, colour, 11 + number));
            shop.write(&format!("others/{product}/{number}.png"), &bytes);
        }
    }
    let others = shop.arg("others");
    (shop, others)
}

#[test]
fn one_version_is_judged_alone_and_what_it_has_seen_does_not_count() {
    let (shop, others) = shop_with_colours();
    let learnt_from = shop.arg("colours");
    let judged = shop.succeed(&["compare", "colours", "--data", &learnt_from, "--json"]).json();
    assert_eq!((&judged["counted"], &judged["seen"]), (&0.into(), &24.into()));
    assert!(judged["verdict"].is_null() && judged["new"].is_null());
    assert_eq!(judged["photos"].as_array().unwrap().len(), 24, "seen photos are not hidden");
    let judged = shop.succeed(&["compare", "colours", "--data", &others, "--json"]).json();
    let promised = [
        "format",
        "judged_at",
        "counted",
        "groups",
        "seen",
        "unreadable",
        "old",
        "new",
        "difference",
        "verdict",
        "products",
        "photos",
        "strangers",
        "new_strangers",
    ];
    assert_eq!(keys(&judged), set(&promised));
    let counted = judged["counted"].as_u64().unwrap();
    assert_eq!(counted + judged["seen"].as_u64().unwrap(), 12);
    assert_eq!(judged["old"]["top1"]["of"], counted);
}

#[test]
fn two_versions_are_compared_and_the_verdict_is_said() {
    let (shop, others) = shop_with_colours();
    train_colours(&shop, "again");
    let run = shop.run(&["compare", "colours", "again", "--data", &others]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("right (top-1)"), "{}", run.stdout);
    let lines = shop
        .succeed(&["compare", "colours", "again", "--data", &others, "--events", "--low-priority"])
        .json_lines();
    let (hello, lines) = lines.split_first().unwrap();
    assert_eq!((&hello["event"], &hello["format"]), (&"hello".into(), &3.into()));
    let (last, first) = lines.split_last().unwrap();
    assert_eq!(last["event"], "compared");
    assert_eq!(last["kept"]["comparison"]["new"]["name"], "again");
    assert!(!first.is_empty() && first.iter().all(|line| line["event"] == "judging"));
    assert_eq!(first.last().unwrap()["done"], first.last().unwrap()["total"]);
}

#[test]
fn what_cannot_be_compared_is_said_with_what_to_do() {
    let shop = SealedShop::new();
    let shipped = super::SHIPPED;
    shop.run(&["compare", shipped]).assert_fails_saying(&["kept aside", "take more photos"]);
    shop.run(&["compare", shipped, "--captures", "2026-11-01"]).assert_fails_saying(&[
        "the till has kept no photo",
        "sold",
        "looked at",
    ]);
    shop.run(&["compare", shipped, shipped]).assert_fails_saying(&["itself"]);
    shop.run(&["compare", shipped, "nobody", "--data", &shop.arg("x")])
        .assert_fails_saying(&["is no data"]);
    let typed = shop.run(&["compare", shipped, "--captures", "yesterday"]);
    assert_eq!(typed.code, Some(2), "{}", typed.stderr);
}

#[test]
fn a_version_is_noted_and_deleted_but_not_a_shipped_one() {
    let shop = SealedShop::new();
    train_colours(&shop, "colours");
    shop.succeed(&["models", "note", "colours", "with the new lamp"]);
    let shown = shop.succeed(&["models", "show", "colours", "--json"]).json();
    assert_eq!(shown["notes"], "with the new lamp");
    shop.succeed(&["models", "delete", "colours"]);
    shop.run(&["models", "show", "colours"]).assert_fails_saying(&["no version called"]);
    shop.run(&["models", "delete", super::SHIPPED]).assert_fails_saying(&["came with Tillsight"]);
}
