//! A till with its threads, waited for by its own word and never by the clock.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tillsight::domain::Message;
use tillsight::till::{Command, NoCameras, Snapshot, Till, TillConfig, TillHandle};

/// No test waits this long; one that would has failed.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub struct Running {
    pub till: TillHandle,
    woken: Receiver<()>,
}

impl Running {
    pub fn with(config: TillConfig) -> Self {
        let (wake, woken) = channel();
        let wake = Mutex::new(wake);
        let wake = Arc::new(move || _ = wake.lock().unwrap().send(()));
        Self { till: Till::start(config, wake).unwrap(), woken }
    }

    /// A till that names no photo and has no camera.
    pub fn without_model(shop: &Path) -> TillConfig {
        TillConfig {
            load_model: Arc::new(|| Err(Message::new("model-not-there"))),
            cameras: Arc::new(NoCameras),
            ..TillConfig::for_shop(shop).unwrap()
        }
    }

    pub fn send(&self, command: impl Into<Command>) {
        assert!(self.till.send(command.into()));
    }

    pub fn wait_until(&self, is_so: impl Fn(&Snapshot) -> bool) -> Arc<Snapshot> {
        loop {
            let snapshot = self.till.snapshot();
            if is_so(&snapshot) {
                return snapshot;
            }
            self.wait();
        }
    }

    /// Forgets all words so far, and returns how many there were.
    pub fn words(&self) -> usize {
        self.woken.try_iter().count()
    }

    /// Waits for the till's next word.
    pub fn wait(&self) {
        self.woken.recv_timeout(PATIENCE).expect("the till goes on");
    }
}
