//! What only the part for showing goods knows.

use std::collections::HashMap;

use egui::TextureHandle;

use teach::TeachingView;
use teach::keeping::PhotoId;
use teach::showing::FilesView;

/// What only this part knows.
#[derive(Default)]
pub struct Local {
    /// What is typed to find a product.
    pub(super) search: String,
    /// Which of the found products is picked by the arrow keys.
    pub(super) pick: usize,
    /// A dialog of this part is open.
    dialog: bool,
    /// The photos of the strip on the graphics card.
    pub(super) textures: HashMap<PhotoId, TextureHandle>,
    /// The pointer went down on the button that is held, and has not come up.
    pub(super) pressed: bool,
    /// When the model was last asked what it sees, in seconds of the window.
    pub(super) tried: f64,
}

impl Local {
    /// Whether a dialog of this part has the keyboard for itself.
    pub fn dialog_is_open(&self) -> bool {
        self.dialog
    }

    /// Follows the desk: some of what it tells is told in a dialog.
    pub fn follow(&mut self, teaching: &TeachingView) {
        let view = &teaching.show;
        self.dialog = matches!(view.files, Some(FilesView::Looking | FilesView::Preview(_)));
        self.textures.retain(|id, _| view.strip.iter().any(|photo| photo.id == *id));
    }
}
