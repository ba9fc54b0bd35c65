//! A counter for the benches: a scripted camera of 30 frames a second (1280 x 720, Motion JPEG), the
//! shipped model, and all of the till's threads between them.
#![allow(dead_code, reason = "each bench uses a part of it")]

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tillsight::devices::{Camera, CameraAct, CameraError, CameraInfo, PluggedCamera, ScriptedPort};
use tillsight::photo::{Picture, crop, decode, encode_jpeg, resize};
use tillsight::till::watcher::WatchState;
use tillsight::till::{
    Cameras, Command, ItemState, ModelState, Snapshot, Till, TillConfig, TillHandle, WatchCommand,
    model, samples,
};

const PATIENCE: Duration = Duration::from_secs(60);
const WIDTH: u32 = 1280;
const HEIGHT: u32 = 720;

struct Port(ScriptedPort);

impl Cameras for Port {
    fn list(&self) -> Vec<CameraInfo> {
        vec![CameraInfo { id: "port".to_owned(), name: "scripted".to_owned() }]
    }

    fn open(&self, _: &str) -> Result<Box<dyn Camera>, CameraError> {
        self.0.open()
    }
}

/// A grained counter, and in its middle the middle of a sample picture.
pub fn scene(sample: Option<&str>) -> Vec<u8> {
    let mut rgb: Vec<u8> = (0..HEIGHT)
        .flat_map(|y| (0..WIDTH).map(move |x| ((x / 17 + y / 13) % 7) as u8 * 6 + 150))
        .flat_map(|level| [level, level - 8, level - 20])
        .collect();
    if let Some(name) = sample {
        let photo = decode(samples::bytes(name).unwrap(), name).unwrap();
        let side = photo.width().min(photo.height());
        let square =
            crop(&photo, (photo.width() - side) / 2, (photo.height() - side) / 2, side, side);
        let small = resize(&square, 480, 480);
        let (left, top) = ((WIDTH as usize - 480) / 2, (HEIGHT as usize - 480) / 2);
        for (row, pixels) in small.rgb().chunks_exact(480 * 3).enumerate() {
            let from = ((top + row) * WIDTH as usize + left) * 3;
            rgb.get_mut(from..from + 480 * 3).unwrap().copy_from_slice(pixels);
        }
    }
    encode_jpeg(&Picture::new(WIDTH, HEIGHT, rgb).unwrap(), 85).unwrap()
}

pub struct Counter {
    pub till: TillHandle,
    woken: Receiver<()>,
    shown: Arc<Mutex<Vec<u8>>>,
    given: Arc<AtomicU64>,
    empty: Vec<u8>,
    item: Vec<u8>,
    _shop: tempfile::TempDir,
}

impl Counter {
    pub fn open() -> Self {
        let shop = tempfile::tempdir().unwrap();
        let folder = shop.path().to_owned();
        let port = ScriptedPort::new("scripted");
        let camera = port.plug_in();
        let (wake, woken) = channel();
        let wake = Mutex::new(wake);
        let config = TillConfig {
            load_model: Arc::new(move || model::load_promoted(&folder)),
            cameras: Arc::new(Port(port)),
            ..TillConfig::for_shop(shop.path()).unwrap()
        };
        let wake = Arc::new(move || _ = wake.lock().unwrap().send(()));
        let till = Till::start(config, wake).unwrap();
        let empty = scene(None);
        let shown = Arc::new(Mutex::new(empty.clone()));
        let given = Arc::new(AtomicU64::new(0));
        let (frames, count) = (Arc::clone(&shown), Arc::clone(&given));
        thread::Builder::new()
            .name("counter".to_owned())
            .spawn(move || give_frames(&camera, &frames, &count))
            .unwrap();
        let name = samples::names().first().copied().unwrap();
        let counter =
            Self { till, woken, shown, given, empty, item: scene(Some(name)), _shop: shop };
        counter.wait_until(|s| {
            matches!(s.model, ModelState::Ready { .. }) && s.camera.found.is_some()
        });
        counter.till.send(Command::StartCamera(None));
        counter.wait_until(|snapshot| snapshot.camera.frame.is_some());
        counter.till.send(Command::Watch(WatchCommand::LearnTray));
        counter.wait_until(|snapshot| snapshot.watch.state == WatchState::Waiting);
        counter
    }

    pub fn wait_until(&self, is_so: impl Fn(&Snapshot) -> bool) {
        while !is_so(&self.till.snapshot()) {
            self.woken.recv_timeout(PATIENCE).expect("the till goes on");
        }
    }

    /// How many frames the camera has given.
    pub fn frames(&self) -> u64 {
        self.given.load(Ordering::Relaxed)
    }

    fn show(&self, jpeg: &[u8]) {
        *self.shown.lock().unwrap() = jpeg.to_vec();
    }

    pub fn clear(&self) {
        self.show(&self.empty);
        for item in &self.till.snapshot().items {
            self.till.send(Command::UndoAdd(item.id));
            self.till.send(Command::Dismiss(item.id));
        }
        self.wait_until(|s| s.items.is_empty() && s.watch.state == WatchState::Waiting);
        thread::sleep(Duration::from_millis(400));
    }

    pub fn lay(&self) {
        self.show(&self.item);
        self.wait_until(|snapshot| {
            let first = snapshot.items.first().map(|item| &item.state);
            matches!(first, Some(ItemState::Asked { .. } | ItemState::Added { .. }))
        });
    }
}

fn give_frames(camera: &PluggedCamera, shown: &Mutex<Vec<u8>>, given: &AtomicU64) {
    loop {
        let jpeg = shown.lock().unwrap().clone();
        if !camera.send(CameraAct::MotionJpeg(jpeg)) {
            return;
        }
        given.fetch_add(1, Ordering::Relaxed);
        thread::sleep(Duration::from_millis(33));
    }
}
