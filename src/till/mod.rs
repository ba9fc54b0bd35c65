//! The clerk's use cases: commands in, immutable snapshots out.
//! No window, no SQL, no tensor: what is slow or outside runs on named threads behind [`Effect`]s.
//! Called by `ui`, and by tests, which drive [`Machine`] without threads, window or network.

mod camera_eye;
mod command;
pub mod machine;
pub mod messages;
pub mod model;
mod runtime;
pub mod samples;
pub mod search;
mod snapshot;
mod system_cameras;
pub mod watcher;
mod watching;
mod workers;

pub use command::{Command, ItemId, Origin, PhotoSource, ThemeChoice};
pub use machine::{Effect, Input, Machine};
pub use messages::Message;
pub use model::{LoadModel, LoadedModel, Recognise};
pub use runtime::{Till, TillConfig, TillError, TillHandle};
pub use snapshot::{
    CameraState, CameraView, CartView, EvidenceView, ItemState, ItemView, LineView, ModelState,
    Notice, NoticeKind, SaleView, Settings, ShopState, Snapshot, TileView, WhyState, WhyView,
};
pub use system_cameras::{Cameras, SystemCameras};
pub use watching::{
    Look, SceneHint, StoredTray, WatchCommand, WatchEffect, WatchInput, WatchSettings, WatchView,
    key as watch_key,
};
