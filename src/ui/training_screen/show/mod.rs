//! Showing goods to the camera: choose a product, hold a key, and the till knows it.

mod choose;
mod files;
mod showing;
mod state;
mod strip;
mod trial;
mod wording;

use egui::{Event, Key, Modifiers, Ui};

use crate::action::{Action, FileWish};
use crate::screen::Screen;
use crate::typed_paths;
use teach::ShowCommand;

pub(super) use state::Local;

/// Draws the part into all of `ui`.
pub(super) fn show_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    covered: bool,
    actions: &mut Vec<Action>,
) {
    let view = &screen.teaching.show;
    if !covered {
        read_file_keys(ui, actions);
    }
    match &view.chosen {
        Some(chosen) => showing::showing_ui(ui, screen, local, chosen, covered, actions),
        None => choose::choose_ui(ui, screen, local, covered, actions),
    }
    files::dialog_ui(ui, screen, actions);
}

/// Goods are shown to this part alone: whoever goes elsewhere has let go of the key.
pub(crate) fn let_go(screen: &Screen<'_>, actions: &mut Vec<Action>) {
    if screen.teaching.show.holding {
        actions.push(ShowCommand::Hold(false).into());
    }
}

/// Files by the system's dialog, and pasted paths.
fn read_file_keys(ui: &Ui, actions: &mut Vec<Action>) {
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::COMMAND | Modifiers::SHIFT, Key::O) {
        actions.push(Action::AskForFile(FileWish::TeachFolder));
    }
    if pressed(Modifiers::COMMAND, Key::O) {
        actions.push(Action::AskForFile(FileWish::TeachPhotos));
    }
    let pasted = ui.input(|input| {
        let mut texts = input.events.iter().filter_map(|event| match event {
            Event::Paste(text) => typed_paths::parse(text),
            _ => None,
        });
        texts.next()
    });
    if let Some(paths) = pasted {
        ui.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Paste(_))));
        actions.push(ShowCommand::Preview(paths).into());
    }
}
