//! The card that each dialog of the cart is drawn on, and its fields.

use egui::{Align, Event, Id, Key, Layout, Margin, Modal, RichText, TextEdit, Ui};

use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, Tokens};
use crate::widgets::controls::{Button, Weight};
use crate::widgets::{controls, dialog};
use domain::settings::{REASONS, reasons_of};
use till::{CartCommand, Command};

/// The name of the field for a reason.
pub(super) const REASON: &str = "reason";
/// What ready-made reasons are taken with.
const DIGITS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// Whether a dialog goes on after a frame.
pub(super) enum After {
    Stays,
    Closes,
}

/// A calm card in the middle of the window; closes with Esc.
pub(super) fn card(
    ui: &Ui,
    screen: &Screen<'_>,
    title: &str,
    width: f32,
    content: impl FnOnce(&mut Ui) -> After,
) -> After {
    let tokens = screen.tokens;
    let modal = Modal::new(Id::unique("cart dialog")).frame(dialog::card_frame(ui, tokens)).show(
        ui.ctx(),
        |ui| {
            ui.set_width(width);
            ui.label(RichText::new(title).font(theme::strong(theme::NAME)));
            ui.add_space(theme::GRID);
            content(ui)
        },
    );
    if dialog::closes(&modal) { After::Closes } else { modal.inner }
}

/// A named field to type in; the first one of a dialog gets the keyboard when it opens.
pub(super) fn field_ui(
    ui: &mut Ui,
    tokens: &Tokens,
    name: &'static str,
    label: &str,
    hint: &str,
    typed: &mut String,
) -> egui::Response {
    // Painted alone: for screen readers it is the name of the field.
    let words = controls::words(label, theme::regular(theme::SMALL), tokens.muted);
    let galley = words.galley(ui.painter(), ui.available_width(), 1, Align::LEFT);
    let (place, _) = ui.allocate_exact_size(galley.size(), egui::Sense::hover());
    ui.painter().galley(place.min, galley, tokens.muted);
    let id = field_id(name);
    let edit = TextEdit::singleline(typed)
        .id(id)
        .hint_text(RichText::new(hint).color(tokens.muted))
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(12, 12))
        .char_limit(120);
    let field = ui.add(edit);
    ui.ctx().accesskit_node_builder(id, |node| node.set_label(label));
    if !field.has_focus() {
        let stroke = egui::Stroke::new(1.0, tokens.edge);
        let radius = egui::CornerRadius::same(theme::RADIUS);
        ui.painter().rect_stroke(field.rect, radius, stroke, egui::StrokeKind::Inside);
    }
    ui.add_space(theme::GRID);
    field
}

/// The field for a reason, and below it the shop's own ready-made ones: a click takes one, and so does its
/// digit while nothing is typed here.
pub(super) fn reason_ui(ui: &mut Ui, screen: &Screen<'_>, label: &str, typed: &mut String) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let kept = screen.snapshot.settings.values.text(&REASONS);
    let reasons = reasons_of(kept);
    let has_keyboard = ui.memory(|memory| memory.has_focus(field_id(REASON)));
    if has_keyboard
        && typed.is_empty()
        && let Some(reason) = typed_digit(ui).and_then(|digit| reasons.get(digit))
    {
        *typed = (*reason).to_owned();
    }
    field_ui(ui, tokens, REASON, label, &t.text("terms-reason-hint"), typed);
    if reasons.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::Vec2::splat(theme::GRID);
        for (reason, digit) in reasons.iter().zip(DIGITS) {
            let mut button = Button::new(reason).key(digit);
            button.text_size = theme::SMALL;
            if button.show(ui, tokens).clicked() {
                *typed = (*reason).to_owned();
                ui.memory_mut(|memory| memory.request_focus(field_id(REASON)));
            }
        }
    });
    ui.add_space(theme::GRID);
}

/// The place of the digit that was just typed, from 0 for `1`; takes it, so that it is not text.
fn typed_digit(ui: &Ui) -> Option<usize> {
    ui.input_mut(|input| {
        let digit = |event: &Event| match event {
            Event::Text(text) => DIGITS.iter().position(|digit| digit == text),
            _ => None,
        };
        let found = input.events.iter().find_map(digit)?;
        input.events.retain(|event| digit(event).is_none());
        Some(found)
    })
}

/// What is wrong in a dialog, and the field that is to be mended.
pub(super) type Refused = (&'static str, &'static str);

/// Says what is wrong; the field that is to be mended gets the keyboard.
pub(super) fn refused_ui(ui: &mut Ui, screen: &Screen<'_>, refused: Option<Refused>) {
    if let Some((problem, _)) = refused {
        let text = RichText::new(screen.texts.text(problem)).font(theme::regular(theme::SMALL));
        ui.label(text.color(screen.tokens.error_text));
    }
}

/// The foot of a dialog: what it is there for, by a click or with Enter, and the way back.
pub(super) fn foot_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    (act, back): (&str, &str),
    acts: impl FnOnce(&Ui) -> After,
) -> After {
    let (t, tokens) = (screen.texts, screen.tokens);
    let enter = entered(ui);
    ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
        let act = t.text(act);
        let act = Button::new(&act).weight(Weight::Primary).key("Enter");
        if act.show(ui, tokens).clicked() || enter {
            return acts(ui);
        }
        let back = Button::new(&t.text(back)).key("Esc").show(ui, tokens).clicked();
        if back { After::Closes } else { After::Stays }
    })
    .inner
}

/// Hands over what a dialog came to, which closes it; where it is refused, the field that is to be mended
/// gets the keyboard.
pub(super) fn hand_over(
    ui: &Ui,
    came_to: Result<Vec<CartCommand>, Refused>,
    refused: &mut Option<Refused>,
    actions: &mut Vec<Action>,
) -> After {
    match came_to {
        Ok(commands) => {
            actions.extend(commands.into_iter().map(|command| Command::Cart(command).into()));
            After::Closes
        }
        Err(wrong) => {
            focus(ui, wrong.1);
            *refused = Some(wrong);
            After::Stays
        }
    }
}

/// Gives a field the keyboard.
pub(super) fn focus(ui: &Ui, field: &'static str) {
    ui.memory_mut(|memory| memory.request_focus(field_id(field)));
}

fn field_id(name: &'static str) -> Id {
    controls::id_of("cart dialog field", name)
}

/// Whether Enter was pressed in this frame.
pub(super) fn entered(ui: &Ui) -> bool {
    ui.input(|input| input.key_pressed(Key::Enter))
}
