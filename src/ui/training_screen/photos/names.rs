//! The products' names as the shop knows them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::screen::Screen;
use domain::{Message, Product, ProductId};

/// Names by product, for one frame.
pub(super) struct Names<'a> {
    products: HashMap<&'a str, &'a Arc<Product>>,
    language: &'a str,
}

impl<'a> Names<'a> {
    /// Those of the products that the library has photos of, or thinks of.
    pub(super) fn of(screen: &'a Screen<'_>) -> Self {
        let library = &*screen.teaching.library;
        let suspected = library.suspects.iter().map(|suspect| &suspect.suspected);
        let thought =
            library.inbox.iter().flat_map(|item| item.guessed.iter().chain([&item.product]));
        let wanted: std::collections::HashSet<&str> = library
            .products
            .iter()
            .map(|product| &product.product)
            .chain(suspected)
            .chain(thought)
            .map(ProductId::as_str)
            .collect();
        let all = screen.snapshot.catalogue.all.iter();
        let known = all.filter(|product| wanted.contains(product.id.as_str()));
        let products = known.map(|product| (product.id.as_str(), product)).collect();
        Self { products, language: screen.texts.language().tag }
    }

    /// The product's name; its id where the catalogue does not have it.
    pub(super) fn name(&self, product: &ProductId) -> String {
        self.by_id(product.as_str())
    }

    fn by_id(&self, id: &str) -> String {
        let product = self.products.get(id);
        product.map_or(id, |product| product.display_name(self.language)).to_owned()
    }

    /// A message with the product's name where it has its id.
    pub(super) fn named(&self, message: &Message) -> Message {
        let mut message = message.clone();
        for (name, value) in &mut message.args {
            if *name == "product" {
                *value = self.by_id(value);
            }
        }
        message
    }
}
