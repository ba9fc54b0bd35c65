//! What is worth saying of photos that teach a product: they show something else, or the same again.

use serde::Serialize;

use super::CliError;
use super::teach::GivenPhoto;
use domain::ProductId;
use photo::perceptual_hash;
use recognition::{Decision, Scope};
use taught::ShopModel;
use teach::keeping::Added;

/// So many photos of a product are enough to begin with.
pub(super) const ENOUGH: usize = 5;
/// Pictures whose hashes differ in so few bits of 64 look the same: one view twice teaches once.
const ALIKE_BITS: u32 = 4;

/// A remark on a photo.
#[derive(Serialize, Debug)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Warning {
    /// The model is sure that it shows another product.
    LooksLike {
        /// The photo.
        photo: String,
        /// What it was taken for.
        product: ProductId,
    },
    /// It looks like another of the photos.
    TooAlike {
        /// The photo.
        photo: String,
        /// The one before it.
        other: String,
    },
    /// The shop has this very photo as one of another product; it taught nothing.
    KeptAsAnother {
        /// The photo.
        photo: String,
        /// The product.
        product: ProductId,
    },
}

impl Warning {
    /// For people.
    pub(super) fn sentence(&self) -> String {
        match self {
            Self::LooksLike { photo, product } => {
                format!("{photo} looks like {product}; take it back if it shows that")
            }
            Self::TooAlike { photo, other } => {
                format!("{photo} looks just like {other}; show another side of it")
            }
            Self::KeptAsAnother { photo, product } => {
                format!("{photo} is kept as a photo of {product} and taught nothing")
            }
        }
    }
}

/// Photos that the model, as it was before, accepts as another product.
pub(super) fn looks_like_another(
    model: &ShopModel,
    scope: &Scope,
    product: &ProductId,
    given: &[GivenPhoto],
) -> Result<Vec<Warning>, CliError> {
    let recogniser = &model.recogniser;
    if !recogniser.products().iter().any(|known| scope.contains(known)) {
        return Ok(Vec::new());
    }
    let mut warnings = Vec::new();
    for GivenPhoto { name, picture, .. } in given {
        // One by one: another number of pictures would have to be made ready first.
        for recognition in recogniser.recognise(&[picture], scope)? {
            match recognition.decision {
                Decision::Accept(other) if other != *product => {
                    warnings.push(Warning::LooksLike { photo: name.clone(), product: other });
                }
                Decision::Accept(_) | Decision::Ask | Decision::Unknown => {}
            }
        }
    }
    Ok(warnings)
}

/// Photos that look like one before them.
pub(super) fn too_alike(given: &[GivenPhoto]) -> Vec<Warning> {
    let hashes: Vec<_> = given.iter().map(|own| (own, perceptual_hash(&own.picture))).collect();
    let alike = hashes.iter().enumerate().filter_map(|(index, (own, hash))| {
        let mut before = hashes.iter().take(index);
        let (other, _) = before.find(|(_, other)| hash.distance(*other) <= ALIKE_BITS)?;
        Some(Warning::TooAlike { photo: own.name.clone(), other: other.name.clone() })
    });
    alike.collect()
}

/// Photos that the shop has already, of another product.
pub(super) fn kept_as_another(product: &ProductId, given: &[GivenPhoto]) -> Vec<Warning> {
    let kept = given.iter().filter_map(|own| match &own.added {
        Added::AlreadyThere(row) if row.product != *product => {
            Some(Warning::KeptAsAnother { photo: own.name.clone(), product: row.product.clone() })
        }
        Added::AlreadyThere(_) | Added::New(_) => None,
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use photo::Picture;
    use store::PhotoId;

    fn striped(name: &str, width: u8) -> GivenPhoto {
        let shade = |x: u8| if (x / width).is_multiple_of(2) { 0 } else { 255 };
        let row = (0..64_u8).flat_map(|x| [shade(x); 3]);
        let rgb = (0..48).flat_map(|_| row.clone()).collect();
        let picture = Picture::new(64, 48, rgb).unwrap();
        GivenPhoto { name: name.to_owned(), picture, added: Added::New(PhotoId(1)) }
    }

    #[test]
    fn the_same_view_twice_is_told_once() {
        let given = [striped("a", 16), striped("b", 7), striped("c", 16)];
        let warnings = too_alike(&given);
        assert!(
            matches!(&warnings[..], [Warning::TooAlike { photo, other }] if photo == "c" && other == "a")
        );
        assert!(warnings[0].sentence().contains("c looks just like a"));
    }
}
