//! The question whether an unfinished training is to be given up.

use egui::{Key, Ui};

use super::state::Local;
use crate::action::Action;
use crate::screen::Screen;
use crate::widgets::dialog::{self, Answer};
use teach::RunCommand;

/// Draws the dialog, if it is open.
pub(super) fn discarding_ui(
    ui: &Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    if !local.discarding {
        return;
    }
    let (t, tokens) = (screen.texts, screen.tokens);
    let title = t.text("run-discard-title");
    let (answer, closes) = dialog::card_ui(ui, "discard training", 520.0, &title, tokens, |ui| {
        dialog::about_ui(ui, &t.text("run-discard-about"), tokens);
        let buttons = (t.text("dialog-cancel"), t.text("run-discard-yes"));
        let entered = ui.input(|input| input.key_pressed(Key::Enter));
        let answer = dialog::buttons_ui(ui, &buttons.0, &buttons.1, true, tokens);
        if entered && answer == Answer::Open { Answer::Yes } else { answer }
    });
    if answer == Answer::Yes {
        actions.push(RunCommand::Discard.into());
    }
    if answer != Answer::Open || closes {
        local.discarding = false;
    }
}
