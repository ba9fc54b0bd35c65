//! Products: a stable id, names in any script, a price per piece or per kg, and codes.

use std::collections::BTreeMap;
use std::fmt;

use super::{DomainError, Money, ProductId, Quantity, TaxRate, TextField, composed};

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

    /// The unit that a word for files means; `None` for any other word.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Piece, Self::Kg].into_iter().find(|unit| unit.as_str() == word)
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
        name_in(language, &self.name, &self.names)
    }

    /// Whether it is called so in any language, in whatever spelling and case.
    pub fn is_called(&self, name: &str) -> bool {
        let spelling = |name: &str| composed(name.trim()).to_lowercase();
        let wanted = spelling(name);
        std::iter::once(&self.name).chain(self.names.values()).any(|own| spelling(own) == wanted)
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

    /// The product as it is kept in place of `before`: its texts composed and free of signs that drive
    /// printers. What a shop has already stays as it is.
    ///
    /// # Errors
    /// As [`Self::check`], and [`DomainError::ControlSign`] and [`DomainError::TextTooLong`] for a text
    /// that differs from the one before.
    pub fn taken_instead_of(&self, before: Option<&Self>) -> Result<Self, DomainError> {
        let take = |field: TextField, before: Option<&String>, text: &String| {
            field.take_instead_of(before.map(String::as_str), text)
        };
        let other_name = |(tag, name): (&String, &String)| {
            let before = before.and_then(|before| before.names.get(tag));
            Ok((tag.clone(), take(TextField::OtherName, before, name)?))
        };
        let picture_before = before.and_then(|before| before.picture.as_ref());
        let picture = self.picture.as_ref();
        let taken = Self {
            name: take(TextField::ProductName, before.map(|before| &before.name), &self.name)?,
            names: self.names.iter().map(other_name).collect::<Result<_, DomainError>>()?,
            category: take(TextField::Category, before.map(|it| &it.category), &self.category)?,
            picture: picture
                .map(|name| take(TextField::Picture, picture_before, name))
                .transpose()?,
            ..self.clone()
        };
        taken.check()?;
        Ok(taken)
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

/// The one of `names` for a language tag such as `zh-CN`: that of the tag, else of its first part (`zh`),
/// else `own`.
pub(super) fn name_in<'a>(
    language: &str,
    own: &'a str,
    names: &'a BTreeMap<String, String>,
) -> &'a str {
    let named = |wanted: &str| {
        names.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(wanted)).map(|(_, name)| name)
    };
    let primary = language.split(['-', '_']).next().unwrap_or(language);
    named(language).or_else(|| named(primary)).map_or(own, String::as_str)
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
    use super::*;
    use crate::{Currency, Grams, Pieces};

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
