//! What is taken off a whole cart: its shares add up to the cent, the tax stays right, and refunds of all parts
//! add up to the whole.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::Arc;

use proptest::prelude::*;
use tillsight::domain::{
    Cart, CashRounding, Currency, Discount, DomainError, Given, Grams, Money, PaidSale, PercentOff,
    Pieces, Product, Quantity, Refund, Refundable, Sale, SaleLine, TaxMode, TaxRate, TaxedAmount,
    TenderKind, Unit, UnitPrice,
};

#[derive(Clone, Copy, Debug)]
struct Item {
    price: i64,
    rate: u32,
    quantity: Quantity,
    own_percent: Option<u32>,
}

fn any_item() -> impl Strategy<Value = Item> {
    let quantity = prop_oneof![
        (1..=40_u32).prop_map(|pieces| Quantity::Pieces(Pieces::new(pieces).unwrap())),
        (1..=5_000_u32).prop_map(|grams| Quantity::Weight(Grams::new(grams).unwrap())),
    ];
    let rate = prop::sample::select(vec![0_u32, 700, 1900, 1925]);
    let own_percent = prop::option::weighted(0.3, 1..=10_000_u32);
    (0..=100_000_i64, rate, quantity, own_percent).prop_map(
        |(price, rate, quantity, own_percent)| Item { price, rate, quantity, own_percent },
    )
}

fn any_discount() -> impl Strategy<Value = Discount> {
    prop_oneof![
        (1..=10_000_u32)
            .prop_map(|share| Discount::Percent(PercentOff::from_basis_points(share).unwrap())),
        // Also more than the cart costs: it may have become cheaper since.
        (1..=1_000_000_i64).prop_map(|minor| Discount::Amount(euro(minor))),
    ]
}

fn any_mode() -> impl Strategy<Value = TaxMode> {
    prop::sample::select(vec![TaxMode::Included, TaxMode::Added])
}

