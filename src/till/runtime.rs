//! The till's threads: `till` owns the machine and the store, `decoder` and `recogniser` work for
//! it, `cameras` looks for devices. Channels are bounded; whoever reads a snapshot never waits.

mod till_thread;

use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};
use thiserror::Error;

use self::till_thread::Desk;
use super::camera_eye::{self, SharedArea};
use super::command::Command;
use super::machine::{Input, MAX_IN_FLIGHT, MAX_PHOTOS, Machine};
use super::model::{self, LoadModel, LoadVersion};
use super::office;
use super::post::Post;
use super::printing::{self, OpenPrinter};
use super::receipts::ReceiptDesk;
use super::snapshot::Snapshot;
use super::system_cameras::{Cameras, SystemCameras};
use super::weighing_desk::WeighingDevices;
use super::workers;
use domain::settings::LANGUAGE;
use photo::TrayArea;
use store::{self, StoreError, TillLock};

/// How many inputs may wait for the till.
const INBOX: usize = 256;
/// How many PINs may wait to be hashed.
const PINS: usize = 4;
/// How many wishes about the model may wait.
const MODEL_WISHES: usize = 4;
/// How long closing the window waits for a sale that is being written.
const GOODBYE: Duration = Duration::from_secs(3);

/// Asks the window to look at the newest snapshot.
type Wake = Arc<dyn Fn() + Send + Sync>;

/// What a till works with.
pub struct TillConfig {
    /// The shop's folder, where there is no other till.
    pub shop: Arc<TillLock>,
    /// Loads the model, on the recogniser's thread.
    pub load_model: LoadModel,
    /// Loads a version that is to sell, on a thread of its own.
    pub load_version: LoadVersion,
    /// Where cameras come from.
    pub cameras: Arc<dyn Cameras>,
    /// Opens the receipt printer.
    pub open_printer: OpenPrinter,
}

impl TillConfig {
    /// The one till of the shop in this folder: its promoted model and the machine's cameras.
    ///
    /// # Errors
    /// [`StoreError::OtherTill`] when the shop has a till already.
    pub fn for_shop(shop: &Path) -> Result<Self, StoreError> {
        Ok(Self::of(Arc::new(TillLock::take(shop)?)))
    }

    /// The same, for whoever has taken the shop's lock before.
    pub fn of(shop: Arc<TillLock>) -> Self {
        let (folder, of_versions) = (shop.shop().to_owned(), shop.shop().to_owned());
        Self {
            shop,
            load_model: Arc::new(move || model::load_promoted(&folder)),
            load_version: Arc::new(move |name| model::load_version(&of_versions, name)),
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

/// The tag of the language that the window of the shop in this folder was set to; `None` where it was
/// not, or that cannot be read. Nothing is opened for writing or made.
pub fn window_language(shop: &Path) -> Option<String> {
    store::setting_of(shop, &LANGUAGE)
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
        // A wish that finds no room is met with one that waits.
        let (model_wishes, wishes) = bounded(MODEL_WISHES);
        let (pins, pin_jobs) = bounded(PINS);
        let (farewell, goodbye) = bounded(1);
        let machine = Machine::counting_namings_from(anywhere());
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
        let shop = config.shop.shop().to_owned();
        let receipts = ReceiptDesk::new(&shop, printer);
        let (captures, weighing_shop) = (shop.join("captures"), shop.clone());
        let frames_in_sight = Arc::new(AtomicBool::new(true));
        let desk = Desk {
            machine,
            frames_in_sight: Arc::clone(&frames_in_sight),
            shop,
            lock: config.shop,
            pins,
            published: Arc::clone(&published),
            wake,
            inbox: inbox.clone(),
            decoder,
            recogniser,
            model_wishes,
            load_version: config.load_version,
            cameras: config.cameras,
            eye: None,
            area,
            resolution: None,
            codes,
            since: Instant::now(),
            weighing: WeighingDevices::new(inbox.clone(), weighing_shop, captures),
            store: None,
            receipts,
            outside_changes: 0,
        };
        named("till", move || {
            desk.run(&inputs);
            // Whoever still has news must not wait for a reader.
            drop(inputs);
            // LibTorch's memory of this thread must be gone before the process tears LibTorch down.
            let _panicked = model.join();
            drop(farewell);
        })?;
        Ok(TillHandle { inbox, published, frames_in_sight, goodbye })
    }
}

/// A number that nothing was counted from before, as far as chance goes: the system's randomness is in
/// every new `RandomState`.
fn anywhere() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// The window's side of a till. Dropping it ends the till, after a sale that is being written.
pub struct TillHandle {
    inbox: Sender<Post>,
    published: Arc<Mutex<Arc<Snapshot>>>,
    frames_in_sight: Arc<AtomicBool>,
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

    /// Tells whether somebody looks at the camera's picture. While nobody does, one frame more is in the
    /// next snapshot, but wakes nobody: a window would draw all the same again.
    pub fn show_frames(&self, in_sight: bool) {
        self.frames_in_sight.store(in_sight, Ordering::Relaxed);
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
    Ok(base::threads::start(name, work)?)
}
