//! The convolutions that the networks are built of, and what stands around them.

use tch::{Kind, Tensor};

use super::{CnnError, Parameters, PlaceAxis};

/// Whether a network learns or only answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    /// Batch norms use the batch and move their statistics; parts are dropped at random.
    Training {
        /// Share of residual branches dropped in the last block, less in earlier ones (0 to 1).
        drop_connect: f64,
        /// Share of embedding values dropped before the classes (0 to 1).
        dropout: f64,
    },
    /// As [`Self::Training`], but batch norms keep their statistics: photos of a few products must
    /// not stand for all.
    FineTuning {
        /// As in [`Self::Training`].
        drop_connect: f64,
        /// As in [`Self::Training`].
        dropout: f64,
    },
    /// Nothing changes, nothing is random.
    Inference,
}

/// What follows a convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Activation {
    None,
    Relu,
    Relu6,
}

impl Activation {
    fn apply(self, mut x: Tensor, mode: Mode) -> Result<Tensor, CnnError> {
        Ok(match self {
            Self::None => x,
            Self::Relu => x.f_relu_()?,
            // The same numbers, in an operation that oneDNN Graph fuses into the convolution.
            Self::Relu6 if mode == Mode::Inference => x.f_clamp_(0.0, 6.0)?,
            Self::Relu6 => x.f_relu6_()?,
        })
    }
}

/// How a convolution treats the picture's border.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Padding {
    /// The same number of pixels on every side.
    Even(i64),
    /// TensorFlow's "same": as much as needed, the odd pixel right and below.
    Same,
    /// The same for a picture turned by half a turn: the odd pixel left and above. With a stride of
    /// 2 that is even padding, whose last pixel the convolution never reaches.
    SameTurned,
}

/// A convolution's fixed facts.
#[derive(Clone, Copy, Debug)]
pub(super) struct ConvShape {
    pub inputs: i64,
    pub outputs: i64,
    pub kernel: i64,
    pub stride: i64,
    pub groups: i64,
    pub padding: Padding,
}

#[derive(Debug)]
enum Norm {
    Batch {
        weight: Tensor,
        bias: Tensor,
        mean: Tensor,
        variance: Tensor,
        epsilon: f64,
    },
    /// A plain bias: learnt, or what folding left of the batch norm.
    Bias(Tensor),
}

/// A convolution with its batch norm (or bias) and activation.
#[derive(Debug)]
pub(super) struct ConvUnit {
    shape: ConvShape,
    weight: Tensor,
    norm: Norm,
    activation: Activation,
}

/// What a convolution costs on a square picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cost {
    /// Multiplications that are added up, one picture.
    pub multiply_adds: u64,
    /// Side of the result in pixels.
    pub side: i64,
}

/// Share by which a batch norm's statistics move to the batch's; torch's and timm's default.
const MOMENTUM: f64 = 0.1;

impl ConvUnit {
    /// A convolution without bias, followed by a batch norm.
    pub(super) fn with_batch_norm(
        parameters: &mut Parameters,
        conv: &str,
        norm: &str,
        shape: ConvShape,
        epsilon: f64,
        activation: Activation,
    ) -> Result<Self, CnnError> {
        let weight = conv_weight(parameters, conv, shape)?;
        let channels = [shape.outputs];
        let norm = Norm::Batch {
            weight: parameters.constant(format!("{norm}.weight"), &channels, 1.0, true)?,
            bias: parameters.constant(format!("{norm}.bias"), &channels, 0.0, true)?,
            mean: parameters.constant(format!("{norm}.running_mean"), &channels, 0.0, false)?,
            variance: parameters.constant(format!("{norm}.running_var"), &channels, 1.0, false)?,
            epsilon,
        };
        Ok(Self { shape, weight, norm, activation })
    }

