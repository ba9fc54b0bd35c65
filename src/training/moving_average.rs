//! The exponential moving average of a network's weights, which generalises better than the last
//! step's (Polyak and Juditsky 1992; as used with EfficientNet).

use std::collections::BTreeMap;

use tch::Tensor;

use super::TrainingError;

/// Averages of all tensors of a network, batch-norm statistics too.
pub(super) struct MovingAverage {
    pairs: Vec<(String, Tensor, Tensor)>,
    decay: f64,
    updates: usize,
}

impl MovingAverage {
    /// Starts at a network's weights, which these tensors share.
    pub(super) fn new(
        tensors: BTreeMap<String, Tensor>,
        decay: f64,
    ) -> Result<Self, TrainingError> {
        let mut pairs = Vec::new();
        for (name, tensor) in tensors {
            let mut average = tensor.detach().f_zeros_like()?;
            average.f_copy_(&tensor.detach())?;
            pairs.push((name, tensor, average));
        }
        Ok(Self { pairs, decay, updates: 0 })
    }

    /// Moves towards the network's weights; faster in the beginning, when they still move far.
    pub(super) fn update(&mut self) -> Result<(), TrainingError> {
        let _guard = tch::no_grad_guard();
        self.updates += 1;
        let early = (1.0 + self.updates as f64) / (10.0 + self.updates as f64);
        let share = 1.0 - self.decay.min(early);
        for (_, current, average) in &mut self.pairs {
            let _ = average.f_lerp_(current, share)?;
        }
        Ok(())
    }

    /// The averages by name.
    pub(super) fn tensors(&self) -> BTreeMap<String, Tensor> {
        self.pairs
            .iter()
            .map(|(name, _, average)| (name.clone(), average.shallow_clone()))
            .collect()
    }

    /// Updates done so far.
    pub(super) fn updates(&self) -> usize {
        self.updates
    }

    /// Takes up a saved state.
    pub(super) fn restore(
        &mut self,
        saved: &BTreeMap<String, Tensor>,
        updates: usize,
    ) -> Result<(), TrainingError> {
        for (name, _, average) in &mut self.pairs {
            if let Some(values) = saved.get(name) {
                average.f_copy_(values)?;
            }
        }
        self.updates = updates;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cnn::{Architecture, ArticleShape, Network};
    use tch::Device;

    #[test]
    fn the_average_goes_its_share_of_the_way() {
        let architecture = Architecture::Article(ArticleShape::default());
        let mut network = Network::new(&architecture, 3, Device::Cpu).unwrap();
        let bias = "conv1.bias";
        let mut average = MovingAverage::new(network.tensors(), 0.75).unwrap();
        let ones: BTreeMap<_, _> = network
            .tensors()
            .into_iter()
            .map(|(name, tensor)| (name, tensor.ones_like()))
            .collect();
        network.assign(&ones, std::path::Path::new("ones")).unwrap();
        // The biases start at 0. What is kept: 2/11, then 3/12, and never more than 3/4.
        let mut left = 1.0;
        for update in 1..40_i32 {
            average.update().unwrap();
            left *= (f64::from(1 + update) / f64::from(10 + update)).min(0.75);
            let off = (&average.tensors()[bias] - (1.0 - left)).abs().max().double_value(&[]);
            assert!(off < 1e-6, "update {update}: {off}");
        }
    }
}
