//! Finding a product by hand: the field above the cart and what it found.

use std::sync::Arc;

use egui::{Key, Rect, Ui, pos2, vec2};

use super::state::Local;
use crate::action::Action;
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, words};
use crate::widgets::found::{ROW, result_ui};
use crate::widgets::search_field::SearchField;
use domain::Product;
use till::{CodeCommand, Command, ItemId, ItemState, search};

const MOST: usize = 8;

/// Draws the field; Enter adds the picked product, arrows pick, Esc clears.
pub(super) fn field_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let t = screen.texts;
    let (label, hint) = (t.text("search-label"), t.text("search-hint"));
    let field = SearchField::new(field_id(), &label, &hint).key(keys::SEARCH);
    if std::mem::take(&mut local.search_wants_focus) || focus_is_due(ui) {
        field.give_keyboard(ui);
    }
    if field.has_keyboard(ui) {
        read_keys(ui, screen, local);
    }
    let response = field.show(ui, rect, &mut local.search, screen.tokens);
    if response.changed() {
        local.nothing_is_picked();
    }
    // Behind the field, which takes in what was typed before.
    if response.lost_focus() {
        read_end(ui, screen, local, actions);
    }
}

/// Gives the field the keyboard in the next frame: in this one the click that asks for it would take
/// it away again, as it was beside the field.
pub(super) fn take_focus(ui: &Ui) {
    let frame = ui.ctx().cumulative_frame_nr();
    ui.data_mut(|data| data.insert_temp(field_id(), frame));
    ui.ctx().request_repaint();
}

/// Whether an earlier frame asked for the keyboard.
fn focus_is_due(ui: &Ui) -> bool {
    let now = ui.ctx().cumulative_frame_nr();
    ui.data_mut(|data| {
        let due = data.get_temp::<u64>(field_id()).is_some_and(|asked| asked < now);
        if due {
            data.remove::<u64>(field_id());
        }
        due
    })
}

/// The id of the search field.
fn field_id() -> egui::Id {
    egui::Id::unique("product search")
}

/// Puts what was typed beside all fields into the search, and the keyboard behind it.
pub(super) fn type_on(ui: &Ui, local: &mut Local, text: &str) {
    local.search.push_str(text);
    local.nothing_is_picked();
    controls::type_on(ui, field_id(), local.search.chars().count());
}

/// Whether the field has the keyboard and holds a number.
pub(super) fn holds_number(ui: &Ui, local: &Local) -> bool {
    ui.memory(|memory| memory.has_focus(field_id())) && search::is_a_number(&local.search)
}

fn read_keys(ui: &Ui, screen: &Screen<'_>, local: &mut Local) {
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    if pressed(Key::Escape) {
        local.search.clear();
    }
    let by = match (pressed(Key::ArrowDown), pressed(Key::ArrowUp)) {
        (true, false) => 1,
        (false, true) => -1,
        _ => return,
    };
    let found = found(screen, local);
    let Some(last) = found.len().checked_sub(1) else { return };
    local.search_pick = match picked(&found, local) {
        Some(at) => at.saturating_add_signed(by).min(last),
        None => 0,
    };
    local.search_picked = true;
}

/// What Enter does with what was typed.
fn read_end(ui: &Ui, screen: &Screen<'_>, local: &mut Local, actions: &mut Vec<Action>) {
    if !ui.input(|input| input.key_pressed(Key::Enter)) {
        return;
    }
    let is_number = search::is_a_number(&local.search);
    let found = found(screen, local);
    match picked(&found, local).and_then(|at| found.get(at)) {
        Some(product) if local.search_picked || !is_number => add(product, screen, local, actions),
        _ if is_number => {
            let number = std::mem::take(&mut local.search);
            local.nothing_is_picked();
            let photo = asked(screen);
            actions.push(Command::Code(CodeCommand::Typed { number, photo }).into());
        }
        _ => {}
    }
}

/// The place of the product that Enter takes: what the arrow keys picked, else the first, where it
/// was found by more than the beginning of a number.
fn picked(found: &[Arc<Product>], local: &Local) -> Option<usize> {
    if local.search_picked {
        return Some(local.search_pick);
    }
    found.first().filter(|first| search::enter_takes(&local.search, first)).map(|_| 0)
}

/// What was typed and what the camera sees, together.
fn found(screen: &Screen<'_>, local: &Local) -> Vec<Arc<Product>> {
    screen.snapshot.search.find(&local.search, &screen.snapshot.looks, MOST)
}

/// What was found is what the photo that is being asked about shows; without one it is just added.
fn add(product: &Product, screen: &Screen<'_>, local: &mut Local, actions: &mut Vec<Action>) {
    local.search.clear();
    local.nothing_is_picked();
    let product = product.id.clone();
    actions.push(match asked(screen) {
        Some(item) => Command::ChooseCandidate { item, product }.into(),
        None => Command::AddProduct(product).into(),
    });
}

/// The photo that is being asked about.
fn asked(screen: &Screen<'_>) -> Option<ItemId> {
    let shown = screen.snapshot.items.first()?;
    matches!(shown.state, ItemState::Asked { .. }).then_some(shown.id)
}

/// What was found, where the lines of the cart are otherwise.
pub(super) fn results_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let found = found(screen, local);
    if found.is_empty() {
        let text = screen.texts.text("search-nothing");
        let place = rect.with_min_y(rect.top() + GRID * 4.0);
        words(&text, theme::regular(theme::BODY), screen.tokens.muted).show_centred(ui, place, 1);
        return;
    }
    let picked = picked(&found, local);
    let rows = ((rect.height() / ROW).floor() as usize).max(1);
    for (index, product) in found.iter().take(rows).enumerate() {
        let corner = pos2(rect.left(), rect.top() + index as f32 * ROW);
        let place = Rect::from_min_size(corner, vec2(rect.width(), ROW));
        if result_ui(ui, place, screen, product, picked == Some(index), "search-add") {
            add(product, screen, local, actions);
        }
    }
}
