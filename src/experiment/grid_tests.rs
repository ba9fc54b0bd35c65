//! Tests of the grid file: what is expanded, and what is refused with which words.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;

use proptest::prelude::*;

use super::*;
use crate::trial::StartingWeights;
use cnn::{Architecture, ArticlePadding, ArticleShape, Pooling};
use photo::Colours;

fn read_as(name: &str, text: &str) -> Result<Grid, ExperimentError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    Grid::read(&path, None)
}

fn grid(text: &str) -> Grid {
    read_as("grid.toml", text).unwrap()
}

/// The sentence for a wrong grid; it must name the file, and all of `parts`.
fn assert_refused(text: &str, parts: &[&str]) {
    let error = read_as("grid.toml", text).unwrap_err().to_string();
    for part in ["grid.toml"].iter().chain(parts) {
        assert!(error.contains(part), "{part:?} is not in {error:?}");
    }
    assert_eq!(error.lines().count(), 1, "{error}");
}

fn shape(trial: &Trial) -> &ArticleShape {
    match &trial.architecture {
        Architecture::Article(shape) => shape,
        other => panic!("{other} has no shape"),
    }
}

fn labels(grid: &Grid) -> Vec<(&str, &str, usize)> {
    let all = grid.choices.iter();
    all.map(|choice| (&*choice.question, &*choice.choice, choice.network)).collect()
}

#[test]
fn each_question_changes_the_base_in_its_own_point() {
    let grid = grid(
        r#"
        data-limit = 500
        epochs = 4
        [base]
        arch = "article"
        dense = 32
        [[vary]]
        name = "kernel size"
        kernel = [3, 5]
        [[vary]]
        channels = [[32], [8, 16]]
        [[vary]]
        name = "pooling"
        pooling = ["max", "average"]
        [[vary]]
        name = "colour"
        colour = ["grey"]
        "#,
    );
    assert_eq!(grid.data_limit, Some(500));
    assert_eq!(
        labels(&grid),
        [
            ("base", "base", 0),
            ("kernel size", "kernel 3", 0),
            ("kernel size", "kernel 5", 1),
            ("channels", "channels 32", 2),
            ("channels", "channels 8-16", 3),
            ("pooling", "pooling max", 0),
            ("pooling", "pooling average", 4),
            ("colour", "grey", 5),
        ]
    );
    let base = ArticleShape { dense: 32, ..ArticleShape::default() };
    assert_eq!(*shape(&grid.trials[0]), base);
    assert_eq!(*shape(&grid.trials[1]), ArticleShape { kernel: 5, ..base.clone() });
    assert_eq!(*shape(&grid.trials[3]), ArticleShape { widths: vec![8, 16], ..base.clone() });
    assert_eq!(*shape(&grid.trials[4]), ArticleShape { pooling: Pooling::Average, ..base.clone() });
    assert_eq!(*shape(&grid.trials[5]), base);
    assert_eq!(grid.trials[5].recipe.colours, Colours::Grey);
    assert!(grid.trials.iter().all(|trial| trial.recipe.epochs == 4));
    assert!(grid.trials.iter().all(|trial| trial.init == StartingWeights::None));
}

#[test]
fn a_product_is_every_combination() {
    let grid = grid(
        r#"
        product = true
        [[vary]]
        name = "kernel size"
        padding = "same"
        kernel = [3, 5, 7]
        [[vary]]
        pooling = ["max", "average"]
        "#,
    );
    assert_eq!(grid.trials.len(), 6);
    assert!(grid.choices.iter().all(|choice| choice.question == "kernel size x pooling"));
    assert_eq!(grid.choices[3].choice, "kernel 5, pooling average");
    assert_eq!(shape(&grid.trials[3]).kernel, 5);
    assert_eq!(shape(&grid.trials[3]).pooling, Pooling::Average);
    assert_eq!(shape(&grid.trials[3]).padding, ArticlePadding::Same);
}

#[test]
fn width_multiplies_the_channels() {
    let grid = grid("[[vary]]\nwidth = [0.5, 1, 2]");
    let widths: Vec<&[u32]> = grid.trials.iter().map(|trial| &*shape(trial).widths).collect();
    assert_eq!(widths, [&[32, 64, 64][..], &[16, 32, 32], &[64, 128, 128]]);
    assert_eq!(grid.choices[1].choice, "width 0.5");
}

