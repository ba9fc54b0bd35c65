//! The till's own thread: inputs go into the machine, and its effects are carried out.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, TrySendError};
use jiff::Timestamp;

use super::{Wake, named};
use crate::camera_eye::{CameraEye, CodeJob, SharedArea};
use crate::catalogue::{self, CatalogueCommand, CatalogueEffect};
use crate::command::{Command, PhotoSource, ThemeChoice};
use crate::machine::{CartInput, Effect, Input, Machine, ShopOpened, WeighingInput};
use crate::messages::{Message, logged, refused_by_system};
use crate::model::LoadVersion;
use crate::model_command::{ModelEffect, ModelInput};
use crate::office::{self, PinJob};
use crate::paying_settings::PaySettings;
use crate::post::Post;
use crate::promoting;
use crate::receipts::ReceiptDesk;
use crate::saving;
use crate::settings::{self, SettingValues, SettingsEffect};
use crate::snapshot::{CameraState, Settings, Snapshot};
use crate::system_cameras::Cameras;
use crate::watching::{WatchEffect, WatchInput, WatchSettings};
use crate::weighing_desk::{self, WeighingDevices};
use crate::workers::{self, DecodeJob, ModelJob, ModelWish};
use devices::Resolution;
use domain::PaidSale;
use domain::settings::{CAMERA, LANGUAGE, Setting, THEME};
use store::{Booking, ShopFolder, Store, StoreError, TillLock};

/// The till's own thread: the machine and whatever carries out its effects.
pub(super) struct Desk {
    pub(super) machine: Machine,
    pub(super) shop: PathBuf,
    /// Kept as long as this till has the store.
    #[expect(dead_code, reason = "it ends with the till")]
    pub(super) lock: Arc<TillLock>,
    pub(super) pins: Sender<PinJob>,
    pub(super) published: Arc<Mutex<Arc<Snapshot>>>,
    pub(super) wake: Wake,
    /// Whether somebody looks at what the camera sees; else its frames wake nobody.
    pub(super) frames_in_sight: Arc<AtomicBool>,
    pub(super) inbox: Sender<Post>,
    pub(super) decoder: Sender<DecodeJob>,
    pub(super) recogniser: Sender<ModelJob>,
    pub(super) model_wishes: Sender<ModelWish>,
    pub(super) load_version: LoadVersion,
    pub(super) cameras: Arc<dyn Cameras>,
    pub(super) eye: Option<CameraEye>,
    pub(super) area: SharedArea,
    pub(super) resolution: Option<Resolution>,
    pub(super) codes: Sender<CodeJob>,
    /// From when the camera's milliseconds count.
    pub(super) since: Instant,
    pub(super) weighing: WeighingDevices,
    pub(super) store: Option<Store>,
    pub(super) receipts: ReceiptDesk,
    /// What was known of changes from outside (the command line) when this till looked last.
    pub(super) outside_changes: u64,
}

impl Desk {
    pub(super) fn run(mut self, inbox: &Receiver<Post>) {
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
        self.publish_silently();
        (self.wake)();
    }

    fn publish_silently(&self) {
        let snapshot = Arc::new(self.machine.snapshot());
        *self.published.lock().unwrap_or_else(PoisonError::into_inner) = snapshot;
    }

