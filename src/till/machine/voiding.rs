//! A line that was voided can be taken back, as long as the word that says so stands there and the cart
//! was not changed since. The journal keeps both: the void, and that it was taken back.

use super::Machine;
use super::selling::Standing;
use crate::messages::Message;
use devices::scale::LoadNumber;
use domain::{Because, Discount, LineId, NamingId};

/// The line that was taken out of the cart last.
pub(super) struct Voided {
    stood: Standing,
    /// What lay on the scale when it was weighed there.
    load: Option<LoadNumber>,
    /// What was taken off the cart, which goes with its last line.
    cart_discount: Option<Because<Discount>>,
    /// The word that says it can come back.
    notice: u64,
    /// The cart as it was left.
    revision: u64,
}

impl Machine {
    pub(super) fn void_line(&mut self, line: LineId) {
        let Some(stood) = self.selling.standing(line) else {
            return;
        };
        let load = self.weighing.load_of(line);
        let cart_discount = self.selling.cart.discount().cloned();
        self.remove_line(line);
        if self.selling.cart.line(line).is_some() {
            return; // its sale is being written
        }
        self.selling.cart.forget_discount_of_nothing();
        let revision = self.selling.cart.revision();
        let name = stood.product().name.clone();
        let notice = self.done(Message::new("line-voided").naming("product", name));
        self.voided = Some(Voided { stood, load, cart_discount, notice, revision });
    }

    pub(super) fn take_back_void(&mut self) {
        if self.selling.is_locked() {
            return; // the word stays, for as long as the cart does
        }
        let Some(voided) = self.voided.take() else {
            return;
        };
        self.notices.retain(|notice| notice.id != voided.notice);
        let namings: Vec<NamingId> = voided.stood.namings().collect();
        let line = match self.selling.put_back_whole(voided.stood) {
            Ok(line) => line,
            Err(message) => return self.problem(message),
        };
        // Words that have left the cart are withdrawn for good.
        namings.into_iter().for_each(|naming| self.selling.cart.forget_naming(naming));
        if let (Some(Because { what, reason }), None) =
            (voided.cart_discount, self.selling.cart.discount())
        {
            // It held for this cart a moment ago.
            let _taken = self.selling.cart.restore_cart_discount(what, &reason);
        }
        // What it was weighed with is used once: by this line again, if it still lies there.
        if let Some(weight) = voided.load.and_then(|load| self.weighing.take_again(load)) {
            self.weighing.keep(line, weight.spend());
        }
        self.selling.touch(Some(line));
    }

    /// Whatever changes the cart, and whoever puts the word away, ends it.
    pub(super) fn keep_voided(&mut self) {
        let Some(voided) = &self.voided else {
            return;
        };
        let said = self.notices.iter().any(|notice| notice.id == voided.notice);
        if !said || self.selling.cart.revision() != voided.revision {
            let notice = voided.notice;
            self.notices.retain(|shown| shown.id != notice);
            self.voided = None;
        }
    }
}
