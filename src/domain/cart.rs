//! The cart: lines of products, some still to be weighed, and the way to a sale.

use std::sync::Arc;

use super::addition::{Addition, NamingId};
use super::because::Because;
use super::sale::{Sale, SaleLine};
use super::{
    CartLine, Currency, Discount, DomainError, Grams, LineId, LineQuantity, Money, Pieces, Product,
    TaxMode, TextField, Totals, UnitPrice, Weighing,
};

/// What a customer is about to buy, in one currency and one way of counting tax.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cart {
    pub(super) currency: Currency,
    pub(super) tax_mode: TaxMode,
    pub(super) lines: Vec<CartLine>,
    note: String,
    pub(super) discount: Option<Because<Discount>>,
    next_id: u64,
    pub(super) revision: u64,
}

impl Cart {
    /// An empty cart.
    pub fn new(currency: Currency, tax_mode: TaxMode) -> Self {
        let (lines, note) = (Vec::new(), String::new());
        Self { currency, tax_mode, lines, note, discount: None, next_id: 1, revision: 0 }
    }

    /// The currency of all lines.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Whether the prices have the tax in them.
    pub fn tax_mode(&self) -> TaxMode {
        self.tax_mode
    }

    /// The lines, oldest first.
    pub fn lines(&self) -> &[CartLine] {
        &self.lines
    }

    /// The line with that id, if it is still there.
    pub fn line(&self, id: LineId) -> Option<&CartLine> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// Whether there is no line.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// What the clerk wrote to the whole cart; it becomes the sale's note.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// Grows with each change, so that whoever keeps a copy knows when it is old.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Adds one piece, or a weight still to come, as the product's price asks, or a price still to come
    /// where it has none. A piece joins the
    /// line of an equal product at the same price, about which nothing was agreed or noted; what is
    /// weighed stands on a line of its own. Returns the line.
    ///
    /// # Errors
    /// A price in another currency, or below zero.
    pub fn add(
        &mut self,
        product: Arc<Product>,
        addition: impl Into<Addition>,
    ) -> Result<LineId, DomainError> {
        let addition = addition.into();
        match self.lines.iter_mut().find(|line| line.takes_another(&product)) {
            Some(line) => {
                line.add_another(addition)?;
                self.revision += 1;
                Ok(line.id())
            }
            None => self.add_apart(product, vec![addition]),
        }
    }

    /// Adds a line of its own, whatever else is in the cart; `additions` are as in
    /// [`CartLine::additions`].
    ///
    /// # Errors
    /// A price in another currency, or below zero.
    pub fn add_apart(
        &mut self,
        product: Arc<Product>,
        additions: Vec<impl Into<Addition>>,
    ) -> Result<LineId, DomainError> {
        if let Some(price) = product.price.map(UnitPrice::money) {
            if price.currency() != self.currency {
                return Err(DomainError::CurrencyMismatch {
                    expected: self.currency.code().to_owned(),
                    found: price.currency().code().to_owned(),
                });
            }
            if price.is_negative() {
                return Err(DomainError::NegativePrice(product.name.clone()));
            }
        }
        let id = self.new_id();
        let additions = additions.into_iter().map(Into::into).collect();
        self.lines.push(CartLine::new(id, product, self.currency, additions));
        Ok(id)
    }

    /// Says what the product of a line costs that waits for its price. It becomes as many pieces as
    /// were added, or waits for its weight.
    ///
    /// # Errors
    /// No such line, one that has a price, or a price below zero or in another currency. The cart
    /// stays as it was.
    pub fn set_first_price(&mut self, id: LineId, price: UnitPrice) -> Result<(), DomainError> {
        self.change(id, |line| line.set_first_price(price))
    }

    /// Sets the number of pieces of a line.
    ///
    /// # Errors
    /// No such line, or its product is sold by weight. The cart stays as it was.
    pub fn set_pieces(&mut self, id: LineId, pieces: Pieces) -> Result<(), DomainError> {
        self.change(id, |line| line.set_pieces(pieces))
    }

    /// Sets the weight of a line as typed, without a container.
    ///
    /// # Errors
    /// No such line, or its product is sold by the piece. The cart stays as it was.
    pub fn set_weight(&mut self, id: LineId, weight: Grams) -> Result<(), DomainError> {
        self.change(id, |line| line.set_weight(weight))
    }

