//! The clerk's use cases: commands in, immutable snapshots out.
//! No window, no SQL, no tensor: what is slow or outside runs on named threads behind [`Effect`]s.
//! Called by `ui`, and by tests, which drive [`Machine`] without threads, window or network.

pub mod catalogue;
mod command;
pub mod machine;
pub mod messages;
pub mod model;
mod runtime;
pub mod samples;
pub mod search;
pub mod settings;
mod snapshot;
mod workers;

pub use catalogue::CatalogueCommand;
pub use command::{Command, ItemId, Origin, PhotoSource, ThemeChoice};
pub use machine::{Effect, Input, Machine};
pub use messages::Message;
pub use model::{LoadModel, LoadedModel, Recognise};
pub use runtime::{Cameras, SystemCameras, Till, TillConfig, TillError, TillHandle};
pub use settings::SettingsCommand;
pub use snapshot::{
    CameraState, CameraView, CartView, EvidenceView, ItemState, ItemView, LineView, ModelState,
    Notice, NoticeKind, SaleView, Settings, ShopState, Snapshot, TileView, WhyState, WhyView,
};
