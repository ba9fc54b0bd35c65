//! The photo library: products at the left, their photos at the right; the inbox and the suspects one
//! by one.

mod browse;
mod choose_product;
mod library;
mod names;
mod one_by_one;
mod shown;
mod side_list;
mod state;

use egui::{Key, Modifiers, Rect, Ui, pos2, vec2};

use crate::action::Action;
use crate::keys::pressed;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, Weight, words};
use crate::widgets::icons::Icon;
use teach::TeachingView;
use teach::library::{LibraryCommand, LibraryView};

use library::Library;
use names::Names;
use shown::Shown;

pub(super) use state::Local;

/// Width of the list of products, in points.
const LIST: f32 = 320.0;

/// How many photos wait in the inbox.
pub(super) fn waiting(teaching: &TeachingView) -> usize {
    teaching.library.inbox.len()
}

/// Draws the part into all of `ui`.
pub(super) fn photos_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    covered: bool,
    actions: &mut Vec<Action>,
) {
    let view = &*screen.teaching.library;
    let keyboard_is_free = !covered && !ui.ctx().text_edit_focused();
    follow(local, view);
    let names = Names::of(screen);
    let library = &Library { screen, names: &names, view, keyboard_is_free };
    let all = ui.max_rect();
    let list = all.with_max_x(all.left() + LIST);
    side_list::list_ui(ui, list, library, local);
    let right = all.with_min_x(list.right() + GRID * 2.0);
    let messages = messages_ui(ui, right, library, actions);
    let right = right.with_max_y(right.bottom() - messages);
    if keyboard_is_free && pressed(ui, Modifiers::COMMAND, Key::Z) && view.can_undo {
        actions.push(LibraryCommand::Undo.into());
    }
    match local.shown {
        Shown::All | Shown::Product(_) => browse::browse_ui(ui, right, library, local, actions),
        Shown::Inbox | Shown::Suspects => {
            one_by_one::one_by_one_ui(ui, right, library, local, actions);
        }
    }
    choose_product::dialog_ui(ui, screen, &mut local.choosing, actions);
}

/// What is shown may have gone meanwhile.
fn follow(local: &mut Local, view: &LibraryView) {
    let is_there = match &local.shown {
        Shown::Product(product) => view.products.iter().any(|known| known.product == *product),
        Shown::All | Shown::Inbox | Shown::Suspects => true,
    };
    if !is_there {
        local.shown = Shown::All;
    }
}

/// Draws what was done or could not be, at the bottom; returns the height used.
fn messages_ui(ui: &mut Ui, room: Rect, library: &Library<'_>, actions: &mut Vec<Action>) -> f32 {
    let Library { screen, names, view, .. } = library;
    let tokens = screen.tokens;
    let (message, fill, colour) = match (&view.problem, &view.notice) {
        (Some(problem), _) => (problem, tokens.error_soft, tokens.error_text),
        (None, Some(notice)) => (notice, tokens.accent_soft, tokens.accent_text),
        (None, None) => return 0.0,
    };
    let text = screen.texts.message(&names.named(message));
    let row = room.with_min_y(room.bottom() - theme::TOUCH);
    ui.painter().rect_filled(row, theme::RADIUS, fill);
    let close = Rect::from_min_size(
        pos2(row.right() - theme::TOUCH, row.top()),
        vec2(theme::TOUCH, theme::TOUCH),
    );
    let place =
        Rect::from_min_max(row.min + vec2(GRID * 2.0, 4.0), pos2(close.left(), row.bottom()));
    words(&text, theme::regular(theme::SMALL), colour).show_in(ui, place, 2);
    let label = screen.texts.text("library-close-message");
    let button = controls::icon_button(ui, close, Icon::Close, &label, Weight::Quiet, tokens);
    if button.clicked() {
        actions.push(LibraryCommand::ClearMessages.into());
    }
    row.height() + GRID
}
