//! Paying, the printer that fails, receipts and refunds.

use std::sync::Arc;

use tillsight::devices::PrinterAddress;
use tillsight::domain::Message;
use tillsight::domain::{
    Cart, CashRounding, Currency, PaidSale, Pieces, Refundable, TaxMode, TenderKind, UnitPrice,
};
use tillsight::receipt::Receipt;
use tillsight::till::paying_settings::PaySettings;
use tillsight::till::{
    Command, DoneView, Effect, Input, Machine, PayCommand, PayEffect, PayInput, PayScreen,
    PayingView, PrintWish, ReceiptForm, ReceiptsView, ShownReceipt,
};

use super::script::*;

fn pay(machine: &mut Machine, wish: PayCommand) -> Vec<Effect> {
    command(machine, Command::Pay(wish))
}

fn take(machine: &mut Machine, kind: TenderKind, typed: &str) -> Vec<Effect> {
    pay(machine, PayCommand::Take { kind, typed: typed.to_owned() })
}

fn settings(change: impl FnOnce(&mut PaySettings)) -> Input {
    let mut settings = PaySettings::default();
    change(&mut settings);
    Input::Pay(PayInput::Settings(Arc::new(settings)))
}

fn with_printer(settings: &mut PaySettings) {
    settings.printer = PrinterAddress::File("receipts.prn".into());
}

/// A till with a mango (1.49) in the cart, and the customer about to pay.
fn paying() -> Machine {
    let mut machine = ready();
    command(&mut machine, Command::AddProduct(id("mango")));
    pay(&mut machine, PayCommand::Start);
    machine
}

fn view(machine: &Machine) -> PayingView {
    match machine.snapshot().pay.screen {
        PayScreen::Paying(view) => view,
        _ => panic!("nobody pays"),
    }
}

fn done(machine: &Machine) -> DoneView {
    match machine.snapshot().pay.screen {
        PayScreen::Done(view) => view,
        _ => panic!("nothing is done"),
    }
}

fn receipts(machine: &Machine) -> ReceiptsView {
    match machine.snapshot().pay.screen {
        PayScreen::Receipts(view) => view,
        _ => panic!("no receipts are looked at"),
    }
}

fn is_closed(machine: &Machine) -> bool {
    matches!(machine.snapshot().pay.screen, PayScreen::Closed)
}

fn recorded(effects: &[Effect]) -> &PaidSale {
    match effects {
        [Effect::RecordSale(paid, _)] => paid,
        _ => panic!("one sale is written"),
    }
}

fn printed(effects: &[Effect]) -> Vec<PrintWish> {
    let wish = |effect: &Effect| match effect {
        Effect::Pay(PayEffect::Print(wish)) => Some(*wish),
        _ => None,
    };
    effects.iter().filter_map(wish).collect()
}

#[test]
fn cash_above_the_sum_gives_change() {
    let mut machine = paying();
    assert_eq!(view(&machine).due, cents(149));
    assert_eq!(view(&machine).quick[..3], [cents(149), cents(500), cents(1000)]);
    let effects = take(&mut machine, TenderKind::Cash, "5");
    assert_eq!(recorded(&effects).payment().change(), Ok(cents(351)));
    machine.apply(Input::SaleRecorded { number: 7 });
    let done = done(&machine);
    assert_eq!((done.number, done.change, done.cash), (7, cents(351), cents(149)));
    pay(&mut machine, PayCommand::Close);
    assert!(is_closed(&machine));
}

#[test]
fn nothing_typed_takes_all_that_is_due() {
    for kind in TenderKind::ALL {
        let mut machine = paying();
        let effects = take(&mut machine, kind, " ");
        assert_eq!(recorded(&effects).payment().paid_by(kind), Ok(cents(149)));
    }
}

