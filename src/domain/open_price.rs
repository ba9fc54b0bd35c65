//! Something that is sold without being in the catalogue: a name, a price, a tax rate.

use std::sync::Arc;

use super::{DomainError, Money, Product, ProductId, TaxRate, TextField, UnitPrice};

/// The id of all that is sold so. No product of a catalogue is meant by it: it has no code, no photo and no
/// weight, and no model names it.
const ID: &str = "sold-at-an-open-price";

/// What is sold without being in the catalogue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenPriceItem {
    /// What it is called on the receipt; not blank.
    pub name: String,
    /// What a piece of it costs; above zero.
    pub price: Money,
    /// Its tax rate.
    pub tax: TaxRate,
}

impl OpenPriceItem {
    /// What stands in the cart for it: a product of its own, sold by the piece.
    ///
    /// # Errors
    /// [`DomainError::NoName`], what [`TextField::take`] refuses, and [`DomainError::NegativePrice`] for a
    /// price that is not above zero.
    pub fn product(&self) -> Result<Arc<Product>, DomainError> {
        let name = TextField::ProductName.take(&self.name)?;
        let id = ProductId::new(ID)?;
        if name.is_empty() {
            return Err(DomainError::NoName(id.to_string()));
        }
        if self.price.minor() <= 0 {
            return Err(DomainError::NegativePrice(name));
        }
        let unpriced = Product::unpriced(ID, self.tax).ok_or(DomainError::NoName(name.clone()))?;
        Ok(Arc::new(Product { name, price: Some(UnitPrice::PerPiece(self.price)), ..unpriced }))
    }
}

impl ProductId {
    /// Whether it stands for what was sold without being in the catalogue.
    pub fn is_open_price(&self) -> bool {
        self.as_str() == ID
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    fn item(name: &str, minor: i64) -> OpenPriceItem {
        let price = Money::new(minor, Currency::EUR);
        OpenPriceItem { name: name.to_owned(), price, tax: TaxRate::ZERO }
    }

    #[test]
    fn it_is_a_product_of_its_own() {
        let product = item(" A basket ", 350).product().unwrap();
        assert_eq!(product.name, "A basket");
        assert!(product.id.is_open_price());
        assert_eq!(product.price, Some(UnitPrice::PerPiece(Money::new(350, Currency::EUR))));
    }

    #[test]
    fn it_needs_a_name_and_a_price() {
        assert!(matches!(item(" ", 350).product(), Err(DomainError::NoName(_))));
        for minor in [0, -1] {
            let refused = item("Basket", minor).product();
            assert!(matches!(refused, Err(DomainError::NegativePrice(_))), "{minor}");
        }
        assert!(item("Basket\u{1b}p", 350).product().is_err());
    }
}
