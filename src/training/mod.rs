//! Here a network learns from a shop's photos, and is judged: data sets, augmentation, recipes, the loop, measures.
//! May not live here: carts, screens, printing; events tell what happens, callers show it. Prices
//! come in only to be judged.
//! Called by `teach` and `cli`.

#![warn(unreachable_pub)]

mod acceptance;
mod augmentation;
mod blur;
mod calibration;
mod checkpoint;
mod class_statistics;
mod collage;
mod course;
mod cut_out;
mod data_set;
mod epochs;
mod error;
mod evaluation;
mod eye;
mod feature_cache;
mod figures;
mod finder;
mod fit;
mod folder_labels;
mod ground;
mod inheritance;
mod judged_row;
mod judged_version;
mod judgement;
mod keeper;
mod known_as;
mod label_loss;
mod labels;
mod laid_item;
mod learner;
mod lesson;
mod list_file;
mod looks;
mod measures;
mod mislabelled;
mod mixing;
mod moving_average;
mod optimizer;
mod out_of_memory;
mod pace;
mod painting;
mod passed_over;
mod photo_files;
mod photo_groups;
mod photo_read_error;
mod photo_table;
mod photo_zip;
mod picture_cache;
mod price_list;
mod process_priority;
mod product_folders;
mod prototypes;
mod quick_fit;
mod recipe;
mod recipe_fault;
mod rehearsal;
mod report;
mod retention;
mod run_event;
mod run_order;
mod sampling;
mod schedule;
mod silhouette;
mod single_fit;
mod soup;
mod split;
mod start;
mod stop;
mod teach_sample;
mod throughput;
mod time_figures;
mod train;
mod train_options;
mod variants;
mod zip_names;

pub use checkpoint::{discard_unfinished, is_unfinished};
pub use data_set::{DataSet, LabelledPhoto, PhotoSource, TrainingData};
pub use error::TrainingError;
pub use evaluation::{EvaluateEvent, EvaluateOptions, Evaluated, evaluate};
pub use figures::{DecisionRates, Evaluation, KindFigures, PriceDecisionRates, UnknownRates};
pub use finder::{
    Arrangement, BoxedPhoto, ComposeOptions, FinderData, FinderFigures, FinderRecipe, ItemBox,
    compose, judge_finder, read_box_list, train_finder, write_box_list,
};
pub use fit::Fitted;
pub use folder_labels::FolderRemark;
pub use judged_row::{JudgedRow, JudgedStranger};
pub use judged_version::{JudgeOptions, JudgedAnswers, judge_version};
pub use judgement::Judgement;
pub use known_as::KnownAs;
pub use labels::{DataLabel, Depth};
pub use lesson::Lesson;
pub use measures::{
    Interval, ReliabilityBin, RiskCoveragePoint, RocPoint, auroc, expected_calibration_error,
    false_positive_rate_at_95, negative_log_likelihood, reliability_bins, risk_coverage, roc_curve,
    wilson_interval, wilson_interval_of,
};
pub use mislabelled::{LabelledDirection, Suspect, suspects};
pub use photo_files::{FoundPhoto, find_photos, is_zip_name};
pub use photo_groups::{BURST_DISTANCE, DisjointSets, TWIN_DISTANCE, photo_groups};
pub use photo_read_error::PhotoReadError;
pub use price_list::PriceList;
pub use process_priority::{lower_priority, threads_beside_a_till};
pub use recipe::{GREATEST_BLUR, Recipe};
pub use recipe_fault::RecipeFault;
pub use report::{
    CandidateFigures, Confusion, EvaluationReport, Example, KindSoldUnasked, MixedUpPair, Outcomes,
    PhotoFigures, ProductFigures, REPORT_FORMAT,
};
pub use retention::Retention;
pub use run_event::{RUN_EVENT_FORMAT, RunEvent};
pub use run_order::{ParseOrderError, RunOrder};
pub use single_fit::SingleFit;
pub use split::{Fold, Validation};
pub use stop::StopFlag;
pub use teach_sample::{Taught, TeachSample, teach_sample};
pub use throughput::{TimedLoop, time_loop};
pub use time_figures::TimeFigures;
pub use train::train;
pub use train_options::{Init, TrainOptions};
pub use variants::variants;
