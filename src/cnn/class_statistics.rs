//! What the embeddings of a version's photos look like: numbers kept beside the weights, from which
//! `recognition` makes a classifier that needs no training.

use std::collections::BTreeMap;

use tch::{Kind, Tensor};

use super::{CnnError, Prototypes};

/// Beginning of the tensors' names, so that other programs can tell them from the network's own.
pub(super) const PREFIX: &str = "class_statistics.";

/// A Gaussian a class with one covariance for all, on embeddings that were centred and brought to
/// length 1 (width `d`). Where a version has a companion, both networks' embeddings stand side by
/// side, the companion's in the second half.
///
/// The covariance's inverse is `residual * I + sum_r precisions[r] * u_r u_r'` with the rows `u_r`
/// of `directions`: the directions in which photos of one class differ most are kept, all others
/// count alike.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassStatistics {
    /// Mean embedding of all photos, taken off first; `d` values.
    pub centre: Vec<f32>,
    /// Orthonormal directions, `d` values each.
    pub directions: Vec<Vec<f32>>,
    /// What each direction adds to `residual`; mostly negative.
    pub precisions: Vec<f32>,
    /// Precision in all other directions.
    pub residual: f32,
    /// Mean of each class in the order of the network's outputs, `d` values each.
    pub means: Vec<Vec<f32>>,
    /// Standard deviation of the classes' scores over the training photos.
    pub spread: f32,
    /// Median squared distance of a training photo from the nearest class.
    pub familiar: f32,
    /// Share of the squared length that is the companion's half; 0 without a companion.
    pub companion_share: f32,
    /// What the classes' clean pictures look like, where there are any.
    pub prototypes: Option<Prototypes>,
}

impl ClassStatistics {
    /// As tensors for a weights file.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses.
    pub fn tensors(&self) -> Result<BTreeMap<String, Tensor>, CnnError> {
        let scalars = [self.residual, self.spread, self.familiar, self.companion_share];
        let named = [
            ("centre", Tensor::f_from_slice(&self.centre)?),
            ("directions", matrix(&self.directions, self.centre.len())?),
            ("precisions", Tensor::f_from_slice(&self.precisions)?),
            ("means", matrix(&self.means, self.centre.len())?),
            ("scalars", Tensor::f_from_slice(&scalars)?),
        ];
        let named = named.into_iter().map(|(name, tensor)| (format!("{PREFIX}{name}"), tensor));
        let prototypes = self.prototypes.as_ref().map(|own| own.tensors(PREFIX)).transpose()?;
        Ok(named.chain(prototypes.into_iter().flatten()).collect())
    }

    /// Takes the statistics out of a weights file's tensors; `None` where there are none.
    ///
    /// # Errors
    /// A sentence on the first tensor that is missing, too many, or of a wrong shape.
    pub(super) fn take_from(
        tensors: &mut BTreeMap<String, Tensor>,
        classes: usize,
        width: usize,
    ) -> Result<Option<Self>, String> {
        let names: Vec<String> =
            tensors.keys().filter(|name| name.starts_with(PREFIX)).cloned().collect();
        if names.is_empty() {
            return Ok(None);
        }
        let mut own = BTreeMap::new();
        for name in names {
            if let Some(tensor) = tensors.remove(&name) {
                own.insert(name, tensor);
            }
        }
        let centre = take_rows(&mut own, "centre", None, width)?;
        let centre = centre.into_iter().next().unwrap_or_default();
        let directions = take_rows(&mut own, "directions", None, width)?;
        let precisions = take_rows(&mut own, "precisions", None, directions.len())?;
        let means = take_rows(&mut own, "means", Some(classes), width)?;
        let scalars = take_rows(&mut own, "scalars", None, 4)?;
        let has_companion = scalars.first().and_then(|row| row.last()).is_some_and(|&of| of > 0.0);
        let narrow = if has_companion { width / 2 } else { width };
        let prototypes = Prototypes::take_from(&mut own, PREFIX, classes, narrow)?;
        if let Some(name) = own.keys().next() {
            return Err(format!("{name} is not known to this program"));
        }
        let (Some(precisions), Some(&[residual, spread, familiar, companion_share])) =
            (precisions.into_iter().next(), scalars.first().map(Vec::as_slice))
        else {
            return Err(format!("{PREFIX}scalars is empty"));
        };
        if !(residual > 0.0 && spread > 0.0 && familiar > 0.0) {
            return Err(format!("{PREFIX}scalars holds a number that is not above 0"));
        }
        if !(0.0..1.0).contains(&companion_share) {
            return Err(format!("{PREFIX}scalars holds a share that is not below 1"));
        }
        Ok(Some(Self {
            centre,
            directions,
            precisions,
            residual,
            means,
            spread,
            familiar,
            companion_share,
            prototypes,
        }))
    }
}

