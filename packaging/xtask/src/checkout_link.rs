//! The git-ignored link `libtorch` in the checkout: `.cargo/config.toml` names it, so that plain
//! `cargo build`, `cargo test`, `cargo run` and an IDE need no environment variable.

use std::fs;
use std::path::Path;

use crate::error::{FileContext, Result, SetupError};

/// Makes `link` lead to `folder`; a link that leads elsewhere is changed, anything else stays and
/// is an error.
///
/// # Errors
/// [`SetupError::LinkBlocked`] if a file or folder stands there, or the link cannot be made.
pub fn lead_to(link: &Path, folder: &Path) -> Result<()> {
    if fs::read_link(link).is_ok_and(|target| target == folder) {
        return Ok(());
    }
    if let Ok(there) = fs::symlink_metadata(link) {
        if !is_link(&there, link) {
            return Err(SetupError::LinkBlocked { path: link.to_path_buf() });
        }
        remove(link).on("replace", link)?;
    }
    make(link, folder)
}

fn is_link(there: &fs::Metadata, link: &Path) -> bool {
    // A junction is no symlink to `Metadata`, but it can be read as a link.
    there.file_type().is_symlink() || fs::read_link(link).is_ok()
}

#[cfg(unix)]
fn remove(link: &Path) -> std::io::Result<()> {
    fs::remove_file(link)
}

#[cfg(unix)]
fn make(link: &Path, folder: &Path) -> Result<()> {
    std::os::unix::fs::symlink(folder, link).on("make the link", link)
}

#[cfg(windows)]
fn remove(link: &Path) -> std::io::Result<()> {
    fs::remove_dir(link)
}

/// A junction needs no special right, a symlink on Windows does. Untested.
#[cfg(windows)]
fn make(link: &Path, folder: &Path) -> Result<()> {
    let mut command = std::process::Command::new("cmd");
    command.args(["/C", "mklink", "/J"]).arg(link).arg(folder);
    crate::child::run(&mut command, "check that this folder can be written")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_made_changed_and_left_alone_when_right() {
        let root = tempfile::tempdir().unwrap();
        let link = root.path().join("libtorch");
        for target in ["a", "b", "b"] {
            let folder = root.path().join(target);
            lead_to(&link, &folder).unwrap();
            assert_eq!(fs::read_link(&link).unwrap(), folder);
        }
    }

    #[test]
    fn a_real_folder_in_the_way_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let link = root.path().join("libtorch");
        fs::create_dir(&link).unwrap();
        fs::write(link.join("precious"), "x").unwrap();
        let error = lead_to(&link, root.path()).unwrap_err();
        assert!(matches!(error, SetupError::LinkBlocked { .. }), "{error:?}");
        assert!(link.join("precious").exists());
    }
}
