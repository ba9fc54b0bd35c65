//! Whether a file is what weights may be: plain numbers with a table of contents (safetensors), and
//! nothing that a reader could be made to execute. Only the table is looked at; no number is read.
//!
//! The format: 8 bytes, the length of the table, little-endian; the table, a JSON object of names with
//! type, shape and where its bytes lie behind the table; the bytes, without a gap
//! (<https://github.com/huggingface/safetensors>).

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value};

/// The longest table, as the format's own library has it.
const MAX_TABLE_BYTES: u64 = 100_000_000;
/// More tensors than any network of ours has.
const MAX_TENSORS: usize = 10_000;

/// A row of the table.
#[derive(Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<u64>,
    data_offsets: (u64, u64),
}

/// Why weights are refused, a phrase without a full stop.
#[derive(Debug, thiserror::Error)]
pub(super) enum WeightsFault {
    #[error("its weights could not be read ({0})")]
    Unreadable(#[from] io::Error),
    #[error("its weights are no safetensors file")]
    OtherFormat,
    #[error("the table of its weights is damaged ({0})")]
    DamagedTable(serde_json::Error),
    #[error("its weights are {0}, which may hold a program; only safetensors files are read")]
    MayHoldAProgram(&'static str),
    #[error("its weights name more than {MAX_TENSORS} tensors")]
    TooManyTensors,
    #[error("the table of its weights says nonsense of {0:?}")]
    Nonsense(String),
    #[error("the table of its weights lies about the size of {0:?}")]
    WrongSize(String),
    #[error("the tensors of its weights overlap or leave a gap")]
    OverlapOrGap,
    #[error("behind its weights lie bytes that belong to nothing")]
    BytesBehind,
}

/// Looks at the beginning of the file and its table.
///
/// # Errors
/// [`WeightsFault`].
pub(super) fn check(path: &Path) -> Result<(), WeightsFault> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut beginning = [0_u8; 8];
    file.read_exact(&mut beginning).map_err(|_| WeightsFault::OtherFormat)?;
    refuse_code(&beginning)?;
    let length = u64::from_le_bytes(beginning);
    if length > MAX_TABLE_BYTES || length > size.saturating_sub(8) {
        return Err(WeightsFault::OtherFormat);
    }
    let mut json = vec![0_u8; usize::try_from(length).unwrap_or(0)];
    file.read_exact(&mut json)?;
    let table: Map<String, Value> =
        serde_json::from_slice(&json).map_err(WeightsFault::DamagedTable)?;
    check_table(table, size - 8 - length)
}

/// What Python's libraries write may hold a program.
fn refuse_code(beginning: &[u8; 8]) -> Result<(), WeightsFault> {
    match beginning {
        [b'P', b'K', 3 | 5 | 7, ..] => {
            Err(WeightsFault::MayHoldAProgram("a TorchScript or PyTorch archive"))
        }
        [0x80, 2..=5, ..] => Err(WeightsFault::MayHoldAProgram("a Python pickle")),
        _ => Ok(()),
    }
}

/// Every tensor is as long as its shape says, and together they fill the file without gap or overlap.
fn check_table(table: Map<String, Value>, bytes: u64) -> Result<(), WeightsFault> {
    if table.len() > MAX_TENSORS {
        return Err(WeightsFault::TooManyTensors);
    }
    let mut parts = Vec::with_capacity(table.len());
    for (name, value) in table {
        if name == "__metadata__" {
            continue;
        }
        let entry: Entry =
            serde_json::from_value(value).map_err(|_| WeightsFault::Nonsense(name.clone()))?;
        let (from, to) = entry.data_offsets;
        if to.checked_sub(from) != bytes_of(&entry) || to > bytes {
            return Err(WeightsFault::WrongSize(name));
        }
        parts.push((from, to));
    }
    parts.sort_unstable();
    let mut end = 0;
    for (from, to) in parts {
        if from != end {
            return Err(WeightsFault::OverlapOrGap);
        }
        end = to;
    }
    if end == bytes {
        return Ok(());
    }
    Err(WeightsFault::BytesBehind)
}

/// How many bytes a tensor needs; `None` for a type that no network of ours has, or beyond all bounds.
fn bytes_of(entry: &Entry) -> Option<u64> {
    let width = match entry.dtype.as_str() {
        "F32" => 4,
        "F16" | "BF16" => 2,
        _ => return None,
    };
    entry.shape.iter().try_fold(width, |product: u64, &side| product.checked_mul(side))
}
