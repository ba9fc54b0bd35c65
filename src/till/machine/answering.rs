//! What became of the till's own answers: each photo's first one is right where that is sold, and wrong where
//! something else is, or where it was sold unasked and undone. By that a shop trusts a version.

use std::collections::BTreeMap;

use super::weighing::WeighingEffect;
use super::{Effect, Machine};
use crate::command::ItemId;
use crate::snapshot::{ModelState, ShopState};
use domain::{LineId, ProductId};
use recognition::{Answer, Candidate, Decision, Recognition, Trust};

/// Answers of which it is not yet known what becomes of them, and what is thought of the version.
#[derive(Default)]
pub(super) struct AnswerDesk {
    pub(super) trust: Trust,
    /// The version whose answers were asked for last.
    of_version: Option<String>,
    waiting: BTreeMap<ItemId, Waiting>,
    /// What became of others, for the database.
    settled: Vec<Answer>,
}

struct Waiting {
    answer: Answer,
    /// The line that the photo was added to, whatever as.
    line: Option<LineId>,
}

impl AnswerDesk {
    /// A photo was looked at: its answer is what was accepted, which prices may have chosen, or else what
    /// was named first.
    pub(super) fn answered(&mut self, id: ItemId, seen: &Recognition) {
        let is_named = |it: &&Candidate| match &seen.decision {
            Decision::Accept(product) => it.product == *product,
            _ => true,
        };
        let Some(named) = seen.candidates.iter().find(is_named) else { return };
        let (product, score, known) = (named.product.clone(), named.score, seen.known);
        let answer = Answer { product, score, known, unasked: false, right: false };
        self.waiting.insert(id, Waiting { answer, line: None });
    }

    /// It was put into the cart without asking.
    pub(super) fn sold_unasked(&mut self, id: ItemId) {
        if let Some(waiting) = self.waiting.get_mut(&id) {
            waiting.answer.unasked = true;
        }
    }

    /// The photo stands in a line now, or in none.
    pub(super) fn stands_in(&mut self, id: ItemId, line: Option<LineId>) {
        if let Some(waiting) = self.waiting.get_mut(&id) {
            waiting.line = line;
        }
    }

    /// Nobody will say more of a photo: what was sold unasked and undone was wrong, of others nothing is
    /// known.
    pub(super) fn dismissed(&mut self, id: ItemId) {
        if let Some(Waiting { answer, line: None }) = self.waiting.remove(&id)
            && answer.unasked
        {
            self.settle(answer);
        }
    }

    /// A line was removed, which says nothing of what it was: customers think again.
    pub(super) fn line_removed(&mut self, gone: LineId) {
        self.waiting.retain(|_, waiting| waiting.line != Some(gone));
    }

    /// A line is sold as this.
    fn sold(&mut self, line: LineId, product: &ProductId) {
        let of_line = self.waiting.extract_if(.., |_, waiting| waiting.line == Some(line));
        for (_, Waiting { answer, .. }) in of_line.collect::<Vec<_>>() {
            let right = answer.product == *product;
            self.settle(Answer { right, ..answer });
        }
    }

    fn settle(&mut self, answer: Answer) {
        self.trust.learn(answer.clone());
        self.settled.push(answer);
    }
}

impl Machine {
    /// These lines are sold, and are about to leave the cart.
    pub(super) fn confirm_answers(&mut self, sold: &[LineId]) {
        for line in sold.iter().filter_map(|id| self.selling.cart.line(*id)) {
            self.answers.sold(line.id(), &line.product().id);
        }
    }

    /// What the shop has seen of a version came from its database; meanwhile another may sell.
    pub(super) fn trust_read(&mut self, version: &str, trust: Trust) {
        if self.answers.of_version.as_deref() == Some(version) {
            self.answers.trust = trust;
        }
    }

    /// Asks for what is known of a version that has begun to sell, and has notes taken of it.
    pub(super) fn keep_answers(&mut self, effects: &mut Vec<Effect>) {
        let desk = &mut self.answers;
        if let Some(version) = desk.of_version.clone()
            && !desk.settled.is_empty()
        {
            let answers = std::mem::take(&mut desk.settled);
            effects.push(Effect::Weighing(WeighingEffect::NoteAnswers { version, answers }));
        }
        let (ShopState::Open, ModelState::Ready { name, .. }) = (&self.shop, &self.model) else {
            return;
        };
        if desk.of_version.as_ref() != Some(name) {
            desk.of_version = Some(name.clone());
            desk.trust.begin_anew();
            // What the version before said is no answer of this one.
            desk.waiting.clear();
            effects.push(Effect::Weighing(WeighingEffect::ReadTrust(name.clone())));
        }
    }
}
