//! A folded network on the fast path, and operation by operation where that is not built in or fails.

use std::cell::RefCell;

use tch::{Device, Tensor};

use super::{
    CnnError, InferencePrecision, answers::Answers, fast_path::FastPath, tensor_from_prepared,
    traced_network::Answer,
};
use photo::Prepared;

/// Greatest number of pictures run at once; larger asks are cut into such batches.
const LARGEST_BATCH: usize = 16;

/// A network that answers as fast as the machine allows. Not `Sync`: one thread owns it.
#[derive(Debug)]
pub(super) struct QuickAnswers<N> {
    /// Folded; does the work where operations run one by one.
    network: N,
    precision: InferencePrecision,
    /// None where operations run one by one.
    fast_path: RefCell<Option<FastPath<N>>>,
}

impl<N: Answers> QuickAnswers<N> {
    /// `folded` answers operation by operation; `network`, which is not folded, is made quick in
    /// `wanted` precision, or in float32 where this machine would not be quicker.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses.
    pub(super) fn new(
        network: N,
        wanted: InferencePrecision,
        fold: impl FnOnce(N) -> Result<N, CnnError>,
    ) -> Result<Self, CnnError> {
        if !FastPath::<N>::IS_BUILT_IN || network.device() != Device::Cpu {
            return Ok(Self::eager(fold(network)?));
        }
        let precision = match wanted {
            InferencePrecision::Bfloat16 if InferencePrecision::bfloat16_is_native() => wanted,
            _ => InferencePrecision::Float32,
        };
        let fast_path = FastPath::new(network.made_quick(precision)?);
        let fast_path = RefCell::new(Some(fast_path));
        Ok(Self { fast_path, precision, ..Self::eager(fold(network)?) })
    }

    /// A folded network that runs operation by operation, in float32.
    pub(super) fn eager(network: N) -> Self {
        let precision = InferencePrecision::Float32;
        Self { network, precision, fast_path: RefCell::new(None) }
    }

    /// How exactly the convolutions calculate; float32 once the fast path failed.
    pub(super) fn precision(&self) -> InferencePrecision {
        if self.is_on_fast_path() { self.precision } else { InferencePrecision::Float32 }
    }

    /// Whether the fast path is in use; it may turn out at the first run that it cannot be.
    pub(super) fn is_on_fast_path(&self) -> bool {
        self.fast_path.borrow().is_some()
    }

    /// Makes ready what `count` pictures of this side at once need; does nothing where that is done.
    pub(super) fn make_ready(&self, count: usize, side: u32) {
        let mut left = count;
        while left > 0 && self.is_on_fast_path() {
            let batch = FastPath::<N>::next_batch(left);
            self.on_fast_path(|fast_path| fast_path.make_ready((batch, side)));
            left -= batch;
        }
    }

    /// The answers to prepared pictures of one size, batch by batch, in their order.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses (memory, sizes that differ).
    pub(super) fn answers(&self, pictures: &[&Prepared]) -> Result<Vec<Answer>, CnnError> {
        let mut answers = Vec::new();
        let mut left = pictures;
        while !left.is_empty() {
            let (batch, rest) = left.split_at(self.next_batch(left.len()).min(left.len()));
            answers.push(self.run(batch)?);
            left = rest;
        }
        Ok(answers)
    }

    /// The folded network itself, as it runs operation by operation.
    pub(super) fn network(&self) -> &N {
        &self.network
    }

    /// The same network on a fast path of the test's making.
    #[cfg(test)]
    pub(super) fn with_fast_path(self, fast_path: FastPath<N>) -> Self {
        Self { fast_path: RefCell::new(Some(fast_path)), ..self }
    }

    /// How many of `left` pictures to run at once.
    fn next_batch(&self, left: usize) -> usize {
        if self.is_on_fast_path() { FastPath::<N>::next_batch(left) } else { LARGEST_BATCH }
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
        work: impl FnOnce(&mut FastPath<N>) -> Result<T, CnnError>,
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
