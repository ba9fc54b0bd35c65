//! Versions of the model side by side.

use egui::Ui;

use crate::ui::action::Action;
use crate::ui::till_screen::{self, Screen};

/// What only this part knows.
#[derive(Default)]
pub struct Local {}

impl Local {
    /// Whether a dialog of this part has the keyboard for itself.
    pub fn dialog_is_open(&self) -> bool {
        false
    }
}

/// Draws the part into all of `ui`.
pub(super) fn compare_ui(
    _ui: &mut Ui,
    _screen: &Screen<'_>,
    _local: &mut till_screen::Local,
    _actions: &mut Vec<Action>,
) {
}
