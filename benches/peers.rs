//! Tillsight's side of `cargo xtask bench --peers`: times decode, prepare and network on request, so
//! that rounds of several programs can be interleaved.
//!
//!     peers worker PRECISION MODEL ANSWERS PHOTO...
//!
//! PRECISION is float32 or bfloat16, MODEL a version's folder. In float32, writes the first photo's
//! input and logits as numbers to ANSWERS.input and ANSWERS.logits, for the peers to check theirs
//! against. Says `ready`, and answers every line on standard input with lines `STEP MILLIS...` and
//! `done`. The steps: decode, prepare, network (one picture), both (a picture and its mirror image).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{
    fs,
    hint::black_box,
    io::{BufRead, Write},
    path::{Path, PathBuf},
    time::Instant,
};

use tillsight::{
    cnn::{DeviceChoice, InferenceNetwork, InferencePrecision, Network, set_cpu_threads},
    photo::{Preparation, load, prepare},
    recognition::architecture_of,
    registry::Version,
};

const THREADS: usize = 2;
/// Times that each step is done on each photo in a round, after one that does not count.
const REPETITIONS: usize = 5;
const STEPS: [&str; 4] = ["decode", "prepare", "network", "both"];

fn main() {
    // Cargo adds a word of its own.
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["worker", precision, model, answers, ref photos @ ..] => {
            set_cpu_threads(THREADS);
            let photos: Vec<PathBuf> = photos.iter().map(PathBuf::from).collect();
            Worker::new(precision, Path::new(model), &photos).serve(Path::new(answers));
        }
        // `cargo bench` starts every bench.
        _ => println!("peers: started by `cargo xtask bench --peers`"),
    }
}

struct Worker {
    network: InferenceNetwork,
    preparation: Preparation,
    photos: Vec<PathBuf>,
}

impl Worker {
    fn new(precision: &str, model: &Path, photos: &[PathBuf]) -> Self {
        let precision = match precision {
            "float32" => InferencePrecision::Float32,
            "bfloat16" => InferencePrecision::Bfloat16,
            other => panic!("{other} is no precision"),
        };
        let version = Version::open(model).unwrap();
        let device = DeviceChoice::Cpu.resolve().unwrap();
        let network = Network::load(
            &architecture_of(&version).unwrap(),
            version.manifest.classes.len(),
            &version.weights_path(),
            device,
        );
        let network = InferenceNetwork::with_precision(network.unwrap(), precision).unwrap();
        assert!(network.precision() == precision, "{precision:?} is not native on this processor");
        Self { network, preparation: version.manifest.preparation, photos: photos.to_vec() }
    }

    fn serve(&self, answers: &Path) {
        if self.network.precision() == InferencePrecision::Float32 {
            self.write_answer(answers);
        }
        let mut out = std::io::stdout();
        writeln!(out, "ready").unwrap();
        for line in std::io::stdin().lock().lines() {
            let _round = line.unwrap();
            for (step, millis) in STEPS.iter().zip(self.round()) {
                let millis: Vec<String> = millis.iter().map(|ms| format!("{ms:.4}")).collect();
                writeln!(out, "{step} {}", millis.join(" ")).unwrap();
            }
            writeln!(out, "done").unwrap();
        }
    }

    fn write_answer(&self, answers: &Path) {
        let input = prepare(&load(&self.photos[0]).unwrap(), &self.preparation);
        let logits = self.network.infer(&[&input]).unwrap().logits.concat();
        write_floats(&answers.with_extension("input"), input.data());
        write_floats(&answers.with_extension("logits"), &logits);
    }

    fn round(&self) -> [Vec<f64>; STEPS.len()] {
        let mut millis = STEPS.map(|_| Vec::new());
        for photo in &self.photos {
            let picture = load(photo).unwrap();
            let prepared = prepare(&picture, &self.preparation);
            let mirrored = prepared.mirrored();
            let [decode, preparing, network, both] = &mut millis;
            time(decode, || load(photo).unwrap());
            time(preparing, || prepare(&picture, &self.preparation));
            time(network, || self.network.infer(&[&prepared]).unwrap());
            time(both, || self.network.infer(&[&prepared, &mirrored]).unwrap());
        }
        millis
    }
}

fn time<T>(millis: &mut Vec<f64>, work: impl Fn() -> T) {
    black_box(work());
    for _ in 0..REPETITIONS {
        let begun = Instant::now();
        black_box(work());
        millis.push(begun.elapsed().as_secs_f64() * 1e3);
    }
}

fn write_floats(path: &Path, values: &[f32]) {
    let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    fs::write(path, bytes).unwrap();
}
