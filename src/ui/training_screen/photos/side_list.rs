//! The list at the left: the inbox, the suspects, all photos, and each product with its count and
//! what is wrong with its photos.

use egui::{Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::library::Library;
use super::names::Names;
use super::shown::Shown;
use super::state::Local;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, words};
use crate::widgets::icons::{self, Icon};
use teach::library::{PhotoWarning, ProductPhotos};
use texts::Texts;

const ROW: f32 = 56.0;

/// A row to draw.
struct Row {
    shown: Shown,
    name: String,
    count: usize,
    below: Option<String>,
    warns: bool,
}

/// Draws the list into `rect`.
pub(super) fn list_ui(ui: &mut Ui, rect: Rect, library: &Library<'_>, local: &mut Local) {
    let Library { screen, names, view, .. } = library;
    let t = screen.texts;
    let edge = egui::Stroke::new(1.0, screen.tokens.line);
    ui.painter().rect(rect, 14, screen.tokens.surface, edge, egui::StrokeKind::Inside);
    let first = [
        (Shown::Inbox, "library-inbox", view.inbox.len()),
        (Shown::Suspects, "library-suspects", view.suspects.len()),
        (Shown::All, "library-all", view.photos.len()),
    ];
    let first = first.map(|(shown, id, count)| {
        let warns = shown != Shown::All && count > 0;
        Row { shown, name: t.text(id), count, below: None, warns }
    });
    let fixed = first.len();
    let total = fixed + view.products.len();
    controls::inside(ui, rect.shrink(GRID), |ui| {
        let area = ScrollArea::vertical().id_salt("library list").auto_shrink([false, false]);
        ui.spacing_mut().item_spacing.y = 0.0;
        area.show_rows(ui, ROW, total, |ui, rows| {
            for index in rows {
                match first.get(index) {
                    Some(row) => row_ui(ui, row, screen, local),
                    None => {
                        let product = index.checked_sub(fixed).and_then(|at| view.products.get(at));
                        if let Some(product) = product {
                            row_ui(ui, &product_row(product, names, t), screen, local);
                        }
                    }
                }
            }
        });
    });
}

fn product_row(product: &ProductPhotos, names: &Names<'_>, t: &Texts) -> Row {
    let warning = product.warnings.first().map(|warning| warning_text(*warning, t));
    let warns = warning.is_some();
    let below =
        warning.or_else(|| (!product.can_be_measured()).then(|| t.text("library-unmeasured")));
    let shown = Shown::Product(product.product.clone());
    Row { shown, name: names.name(&product.product), count: product.photos, below, warns }
}

/// A warning in words.
pub(super) fn warning_text(warning: PhotoWarning, t: &Texts) -> String {
    match warning {
        PhotoWarning::TooFew => t.text("library-too-few"),
        PhotoWarning::TooAlike { different } => {
            t.with("library-too-alike", [("count", different.into())])
        }
        PhotoWarning::TooMany { usual } => t.with("library-too-many", [("count", usual.into())]),
    }
}

fn row_ui(ui: &mut Ui, row: &Row, screen: &Screen<'_>, local: &mut Local) {
    let tokens = screen.tokens;
    let here = local.shown == row.shown;
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width() - GRID, ROW), Sense::click());
    let label = match &row.below {
        Some(below) => format!("{} ({}): {below}", row.name, row.count),
        None => format!("{} ({})", row.name, row.count),
    };
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, here, &label));
    let place = rect.shrink2(vec2(0.0, 2.0));
    if here {
        ui.painter().rect_filled(place, theme::RADIUS, tokens.accent_soft);
    } else if response.hovered() {
        ui.painter().rect_filled(place, theme::RADIUS, tokens.raised);
    }
    controls::focus_ring(ui.painter(), place, &response, tokens);
    let colour = if here { tokens.accent_text } else { tokens.text };
    let count = row.count.to_string();
    let count = words(&count, theme::strong(theme::BODY), tokens.muted);
    let galley = count.galley(ui.painter(), f32::INFINITY, 1, egui::Align::LEFT);
    let right = rect.right() - GRID * 1.5;
    let at = pos2(right - galley.size().x, rect.center().y - galley.size().y / 2.0);
    let mut room = at.x - GRID;
    ui.painter().galley(at, galley, tokens.muted);
    if row.warns {
        let icon = Rect::from_center_size(pos2(room - 12.0, rect.center().y), vec2(24.0, 24.0));
        icons::draw(ui.painter(), Icon::Alert, icon, 20.0, tokens.warn_text);
        room = icon.left() - 4.0;
    }
    let left = rect.left() + GRID * 1.5;
    let name = words(&row.name, theme::strong(theme::BODY), colour);
    let name = name.galley(ui.painter(), room - left, 1, egui::Align::LEFT);
    let name_height = name.size().y;
    let below = row.below.as_ref().map(|below| {
        let colour = if row.warns { tokens.warn_text } else { tokens.muted };
        let text = words(below, theme::regular(theme::SMALL), colour);
        (text.galley(ui.painter(), room - left, 1, egui::Align::LEFT), colour)
    });
    let height = name_height + below.as_ref().map_or(0.0, |(below, _)| below.size().y);
    let top = rect.center().y - height / 2.0;
    ui.painter().galley(pos2(left, top), name, colour);
    if let Some((below, colour)) = below {
        ui.painter().galley(pos2(left, top + name_height), below, colour);
    }
    if response.clicked() && !here {
        local.shown = row.shown.clone();
        local.selection.clear();
    }
}
