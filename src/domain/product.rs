//! Products: a stable id, names in any script, a price per piece or per kg, and codes.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{DomainError, Money, Quantity, TaxRate};

/// Turns a name into an id: lower-case letters and digits of any script, runs of anything else
/// become one `-`, none at the ends. `None` when nothing is left.
pub fn slug(name: &str) -> Option<String> {
    let mut slug = String::with_capacity(name.len());
    for character in name.to_lowercase().chars() {
        if character.is_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    (!slug.is_empty()).then_some(slug)
}

/// A product's stable id: a text that is its own [`slug`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProductId(String);

impl ProductId {
    /// The id with this text.
    ///
    /// # Errors
    /// [`DomainError::NotAProductId`] when the text is not its own slug.
    pub fn new(text: &str) -> Result<Self, DomainError> {
        match slug(text) {
            Some(slug) if slug == text => Ok(Self(slug)),
            Some(slug) => Err(DomainError::NotAProductId {
                text: text.to_owned(),
                hint: format!(", such as \"{slug}\""),
            }),
            None => Err(DomainError::NotAProductId { text: text.to_owned(), hint: String::new() }),
        }
    }

    /// The id of the product with this name; `None` when the name has no letter and no digit.
    pub fn of_name(name: &str) -> Option<Self> {
        slug(name).map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProductId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl Borrow<str> for ProductId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ProductId {
    type Error = DomainError;

    fn try_from(text: String) -> Result<Self, DomainError> {
        Self::new(&text)
    }
}

impl From<ProductId> for String {
    fn from(id: ProductId) -> Self {
        id.0
    }
}

/// What a price is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Unit {
    /// A piece.
    Piece,
    /// A kilogram.
    Kg,
}

impl Unit {
    /// The word for files: `piece` or `kg`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Piece => "piece",
            Self::Kg => "kg",
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// A price and what it is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum UnitPrice {
    /// The price of a piece.
    PerPiece(Money),
    /// The price of a kilogram.
    PerKg(Money),
}

impl UnitPrice {
    /// A price for that unit.
    pub fn new(money: Money, unit: Unit) -> Self {
        match unit {
            Unit::Piece => Self::PerPiece(money),
            Unit::Kg => Self::PerKg(money),
        }
    }

    /// The amount.
    pub fn money(self) -> Money {
        match self {
            Self::PerPiece(money) | Self::PerKg(money) => money,
        }
    }

    /// What the amount is for.
    pub fn unit(self) -> Unit {
        match self {
            Self::PerPiece(_) => Unit::Piece,
            Self::PerKg(_) => Unit::Kg,
        }
    }

    /// Price times quantity, rounded half-up to a minor unit; `name` is for the message.
    ///
    /// # Errors
    /// The quantity is of the other kind, or the amount is beyond 64 bits.
    pub fn total(self, quantity: Quantity, name: &str) -> Result<Money, DomainError> {
        match (self, quantity) {
            (Self::PerPiece(price), Quantity::Pieces(pieces)) => {
                price.checked_mul(i64::from(pieces.get()))
            }
            (Self::PerKg(price), Quantity::Weight(grams)) => price.checked_ratio(grams.get(), 1000),
            (Self::PerPiece(_), Quantity::Weight(_)) => {
                Err(DomainError::SoldByPiece(name.to_owned()))
            }
            (Self::PerKg(_), Quantity::Pieces(_)) => {
                Err(DomainError::SoldByWeight(name.to_owned()))
            }
        }
    }
}

/// What a product costs and how that is taxed: two products with one tag are the same to the
/// customer's purse and to the shop's books.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PriceTag {
    /// What it costs.
    pub price: UnitPrice,
    /// Its tax rate.
    pub tax: TaxRate,
}

/// Something the shop sells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Product {
    /// Stable, apart from the name; also the class that a network names.
    pub id: ProductId,
    /// The name in the shop's own language.
    pub name: String,
    /// Names in other languages, by language tag (`zh`, from a CSV column `name_zh`).
    pub names: BTreeMap<String, String>,
    /// What it costs; `None` until someone says it, which is needed before it can be sold.
    pub price: Option<UnitPrice>,
    /// The price look-up code on the label, as text: leading zeros count.
    pub plu: Option<String>,
    /// The digits of the barcode, as text.
    pub barcode: Option<String>,
    /// Its tax rate.
    pub tax: TaxRate,
    /// The group it is shown in.
    pub category: String,
    /// A file name in the shop's pictures folder.
    pub picture: Option<String>,
    /// Whether it is sold at present.
    pub active: bool,
}

