//! The till, the command line and the picture bench decide alike on one photo, in a shop whose sales
//! and prices have a say: with the shipped model, each by its own door.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tillsight::domain::{
    Cart, CashRounding, Currency, Money, PaidSale, Product, ProductId, TaxMode, UnitPrice,
};
use tillsight::recognition::Decision;
use tillsight::store::{Booking, ShopFolder, Store};
use tillsight::teach::TeachCommand;
use tillsight::teach::bench::{Answer, BenchCommand};
use tillsight::till::{Command, Doubt, ItemState, NoCameras, PhotoSource, TillConfig};

mod desks_alone;
#[allow(dead_code)] // each test file uses its part
#[path = "till_flow/running.rs"]
mod running;
mod sealed_shop;

use desks_alone::Desks;
use running::Running;
use sealed_shop::SealedShop;

const PATIENCE: Duration = Duration::from_secs(120);

/// What somebody makes of the photo: the decision as `recognise --json` words it, and the four best
/// products with their shares in thousandths.
#[derive(PartialEq, Debug)]
struct Verdict {
    decision: String,
    best: Vec<(String, i64)>,
}

fn thousandths(share: f64) -> i64 {
    (share * 1000.0).round() as i64
}

fn photo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/lemon.jpg")
}

fn by_command(shop: &SealedShop) -> Verdict {
    let lines = shop.succeed(&["recognise", "--json", photo().to_str().unwrap()]).json_lines();
    let candidates = lines[0]["candidates"].as_array().unwrap();
    let best = candidates.iter().take(4).map(|one: &Value| {
        (one["product"].as_str().unwrap().to_owned(), thousandths(one["score"].as_f64().unwrap()))
    });
    Verdict {
        decision: lines[0]["decision"]["kind"].as_str().unwrap().to_owned(),
        best: best.collect(),
    }
}

fn by_bench(shop: &Path) -> Verdict {
    let Desks { teaching, bell } = Desks::open(shop);
    assert!(teaching.send(TeachCommand::Bench(BenchCommand::Open(vec![photo()]))));
    loop {
        let view = teaching.view();
        if let Some(answer) = view.bench.rows.first().and_then(|row| row.answer()) {
            return verdict_of(answer);
        }
        bell.recv_timeout(PATIENCE).expect("the bench goes on");
    }
}

fn verdict_of(answer: &Answer) -> Verdict {
    let decision = match &answer.decision {
        Decision::Accept(_) => "accept",
        Decision::Ask => "ask",
        Decision::Unknown => "unknown",
    };
    let best = answer.candidates.iter().take(4);
    let best = best.map(|one| (one.product.to_string(), thousandths(one.score))).collect();
    Verdict { decision: decision.to_owned(), best }
}

fn by_till(shop: &Path) -> Verdict {
    let config = TillConfig { cameras: Arc::new(NoCameras), ..TillConfig::for_shop(shop).unwrap() };
    let running = Running::with(config);
    running.send(Command::OpenPhotos(vec![PhotoSource::File(photo())]));
    let answered = |state: &ItemState| !matches!(state, ItemState::Looking);
    let snapshot = running
        .wait_until(|snapshot| snapshot.items.first().is_some_and(|item| answered(&item.state)));
    let state = &snapshot.items[0].state;
    let decision = match state {
        ItemState::Added { .. } => "accept",
        ItemState::Asked { doubt: Doubt::Anything, .. } => "unknown",
        _ => "ask",
    };
    let best =
        state.tiles().iter().map(|tile| (tile.product.id.to_string(), thousandths(tile.score)));
    Verdict { decision: decision.to_owned(), best: best.collect() }
}

/// Sells the product so many times, a line each.
fn sell(shop: &Path, product: &str, lines: usize) {
    let mut store = Store::open(&ShopFolder::open(shop).unwrap()).unwrap();
    let id = ProductId::new(product).unwrap();
    let product = store.products().unwrap().into_iter().find(|one| one.id == id).unwrap();
    // By the piece, so that nothing waits for a scale.
    let price = Some(UnitPrice::PerPiece(Money::new(100, Currency::EUR)));
    let product = Arc::new(Product { price, ..product });
    let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
    for _ in 0..lines {
        cart.add_apart(Arc::clone(&product), vec![None]).unwrap();
    }
    let sale = PaidSale::in_exact_cash(cart.complete().unwrap(), CashRounding::NONE).unwrap();
    store.record_sale(&sale, Booking::default()).unwrap();
}

#[test]
fn till_command_and_bench_decide_alike() {
    let shop = SealedShop::new();
    let before = by_command(&shop);
    let folder = shop.path("shop");
    let rival = before.best[1].0.clone();
    sell(&folder, &rival, 400);
    let mut store = Store::open(&ShopFolder::open(&folder).unwrap()).unwrap();
    store.set_text(&tillsight::domain::settings::PRICES_DECIDE, "on").unwrap();
    drop(store);

    let told = by_command(&shop);
    let share = |verdict: &Verdict| verdict.best.iter().find(|one| one.0 == rival).unwrap().1;
    assert!(share(&told) > share(&before), "sales have a say: {before:?} {told:?}");
    assert_eq!(by_bench(&folder), told);
    assert_eq!(by_till(&folder), told);
}
