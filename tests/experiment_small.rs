//! A tiny experiment from end to end: what is done is kept, what is missing is done again, and a
//! stop in the middle costs nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use tillsight::{
    cnn::{DeviceChoice, set_cpu_threads},
    experiment::{
        Experiment, ExperimentError, ExperimentEvent, ExperimentOptions, RunOutcome, carry_out,
    },
    training::{RunEvent, StopFlag, Validation},
};

/// LibTorch keeps one random generator a process.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

const GRID: &str = r#"
    epochs = 1
    [base]
    channels = [4, 4]
    dense = 8
    batch = 8
    [[vary]]
    name = "kernel size"
    kernel = [3, 5]
"#;

struct Workshop {
    folder: tempfile::TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Workshop {
    fn new(grid: &str) -> Self {
        let turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("grid.toml"), grid).unwrap();
        write_goods(&folder.path().join("goods"), 8);
        Self { folder, _turn: turn }
    }

    fn options(&self) -> ExperimentOptions {
        let root = self.folder.path();
        ExperimentOptions {
            data: root.join("goods"),
            grid: root.join("grid.toml"),
            out: root.join("out"),
            validation: Validation::Share(0.25),
            epochs: None,
            seeds: vec![7],
            device: DeviceChoice::Cpu,
        }
    }

    /// Runs the experiment; with it, the numbers of the runs that were done now.
    fn run(&self, options: &ExperimentOptions) -> (Experiment, Vec<usize>) {
        let mut done = Vec::new();
        let experiment = carry_out(options, &StopFlag::default(), &mut |event| {
            if let ExperimentEvent::RunDone { number, .. } = event {
                done.push(number);
            }
        });
        (experiment.unwrap(), done)
    }

    /// The results of the runs by their file.
    fn run_files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let entries = fs::read_dir(self.folder.path().join("out/runs")).unwrap();
        entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|kind| kind == "json"))
            .map(|path| (path.clone(), fs::read(path).unwrap()))
            .collect()
    }
}

/// Bright and dark pictures with a stripe, three products.
fn write_goods(folder: &Path, photos: u32) {
    for (product, colour) in
        [("red", [200, 30, 30]), ("green", [30, 200, 30]), ("blue", [30, 30, 200])]
    {
        let folder = folder.join(product);
        fs::create_dir_all(&folder).unwrap();
        for number in 0..photos {
            let picture = image::RgbImage::from_fn(32, 32, |x, y| {
                let lit = (x * (number + 1) + y * 3) % 17 < 3;
                image::Rgb(if lit { [255; 3] } else { colour })
            });
            picture.save(folder.join(format!("{number:03}.png"))).unwrap();
        }
    }
}

fn top1_and_loss(experiment: &Experiment) -> Vec<(f64, f64)> {
    let figures = experiment.networks.iter().map(|network| network.figures.as_ref().unwrap());
    figures.map(|figures| (figures.top1.mean, figures.loss.mean)).collect()
}

#[test]
fn what_is_done_is_kept_and_what_is_missing_is_done_again() {
    let workshop = Workshop::new(GRID);
    let options = workshop.options();
    let (first, done) = workshop.run(&options);
    assert_eq!(done, [1, 2]);
    assert_eq!((first.runs, first.runs_done, first.networks.len()), (2, 2, 2));
    let rows: Vec<&str> = first.rows().map(|(choice, _)| choice.choice.as_str()).collect();
    assert_eq!(rows, ["base", "kernel 3", "kernel 5"]);
    for name in ["table.csv", "table.md", "experiment.json", "plot.svg"] {
        assert!(options.out.join(name).is_file(), "{name}");
    }
    let files = workshop.run_files();
    assert_eq!(files.len(), 2);

    let (second, done) = workshop.run(&options);
    assert!(done.is_empty(), "{done:?} were trained again");
    assert_eq!(second, first);
    assert_eq!(workshop.run_files(), files);

    // As if it had been killed in the second run.
    let kernel_5 =
        files.iter().find(|(_, bytes)| String::from_utf8_lossy(bytes).contains("\"kernel\": 5"));
    let (missing, _) = kernel_5.unwrap();
    fs::remove_file(missing).unwrap();
    let (_, done) = workshop.run(&options);
    assert_eq!(done, [2]);
    let again = workshop.run_files();
    assert_eq!(again.keys().collect::<Vec<_>>(), files.keys().collect::<Vec<_>>());
    let kept = files.keys().find(|path| *path != missing).unwrap();
    assert_eq!(again[kept], files[kept]);
}

