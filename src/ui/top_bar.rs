//! The bar on top: the places of the window, what the till does next, the model's state, language
//! and theme.

use egui::{
    Align2, CornerRadius, Popup, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use crate::action::Action;
use crate::keys;
use crate::people;
use crate::place::Place;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::camera::menu::camera_menu_ui;
use crate::widgets::camera::setup::CameraSetup;
use crate::widgets::controls::{self, Button, Weight, words};
use crate::widgets::icons::{self, Icon};
use crate::window_state::WindowState;
use texts::LANGUAGES;
use till::{Command, ModelState, ThemeChoice};

/// Draws the bar.
pub(crate) fn top_bar_ui(
    ui: &mut Ui,
    bar: Rect,
    screen: &Screen<'_>,
    state: &mut WindowState,
    actions: &mut Vec<Action>,
) {
    let y = bar.center().y;
    let mut x = bar.left() + GRID * 2.5;
    x += brand_ui(ui, pos2(x, y), screen) + GRID * 2.0;
    for place in Place::ALL {
        x = tab_ui(ui, bar.with_min_x(x), screen, state, *place);
    }

    // From the right; the person's name belongs between the language and the model's state.
    let mut right = bar.right() - GRID * 2.0;
    right -= theme::TOUCH;
    theme_menu_ui(ui, square(right, y), screen, actions);
    right -= theme::TOUCH;
    language_menu_ui(ui, square(right, y), screen, actions);
    right -= GRID;
    right -= people::who_ui(ui, pos2(right, y), screen, actions);
    right = model_ui(ui, pos2(right, y), screen, actions);
    if state.place == Place::Till {
        let between = Rect::from_min_max(pos2(x + GRID * 2.0, y), pos2(right - GRID, y));
        take_ui(ui, between, screen, &mut state.camera, actions);
    }
}

/// A place's name, underlined where one is; returns where it ends.
fn tab_ui(
    ui: &mut Ui,
    bar: Rect,
    screen: &Screen<'_>,
    state: &mut WindowState,
    place: Place,
) -> f32 {
    let tokens = screen.tokens;
    let name = screen.texts.text(place.name_id());
    let here = state.place == place;
    let (font, colour) = (theme::strong(theme::BODY), tokens.text);
    let text = words(&name, font, if here { tokens.accent_text } else { colour });
    let galley = text.galley(ui.painter(), f32::INFINITY, 1, egui::Align::LEFT);
    let rect = bar.with_max_x(bar.left() + galley.size().x + GRID * 4.0);
    let response = ui.allocate_rect(rect, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, here, &name));
    tab_ground_ui(ui, rect, screen, &response, here);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, colour);
    if response.on_hover_text(place.key_name()).clicked() && !state.dialog_is_open(ui.ctx()) {
        state.go_to(place);
    }
    rect.right()
}

fn tab_ground_ui(ui: &Ui, rect: Rect, screen: &Screen<'_>, response: &Response, here: bool) {
    let tokens = screen.tokens;
    let inner = rect.shrink2(vec2(2.0, 12.0));
    if response.hovered() && !here {
        ui.painter().rect_filled(inner, CornerRadius::same(theme::RADIUS), tokens.raised);
    }
    if here {
        let mark = rect.with_min_y(rect.bottom() - 3.0).shrink2(vec2(GRID * 1.5, 0.0));
        ui.painter().rect_filled(mark, CornerRadius::same(1), tokens.accent);
    }
    controls::focus_ring(ui.painter(), inner, response, tokens);
}

/// Open a photo, take a picture, choose the camera; icons alone where `between` is too narrow for
/// words.
fn take_ui(
    ui: &mut Ui,
    between: Rect,
    screen: &Screen<'_>,
    camera: &mut CameraSetup,
    actions: &mut Vec<Action>,
) {
    let t = screen.texts;
    let (mut x, y) = (between.left(), between.top());
    let can_take = screen.snapshot.camera.frame.is_some();
    let (open, take) = (t.text("open-photo"), t.text("take-picture"));
    let wishes = [
        (Button::new(&open).icon(Icon::Photo).key(keys::OPEN), Action::ChooseFiles),
        (
            Button::new(&take).icon(Icon::Camera).key(keys::TAKE).enabled(can_take),
            Command::TakePicture.into(),
        ),
    ];
    let wide: f32 = wishes.iter().map(|(button, _)| button.width(ui) + GRID).sum();
    let roomy = wide + theme::TOUCH <= between.width();
    for (button, action) in wishes {
        let button = if roomy { button } else { button.icon_alone() };
        let rect = place(ui, &button, x, y);
        if button.show_in(ui, rect, screen.tokens).clicked() {
            actions.push(action);
        }
        x = rect.right() + GRID;
    }
    camera_menu_ui(ui, square(x - GRID * 0.5, y), screen, camera, actions);
}

fn place(ui: &Ui, button: &Button<'_>, x: f32, y: f32) -> Rect {
    let size = vec2(button.width(ui), theme::TOUCH);
    Rect::from_min_size(pos2(x, y - size.y / 2.0), size)
}

fn square(x: f32, y: f32) -> Rect {
    Rect::from_min_size(pos2(x, y - theme::TOUCH / 2.0), Vec2::splat(theme::TOUCH))
}

