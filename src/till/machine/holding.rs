//! Carts that outlive a power cut, and carts on hold. Like a sale, a cart on hold is written first;
//! only then do its lines leave.

use std::sync::Arc;

use super::{Effect, Machine};
use crate::cart_command::CartCommand;
use crate::cart_view::HeldView;
use crate::messages::Message;
use domain::ForPeople;
use domain::{
    Cart, CartLine, DomainError, LineId, LineQuantity, Money, NamingId, Pieces, Product, Quantity,
};
use store::{HeldCart, HeldMark, SavedCarts};

/// What the till wants kept of its carts.
pub enum CartEffect {
    /// Keep the open cart as it is now; answered only if that fails.
    Save(Box<Cart>),
    /// Put this cart, the open one, on hold.
    Hold(Box<Cart>),
    /// Open a cart that is on hold.
    Resume {
        /// Its number.
        id: i64,
        /// What is in it.
        cart: Box<Cart>,
        /// What was open until now and goes on hold.
        instead_of: Option<Box<Cart>>,
    },
}

/// What became of it.
pub enum CartInput {
    /// What the shop's database has kept of this till's carts.
    Found(SavedCarts),
    /// Nothing could be read there.
    NotFound(Message),
    /// The open cart is not safe from a power cut.
    NotSaved(Message),
    /// The open cart is on hold.
    Held(HeldMark),
    /// The cart on hold is open; what was open is on hold.
    Resumed(Option<HeldMark>),
    /// Neither of both: everything is as it was.
    NotMoved(Message),
    /// What was wanted was not done, since another program has sold, changed or put away the open cart
    /// or the one on hold: this is what is there now.
    Elsewhere(SavedCarts),
    /// The same, and what was wanted was to keep the newest change of the open cart.
    SavedElsewhere(SavedCarts),
}

/// The carts on hold, and what is being done with them.
#[derive(Default)]
pub(super) struct Holding {
    held: Vec<HeldCart>,
    moving: Option<Moving>,
    /// The revision of the open cart that is in the database.
    saved: u64,
    /// What is in it there, as far as this till has written it, and what was before that.
    kept: Vec<CartLine>,
    kept_before: Vec<CartLine>,
}

/// A cart on its way between open and on hold. Its lines are locked.
struct Moving {
    lines: Vec<LineId>,
    leaves: Cart,
    comes: Option<i64>,
}

impl Holding {
    /// The clerks' words that stand behind what is on hold.
    pub(super) fn namings(&self) -> impl Iterator<Item = NamingId> {
        self.held.iter().flat_map(|held| held.cart.namings())
    }

    /// Asks for the open cart to be kept, if it is not as it was kept last.
    pub(super) fn keep(&mut self, open: &Cart, effects: &mut Vec<Effect>) {
        if self.saved != open.revision() {
            self.saved = open.revision();
            self.kept_before = std::mem::replace(&mut self.kept, open.lines().to_vec());
            effects.push(Effect::Cart(CartEffect::Save(Box::new(open.clone()))));
        }
    }

    /// What is to be shown of the carts on hold.
    pub(super) fn view(&self) -> Vec<HeldView> {
        self.held.iter().map(held_view).collect()
    }
}

fn held_view(held: &HeldCart) -> HeldView {
    let zero = Money::zero(held.cart.currency());
    HeldView {
        id: held.mark.id,
        at: held.mark.at,
        note: held.cart.note().to_owned(),
        lines: held.cart.lines().len(),
        total: held.cart.totals().map_or(zero, |totals| totals.gross),
    }
}

