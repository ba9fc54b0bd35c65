//! The Till screen: a snapshot in, actions out. It draws, and decides nothing.

mod cart;
mod cart_dialogs;
mod cart_keys;
mod cart_line;
mod cart_local;
mod cart_tools;
mod empty;
mod first_price;
mod item;
mod pointing;
mod search;
mod shortcuts;
mod stage;
mod state;
mod tiles;
mod typed;
mod unknown_code;
mod weighing;
mod why;

use egui::Ui;

use crate::action::Action;
use crate::screen::Screen;
use crate::widgets::camera::setup::CameraSetup;
use crate::widgets::camera::tray_editor::tray_editor_ui;
use crate::widgets::notices::{notices_height, notices_ui};
use crate::widgets::path_question::PathQuestion;

pub(crate) use state::Local;

/// What lies beside the screen and is the window's.
pub(crate) struct Beside<'a> {
    /// The camera, while it is set up.
    pub camera: &'a mut CameraSetup,
    /// The field for a path: what was pasted and is none is looked at there.
    pub path: &'a mut PathQuestion,
    /// Whether a dialog or a menu lies over the screen and has the keyboard for itself.
    pub covered: bool,
}

/// Draws the screen into all of `ui` and returns what was asked for, in order.
#[must_use]
pub(crate) fn till_screen(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    beside: Beside<'_>,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let Beside { camera, path, covered } = beside;
    typed::read(ui, screen.snapshot, local, covered, &mut actions);
    if !covered {
        shortcuts::read(ui, screen.snapshot, local, path, &mut actions);
    }

    let all = ui.max_rect();
    let cart_width = (all.width() * 0.32).clamp(392.0, 560.0).min(all.width() * 0.5).round();
    let cart = all.with_min_x(all.right() - cart_width);
    let stage = all.with_max_x(cart.left());

    ui.painter().rect_filled(all, 0.0, screen.tokens.ground);
    ui.painter().rect_filled(cart, 0.0, screen.tokens.surface);
    let line = egui::Stroke::new(1.0, screen.tokens.line);
    ui.painter().vline(cart.left(), cart.y_range(), line);

    // Nothing that can be pressed stands below a notice.
    let above = stage.with_max_y(stage.bottom() - notices_height(ui, stage, screen));
    if camera.tray.is_some() {
        tray_editor_ui(ui, above, screen, &mut camera.tray, &mut actions);
    } else {
        let pressed = typed::waiting_tile(screen.snapshot, local);
        stage::stage_ui(ui, above, screen, pressed, &mut actions);
    }
    cart::cart_ui(ui, cart, screen, local, &mut actions);
    notices_ui(ui, stage, screen, &mut actions);
    weighing::scale_ui(ui, stage, screen);
    weighing::dialog_ui(ui, screen, local, &mut actions);
    first_price::dialog_ui(ui, screen, &mut local.first_price, &mut actions);
    unknown_code::dialog_ui(ui, screen, local, &mut actions);
    cart_dialogs::dialog_ui(ui, screen, &mut local.cart.dialog, &mut actions);
    actions
}
