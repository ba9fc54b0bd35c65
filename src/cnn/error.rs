//! What can go wrong with a network, in sentences for people.

use std::path::PathBuf;

/// An error of the room `cnn`.
#[derive(Debug, thiserror::Error)]
pub enum CnnError {
    /// The weights file could not be read or written.
    #[error(
        "the weights file {path} could not be read or written; check the disk and the folder's rights"
    )]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The weights file is no safetensors file, or is cut off.
    #[error("the weights file {path} is damaged ({reason}); fetch or train it again")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the reader said.
        reason: String,
    },
    /// A tensor that the network needs is not in the file.
    #[error("the weights file {path} lacks the tensor {tensor}: it belongs to another network")]
    MissingTensor {
        /// The file.
        path: PathBuf,
        /// The tensor's name.
        tensor: String,
    },
    /// A tensor stands in the file that the network does not know.
    #[error(
        "the weights file {path} holds the unknown tensor {tensor}: it belongs to another network"
    )]
    ExtraTensor {
        /// The file.
        path: PathBuf,
        /// The tensor's name.
        tensor: String,
    },
    /// A tensor has another shape than the network needs.
    #[error(
        "the tensor {tensor} in {path} has the shape {found:?}, the network needs {expected:?}"
    )]
    WrongShape {
        /// The file.
        path: PathBuf,
        /// The tensor's name.
        tensor: String,
        /// The shape in the file.
        found: Vec<i64>,
        /// The shape that the network needs.
        expected: Vec<i64>,
    },
    /// A name that is no architecture.
    #[error(
        "{0} is no known network; choose article, efficientnet-lite0, efficientnet-lite2 or resnet18"
    )]
    UnknownArchitecture(String),
    /// A network beyond all bounds.
    #[error("the article's network has no sensible shape ({what} is out of bounds)")]
    AbsurdShape {
        /// The number that is out of bounds.
        what: &'static str,
    },
    /// A shape of the article's network that leaves no pixel.
    #[error(
        "a network with this kernel and depth leaves nothing of a {size} px picture; choose fewer or smaller layers"
    )]
    NothingLeft {
        /// The picture's side in pixels.
        size: u32,
    },
    /// CUDA was asked for and is not there.
    #[error("no CUDA device was found; choose the device cpu, or auto")]
    NoCuda,
    /// A name that is no device.
    #[error("{0} is no device; choose auto, cpu or cuda")]
    UnknownDevice(String),
    /// The recorded network runs operation by operation, which is no gain.
    #[error("oneDNN Graph took over no part of the network; it runs without the fast path")]
    NotFused,
    /// LibTorch refused an operation.
    #[error("the network could not be run ({})", first_line(.0))]
    Torch(#[from] tch::TchError),
}

impl CnnError {
    /// Whether the device ran out of memory: a smaller batch, or the CPU, may still do.
    pub fn is_out_of_memory(&self) -> bool {
        matches!(self, Self::Torch(error) if error.to_string().contains("out of memory")
            || error.to_string().contains("can't allocate memory"))
    }
}

/// LibTorch appends a C++ stack trace; people need the first line only.
fn first_line(error: &tch::TchError) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}
