//! What a scanner sends, which is more than the number of an article at times: GS1 element strings of
//! DataBar stickers, the add-on of a magazine, the name of the symbology before it.
//!
//! After the GS1 General Specifications: section 3 (application identifiers, their lengths in 3.2),
//! 5.2.2 (two- and five-digit add-ons), 5.4.3 (symbology identifiers).

use super::barcode::{digits_of, is_checked};
use super::{DomainError, Grams, Gtin};

/// What stands between a value of changing length and the next one.
const SEPARATOR: char = '\u{1d}';

/// What a code that was scanned says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScannedCode {
    /// The articles that it may name, the likeliest first; never empty.
    pub articles: Vec<Gtin>,
    /// What it weighs, where that is printed.
    pub weight: Option<Grams>,
}

impl ScannedCode {
    /// Reads all of a code: a plain article number, one with its add-on, or a GS1 element string that
    /// begins with one (identifier 01).
    ///
    /// # Errors
    /// [`DomainError::NotABarcode`] for anything else, [`DomainError::WrongCheckDigit`] where the
    /// number of an article is misread.
    pub fn read(text: &str) -> Result<Self, DomainError> {
        let text = without_symbology(text.trim());
        if let Some(code) = in_brackets(text).or_else(|| element_string(text)) {
            return Ok(code);
        }
        if let Some(article) = before_add_on(text) {
            return Ok(Self { articles: vec![article], weight: None });
        }
        Ok(Self { articles: Gtin::readings(text)?, weight: None })
    }
}

/// Scanners can be told to name the symbology first: `]E0`, `]e0`, `]C1`.
fn without_symbology(text: &str) -> &str {
    let rest = text.strip_prefix(']').unwrap_or(text);
    let named = rest.len() < text.len()
        && rest.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
        && rest.as_bytes().get(1).is_some_and(u8::is_ascii_alphanumeric);
    let bare = if named { rest.get(2..).unwrap_or(text) } else { text };
    bare.trim_start_matches(SEPARATOR)
}

/// An EAN-13 with two or five digits behind it, or a UPC-A with five. Other sums are the lengths of
/// codes of their own.
fn before_add_on(text: &str) -> Option<Gtin> {
    let digits = digits_of(text)?;
    let length = match digits.len() {
        15 | 18 => 13,
        17 => 12,
        _ => return None,
    };
    Gtin::readings(text.get(..length)?).ok()?.into_iter().next()
}

/// `(01)09501101530003(3103)001234`, as it is printed below the bars.
fn in_brackets(text: &str) -> Option<ScannedCode> {
    let mut fields = text.strip_prefix('(')?.split('(').map(|field| field.split_once(')'));
    let (first, gtin) = fields.next()??;
    let article = article_of(gtin).filter(|_| first == "01")?;
    let mut weight = None;
    for field in fields {
        let (identifier, value) = field?;
        digits_of(identifier)?;
        weight = weight.or(weight_of(identifier, value)?);
    }
    Some(ScannedCode { articles: vec![article], weight })
}

/// Identifier 01 with the 14 digits of an article, then other fields, all of which must be known.
fn element_string(text: &str) -> Option<ScannedCode> {
    let rest = text.strip_prefix("01")?;
    let article = article_of(rest.get(..14)?)?;
    let mut rest = rest.get(14..)?.trim_start_matches(SEPARATOR);
    let mut weight = None;
    while !rest.is_empty() {
        let (identifier, length) = identifier_of(rest)?;
        let field = rest.get(identifier.len()..)?;
        let value = match length {
            Length::Fixed(length) => field.get(..length)?,
            Length::UpTo(most) => {
                let value = field.split(SEPARATOR).next()?;
                (1..=most).contains(&value.len()).then_some(value)?
            }
        };
        weight = weight.or(weight_of(identifier, value)?);
        rest = field.get(value.len()..)?.trim_start_matches(SEPARATOR);
    }
    Some(ScannedCode { articles: vec![article], weight })
}

/// The article of 14 digits with the right check digit.
fn article_of(digits: &str) -> Option<Gtin> {
    let checked = digits_of(digits).filter(|all| all.len() == 14 && is_checked(all));
    checked.and_then(|_| Gtin::readings(digits).ok()?.into_iter().next())
}

/// How long the value behind an identifier is.
enum Length {
    Fixed(usize),
    UpTo(usize),
}

