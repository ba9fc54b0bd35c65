//! What the keys of the Till screen do beside what is typed; their names stand in [`crate::keys`].

use egui::{Event, InputState, Key, Modifiers, Ui};

use super::state::Local;
use super::typed::asks_for_itself;
use super::{cart_keys, pointing};
use crate::action::Action;
use crate::widgets::path_question::PathQuestion;
use crate::{pasted_picture, typed_paths};
use till::{Command, ItemState, PayCommand, PhotoSource, Snapshot, WatchCommand};

/// Turns keys and pastes into actions, unless the till itself asks for something.
pub(super) fn read(
    ui: &Ui,
    snapshot: &Snapshot,
    local: &mut Local,
    path: &mut PathQuestion,
    actions: &mut Vec<Action>,
) {
    if asks_for_itself(snapshot) {
        return;
    }
    // It types nothing, and a line that needs its weight has the keyboard by itself.
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F2))
        && let Some(item) = snapshot.items.first()
    {
        actions.push(Command::Why(item.id).into());
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F7)) {
        actions.push(Command::Watch(WatchCommand::LearnTray).into());
    }
    for (key, command) in [(Key::F8, PayCommand::Receipts), (Key::F12, PayCommand::OpenDrawer)] {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            actions.push(Command::Pay(command).into());
        }
    }
    cart_keys::read_function_keys(ui, snapshot, local, actions);
    if local.cart.dialog_is_open() {
        return;
    }
    read_while_typing(ui, local, actions);
    if ui.ctx().text_edit_focused() {
        return;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    // A button that has the keyboard takes the space bar for itself.
    if ui.memory(|memory| memory.focused().is_none()) && pressed(Key::Space) {
        actions.push(Command::TakePicture.into());
    }
    pointing::read_keys(ui, snapshot, actions);
    cart_keys::read(ui, snapshot, local, actions);
    if pressed(Key::Escape) {
        actions.extend(back(snapshot, local));
    }
    pasted(ui, path, actions);
}

/// Keys that type nothing work in a field, too: a line that needs its weight has the keyboard by
/// itself, and must not keep a clerk from the search.
fn read_while_typing(ui: &Ui, local: &mut Local, actions: &mut Vec<Action>) {
    let pressed =
        |modifiers, key| ui.input_mut(|input: &mut InputState| input.consume_key(modifiers, key));
    if pressed(Modifiers::NONE, Key::F1) | pressed(Modifiers::COMMAND, Key::F) {
        local.focus_search();
    }
    if pressed(Modifiers::COMMAND, Key::O) {
        actions.push(Action::ChooseFiles);
    }
    if local.pays_next {
        local.pays_next = false;
        actions.push(Command::Pay(PayCommand::Start).into());
    }
    if pressed(Modifiers::COMMAND, Key::Enter) | pressed(Modifiers::NONE, Key::F9) {
        match ui.memory(egui::Memory::focused).filter(|_| ui.ctx().text_edit_focused()) {
            // What was typed counts first: the field hands it over when it is left.
            Some(field) => {
                ui.memory_mut(|memory| memory.surrender_focus(field));
                local.pays_next = true;
                ui.ctx().request_repaint();
            }
            None => actions.push(Command::Pay(PayCommand::Start).into()),
        }
    }
}

/// One step back: first what was searched, then a notice, then the evidence, then the photo shown.
fn back(snapshot: &Snapshot, local: &mut Local) -> Option<Action> {
    if !local.search.is_empty() {
        local.search.clear();
        return None;
    }
    if let Some(notice) = snapshot.notices.last() {
        return Some(Command::ClearNotice(notice.id).into());
    }
    if snapshot.why.is_some() {
        return Some(Command::CloseWhy.into());
    }
    let item = snapshot.items.first()?;
    let command = match item.state {
        ItemState::Added { .. } => Command::UndoAdd(item.id),
        _ => Command::Dismiss(item.id),
    };
    Some(command.into())
}

/// A pasted picture or path is opened; other text goes into the path field to be looked at.
fn pasted(ui: &Ui, path: &mut PathQuestion, actions: &mut Vec<Action>) {
    let events = ui.input(|input| input.events.clone());
    for event in events {
        match event {
            Event::Paste(text) => match typed_paths::parse(&text) {
                Some(paths) => actions.push(Action::OpenFiles(paths)),
                None => path.ask(text.trim()),
            },
            Event::PasteImage(image) => actions.extend(open_pasted(&image)),
            _ => {}
        }
    }
}

fn open_pasted(image: &egui::ColorImage) -> Option<Action> {
    let source = PhotoSource::Pasted(std::sync::Arc::new(pasted_picture::picture_of(image)?));
    Some(Command::OpenPhotos(vec![source]).into())
}
