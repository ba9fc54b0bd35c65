//! Up to four large tiles, in the order of the keys 1 to 4.

use std::sync::Arc;

use egui::epaint::{Stroke, StrokeKind};
use egui::{
    Align, Align2, Color32, CornerRadius, CursorIcon, Galley, Rect, Response, Role, Sense, Ui,
    Vec2, WidgetInfo, pos2, vec2,
};

use super::typed;
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, words};
use crate::widgets::icons::{self, Icon};
use crate::widgets::plate;
use texts::format;
use till::{Command, ItemView, TileView};

const PLACES: usize = 4;

/// Draws the tiles of a photo side by side; the one that was pressed looks so at once, even if it is
/// not clear yet that nothing but the tile was meant.
pub(super) fn tiles_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    item: &ItemView,
    pressed: Option<usize>,
    actions: &mut Vec<Action>,
) {
    let gap = GRID * 2.0;
    let width = (rect.width() - gap * (PLACES as f32 - 1.0)) / PLACES as f32;
    let (tiles, added) = (item.state.tiles(), item.state.added());
    let height = name_height(ui, screen, tiles, width - GRID * 4.0);
    let opacity = ui.opacity();
    if item.pointing {
        // They are those of another item, and gone in a moment.
        ui.set_opacity(opacity * 0.5);
    }
    for (index, tile) in tiles.iter().take(PLACES).enumerate() {
        let corner = pos2(rect.left() + index as f32 * (width + gap), rect.top());
        let place = Rect::from_min_size(corner, vec2(width, rect.height()));
        let chosen = added == Some(&tile.product.id);
        let marked = chosen || pressed == Some(index);
        let tile_look = TileLook { key: index + 1, chosen: marked, name_height: height };
        let drawn = tile_ui(ui, place, screen, tile, tile_look);
        if drawn.clicked() && !chosen && !item.pointing {
            let product = tile.product.id.clone();
            actions.push(Command::ChooseCandidate { item: item.id, product }.into());
        }
    }
    ui.set_opacity(opacity);
}

/// How a tile looks among the others.
#[derive(Clone, Copy)]
struct TileLook {
    /// The digit that chooses it.
    key: usize,
    chosen: bool,
    /// The height that all the names need.
    name_height: f32,
}

fn tile_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    tile: &TileView,
    look: TileLook,
) -> Response {
    let TileLook { key, chosen, name_height } = look;
    let (t, tokens) = (screen.texts, screen.tokens);
    let name = tile.product.display_name(t.language().tag);
    let price = format::unit_price(&tile.product, t);
    let sure = format::percent(tile.score);
    let response = ui
        .interact(rect, ui.scope_id().with(("tile", key)), Sense::click())
        .on_hover_cursor(CursorIcon::PointingHand);
    response.widget_info(|| {
        let args = [
            ("name", name.into()),
            ("price", price.as_str().into()),
            ("percent", sure.as_str().into()),
        ];
        WidgetInfo::selected(Role::Button, true, chosen, t.with("tile-label", args))
    });

    ground_ui(ui, rect, screen, &response, chosen);
    let inner = rect.shrink(GRID * 2.0);
    head_ui(ui, inner, screen, key, &sure, chosen);
    let foot = name_height + 2.0 + 24.0 + GRID * 1.5 + 8.0;
    let room = inner.height() - 32.0 - GRID * 2.5 - foot;
    let side = room.min(inner.width()).max(40.0);
    let top = inner.top() + 32.0 + GRID + (room - side) / 2.0;
    let square = Rect::from_min_size(pos2(inner.center().x - side / 2.0, top), Vec2::splat(side));
    plate::plate_ui(ui, square, screen, &tile.product);

    let mut y = inner.bottom() - foot;
    let at = |y: f32| Rect::from_min_max(pos2(inner.left(), y), inner.max);
    let galley = name_galley(ui, name, inner.width(), tokens.text);
    ui.painter().galley(at(y + name_height - galley.size().y).min, galley, tokens.text);
    y += name_height + 2.0;
    let galley = price_galley(ui, &price, inner.width(), tokens.text);
    ui.painter().galley(at(y).min, galley, tokens.text);
    bar_ui(ui, inner, screen, tile.score);
    response
}

