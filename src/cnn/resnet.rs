//! ResNet-18 (He et al. 2015), with torchvision's parameter names.

use tch::{Kind, Tensor};

use super::{
    CnnError, Mode, Parameters, PlaceAxis,
    layers::{Activation, ConvShape, ConvUnit, Cost, Padding},
};

/// Numbers that the network makes of a picture.
pub(super) const EMBEDDING: i64 = 512;
const EPSILON: f64 = 1e-5;
const WIDTHS: [i64; 4] = [64, 128, 256, 512];
const BLOCKS_A_LAYER: usize = 2;

fn unit(
    parameters: &mut Parameters,
    names: (&str, &str),
    channels: (i64, i64),
    kernel: i64,
    stride: i64,
    activation: Activation,
) -> Result<ConvUnit, CnnError> {
    let shape = ConvShape {
        inputs: channels.0,
        outputs: channels.1,
        kernel,
        stride,
        groups: 1,
        padding: Padding::Even(kernel / 2),
    };
    ConvUnit::with_batch_norm(parameters, names.0, names.1, shape, EPSILON, activation)
}

#[derive(Debug)]
struct Block {
    first: ConvUnit,
    second: ConvUnit,
    /// Brings the shortcut to the new size, where it changes.
    downsample: Option<ConvUnit>,
}

impl Block {
    fn new(
        parameters: &mut Parameters,
        name: &str,
        channels: (i64, i64),
        stride: i64,
    ) -> Result<Self, CnnError> {
        let (inputs, outputs) = channels;
        let conv = |number: u8| (format!("{name}.conv{number}"), format!("{name}.bn{number}"));
        let (conv1, bn1) = conv(1);
        let (conv2, bn2) = conv(2);
        let first = unit(parameters, (&conv1, &bn1), channels, 3, stride, Activation::Relu)?;
        let second = unit(parameters, (&conv2, &bn2), (outputs, outputs), 3, 1, Activation::None)?;
        let downsample = if stride == 1 && inputs == outputs {
            None
        } else {
            let (conv, norm) = (format!("{name}.downsample.0"), format!("{name}.downsample.1"));
            Some(unit(parameters, (&conv, &norm), channels, 1, stride, Activation::None)?)
        };
        Ok(Self { first, second, downsample })
    }

    fn forward(&self, x: &Tensor, mode: Mode) -> Result<Tensor, CnnError> {
        let inner = self.second.forward(&self.first.forward(x, mode)?, mode)?;
        let sum = match &self.downsample {
            Some(unit) => inner.f_add(&unit.forward(x, mode)?)?,
            None => inner.f_add(x)?,
        };
        Ok(sum.f_relu()?)
    }

    fn cost(&self, side: i64) -> Cost {
        let first = self.first.cost(side);
        let second = self.second.cost(first.side);
        let shortcut = self.downsample.as_ref().map_or(0, |unit| unit.cost(side).multiply_adds);
        let multiply_adds = first.multiply_adds + second.multiply_adds + shortcut;
        Cost { multiply_adds, side: second.side }
    }
}

/// Stem and four layers of two blocks, up to the embedding.
#[derive(Debug)]
pub(super) struct ResNet18 {
    stem: ConvUnit,
    blocks: Vec<Block>,
}

impl ResNet18 {
    pub(super) fn new(parameters: &mut Parameters) -> Result<Self, CnnError> {
        let stem = unit(parameters, ("conv1", "bn1"), (3, WIDTHS[0]), 7, 2, Activation::Relu)?;
        let mut blocks = Vec::new();
        let mut inputs = WIDTHS[0];
        for (layer, &outputs) in WIDTHS.iter().enumerate() {
            for index in 0..BLOCKS_A_LAYER {
                let stride = if layer > 0 && index == 0 { 2 } else { 1 };
                let name = format!("layer{}.{index}", layer + 1);
                blocks.push(Block::new(parameters, &name, (inputs, outputs), stride)?);
                inputs = outputs;
            }
        }
        Ok(Self { stem, blocks })
    }

    /// Batch x 3 x height x width to batch x 512, the mean of [`Self::features`] over places.
    pub(super) fn forward(&self, x: &Tensor, mode: Mode) -> Result<Tensor, CnnError> {
        let features = self.features(x, mode)?;
        Ok(features.f_mean_dim([2, 3].as_slice(), false, Kind::Float)?)
    }

    /// Batch x 3 x height x width to batch x 512 x a 32nd of both.
    pub(super) fn features(&self, x: &Tensor, mode: Mode) -> Result<Tensor, CnnError> {
        let x = self.stem.forward(x, mode)?;
        let mut x = x.f_max_pool2d([3, 3], [2, 2], [1, 1], [1, 1], false)?;
        for block in &self.blocks {
            x = block.forward(&x, mode)?;
        }
        Ok(x)
    }

    /// Where the places of [`Self::features`] lie on a picture of `size` pixels a side.
    pub(super) fn place_axis(&self, size: u32) -> PlaceAxis {
        let stem = self.stem.place_axis(PlaceAxis::of_pixels(size));
        // The max-pooling after the stem; shortcuts look at the middle of what the units look at.
        let pooled = stem.after_window(3, 2, (1, 2));
        let units = self.blocks.iter().flat_map(|block| [&block.first, &block.second]);
        units.fold(pooled, |axis, unit| unit.place_axis(axis))
    }

    /// Multiply-adds for one picture of `side` pixels, up to the embedding.
    pub(super) fn multiply_adds(&self, side: i64) -> u64 {
        let stem = self.stem.cost(side);
        // The pooling after the stem: 3 x 3, stride 2, one pixel around.
        let pooled = (stem.side - 1) / 2 + 1;
        let (sum, _) =
            self.blocks.iter().fold((stem.multiply_adds, pooled), |(sum, side), block| {
                let cost = block.cost(side);
                (sum + cost.multiply_adds, cost.side)
            });
        sum
    }

    pub(super) fn units_mut(&mut self) -> impl Iterator<Item = &mut ConvUnit> {
        std::iter::once(&mut self.stem).chain(self.blocks.iter_mut().flat_map(|block| {
            [Some(&mut block.first), Some(&mut block.second), block.downsample.as_mut()]
                .into_iter()
                .flatten()
        }))
    }
}
