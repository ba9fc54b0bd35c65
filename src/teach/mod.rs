//! The owner's use cases: teaching, the photo library, trainings, comparing versions, testing pictures.
//! No window, no SQL of its own, no tensor; nothing of the till: the window carries word to it.
//! Called by `ui` and `cli`; each desk is a state on a thread of its own, commands in, views out.

mod bench;
mod comparing;
mod desk;
pub mod keeping;
mod library;
pub mod messages;
mod running;
mod showing;
pub mod sides;
mod teaching;
pub mod thumbnails;

pub use bench::{BenchCommand, BenchView};
pub use comparing::{CompareCommand, CompareView};
pub use desk::{Desk, DeskError, DeskHandle, Outbox, open_desk};
pub use library::{LibraryCommand, LibraryView};
pub use running::{
    Adjustments, AugmentationSettings, ChosenRecipe, EpochPoint, Estimate, PlannedProduct, Preset,
    ProcessEnd, RunChoice, RunCommand, RunEnd, RunProgress, RunRequest, RunShown, RunStart, RunState,
    RunView, TrainingPlan, VariantStrip,
};
pub use showing::{ShowCommand, ShowView};
pub use teaching::{TeachCommand, Teaching, TeachingView, TillNews, Wires};
