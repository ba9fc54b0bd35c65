//! What a screen wants done: one closed list, carried out in one place.

use std::path::PathBuf;

use teach::bench::ExportForm;
use teach::library::LibraryCommand;
use teach::{BenchCommand, CompareCommand, RunCommand, ShowCommand, TeachCommand};
use till::{CatalogueCommand, Command, SettingsCommand};

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
    /// Where to write a catalogue to fill in.
    SaveTemplate,
    /// Pictures or zips of them for the test bench.
    BenchPictures,
    /// A folder of pictures for the test bench.
    BenchFolder,
    /// Where to write what is on the test bench.
    BenchExport(ExportForm),
    /// Where to write photos: a folder, or a name that ends in `.zip`.
    ExportPhotos,
    /// A version of the model to bring in.
    ImportVersion,
    /// Where to write the chosen version.
    ExportVersion,
    /// A folder of pictures that show no goods.
    UnknownPictures,
    /// Photos or zips of them to teach.
    TeachPhotos,
    /// A folder of photos to teach.
    TeachFolder,
}

impl FileWish {
    /// The id of the question in the translations.
    pub fn title_id(self) -> &'static str {
        match self {
            Self::Photos => "open-photo",
            Self::ProductPicture => "product-picture-choose",
            Self::ImportCatalogue => "products-import",
            Self::ExportCatalogue => "products-export",
            Self::SaveTemplate => "products-template",
            Self::BenchPictures => "bench-add",
            Self::BenchFolder => "bench-add-folder",
            Self::BenchExport(ExportForm::Csv) => "bench-export-csv",
            Self::BenchExport(ExportForm::Html) => "bench-export-html",
            Self::ExportPhotos => "library-export",
            Self::ImportVersion => "compare-import-title",
            Self::ExportVersion => "compare-export-title",
            Self::UnknownPictures => "compare-strangers-title",
            Self::TeachPhotos => "teach-files",
            Self::TeachFolder => "teach-folder",
        }
    }

    /// The id of what the button says that ends the question.
    pub fn answer_id(self) -> &'static str {
        match self {
            Self::ExportCatalogue
            | Self::SaveTemplate
            | Self::ExportPhotos
            | Self::ExportVersion
            | Self::BenchExport(_) => "product-save",
            Self::Photos
            | Self::ProductPicture
            | Self::ImportCatalogue
            | Self::ImportVersion
            | Self::UnknownPictures
            | Self::TeachPhotos
            | Self::TeachFolder
            | Self::BenchPictures
            | Self::BenchFolder => "path-open",
        }
    }

    /// What is done with the files. Which photos are exported, the window knows.
    pub fn actions(self, files: Vec<PathBuf>) -> Vec<Action> {
        let each = |wish: fn(PathBuf) -> CatalogueCommand| {
            files.iter().cloned().map(|file| wish(file).into()).collect()
        };
        let versions = |wish: fn(PathBuf) -> CompareCommand| {
            files.iter().cloned().map(|file| TeachCommand::Compare(wish(file)).into()).collect()
        };
        match self {
            Self::Photos => vec![Action::OpenFiles(files)],
            Self::ExportPhotos => files.into_iter().map(Action::ExportPhotos).collect(),
            Self::ProductPicture => each(CatalogueCommand::ChoosePicture),
            Self::ImportCatalogue => each(CatalogueCommand::ReadImport),
            Self::ExportCatalogue => each(CatalogueCommand::Export),
            Self::SaveTemplate => each(CatalogueCommand::SaveTemplate),
            Self::ImportVersion => versions(CompareCommand::Import),
            Self::ExportVersion => versions(CompareCommand::Export),
            Self::UnknownPictures => versions(|folder| CompareCommand::Unknown(Some(folder))),
            Self::TeachPhotos | Self::TeachFolder => vec![ShowCommand::Preview(files).into()],
            Self::BenchPictures | Self::BenchFolder => {
                vec![BenchCommand::Open(files).into()]
            }
            Self::BenchExport(form) => {
                files.into_iter().map(|file| Action::ExportBench(form, file)).collect()
            }
        }
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
    /// Write the photos that the library was asked for to this file or folder.
    ExportPhotos(PathBuf),
    /// Write what is on the test bench to this file, in the window's language.
    ExportBench(ExportForm, PathBuf),
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

impl From<BenchCommand> for Action {
    fn from(command: BenchCommand) -> Self {
        Self::Teach(TeachCommand::Bench(command))
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

impl From<ShowCommand> for Action {
    fn from(command: ShowCommand) -> Self {
        Self::Teach(TeachCommand::Show(command))
    }
}

impl From<LibraryCommand> for Action {
    fn from(command: LibraryCommand) -> Self {
        Self::Teach(TeachCommand::Library(command))
    }
}

impl From<RunCommand> for Action {
    fn from(command: RunCommand) -> Self {
        Self::Teach(TeachCommand::Run(command))
    }
}

impl From<CompareCommand> for Action {
    fn from(command: CompareCommand) -> Self {
        Self::Teach(TeachCommand::Compare(command))
    }
}
