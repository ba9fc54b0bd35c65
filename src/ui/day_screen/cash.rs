//! The dialog for cash without a sale: the float, pay-ins and pay-outs.

use egui::{Id, Ui};

use crate::action::Action;
use crate::screen::Screen;
use crate::theme::GRID;
use crate::widgets::dialog::{self, Answer, Field};
use domain::CashMovementKind;
use till::{Command, DayCommand};

/// What is half typed.
pub(super) struct CashDialog {
    kind: CashMovementKind,
    amount: String,
    reason: String,
    /// Whether something was sent, so that the till's problem is about it.
    sent: bool,
}

impl CashDialog {
    pub(super) fn new(kind: CashMovementKind) -> Self {
        Self { kind, amount: String::new(), reason: String::new(), sent: false }
    }

    fn command(&self) -> DayCommand {
        let (amount, reason) = (self.amount.clone(), self.reason.clone());
        match self.kind {
            CashMovementKind::Float => DayCommand::CountFloat(amount),
            CashMovementKind::PayIn => DayCommand::PayIn { amount, reason },
            CashMovementKind::PayOut => DayCommand::PayOut { amount, reason },
        }
    }
}

/// Draws the dialog, if it is open.
pub(super) fn cash_ui(
    ui: &Ui,
    screen: &Screen<'_>,
    dialog: &mut Option<CashDialog>,
    actions: &mut Vec<Action>,
) {
    let Some(open) = dialog else {
        return;
    };
    let (t, tokens) = (screen.texts, screen.tokens);
    let (title, about) = match open.kind {
        CashMovementKind::Float => ("cash-float-title", "cash-float-about"),
        CashMovementKind::PayIn => ("cash-in-title", "cash-in-about"),
        CashMovementKind::PayOut => ("cash-out-title", "cash-out-about"),
    };
    let title = t.text(title);
    let (answer, closes) = dialog::card_ui(ui, "cash", 520.0, &title, tokens, |ui| {
        dialog::about_ui(ui, &t.text(about), tokens);
        let label = t.text("cash-amount");
        let id = Id::unique("cash amount");
        let amount = Field::new(&label).show(ui, id, &mut open.amount, tokens);
        dialog::focus_first(ui, &amount);
        let mut entered = dialog::is_entered(ui, &amount);
        if open.kind != CashMovementKind::Float {
            ui.add_space(GRID);
            let label = t.text("cash-reason");
            let id = Id::unique("cash reason");
            let reason = Field::new(&label).show(ui, id, &mut open.reason, tokens);
            if entered && open.reason.trim().is_empty() {
                entered = false;
                reason.request_focus();
            }
            entered |= dialog::is_entered(ui, &reason);
        }
        ui.add_space(GRID);
        let problem = screen.snapshot.day.problem.as_ref().filter(|_| open.sent);
        let problem = problem.map(|problem| t.message(problem));
        dialog::problem_ui(ui, problem.as_deref(), tokens);
        let buttons = (t.text("dialog-cancel"), t.text("cash-record"));
        let answer = dialog::buttons_ui(ui, &buttons.0, &buttons.1, true, tokens);
        if entered { Answer::Yes } else { answer }
    });
    match answer {
        Answer::Yes => {
            open.sent = true;
            actions.push(Command::Day(open.command()).into());
        }
        Answer::No => *dialog = None,
        Answer::Open if closes => *dialog = None,
        Answer::Open => {}
    }
}
