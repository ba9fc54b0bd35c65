//! What must hold of the report of every day, whatever was sold, taken back, paid in and out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use proptest::collection::vec;
use proptest::prelude::*;
use tillsight::domain::{
    CashCount, CashMovement, CashMovementKind, Currency, DayEvents, DayReport, DaySale,
    DaySaleLine, DomainError, Grams, Money, Pieces, ProductId, Quantity, TaxMode, TaxRate,
    TenderKind,
};

fn euro(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn any_line() -> impl Strategy<Value = DaySaleLine> {
    let quantity = prop_oneof![
        (1..=9999_u32).prop_map(|n| Quantity::Pieces(Pieces::new(n).unwrap())),
        (1..=50_000_u32).prop_map(|n| Quantity::Weight(Grams::new(n).unwrap())),
    ];
    let rate = prop_oneof![Just(0_u32), Just(700), Just(1900)];
    (0..6_u8, 0..3_u8, rate, quantity, 0..1_000_000_i64).prop_map(
        |(product, category, rate, quantity, price)| {
            let tax_rate = TaxRate::from_basis_points(rate).unwrap();
            DaySaleLine {
                product: ProductId::new(&format!("p{product}")).unwrap(),
                name: format!("Product {product}"),
                category: ["", "fruit", "milk"][usize::from(category)].to_owned(),
                tax_rate,
                quantity,
                amount: TaxMode::Included.split(euro(price), tax_rate).unwrap(),
            }
        },
    )
}

/// A sale whose cost is split between cash, which is rounded to 5, and card.
fn any_sale() -> impl Strategy<Value = DaySale> {
    (vec(any_line(), 1..6), 0..3_u8, 0..=100_i64).prop_map(|(lines, clerk, share)| {
        let gross: i64 = lines.iter().map(|line| line.amount.gross.minor()).sum();
        let cash = gross * share / 100;
        let rounded = (cash + 2) / 5 * 5;
        DaySale {
            number: 0,
            clerk: ["", "Ana", "Bo"][usize::from(clerk)].to_owned(),
            is_refund: false,
            rounding: euro(rounded - cash),
            lines,
            tenders: vec![
                (TenderKind::Cash, euro(rounded)),
                (TenderKind::Card, euro(gross - cash)),
            ],
        }
    })
}

/// The sale that takes another back whole: the stored amounts, turned around.
fn refund_of(sale: &DaySale) -> DaySale {
    let back = |amount: Money| Money::zero(Currency::EUR).checked_sub(amount).unwrap();
    let mut refund = DaySale { is_refund: true, rounding: back(sale.rounding), ..sale.clone() };
    for line in &mut refund.lines {
        let amount = &mut line.amount;
        (amount.net, amount.tax, amount.gross) =
            (back(amount.net), back(amount.tax), back(amount.gross));
    }
    for (_, amount) in &mut refund.tenders {
        *amount = back(*amount);
    }
    refund
}

fn any_day() -> impl Strategy<Value = Vec<DaySale>> {
    vec((any_sale(), any::<bool>()), 0..25).prop_map(|sales| {
        let mut day = Vec::new();
        for (sale, is_taken_back) in sales {
            let refund = is_taken_back.then(|| refund_of(&sale));
            day.push(sale);
            day.extend(refund);
        }
        for (number, sale) in (1..).zip(&mut day) {
            sale.number = number;
        }
        day
    })
}

fn any_movements() -> impl Strategy<Value = Vec<CashMovement>> {
    let kind = prop_oneof![
        Just(CashMovementKind::Float),
        Just(CashMovementKind::PayIn),
        Just(CashMovementKind::PayOut)
    ];
    vec((kind, 1..1_000_000_i64), 0..10).prop_map(|movements| {
        let movement = |(kind, amount)| CashMovement::new(kind, euro(amount), "why").unwrap();
        movements.into_iter().map(movement).collect()
    })
}

fn report(sales: &[DaySale], movements: &[CashMovement]) -> Result<DayReport, DomainError> {
    DayReport::of(&DayEvents {
        till: "1",
        opened_at: "2026-11-23T08:00:00Z".to_owned(),
        at: "2026-11-23T20:00:00Z".to_owned(),
        currency: Currency::EUR,
        sales,
        movements,
        voids: &[],
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_breakdown_adds_up_to_what_was_sold(sales in any_day()) {
        let report = report(&sales, &[]).unwrap();
        let all: Vec<Vec<_>> = vec![
            report.by_tax_rate.iter().map(|row| row.sold).collect(),
            report.by_category.iter().map(|row| row.sold).collect(),
            report.by_product.iter().map(|row| row.sold).collect(),
            report.by_clerk.iter().map(|row| row.sold).collect(),
        ];
        for rows in all {
            prop_assert_eq!(rows.iter().map(|sum| sum.gross).sum::<i64>(), report.sold.gross);
            prop_assert_eq!(rows.iter().map(|sum| sum.net).sum::<i64>(), report.sold.net);
            prop_assert_eq!(rows.iter().map(|sum| sum.tax).sum::<i64>(), report.sold.tax);
        }
        let paid: i64 = report.by_tender.iter().map(|row| row.paid.amount).sum();
        prop_assert_eq!(paid, report.sold.gross + report.rounding);
        prop_assert_eq!(report.sold.net + report.sold.tax, report.sold.gross);
        prop_assert_eq!(report.sales + report.refunds.count, sales.len() as u64);
    }

    #[test]
    fn the_order_of_sales_and_movements_does_not_matter(
        sales in any_day(),
        movements in any_movements(),
        seed in any::<u64>(),
    ) {
        let forwards = report(&sales, &movements).unwrap();
        let (mut sales, mut movements) = (sales, movements);
        let shuffled = |position: usize| (position as u64 + 1).wrapping_mul(seed | 1) >> 7;
        let mut order: Vec<usize> = (0..sales.len()).collect();
        order.sort_by_key(|&position| shuffled(position));
        sales = order.into_iter().map(|position| sales[position].clone()).collect();
        movements.reverse();
        prop_assert_eq!(report(&sales, &movements).unwrap(), forwards);
    }

    #[test]
    fn a_sale_and_its_refund_leave_nothing_but_their_count(
        sales in any_day(),
        another in any_sale(),
    ) {
        let before = report(&sales, &[]).unwrap();
        let mut more = sales;
        let number = more.len() as i64;
        let sale = DaySale { number: number + 1, ..another };
        let refund = DaySale { number: number + 2, ..refund_of(&sale) };
        let gross: i64 = sale.lines.iter().map(|line| line.amount.gross.minor()).sum();
        more.extend([sale, refund]);
        let after = report(&more, &[]).unwrap();
        prop_assert_eq!(after.sold, before.sold);
        prop_assert_eq!(after.rounding, before.rounding);
        prop_assert_eq!(after.cash.expected, before.cash.expected);
        prop_assert_eq!(after.sales, before.sales + 1);
        prop_assert_eq!(after.refunds.count, before.refunds.count + 1);
        prop_assert_eq!(after.refunds.amount, before.refunds.amount - gross);
        for rows in [&before, &after] {
            let pieces: i64 = rows.by_product.iter().map(|row| row.pieces).sum();
            prop_assert_eq!(pieces, before.by_product.iter().map(|row| row.pieces).sum::<i64>());
        }
    }

    #[test]
    fn the_drawer_holds_float_cash_and_what_was_put_in_less_what_was_taken_out(
        sales in any_day(),
        movements in any_movements(),
        counted in 0..10_000_000_i64,
    ) {
        let report = report(&sales, &movements).unwrap();
        // Counted a second way: note by note, in the order of the day.
        let mut drawer = 0;
        for movement in &movements {
            match movement.kind {
                CashMovementKind::PayOut => drawer -= movement.amount.minor(),
                _ => drawer += movement.amount.minor(),
            }
        }
        for sale in &sales {
            for (kind, amount) in &sale.tenders {
                if *kind == TenderKind::Cash {
                    drawer += amount.minor();
                }
            }
        }
        prop_assert_eq!(report.cash.expected, drawer);
        let closed = report.clone().close(7, &CashCount::of_sum(euro(counted)).unwrap()).unwrap();
        prop_assert_eq!(closed.cash.variance, Some(counted - drawer));
        prop_assert_eq!(closed.z_number, Some(7));
        prop_assert_eq!(closed.by_product, report.by_product);
    }

    #[test]
    fn a_report_comes_back_from_json_as_it_was(sales in any_day()) {
        let closed = report(&sales, &[]).unwrap();
        let closed = closed.close(1, &CashCount::of_sum(euro(5)).unwrap()).unwrap();
        let json = serde_json::to_string(&closed).unwrap();
        prop_assert_eq!(serde_json::from_str::<DayReport>(&json).unwrap(), closed);
    }
}

fn one_sale(price: i64) -> DaySale {
    let tax_rate = TaxRate::ZERO;
    let line = DaySaleLine {
        product: ProductId::new("p").unwrap(),
        name: "P".to_owned(),
        category: String::new(),
        tax_rate,
        quantity: Quantity::Pieces(Pieces::ONE),
        amount: TaxMode::Included.split(euro(price), tax_rate).unwrap(),
    };
    DaySale {
        number: 1,
        clerk: String::new(),
        is_refund: false,
        rounding: euro(0),
        lines: vec![line],
        tenders: vec![(TenderKind::Cash, euro(price))],
    }
}

#[test]
fn a_day_without_a_sale_has_a_report_of_zeros() {
    let empty = report(&[], &[]).unwrap();
    assert_eq!((empty.sales, empty.sold.gross, empty.cash.expected), (0, 0, 0));
    assert_eq!(empty.receipts, None);
}

#[test]
fn a_sale_that_was_not_paid_to_the_cent_is_refused() {
    let mut sale = one_sale(100);
    sale.tenders = vec![(TenderKind::Cash, euro(99))];
    assert!(matches!(report(&[sale], &[]), Err(DomainError::SumsDisagree(_))));
}

#[test]
fn sums_beyond_64_bits_and_foreign_money_are_refused() {
    let huge = [one_sale(i64::MAX), DaySale { number: 2, ..one_sale(1) }];
    assert_eq!(report(&huge, &[]), Err(DomainError::AmountTooLarge));
    let yen = Money::new(1, Currency::from_code("JPY").unwrap());
    let mut sale = one_sale(1);
    sale.tenders = vec![(TenderKind::Cash, yen)];
    assert!(matches!(report(&[sale], &[]), Err(DomainError::CurrencyMismatch { .. })));
}

#[test]
fn a_renamed_product_has_its_last_name_and_one_row() {
    let mut renamed = DaySale { number: 2, ..one_sale(5) };
    renamed.lines[0].name = "New name".to_owned();
    let report = report(&[renamed, one_sale(5)], &[]).unwrap();
    assert_eq!(report.by_product.len(), 1);
    assert_eq!((report.by_product[0].name.as_str(), report.by_product[0].pieces), ("New name", 2));
    assert_eq!(report.receipts, Some((1, 2)));
}
