//! What all networks have in common once they only answer.

use tch::{Device, Tensor};

use super::{CnnError, InferencePrecision, picture_buffer::Orientation, traced_network::Answer};

/// A network that answers a batch of pictures with two tensors.
pub(super) trait Answers: Sized {
    /// Where its weights are.
    fn device(&self) -> Device;

    /// How pictures must lie for it to look at them.
    fn orientation(&self) -> Orientation;

    /// Answers to batch x 3 x size x size (prepared values), without learning.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses (shape, memory).
    fn answer(&self, batch: &Tensor) -> Result<Answer, CnnError>;

    /// A network of its own with the same weights, made for the fast path: folded, padding evenly, and
    /// calculating in this precision.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses (memory).
    fn made_quick(&self, precision: InferencePrecision) -> Result<Self, CnnError>;
}
