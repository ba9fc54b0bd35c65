//! Beside the paper: print, keep, and choose what goes back.

use egui::{Rect, ScrollArea, Sense, Ui, UiBuilder, Vec2, pos2, vec2};

use super::card::{columns, not_printed, positive, problem_ui, send};
use crate::action::Action;
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, Button, Weight, words};
use crate::widgets::icons::Icon;
use domain::{Grams, Quantity, Refundable, SaleLine};
use texts::format;
use till::{PayCommand, ReceiptForm, ReceiptsView};

/// A name and two rows of what can go back.
const ROW: f32 = 80.0;

/// Draws the side.
pub(super) fn side_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    view: &ReceiptsView,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let foot = rect.with_min_y(rect.bottom() - 56.0);
    let mut top = rect.top();
    if let Some(shown) = &view.shown {
        top += keep_ui(ui, rect, screen, actions) + GRID * 2.0;
        if let Some(refundable) = &shown.refundable {
            let space = rect.with_min_y(top).with_max_y(foot.top() - GRID * 2.0);
            top += returns_ui(ui, space, screen, view, refundable, actions);
        }
    }
    said_ui(ui, rect.with_min_y(top), screen, view);
    let [close, refund] = columns::<2>(foot, GRID * 1.5);
    let label = t.text("receipts-close");
    if Button::new(&label).key(keys::BACK).show_in(ui, close, tokens).clicked() {
        send(actions, PayCommand::Close);
    }
    let label = match view.refund {
        Some(amount) => {
            let amount = format::money(positive(amount), t.language());
            t.with("refund-amount", [("amount", amount.into())])
        }
        None => t.text("refund"),
    };
    let enabled = view.refund.is_some() && !view.writing;
    let button = Button::new(&label).key(keys::COMPLETE).weight(Weight::Primary).enabled(enabled);
    if button.show_in(ui, refund, tokens).clicked() {
        send(actions, PayCommand::Refund);
    }
}

/// Print a copy, keep it as a file; returns the height used.
fn keep_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, actions: &mut Vec<Action>) -> f32 {
    let row = rect.with_max_y(rect.top() + theme::TOUCH);
    let buttons = [
        ("receipts-copy", "P", PayCommand::PrintCopy),
        ("receipts-pdf", "S", PayCommand::Save(ReceiptForm::Pdf)),
        ("receipts-text", "T", PayCommand::Save(ReceiptForm::Text)),
    ];
    for ((id, key, command), place) in buttons.into_iter().zip(columns::<3>(row, GRID)) {
        let label = screen.texts.text(id);
        let mut button = Button::new(&label).key(key);
        button.text_size = theme::SMALL;
        if button.show_in(ui, place, screen.tokens).clicked() {
            send(actions, command);
        }
    }
    row.height()
}

/// What went wrong, or where the file lies.
fn said_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, view: &ReceiptsView) {
    let (t, tokens) = (screen.texts, screen.tokens);
    if let Some(problem) = view.problem.as_ref().or(not_printed(screen.snapshot)) {
        problem_ui(ui, rect, &t.message(problem), tokens);
    } else if let Some(file) = &view.saved {
        let file = file.display().to_string();
        let saved = t.with("receipts-saved", [("file", file.into())]);
        words(&saved, theme::regular(theme::SMALL), tokens.accent_text).show_in(ui, rect, 3);
    }
}

