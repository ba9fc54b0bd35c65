//! Which products the list shows, found once for each query and not once a frame; and what is
//! typed for the product that is being edited.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::Product;
use till::catalogue::{CatalogueView, ProductDraft};
use till::search::{Looks, SearchIndex};

/// Products by whether they are sold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Shelf {
    /// Those that are sold at present.
    #[default]
    OnSale,
    /// Those without a price.
    Unpriced,
    /// Those that are not sold at present.
    Archived,
    /// All of them.
    All,
}

impl Shelf {
    /// Every one, in the order of their buttons.
    pub const EVERY: [Shelf; 4] = [Self::OnSale, Self::Unpriced, Self::Archived, Self::All];

    fn holds(self, product: &Product) -> bool {
        match self {
            Self::OnSale => product.active,
            Self::Unpriced => product.active && is_unpriced(product),
            Self::Archived => !product.active,
            Self::All => true,
        }
    }
}

/// Whether a product's price is still missing.
pub(super) fn is_unpriced(product: &Product) -> bool {
    product.price.is_none_or(|price| price.money().minor() == 0)
}

/// What only this screen knows.
#[derive(Default)]
pub struct Local {
    /// What is typed into the search field.
    pub search: String,
    /// Which products are shown.
    pub shelf: Shelf,
    /// The group that is shown; all where none is chosen.
    pub category: Option<String>,
    /// The search field gets the keyboard in this frame.
    pub focus_search: bool,
    /// Which of the shown products is picked by the arrow keys.
    pub pick: usize,
    /// What is typed, with the number of the editor that it belongs to.
    pub draft: Option<(u64, ProductDraft)>,
    index: Option<(Arc<Vec<Arc<Product>>>, SearchIndex)>,
    found: Option<Found>,
}

/// What was found, and for what.
struct Found {
    all: Arc<Vec<Arc<Product>>>,
    query: (String, Shelf, Option<String>),
    products: Arc<Vec<Arc<Product>>>,
    categories: Arc<Vec<String>>,
}

/// What the list shows.
pub struct Shown {
    /// The products, best first for a query, else by name.
    pub products: Arc<Vec<Arc<Product>>>,
    /// The groups of all products.
    pub categories: Arc<Vec<String>>,
}

impl Local {
    /// Returns what is to be shown; looked for again when the catalogue or the query has changed.
    pub fn shown(&mut self, catalogue: &CatalogueView) -> Shown {
        let query = (self.search.clone(), self.shelf, self.category.clone());
        let found = self
            .found
            .take()
            .filter(|found| Arc::ptr_eq(&found.all, &catalogue.all) && found.query == query);
        let found = found.unwrap_or_else(|| {
            let index = self.index.take().filter(|(all, _)| Arc::ptr_eq(all, &catalogue.all));
            let (all, index) = index.unwrap_or_else(|| {
                (Arc::clone(&catalogue.all), SearchIndex::new(Arc::clone(&catalogue.all)))
            });
            let found = Found::new(&all, &index, query);
            self.index = Some((all, index));
            found
        });
        let shown = Shown {
            products: Arc::clone(&found.products),
            categories: Arc::clone(&found.categories),
        };
        self.pick = self.pick.min(shown.products.len().saturating_sub(1));
        self.found = Some(found);
        shown
    }
}

impl Found {
    fn new(
        all: &Arc<Vec<Arc<Product>>>,
        index: &SearchIndex,
        query: (String, Shelf, Option<String>),
    ) -> Self {
        let (typed, shelf, category) = &query;
        let fitting = if typed.trim().is_empty() {
            all.as_ref().clone()
        } else {
            index.find(typed, &Looks::default(), usize::MAX)
        };
        let is_shown = |product: &Arc<Product>| {
            shelf.holds(product) && category.as_ref().is_none_or(|c| *c == product.category)
        };
        let products: Vec<_> = fitting.into_iter().filter(is_shown).collect();
        let names: BTreeSet<&String> = all.iter().map(|product| &product.category).collect();
        let categories = names.into_iter().filter(|name| !name.is_empty()).cloned().collect();
        Self {
            all: Arc::clone(all),
            query,
            products: Arc::new(products),
            categories: Arc::new(categories),
        }
    }
}
