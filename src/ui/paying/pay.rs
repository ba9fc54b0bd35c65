//! The pay card: what is due, what was handed over, quick amounts, a pad for any other amount.

use egui::{CornerRadius, Event, Key, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{Keys, PayLocal, card_ui, columns, problem_ui, send};
use crate::action::Action;
use crate::keys;
use crate::theme::{self, GRID};
use crate::till_screen::Screen;
use crate::widgets::controls::{Button, Weight, words};
use domain::{Given, TenderKind};
use texts::format;
use till::{Command, PayCommand, PayingView};

/// The longest amount that can be typed.
const LONGEST: usize = 12;

/// Digits as they are typed, on the keyboard or on the pad.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pad(String);

impl Pad {
    /// What was typed.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Takes what was typed and forgets it.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.0)
    }

    /// Adds a digit or the point; anything else is left out.
    pub fn push(&mut self, character: char) {
        let point = matches!(character, '.' | ',');
        let fits = self.0.len() < LONGEST && !(point && self.0.contains(['.', ',']));
        if fits && (character.is_ascii_digit() || (point && !self.0.is_empty())) {
            self.0.push(character);
        }
    }

    /// Takes the last one back; returns whether there was one.
    pub fn pop(&mut self) -> bool {
        self.0.pop().is_some()
    }

    /// Takes what the keyboard typed in this frame.
    pub fn read(&mut self, ui: &Ui) {
        let events = ui.input(|input| input.events.clone());
        for event in events {
            if let Event::Text(text) = event {
                text.chars().for_each(|character| self.push(character));
            }
        }
    }

    /// Draws the field and, below it, the pad, into `rect`.
    pub fn show(&mut self, ui: &mut Ui, rect: Rect, screen: &Screen<'_>, label: &str) {
        let tokens = screen.tokens;
        let field = rect.with_max_y(rect.top() + 56.0);
        ui.painter().rect(
            field,
            CornerRadius::same(theme::RADIUS),
            tokens.raised,
            egui::Stroke::new(2.0, tokens.accent_text),
            egui::StrokeKind::Inside,
        );
        let response = ui.allocate_rect(field, Sense::hover());
        let value = self.0.clone();
        response.widget_info(|| WidgetInfo {
            label: Some(label.to_owned()),
            current_text_value: Some(value.clone()),
            ..WidgetInfo::new(Role::TextInput)
        });
        let (text, colour) = match self.0.as_str() {
            "" => (label, tokens.muted),
            typed => (typed, tokens.text),
        };
        let font = theme::strong(if self.0.is_empty() { theme::BODY } else { theme::TITLE });
        let inside = field.shrink2(vec2(GRID * 2.0, 0.0));
        let size = words(text, font.clone(), colour)
            .galley(ui.painter(), inside.width(), 1, egui::Align::LEFT)
            .size();
        let at = pos2(inside.right() - size.x, inside.center().y - size.y / 2.0);
        ui.painter().text(at, egui::Align2::LEFT_TOP, text, font, colour);
        self.keys_ui(ui, rect.with_min_y(field.bottom() + GRID), screen);
    }

    fn keys_ui(&mut self, ui: &mut Ui, rect: Rect, screen: &Screen<'_>) {
        const ROWS: [[&str; 3]; 4] =
            [["7", "8", "9"], ["4", "5", "6"], ["1", "2", "3"], ["0", ".", ""]];
        let height = (rect.height() - GRID * 3.0) / ROWS.len() as f32;
        for (row, keys) in ROWS.iter().enumerate() {
            let top = rect.top() + (height + GRID) * row as f32;
            let places = columns::<3>(rect.with_min_y(top).with_max_y(top + height), GRID);
            for (key, place) in keys.iter().zip(places) {
                let backspace = screen.texts.text("pad-backspace");
                let label = if key.is_empty() { backspace.as_str() } else { key };
                let mut button = Button::new(label);
                button.text_size = if key.is_empty() { theme::SMALL } else { theme::NAME };
                if button.show_in(ui, place, screen.tokens).clicked() {
                    match key.chars().next() {
                        Some(character) => self.push(character),
                        None => drop(self.pop()),
                    }
                }
            }
        }
    }
}

/// Draws the card and takes its keys.
pub fn show(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut PayLocal,
    view: &PayingView,
    actions: &mut Vec<Action>,
) {
    if !view.writing {
        read_keys(ui, local, view, actions);
    }
    let closes = card_ui(ui, ("pay card", vec2(1000.0, 560.0)), screen.tokens, |ui, rect| {
        let foot = rect.with_min_y(rect.bottom() - 64.0);
        let body = rect.with_max_y(foot.top() - GRID * 3.0);
        let left = body.with_max_x(body.left() + 400.0);
        let quick = body.with_min_x(body.right() - 232.0);
        let pad = Rect::from_min_max(
            pos2(left.right() + GRID * 4.0, body.top()),
            pos2(quick.left() - GRID * 2.0, body.bottom()),
        );
        due_ui(ui, left, screen, view);
        let label = screen.texts.text("pay-amount");
        local.typed.show(ui, pad, screen, &label);
        quick_ui(ui, quick, screen, view, actions);
        foot_ui(ui, foot, screen, local, view, actions);
    });
    if closes && !view.writing {
        send(actions, PayCommand::Close);
    }
}

