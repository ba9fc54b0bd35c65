//! The Till screen: a snapshot in, actions out. It draws, and decides nothing.

mod camera_address;
mod cart;
mod cart_dialogs;
pub(super) mod cart_keys;
mod cart_line;
mod cart_local;
mod cart_tools;
mod empty;
mod first_price;
mod item;
mod notices;
mod overlays;
mod search;
mod stage;
mod tiles;
mod tray;
mod tray_editor;
mod typed;
mod unknown_code;
mod weighing;
mod why;

use std::collections::{HashMap, HashSet};

use egui::Ui;

use crate::action::{Action, FileWish};
use crate::day_screen::DayLocal;
use crate::keys;
use crate::paying::{PayLocal, pay_ui};
use crate::people::PeopleLocal;
use crate::pictures::Pictures;
use crate::place::Place;
use crate::theme::Tokens;
use crate::typing::Typing;
use crate::{bench_screen, products_screen, settings_screen, training_screen};
pub use camera_address::AddressField;
pub(super) use camera_address::address_ui;
pub use cart_local::CartLocal;
use domain::LineId;
pub(super) use empty::{camera_line_ui, dashed, message_ui, photo_ui, preview_ui};
pub(super) use notices::notices_ui;
pub(super) use overlays::{drop_ui, path_ui};
use photo::TrayArea;
pub(super) use search::{ROW as FOUND_ROW, result_ui as found_ui};
use teach::TeachingView;
use texts::Texts;
pub(super) use tiles::{plate_of_ui, plate_ui};
use till::Snapshot;
pub(super) use tray::{frame_marks, on_picture};
use tray_editor::TrayEditor;
pub(super) use weighing::scale_text;
pub(super) use why::legend_ui as heat_legend_ui;

/// What the screen is drawn from.
pub struct Screen<'a> {
    /// The till as it is.
    pub snapshot: &'a Snapshot,
    /// The words.
    pub texts: &'a Texts,
    /// The colours.
    pub tokens: &'a Tokens,
    /// The textures.
    pub pictures: &'a Pictures,
    /// Whether files can be dropped on the window.
    pub drop_works: bool,
    /// The owner's desks as they are.
    pub teaching: &'a TeachingView,
}

/// What only the screen knows: what is half typed, and which fields have had their focus.
#[derive(Default)]
pub struct Local {
    /// Where in the window one is.
    pub place: Place,
    /// What the screen of the day knows.
    pub day: DayLocal,
    /// What the screens of people know.
    pub people: PeopleLocal,
    /// What is typed into the search field.
    pub search: String,
    /// Which of the found products is picked by the arrow keys.
    pub search_pick: usize,
    /// The typed path, while the path field is open.
    pub path: Option<String>,
    /// What the typed path is for.
    pub path_for: FileWish,
    /// What only the Products screen knows.
    pub products: products_screen::Local,
    /// What only the Training screen knows.
    pub training: training_screen::Local,
    /// What only the picture test bench knows.
    pub bench: bench_screen::Local,
    /// What only the Settings screen knows.
    pub settings: settings_screen::Local,
    /// A camera's address or folder, while it is typed.
    pub camera_address: Option<AddressField>,
    tray_editor: Option<TrayEditor>,
    /// What is half typed while a customer pays.
    pub pay: PayLocal,
    /// What is selected in the cart, and the cart's dialog.
    pub cart: CartLocal,
    typed: HashMap<LineId, String>,
    shown: HashSet<LineId>,
    search_wants_focus: bool,
    /// The arrow keys have picked one of the found products.
    search_picked: bool,
    /// Paying begins as soon as the field that was just left has handed over what was typed.
    pub(super) pays_next: bool,
    weight_typed: String,
    first_price: first_price::FirstPrice,
    code_search: String,
    pub(super) typing: Typing,
}

impl Local {
    /// Opens the field for a typed path, with `text` in it.
    pub fn ask_for_path(&mut self, text: impl Into<String>) {
        self.path = Some(text.into());
        self.path_for = FileWish::Photos;
    }

