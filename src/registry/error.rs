//! What can go wrong with versions of the model, each in one sentence for people.

use std::path::{Path, PathBuf};

use base::FileError;

use domain::{ForPeople, Message};

/// Why the registry refuses or fails.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// A file or folder could not be read, written, made or moved.
    #[error(transparent)]
    File(#[from] FileError),
    /// A name that cannot be a folder's name everywhere.
    #[error(
        "\"{name}\" cannot be a version's name: use up to 64 letters, digits, '-', '_' and '.', \
         beginning and ending with a letter or digit"
    )]
    BadName {
        /// The name as given.
        name: String,
    },
    /// No version has this name, and no folder of this name holds one.
    #[error("there is no version called \"{name}\"; {}", known_names(known))]
    Unknown {
        /// The name as given.
        name: String,
        /// The names that do exist.
        known: Vec<String>,
    },
    /// A folder elsewhere on the disk cannot sell: it might be gone tomorrow.
    #[error(
        "the version in {} is not one of this shop's: export it to a file and import that with \
         `tillsight models import FILE`",
        folder.display()
    )]
    Elsewhere {
        /// The folder.
        folder: PathBuf,
    },
    /// No model was shipped and none was trained.
    #[error(
        "this shop has no model yet: train one with `tillsight train`, or import one with \
         `tillsight models import FILE`"
    )]
    NoVersion,
    /// The name is taken.
    #[error("a version called \"{name}\" exists already: choose another name")]
    Exists {
        /// The name.
        name: String,
    },
    /// The item finder that came with the program is not what it was.
    #[error("the item finder {} is damaged ({reason}): install Tillsight anew", path.display())]
    DamagedFinder {
        /// Its manifest.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The folder holds no manifest.
    #[error("{} is not a version of the model: it holds no manifest.json", folder.display())]
    NoManifest {
        /// The folder.
        folder: PathBuf,
    },
    /// The manifest is there, the weights are not.
    #[error(
        "the version in {} is not whole: weights.safetensors is missing; import it again",
        folder.display()
    )]
    NoWeights {
        /// The folder.
        folder: PathBuf,
    },
    /// The manifest was written by a newer Tillsight.
    #[error(
        "{} was written by a newer Tillsight (format {format}; this one reads up to {}): \
         update Tillsight to use it",
        file.display(), super::MANIFEST_FORMAT
    )]
    FromTheFuture {
        /// The manifest.
        file: PathBuf,
        /// Its format.
        format: u64,
    },
    /// The manifest cannot be used.
    #[error("{} is not a usable manifest: {fault}", file.display())]
    BadManifest {
        /// The manifest.
        file: PathBuf,
        /// What is wrong with it.
        fault: ManifestFault,
    },
    /// The folder is called differently from the version in it.
    #[error(
        "the folder {} holds a version called \"{name}\": rename the folder to \"{name}\"",
        folder.display()
    )]
    NameMismatch {
        /// The folder.
        folder: PathBuf,
        /// The name in the manifest.
        name: String,
    },
    /// The weights are not those that the manifest tells of.
    #[error(
        "the weights in {} are damaged (their SHA-256 is not the one in manifest.json): \
         import this version again or use another one",
        file.display()
    )]
    DamagedWeights {
        /// The weights.
        file: PathBuf,
    },
    /// The list of promoted versions cannot be read.
    #[error(
        "{} is damaged: promote a version again with `tillsight models promote V`",
        file.display()
    )]
    BadPromotion {
        /// The list.
        file: PathBuf,
    },
    /// No version was promoted before the one in use.
    #[error("there is nothing to roll back: no version was promoted before \"{current}\"")]
    NothingToRollBack {
        /// The version in use.
        current: String,
    },
    /// What came with Tillsight is never changed.
    #[error("\"{name}\" came with Tillsight and cannot be {what}")]
    Shipped {
        /// The version.
        name: String,
        /// What was to be done with it, a participle.
        what: &'static str,
    },
    /// The version that sells stays.
    #[error("\"{name}\" sells at present: let another version sell before you delete it")]
    Sells {
        /// The version.
        name: String,
    },
    /// A note that cannot be kept.
    #[error("{why}")]
    BadNote {
        /// Why.
        why: String,
    },
    /// A note that is too long.
    #[error("the note has {chars} characters; up to {limit} are kept")]
    LongNote {
        /// Its characters.
        chars: usize,
        /// The limit.
        limit: usize,
    },
    /// A file to import is refused; nothing was kept of it.
    #[error("{} was not imported: {reason}", file.display())]
    Refused {
        /// The file.
        file: PathBuf,
        /// Why, a phrase without a full stop.
        reason: String,
    },
}

/// What is wrong with a manifest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestFault {
    /// Not JSON, or a field is missing or of the wrong kind.
    #[error("{0}")]
    Syntax(String),
    /// Larger than any manifest is.
    #[error("it is larger than {limit_mib} MiB")]
    TooLarge {
        /// The limit in MiB.
        limit_mib: u64,
    },
    /// A field has a value that makes no sense.
    #[error("{field} {problem}")]
    Field {
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        problem: String,
    },
}

impl ManifestFault {
    pub(super) fn field(field: &'static str, problem: impl Into<String>) -> Self {
        Self::Field { field, problem: problem.into() }
    }
}

fn known_names(known: &[String]) -> String {
    if known.is_empty() {
        return "this shop has none yet".to_owned();
    }
    format!("this shop has: {}", known.join(", "))
}

impl ForPeople for RegistryError {
    fn message(&self) -> Message {
        let in_folder =
            |id, folder: &Path| Message::new(id).naming("path", folder.display().to_string());
        match self {
            Self::File(FileError { path, source, .. }) => {
                in_folder("model-files", path).because(Message::of_io(source))
            }
            Self::Unknown { name, .. } => Message::new("model-unknown").naming("name", name),
            Self::Elsewhere { .. } => Message::new("model-elsewhere"),
            Self::NoVersion => Message::new("model-none"),
            Self::DamagedFinder { path, .. } => {
                Message::new("model-finder-damaged").naming("path", path.display().to_string())
            }
            Self::NoManifest { folder } | Self::NoWeights { folder } => {
                in_folder("model-not-whole", folder)
            }
            Self::FromTheFuture { file, .. } => in_folder("model-newer", file),
            Self::BadManifest { file, .. } | Self::DamagedWeights { file } => {
                in_folder("model-damaged", file)
            }
            Self::NameMismatch { folder, .. } => in_folder("model-damaged", folder),
            Self::BadPromotion { .. } => Message::new("model-promotions-damaged"),
            Self::NothingToRollBack { current } => {
                Message::new("model-nothing-before").naming("name", current)
            }
            Self::BadName { name } => Message::new("model-bad-name").naming("name", name),
            Self::Exists { name } => Message::new("model-exists").naming("name", name),
            Self::Shipped { name, .. } => Message::new("model-shipped").naming("name", name),
            Self::Sells { name } => Message::new("model-sells").naming("name", name),
            Self::BadNote { .. } => Message::new("model-bad-note"),
            Self::LongNote { limit, .. } => {
                Message::new("model-long-note").naming("most", limit.to_string())
            }
            Self::Refused { file, .. } => in_folder("model-not-imported", file),
        }
    }
}
