//! Finding a product by what a clerk types: PLU, barcode, or a part of its name in any language.

use std::sync::Arc;

use crate::domain::Product;

/// How well a product fits a query; smaller is better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Code,
    NameStart,
    WordStart,
    CodeStart,
    Inside,
}

/// Returns at most `limit` products that fit `query`, best first, then as in `products`.
///
/// An exact PLU or barcode comes first, then names that begin with the query, names with a word
/// that begins with it, PLUs that begin with it, and names that contain it.
pub fn find(products: &[Arc<Product>], query: &str, limit: usize) -> Vec<Arc<Product>> {
    let query = query.trim().to_lowercase();
    if query.is_empty() {
        return Vec::new();
    }
    let mut hits: Vec<(Fit, &Arc<Product>)> = products
        .iter()
        .filter_map(|product| fit(product, &query).map(|fit| (fit, product)))
        .collect();
    hits.sort_by_key(|(fit, _)| *fit);
    hits.into_iter().take(limit).map(|(_, product)| Arc::clone(product)).collect()
}

fn fit(product: &Product, query: &str) -> Option<Fit> {
    let codes = || [&product.plu, &product.barcode].into_iter().flatten();
    if codes().any(|code| code == query) {
        return Some(Fit::Code);
    }
    let by_name = std::iter::once(&product.name)
        .chain(product.names.values())
        .filter_map(|name| name_fit(&name.to_lowercase(), query))
        .min();
    let by_code = codes().any(|code| code.starts_with(query)).then_some(Fit::CodeStart);
    by_name.into_iter().chain(by_code).min()
}

fn name_fit(name: &str, query: &str) -> Option<Fit> {
    if name.starts_with(query) {
        Some(Fit::NameStart)
    } else if name.split_whitespace().any(|word| word.starts_with(query)) {
        Some(Fit::WordStart)
    } else {
        name.contains(query).then_some(Fit::Inside)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::{Currency, Money, ProductId, TaxRate, UnitPrice};

    fn product(id: &str, name: &str, zh: &str, plu: &str) -> Arc<Product> {
        Arc::new(Product {
            id: ProductId::new(id).unwrap(),
            name: name.to_owned(),
            names: BTreeMap::from([("zh".to_owned(), zh.to_owned())]),
            price: UnitPrice::PerPiece(Money::new(100, Currency::EUR)),
            plu: Some(plu.to_owned()),
            barcode: None,
            tax: TaxRate::parse_percent("7").unwrap(),
            category: "Fruit".to_owned(),
            picture: None,
            active: true,
        })
    }

    fn names(query: &str) -> Vec<String> {
        let products = [
            product("red-apple", "Red apple", "红苹果", "4016"),
            product("apple-juice", "Apple juice", "苹果汁", "4011"),
            product("pineapple", "Pineapple", "菠萝", "40"),
            product("banana", "Banana", "香蕉", "40110"),
        ];
        find(&products, query, 4).iter().map(|p| p.id.to_string()).collect()
    }

    #[test]
    fn the_start_of_a_name_beats_a_word_beats_the_inside() {
        assert_eq!(names("apple"), ["apple-juice", "red-apple", "pineapple"]);
        assert_eq!(names(" APPLE "), names("apple"));
    }

    #[test]
    fn an_exact_plu_comes_first_and_a_started_plu_is_found() {
        assert_eq!(names("40"), ["pineapple", "red-apple", "apple-juice", "banana"]);
        assert_eq!(names("4011"), ["apple-juice", "banana"]);
    }

    #[test]
    fn names_in_other_scripts_are_found() {
        assert_eq!(names("苹果"), ["apple-juice", "red-apple"]);
    }

    #[test]
    fn an_empty_query_and_a_strange_one_find_nothing() {
        assert!(names("  ").is_empty());
        assert!(names("zzz").is_empty());
    }
}
