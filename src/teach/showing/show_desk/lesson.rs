//! The desk's model learns what was photographed, tries what the camera sees, and the till is told.

use super::super::learner::{LearnerJob, Learnt};
use super::super::{LearnerState, READY};
use super::ShowDesk;
use crate::teaching::TillNews;
use domain::Message;

/// What the model has learnt, and who was told.
#[derive(Default)]
pub(super) struct Lesson {
    pub(super) state: LearnerState,
    pub(super) learnt: Learnt,
    /// The model looks at photos.
    runs: bool,
    /// Photos came or went since it began to look.
    stale: bool,
    /// The till has not been told what came or went.
    untold: bool,
}

impl ShowDesk {
    pub(super) fn changed(&mut self) {
        self.lesson.stale = true;
        self.lesson.untold = true;
    }

    /// Lets the model look at what is new, unless it looks already: then it looks once more after.
    pub(super) fn learn(&mut self) {
        let lesson = &mut self.lesson;
        lesson.stale = true;
        if !lesson.runs && self.learner.try_send(LearnerJob::Learn).is_ok() {
            lesson.runs = true;
            lesson.stale = false;
            lesson.state = LearnerState::Learning;
        }
    }

    pub(super) fn learnt(&mut self, learnt: Learnt) {
        self.lesson.runs = false;
        let version = learnt.version.clone();
        self.lesson.learnt = learnt;
        self.tell_till();
        if self.lesson.stale {
            self.learn();
        } else {
            self.lesson.state = LearnerState::Ready { version };
        }
    }

    /// The till hears of it when the product can be recognised, and once more when all is shown: not
    /// of each photo.
    fn tell_till(&mut self) {
        let lesson = &mut self.lesson;
        let waits = lesson.stale || self.shows.run();
        let product = self.chosen.as_ref().map(|chosen| &chosen.product);
        let taught = product.and_then(|product| lesson.learnt.taught.get(product));
        if lesson.untold && (!waits || taught == Some(&READY)) {
            lesson.untold = waits;
            (self.wires.tell_till)(TillNews::TaughtChanged);
        }
    }

    pub(super) fn learner_failed(&mut self, why: Message) {
        self.trying = false;
        self.trial = None;
        self.lesson.runs = false;
        self.lesson.state = LearnerState::Failed { why };
        // The till's model may be another one by now: it looks for itself.
        self.lesson.stale = false;
        self.tell_till();
    }

    pub(super) fn try_now(&mut self) {
        let can = matches!(self.lesson.state, LearnerState::Ready { .. });
        let Some(frame) = (self.wires.newest_frame)().filter(|_| can && !self.trying) else {
            return;
        };
        self.trying = self.learner.try_send(LearnerJob::Try(frame)).is_ok();
    }
}
