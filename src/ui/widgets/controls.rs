//! The window's own buttons and pieces of text: painted alike everywhere, named for screen readers.

use egui::epaint::{Stroke, StrokeKind};
use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align, Align2, Color32, CornerRadius, FontId, Galley, Id, Painter, Pos2, Rect, Response, Role,
    Sense, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use std::sync::Arc;

use super::icons::{self, Icon};
use crate::reading_order;
use crate::theme::{self, GRID, RADIUS, Tokens};

/// How much a button asks for attention.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Weight {
    /// The next step.
    Primary,
    /// One of several things to do.
    Plain,
    /// There when it is needed.
    Quiet,
}

/// A button to draw.
pub(crate) struct Button<'a> {
    /// What it says, also to a screen reader.
    pub label: &'a str,
    /// What stands before the words.
    pub icon: Option<Icon>,
    /// The key that does the same, shown after the words.
    pub key: Option<&'a str>,
    /// How much it asks for attention.
    pub weight: Weight,
    /// Whether it can be pressed.
    pub enabled: bool,
    /// The size of its words, in points.
    pub text_size: f32,
    /// Whether only its icon is drawn; the words are for screen readers and the waiting pointer.
    pub icon_alone: bool,
}

impl<'a> Button<'a> {
    /// A plain button.
    pub(crate) fn new(label: &'a str) -> Self {
        Self {
            label,
            icon: None,
            key: None,
            weight: Weight::Plain,
            enabled: true,
            text_size: theme::BODY,
            icon_alone: false,
        }
    }

    /// Draws only the icon, where there is little room.
    #[must_use]
    pub(crate) fn icon_alone(self) -> Self {
        Self { icon_alone: true, key: None, ..self }
    }

    /// Puts an icon before the words.
    #[must_use]
    pub(crate) fn icon(self, icon: Icon) -> Self {
        Self { icon: Some(icon), ..self }
    }

    /// Shows a key after the words.
    #[must_use]
    pub(crate) fn key(self, key: &'a str) -> Self {
        Self { key: Some(key), ..self }
    }

    /// Sets how much it asks for attention.
    #[must_use]
    pub(crate) fn weight(self, weight: Weight) -> Self {
        Self { weight, ..self }
    }

    /// Sets whether it can be pressed.
    #[must_use]
    pub(crate) fn enabled(self, enabled: bool) -> Self {
        Self { enabled, ..self }
    }

    /// Returns the width that its words, icon and key need.
    pub(crate) fn width(&self, ui: &Ui) -> f32 {
        if self.icon_alone {
            return theme::TOUCH;
        }
        let font = theme::strong(self.text_size);
        let words = layout(ui.painter(), self.label, &font, Color32::PLACEHOLDER).size().x;
        let icon = self.icon.map_or(0.0, |_| self.text_size + GRID * 1.5);
        let key = self.key.map_or(0.0, |key| key_cap_size(ui.painter(), key).x + GRID * 1.5);
        (words + icon + key + GRID * 4.0).ceil()
    }

    /// Draws the button where the layout is, as wide as it needs to be.
    pub(crate) fn show(&self, ui: &mut Ui, tokens: &Tokens) -> Response {
        let size = vec2(self.width(ui), theme::TOUCH);
        let (rect, response) = ui.allocate_exact_size(size, self.sense());
        self.paint(ui, rect, &response, tokens);
        self.named(response)
    }

    /// Draws the button into `rect`.
    pub(crate) fn show_in(&self, ui: &mut Ui, rect: Rect, tokens: &Tokens) -> Response {
        let response = ui.allocate_rect(rect, self.sense());
        self.paint(ui, rect, &response, tokens);
        self.named(response)
    }

    fn named(&self, response: Response) -> Response {
        if self.icon_alone { response.on_hover_text(self.label) } else { response }
    }

    fn sense(&self) -> Sense {
        if self.enabled { Sense::click() } else { Sense::hover() }
    }

