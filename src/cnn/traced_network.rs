//! A network's operations, recorded once and run by TorchScript's executor with oneDNN Graph's
//! fusion: the safe side of `fast_path.cpp`. Nothing is written to a file or loaded from one, so no
//! TorchScript from outside can ever run.

use std::{
    ffi::c_void,
    marker::PhantomData,
    ptr::{self, NonNull},
};

use tch::Tensor;

use super::{
    CnnError,
    torch_message::{Message, check, refusal},
};

/// `torch::jit::GraphExecutor`; only its address is known here.
#[repr(C)]
struct Executor {
    _opaque: [u8; 0],
}

unsafe extern "C" {
    fn tillsight_trace_begin(input: *const c_void) -> Message;
    fn tillsight_trace_end(
        embedding: *const c_void,
        logits: *const c_void,
        executor: *mut *mut Executor,
    ) -> Message;
    fn tillsight_trace_abandon();
    fn tillsight_run(
        executor: *mut Executor,
        input: *const c_void,
        embedding: *mut *mut c_void,
        logits: *mut *mut c_void,
    ) -> Message;
    fn tillsight_is_fused(
        executor: *mut Executor,
        input: *const c_void,
        is_fused: *mut bool,
    ) -> Message;
    fn tillsight_drop(executor: *mut Executor);
}

/// What a network answers to a batch: embeddings and logits, a row a picture.
pub(super) type Answer = (Tensor, Tensor);

/// A recorded network for batches of one shape.
#[derive(Debug)]
pub(super) struct TracedNetwork {
    executor: NonNull<Executor>,
}

// SAFETY: the executor belongs to this value alone and is bound to no thread (LibTorch's own
// serving runs executors on any thread); without `Sync`, one thread at a time uses it.
unsafe impl Send for TracedNetwork {}

impl TracedNetwork {
    pub(super) const IS_BUILT_IN: bool = true;

    /// Records what `forward` does to `pictures`. Its weights must not ask for gradients; later
    /// batches must have the same shape.
    ///
    /// # Errors
    /// Of `forward`, or [`CnnError::Torch`] when LibTorch cannot record it.
    pub(super) fn trace(
        pictures: &Tensor,
        forward: impl FnOnce(&Tensor) -> Result<Answer, CnnError>,
    ) -> Result<Self, CnnError> {
        let _no_gradients = tch::no_grad_guard();
        let recording = Recording::begin(pictures)?;
        let (embedding, logits) = forward(pictures)?;
        recording.end(&embedding, &logits)
    }

    /// Runs the network. The first two runs specialise it for its shape and take long.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses.
    pub(super) fn run(&self, pictures: &Tensor) -> Result<Answer, CnnError> {
        let (mut embedding, mut logits) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: executor and input live through the call, and both answers are written, each a
        // tensor that we then own, when the message is null.
        unsafe {
            check(tillsight_run(
                self.executor.as_ptr(),
                pictures.as_ptr().cast(),
                &raw mut embedding,
                &raw mut logits,
            ))?;
            Ok((Tensor::from_ptr(embedding.cast()), Tensor::from_ptr(logits.cast())))
        }
    }

    /// Whether oneDNN Graph took the network over, for batches like this one that was run before.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses.
    pub(super) fn is_fused(&self, pictures: &Tensor) -> Result<bool, CnnError> {
        let mut is_fused = false;
        // SAFETY: executor and input live through the call, which writes one bool.
        unsafe {
            check(tillsight_is_fused(
                self.executor.as_ptr(),
                pictures.as_ptr().cast(),
                &raw mut is_fused,
            ))?;
        }
        Ok(is_fused)
    }
}

impl Drop for TracedNetwork {
    fn drop(&mut self) {
        // SAFETY: `trace_end` made the executor for this value, and nothing else drops it.
        unsafe { tillsight_drop(self.executor.as_ptr()) };
    }
}

/// This thread's operations are being recorded; ends with the value, whatever happens.
struct Recording {
    /// LibTorch keeps the recording in the thread.
    _not_send: PhantomData<*const ()>,
}

impl Recording {
    fn begin(input: &Tensor) -> Result<Self, CnnError> {
        // SAFETY: `input` is a live tensor.
        unsafe { check(tillsight_trace_begin(input.as_ptr().cast())) }?;
        Ok(Self { _not_send: PhantomData })
    }

