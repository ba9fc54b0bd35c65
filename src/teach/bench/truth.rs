//! What folder names say their pictures show: ids and names of products in any language, or kinds.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Product, ProductId, slug};
use recognition::Decision;

use super::view::Answer;

/// What pictures show.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Truth {
    /// This product.
    Product(ProductId),
    /// Any product of this kind, such as any apple; a slug.
    Kind(String),
    /// Nothing that the shop sells.
    Nothing,
    /// Nobody said.
    Unsaid,
}

/// How a folder's name was understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MatchedBy {
    /// It is the product's id.
    Id,
    /// It is the product's name.
    Name,
    /// It is the product's name in this language.
    OtherName(String),
    /// It is the kind of several products.
    Kind,
    /// A person said so.
    Hand,
    /// More than one product is called so.
    Several,
    /// No product is called so.
    NoOne,
}

/// What the pictures of a folder show, and how that is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FolderTruth {
    /// What they show.
    pub truth: Truth,
    /// How that is known.
    pub by: MatchedBy,
}

/// A product that a version knows, and its kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KnownProduct {
    /// The product.
    pub product: ProductId,
    /// Its kind, a slug; the same as the product's id where it is of no kind.
    pub kind: String,
}

/// Understands names of folders.
#[derive(Default)]
pub(super) struct NameMatcher {
    /// By slug, the best way first: each product and how it is called so.
    names: BTreeMap<String, Vec<(ProductId, MatchedBy)>>,
    kinds: BTreeSet<String>,
}

impl NameMatcher {
    /// A matcher for the names of the catalogue and for what the version knows.
    pub(super) fn new<'a>(
        products: &[Product],
        known: impl Iterator<Item = &'a KnownProduct>,
    ) -> Self {
        let mut matcher = Self::default();
        for known in known {
            matcher.add(known.product.as_str(), &known.product, MatchedBy::Id);
            matcher.kinds.insert(known.kind.clone());
        }
        for product in products {
            matcher.add(product.id.as_str(), &product.id, MatchedBy::Id);
        }
        for product in products {
            matcher.add(&product.name, &product.id, MatchedBy::Name);
        }
        for product in products {
            for (tag, name) in &product.names {
                matcher.add(name, &product.id, MatchedBy::OtherName(tag.clone()));
            }
        }
        matcher
    }

    fn add(&mut self, name: &str, product: &ProductId, by: MatchedBy) {
        let Some(name) = slug(name) else { return };
        let products = self.names.entry(name).or_default();
        if products.iter().all(|(known, _)| known != product) {
            products.push((product.clone(), by));
        }
    }

    /// What a folder of this name holds; `None` where the name says nothing.
    fn understand(&self, folder: &str) -> Option<FolderTruth> {
        let name = slug(folder)?;
        match self.names.get(&name).map(Vec::as_slice) {
            // Nothing is called by another product's id: an id comes before all names.
            Some([(product, by), rest @ ..]) if rest.is_empty() || *by == MatchedBy::Id => {
                Some(FolderTruth { truth: Truth::Product(product.clone()), by: by.clone() })
            }
            Some(_) => Some(FolderTruth { truth: Truth::Unsaid, by: MatchedBy::Several }),
            None if self.kinds.contains(&name) => {
                Some(FolderTruth { truth: Truth::Kind(name), by: MatchedBy::Kind })
            }
            None => None,
        }
    }

    /// The folder that says most, of those that a picture lies in from the outermost to the
    /// innermost: the innermost that names something, else the innermost. `None` without folders.
    pub(super) fn telling<'a>(&self, folders: &'a [String]) -> Option<(&'a str, FolderTruth)> {
        let named = |folder: &'a String| Some((folder.as_str(), self.understand(folder)?));
        folders.iter().rev().find_map(named).or_else(|| {
            let innermost = folders.last()?.as_str();
            Some((innermost, FolderTruth { truth: Truth::Unsaid, by: MatchedBy::NoOne }))
        })
    }
}

/// For pictures by the folders that they lie in: the folder of each that tells what it shows, and
/// what all those folders hold; `corrected` has the last word.
pub(super) fn truths_of<'a>(
    folders: impl Iterator<Item = &'a [String]>,
    matcher: &NameMatcher,
    corrected: &BTreeMap<String, Truth>,
    known: impl Iterator<Item = &'a KnownProduct>,
) -> (Vec<Option<String>>, Truths) {
    let kinds = known.map(|known| (known.product.clone(), known.kind.clone())).collect();
    let mut truths = Truths { folders: BTreeMap::new(), kinds };
    let mut tell = |folders: &[String]| {
        // A folder that a person spoke of tells more than any name.
        let by_hand = folders.iter().rev().find_map(|folder| {
            let truth = corrected.get(folder)?.clone();
            Some((folder.as_str(), FolderTruth { truth, by: MatchedBy::Hand }))
        });
        let (folder, truth) = by_hand.or_else(|| matcher.telling(folders))?;
        truths.folders.insert(folder.to_owned(), truth);
        Some(folder.to_owned())
    };
    let told = folders.map(&mut tell).collect();
    (told, truths)
}

/// What folders hold, and with that whether an answer is right.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Truths {
    /// By name of the folder.
    pub folders: BTreeMap<String, FolderTruth>,
    /// The kind of each product that a version knows.
    pub kinds: BTreeMap<ProductId, String>,
}

impl Truths {
    /// What the pictures of a folder show.
    pub fn of(&self, folder: Option<&str>) -> &Truth {
        let folder = folder.and_then(|folder| self.folders.get(folder));
        folder.map_or(&Truth::Unsaid, |known| &known.truth)
    }

    /// Whether an answer is right: the first candidate is what the folder says, whatever is decided;
    /// and where the folder holds nothing that is sold, it is taken for unknown. `None` where nobody
    /// said what the folder holds.
    pub fn is_right(&self, folder: Option<&str>, answer: &Answer) -> Option<bool> {
        let first = answer.candidates.first();
        match self.of(folder) {
            Truth::Unsaid => None,
            Truth::Nothing => Some(answer.decision == Decision::Unknown),
            truth => Some(first.is_some_and(|first| self.fits(truth, &first.product))),
        }
    }

    /// Whether what the folder says is among the candidates that are shown.
    pub fn is_among_four(&self, folder: Option<&str>, answer: &Answer) -> Option<bool> {
        match self.of(folder) {
            Truth::Unsaid => None,
            Truth::Nothing => Some(answer.decision == Decision::Unknown),
            truth => Some(answer.candidates.iter().any(|one| self.fits(truth, &one.product))),
        }
    }

    /// Whether a product is what is said.
    fn fits(&self, truth: &Truth, product: &ProductId) -> bool {
        match truth {
            Truth::Product(wanted) => wanted == product,
            Truth::Kind(kind) => self.kinds.get(product) == Some(kind),
            Truth::Nothing | Truth::Unsaid => false,
        }
    }
}

#[cfg(test)]
#[path = "truth_tests.rs"]
mod tests;
