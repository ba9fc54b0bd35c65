//! Speed of a long cart: what one more line costs the till, its database and its window's picture
//! of it.

use std::sync::Arc;

use divan::{Bencher, black_box};
use tillsight::domain::{
    Cart, Currency, Money, Product, ProductId, TaxMode, TaxRate, Unit, UnitPrice,
};
use tillsight::store::{ShopFolder, Store};
use tillsight::teach::TeachingView;
use tillsight::texts::{Language, Texts};
use tillsight::till::machine::ShopOpened;
use tillsight::till::{CartCommand, Command, Input, Machine, Settings};
use tillsight::ui::fonts;
use tillsight::ui::pictures::Pictures;
use tillsight::ui::screen::Screen;
use tillsight::ui::theme::{self, Tokens};
use tillsight::ui::window::window_ui;
use tillsight::ui::window_state::WindowState;

const LINES: usize = 500;

fn main() {
    divan::main();
}

/// As many products as the cart has lines, so that none merge.
fn products() -> Vec<Product> {
    (0..=LINES)
        .filter_map(|number| {
            Some(Product {
                id: ProductId::new(&format!("product-{number}")).ok()?,
                name: format!("Product {number}"),
                names: [("zh".to_owned(), format!("商品 {number}"))].into(),
                price: Some(UnitPrice::new(Money::new(149, Currency::EUR), Unit::Piece)),
                plu: Some(format!("{}", 4000 + number)),
                barcode: None,
                tax: TaxRate::from_basis_points(700).ok()?,
                category: "Fruit".to_owned(),
                picture: None,
                active: true,
            })
        })
        .collect()
}

fn cart() -> Cart {
    let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
    for product in products().into_iter().take(LINES) {
        let _added = cart.add(Arc::new(product), None);
    }
    cart
}

/// A till with so many lines in its cart.
fn machine() -> Machine {
    let mut machine = Machine::default();
    machine.apply(Input::ShopOpened(ShopOpened {
        products: products(),
        currency: Currency::EUR,
        tax_mode: TaxMode::Included,
        pictures: "pictures".into(),
        settings: Settings::default(),
    }));
    for product in products().into_iter().take(LINES) {
        machine.apply(Input::Command(Command::AddProduct(product.id)));
    }
    machine
}

#[divan::bench]
fn add_to_500_lines(bencher: Bencher<'_, '_>) {
    let last = products().pop().map(Arc::new);
    bencher.with_inputs(cart).bench_local_values(|mut cart| {
        let _added = last.clone().map(|last| cart.add(last, None));
        cart
    });
}

#[divan::bench]
fn command_on_500_lines(bencher: Bencher<'_, '_>) {
    let last = products().pop().map(|product| product.id);
    bencher.with_inputs(machine).bench_local_values(|mut machine| {
        let command = last.clone().map(Command::AddProduct);
        command.map(|command| machine.apply(Input::Command(command)))
    });
}

#[divan::bench]
fn snapshot_of_500_lines(bencher: Bencher<'_, '_>) {
    let machine = machine();
    bencher.bench_local(|| black_box(machine.snapshot()));
}

/// A frame of the window over such a cart, laid out and turned into triangles.
#[divan::bench(args = [5, LINES])]
fn frame_with_a_cart(bencher: Bencher<'_, '_>, lines: usize) {
    let mut machine = machine();
    let snapshot = machine.snapshot();
    for line in snapshot.cart.lines.iter().skip(lines) {
        let void = CartCommand::VoidLine(line.id);
        machine.apply(Input::Command(Command::Cart(void)));
    }
    let snapshot = machine.snapshot();
    let ctx = egui::Context::default();
    fonts::install(&ctx);
    theme::install(&ctx);
    let texts = Texts::new(Language::for_tag("en"));
    let pictures = Pictures::at_once(&ctx);
    let mut local = WindowState::default();
    bencher.bench_local(|| {
        let screen_rect = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1280.0, 720.0));
        let input = egui::RawInput { screen_rect: Some(screen_rect), ..Default::default() };
        let mut output = ctx.run_ui(input, |ui| {
            let screen = Screen {
                snapshot: &snapshot,
                texts: &texts,
                tokens: Tokens::of(ui.ctx().theme()),
                pictures: &pictures,
                drop_works: true,
                teaching: &TeachingView::default(),
            };
            let _asked = black_box(window_ui(ui, &screen, &mut local));
        });
        // No screen takes the textures here.
        output.textures_delta.clear();
        ctx.tessellate(output.shapes, output.pixels_per_point)
    });
}

/// One transaction on this machine's disk, synchronised, as after each change of a cart.
#[divan::bench(args = [1, LINES])]
fn keep_a_cart_on_disk(bencher: Bencher<'_, '_>, lines: usize) {
    let Ok(folder) = tempfile::tempdir() else { return };
    let Ok(mut store) = ShopFolder::open(folder.path()).and_then(|shop| Store::open(&shop)) else {
        return;
    };
    let mut cart = cart();
    let more: Vec<_> =
        cart.lines().iter().skip(lines).map(tillsight::domain::CartLine::id).collect();
    for line in more {
        let _removed = cart.remove(line);
    }
    bencher.bench_local(|| store.save_open_cart(black_box(&cart)).is_ok());
}
