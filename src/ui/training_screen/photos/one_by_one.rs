//! Photos to decide on, one by one and large: what the till took, and what is probably misnamed.

use std::path::Path;

use egui::{Color32, Key, Modifiers, Rect, Ui, pos2, vec2};

use super::choose_product::{ChooseProduct, Purpose};
use super::library::Library;
use super::shown::Shown;
use super::state::Local;
use crate::action::Action;
use crate::keys::{self, pressed};
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{Button, Weight, words};
use crate::widgets::icons::{self, Icon};
use crate::widgets::message::message_ui;
use domain::ProductId;
use teach::library::{CheckState, InboxItem, LibraryCommand, SuspectView};
use texts::format;

/// Width of the words and buttons beside the photo, in points.
const BESIDE: f32 = 300.0;
/// So many photos of a product are shown to compare with.
const EXAMPLES: usize = 3;

/// How a line beside a photo looks.
#[derive(Clone, Copy)]
enum LineLook {
    /// What is said about the next line.
    Quiet,
    /// Running words.
    Plain,
    /// A product's name.
    Name,
}

/// Draws the first that waits into `rect`; what is decided makes room for the next.
pub(super) fn one_by_one_ui(
    ui: &mut Ui,
    rect: Rect,
    library: &Library<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let Library { screen, view, .. } = library;
    let t = screen.texts;
    if local.shown == Shown::Inbox {
        match view.inbox.first() {
            Some(item) => {
                inbox_ui(ui, rect, library, local, item, actions);
            }
            None => message_ui(ui, rect, screen, Icon::Check, &t.text("library-inbox-empty")),
        }
        return;
    }
    match (view.suspects.first(), &view.check) {
        (Some(suspect), _) => {
            suspect_ui(ui, rect, library, suspect, actions);
        }
        (None, CheckState::Running { done, all }) => {
            let text =
                t.with("library-checking", [("done", (*done).into()), ("all", (*all).into())]);
            message_ui(ui, rect, screen, Icon::Hourglass, &text);
        }
        (None, CheckState::Never) => unchecked_ui(ui, rect, library, actions),
        (None, CheckState::Done { photos, .. }) => {
            let text = t.with("library-no-suspects", [("count", (*photos).into())]);
            message_ui(ui, rect, screen, Icon::Check, &text);
        }
    }
}

fn unchecked_ui(ui: &mut Ui, rect: Rect, library: &Library<'_>, actions: &mut Vec<Action>) {
    let Library { screen, view, .. } = library;
    let t = screen.texts;
    let above = rect.with_max_y(rect.center().y);
    message_ui(ui, above, screen, Icon::Search, &t.text("library-unchecked"));
    let label = t.text("library-check");
    let button = Button::new(&label).weight(Weight::Primary).enabled(view.products.len() > 1);
    let size = vec2(button.width(ui), theme::TOUCH);
    let place = Rect::from_center_size(pos2(rect.center().x, rect.center().y + theme::TOUCH), size);
    if button.show_in(ui, place, screen.tokens).clicked() {
        actions.push(LibraryCommand::Check.into());
    }
}

fn inbox_ui(
    ui: &mut Ui,
    rect: Rect,
    library: &Library<'_>,
    local: &mut Local,
    item: &InboxItem,
    actions: &mut Vec<Action>,
) {
    let Library { screen, names, view, .. } = library;
    let t = screen.texts;
    let name = names.name(&item.product);
    let label = t.with("library-inbox-photo", [("name", name.as_str().into())]);
    let beside = photo_ui(ui, rect, screen, &item.file, &label);
    let waiting = t.with("library-waiting", [("count", view.inbox.len().into())]);
    let mut top = line_ui(ui, beside, beside.top(), screen, &waiting, LineLook::Quiet);
    top = line_ui(ui, beside, top, screen, &t.text("library-clerk-said"), LineLook::Quiet);
    top = line_ui(ui, beside, top, screen, &name, LineLook::Name);
    let thought = match &item.guessed {
        Some(guessed) if *guessed == item.product => t.text("library-till-agreed"),
        Some(guessed) => t.with("library-till-thought", [("name", names.name(guessed).into())]),
        None => t.text("library-till-unsure"),
    };
    top = line_ui(ui, beside, top, screen, &thought, LineLook::Plain);
    top = line_ui(ui, beside, top, screen, &format::moment(item.at), LineLook::Quiet);
    let confirm = t.with("library-confirm", [("name", name.as_str().into())]);
    let (relabel, discard) = (t.text("library-relabel"), t.text("library-discard"));
    let choices = [
        (Button::new(&confirm).key("Y").weight(Weight::Primary), Key::Y),
        (Button::new(&relabel).key("L"), Key::L),
        (Button::new(&discard).key("X"), Key::X),
    ];
    let chosen = choices_ui(ui, beside.with_min_y(top + GRID), library, &choices);
    match chosen {
        Some(0) => actions.push(LibraryCommand::Confirm(item.id).into()),
        Some(1) => local.choosing = Some(ChooseProduct::new(Purpose::Relabel(item.id))),
        Some(2) => actions.push(LibraryCommand::Discard(item.id).into()),
        _ => {}
    }
    undo_ui(ui, beside, library, actions);
}

