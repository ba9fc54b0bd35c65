//! Explanations of networks whose weights are known, and of the shipped one.

use std::path::Path;

use sha2::{Digest, Sha256};
use tch::Tensor;
use tempfile::TempDir;

use super::*;
use cnn::{
    Architecture, ArticleShape, ClassStatistics, DeviceChoice, Network, Pooling, Precision,
    VersionNetworks,
};
use photo::{Fit, flip_horizontal, load, resize};
use registry::{ClassEntry, Version};

/// A loaded network, and the folder that it came from.
struct Loaded {
    recogniser: Recogniser,
    _folder: TempDir,
}

fn shipped() -> Version {
    Version::open(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/grocery-lite0")))
        .unwrap()
}

fn id(name: &str) -> ProductId {
    ProductId::new(name).unwrap()
}

fn why(product: &str, instead_of: Option<&str>) -> Why {
    Why { product: id(product), instead_of: instead_of.map(id) }
}

/// A network of three classes with all weights 0 but those that `fill` sets; batch norms change
/// nothing.
fn known(
    architecture: &Architecture,
    (size, fit): (u32, Fit),
    statistics: Option<ClassStatistics>,
    fill: impl Fn(&str, &Tensor),
) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    let device = DeviceChoice::Cpu.resolve().unwrap();
    let network = Network::new(architecture, 3, device).unwrap();
    tch::no_grad(|| {
        for (name, mut tensor) in network.tensors() {
            if tensor.dim() > 1 {
                let _zero = tensor.zero_();
            }
            fill(&name, &tensor);
        }
    });
    let mut version = shipped();
    version.folder = folder.path().to_owned();
    let manifest = &mut version.manifest;
    manifest.gaussian_share = if statistics.is_some() { 1.5 } else { 0.0 };
    manifest.architecture = architecture.to_string();
    if let Architecture::Article(shape) = architecture {
        manifest.shape = Some(serde_json::to_value(shape).unwrap());
    }
    let class = |id: &str| ClassEntry { id: id.to_owned(), coarse: id.to_owned(), cautious: false };
    manifest.classes = ["bright", "dark", "neither"].map(class).into();
    manifest.preparation.size = size;
    manifest.preparation.fit = fit;
    let all = VersionNetworks { network, companion: None, statistics };
    all.save(&version.weights_path(), Precision::Full).unwrap();
    let hash = Sha256::digest(std::fs::read(version.weights_path()).unwrap());
    version.manifest.weights_sha256 = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let recogniser = Recogniser::load(&version, DeviceChoice::Cpu).unwrap();
    Loaded { recogniser, _folder: folder }
}

fn set(tensor: &Tensor, at: &[i64], value: f64) {
    let place = at.iter().fold(tensor.shallow_clone(), |part, index| part.get(*index));
    let _set = place.shallow_clone().fill_(value);
}

/// "bright" by what is lighter than the mean, and "dark" by the opposite.
fn read_brightness(name: &str, tensor: &Tensor, weights: &str, bias: &str) {
    if name == weights {
        set(tensor, &[0, 0], 1.0);
        set(tensor, &[1, 0], -1.0);
    } else if name == bias {
        let values: [f32; 3] = [0.3, -0.2, 0.1];
        tensor.shallow_clone().copy_(&Tensor::from_slice(&values));
    }
}

/// A ResNet whose first feature is the brightness of a place.
fn bright_resnet(size: u32, fit: Fit) -> Loaded {
    bright_resnet_with(None, size, fit)
}

fn bright_resnet_with(statistics: Option<ClassStatistics>, size: u32, fit: Fit) -> Loaded {
    known(&Architecture::ResNet18, (size, fit), statistics, |name, tensor| {
        if name == "conv1.weight" {
            (0..3).for_each(|colour| set(tensor, &[0, colour, 3, 3], 1.0 / 3.0));
        } else if name.ends_with("downsample.0.weight") {
            set(tensor, &[0, 0, 0, 0], 1.0);
        }
        read_brightness(name, tensor, "fc.weight", "fc.bias");
    })
}