/// The identifier that a text begins with, of those that stand on goods.
fn identifier_of(text: &str) -> Option<(&str, Length)> {
    let two = text.get(..2)?;
    let (digits, length) = match two {
        "11" | "12" | "13" | "15" | "16" | "17" => (2, Length::Fixed(6)),
        "20" => (2, Length::Fixed(2)),
        "10" | "21" => (2, Length::UpTo(20)),
        "30" | "37" => (2, Length::UpTo(8)),
        "24" | "25" => (3, Length::UpTo(30)),
        "31" | "32" | "33" | "34" | "35" | "36" => (4, Length::Fixed(6)),
        "39" => (4, Length::UpTo(18)),
        _ => return None,
    };
    let identifier = text.get(..digits)?;
    digits_of(identifier).map(|_| (identifier, length))
}

/// The net weight in kg of identifier 310n, n of whose six digits are decimals; nothing where the
/// field says something else.
fn weight_of(identifier: &str, value: &str) -> Option<Option<Grams>> {
    let Some(decimals) = identifier.strip_prefix("310") else { return Some(None) };
    let decimals: u32 = decimals.parse().ok()?;
    let number: u64 =
        digits_of(value).filter(|all| all.len() == 6).and_then(|_| value.parse().ok())?;
    let grams = number.checked_mul(1000)? / 10_u64.checked_pow(decimals)?;
    Some(Some(Grams::new(u32::try_from(grams).ok()?).ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::check_digit;

    fn articles(text: &str) -> Vec<String> {
        let read = ScannedCode::read(text).unwrap();
        read.articles.into_iter().map(|gtin| gtin.as_str().to_owned()).collect()
    }

    fn grams(text: &str) -> Option<u32> {
        ScannedCode::read(text).unwrap().weight.map(Grams::get)
    }

    #[test]
    fn a_plain_number_is_read_as_before() {
        assert_eq!(articles("4006381333931"), ["4006381333931"]);
        assert_eq!(articles("04252614"), ["0042100005264"]);
        assert!(matches!(ScannedCode::read("4006381333932"), Err(DomainError::WrongCheckDigit(_))));
        for text in ["", "AB123456", "]", "](", "12345", "01"] {
            assert!(ScannedCode::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_sticker_names_its_article_behind_01() {
        assert_eq!(articles("0104006381333931"), ["4006381333931"]);
        assert_eq!(articles("]e00104006381333931"), ["4006381333931"]);
        assert_eq!(articles("(01)04006381333931"), ["4006381333931"]);
        assert_eq!(articles("]E04006381333931"), ["4006381333931"]);
        assert!(ScannedCode::read("0104006381333932").is_err(), "its check digit is wrong");
    }

    #[test]
    fn further_fields_are_read_over_and_a_weight_is_kept() {
        assert_eq!(articles("01040063813339311726123110LOT7"), ["4006381333931"]);
        assert_eq!(articles("010400638133393110LOT7\u{1d}17261231"), ["4006381333931"]);
        assert_eq!(grams("01040063813339313103001234"), Some(1234));
        assert_eq!(grams("(01)04006381333931(3102)001234"), Some(12340));
        assert_eq!(grams("0104006381333931172612313103000350"), Some(350));
        assert!(ScannedCode::read("0104006381333931998").is_err(), "nobody knows what 998 is");
    }

    #[test]
    fn an_add_on_is_left_out() {
        assert_eq!(articles("977012345600803"), ["9770123456008"], "two digits");
        assert_eq!(articles("978020137962454995"), ["9780201379624"], "five digits");
        assert_eq!(articles("03600029145212345"), ["0036000291452"], "a UPC-A with five");
        assert!(ScannedCode::read("400638133393212").is_err(), "misread");
    }

    proptest! {
        #[test]
        fn every_spelling_names_the_article(
            body in prop::collection::vec(0..10_u8, 12), add_on in "[0-9]{2}|[0-9]{5}", lot in "[A-Z0-9]{1,20}",
        ) {
            let check = check_digit(&body);
            let ean: String = body.iter().chain([&check]).map(|&digit| char::from(b'0' + digit)).collect();
            for spelling in [
                ean.clone(), format!("010{ean}"), format!("(01)0{ean}"), format!("]C1010{ean}10{lot}"),
                format!("010{ean}3103000100"), format!("{ean}{add_on}"),
            ] {
                // Digits that happen to begin with 01 can be both.
                let read = articles(&spelling);
                prop_assert!(read.contains(&ean) || spelling.starts_with("01"), "{}", spelling);
            }
        }

        #[test]
        fn nothing_that_is_scanned_brings_it_down(text in "\\PC{0,60}", ai in "01[0-9]{14}\\PC{0,30}") {
            let _ = ScannedCode::read(&text);
            let _ = ScannedCode::read(&ai);
        }
    }
}
