//! Choices that were never meant: taken back, all is as it was before them.

use proptest::prelude::*;
use tillsight::devices::scale::{ScaleEvent, ScaleReading};
use tillsight::domain::Message;
use tillsight::domain::{
    Cart, CartLine, Discount, JournalDeed, LineId, LineQuantity, PercentOff, Pieces, Quantity,
};
use tillsight::recognition::{Decision, Recognition};
use tillsight::till::{
    CartCommand, CartEffect, Command, DayEffect, Effect, Input, ItemId, ItemState, Machine,
    TileView, WeighingCommand, WeighingInput,
};

use super::script::*;

fn choose(machine: &mut Machine, item: ItemId, product: &str) -> Vec<Effect> {
    command(machine, Command::ChooseCandidate { item, product: id(product) })
}

fn take_back(machine: &mut Machine, item: ItemId) -> Vec<Effect> {
    command(machine, Command::TakeBackChoice(item))
}

fn scale(machine: &mut Machine, reading: ScaleReading) {
    machine.apply(Input::Weighing(WeighingInput::Scale(ScaleEvent::Read(reading))));
}

/// The cart as it is kept, which is written with each change.
fn cart_of(effects: &[Effect]) -> Option<&Cart> {
    effects.iter().rev().find_map(|effect| match effect {
        Effect::Cart(CartEffect::Save(cart)) => Some(cart.as_ref()),
        _ => None,
    })
}

/// The cart's lines: a note writes the cart without changing a line.
fn lines(machine: &mut Machine) -> Vec<CartLine> {
    let effects = command(machine, Command::Cart(CartCommand::SetNote("looked at".to_owned())));
    cart_of(&effects).unwrap().lines().to_vec()
}

/// What is shown of a photo, in words.
fn shown(machine: &Machine, item: ItemId) -> Option<String> {
    let snapshot = machine.snapshot();
    let state = &snapshot.items.iter().find(|shown| shown.id == item)?.state;
    let named = |tiles: &[TileView]| {
        tiles.iter().map(|tile| tile.product.id.to_string()).collect::<Vec<_>>()
    };
    Some(match state {
        ItemState::Asked { tiles, doubt } => format!("asks {:?} {doubt:?}", named(tiles)),
        ItemState::Added { line, product, tiles } => {
            format!("{line:?} is {} of {:?}", product.id, named(tiles))
        }
        _ => "something else".to_owned(),
    })
}

#[test]
fn a_photo_is_asked_about_again_as_before() {
    for unsure in [Decision::Ask, Decision::Unknown] {
        let mut machine = ready();
        let item = show(&mut machine, recognition(unsure, &[("kiwi", 0.4), ("lime", 0.3)]));
        let before = shown(&machine, item);
        choose(&mut machine, item, "lime");
        assert_eq!(line_products(&machine.snapshot()), ["lime"]);
        take_back(&mut machine, item);
        assert!(machine.snapshot().cart.lines.is_empty());
        assert_eq!(shown(&machine, item), before);
    }
}

#[test]
fn the_weight_lies_on_the_scale_again_for_the_next() {
    let mut machine = ready();
    scale(&mut machine, ScaleReading::Stable(350));
    let item = show(&mut machine, ask());
    choose(&mut machine, item, "banana");
    assert!(machine.snapshot().cart.lines[0].weighing.is_some());
    take_back(&mut machine, item);
    command(&mut machine, Command::AddProduct(id("banana")));
    let weighing = machine.snapshot().cart.lines[0].weighing.expect("weighed");
    assert_eq!(weighing.gross(), 350);
}

#[test]
fn what_was_corrected_stands_there_again_with_its_pieces_and_its_terms() {
    let mut machine = ready();
    command(&mut machine, Command::AddProduct(id("lime")));
    let item = show(&mut machine, accept("mango"));
    let line = machine.snapshot().cart.lines[1].id;
    command(&mut machine, Command::AddProduct(id("kiwi")));
    machine.apply(Input::Command(Command::SetPieces(line, 5)));
    let half = Some(Discount::Percent(PercentOff::from_basis_points(5000).unwrap()));
    let reason = "bruised".to_owned();
    command(&mut machine, Command::Cart(CartCommand::SetDiscount { line, discount: half, reason }));
    command(&mut machine, Command::Weighing(WeighingCommand::ShowLine(line)));
    let (before, state) = (lines(&mut machine), shown(&machine, item));
    choose(&mut machine, item, "kiwi");
    assert_eq!(line_products(&machine.snapshot()), ["lime", "kiwi"]);
    take_back(&mut machine, item);
    assert_eq!(lines(&mut machine), before);
    assert_eq!(shown(&machine, item), state);
}

