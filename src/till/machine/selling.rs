//! The cart and the sale it becomes. A sale is written first; only then do its lines leave.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::holding::line_problem;
use super::{Effect, Machine};
use crate::messages::Message;
use crate::snapshot::SaleView;
use devices::Sound;
use domain::ForPeople;
use domain::{
    Addition, Cart, CartLine, Currency, Discount, DomainError, Grams, LineId, NamingId,
    OpenPriceItem, PaidSale, Pieces, Product, ProductId, Sale, TaxMode,
};

/// The cart, the sale being written, and the one written last.
pub(super) struct Selling {
    pub(super) cart: Cart,
    pub(super) currency: Currency,
    pub(super) problems: BTreeMap<LineId, Message>,
    pub(super) last_sale: Option<SaleView>,
    /// The line that was added or grew last.
    pub(super) touched: Option<LineId>,
    pub(super) tax_mode: TaxMode,
    pending: Option<Pending>,
    /// Lines on their way to a cart on hold.
    locked: Option<Vec<LineId>>,
}

/// A sale on its way to the database.
struct Pending {
    lines: Vec<LineId>,
    summary: SaleView,
}

/// A line that was just added.
pub(super) struct NewLine {
    pub(super) line: LineId,
    pub(super) product: Arc<Product>,
}

/// A line as it stands in the cart, and where.
pub(super) struct Standing {
    line: Box<CartLine>,
    place: usize,
}

impl Selling {
    pub(super) fn new(currency: Currency, tax_mode: TaxMode) -> Self {
        Self {
            cart: Cart::new(currency, tax_mode),
            currency,
            problems: BTreeMap::new(),
            last_sale: None,
            touched: None,
            tax_mode,
            pending: None,
            locked: None,
        }
    }

    /// Goes on with a cart that was kept.
    pub(super) fn open_cart(&mut self, cart: Cart) {
        self.cart.become_cart(cart);
        self.touched = self.cart.lines().last().map(CartLine::id);
        self.last_sale = None;
    }

    /// A cart with nothing in it, as the shop sells now.
    pub(super) fn no_cart(&self) -> Cart {
        Cart::new(self.currency, self.tax_mode)
    }

    /// Goes on with a cart that another program has left, and with the lines that are here now; where
    /// they do not go together, without those.
    pub(super) fn take_in(&mut self, other: Cart) {
        self.last_sale = None;
        if let Err(other) = self.cart.take_in(other) {
            self.open_cart(*other);
        }
    }

    /// Adds so many pieces as a line of its own.
    pub(super) fn add_pieces(&mut self, product: Arc<Product>, pieces: Pieces) {
        // Both were in a line of this cart before, so neither is refused.
        if let Ok(line) = self.cart.add_apart(product, vec![None]) {
            let _set = self.cart.set_pieces(line, pieces);
        }
    }

    /// Whether the cart is being sold or put on hold.
    pub(super) fn is_locked(&self) -> bool {
        self.pending.is_some() || self.locked.is_some()
    }

    pub(super) fn lock(&mut self, lines: &[LineId]) {
        self.locked = Some(lines.to_vec());
    }

    pub(super) fn unlock(&mut self) {
        self.locked = None;
    }

    pub(super) fn is_completing(&self) -> bool {
        self.pending.is_some()
    }

    pub(super) fn add(
        &mut self,
        product: Arc<Product>,
        addition: impl Into<Addition>,
    ) -> Result<NewLine, Message> {
        if self.cart.is_empty() && self.cart.currency() != self.currency {
            // It was on hold since before the shop changed its currency, and is sold by now.
            self.cart.become_cart(self.no_cart());
        }
        if self.locked.is_some() {
            let why = Message::new("cart-being-changed");
            return Err(Message::new("problem-cart").because(why));
        }
        let added = if self.pending.is_some() {
            // A line that is being sold takes nothing along.
            self.cart.add_apart(Arc::clone(&product), vec![addition.into()])
        } else {
            self.cart.add(Arc::clone(&product), addition)
        };
        let line = added.map_err(|error| cart_problem(&error))?;
        self.touched = Some(line);
        self.last_sale = None;
        Ok(NewLine { line, product })
    }