    /// Sets the weight of a line, its container and where the weight comes from.
    ///
    /// # Errors
    /// No such line, or its product is sold by the piece. The cart stays as it was.
    pub fn set_weighing(&mut self, id: LineId, weighing: Weighing) -> Result<(), DomainError> {
        self.change(id, |line| line.set_weighing(weighing))
    }

    /// Asks another price for a piece or kilogram than the catalogue's, which the line keeps; `None`
    /// goes back to it and needs no reason.
    ///
    /// # Errors
    /// No such line, a price below zero or in another currency, or no reason. The cart stays as it
    /// was.
    pub fn set_price(
        &mut self,
        id: LineId,
        price: Option<Money>,
        reason: &str,
    ) -> Result<(), DomainError> {
        self.change(id, |line| line.set_price(price, reason))
    }

    /// Takes something off a line; `None` takes nothing off any more and needs no reason. Where the
    /// line gets cheaper later, at most all of its price is taken off.
    ///
    /// # Errors
    /// No such line, an amount that is not above zero or more than the line costs now or in another
    /// currency, or no reason. The cart stays as it was.
    pub fn set_discount(
        &mut self,
        id: LineId,
        discount: Option<Discount>,
        reason: &str,
    ) -> Result<(), DomainError> {
        self.change(id, |line| line.set_discount(discount, reason))
    }

    /// Brings back a discount of a cart that was kept: it may have become more than the line costs.
    ///
    /// # Errors
    /// As [`Self::set_discount`], save that the amount may be more than the line costs.
    pub fn restore_discount(
        &mut self,
        id: LineId,
        discount: Discount,
        reason: &str,
    ) -> Result<(), DomainError> {
        self.change(id, |line| line.restore_discount(discount, reason))
    }

    /// Writes something to a line.
    ///
    /// # Errors
    /// No such line, or what [`TextField::take`] refuses.
    pub fn set_line_note(&mut self, id: LineId, note: &str) -> Result<(), DomainError> {
        self.change(id, |line| line.set_note(note))
    }

    /// Writes something to the whole cart.
    ///
    /// # Errors
    /// What [`TextField::take`] refuses. The cart stays as it was.
    pub fn set_note(&mut self, note: &str) -> Result<(), DomainError> {
        self.note = TextField::Note.take(note)?;
        self.revision += 1;
        Ok(())
    }

    /// Takes one addition back: a piece of a line that came together from several, or else the
    /// line; the last one where there is none like `addition`. Returns whether the line stays.
    ///
    /// # Errors
    /// No such line.
    pub fn take_back(&mut self, id: LineId, addition: &Addition) -> Result<bool, DomainError> {
        let mut stays = false;
        self.change(id, |line| {
            stays = line.take_back(addition);
            Ok(())
        })?;
        if !stays {
            self.remove(id)?;
        }
        Ok(stays)
    }

    /// Undoes [`Self::take_back`] of `addition`: `was` is the line as it was then, and `place` where it
    /// stood. A line that went whole comes back as it was; one that stayed, whatever was done with it
    /// since, gets the addition, or another line does where it is gone. Returns the line.
    ///
    /// # Errors
    /// More pieces than a line may have, or a cart that has another currency by now. The cart stays as
    /// it was.
    pub fn put_back(
        &mut self,
        was: CartLine,
        place: usize,
        addition: &Addition,
    ) -> Result<LineId, DomainError> {
        let id = was.id;
        if self.line(id).is_some() {
            self.change(id, |line| line.put_back(was, addition))?;
            return Ok(id);
        }
        was.check_currency(self.currency)?;
        let stayed = was.clone().take_back(addition);
        if stayed {
            return self.add_apart(Arc::clone(was.product()), vec![addition.clone()]);
        }
        self.lines.insert(place.min(self.lines.len()), was);
        self.revision += 1;
        Ok(id)
    }

    /// Puts a line back where it stood and as it was; `was` was taken out by [`Self::remove`].
    ///
    /// # Errors
    /// A cart that has another currency by now. The cart stays as it was.
    pub fn put_back_whole(&mut self, was: CartLine, place: usize) -> Result<LineId, DomainError> {
        was.check_currency(self.currency)?;
        let id = was.id;
        self.lines.insert(place.min(self.lines.len()), was);
        self.revision += 1;
        Ok(id)
    }