impl Machine {
    pub(super) fn cart_command(&mut self, command: CartCommand, effects: &mut Vec<Effect>) {
        match command {
            CartCommand::VoidLine(line) => self.void_line(line),
            CartCommand::TakeBackVoid => self.take_back_void(),
            CartCommand::VoidCart { .. } => self.void_cart(),
            CartCommand::AddOpenPrice(item) => self.add_open_price(&item),
            CartCommand::SetCartDiscount { discount, reason } => {
                self.set_cart_discount(discount, &reason);
            }
            CartCommand::SetWeighing(line, weighing) => {
                self.selling.change(line, |cart| cart.set_weighing(line, weighing));
            }
            CartCommand::AskPrice(line) => self.ask_price(line),
            CartCommand::ClosePrice => self.pricing.close(),
            CartCommand::FirstPrice(line, price) => self.first_price(line, price, effects),
            CartCommand::SetPrice { line, price, reason } => {
                self.selling.change(line, |cart| cart.set_price(line, price, &reason));
            }
            CartCommand::SetDiscount { line, discount, reason } => {
                self.selling.change(line, |cart| cart.set_discount(line, discount, &reason));
            }
            CartCommand::SetLineNote(line, note) => {
                self.selling.change(line, |cart| cart.set_line_note(line, &note));
            }
            CartCommand::SetNote(note) => {
                if let Err(why) = self.selling.cart.set_note(&note) {
                    self.problem(line_problem(&why));
                }
            }
            CartCommand::Hold { note } => self.hold(&note, effects),
            CartCommand::Resume(id) => self.resume(id, effects),
        }
    }

    pub(super) fn cart_input(&mut self, input: CartInput) {
        match input {
            CartInput::Found(carts) => self.carts_found(carts),
            CartInput::NotFound(reason) => {
                self.problem(Message::new("problem-carts-lost").because(reason));
            }
            CartInput::NotSaved(reason) => {
                self.holding.kept = std::mem::take(&mut self.holding.kept_before);
                self.problem(Message::new("problem-cart-unsafe").because(reason));
            }
            CartInput::Held(mark) => self.moved(Some(mark)),
            CartInput::Resumed(mark) => self.moved(mark),
            CartInput::NotMoved(reason) => {
                self.holding.moving = None;
                self.selling.unlock();
                self.holding.saved = 0; // its note may not be in the database
                self.problem(Message::new("problem-hold").because(reason));
            }
            CartInput::Elsewhere(carts) => {
                let kept = std::mem::take(&mut self.holding.kept);
                self.take_up(carts, &kept);
            }
            CartInput::SavedElsewhere(carts) => {
                let kept = std::mem::take(&mut self.holding.kept_before);
                self.take_up(carts, &kept);
            }
        }
    }

    /// The database has just forgotten the open cart by itself: an empty one needs no more.
    pub(super) fn cart_was_forgotten(&mut self) {
        if self.selling.cart.is_empty() {
            self.cart_is_kept();
        }
    }

    fn carts_found(&mut self, carts: SavedCarts) {
        for _ in carts.unreadable {
            let why = Message::new("store-cart-damaged");
            self.problem(Message::new("problem-carts-lost").because(why));
        }
        self.holding.held = carts.held;
        if let Some(open) = carts.open {
            self.selling.open_cart(open);
        }
        self.cart_is_kept();
        self.namings.found(self.selling.cart.namings().chain(self.holding.namings()));
    }

    /// The database has the open cart as it is now.
    fn cart_is_kept(&mut self) {
        self.holding.saved = self.selling.cart.revision();
        self.holding.kept = self.selling.cart.lines().to_vec();
    }

    /// Another program had the open cart: what is there now is shown. What only this till knew, since
    /// it is not in `kept`, goes on in it, and is named.
    fn take_up(&mut self, carts: SavedCarts, kept: &[CartLine]) {
        self.holding.moving = None;
        self.selling.unlock();
        self.selling.sale_failed();
        self.sale_was_elsewhere();
        let own = own_lines(self.selling.cart.lines(), kept);
        let more = more_pieces(self.selling.cart.lines(), kept);
        for line in kept {
            self.remove_line(line.id());
        }
        for (product, pieces) in more {
            self.selling.add_pieces(product, pieces);
        }
        self.holding.held = carts.held;
        for _ in carts.unreadable {
            let why = Message::new("store-cart-damaged");
            self.problem(Message::new("problem-carts-lost").because(why));
        }
        let open = carts.open.unwrap_or_else(|| self.selling.no_cart());
        let there = open.lines().len();
        if self.selling.cart.is_empty() {
            self.selling.open_cart(open);
            self.cart_is_kept();
        } else {
            self.selling.take_in(open);
            self.holding.kept = self.selling.cart.lines().iter().take(there).cloned().collect();
        }
        self.problem(if own.is_empty() {
            Message::new("problem-cart-elsewhere")
        } else {
            Message::new("problem-cart-elsewhere-look").naming("lines", own.join(", "))
        });
    }

