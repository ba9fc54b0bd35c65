//! The named tensors of a network, in one owner.

use std::collections::BTreeMap;

use tch::{Device, Kind, Tensor};

use super::CnnError;

/// One named tensor.
#[derive(Debug)]
pub struct Parameter {
    /// The values; shared with the layer that uses them.
    pub tensor: Tensor,
    /// Learnt by gradients (true), or a statistic such as a batch norm's running mean (false).
    pub learnt: bool,
}

/// What new learnt tensors hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    /// Values drawn from LibTorch's generator.
    Random,
    /// Zeros, until they are assigned.
    Blank,
}

/// All tensors of a network by name, in the names' order.
#[derive(Debug)]
pub struct Parameters {
    device: Device,
    start: Start,
    entries: BTreeMap<String, Parameter>,
}

impl Parameters {
    /// No tensors yet; new ones are made on `device`.
    pub fn new(device: Device) -> Self {
        Self { device, start: Start::Random, entries: BTreeMap::new() }
    }

    /// No tensors yet; new ones are zeros, to be assigned, and draw no random number.
    pub(super) fn blank(device: Device) -> Self {
        Self { device, start: Start::Blank, entries: BTreeMap::new() }
    }

    /// Device of all tensors.
    pub fn device(&self) -> Device {
        self.device
    }

    /// Number of values learnt by gradients.
    pub fn learnt_count(&self) -> usize {
        self.entries.values().filter(|entry| entry.learnt).map(|entry| entry.tensor.numel()).sum()
    }

    /// Names and tensors, in the names' order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Parameter)> {
        self.entries.iter().map(|(name, entry)| (name.as_str(), entry))
    }

    /// The tensor of that name.
    pub fn get(&self, name: &str) -> Option<&Parameter> {
        self.entries.get(name)
    }

    /// Makes a learnt tensor of normally distributed values with mean 0.
    pub(super) fn normal(
        &mut self,
        name: String,
        shape: &[i64],
        deviation: f64,
    ) -> Result<Tensor, CnnError> {
        if self.start == Start::Blank {
            return self.constant(name, shape, 0.0, true);
        }
        // Drawn on the CPU, so that a seed gives the same start on every device.
        let values = Tensor::f_randn(shape, (Kind::Float, Device::Cpu))?
            .f_mul_scalar(deviation)?
            .f_to_device(self.device)?;
        Ok(self.insert(name, values.f_set_requires_grad(true)?, true))
    }

    /// Makes a learnt tensor of evenly distributed values in -`bound` to `bound`.
    pub(super) fn uniform(
        &mut self,
        name: String,
        shape: &[i64],
        bound: f64,
    ) -> Result<Tensor, CnnError> {
        if self.start == Start::Blank {
            return self.constant(name, shape, 0.0, true);
        }
        let values = Tensor::f_rand(shape, (Kind::Float, Device::Cpu))?
            .f_mul_scalar(2.0 * bound)?
            .f_sub_scalar(bound)?
            .f_to_device(self.device)?;
        Ok(self.insert(name, values.f_set_requires_grad(true)?, true))
    }

    /// Makes a tensor with one value everywhere.
    pub(super) fn constant(
        &mut self,
        name: String,
        shape: &[i64],
        value: f64,
        learnt: bool,
    ) -> Result<Tensor, CnnError> {
        let values = Tensor::f_full(shape, value, (Kind::Float, self.device))?;
        Ok(self.insert(name, values.f_set_requires_grad(learnt)?, learnt))
    }

    fn insert(&mut self, name: String, tensor: Tensor, learnt: bool) -> Tensor {
        let shared = tensor.shallow_clone();
        self.entries.insert(name, Parameter { tensor, learnt });
        shared
    }

    /// Overwrites the values of one tensor in place, so that its layer sees them.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when the shapes differ.
    pub fn assign(&mut self, name: &str, values: &Tensor) -> Result<(), CnnError> {
        if let Some(entry) = self.entries.get_mut(name) {
            let _guard = tch::no_grad_guard();
            entry.tensor.f_copy_(values)?;
        }
        Ok(())
    }
}
