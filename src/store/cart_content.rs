//! A cart as text: JSON of a form of its own, so that a cart written by an older program is read
//! by a newer one whatever has become of the domain's types, and of the catalogue.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::products::tax_rate_of;
use super::row_fault::RowFault;
use super::settings::{tax_mode_of, tax_mode_text};
use domain::{
    Addition, Because, Cart, CartLine, Currency, Discount, Grams, LineQuantity, Money, NamingId,
    PercentOff, Pieces, Product, ProductId, Quantity, TextField, Unit, UnitPrice, WeighedBy,
    Weighing, on_one_line,
};

/// The newest form that this program reads, and the one it writes.
const FORMAT: u32 = 3;

#[derive(Serialize, Deserialize)]
struct Content {
    format: u32,
    currency: String,
    tax_mode: String,
    note: String,
    /// What is taken off the whole cart; since format 3.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    discount: Option<Off>,
    lines: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    product: Goods,
    /// For products sold by the piece.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pieces: Option<u32>,
    /// For products sold by weight, once they are weighed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    weighing: Option<Weighed>,
    /// One for each addition; `null` where there was no photo.
    photos: Vec<Option<String>>,
    /// One for each addition, or none at all; `null` where no clerk named it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    namings: Vec<Option<u64>>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    price: Option<Agreed>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    discount: Option<Off>,
    #[serde(skip_serializing_if = "String::is_empty", default)]
    note: String,
}

/// A product as it was when it was added: it may leave the catalogue before the cart is back.
#[derive(Serialize, Deserialize)]
struct Goods {
    id: ProductId,
    name: String,
    names: BTreeMap<String, String>,
    /// Minor units; none while the line waits for its price. Format 1 always has one.
    price: Option<i64>,
    unit: Option<String>,
    plu: Option<String>,
    barcode: Option<String>,
    /// Basis points.
    tax_rate: i32,
    category: String,
    picture: Option<String>,
}

/// Grams.
#[derive(Serialize, Deserialize)]
struct Weighed {
    gross: u32,
    tare: u32,
    by: String,
}

#[derive(Serialize, Deserialize)]
struct Agreed {
    /// Minor units.
    minor: i64,
    reason: String,
}

