//! The watchdog of a camera, as plain values: what has happened and the time go in, the state and the next step come out.
//!
//! Knows no thread and no clock, so that every hang can be played through in a test. A pulled-out
//! camera may never return from its driver's read; therefore the state follows from the age of the
//! newest frame, and from nothing that the camera must still do.

use std::time::{Duration, Instant};

use super::camera::CameraError;

/// What a camera feed is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedState {
    /// The camera is being opened; no frame yet.
    Starting,
    /// Frames arrive.
    Live,
    /// Frames have stopped or never came; the feed opens the camera again by itself.
    Lost {
        /// Why.
        reason: LostReason,
    },
    /// The feed was told to stop.
    Stopped,
}

/// Why a camera's frames stopped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LostReason {
    /// It gives neither frames nor an error: most often it was pulled out.
    #[error("the camera gives no pictures; check its cable")]
    Silent,
    /// Its driver crashed.
    #[error("the camera's driver gave up; plug the camera in again")]
    Crashed,
    /// It cannot be opened, or said that it stopped.
    #[error(transparent)]
    Failed(#[from] CameraError),
}

/// How long to wait for what.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Without a frame for this long, a live camera is lost.
    pub frame: Duration,
    /// Without a first frame for this long after opening, a camera is lost. Longer than `frame`:
    /// Windows takes seconds to start some cameras (opencv#27917).
    pub first_frame: Duration,
    /// The pause before the first reopening; doubles with every failure in a row.
    pub first_pause: Duration,
    /// The longest such pause.
    pub longest_pause: Duration,
}

impl Patience {
    /// What a till uses.
    pub const TILL: Self = Self {
        frame: Duration::from_secs(2),
        first_frame: Duration::from_secs(10),
        first_pause: Duration::from_millis(500),
        longest_pause: Duration::from_secs(8),
    };

    /// For cameras that are scripts: whatever else the machine does, only what they say counts.
    pub const SCRIPTED: Self = Self {
        frame: Duration::from_secs(3600),
        first_frame: Duration::from_secs(3600),
        first_pause: Duration::from_millis(1),
        longest_pause: Duration::from_millis(1),
    };
}

/// What is known about the camera.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Phase {
    /// Told to open at this moment; `lost` says why it had to be opened again.
    Opening { since: Instant, lost: Option<LostReason> },
    /// The newest frame came at this moment.
    Live { newest: Instant },
    /// Nothing runs until this moment.
    Pausing { until: Instant, lost: LostReason },
    /// For good.
    Stopped,
}

/// The next thing to do for the camera.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing; look again at this moment, or when something happens.
    WaitUntil(Instant),
    /// Let go of the reader, if there is one, without waiting for it, and look again at once.
    Abandon,
    /// Open the camera on a new thread.
    Open,
    /// End.
    Finish,
}

/// A camera's history, as far as it matters.
#[derive(Clone, Debug)]
pub(super) struct Watchdog {
    patience: Patience,
    phase: Phase,
    failures_in_a_row: u32,
}

impl Watchdog {
    /// Returns the watchdog of a camera that is to be opened now.
    pub(super) fn new(patience: Patience, now: Instant) -> Self {
        Self { patience, phase: Phase::Opening { since: now, lost: None }, failures_in_a_row: 0 }
    }

    /// Returns the state at `now`; needs nobody to have noticed a change.
    pub(super) fn state(&self, now: Instant) -> FeedState {
        match &self.phase {
            Phase::Stopped => FeedState::Stopped,
            Phase::Pausing { lost, .. } | Phase::Opening { lost: Some(lost), .. } => {
                FeedState::Lost { reason: lost.clone() }
            }
            Phase::Opening { .. } | Phase::Live { .. } if self.is_silent(now) => {
                FeedState::Lost { reason: LostReason::Silent }
            }
            Phase::Opening { .. } => FeedState::Starting,
            Phase::Live { .. } => FeedState::Live,
        }
    }

