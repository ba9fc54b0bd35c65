//! What a frame of the Products screen costs with 20,000 products, and a letter typed into its
//! search. Only what is in sight is laid out, so both stay far below a frame of 16 ms.

use std::collections::BTreeMap;

use divan::{Bencher, black_box};
use egui::{Context, Event, RawInput, Rect, vec2};
use tillsight::domain::{Currency, Money, Product, ProductId, TaxMode, TaxRate, UnitPrice};
use tillsight::teach::TeachingView;
use tillsight::texts::{Language, Texts};
use tillsight::till::machine::ShopOpened;
use tillsight::till::{Input, Machine, Settings, Snapshot};
use tillsight::ui::fonts;
use tillsight::ui::pictures::Pictures;
use tillsight::ui::place::Place;
use tillsight::ui::screen::Screen;
use tillsight::ui::theme::{self, LIGHT};
use tillsight::ui::window::window_ui;
use tillsight::ui::window_state::WindowState;

const PRODUCTS: usize = 20_000;

fn main() {
    divan::main();
}

fn product(index: usize) -> Option<Product> {
    Some(Product {
        id: ProductId::of_name(&format!("product {index}"))?,
        name: format!("Product number {index} from the shelf"),
        names: BTreeMap::from([("zh".to_owned(), format!("第{index}号商品"))]),
        price: Some(UnitPrice::PerPiece(Money::new(100 + (index % 900) as i64, Currency::EUR))),
        plu: Some(index.to_string()),
        barcode: Some(format!("40{index:011}")),
        tax: TaxRate::from_basis_points(700).ok()?,
        category: format!("Group {}", index % 40),
        picture: None,
        active: !index.is_multiple_of(50),
    })
}

fn snapshot() -> Snapshot {
    let mut machine = Machine::default();
    machine.apply(Input::ShopOpened(ShopOpened {
        products: (0..PRODUCTS).filter_map(product).collect(),
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
}

impl Window {
    fn new() -> Self {
        let ctx = Context::default();
        fonts::install(&ctx);
        theme::install(&ctx);
        let mut local = WindowState::default();
        local.go_to(Place::Products);
        Self {
            pictures: Pictures::at_once(&ctx),
            ctx,
            snapshot: snapshot(),
            texts: Texts::new(Language::for_tag("en")),
            local,
        }
    }

    fn frame(&mut self, events: Vec<Event>) {
        let screen_rect = Some(Rect::from_min_size(egui::Pos2::ZERO, vec2(1920.0, 1080.0)));
        let input = RawInput { screen_rect, events, ..RawInput::default() };
        let Self { ctx, snapshot, texts, pictures, local } = self;
        let mut output = ctx.run_ui(input, |ui| {
            let screen = Screen {
                snapshot,
                texts,
                tokens: &LIGHT,
                pictures,
                drop_works: true,
                teaching: &TeachingView::default(),
            };
            black_box(window_ui(ui, &screen, local));
        });
        // There is no graphics card that they could go to.
        output.textures_delta.clear();
        black_box(ctx.tessellate(output.shapes, output.pixels_per_point));
    }
}

#[divan::bench]
fn a_frame_with_20_000_products(bencher: Bencher<'_, '_>) {
    let mut window = Window::new();
    window.frame(Vec::new());
    bencher.bench_local(|| window.frame(Vec::new()));
}

#[divan::bench]
fn a_letter_typed_among_20_000_products(bencher: Bencher<'_, '_>) {
    let mut window = Window::new();
    window.local.products.focus_search = true;
    window.frame(Vec::new());
    let mut even = false;
    bencher.bench_local(|| {
        // Another query each time, so that it is looked for again.
        even = !even;
        window.local.products.search = if even { "shelf 1" } else { "shelf 12" }.to_owned();
        window.frame(Vec::new());
    });
}