    fn paint(&self, ui: &Ui, rect: Rect, response: &Response, tokens: &Tokens) {
        response.widget_info(|| WidgetInfo::labeled(Role::Button, self.enabled, self.label));
        if !ui.is_rect_visible(rect) {
            return;
        }
        let (fill, edge, text) = self.colours(response, tokens);
        let painter = ui.painter();
        painter.rect(rect, RADIUS, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
        focus_ring(painter, rect, response, tokens);
        self.paint_content(painter, rect, text, tokens);
    }

    fn paint_content(&self, painter: &Painter, rect: Rect, text: Color32, tokens: &Tokens) {
        if let (true, Some(icon)) = (self.icon_alone, self.icon) {
            icons::draw(painter, icon, rect, self.text_size + 4.0, text);
            return;
        }
        let words = layout(painter, self.label, &theme::strong(self.text_size), text);
        let key = self.key.map(|key| (key, key_cap_size(painter, key)));
        let icon_width = self.icon.map_or(0.0, |_| self.text_size + GRID * 1.5);
        let key_width = key.map_or(0.0, |(_, size)| size.x + GRID * 1.5);
        let mut x = rect.center().x - (icon_width + words.size().x + key_width) / 2.0;
        if let Some(icon) = self.icon {
            let side = self.text_size + 4.0;
            let place = Rect::from_center_size(
                pos2(x + side / 2.0 - 2.0, rect.center().y),
                Vec2::splat(side),
            );
            icons::draw(painter, icon, place, side, text);
            x += icon_width;
        }
        let width = words.size().x;
        painter.galley(pos2(x, rect.center().y - words.size().y / 2.0), words, text);
        x += width + GRID * 1.5;
        if let Some((key, size)) = key {
            let cap = Rect::from_min_size(pos2(x, rect.center().y - size.y / 2.0), size);
            let edge = match self.weight {
                Weight::Primary => text.gamma_multiply(0.55),
                _ => tokens.edge,
            };
            let colour =
                if self.weight == Weight::Primary || !self.enabled { text } else { tokens.muted };
            key_cap(painter, cap, key, colour, edge);
        }
    }

    fn colours(&self, response: &Response, tokens: &Tokens) -> (Color32, Color32, Color32) {
        if !self.enabled {
            return (Color32::TRANSPARENT, tokens.line, tokens.muted);
        }
        let over = response.hovered() || response.has_focus();
        match self.weight {
            Weight::Primary if over => {
                (tokens.accent_raised, tokens.accent_raised, tokens.on_accent)
            }
            Weight::Primary => (tokens.accent, tokens.accent, tokens.on_accent),
            Weight::Plain if over => (tokens.raised, tokens.muted, tokens.text),
            Weight::Plain => (tokens.surface, tokens.edge, tokens.text),
            Weight::Quiet if over => (tokens.raised, Color32::TRANSPARENT, tokens.text),
            Weight::Quiet => (Color32::TRANSPARENT, Color32::TRANSPARENT, tokens.muted),
        }
    }
}

/// Draws a square button with an icon alone into `rect`; `label` is for screen readers and the
/// pointer that waits over it.
pub(crate) fn icon_button(
    ui: &mut Ui,
    rect: Rect,
    icon: Icon,
    label: &str,
    weight: Weight,
    tokens: &Tokens,
) -> Response {
    let response = ui.allocate_rect(rect, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
    let painter = ui.painter();
    let over = response.hovered() || response.has_focus();
    let edge = if weight == Weight::Plain { tokens.edge } else { Color32::TRANSPARENT };
    let fill = if over {
        tokens.raised
    } else if weight == Weight::Plain {
        tokens.surface
    } else {
        Color32::TRANSPARENT
    };
    painter.rect(rect, RADIUS, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    focus_ring(painter, rect, &response, tokens);
    let colour = if over { tokens.text } else { tokens.muted };
    icons::draw(painter, icon, rect, (rect.height() * 0.5).min(22.0), colour);
    response.on_hover_text(label)
}

/// Draws the ring that says where the keyboard is.
pub(crate) fn focus_ring(painter: &Painter, rect: Rect, response: &Response, tokens: &Tokens) {
    if response.has_focus() {
        let stroke = Stroke::new(3.0, tokens.accent_text);
        painter.rect_stroke(rect.expand(2.0), RADIUS + 2, stroke, StrokeKind::Outside);
    }
}

/// Returns the size of a key cap.
pub(crate) fn key_cap_size(painter: &Painter, key: &str) -> Vec2 {
    let text = layout(painter, key, &theme::strong(theme::SMALL), Color32::PLACEHOLDER);
    vec2((text.size().x + GRID * 1.5).max(26.0), 26.0)
}

/// Draws a key cap into `rect`.
pub(crate) fn key_cap(painter: &Painter, rect: Rect, key: &str, text: Color32, edge: Color32) {
    painter.rect_stroke(rect, CornerRadius::same(6), Stroke::new(1.0, edge), StrokeKind::Inside);
    painter.text(rect.center(), Align2::CENTER_CENTER, key, theme::strong(theme::SMALL), text);
}

/// A piece of text: what, how large and heavy, which colour.
pub(crate) struct Words<'a> {
    /// What it says.
    pub text: &'a str,
    /// Size and weight.
    pub font: FontId,
    /// Its colour.
    pub colour: Color32,
}

/// Makes [`Words`].
pub(crate) fn words(text: &str, font: FontId, colour: Color32) -> Words<'_> {
    Words { text, font, colour }
}

impl Words<'_> {
    /// Draws at most `rows` rows into `rect`, from its top left, with "…" where more would follow;
    /// returns the height used. Screen readers and tests find the whole text.
    pub(crate) fn show_in(&self, ui: &mut Ui, rect: Rect, rows: usize) -> f32 {
        self.place(ui, rect, rows, Align::LEFT)
    }

