//! The cart by keyboard and pointer: selection, pieces, prices, hold and resume, void.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use tillsight::domain::ProductId;
use tillsight::texts::Language;
use tillsight::till::{Command, Input};

use super::window::*;

/// A ready window with these products in the cart.
fn with(products: &[&str]) -> Harness<'static, Window> {
    let mut window = Window::ready();
    for product in products {
        let product = ProductId::new(product).unwrap();
        window.take(Input::Command(Command::AddProduct(product)));
    }
    let mut harness = harness(window);
    harness.run();
    harness
}

fn type_into(harness: &mut Harness<'_, Window>, label: &str, text: &str) {
    harness.get_by_label(label).focus();
    harness.run();
    harness.get_by_label(label).type_text(text);
    harness.run();
}

fn shift_delete(harness: &mut Harness<'_, Window>) {
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Delete);
    harness.run();
}

#[test]
fn the_newest_line_is_selected_and_arrows_move_the_selection() {
    let mut harness = with(&["kiwi", "mango", "lime"]);
    press(&mut harness, Key::Plus);
    assert_eq!(harness.state().total(), 39 + 149 + 90);
    press(&mut harness, Key::ArrowUp);
    press(&mut harness, Key::Plus);
    press(&mut harness, Key::Plus);
    press(&mut harness, Key::Minus);
    assert_eq!(harness.state().total(), 39 + 298 + 90);
    press(&mut harness, Key::ArrowUp);
    press(&mut harness, Key::ArrowUp);
    press(&mut harness, Key::Delete);
    assert_eq!(harness.state().cart(), ["Mango", "Lime"]);
}

#[test]
fn a_line_that_grows_is_the_selected_one() {
    let mut harness = with(&["kiwi", "mango"]);
    let kiwi = Command::AddProduct(ProductId::new("kiwi").unwrap());
    harness.state_mut().take(Input::Command(kiwi));
    harness.run();
    press(&mut harness, Key::Delete);
    assert_eq!(harness.state().cart(), ["Mango"]);
}

