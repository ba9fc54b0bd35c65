//! What only the cards know: what is half typed.

use super::pad::Pad;
use till::{PayScreen, Snapshot};

/// The card that is open, and what is typed on it.
#[derive(Default)]
pub struct PayLocal {
    /// The amount or number as typed so far.
    pub typed: Pad,
    open: Option<Card>,
}

/// Which card is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Card {
    Pay,
    Done,
    Receipts,
}

impl PayLocal {
    /// Whether a card lies over the till and has the keyboard for itself.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Follows the till: each card begins with nothing typed.
    pub fn follow(&mut self, snapshot: &Snapshot) {
        let open = match &snapshot.pay.screen {
            PayScreen::Closed => None,
            PayScreen::Paying(_) => Some(Card::Pay),
            PayScreen::Done(_) => Some(Card::Done),
            PayScreen::Receipts(_) => Some(Card::Receipts),
        };
        if open != self.open {
            self.open = open;
            self.typed = Pad::default();
        }
    }
}
