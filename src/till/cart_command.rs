//! What a clerk can ask of the cart beyond pieces and weights.

use domain::{Discount, LineId, Money, OpenPriceItem, UnitPrice, Weighing};

/// One wish about the cart.
#[derive(Clone, PartialEq, Debug)]
pub enum CartCommand {
    /// Take this line out of the cart.
    VoidLine(LineId),
    /// Take everything out of the cart.
    VoidCart {
        /// Why; may be empty.
        reason: String,
    },
    /// The weight of this line, with its container and where it comes from.
    SetWeighing(LineId, Weighing),
    /// Ask what the product of this line costs, which has no price yet.
    AskPrice(LineId),
    /// Leave that for later.
    ClosePrice,
    /// The product of this line costs so much. Whoever may change the catalogue changes it with
    /// this; else it holds for this sale.
    FirstPrice(LineId, UnitPrice),
    /// Ask another price for a piece or kilogram of this line; `None` goes back to the catalogue's.
    SetPrice {
        /// The line.
        line: LineId,
        /// The price.
        price: Option<Money>,
        /// Why; not needed for `None`.
        reason: String,
    },
    /// Take something off this line; `None` takes nothing off any more.
    SetDiscount {
        /// The line.
        line: LineId,
        /// What is taken off.
        discount: Option<Discount>,
        /// Why; not needed for `None`.
        reason: String,
    },
    /// Take something off the whole cart; `None` takes nothing off any more.
    SetCartDiscount {
        /// What is taken off.
        discount: Option<Discount>,
        /// Why; not needed for `None`.
        reason: String,
    },
    /// Sell something that is not in the catalogue.
    AddOpenPrice(OpenPriceItem),
    /// The line that was taken out last was not to go.
    TakeBackVoid,
    /// Write this to the line.
    SetLineNote(LineId, String),
    /// Write this to the whole cart.
    SetNote(String),
    /// Put the cart on hold, with this written to it.
    Hold {
        /// What tells it from others on hold; may be empty.
        note: String,
    },
    /// Go on with the cart on hold that has this number; what is in the cart now goes on hold.
    Resume(i64),
}
