//! Trainings: chosen, begun, watched, taken up again.

mod choosing;
mod curves;
mod discarding;
mod expert;
mod state;
mod variants;
mod watching;

use egui::Ui;

use crate::action::Action;
use crate::screen::Screen;

pub(super) use state::Local;

/// Where one goes from here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// Nowhere else.
    Stay,
    /// To the comparison of versions.
    Compare,
}

/// Draws the part into all of `ui`.
pub(super) fn train_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) -> Next {
    let rect = ui.max_rect();
    let mut compares = false;
    match &screen.teaching.run.run {
        Some(run) => compares = watching::watching_ui(ui, rect, screen, run, local, actions),
        None => choosing::choosing_ui(ui, rect, screen, local, actions),
    }
    discarding::discarding_ui(ui, screen, local, actions);
    if compares { Next::Compare } else { Next::Stay }
}
