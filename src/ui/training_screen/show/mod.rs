//! Showing goods to the camera: choose a product, hold a key, and the till knows it.

mod choose;
mod files;
mod showing;
mod strip;
mod trial;

use std::collections::HashMap;

use egui::{Event, Key, Modifiers, TextureHandle, Ui};

use crate::action::{Action, FileWish};
use crate::till_screen::{self, Screen};
use crate::typed_paths;
use teach::keeping::PhotoId;
use teach::showing::FilesView;
use teach::{ShowCommand, TeachCommand};

/// What only this part knows.
#[derive(Default)]
pub struct Local {
    /// What is typed to find a product.
    search: String,
    /// Which of the found products is picked by the arrow keys.
    pick: usize,
    /// A dialog of this part is open.
    dialog: bool,
    /// The photos of the strip on the graphics card.
    textures: HashMap<PhotoId, TextureHandle>,
    /// The pointer went down on the button that is held, and has not come up.
    pressed: bool,
    /// When the model was last asked what it sees, in seconds of the window.
    tried: f64,
}

impl Local {
    /// Whether a dialog of this part has the keyboard for itself.
    pub fn dialog_is_open(&self) -> bool {
        self.dialog
    }
}

impl From<ShowCommand> for Action {
    fn from(command: ShowCommand) -> Self {
        TeachCommand::Show(command).into()
    }
}

/// Draws the part into all of `ui`.
pub(super) fn show_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut till_screen::Local,
    actions: &mut Vec<Action>,
) {
    let view = &screen.teaching.show;
    let show = &mut local.training.show;
    show.dialog = matches!(view.files, Some(FilesView::Looking | FilesView::Preview(_)));
    show.textures.retain(|id, _| view.strip.iter().any(|photo| photo.id == *id));
    let covered = local.dialog_is_open(ui.ctx());
    if !covered {
        read_file_keys(ui, actions);
    }
    let show = &mut local.training.show;
    match &view.chosen {
        Some(chosen) => showing::showing_ui(ui, screen, (show, chosen), covered, actions),
        None => choose::choose_ui(ui, screen, show, covered, actions),
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
