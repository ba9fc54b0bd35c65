//! The dialog that weighs a line by hand: by the scale or by what is typed, less its container.

use std::sync::Arc;

use super::Machine;
use crate::messages::Message;
use crate::weighing_view::{WeighDialogView, WeighingView};
use domain::{CartLine, Grams, LineId, Unit, WeighedBy, Weighing};

/// The dialog while it is open.
pub(super) struct Dialog {
    pub(super) line: LineId,
    tare: u32,
    problem: Option<Message>,
}

impl Machine {
    pub(super) fn open_weighing(&mut self, line: LineId) {
        if self.selling.is_locked() {
            return;
        }
        let Some(found) = self.selling.cart.line(line) else { return };
        if found.product().unit() == Some(Unit::Kg) {
            let tare = found.weighing().map_or(0, Weighing::tare);
            self.weighing.dialog = Some(Dialog { line, tare, problem: None });
        }
    }

    pub(super) fn set_tare(&mut self, grams: u32) {
        if let Some(dialog) = &mut self.weighing.dialog {
            dialog.tare = grams.min(Grams::MAX);
            dialog.problem = None;
        }
    }

    pub(super) fn accept_weight(&mut self, typed: &str) {
        let Some(dialog) = &self.weighing.dialog else { return };
        let (line, tare) = (dialog.line, dialog.tare);
        let done = if typed.trim().is_empty() {
            self.weigh_from_scale(line, tare)
        } else {
            self.weigh_typed(line, tare, typed)
        };
        match (done, &mut self.weighing.dialog) {
            (Ok(()), dialog) => *dialog = None,
            (Err(problem), Some(dialog)) => dialog.problem = Some(problem),
            (Err(_), None) => {}
        }
    }

    /// What lies there and is not sold; else what the line was weighed with before, when only its
    /// container changes.
    fn weigh_from_scale(&mut self, line: LineId, tare: u32) -> Result<(), Message> {
        let before = self.selling.cart.line(line).and_then(CartLine::weighing);
        if let Some(weight) = self.weighing.take() {
            return self.weigh_kg_line(line, weight, tare).map_err(|_| tare_problem());
        }
        if let Some(weight) = self.weighing.take_from(line) {
            return match weight.weigh(tare) {
                Ok((weighing, spent)) => {
                    self.weighing.keep(line, spent);
                    self.selling.change(line, |cart| cart.set_weighing(line, weighing));
                    Ok(())
                }
                Err((weight, _)) => {
                    self.weighing.keep(line, weight.spend());
                    Err(tare_problem())
                }
            };
        }
        let before = before.ok_or_else(|| Message::new("problem-no-weight"))?;
        let gross = Grams::new(before.gross()).map_err(|_| tare_problem())?;
        let weighing = Weighing::new(gross, tare, before.by()).map_err(|_| tare_problem())?;
        self.selling.change(line, |cart| cart.set_weighing(line, weighing));
        Ok(())
    }

    fn weigh_typed(&mut self, line: LineId, tare: u32, typed: &str) -> Result<(), Message> {
        let gross = Grams::parse_kg_or_g(typed)
            .map_err(|_| Message::new("problem-weight").naming("typed", typed))?;
        let weighing = Weighing::new(gross, tare, WeighedBy::Typed).map_err(|_| tare_problem())?;
        self.weighing.give_back(line);
        self.selling.change(line, |cart| cart.set_weighing(line, weighing));
        Ok(())
    }

    pub(in crate::machine) fn weighing_view(&self) -> WeighingView {
        let dialog = self.weighing.dialog.as_ref().and_then(|dialog| {
            let line = self.selling.cart.line(dialog.line)?;
            let on_scale = self.weighing.load.fresh().map(Grams::get);
            let before = line.weighing().map(Weighing::gross);
            Some(WeighDialogView {
                line: dialog.line,
                product: Arc::clone(line.product()),
                gross: on_scale.or(before),
                on_scale: on_scale.is_some(),
                tare: dialog.tare,
                problem: dialog.problem.clone(),
            })
        });
        WeighingView {
            scale: self.weighing.scale.clone(),
            trying: self.weighing.trying,
            tares: self.weighing.tares.clone(),
            dialog,
        }
    }
}

fn tare_problem() -> Message {
    Message::new("problem-tare")
}
