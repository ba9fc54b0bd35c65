//! The folders that setup reads and writes: this checkout and the user's cache.

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};

use crate::error::{FileContext, Result, SetupError};

/// The root of this checkout.
pub fn checkout() -> PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest.ancestors().nth(2).map_or_else(|| manifest.clone(), Path::to_path_buf)
}

/// The git-ignored link in the checkout that `.cargo/config.toml` names as `LIBTORCH`.
pub fn libtorch_link() -> PathBuf {
    checkout().join("libtorch")
}

/// Tillsight's folder in the user's cache; made if need be.
///
/// # Errors
/// If no variable names a cache folder, or it cannot be made.
pub fn cache() -> Result<PathBuf> {
    let folder = cache_folder(std::env::consts::OS, |name| std::env::var_os(name))?;
    std::fs::create_dir_all(&folder).on("make", &folder)?;
    Ok(folder)
}

/// Holds the cache alone until the value is dropped: two clones that are set up at once wait for
/// each other.
///
/// # Errors
/// If the lock cannot be taken.
pub fn lock(cache: &Path) -> Result<File> {
    let path = cache.join("setup.lock");
    let file = File::create(&path).on("write", &path)?;
    file.lock().on("lock", &path)?;
    Ok(file)
}

/// `$XDG_CACHE_HOME/tillsight` or `~/.cache/tillsight`; `~/Library/Caches/tillsight` on macOS,
/// `%LOCALAPPDATA%\tillsight` on Windows.
fn cache_folder(os: &str, variable: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf> {
    let absolute = |name| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = match os {
        "windows" => absolute("LOCALAPPDATA")
            .ok_or(SetupError::NoCacheFolder { variable: "LOCALAPPDATA" })?,
        "macos" => absolute("HOME")
            .ok_or(SetupError::NoCacheFolder { variable: "HOME" })?
            .join("Library/Caches"),
        _ => match absolute("XDG_CACHE_HOME") {
            Some(cache) => cache,
            None => absolute("HOME")
                .ok_or(SetupError::NoCacheFolder { variable: "HOME" })?
                .join(".cache"),
        },
    };
    Ok(base.join("tillsight"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &'static [(&str, &str)]) -> impl Fn(&str) -> Option<OsString> {
        move |name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into())
    }

    #[cfg(unix)]
    #[test]
    fn the_cache_follows_each_systems_custom() {
        let home = with(&[("HOME", "/h")]);
        assert_eq!(cache_folder("linux", &home).unwrap(), Path::new("/h/.cache/tillsight"));
        assert_eq!(cache_folder("macos", &home).unwrap(), Path::new("/h/Library/Caches/tillsight"));
        let xdg = with(&[("HOME", "/h"), ("XDG_CACHE_HOME", "/c")]);
        assert_eq!(cache_folder("linux", xdg).unwrap(), Path::new("/c/tillsight"));
    }

    #[cfg(unix)]
    #[test]
    fn a_relative_cache_variable_is_ignored_as_the_xdg_rules_say() {
        let odd = with(&[("HOME", "/h"), ("XDG_CACHE_HOME", "c")]);
        assert_eq!(cache_folder("linux", odd).unwrap(), Path::new("/h/.cache/tillsight"));
    }

    #[test]
    fn without_a_home_the_error_names_the_variable() {
        let error = cache_folder("linux", |_| None).unwrap_err();
        assert!(error.to_string().contains("HOME"), "{error}");
    }
}
