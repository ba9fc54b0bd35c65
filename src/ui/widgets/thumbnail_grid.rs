//! A grid of thumbnails of one size: only what is in sight is laid out, and what is selected stays so
//! by what it is, not by where it stands.

use std::ops::Range;

use egui::epaint::{Stroke, StrokeKind};
use egui::{
    Color32, CornerRadius, EventFilter, Id, Key, Modifiers, Rect, Response, Role, ScrollArea,
    Sense, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::controls::words;
use super::icons::{self, Icon};
use super::selection::{GridItem, Selection};
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS, Tokens};
use crate::thumbnails::Thumbnails;
use teach::thumbnails::ThumbnailKey;

/// What a tile shows beside its photo.
pub(crate) struct Tile {
    /// The photo.
    pub photo: ThumbnailKey,
    /// What screen readers say of it.
    pub label: String,
    /// A line or two below the photo; empty where [`GridLook::caption`] is 0.
    pub caption: String,
    /// A mark on the photo's corner: an icon on a ground.
    pub mark: Option<(Icon, Color32, Color32)>,
}

/// How a grid looks.
#[derive(Clone, Copy)]
pub(crate) struct GridLook {
    /// Its name among others of the window.
    pub id: &'static str,
    /// Width and height of a photo's place, in points, at the least.
    pub photo: Vec2,
    /// Height of the caption below it, in points.
    pub caption: f32,
}

impl GridLook {
    /// The same with photos of this width, so that rows reach both edges; up to half as large again,
    /// what thumbnails bear.
    fn widened(self, width: f32) -> Self {
        let times = (width / self.photo.x).clamp(1.0, 1.5);
        Self { photo: self.photo * times, ..self }
    }
}

/// What a grid is drawn with.
#[derive(Clone, Copy)]
pub(crate) struct GridInk<'a> {
    /// The photos' textures.
    pub thumbnails: &'a Thumbnails,
    /// The colours.
    pub tokens: &'a Tokens,
}

impl<'a> GridInk<'a> {
    /// The window's.
    pub(crate) fn of(screen: &Screen<'a>) -> Self {
        Self { thumbnails: &screen.pictures.thumbnails, tokens: screen.tokens }
    }
}

/// A grid's rows on the screen.
#[derive(Clone, Copy)]
struct Rows {
    columns: usize,
    /// How many photos a page holds.
    page: usize,
}

/// What was asked for in a grid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct GridAnswer<T> {
    /// One was double-clicked, or Enter pressed on it.
    pub opened: Option<T>,
}

/// Draws the grid into all of `ui`. `tile` is asked for those in sight alone.
pub(crate) fn thumbnail_grid<T: GridItem>(
    ui: &mut Ui,
    look: GridLook,
    ink: GridInk<'_>,
    items: &[T],
    selection: &mut Selection<T>,
    tile: impl FnMut(T) -> Tile,
) -> GridAnswer<T> {
    grid_with_captions(ui, look, ink, items, selection, tile, |ui, rect, tile, _| {
        let text = words(&tile.caption, theme::regular(theme::SMALL), ink.tokens.text);
        let galley = text.galley(ui.painter(), rect.width(), 2, egui::Align::LEFT);
        ui.painter().galley(rect.min, galley, ink.tokens.text);
    })
}

/// The same with captions of the caller's own: `caption` paints what stands below a photo.
pub(crate) fn grid_with_captions<T: GridItem>(
    ui: &mut Ui,
    look: GridLook,
    ink: GridInk<'_>,
    items: &[T],
    selection: &mut Selection<T>,
    mut tile: impl FnMut(T) -> Tile,
    caption: impl Fn(&Ui, Rect, &Tile, T),
) -> GridAnswer<T> {
    let gap = GRID;
    let width = ui.available_width() - GRID * 2.0; // the scroll bar's
    let columns = (((width + gap) / (look.photo.x + gap)) as usize).max(1);
    let look = look.widened((width + gap) / columns as f32 - gap);
    let size = vec2(look.photo.x, look.photo.y + look.caption);
    let rows = items.len().div_ceil(columns);
    let pitch = size.y + gap;
    let page = ((ui.available_height() / pitch) as usize).max(1) * columns;
    let mut answer = GridAnswer { opened: None };
    let moved = keyboard(ui, look, items, selection, Rows { columns, page }, &mut answer);
    let area = ScrollArea::vertical().id_salt(look.id).auto_shrink([false, false]);
    area.show_viewport(ui, |ui, viewport| {
        ui.set_height((rows as f32 * pitch - gap).max(0.0));
        let origin = ui.max_rect().min;
        let place = |index: usize| {
            let (column, row) = (index % columns, index / columns);
            let corner = vec2(column as f32 * (size.x + gap), row as f32 * pitch);
            Rect::from_min_size(origin + corner, size)
        };
        if let Some(index) = moved {
            ui.scroll_to_rect(place(index).expand(gap), None);
        }
        for index in in_sight(viewport, pitch, columns, items.len()) {
            let Some(&item) = items.get(index) else { continue };
            let shown = tile(item);
            let response = tile_ui(
                ui,
                place(index),
                look,
                ink,
                tile_id(look, item),
                &shown,
                selection.contains(item),
            );
            if look.caption > 0.0 && ui.is_rect_visible(response.rect) {
                let top = response.rect.top() + look.photo.y + 4.0;
                caption(ui, response.rect.with_min_y(top), &shown, item);
            }
            if response.clicked() {
                let modifiers = ui.input(|input| input.modifiers);
                selection.pick(items, index, modifiers);
                response.request_focus();
            }
            if response.double_clicked() {
                answer.opened = Some(item);
            }
            if selection.follow && selection.cursor == Some(item) {
                selection.follow = false;
                response.request_focus();
            }
        }
    });
    answer
}

