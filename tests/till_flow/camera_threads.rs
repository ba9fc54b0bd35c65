//! The camera's own threads behind the till: scripted frames in, a line in the cart out.

use std::sync::Arc;
use std::time::Instant;

use tillsight::devices::{
    Camera, CameraAct, CameraError, CameraInfo, Patience, PluggedCamera, ScriptedPort,
};
use tillsight::photo::{Picture, encode_jpeg};
use tillsight::till::watcher::WatchState;
use tillsight::till::{CameraState, Cameras, Command, Snapshot, WatchCommand};

use super::running::{PATIENCE, Running};
use super::script::*;
use super::threads::is_ready;

struct Port(ScriptedPort);

impl Cameras for Port {
    fn list(&self) -> Vec<CameraInfo> {
        vec![CameraInfo { id: "port".to_owned(), name: "C270".to_owned() }]
    }

    fn open(&self, _: &str) -> Result<Box<dyn Camera>, CameraError> {
        self.0.open()
    }

    fn patience(&self) -> Patience {
        Patience::SCRIPTED
    }
}

/// A grained counter with a disc on it, or none, as a driver gives it.
fn jpeg(thing: Option<[u8; 3]>) -> CameraAct {
    let rgb = (0..120_i32).flat_map(|y| (0..160_i32).map(move |x| (x, y))).flat_map(|(x, y)| {
        let grain = ((x / 9 + y / 7) % 5) as u8 * 12;
        match thing {
            Some(colour) if (x - 80).pow(2) + (y - 60).pow(2) < 25 * 25 => colour,
            _ => [110 + grain, 108 + grain, 100 + grain],
        }
    });
    let picture = Picture::new(160, 120, rgb.collect()).unwrap();
    CameraAct::MotionJpeg(encode_jpeg(&picture, 90).unwrap())
}

/// Frames of one scene until the till says so: as many as it takes, whatever the machine's speed.
fn show(
    running: &Running,
    camera: &PluggedCamera,
    act: &CameraAct,
    is_so: impl Fn(&Snapshot) -> bool,
) {
    let mut frame = running.till.snapshot().camera.frame.as_ref().map(|frame| frame.number());
    while !is_so(&running.till.snapshot()) {
        camera.send(act.clone());
        let before = frame;
        let snapshot = running.wait_until(|snapshot| {
            is_so(snapshot) || snapshot.camera.frame.as_ref().map(|frame| frame.number()) != before
        });
        frame = snapshot.camera.frame.as_ref().map(|frame| frame.number());
    }
}

#[test]
fn from_a_driver_s_frames_to_a_line_without_a_key_and_through_an_unplugging() {
    let folder = tempfile::tempdir().unwrap();
    let port = ScriptedPort::new("C270");
    let camera = port.plug_in();
    let answers = vec![Ok(vec![accept("mango")])];
    let running = Running::start(folder.path(), answers, Arc::new(Port(port.clone())));
    running.wait_until(|snapshot| is_ready(snapshot) && snapshot.camera.found.is_some());
    running.till.send(Command::StartCamera(None));
    show(&running, &camera, &jpeg(None), |snapshot| snapshot.camera.state == CameraState::Live);
    running.till.send(Command::Watch(WatchCommand::LearnTray));
    show(&running, &camera, &jpeg(None), |snapshot| snapshot.watch.state == WatchState::Waiting);
    let orange = jpeg(Some([230, 130, 30]));
    show(&running, &camera, &orange, |snapshot| !snapshot.cart.lines.is_empty());
    assert_eq!(line_products(&running.till.snapshot()), ["mango"]);

    drop(camera);
    running.wait_until(|snapshot| matches!(snapshot.camera.state, CameraState::Lost { .. }));
    let camera = port.plug_in();
    show(&running, &camera, &orange, |snapshot| snapshot.camera.state == CameraState::Live);
    assert_eq!(running.till.snapshot().cart.lines.len(), 1);
}

#[test]
fn a_flood_of_frames_is_dropped_undecoded_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let port = ScriptedPort::new("C270");
    let camera = port.plug_in();
    let running = Running::start(folder.path(), Vec::new(), Arc::new(Port(port.clone())));
    running.wait_until(|snapshot| is_ready(snapshot) && snapshot.camera.found.is_some());
    let act = jpeg(None);
    for _ in 0..500 {
        camera.send(act.clone());
    }
    running.till.send(Command::StartCamera(None));
    let last = |snapshot: &Snapshot| {
        snapshot.camera.frame.as_ref().is_some_and(|frame| frame.number() == 499)
    };
    let snapshot = running.wait_until(last);
    let decoded = port.decoded();
    assert!(decoded < 500, "at 25 a second, 500 frames at once are not all looked at");
    assert_eq!(snapshot.watch.dropped + decoded, 500);
}

#[test]
fn frames_that_nobody_looks_at_wake_nobody_and_a_camera_that_goes_does() {
    let folder = tempfile::tempdir().unwrap();
    let port = ScriptedPort::new("C270");
    let camera = port.plug_in();
    let running = Running::start(folder.path(), Vec::new(), Arc::new(Port(port.clone())));
    running.wait_until(|snapshot| is_ready(snapshot) && snapshot.camera.found.is_some());
    running.till.send(Command::StartCamera(None));
    show(&running, &camera, &jpeg(None), |snapshot| snapshot.camera.state == CameraState::Live);
    let number = || running.till.snapshot().camera.frame.as_ref().map(|frame| frame.number());
    // In sight each frame is a word; what was still under way is a word as well.
    running.till.show_frames(false);
    let next_frame = || {
        let before = number();
        camera.send(jpeg(None));
        let begun = Instant::now();
        while number() == before {
            assert!(begun.elapsed() < PATIENCE, "the frame arrives in silence");
            std::thread::yield_now();
        }
    };
    next_frame();
    running.words();
    for _ in 0..5 {
        next_frame();
    }
    assert_eq!(running.words(), 0);
    drop(camera);
    running.wait_until(|snapshot| matches!(snapshot.camera.state, CameraState::Lost { .. }));
}
