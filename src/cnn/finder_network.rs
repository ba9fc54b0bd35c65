//! The item finder's network: where on a picture goods lie, whatever they are.
//!
//! A trunk of EfficientNet-Lite, a light pyramid over three of its levels (Lin et al. 2017, "Feature
//! pyramid networks"), and at each place of the finest level how central the place is in an item and
//! how far the item's four edges are (Tian et al. 2019, "FCOS"; one level as in Liu et al. 2019,
//! "TTFNet"). The one score is how well a place is placed, not what it shows, which finds goods that
//! no training saw better than a foreground class would (Kim et al. 2021, "Learning open-world object
//! proposals without learning to classify").

use std::{collections::BTreeMap, path::Path};

use tch::{Device, Kind, Tensor};

use super::{
    CnnError, InferencePrecision, Mode, Parameters, Precision,
    answers::Answers,
    efficientnet_lite::{self, Trunk},
    layers::{Activation, ConvShape, ConvUnit, Padding},
    picture_buffer::Orientation,
    quick_answers::QuickAnswers,
    traced_network::Answer,
    weights::{assign_strictly, read_weights, write_weights},
};
use photo::{Picture, Preparation, Prepared, prepare};

/// Pixels of the picture from one place of the answer to the next.
pub const FINDER_STRIDE: u32 = 8;
/// Stages whose answers the pyramid stands on: an 8th, a 16th and a 32nd of the picture's side.
const LEVELS: [usize; 3] = [2, 4, 6];
/// Channels of the pyramid.
const CHANNELS: i64 = 64;
const EPSILON: f64 = 1e-3;
/// What a place believes of itself before anything is learnt: one in a hundred is central.
const START_SCORE: f64 = -4.6;

/// A depthwise convolution and one over channels.
#[derive(Debug)]
struct Separable([ConvUnit; 2]);

impl Separable {
    fn new(parameters: &mut Parameters, name: &str) -> Result<Self, CnnError> {
        let depthwise = ConvShape {
            inputs: CHANNELS,
            outputs: CHANNELS,
            kernel: 3,
            stride: 1,
            groups: CHANNELS,
            padding: Padding::Even(1),
        };
        let mut unit = |conv: &str, norm: &str, shape, activation| {
            let (conv, norm) = (format!("{name}.{conv}"), format!("{name}.{norm}"));
            ConvUnit::with_batch_norm(parameters, &conv, &norm, shape, EPSILON, activation)
        };
        Ok(Self([
            unit("conv_dw", "bn1", depthwise, Activation::None)?,
            unit("conv_pw", "bn2", pointwise(CHANNELS, CHANNELS), Activation::Relu)?,
        ]))
    }

    fn forward(&self, x: &Tensor, mode: Mode) -> Result<Tensor, CnnError> {
        let [depthwise, across] = &self.0;
        across.forward(&depthwise.forward(x, mode)?, mode)
    }
}

fn pointwise(inputs: i64, outputs: i64) -> ConvShape {
    ConvShape { inputs, outputs, kernel: 1, stride: 1, groups: 1, padding: Padding::Even(0) }
}

/// Pyramid and answers, on the trunk's levels.
#[derive(Debug)]
struct Head {
    laterals: Vec<ConvUnit>,
    /// One a level but the coarsest, from fine to coarse.
    merges: Vec<Separable>,
    tower: Vec<Separable>,
    score: ConvUnit,
    edges: ConvUnit,
}

impl Head {
    fn new(parameters: &mut Parameters, trunk: &Trunk) -> Result<Self, CnnError> {
        let mut laterals = Vec::with_capacity(LEVELS.len());
        for (index, stage) in LEVELS.into_iter().enumerate() {
            let (conv, norm) =
                (format!("finder.lateral.{index}.conv"), format!("finder.lateral.{index}.bn"));
            let shape = pointwise(trunk.channels_after(stage), CHANNELS);
            let none = Activation::None;
            let unit = ConvUnit::with_batch_norm(parameters, &conv, &norm, shape, EPSILON, none)?;
            laterals.push(unit);
        }
        let mut separable = |name: &str, count: usize| -> Result<Vec<Separable>, CnnError> {
            (0..count)
                .map(|index| Separable::new(parameters, &format!("finder.{name}.{index}")))
                .collect()
        };
        let merges = separable("merge", LEVELS.len() - 1)?;
        let tower = separable("tower", 2)?;
        let mut answer = |name: &str, outputs: i64| {
            let shape = pointwise(CHANNELS, outputs);
            ConvUnit::with_bias(parameters, &format!("finder.{name}"), shape, Activation::None)
        };
        let (score, edges) = (answer("score", 1)?, answer("edges", 4)?);
        let start = Tensor::f_full([1_i64], START_SCORE, (Kind::Float, parameters.device()))?;
        parameters.assign("finder.score.bias", &start)?;
        Ok(Self { laterals, merges, tower, score, edges })
    }

