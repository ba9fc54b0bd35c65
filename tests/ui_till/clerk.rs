//! What a clerk does with pointer and keys, found by the labels of the screen.

use std::path::Path;
use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use tillsight::domain::{Message, ProductId};
use tillsight::recognition::Decision;
use tillsight::texts::Language;
use tillsight::till::{Command, Input, PhotoSource, ThemeChoice};
use tillsight::ui::Action;

use super::window::*;

#[test]
fn the_first_frame_says_that_shop_and_model_are_being_opened() {
    let harness = harness(Window::closed());
    assert!(has(&harness, "Loading the model…"));
    assert!(has(&harness, "Opening the shop…"));
    assert!(has(&harness, "The cart is empty"));
}

#[test]
fn an_empty_till_invites_says_there_is_no_camera_and_offers_samples() {
    let mut harness = harness(Window::ready());
    harness.run();
    assert!(has(&harness, "Show me an item"));
    assert!(has(&harness, "No camera found"));
    assert!(has(&harness, "Try a sample"));
    harness.state_mut().answers.push_back(accept("mango"));
    let sample = harness.query_all_by_role(egui::accesskit::Role::Button).find(|node| {
        node.accesskit_node().label().is_some_and(|label| label.starts_with("Sample "))
    });
    sample.expect("there are samples").click();
    harness.run();
    assert_eq!(harness.state().cart(), ["Mango"]);
}

#[test]
fn where_nothing_can_be_dropped_the_till_does_not_ask_for_it() {
    let mut window = Window::ready();
    window.drop_works = false;
    let mut harness = harness(window);
    harness.run();
    let hint = "Open a photo or paste one; this desktop (Wayland) does not hand over dropped files";
    assert!(has(&harness, hint));
}

#[test]
fn an_accepted_photo_shows_its_line_and_total_and_can_be_undone() {
    let mut harness = harness(Window::shown([accept("mango")]));
    harness.run();
    assert!(has(&harness, "Mango added"));
    assert!(has(&harness, "Remove Mango"));
    assert_eq!(harness.state().total(), 149);
    click(&mut harness, "Undo");
    assert!(harness.state().cart().is_empty());
    assert!(has(&harness, "Which one is it?"));
}

#[test]
fn of_a_certain_kind_its_products_are_asked_about() {
    let scores = [("mango", 0.5), ("kiwi", 0.4), ("lime", 0.1)];
    let seen = of_apples(recognition(Decision::Ask, &scores));
    let mut harness = harness(Window::shown([seen]));
    harness.run();
    assert!(has(&harness, "An apple: which?") && !has(&harness, "Which one is it?"));
    assert!(!has(&harness, "Lime, €0.45, 10\u{a0}% sure"));
    press(&mut harness, egui::Key::Num2);
    assert_eq!(harness.state().cart(), ["Kiwi"]);
}

#[test]
fn where_the_till_is_new_it_says_so_and_the_first_key_is_enough() {
    let quite_sure = || {
        let scores = [("mango", 0.95), ("lime", 0.05)];
        recognition(Decision::Accept(ProductId::new("mango").unwrap()), &scores)
    };
    let mut harness = harness(Window::shown_in_shop(12, [quite_sure()]));
    harness.run();
    assert!(has(&harness, "Mango?"));
    let why = "I think so, but I am new in this shop and ask more (12 of 200 confirmed)";
    assert!(has(&harness, why));
    press(&mut harness, egui::Key::Num1);
    assert_eq!(harness.state().cart(), ["Mango"]);

    let mut window = Window::shown_in_shop(12, [quite_sure()]);
    window.language = Language::for_tag("zh-CN");
    let mut chinese = super::window::harness(window);
    chinese.run();
    assert!(has(&chinese, "是芒果吗？"));
}

#[test]
fn one_click_on_a_tile_adds_it() {
    let mut harness = harness(Window::shown([ask()]));
    harness.run();
    click(&mut harness, "Kiwi, €0.39, 24\u{a0}% sure");
    assert_eq!(harness.state().cart(), ["Kiwi"]);
}

#[test]
fn keys_1_to_4_choose_the_tiles() {
    let keys = [egui::Key::Num1, egui::Key::Num2, egui::Key::Num3, egui::Key::Num4];
    for (key, name) in keys.into_iter().zip(["Mango", "Kiwi", "Lime", "Pink Lady apple"]) {
        let mut harness = harness(Window::shown([ask()]));
        harness.run();
        press(&mut harness, key);
        assert_eq!(harness.state().cart(), [name]);
    }
}

#[test]
fn escape_undoes_an_added_photo_and_then_dismisses_it() {
    let mut harness = harness(Window::shown([accept("mango")]));
    harness.run();
    press(&mut harness, egui::Key::Escape);
    assert!(harness.state().cart().is_empty());
    press(&mut harness, egui::Key::Escape);
    assert!(has(&harness, "Show me an item"));
}

