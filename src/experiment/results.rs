//! What an experiment found: figures of each network over its seeds.

use serde::{Deserialize, Serialize};

use super::{
    ExperimentOptions,
    grid::{Choice, Grid},
    run::PlannedRun,
    trial::{StartingWeights, shape_of},
};
use cnn::ArticleShape;
use training::{Recipe, Validation};

/// Figures of one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunFigures {
    /// Photos learnt from.
    pub photos: usize,
    /// Photos judged.
    pub validation_photos: usize,
    /// Share of the judged photos named right.
    pub top1: f64,
    /// Share with the right name among the first four.
    pub top4: f64,
    /// Mean negative log-likelihood in nats, at the temperature that suits these photos best.
    pub loss: f64,
    /// Values learnt.
    pub parameters: usize,
    /// Size of the weights as they are stored with a version.
    pub weights_bytes: u64,
    /// Multiply-adds for one photo.
    pub multiply_adds: u64,
    /// Time of the epochs, without the judging between them.
    pub train_seconds: f64,
    /// Time of the network alone for one photo by itself: the median after a warm-up.
    pub millis_per_photo: f64,
    /// Threads that LibTorch used.
    pub threads: usize,
}

/// What became of one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum RunOutcome {
    /// It was trained and judged.
    Trained(RunFigures),
    /// Its weights became no numbers: the recipe does not work for this network.
    RanAway {
        /// The epoch in which it did, from 1.
        epoch: usize,
    },
}

/// A mean over seeds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// The mean.
    pub mean: f64,
    /// The sample's standard deviation; `None` of one seed.
    pub deviation: Option<f64>,
}

/// Figures of a network over the seeds that were trained.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// Share named right.
    pub top1: Spread,
    /// Share with the right name among the first four.
    pub top4: Spread,
    /// Loss in nats.
    pub loss: Spread,
    /// Values learnt.
    pub parameters: usize,
    /// Size of the stored weights.
    pub weights_bytes: u64,
    /// Multiply-adds for one photo.
    pub multiply_adds: u64,
    /// Time of training.
    pub train_seconds: Spread,
    /// Time for one photo by itself.
    pub millis_per_photo: Spread,
}

/// One run of a network.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeedResult {
    /// Its seed.
    pub seed: u64,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: RunOutcome,
}

/// A network, its recipe and what it came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NetworkResult {
    /// Name of the architecture.
    pub architecture: String,
    /// Its shape, where it has a choice.
    pub shape: Option<ArticleShape>,
    /// What its weights began from.
    pub init: StartingWeights,
    /// How it was trained.
    pub recipe: Recipe,
    /// Figures over the seeds; `None` before the first run is done, or where all ran away.
    pub figures: Option<Figures>,
    /// The runs done.
    pub runs: Vec<SeedResult>,
}

/// All that an experiment knows so far.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Experiment {
    /// The data learnt from, as it was named.
    pub data: String,
    /// Photos of it used at most.
    pub data_limit: Option<usize>,
    /// What was judged on: other data, or a share.
    pub validation: String,
    /// The seeds.
    pub seeds: Vec<u64>,
    /// `cpu` or `cuda`.
    pub device: &'static str,
    /// Runs in all: networks times seeds.
    pub runs: usize,
    /// Runs that have a result.
    pub runs_done: usize,
    /// What was asked, and which network answers it.
    pub choices: Vec<Choice>,
    /// The networks.
    pub networks: Vec<NetworkResult>,
}

impl Experiment {
    /// What the runs come to; `outcomes` in the order of `plan`.
    pub(super) fn of(
        grid: &Grid,
        plan: &[PlannedRun],
        outcomes: &[Option<RunOutcome>],
        options: &ExperimentOptions,
        device: &'static str,
    ) -> Self {
        let networks = grid.trials.iter().enumerate().map(|(network, trial)| {
            let own = plan.iter().zip(outcomes).filter(|(run, _)| run.network == network);
            let runs: Vec<SeedResult> = own
                .filter_map(|(run, outcome)| {
                    Some(SeedResult { seed: run.seed, outcome: outcome.clone()? })
                })
                .collect();
            NetworkResult {
                architecture: trial.architecture.to_string(),
                shape: shape_of(&trial.architecture),
                init: trial.init,
                recipe: trial.recipe.clone(),
                figures: Figures::over(&runs),
                runs,
            }
        });
        Self {
            data: options.data.display().to_string(),
            data_limit: grid.data_limit,
            validation: match &options.validation {
                Validation::Data(path) => path.display().to_string(),
                Validation::Share(share) => share.to_string(),
                Validation::None => "none".to_owned(),
            },
            seeds: options.seeds.clone(),
            device,
            runs: plan.len(),
            runs_done: outcomes.iter().flatten().count(),
            choices: grid.choices.clone(),
            networks: networks.collect(),
        }
    }

    /// The choices with their networks, in the grid's order.
    pub fn rows(&self) -> impl Iterator<Item = (&Choice, &NetworkResult)> {
        self.choices.iter().filter_map(|choice| Some((choice, self.networks.get(choice.network)?)))
    }
}

impl NetworkResult {
    /// Runs whose weights became no numbers.
    pub fn ran_away(&self) -> usize {
        self.runs.iter().filter(|run| matches!(run.outcome, RunOutcome::RanAway { .. })).count()
    }
}

impl Figures {
    /// The figures over `runs`; `None` if none of them was trained to its end.
    pub(super) fn over(runs: &[SeedResult]) -> Option<Self> {
        let trained: Vec<&RunFigures> = runs
            .iter()
            .filter_map(|run| match &run.outcome {
                RunOutcome::Trained(figures) => Some(figures),
                RunOutcome::RanAway { .. } => None,
            })
            .collect();
        let first = trained.first()?;
        let over = |figure: fn(&RunFigures) -> f64| {
            Spread::of(&trained.iter().map(|run| figure(run)).collect::<Vec<_>>())
        };
        Some(Self {
            top1: over(|run| run.top1),
            top4: over(|run| run.top4),
            loss: over(|run| run.loss),
            parameters: first.parameters,
            weights_bytes: first.weights_bytes,
            multiply_adds: first.multiply_adds,
            train_seconds: over(|run| run.train_seconds),
            millis_per_photo: over(|run| run.millis_per_photo),
        })
    }
}

impl Spread {
    /// Mean and sample standard deviation.
    fn of(values: &[f64]) -> Self {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count.max(1.0);
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let deviation = (values.len() > 1).then(|| (squares / (count - 1.0)).sqrt());
        Self { mean, deviation }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spread_is_the_samples_standard_deviation() {
        assert_eq!(Spread::of(&[0.5]), Spread { mean: 0.5, deviation: None });
        let Spread { mean, deviation } = Spread::of(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
        assert!((mean - 5.0).abs() < 1e-12);
        assert!((deviation.unwrap() - (32.0_f64 / 7.0).sqrt()).abs() < 1e-12);
    }
}
