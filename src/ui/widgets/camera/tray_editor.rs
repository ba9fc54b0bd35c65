//! Where the tray is on the picture and how it is watched: by pointer and by keyboard.

use egui::{Id, Key, Modifiers, Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::tray;
use crate::action::Action;
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::camera::preview::preview_ui;
use crate::widgets::controls::{self, Button, Weight, words};
use crate::widgets::icons::Icon;
use photo::{Sensitivity, TrayArea};
use till::{Command, WatchCommand};

/// How far one press of an arrow key moves, as a share of the picture.
const STEP: f32 = 0.01;

/// The area while it is being changed.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TrayEditor {
    area: TrayArea,
}

impl TrayEditor {
    /// Begins with the area as it is.
    pub fn new(area: TrayArea) -> Self {
        Self { area }
    }
}

/// What the editor wants.
#[derive(PartialEq)]
enum Wish {
    Stay,
    Keep,
    Leave,
}

/// Draws the editor in place of the stage.
pub(crate) fn tray_editor_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    editor: &mut Option<TrayEditor>,
    actions: &mut Vec<Action>,
) {
    let Some(open) = editor else { return };
    let rect = rect.shrink(GRID * 3.0);
    let (t, tokens) = (screen.texts, screen.tokens);
    let mut wish = read_keys(ui, open, actions);

    let title = t.text("tray-title");
    let mut y = rect.top();
    let below = |y: f32| rect.with_min_y(y);
    y += words(&title, theme::strong(theme::TITLE), tokens.text).show_in(ui, below(y), 1) + 4.0;
    let reason = t.text("tray-reason");
    y += words(&reason, theme::regular(theme::BODY), tokens.muted).show_in(ui, below(y), 2);

    let controls = theme::TOUCH * 2.0 + GRID * 1.5;
    let room = Rect::from_min_max(
        pos2(rect.left(), y + GRID * 2.0),
        pos2(rect.right(), rect.bottom() - controls - GRID * 2.0),
    );
    let picture = preview_ui(ui, room, screen);
    frame_ui(ui, picture, screen, &mut open.area);

    let first = Rect::from_min_size(
        pos2(rect.left(), rect.bottom() - controls),
        vec2(rect.width(), theme::TOUCH),
    );
    watching_ui(ui, first, screen, actions);
    let second = first.translate(vec2(0.0, theme::TOUCH + GRID * 1.5));
    let asked = closing_ui(ui, second, screen, &mut open.area, actions);
    if asked != Wish::Stay {
        wish = asked;
    }
    if wish == Wish::Keep {
        actions.push(Command::Watch(WatchCommand::SetArea(open.area)).into());
    }
    if wish != Wish::Stay {
        *editor = None;
    }
}

fn read_keys(ui: &Ui, editor: &mut TrayEditor, actions: &mut Vec<Action>) -> Wish {
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    for (key, right, down) in [
        (Key::ArrowLeft, -STEP, 0.0),
        (Key::ArrowRight, STEP, 0.0),
        (Key::ArrowUp, 0.0, -STEP),
        (Key::ArrowDown, 0.0, STEP),
    ] {
        // Shift first: consuming without it would take both.
        if pressed(Modifiers::SHIFT, key) {
            editor.area = editor.area.resized(right, down);
        } else if pressed(Modifiers::NONE, key) {
            editor.area = editor.area.moved(right, down);
        }
    }
    if pressed(Modifiers::NONE, Key::F7) {
        learn_here(editor.area, actions);
    }
    if pressed(Modifiers::NONE, Key::Escape) {
        Wish::Leave
    } else if ui.memory(|memory| memory.focused().is_none()) && pressed(Modifiers::NONE, Key::Enter)
    {
        Wish::Keep
    } else {
        Wish::Stay
    }
}

/// What is learnt is learnt of the frame as it is shown.
fn learn_here(area: TrayArea, actions: &mut Vec<Action>) {
    actions.push(Command::Watch(WatchCommand::SetArea(area)).into());
    actions.push(Command::Watch(WatchCommand::LearnTray).into());
}

