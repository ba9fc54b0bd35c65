//! The desk of versions by its commands, with a judging that is a script.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::sync::{Arc, Mutex};

use crossbeam_channel::{Receiver, unbounded};
use tempfile::TempDir;

use super::super::made_up::{comparison, manifest};
use super::*;
use crate::desk::open_desk;
use crate::{CompareCommand as Wish, DeskHandle, LossKind, Which};
use domain::{
    Cart, CashRounding, Currency, Money, PaidSale, Pieces, Product, ProductId, TaxMode, UnitPrice,
};
use photo::PerceptualHash;
use registry::Manifest;
use store::{Added, Booking, NewPhoto, PhotoId, PhotoOrigin, ShopFolder, Store};
use taught::version_key;

type Tell = Box<dyn Fn(Outcome) + Send>;

/// A shop with versions, and a judging whose words the test says.
struct Shop {
    folder: TempDir,
    desk: DeskHandle<Wish, CompareView>,
    wakings: Receiver<()>,
    begun: Receiver<(JudgeRequest, Tell)>,
    stopped: Arc<Mutex<u32>>,
}

struct Script(Arc<Mutex<u32>>);

impl Judgement for Script {
    fn stop(&mut self) {
        *self.0.lock().unwrap() += 1;
    }
}

/// A safetensors file of one tensor.
fn weights(name: &str) -> Vec<u8> {
    let table = format!(
        r#"{{"__metadata__":{{"of":"{name}"}},"w":{{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}}}"#
    );
    [&(table.len() as u64).to_le_bytes()[..], table.as_bytes(), &[0, 0, 128, 63]].concat()
}

fn make(folder: &Path, name: &str, products: &[&str], created: &str) {
    let staged = Registry::open(folder).unwrap().create(name).unwrap();
    std::fs::write(staged.weights_path(), weights(name)).unwrap();
    staged.commit(Manifest { created: created.to_owned(), ..manifest(name, products) }).unwrap();
}

impl Shop {
    /// A shop where "old" sells and "new" was made later.
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        make(folder.path(), "old", &["lime", "kiwi"], "2026-11-01T00:00:00Z");
        make(folder.path(), "new", &["lime"], "2026-11-20T00:00:00Z");
        Registry::open(folder.path()).unwrap().promote("old").unwrap();
        let (tell_begun, begun) = unbounded();
        let (woken, wakings) = unbounded();
        let stopped = Arc::new(Mutex::new(0));
        let (shop, stops) = (folder.path().to_owned(), Arc::clone(&stopped));
        let desk = open_desk(
            "comparing",
            CompareView::default(),
            Arc::new(move || woken.send(()).unwrap()),
            move |outbox| {
                let (tell_begun, stops) = (tell_begun.clone(), Arc::clone(&stops));
                let begin: BeginJudging = Box::new(move |request, tell| {
                    tell_begun.send((request.clone(), tell)).unwrap();
                    Ok(Box::new(Script(Arc::clone(&stops))))
                });
                CompareDesk::open(&shop, outbox.clone(), begin)
            },
        )
        .unwrap();
        wakings.recv().unwrap();
        Self { folder, desk, wakings, begun, stopped }
    }

    /// Sends a wish and waits until it is carried out.
    fn wish(&self, wish: Wish) -> Arc<CompareView> {
        assert!(self.desk.send(wish));
        self.next()
    }

    /// Waits for the next view.
    fn next(&self) -> Arc<CompareView> {
        self.wakings.recv().unwrap();
        self.desk.view()
    }

    /// The comparison of both versions as they lie there.
    fn compared(&self, photos: &[(&str, &str, &str)]) -> Box<KeptComparison> {
        let registry = Registry::open(self.folder.path()).unwrap();
        let hash = |name: &str| registry.find(name).unwrap().manifest.weights_sha256;
        let mut comparison = comparison(photos);
        comparison.old.weights = hash("old");
        comparison.new.as_mut().unwrap().weights = hash("new");
        Box::new(KeptComparison { from: JudgedPhotos::KeptAside, comparison })
    }

    fn names(&self) -> Vec<String> {
        self.desk.view().versions.iter().map(|card| card.name.clone()).collect()
    }
}

/// Versions of the shop alone; the shipped ones are those of the checkout.
fn own(names: Vec<String>) -> Vec<String> {
    names.into_iter().filter(|name| name == "old" || name == "new").collect()
}

#[test]
fn the_version_that_sells_stands_first_and_the_newest_other_is_held_against_it() {
    let shop = Shop::open();
    let view = shop.desk.view();
    assert_eq!(shop.names()[0], "old");
    assert!(view.versions[0].sells && view.versions[0].bytes > 0);
    assert_eq!(own(shop.names()), ["old", "new"]);
    assert_eq!(view.against.as_deref(), Some("old"));
    assert_ne!(view.chosen.as_deref(), Some("old"));
    let view = shop.wish(Wish::Choose("new".to_owned()));
    assert_eq!((view.chosen.as_deref(), view.against.as_deref()), (Some("new"), Some("old")));
    let view = shop.wish(Wish::Against(None));
    assert_eq!(view.against, None);
    let view = shop.wish(Wish::Against(Some("new".to_owned())));
    assert_eq!(view.against, None, "a version is not held against itself");
}

