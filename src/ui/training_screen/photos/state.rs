//! What only the photo library knows: what is shown and selected.

use super::choose_product::ChooseProduct;
use super::shown::{Shown, ShownIds};
use crate::widgets::selection::Selection;
use teach::TeachCommand;
use teach::library::{LibraryCommand, PhotoId};

/// What only this part knows.
#[derive(Default)]
pub struct Local {
    pub(super) shown: Shown,
    pub(super) selection: Selection<PhotoId>,
    pub(super) choosing: Option<ChooseProduct>,
    pub(super) ids: ShownIds,
}

impl Local {
    /// Whether a dialog of this part has the keyboard for itself.
    pub fn dialog_is_open(&self) -> bool {
        self.choosing.is_some()
    }

    /// What the shown photos are saved with, to this folder or zip.
    pub fn export_to(&self, to: std::path::PathBuf) -> TeachCommand {
        let product = match &self.shown {
            Shown::Product(product) => Some(product.clone()),
            _ => None,
        };
        TeachCommand::Library(LibraryCommand::Export { product, to })
    }
}
