//! One line of the cart: picture, name, pieces or weight, price, remove.

use egui::{
    Align2, CornerRadius, FontSelection, Key, Margin, Rect, Sense, TextEdit, Ui, UiBuilder, Vec2,
    pos2, vec2,
};

use super::state::Local;
use crate::action::Action;
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, Weight, words};
use crate::widgets::icons::Icon;
use crate::widgets::plate;
use domain::{LineQuantity, Quantity, Unit};
use texts::format;
use till::{CartCommand, Command, LineView, WeighingCommand};

/// Three lines are in sight in the smallest window.
const HEIGHT: f32 = 90.0;
/// What a line grows by to say what is wrong with it, and by what was agreed or noted.
const PROBLEM: f32 = 24.0;
const PLATE: f32 = 60.0;
const FIELD: f32 = 44.0;

/// How tall a line is.
pub(super) fn height(line: &LineView) -> f32 {
    let rows = [line.problem.is_some(), has_terms(line)];
    HEIGHT + PROBLEM * rows.into_iter().filter(|row| *row).count() as f32
}

fn has_terms(line: &LineView) -> bool {
    line.overridden || line.discount.is_some() || !line.note.is_empty()
}

/// Draws a line and takes what is typed into it.
pub(super) fn line_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    line: &LineView,
    selected: bool,
    actions: &mut Vec<Action>,
) {
    let tokens = screen.tokens;
    let size = vec2(ui.available_width(), height(line));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let name = line.product.display_name(screen.texts.language().tag);
    response.widget_info(|| {
        let label = screen.texts.with("line-select", [("name", name.into())]);
        egui::WidgetInfo::selected(egui::Role::ListItem, true, selected, label)
    });
    if response.clicked() {
        local.cart.select(line.id);
        actions.push(Command::Weighing(WeighingCommand::ShowLine(line.id)).into());
    }
    if selected {
        let wide = rect.expand2(vec2(GRID, -2.0));
        ui.painter().rect_filled(wide, CornerRadius::same(theme::RADIUS), tokens.raised);
        let mark = wide.with_max_x(wide.left() + 4.0);
        ui.painter().rect_filled(mark, CornerRadius::same(2), tokens.accent);
        if std::mem::take(&mut local.cart.edit_quantity) {
            ui.memory_mut(|memory| memory.request_focus(controls::id_of("quantity", line.id)));
        }
    }
    // What stands in the line must not move the place of the next one.
    let ui = &mut ui.new_child(UiBuilder::new().id_salt(line.id).max_rect(rect));
    let stroke = egui::Stroke::new(1.0, tokens.line);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, stroke);

    let plate = Rect::from_min_size(rect.min + vec2(1.0, 15.0), Vec2::splat(PLATE));
    ui.painter().rect_filled(plate.expand(1.0), CornerRadius::same(11), tokens.line);
    plate::plate_ui(ui, plate, screen, &line.product);

    let left = plate.right() + GRID * 2.0;
    let first = rect.top() + 8.0;
    let used = price_ui(ui, pos2(rect.right(), first + 13.0), screen, line);
    let name_place = Rect::from_min_max(
        pos2(left, first + 1.0),
        pos2(rect.right() - used - GRID * 1.5, rect.bottom()),
    );
    words(name, theme::strong(theme::BODY), tokens.text).show_in(ui, name_place, 1);

    let row =
        Rect::from_min_max(pos2(left, first + 32.0), pos2(rect.right(), first + 32.0 + FIELD));
    let end = match line.product.unit() {
        Some(Unit::Piece) => pieces_ui(ui, row, screen, local, line, actions),
        Some(Unit::Kg) => weight_ui(ui, row, screen, local, line, actions),
        None => ask_price_ui(ui, row, screen, line, actions),
    };
    unit_price_ui(ui, row.with_min_x(end + GRID), screen, line);
    terms_ui(ui, row, screen, line);
    problem_ui(ui, row, screen, line);
    remove_ui(ui, row, screen, line, name, selected, actions);
}

fn price_ui(ui: &mut Ui, right: egui::Pos2, screen: &Screen<'_>, line: &LineView) -> f32 {
    let tokens = screen.tokens;
    match line.total {
        Some(total) => {
            let total = format::money(total, screen.texts.language());
            words(&total, theme::strong(theme::NAME), tokens.text).show_right(ui, right)
        }
        None => words("–", theme::strong(theme::NAME), tokens.muted).show_right(ui, right),
    }
}

/// What a piece or a kilogram costs.
fn unit_price_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, line: &LineView) {
    let t = screen.texts;
    let Some(unit_price) = line.unit_price else { return };
    let price = format::price(unit_price, t);
    let text = match unit_price.unit() {
        Unit::Piece => t.with("price-per-piece", [("price", price.into())]),
        Unit::Kg => price,
    };
    let words = words(&text, theme::regular(theme::SMALL), screen.tokens.muted);
    // In two rows where it is too long for one: a price is never cut.
    let place = rect.with_max_x(rect.right() - 36.0);
    let galley = words.galley(ui.painter(), place.width(), 2, egui::Align::LEFT);
    words.show_in(ui, place.with_min_y(place.center().y - galley.size().y / 2.0), 2);
}

