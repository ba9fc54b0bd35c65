//! Photos are taken while goods are shown to the camera: held by a key, or a burst by itself.

use std::sync::Arc;

use super::super::camera_work::{CameraJob, Showing, StopSign};
use super::super::{READY, StripPhoto};
use super::{STRIP, ShowDesk};
use crate::domain::{Message, ProductId};

/// A burst ends after so many photos: as many as a product needs.
const BURST: usize = READY;

/// A showing that runs.
pub(super) struct RunningShow {
    stop: StopSign,
    pub(super) burst: bool,
}

impl Drop for RunningShow {
    fn drop(&mut self) {
        self.stop.set();
    }
}

impl ShowDesk {
    fn begin(&mut self, limit: Option<usize>) {
        let Some(chosen) = &self.chosen else {
            self.problem = Some(Message::new("teach-choose-first"));
            return;
        };
        let stop = StopSign::default();
        let showing = Showing {
            product: chosen.product.clone(),
            photos: chosen.photos.len(),
            limit,
            stop: stop.clone(),
        };
        if self.camera.try_send(CameraJob::Show(showing)).is_ok() {
            self.show = Some(RunningShow { stop, burst: limit.is_some() });
            self.shows += 1;
            self.taken = 0;
            self.problem = None;
        }
    }

    pub(super) fn hold(&mut self, holds: bool) {
        match (&self.show, holds) {
            (None, true) => self.begin(None),
            (Some(RunningShow { burst: false, .. }), false) => self.show = None,
            _ => {}
        }
    }

    pub(super) fn burst(&mut self) {
        if self.show.take().is_none() {
            self.begin(Some(BURST));
        }
    }

    pub(super) fn kept(&mut self, product: &ProductId, photo: StripPhoto) {
        self.changed();
        let Some(chosen) = self.chosen.as_mut().filter(|chosen| chosen.product == *product) else {
            return; // another product was chosen meanwhile; the photo is of this one all the same
        };
        chosen.photos.push(photo.id);
        self.taken += 1;
        let strip = Arc::make_mut(&mut self.strip);
        strip.insert(0, photo);
        strip.truncate(STRIP);
        self.learn();
    }

    pub(super) fn showing_ended(&mut self) {
        self.shows = self.shows.saturating_sub(1);
        if self.shows == 0 {
            self.show = None;
            self.hint = None;
            self.learn();
            (self.wires.library_changed)();
        }
    }
}
