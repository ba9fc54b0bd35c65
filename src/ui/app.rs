//! The window's frame: polls the till, draws the screen, carries its actions out.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use egui::{Context, ThemePreference, Ui};

use crate::action::{Action, FileWish};
use crate::file_dialog::{self, FileDialog};
use crate::paying::receipt_language;
use crate::pictures::Pictures;
use crate::place::Place;
use crate::screen::Screen;
use crate::theme::{self, Tokens};
use crate::window::window_ui;
use crate::window_state::WindowState;
use crate::{bench_screen, fonts, typed_paths};
use teach::bench::ExportOrder;
use teach::showing::Tray;
use teach::thumbnails;
use teach::{BenchCommand, TeachCommand, Teaching, TeachingView, TillNews, Wires};
use texts::{Language, Texts};
use till::{
    CatalogueCommand, CodeCommand, Command, PayCommand, PhotoSource, ShopState, Snapshot,
    ThemeChoice, Till, TillConfig, TillError, TillHandle, TillLock,
};

/// What is left to say when the window has closed.
#[derive(Default)]
pub(crate) struct Outcome {
    /// A frame has been drawn.
    pub started: bool,
    /// The shop's folder could not be used.
    pub shop_failure: Option<String>,
}

/// The whole window.
pub(crate) struct TillsightApp {
    till: Arc<TillHandle>,
    teaching: Option<Teaching>,
    teaching_view: TeachingView,
    snapshot: Arc<Snapshot>,
    system_language: Language,
    texts: Texts,
    pictures: Pictures,
    state: WindowState,
    dialog: Option<FileDialog>,
    drop_works: bool,
    scale: f32,
    outcome: Arc<Mutex<Outcome>>,
}

impl TillsightApp {
    /// Starts the till behind the window.
    ///
    /// # Errors
    /// [`TillError`] if the system gives no threads.
    pub(crate) fn new(
        ctx: &Context,
        lock: Arc<TillLock>,
        outcome: Arc<Mutex<Outcome>>,
    ) -> Result<Self, TillError> {
        fonts::install(ctx);
        theme::install(ctx);
        let wake = ctx.clone();
        let wake: Arc<dyn Fn() + Send + Sync> = Arc::new(move || wake.request_repaint());
        let shop = lock.shop().to_owned();
        let shop = shop.as_path();
        let till = Arc::new(Till::start(TillConfig::of(lock), Arc::clone(&wake))?);
        let teaching = start_teaching(shop, wake, &till);
        let system_language = Language::of_the_system();
        let app = Self {
            snapshot: till.snapshot(),
            till,
            teaching_view: TeachingView::default(),
            teaching,
            system_language,
            texts: Texts::new(system_language),
            pictures: Pictures::on_a_thread(ctx, &thumbnails::folder_in(shop)),
            state: WindowState::default(),
            dialog: None,
            drop_works: drop_works(),
            scale: 1.0,
            outcome,
        };
        app.speak();
        Ok(app)
    }

    /// Receipts speak the window's language.
    fn speak(&self) {
        let language = Arc::new(receipt_language(&self.texts));
        self.till.send(Command::Pay(PayCommand::Speak(language)));
    }

    /// A larger window shows larger text, not only more room; what Ctrl +/- chose stays on top.
    fn follow_size(&mut self, ctx: &Context) {
        let zoom = ctx.zoom_factor();
        let wanted = theme::scale_for(ctx.content_rect().size() * zoom);
        if wanted != self.scale {
            ctx.set_zoom_factor(zoom / self.scale * wanted);
            self.scale = wanted;
        }
    }

    fn follow_settings(&mut self, ctx: &Context) {
        let settings = &self.snapshot.settings;
        let language = settings.language.as_deref().map_or(self.system_language, Language::for_tag);
        if language != self.texts.language() {
            self.texts = Texts::new(language);
            self.speak();
        }
        let preference = match settings.theme {
            ThemeChoice::System => ThemePreference::System,
            ThemeChoice::Light => ThemePreference::Light,
            ThemeChoice::Dark => ThemePreference::Dark,
        };
        if ctx.options(|options| options.theme_preference) != preference {
            ctx.set_theme(preference);
        }
    }

    fn poll_dialog(&mut self, ctx: &Context) {
        let Some(dialog) = &self.dialog else { return };
        let (wish, Some(outcome)) = (dialog.wish, dialog.poll()) else {
            return;
        };
        self.dialog = None;
        match (wish, outcome) {
            (_, file_dialog::Outcome::Cancelled) => {}
            (_, file_dialog::Outcome::Unavailable) => self.state.ask_for_path_to(wish),
            (_, file_dialog::Outcome::Chosen(files)) => self.use_files(wish, files, ctx),
        }
    }

    fn use_files(&mut self, wish: FileWish, files: Vec<PathBuf>, ctx: &Context) {
        for action in wish.actions(files) {
            self.carry_out(action, ctx);
        }
    }

