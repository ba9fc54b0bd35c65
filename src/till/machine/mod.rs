//! The till as a pure state machine: inputs in, effects out. No clock, thread, file or window.

mod camera;
mod catalogue;
mod codes;
mod day;
mod goods;
mod holding;
mod learning;
mod paying;
mod people;
mod photos;
mod pricing;
mod promotion;
mod receipts;
mod selling;
mod settings;
mod telling;
mod view;
mod watching;
mod weighing;
mod why;

use std::path::PathBuf;
use std::sync::Arc;

use self::camera::CameraDesk;
use self::catalogue::CatalogueDesk;
use self::codes::CodeDesk;
use self::day::DayDesk;
use self::goods::Catalogue;
use self::holding::Holding;
pub use self::holding::{CartEffect, CartInput};
use self::learning::LearningDesk;
use self::paying::PayDesk;
use self::people::PeopleDesk;
use self::photos::Photos;
use self::pricing::PricingDesk;
use self::promotion::PromotionDesk;
use self::selling::Selling;
use self::settings::SettingsDesk;
use self::watching::WatchDesk;
use self::weighing::WeighingDesk;
pub use self::weighing::{WeighingEffect, WeighingInput, WeighingShop};
use self::why::WhyDesk;
use super::catalogue::{CatalogueEffect, CatalogueInput};
use super::command::{Command, ItemId, PhotoSource};
use super::day::{DayEffect, DayInput};
use super::messages::Message;
use super::model_command::{ModelEffect, ModelInput};
use super::paying::{PayEffect, PayInput};
use super::people::{PeopleEffect, PeopleInput};
use super::search::SearchIndex;
use super::settings::{SettingsEffect, SettingsInput};
use super::snapshot::{
    CameraState, EvidenceView, ModelState, Notice, NoticeKind, Settings, ShopState,
};
use super::watching::{WatchEffect, WatchInput};
use crate::devices::{CameraInfo, Frame, Sound};
use crate::domain::{Currency, PaidSale, Product, TaxMode};
use crate::photo::Picture;
use crate::recognition::{Recognition, Scope, Why};
use crate::store::Booking;

pub use self::people::May;

/// The largest number of photos on their way between decoder and recogniser, and of one batch.
pub const MAX_IN_FLIGHT: usize = 8;
/// The largest number of photos that may wait at once.
pub const MAX_PHOTOS: usize = 200;
/// How many tiles a clerk chooses from.
pub const MAX_TILES: usize = 4;

const MAX_NOTICES: usize = 3;

