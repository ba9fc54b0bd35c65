//! A network that only answers: batch norms folded, no gradients, quick where the machine allows.

use std::cell::RefCell;

use tch::{Device, Tensor};

use super::{CnnError, Network, fast_path::FastPath, tensor_from_prepared};
use photo::{Picture, Preparation, Prepared, prepare};

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

/// How exactly the convolutions calculate; what they answer is float32 either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InferencePrecision {
    /// 32 bits a value.
    #[default]
    Float32,
    /// 16 bits a value, with float32's range: quicker, and a little less exact. Only where the
    /// fast path and [`Self::bfloat16_is_native`] are; elsewhere float32 is used.
    Bfloat16,
}

impl InferencePrecision {
    /// Whether this processor multiplies bfloat16 numbers itself (avx512_bf16).
    pub fn bfloat16_is_native() -> bool {
        #[cfg(target_arch = "x86_64")]
        return std::is_x86_feature_detected!("avx512bf16");
        #[cfg(not(target_arch = "x86_64"))]
        return false;
    }
}

/// A folded network, ready for the till.
///
/// On a CPU it runs on the fast path (recorded, fused by oneDNN Graph) where that is built in. If
/// that ever fails, a warning is logged and the same network runs operation by operation: slower,
/// and just as right. Not `Sync`: one thread owns it.
#[derive(Debug)]
pub struct InferenceNetwork {
    network: Network,
    precision: InferencePrecision,
    /// None where operations run one by one; then `network` does the work.
    fast_path: RefCell<Option<FastPath>>,
}

impl InferenceNetwork {
    /// Folds the batch norms of `network`, to be run in float32.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses.
    pub fn new(network: Network) -> Result<Self, CnnError> {
        Self::with_precision(network, InferencePrecision::Float32)
    }

    /// Folds the batch norms of `network`, to be run in `wanted` precision, or in float32 where
    /// this machine would not be quicker; [`Self::precision`] tells which.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses.
    pub fn with_precision(network: Network, wanted: InferencePrecision) -> Result<Self, CnnError> {
        if !FastPath::IS_BUILT_IN || network.device() != Device::Cpu {
            return Self::eager(network);
        }
        let precision = match wanted {
            InferencePrecision::Bfloat16 if InferencePrecision::bfloat16_is_native() => wanted,
            _ => InferencePrecision::Float32,
        };
        let fast_path = FastPath::new(&network, precision)?;
        Ok(Self { fast_path: RefCell::new(Some(fast_path)), precision, ..Self::eager(network)? })
    }

    /// Folds the batch norms of `network`, to be run in float32 and operation by operation: what
    /// the fast path is compared with.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses.
    pub fn eager(network: Network) -> Result<Self, CnnError> {
        let network = network.fold()?;
        let precision = InferencePrecision::Float32;
        Ok(Self { network, precision, fast_path: RefCell::new(None) })
    }

    /// How exactly the convolutions calculate; float32 once the fast path failed.
    pub fn precision(&self) -> InferencePrecision {
        if self.is_on_fast_path() { self.precision } else { InferencePrecision::Float32 }
    }

    /// Whether the fast path is in use; it may turn out at the first run that it cannot be.
    pub fn is_on_fast_path(&self) -> bool {
        self.fast_path.borrow().is_some()
    }

    /// Runs on `count` blank pictures at once, so that the first customer does not wait.
    ///
    /// Other numbers of pictures are made ready when they are first met.
    ///
    /// # Errors
    /// As [`Self::infer`].
    pub fn warm_up(&self, preparation: &Preparation, count: usize) -> Result<(), CnnError> {
        let blank = prepare(&Picture::filled(1, 1, [0; 3]), preparation);
        for _ in 0..2 {
            self.infer(&vec![&blank; count])?;
        }
        Ok(())
    }

    /// Makes ready what `count` pictures of this side at once need, so that the time they take is that
    /// of the network; does nothing where that is done already.
    pub fn make_ready(&self, count: usize, side: u32) {
        let mut left = count;
        while left > 0 && self.is_on_fast_path() {
            let batch = FastPath::next_batch(left);
            self.on_fast_path(|fast_path| fast_path.make_ready((batch, side)));
            left -= batch;
        }
    }

    /// Embeddings and logits of prepared pictures of one size, in their order.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses (memory, sizes that differ).
    pub fn infer(&self, pictures: &[&Prepared]) -> Result<Outputs, CnnError> {
        let mut outputs = Outputs { embeddings: Vec::new(), logits: Vec::new() };
        let mut left = pictures;
        while !left.is_empty() {
            let (batch, rest) = left.split_at(self.next_batch(left.len()).min(left.len()));
            let (embedding, logits) = self.run(batch)?;
            outputs.embeddings.extend(rows(&embedding)?);
            outputs.logits.extend(rows(&logits)?);
            left = rest;
        }
        Ok(outputs)
    }

    /// The folded network itself, as it runs operation by operation.
    pub(super) fn network(&self) -> &Network {
        &self.network
    }

    /// The same network on a fast path of the test's making.
    #[cfg(test)]
    pub(super) fn with_fast_path(self, fast_path: FastPath) -> Self {
        Self { fast_path: RefCell::new(Some(fast_path)), ..self }
    }

    /// How many of `left` pictures to run at once.
    fn next_batch(&self, left: usize) -> usize {
        if self.is_on_fast_path() { FastPath::next_batch(left) } else { LARGEST_BATCH }
    }

    fn run(&self, batch: &[&Prepared]) -> Result<(Tensor, Tensor), CnnError> {
        if let Some(answer) = self.run_fast(batch) {
            return Ok(answer);
        }
        let _guard = tch::no_grad_guard();
        self.network.answer(&tensor_from_prepared(batch, self.network.device())?)
    }

    /// None where there is no fast path; one that fails is given up for good.
    fn run_fast(&self, batch: &[&Prepared]) -> Option<(Tensor, Tensor)> {
        // Sizes that differ are the asker's error, which the eager way tells.
        if batch.windows(2).any(|pair| matches!(pair, [a, b] if a.size() != b.size())) {
            return None;
        }
        self.on_fast_path(|fast_path| fast_path.run(batch))
    }

    fn on_fast_path<T>(
        &self,
        work: impl FnOnce(&mut FastPath) -> Result<T, CnnError>,
    ) -> Option<T> {
        let mut fast_path = self.fast_path.borrow_mut();
        match work(fast_path.as_mut()?) {
            Ok(answer) => Some(answer),
            Err(error) => {
                tracing::warn!(%error, "the fast path failed; the network runs slower, in float32");
                *fast_path = None;
                None
            }
        }
    }
}

/// The rows of a matrix.
pub(super) fn rows(matrix: &Tensor) -> Result<Vec<Vec<f32>>, CnnError> {
    let (_, width) = matrix.size2()?;
    let plain = matrix.f_to_device(Device::Cpu)?.f_contiguous()?;
    let mut values = vec![0.0_f32; plain.numel()];
    plain.f_copy_data(&mut values, plain.numel())?;
    Ok(values.chunks(width.max(1) as usize).map(<[f32]>::to_vec).collect())
}
