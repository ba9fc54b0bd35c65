//! Merged lines, other prices, voids, and carts that go on hold, come back and outlive a crash.

use tillsight::domain::Message;
use tillsight::domain::{Cart, Discount, LineQuantity, Money, PercentOff, Quantity};
use tillsight::store::{HeldCart, HeldMark, SavedCarts};
use tillsight::till::{
    CartCommand, CartEffect, CartInput, Command, Effect, Input, Machine, PayCommand, PayScreen,
};

use super::script::*;

fn cart(machine: &mut Machine, wish: CartCommand) -> Vec<Effect> {
    command(machine, Command::Cart(wish))
}

fn add(machine: &mut Machine, product: &str) -> Vec<Effect> {
    command(machine, Command::AddProduct(id(product)))
}

fn mark(id: i64) -> HeldMark {
    HeldMark { id, at: "2026-11-23T14:32:00Z".parse().unwrap() }
}

fn pieces(machine: &Machine, at: usize) -> u32 {
    match machine.snapshot().cart.lines[at].quantity {
        LineQuantity::Known(Quantity::Pieces(pieces)) => pieces.get(),
        other => panic!("{other:?}"),
    }
}

/// The one cart that the till wants kept; what the journal is told stands beside it.
fn kept(effects: &[Effect]) -> &Cart {
    let carts: Vec<_> = effects.iter().filter(|effect| !matches!(effect, Effect::Day(_))).collect();
    match carts[..] {
        [Effect::Cart(CartEffect::Save(cart))] => cart,
        _ => panic!("one cart is kept"),
    }
}

fn hold(machine: &mut Machine, note: &str, id: i64) {
    let effects = cart(machine, CartCommand::Hold { note: note.to_owned() });
    assert!(matches!(effects[..], [Effect::Cart(CartEffect::Hold(_))]));
    assert!(machine.apply(Input::Cart(CartInput::Held(mark(id)))).is_empty());
}

#[test]
fn two_photos_of_one_product_are_one_line_and_undo_takes_one_piece() {
    let mut machine = ready();
    show(&mut machine, accept("kiwi"));
    let second = show(&mut machine, accept("kiwi"));
    assert_eq!((line_products(&machine.snapshot()), pieces(&machine, 0)), (vec!["kiwi"], 2));
    command(&mut machine, Command::UndoAdd(second));
    assert_eq!(pieces(&machine, 0), 1);
}

#[test]
fn a_corrected_photo_takes_its_piece_off_and_leaves_the_others() {
    let mut machine = ready();
    show(&mut machine, accept("kiwi"));
    let item = show(&mut machine, accept("kiwi"));
    command(&mut machine, Command::ChooseCandidate { item, product: id("lime") });
    let snapshot = machine.snapshot();
    assert_eq!(line_products(&snapshot), ["kiwi", "lime"]);
    assert_eq!(pieces(&machine, 0), 1);
    assert_eq!(snapshot.cart.touched, Some(snapshot.cart.lines[1].id));
}

#[test]
fn while_a_sale_is_written_nothing_joins_its_lines() {
    let mut machine = ready();
    add(&mut machine, "kiwi");
    command(&mut machine, Command::CompleteSale);
    add(&mut machine, "kiwi");
    assert_eq!(line_products(&machine.snapshot()), ["kiwi", "kiwi"]);
    machine.apply(Input::SaleRecorded { number: 1 });
    assert_eq!((machine.snapshot().cart.lines.len(), pieces(&machine, 0)), (1, 1));
}