    /// The clerks' words that stand behind what is in the cart.
    pub fn namings(&self) -> impl Iterator<Item = NamingId> {
        let additions = self.lines.iter().flat_map(CartLine::additions);
        additions.filter_map(|addition| addition.naming)
    }

    /// A clerk's word no longer counts; what it has put into the cart stays.
    pub fn forget_naming(&mut self, naming: NamingId) {
        for line in &mut self.lines {
            if line.forget_naming(naming) {
                self.revision += 1;
            }
        }
    }

    /// Takes a line out and returns it.
    ///
    /// # Errors
    /// No such line.
    pub fn remove(&mut self, id: LineId) -> Result<CartLine, DomainError> {
        let index =
            self.lines.iter().position(|line| line.id == id).ok_or(DomainError::NoSuchLine)?;
        self.revision += 1;
        Ok(self.lines.remove(index))
    }

    /// Becomes `other`, such as a cart that was on hold: its currency, tax mode, note and lines. The
    /// lines get new ids, so that none of this cart's is used again.
    pub fn become_cart(&mut self, other: Cart) {
        self.clear();
        (self.currency, self.tax_mode, self.note) = (other.currency, other.tax_mode, other.note);
        self.discount = other.discount;
        for mut line in other.lines {
            line.id = self.new_id();
            self.lines.push(line);
        }
    }

    /// Takes the lines of `other` in before its own, with new ids, its note in place of its own, and
    /// its discount where it has one.
    ///
    /// # Errors
    /// `other` itself where it has another currency or counts tax in another way.
    pub fn take_in(&mut self, other: Cart) -> Result<(), Box<Cart>> {
        if (other.currency, other.tax_mode) != (self.currency, self.tax_mode) {
            return Err(Box::new(other));
        }
        let (own, own_discount) = (std::mem::take(&mut self.lines), self.discount.take());
        self.become_cart(other);
        self.discount = self.discount.take().or(own_discount);
        self.lines.extend(own);
        Ok(())
    }

    fn new_id(&mut self) -> LineId {
        let id = LineId(self.next_id);
        self.next_id += 1;
        self.revision += 1;
        id
    }

    fn change(
        &mut self,
        id: LineId,
        change: impl FnOnce(&mut CartLine) -> Result<(), DomainError>,
    ) -> Result<(), DomainError> {
        let line =
            self.lines.iter_mut().find(|line| line.id == id).ok_or(DomainError::NoSuchLine)?;
        change(line)?;
        self.revision += 1;
        Ok(())
    }

    /// Net, tax and gross of the complete lines, in all and by tax rate.
    ///
    /// # Errors
    /// An amount beyond 64 bits.
    pub fn totals(&self) -> Result<Totals, DomainError> {
        let sold = self.sold_lines()?;
        Totals::of_lines(self.currency, sold.iter().flatten().map(SaleLine::taxed))
    }

    /// The sale of everything in the cart. The cart stays as it is: it is cleared once the sale is
    /// committed.
    ///
    /// # Errors
    /// [`DomainError::EmptyCart`], [`DomainError::PriceNeeded`] or [`DomainError::WeightNeeded`] with
    /// the name of the first product that has no price or was not weighed, or an amount beyond 64
    /// bits.
    pub fn complete(&self) -> Result<Sale, DomainError> {
        let lines = self.lines.iter().zip(self.sold_lines()?).map(|(line, sold)| {
            let name = || line.product().name.clone();
            sold.ok_or_else(|| match line.quantity() {
                LineQuantity::PriceNeeded => DomainError::PriceNeeded(name()),
                _ => DomainError::WeightNeeded(name()),
            })
        });
        let lines = lines.collect::<Result<Vec<_>, _>>()?;
        let reason = self.discount.as_ref().map_or("", |discount| discount.reason.as_str());
        let sale = Sale::of_lines(self.currency, self.tax_mode, lines)?;
        Ok(sale.with_note(&self.note).with_discount_reason(reason))
    }

    /// Takes all lines, the note and what is taken off out. The lines' ids are not used again.
    pub fn clear(&mut self) {
        self.lines.clear();
        self.note.clear();
        self.discount = None;
        self.revision += 1;
    }
}

#[cfg(test)]
#[path = "cart_tests.rs"]
mod tests;
