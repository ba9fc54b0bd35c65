//! Here a network learns from a shop's photos, and is judged: data sets, augmentation, recipes, the loop, measures.
//! May not live here: carts, screens, printing; events tell what happens, callers show it. Prices
//! come in only to be judged.
//! Called by `teach` and `cli`.

mod augmentation;
mod calibration;
mod checkpoint;
mod class_statistics;
mod collage;
mod cut_out;
mod data_set;
mod error;
mod evaluation;
mod experiment;
mod figures;
mod fit;
mod judged_row;
mod lesson;
mod list_file;
mod measures;
mod mislabelled;
mod mixing;
mod moving_average;
mod optimizer;
mod painting;
mod photo_files;
mod photo_groups;
mod picture_cache;
mod prototypes;
mod recipe;
mod report;
mod sampling;
mod schedule;
mod soup;
mod split;
mod start;
mod stop;
mod teach_sample;
mod train;

pub use data_set::{DataSet, LabelledPhoto};
pub use error::TrainingError;
pub use evaluation::{EvaluateEvent, EvaluateOptions, Evaluated, PriceList, evaluate};
pub use experiment::{
    Choice, Experiment, ExperimentEvent, ExperimentOptions, Figures, NetworkResult, RunFigures,
    RunOutcome, SeedResult, Spread, StartingWeights, experiment, markdown as experiment_table,
};
pub use figures::{DecisionRates, Evaluation, PriceDecisionRates, UnknownRates};
pub use measures::{
    Interval, ReliabilityBin, RiskCoveragePoint, RocPoint, auroc, expected_calibration_error,
    false_positive_rate_at_95, negative_log_likelihood, reliability_bins, risk_coverage, roc_curve,
    wilson_interval,
};
pub use mislabelled::{LabelledDirection, Suspect, suspects};
pub use photo_files::{FoundPhoto, find_photos, is_zip_name};
pub use photo_groups::{BURST_DISTANCE, DisjointSets, TWIN_DISTANCE};
pub use recipe::Recipe;
pub use report::{
    CandidateFigures, Confusion, DecisionKind, EvaluationReport, Example, KnownAs, MixedUpPair,
    Outcomes, PhotoFigures, ProductFigures, REPORT_FORMAT, TimeFigures,
};
pub use split::{Fold, Validation};
pub use stop::StopFlag;
pub use teach_sample::{Taught, TeachSample, teach_sample};
pub use train::{Init, TrainEvent, TrainOptions, train};