#[test]
fn a_corrected_weight_goes_back_to_its_line_and_is_not_sold_twice() {
    let mut machine = ready();
    scale(&mut machine, ScaleReading::Stable(350));
    let scores = [("banana", 0.98), ("kiwi", 0.01)];
    let item = show(&mut machine, recognition(Decision::Accept(id("banana")), &scores));
    let before = lines(&mut machine);
    choose(&mut machine, item, "kiwi");
    take_back(&mut machine, item);
    assert_eq!(lines(&mut machine), before);
    command(&mut machine, Command::AddProduct(id("banana")));
    assert!(machine.snapshot().cart.lines[1].weighing.is_none(), "the load is sold already");
    command(&mut machine, Command::Weighing(WeighingCommand::ShowLine(before[0].id())));
    command(&mut machine, Command::UndoAdd(item));
    scale(&mut machine, ScaleReading::Stable(350));
    let weighing = machine.snapshot().cart.lines[0].weighing.expect("given back by its line");
    assert_eq!(weighing.gross(), 350);
}

#[test]
fn a_piece_of_several_goes_back_to_its_line() {
    let mut machine = ready();
    show(&mut machine, accept("mango"));
    let item = show(&mut machine, accept("mango"));
    show(&mut machine, accept("lime"));
    let line = machine.snapshot().cart.lines[0].id;
    command(&mut machine, Command::Weighing(WeighingCommand::ShowLine(line)));
    let before = lines(&mut machine);
    choose(&mut machine, item, "kiwi");
    take_back(&mut machine, item);
    assert_eq!(lines(&mut machine), before);
    choose(&mut machine, item, "kiwi");
    command(&mut machine, Command::SetPieces(line, 4));
    take_back(&mut machine, item);
    let now = lines(&mut machine);
    assert_eq!(now[0].additions().len(), 2);
    let five = Quantity::Pieces(Pieces::new(5).unwrap());
    assert_eq!(now[0].quantity(), LineQuantity::Known(five));
}

#[test]
fn a_piece_of_a_line_that_was_voided_meanwhile_comes_back_alone() {
    let mut machine = ready();
    show(&mut machine, accept("mango"));
    let item = show(&mut machine, accept("mango"));
    let line = only_line(&machine);
    choose(&mut machine, item, "kiwi");
    command(&mut machine, Command::Cart(CartCommand::VoidLine(line)));
    take_back(&mut machine, item);
    let snapshot = machine.snapshot();
    assert_eq!((line_products(&snapshot), snapshot.cart.total), (vec!["mango"], cents(149)));
}

#[test]
fn only_the_last_choice_is_taken_back_and_only_once() {
    let mut machine = ready();
    let item = show(&mut machine, ask());
    take_back(&mut machine, item);
    choose(&mut machine, item, "lime");
    choose(&mut machine, item, "mango");
    take_back(&mut machine, item);
    assert_eq!(line_products(&machine.snapshot()), ["lime"]);
    take_back(&mut machine, item);
    assert_eq!(line_products(&machine.snapshot()), ["lime"], "that was undone already");
    command(&mut machine, Command::UndoAdd(item));
    choose(&mut machine, item, "kiwi");
    command(&mut machine, Command::UndoAdd(item));
    let state = shown(&machine, item);
    take_back(&mut machine, item);
    assert_eq!(shown(&machine, item), state);
    take_back(&mut machine, ItemId(u64::MAX));
    assert!(machine.snapshot().cart.lines.is_empty());
}

#[test]
fn what_the_till_added_by_itself_was_not_chosen() {
    let mut machine = ready();
    let item = show(&mut machine, accept("mango"));
    take_back(&mut machine, item);
    assert_eq!(line_products(&machine.snapshot()), ["mango"]);
}

