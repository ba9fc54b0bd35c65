//! Which of the items on a photo is meant, and the ways to another one: arrows and clicks.

use egui::Key;
use tillsight::domain::ProductId;
use tillsight::recognition::{Decision, Recognition};
use tillsight::texts::Language;

use super::window::*;

const BOX: &str = "The item that is looked at";

/// Three items lie there, and the one in the middle is meant; then the others are asked about.
fn asked(next: impl IntoIterator<Item = Recognition>) -> Window {
    let mut window = Window::shown([with_items(ask(), Some(0))]);
    window.answers.extend(next);
    window
}

fn lime() -> Recognition {
    recognition(
        Decision::Accept(ProductId::new("lime").unwrap()),
        &[("lime", 0.9), ("banana", 0.1)],
    )
}

fn kiwi() -> Recognition {
    recognition(Decision::Ask, &[("kiwi", 0.6), ("mango", 0.3)])
}

#[test]
fn a_box_and_a_number_tell_which_item_is_meant() {
    let mut harness = harness(asked([]));
    harness.run();
    assert!(has(&harness, BOX) && has(&harness, "2 of 3"));
    assert!(has(&harness, "Look at item 1 of 3") && has(&harness, "Look at item 3 of 3"));
    assert!(!has(&harness, "Look at item 2 of 3"), "it is looked at already");
}

#[test]
fn a_photo_on_which_nothing_was_found_is_shown_as_it_is() {
    let mut harness = harness(Window::shown([ask()]));
    harness.run();
    press(&mut harness, Key::ArrowRight);
    assert!(!has(&harness, BOX) && has(&harness, "Which one is it?"));
}

#[test]
fn the_arrows_go_from_item_to_item_and_to_the_photo_as_it_is() {
    let mut harness = harness(asked([lime(), kiwi(), kiwi(), lime()]));
    harness.run();
    press(&mut harness, Key::ArrowRight);
    assert!(has(&harness, "3 of 3") && has(&harness, BOX));
    assert!(has(&harness, "Which one is it?"), "it is not sold by itself");
    assert!(harness.state().cart().is_empty());
    press(&mut harness, Key::ArrowRight);
    assert!(has(&harness, "All 3 items") && !has(&harness, BOX));
    press(&mut harness, Key::ArrowRight);
    assert!(has(&harness, "1 of 3"));
    press(&mut harness, Key::ArrowLeft);
    assert!(has(&harness, "All 3 items"));
    assert_eq!(harness.state().answers.len(), 0, "each was looked at once");
}

#[test]
fn the_tiles_are_those_of_the_item_that_is_meant() {
    let mut harness = harness(asked([lime()]));
    harness.run();
    press(&mut harness, Key::ArrowLeft);
    assert!(has(&harness, "1 of 3"));
    press(&mut harness, Key::Num1);
    assert_eq!(harness.state().cart(), ["Lime"]);
}

#[test]
fn a_click_into_another_items_place_chooses_it() {
    let mut harness = harness(asked([lime()]));
    harness.run();
    click(&mut harness, "Look at item 3 of 3");
    assert!(has(&harness, "3 of 3"));
    press(&mut harness, Key::Num1);
    assert_eq!(harness.state().cart(), ["Lime"]);
}

#[test]
fn an_added_line_stays_until_a_tile_of_another_item_is_chosen() {
    let mut window = Window::shown([with_items(accept("mango"), Some(0))]);
    window.answers.extend([lime()]);
    let mut harness = harness(window);
    harness.run();
    press(&mut harness, Key::ArrowRight);
    assert_eq!(harness.state().cart(), ["Mango"]);
    press(&mut harness, Key::Num1);
    assert_eq!(harness.state().cart(), ["Lime"]);
}

#[test]
fn until_the_item_was_looked_at_no_tile_of_the_one_before_is_sold() {
    let mut window = asked([lime()]);
    window.recogniser_waits = true;
    let mut harness = harness(window);
    harness.run();
    press(&mut harness, Key::ArrowRight);
    assert!(has(&harness, "3 of 3"), "the box is there at once");
    press(&mut harness, Key::Num1);
    click(&mut harness, "Mango, €1.49, 52\u{a0}% sure");
    assert!(harness.state().cart().is_empty());
    // One more: the next goes on from where the box is.
    press(&mut harness, Key::ArrowLeft);
    assert!(has(&harness, "2 of 3"));
    press(&mut harness, Key::ArrowLeft);
    let (item, last) = harness.state().pointed[0];
    harness.state_mut().look_at(item, last);
    harness.run();
    assert!(has(&harness, "1 of 3"), "what is meant no longer says nothing");
    let (item, last) = *harness.state().pointed.last().unwrap();
    harness.state_mut().look_at(item, last);
    harness.run();
    press(&mut harness, Key::Num1);
    assert_eq!(harness.state().cart().len(), 1);
}

#[test]
fn a_field_keeps_the_arrows() {
    let mut harness = harness(asked([lime()]));
    harness.run();
    press(&mut harness, Key::F1);
    press(&mut harness, Key::ArrowRight);
    assert!(has(&harness, "2 of 3"), "the search has the keyboard");
}

#[test]
fn the_evidence_keeps_the_item_that_it_is_of() {
    let mut harness = harness(asked([lime()]));
    harness.run();
    press(&mut harness, Key::F2);
    press(&mut harness, Key::ArrowRight);
    press(&mut harness, Key::Escape);
    assert!(has(&harness, "2 of 3"), "the evidence lay over the photo");
}

#[test]
fn it_speaks_chinese() {
    let mut window = asked([]);
    window.language = Language::for_tag("zh-CN");
    let mut harness = harness(window);
    harness.run();
    assert!(has(&harness, "第 2 件，共 3 件") && has(&harness, "正在识别的商品"));
    assert!(has(&harness, "识别第 1 件，共 3 件"));
}