    /// The same, with each row in the middle of `rect`.
    pub(crate) fn show_centred(&self, ui: &mut Ui, rect: Rect, rows: usize) -> f32 {
        self.place(ui, rect, rows, Align::Center)
    }

    fn place(&self, ui: &mut Ui, rect: Rect, rows: usize, align: Align) -> f32 {
        let galley = self.galley(ui.painter(), rect.width(), rows, align);
        let height = galley.size().y;
        let x = match align {
            Align::Center => rect.center().x,
            _ => rect.left(),
        };
        let response = ui.allocate_rect(
            Rect::from_min_size(rect.min, vec2(rect.width(), height)),
            Sense::hover(),
        );
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.text));
        ui.painter().galley(pos2(x, rect.top()), galley, self.colour);
        height
    }

    /// Draws one row with its right end at `right` and its middle at `right.y`; returns its width.
    pub(crate) fn show_right(&self, ui: &mut Ui, right: Pos2) -> f32 {
        let galley = self.galley(ui.painter(), f32::INFINITY, 1, Align::LEFT);
        let size = galley.size();
        let rect = Rect::from_min_size(pos2(right.x - size.x, right.y - size.y / 2.0), size);
        let response = ui.allocate_rect(rect, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.text));
        ui.painter().galley(rect.min, galley, self.colour);
        size.x
    }

    /// Lays the words out in at most `rows` rows of `width` points.
    pub(crate) fn galley(
        &self,
        painter: &Painter,
        width: f32,
        rows: usize,
        align: Align,
    ) -> Arc<Galley> {
        if reading_order::runs_to_the_left(self.text) {
            let galley = |line: &str| layout_as_it_is(painter, line, &self.font, self.colour);
            let fits = |line: &str| galley(line).size().x <= width;
            return galley(&reading_order::lines(self.text, rows, fits));
        }
        let mut job =
            LayoutJob::simple(self.text.to_owned(), self.font.clone(), self.colour, width);
        job.wrap = TextWrapping { max_width: width, max_rows: rows, ..TextWrapping::default() };
        job.halign = align;
        painter.layout_job(job)
    }
}