/// The article's network, with the brightness of the whole picture as its first feature.
fn bright_article(fit: Fit) -> Loaded {
    let shape = ArticleShape {
        widths: vec![2],
        pooled: 1,
        pooling: Pooling::Average,
        dense: 2,
        ..ArticleShape::default()
    };
    known(&Architecture::Article(shape), (32, fit), None, |name, tensor| {
        if name == "conv1.weight" {
            (0..3).for_each(|colour| set(tensor, &[0, colour, 1, 1], 1.0 / 3.0));
        } else if name == "dense.weight" {
            (0..15 * 15).for_each(|place| set(tensor, &[0, place], 0.01));
        }
        read_brightness(name, tensor, "classifier.weight", "classifier.bias");
    })
}

/// Grey, with a white square of `side` pixels whose middle is (`x`, `y`).
fn planted((width, height): (u32, u32), (x, y): (u32, u32), side: u32) -> Picture {
    let lit = |at: u32, middle: u32| at.abs_diff(middle) * 2 <= side;
    let rgb = (0..width * height).flat_map(|at| {
        let white = lit(at % width, x) && lit(at / width, y);
        if white { [255; 3] } else { [127; 3] }
    });
    Picture::new(width, height, rgb.collect()).unwrap()
}

/// The middle of the warmest cells, in pixels: beyond the outermost places all are as warm as these.
fn warmest(map: &HeatMap, (width, height): (u32, u32)) -> (f32, f32) {
    let values = map.values().iter().enumerate();
    let hot: Vec<usize> = values.filter(|(_, value)| **value > 0.999).map(|(at, _)| at).collect();
    assert!(!hot.is_empty(), "the warmest cell is 1");
    let cell =
        |index: usize, cells: usize, side: u32| (index as f32 + 0.5) / cells as f32 * side as f32;
    let columns = map.columns();
    let mean =
        |of: &dyn Fn(usize) -> f32| hot.iter().map(|&at| of(at)).sum::<f32>() / hot.len() as f32;
    (
        mean(&|at| cell(at % columns, columns, width)),
        mean(&|at| cell(at / columns, map.rows(), height)),
    )
}

fn assert_warmest_at_patch(loaded: &Loaded, size: (u32, u32), at: (u32, u32), side: u32) {
    let picture = planted(size, at, side);
    let explanation = loaded.recogniser.explain(&picture, &why("bright", None)).unwrap();
    let (x, y) = warmest(&explanation.map, size);
    let off = (x - at.0 as f32).abs().max((y - at.1 as f32).abs());
    assert!(off * 2.0 <= side as f32, "{size:?}: warmest at {x}, {y} for a patch at {at:?}");
}

#[test]
fn the_warmest_place_is_where_the_patch_was_planted() {
    for (fit, size, patches) in [
        (Fit::Crop, (192, 192), [(60, 60), (130, 40), (96, 150)]),
        (Fit::Crop, (500, 300), [(150, 60), (330, 240), (250, 150)]),
        (Fit::Stretch, (500, 300), [(80, 60), (420, 240), (250, 150)]),
        (Fit::Pad, (500, 300), [(80, 60), (420, 240), (250, 150)]),
        (Fit::Pad, (240, 400), [(60, 60), (180, 340), (120, 200)]),
    ] {
        let resnet = bright_resnet(192, fit);
        let article = bright_article(fit);
        for patch in patches {
            assert_warmest_at_patch(&resnet, size, patch, size.0.min(size.1) * 2 / 5);
            assert_warmest_at_patch(&article, size, patch, size.0.min(size.1) * 2 / 5);
        }
    }
}

#[test]
fn each_network_says_how_it_found_the_evidence() {
    let picture = planted((64, 64), (20, 20), 20);
    let basis =
        |loaded: &Loaded| loaded.recogniser.explain(&picture, &why("bright", None)).unwrap().basis;
    assert_eq!(basis(&bright_resnet(64, Fit::Crop)), Basis::ClassMap);
    assert_eq!(basis(&bright_article(Fit::Crop)), Basis::Occlusion);
}

