//! A clerk points at another item on a photo: it is looked at, and the clerk is asked what it is.
//! Whoever points wants to say something: it is never sold unasked.

use std::sync::Arc;

use super::photos::{Item, Stage};
use super::{Effect, Machine};
use crate::command::ItemId;
use crate::messages::Message;
use crate::search::Looks;
use crate::snapshot::ModelState;
use recognition::{FoundBoxes, Recognition};

/// What is pointed at, and whether the recogniser looks at something.
#[derive(Default)]
pub(super) struct PointingDesk {
    wish: Option<Pointed>,
    /// Its answer comes even when nobody waits for it any more.
    busy: bool,
}

/// An item on a photo, or with `None` the photo as it is.
struct Pointed {
    item: ItemId,
    chosen: Option<usize>,
    sent: bool,
}

impl PointingDesk {
    /// Whether another item of this photo is being looked at.
    pub(super) fn is_about(&self, item: ItemId) -> bool {
        self.wish.as_ref().is_some_and(|wish| wish.item == item)
    }

    /// Forgets what was pointed at on this photo; what the recogniser still says of it goes nowhere.
    pub(super) fn forget(&mut self, item: ItemId) {
        self.wish.take_if(|wish| wish.item == item);
    }

    /// There is no recogniser any more that could answer.
    pub(super) fn recogniser_gone(&mut self) {
        *self = Self::default();
    }

    /// The items on a photo, as the clerk wants to see them: the one that was pointed at is chosen at
    /// once, so that the next key goes on from there.
    pub(super) fn shown_of(&self, item: &Item) -> Arc<FoundBoxes> {
        match self.wish.as_ref().filter(|wish| wish.item == item.id) {
            Some(wish) => {
                Arc::new(FoundBoxes { chosen: wish.chosen, ..item.found.as_ref().clone() })
            }
            None => Arc::clone(&item.found),
        }
    }
}

impl Item {
    /// What the recogniser made of it.
    pub(super) fn taken_for(&mut self, recognition: &Recognition) {
        let (width, height) = self.size;
        self.looks = Arc::new(Looks::of(&recognition.candidates));
        self.found = Arc::new(recognition.items.boxes(width, height));
    }

    /// Whether it was looked at, and this item was found on it.
    fn has(&self, chosen: Option<usize>) -> bool {
        matches!(self.stage, Stage::Asked { .. } | Stage::Added { .. })
            && !self.found.boxes.is_empty()
            && chosen.is_none_or(|chosen| chosen < self.found.boxes.len())
    }
}

impl Machine {
    pub(super) fn look_at(&mut self, item: ItemId, chosen: Option<usize>) {
        let Some(photo) = self.photos.get(item).filter(|photo| photo.has(chosen)) else {
            return;
        };
        // To point at what is asked about already is to take back what was pointed at since.
        let is_other = photo.found.chosen != chosen;
        self.pointing.wish = is_other.then_some(Pointed { item, chosen, sent: false });
        self.why.close();
    }

    /// Sends the item on when the recogniser is free; forgets it when its photo is gone.
    pub(super) fn move_pointing_on(&mut self, effects: &mut Vec<Effect>) {
        let Some(wish) = &mut self.pointing.wish else {
            return;
        };
        let photo = self.photos.get(wish.item).filter(|photo| photo.has(wish.chosen));
        let Some(photo) = photo.filter(|_| matches!(self.model, ModelState::Ready { .. })) else {
            self.pointing.wish = None;
            return;
        };
        if !wish.sent && !self.pointing.busy {
            wish.sent = true;
            self.pointing.busy = true;
            effects.push(Effect::LookAt {
                item: wish.item,
                source: photo.source.clone(),
                chosen: wish.chosen,
                scope: Arc::clone(&self.catalogue.scope),
            });
        }
    }

    pub(super) fn looked_at(
        &mut self,
        item: ItemId,
        chosen: Option<usize>,
        result: Result<Recognition, Message>,
    ) {
        self.pointing.busy = false;
        let waits = |wish: &mut Pointed| wish.item == item && wish.chosen == chosen;
        if self.pointing.wish.take_if(waits).is_none() {
            return; // nobody waits for it any more
        }
        match result {
            Ok(recognition) => self.ask_about(item, &recognition),
            Err(reason) => self.problem(Message::new("problem-recognition").because(reason)),
        }
    }

    /// Asks what an item is that the clerk pointed at; what the photo was added as stays until then.
    fn ask_about(&mut self, id: ItemId, recognition: &Recognition) {
        let recognition = &self.judge(recognition);
        let question = self.question(recognition);
        let Some(item) = self.photos.get_mut(id) else {
            return;
        };
        item.taken_for(recognition);
        item.pointed = true;
        item.accepted = None; // that was another item
        match &mut item.stage {
            Stage::Asked { tiles, doubt } => (*tiles, *doubt) = (question.tiles, question.doubt),
            Stage::Added { tiles, .. } => *tiles = question.tiles,
            _ => {}
        }
    }
}