impl Product {
    /// The name for a language tag such as `zh-CN`: that of the tag, else of its first part
    /// (`zh`), else the shop's own.
    pub fn display_name(&self, language: &str) -> &str {
        let named = |wanted: &str| {
            self.names
                .iter()
                .find(|(tag, _)| tag.eq_ignore_ascii_case(wanted))
                .map(|(_, name)| name)
        };
        let primary = language.split(['-', '_']).next().unwrap_or(language);
        named(language).or_else(|| named(primary)).unwrap_or(&self.name)
    }

    /// A product of this name that is taught before anyone said its price; `None` when the name
    /// cannot be an id.
    pub fn unpriced(name: &str, tax: TaxRate) -> Option<Self> {
        Some(Self {
            id: ProductId::of_name(name)?,
            name: name.trim().to_owned(),
            names: BTreeMap::new(),
            price: None,
            plu: None,
            barcode: None,
            tax,
            category: String::new(),
            picture: None,
            active: true,
        })
    }

    /// What it is sold by; `None` while its price is not known.
    pub fn unit(&self) -> Option<Unit> {
        self.price.map(UnitPrice::unit)
    }

    /// What it costs and how that is taxed; `None` while its price is not known.
    pub fn price_tag(&self) -> Option<PriceTag> {
        self.price.map(|price| PriceTag { price, tax: self.tax })
    }

    /// Checks what the types of the fields leave open.
    ///
    /// # Errors
    /// An empty name, a price below zero, a PLU that is not 1 to 20 ASCII letters and digits, a
    /// barcode that is not 6 to 14 digits, or a picture that is not a plain file name.
    pub fn check(&self) -> Result<(), DomainError> {
        if self.name.trim().is_empty() {
            return Err(DomainError::NoName(self.id.to_string()));
        }
        if self.price.is_some_and(|price| price.money().is_negative()) {
            return Err(DomainError::NegativePrice(self.name.clone()));
        }
        match (&self.plu, &self.barcode, &self.picture) {
            (Some(plu), _, _) if !is_plu(plu) => Err(DomainError::NotAPlu(plu.clone())),
            (_, Some(code), _) if !is_barcode(code) => Err(DomainError::NotABarcode(code.clone())),
            (_, _, Some(name)) if !is_plain_file_name(name) => {
                Err(DomainError::NotAFileName(name.clone()))
            }
            _ => Ok(()),
        }
    }
}

