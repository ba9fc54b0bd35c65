//! What only the screen knows of the cart: the selected line, and the dialog that is open.

use super::cart_dialogs::CartDialog;
use domain::LineId;
use till::{CartView, LineView, Snapshot};

/// The selection and the open dialog.
#[derive(Default)]
pub(super) struct CartLocal {
    selected: Option<LineId>,
    /// The line that was added or grew last, and by how many additions it stood there then.
    touched: Option<(LineId, usize)>,
    /// The selected line is to be brought into sight.
    pub(super) show_selected: bool,
    /// The field for the quantity of the selected line gets the keyboard.
    pub(super) edit_quantity: bool,
    /// What lies over the screen.
    pub(super) dialog: Option<CartDialog>,
}

impl CartLocal {
    /// Whether a dialog lies over the screen.
    pub(super) fn dialog_is_open(&self) -> bool {
        self.dialog.is_some()
    }

    /// Follows the till: a line that was just added or grew is the selected one.
    pub(super) fn follow(&mut self, snapshot: &Snapshot) {
        let cart = &snapshot.cart;
        let line_of = |id: LineId| cart.lines.iter().find(|line| line.id == id);
        let touched = cart.touched.and_then(line_of).map(|line| (line.id, line.additions));
        if touched != self.touched {
            self.touched = touched;
            self.selected = None;
            self.show_selected = true;
        }
        if self.selected.is_some_and(|id| line_of(id).is_none()) {
            self.selected = None;
        }
        if self.dialog.as_ref().is_some_and(|dialog| !dialog.still_fits(snapshot)) {
            self.dialog = None;
        }
    }

    /// The place of the selected line: the one that was picked, else the one that was added or grew
    /// last, else the newest.
    pub(super) fn selected_index(&self, cart: &CartView) -> Option<usize> {
        let place_of = |id: LineId| cart.lines.iter().position(|line| line.id == id);
        let picked = self.selected.or(cart.touched).and_then(place_of);
        picked.or_else(|| cart.lines.len().checked_sub(1))
    }

    /// The selected line.
    pub(super) fn selected<'a>(&self, cart: &'a CartView) -> Option<&'a LineView> {
        cart.lines.get(self.selected_index(cart)?)
    }

    /// Picks a line.
    pub(super) fn select(&mut self, line: LineId) {
        self.selected = Some(line);
    }

    /// Picks the line so many places further down, as far as there are lines.
    pub(super) fn move_selection(&mut self, cart: &CartView, by: isize) {
        let Some(at) = self.selected_index(cart) else {
            return;
        };
        let last = cart.lines.len().saturating_sub(1);
        let to = at.saturating_add_signed(by).min(last);
        self.selected = cart.lines.get(to).map(|line| line.id);
        self.show_selected = true;
    }
}
