//! Bad input to the real program: one clear sentence, a non-zero exit code, no panic, nothing
//! lost.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "cli_bad_input/experiment.rs"]
mod experiment;
#[cfg(target_os = "linux")]
#[path = "cli_bad_input/full_disk.rs"]
mod full_disk;
#[cfg(unix)]
#[path = "cli_bad_input/interrupted.rs"]
mod interrupted;
#[cfg(unix)]
#[path = "cli_bad_input/photo_folders.rs"]
mod photo_folders;
mod sealed_shop;

use std::fs;

use sealed_shop::{Run, SealedShop, copy_folder, jpeg, models, png, samples, striped, write_zip};

const SHIPPED: &str = "grocery-lite0";

#[test]
fn a_text_file_renamed_jpg() {
    let shop = SealedShop::new();
    let photo = shop.write("letter.jpg", b"Dear shop,\nthe apples were good.\n");
    shop.run(&["recognise", &photo]).assert_fails_saying(&["letter.jpg", "not a picture"]);
}

#[test]
fn a_truncated_jpeg() {
    let shop = SealedShop::new();
    let whole = jpeg(&striped(200, [180, 40, 40], 3));
    let photo = shop.write("cut.jpg", &whole[..whole.len() / 2]);
    shop.run(&["recognise", &photo]).assert_fails_saying(&["cut.jpg", "cut off"]);
}

#[test]
fn an_explanation_that_cannot_be_written_or_made() {
    let shop = SealedShop::new();
    let out = shop.arg("nowhere/why.png");
    let parts = ["could not write", "nowhere/why.png"];
    shop.run(&["recognise", "--explain", &out, &samples()[0]]).assert_fails_saying(&parts);
    let photo = shop.write("letter.jpg", b"Dear shop,\n");
    let out = shop.arg("why.png");
    shop.run(&["recognise", "--explain", &out, &photo]).assert_fails_saying(&["letter.jpg"]);
    assert!(!shop.path("why.png").exists());
}

#[test]
fn an_empty_file() {
    let shop = SealedShop::new();
    let photo = shop.write("empty.png", b"");
    shop.run(&["recognise", &photo]).assert_fails_saying(&["empty.png", "empty"]);
}

#[test]
fn a_picture_of_sixty_thousand_pixels_a_side() {
    let shop = SealedShop::new();
    let photo = shop.write("huge.png", &png_header(60_000, 60_000));
    shop.run(&["recognise", &photo]).assert_fails_saying(&["huge.png", "60000"]);
}

#[test]
fn a_folder_in_place_of_a_photo() {
    let shop = SealedShop::new();
    fs::create_dir(shop.path("photos")).unwrap();
    shop.run(&["recognise", &shop.arg("photos")]).assert_fails_saying(&["photos", "not a file"]);
}

#[test]
fn a_missing_photo() {
    let shop = SealedShop::new();
    shop.run(&["cart", &shop.arg("gone.jpg")]).assert_fails_saying(&["gone.jpg"]);
}

#[test]
fn an_empty_folder_of_data() {
    let shop = SealedShop::new();
    fs::create_dir(shop.path("data")).unwrap();
    let data = shop.arg("data");
    shop.run(&["train", "--data", &data, "--name", "x", "--arch", "article"])
        .assert_fails_saying(&["data", "no photo"]);
    shop.run(&["evaluate", "--data", &data]).assert_fails_saying(&["data", "no photo"]);
    assert_no_version_left(&shop);
}

#[test]
fn data_that_is_not_there() {
    let shop = SealedShop::new();
    let data = shop.arg("nowhere");
    shop.run(&["train", "--data", &data, "--name", "x"]).assert_fails_saying(&["nowhere"]);
    shop.run(&["evaluate", "--data", &data]).assert_fails_saying(&["nowhere"]);
}

#[test]
fn a_class_with_one_photo() {
    let shop = SealedShop::new();
    let data = shop.write_colours("data", 4);
    shop.write_picture("data/lonely/1.png", 32, [9, 9, 9], 1);
    shop.run(&["train", "--data", &data, "--name", "x", "--arch", "article"])
        .assert_fails_saying(&["lonely", "1"]);
    assert_no_version_left(&shop);
}