#[test]
fn nothing_is_taken_back_while_it_is_being_sold_nor_after() {
    let mut machine = ready();
    let item = show(&mut machine, ask());
    choose(&mut machine, item, "lime");
    command(&mut machine, Command::CompleteSale);
    take_back(&mut machine, item);
    assert_eq!(line_products(&machine.snapshot()), ["lime"]);
    machine.apply(Input::SaleFailed(Message::new("file-disk-full")));
    take_back(&mut machine, item);
    assert!(machine.snapshot().cart.lines.is_empty(), "it was not sold");
    choose(&mut machine, item, "lime");
    command(&mut machine, Command::CompleteSale);
    machine.apply(Input::SaleRecorded { number: 1 });
    take_back(&mut machine, item);
    assert!(machine.snapshot().cart.lines.is_empty() && machine.snapshot().items.is_empty());
}

#[test]
fn a_photo_that_was_laid_aside_meanwhile_is_asked_about_again() {
    let mut machine = ready();
    let item = show(&mut machine, ask());
    choose(&mut machine, item, "lime");
    show(&mut machine, accept("mango"));
    assert_eq!(shown(&machine, item), None);
    take_back(&mut machine, item);
    assert_eq!(line_products(&machine.snapshot()), ["mango"]);
    assert_eq!(machine.snapshot().items[0].id, item);
    assert!(matches!(machine.snapshot().items[0].state, ItemState::Asked { .. }));
}

#[test]
fn the_journal_is_told_of_a_choice_that_is_taken_back() {
    let mut machine = ready();
    let item = show(&mut machine, ask());
    choose(&mut machine, item, "lime");
    let effects = take_back(&mut machine, item);
    let told = effects.iter().find_map(|effect| match effect {
        Effect::Day(DayEffect::WriteJournal(entry)) => Some(entry),
        _ => None,
    });
    let entry = told.expect("told");
    assert_eq!((entry.deed, entry.amount), (JournalDeed::UndoAdd, Some(45)));
}

/// Something that happens at the till before the choice.
#[derive(Clone, Debug)]
enum Before {
    Photo(&'static str),
    Ask,
    Product(&'static str),
    Pieces(usize, u32),
    Note(usize),
    Weight(u32),
    Choose(&'static str),
}

fn any_product() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("mango"), Just("kiwi"), Just("lime"), Just("banana")]
}

fn before() -> impl Strategy<Value = Before> {
    prop_oneof![
        any_product().prop_map(Before::Photo),
        Just(Before::Ask),
        any_product().prop_map(Before::Product),
        (0_usize..4, 1_u32..9).prop_map(|(line, pieces)| Before::Pieces(line, pieces)),
        (0_usize..4).prop_map(Before::Note),
        (0_u32..900).prop_map(Before::Weight),
        any_product().prop_map(Before::Choose),
    ]
}

fn accepted(product: &str) -> Recognition {
    let scores = [(product, 0.98), ("papaya", 0.01)];
    recognition(Decision::Accept(id(product)), &scores)
}

fn line_at(machine: &Machine, at: usize) -> Option<LineId> {
    machine.snapshot().cart.lines.get(at).map(|line| line.id)
}

fn happens(machine: &mut Machine, before: &Before) {
    match *before {
        Before::Photo(product) => drop(show(machine, accepted(product))),
        Before::Ask => drop(show(machine, ask())),
        Before::Product(product) => drop(command(machine, Command::AddProduct(id(product)))),
        Before::Pieces(at, pieces) => {
            if let Some(line) = line_at(machine, at) {
                command(machine, Command::SetPieces(line, pieces));
            }
        }
        Before::Note(at) => {
            if let Some(line) = line_at(machine, at) {
                let note = CartCommand::SetLineNote(line, "ripe".to_owned());
                command(machine, Command::Cart(note));
            }
        }
        Before::Weight(grams) => scale(machine, ScaleReading::Stable(grams)),
        Before::Choose(product) => {
            if let Some(item) = machine.snapshot().items.first() {
                choose(machine, item.id, product);
            }
        }
    }
}

proptest! {
    #[test]
    fn whatever_was_before_stands_there_again(
        deeds in proptest::collection::vec(before(), 0..12),
        product in any_product(),
    ) {
        let mut machine = ready();
        deeds.iter().for_each(|deed| happens(&mut machine, deed));
        let item = match machine.snapshot().items.first() {
            Some(item) => item.id,
            None => show(&mut machine, ask()),
        };
        let (cart, state) = (lines(&mut machine), shown(&machine, item));
        let effects = choose(&mut machine, item, product);
        if cart_of(&effects).is_some() {
            take_back(&mut machine, item);
        }
        prop_assert_eq!(lines(&mut machine), cart);
        prop_assert_eq!(shown(&machine, item), state);
    }
}
