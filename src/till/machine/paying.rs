//! The desk where customers pay: tenders come in until they cover the sale, which is written and
//! then printed. What the printer does never changes what is recorded.

use std::sync::Arc;

use super::{Effect, Machine};
use crate::messages::Message;
use crate::paying::{
    DoneView, PayCommand, PayEffect, PayInput, PayScreen, PayView, PayingView, PrintWish,
};
use crate::paying_settings::PaySettings;
use domain::{DomainError, Given, Money, PaidSale, Payment, TenderKind, quick_amounts};
use store::Booking;

use super::receipts::Browsing;

/// How many amounts of cash can be chosen from.
const QUICK: usize = 5;

/// What lies over the till, and what the printer owes.
#[derive(Default)]
pub(super) struct PayDesk {
    pub(super) state: PayState,
    pub(super) settings: Arc<PaySettings>,
    /// The sale that is being written, but for its number.
    written: Option<DoneView>,
    last_receipt: Option<i64>,
    /// The last receipt as it was not printed: because it was not asked for, or did not come out.
    not_printed: Option<PrintWish>,
}

/// What lies over the till.
#[derive(Default)]
pub(super) enum PayState {
    #[default]
    Closed,
    Paying {
        given: Vec<Given>,
        problem: Option<Message>,
    },
    Done(DoneView),
    Receipts(Browsing),
}

impl PayDesk {
    /// What was sold is old news once the next customer's first item is in the cart.
    pub(super) fn put_done_away(&mut self) {
        if let PayState::Done(done) = &self.state
            && !done.gross.is_negative()
        {
            self.state = PayState::Closed;
        }
    }
}

impl Machine {
    pub(super) fn pay_command(&mut self, command: PayCommand, effects: &mut Vec<Effect>) {
        match command {
            PayCommand::Start => self.start_paying(),
            PayCommand::Take { kind, typed } => self.take_typed(kind, &typed, effects),
            PayCommand::TakeCash(amount) => {
                self.take_tender(Given { kind: TenderKind::Cash, amount }, effects);
            }
            PayCommand::TakeBack => {
                if let PayState::Paying { given, problem } = &mut self.paying.state {
                    given.pop();
                    *problem = None;
                }
            }
            PayCommand::Close => self.close_paying(),
            PayCommand::OpenDrawer => effects.push(print(PrintWish::Drawer)),
            PayCommand::TryPrinter => effects.push(print(PrintWish::TestPage)),
            PayCommand::PrintReport(page) => {
                effects.push(Effect::Pay(PayEffect::PrintReport(page)));
            }
            PayCommand::PrintAgain => self.print_again(effects),
            PayCommand::Speak(language) => effects.push(Effect::Pay(PayEffect::Speak(language))),
            other => self.receipt_command(other, effects),
        }
    }

    pub(super) fn pay_input(&mut self, input: PayInput, effects: &mut Vec<Effect>) {
        match input {
            PayInput::Settings(settings) => self.paying.settings = settings,
            PayInput::Printed(wish) => {
                if self.paying.not_printed == Some(wish) {
                    self.paying.not_printed = None;
                }
                self.notices.retain(|notice| !about_the_printer(notice.message.id));
            }
            PayInput::NotPrinted(wish, reason) => {
                let message = match wish {
                    PrintWish::Receipt { .. } => {
                        self.paying.not_printed = Some(wish);
                        Message::new("problem-print")
                    }
                    PrintWish::Drawer => Message::new("problem-drawer"),
                    PrintWish::TestPage => Message::new("problem-test-page"),
                    PrintWish::Report => Message::new("problem-print-report"),
                };
                self.problem(message.because(reason));
            }
            other => self.receipt_input(other, effects),
        }
    }

    /// Under whose name something is recorded now; the database knows the day.
    pub(super) fn booking(&self) -> Booking {
        let by = self.done_by();
        Booking {
            person: by.person.map(|id| id.0),
            approver: by.approver.map(|id| id.0),
            day: None,
        }
    }

    pub(super) fn pay_view(&self) -> PayView {
        let screen = match &self.paying.state {
            PayState::Closed => PayScreen::Closed,
            PayState::Paying { given, problem } => self
                .paying_view(given, problem.clone())
                .map_or(PayScreen::Closed, PayScreen::Paying),
            PayState::Done(done) => PayScreen::Done(done.clone()),
            PayState::Receipts(browsing) => PayScreen::Receipts(self.receipts_view(browsing)),
        };
        let desk = &self.paying;
        let not_printed = desk.not_printed.is_some();
        PayView { screen, last_receipt: desk.last_receipt, not_printed }
    }

    fn paying_view(&self, given: &[Given], problem: Option<Message>) -> Option<PayingView> {
        let due = self.selling.cart.totals().ok()?.gross;
        let rounding = self.paying.settings.rounding;
        let still = Payment::still_due(due, rounding, given).ok()?;
        Some(PayingView {
            due,
            given: given.to_vec(),
            by_card: still.by_card,
            in_cash: still.in_cash,
            quick: quick_amounts(still.in_cash, rounding, QUICK),
            problem,
            writing: self.selling.is_completing(),
        })
    }

    fn start_paying(&mut self) {
        if self.selling.is_locked() || self.selling.cart.is_empty() {
            return;
        }
        match self.selling.cart.complete() {
            Ok(_) => self.paying.state = PayState::Paying { given: Vec::new(), problem: None },
            Err(error) => self.cannot_sell(&error),
        }
    }

