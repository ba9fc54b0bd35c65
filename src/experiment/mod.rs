//! An experiment: a grid of networks and recipes, each trained and judged, compared in a table and
//! a plot. It answers how kernel size, depth, width and the like are chosen for one's own photos.
//! May not live here: the loop that trains, printing, and anything of a shop; the networks are no
//! versions, and none of them comes near a shop's models.
//! Called by `cli`.

#![warn(unreachable_pub)]

mod carry_out;
mod error;
mod grid;
mod grid_fault;
mod lessons;
mod options;
mod out_folder;
mod plot;
mod results;
mod run;
mod table;
mod trial;
mod trial_fault;

pub use carry_out::{ExperimentEvent, carry_out};
pub use error::ExperimentError;
pub use grid::Choice;
pub use grid_fault::GridFault;
pub use options::ExperimentOptions;
pub use results::{Experiment, Figures, NetworkResult, RunFigures, RunOutcome, SeedResult, Spread};
pub use table::markdown;
pub use trial::StartingWeights;
pub use trial_fault::TrialFault;