#[test]
fn evidence_against_is_cold_and_a_rival_takes_its_own_away() {
    for loaded in [bright_resnet(96, Fit::Crop), bright_article(Fit::Crop)] {
        let picture = planted((96, 96), (40, 40), 40);
        let map =
            |product, rival| loaded.recogniser.explain(&picture, &why(product, rival)).unwrap().map;
        let cold = |map: HeatMap| map.values().iter().all(|value| *value == 0.0);
        assert!(cold(map("dark", None)) && cold(map("dark", Some("bright"))));
        assert!(cold(map("bright", Some("bright"))), "nothing speaks for a thing against itself");
        assert!(!cold(map("bright", Some("dark"))));
        assert!(cold(map("neither", Some("bright"))));
        assert!(!cold(map("bright", Some("neither"))));
    }
}

#[test]
fn what_hardly_anything_speaks_for_is_said_to_be_so() {
    let explanation = |values: [f32; 2]| Explanation {
        why: why("bright", None),
        map: HeatMap::of_evidence(64, 64, |x, _| values[usize::from(x > 32.0)]),
        seen: Region { x: 0.0, y: 0.0, width: 64.0, height: 64.0 },
        basis: Basis::ClassMap,
    };
    assert!(explanation([-7.0, 1.0]).is_slight());
    assert!(explanation([-7.0, -1.0]).is_slight());
    assert!(!explanation([-5.0, 1.0]).is_slight());
    assert!(!explanation([0.1, 0.01]).is_slight());
}

#[test]
fn what_a_crop_cuts_off_is_cold_and_not_seen() {
    let resnet = bright_resnet(96, Fit::Crop);
    let picture = Picture::filled(400, 100, [255; 3]);
    let explanation = resnet.recogniser.explain(&picture, &why("bright", None)).unwrap();
    assert_eq!(explanation.seen, Region { x: 150.0, y: 0.0, width: 100.0, height: 100.0 });
    let map = explanation.map;
    assert_eq!((map.columns(), map.rows()), (32, 8));
    for (at, value) in map.values().iter().enumerate() {
        let seen = (12..20).contains(&(at % 32));
        assert_eq!(*value > 0.0, seen, "cell {at} is {value}");
    }
}

#[test]
fn a_product_that_is_no_class_is_named() {
    let loaded = bright_article(Fit::Crop);
    let picture = Picture::filled(8, 8, [1; 3]);
    for why in [why("mango", None), why("bright", Some("mango"))] {
        let error = loaded.recogniser.explain(&picture, &why).unwrap_err();
        assert!(
            matches!(&error, RecognitionError::NotAClass { product, .. } if *product == id("mango"))
        );
    }
}

/// The mean of each product's map must be the number that decided about it, alone and held against
/// another.
fn assert_the_maps_decide(recogniser: &Recogniser, photo: &Picture) {
    let prepared = photo::prepare(photo, &recogniser.version().manifest.preparation);
    let scores = recogniser.raw_scores(&[&prepared]).unwrap().remove(0);
    let products = recogniser.products();
    let mut rivals = products.iter().rev();
    // Both networks look anew for each question: some of the classes stand for all.
    for (product, score) in products.iter().zip(&scores).step_by(11) {
        let rival = rivals.next().unwrap();
        let rival_score = scores[recogniser.class_of(rival).unwrap()];
        let mean = scores.iter().sum::<f32>() / scores.len() as f32;
        for (instead_of, expected) in [(None, score - mean), (Some(rival), score - rival_score)] {
            let why = Why { product: product.clone(), instead_of: instead_of.cloned() };
            let maps = recogniser.class_maps(&prepared, &why).unwrap().unwrap();
            let of = |map: &PlaceMap| map.values.iter().sum::<f32>() / map.values.len() as f32;
            let ours = f32::midpoint(of(&maps[0]), of(&maps[1]));
            let error = (ours - expected).abs();
            assert!(error < 5e-3 * expected.abs().max(1.0), "{why:?}: {ours} is not {expected}");
        }
    }
}

