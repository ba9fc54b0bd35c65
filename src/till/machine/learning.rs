//! What the till learns while it sells: what pieces weigh, what sells, and which photo shows what.
//! And what it says of that with a sound.

use std::collections::VecDeque;

use super::photos::{Item, Stage};
use super::weighing::WeighingEffect;
use super::{Effect, Machine};
use crate::captures::{CaptureKind, CaptureOrder};
use crate::messages::Message;
use crate::snapshot::TileView;
use devices::Sound;
use domain::{LineId, LineQuantity, NamingId, ProductId, Quantity};
use recognition::{Evidence, Experience, Recognition};

/// What was learnt, and what the shop has chosen about it.
pub(super) struct LearningDesk {
    pub(super) experience: Experience,
    pub(super) captures: bool,
    pub(super) sounds: bool,
    /// A shop with a full disk is told once.
    failure_said: bool,
    /// What is to be done once the till knows all that an input changed.
    later: VecDeque<Effect>,
}

impl Default for LearningDesk {
    fn default() -> Self {
        let experience = Experience { sales_count: true, ..Experience::default() };
        Self {
            experience,
            captures: true,
            sounds: false,
            failure_said: false,
            later: VecDeque::new(),
        }
    }
}

impl LearningDesk {
    /// Asks for something once the till knows all that an input changed.
    pub(super) fn do_later(&mut self, effects: &mut Vec<Effect>) {
        effects.extend(self.later.drain(..));
    }

    pub(super) fn later(&mut self, effect: Effect) {
        self.later.push_back(effect);
    }

    pub(super) fn sound(&mut self, sound: Sound) {
        if self.sounds {
            // One sound an input: the last one says most.
            self.later.retain(|effect| !matches!(effect, Effect::Sound(_)));
            self.later.push_back(Effect::Sound(sound));
        }
    }
}

impl Item {
    /// What is to be learnt when a clerk says by this word that it shows `product`.
    pub(super) fn named(&self, product: &ProductId, naming: NamingId) -> CaptureOrder {
        let shown: &[TileView] = match &self.stage {
            Stage::Asked { tiles, .. } | Stage::Added { tiles, .. } => tiles,
            _ => &[],
        };
        let kind = match &self.accepted {
            Some(accepted) if accepted != product => CaptureKind::Correction,
            // What was added was another item.
            _ if matches!(self.stage, Stage::Added { .. }) && !self.pointed => {
                CaptureKind::Correction
            }
            _ if shown.iter().any(|tile| tile.product.id == *product) => CaptureKind::Choice,
            _ => CaptureKind::Search,
        };
        let first = || shown.first().map(|tile| tile.product.id.clone());
        CaptureOrder {
            source: self.source.clone(),
            product: product.clone(),
            guessed: self.accepted.clone().or_else(first),
            kind,
            naming,
            item: self.found.item().filter(|_| self.pointed),
        }
    }
}

impl Machine {
    /// What was recognised, in the light of all that the shop knows.
    pub(super) fn judge(&self, seen: &Recognition) -> Recognition {
        let price_of = |product: &ProductId| self.catalogue.by_id.get(product)?.price_tag();
        let evidence = Evidence {
            experience: &self.learning.experience,
            trust: &self.answers.trust,
            on_scale: self.weighing.fresh(),
            price_of: self.settings.prices_decide.then_some(&price_of),
        };
        evidence.judge(seen)
    }

    pub(super) fn capture_failed(&mut self, reason: Message) {
        if !std::mem::replace(&mut self.learning.failure_said, true) {
            self.info(Message::new("problem-capture").because(reason));
        }
    }

    /// Learns from the lines of a sale that is in the database, before they leave the cart.
    pub(super) fn learn_from(&mut self, sold: &[LineId]) {
        let mut learnt = Vec::new();
        for id in sold {
            let Some(line) = self.selling.cart.line(*id) else { continue };
            let weighed = match line.quantity() {
                LineQuantity::Known(Quantity::Pieces(pieces)) => self
                    .weighing
                    .weighed_with(*id, line.additions().len())
                    .map(|grams| (pieces.get(), grams)),
                _ => None,
            };
            let product = &line.product().id;
            if let Some(weight) = self.learning.experience.sold(product, weighed) {
                learnt.retain(|(known, _)| known != product);
                learnt.push((product.clone(), weight));
            }
        }
        if !learnt.is_empty() {
            self.learning.later.push_back(Effect::Weighing(WeighingEffect::Learn(learnt)));
        }
    }
}