    /// A convolution with a learnt bias.
    pub(super) fn with_bias(
        parameters: &mut Parameters,
        conv: &str,
        shape: ConvShape,
        activation: Activation,
    ) -> Result<Self, CnnError> {
        let weight = conv_weight(parameters, conv, shape)?;
        let bias = parameters.constant(format!("{conv}.bias"), &[shape.outputs], 0.0, true)?;
        Ok(Self { shape, weight, norm: Norm::Bias(bias), activation })
    }

    /// `x`: batch x inputs x height x width; answers batch x outputs x height' x width'.
    pub(super) fn forward(&self, x: &Tensor, mode: Mode) -> Result<Tensor, CnnError> {
        let ConvShape { kernel, stride, groups, .. } = self.shape;
        let (padded, [down, across]) = self.padded(x, kernel, stride)?;
        let x = padded.as_ref().unwrap_or(x);
        let bias = match &self.norm {
            Norm::Bias(bias) => Some(bias),
            Norm::Batch { .. } => None,
        };
        let x = x.f_conv2d(&self.weight, bias, [stride, stride], [down, across], [1, 1], groups)?;
        let x = match &self.norm {
            Norm::Bias(_) => x,
            Norm::Batch { weight, bias, mean, variance, epsilon } => x.f_batch_norm(
                Some(weight),
                Some(bias),
                Some(mean),
                Some(variance),
                matches!(mode, Mode::Training { .. }),
                MOMENTUM,
                *epsilon,
                true,
            )?,
        };
        self.activation.apply(x, mode)
    }

    /// Multiply-adds and the side that is left for a square of `side` pixels; norm and activation
    /// are not counted, as is the custom.
    pub(super) fn cost(&self, side: i64) -> Cost {
        let ConvShape { inputs, outputs, kernel, stride, groups, padding } = self.shape;
        let side = match padding {
            Padding::Even(pixels) => (side + 2 * pixels - kernel) / stride + 1,
            Padding::Same | Padding::SameTurned => (side + stride - 1) / stride,
        };
        let a_pixel = outputs * (inputs / groups) * kernel * kernel;
        Cost { multiply_adds: (side * side * a_pixel).unsigned_abs(), side }
    }

    /// Where the places of this convolution's output lie, given those of its input.
    pub(super) fn place_axis(&self, input: PlaceAxis) -> PlaceAxis {
        let ConvShape { kernel, stride, padding, .. } = self.shape;
        let padding = match padding {
            Padding::Even(pixels) => (pixels, 2 * pixels),
            Padding::Same => {
                let pixels = same_padding(input.count as i64, kernel, stride);
                (pixels / 2, pixels)
            }
            Padding::SameTurned => {
                let pixels = same_padding(input.count as i64, kernel, stride);
                ((pixels + 1) / 2, pixels)
            }
        };
        input.after_window(kernel, stride, padding)
    }

    /// The picture with its uneven border, where one is needed, and the even rest: above and below,
    /// left and right.
    fn padded(
        &self,
        x: &Tensor,
        kernel: i64,
        stride: i64,
    ) -> Result<(Option<Tensor>, [i64; 2]), CnnError> {
        let (_, _, height, width) = x.size4()?;
        let down = same_padding(height, kernel, stride);
        let across = same_padding(width, kernel, stride);
        match self.shape.padding {
            Padding::Even(pixels) => Ok((None, [pixels, pixels])),
            Padding::SameTurned => Ok((None, [(down + 1) / 2, (across + 1) / 2])),
            Padding::Same if down % 2 == 0 && across % 2 == 0 => Ok((None, [down / 2, across / 2])),
            Padding::Same => {
                let (left, top) = (across / 2, down / 2);
                let border = [left, across - left, top, down - top];
                Ok((Some(x.f_constant_pad_nd(border)?), [0, 0]))
            }
        }
    }

