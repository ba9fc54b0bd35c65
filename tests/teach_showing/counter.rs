//! A shop in a temporary folder, a camera that shows painted frames, and a model that counts photos.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use tillsight::devices::Frame;
use tillsight::domain::{Message, ProductId};
use tillsight::photo::{Glimpse, Picture, TrayArea};
use tillsight::recognition::{Candidate, ClassNotes, Decision, FoundItems, Millis, Recognition};
use tillsight::registry::Thresholds;
use tillsight::store::{ShopFolder, Store};
use tillsight::teach::keeping::{AboutPhoto, PhotoKeeper, PhotoOrigin, PhotoToKeep};
use tillsight::teach::showing::{Learner, Learnt, LoadLearner, Tray, open_with};
use tillsight::teach::{DeskHandle, ShowCommand, ShowView, TillNews, Wires};

/// Longer than any of this takes, on however slow a machine.
const LONG: Duration = Duration::from_secs(60);
/// Milliseconds between two frames of a script.
const STEP: u64 = 200;

/// A counter of 320 by 240, with a fruit, red on one side, turned by so much, or without.
pub fn frame(turn: Option<f32>) -> Picture {
    let rgb = (0..240_i32).flat_map(|y| (0..320_i32).map(move |x| (x, y))).flat_map(|(x, y)| {
        let grain = ((x / 9 + y / 7) % 5) as u8 * 12;
        let (dx, dy) = ((x - 160) as f32, (y - 120) as f32);
        match turn {
            Some(turn) if dx.hypot(dy) < 50.0 => {
                let stripe = ((dy.atan2(dx) + turn).sin() * 70.0) as i32;
                [(180 + stripe) as u8, (120 - stripe) as u8, 30]
            }
            _ => [110 + grain, 108 + grain, 100 + grain],
        }
    });
    Picture::new(320, 240, rgb.collect()).unwrap()
}

/// Seven views at most: the eighth is nearly the first.
pub fn turning(count: usize) -> Vec<Picture> {
    (0..count).map(|step| frame(Some(step as f32 * 0.9))).collect()
}

pub fn lying(count: usize) -> Vec<Picture> {
    vec![frame(Some(0.0)); count]
}

pub fn empty(count: usize) -> Vec<Picture> {
    vec![frame(None); count]
}

/// Counts the photos of each product, and names the first one.
struct CountingLearner(std::path::PathBuf);

impl Learner for CountingLearner {
    fn learn(&mut self) -> Result<Learnt, Message> {
        let mut taught = BTreeMap::new();
        for photo in store_in(&self.0).photos().unwrap() {
            *taught.entry(photo.product).or_insert(0) += 1;
        }
        Ok(Learnt { version: "counts".to_owned(), taught, trained: Arc::default() })
    }

    fn recognise(&mut self, _: &Picture) -> Result<Recognition, Message> {
        let product = ProductId::new("banana").unwrap();
        Ok(Recognition {
            decision: Decision::Accept(product.clone()),
            candidates: vec![Candidate { product, score: 0.9 }],
            known: 1.0,
            thresholds: Thresholds { accept: 0.5, familiar: 0.0, unknown: 0.1 },
            items: FoundItems::default(),
            notes: ClassNotes::default(),
            caution: None,
            millis: Millis::default(),
        })
    }
}

fn store_in(shop: &Path) -> Store {
    Store::open(&ShopFolder::open(shop).unwrap()).unwrap()
}

/// The desk with everything around it.
pub struct Counter {
    folder: tempfile::TempDir,
    shop: std::path::PathBuf,
    desk: DeskHandle<ShowCommand, ShowView>,
    woken: Receiver<()>,
    told: Arc<Mutex<Vec<TillNews>>>,
}

impl Counter {
    pub fn with_frames(frames: Vec<Picture>) -> Self {
        Self::with_camera(camera(frames, None))
    }

    /// A camera that gives its frame of this number, counted from 0, once the gate is open.
    pub fn with_gate_before(number: usize, frames: Vec<Picture>) -> (Self, Gate) {
        let (arrives, arrived) = unbounded();
        let (open, opened) = bounded(0);
        let closed = Closed { number: number as u64, arrives, opened };
        (Self::with_camera(camera(frames, Some(closed))), Gate { arrived, open })
    }