fn read_keys(ui: &Ui, local: &mut PayLocal, view: &PayingView, actions: &mut Vec<Action>) {
    let keys = Keys(ui);
    local.typed.read(ui);
    if keys.pressed(Key::Backspace) && !local.typed.pop() && !view.given.is_empty() {
        send(actions, PayCommand::TakeBack);
    }
    if keys.pressed(Key::Enter) {
        take(TenderKind::Cash, local, view, actions);
    }
    if keys.letter('c') {
        take(TenderKind::Card, local, view, actions);
    }
}

/// Takes what was typed; all that is due where nothing was.
fn take(kind: TenderKind, local: &mut PayLocal, view: &PayingView, actions: &mut Vec<Action>) {
    let typed = local.typed.take();
    if kind == TenderKind::Cash && typed.is_empty() && view.given.is_empty() {
        actions.push(Command::CompleteSale.into());
    } else {
        send(actions, PayCommand::Take { kind, typed });
    }
}

/// What is due, very large, and what was handed over so far.
fn due_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, view: &PayingView) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let money = |amount| format::money(amount, t.language());
    let at = |y: f32| rect.with_min_y(y);
    let mut y = rect.top();
    let label = t.text(if view.given.is_empty() { "pay-due" } else { "pay-still-due" });
    y += words(&label, theme::strong(theme::NAME), tokens.muted).show_in(ui, at(y), 1);
    let due = if view.given.is_empty() { view.due } else { view.by_card };
    let due = money(due);
    let size = if due.chars().count() > 10 { theme::TOTAL } else { theme::TOTAL * 1.35 };
    y += words(&due, theme::strong(size), tokens.text).show_in(ui, at(y), 1);
    if view.in_cash != view.by_card {
        let cash = t.with("pay-in-cash", [("amount", money(view.in_cash).into())]);
        y += words(&cash, theme::strong(theme::NAME), tokens.accent_text).show_in(ui, at(y), 1);
    }
    y += GRID * 3.0;
    for Given { kind, amount } in &view.given {
        let id = match kind {
            TenderKind::Cash => "pay-given-cash",
            TenderKind::Card => "pay-given-card",
        };
        let given = t.with(id, [("amount", money(*amount).into())]);
        y += words(&given, theme::regular(theme::NAME), tokens.text).show_in(ui, at(y), 1) + 4.0;
    }
    if let Some(problem) = &view.problem {
        problem_ui(ui, at(y + GRID), &t.message(problem), tokens);
    }
}

/// What customers are likely to hand over.
fn quick_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    view: &PayingView,
    actions: &mut Vec<Action>,
) {
    let gap = GRID;
    let height = ((rect.height() - gap * 4.0) / 5.0).min(88.0);
    for (index, amount) in view.quick.iter().enumerate() {
        let top = rect.top() + (height + gap) * index as f32;
        let place = rect.with_min_y(top).with_max_y(top + height);
        let text = format::money(*amount, screen.texts.language());
        let label = match index {
            0 => screen.texts.with("pay-exact", [("amount", text.into())]),
            _ => text,
        };
        let mut button = Button::new(&label).enabled(!view.writing);
        button.text_size = if index == 0 { theme::BODY } else { theme::NAME };
        if button.show_in(ui, place, screen.tokens).clicked() {
            send(actions, PayCommand::TakeCash(*amount));
        }
    }
}

fn foot_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut PayLocal,
    view: &PayingView,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let [back, undo, card, cash] = columns::<4>(rect, GRID * 1.5);
    let free = !view.writing;
    let label = t.text("pay-back");
    let button = Button::new(&label).key(keys::BACK).enabled(free);
    if button.show_in(ui, back, tokens).clicked() {
        send(actions, PayCommand::Close);
    }
    let label = t.text("pay-take-back");
    let button = Button::new(&label).enabled(free && !view.given.is_empty());
    if button.show_in(ui, undo, tokens).clicked() {
        send(actions, PayCommand::TakeBack);
    }
    let label = t.text("pay-card");
    let button = Button::new(&label).key("C").enabled(free);
    if button.show_in(ui, card, tokens).clicked() {
        take(TenderKind::Card, local, view, actions);
    }
    let label = t.text(if free { "pay-cash" } else { "completing-sale" });
    let button = Button::new(&label).key("Enter").weight(Weight::Primary).enabled(free);
    if button.show_in(ui, cash, tokens).clicked() {
        take(TenderKind::Cash, local, view, actions);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_pad_takes_digits_and_one_point() {
        let mut pad = Pad::default();
        ".1c2.,5x".chars().for_each(|character| pad.push(character));
        assert_eq!(pad.text(), "12.5");
        assert!(pad.pop());
        assert_eq!(pad.take(), "12.");
        assert!(!pad.pop());
        "1".repeat(40).chars().for_each(|character| pad.push(character));
        assert_eq!(pad.text().len(), LONGEST);
    }
}
