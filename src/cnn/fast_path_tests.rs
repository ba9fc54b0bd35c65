//! The fast path against the same network run operation by operation, and how it fails.

use std::thread;

use tch::Device;

use super::*;
use crate::{Architecture, InferenceNetwork, InferencePrecision, Mode, Network, Outputs};
use photo::{Colours, Fit, Picture, Preparation, prepare};

const CLASSES: usize = 7;

/// A network with random weights and batch norms that have seen pictures.
fn network(name: &str, side: u32) -> Network {
    let architecture: Architecture = name.parse().unwrap();
    let network = Network::new(&architecture, CLASSES, Device::Cpu).unwrap();
    let side = i64::from(side);
    for _ in 0..3 {
        let batch = tch::Tensor::rand([2, 3, side, side], (tch::Kind::Float, Device::Cpu));
        let training = Mode::Training { drop_connect: 0.0, dropout: 0.0 };
        let _ = tch::no_grad(|| network.embedding(&batch, training)).unwrap();
    }
    network
}

/// The same network on the fast path and operation by operation.
fn both_ways(name: &str, side: u32) -> (InferenceNetwork, InferenceNetwork) {
    let network = network(name, side);
    let fast = InferenceNetwork::new(network.copy().unwrap()).unwrap();
    (fast, InferenceNetwork::eager(network).unwrap())
}

/// Pictures that all differ, and whose corners all differ.
fn pictures(count: usize, side: u32) -> Vec<Prepared> {
    let preparation = Preparation {
        size: side,
        fit: Fit::Crop,
        colours: Colours::Colour,
        mean: [127.0; 3],
        scale: [64.0; 3],
    };
    let picture = |number: usize| {
        let rgb = (0..side * side).flat_map(|at| {
            let (x, y) = ((at % side) as usize, (at / side) as usize);
            [x * 5 + number * 31, y * 3 + number * 7, x * y / 9].map(|value| value as u8)
        });
        prepare(&Picture::new(side, side, rgb.collect()).unwrap(), &preparation)
    };
    (0..count).map(picture).collect()
}

fn infer(network: &InferenceNetwork, pictures: &[Prepared]) -> Outputs {
    network.infer(&pictures.iter().collect::<Vec<_>>()).unwrap()
}

/// The greatest difference, as a part of the greatest number.
fn difference(ours: &[Vec<f32>], theirs: &[Vec<f32>]) -> f32 {
    assert_eq!(ours.len(), theirs.len());
    let pairs = || ours.iter().flatten().zip(theirs.iter().flatten());
    let greatest = pairs().map(|(_, b)| b.abs()).fold(f32::MIN_POSITIVE, f32::max);
    pairs().map(|(a, b)| (a - b).abs() / greatest).fold(0.0, f32::max)
}

#[test]
fn every_architecture_answers_as_it_does_operation_by_operation() {
    // Sides that halve evenly all the way, and sides that do not.
    let cases = [
        ("efficientnet-lite0", 64),
        ("efficientnet-lite0", 75),
        ("efficientnet-lite2", 100),
        ("resnet18", 64),
        ("article", 32),
    ];
    for (name, side) in cases {
        let (fast, eager) = both_ways(name, side);
        let pictures = pictures(3, side);
        let (ours, theirs) = (infer(&fast, &pictures), infer(&eager, &pictures));
        assert_eq!(fast.is_on_fast_path(), FastPath::<Network>::IS_BUILT_IN, "{name}");
        assert!(difference(&ours.embeddings, &theirs.embeddings) < 1e-4, "{name} at {side} px");
        assert!(difference(&ours.logits, &theirs.logits) < 1e-4, "{name} at {side} px");
    }
}

#[test]
fn what_was_made_ready_is_not_made_again() {
    if !FastPath::<Network>::IS_BUILT_IN {
        return;
    }
    let quick = network("article", 32).made_quick(InferencePrecision::Float32).unwrap();
    let mut fast_path = FastPath::new(quick);
    fast_path.make_ready((2, 32)).unwrap();
    let met = |fast_path: &FastPath<Network>| fast_path.ready.keys().copied().collect::<Vec<_>>();
    assert_eq!(met(&fast_path), [(2, 32)]);
    fast_path.make_ready((2, 32)).unwrap();
    let pictures = pictures(2, 32);
    let _ = fast_path.run(&pictures.iter().collect::<Vec<_>>()).unwrap();
    assert_eq!(met(&fast_path), [(2, 32)]);
}

