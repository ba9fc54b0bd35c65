//! The desk itself: which product is shown, what was taken, what the model knows of it. Whatever takes
//! long is done by three workers: the camera's, the model's and one for files.

use std::path::PathBuf;
use std::sync::Arc;

use crossbeam_channel::{Sender, bounded};

use super::camera_work::{self, CameraJob};
use super::learner::{self, LearnerJob, LoadLearner};
use super::{
    ChosenView, Heard, LearnerState, READY, ShowCommand, ShowView, StripPhoto, TrialView, UndoView,
};
use crate::desk::{Desk, Outbox};
use crate::messages::logged;
use crate::new_product;
use crate::teaching::{TillNews, Wires};
use domain::{Message, Product, ProductId};
use store::{PhotoId, PhotoRow, ShopFolder, Store, StoreError};

mod file_commands;
mod lesson;
mod taking_photos;

use file_commands::FileDesk;
use lesson::Lesson;
use taking_photos::{Shows, Way};

/// How many photos the strip shows.
const STRIP: usize = 24;
/// How many jobs may wait for a worker.
const WAITING: usize = 8;

/// The product that is shown.
#[derive(Clone)]
struct Chosen {
    product: ProductId,
    name: String,
    photos: Vec<PhotoId>,
}

/// What was taken out and can come back.
struct Removed {
    photos: Vec<PhotoId>,
    forgotten: bool,
}

/// See the module.
pub(super) struct ShowDesk {
    wires: Wires,
    outbox: Outbox<ShowCommand>,
    camera: Sender<CameraJob>,
    learner: Sender<LearnerJob>,
    store: Option<Store>,
    chosen: Option<Chosen>,
    shows: Shows,
    hint: Option<super::Hint>,
    strip: Arc<Vec<StripPhoto>>,
    removed: Vec<Removed>,
    files: FileDesk,
    lesson: Lesson,
    trial: Option<TrialView>,
    trying: bool,
    problem: Option<Message>,
}

impl ShowDesk {
    pub(super) fn new(wires: &Wires, load: &LoadLearner, outbox: &Outbox<ShowCommand>) -> Self {
        let (camera, camera_jobs) = bounded(WAITING);
        let (learner, learner_jobs) = bounded(WAITING);
        let (own, tell) = (wires.clone(), outbox.clone());
        let watch = move || camera_work::work(&own, &camera_jobs, &tell);
        let (own, tell, load) = (wires.clone(), outbox.clone(), Arc::clone(load));
        let learn = move || learner::work(&load, &own, &learner_jobs, &tell);
        let started = start("showing-camera", watch) && start("showing-model", learn);
        let no_thread = || Message::new("teach-no-thread");
        Self {
            wires: wires.clone(),
            outbox: outbox.clone(),
            camera,
            learner,
            store: None,
            chosen: None,
            shows: Shows::default(),
            hint: None,
            strip: Arc::default(),
            removed: Vec::new(),
            files: FileDesk::default(),
            lesson: Lesson::default(),
            trial: None,
            trying: false,
            problem: (!started).then(no_thread),
        }
    }

    /// Asks the database; what goes wrong is shown.
    fn ask<T>(&mut self, work: impl FnOnce(&mut Store) -> Result<T, StoreError>) -> Option<T> {
        let opened = match &mut self.store {
            Some(store) => Ok(store),
            None => ShopFolder::open(&self.wires.shop)
                .and_then(|folder| Store::open(&folder))
                .map(|store| self.store.insert(store)),
        };
        match opened.and_then(work) {
            Ok(value) => Some(value),
            Err(error) => {
                let problem = Message::new("teach-shop").because(logged(&error));
                self.problem = Some(problem);
                None
            }
        }
    }

    fn products(&mut self) -> Vec<Product> {
        self.ask(Store::products).unwrap_or_default()
    }

    fn choose(&mut self, product: &ProductId) {
        let id = product.clone();
        let Some(found) = self.ask(move |store| store.product(&id)) else { return };
        let Some(found) = found else {
            let unknown = Message::new("teach-unknown-product");
            self.problem = Some(unknown.naming("product", product.as_str()));
            return;
        };
        self.leave();
        let (product, name) = (found.id, found.name);
        self.chosen = Some(Chosen { product, name, photos: Vec::new() });
        self.count_photos();
        self.learn();
    }

    fn leave(&mut self) {
        self.shows.leave();
        self.chosen = None;
        self.hint = None;
        self.strip = Arc::default();
        self.removed.clear();
    }

