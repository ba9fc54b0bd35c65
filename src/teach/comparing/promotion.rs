//! What a shop would lose by letting another version sell.

use std::collections::{BTreeSet, HashMap};

use super::comparison::{Comparison, Share, Verdict};
use domain::ProductId;
use registry::Manifest;

/// How sure a loss is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum LossKind {
    /// The new version cannot name the product at all.
    CannotName,
    /// The new version is worse.
    Surely,
    /// Fewer photos are right, but so few photos cannot tell.
    Perhaps,
}

/// A product that sells and that the new version names less well.
#[derive(Clone, PartialEq, Debug)]
pub struct Loss {
    /// The product, a slug.
    pub product: String,
    /// How many lines of it were sold lately.
    pub sold: u64,
    /// How sure it is.
    pub kind: LossKind,
    /// Right with the version that sells now; `None` where no photo tells.
    pub old: Option<Share>,
    /// Right with the new version.
    pub new: Option<Share>,
}

/// What is known about letting another version sell.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Losses {
    /// The losses: the surest first, then what sells most.
    pub products: Vec<Loss>,
    /// Products that sell and of which no photo tells anything.
    pub untested: usize,
}

/// Finds the losses. `sold`: lines of each product sold lately; `taught`: products that every version
/// names because the shop has taught them.
pub fn losses(
    (old, new): (&Manifest, &Manifest),
    sold: &HashMap<ProductId, u64>,
    taught: &BTreeSet<ProductId>,
    comparison: Option<&Comparison>,
) -> Losses {
    let knows = |manifest: &Manifest, product: &ProductId| {
        let is_class = manifest.classes.iter().any(|class| class.id == product.as_str());
        is_class || (manifest.gaussian_share > 0.0 && taught.contains(product))
    };
    let mut found = Losses::default();
    for (product, &sold) in sold.iter().filter(|(_, sold)| **sold > 0) {
        let rows = comparison.map(|comparison| comparison.products.as_slice()).unwrap_or_default();
        let row = rows.iter().find(|row| row.product == product.as_str());
        let kind = match row {
            _ if knows(old, product) && !knows(new, product) => Some(LossKind::CannotName),
            Some(row) if row.verdict == Some(Verdict::Worse) => Some(LossKind::Surely),
            Some(row) if row.difference.is_some_and(|difference| difference.by < 0.0) => {
                Some(LossKind::Perhaps)
            }
            Some(_) => None,
            None => {
                found.untested += 1;
                None
            }
        };
        found.products.extend(kind.map(|kind| Loss {
            product: product.to_string(),
            sold,
            kind,
            old: row.map(|row| row.old),
            new: row.and_then(|row| row.new),
        }));
    }
    found.products.sort_by(|a, b| {
        (a.kind, std::cmp::Reverse(a.sold), &a.product).cmp(&(
            b.kind,
            std::cmp::Reverse(b.sold),
            &b.product,
        ))
    });
    found
}

#[cfg(test)]
#[path = "promotion_tests.rs"]
mod tests;
