//! Tillsight: a desktop till that names goods without barcodes.
//!
//! The rooms, and the one direction in which they may know each other (`tests/architecture.rs`
//! reads the imports):
//!
//! ```text
//! ui, cli -> till, teach -> taught, training -> recognition -> registry, store, devices -> cnn, photo -> domain
//! ```

pub mod cli;
pub mod cnn;
pub mod devices;
pub mod domain;
pub mod photo;
pub mod receipt;
pub mod recognition;
pub mod registry;
pub mod store;
pub mod taught;
pub mod teach;
pub mod till;
pub mod training;
pub mod ui;
