//! Versions of the model on disk: what stands in them, whether they are whole, which one sells.
//! No tensor, no picture and no network may come here: weights are bytes with a hash.
//! Called by `recognition` (to load), `training` (to write), `till`, `teach` and `cli`.

#![warn(unreachable_pub)]

mod base_weights;
mod bundle;
mod error;
mod manifest;
mod promotion;
mod shipped_finder;
mod shop_registry;
mod staging;
mod version;
mod version_name;
mod weights_header;

pub use base_weights::base_weights;
pub use error::{ManifestFault, RegistryError};
pub use manifest::{
    ClassEntry, KnownWeight, MANIFEST_FORMAT, Manifest, PrototypeWeight, Thresholds,
};
pub use shipped_finder::{FinderManifest, ShippedFinder};
pub use shop_registry::Registry;
pub use staging::NewVersion;
pub use version::Version;
pub use version_name::VersionName;

/// File of a version that tells what it is.
pub const MANIFEST_FILE: &str = "manifest.json";
/// File of a version that holds the weights.
pub const WEIGHTS_FILE: &str = "weights.safetensors";
/// File of a version that people read; it may be missing.
pub const CARD_FILE: &str = "MODEL_CARD.md";
/// Licence texts that may stand beside the weights and travel with them.
pub const NOTICE_FILES: [&str; 2] = ["NOTICE", "LICENSE"];