    fn close_paying(&mut self) {
        if !self.selling.is_completing() {
            self.paying.state = PayState::Closed;
        }
    }

    fn take_typed(&mut self, kind: TenderKind, typed: &str, effects: &mut Vec<Effect>) {
        let PayState::Paying { given, .. } = &self.paying.state else {
            return;
        };
        let Some(view) = self.paying_view(given, None) else {
            return;
        };
        let all = match kind {
            TenderKind::Cash => view.in_cash,
            TenderKind::Card => view.by_card,
        };
        let amount = match typed.trim() {
            "" => Ok(all),
            typed => Money::parse(typed, all.currency()),
        };
        match amount.ok().filter(|amount| !amount.is_negative()) {
            Some(amount) => self.take_tender(Given { kind, amount }, effects),
            None => self.pay_problem(Message::new("problem-tender").naming("typed", typed)),
        }
    }

    fn take_tender(&mut self, tender: Given, effects: &mut Vec<Effect>) {
        let PayState::Paying { given, .. } = &self.paying.state else {
            return;
        };
        if self.selling.is_completing() {
            return;
        }
        let mut given = given.clone();
        given.push(tender);
        let due = self.selling.cart.totals().map(|totals| totals.gross);
        let still =
            due.and_then(|due| Payment::still_due(due, self.paying.settings.rounding, &given));
        match still {
            Err(DomainError::CardAboveDue) => self.pay_problem(Message::new("problem-card-above")),
            Err(error) => self.cannot_sell(&error),
            Ok(still) => {
                if still.covered {
                    return self.sell(&given, effects);
                }
                self.paying.state = PayState::Paying { given, problem: None };
            }
        }
    }

    /// Takes all that is still due in cash, without change, and writes the sale.
    pub(super) fn complete_sale(&mut self, effects: &mut Vec<Effect>) {
        let mut given = match &self.paying.state {
            PayState::Paying { given, .. } => given.clone(),
            _ => Vec::new(),
        };
        if let Some(view) = self.paying_view(&given, None) {
            given.push(Given { kind: TenderKind::Cash, amount: view.in_cash });
        }
        self.sell(&given, effects);
    }

    /// Sends a sale that is covered to the database.
    fn sell(&mut self, given: &[Given], effects: &mut Vec<Effect>) {
        let rounding = self.paying.settings.rounding;
        let sale = self.selling.start_sale(|sale| PaidSale::new(sale, rounding, given));
        let paid = match sale {
            Ok(Some(paid)) => paid,
            Ok(None) => return,
            Err(error) => return self.cannot_sell(&error),
        };
        match done_view(paid.amount().gross, paid.payment()) {
            Ok(view) => self.paying.written = Some(view),
            Err(error) => {
                self.selling.sale_failed();
                return self.cannot_sell(&error);
            }
        }
        effects.push(Effect::RecordSale(Box::new(paid), self.booking()));
    }

    /// What was handed over stays, so that it can be tried again.
    pub(super) fn sale_was_not_paid(&mut self, message: Message) {
        self.paying.written = None;
        self.pay_problem(message);
    }

    /// What was handed over was for another cart than the one that is there now.
    pub(super) fn sale_was_elsewhere(&mut self) {
        self.paying.written = None;
        self.close_paying();
    }

    pub(super) fn sale_was_paid(&mut self, number: i64, effects: &mut Vec<Effect>) {
        if let Some(view) = self.paying.written.take() {
            self.show_done(DoneView { number, ..view }, effects);
        }
    }

    /// Shows what was recorded; the printer and the drawer come after it.
    pub(super) fn show_done(&mut self, done: DoneView, effects: &mut Vec<Effect>) {
        let desk = &mut self.paying;
        let drawer = desk.settings.drawer && (done.cash.minor() != 0 || done.change.minor() != 0);
        let receipt = |drawer| PrintWish::Receipt { number: done.number, is_copy: false, drawer };
        desk.not_printed = None;
        if desk.settings.prints() && desk.settings.print_always {
            effects.push(print(receipt(drawer)));
        } else {
            desk.not_printed = Some(receipt(false));
            effects.extend((drawer && desk.settings.prints()).then(|| print(PrintWish::Drawer)));
        }
        desk.last_receipt = Some(done.number);
        desk.state = PayState::Done(done);
    }

    fn print_again(&mut self, effects: &mut Vec<Effect>) {
        let copy = |number| PrintWish::Receipt { number, is_copy: true, drawer: false };
        let wish = self.paying.not_printed.or(self.paying.last_receipt.map(copy));
        effects.extend(wish.map(print));
    }

    fn pay_problem(&mut self, message: Message) {
        if let PayState::Paying { problem, .. } = &mut self.paying.state {
            *problem = Some(message);
        }
    }
}

fn about_the_printer(id: &str) -> bool {
    matches!(id, "problem-print" | "problem-drawer" | "problem-test-page" | "problem-print-report")
}

/// What is shown of a payment, but for the number.
pub(super) fn done_view(gross: Money, payment: &Payment) -> Result<DoneView, DomainError> {
    Ok(DoneView {
        number: 0,
        gross,
        cash: payment.paid_by(TenderKind::Cash)?,
        card: payment.paid_by(TenderKind::Card)?,
        change: payment.change()?,
    })
}

pub(super) fn print(wish: PrintWish) -> Effect {
    Effect::Pay(PayEffect::Print(wish))
}
