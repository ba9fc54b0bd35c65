//! A network that only answers: batch norms folded, no gradients, fixed batch sizes.

use tch::Tensor;

use super::{CnnError, Mode, Network, tensor_from_prepared};
use crate::photo::{Picture, Preparation, Prepared, prepare};

/// Greatest number of pictures run at once; larger asks are cut into such batches.
const LARGEST_BATCH: usize = 16;

/// What a network says of pictures, one row a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Outputs {
    /// The embedding: what the network sees in the picture, as numbers.
    pub embeddings: Vec<Vec<f32>>,
    /// One number a class, before softmax.
    pub logits: Vec<Vec<f32>>,
}

/// How the folded network is run. The fast path (traced, frozen, fused by oneDNN Graph) becomes a
/// second variant here; everything above sees [`InferenceNetwork::infer`] only.
#[derive(Debug)]
enum Engine {
    Eager(Network),
}

/// A folded network, ready for the till.
#[derive(Debug)]
pub struct InferenceNetwork {
    engine: Engine,
}

impl InferenceNetwork {
    /// Folds the batch norms of `network`.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses.
    pub fn new(network: Network) -> Result<Self, CnnError> {
        Ok(Self { engine: Engine::Eager(network.fold()?) })
    }

    /// Runs once on a blank picture, so that the first customer does not wait for allocations.
    ///
    /// # Errors
    /// As [`Self::infer`].
    pub fn warm_up(&self, preparation: &Preparation) -> Result<(), CnnError> {
        let blank = prepare(&Picture::filled(1, 1, [0; 3]), preparation);
        for _ in 0..2 {
            self.infer(&[&blank])?;
        }
        Ok(())
    }

    /// Embeddings and logits of prepared pictures of one size, in their order.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses (memory, sizes that differ).
    pub fn infer(&self, pictures: &[&Prepared]) -> Result<Outputs, CnnError> {
        let mut outputs = Outputs { embeddings: Vec::new(), logits: Vec::new() };
        for batch in pictures.chunks(LARGEST_BATCH) {
            let (embedding, logits) = self.run(batch)?;
            outputs.embeddings.extend(rows(&embedding)?);
            outputs.logits.extend(rows(&logits)?);
        }
        Ok(outputs)
    }

    /// The folded network itself.
    pub(super) fn network(&self) -> &Network {
        let Engine::Eager(network) = &self.engine;
        network
    }

    fn run(&self, batch: &[&Prepared]) -> Result<(Tensor, Tensor), CnnError> {
        let network = self.network();
        let _guard = tch::no_grad_guard();
        let input = tensor_from_prepared(batch, network.device())?;
        let embedding = network.embedding(&input, Mode::Inference)?;
        let logits = network.logits(&embedding, Mode::Inference)?;
        Ok((embedding, logits))
    }
}

/// The rows of a matrix.
pub(super) fn rows(matrix: &Tensor) -> Result<Vec<Vec<f32>>, CnnError> {
    let (_, width) = matrix.size2()?;
    let plain = matrix.f_to_device(tch::Device::Cpu)?.f_contiguous()?;
    let mut values = vec![0.0_f32; plain.numel()];
    plain.f_copy_data(&mut values, plain.numel())?;
    Ok(values.chunks(width.max(1) as usize).map(<[f32]>::to_vec).collect())
}
