//! How sure a share is.

use serde::{Deserialize, Serialize};

/// A range in which a share lies with 95 % confidence; both 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The least plausible share.
    pub low: f64,
    /// The greatest plausible share.
    pub high: f64,
}

impl From<training::Interval> for Interval {
    fn from(interval: training::Interval) -> Self {
        let training::Interval { low, high } = interval;
        Self { low, high }
    }
}
