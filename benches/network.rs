//! How long the network takes: the shipped version as the till runs it, and the EfficientNet-Lites
//! operation by operation, on the fast path, and there in bfloat16. `cargo xtask bench network`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fmt;

use divan::Bencher;
use tillsight::{
    cnn::{
        Architecture, DeviceChoice, InferenceNetwork, InferencePrecision, Network, set_cpu_threads,
    },
    photo::{Colours, Fit, Picture, Preparation, Prepared, prepare},
    recognition::{Recogniser, Scope},
    registry::{Registry, Version},
};

/// As many as the machine that the till is planned for has cores.
const THREADS: usize = 2;

fn main() {
    set_cpu_threads(THREADS);
    divan::main();
}

/// How a network is run.
#[derive(Clone, Copy)]
enum Way {
    Eager,
    Float32,
    Bfloat16,
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Eager => "eager",
            Self::Float32 => "fast path, float32",
            Self::Bfloat16 if InferencePrecision::bfloat16_is_native() => "fast path, bfloat16",
            Self::Bfloat16 => "bfloat16 is not native here: float32",
        })
    }
}

const WAYS: [Way; 3] = [Way::Eager, Way::Float32, Way::Bfloat16];

/// A network with random weights, which take as long as any others.
fn network(architecture: &Architecture, way: Way) -> InferenceNetwork {
    let device = DeviceChoice::Cpu.resolve().unwrap();
    let network = Network::new(architecture, 81, device).unwrap();
    match way {
        Way::Eager => InferenceNetwork::eager(network),
        Way::Float32 => InferenceNetwork::new(network),
        Way::Bfloat16 => InferenceNetwork::with_precision(network, InferencePrecision::Bfloat16),
    }
    .unwrap()
}

fn infer(bencher: Bencher<'_, '_>, architecture: &Architecture, way: Way, pictures: usize) {
    let size = architecture.native_size();
    let preparation = Preparation {
        size,
        fit: Fit::Crop,
        colours: Colours::Colour,
        mean: [127.0; 3],
        scale: [128.0; 3],
    };
    let prepared = prepare(&photo(), &preparation);
    let batch = vec![&prepared; pictures];
    let network = network(architecture, way);
    network.infer(&batch).unwrap();
    bencher.bench_local(|| network.infer(&batch).unwrap());
}

#[divan::bench(args = WAYS)]
fn lite0_at_224_one_picture(bencher: Bencher<'_, '_>, way: Way) {
    infer(bencher, &Architecture::EfficientNetLite0, way, 1);
}

/// A picture and its mirror image, as the till looks at one photo.
#[divan::bench(args = WAYS)]
fn lite0_at_224_both_sides(bencher: Bencher<'_, '_>, way: Way) {
    infer(bencher, &Architecture::EfficientNetLite0, way, 2);
}

#[divan::bench(args = WAYS)]
fn lite0_at_224_sixteen_pictures(bencher: Bencher<'_, '_>, way: Way) {
    infer(bencher, &Architecture::EfficientNetLite0, way, 16);
}

#[divan::bench(args = WAYS)]
fn lite2_at_260_one_picture(bencher: Bencher<'_, '_>, way: Way) {
    infer(bencher, &Architecture::EfficientNetLite2, way, 1);
}

/// A picture and its mirror image, as the till looks at one photo.
#[divan::bench(args = WAYS)]
fn lite2_at_260_both_sides(bencher: Bencher<'_, '_>, way: Way) {
    infer(bencher, &Architecture::EfficientNetLite2, way, 2);
}

fn shipped() -> Recogniser {
    let folder = Registry::shipped_folder().expect("models/ lies beside Cargo.toml");
    let newest = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| Version::open(&entry.unwrap().path()).ok())
        .max_by(|a, b| a.manifest.created.cmp(&b.manifest.created))
        .expect("a shipped version");
    Recogniser::load(&newest, DeviceChoice::Cpu).unwrap()
}

fn photo() -> Picture {
    tillsight::photo::load(std::path::Path::new("assets/samples/banana.jpg")).unwrap()
}

fn prepared(recogniser: &Recogniser) -> Prepared {
    prepare(&photo(), &recogniser.version().manifest.preparation)
}

/// The shipped network, from prepared photos to probabilities.
#[divan::bench(args = [1, 16])]
fn shipped_photos(bencher: Bencher<'_, '_>, photos: usize) {
    let recogniser = shipped();
    let prepared = prepared(&recogniser);
    let batch = vec![&prepared; photos];
    recogniser.scores(&batch, &Scope::AllClasses).unwrap();
    bencher.bench_local(|| recogniser.scores(&batch, &Scope::AllClasses).unwrap());
}

/// Prepare and network, one photo, as the till does it.
#[divan::bench]
fn prepare_and_recognise(bencher: Bencher<'_, '_>) {
    let recogniser = shipped();
    let photo = photo();
    bencher.bench_local(|| recogniser.recognise(&[&photo], &Scope::AllClasses).unwrap());
}

/// From the version's folder to a warm network.
#[divan::bench(sample_count = 5)]
fn load_the_model() -> Recogniser {
    shipped()
}
