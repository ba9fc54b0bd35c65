//! A product as it is typed: texts in fields, and what is wrong with each.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::messages::Message;
use domain::{
    Currency, DomainError, KnownProducts, Money, Product, TaxRate, TextField, Unit, UnitPrice,
    barcode_forms, check_catalogue_barcode, is_plu,
};

/// A field of a product.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProductField {
    /// The shop's own name for it.
    Name,
    /// The name in another language, by its place in the list.
    OtherName(usize),
    /// What it costs.
    Price,
    /// The price look-up code.
    Plu,
    /// The barcode's digits.
    Barcode,
    /// The tax rate.
    Tax,
    /// The group it is shown in.
    Category,
}

/// What is wrong with a field.
#[derive(Clone, PartialEq, Debug)]
pub struct FieldProblem {
    /// Which field.
    pub field: ProductField,
    /// What is wrong, and what would be right.
    pub message: Message,
}

/// A product as it is typed. Its picture is chosen, not typed, and stands beside it.
#[derive(Clone, PartialEq, Debug)]
pub struct ProductDraft {
    /// The shop's own name for it.
    pub name: String,
    /// Language tags and the names in those languages.
    pub names: Vec<(String, String)>,
    /// What it costs; may be empty where that is not known yet.
    pub price: String,
    /// What the price is for.
    pub unit: Unit,
    /// The price look-up code; may be empty.
    pub plu: String,
    /// The barcode's digits; may be empty.
    pub barcode: String,
    /// The tax rate in per cent.
    pub tax: String,
    /// The group it is shown in; may be empty.
    pub category: String,
}

impl ProductDraft {
    /// An empty one with a shop's usual tax rate.
    pub fn empty(tax: &str) -> Self {
        Self {
            name: String::new(),
            names: Vec::new(),
            price: String::new(),
            unit: Unit::Piece,
            plu: String::new(),
            barcode: String::new(),
            tax: tax.to_owned(),
            category: String::new(),
        }
    }

    /// A product's fields as one would type them.
    pub fn of(product: &Product) -> Self {
        Self {
            name: product.name.clone(),
            names: product.names.clone().into_iter().collect(),
            price: product.price.map(|price| price.money().to_string()).unwrap_or_default(),
            unit: product.unit().unwrap_or(Unit::Piece),
            plu: product.plu.clone().unwrap_or_default(),
            barcode: product.barcode.clone().unwrap_or_default(),
            tax: product.tax.percent_text(),
            category: product.category.clone(),
        }
    }

    /// Makes a product of it: a new one, or `original` changed.
    ///
    /// # Errors
    /// A problem for each field that cannot be taken: empty or unusable names, a price or a rate
    /// that is none, codes that are none or that another product on sale has.
    pub fn check(
        &self,
        original: Option<&Product>,
        all: &[Arc<Product>],
        currency: Currency,
    ) -> Result<Product, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let mut refuse = |field, message| problems.push(FieldProblem { field, message });
        let id = match original {
            Some(original) => Some(original.id.clone()),
            None => KnownProducts::new(all.iter().map(AsRef::as_ref)).free_id(&self.name),
        };
        let before = original.map(|product| product.name.as_str());
        let name = text(TextField::ProductName, before, &self.name).unwrap_or_else(|message| {
            refuse(ProductField::Name, message);
            self.name.clone()
        });
        if name.is_empty() {
            refuse(ProductField::Name, Message::new("product-name-missing"));
        } else if id.is_none() {
            refuse(ProductField::Name, Message::new("product-name-unusable"));
        }
        let before = original.map(|product| product.category.as_str());
        let category =
            text(TextField::Category, before, &self.category).unwrap_or_else(|message| {
                refuse(ProductField::Category, message);
                String::new()
            });
        let names = self.other_names(original).unwrap_or_else(|(place, message)| {
            refuse(ProductField::OtherName(place), message);
            BTreeMap::new()
        });
        let price = price(&self.price, currency).unwrap_or_else(|message| {
            refuse(ProductField::Price, message);
            None
        });
        if code(&self.plu).is_some_and(|plu| !is_plu(&plu)) {
            refuse(ProductField::Plu, Message::new("product-plu-bad"));
        }
        // A wrong one that a shop has already stays until it is typed again.
        let before = original.and_then(|product| product.barcode.clone());
        let typed = code(&self.barcode).filter(|typed| Some(typed) != before.as_ref());
        if let Some(Err(why)) = typed.map(|barcode| check_catalogue_barcode(&barcode)) {
            refuse(ProductField::Barcode, barcode_problem(&why));
        }
        let tax = TaxRate::parse_percent(&self.tax).unwrap_or_else(|_| {
            refuse(ProductField::Tax, Message::new("product-tax-bad"));
            TaxRate::ZERO
        });
        let active = original.is_none_or(|product| product.active);
        let (plu, barcode) = (code(&self.plu), code(&self.barcode));
        if active || original.is_none() {
            let others = || {
                let own = original.map(|product| &product.id);
                all.iter().filter(move |other| other.active && Some(&other.id) != own)
            };
            problems.extend(taken_codes(plu.as_ref(), barcode.as_ref(), others));
        }
        match (id, problems.is_empty()) {
            (Some(id), true) => Ok(Product {
                id,
                name,
                names,
                price: price.map(|price| UnitPrice::new(price, self.unit)),
                plu,
                barcode,
                tax,
                category,
                picture: None,
                active,
            }),
            _ => Err(problems),
        }
    }

    /// The names in other languages; a row without a name is none.
    fn other_names(
        &self,
        original: Option<&Product>,
    ) -> Result<BTreeMap<String, String>, (usize, Message)> {
        let mut names = BTreeMap::new();
        for (place, (tag, name)) in self.names.iter().enumerate() {
            let tag = tag.trim().to_lowercase();
            let before = original.and_then(|product| product.names.get(&tag)).map(String::as_str);
            let name = text(TextField::OtherName, before, name).map_err(|why| (place, why))?;
            if name.is_empty() {
                continue;
            }
            if !is_language_tag(&tag) {
                return Err((place, Message::new("product-language-bad")));
            }
            if names.insert(tag.clone(), name).is_some() {
                return Err((place, Message::new("product-language-twice").naming("tag", tag)));
            }
        }
        Ok(names)
    }
}

