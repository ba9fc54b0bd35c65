//! Why a photo was taken for a product: asked by the clerk, found out by the recogniser, one
//! question at a time.

use std::sync::Arc;

use super::photos::Stage;
use super::{Effect, Machine};
use crate::command::ItemId;
use crate::messages::Message;
use crate::snapshot::{EvidenceView, ModelState, TileView, WhyState, WhyView};
use recognition::Why;

/// What is asked, and whether the recogniser works on a question.
#[derive(Default)]
pub(super) struct WhyDesk {
    open: Option<Open>,
    /// Its answer comes even when nobody waits for it any more.
    busy: bool,
}

/// The question on the screen.
struct Open {
    item: ItemId,
    why: Why,
    state: WhyState,
    sent: bool,
}

impl WhyDesk {
    /// Forgets the question; what the recogniser still says to it goes nowhere.
    pub(super) fn close(&mut self) {
        self.open = None;
    }

    /// There is no recogniser any more that could answer.
    pub(super) fn recogniser_gone(&mut self) {
        *self = Self::default();
    }
}

impl Machine {
    /// First the first candidate, then the second instead of the first, then nothing again.
    pub(super) fn ask_why(&mut self, item: ItemId) {
        let candidates = self.first_candidates(item);
        let [first, rival @ ..] = &candidates[..] else {
            return;
        };
        let why = match &self.why.open {
            None => Why { product: first.product.id.clone(), instead_of: None },
            Some(Open { why: Why { instead_of: None, product }, .. }) => match rival {
                [second, ..] => {
                    Why { product: second.product.id.clone(), instead_of: Some(product.clone()) }
                }
                [] => return self.why.close(),
            },
            Some(_) => return self.why.close(),
        };
        self.why.open = Some(Open { item, why, state: WhyState::Looking, sent: false });
    }

    /// The first and the second candidate of the photo on the screen, if it is `item`.
    fn first_candidates(&self, item: ItemId) -> Vec<TileView> {
        let shown = self.photos.in_order().next().filter(|shown| shown.id == item);
        if self.pointing.is_about(item) {
            return Vec::new(); // another item is meant, whose candidates come
        }
        match shown.map(|shown| &shown.stage) {
            Some(Stage::Asked { tiles, .. } | Stage::Added { tiles, .. }) => {
                tiles.iter().take(2).cloned().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Sends the question on when the recogniser is free; closes it when its photo is gone.
    pub(super) fn move_why_on(&mut self, effects: &mut Vec<Effect>) {
        let item = match &self.why.open {
            Some(open) => open.item,
            None => return,
        };
        if self.first_candidates(item).is_empty() || !matches!(self.model, ModelState::Ready { .. })
        {
            return self.why.close();
        }
        let Some(photo) = self.photos.get(item) else {
            return;
        };
        if let Some(open) = self.why.open.as_mut().filter(|open| !open.sent)
            && !self.why.busy
        {
            open.sent = true;
            self.why.busy = true;
            let (source, chosen) = (photo.source.clone(), photo.found.chosen);
            effects.push(Effect::Explain { item, source, chosen, why: open.why.clone() });
        }
    }

    pub(super) fn explained(
        &mut self,
        item: ItemId,
        why: &Why,
        result: Result<EvidenceView, Message>,
    ) {
        self.why.busy = false;
        if let Some(open) = &mut self.why.open
            && open.item == item
            && open.why == *why
        {
            open.sent = true;
            open.state = result.map_or_else(WhyState::Failed, WhyState::Shown);
        }
    }

    pub(super) fn why_view(&self) -> Option<WhyView> {
        let open = self.why.open.as_ref()?;
        let mut candidates = self.first_candidates(open.item).into_iter();
        let (first, second) = (candidates.next()?, candidates.next());
        let (candidate, instead_of, next) = match (&open.why.instead_of, second) {
            (Some(_), Some(second)) => (second, Some(first), None),
            (_, second) => (first, None, second.map(|second| Arc::clone(&second.product))),
        };
        let state = open.state.clone();
        Some(WhyView { item: open.item, candidate, instead_of, next, state })
    }
}
