//! The cart: lines of products, some still to be weighed, and the way to a sale.

use std::sync::Arc;

use super::sale::{Sale, SaleLine};
use super::{
    Currency, DomainError, Grams, Money, Pieces, Product, Quantity, TaxMode, Totals, Unit,
};

/// How much stands on a line.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LineQuantity {
    /// So much; its kind is that of the product's price.
    Known(Quantity),
    /// The product has a price per kg and was not weighed yet.
    WeightNeeded,
}

/// Names a line of one cart; never given to another line of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LineId(u64);

/// A product in the cart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CartLine {
    id: LineId,
    product: Arc<Product>,
    quantity: LineQuantity,
    photo: Option<String>,
}

impl CartLine {
    /// Its id in the cart.
    pub fn id(&self) -> LineId {
        self.id
    }

    /// The product as it was when the line was added.
    pub fn product(&self) -> &Arc<Product> {
        &self.product
    }

    /// How much of it.
    pub fn quantity(&self) -> LineQuantity {
        self.quantity
    }

    /// The photo that it was named from, as it was given.
    pub fn photo(&self) -> Option<&str> {
        self.photo.as_deref()
    }

    /// Price times quantity, rounded half-up once; `None` while the weight is needed. Where tax is
    /// added, this is without it.
    ///
    /// # Errors
    /// An amount beyond 64 bits.
    pub fn total(&self) -> Result<Option<Money>, DomainError> {
        match self.quantity {
            LineQuantity::Known(quantity) => {
                self.product.price.total(quantity, &self.product.name).map(Some)
            }
            LineQuantity::WeightNeeded => Ok(None),
        }
    }

    /// The line as it is sold; `None` while the weight is needed.
    fn sold(&self, tax_mode: TaxMode) -> Result<Option<SaleLine>, DomainError> {
        match self.quantity {
            LineQuantity::Known(quantity) => {
                SaleLine::of_product(&self.product, quantity, tax_mode).map(Some)
            }
            LineQuantity::WeightNeeded => Ok(None),
        }
    }
}

/// What a customer is about to buy, in one currency and one way of counting tax.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cart {
    currency: Currency,
    tax_mode: TaxMode,
    lines: Vec<CartLine>,
    next_id: u64,
}

impl Cart {
    /// An empty cart.
    pub fn new(currency: Currency, tax_mode: TaxMode) -> Self {
        Self { currency, tax_mode, lines: Vec::new(), next_id: 1 }
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

    /// Adds a line: one piece, or a weight still to be typed, as the product's price asks.
    ///
    /// # Errors
    /// A price in another currency, or below zero.
    pub fn add(
        &mut self,
        product: Arc<Product>,
        photo: Option<String>,
    ) -> Result<LineId, DomainError> {
        let price = product.price.money();
        if price.currency() != self.currency {
            return Err(DomainError::CurrencyMismatch {
                expected: self.currency.code().to_owned(),
                found: price.currency().code().to_owned(),
            });
        }
        if price.is_negative() {
            return Err(DomainError::NegativePrice(product.name.clone()));
        }
        let quantity = match product.price.unit() {
            Unit::Piece => LineQuantity::Known(Quantity::Pieces(Pieces::ONE)),
            Unit::Kg => LineQuantity::WeightNeeded,
        };
        let id = LineId(self.next_id);
        self.next_id += 1;
        self.lines.push(CartLine { id, product, quantity, photo });
        Ok(id)
    }

    /// Sets the number of pieces of a line.
    ///
    /// # Errors
    /// No such line, or its product is sold by weight. The cart stays as it was.
    pub fn set_pieces(&mut self, id: LineId, pieces: Pieces) -> Result<(), DomainError> {
        self.set_quantity(id, Quantity::Pieces(pieces))
    }

    /// Sets the weight of a line.
    ///
    /// # Errors
    /// No such line, or its product is sold by the piece. The cart stays as it was.
    pub fn set_weight(&mut self, id: LineId, weight: Grams) -> Result<(), DomainError> {
        self.set_quantity(id, Quantity::Weight(weight))
    }

    fn set_quantity(&mut self, id: LineId, quantity: Quantity) -> Result<(), DomainError> {
        let line =
            self.lines.iter_mut().find(|line| line.id == id).ok_or(DomainError::NoSuchLine)?;
        let name = || line.product.name.clone();
        match (line.product.price.unit(), quantity) {
            (Unit::Piece, Quantity::Weight(_)) => return Err(DomainError::SoldByPiece(name())),
            (Unit::Kg, Quantity::Pieces(_)) => return Err(DomainError::SoldByWeight(name())),
            (Unit::Piece, Quantity::Pieces(_)) | (Unit::Kg, Quantity::Weight(_)) => {}
        }
        line.quantity = LineQuantity::Known(quantity);
        Ok(())
    }

    /// Takes a line out and returns it.
    ///
    /// # Errors
    /// No such line.
    pub fn remove(&mut self, id: LineId) -> Result<CartLine, DomainError> {
        let index =
            self.lines.iter().position(|line| line.id == id).ok_or(DomainError::NoSuchLine)?;
        Ok(self.lines.remove(index))
    }

    /// The sum of [`CartLine::total`] of the complete lines. Where tax is added, it is without it:
    /// what the customer pays is always `totals().gross`.
    ///
    /// # Errors
    /// An amount beyond 64 bits.
    pub fn total(&self) -> Result<Money, DomainError> {
        self.lines.iter().try_fold(Money::zero(self.currency), |sum, line| match line.total()? {
            Some(total) => sum.checked_add(total),
            None => Ok(sum),
        })
    }

    /// Net, tax and gross of the complete lines, in all and by tax rate.
    ///
    /// # Errors
    /// An amount beyond 64 bits.
    pub fn totals(&self) -> Result<Totals, DomainError> {
        let mut complete = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            complete.extend(line.sold(self.tax_mode)?);
        }
        Totals::of_lines(self.currency, complete.iter().map(SaleLine::taxed))
    }