#[test]
fn another_price_and_a_discount_stand_on_the_line_with_their_reason() {
    let mut machine = ready();
    add(&mut machine, "mango");
    let line = only_line(&machine);
    let price = Some(cents(100));
    cart(&mut machine, CartCommand::SetPrice { line, price, reason: " ".to_owned() });
    let problem = machine.snapshot().cart.lines[0].problem.clone().unwrap();
    assert_eq!((problem.id, machine.snapshot().cart.total), ("problem-reason", cents(149)));

    cart(&mut machine, CartCommand::SetPrice { line, price, reason: "ripe".to_owned() });
    let discount = Some(Discount::Percent(PercentOff::from_basis_points(1000).unwrap()));
    cart(&mut machine, CartCommand::SetDiscount { line, discount, reason: "regular".to_owned() });
    cart(&mut machine, CartCommand::SetLineNote(line, "for today".to_owned()));
    let view = machine.snapshot().cart.lines[0].clone();
    assert_eq!((view.problem, view.total), (None, Some(cents(90))));
    assert_eq!((view.overridden, view.taken_off), (true, cents(10)));
    assert_eq!((view.reason.as_str(), view.note.as_str()), ("ripe; regular", "for today"));

    let amount = Some(Discount::Amount(cents(101)));
    cart(&mut machine, CartCommand::SetDiscount { line, discount: amount, reason: "x".to_owned() });
    let view = machine.snapshot().cart.lines[0].clone();
    assert_eq!(view.problem.unwrap().id, "problem-discount");
    assert_eq!(view.total, Some(cents(90)), "nothing has changed");
}

#[test]
fn every_change_of_the_cart_is_kept_and_nothing_else_is_written() {
    let mut machine = ready();
    assert_eq!(kept(&add(&mut machine, "kiwi")).lines().len(), 1);
    let line = only_line(&machine);
    assert!(command(&mut machine, Command::CompleteSale).len() == 1, "the sale alone");
    machine.apply(Input::SaleFailed(Message::new("file-disk-full")));
    let effects = command(&mut machine, Command::SetPieces(line, 3));
    assert_eq!(kept(&effects).total(), Ok(cents(117)));
    assert!(command(&mut machine, Command::SetPieces(line, 0)).is_empty(), "refused");
    assert_eq!(kept(&cart(&mut machine, CartCommand::SetNote("Li".into()))).note(), "Li");
    assert!(kept(&cart(&mut machine, CartCommand::VoidLine(line))).is_empty());
    add(&mut machine, "kiwi");
    command(&mut machine, Command::CompleteSale);
    let after = machine.apply(Input::SaleRecorded { number: 1 });
    assert!(after.is_empty(), "the sale has taken the kept cart with it");
}

#[test]
fn voiding_empties_the_cart_with_its_note_but_not_one_that_is_being_sold() {
    let mut machine = ready();
    show(&mut machine, accept("mango"));
    add(&mut machine, "banana");
    cart(&mut machine, CartCommand::SetNote("Li".to_owned()));
    let effects = cart(&mut machine, CartCommand::VoidCart { reason: String::new() });
    assert!(kept(&effects).is_empty());
    let snapshot = machine.snapshot();
    assert!(snapshot.cart.lines.is_empty() && snapshot.items.is_empty());
    assert_eq!(snapshot.cart.note, "");

    add(&mut machine, "mango");
    command(&mut machine, Command::CompleteSale);
    assert!(cart(&mut machine, CartCommand::VoidCart { reason: String::new() }).is_empty());
    assert_eq!(line_products(&machine.snapshot()), ["mango"]);
}

