//! The one door to files that people name: what is no regular file is refused before it is opened, since a
//! named pipe waits for its writer for ever, and a device gives bytes without end.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::Path;

/// What stands at the path is a folder, a pipe, a socket or a device, or a link to one.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("it is not a file")]
pub struct NotAFile;

impl NotAFile {
    /// Whether this is why a file was not opened.
    pub fn is_why(error: &io::Error) -> bool {
        error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Self>)
    }
}

/// What the system says about a regular file, or a link to one.
///
/// # Errors
/// [`io::Error`], with [`NotAFile`] in it for anything but a file.
pub fn about(path: &Path) -> io::Result<Metadata> {
    let about = fs::metadata(path)?;
    if about.is_file() {
        Ok(about)
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, NotAFile))
    }
}

/// Opens a regular file to be read.
///
/// # Errors
/// As [`about`].
pub fn open(path: &Path) -> io::Result<File> {
    about(path)?;
    File::open(path)
}

/// All bytes of a regular file.
///
/// # Errors
/// As [`about`].
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    about(path)?;
    fs::read(path)
}

/// The text of a regular file.
///
/// # Errors
/// As [`about`]; [`io::ErrorKind::InvalidData`] for what is no UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    about(path)?;
    fs::read_to_string(path)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn files_and_links_to_them_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.csv");
        fs::write(&file, "a,b").unwrap();
        assert_eq!(read(&file).unwrap(), b"a,b");
        assert_eq!(read_text(&file).unwrap(), "a,b");
        let gone = read(&folder.path().join("gone")).unwrap_err();
        assert!(gone.kind() == io::ErrorKind::NotFound && !NotAFile::is_why(&gone));
    }

    #[cfg(unix)]
    #[test]
    fn folders_pipes_devices_and_links_to_them_are_refused_unopened() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe.jpg");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        let link = folder.path().join("link.jpg");
        std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
        for path in [folder.path(), &pipe, &link, Path::new("/dev/zero")] {
            for error in [read(path).err(), open(path).err(), read_text(path).map(|_| ()).err()] {
                assert!(NotAFile::is_why(&error.unwrap()), "{}", path.display());
            }
        }
    }
}
