//! How far the till trusts the version: what became of its answers, and what follows.

use tillsight::domain::LineId;
use tillsight::recognition::{Answer, Caution, Decision, Recognition, Trust};
use tillsight::till::machine::{WeighingEffect, WeighingInput};
use tillsight::till::{CartCommand, Command, Doubt, Effect, Input, ItemId, ItemState, Machine};

use super::script::*;

/// A till of a shop that has seen so many right answers, whose version is ready.
fn in_a_shop(confirmed: u32) -> Machine {
    let mut machine = ready();
    let (version, trust) = ("shipped".to_owned(), Box::new(Trust::of(confirmed, [])));
    machine.apply(Input::Weighing(WeighingInput::TrustRead { version, trust, is_renewed: false }));
    machine
}

/// Sure enough for the version itself, not for a shop where it is new.
fn quite_sure(product: &str) -> Recognition {
    recognition(Decision::Accept(id(product)), &[(product, 0.95), ("lime", 0.05)])
}

fn noted(effects: Vec<Effect>) -> Vec<(String, bool, bool)> {
    let answers = |effect| match effect {
        Effect::Weighing(WeighingEffect::NoteAnswers { version, answers }) => {
            assert_eq!(version, "shipped");
            answers
        }
        _ => Vec::new(),
    };
    let told = |it: Answer| (it.product.to_string(), it.unasked, it.right);
    effects.into_iter().flat_map(answers).map(told).collect()
}

fn sell(machine: &mut Machine) -> Vec<(String, bool, bool)> {
    let effects = command(machine, Command::CompleteSale);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::RecordSale(..))));
    noted(machine.apply(Input::SaleRecorded { number: 1 }))
}

fn is_cautious(machine: &Machine, item: ItemId) -> Option<Caution> {
    let snapshot = machine.snapshot();
    let state = &snapshot.items.iter().find(|shown| shown.id == item)?.state;
    match state {
        ItemState::Asked { doubt: Doubt::Cautious(caution), .. } => Some(*caution),
        _ => None,
    }
}

#[test]
fn a_version_that_begins_to_sell_is_asked_about_at_the_shop() {
    let mut machine = Machine::default();
    machine.apply(shop());
    let asks = |effects: Vec<Effect>| {
        let asked = |effect: &Effect| match effect {
            Effect::Weighing(WeighingEffect::ReadTrust(version)) => Some(version.clone()),
            _ => None,
        };
        effects.iter().find_map(asked)
    };
    let loaded =
        |name: &str| Input::ModelLoaded { name: name.to_owned(), device: "cpu".to_owned() };
    assert_eq!(asks(machine.apply(loaded("shipped"))).as_deref(), Some("shipped"));
    assert_eq!(asks(machine.apply(loaded("shipped"))), None, "taught anew it is the same");
    assert_eq!(asks(machine.apply(loaded("own"))).as_deref(), Some("own"));
}

#[test]
fn in_a_new_shop_the_till_says_why_it_asks() {
    let mut machine = in_a_shop(7);
    let item = show(&mut machine, quite_sure("mango"));
    let caution = Caution::OnTrial { confirmed: 7, wanted: 200 };
    assert_eq!(is_cautious(&machine, item), Some(caution));
    command(&mut machine, Command::ChooseCandidate { item, product: id("mango") });
    assert_eq!(sell(&mut machine), [("mango".to_owned(), false, true)]);
    let next = show(&mut machine, quite_sure("mango"));
    let caution = Caution::OnTrial { confirmed: 8, wanted: 200 };
    assert_eq!(is_cautious(&machine, next), Some(caution));
}

#[test]
fn what_is_sold_as_it_was_named_was_right_and_as_something_else_wrong() {
    let mut machine = in_a_shop(500);
    show(&mut machine, quite_sure("mango"));
    let corrected = show(&mut machine, quite_sure("kiwi"));
    command(&mut machine, Command::ChooseCandidate { item: corrected, product: id("lime") });
    let noted = sell(&mut machine);
    assert_eq!(noted, [("mango".to_owned(), true, true), ("kiwi".to_owned(), true, false)]);
    let again = show(&mut machine, quite_sure("kiwi"));
    assert_eq!(is_cautious(&machine, again), Some(Caution::OftenTakenFor), "lime was taken for it");
}

#[test]
fn a_correction_that_was_never_meant_is_none() {
    let mut machine = in_a_shop(500);
    let item = show(&mut machine, quite_sure("mango"));
    command(&mut machine, Command::ChooseCandidate { item, product: id("lime") });
    command(&mut machine, Command::TakeBackChoice(item));
    assert_eq!(sell(&mut machine), [("mango".to_owned(), true, true)]);
}

#[test]
fn what_was_sold_unasked_and_undone_was_wrong_once_nobody_says_more_of_it() {
    let mut machine = in_a_shop(500);
    let item = show(&mut machine, quite_sure("mango"));
    assert!(noted(command(&mut machine, Command::UndoAdd(item))).is_empty());
    let told = noted(command(&mut machine, Command::Dismiss(item)));
    assert_eq!(told, [("mango".to_owned(), true, false)]);
    // Undone, and chosen after all: a slip of the clerk's.
    let item = show(&mut machine, quite_sure("banana"));
    command(&mut machine, Command::UndoAdd(item));
    command(&mut machine, Command::ChooseCandidate { item, product: id("kiwi") });
    assert_eq!(sell(&mut machine), [("banana".to_owned(), true, false)]);
    let item = show(&mut machine, quite_sure("lime"));
    command(&mut machine, Command::UndoAdd(item));
    command(&mut machine, Command::ChooseCandidate { item, product: id("lime") });
    assert_eq!(sell(&mut machine), [("lime".to_owned(), true, true)]);
}

#[test]
fn a_line_that_is_removed_says_nothing_and_a_photo_that_was_asked_about_and_dismissed_neither() {
    let mut machine = in_a_shop(500);
    show(&mut machine, quite_sure("mango"));
    let line: LineId = machine.snapshot().cart.lines[0].id;
    assert!(noted(command(&mut machine, Command::Cart(CartCommand::VoidLine(line)))).is_empty());
    let asked = show(&mut machine, ask());
    assert!(noted(command(&mut machine, Command::Dismiss(asked))).is_empty());
    show(&mut machine, quite_sure("kiwi"));
    assert_eq!(sell(&mut machine), [("kiwi".to_owned(), true, true)]);
}

#[test]
fn a_newer_shipped_version_is_told_of() {
    let mut machine = ready();
    let (version, trust) = ("shipped".to_owned(), Box::new(Trust::of(500, [])));
    let is_renewed = true;
    machine.apply(Input::Weighing(WeighingInput::TrustRead { version, trust, is_renewed }));
    let told = machine.snapshot().notices;
    assert!(told.iter().any(|notice| notice.message.id == "model-renewed"));
}

#[test]
fn what_was_accepted_is_the_answer_although_something_else_was_named_first() {
    let mut machine = in_a_shop(500);
    let scores = [("kiwi", 0.95), ("lime", 0.05)];
    show(&mut machine, recognition(Decision::Accept(id("lime")), &scores));
    assert_eq!(line_products(&machine.snapshot()), ["lime"]);
    assert_eq!(sell(&mut machine), [("lime".to_owned(), true, true)]);
}
