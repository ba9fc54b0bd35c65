//! Weights, pieces, lines and the sale they become.

use tillsight::domain::Message;
use tillsight::domain::{LineQuantity, Quantity, TenderKind};
use tillsight::till::{CartCommand, Command, Effect, Input};

use super::script::*;

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
    command(&mut machine, Command::Cart(CartCommand::VoidLine(line)));
    let snapshot = machine.snapshot();
    assert!(snapshot.cart.lines.is_empty() && snapshot.items.is_empty());
}

#[test]
fn a_sale_is_written_before_the_cart_is_cleared() {
    let mut machine = ready();
    show(&mut machine, accept("mango"));
    let effects = command(&mut machine, Command::CompleteSale);
    let [Effect::RecordSale(paid, _)] = &effects[..] else { panic!("one sale") };
    assert_eq!(paid.sale().totals().gross, cents(149));
    assert_eq!(paid.payment().paid_by(TenderKind::Cash), Ok(cents(149)));
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
    machine.apply(Input::SaleFailed(Message::new("file-disk-full")));
    assert_eq!(line_products(&machine.snapshot()), ["mango"]);
    assert_eq!(notices(&machine), ["problem-sale"]);
    let again = command(&mut machine, Command::CompleteSale);
    assert!(matches!(again[..], [Effect::RecordSale(..)]));
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
    command(&mut machine, Command::Cart(CartCommand::VoidLine(line)));
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
