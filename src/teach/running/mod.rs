//! Trainings in a process of their own: begun, watched, paused, stopped, taken up again.

mod machine_speed;
mod preset;
mod run_desk;
#[cfg(test)]
mod run_desk_tests;
mod run_folder;
mod run_progress;
mod run_request;
#[cfg(test)]
mod sample_photos;
mod training_lists;
mod training_plan;
mod training_process;
mod variant_strip;

use std::sync::Arc;

use super::desk::{DeskError, DeskHandle, open_desk};
use super::teaching::Wires;
use crate::messages::logged;
use domain::Message;
pub use machine_speed::Estimate;
pub use preset::{Adjustments, AugmentationSettings, ParsePresetError, Preset};
use run_desk::{RunDesk, RunWires};
pub(crate) use run_folder::RunError;
pub use run_progress::{EpochPoint, RunEnd, RunProgress, RunStart};
pub use run_request::{RunChoice, RunRequest};
use store::ShopFolder;
use training::RunEvent;
pub use training_plan::{PlannedProduct, TrainingPlan};
pub use training_process::ProcessEnd;
use training_process::ProgramLauncher;
use variant_strip::StripPainter;
pub use variant_strip::VariantStrip;

/// What this desk is asked to do.
pub enum RunCommand {
    /// Look again at what lies on the disk.
    Refresh,
    /// What the owner chose changed.
    Choose(RunChoice),
    /// Show augmentation on the next product's photo.
    NextExample,
    /// Begin a training as chosen.
    Begin,
    /// Let the training wait.
    Pause,
    /// Let it go on after a pause.
    GoOn,
    /// Stop it; it can be taken up again.
    Stop,
    /// Take up the training that stopped, failed or was interrupted.
    Resume,
    /// Give that training up.
    Discard,
    /// Put a finished training aside, for another one.
    PutAside,
    /// The process of a training told something.
    Heard {
        /// Number of the process.
        number: u64,
        /// What it told.
        event: RunEvent,
    },
    /// The process of a training is gone.
    Ended {
        /// Number of the process.
        number: u64,
        /// How it ended.
        end: ProcessEnd,
    },
    /// Augmentation was painted.
    Painted(VariantStrip),
}

/// Where a training stands.
#[derive(Clone, PartialEq, Debug)]
pub enum RunState {
    /// Its process begins and reads the photos.
    Preparing,
    /// It learns.
    Running,
    /// It waits, and forgets nothing.
    Paused,
    /// It was told to stop and ends after the batch at hand.
    Stopping,
    /// It stopped as it was told.
    Stopped,
    /// It was found unfinished when the till began: a power cut, a crash, a closed window.
    Interrupted,
    /// The new version is there.
    Finished,
    /// It failed, for this reason.
    Failed(Message),
}

impl RunState {
    /// Whether a process is at work.
    pub fn is_at_work(&self) -> bool {
        matches!(self, Self::Preparing | Self::Running | Self::Paused | Self::Stopping)
    }
}

/// A training to show.
#[derive(Clone, PartialEq, Debug)]
pub struct RunShown {
    /// What it was asked to do.
    pub request: Arc<RunRequest>,
    /// Where it stands.
    pub state: RunState,
    /// How far it has come.
    pub progress: RunProgress,
}

/// What a training would be, with everything that was not changed filled in.
#[derive(Clone, PartialEq, Debug)]
pub struct ChosenRecipe {
    /// Passes over all photos.
    pub epochs: usize,
    /// Highest learning rate.
    pub learning_rate: f64,
    /// Side in pixels of the picture that the network sees at the till.
    pub size: u32,
    /// How photos are changed.
    pub augmentation: AugmentationSettings,
}

/// What this desk shows.
#[derive(Clone, Default)]
pub struct RunView {
    /// What a training would learn from; none until the library was looked at.
    pub plan: Option<Arc<TrainingPlan>>,
    /// What the owner chose.
    pub choice: Arc<RunChoice>,
    /// The numbers behind that.
    pub recipe: Option<ChosenRecipe>,
    /// The time that each preset would take, in the order of [`Preset::EVERY`].
    pub estimates: [Option<Estimate>; 3],
    /// What went wrong with a command, or with what was chosen.
    pub notice: Option<Message>,
    /// The training at work, or the last one.
    pub run: Option<Arc<RunShown>>,
    /// What augmentation makes of a photo.
    pub strip: Option<Arc<VariantStrip>>,
}

/// Opens the desk; `versions_changed` is told when a training has made a version.
pub(super) fn open(
    wires: &Wires,
    versions_changed: Arc<dyn Fn() + Send + Sync>,
) -> Result<DeskHandle<RunCommand, RunView>, DeskError> {
    let (shop, program) = (wires.shop.clone(), wires.program.clone());
    open_desk("running", RunView::default(), wires.wake.clone(), move |outbox| {
        let (outbox, shop) = (outbox.clone(), shop.clone());
        let launcher = ProgramLauncher {
            program: program.clone(),
            shop: shop.clone(),
            outbox: outbox.clone(),
        };
        RunDesk::open(RunWires {
            shop: ShopFolder::open(&shop).map_err(|error| logged(&error)),
            launcher: Box::new(launcher),
            painter: StripPainter::begin(outbox),
            versions_changed: Arc::clone(&versions_changed),
        })
    })
}