#[test]
fn a_sum_is_split_between_cash_and_card() {
    let mut machine = paying();
    machine.apply(settings(|settings| settings.rounding = CashRounding::new(5).unwrap()));
    assert!(take(&mut machine, TenderKind::Cash, "1").is_empty());
    assert_eq!((view(&machine).by_card, view(&machine).in_cash), (cents(49), cents(50)));
    let effects = take(&mut machine, TenderKind::Card, "");
    let payment = recorded(&effects).payment();
    assert_eq!(payment.paid_by(TenderKind::Card), Ok(cents(49)));
    assert_eq!(payment.rounding(), cents(0), "a coin more was never due");
}

#[test]
fn cash_is_rounded_and_a_card_is_not() {
    for (kind, paid, rounding) in [(TenderKind::Cash, 150, 1), (TenderKind::Card, 149, 0)] {
        let mut machine = paying();
        machine.apply(settings(|settings| settings.rounding = CashRounding::new(5).unwrap()));
        let effects = take(&mut machine, kind, "");
        let payment = recorded(&effects).payment();
        assert_eq!(payment.paid_by(kind), Ok(cents(paid)));
        assert_eq!(payment.rounding(), cents(rounding));
    }
}

#[test]
fn what_is_no_amount_or_too_much_for_a_card_is_said_and_changes_nothing() {
    for (kind, typed, problem) in [
        (TenderKind::Cash, "much", "problem-tender"),
        (TenderKind::Cash, "-5", "problem-tender"),
        (TenderKind::Cash, "1.234", "problem-tender"),
        (TenderKind::Card, "1.50", "problem-card-above"),
    ] {
        let mut machine = paying();
        assert!(take(&mut machine, kind, typed).is_empty(), "{typed}");
        let view = view(&machine);
        assert_eq!(view.problem.map(|message| message.id), Some(problem), "{typed}");
        assert!(view.given.is_empty());
    }
}

#[test]
fn what_was_handed_over_last_can_be_taken_back() {
    let mut machine = paying();
    take(&mut machine, TenderKind::Card, "1");
    pay(&mut machine, PayCommand::TakeBack);
    assert_eq!(view(&machine).by_card, cents(149));
    pay(&mut machine, PayCommand::TakeBack);
    assert!(view(&machine).given.is_empty());
}

#[test]
fn an_empty_cart_and_one_that_waits_for_a_weight_are_not_paid() {
    let mut machine = ready();
    pay(&mut machine, PayCommand::Start);
    assert!(is_closed(&machine));
    command(&mut machine, Command::AddProduct(id("banana")));
    pay(&mut machine, PayCommand::Start);
    assert!(is_closed(&machine));
    assert_eq!(notices(&machine), ["problem-weight-needed"]);
}

#[test]
fn a_sale_that_is_not_written_can_be_paid_again() {
    let mut machine = paying();
    take(&mut machine, TenderKind::Card, "1");
    take(&mut machine, TenderKind::Cash, "2");
    assert!(view(&machine).writing);
    assert!(pay(&mut machine, PayCommand::TakeCash(cents(100))).is_empty(), "once only");
    pay(&mut machine, PayCommand::Close);
    assert!(view(&machine).writing, "it cannot be left now");
    machine.apply(Input::SaleFailed(Message::new("file-disk-full")));
    let after = view(&machine);
    assert_eq!(after.problem.map(|message| message.id), Some("problem-sale"));
    assert_eq!(after.by_card, cents(49), "what was taken before stays");
    recorded(&take(&mut machine, TenderKind::Cash, ""));
}

#[test]
fn the_sale_is_written_first_and_printed_after_it() {
    let mut machine = paying();
    machine.apply(settings(|settings| {
        with_printer(settings);
        settings.drawer = true;
    }));
    let effects = take(&mut machine, TenderKind::Cash, "");
    assert!(printed(&effects).is_empty(), "nothing is printed before it is written");
    let effects = machine.apply(Input::SaleRecorded { number: 3 });
    let wish = PrintWish::Receipt { number: 3, is_copy: false, drawer: true };
    assert_eq!(printed(&effects), [wish]);
}

