//! A counter to sell at: a tray under a camera of 30 frames a second, and a scale on a serial line.
//! Both are simulated at their outer end only; all of the till lies between them and the clerk.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tillsight::devices::{Camera, CameraAct, CameraError, CameraInfo, PluggedCamera, ScriptedPort};
use tillsight::photo::{self, Picture, TrayArea, crop, encode_jpeg, resize};
use tillsight::till::Cameras;

use crate::simulated_scale::{Says, SimulatedScale, Speaks};

const WIDTH: u32 = 1280;
const HEIGHT: u32 = 720;
/// The side of the tray, and of an item's photo in its middle.
const TRAY: u32 = 700;
const ITEM: u32 = 464;
const JPEG_QUALITY: u8 = 90;
/// From one frame of the camera to the next.
const FRAME: Duration = Duration::from_millis(33);
/// For so many frames a hand is in the picture before an item lies still.
const HAND: usize = 6;

/// The tray as the owner has drawn it on the picture.
pub fn tray() -> TrayArea {
    let (width, height) = (TRAY as f32 / WIDTH as f32, TRAY as f32 / HEIGHT as f32);
    TrayArea::new((1.0 - width) / 2.0, (1.0 - height) / 2.0, width, height)
}

/// The only camera there is.
pub struct OneCamera(ScriptedPort);

impl Cameras for OneCamera {
    fn list(&self) -> Vec<CameraInfo> {
        vec![CameraInfo { id: "counter".to_owned(), name: "Counter".to_owned() }]
    }

    fn open(&self, _: &str) -> Result<Box<dyn Camera>, CameraError> {
        self.0.open()
    }
}

/// The tray and the scale below it.
pub struct Counter {
    shown: Arc<Mutex<Arc<Vec<u8>>>>,
    empty: Arc<Vec<u8>>,
    hand: Vec<Arc<Vec<u8>>>,
    scale: SimulatedScale,
}

impl Counter {
    /// An empty counter, and its camera.
    pub fn new() -> (Self, OneCamera) {
        let port = ScriptedPort::new("Counter");
        let camera = port.plug_in();
        let empty = Arc::new(encoded(&surface()));
        let hand = (0..HAND).map(|at| Arc::new(encoded(&with_hand(at)))).collect();
        let shown = Arc::new(Mutex::new(Arc::clone(&empty)));
        let frames = Arc::clone(&shown);
        thread::Builder::new()
            .name("counter".to_owned())
            .spawn(move || give_frames(&camera, &frames))
            .unwrap();
        let scale = SimulatedScale::plugged_in(Speaks::Toledo, Says::Grams(0));
        (Self { shown, empty, hand, scale }, OneCamera(port))
    }

    /// The shop's setting for the scale.
    pub fn scale_setting(&self) -> String {
        self.scale.setting()
    }

    /// A hand lays an item down; returns when it first lay still.
    ///
    /// # Panics
    /// If the photo cannot be opened.
    pub fn lay(&self, item: &Path, grams: u32) -> Instant {
        let scene = Arc::new(encoded(&with_item(item)));
        for hand in &self.hand {
            self.show(hand);
            thread::sleep(FRAME);
        }
        self.scale.says(Says::Grams(grams));
        self.show(&scene);
        Instant::now()
    }

    /// Only the scale has something, for an item whose number is typed.
    pub fn weigh(&self, grams: u32) {
        self.scale.says(Says::Grams(grams));
    }

    /// The item is taken away.
    pub fn clear(&self) {
        self.scale.says(Says::Grams(0));
        self.show(&self.empty);
    }

    fn show(&self, scene: &Arc<Vec<u8>>) {
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(scene);
    }
}

fn give_frames(camera: &PluggedCamera, shown: &Mutex<Arc<Vec<u8>>>) {
    loop {
        let jpeg = Arc::clone(&shown.lock().unwrap_or_else(PoisonError::into_inner));
        if !camera.send(CameraAct::MotionJpeg(jpeg.to_vec())) {
            return;
        }
        thread::sleep(FRAME);
    }
}

/// A grained counter.
fn surface() -> Vec<u8> {
    (0..HEIGHT)
        .flat_map(|y| (0..WIDTH).map(move |x| ((x / 17 + y / 13) % 7) as u8 * 6 + 150))
        .flat_map(|level| [level, level - 8, level - 20])
        .collect()
}

/// An arm that reaches into the picture, a little further at each step.
fn with_hand(step: usize) -> Vec<u8> {
    let mut rgb = surface();
    let reach = 200 + step * 80;
    for (at, pixel) in rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = (at % WIDTH as usize, at / WIDTH as usize);
        if x < reach && (260..430).contains(&y) {
            pixel.copy_from_slice(&[214, 164, 134]);
        }
    }
    rgb
}

fn with_item(item: &Path) -> Vec<u8> {
    let photo = photo::load(item).expect("the script's photos can be opened");
    let side = photo.width().min(photo.height());
    let square = crop(&photo, (photo.width() - side) / 2, (photo.height() - side) / 2, side, side);
    let small = resize(&square, ITEM, ITEM);
    let mut rgb = surface();
    let (left, top) = ((WIDTH - ITEM) as usize / 2, (HEIGHT - ITEM) as usize / 2);
    for (row, pixels) in small.rgb().chunks_exact(ITEM as usize * 3).enumerate() {
        let from = ((top + row) * WIDTH as usize + left) * 3;
        rgb[from..from + pixels.len()].copy_from_slice(pixels);
    }
    rgb
}

fn encoded(rgb: &[u8]) -> Vec<u8> {
    let picture = Picture::new(WIDTH, HEIGHT, rgb.to_vec()).expect("a whole picture");
    encode_jpeg(&picture, JPEG_QUALITY).expect("a picture that can be encoded")
}
