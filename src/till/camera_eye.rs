//! The eye behind the camera: decodes the newest frame on a thread of its own, looks at the tray in
//! it, and leaves word for the till. Frames that it has no time for are never decoded.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};

use super::machine::Input;
use super::post::Post;
use super::snapshot::CameraState;
use super::watcher::Sight;
use super::watching::{Look, WatchInput};
use devices::{CameraFeed, FeedState, Frame, OpenCamera, Patience};
use photo::{Glimpse, Picture, TrayArea, crop_to_tray, quality, read_barcode};

/// At most 25 looks a second: smooth to the eye, and half of a small machine stays free.
const PACE: Duration = Duration::from_millis(40);
/// Light and sharpness are measured twice a second.
const QUALITY_EVERY: u64 = 500;

/// What the eye has to say; of two words not yet heard, the newer counts.
pub(super) struct CameraNews {
    pub(super) state: CameraState,
    pub(super) look: Option<Box<Look>>,
}

/// Where the tray is, for all who look.
pub(super) type SharedArea = Arc<Mutex<TrayArea>>;

pub(super) fn area_of(shared: &SharedArea) -> TrayArea {
    *shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A camera that is looked through. Dropping it stops it, without waiting.
pub(super) struct CameraEye {
    feed: Arc<CameraFeed>,
    news: Arc<Mutex<Option<CameraNews>>>,
}

impl CameraEye {
    /// Opens a camera, waits for it with `patience`, and looks through it. `since` is the start of its
    /// milliseconds.
    ///
    /// # Errors
    /// The system has no thread left.
    pub(super) fn open(
        (open, patience): (Box<OpenCamera>, Patience),
        area: SharedArea,
        since: Instant,
        till: Sender<Post>,
    ) -> std::io::Result<Self> {
        let (word, words) = bounded(1);
        // Full: a word is waiting already, and the newest frame is looked for when it is heard.
        let wake = move || _ = word.try_send(());
        let feed = Arc::new(CameraFeed::start(open, Arc::new(wake), patience));
        let news = Arc::default();
        let eye = Eye {
            feed: Arc::clone(&feed),
            news: Arc::clone(&news),
            area,
            since,
            till,
            looked_at: None,
            looks: 0,
            measured: 0,
        };
        base::threads::start("camera-eye", move || eye.run(&words))?;
        Ok(Self { feed, news })
    }

    /// Returns what there is to say since the last time.
    pub(super) fn take_news(&self) -> Option<CameraNews> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for CameraEye {
    fn drop(&mut self) {
        // Its threads end with it: the feed's last word is the last that the eye hears.
        self.feed.stop();
    }
}

struct Eye {
    feed: Arc<CameraFeed>,
    news: Arc<Mutex<Option<CameraNews>>>,
    area: SharedArea,
    since: Instant,
    till: Sender<Post>,
    looked_at: Option<u64>,
    looks: u64,
    measured: u64,
}

impl Eye {
    fn run(mut self, words: &Receiver<()>) {
        for () in words {
            let start = Instant::now();
            let state = self.feed.state();
            let stopped = state == FeedState::Stopped;
            let news = CameraNews { state: shown(state), look: self.look() };
            self.tell(news);
            if stopped {
                return;
            }
            thread::sleep(PACE.saturating_sub(start.elapsed()));
        }
    }

    fn tell(&self, news: CameraNews) {
        let mut slot = self.news.lock().unwrap_or_else(PoisonError::into_inner);
        let unheard = slot.take();
        let kept = unheard.as_ref().is_some();
        // A look that was not heard is better than none.
        let look = news.look.or_else(|| unheard.and_then(|unheard| unheard.look));
        *slot = Some(CameraNews { state: news.state, look });
        drop(slot);
        if !kept {
            let _full = self.till.try_send(Post::CameraNews);
        }
    }

    /// Decodes the newest frame, unless it was looked at before; a broken one is left out.
    fn look(&mut self) -> Option<Box<Look>> {
        let frame = self.feed.latest().filter(|frame| self.looked_at != Some(frame.number()))?;
        self.looked_at = Some(frame.number());
        self.looks += 1;
        let picture = frame.picture().ok()?;
        let millis = frame.taken().saturating_duration_since(self.since).as_millis() as u64;
        let area = area_of(&self.area);
        let sight = Sight {
            tray: Glimpse::of(&picture, &area),
            whole: Glimpse::of(&picture, &TrayArea::WHOLE),
        };
        let is_due = millis >= self.measured + QUALITY_EVERY;
        let quality = is_due.then(|| {
            self.measured = millis;
            quality(&crop_to_tray(&picture, &area))
        });
        Some(Box::new(Look {
            millis,
            sight,
            quality,
            resolutions: self.feed.resolutions(),
            dropped: self.feed.received().saturating_sub(self.looks),
            frame,
        }))
    }
}

fn shown(state: FeedState) -> CameraState {
    match state {
        FeedState::Starting => CameraState::Starting,
        FeedState::Live => CameraState::Live,
        FeedState::Lost { reason } => CameraState::Lost { reason: reason.to_string() },
        FeedState::Stopped => CameraState::Off,
    }
}

/// A frame in which a barcode may be.
pub(super) struct CodeJob {
    pub(super) frame: Arc<Frame>,
    pub(super) visit: u64,
}

/// Reads barcodes until the till hangs up.
pub(super) fn read_codes(jobs: &Receiver<CodeJob>, area: &SharedArea, till: &Sender<Post>) {
    for CodeJob { frame, visit } in jobs {
        let Ok(picture) = frame.picture() else { continue };
        let tray: Picture = crop_to_tray(&picture, &area_of(area));
        let Some(code) = read_barcode(&tray) else { continue };
        let input = Input::Watch(WatchInput::CodeRead { code, visit });
        if till.send(Post::Input(input)).is_err() {
            return;
        }
    }
}
