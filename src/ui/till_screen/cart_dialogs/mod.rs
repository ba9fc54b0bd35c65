//! What lies over the screen for the cart: price and note of a line, hold, carts on hold, void.

mod card;
mod held;
mod hold;
mod terms;
mod void;

use egui::Ui;

use self::card::After;
use self::hold::Hold;
use self::terms::Terms;
use crate::action::Action;
use crate::screen::Screen;
use till::{CartView, LineView, Snapshot};

/// The dialog that is open.
pub(super) enum CartDialog {
    /// Another price, a discount or a note for a line.
    Terms(Terms),
    /// A note, then the cart goes on hold.
    Hold(Hold),
    /// The carts on hold.
    Held,
    /// Whether all lines are to go.
    VoidCart,
}

impl CartDialog {
    /// The dialog for a line.
    pub(super) fn terms(line: &LineView) -> Self {
        Self::Terms(Terms::of(line))
    }

    /// The dialog that puts this cart on hold.
    pub(super) fn hold(cart: &CartView) -> Self {
        Self::Hold(Hold::of(cart))
    }

    /// Whether what it is about is still there.
    pub(super) fn still_fits(&self, snapshot: &Snapshot) -> bool {
        match self {
            Self::Terms(terms) => snapshot.cart.lines.iter().any(|line| line.id == terms.line()),
            Self::Hold(_) | Self::VoidCart => !snapshot.cart.lines.is_empty(),
            Self::Held => !snapshot.held.is_empty(),
        }
    }
}

/// Draws the dialog that is open.
pub(super) fn dialog_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    open: &mut Option<CartDialog>,
    actions: &mut Vec<Action>,
) {
    let Some(mut dialog) = open.take() else {
        return;
    };
    let after = match &mut dialog {
        CartDialog::Terms(terms) => terms.show(ui, screen, actions),
        CartDialog::Hold(hold) => hold.show(ui, screen, actions),
        CartDialog::Held => held::show(ui, screen, actions),
        CartDialog::VoidCart => void::show(ui, screen, actions),
    };
    if matches!(after, After::Stays) {
        *open = Some(dialog);
    }
}