    /// Takes note that a frame came.
    pub(super) fn frame_came(&mut self, now: Instant) {
        if self.phase != Phase::Stopped {
            self.phase = Phase::Live { newest: now };
            self.failures_in_a_row = 0;
        }
    }

    /// Takes note that the reader has ended.
    pub(super) fn reader_ended(&mut self, now: Instant, lost: LostReason) {
        if self.phase != Phase::Stopped {
            let until = now + self.pause();
            self.failures_in_a_row = self.failures_in_a_row.saturating_add(1);
            self.phase = Phase::Pausing { until, lost };
        }
    }

    /// Takes note that nobody wants frames any more.
    pub(super) fn stop(&mut self) {
        self.phase = Phase::Stopped;
    }

    /// Returns what to do at `now`, with or without a reader at work.
    pub(super) fn step(&mut self, now: Instant, reader: ReaderPresence) -> Step {
        if self.phase != Phase::Stopped && self.is_silent(now) {
            self.reader_ended(now, LostReason::Silent);
            return Step::Abandon;
        }
        match (&self.phase, reader) {
            (Phase::Stopped, _) => Step::Finish,
            (Phase::Opening { .. }, ReaderPresence::None) => Step::Open,
            (Phase::Pausing { until, lost }, _) if *until <= now => {
                self.phase = Phase::Opening { since: now, lost: Some(lost.clone()) };
                Step::Open
            }
            (Phase::Pausing { until, .. }, _) => Step::WaitUntil(*until),
            (Phase::Opening { since, .. }, _) => {
                Step::WaitUntil(*since + self.patience.first_frame)
            }
            (Phase::Live { newest }, _) => Step::WaitUntil(*newest + self.patience.frame),
        }
    }

    fn is_silent(&self, now: Instant) -> bool {
        let age = |since: &Instant| now.saturating_duration_since(*since);
        match &self.phase {
            Phase::Opening { since, .. } => age(since) >= self.patience.first_frame,
            Phase::Live { newest } => age(newest) >= self.patience.frame,
            Phase::Pausing { .. } | Phase::Stopped => false,
        }
    }

    fn pause(&self) -> Duration {
        // 2^16 times the first pause is past any longest one.
        let doubled = self.patience.first_pause * 2u32.pow(self.failures_in_a_row.min(16));
        doubled.min(self.patience.longest_pause)
    }
}

/// Whether a thread is reading the camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReaderPresence {
    /// One is.
    Reading,
    /// None is, or none that is still listened to.
    None,
}

#[cfg(test)]
mod tests {
    use super::ReaderPresence::{None as NoReader, Reading};
    use super::*;
    use proptest::prelude::*;

    const TILL: Patience = Patience::TILL;

    fn pulled() -> LostReason {
        LostReason::Failed(CameraError::Stopped {
            camera: "C270".to_owned(),
            reason: "no such device".to_owned(),
        })
    }

    fn lost(reason: LostReason) -> FeedState {
        FeedState::Lost { reason }
    }

    /// Returns a clock that counts milliseconds from the start.
    fn clock() -> impl Fn(u64) -> Instant {
        let start = Instant::now();
        move |millis| start + Duration::from_millis(millis)
    }

    #[test]
    fn a_camera_starts_and_lives() {
        let at = clock();
        let mut watchdog = Watchdog::new(TILL, at(0));
        assert_eq!(watchdog.state(at(0)), FeedState::Starting);
        assert_eq!(watchdog.step(at(0), NoReader), Step::Open);
        assert_eq!(watchdog.step(at(1), Reading), Step::WaitUntil(at(10_000)));
        watchdog.frame_came(at(700));
        assert_eq!(watchdog.state(at(700)), FeedState::Live);
        assert_eq!(watchdog.step(at(700), Reading), Step::WaitUntil(at(2_700)));
    }