    /// Does what the machine wants; returns the answer if it is there at once.
    fn carry_out(&mut self, effect: Effect) -> Option<Input> {
        match effect {
            Effect::Decode { item, source } => self.decode(DecodeJob { item, source }),
            Effect::Recognise { batch, scope } => {
                self.follow_outside_changes();
                self.to_recogniser(ModelJob::Recognise { batch, scope })
            }
            Effect::LookAt { item, source, chosen, scope } => {
                self.to_recogniser(ModelJob::LookAt { item, source, chosen, scope })
            }
            Effect::Explain { item, source, chosen, why } => {
                self.to_recogniser(ModelJob::Explain { item, source, chosen, why })
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
            Effect::SaveSetting { setting, value } => self.save_setting(setting, &value),
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

    /// The camera's eye has decoded its frame already: only the tray is cut out and made small, a few
    /// milliseconds. On the decoder's thread that would wait behind every photo that is opened there.
    fn decode(&self, job: DecodeJob) -> Option<Input> {
        if matches!(job.source, PhotoSource::Camera(_)) {
            return Some(workers::decode(&job));
        }
        let refused = self.decoder.try_send(job).err()?.into_inner();
        Some(Input::PhotoFailed { item: refused.item, message: Message::new("photo-damaged") })
    }

    /// Returns at once; only a system without threads has an answer already.
    fn change_version(&self, effect: ModelEffect) -> Option<Input> {
        let (shop, till) = (self.shop.clone(), self.inbox.clone());
        let (load, wishes) = (Arc::clone(&self.load_version), self.model_wishes.clone());
        let begun = named("promoter", move || {
            let done = promoting::carry_out(&shop, &effect, &load, |model| {
                // Before the till hears of it: when it asks for what the shop has promoted, it is there.
                let _ended = wishes.send(ModelWish::TakeOver(model));
            });
            // A till that has ended asks for nothing more.
            let _sent = till.send(Post::Input(Input::Model(done)));
        });
        begun.err().map(|error| {
            Input::Model(ModelInput::Failed(refused_by_system("thread-refused", &error)))
        })
    }

    fn to_recogniser(&self, job: ModelJob) -> Option<Input> {
        let refused = self.recogniser.try_send(job).err()?;
        let reason = match refused {
            TrySendError::Full(_) => "model-busy",
            TrySendError::Disconnected(_) => "model-stopped",
        };
        Some(Input::ModelFailed(Message::new(reason)))
    }

    fn wish_for_model(&self) -> Option<Input> {
        match self.model_wishes.try_send(ModelWish::Follow) {
            Ok(()) | Err(TrySendError::Full(_)) => None,
            Err(TrySendError::Disconnected(_)) => {
                Some(Input::ModelFailed(Message::new("model-stopped")))
            }
        }
    }

    fn open_shop(&mut self) -> Input {
        match open_store(&self.shop) {
            Ok((mut store, opened)) => {
                self.outside_changes = store.outside_changes().unwrap_or_default();
                self.store = Some(store);
                Input::ShopOpened(opened)
            }
            Err(error) => Input::ShopFailed(logged(&error)),
        }
    }

    /// What the command line changed is taken up with the next item: looked at only then, so that an
    /// idle till rests, and done after this item, which does not wait for it.
    fn follow_outside_changes(&mut self) {
        let Some(Ok(changes)) = self.store.as_mut().map(Store::outside_changes) else { return };
        if std::mem::replace(&mut self.outside_changes, changes) == changes {
            return;
        }
        for command in [CatalogueCommand::Reload.into(), Command::FollowModel] {
            // A till that is as busy as that looks again with the next change.
            let _full = self.inbox.try_send(Post::Input(Input::Command(command)));
        }
    }

    /// A shop whose learning cannot be read sells without it.
    fn open_weighing(&mut self) -> Option<Input> {
        match weighing_desk::open(self.store.as_mut()?) {
            Ok(shop) => Some(Input::Weighing(WeighingInput::Opened(Box::new(shop)))),
            Err(error) => Some(Input::SettingFailed(logged(&error))),
        }
    }

    fn record(&mut self, sale: &PaidSale, booking: Booking) -> Input {
        let Some(store) = &mut self.store else {
            return Input::SaleFailed(Message::new("shop-not-open"));
        };
        match store.record_sale(sale, booking) {
            Ok(recorded) => Input::SaleRecorded { number: recorded.number },
            Err(error) => {
                let reason = logged(&error);
                saving::carts_now(store, &error).map_or_else(
                    || Input::SaleFailed(reason),
                    |carts| Input::Cart(CartInput::Elsewhere(carts)),
                )
            }
        }
    }

    fn save_setting(&mut self, setting: &Setting, value: &str) -> Option<Input> {
        let store = self.store.as_mut()?;
        if let Err(error) = store.set_text(setting, value) {
            return Some(Input::SettingFailed(logged(&error)));
        }
        PaySettings::knows(setting).then(|| Input::Pay(self.receipts.load_settings(store)))
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
        let patience = cameras.patience();
        let open = Box::new(move || cameras.open_at(&id, resolution));
        let area = Arc::clone(&self.area);
        match CameraEye::open((open, patience), area, self.since, self.inbox.clone()) {
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
        let is_one_more = frame.is_some() && self.machine.camera_state() == &news.state;
        self.work_off(Input::CameraChanged { state: news.state, frame });
        if let Some(look) = news.look {
            self.work_off(Input::Watch(WatchInput::Seen(look)));
        }
        if is_one_more && !self.frames_in_sight.load(Ordering::Relaxed) {
            self.publish_silently();
        } else {
            self.publish();
        }
    }
}

fn open_store(shop: &Path) -> Result<(Store, ShopOpened), StoreError> {
    let folder = ShopFolder::open(shop)?;
    let mut store = Store::open(&folder)?;
    let products = store.products()?;
    let values = SettingValues::read(|setting| store.text(setting))?;
    let chosen = |setting| Some(values.text(setting).to_owned()).filter(|text| !text.is_empty());
    let settings = Settings {
        language: chosen(&LANGUAGE),
        theme: ThemeChoice::from_word(values.text(&THEME)),
        camera: chosen(&CAMERA),
        prices_decide: store.prices_decide()?,
        watching: WatchSettings::of(&values),
        values,
    };
    let (currency, tax_mode) = (store.currency()?, store.tax_mode()?);
    let opened = ShopOpened { products, currency, tax_mode, pictures: folder.pictures(), settings };
    Ok((store, opened))
}
