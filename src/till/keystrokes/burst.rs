//! Signs that follow each other as fast as only a scanner sends them.

use super::TOGETHER;

/// A fast scanner's signs are no further apart than this; nobody types six so fast. Seconds.
const BURST_GAP: f64 = 0.05;
/// So many signs in a burst, each from a key of its own, are a scanner's for sure.
const BURST: usize = 6;

/// What the signs at the front are.
pub(super) enum Run {
    /// Not clear yet.
    Unclear,
    /// So many are a code; with them goes the key that ended it.
    Code { signs: usize, ended: bool },
    /// A person's.
    Typed,
}

/// Signs at the front that may be a scanner's.
#[derive(Default)]
pub(super) struct Signs {
    pub(super) strokes: usize,
    letters: usize,
    with_digit: bool,
    marked: bool,
    pub(super) last: f64,
}

impl Signs {
    /// Whether a sign pressed at `at` may be of the same code.
    pub(super) fn go_on_with(&self, at: f64) -> bool {
        let gap = if self.are_a_code() || self.marked { TOGETHER } else { BURST_GAP };
        self.strokes == 0 || (at - self.last <= gap && at - self.last < TOGETHER)
    }

    pub(super) fn add(&mut self, text: &str, at: f64, prefix: Option<char>) {
        self.marked |= self.strokes == 0 && prefix.is_some_and(|prefix| text.starts_with(prefix));
        self.strokes += 1;
        self.letters += usize::from(text.chars().count() == 1); // no key types two
        self.with_digit |= text.chars().any(|sign| sign.is_ascii_digit());
        self.last = at;
    }

    pub(super) fn are_a_code(&self) -> bool {
        if self.marked { self.letters > 1 } else { self.letters >= BURST && self.with_digit }
    }

    /// What they are after so many seconds in which nothing followed.
    pub(super) fn in_silence(&self, silence: f64) -> Run {
        let may_go_on = match self.are_a_code() || self.marked {
            true => silence < TOGETHER,
            false => silence <= BURST_GAP,
        };
        if may_go_on {
            Run::Unclear
        } else if self.are_a_code() {
            Run::Code { signs: self.strokes, ended: false }
        } else {
            Run::Typed
        }
    }
}
