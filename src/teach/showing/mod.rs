//! Showing goods to the camera or as files: photos of a product are kept and taught.

mod adding;
mod camera_work;
mod cut_out;
mod file_preview;
mod frame_choice;
mod hints;
mod learner;
mod shop_learner;
mod show_desk;

use std::path::PathBuf;
use std::sync::Arc;

pub use adding::AddingProgress;
pub use cut_out::{CutOut, Lies, Tray, cut_out};
pub use file_preview::{FilePreview, FileProblem, FolderGroup};
pub use frame_choice::{Choice, FrameChoice};
pub use hints::{ENOUGH, Hint, READY};
pub use learner::{Learner, Learnt, LoadLearner};
pub use shop_learner::ShopLearner;
use show_desk::ShowDesk;

use super::desk::{DeskError, DeskHandle, Outbox, open_desk};
use super::keeping::PhotoId;
use super::teaching::Wires;
use domain::{Message, ProductId};
use photo::Picture;
use recognition::Decision;

/// What this desk is asked to do.
pub enum ShowCommand {
    /// Look again at what lies on the disk.
    Refresh,
    /// From now on photos are of this product.
    Choose(ProductId),
    /// The same with a product that is made now, without a price.
    Create(String),
    /// Let go of the product.
    Leave,
    /// Photos are taken while this is `true`.
    Hold(bool),
    /// Take a few photos by itself; ends one that runs.
    Burst,
    /// Take a photo out again.
    Remove(PhotoId),
    /// Stop teaching the chosen product: all its photos go.
    Forget,
    /// Take back what was removed or forgotten last.
    Undo,
    /// Look what is in these files, folders and zips.
    Preview(Vec<PathBuf>),
    /// Add what was looked at.
    Add(AddAs),
    /// Leave the files, or the word about what became of them; stops an adding that runs.
    CloseFiles,
    /// Try what the camera sees now.
    Try,
    /// The word about what went wrong was read.
    ClearProblem,
    /// What a worker of the desk has to say.
    Heard(Heard),
}

/// Which products photos of files are of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AddAs {
    /// All of the product that is chosen.
    Chosen,
    /// Of those that their folders name, which are made where the shop has none; loose ones are of
    /// the chosen one, if there is one.
    Folders,
}

/// What the workers of the desk tell it.
pub enum Heard {
    /// A photo of a product is on the disk.
    Kept {
        /// The number of the showing that brought it.
        showing: u64,
        /// The product.
        product: ProductId,
        /// The photo.
        photo: StripPhoto,
    },
    /// What to tell whoever shows the item.
    Hint(Option<Hint>),
    /// A showing has ended.
    ShowingEnded,
    /// Small copies of photos of a product.
    Strip(ProductId, Vec<StripPhoto>),
    /// Files were looked through.
    Previewed(FoundFiles),
    /// How far adding files is.
    Adding(Box<AddingProgress>),
    /// The model has learnt what there is.
    Learnt(Learnt),
    /// The model tried a frame; nothing where it could not.
    Tried(Option<TrialView>),
    /// There is no model to learn; a sentence says why.
    LearnerFailed(Message),
    /// Something went wrong.
    Failed(Message),
}

/// Files that were looked through.
pub struct FoundFiles {
    /// What is shown of them.
    preview: FilePreview,
    /// The photos, in their order.
    photos: Vec<file_preview::NamedPhoto>,
}

/// A photo as the strip shows it.
#[derive(Clone, PartialEq, Debug)]
pub struct StripPhoto {
    /// Which one.
    pub id: PhotoId,
    /// A small copy.
    pub picture: Arc<Picture>,
}

/// What this desk shows.
#[derive(Clone, Default)]
pub struct ShowView {
    /// The product that photos are of.
    pub chosen: Option<ChosenView>,
    /// Photos are being taken while a key is held; until the last of them is on the disk.
    pub holding: bool,
    /// Photos are being taken by themselves; until the last of them is on the disk.
    pub bursting: bool,
    /// How many photos this go has brought.
    pub taken: usize,
    /// What to tell whoever shows the item.
    pub hint: Option<Hint>,
    /// The newest photos of the product, newest first, as far as small copies of them are made.
    pub strip: Arc<Vec<StripPhoto>>,
    /// What can be taken back.
    pub undo: Option<UndoView>,
    /// Files on their way into the library.
    pub files: Option<FilesView>,
    /// What the model makes of what the camera sees.
    pub trial: Option<TrialView>,
    /// The model looks at a frame at the moment.
    pub trying: bool,
    /// The model.
    pub model: LearnerState,
    /// What went wrong last.
    pub problem: Option<Message>,
}

/// The product that photos are of.
#[derive(Clone, PartialEq, Debug)]
pub struct ChosenView {
    /// Its id.
    pub product: ProductId,
    /// Its name in the catalogue.
    pub name: String,
    /// How many photos of it there are.
    pub photos: usize,
    /// With how many of them the till knows it.
    pub taught: usize,
    /// The till knows it, with all its photos.
    pub known: bool,
}

/// What can be taken back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UndoView {
    /// How many photos.
    pub photos: usize,
    /// All of a product's, not single ones.
    pub forgotten: bool,
}

/// Files on their way into the library.
#[derive(Clone, PartialEq, Debug)]
pub enum FilesView {
    /// They are looked through.
    Looking,
    /// This is what is in them.
    Preview(Arc<FilePreview>),
    /// They are being added, or were.
    Adding(Arc<AddingProgress>),
}

/// What the model makes of a frame.
#[derive(Clone, PartialEq, Debug)]
pub struct TrialView {
    /// The frame's number.
    pub frame: u64,
    /// What lies on the tray.
    pub lies: Lies,
    /// At most four products with their probabilities, best first.
    pub candidates: Vec<(ProductId, f64)>,
    /// What the till would do.
    pub decision: Decision,
    /// How long the look took.
    pub millis: f64,
}

/// The desk's model.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum LearnerState {
    /// It is loaded when it is needed.
    #[default]
    Resting,
    /// It is being loaded, or learns.
    Learning,
    /// It has learnt all photos there are.
    Ready {
        /// The version's name.
        version: String,
    },
    /// There is none; photos are kept all the same.
    Failed {
        /// Why.
        why: Message,
    },
}

/// Opens the desk.
pub(super) fn open(wires: &Wires) -> Result<DeskHandle<ShowCommand, ShowView>, DeskError> {
    open_with(wires, ShopLearner::loader(&wires.shop))
}

/// Opens the desk with a model of one's choice: a test's.
///
/// # Errors
/// [`DeskError`] if the system gives no thread.
pub fn open_with(
    wires: &Wires,
    load: LoadLearner,
) -> Result<DeskHandle<ShowCommand, ShowView>, DeskError> {
    let (own, wake) = (wires.clone(), wires.wake.clone());
    let make = move |outbox: &Outbox<ShowCommand>| ShowDesk::new(&own, &load, outbox);
    open_desk("showing", ShowView::default(), wake, make)
}