#[derive(Serialize, Deserialize)]
struct Off {
    #[serde(flatten)]
    how_much: HowMuch,
    reason: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum HowMuch {
    /// Minor units.
    Minor(i64),
    BasisPoints(u32),
}

/// Writes a cart.
pub(super) fn write(cart: &Cart) -> Result<String, serde_json::Error> {
    let content = Content {
        format: FORMAT,
        currency: cart.currency().code().to_owned(),
        tax_mode: tax_mode_text(cart.tax_mode()).to_owned(),
        note: cart.note().to_owned(),
        discount: cart.discount().map(off),
        lines: cart.lines().iter().map(line_content).collect(),
    };
    serde_json::to_string(&content)
}

fn line_content(line: &CartLine) -> Line {
    let pieces = match line.quantity() {
        LineQuantity::Known(Quantity::Pieces(pieces)) => Some(pieces.get()),
        LineQuantity::Known(Quantity::Weight(_))
        | LineQuantity::WeightNeeded
        | LineQuantity::PriceNeeded => None,
    };
    let weighing = line.weighing().map(|weighing| Weighed {
        gross: weighing.gross(),
        tare: weighing.tare(),
        by: weighing.by().as_str().to_owned(),
    });
    let agreed =
        |price: &Because<Money>| Agreed { minor: price.what.minor(), reason: price.reason.clone() };
    Line {
        product: goods(line.product()),
        pieces,
        weighing,
        photos: line.additions().iter().map(|addition| addition.photo.clone()).collect(),
        namings: namings(line),
        price: line.price_override().map(agreed),
        discount: line.discount().map(off),
        note: line.note().to_owned(),
    }
}

fn off(discount: &Because<Discount>) -> Off {
    let how_much = match discount.what {
        Discount::Amount(amount) => HowMuch::Minor(amount.minor()),
        Discount::Percent(share) => HowMuch::BasisPoints(share.basis_points()),
    };
    Off { how_much, reason: discount.reason.clone() }
}

/// The clerks' words behind the additions of a line; nothing where there are none.
fn namings(line: &CartLine) -> Vec<Option<u64>> {
    let additions = line.additions().iter();
    let namings: Vec<_> =
        additions.map(|addition| addition.naming.map(|NamingId(id)| id)).collect();
    if namings.iter().all(Option::is_none) { Vec::new() } else { namings }
}

fn goods(product: &Product) -> Goods {
    Goods {
        id: product.id.clone(),
        name: product.name.clone(),
        names: product.names.clone(),
        price: product.price.map(|price| price.money().minor()),
        unit: product.unit().map(|unit| unit.as_str().to_owned()),
        plu: product.plu.clone(),
        barcode: product.barcode.clone(),
        // Basis points are far below i32's end.
        tax_rate: product.tax.basis_points().try_into().unwrap_or(i32::MAX),
        category: product.category.clone(),
        picture: product.picture.clone(),
    }
}

/// Reads what [`write`] wrote, by the domain's own rules; says in words what is wrong with it.
pub(super) fn read(text: &str) -> Result<Cart, RowFault> {
    let content: Content = serde_json::from_str(text)?;
    if content.format > FORMAT {
        return Err(RowFault::Newer(content.format));
    }
    let currency = Currency::from_code(&content.currency)?;
    let tax_mode = tax_mode_of(&content.tax_mode)
        .ok_or_else(|| RowFault::word("tax mode", &content.tax_mode))?;
    let mut cart = Cart::new(currency, tax_mode);
    cart.set_note(&readable(TextField::Note, &content.note))?;
    for line in content.lines {
        let name = line.product.name.clone();
        add(&mut cart, line).map_err(|fault| RowFault::Line { name, fault: Box::new(fault) })?;
    }
    if let Some(off) = content.discount {
        let (discount, reason) = off.restore(currency)?;
        cart.restore_cart_discount(discount, &reason)?;
    }
    Ok(cart)
}

fn add(cart: &mut Cart, line: Line) -> Result<(), RowFault> {
    let currency = cart.currency();
    let product = Arc::new(line.product.restore(currency)?);
    let weighing = line.weighing.map(Weighed::restore).transpose()?;
    let id = cart.add_apart(product, additions(line.photos, line.namings))?;
    if let Some(pieces) = line.pieces {
        let pieces = Pieces::new(pieces)?;
        cart.set_pieces(id, pieces)?;
    }
    if let Some(weighing) = weighing {
        cart.set_weighing(id, weighing)?;
    }
    if let Some(Agreed { minor, reason }) = line.price {
        let price = Money::new(minor, currency);
        let reason = readable(TextField::Reason, &reason);
        cart.set_price(id, Some(price), &reason)?;
    }
    if let Some(off) = line.discount {
        let (discount, reason) = off.restore(currency)?;
        cart.restore_discount(id, discount, &reason)?;
    }
    Ok(cart.set_line_note(id, &readable(TextField::Note, &line.note))?)
}

/// A text of a cart that an older program kept: signs that are refused today are made visible, and what
/// is too long today is cut, so that the cart comes back.
fn readable(field: TextField, text: &str) -> String {
    on_one_line(text.trim()).chars().take(field.most()).collect()
}

fn additions(photos: Vec<Option<String>>, namings: Vec<Option<u64>>) -> Vec<Addition> {
    let namings = namings.into_iter().chain(std::iter::repeat(None));
    let addition = |(photo, id): (_, Option<u64>)| Addition { photo, naming: id.map(NamingId) };
    photos.into_iter().zip(namings).map(addition).collect()
}

impl Off {
    /// What is taken off, and why.
    fn restore(self, currency: Currency) -> Result<(Discount, String), RowFault> {
        let discount = match self.how_much {
            HowMuch::Minor(minor) => Discount::Amount(Money::new(minor, currency)),
            HowMuch::BasisPoints(share) => Discount::Percent(PercentOff::from_basis_points(share)?),
        };
        Ok((discount, readable(TextField::Reason, &self.reason)))
    }
}

impl Goods {
    fn restore(self, currency: Currency) -> Result<Product, RowFault> {
        let price = match (self.price, self.unit) {
            (None, None) => None,
            (Some(minor), Some(unit)) => {
                let unit = Unit::of_word(&unit).ok_or_else(|| RowFault::word("unit", unit))?;
                Some(UnitPrice::new(Money::new(minor, currency), unit))
            }
            _ => return Err(RowFault::HalfPrice),
        };
        Ok(Product {
            id: self.id,
            name: self.name,
            names: self.names,
            price,
            plu: self.plu,
            barcode: self.barcode,
            tax: tax_rate_of(self.tax_rate)?,
            category: self.category,
            picture: self.picture,
            active: true,
        })
    }
}

impl Weighed {
    fn restore(self) -> Result<Weighing, RowFault> {
        let by = WeighedBy::from_word(&self.by).ok_or_else(|| RowFault::word("by", self.by))?;
        let gross = Grams::new(self.gross)?;
        Ok(Weighing::new(gross, self.tare, by)?)
    }
}

#[cfg(test)]
#[path = "cart_content_tests.rs"]
pub(super) mod tests;
