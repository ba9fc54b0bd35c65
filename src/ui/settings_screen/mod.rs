//! The Settings screen: sections on the left, what each holds on the right. It draws, and decides
//! nothing.

mod devices;
mod look;
mod receipt;
mod rows;
mod shop;
mod state;
mod till;
mod weighing;

use egui::{CornerRadius, Rect, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::widgets::camera::setup::CameraSetup;
use crate::widgets::controls::{self, words};

pub use state::{Local, Section};

/// Width of the list of sections, in points.
const SECTIONS: f32 = 240.0;
/// The widest that a section is drawn, in points.
const WIDEST: f32 = 760.0;

/// Draws the screen into all of `ui`; returns where the page of people goes, if it is chosen.
pub fn settings_screen(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    camera: &mut CameraSetup,
    actions: &mut Vec<Action>,
) -> Option<Rect> {
    let all = ui.max_rect();
    let list = all.with_max_x(all.left() + SECTIONS + GRID * 6.0).shrink(GRID * 3.0);
    sections_ui(ui, list, screen, local);
    let left = list.right() + GRID * 3.0;
    let width = (all.right() - left - GRID * 3.0).min(WIDEST);
    let content =
        Rect::from_min_size(pos2(left, list.top()), vec2(width, all.bottom() - list.top()));
    if local.section == Section::People {
        return Some(content);
    }
    controls::inside(ui, content, |ui| {
        let area = ScrollArea::vertical().auto_shrink(false).id_salt(local.section.name_id());
        area.show(ui, |ui| {
            ui.set_width(width - GRID * 2.0);
            ui.spacing_mut().item_spacing = Vec2::splat(GRID * 1.5);
            match local.section {
                Section::Shop => shop::shop_ui(ui, screen, local, actions),
                Section::Receipt => receipt::receipt_ui(ui, screen, local, actions),
                Section::Devices => {
                    devices::devices_ui(ui, screen, camera, actions);
                    weighing::weighing_ui(ui, screen, local, actions);
                }
                Section::Till => till::till_ui(ui, screen, local, actions),
                Section::People => {}
                Section::Look => look::look_ui(ui, screen, actions),
            }
            ui.add_space(GRID * 3.0);
        });
    });
    None
}

fn sections_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, local: &mut Local) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let mut y = rect.top();
    for section in Section::EVERY {
        let place = Rect::from_min_size(pos2(rect.left(), y), vec2(rect.width(), theme::TOUCH));
        y = place.bottom() + 4.0;
        let here = local.section == *section;
        let name = t.text(section.name_id());
        let response = ui.allocate_rect(place, Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, here, &name));
        let fill = match (here, response.hovered()) {
            (true, _) => tokens.accent_soft,
            (false, true) => tokens.surface,
            (false, false) => egui::Color32::TRANSPARENT,
        };
        ui.painter().rect_filled(place, CornerRadius::same(RADIUS), fill);
        controls::focus_ring(ui.painter(), place, &response, tokens);
        let colour = if here { tokens.accent_text } else { tokens.text };
        let galley = words(&name, theme::strong(theme::BODY), colour).galley(
            ui.painter(),
            place.width() - GRID * 4.0,
            1,
            egui::Align::LEFT,
        );
        let at = pos2(place.left() + GRID * 2.0, place.center().y - galley.size().y / 2.0);
        ui.painter().galley(at, galley, colour);
        if response.clicked() {
            local.section = *section;
            local.typed.clear();
        }
    }
}
