//! What a frame of the photo library costs with 5,000 photos: standing, scrolling a screen further
//! each frame, and when the library has changed. The limit is 16 ms. What is held stays bounded:
//! `held_after_scrolling_through` fails where more thumbnails are kept than a few screens of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use divan::{Bencher, black_box};
use egui::{Context, Event, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, vec2};
use tillsight::domain::{Currency, ProductId, TaxMode};
use tillsight::photo::{Picture, encode_jpeg};
use tillsight::teach::TeachingView;
use tillsight::teach::library::{LibraryView, PhotoId, PhotoTile, ProductPhotos};
use tillsight::teach::thumbnails::ThumbnailKey;
use tillsight::texts::{Language, Texts};
use tillsight::till::machine::ShopOpened;
use tillsight::till::{Input, Machine, Settings, Snapshot};
use tillsight::ui::fonts;
use tillsight::ui::pictures::Pictures;
use tillsight::ui::place::Place;
use tillsight::ui::screen::Screen;
use tillsight::ui::theme::{self, LIGHT};
use tillsight::ui::training_screen::Part;
use tillsight::ui::window::window_ui;
use tillsight::ui::window_state::WindowState;

const PHOTOS: usize = 5_000;
const PRODUCTS: usize = 50;
/// More thumbnails than these are never held.
const HELD: usize = 1_000;

fn main() {
    divan::main();
}

fn product(index: usize) -> Option<ProductId> {
    ProductId::of_name(&format!("product {index}"))
}

/// 5,000 photos of 640 x 480 pixels in a folder.
fn photos(folder: &Path) -> Vec<PathBuf> {
    let write = |index: usize| {
        let shade = u8::try_from(index % 251).unwrap_or(0);
        let bytes = encode_jpeg(&Picture::filled(640, 480, [shade, 90, 255 - shade]), 90)?;
        let path = folder.join(format!("{index}.jpg"));
        std::fs::write(&path, bytes).ok()?;
        Some(path)
    };
    (0..PHOTOS).filter_map(write).collect()
}

fn library(paths: &[PathBuf]) -> LibraryView {
    let tile = |(index, path): (usize, &PathBuf)| {
        Some(PhotoTile {
            id: PhotoId(i64::try_from(index).ok()?),
            product: product(index % PRODUCTS)?,
            thumbnail: ThumbnailKey::of_file(path),
            side: None,
        })
    };
    let row = |index: usize| {
        let (photos, sides) = (PHOTOS / PRODUCTS, [60, 20, 20]);
        Some(ProductPhotos { product: product(index)?, photos, sides, warnings: Vec::new() })
    };
    LibraryView {
        photos: Arc::new(paths.iter().enumerate().filter_map(tile).collect()),
        products: Arc::new((0..PRODUCTS).filter_map(row).collect()),
        ..LibraryView::default()
    }
}

fn snapshot() -> Snapshot {
    let mut machine = Machine::default();
    machine.apply(Input::ShopOpened(ShopOpened {
        products: Vec::new(),
        currency: Currency::EUR,
        tax_mode: TaxMode::Included,
        pictures: "pictures".into(),
        settings: Settings::default(),
    }));
    machine.snapshot()
}

/// A window of 1920 by 1080 without a renderer.
struct Window {
    ctx: Context,
    snapshot: Snapshot,
    texts: Texts,
    pictures: Pictures,
    local: WindowState,
    teaching: TeachingView,
    _folder: tempfile::TempDir,
}

impl Window {
    fn new() -> std::io::Result<Self> {
        let folder = tempfile::tempdir()?;
        let ctx = Context::default();
        fonts::install(&ctx);
        theme::install(&ctx);
        let mut local = WindowState::default();
        local.go_to(Place::Training);
        local.training.part = Part::Photos;
        let library = Arc::new(library(&photos(folder.path())));
        Ok(Self {
            pictures: Pictures::on_a_thread(&ctx, &folder.path().join("thumbnails")),
            ctx,
            snapshot: snapshot(),
            texts: Texts::new(Language::for_tag("en")),
            local,
            teaching: TeachingView { library, ..TeachingView::default() },
            _folder: folder,
        })
    }

    fn frame(&mut self, events: Vec<Event>) {
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, vec2(1920.0, 1080.0)));
        let input = RawInput { screen_rect, events, ..RawInput::default() };
        let Self { ctx, snapshot, texts, pictures, local, teaching, .. } = self;
        pictures.receive(&snapshot.items);
        let mut output = ctx.run_ui(input, |ui| {
            let screen =
                Screen { snapshot, texts, tokens: &LIGHT, pictures, drop_works: true, teaching };
            black_box(window_ui(ui, &screen, local));
        });
        // There is no graphics card that they could go to.
        output.textures_delta.clear();
        black_box(ctx.tessellate(output.shapes, output.pixels_per_point));
    }

    /// Turns the wheel over the grid, by most of a screen.
    fn scroll(&mut self, down: f32) {
        let over = Event::PointerMoved(Pos2::new(1_200.0, 600.0));
        let wheel = Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, -down),
            phase: TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: egui::Modifiers::NONE,
        };
        self.frame(vec![over, wheel]);
    }
}

#[divan::bench]
fn a_frame_with_5_000_photos(bencher: Bencher<'_, '_>) {
    let Ok(mut window) = Window::new() else { return };
    window.frame(Vec::new());
    bencher.bench_local(|| window.frame(Vec::new()));
}

#[divan::bench(sample_count = 300)]
fn a_frame_that_scrolls_on(bencher: Bencher<'_, '_>) {
    let Ok(mut window) = Window::new() else { return };
    window.frame(Vec::new());
    bencher.bench_local(|| window.scroll(700.0));
}

#[divan::bench]
fn a_frame_after_a_change(bencher: Bencher<'_, '_>) {
    let Ok(mut window) = Window::new() else { return };
    window.frame(Vec::new());
    bencher.bench_local(|| {
        let library = LibraryView {
            photos: Arc::new(window.teaching.library.photos.to_vec()),
            ..LibraryView::clone(&window.teaching.library)
        };
        window.teaching.library = Arc::new(library);
        window.frame(Vec::new());
    });
}

#[divan::bench(sample_count = 1)]
fn held_after_scrolling_through(bencher: Bencher<'_, '_>) {
    let Ok(mut window) = Window::new() else { return };
    bencher.bench_local(|| {
        for _ in 0..200 {
            window.scroll(500.0);
        }
        let held = window.pictures.thumbnails.known();
        assert!(held <= HELD, "{held} thumbnails are held");
    });
}
