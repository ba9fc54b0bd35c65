//! AdamW (Loshchilov and Hutter 2017), with a state that can be saved, which tch's own cannot.

use std::collections::BTreeMap;

use tch::Tensor;

use super::TrainingError;
use cnn::{AdamWStep, Network, adamw_in_one_loop};

const BETA_1: f64 = 0.9;
const BETA_2: f64 = 0.999;
const EPSILON: f64 = 1e-8;

struct Slot {
    name: String,
    parameter: Tensor,
    first_moment: Tensor,
    second_moment: Tensor,
    decays: bool,
}

impl Slot {
    /// A step in LibTorch's own operations, for any device.
    fn step(&mut self, step: &AdamWStep) -> Result<(), TrainingError> {
        let gradient = self.parameter.f_grad()?;
        if !gradient.defined() {
            return Ok(());
        }
        let [first, second, rate] = [step.first_share, step.second_share, step.rate].map(f64::from);
        let _ = self.parameter.f_mul_scalar_(f64::from(step.kept))?;
        let _ = self.first_moment.f_lerp_(&gradient, first)?;
        let _ = self.second_moment.f_lerp_(&gradient.f_square()?, second)?;
        let root = self.second_moment.f_sqrt()?.f_div_scalar(f64::from(step.root_correction))?;
        let scale = root.f_add_scalar(f64::from(step.epsilon))?;
        let change = self.first_moment.f_div(&scale)?.f_mul_scalar(-rate)?;
        let _ = self.parameter.f_add_(&change)?;
        Ok(())
    }
}

/// The optimizer of one network.
pub(super) struct AdamW {
    slots: Vec<Slot>,
    weight_decay: f64,
    steps: i32,
}

impl AdamW {
    /// For all learnt tensors of `network`. Weight decay leaves batch norms and biases alone.
    pub(super) fn new(network: &Network, weight_decay: f64) -> Result<Self, TrainingError> {
        let mut slots = Vec::new();
        for (name, entry) in network.parameters().iter().filter(|(_, entry)| entry.learnt) {
            slots.push(Slot {
                name: name.to_owned(),
                parameter: entry.tensor.shallow_clone(),
                first_moment: entry.tensor.detach().f_zeros_like()?,
                second_moment: entry.tensor.detach().f_zeros_like()?,
                decays: entry.tensor.dim() > 1,
            });
        }
        Ok(Self { slots, weight_decay, steps: 0 })
    }

    /// Forgets the gradients of the last batch.
    pub(super) fn clear_gradients(&mut self) {
        for slot in &mut self.slots {
            slot.parameter.zero_grad();
        }
    }

    /// One step along the gradients, for the parameters that have any. The gradients may be used up.
    pub(super) fn step(&mut self, learning_rate: f64) -> Result<(), TrainingError> {
        let _guard = tch::no_grad_guard();
        self.steps += 1;
        let correction_1 = 1.0 - BETA_1.powi(self.steps);
        let correction_2 = (1.0 - BETA_2.powi(self.steps)).sqrt();
        for slot in &mut self.slots {
            let kept = if slot.decays { 1.0 - learning_rate * self.weight_decay } else { 1.0 };
            let step = AdamWStep {
                kept: kept as f32,
                first_share: (1.0 - BETA_1) as f32,
                second_share: (1.0 - BETA_2) as f32,
                rate: (learning_rate / correction_1) as f32,
                root_correction: correction_2 as f32,
                epsilon: EPSILON as f32,
            };
            let Slot { parameter, first_moment, second_moment, .. } = &*slot;
            if !adamw_in_one_loop(parameter, first_moment, second_moment, &step)? {
                slot.step(&step)?;
            }
        }
        Ok(())
    }

    /// Steps done so far.
    pub(super) fn steps(&self) -> i32 {
        self.steps
    }

    /// First and second moments by parameter name, to be saved.
    pub(super) fn state(&self) -> BTreeMap<String, Tensor> {
        self.slots
            .iter()
            .flat_map(|slot| {
                [
                    (format!("{}/first", slot.name), slot.first_moment.shallow_clone()),
                    (format!("{}/second", slot.name), slot.second_moment.shallow_clone()),
                ]
            })
            .collect()
    }

    /// Takes up a saved state.
    pub(super) fn restore(
        &mut self,
        state: &BTreeMap<String, Tensor>,
        steps: i32,
    ) -> Result<(), TrainingError> {
        for slot in &mut self.slots {
            if let Some(values) = state.get(&format!("{}/first", slot.name)) {
                slot.first_moment.f_copy_(values)?;
            }
            if let Some(values) = state.get(&format!("{}/second", slot.name)) {
                slot.second_moment.f_copy_(values)?;
            }
        }
        self.steps = steps;
        Ok(())
    }
}
