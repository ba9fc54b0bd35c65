//! A receipt as it will look on paper.

use egui::{CornerRadius, Rect, ScrollArea, Stroke, StrokeKind, Ui, vec2};

use crate::screen::Screen;
use crate::theme::{self, GRID, LIGHT};
use crate::widgets::controls::{self, words};
use receipt::{Align, Receipt, Row, Strength, Table};

/// Size of the paper's type, in points.
const TYPE: f32 = 14.0;
const LARGE: f32 = 21.0;

/// Draws the paper into `rect`, scrolling where it is longer.
pub(super) fn paper_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, receipt: &Receipt) {
    let edge = Stroke::new(1.0, screen.tokens.edge);
    let plate = screen.tokens.plate;
    ui.painter().rect(rect, CornerRadius::same(4), plate, edge, StrokeKind::Outside);
    controls::inside(ui, rect.shrink(GRID * 2.0), |ui| {
        let id = ("paper", receipt.name.as_str());
        ScrollArea::vertical().id_salt(id).auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 3.0);
            for row in &receipt.rows {
                row_ui(ui, row);
            }
        });
    });
}

fn font(strength: Strength) -> egui::FontId {
    match strength {
        Strength::Plain => theme::regular(TYPE),
        Strength::Strong => theme::strong(TYPE),
        Strength::Large => theme::strong(LARGE),
    }
}

/// The paper is light in every theme, and so its ink is dark.
fn row_ui(ui: &mut Ui, row: &Row) {
    let width = ui.available_width();
    let start = ui.next_widget_position();
    let line = |height: f32| Rect::from_min_size(start, vec2(width, height));
    match row {
        Row::Text(text, align, strength) => {
            let words = words(text, font(*strength), LIGHT.text);
            match align {
                Align::Left => words.show_in(ui, line(200.0), 8),
                Align::Centre => words.show_centred(ui, line(200.0), 8),
            };
        }
        Row::Pair(left, right, strength) => {
            let amount = words(right, font(*strength), LIGHT.text);
            let size = amount.galley(ui.painter(), f32::INFINITY, 1, egui::Align::LEFT).size();
            let name = words(left, font(*strength), LIGHT.text);
            let room = line(200.0).with_max_x(start.x + width - size.x - GRID);
            let used = name.show_in(ui, room, 4).max(size.y);
            amount.show_right(ui, egui::pos2(start.x + width, start.y + used - size.y / 2.0));
        }
        Row::Table(table) => table_ui(ui, table),
        Row::Rule => {
            let place = line(GRID);
            ui.painter().hline(place.x_range(), place.center().y, Stroke::new(1.0, LIGHT.muted));
            ui.advance_cursor_after_rect(place);
        }
        Row::Gap => {
            ui.advance_cursor_after_rect(line(GRID));
        }
    }
}

/// The rows of a table, or a line for each cell where the paper is too narrow for its columns.
fn table_ui(ui: &mut Ui, table: &Table) {
    let width = ui.available_width();
    let painter = ui.painter().clone();
    let width_of = |cell: &str| {
        let words = words(cell, font(Strength::Plain), LIGHT.text);
        words.galley(&painter, f32::INFINITY, 1, egui::Align::LEFT).size().x
    };
    let Some(ends) = table.column_ends(width, GRID, width_of) else {
        return table.stacked().iter().for_each(|row| row_ui(ui, row));
    };
    for row in table.all_rows() {
        let start = ui.next_widget_position();
        let mut height: f32 = TYPE;
        for (index, (cell, end)) in row.iter().zip(&ends).enumerate() {
            let right = start.x + end;
            let words = words(cell, font(Strength::Plain), LIGHT.text);
            if index == 0 {
                let room = Rect::from_min_size(start, vec2(width, TYPE * 2.0)).with_max_x(right);
                height = words.show_in(ui, room, 1);
            } else {
                words.show_right(ui, egui::pos2(right, start.y + height / 2.0));
            }
        }
    }
}
