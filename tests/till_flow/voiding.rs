//! A line that was voided comes back while the till says so, and the journal keeps both.

use tillsight::domain::{Discount, JournalDeed, JournalEntry, OpenPriceItem, PercentOff, TaxRate};
use tillsight::till::{
    CartCommand, Command, DayEffect, Effect, Input, Machine, Message, NoticeKind,
};

use super::script::*;

fn cart(machine: &mut Machine, wish: CartCommand) -> Vec<Effect> {
    command(machine, Command::Cart(wish))
}

fn add(machine: &mut Machine, product: &str) {
    command(machine, Command::AddProduct(id(product)));
}

fn told(effects: &[Effect]) -> Vec<JournalEntry> {
    let entry = |effect: &Effect| match effect {
        Effect::Day(DayEffect::WriteJournal(entry)) => Some(entry.clone()),
        _ => None,
    };
    effects.iter().filter_map(entry).collect()
}

fn first_line(machine: &Machine) -> tillsight::domain::LineId {
    machine.snapshot().cart.lines[0].id
}

fn tenth() -> Option<Discount> {
    Some(Discount::Percent(PercentOff::from_basis_points(1000).unwrap()))
}

#[test]
fn a_voided_line_comes_back_where_it_stood_and_as_it_was() {
    let mut machine = ready();
    add(&mut machine, "kiwi");
    add(&mut machine, "mango");
    let line = first_line(&machine);
    command(&mut machine, Command::SetPieces(line, 3));
    cart(&mut machine, CartCommand::SetLineNote(line, "the ripe ones".into()));
    let void = told(&cart(&mut machine, CartCommand::VoidLine(line)));
    assert_eq!((void[0].deed, void[0].amount), (JournalDeed::VoidLine, Some(117)));
    let snapshot = machine.snapshot();
    assert!(snapshot.cart.void_can_be_taken_back);
    let notice = snapshot.notices.last().unwrap();
    assert_eq!((notice.message.id, notice.kind), ("line-voided", NoticeKind::Done));

    let back = told(&cart(&mut machine, CartCommand::TakeBackVoid));
    assert_eq!((back[0].deed, back[0].amount), (JournalDeed::VoidTakenBack, Some(117)));
    let snapshot = machine.snapshot();
    assert_eq!(line_products(&snapshot), ["kiwi", "mango"]);
    assert_eq!(snapshot.cart.lines[0].note, "the ripe ones");
    assert_eq!(snapshot.cart.lines[0].total, Some(cents(117)));
    assert!(snapshot.notices.is_empty() && !snapshot.cart.void_can_be_taken_back);
    assert!(told(&cart(&mut machine, CartCommand::TakeBackVoid)).is_empty(), "once");
}

#[test]
fn what_changes_the_cart_or_puts_the_word_away_ends_it() {
    let void = |machine: &mut Machine| {
        let line = first_line(machine);
        cart(machine, CartCommand::VoidLine(line));
    };
    let mut machine = ready();
    add(&mut machine, "kiwi");
    add(&mut machine, "mango");
    void(&mut machine);
    add(&mut machine, "kiwi");
    assert!(!machine.snapshot().cart.void_can_be_taken_back);
    assert!(machine.snapshot().notices.is_empty());

    void(&mut machine);
    let notice = machine.snapshot().notices[0].id;
    command(&mut machine, Command::ClearNotice(notice));
    assert!(told(&cart(&mut machine, CartCommand::TakeBackVoid)).is_empty());
    assert_eq!(machine.snapshot().cart.lines.len(), 1);
}

