//! AdamW (Loshchilov and Hutter 2017), with a state that can be saved, which tch's own cannot.

use std::collections::BTreeMap;

use tch::Tensor;

use super::TrainingError;
use crate::cnn::Network;

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

    /// One step along the gradients, for the parameters that have any.
    pub(super) fn step(&mut self, learning_rate: f64) -> Result<(), TrainingError> {
        let _guard = tch::no_grad_guard();
        self.steps += 1;
        let correction_1 = 1.0 - BETA_1.powi(self.steps);
        let correction_2 = (1.0 - BETA_2.powi(self.steps)).sqrt();
        for slot in &mut self.slots {
            let gradient = slot.parameter.f_grad()?;
            if !gradient.defined() {
                continue;
            }
            if slot.decays && self.weight_decay > 0.0 {
                let _ = slot.parameter.f_mul_scalar_(1.0 - learning_rate * self.weight_decay)?;
            }
            let _ = slot.first_moment.f_lerp_(&gradient, 1.0 - BETA_1)?;
            let _ = slot.second_moment.f_mul_scalar_(BETA_2)?;
            let squared = gradient.f_square()?.f_mul_scalar(1.0 - BETA_2)?;
            let _ = slot.second_moment.f_add_(&squared)?;
            let scale =
                slot.second_moment.f_sqrt()?.f_div_scalar(correction_2)?.f_add_scalar(EPSILON)?;
            let change =
                slot.first_moment.f_div(&scale)?.f_mul_scalar(-learning_rate / correction_1)?;
            let _ = slot.parameter.f_add_(&change)?;
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
