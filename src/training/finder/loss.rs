//! The finder's loss: centrality by the quality focal loss (Li et al. 2020, "Generalized focal loss"),
//! edges by the generalised overlap (Rezatofighi et al. 2019, "GIoU").

use tch::{Device, Kind, Reduction, Tensor};

use super::targets::Targets;
use crate::TrainingError;

/// Logarithms of edges beyond this are no picture's.
const GREATEST_EDGE: f64 = 5.0;
const TINY: f64 = 1e-6;

/// The targets of a batch on the device.
pub(super) struct BatchTargets {
    central: Tensor,
    weight: Tensor,
    edges: Tensor,
    edge_weight: Tensor,
}

impl BatchTargets {
    /// Of pictures of `side` places each way.
    pub(super) fn new(
        targets: &[Targets],
        side: usize,
        device: Device,
    ) -> Result<Self, TrainingError> {
        let (count, side) = (targets.len() as i64, side as i64);
        let tensor = |values: fn(&Targets) -> &[f32], channels: i64| {
            let all: Vec<f32> = targets.iter().flat_map(values).copied().collect();
            let tensor = Tensor::f_from_slice(&all)?.f_view([count, channels, side, side])?;
            tensor.f_to_device(device)
        };
        Ok(Self {
            central: tensor(|it| &it.central, 1)?,
            weight: tensor(|it| &it.weight, 1)?,
            edges: tensor(|it| &it.edges, 4)?,
            edge_weight: tensor(|it| &it.edge_weight, 1)?,
        })
    }

    /// The loss of scores and edges as the network answers them.
    pub(super) fn loss(&self, scores: &Tensor, edges: &Tensor) -> Result<Tensor, TrainingError> {
        Ok(self.central_loss(scores)?.f_add(&self.edge_loss(edges)?)?)
    }

    fn central_loss(&self, scores: &Tensor) -> Result<Tensor, TrainingError> {
        let no_weights = None::<&Tensor>;
        let entropy = scores.f_binary_cross_entropy_with_logits(
            &self.central,
            no_weights,
            no_weights,
            Reduction::None,
        )?;
        let gap = scores.f_sigmoid()?.f_sub(&self.central)?.f_square()?;
        let sum = entropy.f_mul(&gap)?.f_mul(&self.weight)?.f_sum(Kind::Float)?;
        Ok(sum.f_div(&self.central.f_sum(Kind::Float)?.f_clamp_min(1.0)?)?)
    }

    fn edge_loss(&self, edges: &Tensor) -> Result<Tensor, TrainingError> {
        let own = edges.f_clamp(-GREATEST_EDGE, GREATEST_EDGE)?.f_exp()?;
        let loss = generalised_overlap(&own, &self.edges)?.f_neg()?.f_add_scalar(1.0)?;
        let sum = loss.f_mul(&self.edge_weight)?.f_sum(Kind::Float)?;
        Ok(sum.f_div(&self.edge_weight.f_sum(Kind::Float)?.f_clamp_min(1.0)?)?)
    }
}

/// The generalised overlap of boxes around one place, given by their edges' distances from it (batch x 4
/// x side x side): 1 where they are one, down to -1.
fn generalised_overlap(a: &Tensor, b: &Tensor) -> Result<Tensor, TrainingError> {
    let area = |edges: &Tensor| -> Result<Tensor, TrainingError> {
        let parts = edges.f_chunk(4, 1)?;
        let [left, above, right, below] = parts.as_slice() else {
            return Err(TrainingError::BadOption { what: "edges are four".to_owned() });
        };
        Ok(left.f_add(right)?.f_mul(&above.f_add(below)?)?)
    };
    // Both lie around the same place, so the common part's edges are the nearer ones.
    let common = area(&a.f_minimum(b)?)?;
    let around = area(&a.f_maximum(b)?)?.f_add_scalar(TINY)?;
    let both = area(a)?.f_add(&area(b)?)?.f_sub(&common)?.f_add_scalar(TINY)?;
    let empty = around.f_sub(&both)?.f_div(&around)?;
    Ok(common.f_div(&both)?.f_sub(&empty)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use photo::Region;

    fn edges(values: [f32; 4]) -> Tensor {
        Tensor::from_slice(&values).view([1, 4, 1, 1])
    }

    #[test]
    fn overlaps_of_known_boxes() {
        let of =
            |a, b| generalised_overlap(&edges(a), &edges(b)).unwrap().double_value(&[0, 0, 0, 0]);
        assert!((of([1.0; 4], [1.0; 4]) - 1.0).abs() < 1e-5);
        // A box of half the height inside of the other.
        assert!((of([1.0; 4], [1.0, 0.5, 1.0, 0.5]) - 0.5).abs() < 1e-5);
        // Two bars across each other: 1/3 in common, and corners of 4/9... of what is around both.
        let cross = of([1.0, 0.5, 1.0, 0.5], [0.5, 1.0, 0.5, 1.0]);
        assert!((cross - (1.0 / 3.0 - 0.25)).abs() < 1e-5, "{cross}");
    }

    #[test]
    fn the_right_answer_costs_nothing_and_a_wrong_one_something() {
        let region = Region { x: 8.0, y: 8.0, width: 40.0, height: 40.0 };
        let targets = [Targets::of(&[region], 64, 1.0)];
        let batch = BatchTargets::new(&targets, 8, Device::Cpu).unwrap();
        let scores = batch.central.clamp(1e-4, 1.0 - 1e-4).logit(None::<f64>);
        let right = batch.loss(&scores, &batch.edges.log()).unwrap().double_value(&[]);
        let wrong = batch.loss(&(&scores + 1.0), &(batch.edges.log() + 0.5)).unwrap();
        assert!(right < 0.01 && wrong.double_value(&[]) > 0.2, "{right}");
    }
}