    fn void_cart(&mut self) {
        if self.selling.is_locked() {
            return;
        }
        for line in self.selling.cart_line_ids() {
            self.remove_line(line);
        }
        self.selling.cart.clear();
    }

    fn hold(&mut self, note: &str, effects: &mut Vec<Effect>) {
        if self.selling.is_locked() || self.selling.cart.is_empty() {
            return;
        }
        if let Err(why) = self.selling.cart.set_note(note) {
            return self.problem(line_problem(&why));
        }
        self.lock_cart(None);
        effects.push(Effect::Cart(CartEffect::Hold(Box::new(self.selling.cart.clone()))));
    }

    fn resume(&mut self, id: i64, effects: &mut Vec<Effect>) {
        let held = self.holding.held.iter().find(|held| held.mark.id == id);
        let Some(cart) = held.map(|held| held.cart.clone()).filter(|_| !self.selling.is_locked())
        else {
            return;
        };
        self.lock_cart(Some(id));
        let open = &self.selling.cart;
        let instead_of = (!open.is_empty()).then(|| Box::new(open.clone()));
        let cart = Box::new(cart);
        effects.push(Effect::Cart(CartEffect::Resume { id, cart, instead_of }));
    }

    fn lock_cart(&mut self, comes: Option<i64>) {
        let lines = self.selling.cart_line_ids();
        self.selling.lock(&lines);
        // What is in the database after the move is what moves now.
        self.holding.saved = self.selling.cart.revision();
        self.holding.moving = Some(Moving { lines, leaves: self.selling.cart.clone(), comes });
    }

    /// The database has moved the carts: so does the till.
    fn moved(&mut self, mark: Option<HeldMark>) {
        let Some(Moving { lines, leaves, comes }) = self.holding.moving.take() else {
            return;
        };
        self.selling.unlock();
        for line in lines {
            self.remove_line(line);
        }
        let comes = comes.and_then(|id| self.holding.take(id));
        if let Some(mark) = mark {
            self.holding.held.push(HeldCart { mark, cart: leaves });
        }
        if let Some(comes) = comes {
            self.selling.open_cart(comes.cart);
            self.cart_is_kept();
        }
        if self.selling.cart.is_empty() {
            self.selling.cart.clear();
            self.cart_was_forgotten();
        }
        self.clear_info();
    }
}

impl Holding {
    fn take(&mut self, id: i64) -> Option<HeldCart> {
        let at = self.held.iter().position(|held| held.mark.id == id)?;
        Some(self.held.remove(at))
    }
}

/// The names of products in lines that were added or changed since `kept`.
fn own_lines(lines: &[CartLine], kept: &[CartLine]) -> Vec<String> {
    let is_own = |line: &&CartLine| !kept.contains(line);
    lines.iter().filter(is_own).map(|line| line.product().name.clone()).collect()
}

/// Pieces that joined lines since `kept`.
fn more_pieces(lines: &[CartLine], kept: &[CartLine]) -> Vec<(Arc<Product>, Pieces)> {
    let pieces = |line: &CartLine| match line.quantity() {
        LineQuantity::Known(Quantity::Pieces(pieces)) => Some(pieces.get()),
        _ => None,
    };
    let more = |line: &CartLine| {
        let before = kept.iter().find(|kept| kept.id() == line.id())?;
        let more = pieces(line)?.checked_sub(pieces(before)?)?;
        Some((Arc::clone(line.product()), Pieces::new(more).ok()?))
    };
    lines.iter().filter_map(more).collect()
}

/// Says why a change of a line was not taken.
pub(super) fn line_problem(error: &DomainError) -> Message {
    match error {
        DomainError::ReasonNeeded => Message::new("problem-reason"),
        DomainError::CartDiscountTooLarge => Message::new("problem-cart-discount"),
        DomainError::DiscountTooLarge(_) => Message::new("problem-discount"),
        DomainError::WeightOutOfRange => Message::new("problem-weighing"),
        DomainError::ControlSign { .. } | DomainError::TextTooLong { .. } => {
            Message::of_text(error)
        }
        other => Message::new("problem-line").because(other.message()),
    }
}

impl super::selling::Selling {
    /// All lines, oldest first.
    pub(super) fn cart_line_ids(&self) -> Vec<LineId> {
        self.cart.lines().iter().map(CartLine::id).collect()
    }
}