#[test]
fn a_zip_with_names_that_leave_its_folder() {
    let shop = SealedShop::new();
    let picture = sealed_shop::png(&striped(32, [200, 0, 0], 1));
    let data = shop.path("data.zip");
    write_zip(&data, &[("red/1.png", &picture), ("../../outside/2.png", &picture)]);
    let data = data.to_str().unwrap();
    let parts = ["data.zip", "outside/2.png"];
    shop.run(&["train", "--data", data, "--name", "x", "--arch", "article"])
        .assert_fails_saying(&parts);
    shop.run(&["evaluate", "--data", data]).assert_fails_saying(&parts);
    let bundle = shop.path("evil.tillsight");
    write_zip(&bundle, &[("../evil", b"evil")]);
    shop.run(&["models", "import", bundle.to_str().unwrap()])
        .assert_fails_saying(&["evil.tillsight", "leaves its folder"]);
    assert!(!shop.path("evil").exists() && !shop.path("outside").exists());
    assert_no_version_left(&shop);
}

#[test]
fn weights_with_a_flipped_byte() {
    let shop = SealedShop::new();
    let folder = damaged_copy(&shop, |folder| {
        let weights = format!("{folder}/weights.safetensors");
        let mut bytes = fs::read(&weights).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x10;
        fs::write(&weights, bytes).unwrap();
    });
    let parts = ["weights.safetensors", "damaged"];
    shop.run(&["recognise", "--model", &folder, &samples()[0]]).assert_fails_saying(&parts);
    shop.run(&["models", "show", &folder]).assert_fails_saying(&parts);
    let out = shop.arg("out.tillsight");
    shop.run(&["models", "export", &folder, &out]).assert_fails_saying(&parts);
    assert!(!shop.path("out.tillsight").exists());
}

#[test]
fn a_manifest_from_the_future() {
    let shop = SealedShop::new();
    let folder = damaged_copy(&shop, |folder| {
        let manifest = format!("{folder}/manifest.json");
        let text = fs::read_to_string(&manifest).unwrap();
        let later = text.replacen("\"format\": 3", "\"format\": 7", 1);
        assert_ne!(later, text);
        fs::write(&manifest, later).unwrap();
    });
    shop.run(&["recognise", "--model", &folder, &samples()[0]]).assert_fails_saying(&[
        "manifest.json",
        "newer Tillsight",
        "update",
    ]);
}

#[test]
fn a_version_that_does_not_exist() {
    let shop = SealedShop::new();
    let parts = ["no version called \"pears\"", SHIPPED];
    shop.run(&["recognise", "--model", "pears", &samples()[0]]).assert_fails_saying(&parts);
    shop.run(&["models", "show", "pears"]).assert_fails_saying(&parts);
    shop.run(&["models", "promote", "pears"]).assert_fails_saying(&parts);
    shop.run(&["models", "export", "pears", &shop.arg("x")]).assert_fails_saying(&parts);
    let data = shop.write_colours("data", 3);
    shop.run(&["train", "--data", &data, "--name", "x", "--init", "pears"])
        .assert_fails_saying(&parts);
}

#[test]
fn a_version_name_that_is_a_path() {
    let shop = SealedShop::new();
    let data = shop.write_colours("data", 3);
    shop.run(&["train", "--data", &data, "--name", "../evil", "--arch", "article"])
        .assert_fails_saying(&["../evil", "name"]);
    assert_no_version_left(&shop);
}

#[test]
fn a_catalogue_with_bad_rows_names_every_one_and_takes_none() {
    let shop = SealedShop::new();
    let before = shop.succeed(&["catalogue", "list", "--json"]).stdout;
    let csv = shop.write(
        "bad.csv",
        b"id,name,price,unit,plu,barcode,tax,category\n\
          fine,Fine,1.00,piece,,,7,fruit\n\
          dear,Dear,much,piece,,,7,fruit\n\
          heavy,Heavy,1.00,stone,,,7,fruit\n",
    );
    shop.run(&["catalogue", "import", &csv, "--replace"])
        .assert_fails_saying(&["bad.csv", "row 3", "row 4"]);
    assert_eq!(shop.succeed(&["catalogue", "list", "--json"]).stdout, before);
}