fn euro(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn percent(share: u32) -> Discount {
    Discount::Percent(PercentOff::from_basis_points(share).unwrap())
}

fn cart_of(items: &[Item], mode: TaxMode) -> Cart {
    let mut cart = Cart::new(Currency::EUR, mode);
    for (number, item) in items.iter().enumerate() {
        let unit = match item.quantity {
            Quantity::Pieces(_) => Unit::Piece,
            Quantity::Weight(_) => Unit::Kg,
        };
        let rate = TaxRate::from_basis_points(item.rate).unwrap();
        let product = Product {
            price: Some(UnitPrice::new(euro(item.price), unit)),
            ..Product::unpriced(&format!("Product {number}"), rate).unwrap()
        };
        let line = cart.add(Arc::new(product), None).unwrap();
        match item.quantity {
            Quantity::Pieces(pieces) => cart.set_pieces(line, pieces).unwrap(),
            Quantity::Weight(grams) => cart.set_weight(line, grams).unwrap(),
        }
        if let Some(share) = item.own_percent {
            cart.set_discount(line, Some(percent(share)), "bruised").unwrap();
        }
    }
    cart
}

fn sum(amounts: impl IntoIterator<Item = Money>) -> Money {
    Money::sum(Currency::EUR, amounts).unwrap()
}

fn stated(line: &SaleLine, mode: TaxMode) -> Money {
    match mode {
        TaxMode::Included => line.gross,
        TaxMode::Added => line.net,
    }
}

proptest! {
    #[test]
    fn the_shares_add_up_and_the_tax_stays_right(
        items in prop::collection::vec(any_item(), 1..12),
        discount in any_discount(), mode in any_mode(),
    ) {
        let mut cart = cart_of(&items, mode);
        let before = cart.complete().unwrap();
        let full = cart.lines_total().unwrap();
        cart.restore_cart_discount(discount, "loyal").unwrap();
        let off = cart.taken_off().unwrap();
        prop_assert_eq!(off, discount.of(full).unwrap());
        let sale = cart.complete().unwrap();
        prop_assert_eq!(sum(sale.lines().iter().map(|line| line.cart_discount)), off);
        prop_assert_eq!(sum(sale.lines().iter().map(|line| stated(line, mode))), full.checked_sub(off).unwrap());
        for (line, before) in sale.lines().iter().zip(before.lines()) {
            let share = line.cart_discount.minor();
            prop_assert!((0..=stated(before, mode).minor()).contains(&share), "{line:?}");
            prop_assert_eq!(line.own_discount().unwrap(), before.discount);
            let expected = mode.split(stated(line, mode), line.tax_rate).unwrap();
            prop_assert_eq!(expected, TaxedAmount { net: line.net, tax: line.tax, gross: line.gross });
        }
        prop_assert_eq!(sale.totals(), &cart.totals().unwrap());
        prop_assert_eq!(sale.discount_reason(), "loyal");
        let totals = sale.totals();
        let sums = TaxedAmount { net: totals.net, tax: totals.tax, gross: totals.gross };
        let restored = Sale::restore(Currency::EUR, mode, sale.lines().to_vec(), sums).unwrap();
        prop_assert_eq!(restored.with_discount_reason("loyal"), sale);
    }

    #[test]
    fn refunds_of_all_parts_add_up_to_the_whole(
        items in prop::collection::vec(any_item(), 1..5),
        discount in any_discount(), mode in any_mode(),
        counts in prop::collection::vec(1..2_000_u32, 1..6),
    ) {
        let mut cart = cart_of(&items, mode);
        cart.restore_cart_discount(discount, "loyal").unwrap();
        let sale = cart.complete().unwrap();
        let paid = PaidSale::in_exact_cash(sale.clone(), CashRounding::NONE).unwrap();
        let mut refunds: Vec<Refund> = Vec::new();
        let refundable = |refunds: &[Refund]| Refundable::new(1, paid.clone(), refunds).unwrap();
        for count in counts {
            let left = refundable(&refunds).left();
            let parts: Vec<_> =
                left.iter().map(|left| count.min(*left)).enumerate().filter(|it| it.1 > 0).collect();
            if !parts.is_empty() {
                refunds.push(refundable(&refunds).parts(&parts, CashRounding::NONE).unwrap());
            }
        }
        match refundable(&refunds).whole(CashRounding::NONE) {
            Ok(rest) => refunds.push(rest),
            Err(error) => prop_assert_eq!(error, DomainError::NothingToRefund),
        }
        for (position, sold) in sale.lines().iter().enumerate() {
            let lines = refunds.iter().flat_map(Refund::lines);
            let lines: Vec<_> =
                lines.filter(|it| it.position == position).map(|it| &it.line).collect();
            let back = |amount: fn(&SaleLine) -> Money| sum(lines.iter().map(|it| amount(it))).minor();
            prop_assert_eq!(back(|line| line.gross), -sold.gross.minor());
            prop_assert_eq!(back(|line| line.tax), -sold.tax.minor());
            prop_assert_eq!(back(|line| line.discount), -sold.discount.minor());
            prop_assert_eq!(back(|line| line.cart_discount), -sold.cart_discount.minor());
        }
    }
}

#[test]
fn a_discount_on_nothing_or_beyond_the_cart_is_refused() {
    let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
    assert_eq!(cart.set_cart_discount(Some(percent(1000)), "loyal"), Err(DomainError::EmptyCart));
    let pieces = Quantity::Pieces(Pieces::new(2).unwrap());
    let mut cart = cart_of(
        &[Item { price: 100, rate: 700, quantity: pieces, own_percent: None }],
        TaxMode::Included,
    );
    let off = |minor| Some(Discount::Amount(euro(minor)));
    assert_eq!(cart.set_cart_discount(off(201), "loyal"), Err(DomainError::CartDiscountTooLarge));
    assert_eq!(cart.set_cart_discount(off(200), " "), Err(DomainError::ReasonNeeded));
    assert!(cart.discount().is_none());
    cart.set_cart_discount(off(200), "loyal").unwrap();
    assert_eq!(cart.totals().unwrap().gross, euro(0));
    cart.set_cart_discount(None, "").unwrap();
    assert_eq!(cart.totals().unwrap().gross, euro(200));
}

#[test]
fn it_goes_with_its_goods() {
    let pieces = Quantity::Pieces(Pieces::new(2).unwrap());
    let item = Item { price: 100, rate: 700, quantity: pieces, own_percent: None };
    let discounted = || {
        let mut cart = cart_of(&[item], TaxMode::Included);
        cart.set_cart_discount(Some(percent(1000)), "loyal").unwrap();
        cart
    };
    let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
    cart.become_cart(discounted());
    assert_eq!(cart.totals().unwrap().gross, euro(180), "a cart that was on hold");
    let mut own = discounted();
    own.take_in(cart_of(&[item], TaxMode::Included)).unwrap();
    assert_eq!(own.totals().unwrap().gross, euro(360));
    let line = cart.lines()[0].id();
    cart.remove(line).unwrap();
    cart.forget_discount_of_nothing();
    assert!(cart.discount().is_none(), "the next customer's goods are another cart");
}

#[test]
fn it_is_paid_for_like_any_other_cart() {
    let pieces = Quantity::Pieces(Pieces::new(3).unwrap());
    let item = |rate| Item { price: 99, rate, quantity: pieces, own_percent: None };
    let mut cart = cart_of(&[item(700), item(1900)], TaxMode::Included);
    cart.set_cart_discount(Some(percent(1000)), "loyal").unwrap();
    // 594 - 59.4 = 534.6
    let given = [Given { kind: TenderKind::Cash, amount: euro(1000) }];
    let paid = PaidSale::new(cart.complete().unwrap(), CashRounding::NONE, &given).unwrap();
    assert_eq!(paid.amount().gross, euro(535));
    assert_eq!(paid.payment().change().unwrap(), euro(465));
}
