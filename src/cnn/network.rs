//! A network: an architecture with its weights on a device.

use std::{collections::BTreeMap, path::Path};

use tch::{Device, Kind, Tensor};

use super::{
    Architecture, CnnError, InferencePrecision, Mode, Parameters, PlaceAxis, Precision,
    answers::Answers,
    article::ArticleNetwork,
    dense::Dense,
    efficientnet_lite::{self, EfficientNetLite},
    layers::ConvUnit,
    picture_buffer::Orientation,
    resnet::{self, ResNet18},
    traced_network::Answer,
    version_networks::is_beside_the_network,
    weights::{assign_strictly, read_weights, write_weights},
};

#[derive(Debug)]
enum Body {
    Article(ArticleNetwork),
    EfficientNetLite(Box<EfficientNetLite>),
    ResNet18(ResNet18),
}

impl Body {
    fn forward(&self, x: &Tensor, mode: Mode) -> Result<Tensor, CnnError> {
        match self {
            Self::Article(body) => body.forward(x, mode),
            Self::EfficientNetLite(body) => body.forward(x, mode),
            Self::ResNet18(body) => body.forward(x, mode),
        }
    }

    /// Batch x 3 x size x size to batch x channels x places x places, if there are places.
    fn features(&self, x: &Tensor) -> Result<Option<Tensor>, CnnError> {
        Ok(match self {
            Self::Article(_) => None,
            Self::EfficientNetLite(body) => Some(body.features(x, Mode::Inference)?),
            Self::ResNet18(body) => Some(body.features(x, Mode::Inference)?),
        })
    }

    fn place_axis(&self, size: u32) -> Option<PlaceAxis> {
        match self {
            Self::Article(_) => None,
            Self::EfficientNetLite(body) => Some(body.place_axis(size)),
            Self::ResNet18(body) => Some(body.place_axis(size)),
        }
    }

    fn units_mut(&mut self) -> Box<dyn Iterator<Item = &mut ConvUnit> + '_> {
        match self {
            Self::Article(body) => Box::new(body.units_mut()),
            Self::EfficientNetLite(body) => Box::new(body.units_mut()),
            Self::ResNet18(body) => Box::new(body.units_mut()),
        }
    }
}

/// A convolutional network. Not `Sync`: one thread owns it.
#[derive(Debug)]
pub struct Network {
    architecture: Architecture,
    pub(super) parameters: Parameters,
    body: Body,
    classifier: Dense,
    class_count: i64,
    /// What the convolutions calculate in.
    kind: Kind,
    /// How its pictures must lie.
    orientation: Orientation,
}

impl Network {
    /// A network with random weights, drawn from LibTorch's generator (`tch::manual_seed`).
    ///
    /// # Errors
    /// [`CnnError::NothingLeft`] for a shape of the article's network that leaves no pixel.
    pub fn new(
        architecture: &Architecture,
        class_count: usize,
        device: Device,
    ) -> Result<Self, CnnError> {
        Self::on_parameters(architecture, class_count, Parameters::new(device))
    }

    fn on_parameters(
        architecture: &Architecture,
        class_count: usize,
        mut parameters: Parameters,
    ) -> Result<Self, CnnError> {
        let (body, embedding) = match architecture {
            Architecture::Article(shape) => (
                Body::Article(ArticleNetwork::new(&mut parameters, shape)?),
                i64::from(shape.dense),
            ),
            Architecture::EfficientNetLite0 => (
                Body::EfficientNetLite(Box::new(EfficientNetLite::new(
                    &mut parameters,
                    efficientnet_lite::LITE0,
                )?)),
                efficientnet_lite::EMBEDDING,
            ),
            Architecture::EfficientNetLite2 => (
                Body::EfficientNetLite(Box::new(EfficientNetLite::new(
                    &mut parameters,
                    efficientnet_lite::LITE2,
                )?)),
                efficientnet_lite::EMBEDDING,
            ),
            Architecture::ResNet18 => {
                (Body::ResNet18(ResNet18::new(&mut parameters)?), resnet::EMBEDDING)
            }
        };
        let class_count = class_count as i64;
        let name = architecture.classifier_name();
        let classifier = Dense::new(&mut parameters, name, embedding, class_count)?;
        Ok(Self {
            architecture: architecture.clone(),
            parameters,
            body,
            classifier,
            class_count,
            kind: Kind::Float,
            orientation: Orientation::Upright,
        })
    }

