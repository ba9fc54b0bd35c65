//! The whole window: the bar on top and, below it, the place where one is.

use egui::{Rect, Ui, pos2};

use crate::action::Action;
use crate::bench_screen::bench_screen;
use crate::dropping::drop_ui;
use crate::paying::pay_ui;
use crate::place::Place;
use crate::products_screen::products_screen;
use crate::screen::Screen;
use crate::settings_screen::settings_screen;
use crate::till_screen::{Beside, till_screen};
use crate::training_screen::{self, training_screen};
use crate::widgets::camera::address::address_ui;
use crate::widgets::controls;
use crate::widgets::icons::Icon;
use crate::widgets::message::message_ui;
use crate::widgets::notices::notices_ui;
use crate::widgets::path_question::path_ui;
use crate::window_state::WindowState;
use crate::{day_screen, people, top_bar};
use till::{Command, ShopState, WatchCommand};

/// Height of the bar on top, in points.
const TOP_BAR: f32 = 72.0;

/// Draws the window and returns what was asked for, in order.
#[must_use]
pub fn window_ui(ui: &mut Ui, screen: &Screen<'_>, state: &mut WindowState) -> Vec<Action> {
    let mut actions = Vec::new();
    state.people.follow(&screen.snapshot.people);
    read_place_keys(ui, state);

    let all = ui.max_rect();
    let bar = all.with_max_y(all.top() + TOP_BAR);
    let below = Rect::from_min_max(pos2(all.left(), bar.bottom()), all.max);
    ui.painter().rect_filled(all, 0.0, screen.tokens.ground);
    ui.painter().rect_filled(bar, 0.0, screen.tokens.surface);

    controls::inside(ui, below, |ui| place_ui(ui, screen, state, &mut actions));
    if state.place != Place::Till {
        state.till.left();
    }
    if state.place != Place::Day {
        state.day.left();
    }
    if !state.shows_goods() {
        training_screen::let_go(screen, &mut actions);
    }
    if state.place != Place::Till {
        notices_ui(ui, below, screen, &mut actions);
    }
    top_bar::top_bar_ui(ui, bar, screen, state, &mut actions);
    people::ask_ui(ui, screen, &mut state.people, &mut actions);
    let line = egui::Stroke::new(1.0, screen.tokens.line);
    ui.painter().hline(all.x_range(), bar.bottom(), line);
    path_ui(ui, screen, &mut state.path, &mut actions);
    address_ui(ui, screen, &mut state.camera.address, &mut actions);
    drop_ui(ui, all, screen, state);
    rest_away_from_the_till(screen, state.place, &mut actions);
    actions
}

/// Goes where a key says, also while something is being typed; not past an open dialog.
fn read_place_keys(ui: &Ui, state: &mut WindowState) {
    if state.dialog_is_open(ui.ctx()) {
        return;
    }
    for place in Place::ALL {
        if place.is_asked_for(ui) {
            state.go_to(*place);
        }
    }
}

/// Draws the place where one is.
fn place_ui(ui: &mut Ui, screen: &Screen<'_>, state: &mut WindowState, actions: &mut Vec<Action>) {
    if state.place == Place::Till {
        return till_ui(ui, screen, state, actions);
    }
    if screen.snapshot.shop != ShopState::Open {
        return closed_ui(ui, screen);
    }
    if state.place == Place::Training {
        state.training.follow(screen.teaching);
    }
    let covered = state.dialog_is_open(ui.ctx());
    match state.place {
        Place::Till => {}
        Place::Products => {
            actions.extend(products_screen(ui, screen, &mut state.products, covered));
        }
        Place::Training => {
            actions.extend(training_screen(ui, screen, &mut state.training, covered));
        }
        Place::Bench => actions.extend(bench_screen(ui, screen, &mut state.bench, covered)),
        Place::Settings => {
            let (settings, camera) = (&mut state.settings, &mut state.camera);
            let left_for_people = settings_screen(ui, screen, settings, camera, actions);
            people_ui(ui, left_for_people, screen, state, actions);
            if state.camera.tray.is_some() {
                // It is drawn on the till's picture.
                state.go_to(Place::Till);
            }
        }
        Place::Day => {
            let left_for_people = day_screen::day_ui(ui, screen, &mut state.day, actions);
            people_ui(ui, left_for_people, screen, state, actions);
        }
    }
}

/// The Till screen, and over it the cards of paying.
fn till_ui(ui: &mut Ui, screen: &Screen<'_>, state: &mut WindowState, actions: &mut Vec<Action>) {
    state.till.follow(screen.snapshot);
    state.pay.follow(screen.snapshot);
    let covered = state.dialog_is_open(ui.ctx());
    let beside = Beside { camera: &mut state.camera, path: &mut state.path, covered };
    actions.extend(till_screen(ui, screen, &mut state.till, beside));
    pay_ui(ui, screen, &mut state.pay, actions);
}

/// The page of people, where a screen has left room for it.
fn people_ui(
    ui: &mut Ui,
    room: Option<Rect>,
    screen: &Screen<'_>,
    state: &mut WindowState,
    actions: &mut Vec<Action>,
) {
    if let Some(room) = room {
        people::people_ui(ui, room, screen, &mut state.people, actions);
    }
}

/// Goods under the camera are sold by themselves at the Till screen alone: elsewhere they are shown to
/// be learnt or tested. Asked for until the till says that it is so.
fn rest_away_from_the_till(screen: &Screen<'_>, place: Place, actions: &mut Vec<Action>) {
    let away = place != Place::Till;
    if screen.snapshot.watch.resting != away {
        actions.push(Command::Watch(WatchCommand::Rest(away)).into());
    }
}

/// In place of what needs an open shop.
fn closed_ui(ui: &mut Ui, screen: &Screen<'_>) {
    let (icon, text) = match &screen.snapshot.shop {
        ShopState::Failed(message) => (Icon::Alert, screen.texts.message(message)),
        _ => (Icon::Hourglass, screen.texts.text("shop-opening")),
    };
    let rect = ui.max_rect();
    message_ui(ui, rect, screen, icon, &text);
}
