//! Watching the tray: when something has been laid down and the hand is gone, the picture is taken.
//!
//! Pure: glimpses of the camera's frames and the time go in, states and the one deed come out. No
//! clock, thread or camera.

use photo::{Change, Glimpse, Sensitivity, TrayContent};

/// Nothing moves for this long before the picture is taken, in milliseconds.
const STILL: u64 = 250;
/// The same where something reaches over the tray's border: it may be an arm, which is never still
/// for this long, or a thing too large for the tray.
const STILL_AT_BORDER: u64 = 900;
/// A pause between frames longer than this says nothing about what moved in it, in milliseconds.
const LONGEST_GAP: u64 = 1_000;
/// What was sold is gone once this share of its place looks like the empty tray or otherwise.
const GONE: f32 = 0.6;
/// How fast the empty tray follows slow light: half of the way in about this many milliseconds.
const HALF_WAY: f32 = 4_000.0;
/// Below this spread there is nothing to see: the lens is covered.
const COVERED_SPREAD: f32 = 4.0;
/// A tray that is taught must show more than this for a lens to be called covered later.
const PLAIN_SPREAD: f32 = 8.0;

/// What the camera shows at one moment.
#[derive(Clone, Debug)]
pub struct Sight {
    /// The tray.
    pub tray: Glimpse,
    /// All of the picture: what surrounds the tray tells a pushed camera.
    pub whole: Glimpse,
}

/// What the watcher makes of the tray.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum WatchState {
    /// It has not been shown the empty tray yet.
    #[default]
    Untaught,
    /// The tray is empty.
    Waiting,
    /// Something moves, or has just stopped.
    Settling,
    /// The picture is taken and on its way to a name.
    Looking,
    /// What lies there has been dealt with.
    Done,
}

/// Why the tray cannot be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disturbance {
    /// Nearly all of the tray looks different from the empty one.
    LightChanged,
    /// The camera was pushed.
    Moved,
    /// Something is right before the lens.
    Covered,
}

/// What is to be done at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Take the picture of this frame.
    TakePicture,
    /// The empty tray has been learnt: remember it.
    Learnt,
}

#[derive(Clone, Debug)]
enum Phase {
    Empty,
    Busy,
    /// What was sold: where it differs from the empty tray, and how it looked.
    Done {
        place: Change,
        look: Glimpse,
    },
}

/// Watches one tray.
#[derive(Clone, Debug)]
pub struct Watcher {
    sensitivity: Sensitivity,
    empty: Option<Sight>,
    wants_to_learn: bool,
    before: Option<(u64, Glimpse)>,
    moved_at: u64,
    phase: Phase,
    still: bool,
    disturbance: Option<Disturbance>,
    visit: u64,
}

impl Default for Watcher {
    fn default() -> Self {
        Self {
            sensitivity: Sensitivity::default(),
            empty: None,
            wants_to_learn: false,
            before: None,
            moved_at: 0,
            phase: Phase::Empty,
            still: false,
            disturbance: None,
            visit: 0,
        }
    }
}

impl Watcher {
    /// Sets how sensitively it watches from now on.
    pub fn set_sensitivity(&mut self, sensitivity: Sensitivity) {
        self.sensitivity = sensitivity;
    }

    /// Learns the empty tray from the next sight in which nothing moves.
    pub fn learn(&mut self) {
        self.wants_to_learn = true;
    }

    /// Takes this for the empty tray: what was learnt another day.
    pub fn remember(&mut self, empty: Sight) {
        self.empty = Some(empty);
        self.restart();
    }

    /// Forgets the empty tray: it is another camera or another place on the picture.
    pub fn forget(&mut self) {
        self.empty = None;
        self.wants_to_learn = false;
        self.restart();
    }

    /// Returns the empty tray as it is known now.
    pub fn empty_tray(&self) -> Option<&Sight> {
        self.empty.as_ref()
    }

    /// Frames have stopped; what comes next says nothing about what moved until then.
    pub fn restart(&mut self) {
        self.before = None;
        self.still = false;
        self.disturbance = None;
        if !matches!(self.phase, Phase::Done { .. }) {
            self.phase = Phase::Empty;
        }
    }

    /// Returns what it makes of the tray; [`WatchState::Looking`] is not its to know.
    pub fn state(&self) -> WatchState {
        match (&self.empty, &self.phase) {
            (None, _) => WatchState::Untaught,
            (_, Phase::Empty) => WatchState::Waiting,
            (_, Phase::Busy) => WatchState::Settling,
            (_, Phase::Done { .. }) => WatchState::Done,
        }
    }

    /// Returns why the tray cannot be judged at the moment.
    pub fn disturbance(&self) -> Option<Disturbance> {
        self.disturbance
    }

    /// Returns whether nothing has moved for a while.
    pub fn is_still(&self) -> bool {
        self.still
    }

    /// Returns for how long nothing has moved until `millis`.
    pub fn quiet_for(&self, millis: u64) -> u64 {
        millis.saturating_sub(self.moved_at)
    }