    /// Opens the field for a typed path to something else than photos.
    pub fn ask_for_path_to(&mut self, wish: FileWish) {
        self.path = Some(String::new());
        self.path_for = wish;
    }

    /// Lets the tray be drawn on the camera's picture, beginning with `area`.
    pub fn edit_tray(&mut self, area: TrayArea) {
        self.tray_editor = Some(TrayEditor::new(area));
    }

    /// Shows another place of the window.
    pub fn go_to(&mut self, place: Place) {
        self.place = place;
    }

    /// Whether the camera's picture is in sight, or what it says of the tray.
    pub fn shows_camera(&self) -> bool {
        match self.place {
            Place::Till => true,
            Place::Training => self.training.part == training_screen::Part::Show,
            Place::Products | Place::Day | Place::Bench | Place::Settings => false,
        }
    }

    /// Whether a dialog or a menu lies over the window and has the keyboard for itself.
    pub fn dialog_is_open(&self, ctx: &egui::Context) -> bool {
        egui::Popup::is_any_open(ctx)
            || self.path.is_some()
            || self.camera_address.is_some()
            || self.tray_editor.is_some()
            || self.cart.dialog_is_open()
            || self.day.dialog_is_open()
            || self.people.dialog_is_open()
            || self.training.dialog_is_open()
            || self.bench.dialog_is_open()
            || self.pay.is_open()
    }

    /// Forgets what was typed for lines that are gone.
    fn tidy(&mut self, snapshot: &Snapshot) {
        let is_there = |line: &LineId| snapshot.cart.lines.iter().any(|l| l.id == *line);
        self.typed.retain(|line, _| is_there(line));
        self.shown.retain(is_there);
        self.cart.follow(snapshot);
    }
}

/// Draws the screen into all of `ui` and returns what was asked for, in order.
#[must_use]
pub fn till_screen(ui: &mut Ui, screen: &Screen<'_>, local: &mut Local) -> Vec<Action> {
    let mut actions = Vec::new();
    local.tidy(screen.snapshot);
    local.pay.follow(screen.snapshot);
    typed::read(ui, screen.snapshot, local, &mut actions);
    keys::read(ui, screen.snapshot, local, &mut actions);

    let all = ui.max_rect();
    let cart_width = (all.width() * 0.32).clamp(392.0, 560.0).min(all.width() * 0.5).round();
    let cart = all.with_min_x(all.right() - cart_width);
    let stage = all.with_max_x(cart.left());

    ui.painter().rect_filled(all, 0.0, screen.tokens.ground);
    ui.painter().rect_filled(cart, 0.0, screen.tokens.surface);
    let line = egui::Stroke::new(1.0, screen.tokens.line);
    ui.painter().vline(cart.left(), cart.y_range(), line);

    if local.tray_editor.is_some() {
        let editor = &mut local.tray_editor;
        tray_editor::tray_editor_ui(ui, stage, screen, editor, &mut actions);
    } else {
        let pressed = typed::waiting_tile(screen.snapshot, local);
        stage::stage_ui(ui, stage, screen, pressed, &mut actions);
    }
    cart::cart_ui(ui, cart, screen, local, &mut actions);
    notices_ui(ui, stage, screen, &mut actions);
    weighing::scale_ui(ui, stage, screen);
    weighing::dialog_ui(ui, screen, local, &mut actions);
    first_price::dialog_ui(ui, screen, local, &mut actions);
    unknown_code::dialog_ui(ui, screen, local, &mut actions);
    pay_ui(ui, screen, &mut local.pay, &mut actions);
    cart_dialogs::dialog_ui(ui, screen, local, &mut actions);
    actions
}

impl Local {
    /// The arrow keys have not moved since what is searched was typed.
    fn nothing_is_picked(&mut self) {
        self.search_pick = 0;
        self.search_picked = false;
    }

    /// The search field gets the keyboard in this frame.
    pub fn focus_search(&mut self) {
        self.search_wants_focus = true;
    }
}
