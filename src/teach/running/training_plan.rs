//! What a training would learn from, and what speaks against beginning it now.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::training_lists::{FEWEST, SortedPhotos};
use cnn::Architecture;
use domain::{Message, Product, ProductId};
use store::PhotoRow;

/// Below this many photos a product is learnt badly.
const FEW: usize = 10;
/// A product with more than this many times the photos of another outweighs it.
const IMBALANCE: usize = 8;
/// So many products are named in one sentence.
const NAMED: usize = 4;

/// A product that a training would learn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlannedProduct {
    /// Which.
    pub id: ProductId,
    /// Its name in the shop's language.
    pub name: String,
    /// Photos to learn from.
    pub photos: usize,
    /// Whether it has writing on it, so that it is never mirrored.
    pub has_writing: bool,
}

/// What a training would learn from.
#[derive(Clone, PartialEq, Debug)]
pub struct TrainingPlan {
    /// The version that it would begin from.
    pub parent: String,
    /// That version's network.
    pub architecture: Architecture,
    /// Photos to learn from.
    pub photos: usize,
    /// Photos to check with.
    pub validation_photos: usize,
    /// Products to learn, by name.
    pub products: Vec<PlannedProduct>,
    /// Why it cannot begin.
    pub obstacle: Option<Message>,
    /// What would make it worse than it need be.
    pub warnings: Vec<Message>,
    /// Photos to show what augmentation does, one a product.
    pub examples: Vec<(ProductId, PathBuf)>,
}

impl TrainingPlan {
    /// The plan for the photos of the library.
    pub(super) fn of(
        (parent, architecture): (&str, &Architecture),
        photos: &[PhotoRow],
        products: &[Product],
        writing: &BTreeMap<String, bool>,
    ) -> Self {
        let sorted = SortedPhotos::of(photos);
        let known: BTreeMap<&ProductId, &Product> =
            products.iter().map(|product| (&product.id, product)).collect();
        let name = |id: &ProductId| {
            known.get(id).map_or_else(|| id.as_str().to_owned(), |product| product.name.clone())
        };
        let mut planned: Vec<PlannedProduct> = sorted
            .learnt
            .iter()
            .map(|(id, photos)| PlannedProduct {
                id: (*id).clone(),
                name: name(id),
                photos: photos.len(),
                has_writing: has_writing(id, known.get(id).copied(), writing),
            })
            .collect();
        planned.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
        let examples = sorted.learnt.iter().filter_map(|(id, photos)| {
            let photo = photos.first()?;
            Some(((*id).clone(), PathBuf::from(&photo.file)))
        });
        let left_out = sorted.too_few.keys().map(|id| name(id)).collect();
        Self {
            parent: parent.to_owned(),
            architecture: architecture.clone(),
            photos: sorted.learnt_count(),
            validation_photos: sorted.validation.len(),
            obstacle: obstacle(&planned),
            warnings: warnings(&planned, left_out, sorted.validation.is_empty()),
            examples: examples.collect(),
            products: planned,
        }
    }

    /// Products that are never mirrored.
    pub(super) fn never_mirrored(&self) -> Vec<String> {
        let written = self.products.iter().filter(|product| product.has_writing);
        written.map(|product| product.id.as_str().to_owned()).collect()
    }
}

fn has_writing(id: &ProductId, product: Option<&Product>, said: &BTreeMap<String, bool>) -> bool {
    let has_barcode = product.is_some_and(|product| product.barcode.is_some());
    said.get(id.as_str()).copied().unwrap_or(has_barcode)
}

fn obstacle(products: &[PlannedProduct]) -> Option<Message> {
    match products {
        [] => Some(Message::new("run-no-photos").naming("fewest", FEWEST.to_string())),
        [only] => Some(Message::new("run-one-product").naming("product", only.name.clone())),
        _ => None,
    }
}

