//! A product that was found: a row to be chosen.

use egui::{CornerRadius, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::controls::words;
use super::{icons, plate};
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS, Tokens};
use domain::Product;
use texts::format;

/// How tall a result is, in points.
pub(crate) const ROW: f32 = 72.0;

/// Draws a product that was found; returns whether it was chosen. `label` names the text for screen
/// readers.
pub(crate) fn result_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    product: &Product,
    picked: bool,
    label: &'static str,
) -> bool {
    let (t, tokens) = (screen.texts, screen.tokens);
    let name = product.display_name(t.language().tag);
    let price = format::unit_price(product, t);
    let response =
        ui.interact(rect, ui.scope_id().with(("found", product.id.as_str())), Sense::click());
    response.widget_info(|| {
        let args = [("name", name.into()), ("price", price.as_str().into())];
        WidgetInfo::selected(Role::Button, true, picked, t.with(label, args))
    });
    ground_ui(ui, &response, picked, tokens);
    let plate = icons::left_square(rect, 52.0);
    plate::plate_ui(ui, plate, screen, product);
    let left = plate.right() + GRID * 2.0;
    let price = words(&price, theme::strong(theme::BODY), tokens.text).galley(
        ui.painter(),
        f32::INFINITY,
        1,
        egui::Align::LEFT,
    );
    let price_at = pos2(rect.right() - price.size().x, rect.center().y - price.size().y / 2.0);
    let name_width = price_at.x - left - GRID;
    ui.painter().galley(price_at, price, tokens.text);
    let name = words(name, theme::strong(theme::BODY), tokens.text).galley(
        ui.painter(),
        name_width,
        1,
        egui::Align::LEFT,
    );
    let name_y =
        if product.plu.is_some() { rect.center().y - 22.0 } else { rect.center().y - 11.0 };
    ui.painter().galley(pos2(left, name_y), name, tokens.text);
    if let Some(plu) = &product.plu {
        let plu = t.with("search-plu", [("plu", plu.as_str().into())]);
        let plu = words(&plu, theme::regular(theme::SMALL), tokens.muted).galley(
            ui.painter(),
            name_width,
            1,
            egui::Align::LEFT,
        );
        ui.painter().galley(pos2(left, rect.center().y + 3.0), plu, tokens.muted);
    }
    response.clicked()
}

/// The ground of a row that is picked or pointed at.
pub(crate) fn ground_ui(ui: &Ui, row: &Response, picked: bool, tokens: &Tokens) {
    if picked || row.hovered() {
        let ground = if picked { tokens.accent_soft } else { tokens.raised };
        let wide = row.rect.expand2(vec2(GRID, -2.0));
        ui.painter().rect_filled(wide, CornerRadius::same(RADIUS), ground);
    }
}
