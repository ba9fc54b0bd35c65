//! Stands in for `training_unit` where its C++ is not built in: LibTorch's own operations learn.

use tch::Tensor;

use super::CnnError;

/// What a unit is, beside its tensors.
#[derive(Clone, Copy, Debug)]
pub(super) struct TrainingUnit {
    pub kernel: i64,
    pub stride: i64,
    pub groups: i64,
    pub padding: [i64; 4],
    pub low: f32,
    pub high: f32,
    pub epsilon: f64,
    pub momentum: f64,
}

/// A batch norm's tensors, each a number a channel.
#[derive(Clone, Copy, Debug)]
pub(super) struct NormTensors<'a> {
    pub weight: &'a Tensor,
    pub bias: &'a Tensor,
    pub mean: &'a Tensor,
    pub variance: &'a Tensor,
}

/// The numbers of one step of AdamW (Loshchilov and Hutter 2017).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdamWStep {
    /// What decay leaves of a parameter.
    pub kept: f32,
    /// Share by which the first moment moves to the gradient: 1 - beta 1.
    pub first_share: f32,
    /// Share by which the second moment moves to the gradient's square: 1 - beta 2.
    pub second_share: f32,
    /// Learning rate over 1 - (beta 1)^steps.
    pub rate: f32,
    /// Root of 1 - (beta 2)^steps.
    pub root_correction: f32,
    /// Keeps the quotient finite.
    pub epsilon: f32,
}

impl TrainingUnit {
    pub(super) fn suits(_x: &Tensor, _weight: &Tensor) -> bool {
        false
    }

    pub(super) fn forward(
        &self,
        _x: &Tensor,
        _weight: &Tensor,
        _norm: NormTensors<'_>,
    ) -> Result<Tensor, CnnError> {
        Err(CnnError::NotFused)
    }
}

/// Does nothing and says so.
///
/// # Errors
/// None.
pub fn adamw_in_one_loop(
    _parameter: &Tensor,
    _first_moment: &Tensor,
    _second_moment: &Tensor,
    _step: &AdamWStep,
) -> Result<bool, CnnError> {
    Ok(false)
}

/// Does nothing and says so.
///
/// # Errors
/// None.
pub fn approach_in_one_loop(
    _average: &Tensor,
    _current: &Tensor,
    _share: f64,
) -> Result<bool, CnnError> {
    Ok(false)
}
