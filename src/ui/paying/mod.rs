//! Paying, the change, receipts and refunds: cards over the till, worked by keys or by touch alone.

mod card;
mod done;
mod pad;
mod paper;
mod pay;
mod receipt_list;
mod receipts;
mod refund;
mod state;

use egui::Ui;

use crate::action::Action;
use crate::screen::Screen;
use receipt::ReceiptLabels;
use texts::Texts;
use till::{PayScreen, ReceiptLanguage};

pub(crate) use state::PayLocal;

/// The words of receipts in the window's language.
pub(crate) fn receipt_language(texts: &Texts) -> ReceiptLanguage {
    let tag = texts.language().tag.to_owned();
    ReceiptLanguage { tag, labels: ReceiptLabels::new(|id| texts.text(id)) }
}

/// Draws the card that is open, and takes its keys.
pub(crate) fn pay_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut PayLocal,
    actions: &mut Vec<Action>,
) {
    match &screen.snapshot.pay.screen {
        PayScreen::Closed => {}
        PayScreen::Paying(view) => pay::show(ui, screen, local, view, actions),
        PayScreen::Done(view) => done::show(ui, screen, view, actions),
        PayScreen::Receipts(view) => receipts::show(ui, screen, local, view, actions),
    }
}