    /// A network with the weights of a file, which must fit in every name and shape.
    ///
    /// # Errors
    /// [`CnnError`] naming the file and the tensor that is missing, unknown or of another shape.
    pub fn load(
        architecture: &Architecture,
        class_count: usize,
        weights: &Path,
        device: Device,
    ) -> Result<Self, CnnError> {
        let mut network = Self::new(architecture, class_count, device)?;
        let mut tensors = network.read_named(weights)?;
        tensors.retain(|name, _| !is_beside_the_network(name));
        assign_strictly(&mut network.parameters, weights, &tensors, |_| false)?;
        Ok(network)
    }

    /// Number of values in an embedding.
    pub fn embedding_width(&self) -> usize {
        let name = format!("{}.weight", self.architecture.classifier_name());
        let shape = self.parameters.get(&name).map(|entry| entry.tensor.size());
        shape.and_then(|shape| shape.last().copied()).unwrap_or_default() as usize
    }

    /// Takes everything but the classifier from a file, to be trained on other classes.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn load_body(&mut self, weights: &Path) -> Result<(), CnnError> {
        let classifier = format!("{}.", self.architecture.classifier_name());
        let mut tensors = self.read_named(weights)?;
        tensors.retain(|name, _| !name.starts_with(&classifier) && !is_beside_the_network(name));
        assign_strictly(&mut self.parameters, weights, &tensors, |name| {
            name.starts_with(&classifier)
        })
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
        match &mut self.body {
            Body::EfficientNetLite(body) => body.trunk_mut().refreeze(),
            Body::Article(_) | Body::ResNet18(_) => Ok(()),
        }
    }

    pub(super) fn read_named(&self, weights: &Path) -> Result<BTreeMap<String, Tensor>, CnnError> {
        let tensors = read_weights(weights)?;
        let scale = match self.architecture {
            Architecture::EfficientNetLite0 => efficientnet_lite::LITE0,
            Architecture::EfficientNetLite2 => efficientnet_lite::LITE2,
            Architecture::Article(_) | Architecture::ResNet18 => return Ok(tensors),
        };
        Ok(tensors
            .into_iter()
            .map(|(name, tensor)| (efficientnet_lite::timm_name(scale, &name), tensor))
            .collect())
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
        self.parameters
            .iter()
            .map(|(name, entry)| (name.to_owned(), entry.tensor.shallow_clone()))
            .collect()
    }

    /// The architecture.
    pub fn architecture(&self) -> &Architecture {
        &self.architecture
    }

    /// The named tensors.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// Number of classes.
    pub fn class_count(&self) -> i64 {
        self.class_count
    }

    /// Device of the weights.
    pub fn device(&self) -> Device {
        self.parameters.device()
    }

    /// Keeps the first `stages` stages (with the stem) as they are while the rest learns. Only the
    /// EfficientNets have such stages; others learn whole.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses (memory).
    pub fn freeze_stages(&mut self, stages: usize) -> Result<(), CnnError> {
        match &mut self.body {
            Body::EfficientNetLite(body) => body.trunk_mut().freeze_stages(stages),
            Body::Article(_) | Body::ResNet18(_) => Ok(()),
        }
    }

    /// Batch x 3 x size x size (prepared values) to batch x embedding.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses (shape, memory).
    pub fn embedding(&self, batch: &Tensor, mode: Mode) -> Result<Tensor, CnnError> {
        self.body.forward(&batch.f_to_kind(self.kind)?, mode)
    }

    /// Batch x embedding to batch x classes.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses (shape, memory).
    pub fn logits(&self, embedding: &Tensor, mode: Mode) -> Result<Tensor, CnnError> {
        match mode {
            Mode::Training { dropout, .. } | Mode::FineTuning { dropout, .. } if dropout > 0.0 => {
                self.classifier.forward(&embedding.f_dropout(dropout, true)?)
            }
            _ => self.classifier.forward(embedding),
        }
    }

    /// Keeps all before the last stage as it is, and makes it faster; nothing in a network without
    /// stages, whose embedding stays as it is where [`Self::last_stage`] learns.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses (memory).
    pub fn freeze_before_last_stage(&mut self) -> Result<(), CnnError> {
        match &mut self.body {
            Body::EfficientNetLite(body) => body.trunk_mut().freeze_before_last_stage(),
            Body::Article(_) | Body::ResNet18(_) => Ok(()),
        }
    }

    /// Batch x 3 x size x size (prepared values) to what [`Self::last_stage`] works on, without learning;
    /// the embedding itself where a network has no stages.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses (shape, memory).
    pub fn before_last_stage(&self, batch: &Tensor) -> Result<Tensor, CnnError> {
        match &self.body {
            Body::EfficientNetLite(body) => body.before_last_stage(batch),
            Body::Article(_) | Body::ResNet18(_) => {
                let _guard = tch::no_grad_guard();
                self.embedding(batch, Mode::Inference)
            }
        }
    }

    /// What [`Self::before_last_stage`] gave to batch x embedding.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses (shape, memory).
    pub fn last_stage(&self, features: &Tensor, mode: Mode) -> Result<Tensor, CnnError> {
        match &self.body {
            Body::EfficientNetLite(body) => body.last_stage(features, mode),
            Body::Article(_) | Body::ResNet18(_) => Ok(features.shallow_clone()),
        }
    }

    /// Multiply-adds for one square picture of `size` pixels; the article's network takes one size
    /// only. Norms, activations and pooling are not counted, as is the custom.
    pub fn multiply_adds(&self, size: u32) -> u64 {
        let side = i64::from(size);
        let body = match &self.body {
            Body::Article(body) => body.multiply_adds(),
            Body::EfficientNetLite(body) => body.multiply_adds(side),
            Body::ResNet18(body) => body.multiply_adds(side),
        };
        body + self.classifier.multiply_adds()
    }

    /// Batch x 3 x size x size (prepared values) to the features before the mean over places, batch x
    /// channels x places x places; none for a network without such a mean.
    pub(super) fn features(&self, batch: &Tensor) -> Result<Option<Tensor>, CnnError> {
        self.body.features(batch)
    }

    /// Where those places lie on a prepared square of `size` pixels.
    pub(super) fn place_axis(&self, size: u32) -> Option<PlaceAxis> {
        self.body.place_axis(size)
    }

    /// The weights (as many as the embedding has numbers) and the bias of a class.
    pub(super) fn class_row(&self, class: i64) -> Result<(Tensor, f32), CnnError> {
        self.classifier.row(class)
    }

    /// Multiplies the batch norms into the convolutions; the network then only answers.
    pub(super) fn fold(mut self) -> Result<Self, CnnError> {
        for unit in self.body.units_mut() {
            unit.fold()?;
        }
        if let Body::Article(body) = &mut self.body {
            body.dense_mut().detach();
        }
        self.classifier.detach();
        Ok(self)
    }

    /// A network of its own with the same weights, not folded.
    pub(super) fn copy(&self) -> Result<Self, CnnError> {
        let blank = Parameters::blank(self.device());
        let mut copy = Self::on_parameters(&self.architecture, self.class_count as usize, blank)?;
        for (name, entry) in self.parameters.iter() {
            copy.parameters.assign(name, &entry.tensor)?;
        }
        Ok(copy)
    }

    /// Rounds a folded network's convolutions to bfloat16; answers stay float32.
    pub(super) fn convolve_in_bfloat16(&mut self) -> Result<(), CnnError> {
        for unit in self.body.units_mut() {
            unit.round_to_bfloat16()?;
        }
        self.kind = Kind::BFloat16;
        Ok(())
    }

    /// Makes a folded network that pads unevenly one that pads evenly, for pictures turned by half
    /// a turn; others stay as they are, and [`Self::orientation`] tells.
    pub(super) fn turn(&mut self) -> Result<(), CnnError> {
        if let Body::EfficientNetLite(body) = &mut self.body {
            body.units_mut().try_for_each(ConvUnit::turn)?;
            self.orientation = Orientation::Turned;
        }
        Ok(())
    }
}

/// Answers with embeddings and logits.
impl Answers for Network {
    fn device(&self) -> Device {
        self.parameters.device()
    }

    fn orientation(&self) -> Orientation {
        self.orientation
    }

    fn answer(&self, batch: &Tensor) -> Result<Answer, CnnError> {
        let embedding = self.embedding(batch, Mode::Inference)?;
        let logits = self.logits(&embedding, Mode::Inference)?;
        Ok((embedding, logits))
    }

    fn made_quick(&self, precision: InferencePrecision) -> Result<Self, CnnError> {
        let mut network = self.copy()?.fold()?;
        network.turn()?;
        if precision == InferencePrecision::Bfloat16 {
            network.convolve_in_bfloat16()?;
        }
        Ok(network)
    }
}

#[cfg(test)]
#[path = "network_tests.rs"]
mod tests;