    fn create(&mut self, name: &str) {
        let products = self.products();
        match new_product::named(name, &products) {
            Ok(new_product::Named::There(product)) => self.choose(&product),
            Ok(new_product::Named::New(name)) => {
                let made = self.ask(|store| new_product::make(store, &name));
                if let Some(product) = made {
                    (self.wires.tell_till)(TillNews::CatalogueChanged);
                    self.choose(&product);
                }
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// Reads which photos of the product there are; the strip follows at once, as far as it can.
    fn count_photos(&mut self) {
        let Some(product) = self.chosen.as_ref().map(|chosen| chosen.product.clone()) else {
            return;
        };
        let Some(mut rows) = self.ask(Store::photos) else { return };
        rows.retain(|row| row.product == product);
        if let Some(chosen) = &mut self.chosen {
            chosen.photos = rows.iter().map(|row| row.id).collect();
        }
        self.show_small_copies(&[]);
        self.follow_strip(product, &rows);
    }

    /// Asks for small copies of the newest photos that the strip does not show yet.
    fn follow_strip(&self, product: ProductId, rows: &[PhotoRow]) {
        let is_shown = |row: &PhotoRow| self.strip.iter().any(|photo| photo.id == row.id);
        let missing = rows.iter().rev().take(STRIP).filter(|row| !is_shown(row));
        let folder = self.wires.shop.join("photos");
        let files: Vec<(PhotoId, PathBuf)> =
            missing.map(|row| (row.id, folder.join(&row.file))).collect();
        if files.is_empty() {
            return;
        }
        // Full: the strip shows what came in the meantime when it is asked for again.
        let _full = self.camera.try_send(CameraJob::Strip(product, files));
    }

    fn remove(&mut self, photos: Vec<PhotoId>, forgotten: bool) {
        if photos.is_empty() || self.ask(|store| store.delete_photos(&photos)).is_none() {
            return;
        }
        if let Some(chosen) = &mut self.chosen {
            chosen.photos.retain(|id| !photos.contains(id));
        }
        self.removed.push(Removed { photos, forgotten });
        self.library_changed();
    }

    fn undo(&mut self) {
        let Some(Removed { photos, forgotten }) = self.removed.pop() else { return };
        if forgotten {
            self.shows.remember();
        }
        if self.ask(|store| store.restore_photos(&photos)).is_some() {
            self.library_changed();
        }
    }

    /// Photos came or went by this desk's doing.
    fn library_changed(&mut self) {
        self.count_photos();
        self.changed();
        self.learn();
        (self.wires.library_changed)();
    }

    fn refresh(&mut self) {
        self.count_photos();
        if self.lesson.state != LearnerState::Resting {
            self.learn();
        }
    }

    fn heard(&mut self, heard: Heard) {
        match heard {
            Heard::Kept { showing, product, photo } => self.kept(showing, &product, photo),
            Heard::Hint(hint) => self.hint = hint,
            Heard::ShowingEnded => self.showing_ended(),
            Heard::Strip(product, strip) => {
                if self.chosen.as_ref().is_some_and(|chosen| chosen.product == product) {
                    self.show_small_copies(&strip);
                }
            }
            Heard::Previewed(found) => self.files.previewed(found),
            Heard::Adding(progress) => {
                if self.files.went_on(*progress) {
                    self.library_changed();
                }
            }
            Heard::Learnt(learnt) => self.learnt(learnt),
            Heard::Tried(trial) => {
                self.trying = false;
                self.trial = trial;
            }
            Heard::LearnerFailed(why) => self.learner_failed(why),
            Heard::Failed(message) => self.problem = Some(message),
        }
    }

    fn chosen_view(&self) -> Option<ChosenView> {
        let Chosen { product, name, photos } = self.chosen.as_ref()?;
        let taught = self.lesson.learnt.taught.get(product).copied().unwrap_or(0);
        let settled = matches!(self.lesson.state, LearnerState::Ready { .. });
        let is_trained = self.lesson.learnt.trained.contains(product);
        Some(ChosenView {
            product: product.clone(),
            name: name.clone(),
            photos: photos.len(),
            taught,
            known: taught >= READY || (settled && is_trained),
        })
    }
}

impl Desk for ShowDesk {
    type Command = ShowCommand;
    type View = ShowView;

    fn view(&self) -> ShowView {
        ShowView {
            chosen: self.chosen_view(),
            holding: self.shows.go_on(Way::Held),
            bursting: self.shows.go_on(Way::Burst),
            taken: self.shows.taken,
            hint: self.hint,
            strip: Arc::clone(&self.strip),
            undo: self.removed.last().map(|removed| UndoView {
                photos: removed.photos.len(),
                forgotten: removed.forgotten,
            }),
            files: self.files.view(),
            trial: self.trial.clone(),
            trying: self.trying,
            model: self.lesson.state.clone(),
            problem: self.problem.clone(),
        }
    }

    fn carry_out(&mut self, command: ShowCommand) {
        match command {
            ShowCommand::Refresh => self.refresh(),
            ShowCommand::Choose(product) => self.choose(&product),
            ShowCommand::Create(name) => self.create(&name),
            ShowCommand::Leave => self.leave(),
            ShowCommand::Hold(holds) => self.hold(holds),
            ShowCommand::Burst => self.burst(),
            ShowCommand::Remove(photo) => self.remove(vec![photo], false),
            ShowCommand::Forget => {
                let Some(Chosen { product, photos, .. }) = self.chosen.clone() else { return };
                self.shows.forget(product);
                self.remove(photos, true);
            }
            ShowCommand::Undo => self.undo(),
            ShowCommand::Preview(paths) => self.preview_files(paths),
            ShowCommand::Add(as_what) => self.add_files(as_what),
            ShowCommand::CloseFiles => self.files.close(),
            ShowCommand::Try => self.try_now(),
            ShowCommand::ClearProblem => self.problem = None,
            ShowCommand::Heard(heard) => self.heard(heard),
        }
    }
}

fn start(name: &str, work: impl FnOnce() + Send + 'static) -> bool {
    match base::threads::start(name, work) {
        Ok(_) => true,
        Err(error) => {
            tracing::error!(%error, name, "no thread");
            false
        }
    }
}
