//! A printer for tests and demonstrations: keeps every receipt, and fails when told to.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Printer, PrinterError};

/// Keeps what it gets; clones share one roll of paper.
#[derive(Clone, Default)]
pub struct SimulatedPrinter {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    printed: Vec<Vec<u8>>,
    broken: bool,
}

impl SimulatedPrinter {
    /// Everything printed so far, a piece for each sending.
    pub fn printed(&self) -> Vec<Vec<u8>> {
        self.lock().printed.clone()
    }

    /// Runs out of paper, or gets new one.
    pub fn set_broken(&self, broken: bool) {
        self.lock().broken = broken;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Printer for SimulatedPrinter {
    fn send(&mut self, bytes: &[u8]) -> Result<(), PrinterError> {
        let mut state = self.lock();
        if state.broken {
            return Err(PrinterError::Stopped {
                printer: "simulated".to_owned(),
                reason: "out of paper".to_owned(),
            });
        }
        state.printed.push(bytes.to_vec());
        Ok(())
    }
}
