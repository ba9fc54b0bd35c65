//! The till's promises: from a photo to a priced line to a sale, driven without window or network.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::sync::Arc;

use tillsight::domain::{
    Currency, LineId, LineQuantity, Money, Product, ProductId, Quantity, TaxMode, TaxRate,
    UnitPrice,
};
use tillsight::photo::Picture;
use tillsight::recognition::{Candidate, Decision, Millis, Recognition, Scope};
use tillsight::till::machine::{MAX_IN_FLIGHT, MAX_PHOTOS, ShopOpened};
use tillsight::till::{
    CameraState, Command, Effect, Input, ItemId, ItemState, Machine, Message, ModelState,
    PhotoSource, Settings, ShopState, Snapshot, ThemeChoice,
};

fn id(text: &str) -> ProductId {
    ProductId::new(text).unwrap()
}

fn product(text: &str, price: UnitPrice) -> Product {
    Product {
        id: id(text),
        name: text.to_owned(),
        names: BTreeMap::new(),
        price,
        plu: None,
        barcode: None,
        tax: TaxRate::parse_percent("7").unwrap(),
        category: "Fruit".to_owned(),
        picture: None,
        active: true,
    }
}

fn cents(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

/// Mango, kiwi and lime by the piece, banana by weight; papaya is not sold at the moment.
fn products() -> Vec<Product> {
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

fn shop() -> Input {
    Input::ShopOpened(ShopOpened {
        products: products(),
        currency: Currency::EUR,
        tax_mode: TaxMode::Included,
        pictures: "pictures".into(),
        settings: Settings::default(),
    })
}

/// A till whose shop and model are ready.
fn ready() -> Machine {
    let mut machine = Machine::default();
    machine.apply(shop());
    machine.apply(Input::ModelLoaded { name: "shipped".to_owned(), device: "cpu".to_owned() });
    machine
}

fn candidates(scores: &[(&str, f64)]) -> Vec<Candidate> {
    scores
        .iter()
        .map(|(product, score)| Candidate { product: id(product), score: *score })
        .collect()
}

fn recognition(decision: Decision, scores: &[(&str, f64)]) -> Recognition {
    Recognition { decision, candidates: candidates(scores), millis: Millis::default() }
}

fn accept(product: &str) -> Recognition {
    recognition(Decision::Accept(id(product)), &[(product, 0.98), ("kiwi", 0.01), ("lime", 0.01)])
}

fn ask() -> Recognition {
    let scores = [("kiwi", 0.4), ("lime", 0.3), ("papaya", 0.2), ("mango", 0.1), ("banana", 0.0)];
    recognition(Decision::Ask, &scores)
}

fn file(name: &str) -> PhotoSource {
    PhotoSource::File(format!("photos/{name}").into())
}

fn command(machine: &mut Machine, command: Command) -> Vec<Effect> {
    machine.apply(Input::Command(command))
}

fn decoded(item: ItemId) -> Input {
    let picture = Arc::new(Picture::filled(4, 4, [200, 30, 30]));
    Input::PhotoDecoded { item, picture: Arc::clone(&picture), thumbnail: picture, millis: 2.0 }
}

/// Opens photos and decodes those that are asked for; returns the batches that follow.
fn open_and_decode(machine: &mut Machine, names: &[&str]) -> Vec<Vec<ItemId>> {
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

fn batches_of(effects: Vec<Effect>) -> Vec<Vec<ItemId>> {
    effects
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Recognise { batch, .. } => Some(batch.iter().map(|(item, _)| *item).collect()),
            _ => None,
        })
        .collect()
}

fn answer(machine: &mut Machine, items: &[ItemId], results: Vec<Recognition>) -> Vec<Effect> {
    machine.apply(Input::Recognised { items: items.to_vec(), result: Ok(results), millis: 6.0 })
}

/// One photo, from opening to the model's answer.
fn show(machine: &mut Machine, answered: Recognition) -> ItemId {
    let batches = open_and_decode(machine, &["photo.jpg"]);
    let [item] = batches[0][..] else { panic!("one photo is one batch") };
    answer(machine, &[item], vec![answered]);
    item
}

fn line_products(snapshot: &Snapshot) -> Vec<&str> {
    snapshot.cart.lines.iter().map(|line| line.product.id.as_str()).collect()
}

fn only_line(machine: &Machine) -> LineId {
    let snapshot = machine.snapshot();
    assert_eq!(snapshot.cart.lines.len(), 1);
    snapshot.cart.lines[0].id
}

fn notices(machine: &Machine) -> Vec<&'static str> {
    machine.snapshot().notices.iter().map(|notice| notice.message.id).collect()
}

