//! The camera: which one, what it sees, where the tray lies on it, and how it takes pictures by
//! itself.

use egui::{Ui, vec2};

use super::rows::card_ui;
use crate::action::Action;
use crate::screen::Screen;
use crate::widgets::camera::address::AddressField;
use crate::widgets::camera::preview::preview_ui;
use crate::widgets::camera::setup::CameraSetup;
use crate::widgets::controls::Button;
use crate::widgets::form;
use crate::widgets::icons::Icon;
use till::{CameraState, Command, WatchCommand};

/// How small a thing is seen: the levels that are offered.
const LEVELS: [u8; 5] = [1, 3, 5, 7, 9];

/// Draws the cards.
pub(super) fn devices_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    setup: &mut CameraSetup,
    actions: &mut Vec<Action>,
) {
    card_ui(ui, screen, "settings-camera", |ui| {
        camera_ui(ui, screen, setup, actions);
        if screen.snapshot.camera.state != CameraState::Off {
            let width = ui.available_width().min(480.0);
            let size = vec2(width, width * 0.5625);
            let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
            preview_ui(ui, rect, screen);
        }
    });
    card_ui(ui, screen, "hands-free", |ui| hands_free_ui(ui, screen, setup, actions));
}

fn camera_ui(ui: &mut Ui, screen: &Screen<'_>, setup: &mut CameraSetup, actions: &mut Vec<Action>) {
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
            let picked = form::choice_ui(ui, &t.text("camera-menu"), &names, chosen, tokens);
            if let Some(place) = picked {
                let command = match found.get(place) {
                    Some(info) => Command::StartCamera(Some(info.id.clone())),
                    None => Command::StopCamera,
                };
                actions.push(command.into());
            }
        }
    }
    ui.horizontal_wrapped(|ui| {
        let again = t.text("camera-refresh");
        if Button::new(&again).icon(Icon::Search).show(ui, tokens).clicked() {
            actions.push(Command::RefreshCameras.into());
        }
        if Button::new(&t.text("camera-network")).show(ui, tokens).clicked() {
            setup.address = Some(AddressField::Network("http://".to_owned()));
        }
        if Button::new(&t.text("camera-folder")).show(ui, tokens).clicked() {
            setup.address = Some(AddressField::Folder(String::new()));
        }
        let typed = screen.snapshot.watch.settings.cameras.iter();
        if let Some(address) = typed.into_iter().find(|a| Some(&a.id()) == camera.chosen.as_ref()) {
            let info = address.info();
            let forget = t.with("camera-forget", [("name", info.name.as_str().into())]);
            if Button::new(&forget).show(ui, tokens).clicked() {
                actions.push(Command::Watch(WatchCommand::RemoveCamera(info.id)).into());
            }
        }
    });
}

fn hands_free_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    setup: &mut CameraSetup,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let settings = &screen.snapshot.watch.settings;
    let (name, hint) = (t.text("hands-free"), t.text("watch-subtitle"));
    if let Some(on) = form::switch_ui(ui, &name, &hint, settings.hands_free, tokens) {
        actions.push(Command::Watch(WatchCommand::SetHandsFree(on)).into());
    }
    let name = t.text("tray-sensitivity");
    form::label_ui(ui, &name, tokens);
    let level = settings.sensitivity.level();
    let levels = LEVELS.map(|level| t.with("tray-level", [("level", level.into())]));
    let chosen = LEVELS.iter().position(|offered| *offered == level);
    let picked = form::choice_ui(ui, &name, &levels, chosen, tokens);
    if let Some(level) = picked.and_then(|place| LEVELS.get(place)) {
        actions.push(Command::Watch(WatchCommand::SetSensitivity(*level)).into());
    }
    let looks = screen.snapshot.camera.state != CameraState::Off;
    let edit = t.text("settings-tray-edit");
    if Button::new(&edit).icon(Icon::Play).enabled(looks).show(ui, tokens).clicked() {
        setup.edit_tray(settings.area);
    }
}
