//! The desk that shows goods, by its commands: painted frames for a camera, a model that only counts.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "teach_showing/counter.rs"]
mod counter;
#[path = "teach_showing/files.rs"]
mod files;

use counter::*;
use tillsight::domain::ProductId;
use tillsight::store::Store;
use tillsight::teach::showing::{ENOUGH, Hint, LearnerState, Lies, READY};
use tillsight::teach::{ShowCommand, TillNews};

fn photos(counter: &Counter) -> Vec<(String, String)> {
    let rows = counter.store().photos().unwrap();
    rows.into_iter().map(|row| (row.product.to_string(), row.file)).collect()
}

#[test]
fn while_the_key_is_held_each_new_view_is_on_the_disk_and_the_till_learns_it() {
    let counter = Counter::with_frames(turning(8));
    counter.choose("banana");
    counter.send(ShowCommand::Hold(true));
    let view = counter.wait(|view| view.taken >= READY);
    assert!(view.holding);
    counter.send(ShowCommand::Hold(false));
    counter.wait(|_| counter.told().contains(&TillNews::TaughtChanged));
    let view = counter.wait(|view| {
        let chosen = view.chosen.as_ref().unwrap();
        !view.holding && view.hint.is_none() && chosen.known && chosen.taught == view.taken
    });
    assert_eq!(view.chosen.as_ref().unwrap().photos, view.taken);
    assert_eq!(view.strip.len(), view.taken);
    let kept = photos(&counter);
    assert_eq!(kept.len(), view.taken);
    for (product, file) in kept {
        assert_eq!(product, "banana");
        assert!(counter.shop().join("photos").join(file).is_file());
    }
    let sessions: std::collections::BTreeSet<_> =
        counter.store().photos().unwrap().into_iter().map(|row| row.session).collect();
    assert_eq!(sessions.len(), 1, "one showing is one session");
}

#[test]
fn a_photo_that_is_on_its_way_when_the_key_is_let_go_is_waited_for() {
    let (counter, gate) = Counter::with_gate_before(READY, turning(READY + 1));
    counter.choose("banana");
    counter.send(ShowCommand::Hold(true));
    counter.wait(|view| view.taken == READY);
    gate.is_reached();
    counter.send(ShowCommand::Hold(false));
    counter.settle();
    assert!(counter.wait(|_| true).holding, "the worker has not said its last word");
    gate.open();
    let view = counter.wait(|view| !view.holding);
    let chosen = view.chosen.as_ref().unwrap();
    assert_eq!((view.taken, chosen.photos, view.strip.len()), (READY + 1, READY + 1, READY + 1));
    assert_eq!(photos(&counter).len(), READY + 1);
}

#[test]
fn a_photo_that_is_on_its_way_is_forgotten_with_the_others_and_comes_back_with_them() {
    let (counter, gate) = Counter::with_gate_before(READY, turning(READY + 1));
    counter.choose("banana");
    counter.send(ShowCommand::Hold(true));
    counter.wait(|view| view.taken == READY);
    gate.is_reached();
    counter.send(ShowCommand::Forget);
    counter.wait(|view| view.chosen.as_ref().unwrap().photos == 0);
    gate.open();
    let view = counter.wait(|view| !view.holding);
    assert_eq!((view.chosen.as_ref().unwrap().photos, view.strip.len()), (0, 0));
    assert!(photos(&counter).is_empty());
    assert_eq!(view.undo.as_ref().unwrap().photos, READY + 1);
    counter.send(ShowCommand::Undo);
    counter.wait(|view| view.strip.len() == READY + 1);
    assert_eq!(photos(&counter).len(), READY + 1);
}

#[test]
fn a_photo_that_is_on_its_way_is_not_counted_for_the_next_product() {
    let (counter, gate) = Counter::with_gate_before(1, turning(2));
    counter.choose("banana");
    counter.send(ShowCommand::Hold(true));
    counter.wait(|view| view.taken == 1);
    gate.is_reached();
    counter.choose("mango");
    gate.open();
    counter.send(ShowCommand::Hold(true));
    counter.send(ShowCommand::Hold(false));
    counter.settle();
    let view = counter.wait(|view| !view.holding);
    assert_eq!(view.chosen.as_ref().unwrap().photos, view.strip.len());
    assert_eq!(view.taken, view.strip.len());
    let mangos = photos(&counter).iter().filter(|(product, _)| product == "mango").count();
    assert_eq!(mangos, view.taken);
}

