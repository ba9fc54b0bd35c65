//! A newer program brings another shipped version in the place of the one that a shop sells with: the shop
//! goes over to it, with all that it taught, and its own versions stay to go back to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod sealed_shop;

use std::fs;
use std::path::Path;

use sealed_shop::{Run, SealedShop, samples};
use serde_json::Value;
use tillsight::registry::Registry;
use tillsight::store::{ShopFolder, Store};
use tillsight::taught::begin_to_sell;

const SHIPPED: &str = "grocery-lite0";

/// The shipped version as a newer program might bring it: the same name, other weights.
fn newer_models(at: &Path) {
    let checkout = Registry::open_with_shipped(at, Registry::shipped_folder()).unwrap();
    let today = checkout.find(SHIPPED).unwrap();
    let nowhere = Registry::open_with_shipped(at, None).unwrap();
    let staged = nowhere.create(SHIPPED).unwrap();
    let mut weights = fs::read(today.weights_path()).unwrap();
    // The lowest bits of some numbers at the very end: as good as the same, and not the same file.
    let end = weights.len();
    weights[end - 64..].iter_mut().step_by(2).for_each(|byte| *byte ^= 1);
    fs::write(staged.weights_path(), weights).unwrap();
    staged.commit(today.manifest.clone()).unwrap();
}

/// One of the shop's own versions: what was shipped, under another name.
fn own_version(shop: &Path) {
    let registry = Registry::open(shop).unwrap();
    let today = registry.find(SHIPPED).unwrap();
    let staged = registry.create("own").unwrap();
    fs::copy(today.weights_path(), staged.weights_path()).unwrap();
    let mut manifest = today.manifest;
    manifest.name = "own".to_owned();
    staged.commit(manifest).unwrap();
}

fn first_of(run: &Run) -> String {
    let line: Value = serde_json::from_str(run.stdout.lines().next().unwrap()).unwrap();
    line["candidates"][0]["product"].as_str().unwrap().to_owned()
}

#[test]
fn a_shop_goes_over_with_what_it_taught_and_can_go_back_to_its_own() {
    let world = SealedShop::new();
    let shop = world.path("shop");
    let photos: Vec<String> = (0..5)
        .map(|at| world.write_picture(&format!("{at}.png"), 96, [90, 20, 160], at * 7))
        .collect();
    let mut teach = vec!["teach", "Mystery"];
    teach.extend(photos.iter().map(String::as_str));
    let taught = world.run(&teach);
    assert_eq!(taught.code, Some(0), "{taught:?}");
    own_version(&shop);

    let newer = world.path("newer");
    newer_models(&newer);
    let newer_models = newer.join("versions");
    let run = |args: &[&str]| {
        let run = Run::of(world.command(args).env("TILLSIGHT_MODELS", &newer_models));
        assert_eq!(run.code, Some(0), "{args:?}: {run:?}");
        run
    };
    let listed = run(&["models", "list", "--json"]);
    let versions: Vec<Value> =
        listed.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let find = |name: &str| versions.iter().find(|version| version["name"] == name).unwrap();
    assert!(find(SHIPPED)["promoted"] == true && find("own")["promoted"] == false);
    assert_ne!(find(SHIPPED)["weights_sha256"], find("own")["weights_sha256"]);

    let photo = world.write_picture("new.png", 96, [92, 22, 158], 3);
    assert_eq!(first_of(&run(&["recognise", "--json", &photo])), "mystery", "taught photos count");
    let banana = samples().into_iter().find(|path| path.ends_with("banana.jpg")).unwrap();
    assert_eq!(first_of(&run(&["recognise", "--json", &banana])), "banana");

    run(&["models", "promote", "own"]);
    assert_eq!(first_of(&run(&["recognise", "--json", &photo])), "mystery");
    run(&["models", "rollback"]);
    let shown = run(&["models", "show", SHIPPED, "--json"]);
    let shown: Value = serde_json::from_str(&shown.stdout).unwrap();
    assert_eq!(shown["promoted"], true);
}

#[test]
fn the_till_hears_of_it_once() {
    let folder = tempfile::tempdir().unwrap();
    let shop = ShopFolder::open(folder.path()).unwrap();
    let mut store = Store::open(&shop).unwrap();
    let mut begin = || begin_to_sell(folder.path(), SHIPPED, &mut store).unwrap();
    let first = begin();
    assert!(!first.is_renewed, "a new shop");
    assert!(first.key.starts_with(SHIPPED) && first.key.len() > SHIPPED.len());
    assert!(!begin().is_renewed, "the same as yesterday");
    store.note_shipped_version("grocery-lite0@of-before").unwrap();
    assert!(begin_to_sell(folder.path(), SHIPPED, &mut store).unwrap().is_renewed);
    assert!(!begin_to_sell(folder.path(), SHIPPED, &mut store).unwrap().is_renewed);
}
