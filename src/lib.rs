//! Tillsight: a desktop till that names goods without barcodes.
//!
//! Every room is a crate in its folder of `src`; this one names them all for the integration tests, the
//! benches and the demo day. Their arrows point one way, and Cargo sees to it:
//!
//! ```text
//! ui, cli -> till, teach, experiment -> taught, training -> recognition -> registry, store, devices, receipt -> cnn, photo, catalogue_file -> texts -> domain
//!
//! base is open to every one of them, plot to those that draw
//! ```

pub use base;
pub use catalogue_file;
pub use cli;
pub use cnn;
pub use devices;
pub use domain;
pub use experiment;
pub use photo;
pub use plot;
pub use receipt;
pub use recognition;
pub use registry;
pub use store;
pub use taught;
pub use teach;
pub use texts;
pub use till;
pub use training;
pub use ui;
