//! A feed over scripted cameras that hang, fail, crash and come back.
#![allow(clippy::disallowed_methods)] // a test reads all that is told
use super::*;
use crate::feed_supervisor::READERS_AT_MOST;
use crossbeam_channel::{Receiver, unbounded};
use photo::Picture;
use std::time::Duration;

/// Long enough for the slowest test machine, and never waited for when all is well.
const DEADLINE: Duration = Duration::from_secs(60);

/// Hours where a test does not mean to run into them.
const CALM: Patience = Patience::SCRIPTED;

enum Act {
    Frame(u64),
    Fail,
    Crash,
}

/// A camera that does what a test sends, and hangs as a pulled-out one does while nothing comes.
struct Scripted {
    acts: Receiver<Act>,
    dropped: Sender<()>,
}

impl Camera for Scripted {
    fn name(&self) -> &str {
        "scripted"
    }

    fn next_frame(&mut self) -> Result<Frame, CameraError> {
        match self.acts.recv() {
            Ok(Act::Frame(number)) => {
                Ok(Frame::new(Picture::filled(1, 1, [0; 3]), Instant::now(), number))
            }
            Ok(Act::Crash) => panic!("scripted crash of a driver"),
            Ok(Act::Fail) | Err(_) => Err(unplugged()),
        }
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        let _ = self.dropped.send(());
    }
}

fn unplugged() -> CameraError {
    CameraError::Stopped { camera: "scripted".to_owned(), reason: "unplugged".to_owned() }
}

/// A feed over scripted cameras, one for every opening.
struct Stage {
    feed: CameraFeed,
    cameras: Sender<Result<Scripted, CameraError>>,
    woken: Receiver<()>,
    dropped_sender: Sender<()>,
    dropped: Receiver<()>,
}

impl Stage {
    fn new(patience: Patience) -> Self {
        let (cameras, next_camera) = unbounded::<Result<Scripted, CameraError>>();
        let (wake, woken) = unbounded();
        let (dropped_sender, dropped) = unbounded();
        let open = move || match next_camera.recv() {
            Ok(made) => made.map(|camera| Box::new(camera) as Box<dyn Camera>),
            Err(_) => Err(unplugged()),
        };
        let wake = Arc::new(move || {
            let _ = wake.send(());
        });
        let feed = CameraFeed::start(Box::new(open), wake, patience);
        Self { feed, cameras, woken, dropped_sender, dropped }
    }

    /// Lets the next opening succeed and returns what steers that camera; dropped, it unplugs it.
    fn plug_in(&self) -> Sender<Act> {
        let (steer, acts) = unbounded();
        let camera = Scripted { acts, dropped: self.dropped_sender.clone() };
        self.cameras.send(Ok(camera)).unwrap();
        steer
    }

    fn wait_for(&self, what: &str, wanted: impl Fn(&CameraFeed) -> bool) {
        while !wanted(&self.feed) {
            if self.woken.recv_timeout(DEADLINE).is_err() {
                panic!("never: {what}; state {:?}", self.feed.state());
            }
        }
    }

    fn wait_for_state(&self, state: &FeedState) {
        self.wait_for(&format!("{state:?}"), |feed| feed.state() == *state);
    }

    fn wait_for_frame(&self, number: u64) {
        self.wait_for(&format!("frame {number}"), |feed| {
            feed.latest().is_some_and(|frame| frame.number() == number)
        });
    }
}

#[test]
fn frames_arrive_and_the_newest_is_kept() {
    let stage = Stage::new(CALM);
    assert_eq!(stage.feed.state(), FeedState::Starting);
    assert!(stage.feed.latest().is_none());
    let camera = stage.plug_in();
    camera.send(Act::Frame(0)).unwrap();
    stage.wait_for_frame(0);
    assert_eq!(stage.feed.state(), FeedState::Live);
    camera.send(Act::Frame(1)).unwrap();
    camera.send(Act::Frame(2)).unwrap();
    stage.wait_for_frame(2);
}

