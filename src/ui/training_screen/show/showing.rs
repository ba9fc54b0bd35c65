//! A product is being shown: what the camera sees, the key to hold, what is wrong with the picture.

use egui::{CornerRadius, Key, Modifiers, Rect, Ui, pos2, vec2};

use super::state::Local;
use super::wording::{name_of, problem_ui};
use super::{files, strip, trial};
use crate::action::{Action, FileWish};
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::widgets::camera::preview::{camera_line_ui, preview_ui};
use crate::widgets::camera::tray::{frame_marks, on_picture};
use crate::widgets::controls::{Button, FromTheRight, Weight, words};
use crate::widgets::icons::{self, Icon};
use teach::ShowCommand;
use teach::showing::{ChosenView, Hint, LearnerState, READY};
use till::watcher::WatchState;
use till::{CameraState, Command, WatchCommand};

/// Draws all of it.
pub(super) fn showing_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    chosen: &ChosenView,
    covered: bool,
    actions: &mut Vec<Action>,
) {
    if !covered {
        read_keys(ui, screen, actions);
    }
    let all = ui.max_rect();
    let side_width = (all.width() * 0.34).clamp(380.0, 520.0);
    let side = all.with_min_x(all.right() - side_width);
    let stage = all.with_max_x(side.left() - GRID * 3.0);
    let head = stage.with_max_y(stage.top() + theme::TOUCH);
    head_ui(ui, head, screen, chosen, actions);
    let foot = stage.with_min_y(stage.bottom() - theme::TOUCH - GRID);
    let camera = Rect::from_min_max(
        pos2(stage.left(), head.bottom() + GRID * 1.5),
        pos2(stage.right(), foot.top() - GRID),
    );
    camera_ui(ui, camera, screen, actions);
    foot_ui(ui, foot.with_min_y(foot.top() + GRID), screen, local, covered, actions);
    side_ui(ui, side, screen, local, chosen, actions);
}

fn side_ui(
    ui: &mut Ui,
    side: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    chosen: &ChosenView,
    actions: &mut Vec<Action>,
) {
    let mut top = side.top();
    top += known_ui(ui, side, screen, chosen) + GRID * 2.0;
    let files_used = files::panel_ui(ui, side.with_min_y(top), screen, actions);
    if files_used > 0.0 {
        top += files_used + GRID * 2.0;
    } else {
        top += trial::trial_ui(ui, side.with_min_y(top), screen, local, chosen, actions);
        top += GRID * 2.0;
    }
    strip::strip_ui(ui, side.with_min_y(top), screen, local, actions);
}

/// The product, and the way back to all of them.
fn head_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    chosen: &ChosenView,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let other = t.text("teach-other");
    let button = Button::new(&other).key(keys::BACK);
    let size = vec2(button.width(ui), theme::TOUCH);
    let place = Rect::from_min_size(pos2(rect.right() - size.x, rect.top()), size);
    if button.show_in(ui, place, tokens).clicked() {
        actions.push(ShowCommand::Leave.into());
    }
    let name = name_of(screen, chosen);
    let title = words(&name, theme::strong(theme::TITLE), tokens.text);
    let text = rect.with_max_x(place.left() - GRID * 2.0).with_min_y(rect.top() + 4.0);
    title.show_in(ui, text, 1);
}

fn camera_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let snapshot = screen.snapshot;
    if snapshot.camera.state == CameraState::Off {
        let ground = CornerRadius::same(RADIUS);
        ui.painter().rect_filled(rect, ground, screen.tokens.photo_ground);
        let middle = Rect::from_center_size(rect.center(), vec2(rect.width(), theme::TOUCH));
        camera_line_ui(ui, middle, screen, actions);
        return;
    }
    let picture = preview_ui(ui, rect, screen);
    if snapshot.camera.state != CameraState::Live {
        return;
    }
    let colour = match screen.teaching.show.holding || screen.teaching.show.bursting {
        true => theme::DARK.accent,
        false => theme::DARK.text,
    };
    frame_marks(ui.painter(), on_picture(&snapshot.watch.settings.area, picture), colour);
    if let Some((text, calm)) = advice(screen) {
        hint_ui(ui, picture, screen, &text, calm);
    }
    count_ui(ui, picture, screen);
}

