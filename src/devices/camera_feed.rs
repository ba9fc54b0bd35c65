//! A camera on its own threads: the newest frame, a watchdog, and reopening; nobody ever waits for the driver.
//!
//! Two threads: a reader that may hang in the driver, and a supervisor that never does. The
//! supervisor lets go of a reader that is silent (drops its end of the channel) and starts another;
//! if the old one ever wakes up, its next report finds nobody, and it ends.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, bounded, never, select};

use super::camera::{Camera, CameraError, Frame};
use super::feed_state::{FeedState, LostReason, Patience, ReaderPresence, Step, Watchdog};

/// Opens a camera; called on the thread that will read it, again after every loss.
pub type OpenCamera = dyn Fn() -> Result<Box<dyn Camera>, CameraError> + Send + Sync;

/// Called after every new frame and every change of state, on the feed's thread; must be quick.
type Wake = Arc<dyn Fn() + Send + Sync>;

/// So many readers may hang in a driver at once; a broken driver must not collect threads for ever.
const READERS_AT_MOST: usize = 4;

/// A running camera. Dropping it stops it; neither waits for the camera.
pub struct CameraFeed {
    shared: Arc<Shared>,
    stop: Sender<()>,
}

impl CameraFeed {
    /// Starts to read the camera that `open` opens; returns at once.
    ///
    /// `wake` is called after every new frame and every change of [`Self::state`].
    pub fn start(open: Box<OpenCamera>, wake: Wake) -> Self {
        Self::start_with(open, wake, Patience::TILL)
    }

