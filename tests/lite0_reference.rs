//! Our EfficientNet-Lite0 answers what PyTorch's answers with the same weights.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};

use tillsight::{
    cnn::{Architecture, DeviceChoice, InferenceNetwork, Mode, Network, tensor_from_prepared},
    photo::{Colours, Fit, Preparation, load, prepare},
    registry::base_weights,
};

const FIXTURES: &str = "tests/fixtures/lite0";

fn fixture_pictures() -> Vec<tillsight::photo::Prepared> {
    let preparation = Preparation {
        size: 224,
        fit: Fit::Crop,
        mean: [127.0; 3],
        scale: [128.0; 3],
        colours: Colours::Colour,
    };
    (1..=5)
        .map(|number| {
            let path = Path::new(FIXTURES).join(format!("picture{number}.png"));
            prepare(&load(&path).unwrap(), &preparation)
        })
        .collect()
}

fn reference_logits() -> Vec<Vec<f32>> {
    let text = std::fs::read_to_string(Path::new(FIXTURES).join("logits.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn weights() -> PathBuf {
    base_weights("efficientnet-lite0")
        .expect("the ImageNet weights are missing: run `cargo xtask base-weights` once")
}

fn greatest_difference(ours: &[Vec<f32>], theirs: &[Vec<f32>]) -> f32 {
    assert_eq!(ours.len(), theirs.len());
    ours.iter()
        .flatten()
        .zip(theirs.iter().flatten())
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f32::max)
}

#[test]
fn lite0_answers_as_the_second_implementation_does() {
    let device = DeviceChoice::Cpu.resolve().unwrap();
    let network =
        Network::load(&Architecture::EfficientNetLite0, 1000, &weights(), device).unwrap();
    let pictures = fixture_pictures();
    let batch = tensor_from_prepared(&pictures.iter().collect::<Vec<_>>(), device).unwrap();
    let logits = tch::no_grad(|| {
        network.logits(&network.embedding(&batch, Mode::Inference).unwrap(), Mode::Inference)
    });
    let ours = Vec::<Vec<f32>>::try_from(logits.unwrap()).unwrap();
    let difference = greatest_difference(&ours, &reference_logits());
    println!("greatest difference of 5 x 1000 logits: {difference:e}");
    assert!(difference <= 1e-3, "the logits differ by {difference}");
}

#[test]
fn the_folded_network_answers_the_same() {
    let device = DeviceChoice::Cpu.resolve().unwrap();
    let network =
        Network::load(&Architecture::EfficientNetLite0, 1000, &weights(), device).unwrap();
    let pictures = fixture_pictures();
    let folded = InferenceNetwork::new(network).unwrap();
    let ours = folded.infer(&pictures.iter().collect::<Vec<_>>()).unwrap().logits;
    let difference = greatest_difference(&ours, &reference_logits());
    assert!(difference <= 1e-3, "the logits differ by {difference}");
}
