//! A camera on its own threads: the newest frame, a watchdog, and reopening; nobody ever waits for the driver.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crossbeam_channel::{Sender, bounded};

use super::camera::{Camera, CameraError, Frame};
use super::feed_state::{FeedState, LostReason, Patience, Watchdog};
use super::feed_supervisor::Supervisor;
use super::resolution::Resolution;

/// Opens a camera; called on the thread that will read it, again after every loss.
pub type OpenCamera = dyn Fn() -> Result<Box<dyn Camera>, CameraError> + Send + Sync;

/// Called after every new frame and every change of state, on the feed's thread; must be quick.
pub(super) type Wake = Arc<dyn Fn() + Send + Sync>;

/// A running camera. Dropping it stops it; neither waits for the camera.
pub struct CameraFeed {
    shared: Arc<Shared>,
    stop: Sender<()>,
}

impl CameraFeed {
    /// Starts to read the camera that `open` opens; returns at once.
    ///
    /// `wake` is called after every new frame and every change of [`Self::state`].
    pub fn start(open: Box<OpenCamera>, wake: Wake, patience: Patience) -> Self {
        let (stop, stopped) = bounded(1);
        let shared = Arc::new(Shared::new(patience));
        let supervisor = Supervisor::new(Arc::clone(&shared), Arc::from(open), wake, stopped);
        let spawned = base::threads::start("camera-watchdog", move || supervisor.run());
        if let Err(error) = spawned {
            shared.lock().reader_ended(CameraError::NoThread { reason: error.to_string() }.into());
        }
        Self { shared, stop }
    }

    /// Returns the newest frame, if the camera is live: an old picture is nothing to sell from.
    pub fn latest(&self) -> Option<Arc<Frame>> {
        let slot = self.shared.lock();
        let live = slot.watchdog.state(Instant::now()) == FeedState::Live;
        slot.newest.clone().filter(|_| live)
    }

    /// Returns what the feed is doing, judged by the age of its newest frame at this moment.
    pub fn state(&self) -> FeedState {
        self.shared.lock().watchdog.state(Instant::now())
    }

    /// Returns how many frames the camera has given; those that nobody took the newest of in time
    /// were dropped, and never decoded.
    pub fn received(&self) -> u64 {
        self.shared.lock().received
    }

    /// Returns the picture sizes that the camera offers, if it says so.
    pub fn resolutions(&self) -> Vec<Resolution> {
        self.shared.lock().resolutions.clone()
    }

    /// Stops the feed for good, without waiting for the camera.
    pub fn stop(&self) {
        let mut slot = self.shared.lock();
        slot.watchdog.stop();
        slot.newest = None;
        drop(slot);
        // Full or without a receiver: the supervisor is about to see it, or has ended.
        let _ = self.stop.try_send(());
    }
}

impl Drop for CameraFeed {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What the feed's owner and its supervisor both see.
pub(super) struct Shared {
    slot: Mutex<Slot>,
}

pub(super) struct Slot {
    pub(super) watchdog: Watchdog,
    pub(super) resolutions: Vec<Resolution>,
    newest: Option<Arc<Frame>>,
    received: u64,
}

impl Shared {
    fn new(patience: Patience) -> Self {
        let watchdog = Watchdog::new(patience, Instant::now());
        Self {
            slot: Mutex::new(Slot { watchdog, resolutions: Vec::new(), newest: None, received: 0 }),
        }
    }

    /// Held for a few assignments only, never across a call to a camera.
    pub(super) fn lock(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot {
    pub(super) fn frame_came(&mut self, frame: Arc<Frame>) {
        self.watchdog.frame_came(Instant::now());
        self.newest = Some(frame);
        self.received += 1;
    }

    pub(super) fn reader_ended(&mut self, reason: LostReason) {
        self.watchdog.reader_ended(Instant::now(), reason);
        self.newest = None;
    }
}

#[cfg(test)]
#[path = "camera_feed_tests.rs"]
mod tests;
