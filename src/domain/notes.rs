//! The banknotes of each currency: what a customer is likely to hand over.

use super::{CashRounding, Currency, Money};

/// Banknotes in general circulation, smallest first, in major units.
///
/// Source: what the issuing central banks name on their pages on banknotes (for EUR the European Central
/// Bank, for USD the US Currency Education Program, for CNY the People's Bank of China, and so on), as gathered
/// in the lists of circulating banknotes of 2025. Notes that are rarely seen, such as that of 2 USD, or are no
/// longer issued, such as that of 500 EUR, are left out. A currency that is not here has no list to trust.
const NOTES: [(&str, &str); 73] = [
    ("AED", "5 10 20 50 100 200 500 1000"),
    ("ALL", "200 500 1000 2000 5000 10000"),
    ("AMD", "1000 2000 5000 10000 20000 50000"),
    ("ARS", "100 200 500 1000 2000 10000 20000"),
    ("AUD", "5 10 20 50 100"),
    ("AZN", "1 5 10 20 50 100 200"),
    ("BAM", "10 20 50 100 200"),
    ("BDT", "5 10 20 50 100 200 500 1000"),
    ("BGN", "5 10 20 50 100"),
    ("BHD", "0.5 1 5 10 20"),
    ("BOB", "10 20 50 100 200"),
    ("BRL", "2 5 10 20 50 100 200"),
    ("BYN", "5 10 20 50 100 200 500"),
    ("CAD", "5 10 20 50 100"),
    ("CHF", "10 20 50 100 200 1000"),
    ("CLP", "1000 2000 5000 10000 20000"),
    ("CNY", "1 5 10 20 50 100"),
    ("COP", "2000 5000 10000 20000 50000 100000"),
    ("CRC", "1000 2000 5000 10000 20000"),
    ("CZK", "100 200 500 1000 2000 5000"),
    ("DKK", "50 100 200 500"),
    ("DOP", "50 100 200 500 1000 2000"),
    ("DZD", "500 1000 2000"),
    ("EGP", "5 10 20 50 100 200"),
    ("EUR", "5 10 20 50 100 200"),
    ("GBP", "5 10 20 50"),
    ("GEL", "5 10 20 50 100 200"),
    ("GTQ", "5 10 20 50 100 200"),
    ("HKD", "10 20 50 100 500 1000"),
    ("HUF", "500 1000 2000 5000 10000 20000"),
    ("IDR", "1000 2000 5000 10000 20000 50000 100000"),
    ("ILS", "20 50 100 200"),
    ("INR", "10 20 50 100 200 500"),
    ("IQD", "250 500 1000 5000 10000 25000 50000"),
    ("ISK", "500 1000 2000 5000 10000"),
    ("JOD", "1 5 10 20 50"),
    ("JPY", "1000 5000 10000"),
    ("KES", "50 100 200 500 1000"),
    ("KRW", "1000 5000 10000 50000"),
    ("KWD", "0.25 0.5 1 5 10 20"),
    ("KZT", "500 1000 2000 5000 10000 20000"),
    ("LBP", "1000 5000 10000 20000 50000 100000"),
    ("LKR", "20 50 100 500 1000 5000"),
    ("MAD", "20 50 100 200"),
    ("MKD", "10 50 100 200 500 1000 2000"),
    ("MXN", "20 50 100 200 500 1000"),
    ("MYR", "1 5 10 20 50 100"),
    ("NGN", "5 10 20 50 100 200 500 1000"),
    ("NOK", "50 100 200 500 1000"),
    ("NZD", "5 10 20 50 100"),
    ("OMR", "0.1 0.5 1 5 10 20 50"),
    ("PEN", "10 20 50 100 200"),
    ("PHP", "20 50 100 200 500 1000"),
    ("PKR", "10 20 50 100 500 1000 5000"),
    ("PLN", "10 20 50 100 200 500"),
    ("QAR", "1 5 10 50 100 200 500"),
    ("RON", "1 5 10 20 50 100 200 500"),
    ("RSD", "10 20 50 100 200 500 1000 2000 5000"),
    ("RUB", "50 100 200 500 1000 2000 5000"),
    ("SAR", "5 10 20 50 100 200 500"),
    ("SEK", "20 50 100 200 500 1000"),
    ("SGD", "2 5 10 50 100"),
    ("THB", "20 50 100 500 1000"),
    ("TND", "5 10 20 50"),
    ("TRY", "5 10 20 50 100 200"),
    ("TWD", "100 500 1000"),
    ("UAH", "20 50 100 200 500 1000"),
    ("USD", "1 5 10 20 50 100"),
    ("UYU", "20 50 100 200 500 1000 2000"),
    ("VND", "1000 2000 5000 10000 20000 50000 100000 200000 500000"),
    ("XAF", "500 1000 2000 5000 10000"),
    ("XOF", "500 1000 2000 5000 10000"),
    ("ZAR", "10 20 50 100 200"),
];

