//! "Why?" on the screen: its key and button, what stands beside the photo, and the way back.

use egui_kittest::kittest::Queryable;
use tillsight::texts::Language;

use super::window::*;

const EVIDENCE: &str = "Photo with the evidence on it";

#[test]
fn f2_shows_the_first_candidate_then_the_second_instead_then_the_tiles_again() {
    let mut harness = harness(Window::shown([ask()]));
    harness.run();
    assert!(has(&harness, "Why?") && !has(&harness, EVIDENCE));
    press(&mut harness, egui::Key::F2);
    assert!(has(&harness, "Why Mango?") && has(&harness, EVIDENCE));
    assert!(has(&harness, "Mango") && has(&harness, "52\u{a0}%"));
    assert!(!has(&harness, "Which one is it?"), "it lies over the stage");
    press(&mut harness, egui::Key::F2);
    assert!(has(&harness, "Why Kiwi rather than Mango?") && has(&harness, EVIDENCE));
    assert!(has(&harness, "Kiwi") && has(&harness, "Mango"));
    press(&mut harness, egui::Key::F2);
    assert!(has(&harness, "Which one is it?") && !has(&harness, EVIDENCE));
}

#[test]
fn the_buttons_do_what_the_keys_do() {
    let mut harness = harness(Window::shown([ask()]));
    harness.run();
    click(&mut harness, "Why?");
    assert!(has(&harness, "Why Mango?"));
    click(&mut harness, "What speaks for Kiwi?");
    assert!(has(&harness, "Why Kiwi rather than Mango?"));
    assert!(!has(&harness, "What speaks for Lime?"), "the first two only");
    click(&mut harness, "Back");
    assert!(has(&harness, "Which one is it?"));
}

#[test]
fn escape_closes_it_and_nothing_else() {
    let mut harness = harness(Window::shown([accept("mango")]));
    harness.run();
    press(&mut harness, egui::Key::F2);
    assert!(has(&harness, "Why Mango?"));
    press(&mut harness, egui::Key::Escape);
    assert!(has(&harness, "Mango added"));
    assert_eq!(harness.state().cart(), ["Mango"]);
}

#[test]
fn the_key_works_while_a_weight_is_awaited_and_types_nothing() {
    let mut harness = harness(Window::shown([accept("banana")]));
    harness.run();
    assert!(harness.get_by_label("Weight of Banana in grams").is_focused());
    press(&mut harness, egui::Key::F2);
    assert!(has(&harness, "Why Banana?"));
    assert!(has(&harness, "This cannot be shown: its network could not be used; the log says why"));
    assert!(!has(&harness, EVIDENCE));
    press(&mut harness, egui::Key::F2);
    press(&mut harness, egui::Key::F2);
    assert!(has(&harness, "Banana added"));
}

#[test]
fn the_tiles_keys_still_choose() {
    let mut harness = harness(Window::shown([ask()]));
    harness.run();
    press(&mut harness, egui::Key::F2);
    press(&mut harness, egui::Key::Num2);
    assert_eq!(harness.state().cart(), ["Kiwi"]);
    assert!(has(&harness, "Kiwi added"));
}

#[test]
fn the_colours_and_the_frame_are_explained() {
    let mut harness = harness(Window::shown([ask()]));
    harness.run();
    press(&mut harness, egui::Key::F2);
    assert!(has(&harness, "The brighter a place, the more it speaks for Mango"));
    assert!(has(&harness, "nothing") && has(&harness, "most"));
    assert!(has(&harness, "Only the framed part was looked at"));
}

#[test]
fn a_dark_photo_says_that_hardly_anything_speaks_for_it() {
    let mut harness = harness(Window::shown([accept("mango")]));
    harness.run();
    press(&mut harness, egui::Key::F2);
    press(&mut harness, egui::Key::F2);
    assert!(has(&harness, "Why Lime rather than Mango?"));
    assert!(has(&harness, "Hardly anything on the photo speaks for Lime and not for Mango"));
}

#[test]
fn where_there_is_nothing_to_explain_nothing_is_offered() {
    let mut harness = harness(Window::ready());
    harness.run();
    assert!(!has(&harness, "Why?"));
    press(&mut harness, egui::Key::F2);
    assert!(has(&harness, "Show me an item"));
}

#[test]
fn it_speaks_chinese() {
    let mut window = Window::shown([ask()]);
    window.language = Language::for_tag("zh-CN");
    let mut harness = harness(window);
    harness.run();
    click(&mut harness, "为什么？");
    assert!(has(&harness, "为什么是芒果？"));
    press(&mut harness, egui::Key::F2);
    assert!(has(&harness, "为什么是奇异果而不是芒果？"));
}
