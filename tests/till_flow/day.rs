//! The till's day: float, cash in and out, closing, and the files of its reports.

use tillsight::domain::Message;
use tillsight::domain::{CashMovementKind, CoinCount};
use tillsight::till::{
    Command, DayCommand, DayEffect, DayInput, Effect, Input, Machine, ShopState, Snapshot,
    TypedCount,
};

use super::running::Running;
use super::script::*;

fn day(machine: &mut Machine, wish: DayCommand) -> Vec<Effect> {
    command(machine, Command::Day(wish))
}

fn problem(machine: &Machine) -> Option<&'static str> {
    machine.snapshot().day.problem.map(|problem| problem.id)
}

#[test]
fn typed_amounts_become_cash_movements() {
    let mut machine = ready();
    let effects = day(&mut machine, DayCommand::CountFloat("100".to_owned()));
    let [Effect::Day(DayEffect::MoveCash { movement, by })] = &effects[..] else {
        panic!("cash moves")
    };
    assert_eq!((movement.kind, movement.amount), (CashMovementKind::Float, cents(10_000)));
    assert_eq!(by.person, None);
    let wish = DayCommand::PayOut { amount: "12,50".to_owned(), reason: " flowers ".to_owned() };
    let effects = day(&mut machine, wish);
    let [Effect::Day(DayEffect::MoveCash { movement, .. })] = &effects[..] else {
        panic!("cash moves")
    };
    assert_eq!((movement.amount, movement.reason.as_str()), (cents(1_250), "flowers"));
}

#[test]
fn what_is_no_amount_or_has_no_reason_is_said_and_moves_nothing() {
    let mut machine = ready();
    let pay_in = |amount: &str, reason: &str| DayCommand::PayIn {
        amount: amount.to_owned(),
        reason: reason.to_owned(),
    };
    for (wish, expected) in [
        (DayCommand::CountFloat("much".to_owned()), "problem-amount"),
        (DayCommand::CountFloat("-1".to_owned()), "problem-no-cash"),
        (pay_in("0", "change"), "problem-no-cash"),
        (pay_in("1.999", "change"), "problem-amount"),
        (pay_in("5", " "), "problem-no-reason"),
        (pay_in("5", "bread\u{1b}p0AA"), "text-control-sign"),
        (pay_in("5", "bread\nPAID"), "text-control-sign"),
        (pay_in("5", &"x".repeat(10_000)), "text-too-long"),
        (DayCommand::Close(TypedCount::Sum(String::new())), "problem-amount"),
        (
            DayCommand::Close(TypedCount::Coins(vec![CoinCount { value: 0, pieces: 1 }])),
            "problem-no-cash",
        ),
    ] {
        assert!(day(&mut machine, wish).is_empty());
        assert_eq!(problem(&machine), Some(expected));
    }
    day(&mut machine, DayCommand::Look);
    assert_eq!(problem(&machine), None, "the next wish clears it");
}

#[test]
fn a_failure_of_the_database_is_said() {
    let mut machine = ready();
    machine.apply(Input::Day(DayInput::Failed(Message::new("file-disk-full"))));
    assert_eq!(problem(&machine), Some("problem-day"));
}

#[test]
fn with_threads_and_a_database_a_day_is_counted_closed_and_kept_as_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::with(Running::without_model(folder.path()));
    let wait = |is_so: &dyn Fn(&Snapshot) -> bool| running.wait_until(is_so);
    wait(&|snapshot| snapshot.shop == ShopState::Open);
    let ask = |wish| running.send(Command::Day(wish));
    ask(DayCommand::CountFloat("100.00".to_owned()));
    let snapshot = wait(&|it| it.day.done == 1);
    let book = snapshot.day.book.clone().unwrap();
    assert_eq!(book.open.as_ref().unwrap().float, Some(cents(10_000)));
    let product = snapshot
        .products
        .iter()
        .find(|product| product.unit() == Some(tillsight::domain::Unit::Piece))
        .unwrap()
        .clone();
    running.send(Command::AddProduct(product.id.clone()));
    wait(&|it| it.cart.lines.len() == 1);
    running.send(Command::CompleteSale);
    wait(&|it| it.last_sale.is_some());
    ask(DayCommand::PayIn { amount: "5".to_owned(), reason: "change".to_owned() });
    let snapshot = wait(&|it| it.day.done == 2);
    let x = snapshot.day.book.as_ref().unwrap().x_report.clone().unwrap().unwrap();
    let price = product.price.unwrap().money().minor();
    assert_eq!((x.sales, x.cash.expected), (1, 10_500 + price));

    ask(DayCommand::Close(TypedCount::Sum("100".to_owned())));
    let snapshot = wait(&|it| it.day.done == 3);
    let z = snapshot.day.closed.clone().unwrap();
    assert_eq!((z.z_number, z.cash.variance), (Some(1), Some(-500 - price)));
    let book = snapshot.day.book.as_ref().unwrap();
    assert!(book.open.is_none() && book.closed == [(*z).clone()]);

    let (name, text) = ("z-1.txt".to_owned(), "Z report 1".to_owned());
    ask(DayCommand::SaveReport { name, text });
    let snapshot = wait(&|it| it.day.saved.is_some());
    let file = snapshot.day.saved.clone().unwrap();
    assert_eq!(file, folder.path().join("reports/z-1.txt"));
    assert_eq!(std::fs::read_to_string(file).unwrap(), "Z report 1");
}