    /// Multiplies the batch norm into the convolution's weights, for inference.
    ///
    /// w' = w g / sqrt(v + e), b' = b - m g / sqrt(v + e) (Jacob et al. 2017, section 3.2).
    pub(super) fn fold(&mut self) -> Result<(), CnnError> {
        let _guard = tch::no_grad_guard();
        if let Norm::Batch { weight, bias, mean, variance, epsilon } = &self.norm {
            let factor = weight.f_div(&variance.f_add_scalar(*epsilon)?.f_sqrt()?)?;
            let folded_bias = bias.f_sub(&mean.f_mul(&factor)?)?.detach();
            self.weight = self.weight.f_mul(&factor.f_view([-1, 1, 1, 1])?)?.detach();
            self.norm = Norm::Bias(folded_bias);
        } else {
            self.weight = self.weight.detach();
            if let Norm::Bias(bias) = &self.norm {
                self.norm = Norm::Bias(bias.detach());
            }
        }
        Ok(())
    }

    /// The same convolution, folded; this one stays as it is.
    pub(super) fn folded(&self) -> Result<Self, CnnError> {
        let norm = match &self.norm {
            Norm::Bias(bias) => Norm::Bias(bias.shallow_clone()),
            Norm::Batch { weight, bias, mean, variance, epsilon } => Norm::Batch {
                weight: weight.shallow_clone(),
                bias: bias.shallow_clone(),
                mean: mean.shallow_clone(),
                variance: variance.shallow_clone(),
                epsilon: *epsilon,
            },
        };
        let mut folded = Self { weight: self.weight.shallow_clone(), norm, ..*self };
        folded.fold()?;
        Ok(folded)
    }

    /// Turns the weights by half a turn, for pictures that are turned so.
    pub(super) fn turn(&mut self) -> Result<(), CnnError> {
        self.weight = self.weight.f_flip([2, 3])?;
        if self.shape.padding == Padding::Same {
            self.shape.padding = Padding::SameTurned;
        }
        Ok(())
    }

    /// Rounds the weights of a folded convolution to bfloat16; its input must be of that kind too.
    pub(super) fn round_to_bfloat16(&mut self) -> Result<(), CnnError> {
        self.weight = self.weight.f_to_kind(Kind::BFloat16)?;
        if let Norm::Bias(bias) = &self.norm {
            self.norm = Norm::Bias(bias.f_to_kind(Kind::BFloat16)?);
        }
        Ok(())
    }
}

/// Pixels that TensorFlow's "same" adds along one side, left and right together.
fn same_padding(side: i64, kernel: i64, stride: i64) -> i64 {
    let outputs = (side + stride - 1) / stride;
    ((outputs - 1) * stride + kernel - side).max(0)
}

/// He's normal start over the fan-out, as torchvision's and timm's networks have it.
fn conv_weight(
    parameters: &mut Parameters,
    name: &str,
    shape: ConvShape,
) -> Result<Tensor, CnnError> {
    let ConvShape { inputs, outputs, kernel, groups, .. } = shape;
    let fan_out = (kernel * kernel * outputs / groups) as f64;
    let size = [outputs, inputs / groups, kernel, kernel];
    parameters.normal(format!("{name}.weight"), &size, (2.0 / fan_out).sqrt())
}

/// Drops whole samples' residual branches at random (Huang et al. 2016, "stochastic depth").
pub(super) fn drop_branches(x: Tensor, share: f64) -> Result<Tensor, CnnError> {
    if share <= 0.0 {
        return Ok(x);
    }
    let (batch, ..) = x.size4()?;
    let kept = 1.0 - share;
    let mask = Tensor::f_rand([batch, 1, 1, 1], (x.kind(), x.device()))?
        .f_add_scalar(kept)?
        .f_floor_()?
        .f_div_scalar(kept)?;
    Ok(x.f_mul(&mask)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_padding_as_tensorflow_pads() {
        assert_eq!(same_padding(224, 3, 2), 1);
        assert_eq!(same_padding(112, 3, 1), 2);
        assert_eq!(same_padding(112, 5, 2), 3);
        assert_eq!(same_padding(7, 1, 1), 0);
    }
}
