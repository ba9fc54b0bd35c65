//! What forms are made of: named fields with what is wrong beside them, choices and switches.

use egui::epaint::{Stroke, StrokeKind};
use egui::{
    Align2, Color32, CornerRadius, FontSelection, Id, Margin, Rect, Response, Role, Sense,
    TextEdit, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::controls::{self, words};
use crate::theme::{self, GRID, RADIUS, Tokens};

/// A field to type a text into.
pub(crate) struct Field<'a> {
    /// Stays the same as long as it is the same field.
    pub id: Id,
    /// Its name, shown above it, also for screen readers.
    pub label: &'a str,
    /// What stands in it while it is empty.
    pub hint: &'a str,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// How many rows it shows; 1 takes no line breaks.
    pub rows: usize,
    /// How many characters it takes.
    pub limit: usize,
}

impl<'a> Field<'a> {
    /// A field of one row.
    pub(crate) fn new(id: Id, label: &'a str) -> Self {
        Self { id, label, hint: "", problem: None, rows: 1, limit: 200 }
    }

    /// Says what to type.
    #[must_use]
    pub(crate) fn hint(self, hint: &'a str) -> Self {
        Self { hint, ..self }
    }

    /// Says what is wrong.
    #[must_use]
    pub(crate) fn problem(self, problem: Option<String>) -> Self {
        Self { problem, ..self }
    }

    /// Shows several rows.
    #[must_use]
    pub(crate) fn rows(self, rows: usize) -> Self {
        Self { rows, limit: 1000, ..self }
    }

    /// Draws the name, the field and what is wrong below each other, `width` points wide.
    pub(crate) fn show(
        &self,
        ui: &mut Ui,
        width: f32,
        text: &mut String,
        tokens: &Tokens,
    ) -> Response {
        ui.allocate_ui(vec2(width, 0.0), |ui| {
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 4.0;
                self.name_ui(ui, width, tokens);
                let response = self.edit_ui(ui, width, text, tokens);
                if let Some(problem) = &self.problem {
                    problem_ui(ui, problem, tokens);
                }
                response
            })
            .inner
        })
        .inner
    }

    /// The field says its name by itself to screen readers: it is painted, not another label.
    fn name_ui(&self, ui: &mut Ui, width: f32, tokens: &Tokens) {
        let words = words(self.label, theme::strong(theme::SMALL), tokens.muted);
        let galley = words.galley(ui.painter(), width, 1, egui::Align::LEFT);
        let size = vec2(width, galley.size().y);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        ui.painter().galley(rect.min, galley, tokens.muted);
    }

    fn edit_ui(&self, ui: &mut Ui, width: f32, text: &mut String, tokens: &Tokens) -> Response {
        let height = theme::TOUCH + (self.rows.max(1) - 1) as f32 * theme::BODY * 1.4;
        let edit = if self.rows > 1 {
            TextEdit::multiline(text).desired_rows(self.rows).align(Align2::LEFT_TOP)
        } else {
            TextEdit::singleline(text).align(Align2::LEFT_CENTER)
        };
        let edit = edit
            .id(self.id)
            .hint_text(egui::RichText::new(self.hint).color(tokens.muted))
            .font(FontSelection::FontId(theme::regular(theme::BODY)))
            .margin(Margin::symmetric(12, 10))
            .char_limit(self.limit);
        let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        let response = ui.put(rect, edit);
        ui.ctx().accesskit_node_builder(self.id, |node| node.set_label(self.label));
        if !response.has_focus() {
            let (edge, thick) = match self.problem {
                Some(_) => (tokens.error_text, 2.0),
                None => (tokens.edge, 1.0),
            };
            let radius = CornerRadius::same(RADIUS);
            let stroke = Stroke::new(thick, edge);
            ui.painter().rect_stroke(rect, radius, stroke, StrokeKind::Inside);
        }
        response
    }
}

/// Draws the name of a group of choices.
pub(crate) fn label_ui(ui: &mut Ui, label: &str, tokens: &Tokens) {
    line_ui(ui, label, theme::strong(theme::SMALL), tokens.muted, 1);
}

/// Draws what a setting is good for.
pub(crate) fn explanation_ui(ui: &mut Ui, text: &str, tokens: &Tokens) {
    line_ui(ui, text, theme::regular(theme::SMALL), tokens.muted, 4);
}

/// Draws what is wrong.
pub(crate) fn problem_ui(ui: &mut Ui, text: &str, tokens: &Tokens) {
    line_ui(ui, text, theme::regular(theme::SMALL), tokens.error_text, 4);
}

/// Draws a plain line.
pub(crate) fn text_line_ui(ui: &mut Ui, text: &str, tokens: &Tokens) {
    line_ui(ui, text, theme::regular(theme::BODY), tokens.text, 2);
}

/// Draws the title of a group of fields.
pub(crate) fn title_ui(ui: &mut Ui, text: &str, tokens: &Tokens) {
    line_ui(ui, text, theme::strong(theme::NAME), tokens.text, 2);
}

