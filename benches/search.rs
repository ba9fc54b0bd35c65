//! How long a keystroke takes in the search of 20,000 products: `cargo xtask bench search`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::sync::Arc;

use divan::{Bencher, black_box};
use tillsight::domain::{Currency, Money, Product, ProductId, TaxRate, UnitPrice};
use tillsight::recognition::Candidate;
use tillsight::till::search::{Looks, SearchIndex};

const PRODUCTS: usize = 20_000;
const KINDS: [&str; 8] =
    ["Apple", "Crème fraîche", "Banana", "Tomato", "Yoghurt", "Rye bread", "Olive oil", "Lime"];
const MAKERS: [&str; 10] = [
    "Gala",
    "Fuji",
    "Alpine",
    "Golden",
    "Organic",
    "Farmhouse",
    "Classic",
    "Premium",
    "Jumbo",
    "Mini",
];

fn main() {
    divan::main();
}

fn product(number: usize) -> Arc<Product> {
    let kind = KINDS[number % KINDS.len()];
    let maker = MAKERS[number / KINDS.len() % MAKERS.len()];
    let name = format!("{maker} {kind} {number}");
    Arc::new(Product {
        id: ProductId::of_name(&name).unwrap(),
        names: BTreeMap::from([("zh".to_owned(), format!("商品 {number}"))]),
        name,
        price: Some(UnitPrice::PerPiece(Money::new(100, Currency::EUR))),
        plu: Some(format!("{number}")),
        barcode: Some(format!("4{number:012}")),
        tax: TaxRate::ZERO,
        category: kind.to_owned(),
        picture: None,
        active: true,
    })
}

fn products() -> Arc<Vec<Arc<Product>>> {
    Arc::new((0..PRODUCTS).map(product).collect())
}

#[divan::bench(args = ["a", "ap", "appl", "gala apple", "creme", "1234", "zzz"])]
fn keystroke(bencher: Bencher<'_, '_>, typed: &str) {
    let index = SearchIndex::new(products());
    let seen: Vec<Candidate> = (0..100)
        .map(|number| Candidate { product: product(number).id.clone(), score: 0.01 })
        .collect();
    let looks = Looks::of(&seen);
    bencher.bench(|| index.find(black_box(typed), &looks, 8));
}

#[divan::bench]
fn index(bencher: Bencher<'_, '_>) {
    let products = products();
    bencher.bench(|| SearchIndex::new(Arc::clone(&products)));
}
