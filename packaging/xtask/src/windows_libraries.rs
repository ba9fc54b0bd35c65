//! Windows has no rpath: LibTorch's libraries are placed where cargo's programs look, beside what
//! is built. Untested.

use std::fs;
use std::path::Path;

use crate::error::{FileContext, Result};

/// Hard-links (or copies) every `.dll` of the checkout's LibTorch into the folders that cargo
/// starts programs and tests from.
///
/// # Errors
/// If a folder cannot be read or written.
pub fn place_beside_programs(checkout: &Path) -> Result<()> {
    let libraries = checkout.join("libtorch").join("lib");
    if !libraries.is_dir() {
        // The user's own LibTorch: its folder is on the PATH, as its guide says.
        return Ok(());
    }
    for place in ["debug", "debug/deps", "release", "release/deps"] {
        let folder = checkout.join("target").join(place);
        fs::create_dir_all(&folder).on("make", &folder)?;
        for entry in fs::read_dir(&libraries).on("read", &libraries)? {
            let library = entry.on("read", &libraries)?.path();
            let is_dll = library.extension().is_some_and(|extension| extension == "dll");
            let target = folder.join(library.file_name().unwrap_or_default());
            if is_dll && !target.exists() && fs::hard_link(&library, &target).is_err() {
                fs::copy(&library, &target).on("write", &target)?;
            }
        }
    }
    Ok(())
}
