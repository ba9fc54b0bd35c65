//! What must hold of merged lines, weighings, other prices and discounts, whatever the numbers are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use tillsight::domain::{
    Addition, Cart, CartLine, Currency, Discount, DomainError, Grams, LineQuantity, Money,
    PercentOff, Pieces, Product, ProductId, Quantity, Sale, SaleLine, TaxMode, TaxRate,
    TaxedAmount, Unit, UnitPrice, WeighedBy, Weighing,
};
use tillsight::store::Store;

fn euro(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn product(number: usize, price: i64, unit: Unit) -> Arc<Product> {
    Arc::new(Product {
        id: ProductId::new(&format!("product-{number}")).unwrap(),
        name: format!("Product {number}"),
        names: BTreeMap::new(),
        price: Some(UnitPrice::new(euro(price), unit)),
        plu: None,
        barcode: None,
        tax: TaxRate::from_basis_points(700).unwrap(),
        category: "Fruit".to_owned(),
        picture: None,
        active: true,
    })
}

/// Something a clerk does to a cart.
#[derive(Clone, Debug)]
enum Deed {
    Add { product: usize, photo: Option<u8> },
    Pieces(u32),
    Weigh { gross: u32, tare: u32 },
    Price(Option<i64>),
    AmountOff(i64),
    PercentOff(u32),
    Note(String),
    TakeBack(Option<u8>),
    Remove,
}

fn any_deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0_usize..4, proptest::option::of(0_u8..3))
            .prop_map(|(product, photo)| Deed::Add { product, photo }),
        1 => (0_u32..12_000).prop_map(Deed::Pieces),
        1 => (0_u32..5000, 0_u32..600).prop_map(|(gross, tare)| Deed::Weigh { gross, tare }),
        1 => proptest::option::of(-5_i64..5000).prop_map(Deed::Price),
        1 => (-5_i64..5000).prop_map(Deed::AmountOff),
        1 => (0_u32..10_100).prop_map(Deed::PercentOff),
        1 => prop_oneof![Just(String::new()), Just("ripe".to_owned())].prop_map(Deed::Note),
        1 => proptest::option::of(0_u8..3).prop_map(Deed::TakeBack),
        1 => Just(Deed::Remove),
    ]
}

fn any_tax_mode() -> impl Strategy<Value = TaxMode> {
    prop_oneof![Just(TaxMode::Included), Just(TaxMode::Added)]
}

/// Two products by the piece and two by weight.
fn products() -> [Arc<Product>; 4] {
    [
        product(0, 119, Unit::Piece),
        product(1, 45, Unit::Piece),
        product(2, 199, Unit::Kg),
        product(3, 2999, Unit::Kg),
    ]
}

fn photo(number: Option<u8>) -> Option<String> {
    number.map(|number| format!("{number}.jpg"))
}

/// Does it to the newest line; what the domain refuses is no harm.
fn act(cart: &mut Cart, deed: &Deed) {
    if let Deed::Add { product, photo: from } = deed {
        cart.add(Arc::clone(&products()[*product]), photo(*from)).unwrap();
        return;
    }
    let Some(line) = cart.lines().last().map(CartLine::id) else {
        return;
    };
    let _refused = match deed {
        Deed::Add { .. } => Ok(()),
        Deed::Pieces(pieces) => Pieces::new(*pieces).and_then(|p| cart.set_pieces(line, p)),
        Deed::Weigh { gross, tare } => Grams::new(*gross)
            .and_then(|gross| Weighing::new(gross, *tare, WeighedBy::Scale))
            .and_then(|weighing| cart.set_weighing(line, weighing)),
        Deed::Price(price) => cart.set_price(line, price.map(euro), "dented"),
        Deed::AmountOff(minor) => {
            cart.set_discount(line, Some(Discount::Amount(euro(*minor))), "friend")
        }
        Deed::PercentOff(share) => PercentOff::from_basis_points(*share)
            .and_then(|share| cart.set_discount(line, Some(Discount::Percent(share)), "friend")),
        Deed::Note(note) => cart.set_line_note(line, note),
        Deed::TakeBack(from) => cart.take_back(line, &photo(*from).into()).map(drop),
        Deed::Remove => cart.remove(line).map(drop),
    };
}

fn cart_after(deeds: &[Deed], mode: TaxMode) -> Cart {
    let mut cart = Cart::new(Currency::EUR, mode);
    for deed in deeds {
        act(&mut cart, deed);
    }
    cart
}

