//! The picture test bench: pictures are dropped, a grid tells what the model makes of them.

use egui::Ui;

use super::action::Action;
use super::till_screen::{self, Screen};

/// What only this screen knows.
#[derive(Default)]
pub struct Local {}

impl Local {
    /// Whether a dialog of this screen has the keyboard for itself.
    pub fn dialog_is_open(&self) -> bool {
        false
    }
}

/// Draws the screen into all of `ui` and returns what was asked for, in order.
#[must_use]
pub fn bench_screen(
    _ui: &mut Ui,
    _screen: &Screen<'_>,
    _local: &mut till_screen::Local,
) -> Vec<Action> {
    Vec::new()
}
