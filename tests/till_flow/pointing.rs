//! A clerk points at another item on a photo: it is looked at, and asked about.

use tillsight::photo::Part;
use tillsight::recognition::{Decision, Recognition};
use tillsight::till::{
    Command, Doubt, Effect, Input, ItemId, ItemState, ItemView, Machine, Message, WeighingCommand,
    WeighingEffect,
};

use super::script::*;

/// What the recogniser is asked to look at.
fn orders(effects: &[Effect]) -> Vec<Option<usize>> {
    let order = |effect: &Effect| match effect {
        Effect::LookAt { chosen, .. } => Some(*chosen),
        _ => None,
    };
    effects.iter().filter_map(order).collect()
}

fn point(machine: &mut Machine, item: ItemId, chosen: Option<usize>) -> Vec<Option<usize>> {
    orders(&command(machine, Command::LookAt { item, chosen }))
}

fn looked_at(
    machine: &mut Machine,
    item: ItemId,
    chosen: Option<usize>,
    seen: Recognition,
) -> Vec<Option<usize>> {
    let result = Ok(with_items(seen, 3, chosen));
    orders(&machine.apply(Input::LookedAt { item, chosen, result }))
}

/// The photo on the screen.
fn shown(machine: &Machine) -> ItemView {
    machine.snapshot().items.first().expect("a photo is shown").clone()
}

fn tiles(machine: &Machine) -> Vec<String> {
    shown(machine).state.tiles().iter().map(|tile| tile.product.id.to_string()).collect()
}

/// The first of three items was meant, and asked about.
fn asked() -> (Machine, ItemId) {
    let mut machine = ready();
    let item = show(&mut machine, with_items(ask(), 3, Some(0)));
    (machine, item)
}

/// The first of three items was meant, and sold as a mango.
fn added() -> (Machine, ItemId) {
    let mut machine = ready();
    let item = show(&mut machine, with_items(accept("mango"), 3, Some(0)));
    (machine, item)
}

fn lime() -> Recognition {
    recognition(Decision::Accept(id("lime")), &[("lime", 0.98), ("kiwi", 0.02)])
}

#[test]
fn a_photo_shows_what_was_found_on_it_in_shares() {
    let (machine, _) = asked();
    let found = shown(&machine).found;
    assert_eq!(found.boxes.len(), 3);
    let first = Part { left: 0.0, top: 0.25, width: 1.0 / 3.0, height: 0.5 };
    assert_eq!(found.item(), Some(first));
}

#[test]
fn another_item_is_asked_about_with_its_own_tiles_however_sure_the_model_is() {
    let (mut machine, item) = asked();
    let before = tiles(&machine);
    assert_eq!(point(&mut machine, item, Some(2)), [Some(2)]);
    let view = shown(&machine);
    assert_eq!((view.found.chosen, view.pointing), (Some(2), true), "shown at once");
    assert_eq!(tiles(&machine), before, "until the answer comes");

    looked_at(&mut machine, item, Some(2), lime());
    let view = shown(&machine);
    assert_eq!((view.found.chosen, view.pointing), (Some(2), false));
    assert!(
        matches!(view.state, ItemState::Asked { doubt: Doubt::Product, .. }),
        "never sold unasked"
    );
    assert_eq!(tiles(&machine), ["lime", "kiwi"]);
    assert!(machine.snapshot().cart.lines.is_empty());
    command(&mut machine, Command::ChooseCandidate { item, product: id("lime") });
    assert_eq!(line_products(&machine.snapshot()), ["lime"]);
}

#[test]
fn an_item_that_is_unlike_all_goods_is_said_to_be_so() {
    let (mut machine, item) = asked();
    point(&mut machine, item, Some(1));
    let unlike = recognition(Decision::Unknown, &[("kiwi", 0.1)]);
    looked_at(&mut machine, item, Some(1), unlike);
    assert!(matches!(shown(&machine).state, ItemState::Asked { doubt: Doubt::Anything, .. }));
}

#[test]
fn a_line_that_was_added_stays_until_a_tile_is_chosen() {
    let (mut machine, item) = added();
    let line = only_line(&machine);
    point(&mut machine, item, Some(1));
    looked_at(&mut machine, item, Some(1), lime());
    assert_eq!(only_line(&machine), line);
    assert_eq!(line_products(&machine.snapshot()), ["mango"]);
    assert_eq!(tiles(&machine), ["lime", "kiwi"]);
    command(&mut machine, Command::ChooseCandidate { item, product: id("lime") });
    assert_eq!(line_products(&machine.snapshot()), ["lime"]);
}

#[test]
fn the_photo_as_it_is_can_be_meant_too() {
    let (mut machine, item) = asked();
    assert_eq!(point(&mut machine, item, None), [None]);
    looked_at(&mut machine, item, None, lime());
    assert_eq!(shown(&machine).found.chosen, None);
    assert_eq!(tiles(&machine), ["lime", "kiwi"]);
}

#[test]
fn one_item_is_looked_at_at_a_time_and_the_last_one_meant_counts() {
    let (mut machine, item) = asked();
    assert_eq!(point(&mut machine, item, Some(1)), [Some(1)]);
    assert!(point(&mut machine, item, Some(2)).is_empty(), "the recogniser is busy");
    let before = tiles(&machine);
    assert_eq!(looked_at(&mut machine, item, Some(1), lime()), [Some(2)]);
    assert_eq!(tiles(&machine), before, "nobody means it any more");
    assert!(looked_at(&mut machine, item, Some(2), lime()).is_empty());
    assert_eq!(tiles(&machine), ["lime", "kiwi"]);
}

