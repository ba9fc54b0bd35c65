//! The owner's use cases: teaching, the photo library, trainings, comparing versions, testing pictures.
//! No window, no SQL of its own, no tensor; nothing of the till: the window carries word to it.
//! Called by `ui` and `cli`; each desk is a state on a thread of its own, commands in, views out.

#![warn(unreachable_pub)]

pub mod bench;
mod comparing;
mod desk;
mod interval;
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
    Answer, CompareCommand, CompareReport, CompareView, ComparedPhoto, ComparedProduct, Comparison,
    ConfusionCell, ConfusionMatrix, Guess, JudgeError, JudgeEvent, JudgeRequest, JudgedGoods,
    JudgedPhotos, JudgedVersion, JudgingView, KeptComparison, Loss, LossKind, Losses,
    PairedDifference, PromotionView, Share, ShownComparison, StrangerAnswer, TimePerPhoto,
    UnknownFigures, Verdict, VersionCard, VersionFigures, Visits, Which, judge, keep, losses,
};
pub use desk::{Desk, DeskError, DeskHandle, Outbox, Wake, open_desk};
pub use interval::Interval;
pub use library::{LibraryCommand, LibraryView};
pub use running::{
    Adjustments, AugmentationSettings, ChosenRecipe, EpochPoint, Estimate, ParsePresetError,
    PlannedProduct, Preset, ProcessEnd, RunChoice, RunCommand, RunEnd, RunProgress, RunRequest,
    RunShown, RunStart, RunState, RunView, TrainingPlan, VariantStrip,
};
pub use showing::{ShowCommand, ShowView};
/// Which photos teach a version, and what it makes of them.
pub use taught;
pub use teaching::{TeachCommand, Teaching, TeachingView, TillNews, Wires};
