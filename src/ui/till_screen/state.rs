//! What only the Till screen knows: what is half typed, and which fields have had their focus.

use std::collections::{HashMap, HashSet};

use super::cart_local::CartLocal;
use super::first_price::FirstPrice;
use crate::typing::Typing;
use domain::LineId;
use till::Snapshot;

/// What only this screen knows.
#[derive(Default)]
pub struct Local {
    /// What is typed into the search field.
    pub search: String,
    /// Which of the found products is picked by the arrow keys.
    pub(super) search_pick: usize,
    /// The arrow keys have picked one of the found products.
    pub(super) search_picked: bool,
    pub(super) search_wants_focus: bool,
    /// What is selected in the cart, and the cart's dialog.
    pub(super) cart: CartLocal,
    /// Quantities that are half typed.
    pub(super) typed: HashMap<LineId, String>,
    /// Lines whose field has had the keyboard once.
    pub(super) shown: HashSet<LineId>,
    /// Paying begins as soon as the field that was just left has handed over what was typed.
    pub(super) pays_next: bool,
    pub(super) weight_typed: String,
    pub(super) first_price: FirstPrice,
    pub(super) code_search: String,
    pub(super) typing: Typing,
}

impl Local {
    /// Follows the till before anything is drawn: forgets what was typed for lines that are gone.
    pub fn follow(&mut self, snapshot: &Snapshot) {
        let is_there = |line: &LineId| snapshot.cart.lines.iter().any(|l| l.id == *line);
        self.typed.retain(|line, _| is_there(line));
        self.shown.retain(is_there);
        self.cart.follow(snapshot);
    }

    /// Whether a dialog of this screen has the keyboard for itself.
    pub fn dialog_is_open(&self) -> bool {
        self.cart.dialog_is_open()
    }

    /// One has gone to another place, which has the keyboard.
    pub fn left(&mut self) {
        self.typing.clear();
    }

    /// The search field gets the keyboard in this frame.
    pub(super) fn focus_search(&mut self) {
        self.search_wants_focus = true;
    }

    /// The arrow keys have not moved since what is searched was typed.
    pub(super) fn nothing_is_picked(&mut self) {
        self.search_pick = 0;
        self.search_picked = false;
    }
}