fn suspect_ui(
    ui: &mut Ui,
    rect: Rect,
    library: &Library<'_>,
    suspect: &SuspectView,
    actions: &mut Vec<Action>,
) {
    let Library { screen, names, view, .. } = library;
    let t = screen.texts;
    let (own, other) = (names.name(&suspect.product), names.name(&suspect.suspected));
    let Some(photo) = view.photos.iter().find(|photo| photo.id == suspect.photo) else { return };
    let label = t.with("library-suspect-photo", [("name", own.as_str().into())]);
    let beside = photo_ui(ui, rect, screen, photo.thumbnail.path(), &label);
    let waiting = t.with("library-suspects-left", [("count", view.suspects.len().into())]);
    let mut top = line_ui(ui, beside, beside.top(), screen, &waiting, LineLook::Quiet);
    for (id, name, product) in [
        ("library-is-under", &own, &suspect.product),
        ("library-may-be", &other, &suspect.suspected),
    ] {
        top = line_ui(ui, beside, top, screen, &t.text(id), LineLook::Quiet);
        top = line_ui(ui, beside, top, screen, name, LineLook::Name);
        top = examples_ui(ui, beside, top, library, product, suspect);
    }
    let move_to = t.with("library-move-suspect", [("name", other.as_str().into())]);
    let keep = t.with("library-keep-suspect", [("name", own.as_str().into())]);
    let delete = t.text("library-delete");
    let choices = [
        (Button::new(&move_to).key("Y").weight(Weight::Primary), Key::Y),
        (Button::new(&keep).key("K"), Key::K),
        (Button::new(&delete).key("Delete"), Key::Delete),
    ];
    let chosen = choices_ui(ui, beside.with_min_y(top), library, &choices);
    match chosen {
        Some(0) => actions.push(LibraryCommand::MoveSuspect(suspect.photo).into()),
        Some(1) => actions.push(LibraryCommand::KeepSuspect(suspect.photo).into()),
        Some(2) => actions.push(LibraryCommand::Delete(vec![suspect.photo]).into()),
        _ => {}
    }
    undo_ui(ui, beside, library, actions);
}

/// Draws a photo as large as there is room beside the words; returns the place of those.
fn photo_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, path: &Path, label: &str) -> Rect {
    let room = rect.with_max_x(rect.right() - BESIDE - GRID * 2.0);
    ui.painter().rect_filled(room, 14, screen.tokens.photo_ground);
    let response = ui.allocate_rect(room, egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, label));
    match screen.pictures.large(path) {
        Some(texture) => image_ui(ui, room.shrink(GRID), &texture),
        None => {
            icons::draw(ui.painter(), Icon::Photo, room, 64.0, screen.tokens.muted);
        }
    }
    rect.with_min_x(room.right() + GRID * 2.0)
}

fn image_ui(ui: &Ui, room: Rect, texture: &egui::TextureHandle) {
    let size = texture.size_vec2();
    let scale = (room.width() / size.x.max(1.0)).min(room.height() / size.y.max(1.0));
    let place = Rect::from_center_size(room.center(), size * scale);
    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    ui.painter().image(texture.id(), place, whole, Color32::WHITE);
}

fn line_ui(
    ui: &mut Ui,
    column: Rect,
    top: f32,
    screen: &Screen<'_>,
    text: &str,
    look: LineLook,
) -> f32 {
    let tokens = screen.tokens;
    let (font, colour) = match look {
        LineLook::Quiet => (theme::regular(theme::SMALL), tokens.muted),
        LineLook::Plain => (theme::regular(theme::BODY), tokens.text),
        LineLook::Name => (theme::strong(theme::NAME), tokens.text),
    };
    let place = column.with_min_y(top);
    top + words(text, font, colour).show_in(ui, place, 2) + GRID
}

/// A few photos of a product to compare with.
fn examples_ui(
    ui: &Ui,
    column: Rect,
    top: f32,
    library: &Library<'_>,
    product: &ProductId,
    suspect: &SuspectView,
) -> f32 {
    let Library { screen, view, .. } = library;
    let side = (column.width() - GRID * 2.0) / EXAMPLES as f32;
    let others = view.photos.iter().filter(|photo| {
        photo.product == *product && !view.suspects.iter().any(|other| other.photo == photo.id)
    });
    for (place, photo) in
        others.filter(|photo| photo.id != suspect.photo).take(EXAMPLES).enumerate()
    {
        let left = column.left() + place as f32 * (side + GRID);
        let room = Rect::from_min_size(pos2(left, top), vec2(side, side * 0.75));
        ui.painter().rect_filled(room, theme::RADIUS, screen.tokens.photo_ground);
        if let Some(texture) = screen.pictures.thumbnails.get(&photo.thumbnail) {
            image_ui(ui, room, &texture);
        }
    }
    top + side * 0.75 + GRID * 1.5
}

/// Buttons below each other, each with its key; returns the chosen one's place.
fn choices_ui(
    ui: &mut Ui,
    column: Rect,
    library: &Library<'_>,
    choices: &[(Button<'_>, Key)],
) -> Option<usize> {
    let mut chosen = None;
    let mut top = column.top();
    for (place, (button, key)) in choices.iter().enumerate() {
        let rect =
            Rect::from_min_size(pos2(column.left(), top), vec2(column.width(), theme::TOUCH));
        let clicked = button.show_in(ui, rect, library.screen.tokens).clicked();
        if clicked || (library.keyboard_is_free && pressed(ui, Modifiers::NONE, *key)) {
            chosen = Some(place);
        }
        top = rect.bottom() + GRID;
    }
    chosen
}

fn undo_ui(ui: &mut Ui, column: Rect, library: &Library<'_>, actions: &mut Vec<Action>) {
    let Library { screen, view, .. } = library;
    let label = screen.texts.text("library-undo");
    let button = Button::new(&label).icon(Icon::Undo).key(keys::UNDO).enabled(view.can_undo);
    let rect = column.with_min_y(column.bottom() - theme::TOUCH);
    if button.show_in(ui, rect, screen.tokens).clicked() {
        actions.push(LibraryCommand::Undo.into());
    }
}
