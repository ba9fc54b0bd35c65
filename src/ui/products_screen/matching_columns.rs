//! The columns of a file: each with its heading and first cells, and what it is taken for.

use egui::{
    Align2, CornerRadius, Popup, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::widgets::controls::{self, words};
use crate::widgets::icons::{self, Icon};
use till::CatalogueCommand;
use till::catalogue::{Answer, Column, Field, Why};

const ROW: f32 = 56.0;
const CHOICE: f32 = 176.0;
/// Languages in which a column may name products, beside the shop's own.
const TAGS: [&str; 6] = ["en", "zh", "de", "fr", "es", "ar"];

/// Draws the columns that hold something, in the file's order.
pub(super) fn columns_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    columns: &[Column],
    actions: &mut Vec<Action>,
) {
    let t = screen.texts;
    let title = rect.with_max_y(rect.top() + 28.0);
    words(&t.text("import-columns"), theme::strong(theme::NAME), screen.tokens.text)
        .show_in(ui, title, 1);
    let filled: Vec<(usize, &Column)> = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| !column.samples.is_empty() || column.field != Field::Nothing)
        .collect();
    controls::inside(ui, rect.with_min_y(title.bottom() + GRID), |ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let area = ScrollArea::vertical().auto_shrink(false).id_salt("import columns");
        area.show_rows(ui, ROW, filled.len(), |ui, range| {
            for (index, column) in filled.get(range).unwrap_or_default() {
                column_ui(ui, screen, *index, column, actions);
            }
        });
    });
}

fn column_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    index: usize,
    column: &Column,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let (rect, mut row) = controls::row(ui, ROW);
    let ui = &mut row;
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line));
    let heading = match column.heading.as_str() {
        "" => t.with("import-column-number", [("number", (index + 1).into())]),
        heading => heading.to_owned(),
    };
    let choice = Rect::from_min_size(
        pos2(rect.right() - CHOICE - GRID, rect.center().y - 20.0),
        vec2(CHOICE, 40.0),
    );
    let text = rect.with_max_x(choice.left() - GRID * 1.5);
    let above = Rect::from_min_max(pos2(text.left(), text.top() + 6.0), text.max);
    let is_used = column.field != Field::Nothing;
    let colour = if is_used { tokens.text } else { tokens.muted };
    words(&heading, theme::strong(theme::BODY), colour).show_in(ui, above, 1);
    let below = Rect::from_min_max(pos2(text.left(), text.top() + 30.0), text.max);
    let samples = column.samples.join(" · ");
    words(&samples, theme::regular(theme::SMALL), tokens.muted).show_in(ui, below, 1);
    if let Some(field) = choice_ui(ui, choice, screen, &heading, index, column) {
        actions.push(CatalogueCommand::AnswerImport(Answer::Column(index, field)).into());
    }
}

/// What a column is taken for, and all else that it could be taken for.
fn choice_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    heading: &str,
    index: usize,
    column: &Column,
) -> Option<Field> {
    let (t, tokens) = (screen.texts, screen.tokens);
    let is_used = column.field != Field::Nothing;
    let id = controls::id_of("import column", index);
    let response = ui.interact(rect, id, Sense::click());
    let shown = field_text(screen, &column.field);
    let name = t.with("import-column-of", [("column", heading.into())]);
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{name}: {shown}")));
    let (fill, edge) = match (is_used, column.why) {
        (true, Why::Guessed) => (tokens.warn_soft, tokens.edge),
        (true, _) => (tokens.accent_soft, tokens.edge),
        (false, _) => (tokens.surface, tokens.edge),
    };
    let edge = if response.hovered() { tokens.muted } else { edge };
    let radius = CornerRadius::same(RADIUS);
    ui.painter().rect(rect, radius, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    controls::focus_ring(ui.painter(), rect, &response, tokens);
    let colour = match (is_used, column.why) {
        (true, Why::Guessed) => tokens.warn_text,
        (true, _) => tokens.accent_text,
        (false, _) => tokens.muted,
    };
    let galley = words(&shown, theme::strong(theme::BODY), colour).galley(
        ui.painter(),
        rect.width() - 44.0,
        1,
        egui::Align::LEFT,
    );
    let at =
        Align2::LEFT_CENTER.anchor_size(pos2(rect.left() + 12.0, rect.center().y), galley.size());
    ui.painter().galley(at.min, galley, colour);
    let arrow =
        Rect::from_center_size(pos2(rect.right() - 18.0, rect.center().y), Vec2::splat(16.0));
    icons::draw(ui.painter(), Icon::ChevronDown, arrow, 16.0, colour);
    let mut picked = None;
    Popup::menu(&response).show(|ui| {
        ui.set_min_width(rect.width());
        ScrollArea::vertical().max_height(380.0).show(ui, |ui| {
            for field in offered(&column.field) {
                let here = field == column.field;
                if ui.selectable_label(here, field_text(screen, &field)).clicked() && !here {
                    picked = Some(field);
                }
            }
        });
    });
    picked
}

/// The fields to choose from; what the column is taken for stands among them.
fn offered(now: &Field) -> Vec<Field> {
    let tags = TAGS.into_iter().map(|tag| Field::NameIn(tag.to_owned()));
    let mut fields: Vec<Field> = Field::offered().chain(tags).collect();
    if !fields.contains(now) {
        fields.push(now.clone());
    }
    fields
}

fn field_text(screen: &Screen<'_>, field: &Field) -> String {
    let t = screen.texts;
    match field {
        Field::NameIn(tag) => t.with(field.name_id(), [("tag", tag.as_str().into())]),
        Field::TaxOf(rate) => t.with(field.name_id(), [("rate", rate.percent_text().into())]),
        field => t.text(field.name_id()),
    }
}
