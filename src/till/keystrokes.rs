//! Where each key goes: to the field that is being typed into, to a weight that is waited for, to a
//! tile, into a number, or into a scanner's code. Pure: time is handed in.
//!
//! A scanner that types and a person who types look alike, and a digit may be a tile, a weight, or
//! the beginning of a number. What is pressed is therefore kept until it is clear what it is:
//!
//! | what is pressed | while | it is |
//! | --- | --- | --- |
//! | six signs or more with a digit among them, none more than 50 ms after the one before | always | a code, up to Enter, Tab or a quarter of a second of silence; once six came so fast, the rest may be slower. Nobody else sees it |
//! | the scanner's own sign, then any signs within a quarter of a second of each other | always | a code likewise |
//! | any sign | a field has the keyboard | the field's |
//! | Tab | the search holds a number | its end, as Enter is: some scanners send it |
//! | a digit, a point, a comma | a line waits for its weight | that weight's |
//! | a digit within a quarter of a second of another sign | tiles stand, or nothing does | part of a number, which stands in the search; a tile chosen by its first digit is taken back |
//! | a digit with a tile, alone for a quarter of a second | tiles stand | that tile. At once where no PLU of the shop begins with it, else after the quarter of a second or with the next other key |
//! | another letter or digit | nothing is typed into | the beginning of a search |
//! | anything else | always | whoever's it is: it ends a number and a code |
//!
//! Signs that a held key repeats are nothing but letters for a field. A key at a time is handed on,
//! so that the next one meets the screen that the one before has made.

mod burst;

use std::collections::VecDeque;

use self::burst::{Run, Signs};
use domain::LineId;

/// Signs nearer than this belong together: those of a number, and those of a slow scanner. Seconds.
pub const TOGETHER: f64 = 0.25;
/// What was pressed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stroke {
    /// Something that can be seen, one letter or several at once; no blank.
    Sign {
        /// As it would be typed.
        text: String,
        /// The digit that is printed on the key, whatever it types.
        digit: Option<u8>,
        /// The key is held down, and this is not the first time.
        repeated: bool,
    },
    /// Enter, without other keys.
    Enter,
    /// Tab, without other keys.
    Tab,
    /// Any other key.
    Other,
}

/// Who has the keyboard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taker {
    /// A field or a dialog.
    Field,
    /// The search, which holds nothing but digits.
    Number,
    /// Nobody, but this line waits for its weight.
    Weight(LineId),
    /// Nobody, but so many tiles stand there to be chosen from.
    Tiles(usize),
    /// Nobody.
    Nobody,
}

/// What a shop's numbers begin with, and which there are.
pub trait Numbers {
    /// Whether a PLU begins with this digit, so that a number may follow.
    fn plu_begins_with(&self, digit: u8) -> bool;
    /// Whether this is a whole PLU or barcode.
    fn is_number(&self, text: &str) -> bool;
}

/// What is to be known when a key is handed on.
pub struct Surroundings<'a> {
    /// Who has the keyboard.
    pub taker: Taker,
    /// What a scanner sends first, if it does.
    pub prefix: Option<char>,
    /// The shop's numbers.
    pub numbers: &'a dyn Numbers,
}

/// Where a key goes. `E` is what the window system sent for it.
#[derive(Clone, PartialEq, Debug)]
pub enum Route<E> {
    /// To whoever has the keyboard, as it came.
    Pass(E),
    /// To the end of what is searched.
    Search(String),
    /// Enter in its place: a number ends.
    Enter,
    /// The tile that was chosen last is none: what was pressed for it and since, if anything, begins
    /// a search.
    TakeBack(String),
    /// To the end of what is typed for this line's weight.
    Weight(LineId, String),
    /// The tile with this index, from 0.
    Tile(usize),
    /// A scanner's code.
    Code(String),
}

/// What was pressed and is not handed on yet, and what was handed on last.
pub struct Keystrokes<E> {
    held: VecDeque<Held<E>>,
    /// When the last sign was pressed that was handed on, unless something has ended it.
    last_sign: Option<f64>,
    /// When the last digit was pressed that was handed on, in whatever it was.
    last_digit: Option<f64>,
    /// The tile that a digit may still take back.
    chosen: Option<Chosen>,
    /// The digit of the last tile, until another key: what it repeats while it is held is nothing.
    tile_key: Option<u8>,
}

struct Held<E> {
    stroke: Stroke,
    at: f64,
    event: E,
}

