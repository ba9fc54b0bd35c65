//! Things with a plug: a trait each, the real device and a simulated one (cameras, scales,
//! printers), and the loudspeaker.
//! Must never know a network, a shop or a window; a device that hangs may hang its own thread alone.
//! Called by `till` and `cli`.

#![warn(unreachable_pub)]

mod camera;
mod camera_address;
mod camera_feed;
mod camera_list;
mod feed_state;
mod feed_supervisor;
mod folder_camera;
mod multipart;
mod native_camera;
mod network_camera;
mod printer;
mod resolution;
pub mod scale;
mod scripted_camera;
mod sound;

pub use camera::{Camera, CameraError, Frame};
pub use camera_address::CameraAddress;
pub use camera_feed::{CameraFeed, OpenCamera};
pub use camera_list::{CameraInfo, list_cameras};
pub use feed_state::{FeedState, LostReason, Patience};
pub use folder_camera::FolderCamera;
pub use native_camera::open_camera;
pub use network_camera::open_network_camera;
pub use printer::{
    Printer, PrinterAddress, PrinterError, SerialPort, SimulatedPrinter, open_printer,
};
pub use resolution::{ParseResolutionError, Resolution};
pub use scripted_camera::{CameraAct, PluggedCamera, ScriptedPort};
pub use sound::{Sound, Speaker};
