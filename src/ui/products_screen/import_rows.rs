//! The rows of an import's preview: each change with its fields before and after; each bad row.

use egui::{Rect, ScrollArea, Sense, Ui, UiBuilder, Vec2, pos2, vec2};
use egui_extras::{Column, TableBuilder};

use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, words};
use crate::widgets::form;
use domain::{Product, UnitPrice};
use texts::format;
use till::catalogue::{BadRow, Difference, ImportPlan};

const NAME: f32 = 44.0;
const FIELD: f32 = 26.0;
const BAD_ROW: f32 = 48.0;

/// One entry of the list.
enum Entry<'a> {
    Added(&'a Product),
    Changed(&'a Product, &'a [Difference]),
    LeftOut(&'a Product),
}

impl<'a> Entry<'a> {
    fn at(plan: &'a ImportPlan, index: usize) -> Option<Self> {
        match plan.changes.get(index) {
            Some(change) => Some(match &change.differences {
                None => Self::Added(&change.product),
                Some(differences) => Self::Changed(&change.product, differences),
            }),
            None => plan.left_out.get(index - plan.changes.len()).map(|p| Self::LeftOut(p)),
        }
    }

    fn height(&self) -> f32 {
        match self {
            Self::Added(_) | Self::LeftOut(_) => NAME,
            Self::Changed(_, differences) => NAME + differences.len() as f32 * FIELD + GRID,
        }
    }
}

/// Draws what the file changes; only what is in sight is laid out.
pub(super) fn changes_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    plan: &ImportPlan,
    replace: bool,
) {
    let left_out = if replace { plan.left_out.len() } else { 0 };
    let count = plan.changes.len() + left_out;
    let heights = (0..count).filter_map(|at| Entry::at(plan, at)).map(|entry| entry.height());
    controls::inside(ui, rect, |ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let table = TableBuilder::new(ui)
            .id_salt("import changes")
            .auto_shrink(false)
            .max_scroll_height(f32::INFINITY)
            .column(Column::remainder());
        table.body(|body| {
            body.heterogeneous_rows(heights, |mut row| {
                let entry = Entry::at(plan, row.index());
                row.col(|ui| {
                    if let Some(entry) = entry {
                        entry_ui(ui, screen, &entry);
                    }
                });
            });
        });
    });
}

fn entry_ui(ui: &mut Ui, screen: &Screen<'_>, entry: &Entry<'_>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let (rect, _) =
        ui.allocate_exact_size(vec2(ui.available_width(), entry.height()), Sense::hover());
    let line = egui::Stroke::new(1.0, tokens.line);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    let (id, (colour, ground), product) = match entry {
        Entry::Added(product) => {
            ("import-is-added", (tokens.accent_text, tokens.accent_soft), product)
        }
        Entry::Changed(product, _) => {
            ("import-is-changed", (tokens.warn_text, tokens.warn_soft), product)
        }
        Entry::LeftOut(product) => {
            ("import-is-left-out", (tokens.error_text, tokens.error_soft), product)
        }
    };
    let middle = rect.top() + NAME / 2.0;
    form::chip_ui(ui, pos2(rect.left() + GRID, middle), &t.text(id), colour, ground);
    let left = rect.left() + 150.0;
    let name = product.display_name(t.language().tag);
    let price = price_text(screen, product.price);
    let place =
        Rect::from_min_max(pos2(left, middle - 12.0), pos2(rect.right() - 170.0, rect.max.y));
    words(name, theme::strong(theme::BODY), tokens.text).show_in(ui, place, 1);
    let right = pos2(rect.right() - GRID, middle);
    words(&price, theme::regular(theme::BODY), tokens.text).show_right(ui, right);
    if let Entry::Changed(_, differences) = entry {
        let mut y = rect.top() + NAME;
        for difference in *differences {
            let place = Rect::from_min_max(pos2(left, y), pos2(rect.right() - GRID, y + FIELD));
            let text = difference_text(screen, difference);
            words(&text, theme::regular(theme::SMALL), tokens.muted).show_in(ui, place, 1);
            y += FIELD;
        }
    }
}

fn price_text(screen: &Screen<'_>, price: Option<UnitPrice>) -> String {
    match price.filter(|price| price.money().minor() != 0) {
        Some(price) => format::price(price, screen.texts),
        None => screen.texts.text("product-no-price"),
    }
}

/// A field with what it was and what it becomes.
fn difference_text(screen: &Screen<'_>, difference: &Difference) -> String {
    let t = screen.texts;
    let shown = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
    let changed = |field: String, before: String, after: String| {
        let args = [("field", field.into()), ("before", before.into()), ("after", after.into())];
        t.with("import-difference", args)
    };
    let texts =
        |id: &str, before: &str, after: &str| changed(t.text(id), shown(before), shown(after));
    match difference {
        Difference::Name(before, after) => texts("product-name", before, after),
        Difference::OtherName(tag, before, after) => {
            let field = t.with("import-name-in", [("tag", tag.as_str().into())]);
            changed(field, shown(before), shown(after))
        }
        Difference::Price(before, after) => changed(
            t.text("product-price"),
            price_text(screen, *before),
            price_text(screen, *after),
        ),
        Difference::Plu(before, after) => texts("product-plu", before, after),
        Difference::Barcode(before, after) => texts("product-barcode", before, after),
        Difference::Tax(before, after) => texts("product-tax-percent", before, after),
        Difference::Category(before, after) => texts("product-group", before, after),
        Difference::Picture(before, after) => texts("import-picture", before, after),
        Difference::Active(true) => t.text("import-sold-again"),
        Difference::Active(false) => t.text("import-sold-no-longer"),
    }
}

/// Draws every row that cannot be taken, with its line in the file and what is wrong.
pub(super) fn bad_rows_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, rows: &[BadRow]) {
    let (t, tokens) = (screen.texts, screen.tokens);
    controls::inside(ui, rect, |ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let area = ScrollArea::vertical().auto_shrink(false).id_salt("bad rows");
        area.show_rows(ui, BAD_ROW, rows.len(), |ui, range| {
            for bad in rows.get(range).unwrap_or_default() {
                let size = vec2(ui.available_width(), BAD_ROW);
                let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
                // What stands in the row must not move the place of the next one.
                let ui = &mut ui.new_child(UiBuilder::new().id_salt(bad.row).max_rect(rect));
                let line = egui::Stroke::new(1.0, tokens.line);
                ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
                let top = rect.center().y - 12.0;
                let row = t.with("import-row", [("row", bad.row.into())]);
                let place = Rect::from_min_max(
                    pos2(rect.left() + GRID, top),
                    pos2(rect.left() + 140.0, rect.bottom()),
                );
                words(&row, theme::strong(theme::BODY), tokens.text).show_in(ui, place, 1);
                let place = Rect::from_min_max(pos2(rect.left() + 150.0, top), rect.max);
                words(&t.message(&bad.reason), theme::regular(theme::BODY), tokens.text)
                    .show_in(ui, place, 1);
            }
        });
    });
}
