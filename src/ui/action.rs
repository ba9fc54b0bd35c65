//! What a screen wants done: one closed list, carried out in one place.

use std::path::PathBuf;

use crate::teach::TeachCommand;
use crate::till::{CatalogueCommand, Command, SettingsCommand};

/// What a file is wanted for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum FileWish {
    /// Photos to name.
    #[default]
    Photos,
    /// The picture of the product that is being edited.
    ProductPicture,
    /// A catalogue to read.
    ImportCatalogue,
    /// Where to write the catalogue.
    ExportCatalogue,
    /// Where to write photos: a folder, or a name that ends in `.zip`.
    ExportPhotos,
}

impl FileWish {
    /// The id of the question in the translations.
    pub fn title_id(self) -> &'static str {
        match self {
            Self::Photos => "open-photo",
            Self::ProductPicture => "product-picture-choose",
            Self::ImportCatalogue => "products-import",
            Self::ExportCatalogue => "products-export",
            Self::ExportPhotos => "library-export",
        }
    }

    /// The id of what the button says that ends the question.
    pub fn answer_id(self) -> &'static str {
        match self {
            Self::ExportCatalogue | Self::ExportPhotos => "product-save",
            Self::Photos | Self::ProductPicture | Self::ImportCatalogue => "path-open",
        }
    }

    /// What the till does with the file; photos go another way.
    pub fn command(self, file: PathBuf) -> Option<Command> {
        Some(match self {
            Self::Photos | Self::ExportPhotos => return None,
            Self::ProductPicture => CatalogueCommand::ChoosePicture(file).into(),
            Self::ImportCatalogue => CatalogueCommand::ReadImport(file).into(),
            Self::ExportCatalogue => CatalogueCommand::Export(file).into(),
        })
    }
}

/// A wish of whoever sits before the window.
pub enum Action {
    /// For the till.
    Till(Command),
    /// For one of the desks of training.
    Teach(TeachCommand),
    /// Let the system's file dialog choose photos.
    ChooseFiles,
    /// Let the system's file dialog choose another file.
    AskForFile(FileWish),
    /// What was typed into the path field for another file.
    FileTyped(FileWish, String),
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

impl From<TeachCommand> for Action {
    fn from(command: TeachCommand) -> Self {
        Self::Teach(command)
    }
}

impl From<CatalogueCommand> for Action {
    fn from(command: CatalogueCommand) -> Self {
        Self::Till(command.into())
    }
}

impl From<SettingsCommand> for Action {
    fn from(command: SettingsCommand) -> Self {
        Self::Till(command.into())
    }
}