#[test]
fn an_accepted_photo_becomes_a_priced_line_by_itself() {
    let mut machine = ready();
    show(&mut machine, accept("mango"));
    let snapshot = machine.snapshot();
    assert_eq!(line_products(&snapshot), ["mango"]);
    assert_eq!(snapshot.cart.total, cents(149));
    assert!(snapshot.cart.can_complete);
    assert!(matches!(snapshot.items[0].state, ItemState::Added { .. }));
    assert_eq!(snapshot.items[0].origin.name(), Some("photo.jpg"));
    assert_eq!(snapshot.items[0].millis, Some(8.0));
}

#[test]
fn undo_takes_the_line_back_and_asks() {
    let mut machine = ready();
    let item = show(&mut machine, accept("mango"));
    command(&mut machine, Command::UndoAdd(item));
    let snapshot = machine.snapshot();
    assert!(snapshot.cart.lines.is_empty());
    let ItemState::Asked { tiles, .. } = &snapshot.items[0].state else { panic!("asks") };
    assert_eq!(tiles[0].product.id, id("mango"));
}

#[test]
fn another_tile_corrects_what_was_added() {
    let mut machine = ready();
    let item = show(&mut machine, accept("mango"));
    command(&mut machine, Command::ChooseCandidate { item, product: id("lime") });
    assert_eq!(line_products(&machine.snapshot()), ["lime"]);
    command(&mut machine, Command::ChooseCandidate { item, product: id("lime") });
    assert_eq!(line_products(&machine.snapshot()), ["lime"], "the same tile adds nothing");
}

#[test]
fn an_unsure_photo_asks_with_four_active_products_and_one_choice_adds() {
    let mut machine = ready();
    let item = show(&mut machine, ask());
    let snapshot = machine.snapshot();
    assert!(snapshot.cart.lines.is_empty());
    let ItemState::Asked { tiles, unknown: false } = &snapshot.items[0].state else { panic!() };
    let shown: Vec<_> = tiles.iter().map(|tile| tile.product.id.as_str()).collect();
    assert_eq!(shown, ["kiwi", "lime", "mango", "banana"], "papaya is not active");
    command(&mut machine, Command::ChooseCandidate { item, product: id("lime") });
    assert_eq!(line_products(&machine.snapshot()), ["lime"]);
}

#[test]
fn an_unknown_photo_offers_its_guesses_and_can_be_dismissed() {
    let mut machine = ready();
    let item = show(&mut machine, recognition(Decision::Unknown, &[("kiwi", 0.1)]));
    let snapshot = machine.snapshot();
    assert!(matches!(snapshot.items[0].state, ItemState::Asked { unknown: true, .. }));
    command(&mut machine, Command::Dismiss(item));
    assert!(machine.snapshot().items.is_empty());
}

#[test]
fn an_accepted_product_that_is_not_sold_is_asked_about() {
    let mut machine = ready();
    show(&mut machine, accept("papaya"));
    let snapshot = machine.snapshot();
    assert!(snapshot.cart.lines.is_empty());
    assert!(matches!(snapshot.items[0].state, ItemState::Asked { .. }));
}

