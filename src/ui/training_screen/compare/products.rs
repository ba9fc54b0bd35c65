//! Product by product: two bars with the range in which each share lies, the greatest loss on top.

use egui::{Color32, CornerRadius, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::words;
use teach::{ComparedProduct, Share, ShownComparison, Verdict};
use texts::format;

/// Height of a product's row, in points.
const ROW: f32 = 52.0;

/// Draws the list; only what is in sight is laid out.
pub(super) fn products_ui(ui: &mut Ui, screen: &Screen<'_>, shown: &ShownComparison) {
    let products = &shown.comparison.products;
    let area = ScrollArea::vertical().id_salt("compared products").auto_shrink([false, false]);
    ui.spacing_mut().item_spacing.y = 0.0;
    area.show_rows(ui, ROW, products.len(), |ui, range| {
        for product in products.get(range).unwrap_or_default() {
            product_ui(ui, screen, product);
        }
    });
}

fn product_ui(ui: &mut Ui, screen: &Screen<'_>, product: &ComparedProduct) {
    let tokens = screen.tokens;
    let name = screen.teaching.compare.name_of(&product.product);
    let size = vec2(ui.available_width() - GRID, ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let label = format!("{name}: {}", told(screen, product));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    let painter = ui.painter();
    painter.hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, tokens.line));
    let columns = [0.30, 0.68];
    let at = |share: f32| rect.left() + rect.width() * share;
    let middle = rect.center().y;
    let put = |text: &str, left: f32, right: f32, size: f32, colour: Color32| {
        let words = words(text, theme::regular(size), colour);
        let galley = words.galley(painter, right - left - GRID, 1, egui::Align::LEFT);
        painter.galley(pos2(left, middle - galley.size().y / 2.0), galley, colour);
    };
    put(name, rect.left(), at(columns[0]), theme::BODY, tokens.text);
    let bars = Rect::from_min_max(
        pos2(at(columns[0]), rect.top() + 8.0),
        pos2(at(columns[1]), rect.bottom() - 8.0),
    );
    let (above, below) = match product.new {
        Some(_) => (bars.with_max_y(bars.center().y - 1.0), bars.with_min_y(bars.center().y + 1.0)),
        None => (bars, bars),
    };
    bar_ui(ui, above, &product.old, tokens.edge, tokens.muted);
    if let Some(new) = &product.new {
        bar_ui(ui, below, new, tokens.accent, tokens.accent_text);
    }
    let colour = match product.verdict {
        Some(Verdict::Better) => tokens.accent_text,
        Some(Verdict::Worse) => tokens.error_text,
        _ => tokens.muted,
    };
    put(&told(screen, product), at(columns[1]) + GRID * 2.0, rect.right(), theme::SMALL, colour);
    response.on_hover_text(ranges(product));
}

/// A share as a bar over the whole width, and a whisker over its range.
fn bar_ui(ui: &Ui, rect: Rect, share: &Share, fill: Color32, whisker: Color32) {
    let at = |share: f64| rect.left() + rect.width() * share as f32;
    let value = share.value().unwrap_or_default();
    let painter = ui.painter();
    let bar = Rect::from_min_max(rect.min, pos2(at(value).max(rect.left() + 1.0), rect.bottom()));
    painter.rect_filled(bar, CornerRadius::same(3), fill);
    let (low, high, middle) = (at(share.interval.low), at(share.interval.high), rect.center().y);
    let stroke = egui::Stroke::new(2.0, whisker);
    painter.hline(low..=high, middle, stroke);
    for end in [low, high] {
        painter.vline(end, middle - 4.0..=middle + 4.0, stroke);
    }
}

/// Such as "17 → 19 of 20, better".
fn told(screen: &Screen<'_>, product: &ComparedProduct) -> String {
    let t = screen.texts;
    let count = product.old.of;
    let Some(new) = product.new else {
        return t.with(
            "compare-right-of",
            [("right", product.old.part.into()), ("count", count.into())],
        );
    };
    let counts = t.with(
        "compare-change-of",
        [("old", product.old.part.into()), ("new", new.part.into()), ("count", count.into())],
    );
    let word = match product.verdict {
        Some(Verdict::Better) => t.text("compare-word-better"),
        Some(Verdict::Worse) => t.text("compare-word-worse"),
        Some(Verdict::AsGood) => t.text("compare-word-as-good"),
        _ if product.old.part == new.part => return counts,
        _ => t.text("compare-word-cannot-tell"),
    };
    format!("{counts} · {word}")
}

/// The ranges in numbers.
fn ranges(product: &ComparedProduct) -> String {
    let range = |share: &Share| {
        let value = share.value().map_or_else(|| "–".to_owned(), format::percent);
        let (low, high) = (share.interval.low * 100.0, share.interval.high * 100.0);
        format!("{value} ({low:.0} – {high:.0} %)")
    };
    match &product.new {
        Some(new) => format!("{} → {}", range(&product.old), range(new)),
        None => range(&product.old),
    }
}
