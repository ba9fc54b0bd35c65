//! The folder that `evaluate --report` writes into. It is tried before the judging, which may take
//! minutes, and nothing that lies in it is ever overwritten.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use base::UnfinishedFile;

use super::CliError;

/// A report's data, for programs.
pub(super) const DATA: &str = "report.json";
/// A report's page, for people.
pub(super) const PAGE: &str = "report.html";

/// A folder that can be written to and holds no report.
pub(super) struct ReportFolder(PathBuf);

impl ReportFolder {
    /// Makes the folder where it is not there, and proves by a plain write that it can be used.
    pub(super) fn open(folder: &Path) -> Result<Self, CliError> {
        let opened = Self(folder.to_owned());
        fs::create_dir_all(folder).map_err(|source| opened.refused(source))?;
        tempfile::tempfile_in(folder)
            .and_then(|mut file| file.write_all(b"a trial"))
            .map_err(|source| opened.refused(source))?;
        for name in [DATA, PAGE] {
            if folder.join(name).symlink_metadata().is_ok() {
                return Err(opened.taken(name));
            }
        }
        Ok(opened)
    }

    /// Writes a new file; one that cannot be finished is not left behind.
    pub(super) fn write(&self, name: &'static str, content: &[u8]) -> Result<(), CliError> {
        let path = self.0.join(name);
        let written = UnfinishedFile::beside(&path).and_then(|mut file| {
            file.fill(|out| out.write_all(content))?;
            file.put_in_free_place()
        });
        written.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => self.taken(name),
            _ => self.refused(error),
        })
    }

    fn refused(&self, source: io::Error) -> CliError {
        CliError::ReportFolder { folder: self.0.clone(), source }
    }

    fn taken(&self, name: &'static str) -> CliError {
        CliError::ReportExists { folder: self.0.clone(), name }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::sentence;

    #[test]
    fn a_folder_is_made_and_filled_once() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("new/report");
        let folder = ReportFolder::open(&path).unwrap();
        folder.write(DATA, b"{}").unwrap();
        assert_eq!(fs::read(path.join(DATA)).unwrap(), b"{}");
        assert!(matches!(folder.write(DATA, b"[]"), Err(CliError::ReportExists { .. })));
        assert!(matches!(
            ReportFolder::open(&path),
            Err(CliError::ReportExists { name: DATA, .. })
        ));
        assert_eq!(fs::read(path.join(DATA)).unwrap(), b"{}", "and it is still the first");
        assert_eq!(fs::read_dir(&path).unwrap().count(), 1, "no trial is left behind");
    }

    #[test]
    fn other_files_in_the_folder_do_no_harm() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("notes.txt"), "mine").unwrap();
        ReportFolder::open(place.path()).unwrap().write(PAGE, b"page").unwrap();
    }

    #[test]
    fn a_file_in_the_place_of_the_folder_is_one_sentence() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("file");
        fs::write(&path, "mine").unwrap();
        let Err(error) = ReportFolder::open(&path) else { panic!("a file is no folder") };
        let text = sentence(&error);
        assert!(text.starts_with("no report can be written into ") && text.contains("file"));
    }
}
