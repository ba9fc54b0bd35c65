//! Versions of the model: judged side by side, promoted, exported, deleted.

mod comparison;
mod desk;
mod judging;
mod judging_process;
#[cfg(test)]
mod made_up;
mod photos;
mod promotion;
mod shop_versions;
mod view;

use std::path::PathBuf;

pub use comparison::{
    Answer, ComparedPhoto, ComparedProduct, Comparison, ConfusionCell, ConfusionMatrix, Guess,
    JudgedGoods, JudgedVersion, PairedDifference, Share, StrangerAnswer, TimePerPhoto,
    UnknownFigures, Verdict, VersionFigures, Visits, Which,
};
pub use desk::CompareReport;
pub use judging::{JudgeError, JudgeRequest, KeptComparison, judge, keep};
pub use judging_process::JudgeEvent;
pub use photos::JudgedPhotos;
pub use promotion::{Loss, LossKind, Losses, losses};
pub use view::{CompareView, JudgingView, PromotionView, ShownComparison, VersionCard};

use super::desk::{DeskError, DeskHandle, open_desk};
use super::teaching::Wires;
use desk::CompareDesk;

/// What this desk is asked to do.
pub enum CompareCommand {
    /// Look again at what lies on the disk.
    Refresh,
    /// Look at this version.
    Choose(String),
    /// Compare the chosen version with this one, or with none.
    Against(Option<String>),
    /// Judge on the photos that were kept aside.
    OnKeptAside,
    /// Judge on what the till kept in the last weeks, so many of them, and was sold or looked at.
    OnCaptures(i64),
    /// Judge on this folder of pictures without goods as well, or on none.
    Unknown(Option<PathBuf>),
    /// Begin to judge.
    Judge,
    /// End the judging.
    StopJudging,
    /// Replace the remarks on a version.
    SetNotes {
        /// The version.
        version: String,
        /// The remarks.
        notes: String,
    },
    /// Write the chosen version into this file.
    Export(PathBuf),
    /// Bring in a version from this file.
    Import(PathBuf),
    /// Delete this version.
    Delete(String),
    /// Find out what letting this version sell would cost.
    AskPromotion(String),
    /// Ask no more.
    ClosePromotion,
    /// The words on what was done or went wrong were read.
    ClearWords,
    /// A worker's word.
    Report(CompareReport),
}

/// Opens the desk.
pub(super) fn open(wires: &Wires) -> Result<DeskHandle<CompareCommand, CompareView>, DeskError> {
    let (shop, program) = (wires.shop.clone(), wires.program.clone());
    open_desk("comparing", CompareView::default(), wires.wake.clone(), move |outbox| {
        let program = program.clone();
        let begin = Box::new(move |request: &JudgeRequest, tell| {
            judging_process::begin(&program, request, tell)
        });
        CompareDesk::open(&shop, outbox.clone(), begin)
    })
}