    fn forward(&self, levels: &[Tensor], mode: Mode) -> Result<Answer, CnnError> {
        let mut from_above: Option<Tensor> = None;
        for (index, (level, lateral)) in levels.iter().zip(&self.laterals).enumerate().rev() {
            let own = lateral.forward(level, mode)?;
            from_above = Some(match (from_above, self.merges.get(index)) {
                (Some(above), Some(merge)) => {
                    let (_, _, height, width) = own.size4()?;
                    let above = above.f_upsample_nearest2d([height, width], None, None)?;
                    merge.forward(&own.f_add(&above)?, mode)?
                }
                _ => own,
            });
        }
        let mut x = from_above.unwrap_or_default();
        for layer in &self.tower {
            x = layer.forward(&x, mode)?;
        }
        Ok((self.score.forward(&x, mode)?, self.edges.forward(&x, mode)?))
    }

    fn units_mut(&mut self) -> impl Iterator<Item = &mut ConvUnit> {
        let separable = self.merges.iter_mut().chain(&mut self.tower);
        let ends = [&mut self.score, &mut self.edges];
        self.laterals.iter_mut().chain(separable.flat_map(|it| &mut it.0)).chain(ends)
    }
}

/// The network of the item finder. Not `Sync`: one thread owns it.
///
/// It answers batch x 3 x side x side with scores (batch x 1 x side/8 x side/8), whose logistic
/// function is how central each place is in an item, 0 to 1, and edges (batch x 4 x side/8 x side/8):
/// the natural logarithms of the distances to the item's left, upper, right and lower edge, in
/// places.
#[derive(Debug)]
pub struct FinderNetwork {
    parameters: Parameters,
    trunk: Trunk,
    head: Head,
    kind: Kind,
    orientation: Orientation,
}

impl FinderNetwork {
    /// A network with random weights, drawn from LibTorch's generator.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses.
    pub fn new(device: Device) -> Result<Self, CnnError> {
        Self::on_parameters(Parameters::new(device))
    }

    fn on_parameters(mut parameters: Parameters) -> Result<Self, CnnError> {
        let trunk = Trunk::new(&mut parameters, efficientnet_lite::LITE0)?;
        let head = Head::new(&mut parameters, &trunk)?;
        let (kind, orientation) = (Kind::Float, Orientation::Upright);
        Ok(Self { parameters, trunk, head, kind, orientation })
    }

    /// The network of a file, which must fit in every name and shape.
    ///
    /// # Errors
    /// [`CnnError`] naming the file and the tensor that is missing, unknown or of another shape.
    pub fn load(weights: &Path, device: Device) -> Result<Self, CnnError> {
        let mut network = Self::on_parameters(Parameters::blank(device))?;
        network.assign(&read_weights(weights)?, weights)?;
        Ok(network)
    }

