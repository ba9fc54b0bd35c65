//! One direction a class, to compare an embedding with by its angle; stored beside the weights.

use std::collections::BTreeMap;

use tch::Tensor;

use super::{
    CnnError,
    class_statistics::{matrix, take_rows},
};

/// A prototype of each class, on embeddings (width `w`) of one network: of the companion where a
/// version has one, else of its own network.
///
/// Most are made of the class's clean picture: what a single item looks like, wherever it lies. A
/// class without such a picture has one of its photos. What all clean pictures have in common, and
/// all photos, is taken off before angles are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Prototypes {
    /// Mean embedding of clean pictures, `w` values.
    pub clean_centre: Vec<f32>,
    /// Mean embedding of photos, `w` values.
    pub photo_centre: Vec<f32>,
    /// Direction of each class in the order of the network's outputs, `w` values of length 1.
    pub directions: Vec<Vec<f32>>,
    /// Whether a class's prototype is made of photos, and so is seen from their centre.
    pub of_photos: Vec<bool>,
}

impl Prototypes {
    /// As tensors, their names behind `prefix`.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses.
    pub(super) fn tensors(&self, prefix: &str) -> Result<BTreeMap<String, Tensor>, CnnError> {
        let centres = [self.clean_centre.clone(), self.photo_centre.clone()];
        let of_photos: Vec<f32> =
            self.of_photos.iter().map(|&of_photos| f32::from(u8::from(of_photos))).collect();
        let named = [
            ("prototype_centres", matrix(&centres, self.clean_centre.len())?),
            ("prototypes", matrix(&self.directions, self.clean_centre.len())?),
            ("prototypes_of_photos", Tensor::f_from_slice(&of_photos)?),
        ];
        Ok(named.into_iter().map(|(name, tensor)| (format!("{prefix}{name}"), tensor)).collect())
    }

    /// Takes the prototypes out of a weights file's tensors; `None` where there are none.
    ///
    /// # Errors
    /// A sentence on the first tensor that is missing or of a wrong shape.
    pub(super) fn take_from(
        tensors: &mut BTreeMap<String, Tensor>,
        prefix: &str,
        classes: usize,
        width: usize,
    ) -> Result<Option<Self>, String> {
        if !tensors.contains_key(&format!("{prefix}prototypes")) {
            return Ok(None);
        }
        let centres = take_rows(tensors, "prototype_centres", Some(2), width)?;
        let directions = take_rows(tensors, "prototypes", Some(classes), width)?;
        let of_photos = take_rows(tensors, "prototypes_of_photos", None, classes)?;
        let of_photos = of_photos.into_iter().flatten().map(|value| value > 0.5).collect();
        let mut centres = centres.into_iter();
        let (Some(clean_centre), Some(photo_centre)) = (centres.next(), centres.next()) else {
            return Err(format!("{prefix}prototype_centres is empty"));
        };
        Ok(Some(Self { clean_centre, photo_centre, directions, of_photos }))
    }
}
