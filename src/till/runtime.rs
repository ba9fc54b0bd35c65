//! The till's threads: `till` owns the machine and the store, `decoder` and `recogniser` work for
//! it, `cameras` looks for devices. Channels are bounded; whoever reads a snapshot never waits.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use jiff::Timestamp;
use thiserror::Error;

use super::camera_eye::{self, CameraEye, CodeJob, SharedArea};
use super::catalogue::{self, CatalogueEffect};
use super::command::{Command, ThemeChoice};
use super::machine::{
    Effect, Input, MAX_IN_FLIGHT, MAX_PHOTOS, Machine, ShopOpened, WeighingInput, setting,
};
use super::model::{self, LoadModel};
use super::model_command::{ModelEffect, ModelInput};
use super::office::{self, PinJob};
use super::paying_settings;
use super::printing::{self, OpenPrinter};
use super::promoting;
use super::receipts::ReceiptDesk;
use super::saving;
use super::settings::{self, SettingValues, SettingsEffect};
use super::snapshot::{CameraState, Settings, Snapshot};
use super::system_cameras::{Cameras, SystemCameras};
use super::watching::{WatchEffect, WatchInput, WatchSettings};
use super::weighing_desk::{self, WeighingDevices};
use super::workers::{self, DecodeJob, ModelJob};
use crate::devices::{self, Resolution};
use crate::domain::PaidSale;
use crate::photo::TrayArea;
use crate::store::{Booking, ShopFolder, Store, StoreError};

/// How many inputs may wait for the till.
const INBOX: usize = 256;
/// How many PINs may wait to be hashed.
const PINS: usize = 4;
/// How long closing the window waits for a sale that is being written.
const GOODBYE: Duration = Duration::from_secs(3);

/// Asks the window to look at the newest snapshot.
type Wake = Arc<dyn Fn() + Send + Sync>;

/// What waits on the till's thread.
// An input is moved once, into a channel that is there already; a box for each would cost more.
#[allow(clippy::large_enum_variant)]
pub(super) enum Post {
    /// For the machine.
    Input(Input),
    /// The camera has a new frame or state.
    CameraNews,
}

/// What a till works with.
pub struct TillConfig {
    /// The shop's folder.
    pub shop: PathBuf,
    /// Loads the model, on the recogniser's thread.
    pub load_model: LoadModel,
    /// Where cameras come from.
    pub cameras: Arc<dyn Cameras>,
    /// Opens the receipt printer.
    pub open_printer: OpenPrinter,
}

impl TillConfig {
    /// The till of a shop: its promoted model and the machine's cameras.
    pub fn for_shop(shop: &Path) -> Self {
        let folder = shop.to_owned();
        Self {
            shop: shop.to_owned(),
            load_model: Arc::new(move || model::load_promoted(&folder)),
            cameras: Arc::new(SystemCameras::from_environment()),
            open_printer: Arc::new(devices::open_printer),
        }
    }
}

