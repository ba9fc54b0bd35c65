//! What lies over the screen for the cart: price and note of a line, a discount on all, what is not in the
//! catalogue, hold, carts on hold, void.

mod card;
mod cart_discount;
mod held;
mod hold;
mod open_price;
mod terms;
mod void;

use egui::Ui;

use self::card::After;
use self::cart_discount::CartDiscount;
use self::hold::Hold;
use self::open_price::OpenPrice;
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
    /// Something is taken off the whole cart.
    CartDiscount(CartDiscount),
    /// Something is sold that is not in the catalogue.
    OpenPrice(OpenPrice),
    /// Whether all lines are to go, and why.
    VoidCart(String),
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

    /// The dialog that takes something off this whole cart.
    pub(super) fn cart_discount(cart: &CartView) -> Self {
        Self::CartDiscount(CartDiscount::of(cart))
    }

    /// The dialog that sells what is not in the catalogue.
    pub(super) fn open_price(snapshot: &Snapshot) -> Self {
        Self::OpenPrice(OpenPrice::of(snapshot))
    }

    /// The question before all lines go.
    pub(super) fn void_cart() -> Self {
        Self::VoidCart(String::new())
    }

    /// Whether what it is about is still there.
    pub(super) fn still_fits(&self, snapshot: &Snapshot) -> bool {
        match self {
            Self::Terms(terms) => snapshot.cart.lines.iter().any(|line| line.id == terms.line()),
            Self::Hold(_) | Self::VoidCart(_) | Self::CartDiscount(_) => {
                !snapshot.cart.lines.is_empty()
            }
            Self::OpenPrice(_) => true,
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
        CartDialog::CartDiscount(discount) => discount.show(ui, screen, actions),
        CartDialog::OpenPrice(open_price) => open_price.show(ui, screen, actions),
        CartDialog::VoidCart(reason) => void::show(ui, screen, reason, actions),
    };
    if matches!(after, After::Stays) {
        *open = Some(dialog);
    }
}