#[test]
fn a_cart_goes_on_hold_once_it_is_written_and_comes_back() {
    let mut machine = ready();
    show(&mut machine, accept("mango"));
    let effects = cart(&mut machine, CartCommand::Hold { note: "Mrs Li".to_owned() });
    let [Effect::Cart(CartEffect::Hold(held))] = &effects[..] else { panic!("one hold") };
    assert_eq!((held.note(), held.lines().len()), ("Mrs Li", 1));
    let line = only_line(&machine);
    cart(&mut machine, CartCommand::VoidLine(line));
    assert!(command(&mut machine, Command::CompleteSale).is_empty(), "it is leaving");
    assert_eq!(line_products(&machine.snapshot()), ["mango"], "not written yet");

    machine.apply(Input::Cart(CartInput::Held(mark(4))));
    let snapshot = machine.snapshot();
    assert!(snapshot.cart.lines.is_empty() && snapshot.items.is_empty());
    assert_eq!(snapshot.cart.note, "", "the next customer is another");
    let view = &snapshot.held[0];
    assert_eq!((view.id, view.note.as_str(), view.lines), (4, "Mrs Li", 1));
    assert_eq!((view.total, view.at), (cents(149), mark(4).at));

    let effects = cart(&mut machine, CartCommand::Resume(4));
    let [Effect::Cart(CartEffect::Resume { id: 4, instead_of: None, .. })] = &effects[..] else {
        panic!("one cart comes back")
    };
    assert!(machine.apply(Input::Cart(CartInput::Resumed(None))).is_empty());
    let snapshot = machine.snapshot();
    assert_eq!((line_products(&snapshot), snapshot.held.len()), (vec!["mango"], 0));
    assert_eq!(snapshot.cart.note, "Mrs Li");
    assert!(matches!(command(&mut machine, Command::CompleteSale)[..], [Effect::RecordSale(..)]));
}

