//! The keyboard: what each key does, and how it is called on the buttons.

use egui::{Event, InputState, Key, Modifiers, Ui};

use crate::action::Action;
use crate::till_screen::{Local, cart_keys};
use crate::typed_paths;
use photo::Picture;
use till::{Command, ItemState, PayCommand, PhotoSource, Snapshot, WatchCommand};

/// Opens a photo.
pub const OPEN: &str = if cfg!(target_os = "macos") { "⌘ O" } else { "Ctrl O" };
/// Takes a picture.
pub const TAKE: &str = "Space";
/// Finds a product by name.
pub const SEARCH: &str = if cfg!(target_os = "macos") { "⌘ F" } else { "Ctrl F" };
/// Finds what none of the tiles shows.
pub const SOMETHING_ELSE: &str = "F1";
/// Undoes or dismisses.
pub const BACK: &str = "Esc";
/// Shows what speaks for the first candidate, then for the second.
pub const WHY: &str = "F2";
/// Learns how the empty tray looks.
pub const LEARN_TRAY: &str = "F7";
/// Takes the selected line out of the cart.
pub const REMOVE: &str = "Delete";
/// Takes all lines out of the cart; asks first.
pub const VOID_CART: &str = "Shift Del";
/// Weight or pieces of the selected line.
pub const QUANTITY: &str = "F3";
/// Another price, a discount or a note for the selected line.
pub const PRICE: &str = "F4";
/// Puts the cart on hold.
pub const HOLD: &str = "F5";
/// Shows the carts on hold.
pub const HELD: &str = "F6";
/// Pays; Ctrl+Enter does the same.
pub const COMPLETE: &str = "F9";
/// Goes on.
pub const ENTER: &str = "Enter";
/// Looks at receipts and refunds.
pub const RECEIPTS: &str = "F8";
/// Opens the cash drawer.
pub const DRAWER: &str = "F12";

/// Takes a few pictures by itself.
pub const BURST: &str = "B";
/// Takes back what was done last.
pub const UNDO: &str = if cfg!(target_os = "macos") { "⌘ Z" } else { "Ctrl Z" };

/// Goes to the till.
pub const TILL: &str = if cfg!(target_os = "macos") { "⌘ 1" } else { "Ctrl 1" };
/// Goes to the trainings.
pub const TRAINING: &str = if cfg!(target_os = "macos") { "⌘ 2" } else { "Ctrl 2" };
/// Goes to the products.
pub const PRODUCTS: &str = if cfg!(target_os = "macos") { "⌘ 3" } else { "Ctrl 3" };
/// Goes to the day; Ctrl+4 does the same.
pub const DAY: &str = "F10";
/// Goes to the picture test bench.
pub const BENCH: &str = if cfg!(target_os = "macos") { "⌘ 5" } else { "Ctrl 5" };
/// Goes to the settings.
pub const SETTINGS: &str = if cfg!(target_os = "macos") { "⌘ 6" } else { "Ctrl 6" };

/// Begins a new product.
pub const NEW: &str = if cfg!(target_os = "macos") { "⌘ N" } else { "Ctrl N" };
/// Keeps what is being edited; Ctrl+Enter does the same.
pub const SAVE: &str = if cfg!(target_os = "macos") { "⌘ S" } else { "Ctrl S" };

/// Turns keys and pastes into actions, unless something is being typed or a menu is open.
pub fn read(ui: &Ui, snapshot: &Snapshot, local: &mut Local, actions: &mut Vec<Action>) {
    if local.dialog_is_open(ui.ctx()) || asks_for_itself(snapshot) {
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
    cart_keys::read(ui, snapshot, local, actions);
    if pressed(Key::Escape) {
        actions.extend(back(snapshot, local));
    }
    pasted(ui, local, actions);
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

/// A dialog that the till has opened has the keyboard for itself.
pub fn asks_for_itself(snapshot: &Snapshot) -> bool {
    snapshot.weighing.dialog.is_some()
        || snapshot.pricing.is_some()
        || snapshot.code.unknown.is_some()
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
fn pasted(ui: &Ui, local: &mut Local, actions: &mut Vec<Action>) {
    let events = ui.input(|input| input.events.clone());
    for event in events {
        match event {
            Event::Paste(text) => match typed_paths::parse(&text) {
                Some(paths) => actions.push(Action::OpenFiles(paths)),
                None => local.ask_for_path(text.trim()),
            },
            Event::PasteImage(image) => actions.extend(pasted_picture(&image)),
            _ => {}
        }
    }
}

fn pasted_picture(image: &egui::ColorImage) -> Option<Action> {
    let source = PhotoSource::Pasted(std::sync::Arc::new(picture_of(image)?));
    Some(Command::OpenPhotos(vec![source]).into())
}

/// What was pasted as a picture; transparent parts lie on white, as in photos.
pub fn picture_of(image: &egui::ColorImage) -> Option<Picture> {
    let [width, height] = image.size.map(|side| u32::try_from(side).ok());
    let rgb = image.pixels.iter().flat_map(|pixel| {
        let white = 255 - pixel.a();
        [pixel.r(), pixel.g(), pixel.b()].map(|channel| channel.saturating_add(white))
    });
    Picture::new(width?, height?, rgb.collect()).ok()
}
