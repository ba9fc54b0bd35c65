//! The box around the item on a photo that is looked at.

use egui::epaint::{Stroke, StrokeKind};
use egui::{CornerRadius, Painter, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use crate::screen::Screen;
use crate::theme::Tokens;
use photo::Part;

/// Width of the line, in points.
const LINE: f32 = 2.0;
/// Width of what lies beside the line on either side, in points.
const BESIDE: f32 = 1.5;
/// How far its corners are rounded, in points.
const CORNER: u8 = 6;

/// Where a part of a picture lies on one that is drawn at `picture`.
pub(crate) fn on_picture(part: &Part, picture: Rect) -> Rect {
    let corner = picture.min + vec2(part.left, part.top) * picture.size();
    Rect::from_min_size(corner, vec2(part.width, part.height) * picture.size())
}

/// Draws the box around an item on the picture at `picture`: one line with a paler or darker one on both
/// sides of it, so that it is seen on any photo.
pub(crate) fn item_box_ui(ui: &mut Ui, picture: Rect, screen: &Screen<'_>, item: &Part) {
    let place = on_picture(item, picture);
    let label = screen.texts.text("item-seen");
    let response = ui.allocate_rect(place, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    faint(ui.painter(), place, screen.tokens, LINE + 2.0 * BESIDE);
    stroke(ui.painter(), place, Stroke::new(LINE, screen.tokens.accent));
}

/// Draws what another item gets while the pointer lies on it.
pub(crate) fn faint_item_box(painter: &Painter, picture: Rect, item: &Part, tokens: &Tokens) {
    faint(painter, on_picture(item, picture), tokens, LINE);
}

fn faint(painter: &Painter, place: Rect, tokens: &Tokens, width: f32) {
    stroke(painter, place, Stroke::new(width, tokens.surface.gamma_multiply(0.7)));
}

fn stroke(painter: &Painter, place: Rect, stroke: Stroke) {
    painter.rect_stroke(place, CornerRadius::same(CORNER), stroke, StrokeKind::Middle);
}
