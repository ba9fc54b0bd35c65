//! What becomes of what is typed beside all fields: codes, tiles, weights and searches.

use egui::Ui;

use super::search;
use super::state::Local;
use crate::action::Action;
use crate::widgets::controls;
use domain::LineQuantity;
use till::keystrokes::{Route, Surroundings, Taker};
use till::{CodeCommand, Command, LineView, Snapshot};

/// Hands on at most one key that was pressed; a screen that is `covered` types nothing.
pub(super) fn read(
    ui: &Ui,
    snapshot: &Snapshot,
    local: &mut Local,
    covered: bool,
    actions: &mut Vec<Action>,
) {
    let around = Surroundings {
        taker: taker(ui, snapshot, local, covered),
        prefix: snapshot.code.scanner_prefix,
        numbers: snapshot.search.as_ref(),
    };
    match local.typing.read(ui, &around) {
        None | Some(Route::Pass(()) | Route::Enter) => {}
        Some(Route::Code(code)) => {
            if around.taker == Taker::Number {
                local.search.clear(); // a number that was begun is no part of what comes next
            }
            actions.push(Command::Code(CodeCommand::Scanned(code)).into());
        }
        Some(Route::Tile(index)) => choose(snapshot, index, local, actions),
        Some(Route::TakeBack(text)) => {
            if let Some(photo) = local.typing.last_choice.take() {
                actions.push(Command::TakeBackChoice(photo).into());
            }
            if !text.is_empty() {
                search::type_on(ui, local, &text);
            }
        }
        Some(Route::Search(text)) => search::type_on(ui, local, &text),
        Some(Route::Weight(line, text)) => {
            let typed = local.typed.entry(line).or_default();
            typed.push_str(&text);
            let length = typed.chars().count();
            local.cart.select(line);
            local.cart.show_selected = true;
            controls::type_on(ui, controls::id_of("quantity", line), length);
        }
    }
}

/// The tile with this index, from 0.
fn choose(snapshot: &Snapshot, index: usize, local: &mut Local, actions: &mut Vec<Action>) {
    local.typing.last_choice = None;
    // While another item is looked at, the tiles are those of the one before.
    let Some(item) = snapshot.items.first().filter(|item| !item.pointing) else { return };
    let (tile, added) = (item.state.tiles().get(index), item.state.added());
    // What is chosen already is not chosen again, and so nothing takes it back.
    if let Some(tile) = tile.filter(|tile| added != Some(&tile.product.id)) {
        let product = tile.product.id.clone();
        local.typing.last_choice = Some(item.id);
        actions.push(Command::ChooseCandidate { item: item.id, product }.into());
    }
}

/// A dialog that the till has opened has the keyboard for itself.
pub(super) fn asks_for_itself(snapshot: &Snapshot) -> bool {
    snapshot.weighing.dialog.is_some()
        || snapshot.pricing.is_some()
        || snapshot.code.unknown.is_some()
}

/// Who has the keyboard.
fn taker(ui: &Ui, snapshot: &Snapshot, local: &Local, covered: bool) -> Taker {
    let is_asked = covered || asks_for_itself(snapshot);
    if is_asked || ui.ctx().text_edit_focused() {
        let is_number = !is_asked && search::holds_number(ui, local);
        return if is_number { Taker::Number } else { Taker::Field };
    }
    if let Some(line) = waiting_line(snapshot, local) {
        return Taker::Weight(line.id);
    }
    match tiles(snapshot) {
        0 => Taker::Nobody,
        tiles => Taker::Tiles(tiles),
    }
}

/// How many tiles there are to choose from by their digits.
fn tiles(snapshot: &Snapshot) -> usize {
    snapshot.items.first().map_or(0, |item| item.state.tiles().len())
}

/// The line whose weight is being waited for: the selected one, else the newest.
fn waiting_line<'a>(snapshot: &'a Snapshot, local: &Local) -> Option<&'a LineView> {
    let cart = &snapshot.cart;
    let newest = || cart.lines.iter().rev().find(|line| waits(line));
    local.cart.selected(cart).filter(|line| waits(line)).or_else(newest)
}

fn waits(line: &LineView) -> bool {
    line.quantity == LineQuantity::WeightNeeded
}

/// Whether the digits belong to a line that waits for its weight, and to no tile.
pub(super) fn weight_has_digits(snapshot: &Snapshot) -> bool {
    snapshot.cart.lines.iter().any(waits)
}

/// The index of the tile that is chosen in a moment, as its key was just pressed.
pub(super) fn waiting_tile(snapshot: &Snapshot, local: &Local) -> Option<usize> {
    local.typing.waiting_tile(tiles(snapshot))
}
