//! The camera as several screens show it: what it sees, where the tray lies, how it is chosen and set
//! up. Draws and asks; what is half typed or half drawn is [`setup::CameraSetup`]'s, which the window
//! owns. Called by the till, the settings, the training and the bar on top.

pub(crate) mod address;
pub(crate) mod menu;
pub(crate) mod preview;
pub(crate) mod setup;
pub(crate) mod tray;
pub(crate) mod tray_editor;
