//! The command line is a contract: other tools read its JSON and its exit codes. Here the real
//! program runs in a shop of its own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "cli_contract/catalogue_import.rs"]
mod catalogue_import;
#[path = "cli_contract/compare.rs"]
mod compare;
#[path = "cli_contract/day.rs"]
mod day;
#[path = "cli_contract/experiment.rs"]
mod experiment;
#[path = "cli_contract/finder.rs"]
mod finder;
#[path = "cli_contract/harmless_output.rs"]
mod harmless_output;
#[path = "cli_contract/prices.rs"]
mod prices;
#[path = "cli_contract/report.rs"]
mod report;
mod sealed_shop;
#[path = "cli_contract/training.rs"]
mod training;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use sealed_shop::{Run, SealedShop, samples};
use serde_json::Value;

const SHIPPED: &str = "grocery-lite0";

fn keys(object: &Value) -> BTreeSet<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

fn set<'a>(names: &[&'a str]) -> BTreeSet<&'a str> {
    names.iter().copied().collect()
}

fn texts(array: &Value) -> Vec<&str> {
    array.as_array().unwrap().iter().map(|value| value.as_str().unwrap()).collect()
}

/// What every line of `recognise --json` promises.
fn check_photo_line(line: &Value, photo: &str, top: usize) {
    assert_eq!(keys(line), set(&["photo", "decision", "candidates", "millis", "box"]));
    assert_eq!(line["photo"], photo);
    assert_eq!(keys(&line["decision"]), set(&["kind", "product"]));
    let candidates = line["candidates"].as_array().unwrap();
    assert_eq!(candidates.len(), top);
    let scores: Vec<f64> =
        candidates.iter().map(|candidate| candidate["score"].as_f64().unwrap()).collect();
    assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)), "{scores:?}");
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    assert!(scores.iter().sum::<f64>() <= 1.0 + 1e-6, "{scores:?}");
    for candidate in candidates {
        assert_eq!(keys(candidate), set(&["product", "name", "score"]));
    }
    match line["decision"]["kind"].as_str().unwrap() {
        "accept" => assert_eq!(line["decision"]["product"], candidates[0]["product"]),
        "ask" | "unknown" => assert!(line["decision"]["product"].is_null()),
        other => panic!("{other:?} is no decision"),
    }
    let millis = &line["millis"];
    assert_eq!(keys(millis), set(&["decode", "prepare", "infer", "total"]));
    for step in keys(millis) {
        assert!(millis[step].as_f64().unwrap() >= 0.0, "{step}");
    }
}

#[test]
fn recognise_prints_one_object_a_photo_in_the_order_given() {
    let shop = SealedShop::new();
    let mut photos = samples();
    photos.reverse();
    let mut args = vec!["recognise", "--json", "--top", "3"];
    args.extend(photos.iter().map(String::as_str));
    let lines = shop.succeed(&args).json_lines();
    assert_eq!(lines.len(), photos.len());
    for (line, photo) in lines.iter().zip(&photos) {
        check_photo_line(line, photo, 3);
    }
}

#[test]
fn an_explained_photo_has_its_picture_and_says_where() {
    let shop = SealedShop::new();
    let photo = &samples()[0];
    let out = shop.arg("why.png");
    let line = shop.succeed(&["recognise", "--json", "--explain", &out, photo]).json();
    assert_eq!(keys(&line), set(&["photo", "decision", "candidates", "millis", "box", "explain"]));
    assert_eq!(line["explain"], out.as_str());
    let sheet = tillsight::photo::load(&shop.path("why.png")).unwrap();
    assert!(sheet.width() > 1400 && sheet.height() > 500, "{sheet:?}");
    // Beside the grey of the photo there are the colours of the evidence.
    let colourful = |pixel: &&[u8]| pixel[0] > 200 && pixel[2] < 100;
    assert!(sheet.rgb().chunks(3).filter(colourful).count() > 1000);

    let text = shop.succeed(&["recognise", "--explain", &out, photo]).stdout;
    assert!(text.contains("why.png"), "{text}");
}

#[test]
fn a_sheet_of_one_candidate_has_one_panel() {
    let shop = SealedShop::new();
    let csv = shop.write(
        "one.csv",
        b"id,name,price,unit,plu,barcode,tax,category\nlemon,\xE6\x9F\xA0\xE6\xAA\xAC,0.45,piece,4033,,7,fruit\n",
    );
    shop.succeed(&["catalogue", "import", &csv, "--replace"]);
    let out = shop.arg("why.PNG");
    shop.succeed(&["recognise", "--explain", &out, &samples()[0]]);
    let sheet = tillsight::photo::load(&shop.path("why.PNG")).unwrap();
    assert!(sheet.width() < 1400, "{sheet:?}");
}

#[test]
fn recognise_without_json_names_products_for_people() {
    let shop = SealedShop::new();
    let photo = &samples()[0];
    let text = shop.succeed(&["recognise", photo]).stdout;
    assert!(text.starts_with(photo.as_str()), "{text}");
    assert_eq!(text.lines().count(), 5, "{text}");
}

