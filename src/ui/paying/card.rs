//! The card that paying is drawn on: its keys, its columns, what is wrong.

use egui::{Event, Id, Key, Margin, Modal, Modifiers, Rect, Sense, Ui, Vec2, vec2};

use crate::action::Action;
use crate::theme::{self, GRID, Tokens};
use crate::widgets::{controls, dialog};
use domain::{Message, Money};
use till::{Command, PayCommand, Snapshot};

pub(super) fn send(actions: &mut Vec<Action>, command: PayCommand) {
    actions.push(Command::Pay(command).into());
}

/// Why the printer did not print, until it did or the notice was read.
pub(super) fn not_printed(snapshot: &Snapshot) -> Option<&Message> {
    let notices = snapshot.notices.iter().map(|notice| &notice.message);
    notices.into_iter().find(|message| message.id == "problem-print")
}

/// A card of a fixed size over the dimmed window; `content` draws into it. Returns whether Esc
/// asks to close it.
pub(super) fn card_ui(
    ui: &Ui,
    name: &'static str,
    size: Vec2,
    tokens: &Tokens,
    content: impl FnOnce(&mut Ui, Rect),
) -> bool {
    let room = ui.ctx().content_rect().size() - Vec2::splat(GRID * 8.0);
    let frame = dialog::card_frame(ui, tokens).inner_margin(Margin::same(24));
    let modal = Modal::new(Id::unique(name)).frame(frame).show(ui.ctx(), |ui| {
        let size = size.min(room);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        content(ui, rect);
    });
    dialog::closes(&modal)
}

/// Keys of a card: none of them where a button has the keyboard, which takes Enter for itself.
pub(super) struct Keys<'a>(pub(super) &'a Ui);

impl Keys<'_> {
    pub(super) fn pressed(&self, key: Key) -> bool {
        let on_button = self.0.memory(|memory| memory.focused().is_some());
        let takes = !on_button || !matches!(key, Key::Enter | Key::Space);
        takes && self.0.input_mut(|input| input.consume_key(Modifiers::NONE, key))
    }

    /// A letter, however the keyboard makes it.
    pub(super) fn letter(&self, wanted: char) -> bool {
        self.0.input(|input| {
            input.events.iter().any(|event| match event {
                Event::Text(text) => text.to_lowercase() == wanted.to_string(),
                _ => false,
            })
        })
    }
}

/// An amount that goes back, as people say it: without its sign.
pub(super) fn positive(amount: Money) -> Money {
    Money::new(amount.minor().saturating_neg(), amount.currency())
}

/// A row of places of equal width, with a gap between them.
pub(super) fn columns<const N: usize>(rect: Rect, gap: f32) -> [Rect; N] {
    let width = (rect.width() - gap * (N as f32 - 1.0)) / N as f32;
    std::array::from_fn(|index| {
        let corner = rect.min + vec2((width + gap) * index as f32, 0.0);
        Rect::from_min_size(corner, vec2(width, rect.height()))
    })
}

/// What is wrong, in a frame of its own; returns the height used.
pub(super) fn problem_ui(ui: &mut Ui, rect: Rect, text: &str, tokens: &Tokens) -> f32 {
    let words = controls::words(text, theme::regular(theme::BODY), tokens.error_text);
    let inner = rect.shrink2(vec2(GRID * 1.5, GRID));
    let height = words.galley(ui.painter(), inner.width(), 3, egui::Align::LEFT).size().y;
    let frame = rect.with_max_y(rect.top() + height + GRID * 2.0);
    ui.painter().rect_filled(frame, theme::RADIUS, tokens.error_soft);
    words.show_in(ui, inner, 3);
    frame.height()
}