#[test]
fn a_size_is_the_pictures_and_the_crops() {
    let article = grid("[[vary]]\nsize = [24, 48]");
    let sizes: Vec<(u32, u32, u32)> = article
        .trials
        .iter()
        .map(|trial| (shape(trial).size, trial.recipe.size, trial.recipe.train_size))
        .collect();
    assert_eq!(sizes, [(32, 32, 32), (24, 24, 24), (48, 48, 48)]);
    let other = grid("[base]\narch = \"resnet18\"\n[[vary]]\nsize = [96]");
    assert_eq!((other.trials[1].recipe.size, other.trials[1].recipe.train_size), (96, 80));
}

#[test]
fn any_field_of_a_recipe_can_be_varied() {
    let grid = grid(
        r#"
        [base]
        arch = "efficientnet-lite0"
        init = "none"
        crop-area = [0.5, 1.0]
        [[vary]]
        learning-rate = [1e-3, 3e-3]
        [[vary]]
        crop_area = [[0.2, 1.0], [0.8, 1.0]]
        [[vary]]
        colour = [0.0, 0.4]
        "#,
    );
    let recipes: Vec<_> = grid.trials.iter().map(|trial| &trial.recipe).collect();
    assert_eq!(recipes[0].crop_area, [0.5, 1.0]);
    assert_eq!(recipes[1].learning_rate, 3e-3);
    assert_eq!(recipes[2].crop_area, [0.2, 1.0]);
    assert_eq!((recipes[5].colour, recipes[5].colours), (0.4, Colours::Colour));
    assert_eq!(grid.choices[3].choice, "crop_area 0.2-1.0");
}

#[test]
fn two_lists_in_one_question_are_combined() {
    let grid = grid("[[vary]]\nkernel = [1, 3]\ndense = [16, 64]");
    let choices: Vec<&str> = grid.choices[1..].iter().map(|choice| &*choice.choice).collect();
    let all =
        ["dense 16, kernel 1", "dense 16, kernel 3", "dense 64, kernel 1", "dense 64, kernel 3"];
    assert_eq!(choices, all);
    assert_eq!(grid.choices[1].question, "dense, kernel");
}

#[test]
fn a_question_of_single_values_is_one_choice() {
    let grid = grid("[[vary]]\nname = \"padded\"\npadding = \"same\"\nkernel = 5");
    assert_eq!(labels(&grid)[1], ("padded", "kernel 5, padding same", 1));
}

#[test]
fn json_says_the_same() {
    let toml = "epochs = 2\n[base]\ndense = 16\n[[vary]]\nname = \"k\"\nkernel = [3, 5]";
    let json = r#"{"epochs": 2, "base": {"dense": 16}, "vary": [{"name": "k", "kernel": [3, 5]}]}"#;
    assert_eq!(read_as("grid.json", json).unwrap(), grid(toml));
}

#[test]
fn the_commands_epochs_stand_in_place_of_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("grid.toml");
    fs::write(&path, "epochs = 9\n[[vary]]\nepochs = [1, 9]").unwrap();
    let grid = Grid::read(&path, Some(2)).unwrap();
    let epochs: Vec<usize> = grid.trials.iter().map(|trial| trial.recipe.epochs).collect();
    assert_eq!(epochs, [2, 1, 9]);
}