/// The height that all the names need, so that they and the prices stand on one line.
fn name_height(ui: &Ui, screen: &Screen<'_>, tiles: &[TileView], width: f32) -> f32 {
    let language = screen.texts.language().tag;
    let height = |tile: &TileView| {
        let name = tile.product.display_name(language);
        name_galley(ui, name, width, Color32::PLACEHOLDER).size().y
    };
    tiles.iter().take(PLACES).map(height).fold(0.0, f32::max)
}

/// Two large rows, or three smaller ones where the name is long.
fn name_galley(ui: &Ui, name: &str, width: f32, colour: Color32) -> Arc<Galley> {
    let large = words(name, theme::strong(theme::NAME), colour);
    let galley = large.galley(ui.painter(), width, 2, Align::LEFT);
    if !galley.elided {
        return galley;
    }
    words(name, theme::strong(theme::BODY), colour).galley(ui.painter(), width, 3, Align::LEFT)
}

fn price_galley(ui: &Ui, price: &str, width: f32, colour: Color32) -> Arc<Galley> {
    let large = words(price, theme::regular(theme::BODY), colour);
    let galley = large.galley(ui.painter(), width, 1, Align::LEFT);
    if !galley.elided {
        return galley;
    }
    words(price, theme::regular(theme::SMALL), colour).galley(ui.painter(), width, 1, Align::LEFT)
}

fn ground_ui(ui: &Ui, rect: Rect, screen: &Screen<'_>, response: &Response, chosen: bool) {
    let tokens = screen.tokens;
    let over = response.hovered() || response.has_focus();
    let stroke = if chosen {
        Stroke::new(3.0, tokens.accent)
    } else if over {
        Stroke::new(2.0, tokens.accent)
    } else {
        Stroke::new(1.0, tokens.edge)
    };
    let radius = CornerRadius::same(14);
    ui.painter().rect(rect, radius, tokens.surface, stroke, StrokeKind::Inside);
    controls::focus_ring(ui.painter(), rect, response, tokens);
}

/// The key on the left, how sure the till is on the right.
fn head_ui(ui: &Ui, inner: Rect, screen: &Screen<'_>, key: usize, sure: &str, chosen: bool) {
    let tokens = screen.tokens;
    let cap = Rect::from_min_size(inner.min, Vec2::splat(32.0));
    let (fill, text, edge) = if chosen {
        (tokens.accent, tokens.on_accent, tokens.accent)
    } else if typed::weight_has_digits(screen.snapshot) {
        // Its key types a weight.
        (tokens.surface, tokens.line, tokens.line)
    } else {
        (tokens.raised, tokens.text, tokens.edge)
    };
    let radius = CornerRadius::same(8);
    ui.painter().rect(cap, radius, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    if chosen {
        icons::draw(ui.painter(), Icon::Check, cap, 20.0, text);
    } else {
        let font = theme::strong(theme::BODY);
        ui.painter().text(cap.center(), Align2::CENTER_CENTER, key.to_string(), font, text);
    }
    let right = pos2(inner.right(), cap.center().y);
    let font = theme::regular(theme::BODY);
    ui.painter().text(right, Align2::RIGHT_CENTER, sure, font, tokens.muted);
}

/// How sure the till is, as a bar along the bottom.
fn bar_ui(ui: &Ui, inner: Rect, screen: &Screen<'_>, score: f64) {
    let bar = inner.with_min_y(inner.bottom() - 8.0);
    let radius = CornerRadius::same(4);
    ui.painter().rect_filled(bar, radius, screen.tokens.line);
    let share = (score.clamp(0.0, 1.0) as f32).max(0.04);
    let filled = bar.with_max_x(bar.left() + bar.width() * share);
    ui.painter().rect_filled(filled, radius, screen.tokens.accent);
}