#[test]
fn the_mean_of_the_map_is_the_number_that_decided() {
    let recogniser = Recogniser::load(&shipped(), DeviceChoice::Cpu).unwrap();
    let photo =
        load(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/samples/orange.jpg")))
            .unwrap();
    assert_the_maps_decide(&recogniser, &photo);
}

/// Of a ResNet's embeddings: seen from a little brightness, bright is one way and dark the other.
fn brightness_statistics() -> ClassStatistics {
    let along = |axis: usize, value: f32| {
        let mut vector = vec![0.0; 512];
        vector[axis] = value;
        vector
    };
    ClassStatistics {
        centre: along(0, 0.1),
        directions: vec![along(0, 1.0)],
        precisions: vec![-0.4],
        residual: 1.0,
        means: vec![along(0, 0.9), along(0, -0.9), along(1, 0.9)],
        spread: 0.7,
        familiar: 0.5,
        companion_share: 0.0,
        prototypes: None,
    }
}

#[test]
fn a_gaussian_classifiers_part_is_in_the_map_and_lies_where_it_belongs() {
    let loaded = bright_resnet_with(Some(brightness_statistics()), 192, Fit::Crop);
    let size = (192, 192);
    for patch in [(60, 60), (130, 40), (96, 150)] {
        assert_the_maps_decide(&loaded.recogniser, &planted(size, patch, 76));
        assert_warmest_at_patch(&loaded, size, patch, 76);
    }
    // Grey is darker than the centre: it speaks for dark, and where the patch is nothing does.
    let picture = planted(size, (60, 60), 76);
    let map = loaded.recogniser.explain(&picture, &why("dark", Some("bright"))).unwrap().map;
    assert!(map.at(0.3, 0.3) == 0.0 && map.at(0.85, 0.85) > 0.05, "{map:?}");
}

#[test]
fn a_mirrored_picture_has_the_mirrored_map_where_one_network_looks() {
    let loaded = bright_resnet_with(Some(brightness_statistics()), 192, Fit::Crop);
    for patch in [(60, 60), (130, 40), (96, 150)] {
        let picture = planted((192, 192), patch, 76);
        let map_of = |picture: &Picture| {
            loaded.recogniser.explain(picture, &why("bright", Some("dark"))).unwrap().map
        };
        let (map, mirrored) = (map_of(&picture), map_of(&flip_horizontal(&picture)));
        let rows = map.values().chunks(map.columns());
        let expected = rows.flat_map(|row| row.iter().rev().copied());
        for (value, expected) in mirrored.values().iter().zip(expected) {
            assert!((value - expected).abs() < 0.02, "{value} {expected}");
        }
    }
}

/// A sample of a banana, 90 pixels wide, on a grey counter of 300 by 260.
fn banana_on_a_counter((left, top): (usize, usize)) -> Picture {
    let banana = resize(
        &load(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/samples/banana.jpg")))
            .unwrap(),
        90,
        90,
    );
    let mut rgb = [150, 150, 148].repeat(300 * 260);
    for (row, pixels) in banana.rgb().chunks_exact(90 * 3).enumerate() {
        let at = ((top + row) * 300 + left) * 3;
        rgb[at..at + 90 * 3].copy_from_slice(pixels);
    }
    Picture::new(300, 260, rgb).unwrap()
}

#[test]
fn the_shipped_model_shows_a_banana_where_it_lies_and_mirrored_where_it_lies_mirrored() {
    let recogniser = Recogniser::load(&shipped(), DeviceChoice::Cpu).unwrap();
    for (left, top) in [(30, 10), (170, 10), (30, 160), (170, 160), (105, 85)] {
        let picture = banana_on_a_counter((left, top));
        let map = recogniser.explain(&picture, &why("banana", None)).unwrap().map;
        let (x, y) = warmest(&map, (300, 260));
        // A place is 43 pixels of this picture: half of one is as near as it can be told.
        let inside = |at: f32, from: usize| (from as f32 - 22.0..from as f32 + 112.0).contains(&at);
        assert!(inside(x, left) && inside(y, top), "{x}, {y} for a banana at {left}, {top}");

        // The item is not found to the pixel in both: the pictures as they are can be compared.
        let of = |picture: &Picture| {
            recogniser.explain_item(picture, None, &why("banana", None)).unwrap().map
        };
        let (map, mirrored) = (of(&picture), of(&flip_horizontal(&picture)));
        let rows = map.values().chunks(map.columns());
        let expected: Vec<f32> = rows.flat_map(|row| row.iter().rev().copied()).collect();
        // The companion looks at each picture once, so both maps are alike and not the same.
        let gaps =
            mirrored.values().iter().zip(&expected).map(|(value, other)| (value - other).abs());
        let mean = gaps.sum::<f32>() / expected.len() as f32;
        assert!(mean < 0.05, "{mean} for a banana at {left}, {top}");
    }
}
