//! The codes of the retail trade: EAN-13, EAN-8, UPC-A and UPC-E, read with their check digits.
//!
//! After the GS1 General Specifications, section 7.9 (check digits) and 5.2 (UPC-E).

use super::DomainError;

/// A code with a check digit that is right, in the form in which two spellings of one code are
/// equal: UPC-A is an EAN-13 with a zero before it, UPC-E is the UPC-A that it abbreviates, and an
/// EAN-8 stays as it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Gtin(String);

impl Gtin {
    /// Everything that these digits may mean, the likeliest first.
    ///
    /// 13 digits are an EAN-13, 12 a UPC-A, 14 a case code, 6 a UPC-E without its ends; 8 are an
    /// EAN-8 or a UPC-E, which only the lines of the code could tell apart, so that both stand in
    /// the answer where both check digits are right.
    ///
    /// # Errors
    /// [`DomainError::NotABarcode`] for anything else, and [`DomainError::WrongCheckDigit`] where
    /// no reading has the right check digit.
    pub fn readings(text: &str) -> Result<Vec<Self>, DomainError> {
        let text = text.trim();
        let digits = digits_of(text).ok_or_else(|| DomainError::NotABarcode(text.to_owned()))?;
        let checked = |digits: &[u8]| is_checked(digits).then(|| Self::of(digits));
        let readings: Vec<Self> = match digits.len() {
            6 => expanded_upc_e(0, &digits).into_iter().map(|upc| Self::of(&upc)).collect(),
            8 => {
                let upc_e = upc_e(&digits).map(|upc| Self::of(&upc));
                upc_e.into_iter().chain(checked(&digits)).collect()
            }
            12..=14 => checked(&digits).into_iter().collect(),
            _ => return Err(DomainError::NotABarcode(text.to_owned())),
        };
        if readings.is_empty() {
            return Err(DomainError::WrongCheckDigit(text.to_owned()));
        }
        Ok(readings)
    }

    /// The digits: 8, 13, or 14 of a case code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Twelve digits gain a zero; fourteen that begin with one lose it.
    fn of(digits: &[u8]) -> Self {
        let digits = match digits {
            [0, rest @ ..] if rest.len() == 13 => rest,
            all => all,
        };
        let zero = if digits.len() == 12 { "0" } else { "" };
        let text = digits.iter().map(|&digit| char::from(b'0' + digit));
        Self(zero.chars().chain(text).collect())
    }
}

/// The digits of a text of ASCII digits alone.
pub(super) fn digits_of(text: &str) -> Option<Vec<u8>> {
    text.bytes().map(|byte| byte.is_ascii_digit().then(|| byte - b'0')).collect()
}

/// The check digit that belongs behind `digits`: from the right the weights 3, 1, 3, 1, …; what is
/// missing from their sum to the next ten.
pub fn check_digit(digits: &[u8]) -> u8 {
    let sum: u32 = digits
        .iter()
        .rev()
        .zip([3, 1].into_iter().cycle())
        .map(|(&digit, weight)| u32::from(digit) * weight)
        .sum();
    // Below ten.
    ((10 - sum % 10) % 10) as u8
}

pub(super) fn is_checked(digits: &[u8]) -> bool {
    match digits {
        [body @ .., last] => check_digit(body) == *last,
        [] => false,
    }
}

/// The UPC-A of an eight-digit UPC-E with the right check digit; its number system is 0 or 1.
fn upc_e(digits: &[u8]) -> Option<Vec<u8>> {
    let [system @ 0..=1, body @ .., check] = digits else { return None };
    expanded_upc_e(*system, body).filter(|upc| upc.last() == Some(check))
}

/// The UPC-A, check digit included, that six digits of a UPC-E abbreviate (GS1 General
/// Specifications, 5.2.2.4): the last digit says where the left-out zeros belong.
fn expanded_upc_e(system: u8, body: &[u8]) -> Option<Vec<u8>> {
    let &[a, b, c, d, e, last] = body else { return None };
    let middle = match last {
        0..=2 => [a, b, last, 0, 0, 0, 0, c, d, e],
        3 => [a, b, c, 0, 0, 0, 0, 0, d, e],
        4 => [a, b, c, d, 0, 0, 0, 0, 0, e],
        _ => [a, b, c, d, e, 0, 0, 0, 0, last],
    };
    let mut upc = vec![system];
    upc.extend(middle);
    upc.push(check_digit(&upc));
    Some(upc)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn readings(text: &str) -> Vec<String> {
        let read = Gtin::readings(text).unwrap();
        read.into_iter().map(|gtin| gtin.as_str().to_owned()).collect()
    }

    #[test]
    fn the_codes_of_the_trade_are_read() {
        assert_eq!(readings("4006381333931"), ["4006381333931"]);
        assert_eq!(readings("036000291452"), ["0036000291452"], "UPC-A");
        assert_eq!(readings("73513537"), ["73513537"], "EAN-8");
        assert_eq!(readings("04252614"), ["0042100005264"], "UPC-E, zeros after the second digit");
        assert_eq!(readings(" 425261 "), ["0042100005264"], "without its ends");
        assert_eq!(readings("14006381333938"), ["14006381333938"], "a case");
        assert_eq!(readings("04006381333931"), ["4006381333931"], "a case of one");
    }

    #[test]
    fn each_way_of_leaving_zeros_out_is_undone() {
        for (short, long) in [
            ("01234505", "012000003455"),
            ("01234514", "012100003454"),
            ("01234523", "012200003453"),
            ("01234531", "012300000451"),
            ("01234543", "012340000053"),
            ("01234558", "012345000058"),
            ("01234593", "012345000096"),
        ] {
            let digits = digits_of(short).unwrap();
            let body = &digits[1..7];
            let upc = expanded_upc_e(0, body).unwrap();
            let text: String = upc.iter().map(|&d| char::from(b'0' + d)).collect();
            assert_eq!(text[..11], long[..11], "{short}");
            assert!(is_checked(&upc));
        }
    }

    #[test]
    fn a_wrong_digit_is_refused() {
        for text in ["4006381333932", "036000291453", "73513538", "14006381333937"] {
            assert!(matches!(Gtin::readings(text), Err(DomainError::WrongCheckDigit(_))), "{text}");
        }
        for text in ["", "12345", "1234567", "123456789", "40063813339310", "40063813339x1"] {
            assert!(Gtin::readings(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_body_is_read_with_its_check_digit_and_with_no_other(
            body in prop::collection::vec(0..10_u8, 12), wrong in 1..10_u8,
        ) {
            let check = check_digit(&body);
            let text = |check: u8| -> String {
                body.iter().chain([&check]).map(|&digit| char::from(b'0' + digit)).collect()
            };
            prop_assert_eq!(readings(&text(check)), [text(check)]);
            prop_assert!(Gtin::readings(&text((check + wrong) % 10)).is_err());
        }

        #[test]
        fn two_neighbours_that_differ_by_other_than_five_cannot_be_swapped(
            mut body in prop::collection::vec(0..10_u8, 12), at in 0..11_usize,
        ) {
            body.push(check_digit(&body));
            let (left, right) = (body[at], body[at + 1]);
            prop_assume!(left != right && left.abs_diff(right) != 5);
            body.swap(at, at + 1);
            prop_assert!(!is_checked(&body));
        }

        #[test]
        fn nothing_that_is_typed_brings_it_down(text in ".{0,20}") {
            let _ = Gtin::readings(&text);
        }
    }
}
