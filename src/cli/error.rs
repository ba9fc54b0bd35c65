//! What ends a command, and how it is said in one sentence.

use std::error::Error;
use std::io;
use std::path::PathBuf;

use catalogue_file::FileFault;
use cnn::CnnError;
use domain::{DomainError, ForPeople, Message};
use experiment::ExperimentError;
use photo::PhotoError;
use recognition::RecognitionError;
use registry::RegistryError;
use store::StoreError;
use taught::TaughtError;
use teach::JudgeError;
use teach::keeping::KeepError;
use teach::library::{ExportError, ImportError};
use training::TrainingError;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// Options that do not go together.
    #[error("{0}")]
    Usage(String),
    /// Some photos failed; each was reported when it did.
    #[error("some photos could not be read")]
    PhotosFailed,
    /// The comparison found the new version worse.
    #[error("the new version is worse")]
    NewIsWorse,
    /// Standard output is gone or full.
    #[error("the output could not be written")]
    Output(#[source] io::Error),
    /// A file that a person named could not be read or written.
    #[error("could not {action} {}", path.display())]
    File {
        /// What was tried, a verb.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The program's own fonts cannot be read.
    #[error("the built-in fonts are damaged; install Tillsight again")]
    Fonts,
    /// A report lies there already.
    #[error("{} holds a report already ({name}); give another folder, or remove it", folder.display())]
    ReportExists {
        /// The folder.
        folder: PathBuf,
        /// The file that is there.
        name: &'static str,
    },
    /// The folder of a report cannot be used.
    #[error("no report can be written into {} ({source}); give a folder that may be written to", folder.display())]
    ReportFolder {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A catalogue file has bad rows; nothing of it was taken.
    #[error(
        "{} was not imported: {}",
        file.display(), rows.join("; ")
    )]
    CatalogueRows {
        /// The file.
        file: PathBuf,
        /// What is wrong, one text a row.
        rows: Vec<String>,
    },
    /// A catalogue file cannot be read at all.
    #[error("{} was not imported: {fault}", file.display())]
    CatalogueFile {
        /// The file.
        file: PathBuf,
        /// Why.
        fault: FileFault,
    },
    /// A catalogue file leaves something open; nothing of it was taken.
    #[error("{} was not imported, for this is open: {}", file.display(), questions.join(" "))]
    CatalogueQuestions {
        /// The file.
        file: PathBuf,
        /// What is open, each with the options that answer it.
        questions: Vec<String>,
    },
    /// An option of an import that names no field or rate.
    #[error("\"{0}\" names no column and no rate; write it such as name=Artikel, price=#3 or A=19")]
    CatalogueOption(String),
    /// The till is in no day.
    #[error("no day is open at this till; the first sale opens one")]
    NoOpenDay,
    /// There is no such Z report.
    #[error("no day was closed{}; see them with: tillsight day list", .0.map_or_else(String::new, |number| format!(" with the number {number}")))]
    NoClosedDay(Option<i64>),
    /// A rule of selling.
    #[error(transparent)]
    Domain(#[from] DomainError),
    /// A photo.
    #[error(transparent)]
    Photo(#[from] PhotoError),
    /// The shop's folder or database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A version of the model.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// Recognition.
    #[error(transparent)]
    Recognition(#[from] RecognitionError),
    /// What the shop taught its model.
    #[error(transparent)]
    Taught(#[from] TaughtError),
    /// Photos of the shop's own.
    #[error(transparent)]
    Keeping(#[from] KeepError),
    /// Nothing can be forgotten.
    #[error("nothing was taught of {0}; see the shop's products with: tillsight catalogue list")]
    NothingTaught(String),
    /// None of the photos could be kept.
    #[error("{0} was not taught: none of the photos could be read")]
    NoPhotoRead(String),
    /// A network or device.
    #[error(transparent)]
    Network(#[from] CnnError),
    /// Photos could not be imported.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// Photos could not be exported.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// Comparing versions.
    #[error(transparent)]
    Judge(#[from] JudgeError),
    /// Trying networks and settings.
    #[error(transparent)]
    Experiment(#[from] ExperimentError),
    /// Training or judging.
    #[error(transparent)]
    Training(#[from] TrainingError),
}

impl ForPeople for CliError {
    fn message(&self) -> Message {
        match self {
            Self::Domain(error) => error.message(),
            Self::Photo(error) => error.message(),
            Self::Store(error) => error.message(),
            Self::Registry(error) => error.message(),
            Self::Recognition(error) => error.message(),
            Self::Taught(error) => error.message(),
            Self::Keeping(error) => error.message(),
            Self::Export(error) => error.message(),
            Self::Judge(error) => error.message(),
            Self::Training(error) => error.message(),
            // None of these ends what a window starts.
            _ => Message::new("command-failed"),
        }
    }
}

impl CliError {
    /// Whether standard output was closed by whoever reads it.
    #[must_use]
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

/// An error and its causes in one line; a cause that the error names already is not said twice.
#[must_use]
pub fn sentence(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        cause = error.source();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;

    #[test]
    fn a_cause_is_said_once_and_on_one_line() {
        let source = io::Error::other("the disk\n  is gone");
        let error = CliError::File { action: "read", path: "list.csv".into(), source };
        assert_eq!(sentence(&error), "could not read list.csv: the disk is gone");
    }

    #[test]
    fn a_closed_pipe_is_no_failure_of_ours() {
        let closed = CliError::Output(io::Error::from(io::ErrorKind::BrokenPipe));
        assert!(closed.is_closed_pipe());
        let full = CliError::Output(io::Error::from(io::ErrorKind::StorageFull));
        assert!(!full.is_closed_pipe());
    }
}
