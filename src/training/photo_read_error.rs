//! Why a photo of the data cannot be had, in one sentence that names it.

use std::io;

use domain::{ForPeople, Message};
use photo::PhotoError;

/// Why a photo of the data cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum PhotoReadError {
    /// It cannot be unpacked from its zip.
    #[error("{name} could not be unpacked ({source})")]
    Zip {
        /// The photo.
        name: String,
        /// What is wrong with the zip.
        source: io::Error,
    },
    /// Its file cannot be read, or is no picture.
    #[error(transparent)]
    Picture(#[from] PhotoError),
}

/// Without the photo's name, which stands beside it.
impl ForPeople for PhotoReadError {
    fn message(&self) -> Message {
        match self {
            Self::Zip { source, .. } => Message::of_io(source),
            Self::Picture(error) => error.message(),
        }
    }
}