#[test]
fn only_active_products_may_be_named() {
    let mut machine = ready();
    let effects = command(&mut machine, Command::OpenPhotos(vec![file("a.jpg")]));
    let Effect::Decode { item, .. } = &effects[0] else { panic!("decodes") };
    let effects = machine.apply(decoded(*item));
    let Effect::Recognise { scope, .. } = &effects[0] else { panic!("recognises") };
    let Scope::Only(names) = scope.as_ref() else { panic!("the shop's products only") };
    assert!(names.contains(&id("mango")) && !names.contains(&id("papaya")));
}

#[test]
fn photos_that_arrive_while_the_model_works_become_one_batch() {
    let mut machine = ready();
    let batches = open_and_decode(&mut machine, &["a.jpg", "b.jpg", "c.jpg"]);
    assert_eq!(batches.len(), 1, "the first goes alone, the others wait for it");
    let first = batches[0].clone();
    let next = batches_of(answer(&mut machine, &first, vec![accept("mango")]));
    assert_eq!(next.len(), 1);
    assert_eq!(next[0].len(), 2);
    answer(&mut machine, &next[0], vec![accept("kiwi"), ask()]);
    let snapshot = machine.snapshot();
    assert_eq!(line_products(&snapshot), ["mango", "kiwi"]);
    assert_eq!(
        snapshot.items[0].origin.name(),
        Some("c.jpg"),
        "what waits for the clerk is shown first"
    );
    assert!(matches!(snapshot.items[0].state, ItemState::Asked { .. }));
}

#[test]
fn photos_in_flight_are_limited_and_all_come_through() {
    let mut machine = ready();
    let names: Vec<String> = (0..30).map(|n| format!("{n}.jpg")).collect();
    let sources = names.iter().map(|name| file(name)).collect();
    let mut effects = command(&mut machine, Command::OpenPhotos(sources));
    assert_eq!(effects.len(), MAX_IN_FLIGHT);
    let mut named = 0;
    while let Some(effect) = effects.pop() {
        let more = match effect {
            Effect::Decode { item, .. } => machine.apply(decoded(item)),
            Effect::Recognise { batch, .. } => {
                assert!(batch.len() <= MAX_IN_FLIGHT);
                named += batch.len();
                let items: Vec<_> = batch.iter().map(|(item, _)| *item).collect();
                let results = items.iter().map(|_| accept("kiwi")).collect();
                answer(&mut machine, &items, results)
            }
            _ => Vec::new(),
        };
        effects.extend(more);
    }
    let snapshot = machine.snapshot();
    assert_eq!((named, snapshot.cart.lines.len(), snapshot.working), (30, 30, 0));
}

#[test]
fn too_many_photos_are_left_out_aloud() {
    let mut machine = ready();
    let sources = (0..MAX_PHOTOS + 5).map(|n| file(&n.to_string())).collect();
    command(&mut machine, Command::OpenPhotos(sources));
    assert_eq!(machine.snapshot().items.len(), MAX_PHOTOS);
    assert_eq!(notices(&machine), ["problem-too-many-photos"]);
}

#[test]
fn photos_opened_before_shop_and_model_wait_for_both() {
    let mut machine = Machine::default();
    assert!(command(&mut machine, Command::OpenPhotos(vec![file("a.jpg")])).is_empty());
    let effects = machine.apply(shop());
    let item = effects
        .iter()
        .find_map(|effect| match effect {
            Effect::Decode { item, .. } => Some(*item),
            _ => None,
        })
        .expect("decoded as soon as the shop is open");
    assert!(batches_of(machine.apply(decoded(item))).is_empty());
    assert_eq!(machine.snapshot().model, ModelState::Loading);
    let loaded = Input::ModelLoaded { name: "shipped".to_owned(), device: "cpu".to_owned() };
    assert_eq!(batches_of(machine.apply(loaded)), [[item]]);
}