#[test]
fn another_grid_in_the_same_folder_does_only_what_is_new() {
    let workshop = Workshop::new(GRID);
    let options = workshop.options();
    workshop.run(&options);
    fs::write(&options.grid, format!("{GRID}\n[[vary]]\npooling = [\"average\"]")).unwrap();
    let (experiment, done) = workshop.run(&options);
    assert_eq!((experiment.runs, done), (3, vec![3]));
    let two_seeds = ExperimentOptions { seeds: vec![7, 8], ..options };
    let (experiment, done) = workshop.run(&two_seeds);
    assert_eq!((experiment.runs, done), (6, vec![4, 5, 6]));
    let figures = experiment.networks[0].figures.as_ref().unwrap();
    assert!(figures.top1.deviation.is_some());
}

#[test]
fn the_figures_are_of_the_network_that_was_trained() {
    let workshop = Workshop::new(GRID);
    let (experiment, _) = workshop.run(&workshop.options());
    let (small, large) = (&experiment.networks[0], &experiment.networks[1]);
    let (small, large) = (small.figures.as_ref().unwrap(), large.figures.as_ref().unwrap());
    // Two convolutions of 4 channels, a dense layer of 8, three classes: 32 px end at 6 or 5.
    let parameters = |kernel: usize, side: usize| {
        (3 * kernel * kernel + 1) * 4
            + (4 * kernel * kernel + 1) * 4
            + (side * side * 4 + 1) * 8
            + 27
    };
    assert_eq!(small.parameters, parameters(3, 6));
    assert_eq!(large.parameters, parameters(5, 5));
    assert!(large.multiply_adds > small.multiply_adds);
    for figures in [small, large] {
        let half_precision = figures.parameters as u64 * 2;
        assert!((half_precision..half_precision + 4096).contains(&figures.weights_bytes));
        assert!(figures.millis_per_photo.mean > 0.0 && figures.train_seconds.mean > 0.0);
        assert!((0.0..=1.0).contains(&figures.top1.mean));
    }
    let RunOutcome::Trained(run) = &experiment.networks[0].runs[0].outcome else {
        panic!("it was trained")
    };
    assert_eq!(run.photos + run.validation_photos, 24);
}

#[test]
fn a_stop_in_the_middle_of_a_run_costs_nothing() {
    let grid = GRID.replace("epochs = 1", "epochs = 3");
    let whole = {
        let workshop = Workshop::new(&grid);
        set_cpu_threads(1);
        workshop.run(&workshop.options()).0
    };
    let workshop = Workshop::new(&grid);
    set_cpu_threads(1);
    let options = workshop.options();
    let stop = StopFlag::default();
    let mut runs = 0;
    let error = carry_out(&options, &stop, &mut |event| match event {
        ExperimentEvent::RunStarted { .. } => runs += 1,
        ExperimentEvent::Training(RunEvent::Epoch { epoch: 2, .. }) if runs == 2 => stop.raise(),
        _ => {}
    })
    .unwrap_err();
    assert!(matches!(error, ExperimentError::Stopped { done: 1, runs: 2 }), "{error}");
    assert_eq!(workshop.run_files().len(), 1);
    assert!(fs::read_to_string(options.out.join("table.md")).unwrap().contains("not yet"));

    let mut epochs_done = Vec::new();
    let resumed = carry_out(&options, &StopFlag::default(), &mut |event| {
        if let ExperimentEvent::Training(RunEvent::Started { epochs_done: done, .. }) = event {
            epochs_done.push(done);
        }
    })
    .unwrap();
    assert_eq!(epochs_done, [2], "only the second run goes on, with its third epoch");
    assert_eq!(top1_and_loss(&resumed), top1_and_loss(&whole));
    let left = fs::read_dir(options.out.join("runs")).unwrap().map(|entry| entry.unwrap().path());
    let checkpoints: Vec<PathBuf> = left.filter(|path| path.is_dir()).collect();
    assert!(checkpoints.is_empty(), "left behind: {checkpoints:?}");
}

