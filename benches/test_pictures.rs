//! What a frame of the picture test bench costs with 5,000 pictures on it: at rest, scrolled through,
//! filtered anew while pictures are being named, and what the desk's sums cost. A frame has 16 ms.

use std::collections::BTreeMap;
use std::sync::Arc;

use divan::{Bencher, black_box};
use egui::{
    Context, Event, Modifiers, MouseWheelSource, MouseWheelUnit, RawInput, Rect, TouchPhase, pos2,
    vec2,
};
use tillsight::domain::{Currency, ProductId, TaxMode};
use tillsight::photo::{Picture, encode_jpeg};
use tillsight::recognition::{Candidate, Decision, FoundBoxes};
use tillsight::teach::TeachingView;
use tillsight::teach::bench::{
    Answer, BenchRow, BenchView, FolderTruth, MatchedBy, RowState, Tally, Truth, Truths,
};
use tillsight::texts::{Language, Texts};
use tillsight::till::machine::ShopOpened;
use tillsight::till::{Input, Machine, Settings, Snapshot};
use tillsight::ui::bench_screen::Filter;
use tillsight::ui::fonts;
use tillsight::ui::pictures::Pictures;
use tillsight::ui::place::Place;
use tillsight::ui::screen::Screen;
use tillsight::ui::theme::{self, LIGHT};
use tillsight::ui::window::window_ui;
use tillsight::ui::window_state::WindowState;

const PICTURES: usize = 5_000;
const PRODUCTS: usize = 80;

fn main() {
    divan::main();
}

fn product(index: usize) -> Option<ProductId> {
    ProductId::of_name(&format!("product {}", index % PRODUCTS))
}

fn answer(index: usize) -> Answer {
    let score = 1.0 - (index % 60) as f64 / 100.0;
    let candidate = |place: usize| {
        let score = if place == 0 { score } else { (1.0 - score) / 3.0 };
        // One in ten is taken for its neighbour.
        let shift = usize::from(index.is_multiple_of(10));
        Some(Candidate { product: product(index + place + shift)?, score })
    };
    let candidates: Vec<Candidate> = (0..4).filter_map(candidate).collect();
    let decision = match (score, candidates.first()) {
        (0.7.., Some(first)) => Decision::Accept(first.product.clone()),
        (0.45.., _) => Decision::Ask,
        _ => Decision::Unknown,
    };
    Answer { candidates, decision, millis: 12.5, items: FoundBoxes::default() }
}

fn rows() -> Vec<Arc<BenchRow>> {
    let row = |index: usize| {
        let shade = (index % 256) as u8;
        let picture = Picture::filled(192, 144, [shade, 120, 255 - shade]);
        Arc::new(BenchRow {
            id: index as u64,
            name: format!("photo-{index:05}.jpg"),
            place: format!("Shop/product {}/photo-{index:05}.jpg", index % PRODUCTS),
            folder: Some(format!("product {}", index % PRODUCTS)),
            state: RowState::Named(answer(index)),
            second: None,
            thumbnail: encode_jpeg(&picture, 80).map(Arc::from),
        })
    };
    (0..PICTURES).map(row).collect()
}

fn truths() -> Truths {
    let folder = |index: usize| {
        let truth = FolderTruth { truth: Truth::Product(product(index)?), by: MatchedBy::Id };
        Some((format!("product {index}"), truth))
    };
    Truths { folders: (0..PRODUCTS).filter_map(folder).collect(), kinds: BTreeMap::new() }
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

/// A window of 1920 by 1080 without a renderer; thumbnails are decoded on their threads.
struct Window {
    ctx: Context,
    snapshot: Snapshot,
    texts: Texts,
    pictures: Pictures,
    local: WindowState,
    rows: Vec<Arc<BenchRow>>,
    truths: Arc<Truths>,
    teaching: TeachingView,
}

impl Window {
    fn new() -> Self {
        let ctx = Context::default();
        fonts::install(&ctx);
        theme::install(&ctx);
        let mut local = WindowState::default();
        local.go_to(Place::Bench);
        let thumbnails = std::env::temp_dir();
        let mut window = Self {
            pictures: Pictures::on_a_thread(&ctx, &thumbnails),
            ctx,
            snapshot: snapshot(),
            texts: Texts::new(Language::for_tag("en")),
            local,
            rows: rows(),
            truths: Arc::new(truths()),
            teaching: TeachingView::default(),
        };
        window.publish();
        window.frame(Vec::new());
        window
    }

    /// As the desk does after each batch.
    fn publish(&mut self) {
        let view = BenchView {
            tally: Arc::new(Tally::of(&self.rows, &self.truths)),
            rows: Arc::new(self.rows.clone()),
            truths: Arc::clone(&self.truths),
            ..BenchView::default()
        };
        self.teaching = TeachingView { bench: Arc::new(view), ..TeachingView::default() };
    }

    fn frame(&mut self, events: Vec<Event>) {
        let screen_rect = Some(Rect::from_min_size(egui::Pos2::ZERO, vec2(1920.0, 1080.0)));
        let input = RawInput { screen_rect, events, ..RawInput::default() };
        let Self { ctx, snapshot, texts, pictures, local, teaching, .. } = self;
        pictures.receive(&[]);
        let mut output = ctx.run_ui(input, |ui| {
            let screen =
                Screen { snapshot, texts, tokens: &LIGHT, pictures, drop_works: true, teaching };
            black_box(window_ui(ui, &screen, local));
        });
        // There is no graphics card that they could go to.
        output.textures_delta.clear();
        black_box(ctx.tessellate(output.shapes, output.pixels_per_point));
    }
}

#[divan::bench]
fn a_frame_with_5_000_pictures(bencher: Bencher<'_, '_>) {
    let mut window = Window::new();
    bencher.bench_local(|| window.frame(Vec::new()));
}

#[divan::bench]
fn a_frame_of_scrolling_through_5_000_pictures(bencher: Bencher<'_, '_>) {
    let mut window = Window::new();
    window.frame(vec![Event::PointerMoved(pos2(500.0, 600.0))]);
    bencher.bench_local(|| {
        window.frame(vec![Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, -700.0),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        }]);
    });
}

#[divan::bench]
fn a_frame_after_a_batch_with_a_filter_and_a_search(bencher: Bencher<'_, '_>) {
    let mut window = Window::new();
    window.local.bench.filter = Filter::Wrong;
    window.local.bench.search = "product 7".to_owned();
    bencher.bench_local(|| {
        // Another list, as after each batch: everything is filtered and searched again.
        let mut view = (*window.teaching.bench).clone();
        view.rows = Arc::new(window.rows.clone());
        window.teaching.bench = Arc::new(view);
        window.frame(Vec::new());
    });
}

#[divan::bench]
fn the_sums_over_5_000_pictures(bencher: Bencher<'_, '_>) {
    let (rows, truths) = (rows(), truths());
    bencher.bench_local(|| black_box(Tally::of(black_box(&rows), &truths)));
}
