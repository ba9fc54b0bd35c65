//! A scanner that types: told from a person by its speed, or by a sign that it sends first.
//!
//! Keys that may be the beginning of a code are held back for a moment. When they turn out to be
//! one, nobody else ever sees them: no field, no tile. When they do not, they go on as they were
//! typed, in order, a twentieth of a second late.

use egui::{Event, Key, Ui};

/// A scanner sends its digits no further apart than this; nobody types six digits so fast. Seconds.
const GAP: f64 = 0.05;
/// With a sign before the digits the scanner may be slower. Seconds.
const GAP_AFTER_PREFIX: f64 = 0.25;
/// The shortest and the longest code.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=14;

/// What may be the beginning of a code.
#[derive(Default)]
pub struct Wedge {
    held: Vec<Event>,
    digits: String,
    /// Whether it began with the scanner's sign.
    marked: bool,
    /// When the last key came, in seconds.
    last: f64,
}

impl Wedge {
    /// Takes the keys of this frame that may be a scanner's out of `ui`; returns the codes that
    /// were completed. `prefix` is what the scanner sends first, if it does.
    pub fn read(&mut self, ui: &Ui, prefix: Option<char>) -> Vec<String> {
        let mut codes = Vec::new();
        ui.input_mut(|input| {
            let now = input.time;
            let events = std::mem::take(&mut input.events);
            input.events = self.sift(events, now, prefix, &mut codes);
        });
        if !self.held.is_empty() {
            // The next frame lets go of what nobody continued.
            ui.ctx().request_repaint();
        }
        codes
    }

    /// Returns the events that are nobody's code, in order.
    fn sift(
        &mut self,
        events: Vec<Event>,
        now: f64,
        prefix: Option<char>,
        codes: &mut Vec<String>,
    ) -> Vec<Event> {
        let mut out = Vec::with_capacity(events.len());
        let gap = if self.marked { GAP_AFTER_PREFIX } else { GAP };
        if !self.held.is_empty() && now - self.last > gap {
            self.let_go(&mut out);
        }
        for event in events {
            match part(&event, prefix) {
                Part::Prefix => {
                    self.let_go(&mut out);
                    self.marked = true;
                    self.hold(event, now);
                }
                Part::Digits(digits) => {
                    self.digits.push_str(digits);
                    self.hold(event, now);
                }
                Part::Digit => self.hold(event, now),
                Part::Enter if self.is_code() => {
                    codes.push(std::mem::take(&mut self.digits));
                    self.held.clear();
                    self.marked = false;
                }
                Part::Beside => out.push(event),
                Part::Enter | Part::Other => {
                    self.let_go(&mut out);
                    out.push(event);
                }
            }
        }
        out
    }

    fn is_code(&self) -> bool {
        DIGITS.contains(&self.digits.len())
    }

    fn hold(&mut self, event: Event, now: f64) {
        self.held.push(event);
        self.last = now;
    }

    fn let_go(&mut self, out: &mut Vec<Event>) {
        out.append(&mut self.held);
        self.digits.clear();
        self.marked = false;
    }
}

/// What an event may be of a code.
enum Part<'a> {
    Prefix,
    /// Digits as text.
    Digits(&'a str),
    /// The key of a digit, pressed or let go.
    Digit,
    Enter,
    /// Not of the keyboard.
    Beside,
    Other,
}

fn part(event: &Event, prefix: Option<char>) -> Part<'_> {
    match event {
        Event::Text(text) if prefix.is_some() && text.chars().eq(prefix) => Part::Prefix,
        Event::Text(text) if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) => {
            Part::Digits(text)
        }
        Event::Key { key, modifiers, .. } if is_digit(*key) && modifiers.is_none() => Part::Digit,
        Event::Key { key: Key::Enter, pressed: true, modifiers, .. } if modifiers.is_none() => {
            Part::Enter
        }
        // A code's Enter was taken; that it is let go says nothing to anybody.
        Event::Key { pressed: false, .. } => Part::Beside,
        Event::Key { .. } | Event::Text(_) | Event::Paste(_) | Event::Ime(_) => Part::Other,
        Event::PointerButton { .. } | Event::Touch { .. } => Part::Other,
        _ => Part::Beside,
    }
}

