//! A network that only answers: batch norms folded, no gradients, quick where the machine allows.

use tch::{Device, Tensor};

#[cfg(test)]
use super::fast_path::FastPath;
use super::{CnnError, Network, quick_answers::QuickAnswers};
use photo::{Picture, Preparation, Prepared, prepare};

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

/// What this machine's processor calls itself, for what is remembered of it.
pub fn processor_name() -> String {
    let told = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let own = told.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let name = own.map_or("", |(_, name)| name.trim());
    format!("{} {name}", std::env::consts::ARCH)
}

/// A folded network, ready for the till.
///
/// On a CPU it runs on the fast path (recorded, fused by oneDNN Graph) where that is built in. If
/// that ever fails, a warning is logged and the same network runs operation by operation: slower,
/// and just as right. Not `Sync`: one thread owns it.
#[derive(Debug)]
pub struct InferenceNetwork {
    quick: QuickAnswers<Network>,
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
        Ok(Self { quick: QuickAnswers::new(network, wanted, Network::fold)? })
    }

    /// Folds the batch norms of `network`, to be run in float32 and operation by operation: what
    /// the fast path is compared with.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses.
    pub fn eager(network: Network) -> Result<Self, CnnError> {
        Ok(Self { quick: QuickAnswers::eager(network.fold()?) })
    }

    /// How exactly the convolutions calculate; float32 once the fast path failed.
    pub fn precision(&self) -> InferencePrecision {
        self.quick.precision()
    }

    /// Whether the fast path is in use; it may turn out at the first run that it cannot be.
    pub fn is_on_fast_path(&self) -> bool {
        self.quick.is_on_fast_path()
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
        self.quick.make_ready(count, side);
    }

    /// Embeddings and logits of prepared pictures of one size, in their order.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses (memory, sizes that differ).
    pub fn infer(&self, pictures: &[&Prepared]) -> Result<Outputs, CnnError> {
        let mut outputs = Outputs { embeddings: Vec::new(), logits: Vec::new() };
        for (embedding, logits) in self.quick.answers(pictures)? {
            outputs.embeddings.extend(rows(&embedding)?);
            outputs.logits.extend(rows(&logits)?);
        }
        Ok(outputs)
    }

    /// The folded network itself, as it runs operation by operation.
    pub(super) fn network(&self) -> &Network {
        self.quick.network()
    }

    /// The same network on a fast path of the test's making.
    #[cfg(test)]
    pub(super) fn with_fast_path(self, fast_path: FastPath<Network>) -> Self {
        Self { quick: self.quick.with_fast_path(fast_path) }
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
