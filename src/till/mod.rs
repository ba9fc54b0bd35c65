//! The clerk's use cases: commands in, immutable snapshots out.
//! No window, no SQL, no tensor: what is slow or outside runs on named threads behind [`Effect`]s.
//! Called by `ui`, and by tests, which drive [`Machine`] without threads, window or network.

mod cart_command;
mod command;
pub mod machine;
pub mod messages;
pub mod model;
pub mod paying;
pub mod paying_settings;
mod printing;
mod receipts;
mod runtime;
pub mod samples;
mod saving;
pub mod search;
mod snapshot;
mod workers;

pub use cart_command::CartCommand;
pub use command::{Command, ItemId, Origin, PhotoSource, ThemeChoice};
pub use machine::{CartEffect, CartInput, Effect, Input, Machine};
pub use messages::Message;
pub use model::{LoadModel, LoadedModel, Recognise};
pub use paying::{
    DealSummary, DoneView, PayCommand, PayEffect, PayInput, PayScreen, PayView, PayingView,
    PrintWish, ReceiptForm, ReceiptLanguage, ReceiptsView, ShownReceipt,
};
pub use printing::OpenPrinter;
pub use runtime::{Cameras, NoCameras, SystemCameras, Till, TillConfig, TillError, TillHandle};
pub use snapshot::{
    CameraState, CameraView, CartView, EvidenceView, HeldView, ItemState, ItemView, LineView,
    ModelState, Notice, NoticeKind, SaleView, Settings, ShopState, Snapshot, TileView, WhyState,
    WhyView,
};