fn warnings(
    products: &[PlannedProduct],
    left_out: Vec<String>,
    nothing_aside: bool,
) -> Vec<Message> {
    let mut warnings = Vec::new();
    let mut warn = |id: &'static str, names: Vec<String>| {
        if !names.is_empty() {
            let count = names.len().to_string();
            let message = Message::new(id).naming("products", some_of(names));
            warnings.push(message.naming("count", count));
        }
    };
    warn("run-left-out", left_out);
    let few = products.iter().filter(|product| product.photos < FEW);
    warn("run-few-photos", few.map(|product| product.name.clone()).collect());
    let fewest = products.iter().map(|product| product.photos).min().unwrap_or_default();
    let many = products.iter().filter(|product| product.photos > fewest * IMBALANCE);
    warn("run-imbalanced", many.map(|product| product.name.clone()).collect());
    if nothing_aside && !products.is_empty() {
        warnings.push(Message::new("run-nothing-aside"));
    }
    warnings
}

/// The first few names, and "…" where there are more.
fn some_of(names: Vec<String>) -> String {
    let more = if names.len() > NAMED { ", …" } else { "" };
    let first: Vec<String> = names.into_iter().take(NAMED).collect();
    format!("{}{more}", first.join(", "))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::super::sample_photos::photo;
    use super::*;
    use store::Side;

    fn photos(product: &str, first: i64, count: i64) -> Vec<PhotoRow> {
        (first..first + count).map(|number| photo(number, product, Some(Side::Train))).collect()
    }

    fn plan(photos: &[PhotoRow], writing: &[(&str, bool)]) -> TrainingPlan {
        let writing = writing.iter().map(|(id, has)| ((*id).to_owned(), *has)).collect();
        let parent = ("grocery-1", &Architecture::EfficientNetLite0);
        TrainingPlan::of(parent, photos, &[], &writing)
    }

    fn ids(plan: &TrainingPlan) -> Vec<&str> {
        plan.warnings.iter().map(|message| message.id).collect()
    }

    #[test]
    fn without_photos_there_is_nothing_to_begin() {
        assert_eq!(plan(&[], &[]).obstacle.unwrap().id, "run-no-photos");
    }

    #[test]
    fn one_product_alone_cannot_be_told_from_anything() {
        let obstacle = plan(&photos("apple", 0, 20), &[]).obstacle.unwrap();
        assert_eq!(obstacle.args, [("product", "apple".to_owned())]);
    }

    #[test]
    fn enough_photos_of_each_need_no_word() {
        let mut all = [photos("apple", 0, 20), photos("pear", 20, 20)].concat();
        all.push(photo(50, "pear", Some(Side::Validation)));
        let plan = plan(&all, &[]);
        assert_eq!((plan.obstacle.clone(), ids(&plan)), (None, vec![]));
        assert_eq!((plan.photos, plan.validation_photos, plan.products.len()), (40, 1, 2));
    }

    #[test]
    fn few_photos_one_photo_and_too_many_are_told() {
        let all = [
            photos("apple", 0, 90),
            photos("fig", 100, 10),
            photos("pear", 200, 5),
            photos("plum", 300, 1),
        ];
        let plan = plan(&all.concat(), &[]);
        let expected = ["run-left-out", "run-few-photos", "run-imbalanced", "run-nothing-aside"];
        assert_eq!(ids(&plan), expected);
        assert_eq!(plan.warnings[0].args[0], ("products", "plum".to_owned()));
        assert_eq!(plan.warnings[1].args[0], ("products", "pear".to_owned()));
        assert_eq!(plan.warnings[2].args[0], ("products", "apple".to_owned()));
    }

    #[test]
    fn what_the_owner_says_of_writing_counts() {
        let all = [photos("apple", 0, 20), photos("milk", 20, 20)].concat();
        assert!(plan(&all, &[]).never_mirrored().is_empty());
        assert_eq!(plan(&all, &[("milk", true)]).never_mirrored(), ["milk"]);
    }
}
