//! The whole window: the bar on top and, below it, the place where one is.

use egui::{Rect, Ui, pos2};

use crate::action::Action;
use crate::bench_screen::bench_screen;
use crate::place::{self, Place};
use crate::products_screen::products_screen;
use crate::settings_screen::settings_screen;
use crate::till_screen::{
    Local, Screen, address_ui, drop_ui, message_ui, notices_ui, path_ui, till_screen,
};
use crate::training_screen::{Part, show, training_screen};
use crate::widgets::controls;
use crate::widgets::icons::Icon;
use crate::{day_screen, people, top_bar};
use till::{Command, ShopState, WatchCommand};

/// Height of the bar on top, in points.
const TOP_BAR: f32 = 72.0;

/// Draws the window and returns what was asked for, in order.
#[must_use]
pub fn window_ui(ui: &mut Ui, screen: &Screen<'_>, local: &mut Local) -> Vec<Action> {
    let mut actions = Vec::new();
    local.people.follow(&screen.snapshot.people);
    place::read_keys(ui, local);

    let all = ui.max_rect();
    let bar = all.with_max_y(all.top() + TOP_BAR);
    let below = Rect::from_min_max(pos2(all.left(), bar.bottom()), all.max);
    ui.painter().rect_filled(all, 0.0, screen.tokens.ground);
    ui.painter().rect_filled(bar, 0.0, screen.tokens.surface);

    controls::inside(ui, below, |ui| match local.place {
        Place::Till => actions.extend(till_screen(ui, screen, local)),
        _ if screen.snapshot.shop != ShopState::Open => closed_ui(ui, screen),
        Place::Products => actions.extend(products_screen(ui, screen, local)),
        Place::Training => actions.extend(training_screen(ui, screen, local)),
        Place::Bench => actions.extend(bench_screen(ui, screen, local)),
        Place::Settings => actions.extend(settings_screen(ui, screen, local)),
        Place::Day => day_screen::day_ui(ui, below, screen, local, &mut actions),
    });
    if local.place != Place::Till {
        local.typing.clear();
    }
    if local.place != Place::Day {
        local.day.left();
    }
    if local.place != Place::Training || local.training.part != Part::Show {
        show::let_go(screen, &mut actions);
    }
    if local.place != Place::Till {
        notices_ui(ui, below, screen, &mut actions);
    }
    top_bar::top_bar_ui(ui, bar, screen, local, &mut actions);
    people::ask_ui(ui, screen, &mut local.people, &mut actions);
    let line = egui::Stroke::new(1.0, screen.tokens.line);
    ui.painter().hline(all.x_range(), bar.bottom(), line);
    path_ui(ui, screen, local, &mut actions);
    address_ui(ui, screen, &mut local.camera_address, &mut actions);
    drop_ui(ui, all, screen, local);
    rest_away_from_the_till(screen, local.place, &mut actions);
    actions
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
    message_ui(ui, rect, screen, (icon, &text));
}