#[test]
fn a_judgement_is_begun_followed_and_shown() {
    let shop = Shop::open();
    shop.wish(Wish::Choose("new".to_owned()));
    let view = shop.wish(Wish::Judge);
    assert_eq!(view.judging.as_ref().unwrap().new.as_deref(), Some("new"));
    let (request, tell) = shop.begun.recv().unwrap();
    assert_eq!((request.old.as_str(), request.new.as_deref()), ("old", Some("new")));
    assert_eq!(request.photos, JudgedPhotos::KeptAside);
    tell(Outcome::Event(JudgeEvent::Judging { done: 3, total: 10 }));
    assert_eq!(shop.next().judging.as_ref().unwrap().done, 3);
    shop.wish(Wish::Judge);
    assert!(shop.begun.is_empty(), "one at a time");
    let kept = shop.compared(&[("lime", "kiwi", "lime"), ("kiwi", "kiwi", "lime")]);
    tell(Outcome::Event(JudgeEvent::Compared { kept }));
    let view = shop.next();
    assert_eq!(view.judging, None);
    let shown = view.shown.as_ref().unwrap();
    assert_eq!(shown.comparison.counted, 2);
    assert_eq!(shown.most_wrong(Which::Old), [0]);
    assert!(shown.matrix(Which::New).cell("kiwi", "lime").is_some());
}

#[test]
fn a_judgement_that_was_stopped_says_nothing_more() {
    let shop = Shop::open();
    shop.wish(Wish::Choose("new".to_owned()));
    shop.wish(Wish::Judge);
    let (_, tell) = shop.begun.recv().unwrap();
    let view = shop.wish(Wish::StopJudging);
    assert_eq!(*shop.stopped.lock().unwrap(), 1);
    assert_eq!(view.told.as_ref().unwrap().id, "compare-stopped");
    let kept = shop.compared(&[("lime", "lime", "lime")]);
    tell(Outcome::Event(JudgeEvent::Compared { kept }));
    let view = shop.next();
    assert!(view.shown.is_none() && view.judging.is_none());
}

#[test]
fn what_ends_without_an_answer_is_told() {
    let shop = Shop::open();
    let full = Message::new("file-disk-full");
    let failed =
        JudgeEvent::Failed { reason: "the disk is full".to_owned(), message: full.clone() };
    let answers = [
        (Outcome::NoAnswer(String::new()), Message::new("compare-no-answer")),
        (Outcome::Event(failed), Message::new("compare-problem").because(full)),
    ];
    for (outcome, problem) in answers {
        shop.wish(Wish::Judge);
        let (_, tell) = shop.begun.recv().unwrap();
        tell(outcome);
        let view = shop.next();
        assert_eq!((view.problem.as_ref(), view.judging.is_none()), (Some(&problem), true));
    }
    shop.wish(Wish::Judge);
    let (_, tell) = shop.begun.recv().unwrap();
    tell(Outcome::OtherFormat);
    assert_eq!(shop.next().problem.as_ref().unwrap().id, "compare-other-program");
}

#[test]
fn a_comparison_is_found_again_until_the_version_changes() {
    let shop = Shop::open();
    shop.wish(Wish::Choose("new".to_owned()));
    let kept = shop.compared(&[("lime", "lime", "lime")]);
    judging::keep(shop.folder.path(), &kept).unwrap();
    assert!(shop.wish(Wish::Refresh).shown.is_some());
    assert!(shop.wish(Wish::Against(None)).shown.is_none(), "alone it was not judged");
    shop.wish(Wish::Against(Some("old".to_owned())));
    let other = KeptComparison { comparison: comparison(&[("lime", "lime", "lime")]), ..*kept };
    judging::keep(shop.folder.path(), &other).unwrap();
    assert!(shop.wish(Wish::Refresh).shown.is_none(), "it is of other weights");
}

#[test]
fn a_file_of_a_comparison_that_is_damaged_is_no_comparison() {
    let shop = Shop::open();
    shop.wish(Wish::Choose("new".to_owned()));
    let folder = shop.folder.path().join("comparisons");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("old new.json"), "{\"from\":").unwrap();
    let view = shop.wish(Wish::Refresh);
    assert!(view.shown.is_none() && view.problem.is_none());
}