#[test]
fn a_click_on_a_line_selects_it() {
    let mut harness = with(&["kiwi", "mango"]);
    let name = harness.get_by_label("Line Kiwi").rect().left_top() + egui::vec2(120.0, 20.0);
    harness.event(egui::Event::PointerMoved(name));
    for pressed in [true, false] {
        harness.event(egui::Event::PointerButton {
            pos: name,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }
    harness.run();
    press(&mut harness, Key::Delete);
    assert_eq!(harness.state().cart(), ["Mango"]);
}

#[test]
fn pieces_changed_by_a_button_select_their_line() {
    let mut harness = with(&["kiwi", "mango"]);
    click(&mut harness, "One more Kiwi");
    press(&mut harness, Key::Plus);
    assert_eq!(harness.state().total(), 3 * 39 + 149);
}

#[test]
fn f3_gives_the_quantity_the_keyboard() {
    let mut harness = with(&["kiwi"]);
    press(&mut harness, Key::F3);
    let field = harness.get_by_label("Pieces of Kiwi");
    assert!(field.is_focused());
    field.type_text("12");
    harness.run();
    press(&mut harness, Key::Enter);
    assert_eq!(harness.state().total(), 468);
}

#[test]
fn f4_asks_another_price_with_its_reason() {
    let mut harness = with(&["mango"]);
    press(&mut harness, Key::F4);
    assert!(harness.get_by_label("Another price").is_focused());
    type_into(&mut harness, "Another price", "1.20");
    press(&mut harness, Key::Enter);
    assert!(has(&harness, "Another price or a discount needs a reason"));
    assert_eq!(harness.state().total(), 149);
    type_into(&mut harness, "Reason", "ripe");
    press(&mut harness, Key::Enter);
    assert_eq!(harness.state().total(), 120);
    assert!(!has(&harness, "Another price"));
    assert!(has(&harness, "instead of €1.49 · ripe"));
}

#[test]
fn f4_takes_a_discount_and_a_note_and_gives_them_back() {
    let mut harness = with(&["mango"]);
    press(&mut harness, Key::F4);
    type_into(&mut harness, "Discount", "10%");
    type_into(&mut harness, "Reason", "regular");
    type_into(&mut harness, "Note", "for today");
    click(&mut harness, "Save");
    assert_eq!(harness.state().total(), 134);
    assert!(has(&harness, "€0.15 off · regular · for today"));
    let view = harness.state().machine.snapshot().cart.lines[0].clone();
    assert_eq!((view.reason.as_str(), view.note.as_str()), ("regular", "for today"));
}

#[test]
fn f4_says_what_is_wrong_and_esc_changes_nothing() {
    let mut harness = with(&["mango"]);
    press(&mut harness, Key::F4);
    type_into(&mut harness, "Discount", "lots");
    click(&mut harness, "Save");
    assert!(has(&harness, "Type a discount such as 10 % or 0.50"));
    type_into(&mut harness, "Another price", "cheap");
    click(&mut harness, "Save");
    assert!(has(&harness, "Type a price such as 1.99"));
    click(&mut harness, "Back");
    assert!(!has(&harness, "Another price"));
    assert_eq!(harness.state().total(), 149);
}

#[test]
fn keys_typed_into_a_dialog_do_nothing_behind_it() {
    let mut harness = with(&["mango"]);
    press(&mut harness, Key::F4);
    press(&mut harness, Key::Delete);
    press(&mut harness, Key::F9);
    assert_eq!((harness.state().cart().len(), harness.state().sales), (1, 0));
}

#[test]
fn shift_delete_voids_the_cart_after_one_question() {
    let mut harness = with(&["kiwi", "mango"]);
    shift_delete(&mut harness);
    assert!(has(&harness, "Void the whole cart?"));
    assert!(has(&harness, "2 lines, €1.88"));
    press(&mut harness, Key::Escape);
    assert_eq!(harness.state().cart().len(), 2);
    shift_delete(&mut harness);
    press(&mut harness, Key::Enter);
    assert!(harness.state().cart().is_empty());
}

#[test]
fn f5_holds_with_a_note_and_f6_brings_a_cart_back_by_its_number() {
    let mut harness = with(&["kiwi", "mango"]);
    press(&mut harness, Key::F5);
    harness.get_by_label("Note").type_text("Mrs Li");
    harness.run();
    press(&mut harness, Key::Enter);
    assert!(harness.state().cart().is_empty());
    let lime = Command::AddProduct(ProductId::new("lime").unwrap());
    harness.state_mut().take(Input::Command(lime));
    harness.run();
    press(&mut harness, Key::F5);
    press(&mut harness, Key::Enter);
    assert!(has(&harness, "Carts on hold: 2"));

    press(&mut harness, Key::F6);
    assert!(has(&harness, "Go on with Mrs Li, €1.88"));
    assert!(has(&harness, "Go on with Without a note, €0.45"));
    press(&mut harness, Key::Num1);
    assert_eq!(harness.state().cart(), ["Kiwi", "Mango"]);
    assert!(has(&harness, "Mrs Li"), "the note stays with the cart");

    click(&mut harness, "Carts on hold: 1");
    assert!(has(&harness, "The cart of now goes on hold in its place"));
    click(&mut harness, "Go on with Without a note, €0.45");
    assert_eq!(harness.state().cart(), ["Lime"]);
    assert!(has(&harness, "Carts on hold: 1"));
}

#[test]
fn only_the_note_can_be_kept() {
    let mut harness = with(&["kiwi"]);
    click(&mut harness, "Put the cart on hold");
    harness.get_by_label("Note").type_text("table 4");
    harness.run();
    click(&mut harness, "Only keep the note");
    assert_eq!(harness.state().cart(), ["Kiwi"]);
    assert!(has(&harness, "table 4"));
}

#[test]
fn the_buttons_of_the_cart_say_their_keys_and_are_quiet_where_there_is_nothing() {
    let mut empty = harness(Window::ready());
    empty.run();
    assert!(!has(&empty, "Void the cart"));
    let mut harness = with(&["kiwi"]);
    click(&mut harness, "Price, discount or note of Kiwi");
    assert!(has(&harness, "Another price"));
    press(&mut harness, Key::Escape);
    click(&mut harness, "Void the cart");
    assert!(has(&harness, "Void the whole cart?"));
    press(&mut harness, Key::Escape);
    click(&mut harness, "Carts on hold: 0");
    assert!(!has(&harness, "Carts on hold"), "there is none");
}

#[test]
fn the_cart_speaks_chinese() {
    let mut window = Window::ready();
    window.language = Language::for_tag("zh-CN");
    let kiwi = Command::AddProduct(ProductId::new("kiwi").unwrap());
    window.take(Input::Command(kiwi));
    let mut harness = harness(window);
    harness.run();
    press(&mut harness, Key::F5);
    assert!(has(&harness, "挂起这个购物车？"));
    press(&mut harness, Key::Enter);
    assert!(has(&harness, "挂起的购物车：1"));
}

#[test]
fn a_long_cart_scrolls_to_the_line_that_was_picked() {
    let mut window = Window::ready();
    for _ in 0..60 {
        // Each weighing stands on a line of its own.
        let banana = Command::AddProduct(ProductId::new("banana").unwrap());
        window.take(Input::Command(banana));
        let line = window.machine.snapshot().cart.lines.last().unwrap().id;
        window.take(Input::Command(Command::SetWeight(line, "100".to_owned())));
    }
    let mut harness = harness(window);
    harness.run();
    let drawn = harness.query_all_by_label("Line Banana").count();
    assert!(drawn < 10, "{drawn} lines are laid out");
    for _ in 0..59 {
        press(&mut harness, Key::ArrowUp);
    }
    let first = harness.state().machine.snapshot().cart.lines[0].id;
    press(&mut harness, Key::Delete);
    let lines = harness.state().machine.snapshot().cart.lines;
    assert_eq!(lines.len(), 59);
    assert!(lines.iter().all(|line| line.id != first));
}

#[test]
fn a_window_made_smaller_keeps_its_lines_whole() {
    let mut harness = with(&["kiwi"]);
    for width in [1920.0, 1280.0, 1100.0] {
        harness.set_size(egui::vec2(width, 720.0));
        harness.run();
        harness.run();
        let remove = harness.get_by_label("Remove Kiwi").rect();
        assert!(remove.right() <= width - 8.0, "{remove:?} in {width}");
    }
}
