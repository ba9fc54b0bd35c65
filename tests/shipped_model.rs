//! The model in `models/` is whole, and names the sample pictures.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::Path;

use tillsight::{
    cnn::DeviceChoice,
    photo::{Picture, load},
    recognition::{Decision, Recogniser, Scope},
    registry::{Registry, Version},
    store::{ShopFolder, Store},
};

fn shipped() -> Version {
    let shop = tempfile::tempdir().unwrap();
    Registry::open(shop.path()).unwrap().promoted().unwrap()
}

/// Sample pictures and the products they show.
fn samples() -> Vec<(Picture, String)> {
    let folder = Path::new("assets/samples");
    let mut rows = csv::Reader::from_path(folder.join("samples.csv")).unwrap();
    rows.records()
        .map(|row| {
            let row = row.unwrap();
            (load(&folder.join(&row[0])).unwrap(), row[1].to_owned())
        })
        .collect()
}

#[test]
fn the_shipped_weights_are_whole_and_small() {
    let version = shipped();
    version.verify().unwrap();
    assert!(version.card_path().is_some(), "every shipped version has a card");
    assert_eq!(version.manifest.classes.len(), 121);
    let bytes = std::fs::metadata(version.weights_path()).unwrap().len();
    assert!(bytes < 25_000_000, "{bytes} bytes");
}

#[test]
fn every_product_of_the_model_stands_in_the_demo_catalogue() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&ShopFolder::open(folder.path()).unwrap()).unwrap();
    let products = store.active_products().unwrap();
    for class in shipped().manifest.classes {
        assert!(
            products.iter().any(|product| product.id.as_str() == class.id),
            "{} has no price",
            class.id
        );
    }
}

#[test]
fn most_samples_are_named_and_the_rest_are_asked() {
    let recogniser = Recogniser::load(&shipped(), DeviceChoice::Cpu).unwrap();
    let samples = samples();
    assert!((6..=10).contains(&samples.len()));
    let pictures: Vec<&Picture> = samples.iter().map(|(picture, _)| picture).collect();
    let recognitions = recogniser.recognise(&pictures, &Scope::AllClasses).unwrap();
    let mut right = 0;
    for ((_, expected), recognition) in samples.iter().zip(&recognitions) {
        let best = &recognition.candidates[0];
        println!("{expected}: {} {:.3} {:?}", best.product, best.score, recognition.decision);
        if best.product.as_str() == expected {
            right += 1;
        } else {
            let accepted = matches!(recognition.decision, Decision::Accept(_));
            assert!(!accepted, "{expected} is sold as {} without asking", best.product);
        }
    }
    assert!(right * 2 > samples.len(), "{right} of {} samples are named right", samples.len());
}