/// The frame on the picture, to be dragged as a whole or by its lower right corner.
fn frame_ui(ui: &mut Ui, picture: Rect, screen: &Screen<'_>, area: &mut TrayArea) {
    let tokens = screen.tokens;
    let frame = tray::on_picture(area, picture);
    let whole = ui.interact(frame, Id::unique("tray frame"), Sense::drag());
    let corner = Rect::from_center_size(frame.max, Vec2::splat(theme::TOUCH));
    let handle = ui.interact(corner, Id::unique("tray corner"), Sense::drag());
    let share = |by: Vec2| by / picture.size();
    let pulled = handle.interact_pointer_pos().filter(|_| handle.dragged());
    if let Some(pointer) = pulled {
        // The corner goes where the pointer is: a jump of the pointer is no pull.
        let by = share(pointer - frame.max);
        *area = area.resized(by.x, by.y);
    } else if whole.dragged() {
        let by = share(whole.drag_delta());
        *area = area.moved(by.x, by.y);
    }
    let frame = tray::on_picture(area, picture);
    let percent = |share: f32| i64::from((share * 100.0).round() as i32).into();
    let [left, top, width, height] = area.shares().map(percent);
    let args = [("left", left), ("top", top), ("width", width), ("height", height)];
    let label = screen.texts.with("tray-alt", args);
    whole.widget_info(|| WidgetInfo::labeled(Role::Image, true, &label));
    let label = screen.texts.text("tray-corner");
    handle.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let colour = if whole.dragged() || handle.dragged() { tokens.accent } else { theme::DARK.text };
    tray::frame_marks(ui.painter(), frame, colour);
    ui.painter().circle(frame.max, 9.0, tokens.surface, egui::Stroke::new(3.0, tokens.accent));
    if whole.hovered() {
        ui.set_cursor_icon(egui::CursorIcon::Grab);
    }
    if handle.hovered() {
        ui.set_cursor_icon(egui::CursorIcon::ResizeNwSe);
    }
}

/// Hands-free on or off, and how sensitive.
fn watching_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let settings = &screen.snapshot.watch.settings;
    let on = settings.hands_free;
    let label = t.text(if on { "hands-free-on" } else { "hands-free-off" });
    let button = Button::new(&label).icon(if on { Icon::Check } else { Icon::Close });
    let place = Rect::from_min_size(rect.min, vec2(button.width(ui), theme::TOUCH));
    if button.show_in(ui, place, tokens).clicked() {
        actions.push(Command::Watch(WatchCommand::SetHandsFree(!on)).into());
    }

    let level = settings.sensitivity.level();
    let mut x = rect.right() - theme::TOUCH;
    let square = |x: f32| Rect::from_min_size(pos2(x, rect.top()), Vec2::splat(theme::TOUCH));
    let mut step = |ui: &mut Ui, x: f32, icon: Icon, id: &str, to: u8| {
        let label = t.text(id);
        let clicked =
            controls::icon_button(ui, square(x), icon, &label, Weight::Plain, tokens).clicked();
        if clicked && (Sensitivity::MIN..=Sensitivity::MAX).contains(&to) {
            actions.push(Command::Watch(WatchCommand::SetSensitivity(to)).into());
        }
    };
    step(ui, x, Icon::Plus, "tray-more", level + 1);
    x -= 84.0;
    let shown = t.with("tray-level", [("level", i64::from(level).into())]);
    let place = Rect::from_min_size(pos2(x, rect.center().y - 11.0), vec2(80.0, 24.0));
    words(&shown, theme::regular(theme::BODY), tokens.text).show_centred(ui, place, 1);
    x -= theme::TOUCH + 4.0;
    step(ui, x, Icon::Minus, "tray-less", level - 1);
    let name = t.text("tray-sensitivity");
    words(&name, theme::regular(theme::BODY), tokens.muted)
        .show_right(ui, pos2(x - GRID * 1.5, rect.center().y));
}

/// Learn, back to the usual place, cancel, done.
fn closing_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    area: &mut TrayArea,
    actions: &mut Vec<Action>,
) -> Wish {
    let (t, tokens) = (screen.texts, screen.tokens);
    let mut wish = Wish::Stay;
    let learn = t.text("tray-learn");
    let learn = Button::new(&learn).key(keys::LEARN_TRAY);
    let place = Rect::from_min_size(rect.min, vec2(learn.width(ui), theme::TOUCH));
    if learn.show_in(ui, place, tokens).clicked() {
        learn_here(*area, actions);
    }
    let rect = rect.with_min_x(place.right() + GRID);
    let usual = t.text("tray-usual");
    let usual = Button::new(&usual).weight(Weight::Quiet);
    let place = Rect::from_min_size(rect.min, vec2(usual.width(ui), theme::TOUCH));
    if usual.show_in(ui, place, tokens).clicked() {
        *area = TrayArea::default();
    }
    let (done, cancel) = (t.text("tray-done"), t.text("tray-cancel"));
    let done = Button::new(&done).weight(Weight::Primary).key("Enter");
    let cancel = Button::new(&cancel).key(keys::BACK);
    let mut right = rect.right();
    for (button, asked) in [(done, Wish::Keep), (cancel, Wish::Leave)] {
        let width = button.width(ui);
        let place = Rect::from_min_size(pos2(right - width, rect.top()), vec2(width, theme::TOUCH));
        if button.show_in(ui, place, tokens).clicked() {
            wish = asked;
        }
        right = place.left() - GRID;
    }
    wish
}