/// Codes that another product on sale has; what is not sold takes no code away.
fn taken_codes<'a, Others: Iterator<Item = &'a Arc<Product>>>(
    plu: Option<&String>,
    barcode: Option<&String>,
    others: impl Fn() -> Others,
) -> Vec<FieldProblem> {
    let plu_owner = others().find(|other| plu.is_some() && other.plu.as_ref() == plu);
    let forms = barcode.map(|barcode| barcode_forms(barcode)).unwrap_or_default();
    let is_it = |other: &&Arc<Product>| {
        let other = other.barcode.as_deref().map(barcode_forms).unwrap_or_default();
        other.iter().any(|form| forms.contains(form))
    };
    let barcode_owner = if forms.is_empty() { None } else { others().find(is_it) };
    let taken = |field, id, owner: &Product| FieldProblem {
        field,
        message: Message::new(id).naming("owner", owner.name.clone()),
    };
    let plu = plu_owner.map(|owner| taken(ProductField::Plu, "product-plu-taken", owner));
    let barcode =
        barcode_owner.map(|owner| taken(ProductField::Barcode, "product-barcode-taken", owner));
    plu.into_iter().chain(barcode).collect()
}

fn text(field: TextField, before: Option<&str>, typed: &str) -> Result<String, Message> {
    field.take_instead_of(before, typed.trim()).map_err(|why| Message::of_text(&why))
}

fn barcode_problem(why: &DomainError) -> Message {
    match why {
        DomainError::BarcodeMisspelt { probable, .. } => {
            Message::new("product-barcode-misspelt").naming("probable", probable.clone())
        }
        DomainError::LostZeros { probable, .. } => {
            Message::new("product-barcode-zeros").naming("probable", probable.clone())
        }
        _ => Message::new("product-barcode-bad"),
    }
}

/// An empty text is a price that is still to come.
fn price(text: &str, currency: Currency) -> Result<Option<Money>, Message> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let example = || if currency.decimals() == 0 { "120" } else { "1.99" };
    match Money::parse(text, currency) {
        Ok(price) if price.is_negative() => Err(Message::new("product-price-negative")),
        Ok(price) => Ok(Some(price)),
        Err(DomainError::TooManyDecimals { currency, decimals, .. }) => {
            Err(Message::new("product-price-decimals")
                .naming("currency", currency)
                .naming("decimals", decimals.to_string()))
        }
        Err(_) => Err(Message::new("product-price-bad").naming("example", example())),
    }
}

fn code(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// As in a CSV column's name: `zh`, `pt-br`.
fn is_language_tag(tag: &str) -> bool {
    let parts = || tag.split('-');
    parts().next().is_some_and(|first| (2..=3).contains(&first.len()))
        && parts().all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
