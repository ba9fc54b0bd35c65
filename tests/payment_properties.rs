//! What must hold of every payment and refund, whatever the amounts are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use tillsight::domain::{
    Cart, CashRounding, Currency, Given, Grams, Money, PaidSale, Payment, Pieces, Product,
    ProductId, Quantity, Refund, Refundable, TaxMode, TaxRate, TaxedAmount, TenderKind, Unit,
    UnitPrice, quick_amounts,
};

fn euro(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn any_rounding() -> impl Strategy<Value = CashRounding> {
    prop_oneof![Just(0), Just(1), Just(5), Just(10), Just(50), 0_u32..=1000]
        .prop_map(|step| CashRounding::new(step).unwrap())
}

fn any_given() -> impl Strategy<Value = Given> {
    (prop_oneof![Just(TenderKind::Cash), Just(TenderKind::Card)], 0_i64..50_000)
        .prop_map(|(kind, amount)| Given { kind, amount: euro(amount) })
}

/// A product's price, tax rate and quantity.
type Item = (i64, u32, Quantity);

fn any_items() -> impl Strategy<Value = Vec<Item>> {
    let quantity = prop_oneof![
        (1_u32..=30).prop_map(|pieces| Quantity::Pieces(Pieces::new(pieces).unwrap())),
        (1_u32..=5000).prop_map(|grams| Quantity::Weight(Grams::new(grams).unwrap())),
    ];
    let rate = prop_oneof![Just(0), Just(700), Just(1900), 0_u32..=10_000];
    proptest::collection::vec((0_i64..5000, rate, quantity), 1..6)
}

fn any_mode() -> impl Strategy<Value = TaxMode> {
    prop_oneof![Just(TaxMode::Included), Just(TaxMode::Added)]
}

fn sale_of(items: &[Item], mode: TaxMode) -> tillsight::domain::Sale {
    let mut cart = Cart::new(Currency::EUR, mode);
    for (number, &(price, rate, quantity)) in items.iter().enumerate() {
        let unit = match quantity {
            Quantity::Pieces(_) => Unit::Piece,
            Quantity::Weight(_) => Unit::Kg,
        };
        let product = Product {
            id: ProductId::new(&format!("product-{number}")).unwrap(),
            name: format!("Product {number}"),
            names: BTreeMap::new(),
            price: Some(UnitPrice::new(euro(price), unit)),
            plu: None,
            barcode: None,
            tax: TaxRate::from_basis_points(rate).unwrap(),
            category: String::new(),
            picture: None,
            active: true,
        };
        let line = cart.add(Arc::new(product), None).unwrap();
        match quantity {
            Quantity::Pieces(pieces) => cart.set_pieces(line, pieces).unwrap(),
            Quantity::Weight(grams) => cart.set_weight(line, grams).unwrap(),
        }
    }
    cart.complete().unwrap()
}

/// Pays a share of the sale by card and the rest in cash.
fn paid(items: &[Item], mode: TaxMode, card_share: u8, rounding: CashRounding) -> PaidSale {
    let sale = sale_of(items, mode);
    let gross = sale.totals().gross.minor();
    let card = gross * i64::from(card_share) / 100;
    let mut given = Vec::new();
    if card > 0 {
        given.push(Given { kind: TenderKind::Card, amount: euro(card) });
    }
    if card < gross || gross == 0 {
        given.push(Given { kind: TenderKind::Cash, amount: euro(gross - card + 1000) });
    }
    PaidSale::new(sale, rounding, &given).unwrap()
}

/// Rounds to a multiple another way than the domain does: half of the step is added, then cut.
fn rounded(amount: i64, step: u32) -> i64 {
    let step = i64::from(step.max(1));
    let (below, rest) = (amount.abs().div_euclid(step) * step, amount.abs().rem_euclid(step));
    amount.signum() * if 2 * rest >= step { below + step } else { below }
}

fn sum(refunds: &[Refund], amount: impl Fn(&Refund) -> i64) -> i64 {
    refunds.iter().map(amount).sum()
}

proptest! {
    #[test]
    fn cash_is_rounded_to_the_nearest_multiple_and_a_refund_is_its_mirror(
        amount in -1_000_000_i64..1_000_000, rounding in any_rounding()
    ) {
        let cash = rounding.round(euro(amount)).unwrap().minor();
        prop_assert_eq!(cash, rounded(amount, rounding.step()));
        prop_assert_eq!(cash % i64::from(rounding.step().max(1)), 0);
        prop_assert_eq!(rounding.round(euro(-amount)).unwrap().minor(), -cash);
    }

    #[test]
    fn a_payment_covers_what_is_due_and_its_parts_add_up(
        due in 0_i64..100_000, rounding in any_rounding(),
        given in proptest::collection::vec(any_given(), 0..5)
    ) {
        let handed_over: i64 = given.iter().map(|given| given.amount.minor()).sum();
        let Ok(payment) = Payment::take(euro(due), rounding, &given) else {
            return Ok(());
        };
        let paid: i64 = payment.tenders().iter().map(|tender| tender.amount.minor()).sum();
        let cash = payment.paid_by(TenderKind::Cash).unwrap().minor();
        prop_assert_eq!(paid, due + payment.rounding().minor());
        prop_assert_eq!(handed_over - paid, payment.change().unwrap().minor());
        prop_assert!(!payment.tenders().is_empty());
        prop_assert_eq!(cash % i64::from(rounding.step().max(1)), 0);
        prop_assert!(2 * payment.rounding().minor().abs() <= i64::from(rounding.step().max(1)));
        for tender in payment.tenders() {
            let change = tender.change().unwrap().minor();
            prop_assert!(change == 0 || (tender.kind == TenderKind::Cash && change > 0));
        }
        let again = Payment::restore(euro(due), payment.rounding(), payment.tenders().to_vec());
        prop_assert_eq!(again, Ok(payment));
    }

    #[test]
    fn paying_what_is_still_due_covers_it(
        due in 0_i64..100_000, rounding in any_rounding(),
        given in proptest::collection::vec(any_given(), 0..3)
    ) {
        let Ok(still) = Payment::still_due(euro(due), rounding, &given) else {
            return Ok(());
        };
        prop_assert_eq!(still.covered, Payment::take(euro(due), rounding, &given).is_ok());
        if !still.covered {
            let mut in_cash = given.clone();
            in_cash.push(Given { kind: TenderKind::Cash, amount: still.in_cash });
            prop_assert!(Payment::take(euro(due), rounding, &in_cash).is_ok());
        }
    }

    #[test]
    fn quick_amounts_start_with_the_exact_one_and_grow(
        due in 0_i64..100_000_000, rounding in any_rounding(), count in 1_usize..8
    ) {
        let amounts: Vec<i64> =
            quick_amounts(euro(due), rounding, count).into_iter().map(Money::minor).collect();
        prop_assert_eq!(amounts[0], rounded(due, rounding.step()));
        prop_assert!(amounts.is_sorted_by(|less, more| less < more));
        prop_assert!(amounts.len() <= count);
        for amount in amounts {
            prop_assert_eq!(amount % i64::from(rounding.step().max(1)), 0);
            let given = Given { kind: TenderKind::Cash, amount: euro(amount) };
            prop_assert!(Payment::take(euro(due), rounding, &[given]).is_ok());
        }
    }

    #[test]
    fn refunds_in_any_parts_and_order_add_up_to_the_sale_exactly(
        items in any_items(), mode in any_mode(), card_share in 0_u8..=100,
        rounding in any_rounding(), later in any_rounding(),
        parts in proptest::collection::vec((any::<prop::sample::Index>(), 1_u32..400), 0..12)
    ) {
        let sale = paid(&items, mode, card_share, rounding);
        let mut refunds: Vec<Refund> = Vec::new();
        for (line, count) in parts {
            let left = Refundable::new(1, sale.clone(), &refunds).unwrap();
            let line = line.index(items.len());
            match left.parts(&[(line, count)], later) {
                Ok(refund) => {
                    prop_assert!(count <= left.left()[line]);
                    refunds.push(refund);
                }
                Err(_) => prop_assert!(count > left.left()[line]),
            }
        }
        let left = Refundable::new(1, sale.clone(), &refunds).unwrap();
        match left.whole(later) {
            Ok(rest) => refunds.push(rest),
            Err(_) => prop_assert!(left.left().iter().all(|left| *left == 0)),
        }

        let totals = sale.sale().totals();
        prop_assert_eq!(sum(&refunds, |r| r.totals().net.minor()), -totals.net.minor());
        prop_assert_eq!(sum(&refunds, |r| r.totals().tax.minor()), -totals.tax.minor());
        prop_assert_eq!(sum(&refunds, |r| r.totals().gross.minor()), -totals.gross.minor());
        let rounding = sale.payment().rounding().minor();
        prop_assert_eq!(sum(&refunds, |r| r.payment().rounding().minor()), -rounding);
        for kind in TenderKind::ALL {
            let sold = sale.payment().paid_by(kind).unwrap().minor();
            let back = sum(&refunds, |r| r.payment().paid_by(kind).unwrap().minor());
            prop_assert_eq!(back, -sold);
        }
        for (position, line) in sale.sale().lines().iter().enumerate() {
            let back = refunds.iter().flat_map(tillsight::domain::Refund::lines);
            let back: Vec<_> = back.filter(|refund| refund.position == position).collect();
            let of = |amount: fn(&tillsight::domain::SaleLine) -> Money| {
                back.iter().map(|refund| amount(&refund.line).minor()).sum::<i64>()
            };
            prop_assert_eq!(of(|line| line.net), -line.net.minor());
            prop_assert_eq!(of(|line| line.tax), -line.tax.minor());
            prop_assert_eq!(of(|line| line.gross), -line.gross.minor());
            let count: u32 = back.iter().map(|refund| refund.line.quantity.count()).sum();
            prop_assert_eq!(count, line.quantity.count());
        }
    }

    #[test]
    fn no_part_of_a_refund_asks_money_from_the_customer(
        items in any_items(), mode in any_mode(), card_share in 0_u8..=100,
        rounding in any_rounding(), line in any::<prop::sample::Index>(), count in 1_u32..400
    ) {
        let sale = paid(&items, mode, card_share, rounding);
        let left = Refundable::new(1, sale, &[]).unwrap();
        let Ok(refund) = left.parts(&[(line.index(items.len()), count)], rounding) else {
            return Ok(());
        };
        for part in refund.lines() {
            let line = &part.line;
            prop_assert!(line.net.minor() <= 0 && line.tax.minor() <= 0);
            prop_assert_eq!(line.net.minor() + line.tax.minor(), line.gross.minor());
        }
        for tender in refund.payment().tenders() {
            prop_assert!(tender.amount.minor() <= 0 && tender.given == tender.amount);
        }
        let totals = refund.totals().clone();
        let sums = TaxedAmount { net: totals.net, tax: totals.tax, gross: totals.gross };
        let payment = refund.payment();
        let again = Refund::restore(
            1,
            (refund.currency(), refund.tax_mode()),
            refund.lines().to_vec(),
            sums,
            (payment.rounding(), payment.tenders().to_vec()),
        );
        prop_assert_eq!(again, Ok(refund));
    }
}
