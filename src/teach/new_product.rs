//! Products that are made while they are taught: a name, and no price yet. The till asks for one when
//! the first is sold.

use std::collections::BTreeMap;

use domain::settings::{TAX_RATES, rates_of};
use domain::{DomainError, KnownProducts, Meant, Message, Product, ProductId, TaxRate, TextField};
use store::{Store, StoreError};

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
    let name = TextField::ProductName.take(name).map_err(|why| Message::of_text(&why))?;
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match KnownProducts::new(products).with_name(&name) {
        Some(Meant::There(product)) => Ok(Named::There(product)),
        Some(Meant::New(_)) => {
            let called = products.iter().find(|product| product.is_called(&name));
            Ok(called.map_or(Named::New(name), |product| Named::There(product.id.clone())))
        }
        None if name.is_empty() => Err(Message::new("product-name-missing")),
        None => Err(Message::new("product-name-unusable")),
    }
}

/// Makes a product of that name, sold from now on, without a price; returns its id.
///
/// # Errors
/// [`StoreError`] when the name can be no product's, or the database cannot be written.
pub fn make(store: &mut Store, name: &str) -> Result<ProductId, StoreError> {
    let unusable = || DomainError::NotAProductId { text: name.to_owned(), hint: String::new() };
    let name = TextField::ProductName.take(name)?;
    let product = Product::unpriced(&name, usual_tax(store)?).ok_or_else(unusable)?;
    let products = store.products()?;
    // Where another product has the id that its name would make, it is numbered.
    let id = KnownProducts::new(&products).with_name(&name).map_or(product.id.clone(), Meant::id);
    store.save_product(&Product { id: id.clone(), ..product })?;
    Ok(id)
}

/// The first of the shop's rates, else the one that most of its products have.
fn usual_tax(store: &mut Store) -> Result<TaxRate, StoreError> {
    let rates = Store::text(store, &TAX_RATES)?.unwrap_or_default();
    if let Some(first) = rates_of(&rates).first() {
        return Ok(*first);
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
    fn a_decomposed_name_is_the_composed_ones_product() {
        let mut store = Store::in_memory().unwrap();
        let id = make(&mut store, "Cre\u{300}me frai\u{302}che").unwrap();
        let products = store.products().unwrap();
        assert_eq!((id.as_str(), products[0].name.as_str()), ("crème-fraîche", "Crème fraîche"));
        for name in ["Crème fraîche", "Cre\u{300}me frai\u{302}che", "crème-fraîche"] {
            assert_eq!(named(name, &products), Ok(Named::There(id.clone())), "{name}");
        }
    }

    #[test]
    fn names_that_differ_in_marks_alone_become_two_products() {
        let mut store = Store::in_memory().unwrap();
        for name in ["ไข่", "ไข", "Dứa", "Dừa"] {
            let products = store.products().unwrap();
            assert_eq!(named(name, &products), Ok(Named::New(name.to_owned())));
            make(&mut store, name).unwrap();
        }
        assert_eq!(store.products().unwrap().len(), 4);
    }

    #[test]
    fn a_name_that_drives_printers_or_is_endless_is_refused() {
        for (name, why) in [
            ("Milk\u{1b}p0AA", "text-control-sign"),
            ("Milk\nPAID", "text-control-sign"),
            (&*"x".repeat(10_000), "text-too-long"),
        ] {
            assert_eq!(named(name, &[]).unwrap_err().id, why);
            assert!(make(&mut Store::in_memory().unwrap(), name).is_err());
        }
    }

    #[test]
    fn a_name_without_a_letter_is_refused() {
        assert_eq!(named("  ", &[]).unwrap_err().id, "product-name-missing");
        assert_eq!(named("--?", &[]).unwrap_err().id, "product-name-unusable");
        assert!(make(&mut Store::in_memory().unwrap(), "?").is_err());
    }
}
