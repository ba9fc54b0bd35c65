//! Here live the convolutional networks: architectures, weights (safetensors), devices; a picture batch becomes embeddings and logits.
//! May not live here: products, prices, thresholds, files other than weights, anything of a screen.
//! Called by `training` (with gradients) and by `recognition` (folded, without).

#![warn(unreachable_pub)]

mod answers;
mod architecture;
mod article;
mod batch;
mod class_statistics;
mod dense;
mod device;
mod efficientnet_lite;
mod error;
mod fast_path;
mod finder_network;
mod inference;
mod layers;
mod memory;
mod network;
mod parameters;
mod picture_buffer;
mod places;
mod process_end;
mod prototypes;
mod quick_answers;
mod resnet;
#[cfg(fast_path)]
mod torch_message;
#[cfg(fast_path)]
mod traced_network;
#[cfg(not(fast_path))]
#[path = "no_traced_network.rs"]
mod traced_network;
mod version_networks;
mod weights;

pub use architecture::{Architecture, ArticlePadding, ArticleShape, Pooling};
pub use batch::{tensor_from_channel_last, tensor_from_prepared};
pub use class_statistics::ClassStatistics;
pub use device::{DeviceChoice, cpu_threads, device_name, load_cuda_libraries, set_cpu_threads};
pub use error::CnnError;
pub use finder_network::{FINDER_STRIDE, FinderMaps, FinderNetwork, InferenceFinder};
pub use inference::{InferenceNetwork, InferencePrecision, Outputs, processor_name};
pub use layers::Mode;
pub use memory::keep_freed_memory;
pub use network::Network;
pub use parameters::{Parameter, Parameters};
pub use places::{ClassRow, PlaceAxis, PlaceFeatures};
pub use process_end::end_process;
pub use prototypes::Prototypes;
pub use version_networks::VersionNetworks;
pub use weights::{Precision, read_weights, write_weights};