#[test]
fn the_last_line_takes_the_discount_of_the_cart_along_and_brings_it_back() {
    let mut machine = ready();
    add(&mut machine, "kiwi");
    let effects = cart(
        &mut machine,
        CartCommand::SetCartDiscount { discount: tenth(), reason: "loyal".into() },
    );
    let told = told(&effects);
    assert_eq!((told[0].deed, told[0].amount), (JournalDeed::CartDiscount, Some(4)));
    assert_eq!(machine.snapshot().cart.total, cents(35));
    let line = first_line(&machine);
    cart(&mut machine, CartCommand::VoidLine(line));
    assert_eq!(machine.snapshot().cart.discount, None);
    cart(&mut machine, CartCommand::TakeBackVoid);
    let view = machine.snapshot().cart;
    assert_eq!((view.total, view.discount_reason.as_str()), (cents(35), "loyal"));
    let line = first_line(&machine);
    cart(&mut machine, CartCommand::VoidLine(line));
    add(&mut machine, "kiwi");
    assert_eq!(machine.snapshot().cart.total, cents(39), "the next customer's");
}

#[test]
fn what_is_not_in_the_catalogue_is_sold_at_a_typed_price() {
    let mut machine = ready();
    let item = |name: &str, minor| {
        let tax = TaxRate::from_basis_points(1900).unwrap();
        CartCommand::AddOpenPrice(OpenPriceItem { name: name.into(), price: cents(minor), tax })
    };
    let told = told(&cart(&mut machine, item("Basket", 350)));
    assert_eq!((told[0].deed, told[0].amount), (JournalDeed::OverridePrice, Some(350)));
    assert_eq!(told[0].details, "Basket");
    cart(&mut machine, item("Basket", 350));
    let view = machine.snapshot().cart;
    assert_eq!((view.lines.len(), view.total), (2, cents(700)), "each a line of its own");
    let effects = command(&mut machine, Command::CompleteSale);
    let sold = effects.iter().find_map(|effect| match effect {
        Effect::RecordSale(paid, _) => Some(paid.sale().lines()[0].clone()),
        _ => None,
    });
    let sold = sold.unwrap();
    assert_eq!((sold.name.as_str(), sold.tax_rate.basis_points()), ("Basket", 1900));
    assert!(sold.product_id.is_open_price());
}

#[test]
fn what_did_not_work_is_old_news_with_the_next_thing_that_is_done() {
    let mut machine = ready();
    cart(
        &mut machine,
        CartCommand::AddOpenPrice(OpenPriceItem {
            name: "Basket".into(),
            price: cents(0),
            tax: TaxRate::ZERO,
        }),
    );
    assert_eq!(machine.snapshot().notices[0].kind, NoticeKind::Problem);
    cart(&mut machine, CartCommand::SetNote("Li".into()));
    assert!(machine.snapshot().notices.iter().all(|it| it.kind != NoticeKind::Problem));
}

#[test]
fn a_discount_goes_with_its_sale_even_where_the_next_line_is_there_already() {
    let mut machine = ready();
    add(&mut machine, "kiwi");
    let discount = CartCommand::SetCartDiscount { discount: tenth(), reason: "loyal".into() };
    cart(&mut machine, discount);
    command(&mut machine, Command::CompleteSale);
    add(&mut machine, "mango");
    machine.apply(Input::SaleRecorded { number: 1 });
    let next = machine.snapshot().cart;
    assert_eq!((next.discount, next.total), (None, cents(149)), "the next customer's");
}

#[test]
fn while_a_sale_is_written_nothing_comes_back_and_the_word_stays() {
    let mut machine = ready();
    add(&mut machine, "kiwi");
    add(&mut machine, "mango");
    let line = first_line(&machine);
    cart(&mut machine, CartCommand::VoidLine(line));
    command(&mut machine, Command::CompleteSale);
    cart(&mut machine, CartCommand::TakeBackVoid);
    assert!(machine.snapshot().cart.void_can_be_taken_back, "its button still does something");
    machine.apply(Input::SaleFailed(Message::new("file-disk-full")));
    cart(&mut machine, CartCommand::TakeBackVoid);
    assert_eq!(line_products(&machine.snapshot()), ["kiwi", "mango"]);
}
