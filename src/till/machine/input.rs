//! What reaches the till.

use std::path::PathBuf;
use std::sync::Arc;

use super::holding::CartInput;
use super::weighing::WeighingInput;
use crate::catalogue::CatalogueInput;
use crate::command::{Command, ItemId};
use crate::day::DayInput;
use crate::messages::Message;
use crate::model_command::ModelInput;
use crate::paying::PayInput;
use crate::people::PeopleInput;
use crate::settings::SettingsInput;
use crate::snapshot::{CameraState, EvidenceView, Settings};
use crate::watching::WatchInput;
use devices::{CameraInfo, Frame};
use domain::{Currency, Product, TaxMode};
use photo::Picture;
use recognition::{Recognition, Why};

/// What reaches the till.
pub enum Input {
    /// The clerk wants something.
    Command(Command),
    /// The shop's folder is open.
    ShopOpened(ShopOpened),
    /// The shop's folder cannot be used.
    ShopFailed(Message),
    /// The model is ready.
    ModelLoaded {
        /// The version's name.
        name: String,
        /// Where it runs.
        device: String,
    },
    /// Another model took over between two photos.
    ModelSwapped {
        /// The version's name.
        name: String,
        /// Where it runs.
        device: String,
    },
    /// Another model could not be loaded, for this reason; the one before goes on.
    ModelKept(Message),
    /// There is no model, or it broke; what it was looking at goes back to the clerk.
    ModelFailed(Message),
    /// A photo is decoded.
    PhotoDecoded {
        /// Which photo.
        item: ItemId,
        /// All of it, for the model.
        picture: Arc<Picture>,
        /// A small copy, for the screen.
        thumbnail: Arc<Picture>,
        /// How long it took.
        millis: f64,
    },
    /// A photo cannot be read.
    PhotoFailed {
        /// Which photo.
        item: ItemId,
        /// Why.
        message: Message,
    },
    /// A batch came back from the recogniser.
    Recognised {
        /// The batch, in the order it was sent.
        items: Vec<ItemId>,
        /// One recognition a photo, or why there is none.
        result: Result<Vec<Recognition>, Message>,
        /// How long the batch took.
        millis: f64,
    },
    /// An item that the clerk pointed at was looked at.
    LookedAt {
        /// Which photo.
        item: ItemId,
        /// Which of the items on it; `None` for the photo as it is.
        chosen: Option<usize>,
        /// What it was taken for, or why it was not.
        result: Result<Recognition, Message>,
    },
    /// The recogniser's answer to "why?".
    Explained {
        /// Which photo.
        item: ItemId,
        /// What was asked.
        why: Why,
        /// Where the evidence lies, or why that cannot be said.
        result: Result<EvidenceView, Message>,
    },
    /// Something about weights, captures or codes.
    Weighing(WeighingInput),
    /// What became of open and held carts.
    Cart(CartInput),
    /// What became of paying, receipts and the printer.
    Pay(PayInput),
    /// The sale stands in the database.
    SaleRecorded {
        /// Its number.
        number: i64,
    },
    /// The sale could not be written.
    SaleFailed(Message),
    /// A setting could not be written.
    SettingFailed(Message),
    /// For the catalogue's desk.
    Catalogue(CatalogueInput),
    /// For the settings' desk.
    Settings(SettingsInput),
    /// What cameras there are.
    CamerasFound(Vec<CameraInfo>),
    /// The camera has news.
    CameraChanged {
        /// What it does.
        state: CameraState,
        /// Its newest frame.
        frame: Option<Arc<Frame>>,
    },
    /// The camera's eye has seen something.
    Watch(WatchInput),
    /// About the day.
    Day(DayInput),
    /// About people.
    People(PeopleInput),
    /// About the version that sells.
    Model(ModelInput),
}

/// What an open shop brings.
pub struct ShopOpened {
    /// All its products.
    pub products: Vec<Product>,
    /// What it sells in.
    pub currency: Currency,
    /// Whether its prices include tax.
    pub tax_mode: TaxMode,
    /// Where its pictures lie.
    pub pictures: PathBuf,
    /// What it has chosen.
    pub settings: Settings,
}