#[test]
fn a_pulled_camera_is_lost_and_comes_back_by_itself() {
    let stage = Stage::new(CALM);
    let camera = stage.plug_in();
    camera.send(Act::Frame(0)).unwrap();
    stage.wait_for_frame(0);
    camera.send(Act::Fail).unwrap();
    stage.wait_for_state(&FeedState::Lost { reason: unplugged().into() });
    assert!(stage.feed.latest().is_none(), "an old picture is nothing to sell from");
    assert!(stage.dropped.recv_timeout(DEADLINE).is_ok(), "a dead camera is let go of");
    let again = stage.plug_in();
    again.send(Act::Frame(7)).unwrap();
    stage.wait_for_frame(7);
}

#[test]
fn a_camera_that_is_not_there_is_tried_again() {
    let stage = Stage::new(CALM);
    let missing = CameraError::NotFound { camera: "C270".to_owned() };
    stage.cameras.send(Err(missing.clone())).unwrap();
    stage.wait_for_state(&FeedState::Lost { reason: missing.into() });
    let camera = stage.plug_in();
    camera.send(Act::Frame(0)).unwrap();
    stage.wait_for_frame(0);
}

#[test]
fn a_crashing_driver_is_lost_and_opened_again() {
    let stage = Stage::new(CALM);
    stage.plug_in().send(Act::Crash).unwrap();
    stage.wait_for_state(&FeedState::Lost { reason: LostReason::Crashed });
    let camera = stage.plug_in();
    camera.send(Act::Frame(0)).unwrap();
    stage.wait_for_frame(0);
}

#[test]
fn a_blocked_read_is_abandoned_and_another_camera_is_opened() {
    let stage = Stage::new(Patience { frame: Duration::from_millis(20), ..CALM });
    let blocked = stage.plug_in();
    blocked.send(Act::Frame(0)).unwrap();
    stage.wait_for_state(&FeedState::Lost { reason: LostReason::Silent });
    assert!(stage.dropped.is_empty(), "the first camera still hangs in its driver");
    // The second opening happens while the first camera hangs.
    let second = stage.plug_in();
    second.send(Act::Fail).unwrap();
    stage.wait_for_state(&FeedState::Lost { reason: unplugged().into() });
    // Should the driver ever return, its reader finds nobody listening and ends.
    stage.dropped.recv_timeout(DEADLINE).unwrap();
    blocked.send(Act::Frame(1)).unwrap();
    stage.dropped.recv_timeout(DEADLINE).unwrap();
    assert!(stage.feed.latest().is_none(), "a late frame of an abandoned camera is not shown");
}

#[test]
fn stopping_does_not_wait_for_a_blocked_camera() {
    let stage = Stage::new(CALM);
    let blocked = stage.plug_in();
    blocked.send(Act::Frame(0)).unwrap();
    stage.wait_for_frame(0);
    stage.feed.stop();
    assert_eq!(stage.feed.state(), FeedState::Stopped);
    assert!(stage.feed.latest().is_none());
    assert!(stage.dropped.is_empty(), "the camera still hangs, and nobody waited for it");
    // The driver returns at last: its reader lets go of the camera and ends.
    drop(blocked);
    stage.dropped.recv_timeout(DEADLINE).unwrap();
    assert_eq!(stage.feed.state(), FeedState::Stopped);
}

#[test]
fn a_driver_that_always_hangs_takes_only_a_few_threads() {
    let hasty =
        Patience { frame: Duration::from_millis(1), first_frame: Duration::from_millis(1), ..CALM };
    let (opened_sender, opened) = unbounded();
    let (release, gate) = bounded::<()>(0);
    let open = move || {
        opened_sender.send(()).unwrap();
        let _ = gate.recv();
        Err(unplugged())
    };
    let (wake, woken) = unbounded();
    let wake = Arc::new(move || {
        let _ = wake.send(());
    });
    let feed = CameraFeed::start(Box::new(open), wake, hasty);
    for _ in 0..READERS_AT_MOST {
        opened.recv_timeout(DEADLINE).unwrap();
    }
    while feed.state() != (FeedState::Lost { reason: LostReason::Silent }) {
        woken.recv_timeout(DEADLINE).unwrap();
    }
    assert!(opened.is_empty(), "no fifth reader while four hang");
    drop(release);
    // Once the driver lets go, the feed tries again.
    opened.recv_timeout(DEADLINE).unwrap();
    feed.stop();
}
