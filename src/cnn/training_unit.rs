//! A convolution with its batch norm and activation, learnt as one operation on the CPU, and the
//! optimizer's loops: the safe side of `training_unit.cpp`.

use std::{ffi::c_void, ptr};

use tch::{Device, Kind, Tensor};

use super::{
    CnnError,
    torch_message::{Message, check},
};

/// What a unit is, beside its tensors.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub(super) struct TrainingUnit {
    pub kernel: i64,
    pub stride: i64,
    pub groups: i64,
    /// Above, below, left and right. Uneven padding is for depthwise convolutions only.
    pub padding: [i64; 4],
    /// Limits of the activation.
    pub low: f32,
    pub high: f32,
    pub epsilon: f64,
    /// Share by which the running mean and variance move to the batch's, by which the unit then
    /// goes; with 0 it goes by the running ones, which stay.
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
#[repr(C)]
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

unsafe extern "C" {
    fn tillsight_has_training_kernels() -> bool;
    fn tillsight_training_unit(
        x: *const c_void,
        weight: *const c_void,
        gamma: *const c_void,
        beta: *const c_void,
        running_mean: *const c_void,
        running_variance: *const c_void,
        unit: *const TrainingUnit,
        answer: *mut *mut c_void,
    ) -> Message;
    fn tillsight_adamw(
        parameter: *const c_void,
        first: *const c_void,
        second: *const c_void,
        step: *const AdamWStep,
    ) -> Message;
    fn tillsight_approach(average: *const c_void, current: *const c_void, by: f32) -> Message;
}

/// Whether this build, this processor and this tensor go with the loops.
fn suits(tensor: &Tensor) -> bool {
    // SAFETY: reads the processor's facts.
    let has_loops = unsafe { tillsight_has_training_kernels() };
    has_loops && tensor.device() == Device::Cpu && tensor.kind() == Kind::Float
}

impl TrainingUnit {
    /// Whether [`Self::forward`] can take this input and these weights.
    pub(super) fn suits(x: &Tensor, weight: &Tensor) -> bool {
        const LANES: i64 = 8;
        let outputs = weight.size().first().copied().unwrap_or_default();
        outputs % LANES == 0 && suits(x) && suits(weight)
    }

    /// `x`: batch x inputs x height x width, quickest channels last; answers batch x outputs x
    /// height' x width', channels last. Moves the norm's running mean and variance.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses (shape, memory).
    pub(super) fn forward(
        &self,
        x: &Tensor,
        weight: &Tensor,
        norm: NormTensors<'_>,
    ) -> Result<Tensor, CnnError> {
        let mut answer = ptr::null_mut();
        // SAFETY: all tensors and the unit live through the call; the answer, a tensor that we then
        // own, is written when the message is null.
        unsafe {
            check(tillsight_training_unit(
                x.as_ptr().cast(),
                weight.as_ptr().cast(),
                norm.weight.as_ptr().cast(),
                norm.bias.as_ptr().cast(),
                norm.mean.as_ptr().cast(),
                norm.variance.as_ptr().cast(),
                self,
                &raw mut answer,
            ))?;
            Ok(Tensor::from_ptr(answer.cast()))
        }
    }
}

/// One step of AdamW for a parameter with its two moments; takes the parameter's gradient away. Without
/// a gradient nothing is done. Answers false, and does nothing, where it cannot (another device).
///
/// # Errors
/// [`CnnError::Torch`] when a tensor does not lie without gaps.
pub fn adamw_in_one_loop(
    parameter: &Tensor,
    first_moment: &Tensor,
    second_moment: &Tensor,
    step: &AdamWStep,
) -> Result<bool, CnnError> {
    if !suits(parameter) {
        return Ok(false);
    }
    // SAFETY: all tensors and the step live through the call.
    unsafe {
        check(tillsight_adamw(
            parameter.as_ptr().cast(),
            first_moment.as_ptr().cast(),
            second_moment.as_ptr().cast(),
            step,
        ))?;
    }
    Ok(true)
}

/// Moves `average` by a share of the way to `current`. Answers false, and does nothing, where it cannot
/// (another device).
///
/// # Errors
/// [`CnnError::Torch`] when a tensor does not lie without gaps.
pub fn approach_in_one_loop(
    average: &Tensor,
    current: &Tensor,
    share: f64,
) -> Result<bool, CnnError> {
    if !suits(average) {
        return Ok(false);
    }
    // SAFETY: both tensors live through the call.
    unsafe {
        check(tillsight_approach(average.as_ptr().cast(), current.as_ptr().cast(), share as f32))?;
    }
    Ok(true)
}

#[cfg(test)]
#[path = "training_unit_tests.rs"]
mod tests;
