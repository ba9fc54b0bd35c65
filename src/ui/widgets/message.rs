//! One calm sentence in the middle of an empty place.

use egui::{Rect, Ui, Vec2, pos2, vec2};

use super::controls::words;
use super::icons::{self, Icon};
use crate::screen::Screen;
use crate::theme::{self, GRID};

/// One calm sentence in the middle.
pub(crate) fn message_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, icon: Icon, text: &str) {
    let middle = rect.center() - vec2(0.0, GRID * 8.0);
    let place = Rect::from_center_size(middle, Vec2::splat(56.0));
    icons::draw(ui.painter(), icon, place, 56.0, screen.tokens.muted);
    let width = rect.width().min(640.0);
    let below = Rect::from_min_size(
        pos2(rect.center().x - width / 2.0, place.bottom() + GRID * 3.0),
        vec2(width, 240.0),
    );
    words(text, theme::regular(theme::NAME), screen.tokens.text).show_centred(ui, below, 6);
}
