//! What lies over the screen for the cart: price and note of a line, hold, carts on hold, void.

mod held;
mod hold;
mod terms;
mod void;

use egui::{Id, Key, Margin, Modal, RichText, TextEdit, Ui};

use self::hold::Hold;
use self::terms::Terms;
use super::{Local, Screen};
use crate::action::Action;
use crate::theme::{self, Tokens};
use crate::widgets::controls;
use crate::widgets::dialog;
use till::{CartView, LineView, Snapshot};

/// The dialog that is open.
pub enum CartDialog {
    /// Another price, a discount or a note for a line.
    Terms(Terms),
    /// A note, then the cart goes on hold.
    Hold(Hold),
    /// The carts on hold.
    Held,
    /// Whether all lines are to go.
    VoidCart,
}

impl CartDialog {
    /// The dialog for a line.
    pub fn terms(line: &LineView) -> Self {
        Self::Terms(Terms::of(line))
    }

    /// The dialog that puts this cart on hold.
    pub fn hold(cart: &CartView) -> Self {
        Self::Hold(Hold::of(cart))
    }

    /// Whether what it is about is still there.
    pub(super) fn still_fits(&self, snapshot: &Snapshot) -> bool {
        match self {
            Self::Terms(terms) => snapshot.cart.lines.iter().any(|line| line.id == terms.line()),
            Self::Hold(_) | Self::VoidCart => !snapshot.cart.lines.is_empty(),
            Self::Held => !snapshot.held.is_empty(),
        }
    }
}

/// Whether a dialog goes on after a frame.
enum After {
    Stays,
    Closes,
}

/// Draws the dialog that is open.
pub fn dialog_ui(ui: &mut Ui, screen: &Screen<'_>, local: &mut Local, actions: &mut Vec<Action>) {
    let Some(mut dialog) = local.cart.dialog.take() else {
        return;
    };
    let after = match &mut dialog {
        CartDialog::Terms(terms) => terms.show(ui, screen, actions),
        CartDialog::Hold(hold) => hold.show(ui, screen, actions),
        CartDialog::Held => held::show(ui, screen, actions),
        CartDialog::VoidCart => void::show(ui, screen, actions),
    };
    if matches!(after, After::Stays) {
        local.cart.dialog = Some(dialog);
    }
}

/// A calm card in the middle of the window; closes with Esc or a click beside it.
fn card(
    ui: &Ui,
    screen: &Screen<'_>,
    (title, width): (&str, f32),
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
    if modal.should_close() { After::Closes } else { modal.inner }
}

/// A named field to type in; the first one of a dialog gets the keyboard when it opens.
fn field_ui(
    ui: &mut Ui,
    tokens: &Tokens,
    (name, label, hint): (&'static str, &str, &str),
    typed: &mut String,
) -> egui::Response {
    // Painted alone: for screen readers it is the name of the field.
    let words = controls::words(label, theme::regular(theme::SMALL), tokens.muted);
    let galley = words.galley(ui.painter(), ui.available_width(), 1, egui::Align::LEFT);
    let (place, _) = ui.allocate_exact_size(galley.size(), egui::Sense::hover());
    ui.painter().galley(place.min, galley, tokens.muted);
    let id = controls::id_of("cart dialog field", name);
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

/// Whether Enter was pressed in this frame.
fn entered(ui: &Ui) -> bool {
    ui.input(|input| input.key_pressed(Key::Enter))
}
