//! The article's network: plain convolutions with ReLU and pooling, one dense layer.

use tch::{Kind, Tensor};

use super::{
    ArticlePadding, ArticleShape, CnnError, Mode, Parameters, Pooling,
    dense::Dense,
    layers::{Activation, ConvShape, ConvUnit, Padding},
};

/// Convolutions and the dense layer, up to the embedding (the dense layer's values).
#[derive(Debug)]
pub(super) struct ArticleNetwork {
    convolutions: Vec<ConvUnit>,
    dense: Dense,
    shape: ArticleShape,
}

impl ArticleNetwork {
    pub(super) fn new(parameters: &mut Parameters, shape: &ArticleShape) -> Result<Self, CnnError> {
        let last_side = i64::from(shape.last_side()?);
        let mut convolutions = Vec::with_capacity(shape.widths.len());
        let padding = match shape.padding {
            ArticlePadding::Valid => Padding::Even(0),
            ArticlePadding::Same => Padding::Same,
        };
        let mut inputs = 3;
        for (index, &width) in shape.widths.iter().enumerate() {
            let outputs = i64::from(width);
            let conv = ConvShape {
                inputs,
                outputs,
                kernel: i64::from(shape.kernel),
                stride: 1,
                groups: 1,
                padding,
            };
            let name = format!("conv{}", index + 1);
            convolutions.push(ConvUnit::with_bias(parameters, &name, conv, Activation::Relu)?);
            inputs = outputs;
        }
        let flat = inputs * last_side * last_side;
        let dense = Dense::new(parameters, "dense", flat, i64::from(shape.dense))?;
        Ok(Self { convolutions, dense, shape: shape.clone() })
    }

    /// Batch x 3 x size x size to batch x dense.
    pub(super) fn forward(&self, x: &Tensor, mode: Mode) -> Result<Tensor, CnnError> {
        let mut x = x.shallow_clone();
        for (index, convolution) in self.convolutions.iter().enumerate() {
            x = convolution.forward(&x, mode)?;
            if index < self.shape.pooled as usize {
                x = self.pool(&x)?;
            }
        }
        // The dense layers are small: they stay in float32 where the convolutions do not.
        Ok(self.dense.forward(&x.f_flatten(1, -1)?.f_to_kind(Kind::Float)?)?.f_relu()?)
    }

    fn pool(&self, x: &Tensor) -> Result<Tensor, CnnError> {
        Ok(match self.shape.pooling {
            Pooling::Max => x.f_max_pool2d([2, 2], [2, 2], [0, 0], [1, 1], false)?,
            Pooling::Average => x.f_avg_pool2d([2, 2], [2, 2], [0, 0], false, true, None::<i64>)?,
        })
    }

    /// Multiply-adds for one picture, up to the embedding.
    pub(super) fn multiply_adds(&self) -> u64 {
        let mut side = i64::from(self.shape.size);
        let mut sum = self.dense.multiply_adds();
        for (index, convolution) in self.convolutions.iter().enumerate() {
            let cost = convolution.cost(side);
            sum += cost.multiply_adds;
            side = if index < self.shape.pooled as usize { cost.side / 2 } else { cost.side };
        }
        sum
    }

    pub(super) fn dense_mut(&mut self) -> &mut Dense {
        &mut self.dense
    }

    pub(super) fn units_mut(&mut self) -> impl Iterator<Item = &mut ConvUnit> {
        self.convolutions.iter_mut()
    }
}