#[test]
fn making_ready_changes_no_answer() {
    let (fast, eager) = both_ways("efficientnet-lite0", 64);
    fast.make_ready(11, 64);
    eager.make_ready(11, 64);
    let pictures = pictures(11, 64);
    let (ours, theirs) = (infer(&fast, &pictures), infer(&eager, &pictures));
    assert!(difference(&ours.logits, &theirs.logits) < 1e-4);
}

#[test]
fn any_number_of_pictures_is_answered_in_order() {
    let (fast, eager) = both_ways("efficientnet-lite0", 64);
    for count in [0, 1, 2, 3, 5, 16, 23] {
        let pictures = pictures(count, 64);
        let (ours, theirs) = (infer(&fast, &pictures), infer(&eager, &pictures));
        assert_eq!(ours.logits.len(), count);
        assert!(difference(&ours.logits, &theirs.logits) < 1e-4, "{count} pictures");
    }
    assert_eq!(fast.is_on_fast_path(), FastPath::<Network>::IS_BUILT_IN);
}

#[test]
fn bfloat16_is_near_float32_and_tells_whether_it_is_used() {
    for (name, side) in [("efficientnet-lite0", 64), ("resnet18", 64), ("article", 32)] {
        let wanted = InferencePrecision::Bfloat16;
        let network = network(name, side);
        let rounded = InferenceNetwork::with_precision(network.copy().unwrap(), wanted).unwrap();
        let eager = InferenceNetwork::eager(network).unwrap();
        let pictures = pictures(2, side);
        let off = difference(&infer(&rounded, &pictures).logits, &infer(&eager, &pictures).logits);
        assert!(off < 0.1, "{name} is off by {off}");
        let is_rounded =
            FastPath::<Network>::IS_BUILT_IN && InferencePrecision::bfloat16_is_native();
        assert_eq!(rounded.precision() == wanted, is_rounded, "{name}");
        assert_eq!(off > 1e-5, is_rounded, "{name} is off by {off}");
    }
}

#[test]
fn a_network_made_on_one_thread_runs_on_others() {
    let pictures = pictures(2, 32);
    let network = network("efficientnet-lite0", 32);
    let made = [1, 2].map(|_| InferenceNetwork::new(network.copy().unwrap()).unwrap());
    let expected = infer(&InferenceNetwork::eager(network).unwrap(), &pictures).logits;
    // Both at once, and each first run on its thread.
    thread::scope(|scope| {
        for network in made {
            let (pictures, expected) = (&pictures, &expected);
            scope.spawn(move || {
                for _ in 0..4 {
                    assert!(difference(&infer(&network, pictures).logits, expected) < 1e-4);
                }
                // What was made ready here goes on elsewhere.
                thread::scope(|inner| {
                    inner.spawn(move || {
                        assert!(difference(&infer(&network, pictures).logits, expected) < 1e-4);
                    });
                });
            });
        }
    });
}

#[test]
fn pictures_of_two_sizes_are_an_error_and_no_reason_to_leave_the_fast_path() {
    let network = InferenceNetwork::new(network("efficientnet-lite0", 32)).unwrap();
    let (small, large) = (pictures(1, 32), pictures(1, 48));
    assert!(network.infer(&[&small[0], &large[0]]).is_err());
    assert_eq!(network.is_on_fast_path(), FastPath::<Network>::IS_BUILT_IN);
    assert_eq!(infer(&network, &large).logits.len(), 1);
    assert_eq!(infer(&network, &small).logits.len(), 1);
}

#[test]
fn a_fast_path_that_fails_gives_way_to_the_same_network() {
    // Weights that still learn cannot be recorded.
    let network = network("efficientnet-lite0", 32);
    let broken = FastPath { network: network.copy().unwrap(), ready: HashMap::new() };
    let pictures = pictures(3, 32);
    let network = InferenceNetwork::eager(network).unwrap();
    let expected = infer(&network, &pictures);
    let network = network.with_fast_path(broken);
    assert!(network.is_on_fast_path());
    let answer = infer(&network, &pictures);
    assert!(difference(&answer.logits, &expected.logits) < 1e-5);
    assert!(difference(&answer.embeddings, &expected.embeddings) < 1e-5);
    assert!(!network.is_on_fast_path());
    assert_eq!(network.precision(), InferencePrecision::Float32);
}