/// The same with every line weighed, so that it can be sold.
fn sold_after(deeds: &[Deed], mode: TaxMode) -> Option<(Cart, Sale)> {
    let mut cart = cart_after(deeds, mode);
    let unweighed: Vec<_> = cart
        .lines()
        .iter()
        .filter(|line| line.quantity() == LineQuantity::WeightNeeded)
        .map(CartLine::id)
        .collect();
    for line in unweighed {
        cart.set_weight(line, Grams::new(333).unwrap()).unwrap();
    }
    match cart.complete() {
        Ok(sale) => Some((cart, sale)),
        Err(DomainError::EmptyCart) => None,
        Err(other) => panic!("{other}"),
    }
}

fn quantity(line: &SaleLine) -> i128 {
    match line.quantity {
        Quantity::Pieces(pieces) => i128::from(pieces.get()),
        Quantity::Weight(grams) => i128::from(grams.get()),
    }
}

proptest! {
    #[test]
    fn equal_pieces_stand_on_one_line_and_every_addition_is_kept(
        additions in proptest::collection::vec((0_usize..2, proptest::option::of(0_u8..3)), 1..40)
    ) {
        let deeds: Vec<_> = additions
            .iter()
            .map(|&(product, photo)| Deed::Add { product, photo })
            .collect();
        let cart = cart_after(&deeds, TaxMode::Included);
        for (number, product) in products().iter().take(2).enumerate() {
            let lines: Vec<_> =
                cart.lines().iter().filter(|line| line.product() == product).collect();
            let expected: Vec<_> = additions
                .iter()
                .filter(|(added, _)| *added == number)
                .map(|(_, from)| Addition::from(photo(*from)))
                .collect();
            prop_assert_eq!(lines.len(), usize::from(!expected.is_empty()));
            for line in lines {
                let count = u32::try_from(expected.len()).unwrap();
                let pieces = LineQuantity::Known(Quantity::Pieces(Pieces::new(count).unwrap()));
                prop_assert_eq!(line.quantity(), pieces);
                prop_assert_eq!(line.additions(), &expected[..]);
            }
        }
    }

    #[test]
    fn weighed_lines_stay_apart(count in 1_usize..20) {
        let deeds = vec![Deed::Add { product: 2, photo: None }; count];
        prop_assert_eq!(cart_after(&deeds, TaxMode::Included).lines().len(), count);
    }

    #[test]
    fn additions_taken_back_one_by_one_leave_nothing(photos in proptest::collection::vec(proptest::option::of(0_u8..3), 1..12)) {
        let deeds: Vec<_> =
            photos.iter().map(|&photo| Deed::Add { product: 0, photo }).collect();
        let mut cart = cart_after(&deeds, TaxMode::Included);
        let line = cart.lines()[0].id();
        for (left, from) in (0..photos.len()).rev().zip(&photos) {
            prop_assert_eq!(cart.take_back(line, &photo(*from).into()), Ok(left > 0));
            prop_assert_eq!(cart.line(line).map_or(0, |line| line.additions().len()), left);
        }
        prop_assert!(cart.is_empty());
    }

    #[test]
    fn what_is_put_back_stands_as_if_it_had_not_been_taken_back(
        deeds in proptest::collection::vec(any_deed(), 1..40),
        line in any::<proptest::sample::Index>(),
        from in proptest::option::of(0_u8..3),
    ) {
        let mut cart = cart_after(&deeds, TaxMode::Included);
        prop_assume!(!cart.is_empty());
        let (before, place) = (cart.lines().to_vec(), line.index(cart.lines().len()));
        let (was, addition) = (before[place].clone(), photo(from).into());
        cart.take_back(was.id(), &addition).unwrap();
        prop_assert_ne!(cart.lines(), &before[..]);
        prop_assert_eq!(cart.put_back(was.clone(), place, &addition), Ok(was.id()));
        prop_assert_eq!(cart.lines(), &before[..]);
    }

    #[test]
    fn a_line_is_price_times_quantity_less_the_discount_and_never_below_zero(
        deeds in proptest::collection::vec(any_deed(), 1..40), mode in any_tax_mode()
    ) {
        let cart = cart_after(&deeds, mode);
        for line in cart.lines() {
            let (full, off) = (line.full_price().unwrap(), line.taken_off().unwrap());
            prop_assert!(!off.is_negative());
            match (full, line.total().unwrap()) {
                (Some(full), Some(total)) => {
                    prop_assert_eq!(total.minor(), full.minor() - off.minor());
                    prop_assert!(!total.is_negative());
                }
                (None, None) => prop_assert_eq!(off.minor(), 0),
                other => prop_assert!(false, "{:?}", other),
            }
            prop_assert_eq!(line.reason().is_empty(), line.price_override().is_none() && line.discount().is_none());
        }
    }

    #[test]
    fn what_is_sold_says_how_it_came_to_its_price(
        deeds in proptest::collection::vec(any_deed(), 1..40), mode in any_tax_mode()
    ) {
        let Some((cart, sale)) = sold_after(&deeds, mode) else { return Ok(()) };
        for (line, sold) in cart.lines().iter().zip(sale.lines()) {
            // Rounded half-up another way than the domain does.
            let full = i128::from(sold.unit_price.money().minor()) * quantity(sold);
            let full = if sold.unit_price.unit() == Unit::Kg { (2 * full + 1000).div_euclid(2000) } else { full };
            let stated = match mode { TaxMode::Included => sold.gross, TaxMode::Added => sold.net };
            prop_assert_eq!(i128::from(stated.minor()), full - i128::from(sold.discount.minor()));
            let list = line.price_override().map(|_| line.product().price.unwrap().money());
            prop_assert_eq!(sold.list_price, list);
            let changed = sold.list_price.is_some() || sold.discount.minor() > 0;
            prop_assert!(!changed || !sold.reason.is_empty());
            let weighing = line.weighing();
            prop_assert_eq!(sold.tare, weighing.map_or(0, Weighing::tare));
            prop_assert_eq!(sold.weighed_by, weighing.map(Weighing::by));
            prop_assert_eq!(&sold.category, "Fruit");
        }
    }

    #[test]
    fn a_sale_is_restored_as_it_was_and_never_with_another_discount(
        deeds in proptest::collection::vec(any_deed(), 1..40), mode in any_tax_mode(),
        wrong in prop_oneof![-9_i64..0, 1_i64..9], at: prop::sample::Index
    ) {
        let Some((_, sale)) = sold_after(&deeds, mode) else { return Ok(()) };
        let totals = sale.totals();
        let sums = TaxedAmount { net: totals.net, tax: totals.tax, gross: totals.gross };
        let mut lines = sale.lines().to_vec();
        let restored = Sale::restore(Currency::EUR, mode, lines.clone(), sums);
        prop_assert_eq!(restored, Ok(sale.clone()));
        let line = at.index(lines.len());
        lines[line].discount = euro(lines[line].discount.minor() + wrong);
        let restored = Sale::restore(Currency::EUR, mode, lines, sums);
        prop_assert!(matches!(restored, Err(DomainError::SumsDisagree(_))));
    }

    #[test]
    fn a_refused_deed_leaves_the_cart_as_it_was(
        deeds in proptest::collection::vec(any_deed(), 1..20), mode in any_tax_mode()
    ) {
        let mut cart = cart_after(&deeds, mode);
        let Some(line) = cart.lines().last().map(CartLine::id) else { return Ok(()) };
        let before = cart.clone();
        prop_assert!(cart.set_price(line, Some(euro(1)), "  ").is_err());
        prop_assert!(cart.set_price(line, Some(euro(-1)), "gift").is_err());
        prop_assert!(cart.set_discount(line, Some(Discount::Amount(euro(0))), "gift").is_err());
        prop_assert!(cart.set_discount(line, Some(Discount::Amount(euro(1))), "").is_err());
        prop_assert_eq!(cart, before);
    }

    #[test]
    fn the_revision_grows_exactly_when_something_changes(
        deeds in proptest::collection::vec(any_deed(), 1..40)
    ) {
        let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
        for deed in &deeds {
            let before = cart.clone();
            act(&mut cart, deed);
            if cart.lines() != before.lines() {
                prop_assert!(cart.revision() > before.revision(), "{:?}", deed);
            }
            prop_assert!(cart.revision() >= before.revision());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_cart_on_hold_comes_back_from_the_database_as_it_was(
        deeds in proptest::collection::vec(any_deed(), 1..30), mode in any_tax_mode(), note in "[a-z ]{0,12}"
    ) {
        let mut cart = cart_after(&deeds, mode);
        cart.set_note(&note).unwrap();
        let mut store = Store::in_memory().unwrap();
        store.hold_cart(&cart).unwrap();
        let mut back = store.saved_carts().unwrap().held.remove(0).cart;
        let mut renumbered = Cart::new(Currency::EUR, TaxMode::Included);
        renumbered.become_cart(cart);
        let mut back_renumbered = Cart::new(Currency::EUR, TaxMode::Included);
        back_renumbered.become_cart(std::mem::replace(&mut back, Cart::new(Currency::EUR, mode)));
        prop_assert_eq!(back_renumbered.lines(), renumbered.lines());
        prop_assert_eq!(back_renumbered.note(), renumbered.note());
        prop_assert_eq!(back_renumbered.tax_mode(), renumbered.tax_mode());
    }
}
