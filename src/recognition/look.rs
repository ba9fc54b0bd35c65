//! A picture and its mirror image, run together: goods have no left and right, and two looks err
//! less than one.

use cnn::{CnnError, InferenceNetwork, InferencePrecision, Network, Outputs};
use photo::{Preparation, Prepared};

/// What a network says of a picture and its mirror image.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// Mean of both sides' logits, one a class.
    pub logits: Vec<f32>,
    /// Embeddings of both sides.
    pub sides: [Vec<f32>; 2],
}

/// The networks of a version, ready to look.
#[derive(Debug)]
pub struct Encoder {
    network: InferenceNetwork,
    companion: Option<InferenceNetwork>,
}

impl Encoder {
    /// Folds both networks, to be run in float32.
    ///
    /// # Errors
    /// As [`InferenceNetwork::new`].
    pub fn new(network: Network, companion: Option<Network>) -> Result<Self, CnnError> {
        Self::with_precision(network, companion, InferencePrecision::Float32)
    }

    /// Folds both networks, to be run in `wanted` precision where this machine gains by it.
    ///
    /// # Errors
    /// As [`InferenceNetwork::with_precision`].
    pub fn with_precision(
        network: Network,
        companion: Option<Network>,
        wanted: InferencePrecision,
    ) -> Result<Self, CnnError> {
        let ready = |network| InferenceNetwork::with_precision(network, wanted);
        Ok(Self { network: ready(network)?, companion: companion.map(ready).transpose()? })
    }

    /// How exactly the networks calculate.
    pub fn precision(&self) -> InferencePrecision {
        self.network.precision()
    }

    /// Whether a second network looks too.
    pub fn has_companion(&self) -> bool {
        self.companion.is_some()
    }

    /// The network that was trained, and its companion where there is one: the networks whose
    /// embeddings stand behind each other in a look.
    pub(super) fn networks(&self) -> impl Iterator<Item = &InferenceNetwork> {
        std::iter::once(&self.network).chain(&self.companion)
    }

    /// Runs as for one photo, so that the first customer does not wait.
    ///
    /// # Errors
    /// As [`InferenceNetwork::infer`].
    pub fn warm_up(&self, preparation: &Preparation) -> Result<(), CnnError> {
        // The photo and its mirror image; the companion sees the photo alone.
        self.network.warm_up(preparation, 2)?;
        self.companion.as_ref().map_or(Ok(()), |companion| companion.warm_up(preparation, 1))
    }

    /// Makes ready what so many pictures at once need; see [`InferenceNetwork::make_ready`].
    pub fn make_ready(&self, preparation: &Preparation, count: usize) {
        self.network.make_ready(count * 2, preparation.size);
        if let Some(companion) = &self.companion {
            companion.make_ready(count, preparation.size);
        }
    }

    /// Looks at prepared pictures of one size, in their order. A companion's embedding is put
    /// behind the network's own; it sees the pictures as they are, and not their mirror images, which
    /// it has little to say of and which would take a quarter of the time.
    ///
    /// # Errors
    /// As [`InferenceNetwork::infer`].
    pub fn looks(&self, prepared: &[&Prepared]) -> Result<Vec<Look>, CnnError> {
        let mirrored: Vec<Prepared> = prepared.iter().map(|picture| picture.mirrored()).collect();
        let both: Vec<&Prepared> = prepared.iter().copied().chain(&mirrored).collect();
        let Outputs { logits, mut embeddings } = self.network.infer(&both)?;
        if let Some(companion) = &self.companion {
            let second = companion.infer(prepared)?.embeddings;
            let seconds = second.iter().cycle();
            embeddings.iter_mut().zip(seconds).for_each(|(first, second)| first.extend(second));
        }
        let (straight, mirrored) = logits.split_at(prepared.len().min(logits.len()));
        let mirrored_embeddings = embeddings.split_off(prepared.len().min(embeddings.len()));
        let logits = straight.iter().zip(mirrored).map(|(a, b)| mean(a, b));
        let sides = embeddings.into_iter().zip(mirrored_embeddings);
        Ok(logits.zip(sides).map(|(logits, (a, b))| Look { logits, sides: [a, b] }).collect())
    }
}

fn mean(a: &[f32], b: &[f32]) -> Vec<f32> {
    a.iter().zip(b).map(|(a, b)| f32::midpoint(*a, *b)).collect()
}
