//! The journal on the screen, newest first; to be read, never to be changed.

use egui::{Rect, RichText, Ui};

use super::page::page_ui;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use domain::{Deed, JournalDeed, Money};
use texts::{format, people};
use till::day::JournalRow;

/// Draws the journal.
pub(super) fn journal_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let Some(book) = &screen.snapshot.day.book else {
        return;
    };
    page_ui(ui, rect, "journal", |ui| {
        ui.label(RichText::new(t.text("day-journal-about")).color(tokens.muted));
        ui.add_space(GRID);
        if book.journal.is_empty() {
            ui.label(RichText::new(t.text("day-journal-empty")).color(tokens.muted));
        }
        for row in &book.journal {
            row_ui(ui, screen, row);
        }
    });
}

fn row_ui(ui: &mut Ui, screen: &Screen<'_>, row: &JournalRow) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let currency = screen.snapshot.cart.currency;
    ui.horizontal(|ui| {
        ui.label(RichText::new(format::moment(row.at)).color(tokens.muted));
        let deed = t.text(deed_id(row.deed));
        ui.label(RichText::new(deed).font(theme::strong(theme::BODY)));
        if let Some(amount) = row.amount {
            ui.label(format::money(Money::new(amount, currency), t.language()));
        }
    });
    let mut parts = Vec::new();
    if !row.person.is_empty() {
        parts.push(row.person.clone());
    }
    if !row.approver.is_empty() {
        parts.push(t.with("day-approved-by", [("name", row.approver.as_str().into())]));
    }
    if let Some(number) = row.sale {
        parts.push(t.with("day-sale-number", [("number", number.into())]));
    }
    if !row.details.is_empty() {
        parts.push(details(screen, row));
    }
    if !parts.is_empty() {
        let text = RichText::new(parts.join(" · ")).size(theme::SMALL).color(tokens.muted);
        ui.label(text);
    }
    ui.add_space(GRID / 2.0);
    ui.separator();
}

/// The details in the reader's language, where they are a deed's word.
fn details(screen: &Screen<'_>, row: &JournalRow) -> String {
    match Deed::from_word(&row.details) {
        Some(deed) => screen.texts.text(people::deed_id(deed)),
        None => row.details.clone(),
    }
}

fn deed_id(deed: JournalDeed) -> &'static str {
    match deed {
        JournalDeed::VoidLine => "journal-void-line",
        JournalDeed::VoidTakenBack => "journal-void-taken-back",
        JournalDeed::FewerPieces => "journal-fewer-pieces",
        JournalDeed::UndoAdd => "journal-undo-add",
        JournalDeed::VoidCart => "journal-void-cart",
        JournalDeed::OverridePrice => "journal-override-price",
        JournalDeed::Discount => "journal-discount",
        JournalDeed::CartDiscount => "journal-cart-discount",
        JournalDeed::Refund => "journal-refund",
        JournalDeed::OpenDrawer => "journal-open-drawer",
        JournalDeed::Float => "journal-float",
        JournalDeed::PayIn => "journal-pay-in",
        JournalDeed::PayOut => "journal-pay-out",
        JournalDeed::CloseDay => "journal-close-day",
        JournalDeed::Approval => "journal-approval",
        JournalDeed::PinFailed => "journal-pin-failed",
        JournalDeed::SignIn => "journal-sign-in",
        JournalDeed::SignOut => "journal-sign-out",
        JournalDeed::People => "journal-people",
        JournalDeed::Permissions => "journal-permissions",
        JournalDeed::PromoteModel => "journal-promote-model",
    }
}