#[test]
fn what_is_kept_is_the_item_cut_out_of_the_tray() {
    let counter = Counter::with_frames(turning(1));
    counter.choose("banana");
    counter.send(ShowCommand::Hold(true));
    counter.wait(|view| view.taken == 1);
    let (_, file) = photos(&counter).remove(0);
    let photo = tillsight::photo::load(&counter.shop().join("photos").join(file)).unwrap();
    assert!((90..=140).contains(&photo.width()), "{} of a frame of 320", photo.width());
}

#[test]
fn an_item_that_lies_still_is_taken_once_and_it_is_said_to_turn_it() {
    let counter = Counter::with_frames(lying(30));
    counter.choose("banana");
    counter.send(ShowCommand::Hold(true));
    let view = counter.wait(|view| view.hint == Some(Hint::Turn));
    assert_eq!(view.taken, 1);
}

#[test]
fn an_empty_tray_is_never_taken_for_the_product() {
    let counter = Counter::with_frames(empty(10));
    counter.choose("banana");
    counter.send(ShowCommand::Hold(true));
    counter.wait(|view| view.hint == Some(Hint::Nothing));
    counter.send(ShowCommand::Hold(false));
    counter.wait(|view| !view.holding && view.hint.is_none());
    assert!(photos(&counter).is_empty());
    assert!(counter.store().photo_sessions().unwrap().is_empty(), "no session without a photo");
}

#[test]
fn a_burst_ends_by_itself() {
    let counter = Counter::with_frames(turning(30));
    counter.choose("banana");
    counter.send(ShowCommand::Burst);
    let view = counter.wait(|view| !view.bursting && view.taken > 0);
    assert_eq!(view.taken, READY);
}

#[test]
fn a_photo_is_taken_out_and_comes_back() {
    let counter = Counter::with_frames(turning(8));
    counter.choose("banana");
    counter.send(ShowCommand::Burst);
    let view = counter.wait(|view| !view.bursting && view.taken == READY);
    let newest = view.strip[0].id;
    counter.send(ShowCommand::Remove(newest));
    let view = counter.wait(|view| view.strip.len() == READY - 1);
    assert!(view.strip.iter().all(|photo| photo.id != newest));
    assert_eq!(photos(&counter).len(), READY - 1);
    counter.send(ShowCommand::Undo);
    let view = counter.wait(|view| view.strip.len() == READY && view.strip[0].id == newest);
    assert_eq!(view.undo, None);
    assert_eq!(photos(&counter).len(), READY);
}

#[test]
fn forgetting_takes_all_photos_of_this_product_alone_and_can_be_undone() {
    let counter = Counter::with_frames(turning(8));
    counter.keep("mango", 7);
    counter.choose("banana");
    counter.send(ShowCommand::Burst);
    counter.wait(|view| !view.bursting && view.taken == READY);
    counter.send(ShowCommand::Forget);
    let view = counter.wait(|view| {
        let chosen = view.chosen.as_ref().unwrap();
        chosen.photos == 0 && chosen.taught == 0 && !chosen.known
    });
    let undo = view.undo.clone().unwrap();
    assert_eq!((undo.photos, undo.forgotten, view.strip.len()), (READY, true, 0));
    let left: Vec<String> = photos(&counter).into_iter().map(|(product, _)| product).collect();
    assert_eq!(left, ["mango"]);
    counter.send(ShowCommand::Undo);
    counter.wait(|view| view.chosen.as_ref().unwrap().known && view.strip.len() == READY);
}

#[test]
fn a_product_is_made_by_its_name_without_a_price() {
    let counter = Counter::with_frames(Vec::new());
    counter.send(ShowCommand::Create(" Bread  fruit ".to_owned()));
    let view = counter.wait(|view| view.chosen.is_some());
    assert_eq!(view.chosen.as_ref().unwrap().name, "Bread fruit");
    let id = ProductId::new("bread-fruit").unwrap();
    let product = counter.store().product(&id).unwrap().unwrap();
    assert!(product.price.is_none() && product.active);
    assert!(counter.told().contains(&TillNews::CatalogueChanged));
}

