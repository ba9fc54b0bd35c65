//! What can go wrong while recognising.

use cnn::CnnError;
use domain::{DomainError, ForPeople, Message, ProductId};
use registry::RegistryError;

/// An error of the room `recognition`.
#[derive(Debug, thiserror::Error)]
pub enum RecognitionError {
    /// The network could not be loaded or run.
    #[error(transparent)]
    Network(#[from] CnnError),
    /// The version is damaged.
    #[error(transparent)]
    Version(#[from] RegistryError),
    /// The version's article shape cannot be read.
    #[error("the model {version} has a network shape that this program does not know ({reason})")]
    Shape {
        /// The version's name.
        version: String,
        /// What is wrong.
        reason: String,
    },
    /// A class name that is no product id.
    #[error("the model {version} has a class that cannot be a product: {source}")]
    Class {
        /// The version's name.
        version: String,
        /// Why not.
        #[source]
        source: DomainError,
    },
    /// A product that is no class of the model, so that it cannot say why.
    #[error(
        "the model {version} does not know {product} and cannot say what speaks for it; name one of its products"
    )]
    NotAClass {
        /// The version's name.
        version: String,
        /// The product.
        product: ProductId,
    },
    /// Its network ended the thread that ran it.
    #[error("{version} makes its network stop")]
    Stops {
        /// The version's name.
        version: String,
    },
    /// The version cannot be taught.
    #[error(
        "the model {version} cannot be taught with photos, it was made without class statistics; promote another version, or train it anew"
    )]
    NotTeachable {
        /// The version's name.
        version: String,
    },
    /// Nothing to learn from.
    #[error("{product} cannot be taught without a photo of it; give at least one, better five")]
    NoPhotos {
        /// The product.
        product: ProductId,
    },
    /// A product that was made of another version's directions.
    #[error(
        "{product} was taught to another model than {version}; let {version} look at its photos first"
    )]
    ForeignDirections {
        /// The version's name.
        version: String,
        /// The product.
        product: ProductId,
    },
    /// No product of the shop is known to the model.
    #[error(
        "the model {version} knows none of the shop's active products; import a catalogue with its product ids, or name another model"
    )]
    NothingInScope {
        /// The version's name.
        version: String,
    },
}

impl ForPeople for RecognitionError {
    fn message(&self) -> Message {
        match self {
            Self::Network(_) => Message::new("model-network"),
            Self::Version(error) => error.message(),
            Self::Shape { version, .. } | Self::Class { version, .. } | Self::Stops { version } => {
                Message::new("model-unfit").naming("name", version)
            }
            Self::NotAClass { version, product } => {
                about("model-not-a-class", product).naming("name", version)
            }
            Self::NotTeachable { version } => {
                Message::new("model-not-teachable").naming("name", version)
            }
            Self::NoPhotos { product } | Self::ForeignDirections { product, .. } => {
                about("model-no-photos", product)
            }
            Self::NothingInScope { version } => {
                Message::new("model-nothing-in-scope").naming("name", version)
            }
        }
    }
}

fn about(id: &'static str, product: &ProductId) -> Message {
    Message::new(id).naming("product", product.as_str())
}
