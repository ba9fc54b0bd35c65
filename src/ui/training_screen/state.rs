//! What only the Training screen knows: the part that is shown, and what is half done in each.

use super::{compare, photos, show, train};
use teach::TeachingView;

/// A part of the screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Part {
    /// Showing goods to the camera.
    #[default]
    Show,
    /// The photo library and its inbox.
    Photos,
    /// Trainings.
    Train,
    /// Versions of the model, side by side.
    Compare,
}

impl Part {
    /// Every one, in the order of the row.
    pub const EVERY: &[Part] = &[Self::Show, Self::Photos, Self::Train, Self::Compare];

    /// The id of its name in the translations.
    pub(super) fn name_id(self) -> &'static str {
        match self {
            Self::Show => "training-show",
            Self::Photos => "training-photos",
            Self::Train => "training-train",
            Self::Compare => "training-compare",
        }
    }
}

/// What only this screen knows.
#[derive(Default)]
pub struct Local {
    /// The part that is shown.
    pub part: Part,
    /// What the part for showing goods knows.
    pub show: show::Local,
    /// What the photo library knows.
    pub photos: photos::Local,
    /// What the part for trainings knows.
    pub train: train::Local,
    /// What the part for versions knows.
    pub compare: compare::Local,
}

impl Local {
    /// Whether a dialog of this screen has the keyboard for itself.
    pub fn dialog_is_open(&self) -> bool {
        self.show.dialog_is_open()
            || self.photos.dialog_is_open()
            || self.train.dialog_is_open()
            || self.compare.dialog_is_open()
    }

    /// Follows the desks before anything is drawn.
    pub fn follow(&mut self, teaching: &TeachingView) {
        if self.part == Part::Show {
            self.show.follow(teaching);
        }
    }
}
