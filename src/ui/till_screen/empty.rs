//! Nothing to name yet: where photos go, what the camera sees, and samples to try.

use egui::epaint::{Stroke, StrokeKind};
use egui::load::SizedTexture;
use egui::{Align2, CornerRadius, Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::widgets::camera::preview::{camera_line_ui, preview_ui};
use crate::widgets::camera::tray;
use crate::widgets::controls::{self, words};
use crate::widgets::icons::{self, Icon};
use crate::widgets::photo::dashed;
use till::watcher::WatchState;
use till::{CameraState, Command, PhotoSource, samples};

/// The side of a sample's picture, at most and at least, in points.
const SAMPLE: egui::Rangef = egui::Rangef { min: 96.0, max: 144.0 };

/// Without a camera: a place to drop photos, and samples.
pub(super) fn empty_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let used = samples_ui(ui, rect, screen, actions);
    let place = rect.with_max_y(rect.bottom() - used);
    invitation_ui(ui, place, screen, actions);
}

/// With a camera: what it sees, as large as it fits.
pub(super) fn camera_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>) {
    let watch = &screen.snapshot.watch;
    let by_itself = watch.settings.hands_free && watch.state != WatchState::Untaught;
    let (title, hint) = match by_itself {
        true => ("watch-title", "watch-subtitle"),
        false => ("empty-title", "empty-camera"),
    };
    let (title, hint) = (screen.texts.text(title), screen.texts.text(hint));
    let tokens = screen.tokens;
    let preview = Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - 96.0));
    let picture = preview_ui(ui, preview, screen);
    if screen.snapshot.camera.state == CameraState::Live {
        tray::tray_ui(ui, picture, screen);
    }
    let below = Rect::from_min_max(pos2(rect.left(), preview.bottom() + GRID * 2.0), rect.max);
    let used = words(&title, theme::strong(theme::TITLE), tokens.text).show_centred(ui, below, 1);
    let below = below.with_min_y(below.top() + used + 4.0);
    words(&hint, theme::regular(theme::BODY), tokens.muted).show_centred(ui, below, 1);
}

fn invitation_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    if screen.drop_works {
        dashed(ui, rect, tokens.edge);
    }
    let hint = t.text(if screen.drop_works { "empty-drop" } else { "empty-no-drop" });
    let title = t.text("empty-title");
    let height = 64.0 + GRID * 2.0 + 40.0 + GRID + 24.0 + GRID * 2.0 + theme::TOUCH;
    let top = rect.center().y - height / 2.0;

    let disc = Rect::from_center_size(pos2(rect.center().x, top + 32.0), Vec2::splat(64.0));
    ui.painter().circle_filled(disc.center(), 36.0, tokens.accent_soft);
    icons::draw(ui.painter(), Icon::Photo, disc, 34.0, tokens.accent_text);

    let column = rect.shrink2(vec2(GRID * 3.0, 0.0));
    let at = |y: f32| Rect::from_min_max(pos2(column.left(), y), column.max);
    let mut y = disc.bottom() + GRID * 2.5;
    y += words(&title, theme::strong(theme::TITLE), tokens.text).show_centred(ui, at(y), 1) + GRID;
    y += words(&hint, theme::regular(theme::BODY), tokens.muted).show_centred(ui, at(y), 2)
        + GRID * 2.5;
    camera_line_ui(ui, at(y), screen, actions);
}

/// A row of sample pictures along the bottom of `rect`; returns the height used.
fn samples_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, actions: &mut Vec<Action>) -> f32 {
    let names = samples::names();
    if names.is_empty() {
        return 0.0;
    }
    let gap = GRID * 1.5;
    let fits = ((rect.width() + gap) / (SAMPLE.min + gap)).floor().max(1.0) as usize;
    let count = names.len().min(fits);
    let side = ((rect.width() + gap) / count as f32 - gap).min(SAMPLE.max);
    let top = rect.bottom() - side;
    for (index, name) in names.iter().take(count).enumerate() {
        let corner = pos2(rect.left() + index as f32 * (side + gap), top);
        let place = Rect::from_min_size(corner, Vec2::splat(side));
        if sample_ui(ui, place, screen, name) {
            let source = PhotoSource::Sample((*name).to_owned());
            actions.push(Command::OpenPhotos(vec![source]).into());
        }
    }
    let title = screen.texts.text("samples-title");
    let place = rect.with_min_y(top - gap - 24.0);
    words(&title, theme::strong(theme::BODY), screen.tokens.text).show_in(ui, place, 1);
    side + gap + 24.0 + GRID * 2.5
}

fn sample_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, name: &str) -> bool {
    let tokens = screen.tokens;
    let shown = name.split('.').next().unwrap_or(name).replace(['-', '_'], " ");
    let label = screen.texts.with("sample-label", [("name", shown.into())]);
    let response = ui.allocate_rect(rect, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let radius = CornerRadius::same(RADIUS);
    ui.painter().rect_filled(rect, radius, tokens.photo_ground);
    if let Some(texture) = screen.pictures.sample(name) {
        let size = texture.size_vec2();
        let part = size / size.min_elem(); // the middle square of the picture
        let uv = Rect::from_center_size(pos2(0.5, 0.5), vec2(1.0 / part.x, 1.0 / part.y));
        egui::Image::from_texture(SizedTexture::from_handle(&texture))
            .uv(uv)
            .corner_radius(radius)
            .paint_at(ui, rect);
    } else {
        let colour = tokens.muted;
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, "…", theme::regular(22.0), colour);
    }
    if response.hovered() {
        let ring = Stroke::new(3.0, tokens.accent);
        ui.painter().rect_stroke(rect, radius, ring, StrokeKind::Outside);
    }
    controls::focus_ring(ui.painter(), rect, &response, tokens);
    response.clicked()
}
