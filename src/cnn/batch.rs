//! Prepared pictures to tensors.

use tch::{Device, Kind, Tensor};

use super::CnnError;
use photo::Prepared;

/// Pictures of one size as a tensor batch x 3 x size x size, channels last in memory, which is the
/// order that LibTorch's CPU convolutions are quickest in.
///
/// # Errors
/// [`CnnError::Torch`] when the pictures differ in size.
pub fn tensor_from_prepared(pictures: &[&Prepared], device: Device) -> Result<Tensor, CnnError> {
    let mut rows = Vec::with_capacity(pictures.len());
    for picture in pictures {
        let side = i64::from(picture.size());
        rows.push(Tensor::f_from_slice(picture.data())?.f_view([3, side, side])?);
    }
    let batch = Tensor::f_stack(&rows, 0)?.f_permute([0, 2, 3, 1])?.f_contiguous()?;
    Ok(batch.f_permute([0, 3, 1, 2])?.f_to_device(device)?)
}

/// The same from values that lie pixel by pixel: batch x size x size x 3.
///
/// # Errors
/// [`CnnError::Torch`] when the number of values does not fit.
pub fn tensor_from_channel_last(
    values: &[f32],
    batch: usize,
    size: u32,
    device: Device,
) -> Result<Tensor, CnnError> {
    let side = i64::from(size);
    let flat = Tensor::f_from_slice(values)?.f_to_kind(Kind::Float)?;
    let batch = flat.f_view([batch as i64, side, side, 3])?.f_permute([0, 3, 1, 2])?;
    Ok(batch.f_to_device(device)?)
}