#[test]
fn a_name_that_is_there_is_chosen_and_nothing_is_made() {
    let counter = Counter::with_frames(Vec::new());
    let before = counter.store().products().unwrap().len();
    counter.send(ShowCommand::Create("BANANA".to_owned()));
    let view = counter.wait(|view| view.chosen.is_some());
    assert_eq!(view.chosen.as_ref().unwrap().product.as_str(), "banana");
    assert_eq!(counter.store().products().unwrap().len(), before);
}

#[test]
fn a_name_without_a_letter_is_refused_in_words() {
    let counter = Counter::with_frames(Vec::new());
    counter.send(ShowCommand::Create("?!".to_owned()));
    let view = counter.wait(|view| view.problem.is_some());
    assert_eq!(view.problem.as_ref().unwrap().id, "product-name-unusable");
    counter.send(ShowCommand::ClearProblem);
    counter.wait(|view| view.problem.is_none());
}

#[test]
fn a_product_that_is_gone_is_named() {
    let counter = Counter::with_frames(Vec::new());
    counter.send(ShowCommand::Choose(ProductId::new("no-such-thing").unwrap()));
    let view = counter.wait(|view| view.problem.is_some());
    assert_eq!(view.problem.as_ref().unwrap().id, "teach-unknown-product");
    assert!(view.chosen.is_none());
}

#[test]
fn nothing_is_taken_before_a_product_is_chosen() {
    let counter = Counter::with_frames(turning(8));
    counter.send(ShowCommand::Hold(true));
    let view = counter.wait(|view| view.problem.is_some());
    assert_eq!((view.holding, view.problem.as_ref().unwrap().id), (false, "teach-choose-first"));
}

#[test]
fn without_a_model_photos_are_kept_all_the_same() {
    let counter = Counter::without_model(turning(8));
    counter.choose("banana");
    counter.send(ShowCommand::Burst);
    let view = counter.wait(|view| {
        !view.bursting && matches!(view.model, LearnerState::Failed { .. }) && view.taken > 0
    });
    assert_eq!(photos(&counter).len(), view.taken);
    assert!(!view.chosen.as_ref().unwrap().known);
}

#[test]
fn the_trial_tells_what_the_till_sees_now() {
    let counter = Counter::with_frames(lying(1));
    counter.choose("banana");
    counter.wait(|view| matches!(view.model, LearnerState::Ready { .. }));
    counter.send(ShowCommand::Try);
    let view = counter.wait(|view| view.trial.is_some() && !view.trying);
    let trial = view.trial.clone().unwrap();
    assert_eq!(trial.lies, Lies::Item { cut_off: false });
    assert_eq!(trial.candidates[0].0.as_str(), "banana");
}

#[test]
fn another_product_begins_without_the_photos_of_the_one_before() {
    let counter = Counter::with_frames(turning(8));
    counter.choose("banana");
    counter.send(ShowCommand::Burst);
    counter.wait(|view| !view.bursting && view.taken == READY);
    counter.send(ShowCommand::Leave);
    counter.wait(|view| view.chosen.is_none() && view.strip.is_empty());
    counter.choose("mango");
    let view = counter.wait(|view| matches!(view.model, LearnerState::Ready { .. }));
    assert_eq!(view.chosen.as_ref().unwrap().photos, 0);
    assert!(view.undo.is_none());
}

#[test]
fn photos_of_another_day_are_counted_and_shown() {
    let counter = Counter::with_frames(Vec::new());
    for shade in 0..3 {
        counter.keep("banana", shade);
    }
    counter.choose("banana");
    let view = counter.wait(|view| view.strip.len() == 3);
    assert_eq!(view.chosen.as_ref().unwrap().photos, 3);
    const { assert!(3 < ENOUGH) };
}

#[test]
fn a_shop_that_cannot_be_opened_is_said() {
    let counter = Counter::in_a_file();
    counter.send(ShowCommand::Create("Fig".to_owned()));
    let view = counter.wait(|view| view.problem.is_some());
    assert_eq!(view.problem.as_ref().unwrap().id, "teach-shop");
}

#[test]
fn the_store_is_not_needed_to_be_open_twice() {
    let counter = Counter::with_frames(turning(3));
    let mut other: Store = counter.store();
    counter.choose("banana");
    counter.send(ShowCommand::Burst);
    counter.wait(|view| view.taken > 0);
    assert!(!other.photos().unwrap().is_empty());
}
