//! Paying, the change, receipts and refunds as a clerk meets them: keys alone, then the pointer.

use std::sync::Arc;

use egui_kittest::Harness;
use tillsight::domain::Message;
use tillsight::domain::{CashRounding, Currency, PaidSale, Refundable, TaxMode};
use tillsight::receipt::{Align, Receipt, Row, Strength};
use tillsight::texts::Language;
use tillsight::till::{Command, Input, PayCommand, PayEffect, PayInput, PayScreen, ShownReceipt};

use super::window::*;

fn type_in(harness: &mut Harness<'_, Window>, text: &str) {
    for character in text.chars() {
        harness.event(egui::Event::Text(character.to_string()));
        harness.run();
    }
}

fn paying() -> Harness<'static, Window> {
    let mut harness = harness(Window::shown([accept("mango")]));
    harness.run();
    press(&mut harness, egui::Key::F9);
    harness
}

#[test]
fn f9_and_enter_are_a_sale_in_exact_cash() {
    let mut harness = paying();
    assert!(has(&harness, "To pay"));
    press(&mut harness, egui::Key::Enter);
    assert_eq!(harness.state().sales, 1);
    assert!(has(&harness, "Paid"));
    press(&mut harness, egui::Key::Enter);
    assert!(has(&harness, "Sale 1 is complete"));
}

#[test]
fn digits_are_the_amount_and_enter_takes_it() {
    let mut harness = paying();
    type_in(&mut harness, "5");
    press(&mut harness, egui::Key::Enter);
    assert!(has(&harness, "Change"));
    assert!(has(&harness, "€3.51"));
    assert!(has(&harness, "Receipt 1"));
}

#[test]
fn the_change_is_shown_while_the_amount_is_typed() {
    let mut harness = paying();
    type_in(&mut harness, "1");
    assert!(!has(&harness, "Change €"), "not enough yet");
    type_in(&mut harness, "0");
    assert!(has(&harness, "Change €8.51"));
    assert_eq!(harness.state().sales, 0);
}

#[test]
fn c_is_the_card_and_the_rest_is_cash() {
    let mut harness = paying();
    type_in(&mut harness, "1");
    type_in(&mut harness, "c");
    assert!(has(&harness, "Still to pay"));
    assert!(has(&harness, "Card €1.00"));
    press(&mut harness, egui::Key::Enter);
    assert_eq!(harness.state().sales, 1);
}

#[test]
fn backspace_takes_back_what_was_typed_and_then_what_was_given() {
    let mut harness = paying();
    type_in(&mut harness, "1c");
    type_in(&mut harness, "2");
    press(&mut harness, egui::Key::Backspace);
    assert!(has(&harness, "Card €1.00"));
    press(&mut harness, egui::Key::Backspace);
    assert!(!has(&harness, "Card €1.00"));
    press(&mut harness, egui::Key::Escape);
    assert!(!has(&harness, "To pay"));
    assert_eq!(harness.state().cart(), ["Mango"]);
}

#[test]
fn the_pointer_pays_with_pad_and_quick_amounts() {
    let mut harness = paying();
    for key in ["2", "0", "Delete"] {
        click(&mut harness, key);
    }
    click(&mut harness, "Card");
    assert!(has(&harness, "A card pays what is due and no more"));
    click(&mut harness, "€5.00");
    assert!(has(&harness, "€3.51"));
    click(&mut harness, "Next customer");
    assert!(has(&harness, "Sale 1 is complete"));
}

#[test]
fn keys_of_the_till_do_nothing_while_a_customer_pays() {
    let mut harness = paying();
    for key in [egui::Key::Delete, egui::Key::F5, egui::Key::Num1] {
        press(&mut harness, key);
    }
    assert_eq!(harness.state().cart(), ["Mango"]);
    assert!(has(&harness, "To pay"));
}

fn receipt() -> ShownReceipt {
    let mut cart = tillsight::domain::Cart::new(Currency::EUR, TaxMode::Included);
    let mango = products().into_iter().find(|product| product.id.as_str() == "mango").unwrap();
    cart.add(Arc::new(mango), None).unwrap();
    let paid = PaidSale::in_exact_cash(cart.complete().unwrap(), CashRounding::NONE).unwrap();
    let rows = vec![
        Row::Text("Corner shop".into(), Align::Centre, Strength::Large),
        Row::Pair("Mango on paper".into(), "1.49 A".into(), Strength::Plain),
    ];
    ShownReceipt {
        number: 5,
        receipt: Receipt { name: "5".into(), rows },
        refundable: Some(Refundable::new(5, paid, &[]).unwrap()),
    }
}

#[test]
fn a_receipt_is_found_by_its_number_looked_at_and_refunded() {
    let mut harness = harness(Window::ready());
    harness.run();
    press(&mut harness, egui::Key::F8);
    assert!(has(&harness, "There are no receipts yet"));
    type_in(&mut harness, "5");
    press(&mut harness, egui::Key::Enter);
    harness.state_mut().take(Input::Pay(PayInput::Read(5, Some(Box::new(receipt())))));
    harness.run();
    assert!(has(&harness, "Mango on paper"));
    click(&mut harness, "More of Mango goes back");
    assert!(has(&harness, "Refund €1.49"));
    press(&mut harness, egui::Key::F9);
    harness.state_mut().take(Input::Pay(PayInput::RefundRecorded(6)));
    harness.run();
    assert!(has(&harness, "Give back in cash"));
    assert!(has(&harness, "€1.49"));
}

#[test]
fn a_failing_printer_is_said_with_a_button_to_print_again() {
    let mut window = Window::ready();
    let wish = tillsight::till::PrintWish::Receipt { number: 1, is_copy: false, drawer: false };
    window.take(Input::Pay(PayInput::NotPrinted(wish, Message::new("printer-silent"))));
    let mut harness = harness(window);
    harness.run();
    assert!(has(&harness, "Print again"));
    let effects =
        harness.state_mut().machine.apply(Input::Command(Command::Pay(PayCommand::PrintAgain)));
    assert!(effects.iter().any(|effect| {
        matches!(effect, tillsight::till::Effect::Pay(PayEffect::Print(again)) if *again == wish)
    }));
}

#[test]
fn the_cards_speak_chinese() {
    let mut window = Window::shown([accept("mango")]);
    window.language = Language::for_tag("zh-CN");
    let mut harness = harness(window);
    harness.run();
    press(&mut harness, egui::Key::F9);
    assert!(has(&harness, "应付"));
    press(&mut harness, egui::Key::Escape);
    press(&mut harness, egui::Key::F8);
    assert!(has(&harness, "还没有小票"));
    let screen = harness.state().machine.snapshot().pay.screen;
    assert!(matches!(screen, PayScreen::Receipts(_)));
}
