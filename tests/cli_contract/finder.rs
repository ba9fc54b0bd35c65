//! What `finder` promises: composites with their boxes, and figures of what is found in them.

use std::fs;
use std::path::Path;

use super::sealed_shop::SealedShop;
use super::{keys, set};
use tillsight::cnn::{DeviceChoice, FinderNetwork, Precision};

/// Discs on white, as a studio shows goods, and grey grounds.
fn write_goods(shop: &SealedShop) -> (String, String) {
    for (product, colour) in [("lime", [40, 170, 60]), ("plum", [90, 30, 110])] {
        fs::create_dir_all(shop.path(&format!("studio/{product}"))).unwrap();
        for number in 0..4_i32 {
            let picture = image::RgbImage::from_fn(96, 96, |x, y| {
                let (dx, dy) = (x as i32 - 44 - number, y as i32 - 48);
                image::Rgb(if dx * dx + dy * dy < 700 { colour } else { [255; 3] })
            });
            picture.save(shop.path(&format!("studio/{product}/{number}.png"))).unwrap();
        }
    }
    fs::create_dir(shop.path("grounds")).unwrap();
    shop.write_picture("grounds/1.png", 64, [130, 120, 110], 9);
    (shop.arg("studio"), shop.arg("grounds"))
}

#[test]
fn composites_come_with_their_boxes_and_are_judged_by_them() {
    let shop = SealedShop::new();
    let (items, grounds) = write_goods(&shop);
    let out = shop.arg("composites");
    let words = ["finder", "compose", "--items", &items, "--grounds", &grounds, "--out", &out];
    shop.succeed(&[words.as_slice(), &["--count", "5", "--size", "128", "--one-small"]].concat());
    let boxes = fs::read_to_string(shop.path("composites/boxes.csv")).unwrap();
    assert_eq!(boxes.lines().next(), Some("file,product,x0,y0,x1,y1"));
    assert_eq!(boxes.lines().count(), 6, "{boxes}");
    let singles = fs::read_to_string(shop.path("composites/singles.csv")).unwrap();
    assert!(singles.starts_with("path,product,kind\n00000.jpg,"), "{singles}");

    let list = shop.arg("composites/boxes.csv");
    let finder = shop.arg("finder.safetensors");
    let network = FinderNetwork::new(DeviceChoice::Cpu.resolve().unwrap()).unwrap();
    network.save(Path::new(&finder), Precision::Half).unwrap();
    let judge = ["finder", "evaluate", "--data", &list, "--json", "--finder"];
    let figures = shop.succeed(&[judge.as_slice(), &[&finder]].concat()).json();
    let promised = [
        "pictures",
        "boxes",
        "precision",
        "recall",
        "recall_interval",
        "f1",
        "first_of_one",
        "millis_per_picture",
    ];
    assert_eq!(keys(&figures), set(&promised));
    assert_eq!((&figures["pictures"], &figures["boxes"]), (&5.into(), &5.into()));
    let some = shop.succeed(&[judge.as_slice(), &[&finder, "--incomplete"]].concat()).json();
    assert!(some["precision"].is_null() && some["f1"].is_null(), "{some}");

    let damaged = shop.path("damaged.safetensors");
    fs::write(&damaged, b"no weights").unwrap();
    let refused = shop.run(&[judge.as_slice(), &[damaged.to_str().unwrap()]].concat());
    assert_eq!(refused.code, Some(1));
    assert!(refused.stderr.contains("damaged.safetensors"), "{}", refused.stderr);
}

#[test]
fn photos_that_lie_on_no_white_ground_make_no_composite() {
    let shop = SealedShop::new();
    let colours = shop.write_colours("colours", 2);
    let out = shop.arg("composites");
    let refused = shop.run(&[
        "finder",
        "compose",
        "--items",
        &colours,
        "--grounds",
        &colours,
        "--out",
        &out,
        "--count",
        "50",
    ]);
    assert_eq!(refused.code, Some(1), "{}", refused.stdout);
    assert!(refused.stderr.contains("white"), "{}", refused.stderr);
}
