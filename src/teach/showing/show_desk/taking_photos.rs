//! Photos are taken while goods are shown to the camera: held by a key, or a burst by itself.

use std::sync::Arc;

use super::super::camera_work::{CameraJob, Showing, StopSign};
use super::super::{READY, StripPhoto};
use super::{STRIP, ShowDesk};
use domain::{Message, ProductId};
use store::PhotoId;

/// A burst ends after so many photos: as many as a product needs.
const BURST: usize = READY;

/// How photos are taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// As long as a key is held.
    Held,
    /// A few by itself.
    Burst,
}

/// The showings of the desk. The worker carries out one after the other and says when each has ended;
/// until then one more photo may be on its way to the disk.
#[derive(Default)]
pub(super) struct Shows {
    /// The one begun last, until it is told to end.
    running: Option<RunningShow>,
    /// How it takes its photos, until all have ended.
    way: Option<Way>,
    /// How many have not ended.
    open: usize,
    /// The number of the one begun last, from 1.
    last: u64,
    /// How many photos it has brought.
    pub(super) taken: usize,
    /// A product whose photos of showings up to this number go, although they come later.
    forgotten: Option<(ProductId, u64)>,
}

/// A showing that runs.
struct RunningShow {
    stop: StopSign,
}

impl Drop for RunningShow {
    fn drop(&mut self) {
        self.stop.set();
    }
}

impl Shows {
    /// Photos are taken in this way, or the last of them is on its way.
    pub(super) fn go_on(&self, way: Way) -> bool {
        self.way == Some(way)
    }

    /// More photos are to come.
    pub(super) fn run(&self) -> bool {
        self.running.is_some()
    }

    /// Photos that are still on their way have nothing to do with what is shown from now on.
    pub(super) fn leave(&mut self) {
        (self.running, self.way, self.taken) = (None, None, 0);
    }

    /// Photos of the product that are still on their way go, too.
    pub(super) fn forget(&mut self, product: ProductId) {
        self.running = None;
        self.forgotten = (self.open > 0).then_some((product, self.last));
    }

    /// What was forgotten is wanted again.
    pub(super) fn remember(&mut self) {
        self.forgotten = None;
    }
}

impl ShowDesk {
    fn begin(&mut self, way: Way) {
        let Some(chosen) = &self.chosen else {
            self.problem = Some(Message::new("teach-choose-first"));
            return;
        };
        let stop = StopSign::default();
        let number = self.shows.last + 1;
        let showing = Showing {
            number,
            product: chosen.product.clone(),
            photos: chosen.photos.len(),
            limit: (way == Way::Burst).then_some(BURST),
            stop: stop.clone(),
        };
        if self.camera.try_send(CameraJob::Show(showing)).is_ok() {
            self.shows.running = Some(RunningShow { stop });
            self.shows.way = Some(way);
            self.shows.open += 1;
            (self.shows.last, self.shows.taken) = (number, 0);
            self.problem = None;
        }
    }

    pub(super) fn hold(&mut self, holds: bool) {
        match (holds, self.shows.run()) {
            (true, false) => self.begin(Way::Held),
            (false, true) if self.shows.go_on(Way::Held) => self.shows.running = None,
            _ => {}
        }
    }

    /// Begins a burst, or ends the one that is seen.
    pub(super) fn burst(&mut self) {
        if self.shows.running.take().is_none() && !self.shows.go_on(Way::Burst) {
            self.begin(Way::Burst);
        }
    }

    /// A photo of this showing is on the disk.
    pub(super) fn kept(&mut self, showing: u64, product: &ProductId, photo: StripPhoto) {
        self.changed();
        let forgotten = self.shows.forgotten.as_ref();
        if forgotten.is_some_and(|(gone, last)| gone == product && showing <= *last) {
            return self.remove_late(photo.id);
        }
        let Some(chosen) = self.chosen.as_mut().filter(|chosen| chosen.product == *product) else {
            return; // another product was chosen meanwhile; the photo is of this one all the same
        };
        if self.shows.way.is_some() && showing == self.shows.last {
            self.shows.taken += 1;
        }
        // The database may have been read between the photo and the word of it.
        if !chosen.photos.contains(&photo.id) {
            chosen.photos.push(photo.id);
        }
        self.show_small_copies(&[photo]);
        self.learn();
    }

    /// A photo that was on its way when its product was forgotten.
    fn remove_late(&mut self, photo: PhotoId) {
        if self.ask(|store| store.delete_photos(&[photo])).is_some()
            && let Some(removed) = self.removed.last_mut().filter(|removed| removed.forgotten)
        {
            removed.photos.push(photo);
        }
    }

    /// The strip shows the newest photos that there are, as far as there are small copies of them: of
    /// these, and of those that it shows already.
    pub(super) fn show_small_copies(&mut self, more: &[StripPhoto]) {
        let photos = self.chosen.iter().flat_map(|chosen| chosen.photos.iter().rev());
        let copy = |id: &PhotoId| {
            let mut known = more.iter().chain(self.strip.iter());
            known.find(|photo| photo.id == *id).cloned()
        };
        let strip: Vec<StripPhoto> = photos.take(STRIP).filter_map(copy).collect();
        self.strip = Arc::new(strip);
    }

    pub(super) fn showing_ended(&mut self) {
        self.shows.open = self.shows.open.saturating_sub(1);
        if self.shows.open == 0 {
            (self.shows.running, self.shows.way, self.shows.forgotten) = (None, None, None);
            self.hint = None;
            self.learn();
            (self.wires.library_changed)();
        }
    }
}
