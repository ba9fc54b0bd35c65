//! What a product looks like: its picture on a plate, or the first letter of its name.

use egui::load::SizedTexture;
use egui::{Align2, CornerRadius, Rect, Ui};

use crate::screen::Screen;
use crate::theme::{self, RADIUS};
use domain::Product;

/// A product's picture, or the first letter of its name.
pub(crate) fn plate_ui(ui: &Ui, rect: Rect, screen: &Screen<'_>, product: &Product) {
    let name = product.display_name(screen.texts.language().tag);
    plate_of_ui(ui, rect, screen, product.picture.as_deref(), name);
}

/// The picture with this file name, or the first letter of `name`.
pub(crate) fn plate_of_ui(
    ui: &Ui,
    rect: Rect,
    screen: &Screen<'_>,
    picture: Option<&str>,
    name: &str,
) {
    let tokens = screen.tokens;
    let radius = CornerRadius::same(RADIUS);
    ui.painter().rect_filled(rect, radius, tokens.plate);
    match picture.and_then(|name| screen.pictures.of_product(&screen.snapshot.pictures, name)) {
        Some(texture) => {
            let size = texture.size_vec2();
            let place = rect.shrink(rect.width() * 0.04);
            let scale = (place.width() / size.x).min(place.height() / size.y);
            let place = Rect::from_center_size(rect.center(), size * scale);
            egui::Image::from_texture(SizedTexture::from_handle(&texture))
                .tint(tokens.plate)
                .corner_radius(radius)
                .paint_at(ui, place);
        }
        None => {
            let letter = name.chars().next().unwrap_or('?').to_uppercase().to_string();
            let font = theme::strong(rect.height() * 0.45);
            ui.painter().text(rect.center(), Align2::CENTER_CENTER, letter, font, tokens.on_plate);
        }
    }
}
