//! What is being asked about the camera: an address that is typed, the tray that is drawn.

use super::address::AddressField;
use super::tray_editor::TrayEditor;
use photo::TrayArea;

/// What is half done about the camera.
#[derive(Default)]
pub struct CameraSetup {
    /// A camera's address or folder, while it is typed.
    pub address: Option<AddressField>,
    /// The tray on the camera's picture, while it is drawn.
    pub tray: Option<TrayEditor>,
}

impl CameraSetup {
    /// Lets the tray be drawn on the camera's picture, beginning with `area`.
    pub fn edit_tray(&mut self, area: TrayArea) {
        self.tray = Some(TrayEditor::new(area));
    }

    /// Whether one of them has the keyboard for itself.
    pub fn dialog_is_open(&self) -> bool {
        self.address.is_some() || self.tray.is_some()
    }
}
