//! What the till shows: one immutable picture of its whole state.

use std::path::PathBuf;
use std::sync::Arc;

use super::cart_view::{CartView, HeldView};
use super::catalogue::CatalogueView;
use super::command::{ItemId, Origin, ThemeChoice};
use super::day::DayView;
use super::messages::Message;
use super::model_command::ModelView;
use super::paying::PayView;
use super::people::PeopleView;
use super::search::{Looks, SearchIndex};
use super::settings::{SettingValues, SettingsView};
use super::watching::{WatchSettings, WatchView};
use super::weighing_view::{CodeView, WeighingView};
use devices::{CameraInfo, Frame};
use domain::{LineId, Money, Product, ProductId};
use photo::Picture;
use recognition::{Caution, FoundBoxes};

/// The till at one moment. Cheap to clone and to hold: whatever is large is shared.
#[derive(Clone)]
pub struct Snapshot {
    /// Whether the shop's folder is open.
    pub shop: ShopState,
    /// Where the products' pictures lie; empty until the shop is open.
    pub pictures: PathBuf,
    /// Whether names can be given to photos.
    pub model: ModelState,
    /// Photos that wait for a name or a clerk; the first is the one to show.
    pub items: Vec<ItemView>,
    /// What speaks for the first photo's candidates, while the clerk asks.
    pub why: Option<WhyView>,
    /// Photos not yet looked at.
    pub working: usize,
    /// The cart.
    pub cart: CartView,
    /// The carts on hold, oldest first.
    pub held: Vec<HeldView>,
    /// How many commands have been carried out since the start: whoever sends one sees by it when
    /// it is done.
    pub commands: u64,
    /// The camera and its newest frame.
    pub camera: CameraView,
    /// The tray under the camera.
    pub watch: WatchView,
    /// Paying and receipts.
    pub pay: PayView,
    /// The sale just completed, until the next line is added.
    pub last_sale: Option<SaleView>,
    /// What the clerk should know, oldest first.
    pub notices: Vec<Notice>,
    /// The products that can be sold, by name.
    pub products: Arc<Vec<Arc<Product>>>,
    /// The catalogue with what is edited and imported.
    pub catalogue: CatalogueView,
    /// What the shop has chosen.
    pub settings: Settings,
    /// Which settings were refused, and whether the shop's money stands for good.
    pub settings_desk: SettingsView,
    /// Finds the products.
    pub search: Arc<SearchIndex>,
    /// How probable the products are that the photo being asked about may show.
    pub looks: Arc<Looks>,
    /// The scale, and what is being weighed.
    pub weighing: WeighingView,
    /// The product whose price is asked for.
    pub pricing: Option<PriceDialogView>,
    /// The code that the clerk is asked about.
    pub code: CodeView,
    /// The till's day.
    pub day: DayView,
    /// Who works here and who stands at the till.
    pub people: PeopleView,
    /// The change of the version that sells.
    pub promotion: ModelView,
}

/// Whether the shop's folder is open.
#[derive(Clone, PartialEq, Debug)]
pub enum ShopState {
    /// Being opened.
    Opening,
    /// Products are known and sales can be written.
    Open,
    /// Nothing can be sold.
    Failed(Message),
}

/// Whether the model can name goods.
#[derive(Clone, PartialEq, Debug)]
pub enum ModelState {
    /// Being read and warmed up.
    Loading,
    /// Ready.
    Ready {
        /// The version's name.
        name: String,
        /// Where it runs, such as `cpu`.
        device: String,
    },
    /// Goods can still be sold by search.
    Failed {
        /// Why.
        message: Message,
    },
}

/// One photo and what became of it.
#[derive(Clone)]
pub struct ItemView {
    /// Which photo.
    pub id: ItemId,
    /// Where it comes from.
    pub origin: Origin,
    /// The photo, at most 640 px on its longer side; `None` until it is decoded.
    pub thumbnail: Option<Arc<Picture>>,
    /// What became of it.
    pub state: ItemState,
    /// Milliseconds from opening the decoder to the answer, once there is one.
    pub millis: Option<f64>,
    /// The items on it, and which of them is meant.
    pub found: Arc<FoundBoxes>,
    /// Whether the item that is meant is still being looked at: till then the tiles are those of the
    /// one before.
    pub pointing: bool,
}

/// What a clerk is asked about a photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Which of the products of a kind (a slug) it is; the tiles are of that kind.
    Which(Arc<str>),
    /// Which product it is.
    Product,
    /// The same, although the version is sure: for this reason it does not sell by itself here.
    Cautious(Caution),
    /// Whether it is any that the model knows: the tiles are guesses.
    Anything,
}

