//! The day at the till: float, cash in and out, closing. The database adds up; this reads what was
//! typed and says what is shown.

use std::sync::Arc;

use super::{Effect, Machine};
use crate::day::{DayCommand, DayEffect, DayInput, DayView, TypedCount};
use crate::messages::Message;
use domain::{CashCount, CashMovement, CashMovementKind, DomainError, JournalEntry, Money};

/// What the screen of the day knows.
#[derive(Default)]
pub(super) struct DayDesk {
    view: DayView,
}

impl DayDesk {
    pub(super) fn view(&self) -> DayView {
        self.view.clone()
    }
}

impl Machine {
    pub(super) fn day_command(&mut self, command: DayCommand, effects: &mut Vec<Effect>) {
        let view = &mut self.day.view;
        view.problem = None;
        view.saved = None;
        let effect = match command {
            DayCommand::Look => {
                view.closed = None;
                Ok(DayEffect::Look)
            }
            DayCommand::CountFloat(typed) => self.cash(CashMovementKind::Float, &typed, ""),
            DayCommand::PayIn { amount, reason } => {
                self.cash(CashMovementKind::PayIn, &amount, &reason)
            }
            DayCommand::PayOut { amount, reason } => {
                self.cash(CashMovementKind::PayOut, &amount, &reason)
            }
            DayCommand::Close(count) => self.close(&count),
            DayCommand::SaveReport { name, text } => Ok(DayEffect::SaveReport { name, text }),
        };
        match effect {
            Ok(effect) => effects.push(Effect::Day(effect)),
            Err(message) => self.day.view.problem = Some(message),
        }
    }

    pub(super) fn day_input(&mut self, input: DayInput) {
        let view = &mut self.day.view;
        match input {
            DayInput::Read { book, done, closed } => {
                view.book = Some(Arc::from(book));
                if done {
                    view.done += 1;
                    view.closed = closed.map(Arc::from);
                }
            }
            DayInput::Failed(reason) => {
                view.problem = Some(Message::new("problem-day").because(reason));
            }
            DayInput::Saved(file) => view.saved = Some(file),
        }
    }

    /// Adds an entry to the journal.
    pub(super) fn tell_journal(&self, entry: JournalEntry, effects: &mut Vec<Effect>) {
        effects.push(Effect::Day(DayEffect::WriteJournal(entry)));
    }

    fn cash(
        &self,
        kind: CashMovementKind,
        typed: &str,
        reason: &str,
    ) -> Result<DayEffect, Message> {
        let movement = self
            .amount(typed)
            .and_then(|amount| CashMovement::new(kind, amount, reason))
            .map_err(|why| typed_problem(&why, typed))?;
        Ok(DayEffect::MoveCash { movement, by: self.done_by() })
    }

    fn close(&self, count: &TypedCount) -> Result<DayEffect, Message> {
        let (counted, typed) = match count {
            TypedCount::Sum(typed) => {
                (self.amount(typed).and_then(CashCount::of_sum), typed.as_str())
            }
            TypedCount::Coins(coins) => (CashCount::of_coins(self.selling.currency, coins), ""),
        };
        let count = counted.map_err(|why| typed_problem(&why, typed))?;
        Ok(DayEffect::Close { count, by: self.done_by() })
    }

    fn amount(&self, typed: &str) -> Result<Money, DomainError> {
        Money::parse(typed, self.selling.currency)
    }
}

fn typed_problem(why: &DomainError, typed: &str) -> Message {
    match why {
        DomainError::NoReason => Message::new("problem-no-reason"),
        DomainError::NoCash => Message::new("problem-no-cash"),
        DomainError::ControlSign { .. } | DomainError::TextTooLong { .. } => Message::of_text(why),
        _ => Message::new("problem-amount").naming("typed", typed),
    }
}