    /// Returns whether the empty tray waits for a moment in which nothing moves to be learnt.
    pub fn is_learning(&self) -> bool {
        self.wants_to_learn
    }

    /// Returns where in the tray that lies which was dealt with last; see [`Change::bounds`].
    pub fn place(&self) -> Option<[f32; 4]> {
        match &self.phase {
            Phase::Done { place, .. } => place.bounds(),
            Phase::Empty | Phase::Busy => None,
        }
    }

    /// Returns a number that is another one for each thing that was laid down.
    pub fn visit(&self) -> u64 {
        self.visit
    }

    /// What lies there has been sold in another way, by hand or by its barcode: it is not taken again.
    pub fn dealt_with(&mut self) {
        if let (Some(empty), Some((_, now))) = (&self.empty, &self.before) {
            let place = empty.tray.change(now, self.sensitivity.tolerance());
            if place.count() >= self.sensitivity.cells() {
                self.phase = Phase::Done { place, look: now.clone() };
            }
        }
    }

    /// Looks at the tray at `millis` (from any start, growing) and returns what is to be done.
    pub fn look(&mut self, millis: u64, sight: &Sight) -> Option<Deed> {
        let passed = self.note_motion(millis, &sight.tray);
        let still_for = millis.saturating_sub(self.moved_at);
        self.still = still_for >= STILL;
        if self.wants_to_learn && self.still {
            self.remember(sight.clone());
            self.wants_to_learn = false;
            return Some(Deed::Learnt);
        }
        let empty = &self.empty.as_ref()?.tray;
        let (content, change) = TrayContent::seen(empty, &sight.tray, self.sensitivity);
        if content == TrayContent::Nothing {
            self.tray_is_empty(millis, passed, sight, &change);
            return None;
        }
        if let Phase::Done { place, look } = &self.phase {
            let tolerance = self.sensitivity.tolerance();
            let is_other = || place.share_in(&look.change(&sight.tray, tolerance)) >= GONE;
            let lifted = 1.0 - place.share_in(&change) >= GONE;
            if !(lifted || self.still && is_other()) {
                return None;
            }
            self.visit += 1;
        }
        self.phase = Phase::Busy;
        if !self.still {
            return None;
        }
        self.disturbance = self.disturbance_in(sight, content);
        let reaches_over = matches!(content, TrayContent::Item { reaches_over: true });
        let wanted = if reaches_over { STILL_AT_BORDER } else { STILL };
        if self.disturbance.is_some() || still_for < wanted {
            return None;
        }
        self.phase = Phase::Done { place: change, look: sight.tray.clone() };
        Some(Deed::TakePicture)
    }

    /// Notes whether something moved since the sight before; returns how long ago that was.
    fn note_motion(&mut self, millis: u64, now: &Glimpse) -> u64 {
        let before = self.before.replace((millis, now.clone()));
        let Some((before_millis, before)) = before else {
            self.moved_at = millis;
            return 0;
        };
        let passed = millis.saturating_sub(before_millis);
        let least = (self.sensitivity.cells() / 2).max(3);
        let change = before.change(now, self.sensitivity.tolerance() * 0.6);
        if passed > LONGEST_GAP || change.count() >= least || change.light_is_other() {
            self.moved_at = millis;
        }
        passed
    }

    /// The empty tray follows what the light does slowly.
    fn tray_is_empty(&mut self, millis: u64, passed: u64, sight: &Sight, change: &Change) {
        if !matches!(self.phase, Phase::Empty) {
            self.visit += 1;
        }
        self.phase = Phase::Empty;
        let Some(empty) = &mut self.empty else { return };
        // Once a second is enough for a search through many moves.
        let second = |millis: u64| millis / 1_000;
        if self.still && second(millis) != second(millis.saturating_sub(passed)) {
            let moved = empty.whole.shift(&sight.whole) != (0, 0);
            self.disturbance = moved.then_some(Disturbance::Moved);
        }
        let share = 1.0 - 0.5_f32.powf(passed.min(LONGEST_GAP) as f32 / HALF_WAY);
        empty.tray.follow(&sight.tray, change, share);
        if self.disturbance.is_none() {
            let around = empty.whole.change(&sight.whole, self.sensitivity.tolerance());
            empty.whole.follow(&sight.whole, &around, share);
        }
    }

    fn disturbance_in(&self, sight: &Sight, content: TrayContent) -> Option<Disturbance> {
        let empty = self.empty.as_ref()?;
        let nothing_to_see = sight.whole.spread() < COVERED_SPREAD;
        if nothing_to_see && empty.whole.spread() > PLAIN_SPREAD {
            Some(Disturbance::Covered)
        } else if empty.whole.shift(&sight.whole) != (0, 0) {
            Some(Disturbance::Moved)
        } else if content == TrayContent::OtherLight {
            Some(Disturbance::LightChanged)
        } else {
            None
        }
    }
}

#[cfg(test)]
#[path = "watcher_tests.rs"]
mod tests;
