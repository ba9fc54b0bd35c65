//! What is asked before a version sells, is deleted, or gets another note.

use egui::{Id, Key, RichText, ScrollArea, Ui};

use super::state::Dialog;
use super::state::Local;
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{Button, Weight};
use crate::widgets::dialog::{self, Answer};
use crate::widgets::form;
use teach::{CompareCommand, Loss, LossKind, PromotionView, Share, TeachCommand};
use till::{Command, ModelCommand};

fn compare(command: CompareCommand) -> Action {
    TeachCommand::Compare(command).into()
}

/// Draws whatever is asked.
pub(super) fn dialogs_ui(
    ui: &Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    // Another person's word is asked for by a dialog of its own.
    let waits = screen.snapshot.people.approval.is_some();
    if let Some(asked) = screen.teaching.compare.promoting.as_ref().filter(|_| !waits) {
        return promotion_ui(ui, screen, asked, actions);
    }
    let closes = match &mut local.dialog {
        Some(Dialog::Notes { version, text }) => notes_ui(ui, screen, version, text, actions),
        Some(Dialog::Delete { version }) => delete_ui(ui, screen, version, actions),
        None => false,
    };
    if closes {
        local.dialog = None;
    }
}

fn notes_ui(
    ui: &Ui,
    screen: &Screen<'_>,
    version: &str,
    text: &mut String,
    actions: &mut Vec<Action>,
) -> bool {
    let (t, tokens) = (screen.texts, screen.tokens);
    let title = t.with("compare-notes-title", [("name", version.into())]);
    let (answer, closes) = dialog::card_ui(ui, "version notes", 560.0, &title, tokens, |ui| {
        let label = t.text("compare-notes-label");
        let field = form::Field::new(Id::unique("version notes field"), &label).rows(4);
        let response = field.show(ui, ui.available_width(), text, tokens);
        dialog::focus_first(ui, &response);
        let entered = ui.input(|input| input.modifiers.command && input.key_pressed(Key::Enter));
        let (cancel, save) = (t.text("compare-cancel"), t.text("compare-notes-save"));
        let answer = buttons_ui(ui, screen, &cancel, &save, "Ctrl+Enter", true);
        if entered { Answer::Yes } else { answer }
    });
    if answer == Answer::Yes {
        let (version, notes) = (version.to_owned(), text.clone());
        actions.push(compare(CompareCommand::SetNotes { version, notes }));
    }
    closes || answer != Answer::Open
}

fn delete_ui(ui: &Ui, screen: &Screen<'_>, version: &str, actions: &mut Vec<Action>) -> bool {
    let (t, tokens) = (screen.texts, screen.tokens);
    let title = t.with("compare-delete-title", [("name", version.into())]);
    let (answer, closes) = dialog::card_ui(ui, "delete version", 520.0, &title, tokens, |ui| {
        dialog::about_ui(ui, &t.text("compare-delete-about"), tokens);
        let (cancel, delete) = (t.text("compare-cancel"), t.text("compare-delete"));
        buttons_ui(ui, screen, &cancel, &delete, "", true)
    });
    if answer == Answer::Yes {
        actions.push(compare(CompareCommand::Delete(version.to_owned())));
    }
    closes || answer != Answer::Open
}

/// The warning before another version sells.
fn promotion_ui(ui: &Ui, screen: &Screen<'_>, asked: &PromotionView, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let title = t.with("compare-promote-title", [("name", asked.version.as_str().into())]);
    let (answer, closes) = dialog::card_ui(ui, "promote version", 640.0, &title, tokens, |ui| {
        if let Some(selling) = &asked.selling {
            let about = t.with("compare-promote-about", [("old", selling.as_str().into())]);
            dialog::about_ui(ui, &about, tokens);
        }
        if !asked.compared {
            warning_ui(ui, screen, &t.text("compare-promote-unjudged"));
        }
        losses_ui(ui, screen, asked);
        if asked.compared && asked.untested > 0 {
            let text = t.with("compare-promote-untested", [("count", asked.untested.into())]);
            ui.label(RichText::new(text).color(tokens.muted));
        }
        let (cancel, promote) = (t.text("compare-cancel"), t.text("compare-promote-yes"));
        let enter = ui.input(|input| input.key_pressed(Key::Enter));
        let answer = buttons_ui(ui, screen, &cancel, &promote, "Enter", true);
        if enter && answer == Answer::Open && nothing_has_focus(ui) { Answer::Yes } else { answer }
    });
    if answer == Answer::Yes {
        let version = asked.version.clone();
        actions.push(Command::Model(ModelCommand::Promote { version }).into());
    }
    if closes || answer != Answer::Open {
        actions.push(compare(CompareCommand::ClosePromotion));
    }
}

/// Enter on a button is that button's.
fn nothing_has_focus(ui: &Ui) -> bool {
    ui.memory(|memory| memory.focused().is_none())
}

fn losses_ui(ui: &mut Ui, screen: &Screen<'_>, asked: &PromotionView) {
    let (t, tokens) = (screen.texts, screen.tokens);
    if asked.losses.is_empty() {
        if asked.compared {
            ui.label(RichText::new(t.text("compare-promote-no-loss")).color(tokens.accent_text));
        }
        return;
    }
    warning_ui(ui, screen, &t.text("compare-promote-losses"));
    let area = ScrollArea::vertical().id_salt("losses").max_height(220.0);
    area.show(ui, |ui| {
        ui.set_width(ui.available_width());
        for loss in &asked.losses {
            ui.label(RichText::new(loss_text(screen, loss)).color(match loss.kind {
                LossKind::Perhaps => tokens.muted,
                LossKind::CannotName | LossKind::Surely => tokens.error_text,
            }));
        }
    });
}

/// Such as "Lime: 12 → 7 of 14 right, surely worse; sold 80 times".
fn loss_text(screen: &Screen<'_>, loss: &Loss) -> String {
    let t = screen.texts;
    let name = screen.teaching.compare.name_of(&loss.product);
    let sold = i64::try_from(loss.sold).unwrap_or(i64::MAX);
    let part = |share: Option<Share>| share.map_or(0, |share| share.part);
    let id = match loss.kind {
        LossKind::CannotName => "compare-loss-cannot-name",
        LossKind::Surely => "compare-loss-surely",
        LossKind::Perhaps => "compare-loss-perhaps",
    };
    t.with(
        id,
        [
            ("name", name.into()),
            ("sold", sold.into()),
            ("old", part(loss.old).into()),
            ("new", part(loss.new).into()),
            ("count", loss.old.map_or(0, |share| share.of).into()),
        ],
    )
}

fn warning_ui(ui: &mut Ui, screen: &Screen<'_>, text: &str) {
    let tokens = screen.tokens;
    let frame = egui::Frame::new()
        .fill(tokens.warn_soft)
        .corner_radius(theme::RADIUS)
        .inner_margin(egui::Margin::symmetric(16, 10));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new(text).color(tokens.warn_text));
    });
    ui.add_space(GRID);
}

/// Cancel, and the next step on the right with its own key.
fn buttons_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    cancel: &str,
    next: &str,
    key: &str,
    ready: bool,
) -> Answer {
    let tokens = screen.tokens;
    ui.add_space(GRID);
    let mut answer = Answer::Open;
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
        let button = Button::new(next).weight(Weight::Primary).enabled(ready);
        let button = if key.is_empty() { button } else { button.key(key) };
        if button.show(ui, tokens).clicked() {
            answer = Answer::Yes;
        }
        if Button::new(cancel).key("Esc").show(ui, tokens).clicked() {
            answer = Answer::No;
        }
    });
    answer
}