/// The indices of the tiles in sight, and a row before and after, for a keyboard that moves on.
fn in_sight(viewport: Rect, pitch: f32, columns: usize, count: usize) -> Range<usize> {
    let first = ((viewport.top() / pitch).floor().max(0.0) as usize).saturating_sub(1);
    let last = (viewport.bottom() / pitch).ceil().max(0.0) as usize + 1;
    (first * columns).min(count)..(last * columns).min(count)
}

fn tile_id<T: GridItem>(look: GridLook, item: T) -> Id {
    Id::unique((look.id, item))
}

/// Reads the keys of a grid that has the keyboard; returns the index that is to come into sight.
fn keyboard<T: GridItem>(
    ui: &Ui,
    look: GridLook,
    items: &[T],
    selection: &mut Selection<T>,
    rows: Rows,
    answer: &mut GridAnswer<T>,
) -> Option<usize> {
    let cursor = selection.cursor.and_then(|item| items.iter().position(|i| *i == item));
    if selection.follow {
        return cursor;
    }
    let item = selection.cursor?;
    let id = tile_id(look, item);
    if !ui.memory(|memory| memory.has_focus(id)) {
        return None;
    }
    let arrows =
        EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
    let index = cursor?;
    let modifiers = ui.input(|input| input.modifiers);
    let pressed = |key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if modifiers.command && pressed(Key::A) {
        selection.chosen = items.iter().copied().collect();
        return None;
    }
    if pressed(Key::Enter) {
        answer.opened = Some(item);
        return None;
    }
    if pressed(Key::Space) {
        selection.pick(items, index, Modifiers::COMMAND);
        return None;
    }
    let last = items.len().checked_sub(1)?;
    let Rows { columns, page } = rows;
    let steps: [(Key, usize); 8] = [
        (Key::ArrowLeft, index.saturating_sub(1)),
        (Key::ArrowRight, (index + 1).min(last)),
        (Key::ArrowUp, index.checked_sub(columns).unwrap_or(index)),
        (Key::ArrowDown, if index + columns > last { index } else { index + columns }),
        (Key::PageUp, index.saturating_sub(page)),
        (Key::PageDown, (index + page).min(last)),
        (Key::Home, 0),
        (Key::End, last),
    ];
    let (_, next) = steps.into_iter().find(|(key, _)| pressed(*key))?;
    // Ctrl and an arrow would change what is selected one by one: a step selects, Shift extends.
    selection.pick(items, next, Modifiers { command: false, ..modifiers });
    selection.follow = true;
    Some(next)
}

fn tile_ui(
    ui: &mut Ui,
    rect: Rect,
    look: GridLook,
    ink: GridInk<'_>,
    id: Id,
    tile: &Tile,
    chosen: bool,
) -> Response {
    let GridInk { thumbnails, tokens } = ink;
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, chosen, &tile.label));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let photo = Rect::from_min_size(rect.min, look.photo);
    let radius = CornerRadius::same(RADIUS);
    ui.painter().rect_filled(photo, radius, tokens.photo_ground);
    match thumbnails.get(&tile.photo) {
        Some(texture) => {
            let place = fitted(texture.size_vec2(), photo.shrink(2.0));
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            ui.painter().image(texture.id(), place, whole, Color32::WHITE);
        }
        None => {
            let missing = thumbnails.is_missing(&tile.photo);
            let icon = if missing { Icon::Alert } else { Icon::Photo };
            icons::draw(ui.painter(), icon, photo, 28.0, tokens.muted);
        }
    }
    if let Some((icon, colour, ground)) = tile.mark {
        let corner = Rect::from_min_size(photo.right_top() + vec2(-34.0, 6.0), Vec2::splat(28.0));
        ui.painter().rect_filled(corner, CornerRadius::same(14), ground);
        icons::draw(ui.painter(), icon, corner, 18.0, colour);
    }
    let stroke = if chosen {
        Stroke::new(4.0, tokens.accent_text)
    } else if response.hovered() {
        Stroke::new(2.0, tokens.muted)
    } else {
        Stroke::new(1.0, tokens.line)
    };
    ui.painter().rect_stroke(photo, radius, stroke, StrokeKind::Inside);
    if chosen {
        let corner = Rect::from_min_size(photo.min + vec2(6.0, 6.0), Vec2::splat(28.0));
        ui.painter().rect_filled(corner, CornerRadius::same(14), tokens.accent);
        icons::draw(ui.painter(), Icon::Check, corner, 18.0, tokens.on_accent);
    }
    super::controls::focus_ring(ui.painter(), photo, &response, tokens);
    response
}

/// The largest place of this shape in the middle of `room`.
fn fitted(size: Vec2, room: Rect) -> Rect {
    let scale = (room.width() / size.x.max(1.0)).min(room.height() / size.y.max(1.0));
    Rect::from_center_size(room.center(), size * scale)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn only_rows_in_sight_are_laid_out() {
        let viewport = |top: f32| Rect::from_min_max(pos2(0.0, top), pos2(800.0, top + 600.0));
        assert_eq!(in_sight(viewport(0.0), 100.0, 5, 5_000), 0..35);
        assert_eq!(in_sight(viewport(10_000.0), 100.0, 5, 5_000), 495..535);
        assert_eq!(in_sight(viewport(99_900.0), 100.0, 5, 5_000), 4_990..5_000);
        assert_eq!(in_sight(viewport(0.0), 100.0, 5, 3), 0..3);
    }
}
