//! Clerks' words on photos. Each counts once what it put into the cart is sold, and never once that has
//! left the carts in another way: after every input one look at the carts tells, whatever was done.

use std::collections::{BTreeMap, BTreeSet};

use super::weighing::WeighingEffect;
use super::{Effect, Machine};
use crate::captures::CaptureOrder;
use crate::command::ItemId;
use domain::{LineId, Naming, NamingId};
use store::Capture;

/// All words that may still count, and what is to be told of others.
#[derive(Default)]
pub(super) struct NamingDesk {
    /// The number given last.
    last: u64,
    /// Those that stood in a cart, open or on hold, at the last look.
    in_carts: BTreeSet<NamingId>,
    /// Those whose photos are still being written, and what became of them meanwhile.
    on_the_way: BTreeMap<NamingId, Naming>,
    /// What became of others, for the database.
    settled: BTreeMap<NamingId, Naming>,
    /// What could not be written there, until it is likely to be possible.
    unwritten: BTreeMap<NamingId, Naming>,
}

impl NamingDesk {
    /// Counts on from this number, which no till of the shop has counted from.
    pub(super) fn counting_from(last: u64) -> Self {
        Self { last, ..Self::default() }
    }

    /// A new word.
    pub(super) fn next(&mut self) -> NamingId {
        self.last = self.last.wrapping_add(1);
        NamingId(self.last)
    }

    fn became(&mut self, naming: NamingId, became: Naming) {
        match self.on_the_way.get_mut(&naming) {
            Some(meanwhile) => *meanwhile = became,
            None => drop(self.settled.insert(naming, became)),
        }
    }

    /// No photo of it is kept: nobody will ask for it.
    pub(super) fn left_out(&mut self, naming: NamingId) {
        self.on_the_way.remove(&naming);
    }

    /// What could not be written goes with the next that is to be.
    pub(super) fn try_again(&mut self, settled: Vec<(NamingId, Naming)>) {
        self.unwritten.extend(settled);
    }

    /// Carts that were kept are open again, and the words in them were so all the time.
    pub(super) fn found(&mut self, in_carts: impl Iterator<Item = NamingId>) {
        self.in_carts.extend(in_carts);
    }

    /// Looks which words still stand in a cart.
    pub(super) fn keep(&mut self, in_carts: BTreeSet<NamingId>, effects: &mut Vec<Effect>) {
        self.look(in_carts);
        if let Some(settled) = self.take_due() {
            effects.push(Effect::Weighing(WeighingEffect::SettleNamings(settled)));
        }
    }

    fn look(&mut self, now: BTreeSet<NamingId>) {
        for gone in self.in_carts.difference(&now).copied().collect::<Vec<_>>() {
            self.became(gone, Naming::Withdrawn);
        }
        for there in now.difference(&self.in_carts).copied().collect::<Vec<_>>() {
            self.became(there, Naming::Open);
        }
        self.in_carts = now;
    }

    fn take_due(&mut self) -> Option<Vec<(NamingId, Naming)>> {
        if self.settled.is_empty() {
            return None;
        }
        let mut all = std::mem::take(&mut self.unwritten);
        all.append(&mut self.settled); // what became of them last
        Some(all.into_iter().collect())
    }
}

impl Machine {
    /// A till whose clerks' words are counted on from a number that no till of its shop has counted
    /// from.
    pub fn counting_namings_from(last: u64) -> Self {
        Self { namings: NamingDesk::counting_from(last), ..Self::default() }
    }

    /// A clerk said what a photo shows: it is kept for the next training.
    pub(super) fn capture(&mut self, order: CaptureOrder) {
        self.namings.on_the_way.insert(order.naming, Naming::Open);
        self.learning.later(Effect::Weighing(WeighingEffect::Capture(Box::new(order))));
    }

    /// A photo is on the disk; what became of the word on it meanwhile is noted with it.
    pub(super) fn captured(&mut self, capture: Capture, effects: &mut Vec<Effect>) {
        let meanwhile = capture.naming.and_then(|naming| self.namings.on_the_way.remove(&naming));
        let became = meanwhile.unwrap_or(capture.became);
        let capture = Capture { became, ..capture };
        effects.push(Effect::Weighing(WeighingEffect::NoteCapture(capture)));
    }

    /// These lines are sold, which bears the words behind them out, and are about to leave the cart.
    pub(super) fn bear_out(&mut self, sold: &[LineId]) {
        let namings = &mut self.namings;
        for line in sold.iter().filter_map(|id| self.selling.cart.line(*id)) {
            let borne_out: BTreeSet<NamingId> = line.borne_out().collect();
            for naming in line.additions().iter().filter_map(|addition| addition.naming) {
                let sold = borne_out.contains(&naming);
                namings.became(naming, if sold { Naming::Sold } else { Naming::Unknown });
                namings.in_carts.remove(&naming);
            }
        }
        // The database has just taken a sale.
        let unwritten = std::mem::take(&mut namings.unwritten);
        for (naming, became) in unwritten {
            namings.settled.entry(naming).or_insert(became);
        }
    }

    /// A clerk wants to hear no more of a photo: neither does what was said of it count.
    pub(super) fn dismiss(&mut self, id: ItemId) {
        if let Some(naming) = self.photos.naming(id) {
            self.selling.cart.forget_naming(naming);
        }
        self.photos.remove(id);
        self.answers.dismissed(id);
    }
}
