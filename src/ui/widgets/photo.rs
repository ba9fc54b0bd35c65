//! A photo as large as it fits, and the border of the place where photos can be dropped.

use egui::epaint::Stroke;
use egui::load::SizedTexture;
use egui::{CornerRadius, Rect, Role, Sense, Shape, Ui, WidgetInfo};

use crate::theme::RADIUS;

/// Draws a picture as large as it fits into the middle of `rect`; returns where.
pub(crate) fn photo_ui(
    ui: &mut Ui,
    rect: Rect,
    texture: &egui::TextureHandle,
    label: &str,
) -> Rect {
    let size = texture.size_vec2();
    let scale = (rect.width() / size.x).min(rect.height() / size.y);
    let place = Rect::from_center_size(rect.center(), size * scale);
    let response = ui.allocate_rect(place, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, label));
    egui::Image::from_texture(SizedTexture::from_handle(texture))
        .corner_radius(CornerRadius::same(RADIUS))
        .paint_at(ui, place);
    place
}

/// Draws a dashed border: files can be dropped here.
pub(crate) fn dashed(ui: &Ui, rect: Rect, colour: egui::Color32) {
    let rect = rect.shrink(1.0);
    let corners = [
        rect.left_top(),
        rect.right_top(),
        rect.right_bottom(),
        rect.left_bottom(),
        rect.left_top(),
    ];
    ui.painter().extend(Shape::dashed_line(&corners, Stroke::new(1.5, colour), 8.0, 7.0));
}
