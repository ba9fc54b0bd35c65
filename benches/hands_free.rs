//! From a still scene to a tile, through all of the till's threads. `cargo xtask bench hands_free`.
//!
//! The clock starts with the first frame on which the item lies, and stops when the till shows its
//! line or its tiles: it holds the window of stillness, decoding, looking, cropping and naming.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod hands_free_counter;

use divan::Bencher;
use hands_free_counter::{Counter, scene};
use tillsight::photo::{decode, read_barcode};
use tillsight::till::samples;

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn from_still_to_tile(bencher: Bencher<'_, '_>) {
    let counter = Counter::open();
    bencher.with_inputs(|| counter.clear()).bench_local_values(|()| counter.lay());
}

/// What the search for a barcode costs on a tray without one, beside all that.
#[divan::bench]
fn barcode_not_there(bencher: Bencher<'_, '_>) {
    let name = samples::names().first().copied().unwrap();
    let picture = decode(&scene(Some(name)), "scene.jpg").unwrap();
    bencher.bench(|| read_barcode(&picture));
}