/// Why a till could not be started.
#[derive(Debug, Error)]
pub enum TillError {
    /// The system gives no threads.
    #[error("the till could not start its threads ({0}); close other programs and try again")]
    NoThread(#[from] std::io::Error),
}

/// Starts tills.
pub struct Till;

impl Till {
    /// Starts the till's threads and returns at once: the shop and the model are opened there.
    ///
    /// `wake` is called after each new snapshot, on the till's thread.
    ///
    /// # Errors
    /// [`TillError::NoThread`] if the system gives no threads.
    pub fn start(config: TillConfig, wake: Wake) -> Result<TillHandle, TillError> {
        let (inbox, inputs) = bounded(INBOX);
        // Room for every photo: dismissed ones may still wait here.
        let (decoder, decode_jobs) = bounded(MAX_PHOTOS);
        let (recogniser, model_jobs) = bounded(MAX_IN_FLIGHT);
        // One wish that waits is enough: what is loaded then is the newest.
        let (model_wishes, wishes) = bounded(1);
        let (pins, pin_jobs) = bounded(PINS);
        let (farewell, goodbye) = bounded(1);
        let machine = Machine::default();
        let published = Arc::new(Mutex::new(Arc::new(machine.snapshot())));

        let till = inbox.clone();
        named("decoder", move || workers::decode_photos(&decode_jobs, &till))?;
        let till = inbox.clone();
        let load = config.load_model;
        let model =
            named("recogniser", move || workers::own_model(&load, &model_jobs, &wishes, &till))?;
        let area: SharedArea = Arc::new(Mutex::new(TrayArea::default()));
        let (codes, code_jobs) = bounded(1);
        let (till, tray) = (inbox.clone(), Arc::clone(&area));
        named("barcodes", move || camera_eye::read_codes(&code_jobs, &tray, &till))?;
        let till = inbox.clone();
        named("pins", move || office::check_pins(&pin_jobs, &till))?;
        let (printer, print_jobs) = printing::jobs();
        let till = inbox.clone();
        let open_printer = config.open_printer;
        named("printer", move || printing::print_jobs(&print_jobs, &open_printer, &till))?;
        let receipts = ReceiptDesk::new(&config.shop, printer);
        let captures = config.shop.join("captures");
        let desk = Desk {
            machine,
            shop: config.shop.clone(),
            pins,
            published: Arc::clone(&published),
            wake,
            inbox: inbox.clone(),
            decoder,
            recogniser,
            model_wishes,
            cameras: config.cameras,
            eye: None,
            area,
            resolution: None,
            codes,
            since: Instant::now(),
            weighing: WeighingDevices::new(inbox.clone(), captures),
            store: None,
            receipts,
        };
        named("till", move || {
            desk.run(&inputs);
            // Whoever still has news must not wait for a reader.
            drop(inputs);
            // LibTorch's memory of this thread must be gone before the process tears LibTorch down.
            let _panicked = model.join();
            drop(farewell);
        })?;
        Ok(TillHandle { inbox, published, goodbye })
    }
}

/// The window's side of a till. Dropping it ends the till, after a sale that is being written.
pub struct TillHandle {
    inbox: Sender<Post>,
    published: Arc<Mutex<Arc<Snapshot>>>,
    goodbye: Receiver<()>,
}

impl TillHandle {
    /// Hands a command to the till without waiting; returns whether it was taken.
    pub fn send(&self, command: Command) -> bool {
        let taken = self.inbox.try_send(Post::Input(Input::Command(command))).is_ok();
        if !taken {
            tracing::warn!("the till is too busy for another command");
        }
        taken
    }

    /// Returns the newest snapshot.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.published.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for TillHandle {
    fn drop(&mut self) {
        if self.send(Command::Quit) {
            // Disconnected is the answer; a till that hangs must not keep the window open.
            let _ended = self.goodbye.recv_timeout(GOODBYE);
        }
    }
}

fn named(
    name: &str,
    work: impl FnOnce() + Send + 'static,
) -> Result<thread::JoinHandle<()>, TillError> {
    Ok(thread::Builder::new().name(name.to_owned()).spawn(work)?)
}

/// The till's own thread: the machine and whatever carries out its effects.
struct Desk {
    machine: Machine,
    shop: PathBuf,
    pins: Sender<PinJob>,
    published: Arc<Mutex<Arc<Snapshot>>>,
    wake: Wake,
    inbox: Sender<Post>,
    decoder: Sender<DecodeJob>,
    recogniser: Sender<ModelJob>,
    model_wishes: Sender<()>,
    cameras: Arc<dyn Cameras>,
    eye: Option<CameraEye>,
    area: SharedArea,
    resolution: Option<Resolution>,
    codes: Sender<CodeJob>,
    /// From when the camera's milliseconds count.
    since: Instant,
    weighing: WeighingDevices,
    store: Option<Store>,
    receipts: ReceiptDesk,
}

impl Desk {
    fn run(mut self, inbox: &Receiver<Post>) {
        let opened = self.open_shop();
        self.take(opened);
        if let Some(store) = &mut self.store {
            let carts = saving::find(store);
            self.take(Input::Cart(carts));
        }
        if let Some(learnt) = self.open_weighing() {
            self.take(learnt);
        }
        if let Some(store) = &mut self.store {
            let settings = self.receipts.load_settings(store);
            self.take(Input::Pay(settings));
        }
        for post in inbox {
            // Looked at each time: in a full inbox the camera's own word finds no room.
            self.take_camera_news();
            match post {
                Post::CameraNews => {}
                Post::Input(input) => {
                    if !self.take(input) {
                        return;
                    }
                }
            }
        }
    }

    /// Applies one input and all that follows from it; returns whether the till goes on.
    fn take(&mut self, input: Input) -> bool {
        let goes_on = self.work_off(input);
        if goes_on {
            self.publish();
        }
        goes_on
    }

