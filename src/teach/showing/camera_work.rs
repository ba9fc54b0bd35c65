//! The camera's worker: while goods are shown, it keeps the frames that are worth a photo, each on the
//! disk before it is counted. It also makes small copies of photos for the strip.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::Receiver;
use jiff::Timestamp;

use super::cut_out::{CutOut, cut_out};
use super::frame_choice::FrameChoice;
use super::{Heard, ShowCommand, StripPhoto};
use crate::desk::Outbox;
use crate::keeping::{
    AboutPhoto, Added, KeepError, PhotoId, PhotoKeeper, PhotoOrigin, PhotoToKeep, SessionId,
};
use crate::messages::logged;
use crate::teaching::Wires;
use devices::Frame;
use domain::{Message, ProductId};
use photo::{self, Picture, resize_within};

/// How often the camera is looked at: a little faster than the till decodes frames.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// A burst that takes too few photos, such as of something that lies still, ends after this long: by
/// the camera's time, or by ours where no frames come.
const LONGEST_BURST: Duration = Duration::from_secs(10);
/// The longer side of a small copy, in pixels.
const THUMBNAIL_SIDE: u32 = 192;

/// Says that something is to end; the end of whoever made it says so too.
#[derive(Clone, Debug, Default)]
pub(super) struct StopSign(Arc<AtomicBool>);

impl StopSign {
    pub(super) fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Goods that are shown to the camera.
pub(super) struct Showing {
    /// Tells it from others.
    pub(super) number: u64,
    /// What is shown.
    pub(super) product: ProductId,
    /// How many photos of it there are.
    pub(super) photos: usize,
    /// A burst ends by itself after so many photos.
    pub(super) limit: Option<usize>,
    /// Ends it.
    pub(super) stop: StopSign,
}

/// Something for the worker to do.
pub(super) enum CameraJob {
    /// Keep photos of what is shown.
    Show(Showing),
    /// Make small copies of these photos of a product, the files of which are named.
    Strip(ProductId, Vec<(PhotoId, PathBuf)>),
}

/// Works until the desk is gone.
pub(super) fn work(wires: &Wires, jobs: &Receiver<CameraJob>, desk: &Outbox<ShowCommand>) {
    let tell = |heard| desk.send(ShowCommand::Heard(heard));
    let mut keeper = None;
    for job in jobs {
        let goes_on = match job {
            CameraJob::Show(showing) => {
                if let Err(error) = show(wires, &mut keeper, &showing, &tell) {
                    tell(Heard::Failed(not_kept(&error)));
                }
                tell(Heard::ShowingEnded)
            }
            CameraJob::Strip(product, photos) => {
                let strip = photos.iter().filter_map(|(id, file)| small_copy(*id, file)).collect();
                tell(Heard::Strip(product, strip))
            }
        };
        if !goes_on {
            return;
        }
    }
}

/// What people are told when a photo could not be kept.
pub(super) fn not_kept(error: &KeepError) -> Message {
    Message::new("teach-not-kept").because(logged(error))
}

fn small_copy(id: PhotoId, file: &Path) -> Option<StripPhoto> {
    match photo::load(file) {
        Ok(picture) => {
            Some(StripPhoto { id, picture: Arc::new(resize_within(&picture, THUMBNAIL_SIDE)) })
        }
        Err(error) => {
            tracing::warn!(%error, "a photo of the library cannot be shown");
            None
        }
    }
}

/// Keeps photos until the showing ends.
fn show(
    wires: &Wires,
    keeper: &mut Option<PhotoKeeper>,
    showing: &Showing,
    tell: &dyn Fn(Heard) -> bool,
) -> Result<(), KeepError> {
    let keeper = match keeper {
        Some(keeper) => keeper,
        None => keeper.insert(PhotoKeeper::open(&wires.shop)?),
    };
    let mut work = ShowingWork {
        showing,
        choice: FrameChoice::of_product_with(showing.photos),
        session: None,
    };
    let (mut first, mut last, mut shown) = (None, None, None);
    let (mut lasted, mut waits_since) = (Duration::ZERO, Instant::now());
    while !work.is_over(lasted.max(waits_since.elapsed())) {
        let frame = (wires.newest_frame)().filter(|frame| last != Some(frame.number()));
        let Some((frame, picture)) = frame.and_then(decoded) else {
            thread::sleep(LOOK_EVERY);
            continue;
        };
        last = Some(frame.number());
        lasted = frame.taken().saturating_duration_since(*first.get_or_insert(frame.taken()));
        let millis = lasted.as_millis() as u64;
        let cut = cut_out(&picture, &(wires.tray)());
        let choice = work.choice.look(&cut, millis);
        if shown != Some(choice.hint) {
            shown = Some(choice.hint);
            tell(Heard::Hint(choice.hint));
        }
        if choice.keep {
            let kept = work.keep(keeper, &cut)?;
            let told = kept.is_none_or(|photo| {
                let (showing, product) = (showing.number, showing.product.clone());
                tell(Heard::Kept { showing, product, photo })
            });
            if !told {
                return Ok(());
            }
        }
        waits_since = Instant::now();
    }
    Ok(())
}

/// A broken frame is left out: the next one comes.
fn decoded(frame: Arc<Frame>) -> Option<(Arc<Frame>, Arc<Picture>)> {
    let picture = frame.picture().ok()?;
    Some((frame, picture))
}

struct ShowingWork<'a> {
    showing: &'a Showing,
    choice: FrameChoice,
    /// Begun with the first photo: a showing without one leaves nothing.
    session: Option<SessionId>,
}

impl ShowingWork<'_> {
    fn is_over(&self, lasted: Duration) -> bool {
        let limit = self.showing.limit;
        let burst =
            limit.is_some_and(|limit| self.choice.taken() >= limit || lasted >= LONGEST_BURST);
        burst || self.showing.stop.is_set()
    }

    /// Keeps the photo; `None` if the very same one is kept already.
    fn keep(
        &mut self,
        keeper: &mut PhotoKeeper,
        cut: &CutOut,
    ) -> Result<Option<StripPhoto>, KeepError> {
        let session = match self.session {
            Some(session) => session,
            None => *self.session.insert(keeper.begin_session("")?),
        };
        let about = AboutPhoto {
            product: self.showing.product.clone(),
            session,
            origin: PhotoOrigin::Camera,
            taken_at: Some(Timestamp::now()),
            guessed: None,
        };
        let picture = Arc::new(resize_within(&cut.picture, THUMBNAIL_SIDE));
        match keeper.keep(PhotoToKeep::Frame(&cut.picture), &about)? {
            Added::New(id) => Ok(Some(StripPhoto { id, picture })),
            Added::AlreadyThere(_) => Ok(None),
        }
    }
}
