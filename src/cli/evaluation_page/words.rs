//! What the page says: texts in a language, names of products, shares of a hundred.

use std::collections::BTreeMap;

use domain::Product;
use texts::Texts;

/// The words of a page.
pub(crate) struct Words<'a> {
    /// Texts in the page's language.
    pub(super) texts: &'a Texts,
    names: BTreeMap<&'a str, &'a str>,
}

impl<'a> Words<'a> {
    /// Words in the language of `texts`; `products` give ids their names.
    pub(crate) fn new(texts: &'a Texts, products: &'a [Product]) -> Self {
        let language = texts.language().tag;
        let named = |product: &'a Product| (product.id.as_str(), product.display_name(language));
        Self { texts, names: products.iter().map(named).collect() }
    }

    /// The name that people know a product by; its id where the shop has no such product.
    pub(super) fn name<'b>(&'b self, id: &'b str) -> &'b str {
        self.names.get(id).copied().unwrap_or(id)
    }

    /// The name, kept together in a sentence whatever way its script runs (Unicode's isolates).
    pub(super) fn name_in_sentence(&self, id: &str) -> String {
        isolated(self.name(id))
    }
}

/// A name of any script for use inside a sentence.
pub(super) fn isolated(name: &str) -> String {
    format!("\u{2068}{name}\u{2069}")
}

/// A share of 1 in percent with one decimal. Neither end is claimed of what only comes near it.
pub(super) fn percent(share: f64) -> String {
    let rounded = (share * 1000.0).round() / 10.0;
    let honest = if rounded >= 100.0 && share < 1.0 {
        99.9
    } else if rounded <= 0.0 && share > 0.0 {
        0.1
    } else {
        rounded
    };
    format!("{honest:.1}\u{a0}%")
}

/// A part of a whole in percent; nothing of nothing is 0.
pub(super) fn percent_of(part: usize, whole: usize) -> String {
    percent(part as f64 / whole.max(1) as f64)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn percentages_do_not_claim_the_ends() {
        for (share, expected) in
            [(0.0, "0.0"), (0.0001, "0.1"), (0.843, "84.3"), (0.9999, "99.9"), (1.0, "100.0")]
        {
            assert_eq!(percent(share), format!("{expected}\u{a0}%"));
        }
        assert_eq!(percent_of(0, 0), "0.0\u{a0}%");
    }
}