#[test]
fn a_catalogue_that_is_missing_or_no_text() {
    let shop = SealedShop::new();
    shop.run(&["catalogue", "import", &shop.arg("no.csv")]).assert_fails_saying(&["no.csv"]);
    let book = shop.write("list.xlsx", b"PK\x03\x04\x14\0");
    shop.run(&["catalogue", "import", &book]).assert_fails_saying(&["list.xlsx", "CSV UTF-8"]);
    let picture = shop.write("photo.csv", b"\x89PNG\r\n\0\0a\0b");
    shop.run(&["catalogue", "import", &picture]).assert_fails_saying(&["photo.csv", "CSV UTF-8"]);
}

#[test]
fn a_recipe_that_is_wrong() {
    let shop = SealedShop::new();
    let data = shop.write_colours("data", 3);
    let recipe = shop.write("recipe.json", b"{\"epochz\": 3}");
    shop.run(&["train", "--data", &data, "--name", "x", "--recipe", &recipe])
        .assert_fails_saying(&["recipe.json", "epochz"]);
}

#[test]
fn a_fold_that_is_not_there_is_a_misuse() {
    let shop = SealedShop::new();
    let data = shop.write_colours("data", 3);
    let run = shop.run(&["evaluate", "--data", &data, "--folds", "5", "--fold", "5"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.starts_with("error: ") && run.stderr.lines().count() == 1, "{run:?}");
}

#[test]
fn a_shop_that_is_a_file_stays_what_it_is() {
    let shop = SealedShop::new();
    shop.write("shop", b"not a folder");
    shop.run(&["catalogue", "list"]).assert_fails_saying(&["shop"]);
    assert_eq!(fs::read(shop.path("shop")).unwrap(), b"not a folder");
}

#[test]
fn a_database_that_is_none_stays_what_it_is() {
    let shop = SealedShop::new();
    let garbage = b"this was a database once, before the disk failed".repeat(100);
    shop.write("shop/shop.db", &garbage);
    shop.run(&["cart", &samples()[0]]).assert_fails_saying(&["shop.db"]);
    assert_eq!(fs::read(shop.path("shop/shop.db")).unwrap(), garbage);
}

#[test]
fn a_damaged_version_in_the_shop_does_not_hide_the_others() {
    let shop = SealedShop::new();
    shop.write("shop/versions/broken/manifest.json", b"{\"format\": 1");
    let run = shop.run(&["models", "list"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stdout.contains(SHIPPED), "{run:?}");
    assert!(run.stderr.starts_with("warning: ") && run.stderr.contains("broken"), "{run:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn no_display() {
    let shop = SealedShop::new();
    let run = Run::of(shop.command(&[]).stdin(std::process::Stdio::null()));
    run.assert_fails_saying(&["display"]);
}

fn assert_no_version_left(shop: &SealedShop) {
    let names: Vec<String> = fs::read_dir(shop.path("shop/versions"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(names.is_empty(), "left behind: {names:?}");
}

/// A copy of the shipped version, damaged; gives its folder.
fn damaged_copy(shop: &SealedShop, damage: impl FnOnce(&str)) -> String {
    let folder = shop.path(SHIPPED);
    copy_folder(&models().join(SHIPPED), &folder);
    let folder = folder.to_str().unwrap();
    damage(folder);
    folder.to_owned()
}

/// A PNG that promises far more than it holds.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut header = Vec::new();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", &header[..]), (b"IDAT", b"\x78\x9c"), (b"IEND", b"")] {
        png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        let checked = [&kind[..], data].concat();
        png.extend(&checked);
        png.extend(crc32(&checked).to_be_bytes());
    }
    png
}

/// CRC-32 as PNG wants it, bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 * (crc & 1)))
    })
}