/// What became of a photo.
#[derive(Clone)]
pub enum ItemState {
    /// Being decoded or looked at.
    Looking,
    /// The clerk chooses.
    Asked {
        /// At most four, best first; none without a model.
        tiles: Vec<TileView>,
        /// What is asked.
        doubt: Doubt,
    },
    /// Its line stands in the cart.
    Added {
        /// The line.
        line: LineId,
        /// What was added.
        product: Arc<Product>,
        /// The alternatives, best first, for a quick correction.
        tiles: Vec<TileView>,
    },
    /// It cannot be used.
    Failed(Message),
}

impl ItemState {
    /// What there is to choose from.
    pub fn tiles(&self) -> &[TileView] {
        match self {
            Self::Asked { tiles, .. } | Self::Added { tiles, .. } => tiles,
            Self::Looking | Self::Failed(_) => &[],
        }
    }

    /// The product whose line stands in the cart.
    pub fn added(&self) -> Option<&ProductId> {
        match self {
            Self::Added { product, .. } => Some(&product.id),
            _ => None,
        }
    }
}

/// A product this photo may show.
#[derive(Clone)]
pub struct TileView {
    /// The product.
    pub product: Arc<Product>,
    /// Calibrated probability, 0 to 1.
    pub score: f64,
}

/// What speaks for a candidate of the photo on the screen.
#[derive(Clone)]
pub struct WhyView {
    /// Which photo.
    pub item: ItemId,
    /// The candidate.
    pub candidate: TileView,
    /// The candidate that it is held against.
    pub instead_of: Option<TileView>,
    /// The candidate that is asked about next, if there is one.
    pub next: Option<Arc<Product>>,
    /// The answer.
    pub state: WhyState,
}

/// The answer to "why?".
#[derive(Clone)]
pub enum WhyState {
    /// Being looked for.
    Looking,
    /// Found.
    Shown(EvidenceView),
    /// It cannot be said.
    Failed(Message),
}

/// Where on a photo the evidence lies.
#[derive(Clone)]
pub struct EvidenceView {
    /// The photo in grey with the evidence in colours, at most 960 px on its longer side.
    pub picture: Arc<Picture>,
    /// Whether the model saw the whole photo, and not only its middle.
    pub whole: bool,
    /// Whether hardly anything speaks for the candidate, so that all of the photo is dark.
    pub slight: bool,
    /// The shop's own photo of the product that looks most like this one, small; where it has any.
    pub similar: Option<Arc<Picture>>,
}

/// A product whose price is asked for.
#[derive(Clone)]
pub struct PriceDialogView {
    /// The line that waits.
    pub line: LineId,
    /// What lies on it.
    pub product: Arc<Product>,
    /// Whether the price is kept in the catalogue, or holds for this sale.
    pub is_kept: bool,
}

/// The camera as shown.
#[derive(Clone)]
pub struct CameraView {
    /// What is connected; `None` until it has been looked for.
    pub found: Option<Vec<CameraInfo>>,
    /// The id of the one in use.
    pub chosen: Option<String>,
    /// What it does.
    pub state: CameraState,
    /// Its newest frame.
    pub frame: Option<Arc<Frame>>,
}

/// What the chosen camera does.
#[derive(Clone, PartialEq, Debug)]
pub enum CameraState {
    /// None in use.
    Off,
    /// Opened, no frame yet.
    Starting,
    /// Giving frames.
    Live,
    /// Silent; it is opened again by itself.
    Lost {
        /// Why.
        reason: String,
    },
}

/// A completed sale.
#[derive(Clone, PartialEq, Debug)]
pub struct SaleView {
    /// Its number in this shop.
    pub number: i64,
    /// What the customer paid.
    pub total: Money,
    /// How many lines it had.
    pub lines: usize,
}

/// Something the clerk should know.
#[derive(Clone, PartialEq, Debug)]
pub struct Notice {
    /// For [`super::Command::ClearNotice`].
    pub id: u64,
    /// How serious it is.
    pub kind: NoticeKind,
    /// What it says.
    pub message: Message,
}

/// How serious a notice is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoticeKind {
    /// Something was done; it leaves by itself.
    Done,
    /// Good to know; it leaves with the next photo.
    Info,
    /// Something did not work; it stays until it is cleared, or the clerk goes on where it was about
    /// what was tried.
    Problem,
}

/// What the shop has chosen; `None` means "as the system says".
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Settings {
    /// A language tag.
    pub language: Option<String>,
    /// Light or dark.
    pub theme: ThemeChoice,
    /// The id of the camera to start with.
    pub camera: Option<String>,
    /// Whether prices have a say in what a photo is taken for.
    pub prices_decide: bool,
    /// Everything else that was chosen, by its setting.
    pub values: SettingValues,
    /// The tray and the camera over it.
    pub watching: WatchSettings,
}
