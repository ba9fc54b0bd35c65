//! Trainings: chosen, begun, watched, taken up again.

mod choosing;
mod curves;
mod discarding;
mod expert;
mod variants;
mod watching;

use egui::Ui;

use crate::action::Action;
use crate::till_screen::{self, Screen};
use teach::{RunChoice, RunCommand, RunView, TeachCommand};

/// What only this part knows.
#[derive(Default)]
pub struct Local {
    /// What is being changed; the desk hears of every change and comes after.
    draft: Option<RunChoice>,
    /// Whether the expert's settings are unfolded.
    unfolded: bool,
    /// Whether it is being asked if a training is to be given up.
    discarding: bool,
    /// The looks of a photo, as textures.
    strip: variants::Textures,
}

impl Local {
    /// Whether a dialog of this part has the keyboard for itself.
    pub fn dialog_is_open(&self) -> bool {
        self.discarding
    }

    /// What is chosen, with what the desk may not have heard of yet.
    fn choice(&mut self, view: &RunView) -> RunChoice {
        if self.draft.as_ref() == Some(&*view.choice) {
            self.draft = None;
        }
        self.draft.clone().unwrap_or_else(|| (*view.choice).clone())
    }

    /// Takes a change over and tells the desk.
    fn choose(&mut self, choice: RunChoice, actions: &mut Vec<Action>) {
        self.draft = Some(choice.clone());
        push(actions, RunCommand::Choose(choice));
    }
}

fn push(actions: &mut Vec<Action>, command: RunCommand) {
    actions.push(TeachCommand::Run(command).into());
}

/// Draws the part into all of `ui`.
pub(super) fn train_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut till_screen::Local,
    actions: &mut Vec<Action>,
) {
    let rect = ui.max_rect();
    match &screen.teaching.run.run {
        Some(run) => watching::watching_ui(ui, rect, screen, run, &mut local.training, actions),
        None => choosing::choosing_ui(ui, rect, screen, &mut local.training.train, actions),
    }
    discarding::discarding_ui(ui, screen, &mut local.training.train, actions);
}
