//! Tests of the cart's two outputs, with no model and no photo.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::json;

use super::*;
use domain::{Currency, TaxMode, TaxRate, UnitPrice};

fn product(id: &str, price: UnitPrice) -> Arc<Product> {
    Arc::new(Product {
        id: ProductId::new(id).unwrap(),
        name: id.to_uppercase(),
        names: BTreeMap::new(),
        price: Some(price),
        plu: None,
        barcode: None,
        tax: TaxRate::parse_percent("7").unwrap(),
        category: "fruit".into(),
        picture: None,
        active: true,
    })
}

fn cart() -> Cart {
    let euro = |minor| Money::new(minor, Currency::EUR);
    let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
    let mango = product("mango", UnitPrice::PerPiece(euro(149)));
    cart.add_apart(Arc::clone(&mango), vec![Some("1.jpg".into())]).unwrap();
    cart.add_apart(mango, vec![Some("2.jpg".into())]).unwrap();
    cart.add(product("banana", UnitPrice::PerKg(euro(199))), Some("3.jpg".into())).unwrap();
    cart
}

#[test]
fn the_json_holds_a_line_a_photo_and_nulls_where_weight_is_needed() {
    let cart = cart();
    let report = cart_report(&cart, vec!["4.jpg".into()]).unwrap();
    let mango = |photo| {
        json!({
            "product": "mango", "name": "MANGO", "quantity": 1, "unit_price": 149, "total": 149,
            "photo": photo,
        })
    };
    let expected = json!({
        "lines": [
            mango("1.jpg"),
            mango("2.jpg"),
            {
                "product": "banana", "name": "BANANA", "quantity": null, "unit_price": 199,
                "total": null, "photo": "3.jpg",
            },
        ],
        "total": 298,
        "currency": "EUR",
        "needs_weight": ["3.jpg"],
        "needs_price": [],
        "unresolved": ["4.jpg"],
    });
    assert_eq!(serde_json::to_value(report).unwrap(), expected);
}

#[test]
fn an_empty_cart_has_a_total_of_nothing() {
    let cart = Cart::new(Currency::EUR, TaxMode::Included);
    let report = serde_json::to_value(cart_report(&cart, Vec::new()).unwrap()).unwrap();
    assert_eq!(report["total"], 0);
    assert_eq!(report["lines"], json!([]));
}

#[test]
fn people_read_prices_weights_and_what_is_left_to_choose() {
    let text = cart_text(&cart(), &["4.jpg".into()]).unwrap().join("\n");
    for part in ["MANGO", "1.49", "1.99 a kg, to be weighed", "2.98 EUR", "choose: 4.jpg"] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}