    /// Takes the trunk's weights from those of an EfficientNet-Lite0.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn load_trunk(&mut self, weights: &Path) -> Result<(), CnnError> {
        let named = |(name, tensor): (String, Tensor)| {
            (efficientnet_lite::timm_name(efficientnet_lite::LITE0, &name), tensor)
        };
        let mut tensors: BTreeMap<String, Tensor> =
            read_weights(weights)?.into_iter().map(named).collect();
        let is_beyond = |name: &str| {
            name.starts_with("conv_head.")
                || name.starts_with("bn2.")
                || name.starts_with("classifier.")
        };
        tensors.retain(|name, _| !is_beyond(name));
        let is_of_head = |name: &str| name.starts_with("finder.");
        assign_strictly(&mut self.parameters, weights, &tensors, is_of_head)
    }

    /// Overwrites all weights.
    ///
    /// # Errors
    /// As [`Self::load`], with `origin` as the file's name.
    pub fn assign(
        &mut self,
        tensors: &BTreeMap<String, Tensor>,
        origin: &Path,
    ) -> Result<(), CnnError> {
        assign_strictly(&mut self.parameters, origin, tensors, |_| false)?;
        self.trunk.refreeze()
    }

    /// Keeps the first `stages` stages of the trunk as they are while the rest learns.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses (memory).
    pub fn freeze_stages(&mut self, stages: usize) -> Result<(), CnnError> {
        self.trunk.freeze_stages(stages)
    }

    /// Writes all weights as safetensors.
    ///
    /// # Errors
    /// [`CnnError::File`] when the disk refuses.
    pub fn save(&self, path: &Path, precision: Precision) -> Result<(), CnnError> {
        write_weights(path, &self.tensors(), precision)
    }

    /// All tensors by name, sharing their memory with the network.
    pub fn tensors(&self) -> BTreeMap<String, Tensor> {
        let all = self.parameters.iter();
        all.map(|(name, entry)| (name.to_owned(), entry.tensor.shallow_clone())).collect()
    }

    /// The named tensors.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// Device of the weights.
    pub fn device(&self) -> Device {
        self.parameters.device()
    }

    /// Scores and edges of batch x 3 x side x side (prepared values), as the type says.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses (shape, memory).
    pub fn forward(&self, batch: &Tensor, mode: Mode) -> Result<(Tensor, Tensor), CnnError> {
        let batch = batch.f_to_kind(self.kind)?;
        let levels = self.trunk.levels(&batch, mode, &LEVELS)?;
        let (score, edges) = self.head.forward(&levels, mode)?;
        let (score, edges) = (score.f_to_kind(Kind::Float)?, edges.f_to_kind(Kind::Float)?);
        Ok(match self.orientation {
            Orientation::Upright => (score, edges),
            Orientation::Turned => (score.f_flip([2, 3])?, edges.f_flip([2, 3])?),
        })
    }

    fn units_mut(&mut self) -> impl Iterator<Item = &mut ConvUnit> {
        self.trunk.units_mut().chain(self.head.units_mut())
    }

    fn fold(mut self) -> Result<Self, CnnError> {
        self.units_mut().try_for_each(ConvUnit::fold)?;
        Ok(self)
    }
}

/// Answers with scores and edges, whichever way the pictures lie.
impl Answers for FinderNetwork {
    fn device(&self) -> Device {
        self.parameters.device()
    }

    fn orientation(&self) -> Orientation {
        self.orientation
    }

    fn answer(&self, batch: &Tensor) -> Result<Answer, CnnError> {
        self.forward(batch, Mode::Inference)
    }

    fn made_quick(&self, precision: InferencePrecision) -> Result<Self, CnnError> {
        let mut network = Self::on_parameters(Parameters::blank(self.device()))?;
        for (name, entry) in self.parameters.iter() {
            network.parameters.assign(name, &entry.tensor)?;
        }
        let mut network = network.fold()?;
        network.units_mut().try_for_each(ConvUnit::turn)?;
        network.orientation = Orientation::Turned;
        if precision == InferencePrecision::Bfloat16 {
            network.units_mut().try_for_each(ConvUnit::round_to_bfloat16)?;
            network.kind = Kind::BFloat16;
        }
        Ok(network)
    }
}

/// What the finder's network says of one picture, place by place, row by row from the top left.
#[derive(Clone, Debug, PartialEq)]
pub struct FinderMaps {
    /// Places along one side.
    pub side: usize,
    /// How central each place is in an item, before the logistic function.
    pub scores: Vec<f32>,
    /// Logarithms of the distances to the left, upper, right and lower edge, in places.
    pub edges: Vec<[f32; 4]>,
}

/// The folded network of the item finder, ready for the till. Not `Sync`: one thread owns it.
#[derive(Debug)]
pub struct InferenceFinder {
    quick: QuickAnswers<FinderNetwork>,
}

impl InferenceFinder {
    /// Folds the network, to be run in float32.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses.
    pub fn new(network: FinderNetwork) -> Result<Self, CnnError> {
        let precision = InferencePrecision::Float32;
        Ok(Self { quick: QuickAnswers::new(network, precision, FinderNetwork::fold)? })
    }

    /// Runs on a blank picture, so that the first customer does not wait.
    ///
    /// # Errors
    /// As [`Self::maps`].
    pub fn warm_up(&self, preparation: &Preparation) -> Result<(), CnnError> {
        let blank = prepare(&Picture::filled(1, 1, [0; 3]), preparation);
        self.maps(&[&blank]).map(|_| ())
    }

    /// Whether the fast path is in use.
    pub fn is_on_fast_path(&self) -> bool {
        self.quick.is_on_fast_path()
    }

