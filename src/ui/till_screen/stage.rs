//! Left of the cart: what is shown depends on what there is to show.

use egui::{Rect, Ui};

use super::{empty, item, why};
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::GRID;
use crate::widgets::icons::Icon;
use crate::widgets::message::message_ui;
use till::{CameraState, ShopState};

/// Draws the stage; `pressed` is the tile whose key has just been pressed.
pub(super) fn stage_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    pressed: Option<usize>,
    actions: &mut Vec<Action>,
) {
    let rect = rect.shrink(GRID * 3.0);
    match &screen.snapshot.shop {
        ShopState::Failed(message) => {
            let reason = screen.texts.message(message);
            message_ui(ui, rect, screen, Icon::Alert, &reason);
            return;
        }
        ShopState::Opening => {
            let opening = screen.texts.text("shop-opening");
            message_ui(ui, rect, screen, Icon::Hourglass, &opening);
            return;
        }
        ShopState::Open => {}
    }
    if let Some(first) = screen.snapshot.items.first() {
        match &screen.snapshot.why {
            Some(why) => why::why_ui(ui, rect, screen, first, why, actions),
            None => item::item_ui(ui, rect, screen, first, pressed, actions),
        }
    } else if screen.snapshot.camera.state == CameraState::Off {
        empty::empty_ui(ui, rect, screen, actions);
    } else {
        empty::camera_ui(ui, rect, screen);
    }
}
