//! One version of the model: a folder with a manifest and weights.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::error::RegistryError;
use super::manifest::Manifest;
use super::{CARD_FILE, MANIFEST_FILE, NOTICE_FILES, WEIGHTS_FILE};
use base::FileContext;

/// A version whose manifest is sound; whether its weights are is what [`Version::verify`] tells.
#[derive(Clone, Debug)]
pub struct Version {
    /// Where it lies.
    pub folder: PathBuf,
    /// What it is.
    pub manifest: Manifest,
    /// Whether it came with Tillsight: such a version is never written to.
    pub shipped: bool,
}

impl Version {
    /// Opens the version in `folder`, wherever that is; its weights are not read yet.
    ///
    /// # Errors
    /// If the manifest is missing, damaged or from the future, or the weights are missing.
    pub fn open(folder: &Path) -> Result<Self, RegistryError> {
        let manifest_file = folder.join(MANIFEST_FILE);
        if !manifest_file.is_file() {
            return Err(RegistryError::NoManifest { folder: folder.to_path_buf() });
        }
        let manifest = Manifest::read(&manifest_file)?;
        let version = Self { folder: folder.to_path_buf(), manifest, shipped: false };
        if !version.weights_path().is_file() {
            return Err(RegistryError::NoWeights { folder: folder.to_path_buf() });
        }
        Ok(version)
    }

    /// The version's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.manifest.name
    }

    /// The weights.
    #[must_use]
    pub fn weights_path(&self) -> PathBuf {
        self.folder.join(WEIGHTS_FILE)
    }

    /// The text about it for people, if there is one.
    #[must_use]
    pub fn card_path(&self) -> Option<PathBuf> {
        Some(self.folder.join(CARD_FILE)).filter(|path| path.is_file())
    }

    /// How many bytes its files take on the disk; what cannot be read counts nothing.
    #[must_use]
    pub fn bytes_on_disk(&self) -> u64 {
        let files = [MANIFEST_FILE, WEIGHTS_FILE, CARD_FILE].iter().chain(&NOTICE_FILES);
        let size = |name: &&str| self.folder.join(name).metadata().ok().map(|file| file.len());
        files.filter_map(size).sum()
    }

    /// Checks that the weights are those of the manifest.
    ///
    /// # Errors
    /// [`RegistryError::DamagedWeights`] if their SHA-256 differs.
    pub fn verify(&self) -> Result<(), RegistryError> {
        let file = self.weights_path();
        if sha256_of(&file)? == self.manifest.weights_sha256 {
            return Ok(());
        }
        Err(RegistryError::DamagedWeights { file })
    }

    /// Checks that the folder is called as the version in it.
    pub(super) fn check_folder_name(self) -> Result<Self, RegistryError> {
        if self.folder.file_name().is_some_and(|name| name == self.name()) {
            return Ok(self);
        }
        let name = self.manifest.name;
        Err(RegistryError::NameMismatch { folder: self.folder, name })
    }
}

/// SHA-256 of a file, 64 lower-case hex digits.
pub(super) fn sha256_of(path: &Path) -> Result<String, RegistryError> {
    let mut file = File::open(path).on("read", path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0_u8; 1 << 16];
    loop {
        let count = match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Ok(Err(error).on("read", path)?),
        };
        hasher.update(buffer.get(..count).unwrap_or_default());
    }
    Ok(hasher.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    }))
}
