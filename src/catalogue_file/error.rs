//! Why a file cannot be read at all.

use domain::{ForPeople, Message};
use thiserror::Error;

/// Why a file cannot be read at all.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum FileFault {
    /// A workbook of a spreadsheet program.
    #[error(
        "it is a workbook of Excel or the like: save the sheet as \"CSV UTF-8\" and import that"
    )]
    Workbook,
    /// It is no text.
    #[error("it is no table as text: save the list as \"CSV UTF-8\" and import that")]
    NotText,
    /// It is not in the encoding that was chosen.
    #[error("it is not in {0}: choose another encoding (--encoding)")]
    NotInEncoding(String),
    /// No column has this heading.
    #[error("there is no column \"{0}\"; name one by its heading, or the third as #3")]
    NoColumn(String),
    /// There is no row in it.
    #[error("there is no product in it")]
    Empty,
}

impl ForPeople for FileFault {
    fn message(&self) -> Message {
        match self {
            Self::Workbook => Message::new("import-workbook"),
            Self::NotText => Message::new("import-not-text"),
            Self::NotInEncoding(name) => {
                Message::new("import-not-in-encoding").naming("encoding", name)
            }
            Self::NoColumn(heading) => Message::new("import-no-column").naming("column", heading),
            Self::Empty => Message::new("import-empty"),
        }
    }
}
