//! What can go wrong with data, training and judging, in sentences for people.

use std::path::{Path, PathBuf};

use super::RecipeFault;
use cnn::CnnError;
use domain::{ForPeople, Message};
use recognition::RecognitionError;
use registry::RegistryError;

/// An error of the room `training`.
#[derive(Debug, thiserror::Error)]
pub enum TrainingError {
    /// A file or folder could not be read or written.
    #[error("{path} could not be read or written; check that it is there and may be used")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// Neither folder, zip nor list.
    #[error(
        "{path} is no data: give a folder with a folder a product, a zip of one, or a list of photos"
    )]
    NoData {
        /// What was given.
        path: PathBuf,
    },
    /// No photo was found.
    #[error("{path} holds no photo; put the photos of each product into a folder of its name")]
    NoPhotos {
        /// What was given.
        path: PathBuf,
    },
    /// The zip cannot be read.
    #[error("the zip file {path} is damaged ({reason}); pack it again")]
    DamagedZip {
        /// The zip.
        path: PathBuf,
        /// What the reader said.
        reason: String,
    },
    /// The zip names files outside itself.
    #[error("the zip file {path} names the file {name}, which lies outside of it; it is refused")]
    HostileZip {
        /// The zip.
        path: PathBuf,
        /// The name.
        name: String,
    },
    /// A folder's name cannot be a product's.
    #[error("the folder \"{name}\" names no product: {why}")]
    BadFolderName {
        /// The name, fit to be shown.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// Two products come out as one.
    #[error(
        "the products \"{first}\" and \"{second}\" both become {slug}; rename one of the folders"
    )]
    SameSlug {
        /// The first folder's name.
        first: String,
        /// The second folder's name.
        second: String,
        /// What both become.
        slug: String,
    },
    /// A folder's name holds no letter and no digit.
    #[error("the folder \"{name}\" has no letter or digit in its name; give it the product's name")]
    NoName {
        /// The folder's name.
        name: String,
    },
    /// A line of a list file is wrong.
    #[error("line {line} of {path} is wrong ({reason}); it should be: path, fine id, coarse id")]
    BadLine {
        /// The list.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// A row of a table of photos is wrong.
    #[error(
        "line {line} of {path} is wrong ({reason}); a table of photos has a header with path and with product or kind, and a photo a line"
    )]
    BadRow {
        /// The table.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// A line of a list of boxes is wrong.
    #[error("line {line} of {path} is wrong ({reason})")]
    BadBox {
        /// The list.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// A product has too few photos to learn and to judge from.
    #[error("the product {product} has {photos} readable photo(s); take at least two")]
    TooFewPhotos {
        /// The product.
        product: String,
        /// How many there are.
        photos: usize,
    },
    /// One product only.
    #[error("there is only one product ({product}); a network needs at least two to tell apart")]
    OneProduct {
        /// The product.
        product: String,
    },
    /// A share or number that makes no sense.
    #[error("{what}")]
    BadOption {
        /// What is wrong, and what would be right.
        what: String,
    },
    /// The recipe file cannot be read.
    #[error("the recipe {path} is wrong ({fault})")]
    BadRecipe {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        fault: RecipeFault,
    },
    /// A recipe makes no sense.
    #[error(transparent)]
    Recipe(#[from] RecipeFault),
    /// ImageNet weights were asked for and are not there.
    #[error(
        "there are no ImageNet weights for {architecture} here; fetch them with `cargo xtask base-weights`, or train with --init none"
    )]
    NoBaseWeights {
        /// The architecture.
        architecture: String,
    },
    /// Nothing to go on with.
    #[error("there is no unfinished training of {name} here; start it without --resume")]
    NothingToResume {
        /// The version's name.
        name: String,
    },
    /// The unfinished training was begun otherwise.
    #[error(
        "the unfinished training of {name} was begun with other data or options; give the same, or start anew without --resume"
    )]
    ResumeDiffers {
        /// The version's name.
        name: String,
    },
    /// The stop flag was raised.
    #[error("the training of {name} was stopped after {epochs} epoch(s); go on with --resume")]
    Stopped {
        /// The version's name.
        name: String,
        /// Whole epochs done.
        epochs: usize,
    },
    /// The system gave no thread.
    #[error("the system has no thread left to prepare pictures on; close other programs")]
    Thread(#[source] std::io::Error),
    /// A fault of the program itself.
    #[error(
        "the training broke off over a fault of the program ({what}); it goes on from its last checkpoint"
    )]
    BrokeOff {
        /// What the fault said of itself.
        what: String,
    },
    /// Weights became no numbers.
    #[error(
        "the training ran away in epoch {epoch} (the loss is no number); lower the learning rate in the recipe"
    )]
    Diverged {
        /// The epoch, from 1.
        epoch: usize,
    },
    /// The network.
    #[error(transparent)]
    Network(#[from] CnnError),
    /// The registry.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// Recognition, while judging.
    #[error(transparent)]
    Recognition(#[from] RecognitionError),
}

impl ForPeople for TrainingError {
    fn message(&self) -> Message {
        let at = |id, path: &Path| Message::new(id).naming("path", path.display().to_string());
        match self {
            _ if self.is_out_of_memory() => Message::new("training-no-memory"),
            Self::File { path, source } => Message::of_file(path, source),
            Self::NoData { path } | Self::NoPhotos { path } => at("training-no-photos", path),
            Self::DamagedZip { path, .. } => at("training-zip-damaged", path),
            Self::HostileZip { path, name } => {
                at("training-zip-hostile", path).naming("name", name)
            }
            Self::BadFolderName { name, .. } | Self::NoName { name } => {
                Message::new("training-folder-name").naming("name", name)
            }
            Self::SameSlug { first, second, .. } => Message::new("training-folders-alike")
                .naming("first", first)
                .naming("second", second),
            Self::BadLine { path, line, .. } => {
                at("training-list-wrong", path).naming("line", line.to_string())
            }
            Self::BadRow { path, line, .. } => {
                at("training-table-wrong", path).naming("line", line.to_string())
            }
            Self::TooFewPhotos { product, .. } => {
                Message::new("training-few-photos").naming("product", product)
            }
            Self::OneProduct { product } => {
                Message::new("training-one-product").naming("product", product)
            }
            Self::BadRecipe { fault, .. } | Self::Recipe(fault) => fault.message(),
            Self::NothingToResume { name } | Self::ResumeDiffers { name } => {
                Message::new("training-not-resumed").naming("name", name)
            }
            Self::Thread(_) => Message::new("thread-refused"),
            Self::BrokeOff { .. } => Message::new("training-broke-off"),
            Self::Diverged { .. } => Message::new("training-ran-away"),
            Self::Network(_) => Message::new("model-network"),
            Self::Registry(error) => error.message(),
            Self::Recognition(error) => error.message(),
            // None of these comes up at the window: they are of the command line's options.
            Self::BadOption { .. }
            | Self::BadBox { .. }
            | Self::NoBaseWeights { .. }
            | Self::Stopped { .. } => Message::new("training-refused"),
        }
    }
}

impl From<tch::TchError> for TrainingError {
    fn from(error: tch::TchError) -> Self {
        Self::Network(CnnError::from(error))
    }
}

impl TrainingError {
    /// Whether the device ran out of memory: a smaller batch, or the CPU, may still do.
    pub fn is_out_of_memory(&self) -> bool {
        match self {
            Self::Network(error) | Self::Recognition(RecognitionError::Network(error)) => {
                error.is_out_of_memory()
            }
            _ => false,
        }
    }

    /// The error of a file or folder, made of what the system says.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}
