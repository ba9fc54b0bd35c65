//! What a screen wants done: one closed list, carried out in one place.

use std::path::PathBuf;

use crate::till::Command;

/// A wish of whoever sits before the window.
#[derive(Clone)]
pub enum Action {
    /// For the till.
    Till(Command),
    /// Let the system's file dialog choose photos.
    ChooseFiles,
    /// Open what was typed or pasted into the path field.
    OpenTyped(String),
    /// Make a product with this barcode, on the screen for products.
    MakeProduct {
        /// The digits.
        barcode: String,
    },
    /// Open these files.
    OpenFiles(Vec<PathBuf>),
}

impl From<Command> for Action {
    fn from(command: Command) -> Self {
        Self::Till(command)
    }
}
