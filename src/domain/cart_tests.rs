//! Tests of the cart.

use super::*;
use crate::{PercentOff, ProductId, Quantity, TaxRate, WeighedBy};

fn product(id: &str, price: UnitPrice) -> Arc<Product> {
    Arc::new(Product {
        id: ProductId::new(id).unwrap(),
        name: id.to_owned(),
        names: Default::default(),
        price: Some(price),
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

fn milk() -> Arc<Product> {
    product("milk", UnitPrice::PerPiece(euro(119)))
}

fn from(photo: &str) -> Addition {
    Some(photo.to_owned()).into()
}

fn pieces(cart: &Cart, line: LineId) -> u32 {
    match cart.line(line).unwrap().quantity() {
        LineQuantity::Known(Quantity::Pieces(pieces)) => pieces.get(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn equal_pieces_join_one_line_and_keep_their_photos() {
    let mut cart = cart();
    let first = cart.add(milk(), Some("1.jpg".into())).unwrap();
    let second = cart.add(milk(), None).unwrap();
    let third = cart.add(milk(), Some("3.jpg".into())).unwrap();
    assert_eq!((first, first), (second, third));
    assert_eq!(pieces(&cart, first), 3);
    let line = cart.line(first).unwrap();
    assert_eq!(line.additions(), [from("1.jpg"), Addition::default(), from("3.jpg")]);
    assert_eq!(line.photo(), Some("1.jpg"));
    assert_eq!(cart.total(), Ok(euro(3 * 119)));
    assert!(cart.set_weight(first, Grams::new(5).unwrap()).is_err());
}

#[test]
fn what_differs_stays_apart() {
    let mut cart = cart();
    let plain = cart.add(milk(), None).unwrap();
    let dearer = cart.add(product("milk", UnitPrice::PerPiece(euro(129))), None).unwrap();
    assert_ne!(plain, dearer, "another price");
    cart.set_line_note(plain, " for the cafe ").unwrap();
    assert_eq!(cart.line(plain).unwrap().note(), "for the cafe");
    let unnoted = cart.add(milk(), None).unwrap();
    assert_ne!(plain, unnoted, "a note");
    cart.set_price(unnoted, Some(euro(100)), "dented").unwrap();
    let third = cart.add(milk(), None).unwrap();
    assert_ne!(unnoted, third, "an agreed price");
    cart.set_discount(third, Some(Discount::Amount(euro(9))), "regular").unwrap();
    let fourth = cart.add(milk(), None).unwrap();
    assert_ne!(third, fourth, "a discount");
    let banana = product("banana", UnitPrice::PerKg(euro(199)));
    let weighed = cart.add(Arc::clone(&banana), None).unwrap();
    assert_ne!(weighed, cart.add(banana, None).unwrap(), "two weighings");
    assert_ne!(fourth, cart.add_apart(milk(), Vec::<Addition>::new()).unwrap(), "asked for");
}

#[test]
fn a_full_line_takes_no_more_pieces() {
    let mut cart = cart();
    let full = cart.add(milk(), None).unwrap();
    cart.set_pieces(full, Pieces::new(Pieces::MAX).unwrap()).unwrap();
    assert_ne!(cart.add(milk(), None), Ok(full));
    assert_eq!(pieces(&cart, full), Pieces::MAX);
}

#[test]
fn an_addition_taken_back_takes_one_piece_and_the_last_one_the_line() {
    let mut cart = cart();
    let line = cart.add(milk(), Some("1.jpg".into())).unwrap();
    cart.add(milk(), Some("2.jpg".into())).unwrap();
    cart.set_pieces(line, Pieces::new(5).unwrap()).unwrap();
    assert_eq!(cart.take_back(line, &from("1.jpg")), Ok(true));
    assert_eq!(pieces(&cart, line), 4);
    assert_eq!(cart.line(line).unwrap().photo(), Some("2.jpg"));
    assert_eq!(cart.take_back(line, &from("2.jpg")), Ok(false), "with what was typed into it");
    assert!(cart.is_empty());
    assert_eq!(cart.take_back(line, &Addition::default()), Err(DomainError::NoSuchLine));
}

#[test]
fn a_container_is_taken_off_and_its_weight_is_kept() {
    let mut cart = cart();
    let banana = cart.add(product("banana", UnitPrice::PerKg(euro(199))), None).unwrap();
    let weighing = Weighing::new(Grams::new(520).unwrap(), 20, WeighedBy::Scale).unwrap();
    cart.set_weighing(banana, weighing).unwrap();
    assert_eq!(cart.line(banana).unwrap().weighing(), Some(weighing));
    let sale = cart.complete().unwrap();
    let line = &sale.lines()[0];
    // 0.500 kg at 1.99 = 0.995, half up.
    assert_eq!((line.gross, line.tare, line.weighed_by), (euro(100), 20, Some(WeighedBy::Scale)));
    cart.set_weight(banana, Grams::new(500).unwrap()).unwrap();
    let typed = cart.line(banana).unwrap().weighing().unwrap();
    assert_eq!((typed.tare(), typed.by()), (0, WeighedBy::Typed));
    let milk = cart.add(milk(), None).unwrap();
    assert_eq!(cart.set_weighing(milk, weighing), Err(DomainError::SoldByPiece("milk".into())));
}

#[test]
fn another_price_needs_a_reason_and_keeps_the_catalogues() {
    let mut cart = cart();
    let line = cart.add(milk(), None).unwrap();
    assert_eq!(cart.set_price(line, Some(euro(99)), " "), Err(DomainError::ReasonNeeded));
    let below = cart.set_price(line, Some(euro(-1)), "gift");
    assert_eq!(below, Err(DomainError::NegativePrice("milk".into())));
    let yen = Money::new(5, Currency::from_code("JPY").unwrap());
    assert!(cart.set_price(line, Some(yen), "tourist").is_err());
    assert_eq!(cart.total(), Ok(euro(119)), "nothing has changed");

    cart.set_price(line, Some(euro(99)), " dented ").unwrap();
    cart.set_pieces(line, Pieces::new(2).unwrap()).unwrap();
    let sale = cart.complete().unwrap();
    let sold = &sale.lines()[0];
    assert_eq!((sold.gross, sold.unit_price.money()), (euro(198), euro(99)));
    assert_eq!((sold.list_price, sold.reason.as_str()), (Some(euro(119)), "dented"));

    cart.set_price(line, Some(euro(119)), "").unwrap();
    assert!(cart.line(line).unwrap().price_override().is_none(), "the catalogue's own price");
    cart.set_price(line, Some(euro(0)), "broken").unwrap();
    assert_eq!(cart.total(), Ok(euro(0)), "a gift");
    cart.set_price(line, None, "").unwrap();
    assert_eq!(cart.complete().unwrap().lines()[0].list_price, None);
}

#[test]
fn a_discount_needs_a_reason_and_never_goes_below_zero() {
    let mut cart = cart();
    let line = cart.add(milk(), None).unwrap();
    let amount = |minor| Some(Discount::Amount(euro(minor)));
    assert_eq!(cart.set_discount(line, amount(20), ""), Err(DomainError::ReasonNeeded));
    let too_much = cart.set_discount(line, amount(120), "friend");
    assert_eq!(too_much, Err(DomainError::DiscountTooLarge("milk".into())));
    for wrong in [0, -5] {
        let refused = cart.set_discount(line, amount(wrong), "friend");
        assert!(matches!(refused, Err(DomainError::NotADiscount(_))), "{refused:?}");
    }
    assert_eq!(cart.total(), Ok(euro(119)), "nothing has changed");

    cart.set_pieces(line, Pieces::new(2).unwrap()).unwrap();
    cart.set_discount(line, amount(200), "friend").unwrap();
    assert_eq!(cart.total(), Ok(euro(38)));
    cart.set_pieces(line, Pieces::ONE).unwrap();
    assert_eq!(cart.total(), Ok(euro(0)), "at most all of it");
    assert_eq!(cart.complete().unwrap().lines()[0].discount, euro(119));

    let tenth = Discount::Percent(PercentOff::from_basis_points(1000).unwrap());
    cart.set_discount(line, Some(tenth), "friend").unwrap();
    cart.set_price(line, Some(euro(100)), "dented").unwrap();
    cart.set_pieces(line, Pieces::new(3).unwrap()).unwrap();
    let sold = cart.complete().unwrap().lines()[0].clone();
    assert_eq!((sold.discount, sold.gross), (euro(30), euro(270)), "a share follows the quantity");
    assert_eq!(sold.reason, "dented; friend");
    cart.set_discount(line, None, "").unwrap();
    assert_eq!(cart.total(), Ok(euro(300)));
}

#[test]
fn a_cart_becomes_another_without_using_an_id_twice() {
    let mut held = cart();
    let milk_line = held.add(milk(), Some("1.jpg".into())).unwrap();
    held.set_price(milk_line, Some(euro(99)), "dented").unwrap();
    held.set_note("Mrs Li").unwrap();
    let mut open = cart();
    let old = open.add(product("tea", UnitPrice::PerPiece(euro(5))), None).unwrap();
    let before = open.revision();
    open.become_cart(held.clone());
    assert!(open.revision() > before);
    assert!(open.line(old).is_none());
    assert_eq!(open.note(), "Mrs Li");
    assert_eq!(open.complete(), held.complete());
    assert_eq!(open.complete().unwrap().note(), "Mrs Li");
    open.clear();
    assert_eq!((open.is_empty(), open.note()), (true, ""));
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

fn pear() -> Arc<Product> {
    Arc::new(Product::unpriced("Pear", TaxRate::ZERO).unwrap())
}

#[test]
fn no_sale_is_made_of_a_line_without_a_price() {
    let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
    let line = cart.add(pear(), None).unwrap();
    assert_eq!(cart.line(line).unwrap().quantity(), LineQuantity::PriceNeeded);
    assert_eq!(cart.complete(), Err(DomainError::PriceNeeded("Pear".into())));
    assert_eq!((cart.total().unwrap().minor(), cart.line(line).unwrap().unit_price()), (0, None));
    let euro = Money::new(60, Currency::EUR);
    let needed = Err(DomainError::PriceNeeded("Pear".into()));
    assert_eq!(cart.set_price(line, Some(euro), "why"), needed);
    assert_eq!(cart.set_discount(line, Some(Discount::Amount(euro)), "why"), needed);
    assert_eq!(cart.set_pieces(line, Pieces::ONE), needed);
    assert_eq!(cart.set_weight(line, Grams::new(5).unwrap()), needed);
}

#[test]
fn the_first_price_is_said_once_and_in_the_carts_currency() {
    let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
    let line = cart.add(pear(), Some("a.jpg".into())).unwrap();
    assert_eq!(cart.add(pear(), Some("b.jpg".into())).unwrap(), line);
    let yen = UnitPrice::PerPiece(Money::new(60, Currency::from_code("JPY").unwrap()));
    assert!(matches!(cart.set_first_price(line, yen), Err(DomainError::CurrencyMismatch { .. })));
    let less = UnitPrice::PerPiece(Money::new(-1, Currency::EUR));
    assert_eq!(cart.set_first_price(line, less), Err(DomainError::NegativePrice("Pear".into())));
    let price = UnitPrice::PerPiece(Money::new(60, Currency::EUR));
    cart.set_first_price(line, price).unwrap();
    assert_eq!(cart.complete().unwrap().totals().gross.minor(), 120, "two were added");
    assert_eq!(cart.set_first_price(line, price), Err(DomainError::HasPrice("Pear".into())));
}

#[test]
fn an_addition_without_a_price_can_be_taken_back() {
    let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
    let line = cart.add(pear(), Some("a.jpg".into())).unwrap();
    cart.add(pear(), Some("b.jpg".into())).unwrap();
    assert!(cart.take_back(line, &from("a.jpg")).unwrap());
    assert_eq!(cart.line(line).unwrap().additions(), [from("b.jpg")]);
    assert!(!cart.take_back(line, &from("b.jpg")).unwrap());
    assert!(cart.is_empty());
}
