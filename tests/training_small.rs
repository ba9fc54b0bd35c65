//! A small training from end to end: seeds, resuming, reading and judging.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use tillsight::{
    cnn::{Architecture, ArticleShape, DeviceChoice, set_cpu_threads},
    domain::ProductId,
    photo::{Colours, Picture},
    recognition::{Recogniser, Scope},
    registry::{Registry, Version},
    training::{
        EvaluateOptions, Evaluation, EvaluationReport, Fold, Init, PriceList, Recipe, RunEvent,
        StopFlag, Taught, TeachSample, TrainOptions, TrainingData, TrainingError, Validation,
        evaluate, teach_sample, train,
    },
};

/// Plain discs and squares on grey, two products, told apart by their colour and shape.
fn write_goods(folder: &Path, photos: u32) {
    for (product, colour) in [("red-disc", [220, 40, 40]), ("blue-square", [40, 60, 220])] {
        let folder = folder.join(product);
        fs::create_dir_all(&folder).unwrap();
        for number in 0..photos {
            let shift = (number * 37 % 11) as i32 - 5;
            let grey = 150 + (number * 29 % 80) as u8;
            let picture = image::RgbImage::from_fn(48, 48, |x, y| {
                let (dx, dy) = (x as i32 - 24 - shift, y as i32 - 24 + shift);
                let inside = if product == "red-disc" {
                    dx * dx + dy * dy < 150
                } else {
                    dx.abs() < 11 && dy.abs() < 11
                };
                let stripe = (x * (number + 3) / 7 + y / 5) as u8 % 16;
                image::Rgb(if inside { colour } else { [grey, grey - stripe, grey - 20] })
            });
            picture.save(folder.join(format!("{number:03}.png"))).unwrap();
        }
    }
}

/// LibTorch keeps one random generator a process, so trainings that must be repeatable run one
/// after the other.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