fn layout(painter: &Painter, text: &str, font: &FontId, colour: Color32) -> Arc<Galley> {
    layout_as_it_is(painter, &reading_order::visual(text), font, colour)
}

fn layout_as_it_is(painter: &Painter, text: &str, font: &FontId, colour: Color32) -> Arc<Galley> {
    painter.layout_no_wrap(text.to_owned(), font.clone(), colour)
}

/// Returns an id that stays the same for the same thing on the screen.
pub(crate) fn id_of(kind: &'static str, of: impl std::hash::Hash + std::fmt::Debug) -> Id {
    Id::unique((kind, of))
}

/// Gives a field the keyboard, its cursor behind the text of `length` letters that stands in it, so
/// that what is typed next is added to it.
pub(crate) fn type_on(ui: &Ui, field: Id, length: usize) {
    let mut state = egui::TextEdit::load_state(ui.ctx(), field).unwrap_or_default();
    let end = egui::text::CCursorRange::one(egui::text::CCursor::new(length));
    state.cursor.set_char_range(Some(end));
    state.store(ui.ctx(), field);
    ui.memory_mut(|memory| memory.request_focus(field));
}

/// Takes a row of this height and all of the width; returns its place and a layer to draw it on,
/// which leaves the rows below where they are.
pub(crate) fn row(ui: &mut Ui, height: f32) -> (Rect, Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    (rect, ui.new_child(egui::UiBuilder::new().max_rect(rect)))
}

/// Places for buttons in a row, from its right end on.
pub(crate) struct FromTheRight {
    row: Rect,
    right: f32,
}

impl FromTheRight {
    /// Begins at the right end of `row`.
    pub(crate) fn of(row: Rect) -> Self {
        Self { row, right: row.right() }
    }

    /// The place of the next button to the left.
    pub(crate) fn place(&mut self, ui: &Ui, button: &Button<'_>) -> Rect {
        let size = vec2(button.width(ui), theme::TOUCH);
        let place = Rect::from_min_size(pos2(self.right - size.x, self.row.top()), size);
        self.right = place.left() - GRID;
        place
    }

    /// What is left of the row.
    pub(crate) fn rest(&self) -> Rect {
        self.row.with_max_x(self.right)
    }
}

/// Lets `content` lay itself out inside `rect`.
pub(crate) fn inside<R>(ui: &mut Ui, rect: Rect, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope_builder(egui::UiBuilder::new().max_rect(rect), content).inner
}

/// Draws one of several choices into `rect`, marked where it is the chosen one.
pub(crate) fn choice_ui(
    ui: &mut Ui,
    rect: Rect,
    label: &str,
    chosen: bool,
    tokens: &Tokens,
) -> Response {
    let response = ui.allocate_rect(rect, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, label));
    let over = response.hovered() || response.has_focus();
    let (fill, edge, text) = if chosen {
        (tokens.accent_soft, tokens.accent_text, tokens.accent_text)
    } else if over {
        (tokens.raised, tokens.edge, tokens.text)
    } else {
        (Color32::TRANSPARENT, tokens.line, tokens.text)
    };
    let painter = ui.painter();
    painter.rect(rect, RADIUS, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    focus_ring(painter, rect, &response, tokens);
    let font = theme::strong(theme::BODY);
    let room = rect.width() - GRID * 4.0;
    let galley = words(label, font, text).galley(painter, room, 1, Align::LEFT);
    let top = rect.center().y - galley.size().y / 2.0;
    painter.galley(pos2(rect.left() + GRID * 2.0, top), galley, text);
    response
}
