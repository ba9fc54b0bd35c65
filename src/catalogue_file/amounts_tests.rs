//! Tests of numbers as files write them.

use proptest::prelude::*;

use super::*;

fn marks(numbers: &[&str]) -> Marks {
    marks_of(numbers.iter().copied())
}

fn minor(cell: &str, mark: Option<Mark>) -> Option<i64> {
    Amount::of(cell).money(mark, Currency::EUR).map(Money::minor)
}

#[test]
fn what_stands_beside_a_number_is_told_apart() {
    for (cell, number, beside, unit) in [
        ("SAR 20.00", "20.00", "SAR", ""),
        ("5.90 EUR", "5.90", "EUR", ""),
        ("€ 3,50", "3,50", "€", ""),
        ("3,50€", "3,50", "€", ""),
        ("2,99 €/kg", "2,99", "€", "kg"),
        ("Rs.120", "120", "Rs", ""),
        ("12,-", "12", "", ""),
        ("¥ １２．５０", "12.50", "¥", ""),
        ("۱۲۰", "120", "", ""),
        ("1 234,50", "1 234,50", "", ""),
        ("-0.50", "-0.50", "", ""),
        ("free", "", "free", ""),
    ] {
        let (number, beside, unit) = (number.to_owned(), beside.to_owned(), unit.to_owned());
        assert_eq!(Amount::of(cell), Amount { number, beside, unit }, "{cell}");
    }
}

#[test]
fn a_mark_is_decided_for_the_column() {
    assert_eq!(marks(&["1", "20"]), Marks::Plain);
    assert_eq!(marks(&["1.50", "1.234"]), Marks::One(Mark::Point));
    assert_eq!(marks(&["1,50", "1.234"]), Marks::One(Mark::Comma));
    assert_eq!(marks(&["1.234.567"]), Marks::One(Mark::Comma));
    assert_eq!(marks(&["1.234,50"]), Marks::One(Mark::Comma));
    assert_eq!(marks(&["0.125", "12"]), Marks::One(Mark::Point));
    assert_eq!(marks(&["1.234", "2,500"]), Marks::Doubtful);
    assert_eq!(marks(&["1.50", "1,14"]), Marks::Mixed);
    assert_eq!(marks(&["1.50", "1,14", "1,234"]), Marks::Doubtful);
}

#[test]
fn thousands_stand_in_threes() {
    assert_eq!(minor("1'234.50", Some(Mark::Point)), Some(123_450));
    assert_eq!(minor("1\u{202f}234,50", Some(Mark::Comma)), Some(123_450));
    assert_eq!(minor("1.234", Some(Mark::Comma)), Some(123_400));
    assert_eq!(minor("12.34", Some(Mark::Comma)), None);
    assert_eq!(minor("1.2345", Some(Mark::Point)), None, "finer than a cent");
    assert_eq!(minor("12.5000", Some(Mark::Point)), Some(1250));
    assert_eq!(minor(".50", Some(Mark::Point)), Some(50));
}

#[test]
fn currencies_are_known_by_code_and_sign() {
    assert!(is_foreign("SAR", Currency::EUR) && is_foreign("$", Currency::EUR));
    assert!(!is_foreign("€", Currency::EUR) && !is_foreign("eur", Currency::EUR));
    assert!(!is_foreign("pcs", Currency::EUR), "no currency at all");
}

/// An amount with its decimals after `mark`, its thousands parted or not.
fn written(minor: i64, mark: Mark, parted: bool) -> String {
    let (whole, cents) = (minor / 100, minor % 100);
    let mut digits = whole.to_string();
    if parted {
        let mut at = digits.len();
        while at > 3 {
            at -= 3;
            digits.insert(at, mark.other().sign());
        }
    }
    format!("{digits}{}{cents:02}", mark.sign())
}

proptest! {
    #[test]
    fn amounts_of_either_mark_are_read_back_to_the_cent(
        amounts in prop::collection::vec(0_i64..1_000_000_000, 1..12),
        comma: bool,
        parted: bool,
    ) {
        let mark = if comma { Mark::Comma } else { Mark::Point };
        let cells: Vec<Amount> =
            amounts.iter().map(|&minor| Amount::of(&written(minor, mark, parted))).collect();
        let said = marks_of(cells.iter().map(|cell| cell.number.as_str()));
        prop_assert_eq!(said, Marks::One(mark));
        for (cell, &minor) in cells.iter().zip(&amounts) {
            let read = cell.money(Some(mark), Currency::EUR).map(Money::minor);
            prop_assert_eq!(read, Some(minor));
        }
    }

    #[test]
    fn any_cell_is_an_amount_or_none(cell in ".{0,20}") {
        let amount = Amount::of(&cell);
        for mark in [None, Some(Mark::Comma), Some(Mark::Point)] {
            let _ = amount.money(mark, Currency::EUR);
        }
    }
}
