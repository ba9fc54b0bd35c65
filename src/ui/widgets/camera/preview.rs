//! What the camera sees, or what it waits for.

use egui::{CornerRadius, Rect, Ui, pos2, vec2};

use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::widgets::controls::{Button, words};
use crate::widgets::icons::Icon;
use crate::widgets::photo::photo_ui;
use till::{CameraState, Command};

/// What the camera sees, or what it waits for; returns where.
pub(crate) fn preview_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>) -> Rect {
    let (camera, tokens) = (&screen.snapshot.camera, screen.tokens);
    if let Some(texture) = camera.frame.as_ref().and_then(|frame| screen.pictures.camera(frame)) {
        let label = screen.texts.text("camera-live");
        return photo_ui(ui, rect, &texture, &label);
    }
    ui.painter().rect_filled(rect, CornerRadius::same(RADIUS), tokens.photo_ground);
    let text = match &camera.state {
        CameraState::Lost { .. } => screen.texts.text("camera-lost"),
        _ => screen.texts.text("camera-starting"),
    };
    let width = rect.width() - GRID * 4.0;
    let middle = Rect::from_center_size(rect.center(), vec2(width, 60.0));
    words(&text, theme::regular(theme::BODY), tokens.muted).show_centred(ui, middle, 3);
    rect
}

/// Which camera could be used, or that there is none.
pub(crate) fn camera_line_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let text = match screen.snapshot.camera.found.as_deref() {
        None => t.text("camera-looking"),
        Some([]) => t.text("camera-none"),
        Some([first, ..]) => {
            let label = t.with("camera-start", [("name", first.name.as_str().into())]);
            let button = Button::new(&label).icon(Icon::Camera);
            let size = vec2(button.width(ui).min(rect.width()), theme::TOUCH);
            let place = Rect::from_min_size(pos2(rect.center().x - size.x / 2.0, rect.top()), size);
            if button.show_in(ui, place, tokens).clicked() {
                actions.push(Command::StartCamera(Some(first.id.clone())).into());
            }
            return;
        }
    };
    words(&text, theme::regular(theme::BODY), tokens.muted).show_centred(ui, rect, 1);
}
