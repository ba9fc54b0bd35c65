//! One picture looked at in large, and why it is taken for what it is.

use std::sync::Arc;

use super::super::view::{BenchEvidence, BenchRow, BenchWhy, BenchWhyState, OpenPicture};
use super::super::worker::Question;
use super::BenchDesk;
use domain::Message;
use photo::Picture;
use recognition::Why;

impl BenchDesk {
    fn row(&self, id: u64) -> Option<&Arc<BenchRow>> {
        self.view.rows.get(self.place_of(id)?)
    }

    pub(super) fn show(&mut self, id: u64) {
        if self.row(id).is_some() {
            self.view.open = Some(OpenPicture { id, picture: None, why: None });
            self.ask(id, None);
        }
    }

    fn ask(&mut self, id: u64, why: Option<Why>) {
        let Some(entry) = self.place_of(id).and_then(|place| self.entries.get(place)) else {
            return;
        };
        let Some(source) = entry.source.clone() else { return };
        let why = why.map(|why| (self.wanted(self.view.chosen.clone()), why));
        if self.have_worker()
            && let Some(worker) = &self.worker
        {
            // Without an answer the small picture stays.
            let _asked = worker.ask(Question { id, source, why });
        }
    }

    /// First the first candidate, then the second instead of the first, then nothing again.
    pub(super) fn ask_why(&mut self) {
        let Some(open) = &self.view.open else { return };
        let id = open.id;
        let candidates = self.row(id).and_then(|row| row.answer()).map(|one| &one.candidates[..]);
        let Some([first, rivals @ ..]) = candidates else { return };
        let why = match open.why.as_ref().map(|asked| &asked.why.instead_of) {
            None => Some(Why { product: first.product.clone(), instead_of: None }),
            Some(None) => rivals.first().map(|second| Why {
                product: second.product.clone(),
                instead_of: Some(first.product.clone()),
            }),
            Some(Some(_)) => None,
        };
        if let Some(open) = &mut self.view.open {
            let asked = |why| BenchWhy { why, state: BenchWhyState::Looking };
            open.why = why.clone().map(asked);
        }
        if why.is_some() {
            self.ask(id, why);
        }
    }

    pub(super) fn take_large(&mut self, id: u64, picture: Result<Arc<Picture>, Message>) {
        if let (Some(open), Ok(picture)) = (&mut self.view.open, picture)
            && open.id == id
        {
            open.picture = Some(picture);
        }
    }

    pub(super) fn take_evidence(
        &mut self,
        id: u64,
        why: &Why,
        evidence: Result<BenchEvidence, Message>,
    ) {
        let asked = self.view.open.as_mut().filter(|open| open.id == id);
        let asked = asked.and_then(|open| open.why.as_mut()).filter(|asked| asked.why == *why);
        if let Some(asked) = asked {
            asked.state = evidence.map_or_else(BenchWhyState::Failed, BenchWhyState::Shown);
        }
    }
}
