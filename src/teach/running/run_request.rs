//! What a training was asked to do.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::preset::{Adjustments, Preset};

/// Raised when a request means something else than before.
pub(super) const REQUEST_FORMAT: u32 = 1;

/// What the owner chose.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RunChoice {
    /// How thorough.
    pub preset: Preset,
    /// What an expert changed.
    pub adjustments: Adjustments,
    /// Whether a product has writing on it, by its id, where the owner said so: what has writing is
    /// never mirrored. Of the others, those with a barcode have.
    pub writing: BTreeMap<String, bool>,
    /// Whether to leave a graphics card alone.
    pub cpu_only: bool,
}

/// A training's order, `request.json` in its folder.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RunRequest {
    /// The format of the program that wrote it.
    pub format: u32,
    /// Name of the new version.
    pub name: String,
    /// Name of the version that it begins from.
    pub parent: String,
    /// What the owner chose.
    pub choice: RunChoice,
    /// When it was asked for, RFC 3339 in UTC.
    pub asked_at: String,
    /// Photos to learn from.
    pub photos: usize,
    /// Photos to check with; with none, a share of the others is kept aside.
    pub validation_photos: usize,
    /// Products to learn.
    pub products: usize,
}
