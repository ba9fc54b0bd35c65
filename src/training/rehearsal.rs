//! Embeddings of products of which there are no photos, drawn from the Gaussians that a version keeps
//! of them.

use tch::{Device, Kind, Tensor};

use super::TrainingError;
use cnn::ClassStatistics;

/// Gaussians to draw from, in the network's own part of the embeddings.
pub(super) struct Rehearsal {
    /// Class means, classes x width, each a direction seen from `centre`.
    means: Tensor,
    /// Directions in which photos of one class differ most: directions x width of both networks.
    directions: Tensor,
    /// Standard deviation along each direction.
    deviations: Tensor,
    /// Standard deviation across them.
    residual: f64,
    /// Mean embedding.
    centre: Tensor,
    /// Length of a direction of the network's own part.
    length: f64,
    width: i64,
}

impl Rehearsal {
    /// Of the classes that are `absent`; `width` values of an embedding are the network's own, the
    /// first ones.
    pub(super) fn new(
        statistics: &ClassStatistics,
        absent: &[bool],
        width: usize,
        device: Device,
    ) -> Result<Self, TrainingError> {
        let ClassStatistics { centre, directions, precisions, residual, means, .. } = statistics;
        let all = centre.len();
        let rows = |rows: Vec<&Vec<f32>>, count: usize| -> Result<Tensor, TrainingError> {
            let flat: Vec<f32> = rows.into_iter().flatten().copied().collect();
            let tensor = Tensor::f_from_slice(&flat)?.f_view([count as i64, all as i64])?;
            Ok(tensor.f_to_device(device)?)
        };
        let kept: Vec<&Vec<f32>> =
            means.iter().zip(absent).filter_map(|(mean, absent)| absent.then_some(mean)).collect();
        let count = kept.len();
        let deviations: Vec<f32> = precisions
            .iter()
            .map(|precision| (precision + residual).max(1e-6).recip().sqrt())
            .collect();
        let own = |tensor: &Tensor| tensor.f_narrow(1, 0, width as i64);
        Ok(Self {
            means: own(&rows(kept, count)?)?,
            directions: rows(directions.iter().collect(), directions.len())?,
            deviations: Tensor::f_from_slice(&deviations)?.f_to_device(device)?,
            residual: f64::from(residual.recip().sqrt()),
            centre: own(&rows(vec![centre], 1)?)?,
            length: f64::from(1.0 - statistics.companion_share).sqrt(),
            width: width as i64,
        })
    }

    /// Draws `count` embeddings from LibTorch's generator, as long as those of `like` (batch x
    /// embedding) are on average: count x embedding.
    pub(super) fn draw(&self, count: usize, like: &Tensor) -> Result<Tensor, TrainingError> {
        let _guard = tch::no_grad_guard();
        let (count, device) = (count as i64, self.means.device());
        let (classes, _) = self.means.size2()?;
        let (_, both) = self.directions.size2()?;
        let of = Tensor::f_randint(classes, [count], (Kind::Int64, device))?;
        let noise = Tensor::f_randn([count, both], (Kind::Float, device))?;
        let along = noise.f_matmul(&self.directions.f_transpose(0, 1)?)?;
        let own_directions = self.directions.f_narrow(1, 0, self.width)?;
        let across = noise.f_narrow(1, 0, self.width)?.f_sub(&along.f_matmul(&own_directions)?)?;
        let spread = across
            .f_mul_scalar(self.residual)?
            .f_add(&along.f_mul(&self.deviations)?.f_matmul(&own_directions)?)?;
        let drawn = self.means.f_index_select(0, &of)?.f_add(&spread)?;
        let lengths = like.f_sub(&self.centre)?.f_square()?.f_sum_dim_intlist(
            [1_i64].as_slice(),
            false,
            Kind::Float,
        )?;
        let usual = lengths.f_sqrt()?.f_mean(Kind::Float)?.f_double_value(&[])?;
        let scaled = drawn.f_mul_scalar(usual / self.length.max(1e-6))?;
        // An embedding is a mean of activations that are never below 0.
        Ok(self.centre.f_add(&scaled)?.f_clamp_min(0.0)?)
    }
}
