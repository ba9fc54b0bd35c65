//! Photos: accepted, asked about, unknown, unreadable, many at once.

use tillsight::domain::{Currency, TaxMode, UnitPrice};
use tillsight::recognition::{Decision, Scope};
use tillsight::till::machine::{MAX_IN_FLIGHT, MAX_PHOTOS, ShopOpened};
use tillsight::till::{
    Command, Doubt, Effect, Input, ItemState, Machine, Message, ModelState, Settings,
};

use super::script::*;

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
    let ItemState::Asked { tiles, doubt: Doubt::Product } = &snapshot.items[0].state else {
        panic!()
    };
    let shown: Vec<_> = tiles.iter().map(|tile| tile.product.id.as_str()).collect();
    assert_eq!(shown, ["kiwi", "lime", "mango", "banana"], "papaya is not active");
    command(&mut machine, Command::ChooseCandidate { item, product: id("lime") });
    assert_eq!(line_products(&machine.snapshot()), ["lime"]);
}

#[test]
fn where_the_kind_is_certain_only_its_products_are_asked_about() {
    let mut machine = ready();
    let citrus = |scores| of_kind(recognition(Decision::Ask, scores), "citrus", &["lime", "mango"]);
    let asked = [("lime", 0.5), ("mango", 0.35), ("kiwi", 0.1), ("banana", 0.05)];
    let item = show(&mut machine, citrus(&asked));
    let snapshot = machine.snapshot();
    let ItemState::Asked { tiles, doubt: Doubt::Which(kind) } = &snapshot.items[0].state else {
        panic!()
    };
    let shown: Vec<_> = tiles.iter().map(|tile| tile.product.id.as_str()).collect();
    assert_eq!((&**kind, shown), ("citrus", vec!["lime", "mango"]));
    command(&mut machine, Command::ChooseCandidate { item, product: id("kiwi") });
    assert_eq!(line_products(&machine.snapshot()), ["kiwi"], "whatever else it is can be said");

    // Of a kind whose other products this shop does not sell, there is nothing to ask.
    let papayas = of_kind(
        recognition(Decision::Ask, &[("mango", 0.6), ("papaya", 0.3), ("kiwi", 0.1)]),
        "tropical",
        &["mango", "papaya"],
    );
    show(&mut machine, papayas);
    let state = &machine.snapshot().items[0].state;
    assert!(matches!(state, ItemState::Asked { doubt: Doubt::Product, .. }));
    assert_eq!(state.tiles().len(), 2, "mango and kiwi");
}

#[test]
fn an_unknown_photo_offers_its_guesses_and_can_be_dismissed() {
    let mut machine = ready();
    let item = show(&mut machine, recognition(Decision::Unknown, &[("kiwi", 0.1)]));
    let snapshot = machine.snapshot();
    assert!(matches!(snapshot.items[0].state, ItemState::Asked { doubt: Doubt::Anything, .. }));
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

/// A till of a shop where mango and kiwi cost the same a piece, and lime ten times as much.
fn with_equal_prices(prices_decide: bool) -> Machine {
    let price = |minor| UnitPrice::PerPiece(cents(minor));
    let mut machine = Machine::default();
    machine.apply(Input::ShopOpened(ShopOpened {
        products: vec![
            product("mango", price(100)),
            product("kiwi", price(100)),
            product("lime", price(1000)),
        ],
        currency: Currency::EUR,
        tax_mode: TaxMode::Included,
        pictures: "pictures".into(),
        settings: Settings { prices_decide, ..Settings::default() },
    }));
    machine.apply(Input::ModelLoaded { name: "shipped".to_owned(), device: "cpu".to_owned() });
    machine
}

#[test]
fn goods_of_one_price_need_no_question_if_the_shop_says_so() {
    let unsure = || recognition(Decision::Ask, &[("kiwi", 0.6), ("mango", 0.395), ("lime", 0.005)]);
    let mut machine = with_equal_prices(false);
    show(&mut machine, unsure());
    assert!(machine.snapshot().cart.lines.is_empty(), "prices have no say unless asked for");

    let mut machine = with_equal_prices(true);
    let item = show(&mut machine, unsure());
    let snapshot = machine.snapshot();
    assert_eq!(line_products(&snapshot), ["kiwi"]);
    assert!(matches!(snapshot.items[0].state, ItemState::Added { .. }));
    command(&mut machine, Command::ChooseCandidate { item, product: id("mango") });
    assert_eq!(line_products(&machine.snapshot()), ["mango"], "the tiles still correct it");
}

#[test]
fn a_dear_product_is_asked_about_although_a_cheap_price_is_likely() {
    let mut machine = with_equal_prices(true);
    show(
        &mut machine,
        recognition(Decision::Ask, &[("kiwi", 0.5), ("mango", 0.45), ("lime", 0.05)]),
    );
    assert!(machine.snapshot().cart.lines.is_empty());
    show(&mut machine, recognition(Decision::Unknown, &[("kiwi", 0.1), ("mango", 0.05)]));
    assert!(matches!(
        machine.snapshot().items[1].state,
        ItemState::Asked { doubt: Doubt::Anything, .. }
    ));
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
    assert_eq!((named, snapshot.cart.lines.len(), snapshot.working), (30, 1, 0));
    assert_eq!(snapshot.cart.lines[0].additions, 30, "equal pieces stand on one line");
    assert_eq!(snapshot.cart.total, cents(30 * 39));
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
    machine.apply(Input::ModelFailed(Message::new("file-damaged")));
    open_and_decode(&mut machine, &["a.jpg"]);
    let snapshot = machine.snapshot();
    let ItemState::Asked { tiles, doubt: Doubt::Anything } = &snapshot.items[0].state else {
        panic!()
    };
    assert!(tiles.is_empty());
    command(&mut machine, Command::AddProduct(id("mango")));
    assert_eq!(line_products(&machine.snapshot()), ["mango"]);
    let effects = command(&mut machine, Command::CompleteSale);
    assert!(matches!(effects[0], Effect::RecordSale(..)));
}

#[test]
fn a_model_that_breaks_gives_its_photos_back_and_can_be_loaded_again() {
    let mut machine = ready();
    open_and_decode(&mut machine, &["a.jpg"]);
    machine.apply(Input::ModelFailed(Message::new("model-panicked")));
    let snapshot = machine.snapshot();
    assert!(matches!(snapshot.items[0].state, ItemState::Asked { doubt: Doubt::Anything, .. }));
    assert!(matches!(command(&mut machine, Command::LoadModel)[..], [Effect::LoadModel]));
    assert_eq!(machine.snapshot().model, ModelState::Loading);
    assert!(command(&mut machine, Command::LoadModel).is_empty(), "one load at a time");
}

#[test]
fn an_error_of_the_recogniser_asks_and_says_so() {
    let mut machine = ready();
    let batches = open_and_decode(&mut machine, &["a.jpg"]);
    let result = Err(Message::new("model-network"));
    machine.apply(Input::Recognised { items: batches[0].clone(), result, millis: 1.0 });
    let snapshot = machine.snapshot();
    assert!(matches!(snapshot.items[0].state, ItemState::Asked { doubt: Doubt::Anything, .. }));
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
