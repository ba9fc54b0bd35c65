//! The desk where receipts are looked at, printed again, kept as files and refunded.

use std::path::PathBuf;
use std::sync::Arc;

use super::paying::{PayState, done_view, print};
use super::{Effect, Machine};
use crate::messages::Message;
use crate::paying::{
    DealSummary, DoneView, PayCommand, PayEffect, PayInput, PrintWish, ReceiptsView, ShownReceipt,
};
use domain::ForPeople;
use domain::{DomainError, Part, Refund, Refundable};

/// What is looked at.
#[derive(Default)]
pub(super) struct Browsing {
    newest: Arc<Vec<DealSummary>>,
    shown: Option<Arc<ShownReceipt>>,
    returned: Vec<u32>,
    problem: Option<Message>,
    saved: Option<PathBuf>,
    /// The refund that is being written, but for its number.
    written: Option<DoneView>,
}

impl Browsing {
    fn show(&mut self, shown: ShownReceipt) {
        let lines = shown.refundable.as_ref().map_or(0, |left| left.left().len());
        self.returned = vec![0; lines];
        self.shown = Some(Arc::new(shown));
    }

    /// What goes back, as a refund.
    fn refund(&self, rounding: domain::CashRounding) -> Result<Refund, DomainError> {
        let refundable = self.shown.as_ref().and_then(|shown| shown.refundable.as_ref());
        let refundable = refundable.ok_or(DomainError::NothingToRefund)?;
        let parts: Vec<Part> = self.returned.iter().copied().enumerate().collect();
        refundable.parts(&parts, rounding)
    }

    /// How many pieces or grams of a line can go back.
    fn left(&self) -> Vec<u32> {
        let refundable = self.shown.as_ref().and_then(|shown| shown.refundable.as_ref());
        refundable.map(Refundable::left).unwrap_or_default()
    }
}

impl Machine {
    pub(super) fn receipt_command(&mut self, command: PayCommand, effects: &mut Vec<Effect>) {
        if let PayCommand::Receipts = command {
            return self.open_receipts(effects);
        }
        let rounding = self.paying.settings.rounding;
        let booking = self.booking();
        let PayState::Receipts(browsing) = &mut self.paying.state else {
            return;
        };
        if browsing.written.is_some() {
            return;
        }
        (browsing.problem, browsing.saved) = (None, None);
        let shown = browsing.shown.as_ref().map(|shown| shown.number);
        match command {
            PayCommand::Find(typed) => match typed.trim().parse() {
                Ok(number) => effects.push(Effect::Pay(PayEffect::Read(number))),
                Err(_) => browsing.problem = Some(none_such(&typed)),
            },
            PayCommand::Look(number) => effects.push(Effect::Pay(PayEffect::Read(number))),
            PayCommand::PrintCopy => {
                let copy = |number| PrintWish::Receipt { number, is_copy: true, drawer: false };
                effects.extend(shown.map(|number| print(copy(number))));
            }
            PayCommand::Save(form) => {
                effects.extend(shown.map(|number| Effect::Pay(PayEffect::Save(number, form))));
            }
            PayCommand::Return { position, count } => {
                let left = browsing.left().get(position).copied().unwrap_or(0);
                if let Some(returned) = browsing.returned.get_mut(position) {
                    *returned = count.min(left);
                }
            }
            PayCommand::ReturnAll => browsing.returned = browsing.left(),
            PayCommand::Refund => match browsing.refund(rounding) {
                Ok(refund) => {
                    browsing.written = done_view(refund.totals().gross, refund.payment()).ok();
                    let effect = PayEffect::RecordRefund(Box::new(refund), booking);
                    effects.push(Effect::Pay(effect));
                }
                Err(error) => browsing.problem = Some(refused(error.message())),
            },
            _ => {}
        }
    }

    pub(super) fn receipt_input(&mut self, input: PayInput, effects: &mut Vec<Effect>) {
        let PayState::Receipts(browsing) = &mut self.paying.state else {
            return;
        };
        match input {
            PayInput::Newest(newest) => {
                if let (None, Some(first)) = (&browsing.shown, newest.first()) {
                    effects.push(Effect::Pay(PayEffect::Read(first.recorded.number)));
                }
                browsing.newest = Arc::new(newest);
            }
            PayInput::Read(_, Some(shown)) => browsing.show(*shown),
            PayInput::Read(number, None) => browsing.problem = Some(none_such(&number.to_string())),
            PayInput::RefundRecorded(number) => {
                if let Some(done) = browsing.written.take() {
                    self.show_done(DoneView { number, ..done }, effects);
                }
            }
            PayInput::Saved(file) => browsing.saved = Some(file),
            PayInput::Failed(reason) => {
                browsing.written = None;
                browsing.problem = Some(refused(reason));
            }
            PayInput::Settings(_) | PayInput::Printed(_) | PayInput::NotPrinted(..) => {}
        }
    }

    pub(super) fn receipts_view(&self, browsing: &Browsing) -> ReceiptsView {
        let refund = browsing.refund(self.paying.settings.rounding).ok();
        let money =
            |refund: Refund| refund.totals().gross.checked_add(refund.payment().rounding()).ok();
        ReceiptsView {
            newest: Arc::clone(&browsing.newest),
            shown: browsing.shown.clone(),
            returned: browsing.returned.clone(),
            refund: refund.and_then(money),
            problem: browsing.problem.clone(),
            saved: browsing.saved.clone(),
            writing: browsing.written.is_some(),
        }
    }

    fn open_receipts(&mut self, effects: &mut Vec<Effect>) {
        if !self.selling.is_completing() {
            self.paying.state = PayState::Receipts(Browsing::default());
            effects.push(Effect::Pay(PayEffect::List));
        }
    }
}

fn none_such(number: &str) -> Message {
    Message::new("problem-no-receipt").naming("number", number.trim())
}

fn refused(reason: Message) -> Message {
    Message::new("problem-receipt").because(reason)
}
