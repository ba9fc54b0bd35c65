//! How long teaching takes: from frames of a camera to a model that knows the product, with the photos
//! on the disk; and how long the till takes to know it, and to sell by another version.
//! `cargo bench --bench teach`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::cell::{Cell, RefCell};
use std::path::Path;

use divan::Bencher;
use std::sync::Arc;

use tillsight::cnn::set_cpu_threads;
use tillsight::domain::ProductId;
use tillsight::photo::{Glimpse, Picture, TrayArea, crop_to_tray, load, resize_within};
use tillsight::recognition::try_loading;
use tillsight::registry::Registry;
use tillsight::taught::ShopModel;
use tillsight::teach::keeping::{AboutPhoto, PhotoKeeper, PhotoOrigin, PhotoToKeep};
use tillsight::teach::showing::{FrameChoice, Learner, ShopLearner, Tray, cut_out};

/// As many as the machine that the till is planned for has cores.
const THREADS: usize = 2;

fn main() {
    set_cpu_threads(THREADS);
    divan::main();
}

/// A counter of 1280 by 720 with a striped fruit turned by so much, or without.
fn frame(turn: Option<f32>) -> Picture {
    let rgb = (0..720_i32).flat_map(|y| (0..1280_i32).map(move |x| (x, y))).flat_map(|(x, y)| {
        let grain = ((x / 17 + y / 13) % 7) as u8 * 6;
        let (dx, dy) = ((x - 640) as f32, (y - 360) as f32);
        match turn {
            Some(turn) if dx.hypot(dy) < 150.0 => {
                let stripe = (((dy.atan2(dx) + turn) * 3.0).sin() * 70.0) as i32;
                [(180 + stripe) as u8, (120 - stripe) as u8, 30]
            }
            _ => [150 + grain, 142 + grain, 130 + grain],
        }
    });
    Picture::new(1280, 720, rgb.collect()).unwrap()
}

/// A shop with its model, and a camera's frames.
struct Teaching {
    folder: tempfile::TempDir,
    keeper: PhotoKeeper,
    learner: ShopLearner,
    tray: Tray,
    turns: Cell<u16>,
}

impl Teaching {
    fn begin() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let learner = loaded(folder.path())?;
        let keeper = PhotoKeeper::open(folder.path()).unwrap();
        let area = TrayArea::default();
        let tray = Tray {
            area,
            empty: Some(Arc::new(Glimpse::of(&frame(None), &area))),
            ..Tray::default()
        };
        Some(Self { folder, keeper, learner, tray, turns: Cell::new(0) })
    }

    /// Another view of the fruit each time.
    fn next_frame(&self) -> Picture {
        let turn = self.turns.replace(self.turns.get() + 1);
        frame(Some(f32::from(turn) * 0.37))
    }

    fn teach_five(&mut self) {
        let frames: Vec<Picture> = (0..5).map(|_| self.next_frame()).collect();
        self.teach("fruit", &frames);
    }

    /// Keeps frames of a product as the desk does, and lets the model learn them.
    fn teach(&mut self, product: &str, frames: &[Picture]) {
        let about = AboutPhoto {
            product: ProductId::new(product).unwrap(),
            session: self.keeper.begin_session("").unwrap(),
            origin: PhotoOrigin::Camera,
            taken_at: None,
            guessed: None,
        };
        let mut choice = FrameChoice::default();
        for (frame, number) in frames.iter().zip(0_u64..) {
            let cut = cut_out(frame, &self.tray);
            choice.look(&cut, number * 1_000);
            self.keeper.keep(PhotoToKeep::Frame(&cut.picture), &about).unwrap();
        }
        let learnt = self.learner.learn().unwrap();
        assert!(learnt.taught.contains_key(&about.product));
    }
}

fn loaded(shop: &Path) -> Option<ShopLearner> {
    match ShopLearner::load(shop) {
        Ok(learner) => Some(learner),
        Err(error) => {
            println!("skipped: {error}");
            None
        }
    }
}

/// Teaches a product that is new each time with so many photos.
#[divan::bench(args = [1, 5], sample_count = 20, sample_size = 1)]
fn teach(bencher: Bencher<'_, '_>, photos: usize) {
    let Some(teaching) = Teaching::begin() else { return };
    let (teaching, round) = (RefCell::new(teaching), Cell::new(0_u32));
    bencher
        .with_inputs(|| {
            let number = round.replace(round.get() + 1);
            let teaching = teaching.borrow();
            let frames: Vec<Picture> = (0..photos).map(|_| teaching.next_frame()).collect();
            (format!("fruit-{number}"), frames)
        })
        .bench_local_values(|(product, frames)| teaching.borrow_mut().teach(&product, &frames));
}

/// The till's model learns a product of five photos that the desk has looked at: the network stays.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn till_learns(bencher: Bencher<'_, '_>) {
    let Some(mut teaching) = Teaching::begin() else { return };
    teaching.teach_five();
    let model = RefCell::new(ShopModel::load_promoted(teaching.folder.path()).unwrap());
    bencher.bench_local(|| assert!(model.borrow_mut().catch_up(0).unwrap()));
}

/// A version is loaded with what the shop taught: once to be promoted, and for whatever the model
/// at work cannot learn by itself.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn till_loads(bencher: Bencher<'_, '_>) {
    let Some(mut teaching) = Teaching::begin() else { return };
    teaching.teach_five();
    bencher.bench_local(|| ShopModel::load_promoted(teaching.folder.path()).unwrap());
}

/// A version is loaded to see whether it can be: before it is imported.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn try_a_version(bencher: Bencher<'_, '_>) {
    let Some(teaching) = Teaching::begin() else { return };
    let version = Registry::open(teaching.folder.path()).unwrap().promoted().unwrap();
    bencher.bench_local(|| try_loading(&version).unwrap());
}

/// A photo that was kept is read back for the model, since its file is what counts.
#[divan::bench(sample_count = 50)]
fn read_a_kept_photo(bencher: Bencher<'_, '_>) {
    let Some(mut teaching) = Teaching::begin() else { return };
    teaching.teach_five();
    let mut photos = std::fs::read_dir(teaching.folder.path().join("photos")).unwrap();
    let file = photos.next().unwrap().unwrap().path();
    bencher.bench_local(|| load(&file).unwrap());
}

/// What the till's own thread does with a frame that the camera's eye has decoded: the tray, and its
/// small copy.
#[divan::bench(sample_count = 50)]
fn cut_the_tray_out(bencher: Bencher<'_, '_>) {
    let (shown, area) = (frame(Some(0.4)), TrayArea::default());
    bencher.bench_local(|| {
        let tray = crop_to_tray(&shown, &area);
        let small = resize_within(&tray, 640);
        (tray, small)
    });
}

/// What the camera's worker does with each frame before it is kept or left out.
#[divan::bench]
fn choose_a_frame(bencher: Bencher<'_, '_>) {
    let area = TrayArea::default();
    let tray =
        Tray { area, empty: Some(Arc::new(Glimpse::of(&frame(None), &area))), ..Tray::default() };
    let shown = frame(Some(0.4));
    let mut choice = FrameChoice::default();
    bencher.bench_local(|| choice.look(&cut_out(&shown, &tray), 0));
}
