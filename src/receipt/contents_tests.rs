//! Tests of what a receipt says.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::{Columns, plain_text};
use domain::{
    Cart, CashRounding, Discount, Given, Grams, PaidSale, Pieces, Product, ProductId, Refundable,
    TaxRate, Weighing,
};

fn euro(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn product(id: &str, name: &str, price: UnitPrice, rate: u32) -> Arc<Product> {
    Arc::new(Product {
        id: ProductId::new(id).unwrap(),
        name: name.to_owned(),
        names: BTreeMap::new(),
        price: Some(price),
        plu: None,
        barcode: None,
        tax: TaxRate::from_basis_points(rate).unwrap(),
        category: String::new(),
        picture: None,
        active: true,
    })
}

fn cash(minor: i64) -> Given {
    Given { kind: TenderKind::Cash, amount: euro(minor) }
}

fn paid(mode: TaxMode) -> PaidSale {
    let mut cart = Cart::new(Currency::EUR, mode);
    let kiwi = product("kiwi", "Kiwi", UnitPrice::PerPiece(euro(39)), 700);
    let kiwi = cart.add(kiwi, None).unwrap();
    cart.set_pieces(kiwi, Pieces::new(3).unwrap()).unwrap();
    cart.set_discount(kiwi, Some(Discount::Amount(euro(17))), "bruised").unwrap();
    let apple = product("apple", "苹果", UnitPrice::PerKg(euro(279)), 700);
    let apple = cart.add(apple, None).unwrap();
    let weighing = Weighing::new(Grams::new(520).unwrap(), 20, WeighedBy::Typed).unwrap();
    cart.set_weighing(apple, weighing).unwrap();
    cart.set_price(apple, Some(euro(199)), "offer").unwrap();
    cart.add(product("bag", "Bag", UnitPrice::PerPiece(euro(25)), 1900), None).unwrap();
    let rounding = CashRounding::new(5).unwrap();
    PaidSale::new(cart.complete().unwrap(), rounding, &[cash(500)]).unwrap()
}

fn labels() -> ReceiptLabels {
    ReceiptLabels::new(|id| id.trim_start_matches("receipt-").to_owned())
}

fn text(deal: &Deal, about: &About) -> String {
    let shop = ShopHead {
        name: "Corner shop".into(),
        address: "1 Long Street\n12345 Town".into(),
        tax_id: "DE1".into(),
        foot: "Thank you!".into(),
    };
    let receipt = sale_receipt(&shop, &labels(), about, deal).unwrap();
    plain_text(&receipt, Columns::Narrow)
}

fn about() -> About {
    About {
        number: 17,
        at: "2026-11-23 17:02".into(),
        till: "1".into(),
        person: Some("Ana".into()),
        ..About::default()
    }
}

#[test]
fn a_receipt_says_what_was_sold_and_how_it_was_paid() {
    let said = text(&Deal::Sale(paid(TaxMode::Included)), &about());
    let expected = "          Corner shop
         1 Long Street
           12345 Town
           tax-id DE1

number 17       2026-11-23 17:02
till 1                person Ana
--------------------------------
Kiwi                      1.17 A
  3 x 0.39
  discount               -0.17 A
  (bruised)
苹果                      1.00 A
  0.500 kg x 1.99per-kg (tare
  0.020 kg)
  * typed
  instead-of 2.79
  (offer)
Bag                       0.25 B
--------------------------------
total                      €2.25
cash                        2.25
  given                     5.00
change                      2.75

tax          net     tax   gross
A 7 %       1.86    0.14    2.00
B 19 %      0.21    0.04    0.25

           Thank you!
";
    assert_eq!(said, expected);
}

#[test]
fn tax_on_top_is_shown_before_the_total() {
    let said = text(&Deal::Sale(paid(TaxMode::Added)), &about());
    for line in ["net                         2.25", "tax                         0.19"] {
        assert!(said.contains(line), "{said}");
    }
    assert!(said.contains("rounding                    0.01"), "{said}");
}

#[test]
fn copies_and_refunds_are_marked() {
    let sale = paid(TaxMode::Included);
    let refund = Refundable::new(17, sale.clone(), &[]).unwrap();
    let refund = refund.parts(&[(0, 1)], CashRounding::NONE).unwrap();
    let said = text(&Deal::Refund(refund), &about());
    assert!(said.contains("refund") && said.contains("refund-of 17"), "{said}");
    assert!(said.contains("-€0.33"), "{said}");
    assert!(!said.contains("copy"));
    let copy = text(&Deal::Sale(sale), &About { is_copy: true, ..about() });
    assert!(copy.contains("copy"));
}

#[test]
fn goods_are_named_in_the_language_of_the_receipt_where_they_have_such_a_name() {
    let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
    let kiwi = product("kiwi", "Kiwi", UnitPrice::PerPiece(euro(39)), 700);
    let names = [("zh".to_owned(), "奇异果".to_owned())].into();
    cart.add(Arc::new(Product { names, ..kiwi.as_ref().clone() }), None).unwrap();
    cart.add(product("bag", "Bag", UnitPrice::PerPiece(euro(25)), 1900), None).unwrap();
    let paid = PaidSale::in_exact_cash(cart.complete().unwrap(), CashRounding::NONE).unwrap();
    let refund = Refundable::new(17, paid.clone(), &[]).unwrap();
    let refund = Deal::Refund(refund.whole(CashRounding::NONE).unwrap());
    let chinese = About { language: "zh-CN".into(), ..about() };
    for deal in [Deal::Sale(paid), refund] {
        let said = text(&deal, &chinese);
        assert!(
            said.contains("奇异果") && said.contains("Bag") && !said.contains("Kiwi"),
            "{said}"
        );
        assert!(text(&deal, &about()).contains("Kiwi"));
    }
}

#[test]
fn what_is_taken_off_the_whole_cart_stands_below_the_lines_by_tax_rate() {
    let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
    let kiwi = product("kiwi", "Kiwi", UnitPrice::PerPiece(euro(300)), 700);
    cart.add(kiwi, None).unwrap();
    cart.add(product("bag", "Bag", UnitPrice::PerPiece(euro(100)), 1900), None).unwrap();
    cart.set_cart_discount(Some(Discount::Amount(euro(40))), "loyal").unwrap();
    let paid = PaidSale::in_exact_cash(cart.complete().unwrap(), CashRounding::NONE).unwrap();
    let said = text(&Deal::Sale(paid), &about());
    let expected = "Kiwi                      3.00 A
Bag                       1.00 B

cart-discount            -0.30 A
cart-discount            -0.10 B
  (loyal)
--------------------------------
total                      €3.60
";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn a_shop_that_says_nothing_of_itself_has_a_receipt_too() {
    let deal = Deal::Sale(paid(TaxMode::Included));
    let receipt = sale_receipt(&ShopHead::default(), &labels(), &about(), &deal).unwrap();
    assert!(plain_text(&receipt, Columns::Wide).starts_with("number 17"));
}

#[test]
fn the_test_page_shows_what_is_hard_to_print() {
    let said =
        plain_text(&test_page(&ShopHead::default(), &labels(), Currency::EUR), Columns::Wide);
    for part in ["€ £", "苹果", "€123.45"] {
        assert!(said.contains(part), "{said}");
    }
}

#[test]
fn a_note_of_an_older_program_is_no_line_of_its_own() {
    let deal = Deal::Sale(paid(TaxMode::Included));
    let noted = About { note: "for Ana\nPAID 100.00\u{1b}p0AA".into(), ..about() };
    let text = text(&deal, &noted);
    assert!(!text.lines().any(|line| line.trim().starts_with("PAID")), "{text}");
    assert!(!text.contains('\u{1b}'));
}
