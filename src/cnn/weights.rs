//! Weights on disk: safetensors, checked name by name and shape by shape.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use tch::{Device, Kind, Tensor};

use super::{CnnError, Parameters};

/// How exactly weights are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// 32 bits a value: to train on.
    Full,
    /// 16 bits a value: to ship.
    Half,
}

/// Reads all tensors of a safetensors file as float32 on the CPU.
///
/// # Errors
/// [`CnnError::File`] when it cannot be read, [`CnnError::Damaged`] when it is no such file.
pub fn read_weights(path: &Path) -> Result<BTreeMap<String, Tensor>, CnnError> {
    let bytes =
        fs::read(path).map_err(|source| CnnError::File { path: path.to_owned(), source })?;
    let damaged = |reason: String| CnnError::Damaged { path: path.to_owned(), reason };
    let file = SafeTensors::deserialize(&bytes).map_err(|error| damaged(error.to_string()))?;
    let mut tensors = BTreeMap::new();
    for (name, view) in file.tensors() {
        let kind = match view.dtype() {
            Dtype::F32 => Kind::Float,
            Dtype::F16 => Kind::Half,
            Dtype::BF16 => Kind::BFloat16,
            other => return Err(damaged(format!("{name} has the unexpected type {other:?}"))),
        };
        let shape: Vec<i64> = view.shape().iter().map(|&side| side as i64).collect();
        let tensor = Tensor::f_from_data_size(view.data(), &shape, kind)?;
        tensors.insert(name, tensor.f_to_kind(Kind::Float)?);
    }
    Ok(tensors)
}

/// Writes tensors as a safetensors file, in the names' order: whole, or not at all.
///
/// # Errors
/// [`CnnError::File`] when the disk refuses.
pub fn write_weights(
    path: &Path,
    tensors: &BTreeMap<String, Tensor>,
    precision: Precision,
) -> Result<(), CnnError> {
    let (kind, dtype, width) = match precision {
        Precision::Full => (Kind::Float, Dtype::F32, 4),
        Precision::Half => (Kind::Half, Dtype::F16, 2),
    };
    let mut buffers = Vec::with_capacity(tensors.len());
    for (name, tensor) in tensors {
        let plain = tensor.f_detach()?.f_to_device(Device::Cpu)?.f_to_kind(kind)?.f_contiguous()?;
        let mut bytes = vec![0_u8; plain.numel() * width];
        plain.f_copy_data_u8(&mut bytes, plain.numel())?;
        let shape: Vec<usize> = plain.size().iter().map(|&side| side as usize).collect();
        buffers.push((name.as_str(), shape, bytes));
    }
    let damaged = |error: safetensors::SafeTensorError| CnnError::Damaged {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    let views = buffers
        .iter()
        .map(|(name, shape, bytes)| {
            Ok((*name, TensorView::new(dtype, shape.clone(), bytes).map_err(damaged)?))
        })
        .collect::<Result<Vec<_>, CnnError>>()?;
    let bytes = safetensors::serialize(views, None).map_err(damaged)?;
    let written = base::write_atomically(path, |out| out.write_all(&bytes));
    written.map_err(|error| CnnError::File { path: error.path, source: error.source })
}

/// Copies tensors into a network's parameters: no name missing, none too many, no other shape.
///
/// Names that `skipped` answers true for keep their values and may be absent from the file.
pub(super) fn assign_strictly(
    parameters: &mut Parameters,
    path: &Path,
    tensors: &BTreeMap<String, Tensor>,
    skipped: impl Fn(&str) -> bool,
) -> Result<(), CnnError> {
    let owner = |path: &Path| -> PathBuf { path.to_owned() };
    let names: Vec<String> = parameters.iter().map(|(name, _)| name.to_owned()).collect();
    if let Some(extra) = tensors.keys().find(|name| parameters.get(name).is_none()) {
        return Err(CnnError::ExtraTensor { path: owner(path), tensor: extra.clone() });
    }
    for name in names.iter().filter(|name| !skipped(name)) {
        let Some(found) = tensors.get(name) else {
            return Err(CnnError::MissingTensor { path: owner(path), tensor: name.clone() });
        };
        let expected = parameters.get(name).map(|entry| entry.tensor.size()).unwrap_or_default();
        if found.size() != expected {
            return Err(CnnError::WrongShape {
                path: owner(path),
                tensor: name.clone(),
                found: found.size(),
                expected,
            });
        }
    }
    for name in names.iter().filter(|name| !skipped(name)) {
        if let Some(values) = tensors.get(name) {
            parameters.assign(name, values)?;
        }
    }
    Ok(())
}
