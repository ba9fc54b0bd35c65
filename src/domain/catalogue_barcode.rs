//! Barcodes on their way into a catalogue: what a spreadsheet made of them is told with the code that
//! was probably meant, and two spellings of one code are one.
//!
//! Codes of the trade have 8, 12, 13 or 14 digits, the last of which checks the others (GS1 General
//! Specifications, 7.9). Other lengths are numbers of the shop's own.

use super::barcode::{check_digit, digits_of};
use super::{DomainError, Gtin, is_barcode};

/// Zeros at the end of a number that a spreadsheet has rounded to six digits, as it shows large ones:
/// at least as many.
const ROUNDED_ZEROS: usize = 5;

/// Checks a barcode that stands in a file or was typed.
///
/// # Errors
/// [`DomainError::NotABarcode`] for anything but 6 to 14 digits; [`DomainError::BarcodeMisspelt`] where
/// the check digit of a code of the trade is wrong; [`DomainError::LostZeros`] where zeros before the
/// digits make one whose check digit is right; [`DomainError::BarcodeAsNumber`] for `4.00638E+12`.
pub fn check_catalogue_barcode(text: &str) -> Result<(), DomainError> {
    if !is_barcode(text) {
        return Err(if is_scientific(text) {
            DomainError::BarcodeAsNumber(text.to_owned())
        } else {
            DomainError::NotABarcode(text.to_owned())
        });
    }
    match text.len() {
        8 | 12..=14 if Gtin::readings(text).is_err() => Err(misspelt(text)),
        7 => zeros_lost(text, 8),
        10 | 11 => zeros_lost(text, 12),
        _ => Ok(()),
    }
}

/// As `4.00638E+12` and `4,00638E+12`.
fn is_scientific(text: &str) -> bool {
    let Some((digits, power)) = text.split_once(['e', 'E']) else { return false };
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let digits: String = digits.chars().filter(|sign| !matches!(sign, '.' | ',')).collect();
    are_digits(&digits) && are_digits(power.trim_start_matches('+'))
}

fn misspelt(text: &str) -> DomainError {
    let zeros = text.len() - text.trim_end_matches('0').len();
    let probable = digits_of(text).and_then(|digits| {
        let (_, body) = digits.split_last()?;
        Some(body.iter().chain([&check_digit(body)]).map(|&it| char::from(b'0' + it)).collect())
    });
    DomainError::BarcodeMisspelt {
        code: text.to_owned(),
        probable: probable.unwrap_or_default(),
        rounded: zeros >= ROUNDED_ZEROS,
    }
}

fn zeros_lost(text: &str, length: usize) -> Result<(), DomainError> {
    let probable = format!("{text:0>length$}");
    match Gtin::readings(&probable) {
        Ok(_) => Err(DomainError::LostZeros { code: text.to_owned(), probable }),
        Err(_) => Ok(()),
    }
}

/// What a barcode is in the catalogue: two with a form in common are one code. UPC-A, EAN-13 and
/// GTIN-14 of one article have one; a number of the shop's own has itself.
pub fn barcode_forms(barcode: &str) -> Vec<String> {
    let readings = Gtin::readings(barcode).unwrap_or_default();
    let own = readings.is_empty().then(|| barcode.to_owned());
    readings.iter().map(|gtin| gtin.as_str().to_owned()).chain(own).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn are_one(one: &str, other: &str) -> bool {
        barcode_forms(one).iter().any(|form| barcode_forms(other).contains(form))
    }

    #[test]
    fn codes_of_the_trade_and_numbers_of_the_shop_are_taken() {
        for code in [
            "4006381333931",
            "036000291452",
            "00036000291452",
            "73513537",
            "04252614",
            "425261",
            "1234567",
            "123456789",
            "1234567890",
            "12345678901",
        ] {
            assert_eq!(check_catalogue_barcode(code), Ok(()), "{code}");
        }
    }

    #[test]
    fn zeros_that_a_spreadsheet_dropped_are_told_with_the_code() {
        for (lost, probable) in [
            ("36000291452", "036000291452"),
            ("4252614", "04252614"),
            ("1234500007", "001234500007"),
        ] {
            let told = check_catalogue_barcode(lost).unwrap_err();
            let LostZeros { probable: found, .. } = &told else { panic!("{told}") };
            assert_eq!(found, probable);
            assert!(told.to_string().contains(probable));
        }
    }

    #[test]
    fn a_wrong_check_digit_is_told_with_the_right_one() {
        for (wrong, right, is_rounded) in [
            ("4006380000000", "4006380000001", true),
            ("4006381333932", "4006381333931", false),
            ("036000291453", "036000291452", false),
            ("73513538", "73513537", false),
            ("14006381333937", "14006381333938", false),
        ] {
            let told = check_catalogue_barcode(wrong).unwrap_err();
            let BarcodeMisspelt { probable, rounded, .. } = &told else { panic!("{told}") };
            assert_eq!((probable.as_str(), *rounded), (right, is_rounded));
            assert_eq!(told.to_string().contains("rounded"), is_rounded);
        }
    }

    #[test]
    fn a_code_that_became_a_number_is_told() {
        for text in ["4.00638E+12", "4,00638e+12", "4E12"] {
            let told = check_catalogue_barcode(text).unwrap_err();
            assert!(matches!(told, BarcodeAsNumber(_)), "{told}");
        }
        for text in ["12345", "AB123456", "E12", "4006381333931 "] {
            assert!(matches!(check_catalogue_barcode(text), Err(DomainError::NotABarcode(_))));
        }
    }

    #[test]
    fn the_lengths_of_one_article_are_one_code() {
        let soda = ["036000291452", "0036000291452", "00036000291452"];
        for one in soda {
            for other in soda {
                assert!(are_one(one, other));
            }
        }
        assert!(are_one("04252614", "042100005264") && are_one("425261", "04252614"));
        assert!(!are_one("73513537", "073513537"), "a number of the shop's own stands for itself");
        assert!(!are_one("14006381333938", "4006381333931"), "a case is another article");
    }

    use DomainError::{BarcodeAsNumber, BarcodeMisspelt, LostZeros};

    proptest! {
        #[test]
        fn what_is_taken_is_found_when_scanned(code in "[0-9]{6,14}") {
            // A scanner delivers codes of the trade with their check digits alone.
            if check_catalogue_barcode(&code).is_ok() && matches!(code.len(), 8 | 12..=14) {
                prop_assert!(Gtin::readings(&code).is_ok());
            }
        }

        #[test]
        fn a_upc_that_lost_its_zero_is_always_told(body in prop::collection::vec(0..10_u8, 10), first in 1..10_u8) {
            let mut upc = vec![0, first];
            upc.extend(&body[..9]);
            upc.push(check_digit(&upc));
            let code: String = upc.iter().map(|&digit| char::from(b'0' + digit)).collect();
            let lost = code.trim_start_matches('0');
            let told = check_catalogue_barcode(lost);
            prop_assert_eq!(told, Err(LostZeros { code: lost.to_owned(), probable: code }));
        }
    }
}