#[test]
fn a_weighed_product_takes_its_weight_without_a_click() {
    let mut harness = harness(Window::shown([accept("banana")]));
    harness.run();
    assert!(has(&harness, "A weight is missing"));
    let field = harness.get_by_label("Weight of Banana in grams");
    assert!(field.is_focused(), "the field has the keyboard by itself");
    field.type_text("350");
    harness.run();
    press(&mut harness, egui::Key::Enter);
    assert_eq!(harness.state().total(), 70);
    assert!(has(&harness, "Pay"));
}

#[test]
fn the_search_and_paying_are_at_hand_while_a_weight_is_awaited() {
    let mut harness = harness(Window::shown([accept("banana")]));
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::F);
    harness.run();
    assert!(harness.get_by_label("Find a product").is_focused());
    harness.get_by_label("Weight of Banana in grams").focus();
    harness.run();
    press(&mut harness, egui::Key::F1);
    assert!(harness.get_by_label("Find a product").is_focused());
    harness.get_by_label("Weight of Banana in grams").focus();
    harness.run();
    harness.get_by_label("Weight of Banana in grams").type_text("350");
    harness.run();
    press(&mut harness, egui::Key::F9);
    assert_eq!(harness.state().total(), 70, "what was typed counts");
    let paying = harness.state().machine.snapshot().pay.screen;
    assert!(matches!(paying, tillsight::till::PayScreen::Paying(_)));
}

#[test]
fn a_weight_that_is_none_says_what_to_type() {
    let mut harness = harness(Window::shown([accept("banana")]));
    harness.run();
    harness.get_by_label("Weight of Banana in grams").type_text("much");
    harness.run();
    press(&mut harness, egui::Key::Enter);
    assert!(has(&harness, "Type grams, such as 350"));
    assert_eq!(harness.state().total(), 0);
}

#[test]
fn digits_typed_into_a_field_choose_no_tile() {
    let mut harness = harness(Window::shown([ask()]));
    harness.run();
    harness.get_by_label("Find a product").focus();
    harness.run();
    harness.get_by_label("Find a product").type_text("1");
    press(&mut harness, egui::Key::Num1);
    assert!(harness.state().cart().is_empty());
    assert_eq!(harness.state().local.till.search, "1");
}

#[test]
fn a_product_is_found_by_name_or_plu_and_added_with_enter() {
    let mut harness = harness(Window::ready());
    for (typed, name) in [("kiw", "Kiwi"), ("4051", "Mango"), ("青", "Lime")] {
        harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::F);
        harness.run();
        harness.get_by_label("Find a product").type_text(typed);
        harness.run();
        press(&mut harness, egui::Key::Enter);
        assert_eq!(harness.state().cart().last().unwrap(), name);
    }
}

#[test]
fn a_found_product_is_added_with_a_click() {
    let mut harness = harness(Window::ready());
    harness.run();
    harness.get_by_label("Find a product").focus();
    harness.run();
    harness.get_by_label("Find a product").type_text("apple");
    harness.run();
    click(&mut harness, "Add Pink Lady apple, €3.79 / kg");
    assert_eq!(harness.state().cart(), ["Pink Lady apple"]);
}

#[test]
fn pieces_go_up_and_down_and_can_be_typed() {
    let mut harness = harness(Window::shown([accept("kiwi")]));
    harness.run();
    click(&mut harness, "One more Kiwi");
    click(&mut harness, "One more Kiwi");
    assert_eq!(harness.state().total(), 117);
    click(&mut harness, "One fewer Kiwi");
    assert_eq!(harness.state().total(), 78);
    harness.get_by_label("Pieces of Kiwi").focus();
    harness.run();
    harness.get_by_label("Pieces of Kiwi").type_text("12");
    harness.run();
    press(&mut harness, egui::Key::Enter);
    assert_eq!(harness.state().total(), 468, "what is typed replaces what was there");
}

#[test]
fn lines_are_removed_by_their_button_and_the_newest_by_delete() {
    let mut harness = harness(Window::shown([accept("kiwi"), accept("mango"), accept("lime")]));
    harness.run();
    press(&mut harness, egui::Key::Delete);
    assert_eq!(harness.state().cart(), ["Kiwi", "Mango"]);
    click(&mut harness, "Remove Kiwi");
    assert_eq!(harness.state().cart(), ["Mango"]);
}

#[test]
fn a_sale_is_completed_by_button_f9_and_ctrl_enter() {
    let by_button = |harness: &mut Harness<'_, Window>| click(harness, "Pay");
    let by_f9 = |harness: &mut Harness<'_, Window>| press(harness, egui::Key::F9);
    let by_enter = |harness: &mut Harness<'_, Window>| {
        harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Enter);
        harness.run();
    };
    for complete in [&by_button as &dyn Fn(&mut Harness<'_, Window>), &by_f9, &by_enter] {
        let mut harness = harness(Window::shown([accept("mango")]));
        harness.run();
        complete(&mut harness);
        press(&mut harness, egui::Key::Enter);
        assert_eq!(harness.state().sales, 1);
        press(&mut harness, egui::Key::Enter);
        assert!(has(&harness, "Sale 1 is complete"));
        assert!(has(&harness, "Sale total €1.49"));
    }
}

