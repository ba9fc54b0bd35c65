//! The cart and the sale it becomes. A sale is written first; only then do its lines leave.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Effect, Machine};
use crate::domain::{
    Cart, CartLine, Currency, DomainError, Grams, JournalDeed, JournalEntry, LineId, Money, Pieces,
    Product, ProductId, Sale, TaxMode,
};
use crate::till::messages::Message;
use crate::till::snapshot::SaleView;

/// The cart, the sale being written, and the one written last.
pub(super) struct Selling {
    pub(super) cart: Cart,
    pub(super) currency: Currency,
    pub(super) problems: BTreeMap<LineId, Message>,
    pub(super) last_sale: Option<SaleView>,
    pending: Option<Pending>,
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

impl Selling {
    pub(super) fn new(currency: Currency, tax_mode: TaxMode) -> Self {
        Self {
            cart: Cart::new(currency, tax_mode),
            currency,
            problems: BTreeMap::new(),
            last_sale: None,
            pending: None,
        }
    }

    pub(super) fn is_completing(&self) -> bool {
        self.pending.is_some()
    }

    pub(super) fn add(
        &mut self,
        product: Arc<Product>,
        photo: Option<String>,
    ) -> Result<NewLine, Message> {
        let line = self.cart.add(Arc::clone(&product), photo).map_err(|e| cart_problem(&e))?;
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

    fn is_being_sold(&self, line: LineId) -> bool {
        self.pending.as_ref().is_some_and(|pending| pending.lines.contains(&line))
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

    fn start_sale(&mut self) -> Result<Option<Sale>, DomainError> {
        if self.pending.is_some() || self.cart.is_empty() {
            return Ok(None);
        }
        let sale = self.cart.complete()?;
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
        self.last_sale = Some(SaleView { number, ..pending.summary });
        pending.lines
    }
}

impl Machine {
    pub(super) fn add_product(&mut self, product: &ProductId) {
        let Some(product) = self.catalogue.get(product) else {
            return;
        };
        self.clear_info();
        match self.selling.add(product, None) {
            Ok(_) => self.photos.forget_added(),
            Err(message) => self.problem(message),
        }
    }

    pub(super) fn remove_line(&mut self, line: LineId) {
        if self.selling.remove(line) {
            self.photos.forget_line(line);
        }
    }

    /// Takes a line out at the clerk's word, which the journal keeps.
    pub(super) fn void_line(&mut self, line: LineId, effects: &mut Vec<Effect>) {
        let entry = self.selling.cart.lines().iter().find(|l| l.id() == line).map(|voided| {
            let total = voided.total().ok().flatten().map_or(0, Money::minor);
            let entry = JournalEntry::new(JournalDeed::VoidLine, self.done_by());
            entry.amount(total).details(voided.product().name.clone())
        });
        self.remove_line(line);
        if self.selling.cart.lines().iter().all(|l| l.id() != line)
            && let Some(entry) = entry
        {
            self.tell_journal(entry, effects);
        }
    }

    pub(super) fn complete_sale(&mut self, effects: &mut Vec<Effect>) {
        match self.selling.start_sale() {
            Ok(Some(sale)) => effects.push(Effect::RecordSale(Box::new(sale))),
            Ok(None) => {}
            Err(DomainError::WeightNeeded(_)) => {
                self.info(Message::new("problem-weight-needed"));
            }
            Err(error) => self.problem(cart_problem(&error)),
        }
    }

    pub(super) fn sale_recorded(&mut self, number: i64) {
        for line in self.selling.finish_sale(number) {
            self.photos.forget_line(line);
        }
        self.notices.retain(|notice| notice.message.id != "problem-sale");
        self.clear_info();
    }
}

fn cart_problem(error: &DomainError) -> Message {
    Message::new("problem-cart").naming("reason", error.to_string())
}
