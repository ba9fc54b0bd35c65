//! A flag that asks long work to end at the next good moment.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// A flag shared by who asks and who works; looked at after every batch.
#[derive(Clone, Debug, Default)]
pub struct StopFlag(Arc<AtomicBool>);

impl StopFlag {
    /// Asks to stop.
    pub fn raise(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked to stop.
    pub fn is_raised(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