    /// Adds a line of its own, for what a code says.
    pub(super) fn add_apart(&mut self, product: Arc<Product>) -> Result<NewLine, Message> {
        if self.is_locked() {
            let why = Message::new("cart-being-changed");
            return Err(Message::new("problem-cart").because(why));
        }
        let line = self
            .cart
            .add_apart(Arc::clone(&product), vec![None])
            .map_err(|error| cart_problem(&error))?;
        self.touched = Some(line);
        self.last_sale = None;
        Ok(NewLine { line, product })
    }

    /// Removes a line unless its sale is being written; returns whether it may go.
    pub(super) fn remove(&mut self, line: LineId) -> bool {
        if self.is_being_sold(line) {
            return false;
        }
        self.problems.remove(&line);
        // A line that is no longer there is as gone as one that was just removed.
        self.cart.remove(line).is_ok() || !self.cart.lines().iter().any(|l| l.id() == line)
    }

    /// Takes one addition back unless its sale is being written; returns whether it is gone.
    pub(super) fn take_back(&mut self, line: LineId, addition: &Addition) -> bool {
        if self.is_being_sold(line) {
            return false;
        }
        match self.cart.take_back(line, addition) {
            Ok(true) => self.touched = Some(line),
            Ok(false) => drop(self.problems.remove(&line)),
            // A line that is no longer there is as gone as one that was just removed.
            Err(_) => {}
        }
        true
    }

    /// The line as it stands now.
    pub(super) fn standing(&self, line: LineId) -> Option<Standing> {
        let place = self.cart.lines().iter().position(|own| own.id() == line)?;
        let line = Box::new(self.cart.lines().get(place)?.clone());
        Some(Standing { line, place })
    }

    /// Puts a line that was taken out back where it stood, as it was.
    pub(super) fn put_back_whole(&mut self, stood: Standing) -> Result<LineId, Message> {
        let Standing { line, place } = stood;
        self.cart.put_back_whole(*line, place).map_err(|error| cart_problem(&error))
    }

    /// Undoes that an addition was taken back; returns its line.
    pub(super) fn put_back(
        &mut self,
        stood: Standing,
        addition: &Addition,
    ) -> Result<LineId, Message> {
        let Standing { line, place } = stood;
        self.cart.put_back(*line, place, addition).map_err(|error| cart_problem(&error))
    }

    /// Makes a line the one that was added or grew last, if it is still there.
    pub(super) fn touch(&mut self, line: Option<LineId>) {
        self.touched = line.filter(|line| self.cart.line(*line).is_some());
    }

    /// Changes a line unless it is on its way out; what is wrong is said at the line.
    pub(super) fn change(
        &mut self,
        line: LineId,
        change: impl FnOnce(&mut Cart) -> Result<(), DomainError>,
    ) {
        if self.is_being_sold(line) {
            return;
        }
        match change(&mut self.cart) {
            Ok(()) => drop(self.problems.remove(&line)),
            Err(DomainError::NoSuchLine) => {}
            Err(error) => drop(self.problems.insert(line, line_problem(&error))),
        }
    }

    pub(super) fn set_pieces(&mut self, line: LineId, pieces: u32) {
        if self.is_being_sold(line) {
            return;
        }
        let result = Pieces::new(pieces).and_then(|pieces| self.cart.set_pieces(line, pieces));
        self.note(line, &result, || Message::new("problem-pieces"));
    }

    pub(super) fn set_weight(&mut self, line: LineId, typed: &str) {
        if self.is_being_sold(line) {
            return;
        }
        let result =
            Grams::parse_kg_or_g(typed).and_then(|grams| self.cart.set_weight(line, grams));
        self.note(line, &result, || Message::new("problem-weight").naming("typed", typed));
    }

    pub(super) fn sale_failed(&mut self) {
        self.pending = None;
    }

    /// Whether a line is on its way out of the cart: into a sale, or on hold.
    pub(super) fn is_being_sold(&self, line: LineId) -> bool {
        self.locked.as_ref().is_some_and(|lines| lines.contains(&line))
            || self.pending.as_ref().is_some_and(|pending| pending.lines.contains(&line))
    }

    fn note(
        &mut self,
        line: LineId,
        result: &Result<(), DomainError>,
        message: impl FnOnce() -> Message,
    ) {
        match result {
            Ok(()) => self.problems.remove(&line),
            Err(_) => self.problems.insert(line, message()),
        };
    }

    /// The lines of the sale that is being written.
    fn lines_being_sold(&self) -> Vec<LineId> {
        self.pending.as_ref().map_or_else(Vec::new, |pending| pending.lines.clone())
    }