#[test]
fn unknown_keys_are_named() {
    assert_refused("[[vary]]\nname = \"size of it\"\nkernal = [3]", &["kernal", "size of it"]);
    assert_refused("[base]\nkernels = 3", &["kernels", "[base]"]);
    assert_refused("data_limit = 3", &["data_limit", "line 1"]);
    assert_refused("epoch = 3", &["epoch", "line 1"]);
    let error = read_as("grid.json", r#"{"vari": []}"#).unwrap_err().to_string();
    assert!(error.contains("vari") && error.contains("grid.json"), "{error}");
}

#[test]
fn pictures_too_small_for_the_convolutions_are_refused() {
    assert_refused("[[vary]]\nname = \"kernel\"\nkernel = [3, 7]", &["kernel 7", "32 px"]);
    assert_refused("[[vary]]\nsize = [8]", &["size 8", "8 px"]);
    assert_refused("[[vary]]\nname = \"depth\"\nchannels = [[8, 8, 8, 8, 8, 8]]", &["depth"]);
}

#[test]
fn values_that_cannot_be_are_refused() {
    for (text, part) in [
        ("[[vary]]\nkernel = [0]", "kernel is 0"),
        ("[[vary]]\nkernel = [\"three\"]", "three"),
        ("[[vary]]\nkernel = [-3]", "kernel = -3"),
        ("[[vary]]\npooling = [\"mean\"]", "mean"),
        ("[[vary]]\npadding = [\"full\"]", "full"),
        ("[[vary]]\ncolour = [\"red\"]", "red"),
        ("[[vary]]\nwidth = [0]", "width is 0"),
        ("[[vary]]\nwidth = [1000]", "width gives"),
        ("[[vary]]\nchannels = [[]]", "channels names 0"),
        ("[[vary]]\nchannels = [[0]]", "channels gives a layer of 0"),
        ("[[vary]]\nchannels = [[32], 64]", "channels = 64"),
        ("[[vary]]\ndense = [0]", "dense is 0"),
        ("[[vary]]\nsize = [0]", "size is 0"),
        ("[[vary]]\narch = [\"alexnet\"]", "alexnet"),
        ("[[vary]]\ninit = [\"mine\"]", "mine"),
        ("[[vary]]\nflip = [2]", "flip"),
        ("[[vary]]\nepochs = [0]", "epochs"),
        ("[[vary]]\ntrain_size = [24]", "train_size is 24"),
        ("epochs = 0", "epochs"),
        ("data-limit = -1", "-1"),
    ] {
        assert_refused(text, &[part]);
    }
}

#[test]
fn keys_of_the_articles_network_belong_to_it() {
    assert_refused("[base]\narch = \"resnet18\"\n[[vary]]\nkernel = [3]", &["kernel", "resnet18"]);
}

#[test]
fn a_grid_that_asks_nothing_sensible_is_refused() {
    assert_refused("[base]\nkernel = [3, 5]", &["kernel", "[[vary]]"]);
    assert_refused("[[vary]]\nname = \"nothing\"", &["nothing"]);
    assert_refused("[[vary]]\nkernel = []", &["kernel", "empty"]);
    assert_refused("[[vary]]\nname = 3\nkernel = [3]", &["name"]);
    assert_refused("product = true", &["product"]);
    let dense: Vec<String> = (1..=1100).map(|dense| dense.to_string()).collect();
    assert_refused(&format!("[[vary]]\ndense = [{}]", dense.join(", ")), &["1000"]);
}

#[test]
fn what_is_no_toml_is_refused_with_its_line() {
    assert_refused("epochs = 3\nkernel = [3,\n", &["line"]);
    assert_refused("\u{0}", &["line 1"]);
    let error = read_as("grid.json", "epochs = 3").unwrap_err().to_string();
    assert!(error.contains("line 1"), "{error}");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Grid::read(Path::new("no/grid.toml"), None).unwrap_err();
    assert!(error.to_string().contains("no/grid.toml"), "{error}");
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in ".{0,200}") {
        let _ = read_as("grid.toml", &text);
        let _ = read_as("grid.json", &text);
    }

    #[test]
    fn every_choice_has_a_network_and_every_network_a_choice(
        kernels in prop::collection::vec(1_u32..6, 1..4),
        dense in prop::collection::vec(1_u32..99, 1..4),
        is_product in any::<bool>(),
    ) {
        let text = format!(
            "product = {is_product}\n[[vary]]\nkernel = {kernels:?}\n[[vary]]\ndense = {dense:?}"
        );
        let grid = grid(&text);
        let used: std::collections::BTreeSet<usize> =
            grid.choices.iter().map(|choice| choice.network).collect();
        prop_assert_eq!(used, (0..grid.trials.len()).collect());
        let expected = if is_product { kernels.len() * dense.len() } else { 1 + kernels.len() + dense.len() };
        prop_assert_eq!(grid.choices.len(), expected);
        for (index, trial) in grid.trials.iter().enumerate() {
            prop_assert!(!grid.trials[..index].contains(trial));
        }
    }
}
