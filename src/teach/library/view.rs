//! What the library's desk shows.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use super::super::thumbnails::ThumbnailKey;
use super::warnings::ProductPhotos;
use domain::{Message, ProductId};
use store::{CaptureId, PhotoId, Side};

/// A photo of the library.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PhotoTile {
    /// Its number.
    pub id: PhotoId,
    /// What it shows.
    pub product: ProductId,
    /// How it is shown small.
    pub thumbnail: ThumbnailKey,
    /// What it is for.
    pub side: Option<Side>,
}

/// A photo that is probably under the wrong name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SuspectView {
    /// The photo.
    pub photo: PhotoId,
    /// The product that it is under.
    pub product: ProductId,
    /// What it probably shows.
    pub suspected: ProductId,
}

/// A photo that a clerk named while selling, and about which nothing is decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InboxItem {
    /// Its number.
    pub id: CaptureId,
    /// The photo's file.
    pub file: PathBuf,
    /// What the clerk said it shows.
    pub product: ProductId,
    /// What the till had thought first.
    pub guessed: Option<ProductId>,
    /// When it was taken.
    pub at: Timestamp,
}

/// How far the search for wrong names is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum CheckState {
    /// Nobody has asked for it since the program began.
    #[default]
    Never,
    /// Photos are looked at.
    Running {
        /// So many of those that were not known yet.
        done: usize,
        /// All of those.
        all: usize,
    },
    /// The suspects are known.
    Done {
        /// So many photos were compared.
        photos: usize,
        /// The version that looked at them.
        version: String,
    },
}

/// What this desk shows.
#[derive(Clone, Default)]
pub struct LibraryView {
    /// All photos, in the order in which they came.
    pub photos: Arc<Vec<PhotoTile>>,
    /// Their products, in the order of their ids.
    pub products: Arc<Vec<ProductPhotos>>,
    /// What waits to be looked at, oldest first.
    pub inbox: Arc<Vec<InboxItem>>,
    /// Photos that are probably under the wrong name, the surest first.
    pub suspects: Arc<Vec<SuspectView>>,
    /// How far the search for those is.
    pub check: CheckState,
    /// Whether there is a step to take back.
    pub can_undo: bool,
    /// What was done.
    pub notice: Option<Message>,
    /// What could not be done.
    pub problem: Option<Message>,
}
