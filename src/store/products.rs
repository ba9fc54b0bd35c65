//! The catalogue in the database: read, save, import.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;

use super::error::Fault;
use super::schema::{products, sale_lines};
use super::{Store, StoreError, settings};
use domain::{
    Currency, DomainError, KnownProducts, Money, Product, ProductId, TaxRate, Unit, UnitPrice,
    barcode_forms,
};

/// What an import does with the products that it does not name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ImportMode {
    /// They stay as they are.
    Add,
    /// They are sold no longer.
    Replace,
}

/// What an import did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ImportSummary {
    /// Products that were not there before.
    pub added: usize,
    /// Products that were there and are now as the import says.
    pub updated: usize,
    /// Products that were sold before and are not any more.
    pub deactivated: usize,
}

impl Store {
    /// All products ever saved, by id.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn products(&mut self) -> Result<Vec<Product>, StoreError> {
        self.read(all_products)
    }

    /// The products that are sold at present, by id.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn active_products(&mut self) -> Result<Vec<Product>, StoreError> {
        let mut products = self.products()?;
        products.retain(|product| product.active);
        Ok(products)
    }

    /// The product with that id, sold at present or not.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn product(&mut self, id: &ProductId) -> Result<Option<Product>, StoreError> {
        self.read(|connection| {
            let row: Option<ProductRow> =
                products::table.find(id.as_str()).first(connection).optional()?;
            row.map(Product::try_from).transpose()
        })
    }

    /// Saves a product, new or changed.
    ///
    /// # Errors
    /// As [`Store::import`].
    pub fn save_product(&mut self, product: &Product) -> Result<(), StoreError> {
        self.import(std::slice::from_ref(product), ImportMode::Add).map(drop)
    }

    /// Whether a product was ever sold.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn was_sold(&mut self, id: &ProductId) -> Result<bool, StoreError> {
        self.read(|connection| Ok(was_sold(connection, id)?))
    }

    /// Takes a product out of the catalogue for good. One that was sold is only ever made inactive.
    ///
    /// # Errors
    /// [`StoreError::WasSold`]; [`StoreError`] when the database cannot be written.
    pub fn delete_product(&mut self, id: &ProductId) -> Result<(), StoreError> {
        self.write(|connection| {
            if was_sold(connection, id)? {
                return Err(StoreError::WasSold(id.to_string()).into());
            }
            diesel::delete(products::table.find(id.as_str())).execute(connection)?;
            Ok(())
        })
    }

    /// Saves all these products, or none of them.
    ///
    /// # Errors
    /// [`StoreError::Rule`] for a product that breaks a rule or has a price in another currency than
    /// the shop's; [`StoreError::ProductTwice`]; [`StoreError::CodeTaken`] when two products that
    /// would be sold had one code; [`StoreError::NothingToImport`] when nothing would be left to
    /// sell; [`StoreError`] when the database cannot be written.
    pub fn import(
        &mut self,
        products: &[Product],
        mode: ImportMode,
    ) -> Result<ImportSummary, StoreError> {
        self.write(|connection| import(connection, products, mode))
    }
}

/// Saves products inside of a transaction that the caller holds.
pub(super) fn import(
    connection: &mut SqliteConnection,
    products: &[Product],
    mode: ImportMode,
) -> Result<ImportSummary, Fault> {
    if products.is_empty() && mode == ImportMode::Replace {
        return Err(StoreError::NothingToImport.into());
    }
    let currency = settings::currency(connection)?;
    let before = all_products(connection)?;
    let products = taken(products, &before, currency)?;
    let mut imported: BTreeMap<&ProductId, &Product> = BTreeMap::new();
    for product in &products {
        if imported.insert(&product.id, product).is_some() {
            return Err(StoreError::ProductTwice(product.id.to_string()).into());
        }
    }
    let summary = summarise(&before, &imported, mode);
    let staying = before
        .iter()
        .filter(|product| mode == ImportMode::Add && !imported.contains_key(&product.id));
    check_codes(staying.chain(&products).filter(|product| product.active), &before)?;
    write_rows(connection, &products, mode)?;
    Ok(summary)
}

/// The products as they are kept: each under the id that it has in this shop already, its texts
/// composed and free of what drives printers, save those that stood there before.
fn taken(
    products: &[Product],
    before: &[Product],
    currency: Currency,
) -> Result<Vec<Product>, StoreError> {
    let known = KnownProducts::new(before);
    let take = |product: &Product| {
        let there = known.with_id(&product.id);
        check_currency(product, currency)?;
        let taken = product.taken_instead_of(there)?;
        Ok(Product { id: there.map_or_else(|| product.id.clone(), |it| it.id.clone()), ..taken })
    };
    products.iter().map(take).collect()
}

fn was_sold(connection: &mut SqliteConnection, id: &ProductId) -> QueryResult<bool> {
    let lines = sale_lines::table.filter(sale_lines::product.eq(id.as_str()));
    diesel::select(diesel::dsl::exists(lines)).get_result(connection)
}

fn check_currency(product: &Product, currency: Currency) -> Result<(), StoreError> {
    let found = product.price.map(|price| price.money().currency());
    match found.filter(|found| *found != currency) {
        None => Ok(()),
        Some(found) => Err(StoreError::Rule(DomainError::CurrencyMismatch {
            expected: currency.code().to_owned(),
            found: found.code().to_owned(),
        })),
    }
}

