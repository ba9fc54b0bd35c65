//! The keys of a frame as strokes, and what becomes of them: the window's side of
//! [`till::keystrokes`], which decides.

use egui::{Event, FocusDirection, Key, Ui};

use till::ItemId;
use till::keystrokes::{Keystrokes, Route, Stroke, Surroundings};

/// What was pressed and is not handed on yet.
#[derive(Default)]
pub(crate) struct Typing {
    keys: Keystrokes<Vec<Event>>,
    /// The photo whose tile was chosen last by its digit.
    pub last_choice: Option<ItemId>,
}

impl Typing {
    /// Takes the keys of this frame out of `ui` and hands at most one of them on: into `ui` again,
    /// where it is whoever's has the keyboard, else as the answer.
    pub(crate) fn read(&mut self, ui: &Ui, around: &Surroundings<'_>) -> Option<Route<()>> {
        let (now, tabs) = ui.input_mut(|input| {
            let events = std::mem::take(&mut input.events);
            let tabs = events.iter().any(is_tab);
            input.events = self.sift(events, input.time);
            (input.time, tabs)
        });
        if tabs {
            // It may end a code: it moves on when its turn has come.
            ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        }
        let route = self.keys.next(now, around);
        if self.keys.is_waiting() {
            ui.ctx().request_repaint();
        }
        Some(match route? {
            Route::Pass(events) => {
                pass(ui, events);
                return None;
            }
            Route::Enter => {
                pass(ui, vec![enter()]);
                return None;
            }
            Route::Search(text) => Route::Search(text),
            Route::TakeBack(text) => Route::TakeBack(text),
            Route::Weight(line, text) => Route::Weight(line, text),
            Route::Tile(index) => Route::Tile(index),
            Route::Code(code) => Route::Code(code),
        })
    }

    /// The index of the tile whose key was pressed and which is chosen in a moment.
    pub(crate) fn waiting_tile(&self, tiles: usize) -> Option<usize> {
        self.keys.waiting_tile(tiles)
    }

    /// Forgets what was pressed: another screen has the keyboard.
    pub(crate) fn clear(&mut self) {
        self.keys.clear();
    }

    /// Keeps the keys, and returns what is none.
    fn sift(&mut self, events: Vec<Event>, now: f64) -> Vec<Event> {
        let mut beside = Vec::with_capacity(events.len());
        let mut events = events.into_iter().peekable();
        while let Some(event) = events.next() {
            if is_escape(&event) {
                // The field has already lost the keyboard by it, with all that was to come.
                self.keys.clear();
                beside.push(event);
                continue;
            }
            if !is_of_the_keyboard(&event) {
                beside.push(event);
                continue;
            }
            // What a key types comes right behind it.
            let typed = match &event {
                Event::Key { .. } => events.next_if(|next| matches!(next, Event::Text(_))),
                _ => None,
            };
            let stroke = stroke(&event, typed.as_ref());
            self.keys.press(stroke, now, std::iter::once(event).chain(typed).collect());
        }
        beside
    }
}

/// Gives events back to the frame.
fn pass(ui: &Ui, events: Vec<Event>) {
    let tabs = events.iter().any(is_tab);
    ui.input_mut(|input| input.events.extend(events));
    if tabs {
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::Next));
    }
}

fn enter() -> Event {
    let (key, modifiers) = (Key::Enter, egui::Modifiers::NONE);
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
}

/// A key that goes down, and whatever else types. That a key is let go says nothing to anybody: the
/// key itself may have been a code's.
fn is_of_the_keyboard(event: &Event) -> bool {
    match event {
        Event::Key { pressed, .. } => *pressed,
        Event::Text(_) | Event::Paste(_) | Event::Ime(_) | Event::Copy | Event::Cut => true,
        _ => false,
    }
}

fn is_tab(event: &Event) -> bool {
    stroke(event, None) == Stroke::Tab && matches!(event, Event::Key { pressed: true, .. })
}

fn is_escape(event: &Event) -> bool {
    matches!(event, Event::Key { key: Key::Escape, pressed: true, .. })
}