/// What was agreed about the price and why, and what was noted.
fn terms_ui(ui: &mut Ui, row: Rect, screen: &Screen<'_>, line: &LineView) {
    if !has_terms(line) {
        return;
    }
    let t = screen.texts;
    let mut parts = Vec::new();
    if line.discount.is_some() {
        let amount = format::money(line.taken_off, t.language());
        parts.push(t.with("line-taken-off", [("amount", amount.into())]));
    }
    if line.overridden {
        let price = format::unit_price(&line.product, t);
        parts.push(t.with("line-list-price", [("price", price.into())]));
    }
    let said = [&line.reason, &line.note].into_iter().filter(|text| !text.is_empty()).cloned();
    parts.extend(said);
    let place = Rect::from_min_size(row.left_bottom() + vec2(0.0, 6.0), row.size());
    let font = theme::regular(theme::SMALL);
    words(&parts.join(" · "), font, screen.tokens.muted).show_in(ui, place, 1);
}

/// Why what was typed was not taken, below the field.
fn problem_ui(ui: &mut Ui, row: Rect, screen: &Screen<'_>, line: &LineView) {
    if let Some(problem) = &line.problem {
        let text = screen.texts.message(problem);
        let below = if has_terms(line) { 6.0 + PROBLEM } else { 6.0 };
        let place = Rect::from_min_size(row.left_bottom() + vec2(0.0, below), row.size());
        words(&text, theme::regular(theme::SMALL), screen.tokens.error_text).show_in(ui, place, 1);
    }
}

fn remove_ui(
    ui: &mut Ui,
    row: Rect,
    screen: &Screen<'_>,
    line: &LineView,
    name: &str,
    selected: bool,
    actions: &mut Vec<Action>,
) {
    let label = screen.texts.with("line-remove", [("name", name.into())]);
    let place = Rect::from_min_size(pos2(row.right() - 38.0, row.top()), Vec2::splat(FIELD));
    let button =
        controls::icon_button(ui, place, Icon::Close, &label, Weight::Quiet, screen.tokens);
    let button = if selected { button.on_hover_text(keys::REMOVE) } else { button };
    if button.clicked() {
        actions.push(Command::Cart(CartCommand::VoidLine(line.id)).into());
    }
}

/// The button for a price that nobody has said yet; returns where it ends.
fn ask_price_ui(
    ui: &mut Ui,
    row: Rect,
    screen: &Screen<'_>,
    line: &LineView,
    actions: &mut Vec<Action>,
) -> f32 {
    let text = screen.texts.text("line-ask-price");
    let place = Rect::from_min_size(row.min, vec2(150.0, FIELD));
    let ui = &mut ui.new_child(UiBuilder::new().id_salt("ask price").max_rect(place));
    let button = controls::Button::new(&text).show(ui, screen.tokens);
    if button.clicked() {
        actions.push(Command::Cart(CartCommand::AskPrice(line.id)).into());
    }
    button.rect.right()
}

/// Minus, the number of pieces, plus; returns where it ends.
fn pieces_ui(
    ui: &mut Ui,
    row: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    line: &LineView,
    actions: &mut Vec<Action>,
) -> f32 {
    let t = screen.texts;
    let name = line.product.display_name(t.language().tag);
    let pieces = match line.quantity {
        LineQuantity::Known(Quantity::Pieces(pieces)) => pieces.get(),
        _ => 1,
    };
    let square = |x: f32| Rect::from_min_size(pos2(x, row.top()), Vec2::splat(FIELD));
    let less = t.with("line-less", [("name", name.into())]);
    let minus = controls::icon_button(
        ui,
        square(row.left()),
        Icon::Minus,
        &less,
        Weight::Plain,
        screen.tokens,
    );
    if minus.clicked() && pieces > 1 {
        local.cart.select(line.id);
        local.typed.remove(&line.id);
        actions.push(Command::SetPieces(line.id, pieces - 1).into());
    }
    let field = Rect::from_min_size(pos2(row.left() + FIELD + 4.0, row.top()), vec2(52.0, FIELD));
    let label = t.with("line-pieces", [("name", name.into())]);
    let shown = pieces.to_string();
    let number = NumberField { line, label: &label, shown: &shown, hint: "" };
    if let Some(typed) = field_ui(ui, field, screen, local, number) {
        match typed.trim().parse() {
            Ok(typed) => actions.push(Command::SetPieces(line.id, typed).into()),
            // 0 is never right: the till answers with what would be.
            Err(_) => actions.push(Command::SetPieces(line.id, 0).into()),
        }
    }
    let more = t.with("line-more", [("name", name.into())]);
    let plus_place = square(field.right() + 4.0);
    let plus =
        controls::icon_button(ui, plus_place, Icon::Plus, &more, Weight::Plain, screen.tokens);
    if plus.clicked() {
        local.cart.select(line.id);
        local.typed.remove(&line.id);
        actions.push(Command::SetPieces(line.id, pieces + 1).into());
    }
    plus_place.right()
}

