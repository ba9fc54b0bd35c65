//! A long day in one process: 20,000 items through the till, and its memory stays as it was.
//! Every byte that the process asks for is counted, so that the figure is exact and the same
//! everywhere.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicIsize, Ordering};

use tillsight::domain::{Currency, Money, Product, ProductId, TaxMode, TaxRate, UnitPrice};
use tillsight::photo::Picture;
use tillsight::recognition::{Candidate, ClassNotes, Decision, FoundItems, Millis, Recognition};
use tillsight::registry::Thresholds;
use tillsight::till::machine::ShopOpened;
use tillsight::till::{Command, Effect, Input, Machine, PhotoSource, Settings};

const ITEMS: usize = 20_000;
const A_SALE: usize = 10;
const PRODUCTS: usize = 200;

/// Bytes that are asked for and not given back.
static LIVE: AtomicIsize = AtomicIsize::new(0);

struct Counting;

#[allow(clippy::cast_possible_wrap)]
// SAFETY: everything is handed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE.fetch_add(layout.size() as isize, Ordering::Relaxed);
        // SAFETY: the caller's promise is handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size() as isize, Ordering::Relaxed);
        // SAFETY: the caller's promise is handed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn id(index: usize) -> ProductId {
    ProductId::new(&format!("product-{index}")).unwrap()
}

fn product(index: usize) -> Product {
    Product {
        id: id(index),
        name: format!("Product {index}"),
        names: BTreeMap::new(),
        price: Some(UnitPrice::PerPiece(Money::new(100 + index as i64, Currency::EUR))),
        plu: Some(index.to_string()),
        barcode: None,
        tax: TaxRate::parse_percent("7").unwrap(),
        category: "Fruit".to_owned(),
        picture: None,
        active: true,
    }
}

/// The items that were named and the sales that were written.
#[derive(Default)]
struct Day {
    items: usize,
    sales: i64,
}

impl Day {
    /// Answers what the till wants as a recogniser and a database would, and what follows from it.
    fn take(&mut self, machine: &mut Machine, input: Input) {
        for effect in machine.apply(input) {
            match effect {
                Effect::Decode { item, .. } => {
                    let picture = Arc::new(Picture::filled(64, 48, [200, 30, 30]));
                    let thumbnail = Arc::clone(&picture);
                    let decoded = Input::PhotoDecoded { item, picture, thumbnail, millis: 1.0 };
                    self.take(machine, decoded);
                }
                Effect::Recognise { batch, .. } => {
                    let items: Vec<_> = batch.iter().map(|(item, _)| *item).collect();
                    let result = Ok(items.iter().map(|_| self.recognition()).collect());
                    self.take(machine, Input::Recognised { items, result, millis: 1.0 });
                }
                Effect::RecordSale(..) => {
                    self.sales += 1;
                    self.take(machine, Input::SaleRecorded { number: self.sales });
                }
                _ => {}
            }
        }
    }

    fn recognition(&mut self) -> Recognition {
        let candidates = (0..4).map(|rank| Candidate {
            product: id((self.items * 7 + rank) % PRODUCTS),
            score: [0.97, 0.02, 0.007, 0.003][rank],
        });
        let candidates: Vec<_> = candidates.collect();
        self.items += 1;
        Recognition {
            decision: Decision::Accept(candidates[0].product.clone()),
            notes: ClassNotes::default(),
            known: 0.97,
            candidates,
            thresholds: Thresholds { accept: 0.9, familiar: 0.0, unknown: 0.2 },
            items: FoundItems::default(),
            caution: None,
            millis: Millis::default(),
        }
    }
}

#[test]
fn memory_stays_within_a_twentieth_over_20_000_items() {
    let mut machine = Machine::default();
    let mut day = Day::default();
    let shop = ShopOpened {
        products: (0..PRODUCTS).map(product).collect(),
        currency: Currency::EUR,
        tax_mode: TaxMode::Included,
        pictures: "pictures".into(),
        settings: Settings::default(),
    };
    day.take(&mut machine, Input::ShopOpened(shop));
    let loaded = Input::ModelLoaded { name: "shipped".to_owned(), device: "cpu".to_owned() };
    day.take(&mut machine, loaded);
    let mut after_a_tenth = 0;
    for item in 1..=ITEMS {
        let photo = PhotoSource::File(format!("photos/{item}.jpg").into());
        day.take(&mut machine, Input::Command(Command::OpenPhotos(vec![photo])));
        if item % A_SALE == 0 {
            day.take(&mut machine, Input::Command(Command::CompleteSale));
            assert!(machine.snapshot().cart.lines.is_empty());
        }
        if item == ITEMS / 10 {
            after_a_tenth = LIVE.load(Ordering::Relaxed);
        }
    }
    let at_the_end = LIVE.load(Ordering::Relaxed);
    assert_eq!((day.items, day.sales), (ITEMS, (ITEMS / A_SALE) as i64));
    println!("{after_a_tenth} bytes after a tenth, {at_the_end} at the end");
    assert!(at_the_end * 20 <= after_a_tenth * 21, "{after_a_tenth} became {at_the_end}");
}
