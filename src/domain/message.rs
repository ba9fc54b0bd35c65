//! What people are told: an id and its arguments; the window puts it into words.

use std::error::Error;
use std::io;
use std::path::Path;

use base::FileError;
use base::regular_file::NotAFile;
use serde::Serialize;

use super::DomainError;

/// A message to be translated: the id of a text and what stands in it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Message {
    /// The text's id in the translations.
    pub id: &'static str,
    /// What the text names, such as a file or a reason.
    pub args: Vec<(&'static str, String)>,
    /// Why, as a message of its own: the text's argument `reason`, in the reader's language.
    pub because: Option<Box<Message>>,
}

impl Message {
    /// A message without arguments.
    pub fn new(id: &'static str) -> Self {
        Self { id, args: Vec::new(), because: None }
    }

    /// Why a text was not taken, as [`super::TextField::take`] says it.
    pub fn of_text(why: &DomainError) -> Self {
        match why {
            DomainError::ControlSign { sign, .. } => {
                let sign = format!("U+{:04X}", u32::from(*sign));
                Self::new("text-control-sign").naming("sign", sign)
            }
            DomainError::TextTooLong { most, .. } => {
                Self::new("text-too-long").naming("most", most.to_string())
            }
            other => Self::new("text-refused").because(other.message()),
        }
    }

    /// Says why, in place of an argument `reason`.
    #[must_use]
    pub fn because(mut self, why: Message) -> Self {
        self.because = Some(Box::new(why));
        self
    }

    /// A file or folder that could not be read or written, and why.
    pub fn of_file(path: &Path, error: &io::Error) -> Self {
        Self::new("file-failed")
            .naming("path", path.display().to_string())
            .because(Self::of_io(error))
    }

    /// What the system said about a file, in words of ours: it speaks no language of the window's.
    pub fn of_io(error: &io::Error) -> Self {
        Self::new(match error.kind() {
            _ if NotAFile::is_why(error) => "file-is-none",
            io::ErrorKind::NotFound => "file-not-there",
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                "file-not-allowed"
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "file-disk-full",
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => "file-damaged",
            _ => "file-refused",
        })
    }

    /// Adds an argument.
    #[must_use]
    pub fn naming(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}

/// An error that people are told of in their language; its own text is for logs and the command line.
pub trait ForPeople: Error {
    /// The same as a message.
    fn message(&self) -> Message;
}

impl ForPeople for FileError {
    fn message(&self) -> Message {
        Message::of_file(&self.path, &self.source)
    }
}
