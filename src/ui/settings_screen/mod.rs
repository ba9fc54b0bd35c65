//! The Settings screen: sections on the left, what each holds on the right. It draws, and decides
//! nothing.

mod devices;
mod look;
mod receipt;
mod rows;
mod shop;
mod till;
mod weighing;

use std::collections::HashMap;

use egui::{CornerRadius, Rect, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::action::Action;
use crate::people::people_ui;
use crate::theme::{self, GRID, RADIUS};
use crate::till_screen::{self, Screen};
use crate::widgets::controls::{self, words};

/// Width of the list of sections, in points.
const SECTIONS: f32 = 240.0;
/// The widest that a section is drawn, in points.
const WIDEST: f32 = 760.0;

/// A part of the settings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Section {
    /// Name, address, currency, taxes.
    #[default]
    Shop,
    /// What receipts say, and when they are printed.
    Receipt,
    /// Cameras and what else is connected.
    Devices,
    /// How this till works.
    Till,
    /// Who works here, and who may do what.
    People,
    /// Language and theme.
    Look,
}

impl Section {
    /// Every one, in the order of the list.
    pub const EVERY: &[Section] =
        &[Self::Shop, Self::Receipt, Self::Devices, Self::Till, Self::People, Self::Look];

    fn name_id(self) -> &'static str {
        match self {
            Self::Shop => "settings-shop",
            Self::Receipt => "settings-receipt",
            Self::Devices => "settings-devices",
            Self::Till => "settings-till",
            Self::People => "settings-people",
            Self::Look => "settings-look",
        }
    }
}

/// What only this screen knows.
#[derive(Default)]
pub struct Local {
    /// The section that is shown.
    pub section: Section,
    /// What is half typed, by the setting's key.
    pub(super) typed: HashMap<&'static str, String>,
    /// Whether it was asked if currency and tax can still change.
    asked_fixed: bool,
}

/// Draws the screen into all of `ui` and returns what was asked for, in order.
#[must_use]
pub fn settings_screen(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut till_screen::Local,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let all = ui.max_rect();
    let list = all.with_max_x(all.left() + SECTIONS + GRID * 6.0).shrink(GRID * 3.0);
    sections_ui(ui, list, screen, &mut local.settings);
    let left = list.right() + GRID * 3.0;
    let width = (all.right() - left - GRID * 3.0).min(WIDEST);
    let content =
        Rect::from_min_size(pos2(left, list.top()), vec2(width, all.bottom() - list.top()));
    if local.settings.section == Section::People {
        people_ui(ui, content, screen, local, &mut actions);
        return actions;
    }
    controls::inside(ui, content, |ui| {
        let area =
            ScrollArea::vertical().auto_shrink(false).id_salt(local.settings.section.name_id());
        area.show(ui, |ui| {
            ui.set_width(width - GRID * 2.0);
            ui.spacing_mut().item_spacing = Vec2::splat(GRID * 1.5);
            let settings = &mut local.settings;
            match settings.section {
                Section::Shop => shop::shop_ui(ui, screen, settings, &mut actions),
                Section::Receipt => receipt::receipt_ui(ui, screen, settings, &mut actions),
                Section::Devices => {
                    devices::devices_ui(ui, screen, local, &mut actions);
                    weighing::weighing_ui(ui, screen, &mut local.settings, &mut actions);
                }
                Section::Till => till::till_ui(ui, screen, settings, &mut actions),
                Section::People => {}
                Section::Look => look::look_ui(ui, screen, &mut actions),
            }
            ui.add_space(GRID * 3.0);
        });
    });
    actions
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
