//! A training on photos of a few products keeps all others that its parent knows, in both ways to train.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use tillsight::{
    cnn::{Architecture, ArticleShape, DeviceChoice, read_weights, set_cpu_threads},
    recognition::{Recogniser, Scope},
    registry::{Registry, Version},
    training::{
        EvaluateOptions, Init, PriceList, Recipe, Retention, RunEvent, StopFlag, TrainOptions,
        TrainingError, Validation, evaluate, train,
    },
};

/// A product and its colour.
type Goods = (&'static str, [u8; 3]);

/// What the parent knows: enough colours that it must tell more of them than two apart.
const SHIPPED: [Goods; 5] = [
    BLUE,
    ("red", [220, 40, 40]),
    ("violet", [160, 50, 200]),
    ("white", [245, 245, 245]),
    ("yellow", [235, 215, 40]),
];
const BLUE: Goods = ("blue", [40, 60, 220]);
/// What only the shop has.
const GREEN: Goods = ("green", [30, 190, 60]);

/// Epochs enough for two steps each to teach a new product.
const LONG: usize = 80;

/// Discs on striped grey, a folder a product.
fn write_goods(folder: &Path, products: &[Goods], photos: u32) {
    for (product, colour) in products {
        let folder = folder.join(product);
        fs::create_dir_all(&folder).unwrap();
        for number in 0..photos {
            let shift = (number * 37 % 11) as i32 - 5;
            let grey = 150 + (number * 29 % 80) as u8;
            let picture = image::RgbImage::from_fn(48, 48, |x, y| {
                let (dx, dy) = (x as i32 - 24 - shift, y as i32 - 24 + shift);
                let stripe = (x * (number + 3) / 7 + y / 5) as u8 % 16;
                let inside = dx * dx + dy * dy < 150;
                image::Rgb(if inside { *colour } else { [grey, grey - stripe, grey - 20] })
            });
            picture.save(folder.join(format!("{number:03}.png"))).unwrap();
        }
    }
}

/// LibTorch keeps one random generator a process.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

struct Workshop {
    folder: tempfile::TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Workshop {
    fn new() -> Self {
        let turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        set_cpu_threads(1);
        let folder = tempfile::tempdir().unwrap();
        write_goods(&folder.path().join("shipped"), &SHIPPED, 12);
        write_goods(&folder.path().join("shop"), &[GREEN], 12);
        write_goods(&folder.path().join("both"), &[GREEN, BLUE], 12);
        Self { folder, _turn: turn }
    }

    fn data(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn registry(&self) -> Registry {
        Registry::open_with_shipped(&self.folder.path().join("registry"), None).unwrap()
    }

    fn options(&self, name: &str, data: &str, epochs: usize) -> TrainOptions {
        let architecture =
            Architecture::Article(ArticleShape { widths: vec![8, 8], ..ArticleShape::default() });
        let recipe = Recipe {
            epochs,
            batch: 8,
            average_decay: 0.8,
            gaussian_share: 4.0,
            ..Recipe::for_architecture(&architecture)
        };
        TrainOptions {
            data: vec![self.data(data).into()],
            name: name.to_owned(),
            architecture,
            init: Init::None,
            teacher: None,
            recipe,
            seed: 7,
            validation: Validation::None,
            calibrate_on: Vec::new(),
            fold: None,
            resume: false,
            device: DeviceChoice::Cpu,
        }
    }

    fn parent(&self) -> Version {
        self.train(&self.options("parent", "shipped", 20)).unwrap()
    }

    fn child_options(&self, parent: &Version, name: &str, data: &str) -> TrainOptions {
        let mut options = self.options(name, data, 8);
        options.init = Init::Version(Box::new(parent.clone()));
        options
    }

    fn train(&self, options: &TrainOptions) -> Result<Version, TrainingError> {
        train(options, &self.registry(), &StopFlag::default(), &mut |_| {})
    }

    /// Share of photos of which the first candidate, of all products, is right.
    fn accuracy(&self, version: &Version, data: &str) -> f64 {
        let recogniser = Recogniser::load(version, DeviceChoice::Cpu).unwrap();
        let options = EvaluateOptions {
            data: self.data(data),
            unknown: None,
            fold: None,
            prices: PriceList::new(),
            taught: None,
        };
        let stop = StopFlag::default();
        let evaluated = evaluate(&options, &recogniser, &Scope::AllClasses, &stop, &mut |_| {});
        evaluated.unwrap().evaluation.top1.unwrap()
    }
}

fn class_ids(version: &Version) -> Vec<&str> {
    version.manifest.classes.iter().map(|class| class.id.as_str()).collect()
}

#[test]
fn one_new_product_joins_all_that_the_parent_knows() {
    let workshop = Workshop::new();
    let parent = workshop.parent();
    assert!(workshop.accuracy(&parent, "shipped") > 0.9);
    let mut options = workshop.child_options(&parent, "child", "shop");
    options.recipe.epochs = LONG;
    let child = workshop.train(&options).unwrap();
    assert_eq!(class_ids(&child), ["blue", "red", "violet", "white", "yellow", "green"]);
    assert_eq!(child.manifest.parent.as_deref(), Some("parent"));
    let (before, after) =
        (workshop.accuracy(&parent, "shipped"), workshop.accuracy(&child, "shipped"));
    assert!(after >= before - 0.01, "{before} became {after}");
    let own = workshop.accuracy(&child, "shop");
    assert!(own > 0.9, "{own} of the new product's photos");
}

#[test]
fn the_parents_numbers_and_what_it_saw_stay() {
    let workshop = Workshop::new();
    let parent = workshop.parent();
    let mut options = workshop.child_options(&parent, "child", "both");
    // What the recipe says of such numbers would hold for a version that is measured anew.
    options.recipe.temperature = 9.0;
    options.recipe.gaussian_share = 3.0;
    let child = workshop.train(&options).unwrap();
    let (old, new) = (&parent.manifest, &child.manifest);
    assert_eq!(new.temperature, old.temperature);
    assert_eq!(new.gaussian_share, old.gaussian_share);
    assert_eq!(new.thresholds, old.thresholds);
    assert!(old.seen.iter().all(|hash| new.seen.contains(hash)));
    assert!(new.seen.len() > old.seen.len());
    assert_eq!(new.metrics["kept_products"], 4.0, "blue alone has photos");
    assert_eq!(new.metrics["inherited_photos"], 60.0);

    let means = |version: &Version| {
        let tensors = read_weights(&version.weights_path()).unwrap();
        tensors["class_statistics.means"].shallow_clone()
    };
    let (before, after) = (means(&parent), means(&child));
    let moved = |class: i64| (before.get(class) - after.get(class)).abs().max().double_value(&[]);
    assert_eq!(moved(1), 0.0, "red is what it was");
    assert!(moved(0) > 0.0, "blue has new photos");
}

#[test]
fn a_quick_training_keeps_them_too_and_learns_the_last_stage_only() {
    let workshop = Workshop::new();
    let parent = workshop.parent();
    let mut options = workshop.child_options(&parent, "quick", "shop");
    options.recipe.cached_looks = 2;
    options.recipe.epochs = LONG;
    let mut epochs = 0;
    let child = train(&options, &workshop.registry(), &StopFlag::default(), &mut |event| {
        epochs += usize::from(matches!(event, RunEvent::Epoch { .. }));
    })
    .unwrap();
    assert_eq!(epochs, LONG);
    assert!(workshop.accuracy(&child, "shipped") >= workshop.accuracy(&parent, "shipped") - 0.01);
    let own = workshop.accuracy(&child, "shop");
    assert!(own > 0.9, "{own} of the new product's photos");
    let (before, after) = (
        read_weights(&parent.weights_path()).unwrap(),
        read_weights(&child.weights_path()).unwrap(),
    );
    assert_eq!(before["conv1.weight"], after["conv1.weight"]);
    assert_ne!(after["classifier.bias"].double_value(&[5]), 0.0, "the new product's row learnt");
    let left = fs::read_dir(workshop.registry().versions_folder()).unwrap();
    let left: Vec<String> =
        left.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert!(left.iter().all(|name| !name.starts_with(".training")), "{left:?}");
}

#[test]
fn both_ways_go_on_after_a_stop_to_the_same_weights() {
    let workshop = Workshop::new();
    let parent = workshop.parent();
    // Stopped among the epochs that look at the photos, among those after, and without any.
    for (cached_looks, stop_after) in [(3, 2), (2, 3), (0, 2)] {
        let of = |name: &str| {
            let mut options = workshop.child_options(&parent, name, "both");
            options.recipe.cached_looks = cached_looks;
            options
        };
        let (whole, halves) = (format!("whole-{cached_looks}"), format!("halves-{cached_looks}"));
        let whole = workshop.train(&of(&whole)).unwrap();
        let stop = StopFlag::default();
        let mut options = of(&halves);
        let stopped = train(&options, &workshop.registry(), &stop, &mut |event| {
            if matches!(event, RunEvent::Epoch { epoch, .. } if epoch == stop_after) {
                stop.raise();
            }
        });
        assert!(matches!(stopped, Err(TrainingError::Stopped { .. })));
        options.resume = true;
        let resumed = workshop.train(&options).unwrap();
        assert_eq!(whole.manifest.weights_sha256, resumed.manifest.weights_sha256);
    }
}

#[test]
fn a_recipe_may_let_them_go() {
    let workshop = Workshop::new();
    let parent = workshop.parent();
    let mut options = workshop.child_options(&parent, "fresh", "both");
    options.recipe.retention = None;
    let child = workshop.train(&options).unwrap();
    assert_eq!(class_ids(&child), ["blue", "green"]);
    let error = {
        let mut options = workshop.child_options(&parent, "single", "shop");
        options.recipe.retention = None;
        workshop.train(&options).unwrap_err()
    };
    assert!(matches!(error, TrainingError::OneProduct { .. }), "{error}");
}

#[test]
fn where_nothing_is_missing_the_version_is_measured_anew() {
    let workshop = Workshop::new();
    let parent = workshop.parent();
    let child = workshop.train(&workshop.child_options(&parent, "again", "shipped")).unwrap();
    assert_eq!(class_ids(&child), class_ids(&parent));
    assert!(!child.manifest.metrics.contains_key("kept_products"));
}

#[test]
fn a_pull_of_everything_leaves_the_parents_weights() {
    let workshop = Workshop::new();
    let parent = workshop.parent();
    let mut options = workshop.child_options(&parent, "held", "both");
    options.recipe.retention = Some(Retention { parent_part: 1.0, ..Retention::default() });
    let child = workshop.train(&options).unwrap();
    let (before, after) = (
        read_weights(&parent.weights_path()).unwrap(),
        read_weights(&child.weights_path()).unwrap(),
    );
    assert_eq!(before["conv1.weight"], after["conv1.weight"]);
    let rows = after["classifier.weight"].narrow(0, 0, 5);
    assert_eq!(before["classifier.weight"], rows);
}

#[test]
fn a_retention_that_makes_no_sense_is_refused() {
    let workshop = Workshop::new();
    let mut options = workshop.options("none", "shipped", 1);
    for retention in [
        Retention { weight_pull: -1.0, ..Retention::default() },
        Retention { embedding_pull: f64::NAN, ..Retention::default() },
        Retention { parent_part: 1.5, ..Retention::default() },
    ] {
        options.recipe.retention = Some(retention);
        let error = workshop.train(&options).unwrap_err().to_string();
        assert!(error.contains("retention's"), "{error}");
    }
}
