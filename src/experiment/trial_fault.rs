//! Why a network and its recipe cannot be as the keys of a grid say; each names the key.

use cnn::{Architecture, CnnError};
use serde_json::Value;
use training::{RecipeFault, TrainingError};

/// Why a trial cannot be.
#[derive(Debug, thiserror::Error)]
pub enum TrialFault {
    /// Nothing would be learnt.
    #[error("epochs is 0, it must be more than 0")]
    NoEpochs,
    /// Two sizes for a network that has one.
    #[error(
        "train_size is {train_size}, but the article's network sees pictures of one size, here {size}"
    )]
    OtherTrainSize {
        /// Side of the pictures that are learnt from.
        train_size: u32,
        /// Side of the pictures that are judged.
        size: u32,
    },
    /// No such architecture.
    #[error("arch: {0}")]
    Architecture(#[source] CnnError),
    /// The key of another network.
    #[error("{key} can be chosen for the article's network, not {architecture}")]
    OnlyForArticle {
        /// The key.
        key: &'static str,
        /// The network.
        architecture: Architecture,
    },
    /// Too few or too many layers.
    #[error("channels names {count} layers, not 1 to {most}")]
    Layers {
        /// How many are named.
        count: usize,
        /// As many may be.
        most: usize,
    },
    /// No width.
    #[error("width is {0}, it must be more than 0")]
    Width(f64),
    /// Too few or too many channels.
    #[error("{key} gives a layer of {channels} channels, not 1 to {most}")]
    Channels {
        /// The key that makes them so many.
        key: &'static str,
        /// How many there would be.
        channels: u32,
        /// As many may be.
        most: u32,
    },
    /// Layers that leave nothing of the picture.
    #[error(transparent)]
    Shape(CnnError),
    /// The weights are not at hand.
    #[error("init: {0}")]
    NoBaseWeights(#[source] TrainingError),
    /// Weights that nobody knows.
    #[error("init is \"{0}\", not \"imagenet\" or \"none\"")]
    Init(String),
    /// A value of another kind.
    #[error("{key} = {value} cannot be ({source})")]
    Value {
        /// The key.
        key: String,
        /// The value.
        value: Value,
        /// What the reader said.
        source: serde_json::Error,
    },
    /// A value that no recipe may have.
    #[error("{key} = {value} cannot be ({fault})")]
    Field {
        /// The key.
        key: String,
        /// The value.
        value: Value,
        /// What is wrong.
        #[source]
        fault: RecipeFault,
    },
    /// A number out of its bounds.
    #[error("{key} is {value}, it must lie between {least} and {most}")]
    Bounds {
        /// The key.
        key: &'static str,
        /// The number.
        value: u32,
        /// Least that may be.
        least: u32,
        /// Most that may be.
        most: u32,
    },
    /// The recipe as a whole.
    #[error(transparent)]
    Recipe(#[from] RecipeFault),
}