/// What reaches the till.
pub enum Input {
    /// The clerk wants something.
    Command(Command),
    /// The shop's folder is open.
    ShopOpened(ShopOpened),
    /// The shop's folder cannot be used.
    ShopFailed(String),
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
    ModelKept(String),
    /// There is no model, or it broke; what it was looking at goes back to the clerk.
    ModelFailed(String),
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
        result: Result<Vec<Recognition>, String>,
        /// How long the batch took.
        millis: f64,
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
    SaleFailed(String),
    /// A setting could not be written.
    SettingFailed(String),
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

/// What the till wants done. Each is answered by an [`Input`], except settings and carts that are
/// saved.
pub enum Effect {
    /// Decode this photo.
    Decode {
        /// Which photo.
        item: ItemId,
        /// Where it is.
        source: PhotoSource,
    },
    /// Name these pictures.
    Recognise {
        /// The photos and their pictures.
        batch: Vec<(ItemId, Arc<Picture>)>,
        /// The products that may be named.
        scope: Arc<Scope>,
    },
    /// Find out where the evidence lies.
    Explain {
        /// Which photo.
        item: ItemId,
        /// Where it is: what was decided on is not kept, since 200 large photos would not fit.
        source: PhotoSource,
        /// What is asked.
        why: Why,
    },
    /// Load the model again.
    LoadModel,
    /// Write this sale to the database, booked like this.
    RecordSale(Box<PaidSale>, Booking),
    /// Print, read or refund receipts.
    Pay(PayEffect),
    /// Keep or move a cart.
    Cart(CartEffect),
    /// Something about weights, captures or codes.
    Weighing(WeighingEffect),
    /// Let this be heard.
    Sound(Sound),
    /// Remember this choice.
    SaveSetting {
        /// Its key.
        key: &'static str,
        /// Its value.
        value: String,
    },
    /// From the catalogue's desk.
    Catalogue(CatalogueEffect),
    /// From the settings' desk.
    Settings(SettingsEffect),
    /// Look which cameras there are.
    FindCameras,
    /// Open this camera and close any other.
    StartCamera(String),
    /// Close the camera.
    StopCamera,
    /// Something for the camera's eye.
    Watch(WatchEffect),
    /// Something with the day.
    Day(DayEffect),
    /// Something with people.
    People(PeopleEffect),
    /// Let another version sell.
    Model(ModelEffect),
    /// End the threads.
    Quit,
}

impl From<SettingsEffect> for Effect {
    fn from(effect: SettingsEffect) -> Self {
        Self::Settings(effect)
    }
}

impl From<CatalogueEffect> for Effect {
    fn from(effect: CatalogueEffect) -> Self {
        Self::Catalogue(effect)
    }
}

/// The keys under which the shop keeps what it has chosen.
pub mod setting {
    /// The window's language tag.
    pub const LANGUAGE: &str = "window.language";
    /// Light, dark or system.
    pub const THEME: &str = "window.theme";
    /// The camera's id.
    pub const CAMERA: &str = "till.camera";
}

/// The till's whole state.
pub struct Machine {
    shop: ShopState,
    pictures: PathBuf,
    model: ModelState,
    catalogue: Catalogue,
    catalogue_desk: CatalogueDesk,
    photos: Photos,
    why: WhyDesk,
    selling: Selling,
    holding: Holding,
    weighing: WeighingDesk,
    pricing: PricingDesk,
    codes: CodeDesk,
    learning: LearningDesk,
    search: Arc<SearchIndex>,
    commands: u64,
    camera: CameraDesk,
    watch: WatchDesk,
    paying: PayDesk,
    day: DayDesk,
    people: PeopleDesk,
    promotion: PromotionDesk,
    settings: Settings,
    settings_desk: SettingsDesk,
    notices: Vec<Notice>,
    next_notice: u64,
}

impl Default for Machine {
    fn default() -> Self {
        Self {
            shop: ShopState::Opening,
            pictures: PathBuf::new(),
            model: ModelState::Loading,
            catalogue: Catalogue::new(Vec::new()),
            catalogue_desk: CatalogueDesk::default(),
            photos: Photos::default(),
            why: WhyDesk::default(),
            selling: Selling::new(Currency::EUR, TaxMode::Included),
            holding: Holding::default(),
            weighing: WeighingDesk::default(),
            pricing: PricingDesk::default(),
            codes: CodeDesk::default(),
            learning: LearningDesk::default(),
            search: Arc::default(),
            commands: 0,
            camera: CameraDesk::default(),
            watch: WatchDesk::default(),
            paying: PayDesk::default(),
            day: DayDesk::default(),
            people: PeopleDesk::default(),
            promotion: PromotionDesk::default(),
            settings: Settings::default(),
            settings_desk: SettingsDesk::default(),
            notices: Vec::new(),
            next_notice: 1,
        }
    }
}

impl Machine {
    /// Takes one input and returns what is to be done, in order.
    pub fn apply(&mut self, input: Input) -> Vec<Effect> {
        let mut effects = Vec::new();
        match input {
            Input::Command(command) => self.admit(command, &mut effects),
            Input::ShopOpened(shop) => self.shop_opened(shop, &mut effects),
            Input::ShopFailed(reason) => {
                let message = Message::new("problem-shop").naming("reason", reason);
                self.shop = ShopState::Failed(message);
            }
            Input::ModelLoaded { name, device } => {
                self.model = ModelState::Ready { name, device };
                self.notices.retain(|notice| notice.message.id != "problem-model");
                self.photos.recogniser_idle();
            }
            Input::ModelSwapped { name, device } => {
                self.model = ModelState::Ready { name, device };
                self.notices.retain(|notice| notice.message.id != "model-kept");
            }
            Input::ModelKept(reason) => {
                self.problem(Message::new("model-kept").naming("reason", reason));
            }
            Input::ModelFailed(message) => {
                self.problem(Message::new("problem-model").naming("reason", message.clone()));
                self.model = ModelState::Failed { message };
                self.photos.recogniser_idle();
                self.why.recogniser_gone();
            }
            Input::PhotoDecoded { item, picture, thumbnail, millis } => {
                self.photos.decoded(item, picture, thumbnail, millis);
            }
            Input::PhotoFailed { item, message } => {
                self.photos.failed(item, message);
                self.learning.sound(Sound::Failed);
            }
            Input::Recognised { items, result, millis } => self.recognised(&items, result, millis),
            Input::Explained { item, why, result } => self.explained(item, &why, result),
            Input::Weighing(input) => self.weighing_input(input, &mut effects),
            Input::Cart(input) => self.cart_input(input),
            Input::Pay(input) => self.pay_input(input, &mut effects),
            Input::SaleRecorded { number } => self.sale_recorded(number, &mut effects),
            Input::SaleFailed(reason) => {
                self.selling.sale_failed();
                let message = Message::new("problem-sale").naming("reason", reason);
                self.sale_was_not_paid(message.clone());
                self.problem(message);
            }
            Input::SettingFailed(reason) => {
                self.problem(Message::new("problem-setting").naming("reason", reason));
            }
            Input::Catalogue(input) => self.catalogue_input(input, &mut effects),
            Input::Settings(input) => self.settings_input(input),
            Input::CamerasFound(found) => self.cameras_found(found, &mut effects),
            Input::CameraChanged { state, frame } => self.camera_changed(state, frame),
            Input::Watch(input) => self.watched(input, &mut effects),
            Input::Day(input) => self.day_input(input),
            Input::People(input) => self.people_input(input, &mut effects),
            Input::Model(input) => self.model_input(input, &mut effects),
        }
        self.move_photos_on(&mut effects);
        self.move_why_on(&mut effects);
        self.tidy_weights();
        self.keep_pricing();
        self.keep_search();
        self.follow_settings(&effects);
        self.do_later(&mut effects);
        self.keep_cart(&mut effects);
        self.put_done_away();
        effects
    }

