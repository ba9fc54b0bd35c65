//! The card of receipts: the newest, one as paper, and what can be done with it.

use egui::{Key, Rect, Ui, pos2, vec2};

use super::card::{Keys, card_ui, send};
use super::receipt_list::{list_ui, neighbour};
use super::state::PayLocal;
use super::{paper, refund};
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::GRID;
use till::{PayCommand, ReceiptForm, ReceiptsView};

/// Draws the card and takes its keys.
pub(super) fn show(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut PayLocal,
    view: &ReceiptsView,
    actions: &mut Vec<Action>,
) {
    if !view.writing {
        read_keys(ui, local, view, actions);
    }
    let size = vec2(1150.0, 606.0);
    let closes = card_ui(ui, "receipts card", size, screen.tokens, |ui, rect| {
        let list = rect.with_max_x(rect.left() + 280.0);
        let side = rect.with_min_x(rect.right() - 440.0);
        let paper = Rect::from_min_max(
            pos2(list.right() + GRID * 2.0, rect.top()),
            pos2(side.left() - GRID * 2.0, rect.bottom()),
        );
        list_ui(ui, list, screen, local, view, actions);
        if let Some(shown) = &view.shown {
            paper::paper_ui(ui, paper, screen, &shown.receipt);
        }
        refund::side_ui(ui, side, screen, view, actions);
    });
    if closes && !view.writing {
        send(actions, PayCommand::Close);
    }
}

fn read_keys(ui: &Ui, local: &mut PayLocal, view: &ReceiptsView, actions: &mut Vec<Action>) {
    let keys = Keys(ui);
    local.typed.read(ui);
    if keys.pressed(Key::Backspace) {
        local.typed.pop();
    }
    if keys.pressed(Key::Enter) && !local.typed.text().is_empty() {
        send(actions, PayCommand::Find(local.typed.take()));
    }
    for (key, step) in [(Key::ArrowDown, 1), (Key::ArrowUp, -1)] {
        if keys.pressed(key)
            && let Some(number) = neighbour(view, step)
        {
            send(actions, PayCommand::Look(number));
        }
    }
    for (letter, command) in [
        ('p', PayCommand::PrintCopy),
        ('s', PayCommand::Save(ReceiptForm::Pdf)),
        ('t', PayCommand::Save(ReceiptForm::Text)),
        ('a', PayCommand::ReturnAll),
    ] {
        if keys.letter(letter) {
            send(actions, command);
        }
    }
    if keys.pressed(Key::F9) && view.refund.is_some() {
        send(actions, PayCommand::Refund);
    }
}
