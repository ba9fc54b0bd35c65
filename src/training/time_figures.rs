//! How long judging takes.

use serde::Serialize;

/// How long the judging took, a photo.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TimeFigures {
    /// All of it, in milliseconds.
    pub millis_per_photo: f64,
    /// Of that: reading, decoding and preparing on all threads.
    pub read_millis_per_photo: f64,
    /// Of that: the network, in batches.
    pub network_millis_per_photo: f64,
    /// Threads that read photos.
    pub threads: usize,
    /// Where the network ran: `cpu` or `cuda`.
    pub device: &'static str,
}