/// The lines of the sale and how much of each goes back; returns the height used.
fn returns_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    view: &ReceiptsView,
    refundable: &Refundable,
    actions: &mut Vec<Action>,
) -> f32 {
    let (t, tokens) = (screen.texts, screen.tokens);
    let left = refundable.left();
    let head = rect.with_max_y(rect.top() + theme::TOUCH);
    let title = t.text("refund-title");
    let below = head.with_min_y(head.top() + 11.0);
    words(&title, theme::strong(theme::NAME), tokens.text).show_in(ui, below, 1);
    let label = t.text("refund-all");
    let something = left.iter().any(|left| *left > 0);
    let button = Button::new(&label).key("A").enabled(something && !view.writing);
    let place = head.with_min_x(head.right() - button.width(ui));
    if button.show_in(ui, place, tokens).clicked() {
        send(actions, PayCommand::ReturnAll);
    }
    let lines = refundable.paid().sale().lines();
    let needed = lines.len() as f32 * ROW;
    // What is said of problems and files stands below the lines.
    let space = rect.with_min_y(head.bottom() + GRID).with_max_y(rect.bottom() - 64.0);
    let area = space.with_max_y(space.bottom().min(space.top() + needed));
    controls::inside(ui, area, |ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let scroll = ScrollArea::vertical().id_salt("returned lines").auto_shrink(false);
        scroll.show_rows(ui, ROW, lines.len(), |ui, range| {
            for position in range {
                let counts = (left.get(position).copied(), view.returned.get(position).copied());
                if let (Some(line), (Some(left), Some(back))) = (lines.get(position), counts) {
                    line_ui(ui, screen, &Returned { position, line, left, back }, actions);
                }
            }
        });
    });
    area.bottom() - rect.top() + GRID
}

/// A line of the sale, and how much of it goes back, in pieces or grams.
struct Returned<'a> {
    position: usize,
    line: &'a SaleLine,
    /// What could go back.
    left: u32,
    /// What does.
    back: u32,
}

fn line_ui(ui: &mut Ui, screen: &Screen<'_>, returned: &Returned<'_>, actions: &mut Vec<Action>) {
    let &Returned { position, line, left, back } = returned;
    let (t, tokens) = (screen.texts, screen.tokens);
    let size = vec2(ui.available_width(), ROW);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    // What stands in the line must not move the place of the next one.
    let ui = &mut ui.new_child(UiBuilder::new().id_salt(position).max_rect(rect));
    ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, tokens.line));
    let square =
        |x: f32| Rect::from_center_size(pos2(x, rect.center().y), Vec2::splat(theme::TOUCH - 4.0));
    let (minus, plus) = (square(rect.right() - 146.0), square(rect.right() - 26.0));
    let colour = if left == 0 { tokens.muted } else { tokens.text };
    let name_place =
        Rect::from_min_max(rect.min + vec2(0.0, 9.0), pos2(minus.left() - GRID, rect.bottom()));
    let name = line.display_name(t.language().tag);
    let used = words(name, theme::strong(theme::BODY), colour).show_in(ui, name_place, 1);
    let gross = format::money(line.gross, t.language());
    let of = match left {
        0 => t.with("refund-gone", [("amount", gross.into())]),
        _ => {
            let quantity = quantity(line, left);
            t.with("refund-left", [("quantity", quantity.into()), ("amount", gross.into())])
        }
    };
    let below = name_place.with_min_y(name_place.top() + used);
    words(&of, theme::regular(theme::SMALL), tokens.muted).show_in(ui, below, 2);
    if left == 0 {
        return;
    }
    // Pieces go back one by one, what was weighed as a whole.
    let step = if matches!(line.quantity, Quantity::Pieces(_)) { 1 } else { left };
    let label = t.with("refund-less", [("name", name.into())]);
    if controls::icon_button(ui, minus, Icon::Minus, &label, Weight::Plain, tokens).clicked() {
        send(actions, PayCommand::Return { position, count: back.saturating_sub(step) });
    }
    let label = t.with("refund-more", [("name", name.into())]);
    if controls::icon_button(ui, plus, Icon::Plus, &label, Weight::Plain, tokens).clicked() {
        send(actions, PayCommand::Return { position, count: back.saturating_add(step) });
    }
    let number = match (back, line.quantity) {
        (0, _) => "0".to_owned(),
        (back, Quantity::Pieces(_)) => back.to_string(),
        (back, Quantity::Weight(_)) => quantity(line, back),
    };
    let colour = if back > 0 { tokens.accent_text } else { tokens.muted };
    let middle = pos2((minus.right() + plus.left()) / 2.0, rect.center().y);
    let font = theme::strong(if number.len() > 3 { theme::SMALL } else { theme::NAME });
    ui.painter().text(middle, egui::Align2::CENTER_CENTER, number, font, colour);
}

/// So many pieces or grams, as people read them.
fn quantity(line: &SaleLine, count: u32) -> String {
    match (line.quantity, Grams::new(count)) {
        (Quantity::Weight(_), Ok(grams)) => grams.to_string(),
        _ => count.to_string(),
    }
}
