//! What only the window knows: where one is, and a state of its own for each screen.

use egui::Context;

use crate::action::FileWish;
use crate::bench_screen;
use crate::day_screen::DayLocal;
use crate::paying::PayLocal;
use crate::people::PeopleLocal;
use crate::place::Place;
use crate::widgets::camera::setup::CameraSetup;
use crate::widgets::path_question::PathQuestion;
use crate::{products_screen, settings_screen, till_screen, training_screen};

/// What is half done in the window, screen by screen.
#[derive(Default)]
pub struct WindowState {
    /// Where in the window one is.
    pub place: Place,
    /// What only the Till screen knows.
    pub till: till_screen::Local,
    /// What is half typed while a customer pays.
    pub pay: PayLocal,
    /// What the screen of the day knows.
    pub day: DayLocal,
    /// What the screens of people know.
    pub people: PeopleLocal,
    /// What only the Products screen knows.
    pub products: products_screen::Local,
    /// What only the Training screen knows.
    pub training: training_screen::Local,
    /// What only the picture test bench knows.
    pub bench: bench_screen::Local,
    /// What only the Settings screen knows.
    pub settings: settings_screen::Local,
    /// The camera, while it is set up.
    pub camera: CameraSetup,
    /// The field for a typed path.
    pub path: PathQuestion,
}

impl WindowState {
    /// Opens the field for a typed path, with `text` in it.
    pub fn ask_for_path(&mut self, text: impl Into<String>) {
        self.path.ask(text);
    }

    /// Opens the field for a typed path to something else than photos.
    pub fn ask_for_path_to(&mut self, wish: FileWish) {
        self.path.ask_to(wish);
    }

    /// Shows another place of the window.
    pub fn go_to(&mut self, place: Place) {
        self.place = place;
    }

    /// Whether goods are being shown to the camera to be learnt.
    pub fn shows_goods(&self) -> bool {
        self.place == Place::Training && self.training.part == training_screen::Part::Show
    }

    /// Whether the camera's picture is in sight, or what it says of the tray.
    pub fn shows_camera(&self) -> bool {
        self.place == Place::Till || self.shows_goods()
    }

    /// Whether a dialog or a menu lies over the window and has the keyboard for itself.
    pub fn dialog_is_open(&self, ctx: &Context) -> bool {
        egui::Popup::is_any_open(ctx)
            || self.path.is_open()
            || self.camera.dialog_is_open()
            || self.till.dialog_is_open()
            || self.day.dialog_is_open()
            || self.people.dialog_is_open()
            || self.training.dialog_is_open()
            || self.bench.dialog_is_open()
            || self.pay.is_open()
    }
}
