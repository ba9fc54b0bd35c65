//! Which products may be an answer.

use std::collections::BTreeSet;

use domain::ProductId;

/// The products among which a picture is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All that the model knows.
    AllClasses,
    /// Only these, such as the shop's active products; the others' share is spread over them.
    Only(BTreeSet<ProductId>),
}

impl Scope {
    /// Whether `product` may be an answer.
    pub fn contains(&self, product: &ProductId) -> bool {
        match self {
            Self::AllClasses => true,
            Self::Only(products) => products.contains(product),
        }
    }
}