#[test]
fn a_recipe_that_runs_away_is_a_result_and_the_others_go_on() {
    let grid = "epochs = 1\n[base]\nchannels = [4]\ndense = 8\nbatch = 8\n[[vary]]\n\
                learning_rate = [1e30, 1e-3]";
    let workshop = Workshop::new(grid);
    let options = ExperimentOptions { epochs: Some(4), ..workshop.options() };
    let (experiment, done) = workshop.run(&options);
    assert_eq!(done.len(), 3);
    let away = &experiment.networks[1];
    assert_eq!((away.ran_away(), &away.figures), (1, &None));
    assert!(experiment.networks[2].figures.is_some());
    assert!(workshop.run(&options).1.is_empty());
}

#[test]
fn a_limit_holds_for_the_photos_learnt_from() {
    let workshop = Workshop::new(&format!("data-limit = 12\n{GRID}"));
    let other = workshop.folder.path().join("other");
    write_goods(&other, 5);
    let options = ExperimentOptions { validation: Validation::Data(other), ..workshop.options() };
    let (experiment, _) = workshop.run(&options);
    let RunOutcome::Trained(run) = &experiment.networks[0].runs[0].outcome else {
        panic!("it was trained")
    };
    assert_eq!((run.photos, run.validation_photos), (12, 15));
    assert_eq!(experiment.data_limit, Some(12));
}

#[test]
fn grey_and_sizes_are_tried_on_other_data() {
    let grid = format!("{GRID}\n[[vary]]\ncolour = [\"grey\"]\n[[vary]]\nsize = [16, 40]");
    let workshop = Workshop::new(&grid);
    let other = workshop.folder.path().join("other");
    write_goods(&other, 3);
    let options = ExperimentOptions { validation: Validation::Data(other), ..workshop.options() };
    let (experiment, done) = workshop.run(&options);
    assert_eq!(done.len(), 5);
    for network in &experiment.networks {
        let RunOutcome::Trained(run) = &network.runs[0].outcome else { panic!("it was trained") };
        assert_eq!((run.photos, run.validation_photos), (24, 9));
    }
}

#[test]
fn a_result_that_is_damaged_is_named() {
    let workshop = Workshop::new(GRID);
    let options = workshop.options();
    workshop.run(&options);
    let (file, bytes) = workshop.run_files().pop_first().unwrap();
    let swapped = String::from_utf8(bytes.clone()).unwrap().replace("\"seed\": 7", "\"seed\": 9");
    for damaged in [&bytes[..bytes.len() / 2], swapped.as_bytes()] {
        fs::write(&file, damaged).unwrap();
        let error = carry_out(&options, &StopFlag::default(), &mut |_| {}).unwrap_err();
        assert!(
            matches!(&error, ExperimentError::DamagedRun { path, .. } if *path == file),
            "{error}"
        );
    }
}

#[test]
fn two_experiments_do_not_write_into_one_folder() {
    let workshop = Workshop::new(GRID);
    let options = workshop.options();
    let mut second = None;
    carry_out(&options, &StopFlag::default(), &mut |event| {
        if matches!(event, ExperimentEvent::Planned { .. }) {
            second = Some(carry_out(&options, &StopFlag::default(), &mut |_| {}));
        }
    })
    .unwrap();
    let error = second.unwrap().unwrap_err();
    assert!(matches!(error, ExperimentError::Busy { .. }), "{error}");
}

#[test]
fn nothing_to_judge_on_and_too_few_photos_are_refused() {
    let workshop = Workshop::new(GRID);
    let none = ExperimentOptions { validation: Validation::None, ..workshop.options() };
    let error = carry_out(&none, &StopFlag::default(), &mut |_| {}).unwrap_err();
    assert!(matches!(error, ExperimentError::NothingToJudge), "{error}");

    let options = workshop.options();
    fs::write(&options.grid, "data-limit = 5").unwrap();
    let error = carry_out(&options, &StopFlag::default(), &mut |_| {}).unwrap_err();
    let sentence = error.to_string();
    assert!(sentence.contains("data-limit") && sentence.contains("grid.toml"), "{sentence}");
}