fn summarise(
    before: &[Product],
    imported: &BTreeMap<&ProductId, &Product>,
    mode: ImportMode,
) -> ImportSummary {
    let updated = before.iter().filter(|product| imported.contains_key(&product.id)).count();
    let stays = |product: &Product| match imported.get(&product.id) {
        Some(imported) => imported.active,
        None => mode == ImportMode::Add,
    };
    let deactivated = before.iter().filter(|product| product.active && !stays(product)).count();
    ImportSummary { added: imported.len() - updated, updated, deactivated }
}

/// The indices of the table refuse products with the very same code too, but cannot name them. Two
/// spellings of one barcode that a shop has already, from before they were one, stay.
fn check_codes<'a>(
    sold: impl Iterator<Item = &'a Product>,
    before: &[Product],
) -> Result<(), StoreError> {
    let before: BTreeMap<&ProductId, &Product> = before.iter().map(|it| (&it.id, it)).collect();
    let is_as_before = |product: &Product| {
        let had = |it: &&&Product| it.active && it.barcode == product.barcode;
        before.get(&product.id).filter(had).is_some()
    };
    let mut owners: BTreeMap<(&'static str, String), &Product> = BTreeMap::new();
    for product in sold {
        let plu = product.plu.iter().map(|plu| ("PLU", plu, vec![plu.clone()]));
        let barcode = product.barcode.iter().map(|code| ("barcode", code, barcode_forms(code)));
        for (code, value, forms) in plu.chain(barcode) {
            for form in forms {
                let Some(first) = owners.insert((code, form), product) else { continue };
                let both_stay = code == "barcode" && is_as_before(first) && is_as_before(product);
                if first.id != product.id && !both_stay {
                    return Err(StoreError::CodeTaken {
                        code,
                        value: value.clone(),
                        first: first.id.to_string(),
                        second: product.id.to_string(),
                    });
                }
            }
        }
    }
    Ok(())
}

fn write_rows(
    connection: &mut SqliteConnection,
    products: &[Product],
    mode: ImportMode,
) -> Result<(), Fault> {
    if mode == ImportMode::Replace {
        diesel::update(products::table).set(products::active.eq(false)).execute(connection)?;
    }
    // First nobody has a code, so that two products may swap theirs.
    for product in products {
        diesel::update(products::table.find(product.id.as_str()))
            .set((products::plu.eq(None::<&str>), products::barcode.eq(None::<&str>)))
            .execute(connection)?;
    }
    for product in products {
        let row = ProductRow::try_from(product)?;
        diesel::replace_into(products::table).values(row).execute(connection)?;
    }
    Ok(())
}

pub(super) fn all_products(connection: &mut SqliteConnection) -> Result<Vec<Product>, Fault> {
    let rows: Vec<ProductRow> = products::table.order(products::id).load(connection)?;
    rows.into_iter().map(Product::try_from).collect()
}

/// The ids of all products.
pub(super) fn all_ids(connection: &mut SqliteConnection) -> Result<BTreeSet<String>, Fault> {
    let ids: Vec<String> = products::table.select(products::id).load(connection)?;
    Ok(ids.into_iter().collect())
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = products)]
struct ProductRow {
    id: String,
    name: String,
    names: String,
    price: Option<i64>,
    unit: Option<String>,
    currency: Option<String>,
    plu: Option<String>,
    barcode: Option<String>,
    tax_rate: i32,
    category: String,
    picture: Option<String>,
    active: bool,
}

impl TryFrom<&Product> for ProductRow {
    type Error = Fault;

    fn try_from(product: &Product) -> Result<Self, Fault> {
        let broken = |why: String| Fault::row("product", &product.id, &why);
        let money = product.price.map(UnitPrice::money);
        Ok(Self {
            id: product.id.to_string(),
            name: product.name.clone(),
            names: serde_json::to_string(&product.names).map_err(|why| broken(why.to_string()))?,
            price: money.map(Money::minor),
            unit: product.unit().map(|unit| unit.as_str().to_owned()),
            currency: money.map(|money| money.currency().code().to_owned()),
            plu: product.plu.clone(),
            barcode: product.barcode.clone(),
            tax_rate: product.tax.basis_points().try_into().unwrap_or(i32::MAX),
            category: product.category.clone(),
            picture: product.picture.clone(),
            active: product.active,
        })
    }
}

impl TryFrom<ProductRow> for Product {
    type Error = Fault;

    fn try_from(row: ProductRow) -> Result<Self, Fault> {
        let broken = |why: String| Fault::row("product", &row.id, &why);
        let rule = |why: DomainError| broken(why.to_string());
        let price = match (row.price, &row.unit, &row.currency) {
            (None, None, None) => None,
            (Some(minor), Some(unit), Some(currency)) => {
                let currency = Currency::from_code(currency).map_err(rule)?;
                let unit = Unit::of_word(unit).ok_or_else(|| broken(format!("unit \"{unit}\"")))?;
                Some(UnitPrice::new(Money::new(minor, currency), unit))
            }
            _ => return Err(broken("half a price".to_owned())),
        };
        Ok(Self {
            id: ProductId::kept(&row.id).map_err(rule)?,
            names: serde_json::from_str(&row.names).map_err(|why| broken(why.to_string()))?,
            price,
            tax: tax_rate_of(row.tax_rate).map_err(rule)?,
            name: row.name,
            plu: row.plu,
            barcode: row.barcode,
            category: row.category,
            picture: row.picture,
            active: row.active,
        })
    }
}

pub(super) fn tax_rate_of(basis_points: i32) -> Result<TaxRate, DomainError> {
    TaxRate::from_basis_points(u32::try_from(basis_points).unwrap_or(u32::MAX))
}

#[cfg(test)]
#[path = "products_tests.rs"]
mod tests;