#[test]
fn a_photo_that_fails_is_told_in_its_place_and_the_others_still_run() {
    let shop = SealedShop::new();
    let good = &samples()[0];
    let bad = shop.write("bad.jpg", b"no picture");
    let missing = shop.arg("missing.jpg");
    let run = shop.run(&["recognise", "--json", &bad, good, &missing]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert_eq!(run.stderr.lines().count(), 2, "{run:?}");
    let lines = run.json_lines();
    assert_eq!(lines.len(), 3);
    for (line, photo) in [(&lines[0], &bad), (&lines[2], &missing)] {
        assert_eq!(keys(line), set(&["photo", "error"]));
        assert_eq!(line["photo"], photo.as_str());
        assert!(line["error"].as_str().unwrap().contains(photo.as_str()));
    }
    check_photo_line(&lines[1], good, 4);
}

#[test]
fn a_shop_as_it_stands_names_only_its_active_products_and_a_named_model_all_of_its_classes() {
    let shop = SealedShop::new();
    let csv = shop.write(
        "two.csv",
        b"id,name,price,unit,plu,barcode,tax,category\n\
          banana,My banana,1.50,kg,4011,,7,fruit\n\
          lemon,My lemon,0.45,piece,4033,,7,fruit\n",
    );
    shop.succeed(&["catalogue", "import", &csv, "--replace"]);
    let photo = &samples()[0];
    let line = shop.succeed(&["recognise", "--json", "--top", "200", photo]).json();
    let candidates = line["candidates"].as_array().unwrap();
    let products: BTreeSet<&str> =
        candidates.iter().map(|candidate| candidate["product"].as_str().unwrap()).collect();
    assert_eq!(products, set(&["banana", "lemon"]));
    let sum: f64 = candidates.iter().map(|candidate| candidate["score"].as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-6, "{sum}");
    let names: BTreeSet<&str> =
        candidates.iter().map(|candidate| candidate["name"].as_str().unwrap()).collect();
    assert_eq!(names, set(&["My banana", "My lemon"]));

    let all = shop.succeed(&["recognise", "--json", "--top", "200", "--model", SHIPPED, photo]);
    let folder = sealed_shop::models().join(SHIPPED);
    let manifest: Value =
        serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let classes = manifest["classes"].as_array().unwrap().len();
    check_photo_line(&all.json(), photo, classes);
    let by_folder = shop.succeed(&[
        "recognise",
        "--json",
        "--top",
        "200",
        "--model",
        folder.to_str().unwrap(),
        photo,
    ]);
    assert_eq!(by_folder.json()["candidates"], all.json()["candidates"]);
}

#[test]
fn products_that_the_model_does_not_know_are_said_to_be_so() {
    let shop = SealedShop::new();
    let csv = shop.write(
        "strange.csv",
        b"id,name,price,unit,plu,barcode,tax,category\nrambutan,Rambutan,9.90,kg,,,7,fruit\n",
    );
    shop.succeed(&["catalogue", "import", &csv, "--replace"]);
    shop.run(&["recognise", &samples()[0]]).assert_fails_saying(&["active products"]);
}

#[test]
fn cart_prints_one_object_with_every_photo_in_one_place() {
    let shop = SealedShop::new();
    let mut photos = samples();
    let noise = shop.write_picture("noise.png", 64, [90, 90, 90], 3);
    photos.push(noise);
    let mut args = vec!["cart", "--json"];
    args.extend(photos.iter().map(String::as_str));
    let cart = shop.succeed(&args).json();
    assert_eq!(
        keys(&cart),
        set(&["lines", "total", "currency", "needs_weight", "needs_price", "unresolved"])
    );
    assert_eq!(cart["currency"], "EUR");
    let mut seen = texts(&cart["unresolved"]);
    let mut sum = 0;
    for line in cart["lines"].as_array().unwrap() {
        let fields = ["product", "name", "quantity", "unit_price", "total", "photo"];
        assert_eq!(keys(line), set(&fields));
        let photo = line["photo"].as_str().unwrap();
        seen.push(photo);
        let waits = texts(&cart["needs_weight"]).contains(&photo);
        assert_eq!(waits, line["quantity"].is_null());
        assert_eq!(waits, line["total"].is_null());
        assert!(line["unit_price"].as_i64().unwrap() > 0);
        sum += line["total"].as_i64().unwrap_or(0);
    }
    assert_eq!(cart["total"], sum);
    seen.sort_unstable();
    let mut given: Vec<&str> = photos.iter().map(String::as_str).collect();
    given.sort_unstable();
    assert_eq!(seen, given);
}

#[test]
fn a_cart_keeps_what_could_be_read_when_one_photo_cannot() {
    let shop = SealedShop::new();
    let good = &samples()[0];
    let bad = shop.write("bad.jpg", b"");
    let run = shop.run(&["cart", "--json", good, &bad]);
    run.assert_fails_saying(&["bad.jpg"]);
    let cart = run.json();
    assert!(texts(&cart["unresolved"]).contains(&bad.as_str()));
    let placed = cart["lines"].as_array().unwrap().len() + texts(&cart["unresolved"]).len();
    assert_eq!(placed, 2);
}

#[test]
fn a_shop_is_made_on_first_use_with_things_to_sell_and_a_model() {
    let shop = SealedShop::new();
    assert!(!shop.path("shop").exists());
    let products = shop.succeed(&["catalogue", "list", "--json"]).json_lines();
    assert!(products.len() > 20, "{}", products.len());
    assert!(products.iter().all(|product| product["active"] == true));
    let models = shop.succeed(&["models", "list", "--json"]).json_lines();
    let sells: Vec<&Value> = models.iter().filter(|model| model["promoted"] == true).collect();
    assert_eq!(sells.len(), 1);
    assert_eq!(sells[0]["shipped"], true);
}

#[test]
fn the_shop_may_stand_before_or_after_the_command() {
    let shop = SealedShop::new();
    let folder = shop.arg("elsewhere");
    for args in [
        ["--shop", &folder, "models", "list"],
        ["models", "--shop", &folder, "list"],
        ["models", "list", "--shop", &folder],
    ] {
        let run = Run::of(&mut shop.bare_command(&args));
        assert_eq!(run.code, Some(0), "{run:?}");
    }
    assert!(shop.path("elsewhere").is_dir());
}

#[test]
fn a_catalogue_goes_out_and_comes_back_the_same() {
    let shop = SealedShop::new();
    let file = shop.arg("catalogue.csv");
    shop.succeed(&["catalogue", "export", &file]);
    let first = fs::read_to_string(&file).unwrap();
    let marked = first.strip_prefix('\u{feff}').expect("Excel wants the byte order mark");
    let header: BTreeSet<&str> = marked.lines().next().unwrap().split(',').collect();
    let columns = set(&["id", "name", "price", "unit", "plu", "barcode", "tax", "category"]);
    assert!(columns.is_subset(&header), "{header:?}");
    let before = shop.succeed(&["catalogue", "list", "--json"]).stdout;
    shop.succeed(&["catalogue", "import", &file, "--replace"]);
    assert_eq!(shop.succeed(&["catalogue", "list", "--json"]).stdout, before);
    shop.succeed(&["catalogue", "export", &file]);
    assert_eq!(fs::read_to_string(&file).unwrap(), first);
}

#[test]
fn a_name_that_is_taken_is_refused_before_the_training() {
    let shop = SealedShop::new();
    let data = shop.write_colours("colours", 4);
    shop.run(&["train", "--data", &data, "--name", SHIPPED, "--arch", "article"])
        .assert_fails_saying(&[SHIPPED, "exists already"]);
}

#[test]
fn two_folders_with_one_slug_are_an_error() {
    let shop = SealedShop::new();
    for folder in ["Red Apple", "red-apple"] {
        for number in 0..3 {
            let name = format!("data/{folder}/{number}.png");
            shop.write_picture(&name, 32, [200, 0, 0], number);
        }
    }
    shop.run(&["train", "--data", &shop.arg("data"), "--name", "x", "--arch", "article"])
        .assert_fails_saying(&["Red Apple", "red-apple"]);
}

#[test]
fn completions_are_printed_for_every_shell_and_make_no_shop() {
    let shop = SealedShop::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = shop.succeed(&["completions", shell]).stdout;
        assert!(script.contains("recognise"), "{shell}");
    }
    assert!(!shop.path("shop").exists());
}

