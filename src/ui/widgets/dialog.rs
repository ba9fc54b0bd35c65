//! Dialogs: a calm card over the dimmed window, with fields and a row of buttons.

use egui::{
    FontSelection, Frame, Id, Key, Margin, Modal, ModalResponse, Response, RichText, Stroke,
    TextEdit, Ui,
};

use super::controls::{Button, Weight};
use crate::theme::{self, GRID, Tokens};

/// Under this name egui keeps in which pass a field was drawn last.
const DRAWN: &str = "drawn in pass";

/// The longest path or address that can be typed, in letters.
const LONGEST_LINE: usize = 4096;
/// The longest price or weight that can be typed, in letters.
const LONGEST_NUMBER: usize = 12;

/// Height of a field, in points: as high as a button.
const FIELD_MARGIN: Margin = Margin::symmetric(12, 12);

/// What every card over the window is drawn in.
pub(crate) fn card_frame(ui: &Ui, tokens: &Tokens) -> Frame {
    Frame::new()
        .fill(tokens.surface)
        .corner_radius(16)
        .inner_margin(Margin::same(32))
        .stroke(Stroke::new(1.0, tokens.line))
        .shadow(ui.visuals().window_shadow)
}

/// Whether Esc asks to close a dialog. A click beside it never does: it is easily made by mistake, and what
/// was typed would be lost.
pub(crate) fn closes<T>(modal: &ModalResponse<T>) -> bool {
    // First: it takes Esc, so that no dialog below closes as well.
    modal.should_close() && !modal.backdrop_response.clicked()
}

/// Draws a card with a title; returns what its content returns, and whether Esc asks to close it.
pub(crate) fn card_ui<R>(
    ui: &Ui,
    id: &'static str,
    width: f32,
    title: &str,
    tokens: &Tokens,
    content: impl FnOnce(&mut Ui) -> R,
) -> (R, bool) {
    let modal = Modal::new(Id::unique(id)).frame(card_frame(ui, tokens)).show(ui.ctx(), |ui| {
        ui.set_width(width.min(ui.ctx().content_rect().width() - GRID * 12.0));
        ui.label(RichText::new(title).font(theme::strong(theme::NAME)).color(tokens.text));
        content(ui)
    });
    let closes = closes(&modal);
    (modal.inner, closes)
}

/// A quiet sentence that says what a dialog is about.
pub(crate) fn about_ui(ui: &mut Ui, text: &str, tokens: &Tokens) {
    ui.label(RichText::new(text).color(tokens.muted));
    ui.add_space(GRID);
}

/// What is wrong, in words.
pub(crate) fn problem_ui(ui: &mut Ui, problem: Option<&str>, tokens: &Tokens) {
    if let Some(problem) = problem {
        let frame = Frame::new()
            .fill(tokens.error_soft)
            .corner_radius(theme::RADIUS)
            .inner_margin(Margin::symmetric(16, 10));
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(RichText::new(problem).color(tokens.error_text));
        });
    }
}

/// A field to type in, as the window's dialogs have them.
pub(crate) struct Field<'a> {
    /// Its name for screen readers, which also stands above it.
    pub label: &'a str,
    /// What stands in it while it is empty.
    pub hint: &'a str,
    /// Whether dots stand for the letters.
    pub secret: bool,
    /// How wide it is, in points.
    pub width: f32,
    /// How many letters fit into it.
    pub limit: usize,
}

impl<'a> Field<'a> {
    /// A field as wide as the room.
    pub(crate) fn new(label: &'a str) -> Self {
        Self { label, hint: "", secret: false, width: f32::INFINITY, limit: 120 }
    }

    /// Draws its name and, below it, the field.
    pub(crate) fn show(&self, ui: &mut Ui, id: Id, text: &mut String, tokens: &Tokens) -> Response {
        // Painted alone: the field itself carries the name for screen readers.
        let font = theme::regular(theme::SMALL);
        let name = ui.painter().layout_no_wrap(self.label.to_owned(), font, tokens.muted);
        let (rect, _) = ui.allocate_exact_size(name.size(), egui::Sense::hover());
        ui.painter().galley(rect.min, name, tokens.muted);
        self.show_alone(ui, id, text, tokens)
    }

    /// Draws the field alone.
    pub(crate) fn show_alone(
        &self,
        ui: &mut Ui,
        id: Id,
        text: &mut String,
        tokens: &Tokens,
    ) -> Response {
        let edit = TextEdit::singleline(text)
            .id(id)
            .font(FontSelection::FontId(theme::regular(theme::BODY)))
            .hint_text(RichText::new(self.hint).color(tokens.muted))
            .password(self.secret)
            .desired_width(self.width)
            .margin(FIELD_MARGIN)
            .char_limit(self.limit);
        let response = if self.width.is_finite() {
            ui.add_sized([self.width, theme::TOUCH], edit)
        } else {
            ui.add(edit)
        };
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(self.label));
        if !response.has_focus() {
            edge_ui(ui, &response, tokens);
        }
        response
    }
}

