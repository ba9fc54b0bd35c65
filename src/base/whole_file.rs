//! Writing so that a power cut leaves the old file or the new one, never half of it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::{FileContext, FileError};

/// A file on its way: beside its place under another name, until it is put there. Dropped before, it
/// is removed.
#[derive(Debug)]
pub struct UnfinishedFile {
    temporary: NamedTempFile,
    place: PathBuf,
}

impl UnfinishedFile {
    /// Begins an empty file that is to stand at `place`, whose folder is there.
    ///
    /// # Errors
    /// If the folder is missing or takes no file.
    pub fn beside(place: &Path) -> io::Result<Self> {
        let temporary =
            tempfile::Builder::new().prefix(".unfinished-").tempfile_in(folder_of(place))?;
        Ok(Self { temporary, place: place.to_owned() })
    }

    /// Where it is to stand.
    #[must_use]
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Where it is written to meanwhile, for libraries that open files by themselves.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.temporary.path()
    }

    /// Adds what `fill` writes.
    ///
    /// # Errors
    /// What `fill` says, or that the disk refuses.
    pub fn fill<E: From<io::Error>>(
        &mut self,
        fill: impl FnOnce(&mut BufWriter<&mut File>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut writer = BufWriter::new(self.temporary.as_file_mut());
        fill(&mut writer)?;
        Ok(writer.flush()?)
    }

    /// Waits until its content is on the disk. [`Self::put_in_place`] does so too; where many files are
    /// written, syncing all of them first costs little more than syncing one.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn sync(&self) -> io::Result<()> {
        // By its path: a library may have written another file there.
        sync_file(self.temporary.path())
    }

    /// Puts it in its place, of the file that was there too, and waits until that is on the disk.
    ///
    /// # Errors
    /// If the disk refuses; what stood at the place is then as it was.
    pub fn put_in_place(self) -> io::Result<()> {
        self.sync()?;
        let_others_read(self.temporary.path())?;
        self.temporary.persist(&self.place).map_err(|error| error.error)?;
        sync_folder(folder_of(&self.place))
    }

    /// Puts it in its place where nothing is yet.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] where something is, or what the disk says.
    pub fn put_in_free_place(self) -> io::Result<()> {
        self.sync()?;
        let_others_read(self.temporary.path())?;
        self.temporary.persist_noclobber(&self.place).map_err(|error| error.error)?;
        sync_folder(folder_of(&self.place))
    }
}

/// Writes `path` whole or not at all: `fill` writes beside it, then the content is synced, the file
/// renamed, the folder synced.
///
/// # Errors
/// [`FileError`] naming `path` when `fill` or the disk fails; the old file is then as it was.
pub fn write_atomically(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>,
) -> Result<(), FileError> {
    let written = UnfinishedFile::beside(path).and_then(|mut file| {
        file.fill(fill)?;
        file.put_in_place()
    });
    written.on("write", path)
}

/// Gives what stands whole at `from` (a file, or a folder whose content was synced) the name `to` in a
/// way that lasts.
///
/// # Errors
/// If the disk refuses.
pub fn move_into_place(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    sync_folder(folder_of(to))
}

/// Waits until a file's content is on the disk.
///
/// # Errors
/// If it is missing, or the disk refuses.
pub fn sync_file(path: &Path) -> io::Result<()> {
    // Windows flushes only what is open for writing.
    OpenOptions::new().append(true).open(path)?.sync_all()
}

/// Makes what was renamed in a folder last.
///
/// # Errors
/// If it is missing, or the disk refuses.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Makes what was renamed in a folder last: Windows opens no folder as a file, and its renames are in
/// order on the disk.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Temporary files are made private; what they become is an ordinary file.
#[cfg(unix)]
fn let_others_read(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn let_others_read(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// The folder that holds `path`; `.` for a bare file name.
#[must_use]
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_failed_write_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.json");
        write_atomically(&path, |out| out.write_all(b"old")).unwrap();
        let error = write_atomically(&path, |out| {
            out.write_all(b"half")?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        })
        .unwrap_err();
        assert!(error.to_string().contains("the disk is full"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["list.json"]);
    }

    #[test]
    fn a_free_place_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.html");
        for (content, kind) in [("first", None), ("second", Some(io::ErrorKind::AlreadyExists))] {
            let mut file = UnfinishedFile::beside(&path).unwrap();
            file.fill(|out| out.write_all(content.as_bytes())).unwrap();
            assert_eq!(file.put_in_free_place().err().map(|error| error.kind()), kind);
        }
        assert_eq!(fs::read(&path).unwrap(), b"first");
        assert_eq!(names(folder.path()), ["report.html"]);
    }

    #[test]
    fn what_a_library_wrote_by_the_path_is_put_in_place() {
        let folder = tempfile::tempdir().unwrap();
        let file = UnfinishedFile::beside(&folder.path().join("weights")).unwrap();
        fs::write(file.path(), b"by another hand").unwrap();
        file.put_in_place().unwrap();
        assert_eq!(fs::read(folder.path().join("weights")).unwrap(), b"by another hand");
    }

    #[cfg(unix)]
    #[test]
    fn what_was_written_is_an_ordinary_file() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.json");
        write_atomically(&path, |out| out.write_all(b"[]")).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o644);
    }

    #[test]
    fn a_folder_that_is_missing_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone/list.json");
        let error = write_atomically(&path, |out| out.write_all(b"[]")).unwrap_err();
        assert_eq!(error.source.kind(), io::ErrorKind::NotFound);
        assert_eq!(folder_of(Path::new("bare")), Path::new("."));
    }
}
