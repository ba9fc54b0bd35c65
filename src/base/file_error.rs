//! What went wrong with which file.

use std::io;
use std::path::{Path, PathBuf};

/// A file or folder could not be read, written, made or moved.
#[derive(Debug, thiserror::Error)]
#[error("could not {action} {}{}", path.display(), advice(source))]
pub struct FileError {
    /// What was tried, a verb: "read", "write".
    pub action: &'static str,
    /// The file or folder.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

/// Turns what the system says into an error that tells what was tried and where.
pub trait FileContext<T> {
    /// Names the verb ("read", "write") and the file or folder.
    ///
    /// # Errors
    /// What the system said, with both.
    fn on(self, action: &'static str, path: &Path) -> Result<T, FileError>;
}

impl<T> FileContext<T> for io::Result<T> {
    fn on(self, action: &'static str, path: &Path) -> Result<T, FileError> {
        self.map_err(|source| FileError { action, path: path.to_path_buf(), source })
    }
}

/// What a person can do about a file error, where that is known.
fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            " (the disk is full: free some space and try again)"
        }
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            " (it is not writable or readable for you: check its permissions)"
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;

    #[test]
    fn the_sentence_names_the_file_and_what_to_do() {
        let said = |kind: io::ErrorKind| {
            let failed: io::Result<()> = Err(kind.into());
            failed.on("write", Path::new("a/list.json")).unwrap_err().to_string()
        };
        assert_eq!(
            said(io::ErrorKind::StorageFull),
            "could not write a/list.json (the disk is full: free some space and try again)"
        );
        assert!(said(io::ErrorKind::PermissionDenied).ends_with("check its permissions)"));
        assert_eq!(said(io::ErrorKind::NotFound), "could not write a/list.json");
    }
}
