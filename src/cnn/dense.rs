//! The dense layer: each output a weighted sum of all inputs.

use tch::Tensor;

use super::{CnnError, Parameters};

/// A dense layer.
#[derive(Debug)]
pub(super) struct Dense {
    weight: Tensor,
    bias: Tensor,
}

impl Dense {
    pub(super) fn new(
        parameters: &mut Parameters,
        name: &str,
        inputs: i64,
        outputs: i64,
    ) -> Result<Self, CnnError> {
        // Glorot's uniform start, Keras's default and so the article's.
        let bound = (6.0 / (inputs + outputs) as f64).sqrt();
        Ok(Self {
            weight: parameters.uniform(format!("{name}.weight"), &[outputs, inputs], bound)?,
            bias: parameters.constant(format!("{name}.bias"), &[outputs], 0.0, true)?,
        })
    }

    /// Multiply-adds for one picture.
    pub(super) fn multiply_adds(&self) -> u64 {
        self.weight.numel() as u64
    }

    /// Lets go of the gradients, for inference.
    pub(super) fn detach(&mut self) {
        self.weight = self.weight.detach();
        self.bias = self.bias.detach();
    }

    /// `x`: batch x inputs; answers batch x outputs.
    pub(super) fn forward(&self, x: &Tensor) -> Result<Tensor, CnnError> {
        Ok(x.f_linear(&self.weight, Some(&self.bias))?)
    }

    /// The weights and the bias of one output.
    pub(super) fn row(&self, output: i64) -> Result<(Tensor, f32), CnnError> {
        let weights = self.weight.f_get(output)?.detach();
        let bias = self.bias.f_double_value(&[output])?;
        Ok((weights, bias as f32))
    }
}
