//! A till with a scripted shop and model, and the words the tests speak.

use std::collections::BTreeMap;
use std::sync::Arc;

use tillsight::domain::{Currency, LineId, Money, Product, ProductId, TaxMode, TaxRate, UnitPrice};
use tillsight::photo::{Picture, Region};
use tillsight::recognition::{Candidate, ClassNotes, Decision, FoundItems, Millis, Recognition};
use tillsight::registry::{ClassEntry, Thresholds};
use tillsight::till::machine::ShopOpened;
use tillsight::till::{Command, Effect, Input, ItemId, Machine, PhotoSource, Settings, Snapshot};

pub fn id(text: &str) -> ProductId {
    ProductId::new(text).unwrap()
}

pub fn product(text: &str, price: UnitPrice) -> Product {
    Product {
        id: id(text),
        name: text.to_owned(),
        names: BTreeMap::new(),
        price: Some(price),
        plu: None,
        barcode: None,
        tax: TaxRate::parse_percent("7").unwrap(),
        category: "Fruit".to_owned(),
        picture: None,
        active: true,
    }
}

pub fn cents(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

/// Mango, kiwi and lime by the piece, banana by weight; papaya is not sold at the moment.
pub fn products() -> Vec<Product> {
    let mut papaya = product("papaya", UnitPrice::PerPiece(cents(300)));
    papaya.active = false;
    vec![
        product("mango", UnitPrice::PerPiece(cents(149))),
        product("kiwi", UnitPrice::PerPiece(cents(39))),
        product("lime", UnitPrice::PerPiece(cents(45))),
        product("banana", UnitPrice::PerKg(cents(199))),
        papaya,
    ]
}

pub fn shop() -> Input {
    Input::ShopOpened(ShopOpened {
        products: products(),
        currency: Currency::EUR,
        tax_mode: TaxMode::Included,
        pictures: "pictures".into(),
        settings: Settings::default(),
    })
}

/// A till whose shop and model are ready.
pub fn ready() -> Machine {
    let mut machine = Machine::default();
    machine.apply(shop());
    machine.apply(Input::ModelLoaded { name: "shipped".to_owned(), device: "cpu".to_owned() });
    machine
}

pub fn candidates(scores: &[(&str, f64)]) -> Vec<Candidate> {
    scores
        .iter()
        .map(|(product, score)| Candidate { product: id(product), score: *score })
        .collect()
}

pub fn recognition(decision: Decision, scores: &[(&str, f64)]) -> Recognition {
    let candidates = candidates(scores);
    let known = candidates.first().map_or(0.0, |best| best.score);
    let thresholds = Thresholds { accept: 0.9, familiar: 0.0, unknown: 0.2 };
    Recognition {
        decision,
        candidates,
        notes: ClassNotes::default(),
        known,
        thresholds,
        items: FoundItems::default(),
        caution: None,
        millis: Millis::default(),
    }
}

pub fn accept(product: &str) -> Recognition {
    recognition(Decision::Accept(id(product)), &[(product, 0.98), ("kiwi", 0.01), ("lime", 0.01)])
}

pub fn ask() -> Recognition {
    let scores = [("kiwi", 0.4), ("lime", 0.3), ("papaya", 0.2), ("mango", 0.1), ("banana", 0.0)];
    recognition(Decision::Ask, &scores)
}

/// The same by a version that takes these products for one kind.
pub fn of_kind(seen: Recognition, kind: &str, products: &[&str]) -> Recognition {
    let entry = |product: &&str| ClassEntry {
        id: (*product).to_owned(),
        coarse: kind.to_owned(),
        cautious: false,
    };
    let classes: Vec<ClassEntry> = products.iter().map(entry).collect();
    let products: Vec<ProductId> = products.iter().map(|product| id(product)).collect();
    Recognition { notes: ClassNotes::of(&classes, &products), ..seen }
}

/// The same of a picture of 4 x 4 pixels with so many items side by side, of which one is meant.
pub fn with_items(seen: Recognition, count: usize, chosen: Option<usize>) -> Recognition {
    let side = 4.0 / count as f32;
    let item = |at: usize| Region { x: at as f32 * side, y: 1.0, width: side, height: 2.0 };
    let regions = (0..count).map(item).collect();
    Recognition { items: FoundItems { regions, chosen }, ..seen }
}

pub fn file(name: &str) -> PhotoSource {
    PhotoSource::File(format!("photos/{name}").into())
}

pub fn command(machine: &mut Machine, command: Command) -> Vec<Effect> {
    machine.apply(Input::Command(command))
}

pub fn decoded(item: ItemId) -> Input {
    let picture = Arc::new(Picture::filled(4, 4, [200, 30, 30]));
    Input::PhotoDecoded { item, picture: Arc::clone(&picture), thumbnail: picture, millis: 2.0 }
}

/// Opens photos and decodes those that are asked for; returns the batches that follow.
pub fn open_and_decode(machine: &mut Machine, names: &[&str]) -> Vec<Vec<ItemId>> {
    let sources = names.iter().map(|name| file(name)).collect();
    let effects = command(machine, Command::OpenPhotos(sources));
    let mut batches = Vec::new();
    for effect in effects {
        if let Effect::Decode { item, .. } = effect {
            batches.extend(batches_of(machine.apply(decoded(item))));
        }
    }
    batches
}

pub fn batches_of(effects: Vec<Effect>) -> Vec<Vec<ItemId>> {
    effects
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Recognise { batch, .. } => Some(batch.iter().map(|(item, _)| *item).collect()),
            _ => None,
        })
        .collect()
}

pub fn answer(machine: &mut Machine, items: &[ItemId], results: Vec<Recognition>) -> Vec<Effect> {
    machine.apply(Input::Recognised { items: items.to_vec(), result: Ok(results), millis: 6.0 })
}

/// One photo, from opening to the model's answer.
pub fn show(machine: &mut Machine, answered: Recognition) -> ItemId {
    let batches = open_and_decode(machine, &["photo.jpg"]);
    let [item] = batches[0][..] else { panic!("one photo is one batch") };
    answer(machine, &[item], vec![answered]);
    item
}

pub fn line_products(snapshot: &Snapshot) -> Vec<&str> {
    snapshot.cart.lines.iter().map(|line| line.product.id.as_str()).collect()
}

pub fn only_line(machine: &Machine) -> LineId {
    let snapshot = machine.snapshot();
    assert_eq!(snapshot.cart.lines.len(), 1);
    snapshot.cart.lines[0].id
}

pub fn notices(machine: &Machine) -> Vec<&'static str> {
    machine.snapshot().notices.iter().map(|notice| notice.message.id).collect()
}
