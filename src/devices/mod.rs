//! Things with a plug: a trait each, the real device and a simulated one (cameras, scales), and the loudspeaker.
//! Must never know a network, a shop or a window; a device that hangs may hang its own thread alone.
//! Called by `till` and `cli`.

mod camera;
mod camera_feed;
mod camera_list;
mod feed_state;
mod folder_camera;
mod native_camera;
pub mod scale;
mod sound;

pub use camera::{Camera, CameraError, Frame};
pub use camera_feed::{CameraFeed, OpenCamera};
pub use camera_list::{CameraInfo, list_cameras};
pub use feed_state::{FeedState, LostReason};
pub use folder_camera::FolderCamera;
pub use native_camera::open_camera;
pub use sound::{Sound, Speaker};
