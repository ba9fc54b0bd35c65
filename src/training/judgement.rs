//! How a network judges the validation photos, while it is trained.

use tch::{Device, Tensor};

use super::{
    TrainingError,
    measures::{best_temperature, is_in_top, loss_at, share},
};
use cnn::{Mode, Network, tensor_from_prepared};
use photo::Prepared;

/// Pictures judged at once.
pub(super) const JUDGED_BATCH: usize = 32;

/// A validation photo, prepared as the till would.
pub(super) struct JudgedPhoto {
    pub prepared: Prepared,
    /// The products, by their indices, any of which is right.
    pub truth: Vec<usize>,
}

/// Figures of an epoch on the validation photos.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// Loss at the temperature that suits these photos best.
    pub loss: f64,
    /// Share named right.
    pub top1: f64,
    /// Share with the right name among the first four.
    pub top4: f64,
}

impl Judgement {
    /// Of a row of logits a photo, and for each the products that are right.
    pub(super) fn of(logits: &[Vec<f32>], truths: &[&[usize]]) -> Self {
        let temperature = best_temperature(logits, truths);
        let in_top = |k: usize| {
            let shares = logits.iter().zip(truths).map(|(row, &truth)| {
                let row: Vec<f64> = row.iter().map(|&value| f64::from(value)).collect();
                is_in_top(&row, truth, k)
            });
            share(shares).unwrap_or_default()
        };
        let loss = loss_at(logits, truths, temperature);
        Self { loss, top1: in_top(1), top4: in_top(4) }
    }
}

/// A row of logits for each photo, without learning.
pub(super) fn judged_logits(
    network: &Network,
    photos: &[JudgedPhoto],
) -> Result<Vec<Vec<f32>>, TrainingError> {
    let _guard = tch::no_grad_guard();
    let prepared: Vec<&Prepared> = photos.iter().map(|photo| &photo.prepared).collect();
    let input = tensor_from_prepared(&prepared, network.device())?;
    embedding_logits(network, &network.embedding(&input, Mode::Inference)?)
}

/// A row of logits for each embedding, without learning.
pub(super) fn embedding_logits(
    network: &Network,
    embeddings: &Tensor,
) -> Result<Vec<Vec<f32>>, TrainingError> {
    let _guard = tch::no_grad_guard();
    let logits = network.logits(embeddings, Mode::Inference)?;
    let logits = logits.f_to_device(Device::Cpu)?.f_contiguous()?;
    let mut values = vec![0.0_f32; logits.numel()];
    logits.f_copy_data(&mut values, logits.numel())?;
    Ok(values.chunks(network.class_count().max(1) as usize).map(<[f32]>::to_vec).collect())
}
