//! A small scripted day: from items on a tray under a simulated camera, over a simulated scale, to
//! printed receipts and a Z report whose figures a second bookkeeping confirms to the cent.
//! `cargo xtask demo-day` plays a large one.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../packaging/xtask/src/demo_day"]
mod books {
    pub mod good;
    pub mod ledger;
    pub mod script;
}
#[path = "../packaging/demo_day/clerk.rs"]
mod clerk;
#[path = "../packaging/demo_day/counter.rs"]
mod counter;
#[path = "../packaging/demo_day/script.rs"]
mod script;
#[allow(dead_code)]
#[path = "till_flow/simulated_scale.rs"]
mod simulated_scale;

use std::path::Path;
use std::sync::Arc;

use books::good::{Good, Shot};
use tillsight::catalogue_file::own;
use tillsight::domain::{Currency, Product, Unit};
use tillsight::till::model;

const ITEMS: usize = 9;

fn good(product: &Product) -> Good {
    Good {
        id: product.id.to_string(),
        price: product.price.map_or(0, |price| price.money().minor()),
        by_weight: product.unit() == Some(Unit::Kg),
        plu: product.plu.clone().unwrap_or_default(),
        tax: product.tax.basis_points().into(),
        category: product.category.clone(),
    }
}

fn goods() -> Vec<Good> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/catalogue/demo.csv");
    let text = std::fs::read_to_string(file).unwrap();
    own::parse(&text, Currency::EUR).unwrap().iter().map(good).collect()
}

fn shots(goods: &[Good]) -> Vec<Shot> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples");
    let list = std::fs::read_to_string(folder.join("samples.csv")).unwrap();
    let shot = |line: &str| {
        let (file, id) = line.split_once(',').unwrap();
        let good = goods.iter().position(|good| good.id == id).unwrap();
        Shot { photo: folder.join(file), good }
    };
    list.lines().skip(1).map(shot).collect()
}

#[test]
fn a_small_day_adds_up_to_the_cent() {
    let goods = goods();
    let acts = books::script::day(&goods, &shots(&goods), ITEMS, 3);
    let played = script::read(&books::script::written(&acts, &goods));
    let folder = tempfile::tempdir().unwrap();
    let (shop, printed) = (folder.path().join("shop"), folder.path().join("printed.bin"));
    let models = shop.clone();
    let load = Arc::new(move || model::load_promoted(&models));
    let day = clerk::play(&played, &shop, &printed, load);

    let kept = books::ledger::figures(&acts, &goods);
    assert!(kept.sales > 0 && !day.told.is_empty());
    let report = &day.report;
    assert_eq!(report.sales as i64, kept.sales);
    assert_eq!(report.refunds.count as i64, kept.refunds);
    assert_eq!((report.sold.gross, report.sold.tax), (kept.gross, kept.tax));
    assert_eq!(report.rounding, kept.rounding);
    assert_eq!(report.cash.expected, kept.expected_cash);
    assert_eq!(report.cash.counted, Some(kept.counted_cash));
    let clerks: Vec<_> = report.by_clerk.iter().map(|sum| (&sum.name, sum.sold.gross)).collect();
    let kept_clerks: Vec<_> = kept.by_clerk.iter().map(|(name, gross)| (name, *gross)).collect();
    assert_eq!(clerks, kept_clerks);
    let cuts = std::fs::read(printed).unwrap();
    let cuts = cuts.windows(2).filter(|bytes| bytes == b"\x1dV").count() as i64;
    assert_eq!(cuts, kept.sales + kept.refunds);
}