struct Workshop {
    folder: tempfile::TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Workshop {
    fn new(photos: u32) -> Self {
        let turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = tempfile::tempdir().unwrap();
        write_goods(&folder.path().join("goods"), photos);
        Self { folder, _turn: turn }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("goods")
    }

    fn registry(&self) -> Registry {
        Registry::open_with_shipped(&self.folder.path().join("shop"), None).unwrap()
    }

    fn options(&self, name: &str, epochs: usize) -> TrainOptions {
        let architecture =
            Architecture::Article(ArticleShape { widths: vec![8, 8], ..ArticleShape::default() });
        let recipe = Recipe {
            epochs,
            batch: 8,
            mix_share: 0.3,
            rotation_degrees: 10.0,
            average_decay: 0.8,
            ..Recipe::for_architecture(&architecture)
        };
        TrainOptions {
            data: vec![self.data().into()],
            name: name.to_owned(),
            architecture,
            init: Init::None,
            teacher: None,
            recipe,
            seed: 7,
            validation: Validation::Share(0.25),
            calibrate_on: Vec::new(),
            fold: None,
            resume: false,
            device: DeviceChoice::Cpu,
        }
    }

    fn train(&self, options: &TrainOptions) -> Result<Version, TrainingError> {
        train(options, &self.registry(), &StopFlag::default(), &mut |_| {})
    }
}

#[test]
fn it_learns_and_is_judged() {
    let workshop = Workshop::new(24);
    let version = workshop.train(&workshop.options("learnt", 12)).unwrap();
    let recogniser = Recogniser::load(&version, DeviceChoice::Cpu).unwrap();
    let options = EvaluateOptions {
        data: workshop.data(),
        unknown: Some(workshop.data()),
        fold: None,
        prices: PriceList::new(),
        taught: None,
    };
    let stop = StopFlag::default();
    let evaluated =
        evaluate(&options, &recogniser, &Scope::AllClasses, &stop, &mut |_| {}).unwrap();
    let evaluation = &evaluated.evaluation;
    assert_eq!(evaluation.photos, 48);
    assert_eq!(evaluation.seen, 48, "all were trained or calibrated on");
    assert!(evaluation.top1.unwrap() > 0.9, "{evaluation:?}");
    assert_eq!(evaluation.top4, Some(1.0));
    // The same pictures on both sides cannot be told apart.
    assert_eq!(evaluation.unknown.as_ref().unwrap().auroc, Some(0.5));
    assert_eq!(evaluation.decision.as_ref().unwrap().by_price, None, "nothing has a price");
    check_report(&evaluated.report(), evaluation);
}

/// The parts of a report agree with each other and with the figures.
fn check_report(report: &EvaluationReport, evaluation: &Evaluation) {
    assert_eq!(&report.evaluation, evaluation);
    assert_eq!((report.photos.len(), report.unknown_photos.len()), (48, 48));
    let right = report.photos.iter().filter(|photo| photo.right).count();
    assert_eq!(right as f64 / 48.0, evaluation.top1.unwrap());
    assert_eq!(report.products.iter().map(|product| product.right).sum::<usize>(), right);
    assert_eq!(report.confusion.iter().map(|mistake| mistake.photos).sum::<usize>(), 48 - right);
    let outcomes = report.outcomes;
    let accepted = outcomes.accepted_right + outcomes.accepted_wrong;
    let rates = evaluation.decision.as_ref().unwrap();
    assert_eq!(accepted as f64 / 48.0, rates.accept_rate);
    assert_eq!(report.reliability.iter().map(|bin| bin.photos).sum::<usize>(), 48);
    assert_eq!(report.risk_coverage.last().unwrap().coverage, 1.0);
    assert_eq!(report.unknown_roc.as_ref().unwrap().last().unwrap().unknown_taken, 1.0);
    let small = report.unknown_accepted.iter().all(|example| {
        let jpeg = example.thumbnail.as_ref().unwrap();
        tillsight::photo::decode(jpeg, "thumbnail").is_ok_and(|picture| picture.width() <= 176)
    });
    assert!(small && !report.unknown_accepted.is_empty());
}

#[test]
fn a_seed_gives_the_same_weights_on_one_thread() {
    let workshop = Workshop::new(8);
    set_cpu_threads(1);
    let first = workshop.train(&workshop.options("first", 2)).unwrap();
    let second = workshop.train(&workshop.options("second", 2)).unwrap();
    let mut other_seed = workshop.options("third", 2);
    other_seed.seed = 8;
    let third = workshop.train(&other_seed).unwrap();
    assert_eq!(first.manifest.weights_sha256, second.manifest.weights_sha256);
    assert_eq!(first.manifest.seen, second.manifest.seen);
    assert_ne!(first.manifest.weights_sha256, third.manifest.weights_sha256);
}

#[test]
fn a_stopped_training_goes_on_to_the_same_weights() {
    let workshop = Workshop::new(8);
    set_cpu_threads(1);
    let whole = workshop.train(&workshop.options("whole", 4)).unwrap();

    let stop = StopFlag::default();
    let mut options = workshop.options("halves", 4);
    let raised = stop.clone();
    let error = train(&options, &workshop.registry(), &stop, &mut |event| {
        if let RunEvent::Epoch { epoch: 2, .. } = event {
            raised.raise();
        }
    })
    .unwrap_err();
    assert!(matches!(error, TrainingError::Stopped { epochs: 2, .. }), "{error}");
    options.resume = true;
    let resumed = workshop.train(&options).unwrap();
    assert_eq!(whole.manifest.weights_sha256, resumed.manifest.weights_sha256);
}

#[test]
fn resuming_asks_for_the_same_options() {
    let workshop = Workshop::new(6);
    let mut options = workshop.options("none", 2);
    options.resume = true;
    let error = workshop.train(&options).unwrap_err();
    assert!(matches!(error, TrainingError::NothingToResume { .. }));

    let stop = StopFlag::default();
    let raised = stop.clone();
    options.resume = false;
    train(&options, &workshop.registry(), &stop, &mut |event| {
        if matches!(event, RunEvent::Epoch { .. }) {
            raised.raise();
        }
    })
    .unwrap_err();
    options.resume = true;
    options.seed = 99;
    let error = workshop.train(&options).unwrap_err();
    assert!(matches!(error, TrainingError::ResumeDiffers { .. }));
}

#[test]
fn a_photo_that_cannot_be_read_is_named() {
    let workshop = Workshop::new(6);
    fs::write(workshop.data().join("red-disc/notes.jpg"), "no photo").unwrap();
    let mut named = Vec::new();
    let options = workshop.options("named", 1);
    train(&options, &workshop.registry(), &StopFlag::default(), &mut |event| {
        if let RunEvent::UnreadablePhoto { photo: name, reason, .. } = event {
            named.push((name, reason));
        }
    })
    .unwrap();
    assert_eq!(named.len(), 1);
    assert!(named[0].0.ends_with("notes.jpg") && !named[0].1.is_empty());
}

#[test]
fn a_product_with_one_photo_is_refused() {
    let workshop = Workshop::new(4);
    let lonely = workshop.data().join("lonely");
    fs::create_dir_all(&lonely).unwrap();
    fs::copy(workshop.data().join("red-disc/000.png"), lonely.join("1.png")).unwrap();
    let error = workshop.train(&workshop.options("x", 1)).unwrap_err();
    assert!(
        matches!(error, TrainingError::TooFewPhotos { product, photos: 1 } if product == "lonely")
    );
}

#[test]
fn a_fold_is_neither_learnt_nor_missed() {
    let workshop = Workshop::new(12);
    let mut options = workshop.options("fold", 1);
    options.fold = Some(Fold::new(3, 1).unwrap());
    options.validation = Validation::None;
    let version = workshop.train(&options).unwrap();
    let recogniser = Recogniser::load(&version, DeviceChoice::Cpu).unwrap();
    let judged = EvaluateOptions {
        data: workshop.data(),
        unknown: None,
        fold: Some(Fold::new(3, 1).unwrap()),
        prices: PriceList::new(),
        taught: None,
    };
    let stop = StopFlag::default();
    let evaluation =
        evaluate(&judged, &recogniser, &Scope::AllClasses, &stop, &mut |_| {}).unwrap().evaluation;
    let learnt = version.manifest.metrics["photos"] as usize;
    assert_eq!(evaluation.photos + learnt, 24);
    assert_eq!(evaluation.seen, 0);
}

#[test]
fn a_version_for_grey_sees_grey_at_the_till() {
    let workshop = Workshop::new(8);
    let mut options = workshop.options("grey", 3);
    options.recipe.colours = Colours::Grey;
    let version = workshop.train(&options).unwrap();
    assert_eq!(version.manifest.preparation.colours, Colours::Grey);
    let recogniser = Recogniser::load(&version, DeviceChoice::Cpu).unwrap();
    let scores = |colour| {
        let picture = Picture::filled(40, 40, colour);
        let found = recogniser.recognise(&[&picture], &Scope::AllClasses).unwrap();
        found[0].candidates.iter().map(|candidate| candidate.score).collect::<Vec<f64>>()
    };
    // A lilac, and the grey of the same luma: 0.299 * 200 + 0.587 * 100 + 0.114 * 250 = 147.
    for (lilac, grey) in scores([200, 100, 250]).iter().zip(scores([147; 3])) {
        assert!((lilac - grey).abs() < 1e-4, "{lilac} is not {grey}");
    }
}

#[test]
fn a_version_can_be_a_start_and_a_teacher() {
    let workshop = Workshop::new(8);
    let parent = workshop.train(&workshop.options("parent", 3)).unwrap();
    let mut options = workshop.options("child", 1);
    options.init = Init::Version(Box::new(parent.clone()));
    options.teacher = Some(parent);
    let child = workshop.train(&options).unwrap();
    assert_eq!(child.manifest.parent.as_deref(), Some("parent"));
}

#[test]
fn a_version_is_measured_again_with_a_gaussian_classifier() {
    let workshop = Workshop::new(24);
    let parent = workshop.train(&workshop.options("parent", 12)).unwrap();
    assert_eq!(parent.manifest.gaussian_share, 0.0);
    let mut options = workshop.options("measured", 0);
    options.init = Init::Version(Box::new(parent.clone()));
    options.recipe.gaussian_share = 1.0;
    let measured = workshop.train(&options).unwrap();
    assert_eq!(measured.manifest.gaussian_share, 1.0);
    assert!(measured.manifest.thresholds.unknown > 0.0, "measured on the validation photos");
    let names = |version: &Version| tillsight::cnn::read_weights(&version.weights_path()).unwrap();
    let (before, after) = (names(&parent), names(&measured));
    assert!(before.iter().all(|(name, tensor)| after[name] == *tensor), "nothing was learnt");
    assert!(after.keys().any(|name| name.starts_with("class_statistics.")));

    let recogniser = Recogniser::load(&measured, DeviceChoice::Cpu).unwrap();
    let picture = |name: &str| {
        let path = workshop.data().join(name);
        tillsight::photo::decode(&fs::read(&path).unwrap(), name).unwrap()
    };
    let goods = picture("red-disc/003.png");
    let noise = tillsight::photo::Picture::filled(48, 48, [0, 255, 0]);
    let told = recogniser.recognise(&[&goods, &noise], &Scope::AllClasses).unwrap();
    assert_eq!(told[0].candidates[0].product.as_str(), "red-disc");
    assert!(told[0].known > told[1].known, "{} against {}", told[0].known, told[1].known);
}

/// Green crosses, which no training saw.
fn write_new_goods(folder: &Path, photos: u32) {
    let folder = folder.join("green-cross");
    fs::create_dir_all(&folder).unwrap();
    for number in 0..photos {
        let shift = number as i32 % 7 - 3;
        let picture = image::RgbImage::from_fn(48, 48, |x, y| {
            let (dx, dy) = ((x as i32 - 24 - shift).abs(), (y as i32 - 24 + shift).abs());
            let inside = (dx < 4 && dy < 16) || (dy < 4 && dx < 16);
            image::Rgb(if inside { [30, 190, 60] } else { [170 + number as u8, 165, 150] })
        });
        picture.save(folder.join(format!("{number:03}.png"))).unwrap();
    }
}

/// A table beside the goods: each third photo of discs and crosses says only that it is a "shape".
fn write_table_of_two_depths(folder: &Path) -> PathBuf {
    let mut rows = "path,product,kind,source\n".to_owned();
    for (product, kind) in [("red-disc", "shape"), ("green-cross", "shape"), ("blue-square", "box")]
    {
        for number in 0..24 {
            let said = if kind == "shape" && number % 3 == 0 { "" } else { product };
            let source = if number % 2 == 0 { "shelf" } else { "counter" };
            rows.push_str(&format!("goods/{product}/{number:03}.png,{said},{kind},{source}\n"));
        }
    }
    let path = folder.join("goods.csv");
    fs::write(&path, rows).unwrap();
    path
}

#[test]
fn photos_of_a_kind_teach_its_products_and_are_judged_by_the_kind() {
    let workshop = Workshop::new(24);
    write_new_goods(&workshop.data(), 24);
    let table = write_table_of_two_depths(workshop.folder.path());
    let mut options = workshop.options("two-depths", 16);
    options.data = vec![table.clone().into()];
    options.recipe.gaussian_share = 1.0;
    options.recipe.source_weights = [("shelf".to_owned(), 2.0)].into();
    let version = workshop.train(&options).unwrap();
    let ids: Vec<&str> = version.manifest.classes.iter().map(|class| class.id.as_str()).collect();
    assert_eq!(ids, ["red-disc", "green-cross", "blue-square"]);
    assert_eq!(version.manifest.classes[1].coarse, "shape");
    let top1 = version.manifest.metrics["val_top1"];
    assert!(top1 > 0.9, "of a kind any product is right, and all are learnt: {top1}");

    let recogniser = Recogniser::load(&version, DeviceChoice::Cpu).unwrap();
    let judge = |data: PathBuf| {
        let (unknown, fold, prices, taught) = (None, None, PriceList::new(), None);
        let options = EvaluateOptions { data, unknown, fold, prices, taught };
        let stop = StopFlag::default();
        evaluate(&options, &recogniser, &Scope::AllClasses, &stop, &mut |_| {}).unwrap().evaluation
    };
    let by_product = judge(workshop.data());
    assert!(by_product.top1.unwrap() > 0.9, "{by_product:?}");
    let kinds = workshop.folder.path().join("kinds.csv");
    fs::write(&kinds, "path,kind\ngoods/red-disc/000.png,shape\ngoods/green-cross/000.png,shape\n")
        .unwrap();
    let by_kind = judge(kinds);
    let kinds = by_kind.kinds.unwrap();
    assert_eq!((by_kind.top1, by_kind.coarse_top1, kinds.top4), (None, Some(1.0), Some(1.0)));
}

#[test]
fn shares_of_the_data_must_leave_room_for_each_other() {
    let workshop = Workshop::new(6);
    for shares in [[Some(0.0), None], [Some(1.5), None], [Some(0.7), Some(0.7)], [Some(1.0), None]]
    {
        let mut options = workshop.options("shares", 1);
        options.data = shares.map(|share| TrainingData { path: workshop.data(), share }).to_vec();
        let error = workshop.train(&options).unwrap_err();
        assert!(matches!(error, TrainingError::BadOption { .. }), "{shares:?}: {error}");
    }
}

#[test]
fn a_product_is_taught_with_a_few_photos_and_the_others_stay() {
    let workshop = Workshop::new(24);
    let mut options = workshop.options("goods", 12);
    options.recipe.gaussian_share = 1.0;
    let version = workshop.train(&options).unwrap();
    let mut recogniser = Recogniser::load(&version, DeviceChoice::Cpu).unwrap();
    let new = workshop.folder.path().join("new");
    write_new_goods(&new, 12);
    let sample = TeachSample { data: new.clone(), shots: 5, seed: 1 };
    let taught = teach_sample(&mut recogniser, &sample).unwrap();
    assert_eq!(taught.photos.len(), 5);
    let products: Vec<&str> = recogniser.products().iter().map(ProductId::as_str).collect();
    assert_eq!(products, ["blue-square", "red-disc", "green-cross"]);

    let judge = |data: PathBuf, taught: Option<Taught>| {
        let (unknown, fold, prices) = (None, None, PriceList::new());
        let options = EvaluateOptions { data, unknown, fold, prices, taught };
        let stop = StopFlag::default();
        evaluate(&options, &recogniser, &Scope::AllClasses, &stop, &mut |_| {}).unwrap().evaluation
    };
    let learnt = judge(new, Some(taught));
    assert_eq!(learnt.photos, 7, "what was taught is not judged");
    assert_eq!(learnt.top1, Some(1.0));
    assert!(learnt.teach_millis.is_some());
    let old = judge(workshop.data(), None);
    assert!(old.top1.unwrap() > 0.9, "{old:?}");
}

#[test]
fn a_version_without_class_statistics_cannot_be_taught() {
    let workshop = Workshop::new(8);
    let version = workshop.train(&workshop.options("plain", 2)).unwrap();
    let mut recogniser = Recogniser::load(&version, DeviceChoice::Cpu).unwrap();
    let sample = TeachSample { data: workshop.data(), shots: 2, seed: 0 };
    let error = teach_sample(&mut recogniser, &sample).unwrap_err();
    assert!(error.to_string().contains("cannot be taught"), "{error}");
}

#[test]
fn no_epochs_and_no_version_to_begin_from_is_refused() {
    let workshop = Workshop::new(6);
    let error = workshop.train(&workshop.options("nothing", 0)).unwrap_err();
    assert!(error.to_string().contains("--init"), "{error}");
}

#[test]
fn runs_of_other_seeds_are_averaged_and_resumed() {
    let workshop = Workshop::new(12);
    set_cpu_threads(1);
    let tensors =
        |version: &Version| tillsight::cnn::read_weights(&version.weights_path()).unwrap();
    // Without validation photos, so that all seeds learn from the same ones.
    let options = |name: &str, seed: u64| TrainOptions {
        seed,
        validation: Validation::None,
        calibrate_on: Vec::new(),
        ..workshop.options(name, 2)
    };
    let single = |name: &str, seed: u64| tensors(&workshop.train(&options(name, seed)).unwrap());
    let (first, second) = (single("first", 7), single("second", 8));
    let mut options = options("both", 7);
    options.recipe.runs = 2;

    // Stopped in the second run's first epoch, and taken up again.
    let stop = StopFlag::default();
    let mut batches = 0;
    let stopped = train(&options, &workshop.registry(), &stop, &mut |event| {
        if let RunEvent::Batch { epoch: 3, .. } = event {
            batches += 1;
            stop.raise();
        }
    });
    assert!(matches!(stopped, Err(TrainingError::Stopped { .. })) && batches == 1);
    let both = tensors(&workshop.train(&TrainOptions { resume: true, ..options }).unwrap());
    for (name, tensor) in &both {
        let mean = (&first[name] + &second[name]) / 2.0;
        let gap = (tensor - mean).abs().max().double_value(&[]);
        assert!(gap < 2e-3, "{name} differs by {gap}, more than sixteen bits explain");
    }
}