/// What to say about the picture, and whether it is no trouble.
fn advice(screen: &Screen<'_>) -> Option<(String, bool)> {
    let (t, view) = (screen.texts, &screen.teaching.show);
    let id = match view.hint {
        Some(Hint::TooDark) => "teach-hint-dark",
        Some(Hint::Blurred) => "teach-hint-blurred",
        Some(Hint::Nothing) => "teach-hint-nothing",
        Some(Hint::CutOff) => "teach-hint-cut-off",
        Some(Hint::TooAlike) => return Some((t.text("teach-hint-alike"), true)),
        Some(Hint::Turn) => return Some((t.text("teach-hint-turn"), true)),
        Some(Hint::OtherSide) => return Some((t.text("teach-hint-other-side"), true)),
        Some(Hint::Enough) => return Some((t.text("teach-hint-enough"), true)),
        None if screen.snapshot.watch.learning => "watch-learning",
        None if screen.snapshot.watch.state == WatchState::Untaught => "teach-hint-untaught",
        None => return None,
    };
    Some((t.text(id), matches!(id, "watch-learning" | "teach-hint-untaught")))
}

fn hint_ui(ui: &mut Ui, picture: Rect, screen: &Screen<'_>, text: &str, calm: bool) {
    let tokens = screen.tokens;
    let (colour, ground, icon) = match calm {
        true => (tokens.accent_text, tokens.accent_soft, Icon::Undo),
        false => (tokens.warn_text, tokens.warn_soft, Icon::Alert),
    };
    let words = words(text, theme::strong(theme::NAME), colour);
    let width = picture.width() - GRID * 10.0;
    let height = words.galley(ui.painter(), width, 3, egui::Align::LEFT).size().y + GRID * 2.0;
    let strip = Rect::from_min_max(
        pos2(picture.left() + GRID, picture.bottom() - GRID - height),
        picture.max - vec2(GRID, GRID),
    );
    ui.painter().rect_filled(strip, CornerRadius::same(RADIUS), ground);
    let sign = Rect::from_min_size(strip.min, vec2(GRID * 6.0, height));
    icons::draw(ui.painter(), icon, sign, 24.0, colour);
    let place = Rect::from_min_size(strip.min + vec2(GRID * 6.0, GRID), vec2(width, height));
    words.show_in(ui, place, 3);
}

/// How many photos this go has brought, large, on the picture.
fn count_ui(ui: &mut Ui, picture: Rect, screen: &Screen<'_>) {
    let view = &screen.teaching.show;
    if !(view.holding || view.bursting) {
        return;
    }
    let tokens = screen.tokens;
    let text = screen.texts.with("teach-taken", [("count", view.taken.into())]);
    let words = words(&text, theme::strong(theme::NAME), tokens.on_accent);
    let galley = words.galley(ui.painter(), f32::INFINITY, 1, egui::Align::LEFT);
    let size = galley.size() + vec2(GRID * 4.0, GRID * 2.0);
    let corner = pos2(picture.right() - GRID - size.x, picture.top() + GRID);
    let pill = Rect::from_min_size(corner, size);
    ui.painter().rect_filled(pill, CornerRadius::same(22), tokens.accent);
    words.show_in(ui, pill.shrink2(vec2(GRID * 2.0, GRID)), 1);
}

/// The key to hold, a burst, files.
fn foot_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    covered: bool,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let view = &screen.teaching.show;
    let sees = screen.snapshot.camera.frame.is_some();
    let (burst, stop) = (t.text("teach-burst"), t.text("teach-burst-stop"));
    let (photos, folder) = (t.text("teach-files"), t.text("teach-folder"));
    let label = if view.bursting { &stop } else { &burst };
    let mut places = FromTheRight::of(rect);
    let button = Button::new(&folder).icon(Icon::Download).icon_alone();
    let at = places.place(ui, &button);
    if button.show_in(ui, at, tokens).clicked() {
        actions.push(Action::AskForFile(FileWish::TeachFolder));
    }
    let button = Button::new(&photos).icon(Icon::Photo).key(keys::OPEN);
    let at = places.place(ui, &button);
    if button.show_in(ui, at, tokens).clicked() {
        actions.push(Action::AskForFile(FileWish::TeachPhotos));
    }
    let button = Button::new(label).icon(Icon::Camera).key(keys::BURST).enabled(sees);
    let at = places.place(ui, &button);
    if button.show_in(ui, at, tokens).clicked() {
        actions.push(ShowCommand::Burst.into());
    }
    let hold = places.rest();
    let camera = startable_camera(screen);
    let can_hold = sees || camera.is_some();
    let held = hold_ui(ui, hold, screen, local, can_hold) || (!covered && key_is_held(ui));
    let begins = ui.input(|input| input.key_pressed(Key::Space) || input.pointer.primary_pressed());
    if let Some(camera) = camera.filter(|_| held && begins) {
        actions.push(Command::StartCamera(Some(camera.to_owned())).into());
    }
    if (held && sees) != view.holding && !view.bursting {
        actions.push(ShowCommand::Hold(held && sees).into());
    }
}