/// The mark, which says its name to the pointer that waits over it; returns the width used.
fn brand_ui(ui: &mut Ui, left: egui::Pos2, screen: &Screen<'_>) -> f32 {
    let tokens = screen.tokens;
    let mark = Rect::from_min_size(left - vec2(0.0, 18.0), Vec2::splat(36.0));
    let response = ui.allocate_rect(mark, Sense::hover());
    let name = screen.texts.text("app-name");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    let painter = ui.painter();
    painter.rect_filled(mark, CornerRadius::same(10), tokens.accent);
    painter.circle_stroke(mark.center(), 8.0, egui::Stroke::new(2.5, tokens.on_accent));
    painter.circle_filled(mark.center(), 3.0, tokens.on_accent);
    response.on_hover_text(name);
    mark.width()
}

fn language_menu_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let label = screen.texts.text("language-menu");
    let button = controls::icon_button(ui, rect, Icon::Globe, &label, Weight::Quiet, screen.tokens);
    Popup::menu(&button).show(|ui| {
        ui.set_min_width(180.0);
        for language in LANGUAGES {
            let chosen = *language == screen.texts.language();
            if ui.selectable_label(chosen, language.own_name).clicked() {
                actions.push(Command::SetLanguage(language.tag.to_owned()).into());
            }
        }
    });
}

fn theme_menu_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let chosen = screen.snapshot.settings.theme;
    let icon = match chosen {
        ThemeChoice::System => Icon::HalfDisc,
        ThemeChoice::Light => Icon::Sun,
        ThemeChoice::Dark => Icon::Moon,
    };
    let label = screen.texts.text("theme-menu");
    let button = controls::icon_button(ui, rect, icon, &label, Weight::Quiet, screen.tokens);
    let t = screen.texts;
    let choices = [
        (ThemeChoice::System, t.text("theme-system")),
        (ThemeChoice::Light, t.text("theme-light")),
        (ThemeChoice::Dark, t.text("theme-dark")),
    ];
    Popup::menu(&button).show(|ui| {
        ui.set_min_width(180.0);
        for (choice, name) in choices {
            if ui.selectable_label(choice == chosen, name).clicked() {
                actions.push(Command::SetTheme(choice).into());
            }
        }
    });
}

/// What the model does, with its right end at `right`; returns where it begins.
fn model_ui(ui: &mut Ui, right: egui::Pos2, screen: &Screen<'_>, actions: &mut Vec<Action>) -> f32 {
    let (t, tokens) = (screen.texts, screen.tokens);
    let (label, detail, colour, ground) = match &screen.snapshot.model {
        ModelState::Loading => {
            (t.text("model-loading"), None, tokens.warn_text, Some(tokens.warn_soft))
        }
        ModelState::Ready { name, device } => {
            let args = [("name", name.as_str().into()), ("device", device.as_str().into())];
            (t.text("model-ready"), Some(t.with("model-ready-detail", args)), tokens.muted, None)
        }
        ModelState::Failed { message } => {
            let again = t.text("model-retry");
            let button = Button::new(&again);
            let rect = place(ui, &button, right.x - button.width(ui), right.y);
            if button.show_in(ui, rect, tokens).clicked() {
                actions.push(Command::LoadModel.into());
            }
            let right = pos2(rect.left() - GRID * 1.5, right.y);
            let label = t.text("model-failed");
            let (colour, ground) = (tokens.error_text, Some(tokens.error_soft));
            let message = t.message(message);
            let chip = Chip { label: &label, detail: Some(&message), colour, ground };
            return chip_ui(ui, right, screen, &chip);
        }
    };
    let chip = Chip { label: &label, detail: detail.as_deref(), colour, ground };
    chip_ui(ui, right, screen, &chip)
}

/// A few words in a pill, with a dot before them.
struct Chip<'a> {
    label: &'a str,
    /// What the pointer that waits over it is told.
    detail: Option<&'a str>,
    colour: egui::Color32,
    ground: Option<egui::Color32>,
}

fn chip_ui(ui: &mut Ui, right: egui::Pos2, screen: &Screen<'_>, chip: &Chip<'_>) -> f32 {
    let &Chip { label, detail, colour, ground } = chip;
    let galley = words(label, theme::regular(theme::BODY), colour).galley(
        ui.painter(),
        f32::INFINITY,
        1,
        egui::Align::LEFT,
    );
    let size = vec2(galley.size().x + 46.0, 36.0);
    let rect = Rect::from_min_size(pos2(right.x - size.x, right.y - size.y / 2.0), size);
    let response = ui.allocate_rect(rect, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, label));
    let painter = ui.painter();
    if let Some(ground) = ground {
        painter.rect_filled(rect, CornerRadius::same(18), ground);
    }
    let dot = if ground.is_none() { screen.tokens.accent } else { colour };
    let middle = icons::left_square(rect.translate(vec2(14.0, 0.0)), 10.0).center();
    painter.circle_filled(middle, 5.0, dot);
    painter.text(
        pos2(rect.left() + 32.0, rect.center().y),
        Align2::LEFT_CENTER,
        label,
        theme::regular(theme::BODY),
        colour,
    );
    if let Some(detail) = detail {
        response.on_hover_text(detail);
    }
    rect.left()
}
