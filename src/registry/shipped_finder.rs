//! The item finder that comes with the program, beside the shipped versions.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::RegistryError;
use super::shop_registry::Registry;
use super::version::sha256_of;
use base::{FileContext, write_atomically};

/// Its weights and what is told of them, in the folder of the shipped versions.
const WEIGHTS_FILE: &str = "item-finder.safetensors";
const MANIFEST_FILE: &str = "item-finder.json";
/// The one form of the manifest that this program knows.
const FORMAT: u32 = 1;

/// What is told of a finder's weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FinderManifest {
    /// 1.
    pub format: u32,
    /// When it was made, as a timestamp.
    pub created: String,
    /// The recipe that it was trained by.
    pub recipe: serde_json::Value,
    /// The seed of its training.
    pub seed: u64,
    /// SHA-256 of the weights, in hex.
    pub weights_sha256: String,
}

/// A finder on disk.
#[derive(Clone, Debug, PartialEq)]
pub struct ShippedFinder {
    /// Its weights.
    pub weights: PathBuf,
    /// What is told of them.
    pub manifest: FinderManifest,
}

impl ShippedFinder {
    /// The finder beside the shipped versions; `None` where the program came without one.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn find() -> Result<Option<Self>, RegistryError> {
        let folder = Registry::shipped_folder();
        let folder = folder.filter(|folder| folder.join(MANIFEST_FILE).is_file());
        folder.map(|folder| Self::open(&folder)).transpose()
    }

    /// The finder in a folder, its weights checked.
    ///
    /// # Errors
    /// [`RegistryError`] when manifest or weights are missing, damaged or from the future.
    pub fn open(folder: &Path) -> Result<Self, RegistryError> {
        let file = folder.join(MANIFEST_FILE);
        let text = std::fs::read_to_string(&file).on("read", &file)?;
        let damaged = |reason: String| RegistryError::DamagedFinder { path: file.clone(), reason };
        let manifest: FinderManifest =
            serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))?;
        if manifest.format != FORMAT {
            return Err(damaged(format!("its form is {}, not {FORMAT}", manifest.format)));
        }
        let weights = folder.join(WEIGHTS_FILE);
        if sha256_of(&weights)? != manifest.weights_sha256 {
            return Err(damaged(format!("{} is another file than it names", weights.display())));
        }
        Ok(Self { weights, manifest })
    }

    /// Where a finder's weights are written in a folder, before [`Self::describe`] makes them whole.
    #[must_use]
    pub fn weights_in(folder: &Path) -> PathBuf {
        folder.join(WEIGHTS_FILE)
    }

    /// Writes the manifest of weights that stand in the folder.
    ///
    /// # Errors
    /// [`RegistryError`] when the weights are missing or the disk refuses.
    pub fn describe(
        folder: &Path,
        created: String,
        recipe: serde_json::Value,
        seed: u64,
    ) -> Result<Self, RegistryError> {
        let weights_sha256 = sha256_of(&Self::weights_in(folder))?;
        let manifest = FinderManifest { format: FORMAT, created, recipe, seed, weights_sha256 };
        let file = folder.join(MANIFEST_FILE);
        write_atomically(&file, |out| Ok(serde_json::to_writer_pretty(out, &manifest)?))?;
        Self::open(folder)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_finder_is_the_file_that_its_manifest_names() {
        let folder = tempfile::tempdir().unwrap();
        let weights = ShippedFinder::weights_in(folder.path());
        std::fs::write(&weights, b"weights").unwrap();
        let made = ShippedFinder::describe(
            folder.path(),
            "2026-11-30T00:00:00Z".to_owned(),
            serde_json::json!({"epochs": 8}),
            1,
        );
        assert_eq!(ShippedFinder::open(folder.path()).unwrap(), made.unwrap());
        std::fs::write(&weights, b"others").unwrap();
        let error = ShippedFinder::open(folder.path()).unwrap_err();
        assert!(matches!(error, RegistryError::DamagedFinder { .. }), "{error}");
        std::fs::write(folder.path().join(MANIFEST_FILE), "{").unwrap();
        let error = ShippedFinder::open(folder.path()).unwrap_err();
        assert!(matches!(error, RegistryError::DamagedFinder { .. }), "{error}");
    }
}
