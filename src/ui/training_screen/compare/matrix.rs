//! The confusion matrix: rows are what photos show, columns what they were taken for. A cell opens its
//! photos; the keyboard goes from cell to cell with Tab and the arrows.

use std::f32::consts::FRAC_PI_2;

use egui::epaint::TextShape;
use egui::{Color32, CornerRadius, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::photos;
use super::state::Local;
use crate::screen::Screen;
use crate::theme::{self, GRID, Tokens};
use crate::widgets::controls::{self, words};
use crate::widgets::selection::Selection;
use teach::{ConfusionCell, ConfusionMatrix, ShownComparison};

/// Products shown at once, those with most mix-ups first: more would be a carpet.
const SHOWN: usize = 24;
/// Side of a cell, in points; a finger hits it with its neighbours' help, the keyboard exactly.
const CELL: f32 = 44.0;
/// Room for the names on the left, in points.
const NAMES: f32 = 150.0;
/// Room for the names on top, in points.
const HEADS: f32 = 104.0;
/// Width of the photos beside the matrix, in points.
const PHOTOS: f32 = 268.0;

/// Draws the matrix, and the photos of the chosen cell beside it.
pub(super) fn mix_ups_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    shown: &ShownComparison,
) {
    let which = local.which(shown);
    let matrix = shown.matrix(which);
    let all = ui.max_rect();
    let left = all.with_max_x(all.right() - PHOTOS - GRID * 2.0);
    controls::inside(ui, left, |ui| matrix_ui(ui, screen, local, matrix));
    let right = all.with_min_x(all.right() - PHOTOS);
    controls::inside(ui, right, |ui| {
        let chosen = local.cell.clone();
        let cell = chosen.and_then(|(shows, taken_for)| matrix.cell(&shows, &taken_for));
        match cell {
            Some(cell) => {
                let title = told(screen, cell);
                words(&title, theme::strong(theme::BODY), screen.tokens.text).show_in(
                    ui,
                    right.with_max_y(right.top() + 52.0),
                    2,
                );
                let grid = right.with_min_y(right.top() + 60.0);
                controls::inside(ui, grid, |ui| {
                    photos::grid_ui(ui, screen, local, shown, which, &cell.photos);
                });
            }
            None => {
                let text = screen.texts.text("compare-cell-hint");
                words(&text, theme::regular(theme::BODY), screen.tokens.muted)
                    .show_in(ui, right, 8);
            }
        }
    });
}

/// Such as "3 photos of Lime were taken for Kiwi".
fn told(screen: &Screen<'_>, cell: &ConfusionCell) -> String {
    let view = &screen.teaching.compare;
    let id = if cell.shows == cell.taken_for { "compare-cell-right" } else { "compare-cell" };
    screen.texts.with(
        id,
        [
            ("count", cell.photos.len().into()),
            ("shows", view.name_of(&cell.shows).into()),
            ("taken", view.name_of(&cell.taken_for).into()),
        ],
    )
}

fn matrix_ui(ui: &mut Ui, screen: &Screen<'_>, local: &mut Local, matrix: &ConfusionMatrix) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let products = matrix.products.get(..SHOWN).unwrap_or(&matrix.products);
    let more = matrix.products.len() - products.len();
    let area = ScrollArea::both().id_salt("confusion matrix").auto_shrink([false, false]);
    area.show(ui, |ui| {
        let side = CELL * products.len() as f32;
        let below = if more > 0 { GRID * 5.0 } else { 0.0 };
        let size = vec2(NAMES + side + GRID, HEADS + side + below);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let origin = rect.min + vec2(NAMES, HEADS);
        for (place, product) in products.iter().enumerate() {
            let name = screen.teaching.compare.name_of(product);
            let offset = place as f32 * CELL;
            row_name_ui(ui, pos2(rect.left(), origin.y + offset), name, tokens);
            column_name_ui(ui, pos2(origin.x + offset, origin.y), name, tokens);
        }
        for (row, shows) in products.iter().enumerate() {
            let photos: usize = products
                .iter()
                .filter_map(|taken| matrix.cell(shows, taken))
                .map(|cell| cell.photos.len())
                .sum();
            for (column, taken_for) in products.iter().enumerate() {
                let corner = origin + vec2(column as f32, row as f32) * CELL;
                let place = Rect::from_min_size(corner, vec2(CELL, CELL)).shrink(1.0);
                match matrix.cell(shows, taken_for) {
                    Some(cell) => cell_ui(ui, place, screen, local, photos, cell),
                    None => {
                        ui.painter().rect_filled(place, CornerRadius::same(4), tokens.raised);
                    }
                }
            }
        }
        if more > 0 {
            let text = t.with("compare-more-products", [("count", more.into())]);
            let place = rect.with_min_y(origin.y + side + GRID);
            words(&text, theme::regular(theme::SMALL), tokens.muted).show_in(ui, place, 1);
        }
    });
}

fn row_name_ui(ui: &Ui, corner: egui::Pos2, name: &str, tokens: &Tokens) {
    let words = words(name, theme::regular(theme::SMALL), tokens.text);
    let galley = words.galley(ui.painter(), NAMES - GRID, 1, egui::Align::LEFT);
    let top = corner.y + (CELL - galley.size().y) / 2.0;
    ui.painter().galley(pos2(corner.x, top), galley, tokens.text);
}

/// Written upwards, ending at the matrix.
fn column_name_ui(ui: &Ui, foot: egui::Pos2, name: &str, tokens: &Tokens) {
    let words = words(name, theme::regular(theme::SMALL), tokens.text);
    let galley = words.galley(ui.painter(), HEADS - GRID, 1, egui::Align::LEFT);
    let left = foot.x + (CELL - galley.size().y) / 2.0;
    let at = pos2(left, foot.y - GRID / 2.0);
    ui.painter().add(TextShape::new(at, galley, tokens.text).with_angle(-FRAC_PI_2));
}

/// A cell with photos in it: the darker, the larger its part of the `of` photos of the row.
fn cell_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    of: usize,
    cell: &ConfusionCell,
) {
    let tokens = screen.tokens;
    let key = (cell.shows.clone(), cell.taken_for.clone());
    let chosen = local.cell.as_ref() == Some(&key);
    let response = ui.interact(rect, controls::id_of("confusion cell", &key), Sense::click());
    let label = told(screen, cell);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &label));
    let count = cell.photos.len();
    let share = count as f32 / of.max(1) as f32;
    let right = cell.shows == cell.taken_for;
    let (ground, text) = if right {
        (tokens.accent_soft, tokens.accent_text)
    } else {
        (tokens.error_soft, tokens.error_text)
    };
    let fill = mixed(tokens.raised, ground, 0.35 + 0.65 * share);
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(4), fill);
    if chosen || response.hovered() {
        let stroke = egui::Stroke::new(if chosen { 2.0 } else { 1.0 }, text);
        painter.rect_stroke(rect, CornerRadius::same(4), stroke, egui::StrokeKind::Inside);
    }
    controls::focus_ring(painter, rect, &response, tokens);
    let number = count.to_string();
    let galley = words(&number, theme::strong(theme::BODY), text).galley(
        painter,
        f32::INFINITY,
        1,
        egui::Align::LEFT,
    );
    painter.galley(rect.center() - galley.size() / 2.0, galley, text);
    if response.clicked() {
        local.cell = Some(key);
        local.selection = Selection::default();
    }
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    response.on_hover_text(label);
}

/// A colour between two, at `share` of the way.
fn mixed(from: Color32, to: Color32, share: f32) -> Color32 {
    from.lerp_to_gamma(to, share.clamp(0.0, 1.0))
}
