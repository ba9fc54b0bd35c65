//! The newest photos of the product; each goes with one click, the newest with one key, and comes back.

use egui::epaint::{Stroke, StrokeKind};
use egui::load::SizedTexture;
use egui::{
    ColorImage, CornerRadius, Rect, Role, Sense, TextureHandle, TextureOptions, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::state::Local;
use crate::action::Action;
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::widgets::controls::{self, Button, Weight, words};
use crate::widgets::icons::{self, Icon};
use photo::Picture;
use teach::ShowCommand;
use teach::showing::StripPhoto;

/// Photos in a row.
const COLUMNS: usize = 5;

/// Draws the strip with its buttons into `rect`.
pub(super) fn strip_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let view = &screen.teaching.show;
    let buttons = rect.with_min_y(rect.bottom() - theme::TOUCH);
    buttons_ui(ui, buttons, screen, actions);
    let (t, tokens) = (screen.texts, screen.tokens);
    let count = view.chosen.as_ref().map_or(0, |chosen| chosen.photos);
    let title = t.with("teach-photos", [("count", count.into())]);
    let used = words(&title, theme::strong(theme::BODY), tokens.text).show_in(ui, rect, 1);
    let grid = Rect::from_min_max(
        pos2(rect.left(), rect.top() + used + GRID),
        pos2(rect.right(), buttons.top() - GRID * 1.5),
    );
    let side = (grid.width() + GRID) / COLUMNS as f32 - GRID;
    let rows = ((grid.height() + GRID) / (side + GRID)).floor().max(0.0) as usize;
    for (index, photo) in view.strip.iter().take(rows * COLUMNS).enumerate() {
        let (row, column) = (index / COLUMNS, index % COLUMNS);
        let step = side + GRID;
        let corner = grid.min + vec2(column as f32 * step, row as f32 * step);
        let place = Rect::from_min_size(corner, Vec2::splat(side));
        let number = count.saturating_sub(index);
        if photo_ui(ui, place, screen, local, photo, number) {
            actions.push(ShowCommand::Remove(photo.id).into());
        }
    }
}

fn photo_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    photo: &StripPhoto,
    number: usize,
) -> bool {
    let tokens = screen.tokens;
    let label = screen.texts.with("teach-remove", [("number", number.into())]);
    let response = ui.interact(rect, controls::id_of("strip photo", photo.id), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let radius = CornerRadius::same(RADIUS);
    ui.painter().rect_filled(rect, radius, tokens.photo_ground);
    let texture = local.textures.entry(photo.id).or_insert_with(|| uploaded(ui, &photo.picture));
    let size = texture.size_vec2();
    let scale = (rect.width() / size.x).min(rect.height() / size.y);
    let place = Rect::from_center_size(rect.center(), size * scale);
    egui::Image::from_texture(SizedTexture::from_handle(texture))
        .corner_radius(radius)
        .paint_at(ui, place);
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, radius, tokens.veil.gamma_multiply(0.7));
        icons::draw(ui.painter(), Icon::Close, rect, 28.0, tokens.error_text);
        let ring = Stroke::new(2.0, tokens.error_text);
        ui.painter().rect_stroke(rect, radius, ring, StrokeKind::Inside);
    }
    controls::focus_ring(ui.painter(), rect, &response, tokens);
    response.on_hover_text(label).clicked()
}

fn uploaded(ui: &Ui, picture: &Picture) -> TextureHandle {
    let size = [picture.width() as usize, picture.height() as usize];
    let image = ColorImage::from_rgb(size, picture.rgb());
    ui.ctx().load_texture("strip photo", image, TextureOptions::LINEAR)
}

/// Take the newest out, take back, forget all.
fn buttons_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let view = &screen.teaching.show;
    let has_photos = view.chosen.as_ref().is_some_and(|chosen| chosen.photos > 0);
    let (undo, forget) = (t.text("teach-undo"), t.text("teach-forget"));
    let mut x = rect.left();
    let mut wishes = Vec::new();
    if view.undo.is_some() {
        let button = Button::new(&undo).icon(Icon::Undo).key(keys::UNDO);
        wishes.push((button, ShowCommand::Undo));
    }
    if has_photos {
        let button = Button::new(&forget).key(keys::VOID_CART).weight(Weight::Quiet);
        wishes.push((button, ShowCommand::Forget));
    }
    for (button, command) in wishes {
        let size = vec2(button.width(ui), theme::TOUCH);
        let place = Rect::from_min_size(pos2(x, rect.top()), size);
        if button.show_in(ui, place, tokens).clicked() {
            actions.push(command.into());
        }
        x = place.right() + GRID;
    }
}