#[test]
fn a_sale_that_cannot_be_saved_keeps_the_cart_and_says_why() {
    let mut window = Window::shown([accept("mango")]);
    window.disk_is_full = true;
    let mut harness = harness(window);
    harness.run();
    press(&mut harness, egui::Key::F9);
    press(&mut harness, egui::Key::Enter);
    press(&mut harness, egui::Key::Escape);
    assert_eq!(harness.state().cart(), ["Mango"]);
    let notice = "The sale was not saved and the cart is still here: the disk is full";
    assert!(has(&harness, notice));
    click(&mut harness, "Close this notice");
    assert!(!has(&harness, notice));
}

#[test]
fn a_file_that_is_no_picture_is_said_beside_its_name() {
    let mut window = Window::ready();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    window.take(Input::Command(Command::OpenPhotos(vec![PhotoSource::File(path)])));
    let mut harness = harness(window);
    harness.run();
    assert!(has(&harness, "This photo cannot be used"));
    assert!(has(&harness, "Cargo.toml"));
    click(&mut harness, "Dismiss");
    assert!(has(&harness, "Show me an item"));
}

#[test]
fn without_a_model_the_photo_is_shown_and_search_is_offered() {
    let mut window = Window::open();
    window.take(Input::ModelFailed(Message::new("file-damaged")));
    let photo = PhotoSource::Pasted(Arc::new(fruit_on_a_counter()));
    window.take(Input::Command(Command::OpenPhotos(vec![photo])));
    let mut harness = harness(window);
    harness.run();
    assert!(has(&harness, "No model"));
    assert!(has(&harness, "I cannot name this one"));
    click(&mut harness, "Try again");
    assert!(has(&harness, "Loading the model…"));
}

#[test]
fn a_path_can_be_typed_where_no_dialog_opens() {
    let mut window = Window::ready();
    window.local.ask_for_path("");
    let mut harness = harness(window);
    harness.run();
    let field = harness.get_by_label("Type or paste a path");
    field.type_text("/photos/apple.jpg");
    harness.run();
    press(&mut harness, egui::Key::Enter);
    let [Action::OpenTyped(path)] = &harness.state().asked[..] else { panic!("one path") };
    assert_eq!(path, "/photos/apple.jpg");
    assert!(!has(&harness, "Type or paste a path"));
}

#[test]
fn ctrl_o_asks_for_files_and_a_pasted_picture_is_opened() {
    let mut harness = harness(Window::ready());
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::O);
    harness.run();
    assert!(matches!(harness.state().asked[..], [Action::ChooseFiles]));
    let picture = egui::ColorImage::filled([8, 8], egui::Color32::WHITE);
    harness.event(egui::Event::PasteImage(Arc::new(picture)));
    harness.run();
    assert!(has(&harness, "Which one is it?"));
}

#[test]
fn the_window_speaks_chinese_and_names_products_in_it() {
    let mut window = Window::shown([accept("mango")]);
    window.language = Language::for_tag("zh-CN");
    let mut harness = harness(window);
    harness.run();
    assert!(has(&harness, "已加入芒果"));
    assert!(has(&harness, "收款"));
}

#[test]
fn language_and_theme_are_chosen_from_their_menus() {
    let mut harness = harness(Window::ready());
    harness.run();
    click(&mut harness, "Language");
    click(&mut harness, "简体中文");
    click(&mut harness, "Light or dark");
    click(&mut harness, "Dark");
    let settings = harness.state().machine.snapshot().settings;
    assert_eq!((settings.language.as_deref(), settings.theme), (Some("zh-CN"), ThemeChoice::Dark));
}

#[test]
fn while_files_hover_the_window_says_what_dropping_does() {
    let mut harness = harness(Window::ready());
    harness.run();
    assert!(!has(&harness, "Drop the photo to name it"));
    let file = egui::HoveredFile { path: Some("a.jpg".into()), mime: String::new() };
    harness.input_mut().hovered_files.push(file.clone());
    harness.step();
    assert!(has(&harness, "Drop the photo to name it"));
    harness.input_mut().hovered_files.push(file);
    harness.step();
    assert!(has(&harness, "Drop 2 photos to name them"));
}

#[test]
fn escape_closes_an_open_menu_and_nothing_else() {
    let mut harness = harness(Window::shown([accept("mango")]));
    harness.run();
    click(&mut harness, "Language");
    assert!(has(&harness, "简体中文"));
    press(&mut harness, egui::Key::Escape);
    assert!(!has(&harness, "简体中文"));
    assert_eq!(harness.state().cart(), ["Mango"]);
}

#[test]
fn an_idle_till_asks_for_no_frames() {
    for window in [Window::ready(), Window::shown([ask()]), Window::shown([accept("banana")])] {
        let mut harness = harness(window);
        harness.run();
        let delay = harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
        assert!(delay > std::time::Duration::from_secs(60), "repaints after {delay:?}");
    }
}
