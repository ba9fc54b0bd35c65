//! Which product is to be taught: found by name or PLU, or made by its name.

use std::sync::Arc;

use egui::{Align2, CornerRadius, Key, Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::files;
use super::state::Local;
use super::wording::problem_ui;
use crate::action::Action;
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::words;
use crate::widgets::found;
use crate::widgets::icons::{self, Icon};
use crate::widgets::search_field::SearchField;
use domain::Product;
use teach::ShowCommand;
use till::search::Looks;

/// How many products are offered at most.
const MOST: usize = 6;
/// Height of what teaching is, in points.
const ABOUT: f32 = 320.0;

/// What can be chosen: a product, or a new one of the name that was typed.
enum Choice {
    Product(Arc<Product>),
    New(String),
}

/// Draws the field, what was found, and what this is about.
pub(super) fn choose_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    covered: bool,
    actions: &mut Vec<Action>,
) {
    let all = ui.max_rect();
    let column = all.with_max_x(all.left() + (all.width() * 0.58).round());
    let side = all.with_min_x(column.right() + GRID * 4.0);
    let (t, tokens) = (screen.texts, screen.tokens);
    let mut y = column.top();
    let at = |y: f32| column.with_min_y(y);
    let title = t.text("teach-which");
    y += words(&title, theme::strong(theme::TITLE), tokens.text).show_in(ui, at(y), 1) + GRID;
    let field = Rect::from_min_size(pos2(column.left(), y), vec2(column.width(), theme::TOUCH));
    let choices = choices(screen, local);
    field_ui(ui, field, screen, local, &choices, covered, actions);
    results_ui(ui, at(field.bottom() + GRID * 1.5), screen, local, &choices, actions);
    about_ui(ui, side, screen);
    let card = side.with_max_y(side.top() + ABOUT);
    let below = card.bottom() + GRID * 2.0 + problem_ui(ui, card, screen);
    files::panel_ui(ui, side.with_min_y(below), screen, actions);
}

fn choices(screen: &Screen<'_>, local: &Local) -> Vec<Choice> {
    let typed = local.search.trim();
    let snapshot = screen.snapshot;
    let found = match typed.is_empty() {
        true => snapshot.products.iter().take(MOST).cloned().collect(),
        false => snapshot.search.find(typed, &Looks::default(), MOST),
    };
    let is_called = |product: &Arc<Product>| product.is_called(typed);
    let is_new = typed.chars().any(char::is_alphanumeric) && !found.iter().any(is_called);
    let mut choices: Vec<Choice> = found.into_iter().map(Choice::Product).collect();
    if is_new {
        choices.push(Choice::New(typed.to_owned()));
    }
    choices
}

fn choose(choice: &Choice, local: &mut Local, actions: &mut Vec<Action>) {
    local.search.clear();
    local.pick = 0;
    actions.push(match choice {
        Choice::Product(product) => ShowCommand::Choose(product.id.clone()).into(),
        Choice::New(name) => ShowCommand::Create(name.clone()).into(),
    });
}

fn field_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    choices: &[Choice],
    covered: bool,
    actions: &mut Vec<Action>,
) {
    let t = screen.texts;
    let (label, hint) = (t.text("teach-search"), t.text("teach-search-hint"));
    let field = SearchField::new(egui::Id::unique("product to teach"), &label, &hint).limit(80);
    let nobody_types = ui.memory(|memory| memory.focused().is_none());
    if nobody_types && !covered {
        field.give_keyboard(ui);
    }
    if field.has_keyboard(ui) {
        read_keys(ui, local, choices, actions);
    }
    if field.show(ui, rect, &mut local.search, screen.tokens).changed() {
        local.pick = 0;
    }
}

fn read_keys(ui: &Ui, local: &mut Local, choices: &[Choice], actions: &mut Vec<Action>) {
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    if pressed(Key::Escape) {
        local.search.clear();
        local.pick = 0;
        actions.push(ShowCommand::ClearProblem.into());
    }
    if pressed(Key::ArrowDown) {
        local.pick = (local.pick + 1).min(choices.len().saturating_sub(1));
    }
    if pressed(Key::ArrowUp) {
        local.pick = local.pick.saturating_sub(1);
    }
    if pressed(Key::Enter)
        && let Some(choice) = choices.get(local.pick)
    {
        choose(choice, local, actions);
    }
}

fn results_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    choices: &[Choice],
    actions: &mut Vec<Action>,
) {
    for (index, choice) in choices.iter().enumerate() {
        let top = rect.top() + index as f32 * found::ROW;
        let row = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), found::ROW));
        if row.bottom() > rect.bottom() + GRID * 2.0 {
            break;
        }
        let row = row.shrink2(vec2(GRID, 0.0));
        let picked = index == local.pick;
        let clicked = match choice {
            Choice::Product(product) => {
                found::result_ui(ui, row, screen, product, picked, "teach-choose")
            }
            Choice::New(name) => new_ui(ui, row, screen, name, picked),
        };
        if clicked {
            choose(choice, local, actions);
        }
    }
}

fn new_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, name: &str, picked: bool) -> bool {
    let tokens = screen.tokens;
    let label = screen.texts.with("teach-new", [("name", name.into())]);
    let response = ui.interact(rect, egui::Id::unique("new product to teach"), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, picked, &label));
    found::ground_ui(ui, &response, picked, tokens);
    let plate = icons::left_square(rect, 52.0);
    icons::draw(ui.painter(), Icon::Plus, plate, 26.0, tokens.accent_text);
    let left = plate.right() + GRID * 2.0;
    let width = rect.right() - left;
    let paint = |text: &str, font, colour, y: f32| {
        let words = words(text, font, colour);
        let galley = words.galley(ui.painter(), width, 1, egui::Align::LEFT);
        ui.painter().galley(pos2(left, y - galley.size().y / 2.0), galley, colour);
    };
    let middle = rect.center().y;
    paint(&label, theme::strong(theme::BODY), tokens.accent_text, middle - 11.0);
    let below = screen.texts.text("teach-new-hint");
    paint(&below, theme::regular(theme::SMALL), tokens.muted, middle + 13.0);
    response.clicked()
}

/// What teaching is, in three steps, and the other way in: files.
fn about_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let card = rect.with_max_y(rect.top() + ABOUT);
    let edge = egui::Stroke::new(1.0, tokens.line);
    let radius = CornerRadius::same(14);
    ui.painter().rect(card, radius, tokens.surface, edge, egui::StrokeKind::Inside);
    let inner = card.shrink(GRID * 3.0);
    let mut y = inner.top();
    for (number, id) in
        ["teach-step-choose", "teach-step-show", "teach-step-known"].iter().enumerate()
    {
        let disc = Rect::from_min_size(pos2(inner.left(), y), Vec2::splat(36.0));
        ui.painter().circle_filled(disc.center(), 18.0, tokens.accent_soft);
        let number = (number + 1).to_string();
        let font = theme::strong(theme::BODY);
        ui.painter().text(disc.center(), Align2::CENTER_CENTER, number, font, tokens.accent_text);
        let text = inner.with_min_x(disc.right() + GRID * 2.0).with_min_y(y + 6.0);
        let used =
            words(&t.text(id), theme::regular(theme::BODY), tokens.text).show_in(ui, text, 3);
        y += used.max(36.0) + GRID * 2.0;
    }
    let drop = if screen.drop_works { "teach-drop" } else { "teach-no-drop" };
    let hint = t.with(drop, [("key", keys::OPEN.into())]);
    let place = inner.with_min_y(y + GRID);
    words(&hint, theme::regular(theme::BODY), tokens.muted).show_in(ui, place, 3);
}
