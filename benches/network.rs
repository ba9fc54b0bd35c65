//! How long the shipped model takes for one photo: `cargo xtask bench` (or `cargo bench network`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use tillsight::{
    cnn::{DeviceChoice, set_cpu_threads},
    photo::{Picture, Prepared, prepare},
    recognition::{Recogniser, Scope},
    registry::{Registry, Version},
};

fn main() {
    divan::main();
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

/// The network alone, one photo.
#[divan::bench(args = [1, 2])]
fn one_photo(bencher: divan::Bencher, threads: usize) {
    set_cpu_threads(threads);
    let recogniser = shipped();
    let prepared = prepared(&recogniser);
    bencher.bench_local(|| recogniser.scores(&[&prepared], &Scope::AllClasses).unwrap());
}

/// Prepare and network, one photo, as the till does it.
#[divan::bench]
fn prepare_and_recognise(bencher: divan::Bencher) {
    let recogniser = shipped();
    let photo = photo();
    bencher.bench_local(|| recogniser.recognise(&[&photo], &Scope::AllClasses).unwrap());
}

/// The network alone, a batch of sixteen photos.
#[divan::bench]
fn sixteen_photos(bencher: divan::Bencher) {
    let recogniser = shipped();
    let prepared = prepared(&recogniser);
    let batch = vec![&prepared; 16];
    bencher.bench_local(|| recogniser.scores(&batch, &Scope::AllClasses).unwrap());
}

/// From the version's folder to a warm network.
#[divan::bench(sample_count = 5)]
fn load_the_model() -> Recogniser {
    shipped()
}
