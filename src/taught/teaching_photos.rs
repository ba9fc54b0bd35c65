//! Which of a shop's photos teach a version: those that it was not trained on, and that are not kept
//! back to judge it by.

use std::collections::{BTreeSet, HashSet};

use domain::ProductId;
use photo::PerceptualHash;
use registry::Manifest;
use store::{PhotoRow, Side};

/// What a version was trained on, ready to be asked.
pub struct TrainedOn {
    classes: BTreeSet<String>,
    seen: HashSet<String>,
}

impl TrainedOn {
    /// What the manifest says.
    pub fn of(manifest: &Manifest) -> Self {
        Self {
            classes: manifest.classes.iter().map(|class| class.id.clone()).collect(),
            seen: manifest.seen.iter().cloned().collect(),
        }
    }

    /// Whether the network has the product among its classes.
    pub fn has_class(&self, product: &ProductId) -> bool {
        self.classes.contains(product.as_str())
    }

    /// Whether it was trained on a photo that looks like this, as the manifest remembers photos.
    pub fn saw(&self, looks: PerceptualHash) -> bool {
        self.seen.contains(&looks.to_string())
    }

    /// Whether a photo tells the version something: its product is none of its classes, or it never
    /// saw this photo. What is kept back for validation and test teaches nothing, so that held-out
    /// figures stay honest.
    pub fn is_taught_by(&self, photo: &PhotoRow) -> bool {
        let is_kept_back = matches!(photo.side, Some(Side::Validation | Side::Test));
        !is_kept_back && (!self.has_class(&photo.product) || !self.saw(photo.looks))
    }
}

/// The photos that teach the version of this manifest, in their order.
pub fn teaching_photos(manifest: &Manifest, photos: Vec<PhotoRow>) -> Vec<PhotoRow> {
    let trained = TrainedOn::of(manifest);
    photos.into_iter().filter(|photo| trained.is_taught_by(photo)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::{PhotoId, PhotoOrigin, SessionId};

    fn photo(product: &str, looks: u64, side: Option<Side>) -> PhotoRow {
        PhotoRow {
            id: PhotoId(1),
            file: "a.jpg".into(),
            content: "a".repeat(64),
            looks: PerceptualHash(looks),
            product: ProductId::new(product).unwrap(),
            session: SessionId(1),
            origin: PhotoOrigin::Camera,
            taken_at: None,
            added_at: "2026-11-23T12:00:00Z".parse().unwrap(),
            side,
            guessed: None,
            deleted_at: None,
        }
    }

    fn trained() -> TrainedOn {
        TrainedOn {
            classes: BTreeSet::from(["banana".to_owned()]),
            seen: HashSet::from([PerceptualHash(7).to_string()]),
        }
    }

    #[test]
    fn what_was_seen_of_a_class_teaches_nothing_more() {
        assert!(!trained().is_taught_by(&photo("banana", 7, None)));
        assert!(trained().is_taught_by(&photo("banana", 8, None)), "a photo it never saw");
        assert!(trained().is_taught_by(&photo("mango", 7, None)), "a product it cannot name");
    }

    #[test]
    fn what_is_kept_back_does_not_teach() {
        assert!(trained().is_taught_by(&photo("mango", 1, Some(Side::Train))));
        assert!(!trained().is_taught_by(&photo("mango", 1, Some(Side::Validation))));
        assert!(!trained().is_taught_by(&photo("mango", 1, Some(Side::Test))));
    }
}
