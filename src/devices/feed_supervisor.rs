//! The two threads behind a camera feed: a reader that may hang in the driver, and a supervisor that
//! never does.
//!
//! The supervisor lets go of a reader that is silent (drops its end of the channel) and starts
//! another; if the old one ever wakes up, its next report finds nobody, and it ends.

use std::sync::Arc;
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, bounded, never, select};

use super::camera::{CameraError, Frame};
use super::camera_feed::{OpenCamera, Shared, Wake};
use super::feed_state::{FeedState, LostReason, ReaderPresence, Step};
use super::resolution::Resolution;

/// What a reader tells.
enum Report {
    Opened(Vec<Resolution>),
    Frame(Arc<Frame>),
    Ended(CameraError),
}

/// So many readers may hang in a driver at once; a broken driver must not collect threads for ever.
pub(super) const READERS_AT_MOST: usize = 4;

pub(super) struct Supervisor {
    shared: Arc<Shared>,
    open: Arc<OpenCamera>,
    wake: Wake,
    stopped: Receiver<()>,
    /// Cloned into every reader, so that its count tells how many still live.
    readers: Arc<()>,
}

impl Supervisor {
    pub(super) fn new(
        shared: Arc<Shared>,
        open: Arc<OpenCamera>,
        wake: Wake,
        stopped: Receiver<()>,
    ) -> Self {
        Self { shared, open, wake, stopped, readers: Arc::new(()) }
    }

    pub(super) fn run(&self) {
        let mut reader: Option<Receiver<Report>> = None;
        let mut shown = FeedState::Starting;
        loop {
            let presence = match reader {
                Some(_) => ReaderPresence::Reading,
                None => ReaderPresence::None,
            };
            let now = Instant::now();
            // A statement of its own: the lock must be free while the step is taken.
            let step = self.shared.lock().watchdog.step(now, presence);
            match step {
                Step::Open => reader = self.start_reader(),
                // Dropping the channel's end is all: a join could last for ever.
                Step::Abandon => reader = None,
                Step::WaitUntil(moment) => self.listen(&mut reader, moment),
                Step::Finish => {
                    (self.wake)();
                    return;
                }
            }
            let state = self.shared.lock().watchdog.state(Instant::now());
            if state != shown {
                tracing::info!(?state, "camera");
                shown = state;
                (self.wake)();
            }
        }
    }

    /// Waits for the reader's next report, for the owner's stop, or until `moment`.
    fn listen(&self, reader: &mut Option<Receiver<Report>>, moment: Instant) {
        let silence = never();
        let reports = reader.as_ref().unwrap_or(&silence);
        let rest = moment.saturating_duration_since(Instant::now());
        select! {
            recv(self.stopped) -> _ => {}
            recv(reports) -> report => match report {
                Ok(Report::Frame(frame)) => {
                    self.shared.lock().frame_came(frame);
                    (self.wake)();
                }
                Ok(Report::Opened(resolutions)) => self.shared.lock().resolutions = resolutions,
                Ok(Report::Ended(error)) => {
                    self.shared.lock().reader_ended(error.into());
                    *reader = None;
                }
                // The reader's thread has unwound without a word.
                Err(_) => {
                    self.shared.lock().reader_ended(LostReason::Crashed);
                    *reader = None;
                }
            },
            default(rest) => {}
        }
    }

    fn start_reader(&self) -> Option<Receiver<Report>> {
        if Arc::strong_count(&self.readers) > READERS_AT_MOST {
            self.shared.lock().reader_ended(LostReason::Silent);
            return None;
        }
        // One report at most waits: what a till wants is the newest frame, not all of them.
        let (sender, receiver) = bounded(1);
        let (open, alive) = (Arc::clone(&self.open), Arc::clone(&self.readers));
        let spawned = base::threads::start("camera-reader", move || {
            read(&*open, &sender);
            drop(alive);
        });
        match spawned {
            Ok(_) => Some(receiver),
            Err(error) => {
                let reason = CameraError::NoThread { reason: error.to_string() };
                self.shared.lock().reader_ended(reason.into());
                None
            }
        }
    }
}

/// Reads one camera until it fails or nobody listens any more.
fn read(open: &OpenCamera, reports: &Sender<Report>) {
    let mut camera = match open() {
        Ok(camera) => camera,
        Err(error) => {
            let _ = reports.send(Report::Ended(error));
            return;
        }
    };
    if reports.send(Report::Opened(camera.resolutions())).is_err() {
        return;
    }
    loop {
        let report = match camera.next_frame() {
            Ok(frame) => Report::Frame(Arc::new(frame)),
            Err(error) => Report::Ended(error),
        };
        let ended = matches!(report, Report::Ended(_));
        if reports.send(report).is_err() || ended {
            return;
        }
    }
}
