//! What a CSV file would change in the catalogue, product by product and field by field.

use crate::messages::Message;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{KnownProducts, Product, ProductId, UnitPrice};

/// A row of the file that cannot be taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadRow {
    /// The line in the file; the header is line 1.
    pub row: u64,
    /// What is wrong with it, as a sentence.
    pub reason: Message,
}

/// What a file would change.
#[derive(Clone, PartialEq, Debug)]
pub struct ImportPlan {
    /// What stands in the file.
    pub products: Vec<Product>,
    /// What changes, in the file's order: added and changed products.
    pub changes: Vec<PlannedChange>,
    /// How many of them are new.
    pub added: usize,
    /// How many products stand in the file as they are already.
    pub unchanged: usize,
    /// The products on sale that the file does not name.
    pub left_out: Vec<Arc<Product>>,
}

/// A product that is new or other than before.
#[derive(Clone, PartialEq, Debug)]
pub struct PlannedChange {
    /// As it will be.
    pub product: Arc<Product>,
    /// What differs from what it was; `None` for a new product.
    pub differences: Option<Vec<Difference>>,
}

/// A field that differs.
#[derive(Clone, PartialEq, Debug)]
pub enum Difference {
    /// The shop's own name.
    Name(String, String),
    /// The name in a language: its tag, before, after.
    OtherName(String, String, String),
    /// Price and unit.
    Price(Option<UnitPrice>, Option<UnitPrice>),
    /// The price look-up code.
    Plu(String, String),
    /// The barcode.
    Barcode(String, String),
    /// The tax rate in per cent.
    Tax(String, String),
    /// The group.
    Category(String, String),
    /// The picture's file name.
    Picture(String, String),
    /// Whether it is sold, afterwards.
    Active(bool),
}

impl ImportPlan {
    /// Compares what stands in a file with the catalogue as it is.
    pub fn new(before: &[Arc<Product>], mut products: Vec<Product>) -> Self {
        let in_shop = KnownProducts::new(before.iter().map(AsRef::as_ref));
        for product in &mut products {
            if let Some(there) = in_shop.with_id(&product.id) {
                product.id = there.id.clone();
            }
        }
        let known: BTreeMap<&ProductId, &Arc<Product>> =
            before.iter().map(|product| (&product.id, product)).collect();
        let named: BTreeSet<&ProductId> = products.iter().map(|product| &product.id).collect();
        let left_out = before
            .iter()
            .filter(|product| product.active && !named.contains(&product.id))
            .cloned()
            .collect();
        let mut changes = Vec::new();
        let mut unchanged = 0;
        for product in &products {
            let differences = known.get(&product.id).map(|before| differences(before, product));
            if differences.as_ref().is_some_and(Vec::is_empty) {
                unchanged += 1;
            } else {
                changes.push(PlannedChange { product: Arc::new(product.clone()), differences });
            }
        }
        let added = changes.iter().filter(|change| change.differences.is_none()).count();
        Self { products, changes, added, unchanged, left_out }
    }

    /// How many products are there already and change.
    pub fn changed(&self) -> usize {
        self.changes.len() - self.added
    }

    /// Whether taking the file would change nothing.
    pub fn is_idle(&self, replace: bool) -> bool {
        self.changes.is_empty() && (!replace || self.left_out.is_empty())
    }
}

fn differences(before: &Product, after: &Product) -> Vec<Difference> {
    let mut found = Vec::new();
    let text = |cell: &Option<String>| cell.clone().unwrap_or_default();
    if before.name != after.name {
        found.push(Difference::Name(before.name.clone(), after.name.clone()));
    }
    let tags: BTreeSet<&String> = before.names.keys().chain(after.names.keys()).collect();
    for tag in tags {
        let name = |product: &Product| product.names.get(tag).cloned().unwrap_or_default();
        if name(before) != name(after) {
            found.push(Difference::OtherName(tag.clone(), name(before), name(after)));
        }
    }
    if before.price != after.price {
        found.push(Difference::Price(before.price, after.price));
    }
    if before.plu != after.plu {
        found.push(Difference::Plu(text(&before.plu), text(&after.plu)));
    }
    if before.barcode != after.barcode {
        found.push(Difference::Barcode(text(&before.barcode), text(&after.barcode)));
    }
    if before.tax != after.tax {
        found.push(Difference::Tax(before.tax.percent_text(), after.tax.percent_text()));
    }
    if before.category != after.category {
        found.push(Difference::Category(before.category.clone(), after.category.clone()));
    }
    if before.picture != after.picture {
        found.push(Difference::Picture(text(&before.picture), text(&after.picture)));
    }
    if before.active != after.active {
        found.push(Difference::Active(after.active));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Currency, Money, TaxRate, UnitPrice};

    fn product(id: &str) -> Product {
        Product {
            id: ProductId::new(id).unwrap(),
            name: id.to_owned(),
            names: BTreeMap::new(),
            price: Some(UnitPrice::PerPiece(Money::new(100, Currency::EUR))),
            plu: None,
            barcode: None,
            tax: TaxRate::ZERO,
            category: String::new(),
            picture: None,
            active: true,
        }
    }

    fn catalogue() -> Vec<Arc<Product>> {
        ["apple", "banana", "cherry"].map(|id| Arc::new(product(id))).into()
    }

    #[test]
    fn a_file_that_says_what_is_there_changes_nothing() {
        let plan = ImportPlan::new(&catalogue(), ["apple", "banana", "cherry"].map(product).into());
        assert_eq!((plan.added, plan.changed(), plan.unchanged), (0, 0, 3));
        assert!(plan.is_idle(false) && plan.is_idle(true));
    }

    #[test]
    fn what_is_new_changed_and_left_out_is_told_apart() {
        let mut dear = product("apple");
        dear.price = Some(UnitPrice::PerPiece(Money::new(120, Currency::EUR)));
        let plan = ImportPlan::new(&catalogue(), vec![dear.clone(), product("date")]);
        assert_eq!((plan.added, plan.changed(), plan.unchanged), (1, 1, 0));
        let expected = Difference::Price(product("apple").price, dear.price);
        assert_eq!(plan.changes[0].differences, Some(vec![expected]));
        assert_eq!(plan.changes[1].differences, None);
        let left: Vec<_> = plan.left_out.iter().map(|product| product.id.as_str()).collect();
        assert_eq!(left, ["banana", "cherry"]);
    }

    #[test]
    fn every_field_that_differs_is_named() {
        let before = product("apple");
        let after = Product {
            name: "Red apple".into(),
            names: BTreeMap::from([("de".into(), "Apfel".into())]),
            price: Some(UnitPrice::PerKg(Money::new(100, Currency::EUR))),
            plu: Some("1".into()),
            barcode: Some("12345678".into()),
            tax: TaxRate::parse_percent("7").unwrap(),
            category: "Fruit".into(),
            picture: Some("apple.png".into()),
            active: false,
            ..before.clone()
        };
        assert_eq!(differences(&before, &after).len(), 9);
    }
}
