//! The fast path on a CPU: a copy of the network with weights made for it, recorded and fused once
//! for each of a few batch sizes.

use std::collections::HashMap;

use super::{
    CnnError,
    answers::Answers,
    picture_buffer::PictureBuffer,
    traced_network::{Answer, TracedNetwork},
};
use photo::Prepared;

/// Batch sizes, greatest first. Others are cut into these, so that only these are ever specialised.
const BATCH_SIZES: [usize; 5] = [16, 8, 4, 2, 1];
/// Runs until a recorded network is at its speed: one to see the shapes, one to compile for them.
const RUNS_TO_SPECIALISE: usize = 2;

/// Number of pictures, and their side in pixels.
pub(super) type BatchShape = (usize, u32);

/// A network on the fast path, and the batch shapes that were met so far, each ready to run.
#[derive(Debug)]
pub(super) struct FastPath<N> {
    network: N,
    ready: HashMap<BatchShape, ReadyBatch>,
}

impl<N: Answers> FastPath<N> {
    /// Whether this build has a fast path.
    pub(super) const IS_BUILT_IN: bool = TracedNetwork::IS_BUILT_IN;

    /// The fast path for a network that was made quick, with no batch shape ready.
    pub(super) fn new(network: N) -> Self {
        Self { network, ready: HashMap::new() }
    }

    /// How many of `left` pictures make the next batch.
    pub(super) fn next_batch(left: usize) -> usize {
        BATCH_SIZES.into_iter().find(|&size| size <= left).unwrap_or(left)
    }

    /// Runs pictures of one side; the number should come from [`Self::next_batch`]. A shape that was
    /// never met is recorded and specialised first, which takes a part of a second.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses, [`CnnError::NotFused`] when it would be slow.
    pub(super) fn run(&mut self, pictures: &[&Prepared]) -> Result<Answer, CnnError> {
        let side = pictures.first().map_or(0, |picture| picture.size());
        let shape = (pictures.len(), side);
        let mut batch = self.take(shape)?;
        // A batch that failed is not put back.
        let answer = batch.run(pictures)?;
        self.ready.insert(shape, batch);
        Ok(answer)
    }

    /// Records and specialises this shape, unless it was met before.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub(super) fn make_ready(&mut self, shape: BatchShape) -> Result<(), CnnError> {
        let batch = self.take(shape)?;
        self.ready.insert(shape, batch);
        Ok(())
    }

    fn take(&mut self, shape: BatchShape) -> Result<ReadyBatch, CnnError> {
        self.ready.remove(&shape).map_or_else(|| ReadyBatch::new(&self.network, shape), Ok)
    }
}

/// A network recorded for one batch shape, with the buffer that its pictures are written to.
#[derive(Debug)]
struct ReadyBatch {
    network: TracedNetwork,
    input: PictureBuffer,
}

impl ReadyBatch {
    fn new(network: &impl Answers, (count, side): BatchShape) -> Result<Self, CnnError> {
        let input = PictureBuffer::new(count, side, network.orientation())?;
        let traced = TracedNetwork::trace(input.tensor(), |pictures| network.answer(pictures))?;
        for _ in 0..RUNS_TO_SPECIALISE {
            let _blank = traced.run(input.tensor())?;
        }
        if traced.is_fused(input.tensor())? {
            Ok(Self { network: traced, input })
        } else {
            Err(CnnError::NotFused)
        }
    }

    fn run(&mut self, pictures: &[&Prepared]) -> Result<Answer, CnnError> {
        self.input.fill(pictures);
        self.network.run(self.input.tensor())
    }
}

#[cfg(test)]
#[path = "fast_path_tests.rs"]
mod tests;
