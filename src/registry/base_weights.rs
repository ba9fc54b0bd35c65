//! Where the ImageNet weights lie that a training may begin from.

use std::path::PathBuf;

use super::version_name::VersionName;

/// The ImageNet weights of an architecture (`<architecture>.safetensors`), if they were fetched:
/// in the folder that `TILLSIGHT_BASE_WEIGHTS` names, else in `tillsight/base-weights` of the
/// user's cache, where `cargo xtask base-weights` puts them.
#[must_use]
pub fn base_weights(architecture: &str) -> Option<PathBuf> {
    let architecture = VersionName::new(architecture).ok()?;
    let folder = match std::env::var_os("TILLSIGHT_BASE_WEIGHTS") {
        Some(folder) => PathBuf::from(folder),
        None => directories::BaseDirs::new()?.cache_dir().join("tillsight").join("base-weights"),
    };
    Some(folder.join(format!("{architecture}.safetensors"))).filter(|path| path.is_file())
}
