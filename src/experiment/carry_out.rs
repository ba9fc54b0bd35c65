//! An experiment from its grid to its table: run after run, each result on disk before the next begins.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    Experiment, ExperimentError, ExperimentOptions, GridFault, RunOutcome,
    grid::Grid,
    lessons::Lessons,
    out_folder::OutFolder,
    run::{Bench, PlannedRun},
};
use cnn::device_name;
use training::{DataSet, RunEvent, StopFlag, TrainingError, Validation};

/// What happens during an experiment.
#[derive(Clone, Debug)]
pub enum ExperimentEvent {
    /// The grid is read.
    Planned {
        /// Runs in all.
        runs: usize,
        /// Runs that were done before.
        done: usize,
    },
    /// A run begins.
    RunStarted {
        /// Its number, from 1.
        number: usize,
        /// What it tries.
        choice: String,
        /// Its seed.
        seed: u64,
    },
    /// Something happens in the run's training.
    Training(RunEvent),
    /// A run is done, and its result is on disk.
    RunDone {
        /// Its number, from 1.
        number: usize,
        /// What it tried.
        choice: String,
        /// Its seed.
        seed: u64,
        /// What became of it.
        outcome: RunOutcome,
    },
}

/// Does the runs that are not done yet and writes `table.csv`, `table.md`, `experiment.json` and
/// `plot.svg` into the folder, anew after every run.
///
/// # Errors
/// [`ExperimentError`]; after [`ExperimentError::Stopped`] the same call goes on.
pub fn carry_out(
    options: &ExperimentOptions,
    stop: &StopFlag,
    on_event: &mut dyn FnMut(ExperimentEvent),
) -> Result<Experiment, ExperimentError> {
    let grid = Grid::read(&options.grid, options.epochs)?;
    let data = DataSet::open(&options.data)?;
    check(&grid, &data, options)?;
    let folder = OutFolder::open(&options.out)?;
    let device = device_name(options.device.resolve()?);
    let plan = plan(&grid, &data, options, device)?;
    let mut outcomes =
        plan.iter().map(|run| run.stored(folder.runs())).collect::<Result<Vec<_>, _>>()?;
    on_event(ExperimentEvent::Planned {
        runs: plan.len(),
        done: outcomes.iter().flatten().count(),
    });

    let bench = Bench { stop, runs: folder.runs() };
    let mut lessons = Lessons::new(data, grid.data_limit);
    for (index, run) in plan.iter().enumerate() {
        if outcomes.get(index).is_none_or(Option::is_some) {
            continue;
        }
        let stopped = |error| match error {
            ExperimentError::Training(TrainingError::Stopped { .. }) => ExperimentError::Stopped {
                done: outcomes.iter().flatten().count(),
                runs: plan.len(),
            },
            error => error,
        };
        let (number, choice, seed) = (index + 1, run.choice.clone(), run.seed);
        on_event(ExperimentEvent::RunStarted { number, choice: choice.clone(), seed });
        let train = run.train_options(options);
        let tell = &mut |event| on_event(ExperimentEvent::Training(event));
        let lesson = lessons.lesson(&train, tell)?;
        let outcome = bench.run(run, &train, lesson, tell).map_err(stopped)?;
        run.store(folder.runs(), &outcome)?;
        if let Some(slot) = outcomes.get_mut(index) {
            *slot = Some(outcome.clone());
        }
        folder.write(&Experiment::of(&grid, &plan, &outcomes, options, device))?;
        on_event(ExperimentEvent::RunDone { number, choice, seed, outcome });
    }
    let experiment = Experiment::of(&grid, &plan, &outcomes, options, device);
    folder.write(&experiment)?;
    Ok(experiment)
}

/// Checks what file and data say together.
fn check(grid: &Grid, data: &DataSet, options: &ExperimentOptions) -> Result<(), ExperimentError> {
    if options.validation == Validation::None {
        return Err(ExperimentError::NothingToJudge);
    }
    let classes = data.labels.len();
    match grid.data_limit {
        Some(limit) if limit < 2 * classes => Err(ExperimentError::BadGrid {
            path: options.grid.clone(),
            fault: GridFault::DataLimit { limit, classes },
        }),
        _ => Ok(()),
    }
}

/// All runs: every network with the first seed, then with the next, so that a first answer is there
/// early.
fn plan(
    grid: &Grid,
    data: &DataSet,
    options: &ExperimentOptions,
    device: &str,
) -> Result<Vec<PlannedRun>, ExperimentError> {
    let validation = match &options.validation {
        Validation::Data(path) => identity(&DataSet::open(path)?),
        Validation::Share(share) => json!(share),
        Validation::None => Value::Null,
    };
    let conditions = json!({
        "data": identity(data),
        "data_limit": grid.data_limit,
        "validation": validation,
        "device": device,
    });
    let run = |seed: u64| {
        let conditions = &conditions;
        grid.trials.iter().enumerate().map(move |(network, trial)| {
            let choice = grid.choices.iter().find(|choice| choice.network == network);
            let choice = choice.map_or_else(String::new, |choice| choice.choice.clone());
            PlannedRun::new(network, trial.clone(), choice, seed, conditions)
        })
    };
    Ok(options.seeds.iter().flat_map(|&seed| run(seed)).collect())
}

/// What data is known by: the names of its photos and what they show. The place where it lies may
/// change.
fn identity(data: &DataSet) -> Value {
    let mut hash = Sha256::new();
    for photo in &data.photos {
        let class = data.labels.get(photo.label).map(|label| label.id.as_str());
        hash.update(format!("{} {}\n", photo.name, class.unwrap_or_default()));
    }
    let names: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    json!({"photos": data.photos.len(), "classes": data.labels.len(), "names": names})
}