    fn with_camera(camera: NewestFrame) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let shop = folder.path().join("shop");
        let own = shop.clone();
        let load: LoadLearner = Arc::new(move || Ok(Box::new(CountingLearner(own.clone()))));
        Self::open(folder, shop, camera, load)
    }

    pub fn without_model(frames: Vec<Picture>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let shop = folder.path().join("shop");
        let damaged = Arc::new(|| Err(Message::new("file-damaged")));
        Self::open(folder, shop, camera(frames, None), damaged)
    }

    /// A shop where a file is in the way.
    pub fn in_a_file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let shop = folder.path().join("shop");
        std::fs::write(&shop, "a file").unwrap();
        let none = Arc::new(|| Err(Message::new("model-none")));
        Self::open(folder, shop, camera(Vec::new(), None), none)
    }

    fn open(
        folder: tempfile::TempDir,
        shop: std::path::PathBuf,
        newest_frame: NewestFrame,
        load: LoadLearner,
    ) -> Self {
        let (wake, woken) = unbounded();
        let told: Arc<Mutex<Vec<TillNews>>> = Arc::default();
        let news = Arc::clone(&told);
        let area = TrayArea::default();
        let nothing = Arc::new(Glimpse::of(&frame(None), &area));
        let wires = Wires {
            shop: shop.clone(),
            wake: Arc::new(move || _ = wake.send(())),
            newest_frame,
            tray: Arc::new(move || Tray { area, empty: Some(nothing.clone()), ..Tray::default() }),
            tell_till: Arc::new(move |told| news.lock().unwrap().push(told)),
            library_changed: Arc::new(|| {}),
            program: "tillsight".into(),
        };
        let desk = open_with(&wires, load).unwrap();
        Self { folder, shop, desk, woken, told }
    }

    pub fn send(&self, command: ShowCommand) {
        assert!(self.desk.send(command));
    }

    /// Waits until the desk shows what is wanted.
    pub fn wait(&self, wanted: impl Fn(&ShowView) -> bool) -> Arc<ShowView> {
        let until = Instant::now() + LONG;
        loop {
            let view = self.desk.view();
            if wanted(&view) {
                return view;
            }
            let rest = until.saturating_duration_since(Instant::now());
            self.woken.recv_timeout(rest).unwrap_or_else(|_| {
                panic!("it stayed at {:?}, {:?}, {:?}", view.chosen, view.hint, view.problem)
            });
        }
    }

    /// Waits until all that was sent before is carried out.
    pub fn settle(&self) {
        self.send(ShowCommand::Create("?!".to_owned()));
        self.wait(|view| view.problem.is_some());
        self.send(ShowCommand::ClearProblem);
        self.wait(|view| view.problem.is_none());
    }

    pub fn choose(&self, product: &str) {
        self.send(ShowCommand::Choose(ProductId::new(product).unwrap()));
        self.wait(|view| view.chosen.as_ref().is_some_and(|own| own.product.as_str() == product));
    }

    pub fn store(&self) -> Store {
        store_in(&self.shop)
    }

    pub fn shop(&self) -> &Path {
        &self.shop
    }

    /// A folder beside the shop, for files.
    pub fn desktop(&self) -> &Path {
        self.folder.path()
    }

    pub fn told(&self) -> Vec<TillNews> {
        self.told.lock().unwrap().clone()
    }

    /// A photo of another day.
    pub fn keep(&self, product: &str, shade: u8) {
        let mut keeper = PhotoKeeper::open(&self.shop).unwrap();
        let about = AboutPhoto {
            product: ProductId::new(product).unwrap(),
            session: keeper.begin_session("").unwrap(),
            origin: PhotoOrigin::Camera,
            taken_at: None,
            guessed: None,
        };
        let picture = frame(Some(f32::from(shade) + 0.3));
        keeper.keep(PhotoToKeep::Frame(&picture), &about).unwrap();
    }
}

/// Whoever wants a certain frame waits here.
pub struct Gate {
    arrived: Receiver<()>,
    open: Sender<()>,
}

impl Gate {
    /// Waits until somebody stands before it.
    pub fn is_reached(&self) {
        self.arrived.recv_timeout(LONG).expect("nobody comes");
    }

    /// Lets everybody through from now on.
    pub fn open(self) {
        drop(self.open);
    }
}

/// The other side of a gate: before which frame it stands, and how one is let through.
struct Closed {
    number: u64,
    arrives: Sender<()>,
    opened: Receiver<()>,
}

type NewestFrame = Arc<dyn Fn() -> Option<Arc<Frame>> + Send + Sync>;

/// Shows one frame after the other, a fifth of a second apart; the last one stays.
fn camera(frames: Vec<Picture>, gate: Option<Closed>) -> NewestFrame {
    let begun = Instant::now();
    let frames: VecDeque<Arc<Frame>> = frames
        .into_iter()
        .zip(0_u64..)
        .map(|(picture, number)| {
            let taken = begun + Duration::from_millis(number * STEP);
            Arc::new(Frame::new(picture, taken, number))
        })
        .collect();
    let frames = Mutex::new(frames);
    Arc::new(move || {
        let mut frames = frames.lock().unwrap();
        let next = frames.front().map(|frame| frame.number());
        if let Some(Closed { number, arrives, opened }) = &gate
            && next == Some(*number)
        {
            arrives.send(()).ok();
            opened.recv().ok(); // nothing is said: it is open once the other side is gone
        }
        match frames.len() {
            0 | 1 => frames.front().cloned(),
            _ => frames.pop_front(),
        }
    })
}
