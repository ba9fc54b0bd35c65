//! What a clerk can ask of the till.

use std::path::PathBuf;
use std::sync::Arc;

use super::cart_command::CartCommand;
use super::catalogue::CatalogueCommand;
use super::day::DayCommand;
use super::model_command::ModelCommand;
use super::paying::PayCommand;
use super::people::PeopleCommand;
use super::settings::SettingsCommand;
use super::watching::WatchCommand;
use super::weighing_command::{CodeCommand, WeighingCommand};
use devices::Frame;
use domain::{LineId, ProductId};
use photo::Picture;

/// One photo on its way through the till, from opening to its cart line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ItemId(pub u64);

/// Where a photo comes from.
#[derive(Clone)]
pub enum PhotoSource {
    /// A file on disk.
    File(PathBuf),
    /// An encoded picture in memory; `name` stands in messages.
    Bytes {
        /// What messages call this photo.
        name: String,
        /// The encoded picture.
        bytes: Vec<u8>,
    },
    /// One of the built-in sample pictures, by its file name.
    Sample(String),
    /// A frame the camera has just given.
    Camera(Arc<Frame>),
    /// A picture from the clipboard.
    Pasted(Arc<Picture>),
}

/// How people know a photo.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// By its file's name.
    Named(String),
    /// The camera took it.
    Camera,
    /// It was pasted.
    Clipboard,
}

impl Origin {
    /// Returns the file's name, if there is one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Camera | Self::Clipboard => None,
        }
    }
}

impl PhotoSource {
    /// Returns how people know this photo.
    pub fn origin(&self) -> Origin {
        match self {
            Self::File(path) => Origin::Named(
                path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            ),
            Self::Bytes { name, .. } | Self::Sample(name) => Origin::Named(name.clone()),
            Self::Camera(_) => Origin::Camera,
            Self::Pasted(_) => Origin::Clipboard,
        }
    }
}

/// Light, dark, or as the system says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ThemeChoice {
    /// Follow the system.
    #[default]
    System,
    /// Dark text on a light ground.
    Light,
    /// Light text on a dark ground.
    Dark,
}

impl ThemeChoice {
    /// The word the shop's settings keep.
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads [`Self::word`] back; anything else is [`Self::System`].
    pub fn from_word(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

/// One wish of the clerk.
#[derive(Clone)]
pub enum Command {
    /// Recognise these photos, in this order.
    OpenPhotos(Vec<PhotoSource>),
    /// Recognise the camera's newest frame.
    TakePicture,
    /// Use this camera (an id), or the first one found.
    StartCamera(Option<String>),
    /// Give the camera back to the system.
    StopCamera,
    /// Look again which cameras are there.
    RefreshCameras,
    /// Something about the tray and the camera over it.
    Watch(WatchCommand),
    /// Load the model again after it failed.
    LoadModel,
    /// Another version is promoted, or products were taught or forgotten: load the model anew beside
    /// the one at work, which goes on until then.
    FollowModel,
    /// This photo shows this product: put it into the cart, or correct what was put there.
    ChooseCandidate {
        /// The photo.
        item: ItemId,
        /// The product it shows.
        product: ProductId,
    },
    /// Take back the line that this photo put into the cart and ask instead.
    UndoAdd(ItemId),
    /// The clerk's last [`Self::ChooseCandidate`] of this photo was never meant: all is again as it was
    /// before it, and what was said of the photo no longer counts. Nothing happens where nothing was
    /// chosen, where that was undone already, or where its line is being sold.
    TakeBackChoice(ItemId),
    /// Another of the things on this photo is meant: look at it and ask what it is. A line that the
    /// photo has put into the cart stays until a product is chosen.
    LookAt {
        /// The photo.
        item: ItemId,
        /// Which of the items that were found on it; `None` for the photo as it is.
        chosen: Option<usize>,
    },
    /// Forget this photo.
    Dismiss(ItemId),
    /// Show on the photo what speaks for its first candidate; asked again, what speaks for the
    /// second rather than the first; asked once more, nothing.
    Why(ItemId),
    /// Show the photo and its tiles again.
    CloseWhy,
    /// Sell so many pieces on this line.
    SetPieces(LineId, u32),
    /// The weight of this line, as typed.
    SetWeight(LineId, String),
    /// Change, empty, hold or resume the cart.
    Cart(CartCommand),
    /// Something about weights, or what is learnt at the till.
    Weighing(WeighingCommand),
    /// Something about a code.
    Code(CodeCommand),
    /// Put a product into the cart without a photo.
    AddProduct(ProductId),
    /// Pay, look at receipts, refund, open the drawer.
    Pay(PayCommand),
    /// Take all that is still due in cash, without change, write the sale to the shop's database,
    /// then clear the cart.
    CompleteSale,
    /// The clerk has read this notice.
    ClearNotice(u64),
    /// Show the window in this language (a tag such as `zh-CN`).
    SetLanguage(String),
    /// Light or dark.
    SetTheme(ThemeChoice),
    /// About the day: float, cash in and out, closing.
    Day(DayCommand),
    /// About people: signing in, approving, who may do what.
    People(PeopleCommand),
    /// About the version that sells.
    Model(ModelCommand),
    /// Something about the catalogue.
    Catalogue(CatalogueCommand),
    /// Something about the settings.
    Settings(SettingsCommand),
    /// End the till's threads.
    Quit,
}

impl From<CatalogueCommand> for Command {
    fn from(command: CatalogueCommand) -> Self {
        Self::Catalogue(command)
    }
}

impl From<ModelCommand> for Command {
    fn from(command: ModelCommand) -> Self {
        Self::Model(command)
    }
}

impl From<SettingsCommand> for Command {
    fn from(command: SettingsCommand) -> Self {
        Self::Settings(command)
    }
}
