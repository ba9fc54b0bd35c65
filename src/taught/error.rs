//! Why a shop's model could not be made ready.

use thiserror::Error;

use domain::{ForPeople, Message};
use recognition::RecognitionError;
use registry::RegistryError;
use store::StoreError;

/// An error of the room `taught`.
#[derive(Debug, Error)]
pub enum TaughtError {
    /// The shop's folder or database could not be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The shop has no such version, or it is damaged.
    #[error(transparent)]
    Version(#[from] RegistryError),
    /// What was found could not be kept.
    #[error(transparent)]
    File(#[from] base::FileError),
    /// The version could not be loaded or used.
    #[error(transparent)]
    Recognition(#[from] RecognitionError),
}

impl ForPeople for TaughtError {
    fn message(&self) -> Message {
        match self {
            Self::Store(error) => error.message(),
            Self::Version(error) => error.message(),
            Self::File(error) => error.message(),
            Self::Recognition(error) => error.message(),
        }
    }
}