/// The camera that holding starts where none is open: the first that was found.
fn startable_camera<'a>(screen: &'a Screen<'_>) -> Option<&'a str> {
    let camera = &screen.snapshot.camera;
    let first = camera.found.as_ref().and_then(|found| found.first());
    first.filter(|_| camera.state == CameraState::Off).map(|info| info.id.as_str())
}

/// The button that is held; returns whether the pointer holds it. A press that lasts is no click any
/// more, and the button itself forgets it: that it began here is remembered until it ends.
fn hold_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, local: &mut Local, sees: bool) -> bool {
    let label = screen.texts.text("teach-hold");
    let button = Button::new(&label).weight(Weight::Primary).key(keys::TAKE).enabled(sees);
    let response = button.icon(Icon::Camera).show_in(ui, rect, screen.tokens);
    let down = ui.input(|input| input.pointer.primary_down());
    local.pressed = down && (local.pressed || response.is_pointer_button_down_on());
    local.pressed
}

/// A button that has the keyboard takes the space bar for itself.
fn key_is_held(ui: &Ui) -> bool {
    let free = ui.memory(|memory| memory.focused().is_none());
    free && ui.input(|input| input.key_down(Key::Space) && input.modifiers.is_none())
}

fn read_keys(ui: &Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let view = &screen.teaching.show;
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::NONE, Key::Escape) {
        let wish = match (&view.problem, &view.files) {
            (Some(_), _) => ShowCommand::ClearProblem,
            (None, Some(_)) => ShowCommand::CloseFiles,
            (None, None) => ShowCommand::Leave,
        };
        actions.push(wish.into());
    }
    if pressed(Modifiers::NONE, Key::B) && screen.snapshot.camera.frame.is_some() {
        actions.push(ShowCommand::Burst.into());
    }
    if pressed(Modifiers::SHIFT, Key::Delete) {
        actions.push(ShowCommand::Forget.into());
    }
    let back = pressed(Modifiers::NONE, Key::Backspace) || pressed(Modifiers::NONE, Key::Delete);
    if let Some(newest) = view.strip.first().filter(|_| back) {
        actions.push(ShowCommand::Remove(newest.id).into());
    }
    if pressed(Modifiers::COMMAND, Key::Z) && view.undo.is_some() {
        actions.push(ShowCommand::Undo.into());
    }
    if pressed(Modifiers::NONE, Key::F7) {
        actions.push(Command::Watch(WatchCommand::LearnTray).into());
    }
}

/// Whether the till knows it by now, in one line; returns the height used.
fn known_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, chosen: &ChosenView) -> f32 {
    let (t, tokens) = (screen.texts, screen.tokens);
    let missing = READY.saturating_sub(chosen.photos);
    let (text, icon, (colour, ground)) = match &screen.teaching.show.model {
        LearnerState::Failed { why } => (
            t.with("teach-no-model", [("reason", t.message(why).into())]),
            Icon::Alert,
            (tokens.warn_text, tokens.warn_soft),
        ),
        _ if chosen.known => {
            let accent = (tokens.accent_text, tokens.accent_soft);
            (t.text("teach-known"), Icon::Check, accent)
        }
        _ if missing > 0 => {
            let args = [("count", missing.into())];
            (t.with("teach-missing", args), Icon::Camera, (tokens.text, tokens.raised))
        }
        LearnerState::Resting | LearnerState::Learning => {
            (t.text("teach-learning"), Icon::Hourglass, (tokens.text, tokens.raised))
        }
        LearnerState::Ready { .. } => {
            (t.text("teach-kept-back"), Icon::Question, (tokens.text, tokens.raised))
        }
    };
    let line = words(&text, theme::strong(theme::BODY), colour);
    let width = rect.width() - GRID * 8.0;
    let height = line.galley(ui.painter(), width, 3, egui::Align::LEFT).size().y;
    let card = rect.with_max_y(rect.top() + (height + GRID * 2.0).max(theme::TOUCH));
    ui.painter().rect_filled(card, CornerRadius::same(RADIUS), ground);
    let sign = card.with_max_x(card.left() + GRID * 6.0);
    icons::draw(ui.painter(), icon, sign, 22.0, colour);
    let top = card.center().y - height / 2.0;
    let place = Rect::from_min_size(pos2(sign.right(), top), vec2(width, height));
    line.show_in(ui, place, 3);
    card.height() + problem_ui(ui, card, screen)
}