#[test]
fn notes_are_kept_and_a_version_is_deleted_but_not_the_one_that_sells() {
    let shop = Shop::open();
    let set = Wish::SetNotes { version: "new".to_owned(), notes: "with the new lamp".to_owned() };
    let view = shop.wish(set);
    assert_eq!(view.card("new").unwrap().notes, "with the new lamp");
    shop.wish(Wish::Delete("old".to_owned()));
    let view = shop.next();
    assert_eq!(view.problem.as_ref().unwrap().id, "compare-problem");
    assert!(!view.working && view.card("old").is_some());
    shop.wish(Wish::Delete("new".to_owned()));
    let view = shop.next();
    assert_eq!(view.told.as_ref().unwrap().id, "compare-deleted");
    assert!(view.card("new").is_none() && view.chosen.as_deref() != Some("new"));
    assert!(shop.wish(Wish::ClearWords).told.is_none());
}

#[test]
fn what_a_deleted_version_made_of_photos_goes_with_it() {
    let shop = Shop::open();
    let mut store = Store::open(&ShopFolder::open(shop.folder.path()).unwrap()).unwrap();
    let photo = kept_photo(&mut store);
    let registry = Registry::open(shop.folder.path()).unwrap();
    let keys =
        ["old", "new"].map(|name| format!("{}+0123", version_key(&registry.find(name).unwrap())));
    for key in &keys {
        store.save_directions(key, &[(photo, vec![1.0, 0.0])]).unwrap();
    }
    shop.wish(Wish::Delete("new".to_owned()));
    shop.next();
    let kept = keys.map(|key| store.directions(&key).unwrap().len());
    assert_eq!(kept, [1, 0]);
}

fn kept_photo(store: &mut Store) -> PhotoId {
    let at = "2026-11-20T12:00:00Z".parse().unwrap();
    let session = store.begin_photo_session(at, "").unwrap();
    let product = store.products().unwrap().into_iter().next().unwrap().id;
    let new = NewPhoto {
        file: "lime.jpg".to_owned(),
        content: "0".repeat(64),
        looks: PerceptualHash(0),
        product,
        session,
        origin: PhotoOrigin::File,
        taken_at: None,
        added_at: at,
        guessed: None,
    };
    let Added::New(photo) = store.add_photo(&new).unwrap() else { panic!("a shop without photos") };
    photo
}

#[test]
fn a_version_is_saved_as_a_file_and_a_hostile_file_is_refused_with_a_reason() {
    let shop = Shop::open();
    shop.wish(Wish::Choose("new".to_owned()));
    let file = shop.folder.path().join("out");
    shop.wish(Wish::Export(file.clone()));
    let view = shop.next();
    assert_eq!(view.told.as_ref().unwrap().id, "compare-exported");
    assert!(file.with_extension("tillsight").is_file());
    let evil = shop.folder.path().join("evil.tillsight");
    std::fs::write(&evil, b"PK no zip").unwrap();
    shop.wish(Wish::Import(evil));
    let view = shop.next();
    let problem = view.problem.as_ref().unwrap();
    let why = problem.because.as_ref().unwrap();
    assert_eq!(why.id, "model-not-imported");
    assert!(why.args[0].1.ends_with("evil.tillsight"), "{problem:?}");
    assert_eq!(own(shop.names()), ["old", "new"]);
}

#[test]
fn before_a_version_sells_the_losses_are_told_and_once_it_sells_nothing_is_asked() {
    let shop = Shop::open();
    sell(shop.folder.path(), "kiwi");
    shop.wish(Wish::Refresh);
    let view = shop.wish(Wish::AskPromotion("new".to_owned()));
    let asked = view.promoting.as_ref().unwrap();
    assert_eq!((asked.compared, asked.selling.as_deref()), (false, Some("old")));
    assert_eq!(asked.losses[0].kind, LossKind::CannotName);
    assert!(shop.wish(Wish::ClosePromotion).promoting.is_none());
    shop.wish(Wish::AskPromotion("new".to_owned()));
    Registry::open(shop.folder.path()).unwrap().promote("new").unwrap();
    let view = shop.wish(Wish::Refresh);
    assert!(view.promoting.is_none());
    assert_eq!(view.selling().unwrap().name, "new");
    assert_eq!(view.previous.as_deref(), Some("old"));
}

/// Sells a piece of a product.
fn sell(shop: &Path, product: &str) {
    let mut store = Store::open(&ShopFolder::open(shop).unwrap()).unwrap();
    let known = store.products().unwrap().into_iter().next().unwrap();
    let price = Some(UnitPrice::PerPiece(Money::new(100, Currency::EUR)));
    let product = Product { id: ProductId::new(product).unwrap(), price, ..known };
    let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
    let line = cart.add(Arc::new(product), None).unwrap();
    cart.set_pieces(line, Pieces::new(1).unwrap()).unwrap();
    let sale = PaidSale::in_exact_cash(cart.complete().unwrap(), CashRounding::NONE).unwrap();
    store.record_sale(&sale, Booking { person: None, approver: None, day: None }).unwrap();
}