/// Whether a text can be a price look-up code: 1 to 20 ASCII letters and digits.
pub fn is_plu(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a text can be a barcode: 6 to 14 digits.
pub fn is_barcode(text: &str) -> bool {
    (6..=14).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A name that stays in its folder on every system: no separator, no drive, no `.` or `..`.
fn is_plain_file_name(name: &str) -> bool {
    !name.trim().is_empty()
        && name != "."
        && name != ".."
        && !name
            .chars()
            .any(|character| character.is_control() || matches!(character, '/' | '\\' | ':'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::domain::{Currency, Grams, Pieces};

    fn apple() -> Product {
        Product {
            id: ProductId::new("apple").unwrap(),
            name: "Apple".into(),
            names: BTreeMap::from([("zh".into(), "苹果".into())]),
            price: Some(UnitPrice::PerKg(Money::new(279, Currency::EUR))),
            plu: Some("0420".into()),
            barcode: None,
            tax: TaxRate::ZERO,
            category: "Fruit".into(),
            picture: Some("apple.png".into()),
            active: true,
        }
    }

    #[test]
    fn slugs_keep_letters_and_digits_of_any_script() {
        for (name, expected) in [
            ("Golden Delicious", "golden-delicious"),
            ("  Crème -- fraîche 15% ", "crème-fraîche-15"),
            ("红 苹果", "红-苹果"),
            ("ÄPFEL", "äpfel"),
            ("Молоко_3,2%", "молоко-3-2"),
            ("../../etc", "etc"),
        ] {
            assert_eq!(slug(name).as_deref(), Some(expected), "{name}");
        }
        assert_eq!(slug(" -- !"), None);
        assert_eq!(slug(""), None);
    }

    #[test]
    fn an_id_is_its_own_slug() {
        assert_eq!(ProductId::new("apple").unwrap().as_str(), "apple");
        let refused = ProductId::new("Red Apple").unwrap_err();
        assert!(refused.to_string().ends_with("such as \"red-apple\""), "{refused}");
        assert!(ProductId::new("").is_err());
        let json = serde_json::to_string(&ProductId::new("apple").unwrap()).unwrap();
        assert_eq!(json, "\"apple\"");
        assert!(serde_json::from_str::<ProductId>("\"Red Apple\"").is_err());
    }

    #[test]
    fn a_name_follows_the_language() {
        assert_eq!(apple().display_name("zh-CN"), "苹果");
        assert_eq!(apple().display_name("ZH"), "苹果");
        assert_eq!(apple().display_name("de"), "Apple");
        assert_eq!(apple().display_name(""), "Apple");
    }

    #[test]
    fn a_price_takes_only_its_own_kind_of_quantity() {
        let pieces = Quantity::Pieces(Pieces::new(3).unwrap());
        let weight = Quantity::Weight(Grams::new(350).unwrap());
        let per_kg = apple().price.unwrap();
        let per_piece = UnitPrice::PerPiece(per_kg.money());
        // 2.79 * 0.350 = 0.9765
        assert_eq!(per_kg.total(weight, "Apple").unwrap().minor(), 98);
        assert_eq!(per_piece.total(pieces, "Apple").unwrap().minor(), 837);
        assert_eq!(per_kg.total(pieces, "Apple"), Err(DomainError::SoldByWeight("Apple".into())));
        assert_eq!(per_piece.total(weight, "Apple"), Err(DomainError::SoldByPiece("Apple".into())));
    }

    #[test]
    fn a_product_may_be_taught_before_its_price_is_known() {
        let pear = Product::unpriced(" Golden Pear ", TaxRate::ZERO).unwrap();
        assert_eq!((pear.id.as_str(), pear.name.as_str()), ("golden-pear", "Golden Pear"));
        assert_eq!((pear.price, pear.price_tag(), pear.unit()), (None, None, None));
        assert_eq!(pear.check(), Ok(()));
        assert_eq!(Product::unpriced(" !? ", TaxRate::ZERO), None);
    }

    #[test]
    fn a_product_is_checked() {
        assert_eq!(apple().check(), Ok(()));
        let broken: [fn(&mut Product); 8] = [
            |product| product.name = " ".into(),
            |product| product.price = Some(UnitPrice::PerKg(Money::new(-1, Currency::EUR))),
            |product| product.plu = Some(String::new()),
            |product| product.plu = Some("40 20".into()),
            |product| product.barcode = Some("12345".into()),
            |product| product.barcode = Some("40123456789O1".into()),
            |product| product.picture = Some("../apple.png".into()),
            |product| product.picture = Some("..".into()),
        ];
        for (index, change) in broken.into_iter().enumerate() {
            let mut product = apple();
            change(&mut product);
            assert!(product.check().is_err(), "change {index}");
        }
    }
}
