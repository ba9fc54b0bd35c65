//! Which version sells: the list of promoted versions, newest last.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::RegistryError;
use base::FileContext;
use base::write_atomically;

/// The list's file in the shop's versions folder.
pub(super) const PROMOTED_FILE: &str = "promoted.json";

/// How far back one can roll.
const MAX_HISTORY: usize = 100;

/// The promoted versions by name, the one in use last.
#[derive(Serialize, Deserialize, Default, Debug, PartialEq)]
pub(super) struct Promotions {
    history: Vec<String>,
}

impl Promotions {
    /// Reads the list; empty where none was ever promoted.
    pub(super) fn read(versions: &Path) -> Result<Self, RegistryError> {
        let file = file_in(versions);
        match fs::read(&file) {
            Ok(bytes) => {
                serde_json::from_slice(&bytes).map_err(|_| RegistryError::BadPromotion { file })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Ok(Err(error).on("read", &file)?),
        }
    }

    /// Reads the list, or begins a new one where the old one is damaged: promoting repairs it.
    pub(super) fn read_or_restart(versions: &Path) -> Result<Self, RegistryError> {
        match Self::read(versions) {
            Err(RegistryError::BadPromotion { file }) => {
                tracing::warn!(file = %file.display(), "the list of promoted versions restarts");
                Ok(Self::default())
            }
            other => other,
        }
    }

    pub(super) fn write(&self, versions: &Path) -> Result<(), RegistryError> {
        let written = write_atomically(&file_in(versions), |out| {
            serde_json::to_writer_pretty(&mut *out, self).map_err(io::Error::from)?;
            out.write_all(b"\n")
        });
        Ok(written?)
    }

    /// The version in use, if one was promoted.
    pub(super) fn current(&self) -> Option<&str> {
        self.history.last().map(String::as_str)
    }

    /// Puts a version on top; one that is there already is not put twice.
    pub(super) fn push(&mut self, name: &str) {
        if self.current() != Some(name) {
            self.history.push(name.to_owned());
        }
        let excess = self.history.len().saturating_sub(MAX_HISTORY);
        self.history.drain(..excess);
    }

    /// Takes the newest off.
    pub(super) fn pop(&mut self) -> Option<String> {
        self.history.pop()
    }
}

fn file_in(versions: &Path) -> PathBuf {
    versions.join(PROMOTED_FILE)
}

#[cfg(test)]
mod tests {

    use super::*;

    #[test]
    fn the_history_is_kept_short_and_without_repeats() {
        let mut promotions = Promotions::default();
        promotions.push("a");
        promotions.push("a");
        assert_eq!(promotions.history, ["a"]);
        for number in 0..150 {
            promotions.push(&format!("v{number}"));
        }
        assert_eq!(promotions.history.len(), MAX_HISTORY);
        assert_eq!(promotions.current(), Some("v149"));
    }
}
