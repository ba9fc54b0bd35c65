//! The window: draws snapshots of the till and returns what the clerk wants done. Each folder but
//! `widgets` is a screen with a state of its own; `window` alone knows all of them, and what several
//! draw is a widget. What a screen gets is a [`screen::Screen`], what it returns are [`Action`]s.
//! No SQL, no tensor, no device, no business rule; nothing here waits. Only this room knows egui.
//! Called by `main`; calls `till` and `teach`.

#![warn(unreachable_pub)]

mod action;
mod app;
pub mod bench_screen;
mod day_screen;
mod dropping;
mod error;
mod file_dialog;
pub mod fonts;
mod keys;
mod pasted_picture;
mod paying;
mod people;
pub mod pictures;
pub mod place;
mod products_screen;
mod reading_order;
pub mod refusal_window;
mod renderer;
pub mod screen;
pub mod settings_screen;
pub mod theme;
mod thumbnails;
mod till_screen;
mod top_bar;
pub mod training_screen;
mod typed_paths;
mod typing;
mod widgets;
pub mod window;
pub mod window_state;

use std::path::Path;
use std::sync::Arc;

use till::TillLock;

pub use action::{Action, FileWish};
pub use error::UiError;
pub use widgets::camera::address::AddressField;

/// Opens the window on the shop in the folder `shop` and returns when it is closed.
///
/// The shop and the model are opened behind the first frame. `TILLSIGHT_RENDERER` chooses between
/// `glow` and `wgpu`; without it the likelier one is tried first, then the other.
///
/// # Errors
/// One sentence: no display, no renderer that works, a shop's folder that cannot be used, or a shop
/// that another window is open on. Started where nobody reads stderr, a small window says that last one.
pub fn run(shop: &Path) -> Result<(), UiError> {
    match TillLock::take(shop) {
        Ok(lock) => renderer::run(&Arc::new(lock)),
        Err(refused) => {
            refusal_window::show_if_stderr_is_unread(shop);
            Err(UiError::Shop(refused.to_string()))
        }
    }
}
