//! Photos in folders and zips as telephones, cameras and network disks leave them: nothing is passed over
//! in silence, and nothing is waited for.

use super::{Run, SealedShop, jpeg, png, striped, write_zip};

fn counts(run: &Run) -> &str {
    run.stdout.lines().last().unwrap_or_default()
}

/// A photo that differs from others by `number`.
fn photo(number: u8) -> Vec<u8> {
    png(&striped(40, [200, number.wrapping_mul(40), 30], 2 + u32::from(number)))
}

#[test]
fn an_iphone_s_photos_are_imported_and_unread_kinds_are_named() {
    let shop = SealedShop::new();
    let heic = std::fs::read("tests/photo_fixtures/ramp.heic").unwrap();
    shop.write("in/Apple/IMG_1.HEIC", &heic);
    shop.write("in/Apple/IMG_2.png", &photo(1));
    let run = shop.succeed(&["photos", "import", &shop.arg("in")]);
    assert!(counts(&run).starts_with("2 photos kept"), "{run:?}");
    shop.write("in/Pear/IMG_3.CR2", b"II*\0\x10\0\0\0CR");
    shop.write("in/Pear/IMG_4.avif", b"\0\0\0\x1cftypavif\0\0\0\0avifmif1");
    let run = shop.run(&["photos", "import", &shop.arg("in")]);
    assert_eq!(run.code, Some(1), "{run:?}");
    for name in ["IMG_3.CR2", "IMG_4.avif"] {
        assert!(run.stderr.contains(name), "{name} is not told: {run:?}");
    }
    assert!(counts(&run).ends_with("2 could not be read"), "{run:?}");
}

#[test]
fn pipes_and_devices_among_the_photos_are_not_waited_for() {
    let shop = SealedShop::new();
    shop.write("in/Apple/1.png", &photo(1));
    let pipe = shop.path("in/Apple/2.jpg");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    std::os::unix::fs::symlink("/dev/zero", shop.path("in/Apple/3.jpg")).unwrap();
    let run = shop.run(&["photos", "import", &shop.arg("in")]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert_eq!(run.stderr.matches("is not a file").count(), 2, "{run:?}");
    assert!(counts(&run).starts_with("1 photos kept"), "{run:?}");
    let pipe = pipe.to_str().unwrap();
    for command in [
        &["teach", "Apple", pipe][..],
        &["photos", "import", pipe],
        &["evaluate", "--data", pipe],
        &["train", "--data", pipe, "--name", "x", "--arch", "article"],
        &["catalogue", "import", pipe],
    ] {
        let run = shop.run(command);
        assert_eq!(run.code, Some(1), "{run:?}");
        assert!(run.stderr.contains("not a file"), "{run:?}");
    }
}

#[test]
fn a_folder_whose_name_makes_no_product_stops_only_itself() {
    let shop = SealedShop::new();
    shop.write("in/🍎/1.png", &photo(1));
    shop.write("in/Lime/2.png", &photo(2));
    let run = shop.run(&["photos", "import", &shop.arg("in")]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.stderr.contains('🍎'), "{run:?}");
    assert!(counts(&run).starts_with("1 photos kept"), "{run:?}");
}

#[test]
fn a_camera_s_folder_is_no_product_and_that_is_told() {
    let shop = SealedShop::new();
    shop.write("in/Apple/100APPLE/1.png", &photo(1));
    shop.write("in/Banana/100APPLE/2.png", &photo(2));
    let run = shop.run(&["photos", "import", &shop.arg("in")]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stderr.contains("100APPLE") && run.stderr.contains("Banana"), "{run:?}");
    let listed = shop.succeed(&["photos", "list", "--json"]).json_lines();
    let products: Vec<_> = listed.iter().map(|line| line["product"].as_str().unwrap()).collect();
    assert_eq!(products, ["apple", "banana"]);
}

#[test]
fn what_a_network_disk_lays_beside_photos_is_none() {
    let shop = SealedShop::new();
    shop.write("in/Apple/IMG_1.png", &photo(1));
    let thumbnail = jpeg(&striped(40, [9, 9, 9], 3));
    shop.write("in/Apple/@eaDir/IMG_1.png/SYNOPHOTO_THUMB_XL.jpg", &thumbnail);
    let run = shop.succeed(&["photos", "import", &shop.arg("in")]);
    assert_eq!(counts(&run), "1 photos kept, 0 were there already, 0 could not be read");
}

#[test]
fn a_zip_of_windows_is_imported() {
    let shop = SealedShop::new();
    let zip = shop.path("in.zip");
    write_zip(&zip, &[("Apple\\1.png", &photo(1)), (".\\Pear\\2.png", &photo(2))]);
    let run = shop.succeed(&["photos", "import", zip.to_str().unwrap()]);
    assert!(counts(&run).starts_with("2 photos kept"), "{run:?}");
}

#[test]
fn photos_that_are_left_out_are_told_by_the_exit_code() {
    let shop = SealedShop::new();
    for (product, shade) in [("Apple", 1), ("Pear", 2)] {
        for number in 0..3 {
            shop.write(&format!("in/{product}/{number}.png"), &photo(shade * 3 + number));
        }
    }
    shop.write("in/Pear/cut.jpg", &jpeg(&striped(64, [9, 90, 9], 5))[..400]);
    let data = shop.arg("in");
    let run = shop.run(&["evaluate", "--data", &data]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.stderr.contains("cut.jpg is left out"), "{run:?}");
    assert!(run.stdout.contains("photos"), "the others are judged: {run:?}");
}