    fn work_off(&mut self, input: Input) -> bool {
        let mut effects = self.machine.apply(input);
        while !effects.is_empty() {
            let mut next = Vec::new();
            for effect in effects {
                if matches!(effect, Effect::Quit) {
                    return false;
                }
                if let Some(answer) = self.carry_out(effect) {
                    next.extend(self.machine.apply(answer));
                }
            }
            effects = next;
        }
        true
    }

    fn publish(&self) {
        let snapshot = Arc::new(self.machine.snapshot());
        *self.published.lock().unwrap_or_else(PoisonError::into_inner) = snapshot;
        (self.wake)();
    }

    /// Does what the machine wants; returns the answer if it is there at once.
    fn carry_out(&mut self, effect: Effect) -> Option<Input> {
        match effect {
            Effect::Decode { item, source } => {
                self.decoder.try_send(DecodeJob { item, source }).err().map(|refused| {
                    let message = super::Message::new("photo-damaged")
                        .naming("reason", "the decoder has stopped");
                    Input::PhotoFailed { item: refused.into_inner().item, message }
                })
            }
            Effect::Recognise { batch, scope } => {
                self.to_recogniser(ModelJob::Recognise { batch, scope })
            }
            Effect::Explain { item, source, why } => {
                self.to_recogniser(ModelJob::Explain { item, source, why })
            }
            Effect::LoadModel => self.wish_for_model(),
            Effect::RecordSale(sale, booking) => Some(self.record(&sale, booking)),
            Effect::Pay(effect) => {
                self.receipts.carry_out(self.store.as_mut(), effect).map(Input::Pay)
            }
            Effect::Weighing(effect) => {
                self.weighing.carry_out(self.store.as_mut(), effect).map(Input::Weighing)
            }
            Effect::Sound(sound) => {
                self.weighing.sound(sound);
                None
            }
            Effect::Cart(effect) => saving::carry_out(self.store.as_mut(), effect).map(Input::Cart),
            Effect::SaveSetting { key, value } => self.save_setting(key, &value),
            Effect::Catalogue(effect) => self.catalogue(effect),
            Effect::Settings(effect) => self.settings(effect),
            Effect::FindCameras => self.find_cameras(),
            Effect::StartCamera(id) => self.start_camera(id),
            Effect::StopCamera => {
                self.eye = None;
                None
            }
            Effect::Watch(effect) => {
                self.watch(effect);
                None
            }
            Effect::Day(effect) => {
                let store = self.store.as_mut()?;
                office::day(store, &self.shop, effect, Timestamp::now()).map(Input::Day)
            }
            Effect::People(effect) => {
                let store = self.store.as_mut()?;
                office::people(store, &self.pins, effect, Timestamp::now()).map(Input::People)
            }
            Effect::Model(effect) => self.change_version(effect),
            Effect::Quit => None, // `take` ends before it comes here
        }
    }

    /// Returns at once; only a system without threads has an answer already.
    fn change_version(&self, effect: ModelEffect) -> Option<Input> {
        let (shop, till) = (self.shop.clone(), self.inbox.clone());
        let begun = named("promoter", move || {
            let done = promoting::carry_out(&shop, &effect);
            // A till that has ended asks for nothing more.
            let _sent = till.send(Post::Input(Input::Model(done)));
        });
        begun.err().map(|error| Input::Model(ModelInput::Failed(error.to_string())))
    }

    fn to_recogniser(&self, job: ModelJob) -> Option<Input> {
        let refused = self.recogniser.try_send(job).err()?;
        let reason = match refused {
            TrySendError::Full(_) => "the recogniser does not answer",
            TrySendError::Disconnected(_) => "the recogniser has stopped",
        };
        Some(Input::ModelFailed(reason.to_owned()))
    }

    fn wish_for_model(&self) -> Option<Input> {
        match self.model_wishes.try_send(()) {
            Ok(()) | Err(TrySendError::Full(())) => None,
            Err(TrySendError::Disconnected(())) => {
                Some(Input::ModelFailed("the recogniser has stopped".to_owned()))
            }
        }
    }

    fn open_shop(&mut self) -> Input {
        match open_store(&self.shop) {
            Ok((store, opened)) => {
                self.store = Some(store);
                Input::ShopOpened(opened)
            }
            Err(error) => {
                tracing::error!(%error, "shop not opened");
                Input::ShopFailed(error.to_string())
            }
        }
    }

    /// A shop whose learning cannot be read sells without it.
    fn open_weighing(&mut self) -> Option<Input> {
        match weighing_desk::open(self.store.as_mut()?) {
            Ok(shop) => Some(Input::Weighing(WeighingInput::Opened(Box::new(shop)))),
            Err(error) => Some(Input::SettingFailed(error.to_string())),
        }
    }

