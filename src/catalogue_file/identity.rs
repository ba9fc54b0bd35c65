//! Which product of the shop a row means: by its id, its barcode, its PLU or its name, each product once.

use std::collections::{BTreeMap, BTreeSet};

use domain::{KnownProducts, Product, ProductId, barcode_forms};

use super::variants::spelling;

/// What a row says of who it is.
pub(crate) struct Marks<'a> {
    pub id: Option<&'a ProductId>,
    pub barcode: Option<&'a str>,
    /// A PLU under a heading that says so.
    pub plu: Option<&'a str>,
    pub name: &'a str,
}

/// The shop's products, and which of them the file has named.
pub(crate) struct Identities<'a> {
    known: KnownProducts<'a>,
    by_id: BTreeMap<&'a ProductId, &'a Product>,
    by_barcode: BTreeMap<String, &'a Product>,
    by_plu: BTreeMap<&'a str, &'a Product>,
    used: BTreeSet<ProductId>,
}

impl<'a> Identities<'a> {
    pub(crate) fn new(products: &[&'a Product]) -> Self {
        let sold = || products.iter().copied().filter(|product| product.active);
        let forms = sold().flat_map(|product| {
            let forms = product.barcode.as_deref().map(barcode_forms).unwrap_or_default();
            forms.into_iter().map(move |form| (form, product))
        });
        let plus = sold().filter_map(|product| Some((product.plu.as_deref()?, product)));
        Self {
            known: KnownProducts::new(products.iter().copied()),
            by_id: products.iter().map(|product| (&product.id, *product)).collect(),
            by_barcode: forms.collect(),
            by_plu: plus.collect(),
            used: BTreeSet::new(),
        }
    }

    /// The product of the shop with this id.
    pub(crate) fn product(&self, id: &ProductId) -> Option<&'a Product> {
        self.by_id.get(id).copied()
    }

    /// The product on sale that has this barcode.
    pub(crate) fn with_barcode(&self, barcode: &str) -> Option<&'a Product> {
        barcode_forms(barcode).iter().find_map(|form| self.by_barcode.get(form)).copied()
    }

    /// The product on sale that has this PLU.
    pub(crate) fn with_plu(&self, plu: &str) -> Option<&'a Product> {
        self.by_plu.get(plu).copied()
    }

    /// The id of the product that a row means, there or new; `None` where no id can be made of its name.
    pub(crate) fn take(&mut self, marks: &Marks<'_>) -> Option<ProductId> {
        let there = marks.id.map(|id| self.known.with_id(id).map_or(id, |product| &product.id));
        let by_code = || {
            let product = marks.barcode.and_then(|code| self.with_barcode(code));
            product.or_else(|| marks.plu.and_then(|plu| self.with_plu(plu))).map(|it| &it.id)
        };
        let found = there.or_else(by_code).filter(|id| !self.used.contains(*id)).cloned();
        let id = found.or_else(|| self.by_name(marks.name))?;
        self.used.insert(id.clone());
        Some(id)
    }

    /// The product of this name, or a new one; numbered where the file has named the first already.
    fn by_name(&self, name: &str) -> Option<ProductId> {
        let first = self.known.with_name(name)?.id();
        if !self.used.contains(&first) {
            return Some(first);
        }
        let numbered = |number: u64| ProductId::of_name(&format!("{first} {number}"));
        let is_free = |id: &ProductId| {
            let is_other = |product: &&Product| spelling(&product.name) != spelling(name);
            !self.used.contains(id) && self.known.with_id(id).filter(is_other).is_none()
        };
        (2..).filter_map(numbered).find(is_free)
    }
}
