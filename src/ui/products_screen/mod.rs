//! The Products screen: the whole catalogue, one product being edited, a CSV file before it is
//! taken. It draws, and decides nothing.

mod editor;
mod filter;
mod import;
mod import_rows;
mod list;
mod matching;
mod matching_columns;

use egui::{Key, Modifiers, Rect, Ui, pos2};

pub(crate) use filter::Local;

use crate::action::{Action, FileWish};
use crate::screen::Screen;
use till::CatalogueCommand;

/// Width of the product that is being edited, in points.
const EDITOR: f32 = 464.0;

/// Draws the screen into all of `ui` and returns what was asked for, in order.
#[must_use]
pub(crate) fn products_screen(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    covered: bool,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let all = ui.max_rect();
    let catalogue = &screen.snapshot.catalogue;
    let listens = !covered;
    if let Some(import) = &catalogue.import {
        import::import_ui(ui, all, screen, import, listens, &mut actions);
        return actions;
    }
    if listens {
        read_keys(ui, local, &mut actions);
    }
    let list = match &catalogue.editor {
        None => all,
        Some(editor) => {
            let split = all.right() - EDITOR.min(all.width() * 0.5);
            let panel = Rect::from_min_max(pos2(split, all.top()), all.max);
            editor::editor_ui(ui, panel, screen, local, editor, listens, &mut actions);
            all.with_max_x(split)
        }
    };
    list::list_ui(ui, list, screen, local, &mut actions);
    actions
}

fn read_keys(ui: &Ui, local: &mut Local, actions: &mut Vec<Action>) {
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::COMMAND, Key::N) {
        actions.push(CatalogueCommand::New { barcode: None }.into());
    }
    if pressed(Modifiers::COMMAND, Key::F) || pressed(Modifiers::NONE, Key::F1) {
        local.focus_search = true;
    }
    if pressed(Modifiers::COMMAND, Key::O) {
        actions.push(Action::AskForFile(FileWish::ImportCatalogue));
    }
}