struct Chosen {
    at: f64,
    text: String,
}

impl<E> Default for Keystrokes<E> {
    fn default() -> Self {
        Self {
            held: VecDeque::new(),
            last_sign: None,
            last_digit: None,
            chosen: None,
            tile_key: None,
        }
    }
}

impl<E> Keystrokes<E> {
    /// Takes in a key that was pressed at `at`, in seconds.
    pub fn press(&mut self, stroke: Stroke, at: f64, event: E) {
        self.held.push_back(Held { stroke, at, event });
    }

    /// Whether something waits to be handed on.
    pub fn is_waiting(&self) -> bool {
        !self.held.is_empty()
    }

    /// The index of the tile whose digit waits for its quarter of a second.
    pub fn waiting_tile(&self, tiles: usize) -> Option<usize> {
        let [only] = self.held.as_slices().0 else { return None };
        tile_of(&only.stroke, tiles).filter(|_| self.is_alone_before(only.at))
    }

    /// Forgets all of it.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Hands the next key on, if it is clear where it goes. To be asked again in the next frame, with
    /// what that key has changed.
    pub fn next(&mut self, now: f64, around: &Surroundings<'_>) -> Option<Route<E>> {
        loop {
            let front = self.held.front()?;
            let Stroke::Sign { repeated, .. } = front.stroke else {
                return self.hand_on_key(around.taker);
            };
            let run = if repeated { Run::Typed } else { self.run(now, around.prefix) };
            match run {
                Run::Unclear => return None,
                Run::Code { .. } if self.takes_back(front.at) => {
                    self.chosen = None;
                    return Some(Route::TakeBack(String::new()));
                }
                Run::Code { signs, ended } => {
                    return Some(Route::Code(self.take_code(signs, ended, around.prefix)));
                }
                Run::Typed => match self.typed(now, around) {
                    Typed::Waits => return None,
                    Typed::Dropped => {}
                    Typed::Goes(route) => return Some(route),
                },
            }
        }
    }

    /// Enter, Tab and all that types nothing: a number ends with it.
    fn hand_on_key(&mut self, taker: Taker) -> Option<Route<E>> {
        let key = self.held.pop_front()?;
        self.last_sign = None;
        Some(match (key.stroke, taker) {
            (Stroke::Tab, Taker::Number) => Route::Enter,
            _ => Route::Pass(key.event),
        })
    }

    /// What the signs at the front are: a scanner's, if nothing was typed shortly before.
    fn run(&self, now: f64, prefix: Option<char>) -> Run {
        let mut signs = Signs::default();
        for held in &self.held {
            match &held.stroke {
                Stroke::Sign { text, repeated: false, .. } if signs.go_on_with(held.at) => {
                    signs.add(text, held.at, prefix);
                }
                _ => break,
            }
        }
        let began = self.held.front().map_or(now, |first| first.at);
        if self.last_sign.is_some_and(|last| began - last < TOGETHER) {
            return Run::Typed;
        }
        let Some(next) = self.held.get(signs.strokes) else {
            return signs.in_silence(now - signs.last);
        };
        if !signs.are_a_code() {
            return Run::Typed;
        }
        let ends = matches!(next.stroke, Stroke::Enter | Stroke::Tab);
        Run::Code { signs: signs.strokes, ended: ends && next.at - signs.last < TOGETHER }
    }

    fn take_code(&mut self, signs: usize, ended: bool, prefix: Option<char>) -> String {
        let mut code = String::new();
        for held in self.held.drain(..signs) {
            if let Stroke::Sign { text, .. } = &held.stroke {
                if text.chars().any(|sign| sign.is_ascii_digit()) {
                    self.last_digit = Some(held.at);
                }
                code.push_str(text);
            }
        }
        if ended {
            self.held.pop_front();
        }
        self.last_sign = None;
        match prefix.and_then(|prefix| code.strip_prefix(prefix)) {
            Some(rest) => rest.to_owned(),
            None => code,
        }
    }

