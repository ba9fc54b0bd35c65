//! A version in the making: it appears whole under its name, or not at all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use super::error::RegistryError;
use super::manifest::Manifest;
use super::version::{Version, sha256_of};
use super::version_name::VersionName;
use super::{CARD_FILE, MANIFEST_FILE, NOTICE_FILES, WEIGHTS_FILE};
use base::FileContext;
use base::whole_file::{move_into_place, sync_file, sync_folder};

/// Beginning of a staging folder's name; a version's name cannot begin with a dot.
const PREFIX: &str = ".new-";
/// A staging folder this old belongs to a process that was killed; trainings take days at most.
const ABANDONED: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A folder to write the weights (and a card) into. Dropped without [`NewVersion::commit`],
/// it leaves nothing behind.
#[derive(Debug)]
pub struct NewVersion {
    staging: TempDir,
    target: PathBuf,
    name: VersionName,
}

impl NewVersion {
    pub(super) fn start(versions: &Path, name: VersionName) -> Result<Self, RegistryError> {
        sweep_abandoned(versions);
        let target = versions.join(name.as_str());
        if target.exists() {
            return Err(RegistryError::Exists { name: name.to_string() });
        }
        let prefix = format!("{PREFIX}{name}-");
        let staging =
            tempfile::Builder::new().prefix(&prefix).tempdir_in(versions).on("make", &target)?;
        Ok(Self { staging, target, name })
    }

    /// The folder in the making.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.staging.path()
    }

    /// Where the weights are to be written.
    #[must_use]
    pub fn weights_path(&self) -> PathBuf {
        self.folder().join(WEIGHTS_FILE)
    }

    /// Where the text for people is to be written, if there is one.
    #[must_use]
    pub fn card_path(&self) -> PathBuf {
        self.folder().join(CARD_FILE)
    }

    /// Makes the version appear: fills in name and SHA-256, writes the manifest, syncs, renames.
    ///
    /// # Errors
    /// If the weights are missing, the manifest makes no sense, or the disk fails; nothing is
    /// left behind then.
    pub fn commit(self, mut manifest: Manifest) -> Result<Version, RegistryError> {
        let weights = self.weights_path();
        if !weights.is_file() {
            return Err(RegistryError::NoWeights { folder: self.folder().to_path_buf() });
        }
        manifest.name = self.name.to_string();
        manifest.weights_sha256 = sha256_of(&weights)?;
        manifest.write(&self.folder().join(MANIFEST_FILE))?;
        self.publish()
    }

    /// Makes an imported version appear, if its weights are those of its manifest and `check` has
    /// nothing against it; the inner error is what `check` says.
    pub(super) fn commit_as_imported<E>(
        self,
        check: impl FnOnce(&Version) -> Result<(), E>,
    ) -> Result<Result<Version, E>, RegistryError> {
        let version = Version::open(self.folder())?;
        version.verify()?;
        if let Err(reason) = check(&version) {
            return Ok(Err(reason));
        }
        self.publish().map(Ok)
    }

    fn publish(self) -> Result<Version, RegistryError> {
        for name in [MANIFEST_FILE, WEIGHTS_FILE, CARD_FILE].iter().chain(&NOTICE_FILES) {
            let file = self.folder().join(name);
            // Not every version has a card and notices.
            if file.exists() {
                sync_file(&file).on("write", &file)?;
            }
        }
        let_others_read(self.folder()).on("write", &self.target)?;
        sync_folder(self.folder()).on("write", self.folder())?;
        if self.target.exists() {
            return Err(RegistryError::Exists { name: self.name.to_string() });
        }
        move_into_place(self.folder(), &self.target).on("write", &self.target)?;
        // Renamed away: there is nothing left for the temporary folder to remove.
        let _ = self.staging.keep();
        Version::open(&self.target)
    }
}

/// Temporary folders are made private; a version is an ordinary folder.
#[cfg(unix)]
fn let_others_read(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn let_others_read(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Takes a version out of the list by one rename, then removes its files. What cannot be removed then
/// is swept later.
pub(super) fn remove_whole(versions: &Path, version: &Version) -> Result<(), RegistryError> {
    let prefix = format!("{PREFIX}{}-", version.name());
    let grave =
        tempfile::Builder::new().prefix(&prefix).tempdir_in(versions).on("make", versions)?;
    fs::rename(&version.folder, grave.path().join(version.name())).on("delete", &version.folder)?;
    sync_folder(versions).on("write", versions)?;
    if let Err(error) = grave.close() {
        tracing::warn!(%error, version = version.name(), "a deleted version's files are left");
    }
    Ok(())
}

/// Removes what killed processes left; a folder that cannot be removed does no harm.
fn sweep_abandoned(versions: &Path) {
    let Ok(entries) = fs::read_dir(versions) else {
        return;
    };
    for entry in entries.flatten() {
        let is_staging = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        let age = entry.metadata().and_then(|data| data.modified()).map(|time| time.elapsed());
        if is_staging && matches!(age, Ok(Ok(age)) if age > ABANDONED) {
            let removed = fs::remove_dir_all(entry.path());
            tracing::info!(folder = %entry.path().display(), ?removed, "abandoned version swept");
        }
    }
}
