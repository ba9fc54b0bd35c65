//! The clerk's use cases: commands in, immutable snapshots out.
//! No window, no SQL, no tensor: what is slow or outside runs on named threads behind [`Effect`]s.
//! Called by `ui`, and by tests, which drive [`Machine`] without threads, window or network.

#![warn(unreachable_pub)]

mod camera_eye;
pub mod captures;
mod cart_command;
mod cart_view;
pub mod catalogue;
mod command;
pub mod day;
mod folding;
pub mod keystrokes;
pub mod machine;
pub mod messages;
pub mod model;
mod model_command;
mod office;
pub mod paying;
pub mod paying_settings;
pub mod people;
mod pinyin_readings;
mod post;
mod printing;
mod promoting;
mod receipts;
mod runtime;
pub mod samples;
mod saving;
pub mod search;
pub mod settings;
mod snapshot;
mod system_cameras;
pub mod watcher;
mod watching;
mod weighing_command;
mod weighing_desk;
mod weighing_view;
mod workers;

pub use cart_command::CartCommand;
pub use cart_view::{CartView, HeldView, LineView};
pub use catalogue::CatalogueCommand;
pub use command::{Command, ItemId, Origin, PhotoSource, ThemeChoice};
pub use day::{DayBook, DayCommand, DayEffect, DayInput, DayView, TypedCount};
pub use machine::{
    CartEffect, CartInput, Effect, Input, Machine, May, WeighingEffect, WeighingInput, WeighingShop,
};
pub use messages::Message;
pub use model::{LoadModel, LoadVersion, LoadedModel, Recognise};
pub use model_command::{ModelCommand, ModelEffect, ModelInput, ModelView};
pub use paying::{
    DealSummary, DoneView, PayCommand, PayEffect, PayInput, PayScreen, PayView, PayingView,
    PrintWish, ReceiptForm, ReceiptLanguage, ReceiptsView, ShownReceipt,
};
pub use people::{
    ApprovalView, PeopleChange, PeopleCommand, PeopleEffect, PeopleInput, PeopleView,
};
pub use printing::OpenPrinter;
pub use runtime::{Till, TillConfig, TillError, TillHandle, window_language};
pub use settings::SettingsCommand;
pub use snapshot::{
    CameraState, CameraView, Doubt, EvidenceView, ItemState, ItemView, ModelState, Notice,
    NoticeKind, PriceDialogView, SaleView, Settings, ShopState, Snapshot, TileView, WhyState,
    WhyView,
};
pub use store::TillLock;
pub use system_cameras::{Cameras, NoCameras, SystemCameras};
pub use watching::{
    Look, SceneHint, StoredTray, WatchCommand, WatchEffect, WatchInput, WatchSettings, WatchView,
};
pub use weighing_command::{CodeCommand, WeighingCommand};
pub use weighing_view::{CodeView, WeighDialogView, WeighingView};