#[test]
fn a_card_opens_no_drawer_and_a_shop_may_print_only_when_asked() {
    let mut machine = paying();
    machine.apply(settings(|settings| {
        with_printer(settings);
        settings.drawer = true;
        settings.print_always = false;
    }));
    take(&mut machine, TenderKind::Card, "");
    let effects = machine.apply(Input::SaleRecorded { number: 3 });
    assert!(printed(&effects).is_empty());
    let first = PrintWish::Receipt { number: 3, is_copy: false, drawer: false };
    assert_eq!(printed(&pay(&mut machine, PayCommand::PrintAgain)), [first]);
    machine.apply(Input::Pay(PayInput::Printed(first)));
    let copy = PrintWish::Receipt { number: 3, is_copy: true, drawer: false };
    assert_eq!(printed(&pay(&mut machine, PayCommand::PrintAgain)), [copy]);
    assert_eq!(printed(&pay(&mut machine, PayCommand::OpenDrawer)), [PrintWish::Drawer]);
    assert_eq!(printed(&pay(&mut machine, PayCommand::TryPrinter)), [PrintWish::TestPage]);
}

#[test]
fn a_printer_that_fails_never_loses_the_sale_and_prints_again() {
    let mut machine = paying();
    machine.apply(settings(with_printer));
    take(&mut machine, TenderKind::Cash, "");
    machine.apply(Input::SaleRecorded { number: 3 });
    let wish = PrintWish::Receipt { number: 3, is_copy: false, drawer: false };
    machine.apply(Input::Pay(PayInput::NotPrinted(wish, Message::new("printer-silent"))));
    let snapshot = machine.snapshot();
    assert_eq!(notices(&machine), ["problem-print"]);
    assert!(snapshot.cart.lines.is_empty() && snapshot.last_sale.is_some());
    assert!(snapshot.pay.not_printed);
    // The same again: it is no copy, for there is no first one.
    assert_eq!(printed(&pay(&mut machine, PayCommand::PrintAgain)), [wish]);
    machine.apply(Input::Pay(PayInput::Printed(wish)));
    assert!(notices(&machine).is_empty() && !machine.snapshot().pay.not_printed);
    let copy = PrintWish::Receipt { number: 3, is_copy: true, drawer: false };
    assert_eq!(printed(&pay(&mut machine, PayCommand::PrintAgain)), [copy]);
}

#[test]
fn a_drawer_and_a_test_page_that_fail_are_said_by_their_names() {
    for (wish, problem) in [
        (PrintWish::Drawer, "problem-drawer"),
        (PrintWish::TestPage, "problem-test-page"),
        (PrintWish::Report, "problem-print-report"),
    ] {
        let mut machine = ready();
        machine.apply(Input::Pay(PayInput::NotPrinted(wish, Message::new("printer-silent"))));
        assert_eq!(notices(&machine), [problem]);
        assert!(pay(&mut machine, PayCommand::PrintAgain).is_empty(), "no receipt waits");
        machine.apply(Input::Pay(PayInput::Printed(wish)));
        assert!(notices(&machine).is_empty());
    }
}

#[test]
fn the_next_item_puts_the_change_away() {
    let mut machine = paying();
    take(&mut machine, TenderKind::Cash, "2");
    machine.apply(Input::SaleRecorded { number: 1 });
    assert_eq!(done(&machine).change, cents(51));
    command(&mut machine, Command::AddProduct(id("kiwi")));
    assert!(is_closed(&machine));
}

#[test]
fn without_a_receipt_there_is_nothing_to_print_again() {
    let mut machine = ready();
    assert!(pay(&mut machine, PayCommand::PrintAgain).is_empty());
}