    /// What it says of prepared pictures of one size, in their order.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses (memory, sizes that differ).
    pub fn maps(&self, pictures: &[&Prepared]) -> Result<Vec<FinderMaps>, CnnError> {
        let mut maps = Vec::with_capacity(pictures.len());
        for (scores, edges) in self.quick.answers(pictures)? {
            maps.extend(maps_of(&scores, &edges)?);
        }
        Ok(maps)
    }
}

/// The maps of a batch.
fn maps_of(scores: &Tensor, edges: &Tensor) -> Result<Vec<FinderMaps>, CnnError> {
    let (_, _, side, _) = scores.size4()?;
    let plain = |tensor: &Tensor| -> Result<Vec<f32>, CnnError> {
        let plain = tensor.f_to_device(Device::Cpu)?.f_contiguous()?;
        let mut values = vec![0.0_f32; plain.numel()];
        plain.f_copy_data(&mut values, plain.numel())?;
        Ok(values)
    };
    let (scores, edges) = (plain(scores)?, plain(edges)?);
    let places = (side * side).max(1) as usize;
    let both = scores.chunks_exact(places).zip(edges.chunks_exact(4 * places));
    let maps = both.map(|(scores, edges)| {
        let edge = |channel: usize, place: usize| {
            edges.get(channel * places + place).copied().unwrap_or_default()
        };
        FinderMaps {
            side: side as usize,
            scores: scores.to_vec(),
            edges: (0..places).map(|at| std::array::from_fn(|channel| edge(channel, at))).collect(),
        }
    });
    Ok(maps.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use photo::{Colours, Fit};

    fn prepared(seed: u32) -> Prepared {
        let bytes =
            (0..64 * 64 * 3_u32).map(|at| (at.wrapping_mul(2_654_435_761 + seed) >> 24) as u8);
        let picture = Picture::new(64, 64, bytes.collect()).unwrap();
        let preparation = Preparation {
            size: 64,
            fit: Fit::Stretch,
            mean: [127.0; 3],
            scale: [128.0; 3],
            colours: Colours::Colour,
        };
        prepare(&picture, &preparation)
    }

    #[test]
    fn the_fast_path_says_what_the_plain_one_says_at_the_same_places() {
        tch::manual_seed(5);
        let network = FinderNetwork::new(Device::Cpu).unwrap();
        let mut copy = FinderNetwork::on_parameters(Parameters::blank(Device::Cpu)).unwrap();
        copy.assign(&network.tensors(), Path::new("test")).unwrap();
        let eager = InferenceFinder { quick: QuickAnswers::eager(copy.fold().unwrap()) };
        let pictures = [prepared(0), prepared(1), prepared(2)];
        let pictures: Vec<&Prepared> = pictures.iter().collect();
        let quick = InferenceFinder::new(network).unwrap();
        let (ours, theirs) = (quick.maps(&pictures).unwrap(), eager.maps(&pictures).unwrap());
        assert_eq!((ours.len(), ours[0].side, ours[0].scores.len()), (3, 8, 64));
        // Nothing was learnt, so numbers are large.
        let alike = |a: f32, b: f32| (a - b).abs() <= 1e-3 + 1e-4 * b.abs();
        for (ours, theirs) in ours.iter().zip(&theirs) {
            for (a, b) in ours.scores.iter().zip(&theirs.scores) {
                assert!(alike(*a, *b), "{a} {b}");
            }
            for (a, b) in ours.edges.iter().flatten().zip(theirs.edges.iter().flatten()) {
                assert!(alike(*a, *b), "{a} {b}");
            }
        }
    }

    #[test]
    fn it_comes_back_from_its_file() {
        tch::manual_seed(6);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("finder.safetensors");
        let network = FinderNetwork::new(Device::Cpu).unwrap();
        network.save(&path, Precision::Full).unwrap();
        let again = FinderNetwork::load(&path, Device::Cpu).unwrap();
        let x = Tensor::rand([1, 3, 64, 64], (Kind::Float, Device::Cpu));
        let _guard = tch::no_grad_guard();
        let answer = |network: &FinderNetwork| network.forward(&x, Mode::Inference).unwrap().0;
        assert!(answer(&network).allclose(&answer(&again), 1e-5, 1e-5, false));
        std::fs::write(&path, b"no weights").unwrap();
        assert!(matches!(FinderNetwork::load(&path, Device::Cpu), Err(CnnError::Damaged { .. })));
    }
}