#[test]
fn without_a_model_the_clerk_still_sells() {
    let mut machine = Machine::default();
    machine.apply(shop());
    machine.apply(Input::ModelFailed("weights are damaged".to_owned()));
    open_and_decode(&mut machine, &["a.jpg"]);
    let snapshot = machine.snapshot();
    let ItemState::Asked { tiles, unknown: true } = &snapshot.items[0].state else { panic!() };
    assert!(tiles.is_empty());
    command(&mut machine, Command::AddProduct(id("mango")));
    assert_eq!(line_products(&machine.snapshot()), ["mango"]);
    let effects = command(&mut machine, Command::CompleteSale);
    assert!(matches!(effects[0], Effect::RecordSale(_)));
}

#[test]
fn a_model_that_breaks_gives_its_photos_back_and_can_be_loaded_again() {
    let mut machine = ready();
    open_and_decode(&mut machine, &["a.jpg"]);
    machine.apply(Input::ModelFailed("it panicked".to_owned()));
    let snapshot = machine.snapshot();
    assert!(matches!(snapshot.items[0].state, ItemState::Asked { unknown: true, .. }));
    assert!(matches!(command(&mut machine, Command::LoadModel)[..], [Effect::LoadModel]));
    assert_eq!(machine.snapshot().model, ModelState::Loading);
    assert!(command(&mut machine, Command::LoadModel).is_empty(), "one load at a time");
}

#[test]
fn an_error_of_the_recogniser_asks_and_says_so() {
    let mut machine = ready();
    let batches = open_and_decode(&mut machine, &["a.jpg"]);
    let result = Err("no class is sold here".to_owned());
    machine.apply(Input::Recognised { items: batches[0].clone(), result, millis: 1.0 });
    let snapshot = machine.snapshot();
    assert!(matches!(snapshot.items[0].state, ItemState::Asked { unknown: true, .. }));
    assert_eq!(notices(&machine), ["problem-recognition"]);
    assert!(matches!(snapshot.model, ModelState::Ready { .. }));
}

#[test]
fn a_photo_that_cannot_be_read_says_why_and_the_others_go_on() {
    let mut machine = ready();
    let effects = command(&mut machine, Command::OpenPhotos(vec![file("bad.jpg"), file("b.jpg")]));
    let [Effect::Decode { item: bad, .. }, Effect::Decode { item: good, .. }] = &effects[..] else {
        panic!("both are decoded")
    };
    machine.apply(Input::PhotoFailed { item: *bad, message: Message::new("photo-truncated") });
    let batches = batches_of(machine.apply(decoded(*good)));
    answer(&mut machine, &batches[0], vec![accept("kiwi")]);
    let snapshot = machine.snapshot();
    let ItemState::Failed(message) = &snapshot.items[0].state else { panic!("failed") };
    assert_eq!(message.id, "photo-truncated");
    assert_eq!(snapshot.items[0].origin.name(), Some("bad.jpg"));
    assert_eq!(line_products(&snapshot), ["kiwi"]);
}

#[test]
fn an_answer_for_a_dismissed_photo_changes_nothing() {
    let mut machine = ready();
    let batches = open_and_decode(&mut machine, &["a.jpg"]);
    command(&mut machine, Command::Dismiss(batches[0][0]));
    answer(&mut machine, &batches[0], vec![accept("mango")]);
    let snapshot = machine.snapshot();
    assert!(snapshot.items.is_empty() && snapshot.cart.lines.is_empty());
}

#[test]
fn a_weighed_product_needs_its_weight_before_it_can_be_sold() {
    let mut machine = ready();
    show(&mut machine, accept("banana"));
    let snapshot = machine.snapshot();
    assert!(snapshot.cart.weight_needed && !snapshot.cart.can_complete);
    assert!(command(&mut machine, Command::CompleteSale).is_empty());
    assert_eq!(notices(&machine), ["problem-weight-needed"]);

    let line = only_line(&machine);
    command(&mut machine, Command::SetWeight(line, "heavy".to_owned()));
    let problem = machine.snapshot().cart.lines[0].problem.clone();
    assert_eq!(problem.map(|message| message.id), Some("problem-weight"));

    command(&mut machine, Command::SetWeight(line, "350".to_owned()));
    let snapshot = machine.snapshot();
    assert_eq!(snapshot.cart.lines[0].problem, None);
    // 0.350 kg at 1.99 = 0.6965, half up.
    assert_eq!(snapshot.cart.total, cents(70));
    assert!(snapshot.cart.can_complete);
}

