//! The cart as shown: its lines, its sums, the carts on hold.

use std::sync::Arc;

use jiff::Timestamp;

use super::messages::Message;
use domain::{Currency, Discount, LineId, LineQuantity, Money, Product, UnitPrice, Weighing};

/// The cart as shown.
#[derive(Clone)]
pub struct CartView {
    /// Its lines, oldest first.
    pub lines: Vec<LineView>,
    /// What the customer pays for the lines that are complete.
    pub total: Money,
    /// The same without tax.
    pub net: Money,
    /// The tax in it.
    pub tax: Money,
    /// A line still needs its weight.
    pub weight_needed: bool,
    /// Whether a line waits for its price.
    pub price_needed: bool,
    /// The sale can be completed.
    pub can_complete: bool,
    /// The sale is being written.
    pub completing: bool,
    /// The cart's currency: the shop's, or that of its day for one that was long on hold.
    pub currency: Currency,
    /// What the clerk wrote to it.
    pub note: String,
    /// What is taken off the whole cart, as it was given.
    pub discount: Option<Discount>,
    /// How much that is, off prices as they stand on the lines; zero where nothing is taken off.
    pub taken_off: Money,
    /// Why; empty where nothing is taken off.
    pub discount_reason: String,
    /// Whether the line that was taken out last can come back.
    pub void_can_be_taken_back: bool,
    /// The line that was added or grew last, if it is still there.
    pub touched: Option<LineId>,
}

/// A cart on hold.
#[derive(Clone, PartialEq, Debug)]
pub struct HeldView {
    /// Its number, for [`super::CartCommand::Resume`].
    pub id: i64,
    /// When it was put on hold.
    pub at: Timestamp,
    /// What the clerk wrote to it.
    pub note: String,
    /// How many lines it has.
    pub lines: usize,
    /// What the customer pays for those that are complete.
    pub total: Money,
}

/// One line of the cart.
#[derive(Clone)]
pub struct LineView {
    /// Which line.
    pub id: LineId,
    /// What is sold.
    pub product: Arc<Product>,
    /// How much of it.
    pub quantity: LineQuantity,
    /// From how many additions it came together.
    pub additions: usize,
    /// How it was weighed, once it was.
    pub weighing: Option<Weighing>,
    /// What a piece or kilogram of it costs here; `None` while nobody has said it.
    pub unit_price: Option<UnitPrice>,
    /// Whether that is another price than the catalogue's.
    pub overridden: bool,
    /// What is taken off, as it was given.
    pub discount: Option<Discount>,
    /// How much that is; zero where nothing is taken off.
    pub taken_off: Money,
    /// Why the price is another or something is taken off; empty where neither is.
    pub reason: String,
    /// What the clerk wrote to it.
    pub note: String,
    /// Its price; `None` while its weight or its price are needed.
    pub total: Option<Money>,
    /// Why the typed quantity was not taken.
    pub problem: Option<Message>,
}
