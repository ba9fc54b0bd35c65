//! Tests of payments; the rules for any amount stand in `tests/payment_properties.rs`.
use super::*;
use crate::quick_amounts;

fn euro(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn cash(minor: i64) -> Given {
    Given { kind: TenderKind::Cash, amount: euro(minor) }
}

fn card(minor: i64) -> Given {
    Given { kind: TenderKind::Card, amount: euro(minor) }
}

fn five() -> CashRounding {
    CashRounding::new(5).unwrap()
}

#[test]
fn cash_above_the_sum_is_change() {
    let payment = Payment::take(euro(1237), CashRounding::NONE, &[cash(2000)]).unwrap();
    assert_eq!(payment.change(), Ok(euro(763)));
    assert_eq!(payment.paid_by(TenderKind::Cash), Ok(euro(1237)));
    assert_eq!(payment.rounding(), euro(0));
}

#[test]
fn only_cash_is_rounded() {
    let in_cash = Payment::take(euro(1237), five(), &[cash(2000)]).unwrap();
    assert_eq!((in_cash.rounding(), in_cash.change()), (euro(-2), Ok(euro(765))));
    let by_card = Payment::take(euro(1237), five(), &[card(1237)]).unwrap();
    assert_eq!((by_card.rounding(), by_card.change()), (euro(0), Ok(euro(0))));
    let split = Payment::take(euro(1237), five(), &[card(1000), cash(240)]).unwrap();
    assert_eq!((split.rounding(), split.change()), (euro(-2), Ok(euro(5))));
    assert_eq!(split.paid_by(TenderKind::Cash), Ok(euro(235)));
}

#[test]
fn what_does_not_cover_the_sum_is_refused_with_what_is_missing() {
    let take = |given: &[Given]| Payment::take(euro(1237), five(), given);
    assert!(matches!(take(&[]), Err(DomainError::PaymentShort(_))));
    assert_eq!(take(&[cash(1000)]), Err(DomainError::PaymentShort("2.37 EUR".into())));
    assert_eq!(take(&[card(1238)]), Err(DomainError::CardAboveDue));
    assert_eq!(take(&[card(1237), cash(100)]), Err(DomainError::CardAboveDue));
    assert_eq!(take(&[cash(-5), card(1237)]), Err(DomainError::NegativeTender));
    assert!(take(&[cash(1235)]).is_ok(), "rounded down");
}

#[test]
fn a_card_short_by_less_than_a_coin_is_still_short() {
    let take = Payment::take(euro(1237), five(), &[card(1235)]);
    assert!(matches!(take, Err(DomainError::PaymentShort(_))));
}

#[test]
fn what_is_still_due_depends_on_how_it_will_be_paid() {
    let due = Payment::still_due(euro(1237), five(), &[cash(1000)]).unwrap();
    assert_eq!((due.by_card, due.in_cash, due.covered), (euro(237), euro(235), false));
    let covered = Payment::still_due(euro(1237), five(), &[cash(1300)]).unwrap();
    assert_eq!((covered.by_card, covered.in_cash, covered.covered), (euro(0), euro(0), true));
}

#[test]
fn a_sum_of_nothing_is_paid_with_nothing() {
    let payment = Payment::exact_cash(euro(0), five()).unwrap();
    assert_eq!(payment.tenders().len(), 1);
    assert_eq!(Payment::restore(euro(0), euro(0), payment.tenders().to_vec()), Ok(payment));
}

#[test]
fn quick_amounts_are_the_notes_that_come_next() {
    let quick = |minor, code: &str, step| {
        let due = Money::new(minor, Currency::from_code(code).unwrap());
        let amounts = quick_amounts(due, CashRounding::new(step).unwrap(), 4);
        amounts.into_iter().map(Money::minor).collect::<Vec<_>>()
    };
    assert_eq!(quick(1237, "EUR", 0), [1237, 2000, 5000, 10_000]);
    assert_eq!(quick(1237, "EUR", 5), [1235, 2000, 5000, 10_000]);
    assert_eq!(quick(1234, "JPY", 0), [1234, 2000, 5000, 10_000], "twice 1000, then notes");
    assert_eq!(quick(39, "EUR", 0), [39, 500, 1000, 2000]);
    assert_eq!(quick(9999, "EUR", 0), [9999, 10_000, 20_000]);
    assert_eq!(quick(2000, "EUR", 0), [2000, 5000, 10_000, 20_000]);
    assert_eq!(quick(15_000, "EUR", 0), [15_000, 16_000, 20_000]);
    assert_eq!(quick(50_000, "EUR", 0), [50_000, 60_000]);
    assert_eq!(quick(1_234, "DKK", 50), [1250, 5000, 10_000, 20_000]);
    assert_eq!(quick(1_234, "XPF", 0), [1234, 1500, 2000, 5000], "no list of notes");
    assert_eq!(quick(0, "EUR", 0)[0], 0);
    assert_eq!(quick(i64::MAX, "EUR", 0), [i64::MAX]);
}

#[test]
fn a_recorded_payment_whose_sums_disagree_is_refused() {
    let tender = |kind, amount, given| Tender { kind, amount: euro(amount), given: euro(given) };
    for (gross, rounding, tenders) in [
        (100, 0, vec![]),
        (100, 0, vec![tender(TenderKind::Cash, 99, 99)]),
        (100, 0, vec![tender(TenderKind::Cash, 100, 99)]),
        (100, 0, vec![tender(TenderKind::Card, 100, 120)]),
        (100, 2, vec![tender(TenderKind::Card, 102, 102)]),
        (100, 0, vec![tender(TenderKind::Cash, -5, 0), tender(TenderKind::Card, 105, 105)]),
        (-100, 0, vec![tender(TenderKind::Cash, -100, -90)]),
        (-100, 0, vec![tender(TenderKind::Card, 5, 5), tender(TenderKind::Cash, -105, -105)]),
    ] {
        let restored = Payment::restore(euro(gross), euro(rounding), tenders);
        assert!(matches!(restored, Err(DomainError::SumsDisagree(_))), "{gross}");
    }
}

#[test]
fn words_and_steps_are_read_back() {
    for kind in TenderKind::ALL {
        assert_eq!(TenderKind::from_word(kind.as_str()), Some(kind));
    }
    assert_eq!(TenderKind::from_word("cheque"), None);
    assert_eq!(CashRounding::parse(" 5 "), CashRounding::new(5));
    assert_eq!(CashRounding::parse(""), Ok(CashRounding::NONE));
    for wrong in ["-5", "five", "0.05", "100001"] {
        assert!(CashRounding::parse(wrong).is_err(), "{wrong}");
    }
}