    /// What is dropped goes to the place where one is; photos go to the till.
    fn take_dropped(&mut self, ui: &Ui) {
        let dropped: Vec<PathBuf> = ui.input(|input| {
            input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect()
        });
        let Some(first) = dropped.first() else { return };
        if self.state.place == Place::Products {
            let is_table = first.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("csv"));
            let wish = if is_table { FileWish::ImportCatalogue } else { FileWish::ProductPicture };
            self.use_files(wish, vec![first.clone()], ui.ctx());
            return;
        }
        if self.state.shows_goods() {
            self.use_files(FileWish::TeachPhotos, dropped, ui.ctx());
            return;
        }
        if self.state.place == Place::Bench {
            self.use_files(FileWish::BenchPictures, dropped, ui.ctx());
            return;
        }
        self.state.go_to(Place::Till);
        self.open(dropped);
    }

    fn teach(&self, command: TeachCommand) {
        if let Some(teaching) = &self.teaching {
            teaching.send(command);
        }
    }

    fn open(&self, files: Vec<PathBuf>) {
        let sources = files.into_iter().map(PhotoSource::File).collect();
        self.till.send(Command::OpenPhotos(sources));
    }

    fn carry_out(&mut self, action: Action, ctx: &Context) {
        match action {
            Action::Till(command) => _ = self.till.send(command),
            Action::Teach(command) => self.teach(command),
            Action::MakeProduct { barcode } => {
                self.till.send(Command::Code(CodeCommand::Close));
                self.state.go_to(Place::Products);
                let barcode = Some(barcode);
                self.till.send(CatalogueCommand::New { barcode }.into());
            }
            Action::OpenFiles(files) => self.open(files),
            Action::OpenTyped(typed) => {
                if let Some(path) = typed_paths::parse_one(&typed) {
                    self.open(vec![path]);
                }
            }
            Action::FileTyped(wish, typed) => {
                if let Some(path) = typed_paths::parse_one(&typed) {
                    self.use_files(wish, vec![path], ctx);
                }
            }
            Action::ExportPhotos(file) => self.teach(self.state.training.photos.export_to(file)),
            Action::ExportBench(form, file) => {
                let words = bench_screen::words_of(&self.texts);
                let order = ExportOrder { form, file, words };
                self.carry_out(BenchCommand::Export(order).into(), ctx);
            }
            Action::ChooseFiles => self.ask_for_file(FileWish::Photos, ctx),
            Action::AskForFile(wish) => self.ask_for_file(wish, ctx),
        }
    }

    fn ask_for_file(&mut self, wish: FileWish, ctx: &Context) {
        if self.dialog.is_none() {
            let wake = ctx.clone();
            let title = self.texts.text(wish.title_id());
            self.dialog = Some(FileDialog::open(wish, title, move || wake.request_repaint()));
        }
    }

    fn report(&self) {
        let mut outcome = self.outcome.lock().unwrap_or_else(PoisonError::into_inner);
        outcome.started = true;
        outcome.shop_failure = match &self.snapshot.shop {
            // Without the window's words around it: the command line speaks English.
            ShopState::Failed(message) => {
                Some(Texts::english(message.because.as_deref().unwrap_or(message)))
            }
            _ => None,
        };
    }
}

impl eframe::App for TillsightApp {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.snapshot = self.till.snapshot();
        if let Some(teaching) = &self.teaching {
            self.teaching_view = teaching.view();
        }
        self.follow_settings(ctx);
        self.poll_dialog(ctx);
        self.pictures.receive(&self.snapshot.items);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.follow_size(ui.ctx());
        self.take_dropped(ui);
        let snapshot = Arc::clone(&self.snapshot);
        let teaching = self.teaching_view.clone();
        let screen = Screen {
            snapshot: &snapshot,
            texts: &self.texts,
            tokens: Tokens::of(ui.ctx().theme()),
            pictures: &self.pictures,
            drop_works: self.drop_works,
            teaching: &teaching,
        };
        let actions = window_ui(ui, &screen, &mut self.state);
        let ctx = ui.ctx().clone();
        for action in actions {
            self.carry_out(action, &ctx);
        }
        self.till.show_frames(self.state.shows_camera());
        self.report();
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

/// Opens the desks of training. Without them the till sells all the same.
fn start_teaching(
    shop: &Path,
    wake: Arc<dyn Fn() + Send + Sync>,
    till: &Arc<TillHandle>,
) -> Option<Teaching> {
    let (camera, tray, told) = (Arc::downgrade(till), Arc::downgrade(till), Arc::downgrade(till));
    let wires = Wires {
        shop: shop.to_owned(),
        wake,
        newest_frame: Arc::new(move || camera.upgrade()?.snapshot().camera.frame.clone()),
        tray: Arc::new(move || tray.upgrade().map_or_else(Tray::default, |till| tray_of(&till))),
        tell_till: Arc::new(move |news| {
            if let Some(till) = told.upgrade() {
                till.send(till_command(news));
            }
        }),
        library_changed: Arc::new(|| {}), // the desks connect it themselves
        program: std::env::current_exe().unwrap_or_else(|_| "tillsight".into()),
    };
    match Teaching::start(&wires) {
        Ok(teaching) => Some(teaching),
        Err(error) => {
            tracing::error!(%error, "no training in this window");
            None
        }
    }
}

/// The tray as the till watches it, in the light of this moment.
fn tray_of(till: &TillHandle) -> Tray {
    let snapshot = till.snapshot();
    let watching = &snapshot.watch.settings;
    let (area, sensitivity) = (watching.area, watching.sensitivity);
    Tray { area, empty: snapshot.watch.empty_tray.clone(), sensitivity }
}

/// What the till does about news from a desk.
fn till_command(news: TillNews) -> Command {
    match news {
        TillNews::TaughtChanged => Command::FollowModel,
        TillNews::CatalogueChanged => CatalogueCommand::Reload.into(),
    }
}

/// winit hands over no dropped files on Wayland.
fn drop_works() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let wayland = is_set("WAYLAND_DISPLAY") || is_set("WAYLAND_SOCKET");
    !(cfg!(target_os = "linux") && wayland)
}