    /// Makes the cart a sale that `pay` has covered, and locks its lines.
    pub(super) fn start_sale(
        &mut self,
        pay: impl FnOnce(Sale) -> Result<PaidSale, DomainError>,
    ) -> Result<Option<PaidSale>, DomainError> {
        if self.is_locked() || self.cart.is_empty() {
            return Ok(None);
        }
        let sale = pay(self.cart.complete()?)?;
        let lines: Vec<_> = self.cart.lines().iter().map(CartLine::id).collect();
        let total = self.cart.totals()?.gross;
        let summary = SaleView { number: 0, total, lines: lines.len() };
        self.pending = Some(Pending { lines, summary });
        Ok(Some(sale))
    }

    /// Takes the sold lines out of the cart; lines added meanwhile stay.
    fn finish_sale(&mut self, number: i64) -> Vec<LineId> {
        let Some(pending) = self.pending.take() else {
            return Vec::new();
        };
        for line in &pending.lines {
            self.problems.remove(line);
            // Sold lines are locked until now, so each is still there.
            let _removed = self.cart.remove(*line);
        }
        // What was taken off was taken off what is sold; lines that came meanwhile begin the next cart.
        let _taken = self.cart.set_cart_discount(None, "");
        if self.cart.is_empty() {
            self.cart.clear(); // its note, too, is sold
        }
        self.last_sale = Some(SaleView { number, ..pending.summary });
        pending.lines
    }
}

impl Standing {
    /// The clerks' words that stand behind it.
    pub(super) fn namings(&self) -> impl Iterator<Item = NamingId> {
        self.line.additions().iter().filter_map(|addition| addition.naming)
    }

    /// Its product.
    pub(super) fn product(&self) -> &Arc<Product> {
        self.line.product()
    }
}

impl Machine {
    /// Sells something that is not in the catalogue, as a line of its own.
    pub(super) fn add_open_price(&mut self, item: &OpenPriceItem) {
        self.clear_info();
        let added = match item.product() {
            Ok(product) => self.selling.add_apart(product),
            Err(error) => Err(cart_problem(&error)),
        };
        match added {
            Ok(_) => {
                self.photos.forget_added();
                self.learning.sound(Sound::Added);
            }
            Err(message) => self.problem(message),
        }
    }

    /// Takes something off the whole cart, unless it is on its way out.
    pub(super) fn set_cart_discount(&mut self, discount: Option<Discount>, reason: &str) {
        if self.selling.is_locked() {
            return;
        }
        if let Err(error) = self.selling.cart.set_cart_discount(discount, reason) {
            self.problem(line_problem(&error));
        }
    }

    pub(super) fn add_product(&mut self, product: &ProductId) {
        let Some(product) = self.catalogue.get(product) else {
            return;
        };
        self.clear_info();
        match self.selling.add(product, None) {
            Ok(new) => {
                self.photos.forget_added();
                self.weigh_new_line(new.line, false);
                self.learning.sound(Sound::Added);
            }
            Err(message) => self.problem(message),
        }
    }

    pub(super) fn remove_line(&mut self, line: LineId) {
        if self.selling.remove(line) {
            self.weighing.give_back(line);
            self.photos.forget_line(line);
            self.answers.line_removed(line);
        }
    }

    pub(super) fn cannot_sell(&mut self, error: &DomainError) {
        match error {
            DomainError::PriceNeeded(_) => {
                self.info(Message::new("problem-price-needed"));
                self.ask_first_price();
            }
            DomainError::WeightNeeded(_) => self.info(Message::new("problem-weight-needed")),
            error => self.problem(cart_problem(error)),
        }
    }

    pub(super) fn sale_recorded(&mut self, number: i64, effects: &mut Vec<Effect>) {
        let sold = self.selling.lines_being_sold();
        self.learn_from(&sold);
        self.bear_out(&sold);
        self.confirm_answers(&sold);
        for line in self.selling.finish_sale(number) {
            self.photos.forget_line(line);
        }
        self.cart_was_forgotten();
        self.notices.retain(|notice| notice.message.id != "problem-sale");
        self.clear_info();
        self.sale_was_paid(number, effects);
    }
}

fn cart_problem(error: &DomainError) -> Message {
    Message::new("problem-cart").because(error.message())
}
