//! The owner's use cases: teaching, the photo library, trainings, comparing versions, testing pictures.
//! No window, no SQL of its own, no tensor; nothing of the till: the window carries word to it.
//! Called by `ui` and `cli`; each desk is a state on a thread of its own, commands in, views out.

pub mod bench;
mod comparing;
mod desk;
pub mod keeping;
pub mod library;
pub mod messages;
pub mod new_product;
mod running;
pub mod showing;
pub mod sides;
mod teaching;
pub mod thumbnails;

pub use bench::{BenchCommand, BenchView};
pub use comparing::{
    CompareCommand, CompareReport, CompareView, JudgeError, JudgeEvent, JudgeRequest, JudgedPhotos,
    JudgingView, KeptComparison, Loss, LossKind, Losses, PromotionView, ShownComparison,
    VersionCard, judge, keep, losses,
};
pub use desk::{Desk, DeskError, DeskHandle, Outbox, Wake, open_desk};
pub use library::{LibraryCommand, LibraryView};
pub use running::{
    Adjustments, AugmentationSettings, ChosenRecipe, EpochPoint, Estimate, PlannedProduct, Preset,
    ProcessEnd, RunChoice, RunCommand, RunEnd, RunProgress, RunRequest, RunShown, RunStart,
    RunState, RunView, TrainingPlan, VariantStrip,
};
pub use showing::{ShowCommand, ShowView};
/// Which photos teach a version, and what it makes of them.
pub use taught;
pub use teaching::{TeachCommand, Teaching, TeachingView, TillNews, Wires};
pub use training::{
    Answer, ComparedPhoto, ComparedProduct, Comparison, ConfusionCell, ConfusionMatrix,
    DecisionKind, Interval, PairedDifference, Share, UnknownFigures, Verdict, VersionFigures,
    Which,
};