    fn end(self, embedding: &Tensor, logits: &Tensor) -> Result<TracedNetwork, CnnError> {
        let mut executor = ptr::null_mut();
        // SAFETY: both tensors are alive; the executor, ours from here on, is written when the
        // message is null.
        unsafe {
            check(tillsight_trace_end(
                embedding.as_ptr().cast(),
                logits.as_ptr().cast(),
                &raw mut executor,
            ))?;
        }
        let executor = NonNull::new(executor).ok_or_else(|| refusal("no executor was made"))?;
        Ok(TracedNetwork { executor })
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        // SAFETY: touches this thread's recording only, and is harmless when there is none.
        unsafe { tillsight_trace_abandon() };
    }
}

#[cfg(test)]
mod tests {
    use tch::{Device, Kind};

    use super::*;

    fn numbers(shape: &[i64]) -> Tensor {
        Tensor::rand(shape, (Kind::Float, Device::Cpu))
    }

    /// A convolution, and the mean over places of what it answers.
    fn forward(weight: &Tensor, x: &Tensor) -> Result<Answer, CnnError> {
        let x = x.f_conv2d(weight, None::<&Tensor>, [1, 1], [1, 1], [1, 1], 1)?.f_relu()?;
        Ok((x.f_mean_dim([2, 3].as_slice(), false, Kind::Float)?, x))
    }

    fn is_recording() -> bool {
        let recording = Recording::begin(&numbers(&[1]));
        recording.is_err()
    }

    #[test]
    fn what_was_recorded_runs_on_other_numbers_and_is_fused() {
        let weight = numbers(&[16, 16, 3, 3]);
        let traced =
            TracedNetwork::trace(&numbers(&[2, 16, 9, 9]), |x| forward(&weight, x)).unwrap();
        assert!(!is_recording());
        let x = numbers(&[2, 16, 9, 9]);
        let (embedding, logits) = forward(&weight, &x).unwrap();
        for _ in 0..3 {
            let (ours, our_logits) = traced.run(&x).unwrap();
            assert!(ours.allclose(&embedding, 1e-4, 1e-4, false));
            assert!(our_logits.allclose(&logits, 1e-4, 1e-4, false));
        }
        assert!(traced.is_fused(&x).unwrap());
    }

    #[test]
    fn a_graph_that_onednn_cannot_take_over_is_told_from_one_that_it_can() {
        let x = numbers(&[2, 3, 4, 4]);
        let traced = TracedNetwork::trace(&x, |x| Ok((x.f_flip([2])?, x.f_flip([3])?))).unwrap();
        for _ in 0..3 {
            let _answer = traced.run(&x).unwrap();
        }
        assert!(!traced.is_fused(&x).unwrap());
    }

    #[test]
    fn a_batch_that_does_not_fit_is_an_error_and_the_next_one_runs() {
        let weight = numbers(&[16, 16, 3, 3]);
        let x = numbers(&[2, 16, 9, 9]);
        let traced = TracedNetwork::trace(&x, |x| forward(&weight, x)).unwrap();
        let _answer = traced.run(&x).unwrap();
        let error = traced.run(&numbers(&[2, 7, 9, 9])).unwrap_err();
        assert!(matches!(&error, CnnError::Torch(_)), "{error}");
        assert!(error.to_string().contains("channels"), "{error}");
        assert!(traced.run(&x).is_ok());
    }

    #[test]
    fn weights_that_ask_for_gradients_are_refused() {
        let weight = numbers(&[16, 16, 3, 3]).set_requires_grad(true);
        let traced = TracedNetwork::trace(&numbers(&[2, 16, 9, 9]), |x| forward(&weight, x));
        assert!(matches!(traced, Err(CnnError::Torch(_))));
        assert!(!is_recording());
    }

    #[test]
    fn an_error_or_a_panic_while_recording_ends_it() {
        let x = numbers(&[1, 3, 4, 4]);
        let failed = TracedNetwork::trace(&x, |x| Ok((x.f_view([7])?, x.f_relu()?)));
        assert!(matches!(failed, Err(CnnError::Torch(_))));
        assert!(!is_recording());
        let panicked = base::threads::guarded(|| {
            let _ = TracedNetwork::trace(&numbers(&[1, 3, 4, 4]), |_| panic!("as a test"));
        });
        assert!(panicked.is_err());
        assert!(!is_recording());
    }

    #[test]
    fn recordings_do_not_nest() {
        let x = numbers(&[1, 3, 4, 4]);
        let _recording = Recording::begin(&x).unwrap();
        let error = Recording::begin(&x).err().unwrap();
        assert!(error.to_string().contains("already"), "{error}");
    }
}
