//! Manifests and comparisons made up for tests.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use super::comparison::{
    Answer, Comparison, Guess, JudgedGoods, JudgedVersion, TimePerPhoto, Visits,
};
use photo::{Colours, Fit, PerceptualHash, Preparation};
use recognition::DecisionKind;
use registry::{ClassEntry, MANIFEST_FORMAT, Manifest, Thresholds};

/// The manifest of a version that knows these products and can be taught.
pub(crate) fn manifest(name: &str, products: &[&str]) -> Manifest {
    let class =
        |id: &&str| ClassEntry { id: (*id).to_owned(), coarse: (*id).to_owned(), cautious: false };
    Manifest {
        format: MANIFEST_FORMAT,
        name: name.to_owned(),
        created: "2026-11-23T06:00:00Z".to_owned(),
        architecture: "article".to_owned(),
        shape: None,
        classes: products.iter().map(class).collect(),
        preparation: Preparation {
            size: 32,
            fit: Fit::Crop,
            mean: [0.0; 3],
            scale: [255.0; 3],
            colours: Colours::Colour,
        },
        temperature: 1.0,
        gaussian_share: 1.0,
        prototype_weight: None,
        thresholds: Thresholds { accept: 0.9, familiar: 0.0, unknown: 0.2 },
        metrics: BTreeMap::from([("top1".to_owned(), 0.9)]),
        recipe: serde_json::Value::Null,
        seed: 1,
        parent: None,
        weights_sha256: "0".repeat(64),
        seen: Vec::new(),
        notes: String::new(),
    }
}

/// Versions "old" and "new" on photos: what each shows, and what it is called by both.
pub(crate) fn comparison(photos: &[(&str, &str, &str)]) -> Comparison {
    let judged = |name: &str, named: fn(&(&str, &str, &str)) -> String| JudgedVersion {
        name: name.to_owned(),
        weights: "0".repeat(64),
        photos: photos
            .iter()
            .enumerate()
            .map(|(number, photo)| goods(number, photo.0, &named(photo)))
            .collect(),
        strangers: Vec::new(),
        unreadable: 0,
        time: TimePerPhoto { all: 20.0, network: 10.0, device: "cpu".to_owned() },
    };
    let old = judged("old", |photo| photo.1.to_owned());
    let new = judged("new", |photo| photo.2.to_owned());
    Comparison::of(old, Some(new), &Visits::new())
}

/// A photo that looks like no other one, and its answer.
fn goods(number: usize, shows: &str, named: &str) -> JudgedGoods {
    let right = shows == named;
    let guess = |product: &str, score| Guess { product: product.to_owned(), score };
    JudgedGoods {
        name: format!("photos/{number}.jpg"),
        file: None,
        shows: shows.to_owned(),
        looks: PerceptualHash((number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)),
        seen: false,
        answer: Answer {
            guesses: vec![guess(named, 0.9), guess(shows, 0.1)],
            true_share: if right { 0.9 } else { 0.1 },
            right,
            among_four: true,
            decision: DecisionKind::Accept,
            known: 0.8,
        },
    }
}
