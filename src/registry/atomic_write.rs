//! Writing so that a power cut leaves the old file or the new one, never half of it.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::RegistryError;
use super::error::FileContext;

/// Writes `path` through a temporary file in the same folder: filled by `fill`, synced, renamed.
///
/// # Errors
/// [`RegistryError::File`] naming `path` when `fill` or the disk fails; the old file is then as it
/// was.
pub fn write_atomically(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>,
) -> Result<(), RegistryError> {
    let folder = folder_of(path);
    let mut temporary = NamedTempFile::new_in(folder).on("write", path)?;
    fill_and_sync(temporary.as_file_mut(), fill).on("write", path)?;
    let_others_read(temporary.as_file()).on("write", path)?;
    temporary.persist(path).map_err(|error| error.error).on("write", path)?;
    sync_folder(folder)
}

fn fill_and_sync(
    file: &mut File,
    fill: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>,
) -> io::Result<()> {
    let mut writer = BufWriter::new(&mut *file);
    fill(&mut writer)?;
    writer.flush()?;
    drop(writer);
    file.sync_all()
}

/// Temporary files are made private; what they become is an ordinary file.
#[cfg(unix)]
fn let_others_read(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn let_others_read(_file: &File) -> io::Result<()> {
    Ok(())
}

/// Makes a rename in `folder` last. Only Unix lets a folder be synced.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> Result<(), RegistryError> {
    File::open(folder).and_then(|file| file.sync_all()).on("write", folder)
}

#[cfg(not(unix))]
pub(super) fn sync_folder(_folder: &Path) -> Result<(), RegistryError> {
    Ok(())
}

/// The folder that holds `path`; `.` for a bare file name.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {

    use super::*;

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
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