/// The field for grams; returns where it ends.
fn weight_ui(
    ui: &mut Ui,
    row: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    line: &LineView,
    actions: &mut Vec<Action>,
) -> f32 {
    let t = screen.texts;
    let name = line.product.display_name(t.language().tag);
    let label = t.with("line-weight", [("name", name.into())]);
    let hint = t.text("weight-hint");
    let shown = match line.quantity {
        LineQuantity::Known(Quantity::Weight(grams)) => grams.get().to_string(),
        _ => String::new(),
    };
    let field = Rect::from_min_size(row.min, vec2(84.0, FIELD));
    if shown.is_empty() {
        take_focus_once(ui, local, line);
    }
    let number = NumberField { line, label: &label, shown: &shown, hint: &hint };
    if let Some(typed) = field_ui(ui, field, screen, local, number) {
        actions.push(Command::SetWeight(line.id, typed).into());
    }
    let unit = t.text("unit-gram");
    let font = theme::regular(theme::BODY);
    let x = field.right() + 6.0;
    let end = ui.painter().text(
        pos2(x, field.center().y),
        Align2::LEFT_CENTER,
        unit,
        font,
        screen.tokens.muted,
    );
    let label = t.with("line-weigh", [("name", name.into())]);
    let place = Rect::from_min_size(pos2(end.right() + GRID, row.top()), Vec2::splat(FIELD));
    let weigh = controls::icon_button(ui, place, Icon::Scale, &label, Weight::Plain, screen.tokens);
    if weigh.on_hover_text(keys::QUANTITY).clicked() {
        actions.push(Command::Weighing(WeighingCommand::Open(line.id)).into());
    }
    place.right()
}

/// A line that needs its weight gets the keyboard once, by itself, unless it is in use.
fn take_focus_once(ui: &Ui, local: &mut Local, line: &LineView) {
    if !local.shown.contains(&line.id) && !ui.ctx().text_edit_focused() {
        local.shown.insert(line.id);
        ui.memory_mut(|memory| memory.request_focus(controls::id_of("quantity", line.id)));
    }
}

/// A field for a number of a line.
#[derive(Clone, Copy)]
struct NumberField<'a> {
    line: &'a LineView,
    label: &'a str,
    /// The number as it is; empty while it is missing.
    shown: &'a str,
    /// What stands there while it is missing.
    hint: &'a str,
}

/// A field for a number; returns what was typed once it is done: by Enter or by leaving it.
fn field_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    number: NumberField<'_>,
) -> Option<String> {
    let NumberField { line, label, shown, hint } = number;
    let id = controls::id_of("quantity", line.id);
    let tokens = screen.tokens;
    let mut typed = local.typed.get(&line.id).cloned().unwrap_or_else(|| shown.to_owned());
    let missing = shown.is_empty();
    let edit = TextEdit::singleline(&mut typed)
        .id(id)
        .font(FontSelection::FontId(theme::strong(theme::BODY)))
        .hint_text(egui::RichText::new(hint).color(tokens.muted))
        .margin(Margin::symmetric(8, 6))
        .align(if hint.is_empty() { Align2::CENTER_CENTER } else { Align2::LEFT_CENTER })
        .char_limit(12);
    let response = ui.put(rect, edit);
    ui.ctx().accesskit_node_builder(id, |node| node.set_label(label));
    let edge = if missing && !response.has_focus() { tokens.warn_text } else { tokens.edge };
    if !response.has_focus() {
        let stroke = egui::Stroke::new(if missing { 2.0 } else { 1.0 }, edge);
        let radius = CornerRadius::same(theme::RADIUS);
        ui.painter().rect_stroke(rect, radius, stroke, egui::StrokeKind::Inside);
    }
    if response.gained_focus() {
        local.cart.select(line.id);
        // What was typed beside the field stands in it already, and goes on.
        if !local.typed.contains_key(&line.id) {
            select_all(ui, id, typed.chars().count());
        }
    }
    if response.changed() {
        local.typed.insert(line.id, typed.clone());
    }
    if !response.lost_focus() {
        return None;
    }
    let given_up = ui.input(|input| input.key_pressed(Key::Escape));
    let was_typed = local.typed.remove(&line.id).is_some();
    (was_typed && !given_up && !typed.trim().is_empty()).then_some(typed)
}

/// Typing over a number replaces it.
fn select_all(ui: &Ui, id: egui::Id, length: usize) {
    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let all = egui::text::CCursorRange::two(
        egui::text::CCursor::new(0_usize),
        egui::text::CCursor::new(length),
    );
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), id);
}
