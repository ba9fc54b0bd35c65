//! What is connected: the cameras, with what the chosen one sees.

use egui::{Ui, vec2};

use super::rows::card_ui;
use crate::till::{CameraState, Command};
use crate::ui::action::Action;
use crate::ui::controls::Button;
use crate::ui::form;
use crate::ui::icons::Icon;
use crate::ui::theme::GRID;
use crate::ui::till_screen::{Screen, preview_ui};

/// Draws the section.
pub fn devices_ui(ui: &mut Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    card_ui(ui, screen, "settings-camera", |ui| camera_ui(ui, screen, actions));
}

fn camera_ui(ui: &mut Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let camera = &screen.snapshot.camera;
    match camera.found.as_deref() {
        None => form::explanation_ui(ui, &t.text("camera-looking"), tokens),
        Some([]) => form::explanation_ui(ui, &t.text("camera-none"), tokens),
        Some(found) => {
            let mut names: Vec<String> = found.iter().map(|info| info.name.clone()).collect();
            names.push(t.text("camera-off"));
            let here = |id: &String| found.iter().position(|info| info.id == *id);
            let chosen = match camera.state {
                CameraState::Off => Some(found.len()),
                _ => camera.chosen.as_ref().and_then(here),
            };
            if let Some(place) = form::choice_ui(ui, &t.text("camera-menu"), &names, chosen, tokens)
            {
                let command = match found.get(place) {
                    Some(info) => Command::StartCamera(Some(info.id.clone())),
                    None => Command::StopCamera,
                };
                actions.push(command.into());
            }
        }
    }
    ui.horizontal(|ui| {
        let again = t.text("camera-refresh");
        if Button::new(&again).icon(Icon::Search).show(ui, tokens).clicked() {
            actions.push(Command::RefreshCameras.into());
        }
    });
    if camera.state != CameraState::Off {
        let width = ui.available_width().min(480.0);
        let (rect, _) = ui.allocate_exact_size(vec2(width, width * 0.5625), egui::Sense::hover());
        preview_ui(ui, rect, screen);
        ui.add_space(GRID);
    }
}
