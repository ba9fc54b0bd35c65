//! The keys of the cart. Their names stand in [`crate::keys`] with all the others.

use egui::{Event, Key, Modifiers, Ui};

use super::cart_dialogs::CartDialog;
use super::state::Local;
use crate::action::Action;
use domain::{LineQuantity, Quantity, Unit};
use till::{CartCommand, Command, Snapshot, WeighingCommand};

/// Keys that type nothing, and so work while a field has the keyboard.
pub(super) fn read_function_keys(
    ui: &Ui,
    snapshot: &Snapshot,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::F3)
        && let Some(line) = local.cart.selected(&snapshot.cart)
    {
        match line.product.unit() {
            None => actions.push(Command::Cart(CartCommand::AskPrice(line.id)).into()),
            Some(Unit::Kg) => {
                actions.push(Command::Weighing(WeighingCommand::Open(line.id)).into());
            }
            Some(Unit::Piece) => {
                local.cart.edit_quantity = true;
                local.cart.show_selected = true;
            }
        }
    }
    // Before F4 alone, which Shift would not keep from matching.
    let on_all = ui.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::F4));
    if on_all && !snapshot.cart.lines.is_empty() {
        local.cart.dialog = Some(CartDialog::cart_discount(&snapshot.cart));
    }
    if pressed(Key::F11) {
        local.cart.dialog = Some(CartDialog::open_price(snapshot));
    }
    if pressed(Key::F4)
        && let Some(line) = local.cart.selected(&snapshot.cart)
    {
        local.cart.dialog = Some(CartDialog::terms(line));
    }
    if pressed(Key::F5) && !snapshot.cart.lines.is_empty() {
        local.cart.dialog = Some(CartDialog::hold(&snapshot.cart));
    }
    if pressed(Key::F6) && !snapshot.held.is_empty() {
        local.cart.dialog = Some(CartDialog::Held);
    }
}

/// Keys that a field would take for itself.
pub(super) fn read(ui: &Ui, snapshot: &Snapshot, local: &mut Local, actions: &mut Vec<Action>) {
    let cart = &snapshot.cart;
    if cart.void_can_be_taken_back
        && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Z))
    {
        actions.push(Command::Cart(CartCommand::TakeBackVoid).into());
    }
    if cart.lines.is_empty() {
        return;
    }
    // Before Delete alone, which Shift would not keep from matching. Windows calls it "cut".
    let with_shift = ui.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::Delete));
    let cut = cfg!(windows) && ui.input(|input| input.events.contains(&Event::Cut));
    if with_shift || cut {
        local.cart.dialog = Some(CartDialog::void_cart());
        return;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let moved = if pressed(Key::ArrowDown) {
        local.cart.move_selection(cart, 1);
        true
    } else if pressed(Key::ArrowUp) {
        local.cart.move_selection(cart, -1);
        true
    } else {
        false
    };
    let Some(line) = local.cart.selected(cart) else {
        return;
    };
    if moved {
        // Its photo comes with it, so that another tile corrects it.
        actions.push(Command::Weighing(WeighingCommand::ShowLine(line.id)).into());
    }
    if pressed(Key::Delete) {
        actions.push(Command::Cart(CartCommand::VoidLine(line.id)).into());
    }
    if let LineQuantity::Known(Quantity::Pieces(pieces)) = line.quantity {
        // The key with + on it gives = without Shift on many keyboards.
        if pressed(Key::Plus) || pressed(Key::Equals) {
            actions.push(Command::SetPieces(line.id, pieces.get().saturating_add(1)).into());
        }
        if pressed(Key::Minus) && pieces.get() > 1 {
            actions.push(Command::SetPieces(line.id, pieces.get() - 1).into());
        }
    }
}