#[test]
fn resuming_puts_the_open_cart_on_hold_in_its_place() {
    let mut machine = ready();
    add(&mut machine, "mango");
    hold(&mut machine, "first", 1);
    add(&mut machine, "kiwi");
    hold(&mut machine, "second", 2);
    add(&mut machine, "lime");
    let effects = cart(&mut machine, CartCommand::Resume(1));
    let [Effect::Cart(CartEffect::Resume { instead_of: Some(open), .. })] = &effects[..] else {
        panic!("they change places")
    };
    assert_eq!(open.lines().len(), 1);
    machine.apply(Input::Cart(CartInput::Resumed(Some(mark(3)))));
    let snapshot = machine.snapshot();
    assert_eq!(line_products(&snapshot), ["mango"]);
    assert_eq!(snapshot.held.iter().map(|held| held.id).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn a_move_that_is_not_written_leaves_all_as_it_was() {
    let mut machine = ready();
    add(&mut machine, "mango");
    cart(&mut machine, CartCommand::Hold { note: String::new() });
    machine.apply(Input::Cart(CartInput::NotMoved(Message::new("file-disk-full"))));
    assert_eq!(notices(&machine), ["problem-hold"]);
    let snapshot = machine.snapshot();
    assert_eq!((line_products(&snapshot), snapshot.held.len()), (vec!["mango"], 0));
    assert!(snapshot.cart.can_complete);
    hold(&mut machine, "", 1);
}

#[test]
fn an_empty_cart_is_not_held_and_a_cart_that_is_not_there_not_resumed() {
    let mut machine = ready();
    assert!(cart(&mut machine, CartCommand::Hold { note: String::new() }).is_empty());
    assert!(cart(&mut machine, CartCommand::Resume(1)).is_empty());
}

#[test]
fn at_the_start_open_and_held_carts_are_back() {
    let mut before = ready();
    add(&mut before, "mango");
    let effects = add(&mut before, "banana");
    let open = kept(&effects).clone();
    let mut machine = ready();
    let held = vec![HeldCart { mark: mark(7), cart: open.clone() }];
    let found = SavedCarts { open: Some(open), held, unreadable: Vec::new() };
    assert!(
        machine.apply(Input::Cart(CartInput::Found(found))).is_empty(),
        "it is written already"
    );
    let snapshot = machine.snapshot();
    assert_eq!(line_products(&snapshot), ["mango", "banana"]);
    assert!(snapshot.cart.weight_needed);
    assert_eq!((snapshot.held[0].id, snapshot.held[0].total), (7, cents(149)));
}

#[test]
fn a_product_that_has_left_the_catalogue_comes_back_in_its_cart_as_it_was() {
    let mut gone =
        Cart::new(tillsight::domain::Currency::EUR, tillsight::domain::TaxMode::Included);
    let price = tillsight::domain::UnitPrice::PerPiece(cents(777));
    gone.add(std::sync::Arc::new(product("durian", price)), None).unwrap();
    let mut machine = ready();
    let found = SavedCarts { open: Some(gone), ..SavedCarts::default() };
    machine.apply(Input::Cart(CartInput::Found(found)));
    assert_eq!(machine.snapshot().cart.total, cents(777));
    assert!(matches!(command(&mut machine, Command::CompleteSale)[..], [Effect::RecordSale(..)]));
}

#[test]
fn what_could_not_be_kept_or_read_is_said() {
    let mut machine = ready();
    machine.apply(Input::Cart(CartInput::NotSaved(Message::new("file-disk-full"))));
    assert_eq!(notices(&machine), ["problem-cart-unsafe"]);
    let unreadable = vec!["cart 1: line \"apple\"".to_owned()];
    let found = SavedCarts { unreadable, ..SavedCarts::default() };
    machine.apply(Input::Cart(CartInput::Found(found)));
    assert_eq!(notices(&machine), ["problem-cart-unsafe", "problem-carts-lost"]);
    let mut machine = ready();
    machine.apply(Input::Cart(CartInput::NotFound(Message::new("file-damaged"))));
    assert_eq!(notices(&machine), ["problem-carts-lost"]);
}

#[test]
fn a_cart_of_another_currency_is_sold_in_it_and_the_next_is_the_shops() {
    let yen = tillsight::domain::Currency::from_code("JPY").unwrap();
    let mut old = Cart::new(yen, tillsight::domain::TaxMode::Included);
    let price = tillsight::domain::UnitPrice::PerPiece(Money::new(500, yen));
    old.add(std::sync::Arc::new(product("tea", price)), None).unwrap();
    let mut machine = ready();
    machine.apply(Input::Cart(CartInput::Found(SavedCarts {
        open: Some(old),
        ..SavedCarts::default()
    })));
    assert_eq!(machine.snapshot().cart.total, Money::new(500, yen));
    add(&mut machine, "mango");
    assert_eq!(notices(&machine), ["problem-cart"], "currencies do not mix");
    command(&mut machine, Command::CompleteSale);
    machine.apply(Input::SaleRecorded { number: 1 });
    add(&mut machine, "mango");
    assert_eq!(machine.snapshot().cart.total, cents(149));
}

#[test]
fn notes_and_reasons_that_drive_printers_or_are_endless_are_refused_aloud() {
    for (text, id) in [
        ("ripe\u{1b}p0AA", "text-control-sign"),
        ("ripe\nPAID", "text-control-sign"),
        (&*"x".repeat(10_000), "text-too-long"),
    ] {
        let mut machine = ready();
        add(&mut machine, "mango");
        let line = only_line(&machine);
        let before = machine.snapshot().cart.clone();
        let (text, price) = (text.to_owned(), Some(cents(100)));
        let discount = Some(Discount::Amount(cents(1)));
        for wish in [
            CartCommand::SetPrice { line, price, reason: text.clone() },
            CartCommand::SetDiscount { line, discount, reason: text.clone() },
            CartCommand::SetLineNote(line, text.clone()),
        ] {
            cart(&mut machine, wish);
            let view = machine.snapshot().cart.lines[0].clone();
            assert_eq!(view.problem.map(|problem| problem.id), Some(id));
            assert_eq!((view.reason.as_str(), view.note.as_str()), ("", ""));
        }
        for wish in [CartCommand::SetNote(text.clone()), CartCommand::Hold { note: text }] {
            let effects = cart(&mut machine, wish);
            assert!(
                !effects.iter().any(|effect| matches!(effect, Effect::Cart(CartEffect::Hold(_))))
            );
            let notices = machine.snapshot().notices.clone();
            assert!(notices.iter().any(|notice| notice.message.id == id), "{notices:?}");
        }
        let after = machine.snapshot().cart.clone();
        assert_eq!((after.total, after.note), (before.total, String::new()));
    }
}

/// A cart of mango and kiwi that is in the database, and the machine that has it.
fn with_mango_and_kiwi() -> (Machine, Cart) {
    let mut machine = ready();
    add(&mut machine, "mango");
    let cart = kept(&add(&mut machine, "kiwi")).clone();
    (machine, cart)
}

fn elsewhere(open: Option<Cart>) -> SavedCarts {
    SavedCarts { open, ..SavedCarts::default() }
}

#[test]
fn a_cart_that_another_program_has_sold_is_not_there_any_more() {
    let (mut machine, _) = with_mango_and_kiwi();
    command(&mut machine, Command::Pay(PayCommand::Start));
    assert!(matches!(command(&mut machine, Command::CompleteSale)[..], [Effect::RecordSale(..)]));
    let effects = machine.apply(Input::Cart(CartInput::Elsewhere(elsewhere(None))));
    assert!(effects.is_empty(), "it is written already");
    let snapshot = machine.snapshot();
    assert!(snapshot.cart.lines.is_empty() && snapshot.last_sale.is_none());
    assert!(matches!(snapshot.pay.screen, PayScreen::Closed));
    assert_eq!(notices(&machine), ["problem-cart-elsewhere"]);
    // The next customer is served as ever.
    add(&mut machine, "kiwi");
    assert!(matches!(command(&mut machine, Command::CompleteSale)[..], [Effect::RecordSale(..)]));
}

#[test]
fn what_another_program_has_put_into_the_cart_is_sold_with_it() {
    let (mut machine, theirs) = with_mango_and_kiwi();
    let mut machine = std::mem::replace(&mut machine, ready());
    let mut more = theirs.clone();
    let lime = tillsight::domain::UnitPrice::PerPiece(cents(49));
    more.add(std::sync::Arc::new(product("lime", lime)), None).unwrap();
    let held = vec![HeldCart { mark: mark(3), cart: theirs }];
    cart(&mut machine, CartCommand::Hold { note: String::new() });
    let now = SavedCarts { open: Some(more), held, ..SavedCarts::default() };
    machine.apply(Input::Cart(CartInput::Elsewhere(now)));
    let snapshot = machine.snapshot();
    assert_eq!(line_products(&snapshot), ["mango", "kiwi", "lime"]);
    assert_eq!(snapshot.held.len(), 1);
    assert!(snapshot.cart.can_complete, "its lines are free again");
}

#[test]
fn what_was_added_to_a_cart_that_is_gone_goes_on_in_what_is_there() {
    let (mut machine, theirs) = with_mango_and_kiwi();
    // One more kiwi joins its line; then there is a lime. Neither is in the database.
    add(&mut machine, "kiwi");
    machine.apply(Input::Cart(CartInput::NotSaved(Message::new("file-disk-full"))));
    add(&mut machine, "lime");
    let effects = machine.apply(Input::Cart(CartInput::SavedElsewhere(elsewhere(None))));
    assert_eq!(line_products(&machine.snapshot()), ["lime", "kiwi"]);
    assert_eq!((pieces(&machine, 0), pieces(&machine, 1)), (1, 1), "those in the cart were sold");
    assert_eq!(kept(&effects).lines().len(), 2);
    let told = &machine.snapshot().notices.last().unwrap().message.clone();
    assert_eq!(told.id, "problem-cart-elsewhere-look");
    assert_eq!(told.args[0].1, "kiwi, lime");

    // The same once more while it is written: what was there then is not added twice.
    let effects = machine.apply(Input::Cart(CartInput::SavedElsewhere(elsewhere(Some(theirs)))));
    assert_eq!(line_products(&machine.snapshot()), ["mango", "kiwi", "lime", "kiwi"]);
    assert_eq!(kept(&effects).lines().len(), 4);
    let back = machine.snapshot().cart.lines.len();
    let again = kept(&effects).clone();
    machine.apply(Input::Cart(CartInput::SavedElsewhere(elsewhere(Some(again)))));
    assert_eq!(machine.snapshot().cart.lines.len(), back + 2, "only what was not there is added");
}