    fn start_with(open: Box<OpenCamera>, wake: Wake, patience: Patience) -> Self {
        let (stop, stopped) = bounded(1);
        let shared = Arc::new(Shared::new(patience));
        let supervisor = Supervisor {
            shared: Arc::clone(&shared),
            open: Arc::from(open),
            wake,
            stopped,
            readers: Arc::new(()),
        };
        let spawned = thread::Builder::new()
            .name("camera-watchdog".to_owned())
            .spawn(move || supervisor.run());
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
struct Shared {
    slot: Mutex<Slot>,
}

struct Slot {
    watchdog: Watchdog,
    newest: Option<Arc<Frame>>,
}

impl Shared {
    fn new(patience: Patience) -> Self {
        let watchdog = Watchdog::new(patience, Instant::now());
        Self { slot: Mutex::new(Slot { watchdog, newest: None }) }
    }

    /// Held for a few assignments only, never across a call to a camera.
    fn lock(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot {
    fn frame_came(&mut self, frame: Arc<Frame>) {
        self.watchdog.frame_came(Instant::now());
        self.newest = Some(frame);
    }

    fn reader_ended(&mut self, reason: LostReason) {
        self.watchdog.reader_ended(Instant::now(), reason);
        self.newest = None;
    }
}

/// What a reader tells.
enum Report {
    Frame(Arc<Frame>),
    Ended(CameraError),
}

struct Supervisor {
    shared: Arc<Shared>,
    open: Arc<OpenCamera>,
    wake: Wake,
    stopped: Receiver<()>,
    /// Cloned into every reader, so that its count tells how many still live.
    readers: Arc<()>,
}

impl Supervisor {
    fn run(&self) {
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
        let spawned = thread::Builder::new().name("camera-reader".to_owned()).spawn(move || {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::photo::Picture;
    use crossbeam_channel::unbounded;
    use std::time::Duration;

    /// Long enough for the slowest test machine, and never waited for when all is well.
    const DEADLINE: Duration = Duration::from_secs(60);

    /// Hours where a test does not mean to run into them.
    const CALM: Patience = Patience {
        frame: Duration::from_secs(3600),
        first_frame: Duration::from_secs(3600),
        first_pause: Duration::from_millis(1),
        longest_pause: Duration::from_millis(1),
    };

    enum Act {
        Frame(u64),
        Fail,
        Crash,
    }

    /// A camera that does what a test sends, and hangs as a pulled-out one does while nothing comes.
    struct Scripted {
        acts: Receiver<Act>,
        dropped: Sender<()>,
    }

    impl Camera for Scripted {
        fn name(&self) -> &str {
            "scripted"
        }

        fn next_frame(&mut self) -> Result<Frame, CameraError> {
            match self.acts.recv() {
                Ok(Act::Frame(number)) => {
                    Ok(Frame::new(Picture::filled(1, 1, [0; 3]), Instant::now(), number))
                }
                Ok(Act::Crash) => panic!("scripted crash of a driver"),
                Ok(Act::Fail) | Err(_) => Err(unplugged()),
            }
        }
    }

    impl Drop for Scripted {
        fn drop(&mut self) {
            let _ = self.dropped.send(());
        }
    }

    fn unplugged() -> CameraError {
        CameraError::Stopped { camera: "scripted".to_owned(), reason: "unplugged".to_owned() }
    }

    /// A feed over scripted cameras, one for every opening.
    struct Stage {
        feed: CameraFeed,
        cameras: Sender<Result<Scripted, CameraError>>,
        woken: Receiver<()>,
        dropped_sender: Sender<()>,
        dropped: Receiver<()>,
    }

    impl Stage {
        fn new(patience: Patience) -> Self {
            let (cameras, next_camera) = unbounded::<Result<Scripted, CameraError>>();
            let (wake, woken) = unbounded();
            let (dropped_sender, dropped) = unbounded();
            let open = move || match next_camera.recv() {
                Ok(made) => made.map(|camera| Box::new(camera) as Box<dyn Camera>),
                Err(_) => Err(unplugged()),
            };
            let wake = Arc::new(move || {
                let _ = wake.send(());
            });
            let feed = CameraFeed::start_with(Box::new(open), wake, patience);
            Self { feed, cameras, woken, dropped_sender, dropped }
        }

        /// Lets the next opening succeed and returns what steers that camera; dropped, it unplugs it.
        fn plug_in(&self) -> Sender<Act> {
            let (steer, acts) = unbounded();
            let camera = Scripted { acts, dropped: self.dropped_sender.clone() };
            self.cameras.send(Ok(camera)).unwrap();
            steer
        }

        fn wait_for(&self, what: &str, wanted: impl Fn(&CameraFeed) -> bool) {
            while !wanted(&self.feed) {
                if self.woken.recv_timeout(DEADLINE).is_err() {
                    panic!("never: {what}; state {:?}", self.feed.state());
                }
            }
        }

        fn wait_for_state(&self, state: &FeedState) {
            self.wait_for(&format!("{state:?}"), |feed| feed.state() == *state);
        }

        fn wait_for_frame(&self, number: u64) {
            self.wait_for(&format!("frame {number}"), |feed| {
                feed.latest().is_some_and(|frame| frame.number() == number)
            });
        }
    }

    #[test]
    fn frames_arrive_and_the_newest_is_kept() {
        let stage = Stage::new(CALM);
        assert_eq!(stage.feed.state(), FeedState::Starting);
        assert!(stage.feed.latest().is_none());
        let camera = stage.plug_in();
        camera.send(Act::Frame(0)).unwrap();
        stage.wait_for_frame(0);
        assert_eq!(stage.feed.state(), FeedState::Live);
        camera.send(Act::Frame(1)).unwrap();
        camera.send(Act::Frame(2)).unwrap();
        stage.wait_for_frame(2);
    }

    #[test]
    fn a_pulled_camera_is_lost_and_comes_back_by_itself() {
        let stage = Stage::new(CALM);
        let camera = stage.plug_in();
        camera.send(Act::Frame(0)).unwrap();
        stage.wait_for_frame(0);
        camera.send(Act::Fail).unwrap();
        stage.wait_for_state(&FeedState::Lost { reason: unplugged().into() });
        assert!(stage.feed.latest().is_none(), "an old picture is nothing to sell from");
        assert!(stage.dropped.recv_timeout(DEADLINE).is_ok(), "a dead camera is let go of");
        let again = stage.plug_in();
        again.send(Act::Frame(7)).unwrap();
        stage.wait_for_frame(7);
    }

    #[test]
    fn a_camera_that_is_not_there_is_tried_again() {
        let stage = Stage::new(CALM);
        let missing = CameraError::NotFound { camera: "C270".to_owned() };
        stage.cameras.send(Err(missing.clone())).unwrap();
        stage.wait_for_state(&FeedState::Lost { reason: missing.into() });
        let camera = stage.plug_in();
        camera.send(Act::Frame(0)).unwrap();
        stage.wait_for_frame(0);
    }

    #[test]
    fn a_crashing_driver_is_lost_and_opened_again() {
        let stage = Stage::new(CALM);
        stage.plug_in().send(Act::Crash).unwrap();
        stage.wait_for_state(&FeedState::Lost { reason: LostReason::Crashed });
        let camera = stage.plug_in();
        camera.send(Act::Frame(0)).unwrap();
        stage.wait_for_frame(0);
    }

    #[test]
    fn a_blocked_read_is_abandoned_and_another_camera_is_opened() {
        let stage = Stage::new(Patience { frame: Duration::from_millis(20), ..CALM });
        let blocked = stage.plug_in();
        blocked.send(Act::Frame(0)).unwrap();
        stage.wait_for_state(&FeedState::Lost { reason: LostReason::Silent });
        assert!(stage.dropped.is_empty(), "the first camera still hangs in its driver");
        // The second opening happens while the first camera hangs.
        let second = stage.plug_in();
        second.send(Act::Fail).unwrap();
        stage.wait_for_state(&FeedState::Lost { reason: unplugged().into() });
        // Should the driver ever return, its reader finds nobody listening and ends.
        stage.dropped.recv_timeout(DEADLINE).unwrap();
        blocked.send(Act::Frame(1)).unwrap();
        stage.dropped.recv_timeout(DEADLINE).unwrap();
        assert!(stage.feed.latest().is_none(), "a late frame of an abandoned camera is not shown");
    }

    #[test]
    fn stopping_does_not_wait_for_a_blocked_camera() {
        let stage = Stage::new(CALM);
        let blocked = stage.plug_in();
        blocked.send(Act::Frame(0)).unwrap();
        stage.wait_for_frame(0);
        stage.feed.stop();
        assert_eq!(stage.feed.state(), FeedState::Stopped);
        assert!(stage.feed.latest().is_none());
        assert!(stage.dropped.is_empty(), "the camera still hangs, and nobody waited for it");
        // The driver returns at last: its reader lets go of the camera and ends.
        drop(blocked);
        stage.dropped.recv_timeout(DEADLINE).unwrap();
        assert_eq!(stage.feed.state(), FeedState::Stopped);
    }

    #[test]
    fn a_driver_that_always_hangs_takes_only_a_few_threads() {
        let hasty = Patience {
            frame: Duration::from_millis(1),
            first_frame: Duration::from_millis(1),
            ..CALM
        };
        let (opened_sender, opened) = unbounded();
        let (release, gate) = bounded::<()>(0);
        let open = move || {
            opened_sender.send(()).unwrap();
            let _ = gate.recv();
            Err(unplugged())
        };
        let (wake, woken) = unbounded();
        let wake = Arc::new(move || {
            let _ = wake.send(());
        });
        let feed = CameraFeed::start_with(Box::new(open), wake, hasty);
        for _ in 0..READERS_AT_MOST {
            opened.recv_timeout(DEADLINE).unwrap();
        }
        while feed.state() != (FeedState::Lost { reason: LostReason::Silent }) {
            woken.recv_timeout(DEADLINE).unwrap();
        }
        assert!(opened.is_empty(), "no fifth reader while four hang");
        drop(release);
        // Once the driver lets go, the feed tries again.
        opened.recv_timeout(DEADLINE).unwrap();
        feed.stop();
    }
}
