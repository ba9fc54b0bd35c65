//! "Why?": one question at a time, on the photo that is shown, and gone with it.

use std::sync::Arc;

use tillsight::photo::Picture;
use tillsight::recognition::{Decision, Why};
use tillsight::till::{
    Command, Effect, EvidenceView, Input, ItemId, Machine, Message, WhyState, WhyView,
};

use super::script::*;

fn why(product: &str, instead_of: Option<&str>) -> Why {
    Why { product: id(product), instead_of: instead_of.map(id) }
}

/// What the till asks its recogniser about.
fn questions(effects: &[Effect]) -> Vec<Why> {
    let question = |effect: &Effect| match effect {
        Effect::Explain { why, .. } => Some(why.clone()),
        _ => None,
    };
    effects.iter().filter_map(question).collect()
}

fn press(machine: &mut Machine, item: ItemId) -> Vec<Why> {
    questions(&command(machine, Command::Why(item)))
}

fn evidence() -> EvidenceView {
    EvidenceView {
        picture: Arc::new(Picture::filled(8, 6, [99; 3])),
        whole: true,
        slight: false,
        similar: None,
    }
}

fn explained(machine: &mut Machine, item: ItemId, why: Why) -> Vec<Why> {
    questions(&machine.apply(Input::Explained { item, why, result: Ok(evidence()) }))
}

fn shown(machine: &Machine) -> WhyView {
    machine.snapshot().why.expect("something is explained")
}

#[test]
fn first_the_first_candidate_then_the_second_rather_than_it_then_the_photo_again() {
    let mut machine = ready();
    let item = show(&mut machine, ask());
    assert_eq!(press(&mut machine, item), [why("kiwi", None)]);
    assert!(matches!(shown(&machine).state, WhyState::Looking));
    explained(&mut machine, item, why("kiwi", None));
    let view = shown(&machine);
    assert!(matches!(view.state, WhyState::Shown(EvidenceView { whole: true, .. })));
    assert_eq!((view.candidate.product.id.clone(), view.instead_of.is_none()), (id("kiwi"), true));
    assert_eq!(view.next.unwrap().id, id("lime"));

    assert_eq!(press(&mut machine, item), [why("lime", Some("kiwi"))]);
    let view = shown(&machine);
    assert!(matches!(view.state, WhyState::Looking), "the first answer is not the second's");
    assert_eq!(view.candidate.product.id, id("lime"));
    assert_eq!(view.instead_of.unwrap().product.id, id("kiwi"));
    assert!(view.next.is_none());
    explained(&mut machine, item, why("lime", Some("kiwi")));
    assert!(matches!(shown(&machine).state, WhyState::Shown(_)));

    assert!(press(&mut machine, item).is_empty());
    assert!(machine.snapshot().why.is_none());
}

#[test]
fn with_one_candidate_the_second_press_closes() {
    let mut machine = ready();
    let item = show(&mut machine, recognition(Decision::Unknown, &[("kiwi", 0.1)]));
    assert_eq!(press(&mut machine, item), [why("kiwi", None)]);
    assert!(shown(&machine).next.is_none());
    assert!(press(&mut machine, item).is_empty());
    assert!(machine.snapshot().why.is_none());
}

#[test]
fn an_added_photo_can_be_asked_about_and_stays_added() {
    let mut machine = ready();
    let item = show(&mut machine, accept("mango"));
    assert_eq!(press(&mut machine, item), [why("mango", None)]);
    assert_eq!(line_products(&machine.snapshot()), ["mango"]);
}

#[test]
fn one_question_at_a_time_however_fast_the_key_is_pressed() {
    let mut machine = ready();
    let item = show(&mut machine, ask());
    assert_eq!(press(&mut machine, item).len(), 1);
    assert!(press(&mut machine, item).is_empty(), "the second waits for the first");
    assert!(press(&mut machine, item).is_empty(), "closed");
    assert!(press(&mut machine, item).is_empty(), "asked again, still the first at work");
    assert!(press(&mut machine, item).is_empty());
    // The answer to what is no longer asked shows nothing, and the newest question goes out.
    assert_eq!(explained(&mut machine, item, why("kiwi", None)), [why("lime", Some("kiwi"))]);
    assert!(matches!(shown(&machine).state, WhyState::Looking));
    assert!(explained(&mut machine, item, why("lime", Some("kiwi"))).is_empty());
    assert!(matches!(shown(&machine).state, WhyState::Shown(_)));
}

#[test]
fn an_answer_that_comes_too_late_shows_nothing() {
    let mut machine = ready();
    let item = show(&mut machine, ask());
    press(&mut machine, item);
    command(&mut machine, Command::CloseWhy);
    explained(&mut machine, item, why("kiwi", None));
    assert!(machine.snapshot().why.is_none());
}

#[test]
fn it_goes_with_its_photo() {
    type Step = fn(&mut Machine, ItemId);
    let steps: [(&str, Step); 3] = [
        ("dismissed", |machine, item| _ = command(machine, Command::Dismiss(item))),
        ("chosen", |machine, item| {
            let product = id("lime");
            command(machine, Command::ChooseCandidate { item, product });
        }),
        ("the model broke", |machine, _| {
            machine.apply(Input::ModelFailed(Message::new("model-panicked")));
        }),
    ];
    for (what, step) in steps {
        let mut machine = ready();
        let item = show(&mut machine, ask());
        press(&mut machine, item);
        step(&mut machine, item);
        assert!(machine.snapshot().why.is_none(), "{what}");
    }
}

#[test]
fn undoing_what_was_added_shows_the_photo_again() {
    let mut machine = ready();
    let item = show(&mut machine, accept("mango"));
    press(&mut machine, item);
    command(&mut machine, Command::UndoAdd(item));
    assert!(machine.snapshot().why.is_none());
}

#[test]
fn the_next_photo_is_not_explained_by_the_last_ones_evidence() {
    let mut machine = ready();
    let first = show(&mut machine, accept("mango"));
    press(&mut machine, first);
    let second = show(&mut machine, ask());
    assert!(machine.snapshot().why.is_none(), "another photo is shown");
    assert!(press(&mut machine, first).is_empty(), "the first is gone");
    assert!(press(&mut machine, second).is_empty(), "the first question is still at work");
    assert_eq!(explained(&mut machine, first, why("mango", None)), [why("kiwi", None)]);
}

#[test]
fn a_photo_without_candidates_has_nothing_to_explain() {
    let mut machine = Machine::default();
    machine.apply(shop());
    machine.apply(Input::ModelFailed(Message::new("file-damaged")));
    open_and_decode(&mut machine, &["a.jpg"]);
    let item = machine.snapshot().items[0].id;
    assert!(press(&mut machine, item).is_empty());
    assert!(machine.snapshot().why.is_none());
}

#[test]
fn what_cannot_be_explained_says_so_and_the_till_goes_on() {
    let mut machine = ready();
    let item = show(&mut machine, ask());
    press(&mut machine, item);
    let result = Err(Message::new("photo-unreadable").because(Message::new("file-not-there")));
    machine.apply(Input::Explained { item, why: why("kiwi", None), result });
    let WhyState::Failed(message) = shown(&machine).state else { panic!("failed") };
    assert_eq!(message.id, "photo-unreadable");
    command(&mut machine, Command::ChooseCandidate { item, product: id("kiwi") });
    assert_eq!(line_products(&machine.snapshot()), ["kiwi"]);
}
