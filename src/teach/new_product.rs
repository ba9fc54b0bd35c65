//! Products that are made while they are taught: a name, and no price yet. The till asks for one when
//! the first is sold.

use std::collections::BTreeMap;

use crate::domain::{DomainError, Message, Product, ProductId, TaxRate};
use crate::store::{Store, StoreError};

/// What a typed name means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Named {
    /// A product that is there.
    There(ProductId),
    /// None that is there: a new one can be called so.
    New(String),
}

/// Finds the product of that name or id, in any language and however it is written.
///
/// # Errors
/// A message for people: nothing can be called so.
pub fn named(name: &str, products: &[Product]) -> Result<Named, Message> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted = name.to_lowercase();
    let Some(id) = ProductId::of_name(&name) else {
        let missing = wanted.is_empty();
        let text = if missing { "product-name-missing" } else { "product-name-unusable" };
        return Err(Message::new(text));
    };
    let is_called = |product: &&Product| {
        let mut names = std::iter::once(&product.name).chain(product.names.values());
        names.any(|name| name.to_lowercase() == wanted)
    };
    let there = products.iter().find(|product| product.id == id);
    let there = there.or_else(|| products.iter().find(is_called));
    Ok(there.map_or(Named::New(name), |product| Named::There(product.id.clone())))
}

/// Makes a product of that name, sold from now on, without a price; returns its id.
///
/// # Errors
/// [`StoreError`] when the name can be no product's, or the database cannot be written.
pub fn make(store: &mut Store, name: &str) -> Result<ProductId, StoreError> {
    let unusable = || DomainError::NotAProductId { text: name.to_owned(), hint: String::new() };
    let product = Product::unpriced(name, usual_tax(store)?).ok_or_else(unusable)?;
    store.save_product(&product)?;
    Ok(product.id)
}

/// The first of the shop's rates, else the one that most of its products have.
fn usual_tax(store: &mut Store) -> Result<TaxRate, StoreError> {
    let rates = Store::text(store, "tax_rates")?.unwrap_or_default();
    let first = rates.split(['/', ';']).find_map(|rate| TaxRate::parse_percent(rate).ok());
    if let Some(first) = first {
        return Ok(first);
    }
    let mut counts: BTreeMap<u32, (usize, TaxRate)> = BTreeMap::new();
    for product in store.active_products()? {
        counts.entry(product.tax.basis_points()).or_insert((0, product.tax)).0 += 1;
    }
    let most = counts.into_values().max_by_key(|(count, _)| *count);
    Ok(most.map_or(TaxRate::ZERO, |(_, rate)| rate))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_new_product_is_sold_and_has_no_price() {
        let mut store = Store::in_memory().unwrap();
        let id = make(&mut store, "Dragon fruit").unwrap();
        let product = store.product(&id).unwrap().unwrap();
        assert_eq!((product.id.as_str(), product.name.as_str()), ("dragon-fruit", "Dragon fruit"));
        assert!(product.active && product.price.is_none());
    }

    #[test]
    fn a_new_product_is_taxed_as_most_are() {
        let mut store = Store::in_memory().unwrap();
        let seven = TaxRate::parse_percent("7").unwrap();
        for name in ["Lime", "Fig"] {
            let id = make(&mut store, name).unwrap();
            let product = store.product(&id).unwrap().unwrap();
            store.save_product(&Product { tax: seven, ..product }).unwrap();
        }
        let id = make(&mut store, "Kiwi").unwrap();
        assert_eq!(store.product(&id).unwrap().unwrap().tax, seven);
    }

    #[test]
    fn a_name_finds_its_product_however_it_is_written() {
        let mut store = Store::in_memory().unwrap();
        let id = make(&mut store, "Dragon fruit").unwrap();
        let mut products = store.products().unwrap();
        products[0].names.insert("zh".to_owned(), "火龙果".to_owned());
        for name in ["dragon  FRUIT", " Dragon-Fruit ", "火龙果"] {
            assert_eq!(named(name, &products), Ok(Named::There(id.clone())), "{name}");
        }
        assert_eq!(named(" Fig  tree", &products), Ok(Named::New("Fig tree".to_owned())));
    }

    #[test]
    fn a_name_without_a_letter_is_refused() {
        assert_eq!(named("  ", &[]).unwrap_err().id, "product-name-missing");
        assert_eq!(named("--?", &[]).unwrap_err().id, "product-name-unusable");
        assert!(make(&mut Store::in_memory().unwrap(), "?").is_err());
    }
}