    /// The sale of everything in the cart. The cart stays as it is: it is cleared once the sale is
    /// committed.
    ///
    /// # Errors
    /// [`DomainError::EmptyCart`], [`DomainError::WeightNeeded`] with the name of the first product
    /// that was not weighed, or an amount beyond 64 bits.
    pub fn complete(&self) -> Result<Sale, DomainError> {
        let lines = self
            .lines
            .iter()
            .map(|line| {
                line.sold(self.tax_mode)?
                    .ok_or_else(|| DomainError::WeightNeeded(line.product.name.clone()))
            })
            .collect::<Result<Vec<_>, _>>()?;
        Sale::of_lines(self.currency, self.tax_mode, lines)
    }

    /// Takes all lines out. Their ids are not used again.
    pub fn clear(&mut self) {
        self.lines.clear();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::domain::{ProductId, TaxRate, UnitPrice};

    fn product(id: &str, price: UnitPrice) -> Arc<Product> {
        Arc::new(Product {
            id: ProductId::new(id).unwrap(),
            name: id.to_owned(),
            names: Default::default(),
            price,
            plu: None,
            barcode: None,
            tax: TaxRate::from_basis_points(700).unwrap(),
            category: String::new(),
            picture: None,
            active: true,
        })
    }

    fn euro(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    fn cart() -> Cart {
        Cart::new(Currency::EUR, TaxMode::Included)
    }

    #[test]
    fn a_piece_is_added_as_one_on_a_line_of_its_own() {
        let mut cart = cart();
        let milk = product("milk", UnitPrice::PerPiece(euro(119)));
        let first = cart.add(Arc::clone(&milk), Some("milk.jpg".into())).unwrap();
        let second = cart.add(milk, None).unwrap();
        assert_ne!(first, second);
        cart.set_pieces(second, Pieces::new(3).unwrap()).unwrap();
        assert_eq!(cart.total(), Ok(euro(4 * 119)));
        assert_eq!(cart.line(first).unwrap().photo(), Some("milk.jpg"));
        assert!(cart.set_weight(first, Grams::new(5).unwrap()).is_err());
    }

    #[test]
    fn a_product_per_kg_cannot_be_sold_before_it_is_weighed() {
        let mut cart = cart();
        cart.add(product("milk", UnitPrice::PerPiece(euro(119))), None).unwrap();
        let apple = cart.add(product("apple", UnitPrice::PerKg(euro(279))), None).unwrap();
        assert_eq!(cart.line(apple).unwrap().total(), Ok(None));
        assert_eq!(cart.total(), Ok(euro(119)));
        assert_eq!(cart.totals().unwrap().gross, euro(119));
        assert_eq!(cart.complete(), Err(DomainError::WeightNeeded("apple".into())));
        assert!(cart.set_pieces(apple, Pieces::ONE).is_err());
        assert_eq!(cart.complete(), Err(DomainError::WeightNeeded("apple".into())));

        cart.set_weight(apple, Grams::new(350).unwrap()).unwrap();
        let sale = cart.complete().unwrap();
        assert_eq!(sale.totals().gross, euro(119 + 98));
        assert_eq!(cart.lines().len(), 2, "completing does not clear");
    }

    #[test]
    fn lines_come_and_go() {
        let mut cart = cart();
        assert_eq!(cart.complete(), Err(DomainError::EmptyCart));
        let milk = cart.add(product("milk", UnitPrice::PerPiece(euro(119))), None).unwrap();
        assert_eq!(cart.remove(milk).unwrap().id(), milk);
        assert_eq!(cart.remove(milk), Err(DomainError::NoSuchLine));
        assert_eq!(cart.set_pieces(milk, Pieces::ONE), Err(DomainError::NoSuchLine));
        let again = cart.add(product("milk", UnitPrice::PerPiece(euro(119))), None).unwrap();
        assert_ne!(milk, again);
        cart.clear();
        assert!(cart.is_empty());
        assert_eq!(cart.total(), Ok(euro(0)));
    }

    #[test]
    fn another_currency_and_prices_below_zero_stay_out() {
        let yen = Money::new(100, Currency::from_code("JPY").unwrap());
        let mut cart = cart();
        assert!(cart.add(product("tea", UnitPrice::PerPiece(yen)), None).is_err());
        assert!(cart.add(product("odd", UnitPrice::PerPiece(euro(-1))), None).is_err());
        assert!(cart.is_empty());
    }
}