/// Three kiwis at 0.39, paid in cash.
fn shown() -> ShownReceipt {
    let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
    let kiwi = Arc::new(product("kiwi", UnitPrice::PerPiece(cents(39))));
    let line = cart.add(kiwi, None).unwrap();
    cart.set_pieces(line, Pieces::new(3).unwrap()).unwrap();
    let paid = PaidSale::in_exact_cash(cart.complete().unwrap(), CashRounding::NONE).unwrap();
    ShownReceipt {
        number: 5,
        receipt: Receipt { name: "5".to_owned(), rows: Vec::new() },
        refundable: Some(Refundable::new(5, paid, &[]).unwrap()),
    }
}

/// A till that looks at receipt 5.
fn looking() -> Machine {
    let mut machine = ready();
    let effects = pay(&mut machine, PayCommand::Receipts);
    assert!(matches!(effects[..], [Effect::Pay(PayEffect::List)]));
    let effects = pay(&mut machine, PayCommand::Find("5".to_owned()));
    assert!(matches!(effects[..], [Effect::Pay(PayEffect::Read(5))]));
    machine.apply(Input::Pay(PayInput::Read(5, Some(Box::new(shown())))));
    machine
}

#[test]
fn a_part_of_a_line_goes_back_and_never_more_than_was_sold() {
    let mut machine = looking();
    assert_eq!(receipts(&machine).refund, None);
    pay(&mut machine, PayCommand::Return { position: 0, count: 9 });
    assert_eq!(receipts(&machine).returned, [3], "no more than was sold");
    pay(&mut machine, PayCommand::Return { position: 0, count: 1 });
    pay(&mut machine, PayCommand::Return { position: 4, count: 1 });
    assert_eq!(receipts(&machine).refund, Some(cents(-39)));
    let effects = pay(&mut machine, PayCommand::Refund);
    let [Effect::Pay(PayEffect::RecordRefund(refund, _))] = &effects[..] else {
        panic!("one refund is written")
    };
    assert_eq!((refund.of(), refund.totals().gross), (5, cents(-39)));
    assert!(pay(&mut machine, PayCommand::Refund).is_empty(), "once only");
    machine.apply(Input::Pay(PayInput::RefundRecorded(6)));
    let done = done(&machine);
    assert_eq!((done.number, done.cash), (6, cents(-39)));
}

#[test]
fn everything_goes_back_and_a_refund_that_fails_says_why() {
    let mut machine = looking();
    assert!(pay(&mut machine, PayCommand::Refund).is_empty(), "nothing was chosen");
    assert_eq!(receipts(&machine).problem.map(|it| it.id), Some("problem-receipt"));
    pay(&mut machine, PayCommand::ReturnAll);
    assert_eq!(receipts(&machine).refund, Some(cents(-117)));
    pay(&mut machine, PayCommand::Refund);
    machine.apply(Input::Pay(PayInput::Failed(Message::new("file-disk-full"))));
    let view = receipts(&machine);
    assert_eq!(view.problem.map(|it| it.id), Some("problem-receipt"));
    assert!(!view.writing);
}

#[test]
fn receipts_are_found_printed_and_kept() {
    let mut machine = looking();
    pay(&mut machine, PayCommand::Find("first".to_owned()));
    assert_eq!(receipts(&machine).problem.map(|it| it.id), Some("problem-no-receipt"));
    machine.apply(Input::Pay(PayInput::Read(99, None)));
    assert_eq!(receipts(&machine).problem.map(|it| it.id), Some("problem-no-receipt"));
    let copy = PrintWish::Receipt { number: 5, is_copy: true, drawer: false };
    assert_eq!(printed(&pay(&mut machine, PayCommand::PrintCopy)), [copy]);
    let effects = pay(&mut machine, PayCommand::Save(ReceiptForm::Pdf));
    assert!(matches!(effects[..], [Effect::Pay(PayEffect::Save(5, ReceiptForm::Pdf))]));
    machine.apply(Input::Pay(PayInput::Saved("receipt-5.pdf".into())));
    assert!(receipts(&machine).saved.is_some());
    pay(&mut machine, PayCommand::Close);
    assert!(is_closed(&machine));
    assert!(pay(&mut machine, PayCommand::PrintCopy).is_empty(), "nothing is looked at");
}
