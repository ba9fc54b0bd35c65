//! The dialog for a code that no product has: whose is it?

use egui::{Align, Id, Key, Layout, Margin, Modal, RichText, TextEdit, Ui};

use super::state::Local;
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{Button, Weight};
use crate::widgets::{dialog, found};
use till::search::enter_takes;
use till::{CodeCommand, Command};

const WIDTH: f32 = 640.0;
const ROWS: usize = 4;

/// Draws the dialog, while the clerk is asked about a code.
pub(super) fn dialog_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let Some(code) = &screen.snapshot.code.unknown else {
        local.code_search.clear();
        return;
    };
    let (t, tokens) = (screen.texts, screen.tokens);
    let modal = Modal::new(Id::unique("unknown code")).frame(dialog::card_frame(ui, tokens)).show(
        ui.ctx(),
        |ui| {
            ui.set_width(WIDTH);
            let title = t.text("code-unknown-title");
            ui.label(RichText::new(title).font(theme::strong(theme::TITLE)));
            let hint = t.with("code-unknown-hint", [("code", code.as_str().into())]);
            ui.label(RichText::new(hint).color(tokens.muted));
            ui.add_space(GRID * 2.0);
            assign_ui(ui, screen, local, actions);
            ui.add_space(GRID * 2.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let make = t.text("code-make");
                if Button::new(&make).weight(Weight::Primary).show(ui, tokens).clicked() {
                    actions.push(Action::MakeProduct { barcode: code.clone() });
                }
                let cancel = t.text("code-cancel");
                if Button::new(&cancel).key("Esc").show(ui, tokens).clicked() {
                    actions.push(Command::Code(CodeCommand::Close).into());
                }
            });
        },
    );
    if dialog::closes(&modal) {
        actions.push(Command::Code(CodeCommand::Close).into());
    }
}

/// A search whose find gets the code.
fn assign_ui(ui: &mut Ui, screen: &Screen<'_>, local: &mut Local, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let label = t.text("code-assign");
    let id = Id::unique("code search");
    let edit = TextEdit::singleline(&mut local.code_search)
        .id(id)
        .hint_text(RichText::new(&label).color(tokens.muted))
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(12, 12));
    let field = ui.add(edit);
    ui.ctx().accesskit_node_builder(id, |node| node.set_label(label));
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if !field.has_focus() && !entered {
        field.request_focus();
        let stroke = egui::Stroke::new(1.0, tokens.edge);
        ui.painter().rect_stroke(field.rect, theme::RADIUS, stroke, egui::StrokeKind::Inside);
    }
    let snapshot = screen.snapshot;
    let found = snapshot.search.find(&local.code_search, &snapshot.looks, ROWS);
    for (index, product) in found.iter().enumerate() {
        let size = egui::vec2(ui.available_width(), found::ROW);
        let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
        let picked = index == 0 && enter_takes(&local.code_search, product);
        let clicked = found::result_ui(ui, rect, screen, product, picked, "code-assign-to");
        if clicked || (entered && picked) {
            actions.push(Command::Code(CodeCommand::Assign(product.id.clone())).into());
        }
    }
}