    #[test]
    fn a_blocked_read_is_lost_after_two_seconds_and_opened_again() {
        let at = clock();
        let mut watchdog = Watchdog::new(TILL, at(0));
        watchdog.frame_came(at(100));
        assert_eq!(watchdog.state(at(2_099)), FeedState::Live);
        // True before anybody has called `step`.
        assert_eq!(watchdog.state(at(2_100)), lost(LostReason::Silent));
        assert_eq!(watchdog.step(at(2_100), Reading), Step::Abandon);
        assert_eq!(watchdog.step(at(2_100), NoReader), Step::WaitUntil(at(2_600)));
        assert_eq!(watchdog.step(at(2_600), NoReader), Step::Open);
        // Still lost while it opens: the screen does not flicker between two messages.
        assert_eq!(watchdog.state(at(2_601)), lost(LostReason::Silent));
        watchdog.frame_came(at(3_000));
        assert_eq!(watchdog.state(at(3_000)), FeedState::Live);
    }

    #[test]
    fn a_camera_that_never_gives_a_frame_is_lost_after_ten_seconds() {
        let at = clock();
        let mut watchdog = Watchdog::new(TILL, at(0));
        assert_eq!(watchdog.step(at(0), NoReader), Step::Open);
        assert_eq!(watchdog.state(at(9_999)), FeedState::Starting);
        assert_eq!(watchdog.state(at(10_000)), lost(LostReason::Silent));
        assert_eq!(watchdog.step(at(10_000), Reading), Step::Abandon);
    }

    #[test]
    fn pauses_double_up_to_the_longest_and_start_anew_after_a_frame() {
        let at = clock();
        let mut watchdog = Watchdog::new(TILL, at(0));
        let mut now = 0;
        for pause in [500, 1000, 2000, 4000, 8000, 8000, 8000] {
            watchdog.reader_ended(at(now), pulled());
            assert_eq!(watchdog.state(at(now)), lost(pulled()));
            assert_eq!(watchdog.step(at(now), NoReader), Step::WaitUntil(at(now + pause)));
            now += pause;
            assert_eq!(watchdog.step(at(now), NoReader), Step::Open);
        }
        watchdog.frame_came(at(now));
        watchdog.reader_ended(at(now), pulled());
        assert_eq!(watchdog.step(at(now), NoReader), Step::WaitUntil(at(now + 500)));
    }

    #[test]
    fn stopped_is_for_good() {
        let at = clock();
        let mut watchdog = Watchdog::new(TILL, at(0));
        watchdog.stop();
        watchdog.frame_came(at(1));
        watchdog.reader_ended(at(2), LostReason::Crashed);
        assert_eq!(watchdog.state(at(99_999)), FeedState::Stopped);
        assert_eq!(watchdog.step(at(99_999), Reading), Step::Finish);
    }

    proptest! {
        /// Whatever happens and whenever: a feed is live exactly while its newest frame is young,
        /// and never waits for a moment that has passed.
        #[test]
        fn live_means_a_young_frame(
            events in proptest::collection::vec((0u64..4_000, 0u8..3), 1..40)
        ) {
            let at = clock();
            let mut watchdog = Watchdog::new(TILL, at(0));
            let (mut now, mut newest, mut reader) = (0, None, NoReader);
            for (passed, event) in events {
                now += passed;
                match event {
                    0 if reader == Reading => {
                        watchdog.frame_came(at(now));
                        newest = Some(now);
                    }
                    1 if reader == Reading => {
                        watchdog.reader_ended(at(now), pulled());
                        (newest, reader) = (None, NoReader);
                    }
                    _ => {}
                }
                match watchdog.step(at(now), reader) {
                    Step::Open => reader = Reading,
                    Step::Abandon => (newest, reader) = (None, NoReader),
                    Step::WaitUntil(moment) => prop_assert!(moment > at(now)),
                    Step::Finish => prop_assert!(false, "nobody stopped it"),
                }
                let young = newest.is_some_and(|newest| now < newest + 2_000);
                prop_assert_eq!(watchdog.state(at(now)) == FeedState::Live, young);
            }
        }
    }
}
