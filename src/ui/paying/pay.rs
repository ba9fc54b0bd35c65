//! The pay card: what is due, what was handed over, quick amounts, a pad for any other amount.

use egui::{Key, Rect, Ui, pos2, vec2};

use super::card::{Keys, card_ui, columns, problem_ui, send};
use super::state::PayLocal;
use crate::action::Action;
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{Button, Weight, words};
use domain::{Given, TenderKind};
use texts::format;
use till::{Command, PayCommand, PayingView};

/// Draws the card and takes its keys.
pub(super) fn show(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut PayLocal,
    view: &PayingView,
    actions: &mut Vec<Action>,
) {
    if !view.writing {
        read_keys(ui, local, view, actions);
    }
    let closes = card_ui(ui, "pay card", vec2(1000.0, 560.0), screen.tokens, |ui, rect| {
        let foot = rect.with_min_y(rect.bottom() - 64.0);
        let body = rect.with_max_y(foot.top() - GRID * 3.0);
        let left = body.with_max_x(body.left() + 400.0);
        let quick = body.with_min_x(body.right() - 232.0);
        let pad = Rect::from_min_max(
            pos2(left.right() + GRID * 4.0, body.top()),
            pos2(quick.left() - GRID * 2.0, body.bottom()),
        );
        due_ui(ui, left, screen, view, local.typed.text());
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

/// What is due, very large, what was handed over so far, and the change for what is typed.
fn due_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, view: &PayingView, typed: &str) {
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
    if let Some(change) = view.change_for(typed) {
        let change = t.with("pay-change-for", [("amount", money(change).into())]);
        y += words(&change, theme::strong(theme::TITLE), tokens.accent_text).show_in(
            ui,
            at(y + GRID),
            1,
        );
        y += GRID;
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
