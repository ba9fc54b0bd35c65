//! The banknotes of each currency: what a customer is likely to hand over.

use super::{Currency, Money};

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
