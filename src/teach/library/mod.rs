//! The photo library: what the shop has photos of, the inbox, and what is wrong with them.

mod checking;
mod desk;
mod exporting;
mod importing;
mod view;
mod warnings;

use std::path::PathBuf;

pub use checking::{Checked, SuspectPhoto, check_photos, suspect_photos};
pub use exporting::{ExportError, export_photos};
pub use importing::{ImportError, Imported, import_photos};
pub use view::{CheckState, InboxItem, LibraryView, PhotoTile, SuspectView};
pub use warnings::{PhotoWarning, ProductPhotos};

use super::desk::{DeskError, DeskHandle, open_desk};
use super::teaching::Wires;
use domain::{Message, ProductId};
pub use store::{CaptureId, PhotoId};

/// What this desk is asked to do.
pub enum LibraryCommand {
    /// Look again at what lies on the disk.
    Refresh,
    /// Photos show another product.
    Move {
        /// The photos.
        photos: Vec<PhotoId>,
        /// What they show.
        to: ProductId,
    },
    /// Delete photos.
    Delete(Vec<PhotoId>),
    /// Take the last step back.
    Undo,
    /// Save photos as a folder or, where the name ends in `.zip`, as a zip.
    Export {
        /// Those of one product; all where none is given.
        product: Option<ProductId>,
        /// Where to.
        to: PathBuf,
    },
    /// Photos were saved, or why not.
    Exported {
        /// Where to.
        to: PathBuf,
        /// How many.
        told: Result<usize, Message>,
    },
    /// Search for photos under wrong names.
    Check,
    /// The search goes on.
    CheckedSome {
        /// So many were looked at.
        done: usize,
        /// Of so many.
        all: usize,
    },
    /// The search has ended.
    Checked(Result<Checked, Message>),
    /// A suspect shows what it is suspected to show.
    MoveSuspect(PhotoId),
    /// A suspect is right as it is.
    KeepSuspect(PhotoId),
    /// A capture shows what the clerk said.
    Confirm(CaptureId),
    /// A capture shows something else.
    Relabel {
        /// The capture.
        capture: CaptureId,
        /// What it shows.
        to: ProductId,
    },
    /// A capture is of no use.
    Discard(CaptureId),
    /// What was said has been read.
    ClearMessages,
}

/// Opens the desk.
pub(super) fn open(wires: &Wires) -> Result<DeskHandle<LibraryCommand, LibraryView>, DeskError> {
    let own = wires.clone();
    let first = LibraryView::default();
    open_desk("library", first, wires.wake.clone(), move |outbox| {
        desk::LibraryDesk::new(&own, outbox)
    })
}