    /// A sign that a person typed, or a scanner as slow as one.
    fn typed(&mut self, now: f64, around: &Surroundings<'_>) -> Typed<E> {
        let Some(Held { stroke: Stroke::Sign { text, digit, repeated }, at, .. }) =
            self.held.front()
        else {
            return Typed::Waits;
        };
        let (text, digit, repeated, at) = (text.clone(), *digit, *repeated, *at);
        if repeated && digit.is_some() && digit == self.tile_key {
            self.held.pop_front();
            return Typed::Dropped;
        }
        self.tile_key = None;
        if !repeated
            && self.takes_back(at)
            && let Some(chosen) = self.chosen.take()
        {
            // What an Enter has ended is no part of what comes next.
            let begun = self.last_sign.map_or_else(String::new, |_| chosen.text);
            self.pop(at, digit);
            return Typed::Goes(Route::TakeBack(begun + &text));
        }
        match around.taker {
            Taker::Field | Taker::Number => match self.pop(at, digit) {
                Some(event) => Typed::Goes(Route::Pass(event)),
                None => Typed::Waits,
            },
            _ if repeated => {
                self.held.pop_front();
                Typed::Dropped
            }
            Taker::Weight(line) if text.chars().all(is_of_a_weight) => {
                self.pop(at, digit);
                Typed::Goes(Route::Weight(line, text))
            }
            Taker::Tiles(tiles) => self.typed_at_tiles(now, around, tiles),
            Taker::Weight(_) | Taker::Nobody => self.typed_beside_fields(),
        }
    }

    /// A sign while tiles stand: one of them, or not.
    fn typed_at_tiles(&mut self, now: f64, around: &Surroundings<'_>, tiles: usize) -> Typed<E> {
        let Some(front) = self.held.front() else { return Typed::Waits };
        let at = front.at;
        let Some(tile) = tile_of(&front.stroke, tiles).filter(|_| self.is_alone_before(at)) else {
            return self.typed_beside_fields();
        };
        let Stroke::Sign { text, digit, .. } = &front.stroke else { return Typed::Waits };
        let (text, digit) = (text.clone(), *digit);
        let near = self.held.get(1).filter(|next| next.at - at < TOGETHER);
        match near.map(|next| &next.stroke) {
            Some(Stroke::Sign { repeated: false, .. }) => return self.typed_beside_fields(),
            Some(Stroke::Enter | Stroke::Tab) if around.numbers.is_number(&text) => {
                return self.typed_beside_fields();
            }
            Some(_) => {}
            None => {
                let begins = digit.is_some_and(|digit| around.numbers.plu_begins_with(digit));
                if begins && now - at < TOGETHER && self.held.len() == 1 {
                    return Typed::Waits;
                }
            }
        }
        self.pop(at, digit);
        self.chosen = (now - at < TOGETHER).then_some(Chosen { at, text });
        self.tile_key = digit;
        Typed::Goes(Route::Tile(tile))
    }

    /// Letters and digits begin a search; other signs are keys of their own.
    fn typed_beside_fields(&mut self) -> Typed<E> {
        let Some(Held { stroke: Stroke::Sign { text, digit, .. }, at, event }) =
            self.held.pop_front()
        else {
            return Typed::Waits;
        };
        self.remember(at, digit);
        let is_word = text.chars().all(char::is_alphanumeric);
        Typed::Goes(if is_word { Route::Search(text) } else { Route::Pass(event) })
    }

    fn pop(&mut self, at: f64, digit: Option<u8>) -> Option<E> {
        self.remember(at, digit);
        self.held.pop_front().map(|held| held.event)
    }

    fn remember(&mut self, at: f64, digit: Option<u8>) {
        self.last_sign = Some(at);
        if digit.is_some() {
            self.last_digit = Some(at);
        }
    }

    /// Whether a sign at this time is so near to the last tile's key that it was none.
    fn takes_back(&self, at: f64) -> bool {
        self.chosen.as_ref().is_some_and(|chosen| at - chosen.at < TOGETHER)
    }

    fn is_alone_before(&self, at: f64) -> bool {
        let far = |last: Option<f64>| last.is_none_or(|last| at - last >= TOGETHER);
        far(self.last_sign) && far(self.last_digit)
    }
}

/// What became of a sign.
enum Typed<E> {
    Waits,
    Dropped,
    Goes(Route<E>),
}

fn is_of_a_weight(sign: char) -> bool {
    sign.is_ascii_digit() || matches!(sign, '.' | ',')
}

/// The index of the tile that this key would choose among so many.
fn tile_of(stroke: &Stroke, tiles: usize) -> Option<usize> {
    let Stroke::Sign { digit: Some(digit), text, .. } = stroke else { return None };
    let place = usize::from(*digit);
    (text.chars().count() == 1 && (1..=tiles).contains(&place)).then(|| place - 1)
}

#[cfg(test)]
#[path = "keystrokes_tests.rs"]
mod tests;