fn stroke(event: &Event, typed: Option<&Event>) -> Stroke {
    let (key, repeated) = match event {
        Event::Key { key, modifiers, repeat, .. } => (modifiers.is_none().then_some(*key), *repeat),
        Event::Text(text) => return sign(text, None, false),
        _ => return Stroke::Other,
    };
    match (key, typed) {
        (Some(Key::Enter), _) => Stroke::Enter,
        (Some(Key::Tab), _) => Stroke::Tab,
        (key, Some(Event::Text(text))) => sign(text, key.and_then(digit_of), repeated),
        // A digit that types nothing is its key alone.
        (key, _) => match key.and_then(digit_of) {
            Some(digit) => Stroke::Sign { text: digit.to_string(), digit: Some(digit), repeated },
            None => Stroke::Other,
        },
    }
}

fn sign(text: &str, key: Option<u8>, repeated: bool) -> Stroke {
    if text.is_empty() || text.chars().any(|sign| sign.is_whitespace() || sign.is_control()) {
        return Stroke::Other;
    }
    let typed = text.chars().last().and_then(|sign| sign.to_digit(10));
    let typed = typed.and_then(|digit| u8::try_from(digit).ok());
    Stroke::Sign { text: text.to_owned(), digit: typed.or(key), repeated }
}

/// The digit that is printed on a key.
fn digit_of(key: Key) -> Option<u8> {
    Some(match key {
        Key::Num0 => 0,
        Key::Num1 => 1,
        Key::Num2 => 2,
        Key::Num3 => 3,
        Key::Num4 => 4,
        Key::Num5 => 5,
        Key::Num6 => 6,
        Key::Num7 => 7,
        Key::Num8 => 8,
        Key::Num9 => 9,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use egui::Modifiers;

    use super::*;

    fn key(key: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    fn text(text: &str) -> Event {
        Event::Text(text.to_owned())
    }

    fn is_sign(stroke: &Stroke, typed: &str, printed: Option<u8>) -> bool {
        matches!(stroke, Stroke::Sign { text, digit, .. } if text == typed && *digit == printed)
    }

    #[test]
    fn a_key_and_what_it_types_are_one_stroke() {
        let one = key(Key::Num1, Modifiers::NONE);
        assert!(is_sign(&stroke(&one, Some(&text("1"))), "1", Some(1)));
        assert!(is_sign(&stroke(&one, None), "1", Some(1)), "without a text");
        assert!(is_sign(&stroke(&text("1"), None), "1", Some(1)), "without a key");
        let a = key(Key::A, Modifiers::NONE);
        assert!(is_sign(&stroke(&a, Some(&text("a"))), "a", None));
    }

    #[test]
    fn a_digit_s_key_that_types_another_letter_is_still_its_tile() {
        let two = key(Key::Num2, Modifiers::NONE);
        assert!(is_sign(&stroke(&two, Some(&text("é"))), "é", Some(2)), "as in French");
        let shifted = key(Key::Num2, Modifiers::SHIFT);
        assert!(is_sign(&stroke(&shifted, Some(&text("2"))), "2", Some(2)));
        assert!(is_sign(&stroke(&shifted, Some(&text("@"))), "@", None));
    }

    #[test]
    fn what_types_nothing_that_can_be_seen_is_no_sign() {
        for event in [
            key(Key::Num1, Modifiers::COMMAND),
            key(Key::Space, Modifiers::NONE),
            key(Key::F9, Modifiers::NONE),
            key(Key::Enter, Modifiers::COMMAND),
            Event::Paste("12345678".to_owned()),
            text("two words"),
            text("\u{1d}"),
        ] {
            assert_eq!(stroke(&event, None), Stroke::Other, "{event:?}");
        }
        assert_eq!(stroke(&key(Key::Enter, Modifiers::NONE), None), Stroke::Enter);
        assert_eq!(stroke(&key(Key::Tab, Modifiers::NONE), None), Stroke::Tab);
    }

    #[test]
    fn escape_gives_up_what_was_pressed_and_the_pointer_passes_by() {
        let mut typing = Typing::default();
        let moved = Event::PointerMoved(egui::pos2(1.0, 2.0));
        let beside = typing.sift(vec![text("4"), moved.clone(), text("0")], 1.0);
        assert_eq!(beside, [moved]);
        assert!(typing.keys.is_waiting());
        let escape = key(Key::Escape, Modifiers::NONE);
        assert_eq!(typing.sift(vec![escape.clone()], 1.01), [escape]);
        assert!(!typing.keys.is_waiting());
    }
}
