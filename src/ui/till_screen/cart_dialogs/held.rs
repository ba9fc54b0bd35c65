//! The carts on hold: their notes, times and totals, with the keys 1 to 9.

use egui::epaint::StrokeKind;
use egui::{CornerRadius, Key, Modifiers, Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::card::{After, card};
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::widgets::controls::{self, Button, words};
use texts::format;
use till::{CartCommand, Command, HeldView};

const ROW: f32 = 72.0;
const WIDTH: f32 = 560.0;
/// How many rows are in sight without scrolling.
const ROWS: f32 = 6.0;

const NUMBERS: [Key; 9] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
];

pub(super) fn show(ui: &Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) -> After {
    let (t, tokens) = (screen.texts, screen.tokens);
    let title = t.text("held-title");
    card(ui, screen, &title, WIDTH, |ui| {
        if !screen.snapshot.cart.lines.is_empty() {
            let swap = t.text("held-swap");
            ui.label(egui::RichText::new(swap).color(tokens.muted));
            ui.add_space(GRID);
        }
        let mut chosen = pressed(ui, screen);
        egui::ScrollArea::vertical().max_height(ROW * ROWS).show(ui, |ui| {
            for (index, held) in screen.snapshot.held.iter().enumerate() {
                if row_ui(ui, screen, index, held) {
                    chosen = Some(held.id);
                }
            }
        });
        ui.add_space(GRID * 2.0);
        let back = t.text("cart-dialog-back");
        let back = Button::new(&back).key("Esc").show(ui, tokens).clicked();
        match chosen {
            Some(id) => {
                actions.push(Command::Cart(CartCommand::Resume(id)).into());
                After::Closes
            }
            None if back => After::Closes,
            None => After::Stays,
        }
    })
}

/// The cart whose number was pressed.
fn pressed(ui: &Ui, screen: &Screen<'_>) -> Option<i64> {
    let is_pressed = |key: &Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, *key));
    let index = NUMBERS.iter().position(is_pressed)?;
    screen.snapshot.held.get(index).map(|held| held.id)
}

/// Draws a cart on hold; returns whether it was pressed.
fn row_ui(ui: &mut Ui, screen: &Screen<'_>, index: usize, held: &HeldView) -> bool {
    let (t, tokens) = (screen.texts, screen.tokens);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let note = if held.note.is_empty() { t.text("held-no-note") } else { held.note.clone() };
    let time = format::time_of_day(held.at);
    let total = format::money(held.total, t.language());
    let about = t.with("held-about", [("time", time.into()), ("count", held.lines.into())]);
    response.widget_info(|| {
        let args = [("note", note.as_str().into()), ("total", total.as_str().into())];
        WidgetInfo::labeled(Role::Button, true, t.with("held-resume", args))
    });
    let over = response.hovered() || response.has_focus();
    let fill = if over { tokens.raised } else { tokens.surface };
    let stroke = egui::Stroke::new(1.0, tokens.line);
    let inner = rect.shrink2(vec2(1.0, 3.0));
    ui.painter().rect(inner, CornerRadius::same(RADIUS), fill, stroke, StrokeKind::Inside);
    controls::focus_ring(ui.painter(), inner, &response, tokens);
    if index < NUMBERS.len() {
        let centre = pos2(inner.left() + 30.0, inner.center().y);
        let cap = Rect::from_center_size(centre, Vec2::splat(32.0));
        let number = (index + 1).to_string();
        controls::key_cap(ui.painter(), cap, &number, tokens.text, tokens.edge);
    }
    let painter = ui.painter();
    let left = inner.left() + 60.0;
    let total = words(&total, theme::strong(theme::NAME), tokens.text).galley(
        painter,
        f32::INFINITY,
        1,
        egui::Align::LEFT,
    );
    let total_at = inner.right() - GRID * 2.0 - total.size().x;
    painter.galley(pos2(total_at, inner.center().y - total.size().y / 2.0), total, tokens.text);
    let width = total_at - left - GRID;
    let note = words(&note, theme::strong(theme::BODY), tokens.text).galley(
        painter,
        width,
        1,
        egui::Align::LEFT,
    );
    painter.galley(pos2(left, inner.center().y - 24.0), note, tokens.text);
    let about = words(&about, theme::regular(theme::SMALL), tokens.muted).galley(
        painter,
        width,
        1,
        egui::Align::LEFT,
    );
    painter.galley(pos2(left, inner.center().y + 3.0), about, tokens.muted);
    response.clicked()
}