/// Whether Enter has just ended typing in this field.
pub(crate) fn is_entered(ui: &Ui, field: &Response) -> bool {
    field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

/// Gives the keyboard to the first field of a dialog that has just opened: one that was not drawn
/// in the pass before. The button that opened it still has it then.
pub(crate) fn focus_first(ui: &Ui, field: &Response) {
    let now = ui.ctx().cumulative_pass_nr();
    let drawn = field.id.with(DRAWN);
    let before: Option<u64> = ui.data(|data| data.get_temp(drawn));
    ui.data_mut(|data| data.insert_temp(drawn, now));
    if before.is_none_or(|before| before + 1 < now) {
        field.request_focus();
    }
}

/// Draws the large field of a dialog in which one number is typed, and keeps the keyboard in it until
/// Enter is pressed; returns the field and whether it was.
pub(crate) fn number_ui(
    ui: &mut Ui,
    id: Id,
    label: String,
    typed: &mut String,
    tokens: &Tokens,
) -> (Response, bool) {
    let edit = TextEdit::singleline(typed)
        .id(id)
        .hint_text(RichText::new(&label).color(tokens.muted))
        .font(FontSelection::FontId(theme::strong(theme::NAME)))
        .desired_width(f32::INFINITY)
        .margin(FIELD_MARGIN)
        .char_limit(LONGEST_NUMBER);
    let field = ui.add(edit);
    ui.ctx().accesskit_node_builder(id, |node| node.set_label(label));
    let entered = ui.input(|input| input.key_pressed(Key::Enter));
    if !field.has_focus() && !entered {
        field.request_focus();
    }
    if !field.has_focus() {
        edge_ui(ui, &field, tokens);
    }
    (field, entered)
}

/// The edge of a field while the keyboard is elsewhere.
fn edge_ui(ui: &Ui, field: &Response, tokens: &Tokens) {
    let stroke = Stroke::new(1.0, tokens.edge);
    ui.painter().rect_stroke(field.rect, theme::RADIUS, stroke, egui::StrokeKind::Inside);
}

/// A question that one line answers.
pub(crate) struct LineQuestion<'a> {
    /// What is asked.
    pub title: &'a str,
    /// Why, or what is wrong with what was typed.
    pub reason: RichText,
    /// What stands in the field while it is empty; also its name for screen readers.
    pub hint: &'a str,
    /// What the button says that leaves it.
    pub cancel: &'a str,
    /// What the button says that goes on.
    pub next: &'a str,
    /// Whether what was typed can be an answer.
    pub ready: bool,
}

impl LineQuestion<'_> {
    /// Asks, as a card named `id`; Enter goes on, Esc leaves it.
    pub(crate) fn show(
        &self,
        ui: &Ui,
        id: &'static str,
        typed: &mut String,
        tokens: &Tokens,
    ) -> Answer {
        let (answer, closes) = card_ui(ui, id, 560.0, self.title, tokens, |ui| {
            ui.label(self.reason.clone());
            ui.add_space(GRID);
            let field_id = Id::unique((id, "field"));
            let field = Field { hint: self.hint, limit: LONGEST_LINE, ..Field::new(self.hint) };
            let field = field.show_alone(ui, field_id, typed, tokens);
            let entered = is_entered(ui, &field);
            if !field.has_focus() && !entered {
                field.request_focus();
            }
            match buttons_ui(ui, self.cancel, self.next, self.ready, tokens) {
                Answer::Open if entered && self.ready => Answer::Yes,
                answer => answer,
            }
        });
        if answer == Answer::Open && closes { Answer::No } else { answer }
    }
}

/// What the buttons of a dialog say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Answer {
    /// Nothing yet.
    Open,
    /// Go on.
    Yes,
    /// Leave it.
    No,
}

/// The last row of a dialog: Cancel, and the next step on the right.
pub(crate) fn buttons_ui(
    ui: &mut Ui,
    cancel: &str,
    next: &str,
    ready: bool,
    tokens: &Tokens,
) -> Answer {
    ui.add_space(GRID);
    let mut answer = Answer::Open;
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
        let next = Button::new(next).weight(Weight::Primary).key("Enter").enabled(ready);
        if next.show(ui, tokens).clicked() {
            answer = Answer::Yes;
        }
        if Button::new(cancel).key("Esc").show(ui, tokens).clicked() {
            answer = Answer::No;
        }
    });
    answer
}
