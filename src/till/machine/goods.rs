//! The catalogue in the till's memory: all products, and those that can be sold.

use std::collections::HashMap;
use std::sync::Arc;

use domain::{Product, ProductId, TaxRate};
use recognition::Scope;

/// The products that can be sold, and all others beside them.
pub(super) struct Catalogue {
    pub(super) by_id: HashMap<ProductId, Arc<Product>>,
    pub(super) sorted: Arc<Vec<Arc<Product>>>,
    pub(super) scope: Arc<Scope>,
    /// Also those that are not sold at present, by name.
    pub(super) all: Arc<Vec<Arc<Product>>>,
}

impl Catalogue {
    pub(super) fn new(products: Vec<Product>) -> Self {
        Self::of(products.into_iter().map(Arc::new).collect())
    }

    fn of(mut all: Vec<Arc<Product>>) -> Self {
        all.sort_by_cached_key(|product| (product.name.to_lowercase(), product.id.to_string()));
        let sorted: Vec<_> = all.iter().filter(|product| product.active).cloned().collect();
        Self {
            by_id: sorted.iter().map(|p| (p.id.clone(), Arc::clone(p))).collect(),
            scope: Arc::new(Scope::Only(sorted.iter().map(|p| p.id.clone()).collect())),
            sorted: Arc::new(sorted),
            all: Arc::new(all),
        }
    }

    /// A product that can be sold.
    pub(super) fn get(&self, product: &ProductId) -> Option<Arc<Product>> {
        self.by_id.get(product).cloned()
    }

    /// A product that can be sold, or could be once.
    pub(super) fn find(&self, product: &ProductId) -> Option<Arc<Product>> {
        self.all.iter().find(|known| known.id == *product).cloned()
    }

    /// The tax rate that most products have.
    pub(super) fn usual_tax(&self) -> Option<TaxRate> {
        let mut counts: HashMap<TaxRate, usize> = HashMap::new();
        for product in self.sorted.iter() {
            *counts.entry(product.tax).or_default() += 1;
        }
        counts.into_iter().max_by_key(|(rate, count)| (*count, *rate)).map(|(rate, _)| rate)
    }

    /// Forgets all products for others.
    pub(super) fn replace(&mut self, products: Vec<Product>) {
        *self = Self::new(products);
    }

    /// Puts a product in, new or changed.
    pub(super) fn put(&mut self, product: Product) {
        let mut all = self.without(&product.id);
        all.push(Arc::new(product));
        *self = Self::of(all);
    }

    /// Takes a product out.
    pub(super) fn remove(&mut self, product: &ProductId) {
        *self = Self::of(self.without(product));
    }

    fn without(&self, product: &ProductId) -> Vec<Arc<Product>> {
        self.all.iter().filter(|known| known.id != *product).cloned().collect()
    }
}