    fn command(&mut self, command: Command, effects: &mut Vec<Effect>) {
        self.commands += 1;
        match command {
            Command::OpenPhotos(sources) => self.open_photos(sources),
            Command::TakePicture => self.take_picture(),
            Command::StartCamera(camera) => self.start_camera(camera, effects),
            Command::StopCamera => self.camera.stop(effects),
            Command::RefreshCameras => effects.push(Effect::FindCameras),
            Command::Watch(command) => self.watch_command(command, effects),
            Command::LoadModel => self.load_model(effects),
            Command::FollowModel => self.follow_model(effects),
            Command::ChooseCandidate { item, product } => self.choose(item, &product),
            Command::UndoAdd(item) => self.undo_add(item),
            Command::Dismiss(item) => self.photos.remove(item),
            Command::Why(item) => self.ask_why(item),
            Command::CloseWhy => self.why.close(),
            Command::SetPieces(line, pieces) => self.selling.set_pieces(line, pieces),
            Command::SetWeight(line, typed) => self.selling.set_weight(line, &typed),
            Command::Cart(command) => self.cart_command(command, effects),
            Command::Weighing(command) => self.weighing_command(command, effects),
            Command::Code(command) => self.code_command(command, effects),
            Command::AddProduct(product) => self.add_product(&product),
            Command::Pay(command) => self.pay_command(command, effects),
            Command::CompleteSale => self.complete_sale(effects),
            Command::ClearNotice(id) => self.notices.retain(|notice| notice.id != id),
            Command::SetLanguage(language) => {
                self.settings.language = Some(language.clone());
                effects.push(Effect::SaveSetting { key: setting::LANGUAGE, value: language });
            }
            Command::SetTheme(theme) => {
                self.settings.theme = theme;
                let value = theme.word().to_owned();
                effects.push(Effect::SaveSetting { key: setting::THEME, value });
            }
            Command::Day(command) => self.day_command(command, effects),
            Command::People(command) => self.people_command(command, effects),
            Command::Model(command) => self.model_command(command, effects),
            Command::Catalogue(command) => self.catalogue_command(command, effects),
            Command::Settings(command) => self.settings_command(command, effects),
            Command::Quit => {
                self.camera.stop(effects);
                effects.push(Effect::Quit);
            }
        }
    }

    fn shop_opened(&mut self, shop: ShopOpened, effects: &mut Vec<Effect>) {
        self.shop = ShopState::Open;
        self.pictures = shop.pictures;
        self.start_watching(shop.settings.watching.clone(), effects);
        self.settings = shop.settings;
        self.catalogue = Catalogue::new(shop.products);
        self.selling = Selling::new(shop.currency, shop.tax_mode);
        self.settings_desk.tax_mode = Some(shop.tax_mode);
        self.holding = Holding::default();
        effects.push(Effect::FindCameras);
        effects.push(Effect::People(PeopleEffect::Load));
    }

    /// The index follows the catalogue, whoever changed it.
    fn keep_search(&mut self) {
        if !self.search.is_of(&self.catalogue.sorted) {
            self.search = Arc::new(SearchIndex::new(Arc::clone(&self.catalogue.sorted)));
        }
    }

    fn load_model(&mut self, effects: &mut Vec<Effect>) {
        if matches!(self.model, ModelState::Failed { .. }) {
            self.follow_model(effects);
        }
    }

    /// A model that is there goes on until the other one takes over.
    fn follow_model(&mut self, effects: &mut Vec<Effect>) {
        if matches!(self.model, ModelState::Failed { .. }) {
            self.model = ModelState::Loading;
        }
        effects.push(Effect::LoadModel);
    }

    /// Sends on what can go on: undecoded photos to the decoder, decoded ones to the model.
    fn move_photos_on(&mut self, effects: &mut Vec<Effect>) {
        if self.shop != ShopState::Open {
            return;
        }
        self.photos.start_decoding(effects);
        match self.model {
            ModelState::Loading => {}
            ModelState::Ready { .. } => {
                self.photos.start_recognising(&self.catalogue.scope, effects);
            }
            ModelState::Failed { .. } => self.photos.ask_without_model(),
        }
    }

    fn info(&mut self, message: Message) {
        self.notify(NoticeKind::Info, message);
    }

    fn problem(&mut self, message: Message) {
        self.notify(NoticeKind::Problem, message);
    }

    fn notify(&mut self, kind: NoticeKind, message: Message) {
        self.notices.retain(|notice| notice.message.id != message.id);
        if self.notices.len() >= MAX_NOTICES {
            self.notices.remove(0);
        }
        self.notices.push(Notice { id: self.next_notice, kind, message });
        self.next_notice += 1;
    }

    fn clear_info(&mut self) {
        self.notices.retain(|notice| notice.kind != NoticeKind::Info);
    }
}
