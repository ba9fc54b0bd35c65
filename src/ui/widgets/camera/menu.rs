//! The menu of cameras: which one, how large its pictures, the network, a folder, the tray.

use egui::{Popup, Rect, Ui};

use super::address::AddressField;
use super::setup::CameraSetup;
use crate::action::Action;
use crate::screen::Screen;
use crate::widgets::controls::{self, Weight};
use crate::widgets::icons::Icon;
use till::{CameraState, Command, WatchCommand};

/// Draws the button of the menu into `rect`, and the menu while it is open.
pub(crate) fn camera_menu_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    setup: &mut CameraSetup,
    actions: &mut Vec<Action>,
) {
    let t = screen.texts;
    let camera = &screen.snapshot.camera;
    let label = t.text("camera-menu");
    let button =
        controls::icon_button(ui, rect, Icon::ChevronDown, &label, Weight::Quiet, screen.tokens);
    Popup::menu(&button).show(|ui| {
        ui.set_min_width(320.0);
        match camera.found.as_deref() {
            None => _ = ui.label(t.text("camera-looking")),
            Some([]) => _ = ui.label(t.text("camera-none")),
            Some(found) => {
                for info in found {
                    let chosen = camera.chosen.as_ref() == Some(&info.id);
                    if ui.selectable_label(chosen, info.name.as_str()).clicked() {
                        actions.push(Command::StartCamera(Some(info.id.clone())).into());
                    }
                }
            }
        }
        ui.separator();
        let looks = camera.state != CameraState::Off;
        if ui.add_enabled(looks, egui::Button::new(t.text("tray-edit"))).clicked() {
            setup.edit_tray(screen.snapshot.watch.settings.area);
        }
        sizes_ui(ui, screen, actions);
        ui.separator();
        if ui.button(t.text("camera-network")).clicked() {
            setup.address = Some(AddressField::Network("http://".to_owned()));
        }
        if ui.button(t.text("camera-folder")).clicked() {
            setup.address = Some(AddressField::Folder(String::new()));
        }
        forget_ui(ui, screen, actions);
        ui.separator();
        if camera.state != CameraState::Off && ui.button(t.text("camera-off")).clicked() {
            actions.push(Command::StopCamera.into());
        }
        if ui.button(t.text("camera-refresh")).clicked() {
            actions.push(Command::RefreshCameras.into());
        }
    });
}

/// The picture sizes, where the camera offers some.
fn sizes_ui(ui: &mut Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let watch = &screen.snapshot.watch;
    if watch.resolutions.is_empty() {
        return;
    }
    ui.menu_button(screen.texts.text("camera-sizes"), |ui| {
        let wanted = watch.settings.resolution;
        let usual = screen.texts.text("camera-size-usual");
        let sizes = watch.resolutions.iter().rev();
        let choices = std::iter::once((None, usual))
            .chain(sizes.map(|size| (Some(*size), format!("{} × {}", size.width, size.height))));
        for (size, name) in choices {
            if ui.selectable_label(wanted == size, name).clicked() {
                actions.push(Command::Watch(WatchCommand::SetResolution(size)).into());
            }
        }
    });
}

/// The camera in use can be forgotten if it was typed in.
fn forget_ui(ui: &mut Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let chosen = screen.snapshot.camera.chosen.as_ref();
    let cameras = &screen.snapshot.watch.settings.cameras;
    let typed = cameras.iter().find(|address| Some(&address.id()) == chosen);
    if let Some(address) = typed {
        let info = address.info();
        let label = screen.texts.with("camera-forget", [("name", info.name.as_str().into())]);
        if ui.button(label).clicked() {
            actions.push(Command::Watch(WatchCommand::RemoveCamera(info.id)).into());
        }
    }
}