/// The currency's banknotes, smallest first; empty where they are not known here.
pub fn notes_of(currency: Currency) -> Vec<Money> {
    let Some((_, notes)) = NOTES.iter().find(|(code, _)| *code == currency.code()) else {
        return Vec::new();
    };
    notes.split(' ').filter_map(|note| Money::parse(note, currency).ok()).collect()
}

/// Amounts that a customer is likely to hand over for `due`: exactly that, rounded as cash is; then the
/// currency's notes ([`notes_of`]) that cover it, smallest first; where those are fewer than `count`, also what
/// comes next in notes of one kind. At most `count` in all, each larger than the one before.
///
/// For 12.37 EUR: 12.37, 20.00, 50.00, 100.00. For 150 EUR: 150, 160, 200. Where the currency's notes are not
/// known, the next rounder amounts: 1,234, 1,500, 2,000, 5,000.
pub fn quick_amounts(due: Money, rounding: CashRounding, count: usize) -> Vec<Money> {
    let Ok(exact) = rounding.round(due) else {
        return Vec::new();
    };
    let notes: Vec<i64> = notes_of(due.currency()).into_iter().map(Money::minor).collect();
    if notes.is_empty() {
        return rounder_amounts(exact, rounding, count);
    }
    let covers = |amount: &i64| {
        *amount > exact.minor() && rounding.can_be_paid(Money::new(*amount, due.currency()))
    };
    let mut amounts: Vec<i64> = notes.iter().copied().filter(covers).take(count).collect();
    let of_one_kind = notes.iter().filter_map(|note| multiple_from(exact.minor(), *note));
    for amount in of_one_kind.filter(covers) {
        if amounts.len() + 1 < count && !amounts.contains(&amount) {
            amounts.push(amount);
        }
    }
    amounts.sort_unstable();
    let all = std::iter::once(exact.minor()).chain(amounts);
    all.take(count).map(|minor| Money::new(minor, due.currency())).collect()
}

/// The smallest multiple of `note` that is at least `amount`; `None` beyond 64 bits.
fn multiple_from(amount: i64, note: i64) -> Option<i64> {
    (amount / note + i64::from(amount % note != 0)).checked_mul(note)
}

/// `exact`, and the next rounder amounts: notes of 1, 2 and 5 with any number of zeros.
fn rounder_amounts(exact: Money, rounding: CashRounding, count: usize) -> Vec<Money> {
    let mut amounts = vec![exact];
    // Half of what the second digit counts: 5.00 for 12.37.
    let second_digit = 10_i64.pow(exact.minor().max(1).ilog10().saturating_sub(1));
    let notes = (0_u32..6).flat_map(|zeros| {
        [5, 10, 20]
            .map(|note| 10_i64.checked_pow(zeros)?.checked_mul(second_digit)?.checked_mul(note))
    });
    for note in notes.flatten() {
        let Some(amount) = multiple_from(exact.minor(), note) else { break };
        let amount = Money::new(amount, exact.currency());
        let more = amounts.last().is_some_and(|last| last.minor() < amount.minor());
        if more && rounding.can_be_paid(amount) && amounts.len() < count {
            amounts.push(amount);
        }
    }
    amounts.truncate(count);
    amounts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_list_is_of_a_currency_and_rises() {
        for (code, notes) in NOTES {
            let currency = Currency::from_code(code).unwrap();
            let read = notes_of(currency);
            assert_eq!(read.len(), notes.split(' ').count(), "{code}");
            assert!(read.iter().all(|note| note.minor() > 0), "{code}");
            assert!(read.is_sorted_by(|a, b| a.minor() < b.minor()), "{code}");
        }
        assert!(NOTES.is_sorted_by_key(|(code, _)| *code));
        assert!(notes_of(Currency::from_code("XPF").unwrap()).is_empty());
    }

    #[test]
    fn notes_are_among_the_cash_that_is_counted() {
        for (code, _) in NOTES {
            let currency = Currency::from_code(code).unwrap();
            let coins = crate::coins_of(currency);
            let counted = |note: &Money| coins.is_empty() || coins.contains(&note.minor());
            assert!(notes_of(currency).iter().all(counted), "{code}");
        }
    }
}