#[test]
fn pieces_are_counted_and_a_wrong_count_changes_nothing() {
    let mut machine = ready();
    command(&mut machine, Command::AddProduct(id("kiwi")));
    let line = only_line(&machine);
    command(&mut machine, Command::SetPieces(line, 3));
    assert_eq!(machine.snapshot().cart.total, cents(117));
    for wrong in [0, 10_000] {
        command(&mut machine, Command::SetPieces(line, wrong));
        let snapshot = machine.snapshot();
        assert_eq!(snapshot.cart.total, cents(117));
        assert_eq!(snapshot.cart.lines[0].problem.as_ref().unwrap().id, "problem-pieces");
    }
    let LineQuantity::Known(Quantity::Pieces(pieces)) = machine.snapshot().cart.lines[0].quantity
    else {
        panic!("pieces")
    };
    assert_eq!(pieces.get(), 3);
}

#[test]
fn removing_the_line_lets_go_of_its_photo() {
    let mut machine = ready();
    show(&mut machine, accept("mango"));
    let line = only_line(&machine);
    command(&mut machine, Command::RemoveLine(line));
    let snapshot = machine.snapshot();
    assert!(snapshot.cart.lines.is_empty() && snapshot.items.is_empty());
}

#[test]
fn a_sale_is_written_before_the_cart_is_cleared() {
    let mut machine = ready();
    show(&mut machine, accept("mango"));
    let effects = command(&mut machine, Command::CompleteSale);
    let [Effect::RecordSale(sale)] = &effects[..] else { panic!("one sale") };
    assert_eq!(sale.totals().gross, cents(149));
    let snapshot = machine.snapshot();
    assert_eq!(line_products(&snapshot), ["mango"], "not cleared yet");
    assert!(snapshot.cart.completing && !snapshot.cart.can_complete);

    machine.apply(Input::SaleRecorded { number: 7 });
    let snapshot = machine.snapshot();
    assert!(snapshot.cart.lines.is_empty() && snapshot.items.is_empty());
    let sale = snapshot.last_sale.unwrap();
    assert_eq!((sale.number, sale.total, sale.lines), (7, cents(149), 1));
}

#[test]
fn a_sale_that_is_not_written_keeps_the_cart_and_can_be_tried_again() {
    let mut machine = ready();
    show(&mut machine, accept("mango"));
    command(&mut machine, Command::CompleteSale);
    machine.apply(Input::SaleFailed("the disk is full".to_owned()));
    assert_eq!(line_products(&machine.snapshot()), ["mango"]);
    assert_eq!(notices(&machine), ["problem-sale"]);
    let again = command(&mut machine, Command::CompleteSale);
    assert!(matches!(again[..], [Effect::RecordSale(_)]));
    machine.apply(Input::SaleRecorded { number: 1 });
    assert!(notices(&machine).is_empty(), "what was said is no longer true");
}

#[test]
fn while_a_sale_is_written_its_lines_are_locked_and_new_ones_stay() {
    let mut machine = ready();
    let item = show(&mut machine, accept("mango"));
    let line = only_line(&machine);
    command(&mut machine, Command::CompleteSale);
    command(&mut machine, Command::SetPieces(line, 5));
    command(&mut machine, Command::RemoveLine(line));
    command(&mut machine, Command::UndoAdd(item));
    assert!(command(&mut machine, Command::CompleteSale).is_empty(), "once only");
    assert_eq!(machine.snapshot().cart.total, cents(149));
    command(&mut machine, Command::AddProduct(id("kiwi")));
    machine.apply(Input::SaleRecorded { number: 1 });
    let snapshot = machine.snapshot();
    assert_eq!(line_products(&snapshot), ["kiwi"]);
    assert_eq!(snapshot.cart.total, cents(39));
}

