//! What is left to do once a sale or refund is recorded: the change, very large.

use egui::{Key, Ui, Vec2, vec2};

use super::card::{Keys, card_ui, columns, not_printed, positive, problem_ui, send};
use crate::action::Action;
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{Button, Weight, words};
use crate::widgets::icons::{self, Icon};
use texts::format;
use till::{DoneView, PayCommand};

/// The size of the change, in points.
const VERY_LARGE: f32 = 112.0;

/// Draws the card and takes its keys.
pub(super) fn show(ui: &mut Ui, screen: &Screen<'_>, view: &DoneView, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let keys = Keys(ui);
    if keys.pressed(Key::Enter) || keys.pressed(Key::F9) {
        send(actions, PayCommand::Close);
    }
    if keys.letter('p') {
        send(actions, PayCommand::PrintAgain);
    }
    let closes = card_ui(ui, "done card", vec2(760.0, 480.0), tokens, |ui, rect| {
        let disc =
            egui::Rect::from_center_size(rect.center_top() + vec2(0.0, 32.0), Vec2::splat(64.0));
        ui.painter().circle_filled(disc.center(), 32.0, tokens.accent_soft);
        icons::draw(ui.painter(), Icon::Check, disc, 30.0, tokens.accent_text);
        let (label, amount) = headline(screen, view);
        let at = |y: f32| rect.with_min_y(y);
        let mut y = disc.bottom() + GRID * 1.5;
        y += words(&label, theme::strong(theme::TITLE), tokens.muted).show_centred(ui, at(y), 1);
        let size = if amount.chars().count() > 10 { VERY_LARGE * 0.6 } else { VERY_LARGE };
        y += words(&amount, theme::strong(size), tokens.text).show_centred(ui, at(y), 1);
        for line in details(screen, view) {
            y += words(&line, theme::regular(theme::NAME), tokens.muted).show_centred(ui, at(y), 1);
        }
        if let Some(message) = not_printed(screen.snapshot) {
            problem_ui(ui, at(y + GRID), &t.message(message), tokens);
        }
        let [print, next] = columns::<2>(rect.with_min_y(rect.bottom() - 64.0), GRID * 1.5);
        let label = t.text("done-print");
        let button = Button::new(&label).key("P");
        if button.show_in(ui, print, tokens).clicked() {
            send(actions, PayCommand::PrintAgain);
        }
        let label = t.text("done-next");
        let button = Button::new(&label).key(keys::ENTER).weight(Weight::Primary);
        if button.show_in(ui, next, tokens).clicked() {
            send(actions, PayCommand::Close);
        }
    });
    if closes {
        send(actions, PayCommand::Close);
    }
}

/// The one number that the clerk needs now, and what it is.
fn headline(screen: &Screen<'_>, view: &DoneView) -> (String, String) {
    let t = screen.texts;
    let money = |amount| format::money(amount, t.language());
    if view.cash.is_negative() {
        return (t.text("done-give-back"), money(positive(view.cash)));
    }
    if view.card.is_negative() {
        return (t.text("done-card-back"), money(positive(view.card)));
    }
    match view.change.minor() {
        // With the rounding of cash.
        0 => {
            let paid = view.cash.checked_add(view.card).unwrap_or(view.gross);
            (t.text("done-paid"), money(paid))
        }
        _ => (t.text("done-change"), money(view.change)),
    }
}

fn details(screen: &Screen<'_>, view: &DoneView) -> Vec<String> {
    let t = screen.texts;
    let money = |amount| format::money(amount, t.language());
    let mut lines = vec![t.with("done-number", [("number", view.number.into())])];
    if view.cash.is_negative() && view.card.is_negative() {
        let card = money(positive(view.card));
        lines.push(t.with("done-card-back-too", [("amount", card.into())]));
    } else if view.change.minor() != 0 {
        lines.push(t.with("done-total", [("amount", money(view.gross).into())]));
    }
    lines
}
