//! What a version says of its products whatever picture it sees: their kinds, as five apples are apples, so
//! that a till can say "an apple: which?"; and which of them it takes other goods for too often to sell them
//! unasked.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Decision, Recognition};
use domain::ProductId;
use registry::ClassEntry;

/// The products of a kind must be as probable as this together for the kind to be certain. It is said in a
/// question, so that a wrong kind costs a look and no money.
const CERTAIN: f64 = 0.8;

/// What a version says of its products. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassNotes(Arc<Notes>);

#[derive(Debug, Default, PartialEq, Eq)]
struct Notes {
    /// The kind of each product, as far as others are of it too.
    kinds: BTreeMap<ProductId, String>,
    cautious: BTreeSet<ProductId>,
}

impl ClassNotes {
    /// The notes of a version's classes: `products[i]` is the product of `classes[i]`.
    pub fn of(classes: &[ClassEntry], products: &[ProductId]) -> Self {
        let mut once = BTreeSet::new();
        let mut shared = BTreeSet::new();
        for class in classes {
            if !once.insert(class.coarse.as_str()) {
                shared.insert(class.coarse.as_str());
            }
        }
        let all = || classes.iter().zip(products);
        let kinds = all().filter(|(class, _)| shared.contains(class.coarse.as_str()));
        let kinds = kinds.map(|(class, product)| (product.clone(), class.coarse.clone()));
        let cautious = all().filter(|(class, _)| class.cautious).map(|(_, product)| product);
        Self(Arc::new(Notes { kinds: kinds.collect(), cautious: cautious.cloned().collect() }))
    }

    /// The kind of a product, a slug; `None` where no other product is of it.
    pub fn kind_of(&self, product: &ProductId) -> Option<&str> {
        self.0.kinds.get(product).map(String::as_str)
    }

    /// Whether a product is only ever asked about, however sure a picture looks.
    pub fn is_cautious(&self, product: &ProductId) -> bool {
        self.0.cautious.contains(product)
    }

    /// A decision in which no product is accepted that is only ever asked about.
    #[must_use]
    pub fn hold_back(&self, decision: Decision) -> Decision {
        match decision {
            Decision::Accept(product) if self.is_cautious(&product) => Decision::Ask,
            decision => decision,
        }
    }
}

impl Recognition {
    /// The kind that a picture shows, a slug, where a person is asked which of its products it is: the best
    /// candidate's, if two of it or more are candidates and all of it are certain enough together.
    pub fn asked_kind(&self) -> Option<&str> {
        if self.decision != Decision::Ask {
            return None;
        }
        let kind = self.notes.kind_of(&self.candidates.first()?.product)?;
        let own = self.of_kind(kind);
        let (count, share) = own.fold((0, 0.0), |(count, sum), it| (count + 1, sum + it.score));
        (count > 1 && share >= CERTAIN).then_some(kind)
    }

    /// The candidates of a kind, best first.
    pub fn of_kind(&self, kind: &str) -> impl Iterator<Item = &super::Candidate> {
        self.candidates.iter().filter(move |it| self.notes.kind_of(&it.product) == Some(kind))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::{Candidate, FoundItems, Millis};
    use registry::Thresholds;

    fn id(text: &str) -> ProductId {
        ProductId::new(text).unwrap()
    }

    fn notes() -> ClassNotes {
        let classes = [("gala", "apple"), ("lady", "apple"), ("plum", "plum"), ("pear", "pear")];
        let products: Vec<ProductId> = classes.iter().map(|(product, _)| id(product)).collect();
        let entry = |(id, coarse): &(&str, &str)| ClassEntry {
            id: (*id).to_owned(),
            coarse: (*coarse).to_owned(),
            cautious: *id == "plum",
        };
        ClassNotes::of(&classes.iter().map(entry).collect::<Vec<_>>(), &products)
    }

    fn seen(decision: Decision, scores: &[(&str, f64)]) -> Recognition {
        let candidate =
            |(product, score): &(&str, f64)| Candidate { product: id(product), score: *score };
        Recognition {
            decision,
            candidates: scores.iter().map(candidate).collect(),
            notes: notes(),
            known: 0.9,
            thresholds: Thresholds { accept: 0.9, familiar: 0.0, unknown: 0.2 },
            items: FoundItems::default(),
            caution: None,
            millis: Millis::default(),
        }
    }

    #[test]
    fn a_kind_is_what_several_products_are() {
        assert_eq!(notes().kind_of(&id("gala")), Some("apple"));
        assert_eq!(notes().kind_of(&id("plum")), None, "which plum is no question");
        assert_eq!(notes().kind_of(&id("taught")), None);
    }

    #[test]
    fn a_cautious_product_is_only_asked_about() {
        assert_eq!(notes().hold_back(Decision::Accept(id("plum"))), Decision::Ask);
        for decision in [Decision::Accept(id("gala")), Decision::Ask, Decision::Unknown] {
            assert_eq!(notes().hold_back(decision.clone()), decision);
        }
    }

    #[test]
    fn the_kind_is_asked_about_where_it_is_certain_and_its_product_is_not() {
        let apples = [("gala", 0.5), ("lady", 0.35), ("pear", 0.15)];
        let asked = seen(Decision::Ask, &apples);
        assert_eq!(asked.asked_kind(), Some("apple"));
        let own: Vec<&str> = asked.of_kind("apple").map(|it| it.product.as_str()).collect();
        assert_eq!(own, ["gala", "lady"]);
        assert_eq!(seen(Decision::Unknown, &apples).asked_kind(), None);
        assert_eq!(seen(Decision::Accept(id("gala")), &apples).asked_kind(), None);
        let doubtful = [("gala", 0.4), ("pear", 0.35), ("lady", 0.25)];
        assert_eq!(seen(Decision::Ask, &doubtful).asked_kind(), None);
        let alone = [("gala", 0.85), ("pear", 0.15)];
        assert_eq!(seen(Decision::Ask, &alone).asked_kind(), None, "the shop sells one apple");
        assert_eq!(seen(Decision::Ask, &[("plum", 0.9)]).asked_kind(), None);
    }
}