/// Rows of `width` values as one tensor.
pub(super) fn matrix(rows: &[Vec<f32>], width: usize) -> Result<Tensor, CnnError> {
    let flat: Vec<f32> = rows.iter().flatten().copied().collect();
    Ok(Tensor::f_from_slice(&flat)?.f_view([rows.len() as i64, width as i64])?)
}

/// Takes a tensor of `width` columns out of `tensors` and gives its rows; a vector is one row.
pub(super) fn take_rows(
    tensors: &mut BTreeMap<String, Tensor>,
    name: &str,
    count: Option<usize>,
    width: usize,
) -> Result<Vec<Vec<f32>>, String> {
    let name = format!("{PREFIX}{name}");
    let tensor = tensors.remove(&name).ok_or_else(|| format!("{name} is missing"))?;
    let shape = tensor.size();
    let columns = shape.last().copied().unwrap_or_default() as usize;
    let fits = (1..=2).contains(&shape.len())
        && columns == width
        && count.is_none_or(|count| shape.first() == Some(&(count as i64)));
    if !fits {
        return Err(format!("{name} has the shape {shape:?}, which does not fit the network"));
    }
    let values = values(&tensor).map_err(|error| error.to_string())?;
    if values.iter().any(|value| !value.is_finite()) {
        return Err(format!("{name} holds a number that is not finite"));
    }
    Ok(values.chunks(width.max(1)).map(<[f32]>::to_vec).collect())
}

fn values(tensor: &Tensor) -> Result<Vec<f32>, tch::TchError> {
    let plain = tensor.f_to_kind(Kind::Float)?.f_contiguous()?;
    let mut values = vec![0.0_f32; plain.numel()];
    plain.f_copy_data(&mut values, plain.numel())?;
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statistics() -> ClassStatistics {
        ClassStatistics {
            centre: vec![0.5, -0.5, 0.0],
            directions: vec![vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0]],
            precisions: vec![-0.5, -0.25],
            residual: 2.0,
            means: vec![vec![1.0, 0.0, 0.0]; 4],
            spread: 3.0,
            familiar: 0.75,
            companion_share: 0.0,
            prototypes: Some(Prototypes {
                clean_centre: vec![0.25; 3],
                photo_centre: vec![-0.25; 3],
                directions: vec![vec![0.0, 1.0, 0.0]; 4],
                of_photos: vec![false, true, false, false],
            }),
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut tensors = statistics().tensors().unwrap();
        tensors.insert("conv_stem.weight".to_owned(), Tensor::from_slice(&[1.0_f32]));
        let read = ClassStatistics::take_from(&mut tensors, 4, 3).unwrap();
        assert_eq!(read, Some(statistics()));
        assert_eq!(tensors.len(), 1, "the network's own tensors stay");
        assert_eq!(ClassStatistics::take_from(&mut tensors, 4, 3).unwrap(), None);
    }

    #[test]
    fn a_wrong_missing_or_extra_tensor_is_named() {
        let fault = |change: fn(&mut BTreeMap<String, Tensor>)| {
            let mut tensors = statistics().tensors().unwrap();
            change(&mut tensors);
            ClassStatistics::take_from(&mut tensors, 4, 3).unwrap_err()
        };
        let missing = fault(|tensors| _ = tensors.remove("class_statistics.means"));
        assert!(missing.contains("means is missing"), "{missing}");
        let missing = fault(|tensors| _ = tensors.remove("class_statistics.prototype_centres"));
        assert!(missing.contains("prototype_centres is missing"), "{missing}");
        let extra = fault(|tensors| {
            tensors.insert("class_statistics.odd".into(), Tensor::from_slice(&[0.0_f32]));
        });
        assert!(extra.contains("odd is not known"), "{extra}");
        let shape = fault(|tensors| {
            tensors.insert("class_statistics.centre".into(), Tensor::from_slice(&[0.0_f32]));
        });
        assert!(shape.contains("centre has the shape [1]"), "{shape}");
        let infinite = fault(|tensors| {
            let values = [f32::INFINITY, 0.0, 0.0];
            tensors.insert("class_statistics.centre".into(), Tensor::from_slice(&values));
        });
        assert!(infinite.contains("not finite"), "{infinite}");
        let flat = fault(|tensors| {
            let values = [1.0_f32, 0.0, 1.0, 0.0];
            tensors.insert("class_statistics.scalars".into(), Tensor::from_slice(&values));
        });
        assert!(flat.contains("not above 0"), "{flat}");
    }
}
