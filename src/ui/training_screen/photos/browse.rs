//! Photos in a grid, and what can be done with those that are selected.

use egui::{Key, Modifiers, Rect, Ui, pos2, vec2};

use super::choose_product::{ChooseProduct, Purpose};
use super::library::Library;
use super::shown::Shown;
use super::side_list::warning_text;
use super::state::Local;
use crate::action::{Action, FileWish};
use crate::keys::{self, pressed};
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, Button, Weight, words};
use crate::widgets::icons::Icon;
use crate::widgets::message::message_ui;
use crate::widgets::thumbnail_grid::{GridInk, GridLook, Tile, thumbnail_grid};
use teach::library::{CheckState, LibraryCommand};
use teach::thumbnails::ThumbnailKey;

const LOOK: GridLook = GridLook { id: "library photos", photo: vec2(144.0, 112.0), caption: 24.0 };

/// Draws tools and grid into `rect`.
pub(super) fn browse_ui(
    ui: &mut Ui,
    rect: Rect,
    library: &Library<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let Library { screen, names, view, .. } = library;
    if local.ids.follow(&view.photos, &local.shown) {
        local.selection.keep_only(&local.ids.ids);
    }
    let tools = rect.with_max_y(rect.top() + theme::TOUCH);
    tools_ui(ui, tools, library, local, actions);
    let about =
        Rect::from_min_size(pos2(rect.left(), tools.bottom() + GRID), vec2(rect.width(), 24.0));
    about_ui(ui, about, library, local);
    let grid = rect.with_min_y(about.bottom() + GRID);
    if local.ids.ids.is_empty() {
        message_ui(ui, grid, screen, Icon::Photo, &screen.texts.text("library-empty"));
        return;
    }
    let t = screen.texts;
    let Local { ids, selection, .. } = local;
    controls::inside(ui, grid, |ui| {
        let ink = GridInk::of(screen);
        thumbnail_grid(ui, LOOK, ink, &ids.ids, selection, |id| {
            let photo = ids.photo(id, view);
            let name = photo.map(|photo| names.name(&photo.product)).unwrap_or_default();
            let suspect = view.suspects.iter().any(|suspect| suspect.photo == id);
            let mark = (Icon::Question, screen.tokens.warn_text, screen.tokens.warn_soft);
            let named = [("name", name.as_str().into()), ("number", id.0.into())];
            Tile {
                photo: photo.map_or_else(ThumbnailKey::nothing, |photo| photo.thumbnail.clone()),
                label: t.with("library-photo", named),
                caption: name,
                mark: suspect.then_some(mark),
            }
        });
    });
}

fn tools_ui(
    ui: &mut Ui,
    row: Rect,
    library: &Library<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let Library { screen, view, keyboard_is_free, .. } = library;
    let t = screen.texts;
    let some = local.selection.count() > 0;
    let (move_to, delete) = (t.text("library-move"), t.text("library-delete"));
    let (undo, export, check) =
        (t.text("library-undo"), t.text("library-export"), t.text("library-check"));
    let running = matches!(view.check, CheckState::Running { .. });
    let buttons = [
        Button::new(&move_to).key("M").enabled(some),
        Button::new(&delete).key("Delete").enabled(some),
        Button::new(&undo).key(keys::UNDO).icon(Icon::Undo).enabled(view.can_undo),
        Button::new(&export).enabled(!view.photos.is_empty()),
        Button::new(&check).enabled(!running && view.products.len() > 1).weight(Weight::Plain),
    ];
    let mut left = row.left();
    let mut clicked = [false; 5];
    for (button, clicked) in buttons.iter().zip(&mut clicked) {
        let place =
            Rect::from_min_size(pos2(left, row.top()), vec2(button.width(ui), row.height()));
        *clicked = button.show_in(ui, place, screen.tokens).clicked();
        left = place.right() + GRID;
    }
    let key = |key| *keyboard_is_free && pressed(ui, Modifiers::NONE, key);
    let [move_clicked, delete_clicked, undo_clicked, export_clicked, check_clicked] = clicked;
    if (move_clicked || key(Key::M)) && some {
        local.choosing =
            Some(ChooseProduct::new(Purpose::Move(local.selection.chosen().collect())));
    }
    if (delete_clicked || key(Key::Delete)) && some {
        actions.push(LibraryCommand::Delete(local.selection.chosen().collect()).into());
        local.selection.clear();
    }
    if undo_clicked {
        actions.push(LibraryCommand::Undo.into());
    }
    if export_clicked {
        actions.push(Action::AskForFile(FileWish::ExportPhotos));
    }
    if check_clicked {
        actions.push(LibraryCommand::Check.into());
    }
}

/// One line: what is selected, or what is to be known of the photos shown.
fn about_ui(ui: &mut Ui, line: Rect, library: &Library<'_>, local: &Local) {
    let Library { screen, names, view, .. } = library;
    let (t, tokens) = (screen.texts, screen.tokens);
    let (text, colour) = if let CheckState::Running { done, all } = view.check {
        (
            t.with("library-checking", [("done", done.into()), ("all", all.into())]),
            tokens.accent_text,
        )
    } else if local.selection.count() > 0 {
        let count = local.selection.count().into();
        (t.with("library-selected", [("count", count)]), tokens.text)
    } else if let Shown::Product(product) = &local.shown {
        let known = view.products.iter().find(|known| known.product == *product);
        let Some(known) = known else { return };
        let warnings: Vec<String> =
            known.warnings.iter().map(|warning| warning_text(*warning, t)).collect();
        if !warnings.is_empty() {
            (warnings.join(" "), tokens.warn_text)
        } else if known.can_be_measured() {
            let [train, validation, test] = known.sides;
            let counts =
                [("train", train.into()), ("validation", validation.into()), ("test", test.into())];
            (t.with("library-sides", counts), tokens.muted)
        } else {
            let name = names.name(product);
            (t.with("library-not-measurable", [("name", name.into())]), tokens.muted)
        }
    } else {
        let measured = view.products.iter().filter(|product| product.can_be_measured()).count();
        let counts = [
            ("photos", view.photos.len().into()),
            ("products", view.products.len().into()),
            ("measured", measured.into()),
        ];
        (t.with("library-sum", counts), tokens.muted)
    };
    words(&text, theme::regular(theme::SMALL), colour).show_in(ui, line, 1);
}
