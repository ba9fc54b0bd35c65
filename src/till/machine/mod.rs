//! The till as a pure state machine: inputs in, effects out. No clock, thread, file or window.

mod answering;
mod camera;
mod catalogue;
mod choosing;
mod codes;
mod day;
mod effect;
mod goods;
mod holding;
mod input;
mod learning;
mod naming;
mod notices;
mod paying;
mod people;
mod photos;
mod pointing;
mod pricing;
mod promotion;
mod receipts;
mod selling;
mod settings;
mod telling;
mod view;
mod voiding;
mod watching;
mod weighing;
mod why;

use std::path::PathBuf;
use std::sync::Arc;

use self::answering::AnswerDesk;
use self::camera::CameraDesk;
use self::catalogue::CatalogueDesk;
use self::codes::CodeDesk;
use self::day::DayDesk;
pub use self::effect::Effect;
use self::goods::Catalogue;
use self::holding::Holding;
pub use self::holding::{CartEffect, CartInput};
pub use self::input::{Input, ShopOpened};
use self::learning::LearningDesk;
use self::naming::NamingDesk;
use self::paying::PayDesk;
pub use self::people::May;
use self::people::PeopleDesk;
use self::photos::Photos;
use self::pointing::PointingDesk;
use self::pricing::PricingDesk;
use self::promotion::PromotionDesk;
use self::selling::Selling;
use self::settings::SettingsDesk;
use self::voiding::Voided;
use self::watching::WatchDesk;
use self::weighing::WeighingDesk;
pub use self::weighing::{WeighingEffect, WeighingInput, WeighingShop};
use self::why::WhyDesk;
use super::command::Command;
use super::messages::Message;
use super::people::PeopleEffect;
use super::search::SearchIndex;
use super::snapshot::{ModelState, Notice, Settings, ShopState};
use devices::Sound;
use domain::settings::{LANGUAGE, THEME};
use domain::{Currency, TaxMode};

/// The largest number of photos on their way between decoder and recogniser, and of one batch.
pub const MAX_IN_FLIGHT: usize = 8;
/// The largest number of photos that may wait at once.
pub const MAX_PHOTOS: usize = 200;
/// How many tiles a clerk chooses from.
pub const MAX_TILES: usize = 4;

/// The till's whole state.
pub struct Machine {
    shop: ShopState,
    pictures: PathBuf,
    model: ModelState,
    catalogue: Catalogue,
    catalogue_desk: CatalogueDesk,
    photos: Photos,
    pointing: PointingDesk,
    why: WhyDesk,
    selling: Selling,
    voided: Option<Voided>,
    holding: Holding,
    weighing: WeighingDesk,
    pricing: PricingDesk,
    codes: CodeDesk,
    learning: LearningDesk,
    namings: NamingDesk,
    answers: AnswerDesk,
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
            pointing: PointingDesk::default(),
            why: WhyDesk::default(),
            selling: Selling::new(Currency::EUR, TaxMode::Included),
            voided: None,
            holding: Holding::default(),
            weighing: WeighingDesk::default(),
            pricing: PricingDesk::default(),
            codes: CodeDesk::default(),
            learning: LearningDesk::default(),
            namings: NamingDesk::default(),
            answers: AnswerDesk::default(),
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
                let message = Message::new("problem-shop").because(reason);
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
                self.problem(Message::new("model-kept").because(reason));
            }
            Input::ModelFailed(message) => {
                self.problem(Message::new("problem-model").because(message.clone()));
                self.model = ModelState::Failed { message };
                self.photos.recogniser_idle();
                self.pointing.recogniser_gone();
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
            Input::LookedAt { item, chosen, result } => self.looked_at(item, chosen, result),
            Input::Explained { item, why, result } => self.explained(item, &why, result),
            Input::Weighing(input) => self.weighing_input(input, &mut effects),
            Input::Cart(input) => self.cart_input(input),
            Input::Pay(input) => self.pay_input(input, &mut effects),
            Input::SaleRecorded { number } => self.sale_recorded(number, &mut effects),
            Input::SaleFailed(reason) => {
                self.selling.sale_failed();
                let message = Message::new("problem-sale").because(reason);
                self.sale_was_not_paid(message.clone());
                self.problem(message);
            }
            Input::SettingFailed(reason) => {
                self.problem(Message::new("problem-setting").because(reason));
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
        self.settle(&mut effects);
        effects
    }

    /// What follows from any input, in the one order in which each finds what it looks at done.
    fn settle(&mut self, effects: &mut Vec<Effect>) {
        // First: where there is no model, photos become questions here, and all that follows sees them.
        self.move_photos_on(effects);
        // After the photos: both end when their photo has become another, or has gone.
        self.move_pointing_on(effects);
        self.move_why_on(effects);
        // Before prices: a price lets its line take what lies on the scale, and what lines that are gone
        // have taken must be forgotten by then.
        self.weighing.tidy(&self.selling.cart);
        // Before the cart is kept: a price changes lines.
        self.keep_pricing();
        // Anywhere: it looks at the catalogue alone, which nothing here changes.
        self.keep_search();
        // After the inputs' own effects, of which it reads the settings that are saved; none come below.
        self.settings.values.follow_saved(effects);
        // After all that sounds or orders a photo, and before the words: the order to keep a photo goes
        // out before what became of the word on it.
        self.learning.do_later(effects);
        // Anywhere: what is noted of answers is read again by a start only.
        self.keep_answers(effects);
        // Before the cart is written: a discount goes with its last line, and the word with the void.
        self.selling.cart.forget_discount_of_nothing();
        self.keep_voided();
        // Before the cart: a word that a crash leaves in it may still be borne out.
        let words = self.selling.cart.namings().chain(self.holding.namings()).collect();
        self.namings.keep(words, effects);
        // After all that changes lines, so that one input writes the cart once.
        self.holding.keep(&self.selling.cart, effects);
        // Last: what is shown as done stays through all of this, and nothing above looks at it.
        if self.selling.last_sale.is_none() {
            self.paying.put_done_away();
        }
    }

    fn command(&mut self, command: Command, effects: &mut Vec<Effect>) {
        self.commands += 1;
        if notices::goes_on(&command) {
            self.forget_old_problems();
        }
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
            Command::TakeBackChoice(item) => self.take_back_choice(item),
            Command::LookAt { item, chosen } => self.look_at(item, chosen),
            Command::Dismiss(item) => self.dismiss(item),
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
                effects.push(Effect::SaveSetting { setting: &LANGUAGE, value: language });
            }
            Command::SetTheme(theme) => {
                self.settings.theme = theme;
                let value = theme.word().to_owned();
                effects.push(Effect::SaveSetting { setting: &THEME, value });
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
}