fn line_ui(ui: &mut Ui, text: &str, font: egui::FontId, colour: Color32, rows: usize) {
    let width = ui.available_width();
    let words = words(text, font, colour);
    let height = words.galley(ui.painter(), width, rows, egui::Align::LEFT).size().y;
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    words.show_in(ui, rect, rows);
}

/// One of a few: the choices side by side, the chosen one marked; returns another one's place when
/// it is picked.
pub(crate) fn choice_ui(
    ui: &mut Ui,
    name: &str,
    choices: &[String],
    chosen: Option<usize>,
    tokens: &Tokens,
) -> Option<usize> {
    let mut picked = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(GRID);
        for (place, choice) in choices.iter().enumerate() {
            let here = chosen == Some(place);
            let text = words(choice, theme::strong(theme::BODY), tokens.text);
            let galley = text.galley(ui.painter(), f32::INFINITY, 1, egui::Align::LEFT);
            let size = vec2((galley.size().x + GRID * 4.0).max(64.0), theme::TOUCH);
            let (rect, response) = ui.allocate_exact_size(size, Sense::click());
            let label = format!("{name}: {choice}");
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, here, &label));
            ground_ui(ui, rect, &response, here, tokens);
            let colour = if here { tokens.accent_text } else { tokens.text };
            let at = rect.center() - galley.size() / 2.0;
            ui.painter().galley_with_override_text_color(at, galley, colour);
            if response.clicked() && !here {
                picked = Some(place);
            }
        }
    });
    picked
}

/// The ground of a choice: filled where one is, framed elsewhere.
pub(crate) fn ground_ui(ui: &Ui, rect: Rect, response: &Response, here: bool, tokens: &Tokens) {
    let (fill, stroke) = if here {
        (tokens.accent_soft, Stroke::new(2.0, tokens.accent))
    } else if response.hovered() {
        (tokens.raised, Stroke::new(1.0, tokens.muted))
    } else {
        (tokens.surface, Stroke::new(1.0, tokens.edge))
    };
    ui.painter().rect(rect, CornerRadius::same(RADIUS), fill, stroke, StrokeKind::Inside);
    controls::focus_ring(ui.painter(), rect, response, tokens);
}

/// A switch with its name and what it does; returns the other state when it is pressed.
pub(crate) fn switch_ui(
    ui: &mut Ui,
    name: &str,
    explanation: &str,
    on: bool,
    tokens: &Tokens,
) -> Option<bool> {
    const TRACK: Vec2 = vec2(52.0, 30.0);
    let width = ui.available_width();
    let text_width = width - TRACK.x - GRID * 3.0;
    let font = theme::regular(theme::SMALL);
    let below = words(explanation, font, tokens.muted);
    let lines = if explanation.is_empty() {
        0.0
    } else {
        below.galley(ui.painter(), text_width, 4, egui::Align::LEFT).size().y + 2.0
    };
    let size = vec2(width, (lines + 26.0 + GRID * 1.5).max(theme::TOUCH));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Switch, true, on, name));
    let top = rect.center().y - (lines + 26.0) / 2.0;
    let text = Rect::from_min_size(pos2(rect.left(), top), vec2(text_width, 26.0 + lines));
    let galley = words(name, theme::regular(theme::BODY), tokens.text).galley(
        ui.painter(),
        text_width,
        1,
        egui::Align::LEFT,
    );
    ui.painter().galley(text.min, galley, tokens.text);
    if !explanation.is_empty() {
        let galley = below.galley(ui.painter(), text_width, 4, egui::Align::LEFT);
        ui.painter().galley(text.min + vec2(0.0, 26.0), galley, tokens.muted);
    }
    let corner = pos2(rect.right() - TRACK.x - 2.0, rect.center().y - TRACK.y / 2.0);
    let track = Rect::from_min_size(corner, TRACK);
    let round = CornerRadius::same(15);
    let (fill, edge) = match (on, response.hovered()) {
        (true, _) => (tokens.accent, tokens.accent),
        (false, true) => (tokens.raised, tokens.muted),
        (false, false) => (tokens.raised, tokens.edge),
    };
    ui.painter().rect(track, round, fill, Stroke::new(1.5, edge), StrokeKind::Inside);
    let knob = if on { track.right() - 15.0 } else { track.left() + 15.0 };
    let knob_colour = if on { tokens.on_accent } else { tokens.muted };
    ui.painter().circle_filled(pos2(knob, track.center().y), 10.0, knob_colour);
    controls::focus_ring(ui.painter(), track, &response, tokens);
    response.clicked().then_some(!on)
}

/// A small round mark with a word in it.
pub(crate) fn chip_ui(
    ui: &mut Ui,
    left: egui::Pos2,
    text: &str,
    colour: Color32,
    ground: Color32,
) -> f32 {
    let galley = words(text, theme::strong(theme::SMALL), colour).galley(
        ui.painter(),
        f32::INFINITY,
        1,
        egui::Align::LEFT,
    );
    let size = galley.size() + vec2(GRID * 2.5, GRID);
    let rect = Rect::from_min_size(pos2(left.x, left.y - size.y / 2.0), size);
    ui.painter().rect_filled(rect, CornerRadius::same(13), ground);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, colour);
    size.x
}