#[test]
fn an_empty_cart_cannot_be_sold() {
    let mut machine = ready();
    assert!(command(&mut machine, Command::CompleteSale).is_empty());
    assert!(!machine.snapshot().cart.can_complete);
}

#[test]
fn a_shop_that_does_not_open_is_said_and_nothing_is_sold() {
    let mut machine = Machine::default();
    machine.apply(Input::ShopFailed("the folder is read-only".to_owned()));
    let ShopState::Failed(message) = machine.snapshot().shop else { panic!("failed") };
    assert_eq!(message.id, "problem-shop");
    assert!(command(&mut machine, Command::OpenPhotos(vec![file("a.jpg")])).is_empty());
}

#[test]
fn without_a_camera_taking_a_picture_says_so_calmly() {
    let mut machine = ready();
    machine.apply(Input::CamerasFound(Vec::new()));
    command(&mut machine, Command::TakePicture);
    assert_eq!(notices(&machine), ["problem-no-camera"]);
    command(&mut machine, Command::OpenPhotos(vec![file("a.jpg")]));
    assert!(notices(&machine).is_empty(), "it leaves with the next photo");
}

#[test]
fn what_was_chosen_is_saved() {
    let mut machine = ready();
    let effects = command(&mut machine, Command::SetTheme(ThemeChoice::Dark));
    assert!(matches!(&effects[..], [Effect::SaveSetting { value, .. }] if value == "dark"));
    let effects = command(&mut machine, Command::SetLanguage("zh-CN".to_owned()));
    assert!(matches!(&effects[..], [Effect::SaveSetting { value, .. }] if value == "zh-CN"));
    let settings = machine.snapshot().settings;
    assert_eq!((settings.theme, settings.language.as_deref()), (ThemeChoice::Dark, Some("zh-CN")));
}

#[test]
fn a_camera_that_falls_silent_leaves_no_old_picture_behind() {
    use std::time::Instant;
    use tillsight::devices::{CameraInfo, Frame};

    let mut machine = ready();
    let info = CameraInfo { id: "usb-1".to_owned(), name: "Webcam".to_owned() };
    machine.apply(Input::CamerasFound(vec![info]));
    assert_eq!(machine.snapshot().camera.state, CameraState::Off, "started by the clerk");
    let effects = command(&mut machine, Command::StartCamera(None));
    assert!(effects.iter().any(|e| matches!(e, Effect::StartCamera(id) if id == "usb-1")));

    let picture = Picture::filled(4, 4, [0, 0, 0]);
    let frame = Arc::new(Frame::new(picture, Instant::now(), 1));
    machine.apply(Input::CameraChanged { state: CameraState::Live, frame: Some(frame) });
    let effects = command(&mut machine, Command::TakePicture);
    assert!(matches!(effects[..], [Effect::Decode { source: PhotoSource::Camera(_), .. }]));

    let state = CameraState::Lost { reason: "no frame for 2 s".to_owned() };
    machine.apply(Input::CameraChanged { state, frame: None });
    assert!(machine.snapshot().camera.frame.is_none());
    command(&mut machine, Command::TakePicture);
    assert_eq!(notices(&machine), ["problem-camera-waits"]);
}

#[test]
fn the_camera_used_last_time_starts_by_itself() {
    use tillsight::devices::CameraInfo;

    let mut machine = Machine::default();
    machine.apply(Input::ShopOpened(ShopOpened {
        products: products(),
        currency: Currency::EUR,
        tax_mode: TaxMode::Included,
        pictures: "pictures".into(),
        settings: Settings { camera: Some("usb-2".to_owned()), ..Settings::default() },
    }));
    let found =
        ["usb-1", "usb-2"].map(|id| CameraInfo { id: id.to_owned(), name: id.to_owned() }).to_vec();
    let effects = machine.apply(Input::CamerasFound(found.clone()));
    assert!(matches!(&effects[..], [Effect::StartCamera(id)] if id == "usb-2"));
    assert!(machine.apply(Input::CamerasFound(found)).is_empty(), "and only once");
}
