//! Which of a shop's products a name or an id means, also in a shop whose ids an older program made:
//! none is renamed, and none is made a second time.

use std::collections::BTreeMap;

use super::{Product, ProductId};

/// What a name or an id means in a shop.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Meant {
    /// The product with this id.
    There(ProductId),
    /// None that is there; a new one has this id.
    New(ProductId),
}

impl Meant {
    /// The id, of a product that is there or a new one.
    pub fn id(self) -> ProductId {
        match self {
            Self::There(id) | Self::New(id) => id,
        }
    }
}

/// A shop's products, to be found by names and ids.
pub struct KnownProducts<'a> {
    by_id: BTreeMap<&'a ProductId, &'a Product>,
    /// Products of the former rules, by the id that their spelling has today.
    by_id_of_today: BTreeMap<ProductId, &'a Product>,
}

impl<'a> KnownProducts<'a> {
    /// All of a shop's products.
    pub fn new(products: impl IntoIterator<Item = &'a Product>) -> Self {
        let by_id: BTreeMap<_, _> = products.into_iter().map(|it| (&it.id, it)).collect();
        let mut by_id_of_today = BTreeMap::new();
        for product in by_id.values() {
            if let Some(id) = id_of_today(product) {
                by_id_of_today.entry(id).or_insert(*product);
            }
        }
        Self { by_id, by_id_of_today }
    }

    /// Whether any product has an id that a former rule made.
    pub fn has_former_ids(&self) -> bool {
        !self.by_id_of_today.is_empty()
    }

    /// The product that an id means: the one that has it, or whose id the former rules spelt otherwise.
    pub fn with_id(&self, id: &ProductId) -> Option<&'a Product> {
        self.by_id.get(id).or_else(|| self.by_id_of_today.get(id)).copied()
    }

    /// What a name means; `None` when nothing can be called so. Names that differ in marks alone are
    /// two products, also where the former rule gave the first of them the second one's id.
    pub fn with_name(&self, name: &str) -> Option<Meant> {
        let id = ProductId::of_name(name)?;
        let there = |product: &Product| Meant::There(product.id.clone());
        let Some(product) = self.by_id.get(&id) else {
            return Some(self.by_id_of_today.get(&id).map_or(Meant::New(id), |it| there(it)));
        };
        // Typed as it stands, with the `-` that no name has, an id means its product.
        let is_id = name.trim() == id.as_str() && name.contains('-');
        if is_id || !product.id.is_former_of(&product.name) {
            return Some(there(product));
        }
        if let Some(product) = self.by_id_of_today.get(&id) {
            return Some(there(product));
        }
        self.numbered(&id)
    }

    /// The first of `id-2`, `id-3`, … that is free or has this very name.
    fn numbered(&self, id: &ProductId) -> Option<Meant> {
        let numbered = |number: u64| ProductId::of_name(&format!("{id} {number}"));
        (2..).find_map(|number| {
            let numbered = numbered(number)?;
            match self.by_id.get(&numbered) {
                None => Some(Meant::New(numbered)),
                Some(product) => (ProductId::of_name(&product.name).as_ref() == Some(id))
                    .then_some(Meant::There(numbered)),
            }
        })
    }

    /// The id of a new product with this name, whatever is called so already: numbered where it must be.
    pub fn free_id(&self, name: &str) -> Option<ProductId> {
        let first = ProductId::of_name(name)?;
        if self.with_id(&first).is_none() {
            return Some(first);
        }
        let numbered = |number: u64| ProductId::of_name(&format!("{first} {number}"));
        (2..).filter_map(numbered).find(|id| self.with_id(id).is_none())
    }
}

/// How today's rule would spell a product's id, where a former one made it: composed, or of its name
/// with its marks.
fn id_of_today(product: &Product) -> Option<ProductId> {
    if product.id.is_former_of(&product.name) {
        return ProductId::of_name(&product.name);
    }
    let composed = ProductId::new(product.id.as_str()).ok()?;
    (composed != product.id).then_some(composed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TaxRate;

    fn product(id: &str, name: &str) -> Product {
        let id = ProductId::kept(id).unwrap();
        Product { id, name: name.to_owned(), ..Product::unpriced("x", TaxRate::ZERO).unwrap() }
    }

    fn shop() -> Vec<Product> {
        vec![
            product("apple", "Apple"),
            product("cre-me-frai-che", "Cre\u{300}me frai\u{302}che"),
            product("กล-วย", "กล้วย"),
            product("ไข", "ไข่"),
            product("\u{1100}\u{1161}\u{11b7}", "\u{1100}\u{1161}\u{11b7}"),
            product("香蕉", "香蕉"),
            product("pear", "Birne"),
        ]
    }

    fn meant(name: &str) -> Meant {
        KnownProducts::new(&shop()).with_name(name).unwrap()
    }

    fn there(id: &str) -> Meant {
        Meant::There(ProductId::kept(id).unwrap())
    }

    #[test]
    fn products_of_the_former_rule_are_found_in_either_spelling() {
        for name in ["Crème fraîche", "Cre\u{300}me frai\u{302}che", "cre-me-frai-che"] {
            assert_eq!(meant(name), there("cre-me-frai-che"), "{name}");
        }
        for name in ["กล้วย", "กล-วย"] {
            assert_eq!(meant(name), there("กล-วย"), "{name}");
        }
        for name in ["감", "\u{1100}\u{1161}\u{11b7}"] {
            assert_eq!(meant(name), there("\u{1100}\u{1161}\u{11b7}"), "{name}");
        }
        assert_eq!(meant("香蕉"), there("香蕉"));
        assert_eq!(meant("Pear"), there("pear"), "renamed, the id stays");
    }

    #[test]
    fn a_name_whose_id_was_given_to_another_is_a_product_of_its_own() {
        assert_eq!(meant("ไข่"), there("ไข"));
        let gourd = ProductId::new("ไข-2").unwrap();
        assert_eq!(meant("ไข"), Meant::New(gourd.clone()));
        let mut shop = shop();
        shop.push(Product { id: gourd.clone(), ..product("x", "ไข") });
        assert_eq!(KnownProducts::new(&shop).with_name("ไข"), Some(Meant::There(gourd)));
    }

    #[test]
    fn an_id_is_found_however_it_is_composed() {
        let shop = shop();
        let known = KnownProducts::new(&shop);
        let found = |id: &str| known.with_id(&ProductId::new(id).unwrap()).map(|it| it.id.as_str());
        assert_eq!(found("crème-fraîche"), Some("cre-me-frai-che"));
        assert_eq!(found("감"), Some("\u{1100}\u{1161}\u{11b7}"));
        assert_eq!(found("dứa"), None);
    }

    #[test]
    fn a_new_product_never_gets_an_id_that_means_another() {
        let shop = shop();
        let known = KnownProducts::new(&shop);
        assert_eq!(known.free_id("Crème fraîche").unwrap().as_str(), "crème-fraîche-2");
        assert_eq!(known.free_id("Dứa").unwrap().as_str(), "dứa");
        assert_eq!(known.free_id("?"), None);
    }
}