#[test]
fn it_works_while_other_photos_are_named() {
    let (mut machine, item) = asked();
    let batches = open_and_decode(&mut machine, &["next.jpg"]);
    assert_eq!(point(&mut machine, item, Some(1)), [Some(1)]);
    answer(&mut machine, &batches[0], vec![ask()]);
    looked_at(&mut machine, item, Some(1), lime());
    assert_eq!(tiles(&machine), ["lime", "kiwi"]);
}

#[test]
fn to_point_at_what_is_asked_about_takes_back_what_was_pointed_at() {
    let (mut machine, item) = asked();
    point(&mut machine, item, Some(1));
    assert!(point(&mut machine, item, Some(0)).is_empty());
    assert!(!shown(&machine).pointing);
    let before = tiles(&machine);
    looked_at(&mut machine, item, Some(1), lime());
    assert_eq!((tiles(&machine), shown(&machine).found.chosen), (before, Some(0)));
}

#[test]
fn what_is_not_there_cannot_be_pointed_at() {
    let (mut machine, item) = asked();
    assert!(point(&mut machine, item, Some(3)).is_empty(), "there are three");
    assert!(point(&mut machine, ItemId(99), Some(0)).is_empty());
    let mut machine = ready();
    let item = show(&mut machine, ask());
    assert!(point(&mut machine, item, None).is_empty(), "nothing was found on it");
    assert!(point(&mut machine, item, Some(0)).is_empty());
}

#[test]
fn an_answer_that_comes_too_late_changes_nothing() {
    type Step = fn(&mut Machine, ItemId);
    let steps: [(&str, Step); 3] = [
        ("dismissed", |machine, item| _ = command(machine, Command::Dismiss(item))),
        ("chosen", |machine, item| {
            let product = id("kiwi");
            command(machine, Command::ChooseCandidate { item, product });
        }),
        ("the model broke", |machine, _| {
            machine.apply(Input::ModelFailed(Message::new("model-panicked")));
        }),
    ];
    for (what, step) in steps {
        let (mut machine, item) = asked();
        point(&mut machine, item, Some(1));
        step(&mut machine, item);
        let before = machine.snapshot();
        assert!(looked_at(&mut machine, item, Some(1), lime()).is_empty());
        let now = machine.snapshot();
        assert_eq!(line_products(&now), line_products(&before), "{what}");
        let view = |snapshot: &tillsight::till::Snapshot| {
            let first = snapshot.items.first()?;
            Some((first.state.tiles().len(), first.found.chosen, first.pointing))
        };
        assert_eq!(view(&now), view(&before), "{what}");
    }
}

#[test]
fn a_choice_is_taken_back_after_another_item_was_looked_at() {
    let (mut machine, item) = asked();
    command(&mut machine, Command::ChooseCandidate { item, product: id("kiwi") });
    point(&mut machine, item, Some(1));
    looked_at(&mut machine, item, Some(1), lime());
    command(&mut machine, Command::TakeBackChoice(item));
    assert!(machine.snapshot().cart.lines.is_empty());
    assert_eq!(tiles(&machine), ["lime", "kiwi"], "of the item that is meant now");
}

#[test]
fn a_photo_laid_aside_is_shown_again_with_the_item_that_was_meant() {
    let (mut machine, item) = added();
    let line = only_line(&machine);
    point(&mut machine, item, Some(1));
    looked_at(&mut machine, item, Some(1), lime());
    show(&mut machine, ask());
    command(&mut machine, Command::Weighing(WeighingCommand::ShowLine(line)));
    let snapshot = machine.snapshot();
    let view = snapshot.items.iter().find(|view| view.id == item).expect("shown again");
    assert_eq!(view.found.chosen, Some(1));
}

#[test]
fn what_cannot_be_looked_at_says_so_and_the_photo_is_as_it_was() {
    let (mut machine, item) = asked();
    let before = tiles(&machine);
    point(&mut machine, item, Some(1));
    let result = Err(Message::new("photo-unreadable").because(Message::new("file-not-there")));
    machine.apply(Input::LookedAt { item, chosen: Some(1), result });
    assert_eq!(notices(&machine), ["problem-recognition"]);
    let view = shown(&machine);
    assert_eq!((view.found.chosen, view.pointing), (Some(0), false));
    assert_eq!(tiles(&machine), before);
}

#[test]
fn the_evidence_is_that_of_the_item_that_is_meant() {
    let (mut machine, item) = asked();
    let explained = |effects: &[Effect]| {
        let asked = |effect: &Effect| match effect {
            Effect::Explain { chosen, .. } => Some(*chosen),
            _ => None,
        };
        effects.iter().find_map(asked)
    };
    point(&mut machine, item, Some(1));
    assert_eq!(explained(&command(&mut machine, Command::Why(item))), None, "it is looked at yet");
    looked_at(&mut machine, item, Some(1), lime());
    assert_eq!(explained(&command(&mut machine, Command::Why(item))), Some(Some(1)));
    point(&mut machine, item, Some(2));
    assert!(machine.snapshot().why.is_none(), "the evidence was another item's");
}

#[test]
fn only_the_item_that_was_pointed_at_is_kept_to_learn_from() {
    let kept = |machine: &mut Machine, item: ItemId| {
        let effects = command(machine, Command::ChooseCandidate { item, product: id("lime") });
        effects.into_iter().find_map(|effect| match effect {
            Effect::Weighing(WeighingEffect::Capture(order)) => Some(order),
            _ => None,
        })
    };
    let (mut machine, item) = asked();
    let order = kept(&mut machine, item).expect("kept");
    assert_eq!(order.item, None, "all of it, as the till looked at it by itself");

    let (mut machine, item) = asked();
    point(&mut machine, item, Some(1));
    looked_at(&mut machine, item, Some(1), lime());
    let order = kept(&mut machine, item).expect("kept");
    assert_eq!(order.item, shown(&machine).found.item());
    assert!(order.item.is_some());
}
