//! One photo: what it shows, what the till makes of it, and the tiles to choose from.

use egui::{CornerRadius, Rect, Ui, Vec2, pos2, vec2};

use super::{pointing, search, tiles};
use crate::action::Action;
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::widgets::camera::preview::preview_ui;
use crate::widgets::camera::tray;
use crate::widgets::controls::{Button, words};
use crate::widgets::icons::{self, Icon};
use crate::widgets::photo::photo_ui;
use domain::LineQuantity;
use recognition::Caution;
use texts::Texts;
use till::{CameraState, Command, Doubt, ItemState, ItemView, ModelState, Origin, TileView};

/// What stands beside a photo.
struct Report {
    icon: Icon,
    title: String,
    hint: String,
    tone: Tone,
    button: Option<(Icon, String, Command)>,
}

enum Tone {
    Calm,
    Good,
    Trouble,
}

/// Draws a photo, what became of it, and its tiles, of which one may have been pressed just now.
pub(super) fn item_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    item: &ItemView,
    pressed: Option<usize>,
    actions: &mut Vec<Action>,
) {
    let tiles = item.state.tiles();
    let tiles_height = (rect.height() * 0.52).clamp(250.0, 400.0);
    let top =
        Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - tiles_height - GRID * 3.0));
    // Never more than half the width.
    let room = vec2(top.width() * 0.5, top.height());
    let photo = Rect::from_min_size(top.min, fitting_size(item, room));
    photo_box_ui(ui, photo, screen, item, actions);
    if !tiles.is_empty() {
        why_button_ui(ui, photo, screen, item, actions);
    }
    let beside = Rect::from_min_max(pos2(photo.right() + GRID * 3.0, top.top()), top.max);
    report_ui(ui, beside, screen, item, actions);
    let below = Rect::from_min_max(pos2(rect.left(), rect.bottom() - tiles_height), rect.max);
    tiles::tiles_ui(ui, below, screen, item, pressed, actions);
}

/// As large as the photo fits.
pub(super) fn fitting_size(item: &ItemView, room: Vec2) -> Vec2 {
    let shape = item
        .thumbnail
        .as_ref()
        .map_or(vec2(4.0, 3.0), |photo| vec2(photo.width() as f32, photo.height() as f32));
    shape * (room.x / shape.x).min(room.y / shape.y)
}

fn photo_box_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    item: &ItemView,
    actions: &mut Vec<Action>,
) {
    let radius = CornerRadius::same(RADIUS);
    ui.painter().rect_filled(rect, radius, screen.tokens.photo_ground);
    let Some(thumbnail) = &item.thumbnail else {
        let icon =
            if matches!(item.state, ItemState::Failed(_)) { Icon::Alert } else { Icon::Photo };
        icons::draw(ui.painter(), icon, rect, 48.0, screen.tokens.muted);
        return;
    };
    let texture = screen.pictures.photo(item.id, thumbnail);
    let label = screen.texts.text("photo-alt");
    let photo = photo_ui(ui, rect, &texture, &label);
    pointing::items_ui(ui, photo, screen, item, actions);
    if screen.snapshot.camera.state != CameraState::Off {
        // The camera goes on looking, in a corner.
        let size = vec2(rect.width() * 0.34, rect.width() * 0.34 * 0.75);
        let corner = rect.max - size - Vec2::splat(GRID);
        let inset = Rect::from_min_size(corner, size);
        ui.painter().rect_filled(inset.expand(2.0), radius, screen.tokens.surface);
        let picture = preview_ui(ui, inset, screen);
        if screen.snapshot.camera.state == CameraState::Live {
            tray::small_tray_ui(ui, picture, screen);
        }
    }
}

/// The way to the evidence, on the photo's lower left corner.
fn why_button_ui(
    ui: &mut Ui,
    photo: Rect,
    screen: &Screen<'_>,
    item: &ItemView,
    actions: &mut Vec<Action>,
) {
    let label = screen.texts.text("why");
    let button = Button::new(&label).key(keys::WHY);
    let size = vec2(button.width(ui), theme::TOUCH);
    let corner = pos2(photo.left() + GRID, photo.bottom() - GRID - size.y);
    if button.show_in(ui, Rect::from_min_size(corner, size), screen.tokens).clicked() {
        actions.push(Command::Why(item.id).into());
    }
}

fn report_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    item: &ItemView,
    actions: &mut Vec<Action>,
) {
    let report = report(screen, item);
    let tokens = screen.tokens;
    let (colour, ground) = match report.tone {
        Tone::Calm => (tokens.text, tokens.line),
        Tone::Good => (tokens.accent_text, tokens.accent_soft),
        Tone::Trouble => (tokens.error_text, tokens.error_soft),
    };
    let below = |y: f32| Rect::from_min_max(pos2(rect.left(), y), rect.max);

    let disc = Rect::from_min_size(rect.min, Vec2::splat(44.0));
    ui.painter().circle_filled(disc.center(), 22.0, ground);
    icons::draw(ui.painter(), report.icon, disc, 24.0, colour);
    let name = photo_name(screen, item);
    let beside = Rect::from_min_max(pos2(disc.right() + 12.0, disc.center().y - 10.0), rect.max);
    words(&name, theme::regular(theme::SMALL), tokens.muted).show_in(ui, beside, 1);

    let mut y = disc.bottom() + GRID * 1.5;
    let title = words(&report.title, theme::strong(theme::TITLE), tokens.text);
    y += title.show_in(ui, below(y), 2) + GRID;
    let hint = words(&report.hint, theme::regular(theme::BODY), tokens.muted);
    y += hint.show_in(ui, below(y), 3) + GRID * 2.0;

    if let Some((icon, label, command)) = report.button {
        let button = Button::new(&label).icon(icon).key(keys::BACK);
        let size = vec2(button.width(ui), theme::TOUCH);
        let place = Rect::from_min_size(pos2(rect.left(), y), size);
        if button.show_in(ui, place, tokens).clicked() {
            actions.push(command.into());
        }
        let mut right = place.right();
        if matches!(item.state, ItemState::Asked { .. }) {
            right = something_else_ui(ui, rect, place, screen);
        }
        waiting_ui(ui, Rect::from_min_max(pos2(right + GRID * 2.0, y), rect.max), screen);
    } else {
        waiting_ui(ui, below(y), screen);
    }
}

