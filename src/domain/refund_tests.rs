//! Tests of refunds; the rules for any sale stand in `tests/payment_properties.rs`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::{Cart, Given, Product, ProductId, TaxRate, UnitPrice};

fn euro(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

/// Three kiwis at 0.33 and 500 g of bananas at 1.99: 0.99 and 1.00.
fn paid(given: &[Given], rounding: CashRounding) -> PaidSale {
    let product = |id: &str, price| {
        Arc::new(Product {
            id: ProductId::new(id).unwrap(),
            name: id.to_owned(),
            names: BTreeMap::new(),
            price: Some(price),
            plu: None,
            barcode: None,
            tax: TaxRate::from_basis_points(700).unwrap(),
            category: String::new(),
            picture: None,
            active: true,
        })
    };
    let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
    let kiwi = cart.add(product("kiwi", UnitPrice::PerPiece(euro(33))), None).unwrap();
    cart.set_pieces(kiwi, Pieces::new(3).unwrap()).unwrap();
    let banana = cart.add(product("banana", UnitPrice::PerKg(euro(199))), None).unwrap();
    cart.set_weight(banana, Grams::new(500).unwrap()).unwrap();
    PaidSale::new(cart.complete().unwrap(), rounding, given).unwrap()
}

fn cash(minor: i64) -> Given {
    Given { kind: TenderKind::Cash, amount: euro(minor) }
}

fn card(minor: i64) -> Given {
    Given { kind: TenderKind::Card, amount: euro(minor) }
}

#[test]
fn the_whole_goes_back_as_it_was_paid() {
    let five = CashRounding::new(5).unwrap();
    let sale = paid(&[card(100), cash(200)], five);
    assert_eq!(sale.payment().rounding(), euro(1));
    let refund = Refundable::new(7, sale.clone(), &[]).unwrap().whole(CashRounding::NONE).unwrap();
    assert_eq!(refund.of(), 7);
    assert_eq!(refund.totals().gross, euro(-199));
    assert_eq!(refund.payment().rounding(), euro(-1));
    assert_eq!(refund.payment().paid_by(TenderKind::Card), Ok(euro(-100)));
    assert_eq!(refund.payment().paid_by(TenderKind::Cash), Ok(euro(-100)));
    let again = Refundable::new(7, sale, &[refund]).unwrap();
    assert_eq!(again.left(), [0, 0]);
    assert_eq!(again.whole(five), Err(DomainError::NothingToRefund));
}

#[test]
fn parts_of_a_line_add_up_to_the_line() {
    let sale = paid(&[cash(199)], CashRounding::NONE);
    let mut refunds = Vec::new();
    for _ in 0..3 {
        let left = Refundable::new(1, sale.clone(), &refunds).unwrap();
        refunds.push(left.parts(&[(0, 1)], CashRounding::NONE).unwrap());
    }
    let sum = |amount: fn(&SaleLine) -> Money| {
        refunds.iter().map(|refund| amount(&refund.lines()[0].line).minor()).sum::<i64>()
    };
    let sold = &sale.sale().lines()[0];
    assert_eq!(sum(|line| line.gross), -sold.gross.minor());
    assert_eq!(sum(|line| line.tax), -sold.tax.minor());
    assert_eq!(sum(|line| line.net), -sold.net.minor());
    let left = Refundable::new(1, sale, &refunds).unwrap();
    assert_eq!(left.left(), [0, 500]);
    assert_eq!(
        left.parts(&[(0, 1)], CashRounding::NONE),
        Err(DomainError::MoreThanSold("kiwi".into()))
    );
}

#[test]
fn the_card_gets_its_money_back_first() {
    let sale = paid(&[card(50), cash(149)], CashRounding::NONE);
    let left = Refundable::new(1, sale, &[]).unwrap();
    let refund = left.parts(&[(0, 3)], CashRounding::NONE).unwrap();
    assert_eq!(refund.payment().paid_by(TenderKind::Card), Ok(euro(-50)));
    assert_eq!(refund.payment().paid_by(TenderKind::Cash), Ok(euro(-49)));
}

#[test]
fn cash_that_goes_back_in_parts_is_rounded_and_ends_at_what_was_paid() {
    let five = CashRounding::new(5).unwrap();
    let sale = paid(&[cash(200)], five);
    let first = Refundable::new(1, sale.clone(), &[]).unwrap().parts(&[(0, 1)], five).unwrap();
    assert_eq!(first.totals().gross, euro(-33));
    assert_eq!(first.payment().paid_by(TenderKind::Cash), Ok(euro(-35)));
    let rest = Refundable::new(1, sale, std::slice::from_ref(&first)).unwrap().whole(five).unwrap();
    assert_eq!(rest.payment().paid_by(TenderKind::Cash), Ok(euro(-165)));
    assert_eq!(first.payment().rounding().minor() + rest.payment().rounding().minor(), -1);
}

#[test]
fn nothing_and_lines_that_were_not_sold_are_refused() {
    let left = Refundable::new(1, paid(&[cash(199)], CashRounding::NONE), &[]).unwrap();
    let parts = |parts: &[Part]| left.parts(parts, CashRounding::NONE);
    assert_eq!(parts(&[]), Err(DomainError::NothingToRefund));
    assert_eq!(parts(&[(0, 0)]), Err(DomainError::NothingToRefund));
    assert_eq!(parts(&[(2, 1)]), Err(DomainError::NoSuchSaleLine));
    assert_eq!(parts(&[(0, 1), (0, 1)]), Err(DomainError::NoSuchSaleLine));
    assert_eq!(parts(&[(1, 501)]), Err(DomainError::MoreThanSold("banana".into())));
    assert_eq!(parts(&[(0, u32::MAX)]), Err(DomainError::MoreThanSold("kiwi".into())));
}

#[test]
fn recorded_refunds_of_more_than_was_sold_are_refused() {
    let sale = paid(&[cash(199)], CashRounding::NONE);
    let whole = Refundable::new(1, sale.clone(), &[]).unwrap().whole(CashRounding::NONE).unwrap();
    let twice = Refundable::new(1, sale, &[whole.clone(), whole]);
    assert!(matches!(twice, Err(DomainError::SumsDisagree(_))));
}

#[test]
fn a_recorded_refund_whose_sums_disagree_is_refused() {
    let sale = paid(&[cash(199)], CashRounding::NONE);
    let refund = Refundable::new(1, sale, &[]).unwrap().whole(CashRounding::NONE).unwrap();
    let Totals { net, tax, gross, .. } = refund.totals().clone();
    let kind = (Currency::EUR, TaxMode::Included);
    let restore = |lines: &[RefundLine], gross, tenders: &[Tender]| {
        let sums = TaxedAmount { net, tax, gross };
        Refund::restore(1, kind, lines.to_vec(), sums, (euro(0), tenders.to_vec()))
    };
    let (lines, tenders) = (refund.lines().to_vec(), refund.payment().tenders().to_vec());
    assert_eq!(restore(&lines, gross, &tenders), Ok(refund));
    assert!(restore(&[], gross, &tenders).is_err());
    assert!(restore(&lines, euro(-198), &tenders).is_err());
    assert!(restore(&lines, gross, &[]).is_err());
    let mut sold = lines.clone();
    sold[0].line.gross = euro(99);
    assert!(restore(&sold, gross, &tenders).is_err());
}