#[test]
fn misuse_is_exit_code_2_and_help_0() {
    let shop = SealedShop::new();
    let out = shop.arg("why.png");
    let twice = ["recognise", "--explain", &out, "a.jpg", "b.jpg"];
    let jpeg = ["recognise", "--explain", "why.jpg", "a.jpg"];
    let photo = shop.write_picture("photo.png", 32, [9, 9, 9], 1);
    let itself = ["recognise", "--explain", &photo, &photo];
    for args in [
        &["recognise"][..],
        &["nonsense"],
        &["train", "--data", "x"],
        &twice[..],
        &jpeg[..],
        &itself[..],
    ] {
        let run = shop.run(args);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.stdout.is_empty() && run.stderr.starts_with("error: "), "{run:?}");
    }
    for args in [&["--help"][..], &["recognise", "--help"], &["--version"]] {
        assert_eq!(Run::of(&mut shop.bare_command(args)).code, Some(0));
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    use std::process::Stdio;

    let shop = SealedShop::new();
    shop.succeed(&["catalogue", "list"]);
    let mut child = shop
        .command(&["catalogue", "list"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_help_is_as_it_was_agreed() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli_reference.txt");
    let help = tillsight::cli::reference();
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&file, &help).unwrap();
    }
    let agreed = fs::read_to_string(&file).unwrap();
    if let Some((agreed, help)) =
        agreed.lines().zip(help.lines()).find(|(agreed, help)| agreed != help)
    {
        panic!("the help changed from\n{agreed}\nto\n{help}\nif that is meant: UPDATE_SNAPSHOTS=1");
    }
    assert_eq!(agreed, help, "the help became longer or shorter: UPDATE_SNAPSHOTS=1 if meant");
}