/// The way to the search, where none of the tiles is right: beside `dismiss`, or below it where the
/// room is narrow; returns where the row ends.
fn something_else_ui(ui: &mut Ui, rect: Rect, dismiss: Rect, screen: &Screen<'_>) -> f32 {
    let label = screen.texts.text("something-else");
    let button = Button::new(&label).icon(Icon::Search).key(keys::SOMETHING_ELSE);
    let size = vec2(button.width(ui), theme::TOUCH);
    let beside = Rect::from_min_size(dismiss.right_top() + vec2(GRID, 0.0), size);
    let below = Rect::from_min_size(dismiss.left_bottom() + vec2(0.0, GRID), size);
    let (place, end) = if beside.right() <= rect.right() {
        (beside, beside.right())
    } else {
        (below, dismiss.right())
    };
    if button.show_in(ui, place, screen.tokens).clicked() {
        search::take_focus(ui);
    }
    end
}

/// How many photos come after this one.
fn waiting_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>) {
    let more = screen.snapshot.items.len().saturating_sub(1);
    let added_behind = screen.snapshot.items.iter().skip(1);
    let added = added_behind.filter(|item| matches!(item.state, ItemState::Added { .. })).count();
    let waiting = more - added;
    if waiting == 0 {
        return;
    }
    let text = screen.texts.with("waiting", [("count", waiting.into())]);
    let rect = rect.with_min_y(rect.top() + (theme::TOUCH - theme::BODY * 1.2) / 2.0);
    words(&text, theme::regular(theme::BODY), screen.tokens.muted).show_in(ui, rect, 1);
}

fn photo_name(screen: &Screen<'_>, item: &ItemView) -> String {
    match &item.origin {
        Origin::Named(name) => name.clone(),
        Origin::Camera => screen.texts.text("photo-camera"),
        Origin::Clipboard => screen.texts.text("photo-clipboard"),
    }
}

/// "An apple: which?" A kind that a shop made up itself is named as the shop wrote it.
fn which_of(t: &Texts, kind: &str) -> String {
    let name = kind.replace('-', " ");
    t.with("which-title", [("kind", kind.into()), ("name", name.into())])
}

/// "Banana?", of the first tile.
fn is_it(t: &Texts, tiles: &[TileView]) -> String {
    let name = tiles.first().map(|tile| tile.product.display_name(t.language().tag));
    t.with("cautious-title", [("product", name.unwrap_or_default().into())])
}

/// Why the till asks although it is sure.
fn why_cautious(t: &Texts, caution: &Caution) -> String {
    match *caution {
        Caution::OnTrial { confirmed, wanted } => {
            let counts = [("confirmed", confirmed.into()), ("wanted", wanted.into())];
            t.with("cautious-on-trial", counts)
        }
        Caution::OftenUndone => t.text("cautious-often-undone"),
        Caution::OftenTakenFor => t.text("cautious-often-taken-for"),
    }
}

fn report(screen: &Screen<'_>, item: &ItemView) -> Report {
    let t = screen.texts;
    let dismiss = || Some((Icon::Close, t.text("dismiss"), Command::Dismiss(item.id)));
    let calm = |icon, title: &str, hint: String| Report {
        icon,
        title: t.text(title),
        hint,
        tone: Tone::Calm,
        button: dismiss(),
    };
    match &item.state {
        ItemState::Looking => {
            let loading = screen.snapshot.model == ModelState::Loading;
            let hint = if loading { t.text("looking-model") } else { String::new() };
            calm(Icon::Hourglass, "looking-title", hint)
        }
        ItemState::Asked { tiles, .. } if tiles.is_empty() => {
            calm(Icon::Question, "nothing-title", t.text("nothing-hint"))
        }
        ItemState::Asked { doubt, tiles } => match doubt {
            Doubt::Anything => calm(Icon::Question, "unknown-title", t.text("unknown-hint")),
            Doubt::Product => calm(Icon::Question, "ask-title", t.text("ask-hint")),
            Doubt::Cautious(caution) => Report {
                title: is_it(t, tiles),
                ..calm(Icon::Question, "ask-title", why_cautious(t, caution))
            },
            Doubt::Which(kind) => Report {
                title: which_of(t, kind),
                ..calm(Icon::Question, "ask-title", t.text("ask-hint"))
            },
        },
        ItemState::Added { line, product, .. } => {
            let name = product.display_name(t.language().tag);
            let lines = &screen.snapshot.cart.lines;
            let quantity = lines.iter().find(|l| l.id == *line).map(|l| l.quantity);
            let hint = match quantity {
                Some(LineQuantity::WeightNeeded) => "added-weight",
                Some(LineQuantity::PriceNeeded) => "added-price",
                _ => "added-hint",
            };
            Report {
                icon: Icon::Check,
                title: t.with("added-title", [("product", name.into())]),
                hint: t.text(hint),
                tone: Tone::Good,
                button: Some((Icon::Undo, t.text("undo"), Command::UndoAdd(item.id))),
            }
        }
        ItemState::Failed(message) => Report {
            icon: Icon::Alert,
            title: t.text("failed-title"),
            hint: t.message(message),
            tone: Tone::Trouble,
            button: dismiss(),
        },
    }
}
