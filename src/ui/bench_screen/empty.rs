//! The bench without pictures: what it is good for, and what to do.

use egui::{Rect, Ui, Vec2, pos2, vec2};

use crate::action::{Action, FileWish};
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{Button, Weight, words};
use crate::widgets::icons::{self, Icon};
use crate::widgets::photo::dashed;

/// Draws the invitation.
pub(super) fn empty_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    if screen.drop_works {
        dashed(ui, rect, tokens.edge);
    }
    let (title, hint) = match screen.drop_works {
        true => (t.text("bench-empty-title"), t.text("bench-empty-drop")),
        false => (t.text("bench-empty-title"), t.text("bench-empty-no-drop")),
    };
    let folders = t.text("bench-empty-folders");
    let column = Rect::from_center_size(rect.center(), vec2(rect.width().min(760.0), 330.0));
    let disc =
        Rect::from_center_size(pos2(column.center().x, column.top() + 36.0), Vec2::splat(64.0));
    ui.painter().circle_filled(disc.center(), 36.0, tokens.accent_soft);
    icons::draw(ui.painter(), Icon::Photo, disc, 34.0, tokens.accent_text);
    let at = |y: f32| column.with_min_y(y);
    let mut y = disc.bottom() + GRID * 2.5;
    y += words(&title, theme::strong(theme::TITLE), tokens.text).show_centred(ui, at(y), 2) + GRID;
    let body = theme::regular(theme::BODY);
    y += words(&hint, body.clone(), tokens.muted).show_centred(ui, at(y), 2) + GRID;
    y += words(&folders, body, tokens.muted).show_centred(ui, at(y), 3) + GRID * 3.0;
    let (add, folder) = (t.text("bench-empty-choose"), t.text("bench-empty-choose-folder"));
    let add = Button::new(&add).icon(Icon::Photo).key(keys::OPEN).weight(Weight::Primary);
    let folder = Button::new(&folder);
    let (first, second) = (add.width(ui), folder.width(ui));
    let left = column.center().x - (first + GRID * 1.5 + second) / 2.0;
    let place =
        |left: f32, width: f32| Rect::from_min_size(pos2(left, y), vec2(width, theme::TOUCH));
    if add.show_in(ui, place(left, first), tokens).clicked() {
        actions.push(Action::AskForFile(FileWish::BenchPictures));
    }
    if folder.show_in(ui, place(left + first + GRID * 1.5, second), tokens).clicked() {
        actions.push(Action::AskForFile(FileWish::BenchFolder));
    }
}