fn is_digit(key: Key) -> bool {
    matches!(
        key,
        Key::Num0
            | Key::Num1
            | Key::Num2
            | Key::Num3
            | Key::Num4
            | Key::Num5
            | Key::Num6
            | Key::Num7
            | Key::Num8
            | Key::Num9
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    const CODE: &str = "4006381333931";

    fn key(key: Key) -> Event {
        let modifiers = egui::Modifiers::NONE;
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    fn typed(letter: char) -> Vec<Event> {
        let text = Event::Text(letter.to_string());
        match Key::from_name(&letter.to_string()) {
            Some(pressed) => vec![key(pressed), text],
            None => vec![text],
        }
    }

    /// Sends each letter so many seconds after the last, then Enter; returns codes and the rest.
    fn send(
        wedge: &mut Wedge,
        letters: &str,
        gap: f64,
        prefix: Option<char>,
    ) -> (Vec<String>, Vec<Event>) {
        let (mut codes, mut out, mut now) = (Vec::new(), Vec::new(), 10.0);
        for letter in letters.chars() {
            now += gap;
            out.extend(wedge.sift(typed(letter), now, prefix, &mut codes));
        }
        now += gap;
        out.extend(wedge.sift(vec![key(Key::Enter)], now, prefix, &mut codes));
        (codes, out)
    }

    fn text(events: &[Event]) -> String {
        let texts = events.iter().filter_map(|event| match event {
            Event::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    #[test]
    fn a_burst_is_a_code_and_nobody_else_sees_it() {
        for gap in [0.0, 0.004, 0.03] {
            let (codes, out) = send(&mut Wedge::default(), CODE, gap, None);
            assert_eq!(codes, [CODE], "{gap} s");
            assert!(out.is_empty(), "{out:?}");
        }
    }

    #[test]
    fn what_a_person_types_goes_on_whole_and_in_order() {
        for letters in [CODE, "1234567", "350"] {
            let (codes, out) = send(&mut Wedge::default(), letters, 0.09, None);
            assert!(codes.is_empty());
            assert_eq!(text(&out), letters);
            let last = out.last();
            assert!(matches!(last, Some(Event::Key { key: Key::Enter, .. })), "{last:?}");
        }
    }

    #[test]
    fn a_short_amount_typed_ever_so_fast_is_no_code() {
        let (codes, out) = send(&mut Wedge::default(), "12345", 0.001, None);
        assert!(codes.is_empty());
        assert_eq!(text(&out), "12345");
        assert_eq!(out.len(), 11, "keys, texts and Enter");
    }

    #[test]
    fn two_codes_come_one_after_the_other() {
        let mut wedge = Wedge::default();
        assert_eq!(send(&mut wedge, CODE, 0.01, None).0, [CODE]);
        assert_eq!(send(&mut wedge, "73513537", 0.01, None).0, ["73513537"]);
    }

    #[test]
    fn a_slow_scanner_is_known_by_its_sign() {
        let slow = 0.15;
        let (codes, out) = send(&mut Wedge::default(), &format!("~{CODE}"), slow, Some('~'));
        assert_eq!(codes, [CODE]);
        assert!(out.is_empty());
        let (codes, out) = send(&mut Wedge::default(), "~", slow, Some('~'));
        assert!(codes.is_empty());
        assert_eq!(text(&out), "~", "a sign alone is typed");
    }

    #[test]
    fn a_letter_or_a_click_ends_what_was_no_code() {
        let mut wedge = Wedge::default();
        let (codes, out) = send(&mut wedge, "4006a381", 0.001, None);
        assert!(codes.is_empty());
        assert_eq!(text(&out), "4006a381");
        let mut codes = Vec::new();
        let mut out = wedge.sift(typed('7'), 20.0, None, &mut codes);
        assert!(out.is_empty(), "held back");
        out.extend(wedge.sift(Vec::new(), 20.2, None, &mut codes));
        assert_eq!(text(&out), "7", "and let go when nothing follows");
    }

    #[test]
    fn the_pointer_may_move_meanwhile() {
        let mut wedge = Wedge::default();
        let mut codes = Vec::new();
        for letter in CODE.chars() {
            let mut events = typed(letter);
            events.push(Event::PointerMoved(egui::pos2(1.0, 2.0)));
            let out = wedge.sift(events, 1.0, None, &mut codes);
            assert_eq!(out.len(), 1);
        }
        wedge.sift(vec![key(Key::Enter)], 1.0, None, &mut codes);
        assert_eq!(codes, [CODE]);
    }
}