    fn record(&mut self, sale: &PaidSale, booking: Booking) -> Input {
        let Some(store) = &mut self.store else {
            return Input::SaleFailed("the shop is not open".to_owned());
        };
        match store.record_sale(sale, booking) {
            Ok(recorded) => Input::SaleRecorded { number: recorded.number },
            Err(error) => {
                tracing::error!(%error, "sale not recorded");
                Input::SaleFailed(error.to_string())
            }
        }
    }

    fn save_setting(&mut self, key: &str, value: &str) -> Option<Input> {
        let store = self.store.as_mut()?;
        if let Err(error) = store.set_text(key, value) {
            return Some(Input::SettingFailed(error.to_string()));
        }
        let is_mine = paying_settings::KEYS.contains(&key);
        is_mine.then(|| Input::Pay(self.receipts.load_settings(store)))
    }

    fn catalogue(&mut self, effect: CatalogueEffect) -> Option<Input> {
        let till = self.inbox.clone();
        let tell = move |input| {
            // A till that has ended asks for nothing more.
            let _sent = till.send(Post::Input(Input::Catalogue(input)));
        };
        let answer = catalogue::carry_out(effect, self.store.as_mut()?, tell);
        answer.map(Input::Catalogue)
    }

    fn settings(&mut self, effect: SettingsEffect) -> Option<Input> {
        let store = self.store.as_mut()?;
        Some(Input::Settings(settings::carry_out(effect, store)))
    }

    fn find_cameras(&self) -> Option<Input> {
        let cameras = Arc::clone(&self.cameras);
        let till = self.inbox.clone();
        let found = named("cameras", move || {
            // A till that has ended needs no cameras.
            let _sent = till.send(Post::Input(Input::CamerasFound(cameras.list())));
        });
        found.err().map(|_| Input::CamerasFound(Vec::new()))
    }

    /// Returns at once; only a system without threads has an answer already.
    fn start_camera(&mut self, id: String) -> Option<Input> {
        self.eye = None; // lets go of the one before
        let (cameras, resolution) = (Arc::clone(&self.cameras), self.resolution);
        let open = Box::new(move || cameras.open_at(&id, resolution));
        let area = Arc::clone(&self.area);
        match CameraEye::open(open, area, self.since, self.inbox.clone()) {
            Ok(eye) => {
                self.eye = Some(eye);
                None
            }
            Err(error) => {
                let state = CameraState::Lost { reason: error.to_string() };
                Some(Input::CameraChanged { state, frame: None })
            }
        }
    }

    fn watch(&mut self, effect: WatchEffect) {
        match effect {
            WatchEffect::SetArea(area) => {
                *self.area.lock().unwrap_or_else(PoisonError::into_inner) = area;
            }
            WatchEffect::SetResolution(resolution) => self.resolution = resolution,
            // Busy with the frame before: the next one comes soon.
            WatchEffect::ReadCode { frame, visit } => {
                let _busy = self.codes.try_send(CodeJob { frame, visit });
            }
        }
    }

    /// Takes what the camera's eye has seen since; it decoded the frame on its own thread.
    fn take_camera_news(&mut self) {
        let Some(news) = self.eye.as_ref().and_then(CameraEye::take_news) else {
            return;
        };
        let frame = news.look.as_ref().map(|look| Arc::clone(&look.frame));
        self.work_off(Input::CameraChanged { state: news.state, frame });
        if let Some(look) = news.look {
            self.work_off(Input::Watch(WatchInput::Seen(look)));
        }
        self.publish();
    }
}

fn open_store(shop: &Path) -> Result<(Store, ShopOpened), StoreError> {
    let folder = ShopFolder::open(shop)?;
    let mut store = Store::open(&folder)?;
    let products = store.products()?;
    let theme = store.text(setting::THEME)?;
    let settings = Settings {
        language: store.text(setting::LANGUAGE)?,
        theme: theme.map_or(ThemeChoice::System, |word| ThemeChoice::from_word(&word)),
        camera: store.text(setting::CAMERA)?,
        prices_decide: store.prices_decide()?,
        values: SettingValues::read(|key| store.text(key))?,
        watching: WatchSettings::read(|key| store.text(key))?,
    };
    let (currency, tax_mode) = (store.currency()?, store.tax_mode()?);
    let opened = ShopOpened { products, currency, tax_mode, pictures: folder.pictures(), settings };
    Ok((store, opened))
}
