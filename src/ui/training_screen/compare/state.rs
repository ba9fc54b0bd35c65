//! What only the part for versions knows: what is shown, selected and asked.

use crate::widgets::selection::Selection;
use teach::{ShownComparison, Which};

/// What is shown of a comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tab {
    /// The verdict and the figures.
    #[default]
    Overview,
    /// Product by product.
    Products,
    /// What was taken for what.
    MixUps,
    /// The photos that went worst.
    MostWrong,
}

impl Tab {
    /// Every one, in the order of the row.
    pub const EVERY: [Self; 4] = [Self::Overview, Self::Products, Self::MixUps, Self::MostWrong];

    /// The id of its name in the translations.
    pub(super) fn name_id(self) -> &'static str {
        match self {
            Self::Overview => "compare-overview",
            Self::Products => "compare-by-product",
            Self::MixUps => "compare-mix-ups",
            Self::MostWrong => "compare-most-wrong",
        }
    }
}

/// What only this part knows.
#[derive(Default)]
pub struct Local {
    /// What is shown of the comparison.
    pub tab: Tab,
    /// Whose mistakes are shown; the new version's unless the old one's were asked for.
    pub(super) of_old: bool,
    /// The cell of the confusion matrix whose photos are shown: what they show, what they were taken
    /// for.
    pub cell: Option<(String, String)>,
    pub(super) selection: Selection<usize>,
    pub(super) dialog: Option<Dialog>,
    /// Whether it is asked if another version is to sell.
    pub(super) asked: bool,
    /// The pass in which this part was drawn last: one that was not drawn just before looks again.
    pub(super) drawn: Option<u64>,
    /// How many changes of the version that sells this part has seen.
    pub(super) changes: u64,
}

impl Local {
    /// Whether a dialog of this part has the keyboard for itself.
    pub fn dialog_is_open(&self) -> bool {
        self.dialog.is_some() || self.asked
    }

    /// Whose mistakes are shown.
    pub(super) fn which(&self, shown: &ShownComparison) -> Which {
        if self.of_old || shown.comparison.new.is_none() { Which::Old } else { Which::New }
    }
}

/// A dialog that was opened here.
pub(super) enum Dialog {
    /// The remarks on a version.
    Notes {
        /// The version.
        version: String,
        /// As they are half typed.
        text: String,
    },
    /// Whether a version is to be deleted.
    Delete {
        /// The version.
        version: String,
    },
}
