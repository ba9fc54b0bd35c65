//! Every place: each control has a name, is large enough to be touched, and asks for no frame while
//! nothing changes.

use std::time::Duration;

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use tillsight::texts::Language;
use tillsight::till::Input;
use tillsight::till::catalogue::CatalogueCommand;
use tillsight::ui::place::Place;
use tillsight::ui::settings_screen::Section;

use super::window::*;

/// Controls that a hand presses or types into.
const CONTROLS: &[Role] = &[
    Role::Button,
    Role::CheckBox,
    Role::MultilineTextInput,
    Role::RadioButton,
    Role::SearchInput,
    Role::Switch,
    Role::Tab,
    Role::TextInput,
];
/// WCAG 2.5.5, in points.
const TARGET: f32 = 44.0;

/// Every place in the states that it has, with what it is called.
fn every_screen() -> Vec<(String, Window)> {
    let mut screens = vec![
        ("empty till".to_owned(), Window::ready()),
        ("tiles".to_owned(), Window::shown([ask()])),
        ("a weighed line".to_owned(), Window::shown([accept("mango"), accept("banana")])),
    ];
    let at = |place| {
        let mut window = Window::ready();
        window.local.go_to(place);
        window
    };
    screens.push(("products".to_owned(), at(Place::Products)));
    let mut editing = at(Place::Products);
    let mango = products().remove(1).id;
    editing.take(Input::Command(CatalogueCommand::Edit(mango).into()));
    screens.push(("a product".to_owned(), editing));
    for section in Section::EVERY {
        let mut window = at(Place::Settings);
        window.local.settings.section = *section;
        screens.push((format!("settings, {section:?}"), window));
    }
    screens
}

fn drawn(window: Window) -> Harness<'static, Window> {
    let mut harness = sized(window, [1280.0, 720.0], egui::Theme::Light);
    harness.run();
    harness
}

#[test]
fn every_control_has_a_name() {
    for (name, window) in every_screen() {
        let harness = drawn(window);
        let controls = CONTROLS.iter().flat_map(|role| harness.query_all_by_role(*role));
        for node in controls {
            let node = node.accesskit_node();
            let label = node.label().unwrap_or_default();
            assert!(!label.trim().is_empty(), "{name}: a {:?} without a name", node.role());
        }
    }
}

#[test]
fn whatever_is_pressed_is_large_enough_for_a_finger() {
    for (name, window) in every_screen() {
        let harness = drawn(window);
        let controls = CONTROLS.iter().flat_map(|role| harness.query_all_by_role(*role));
        for node in controls {
            let (rect, node) = (node.rect(), node.accesskit_node());
            let label = node.label().unwrap_or_default();
            // What is half scrolled out of sight is as large as the rest of it.
            if rect.bottom() >= 700.0 || rect.top() <= 74.0 && rect.bottom() > 74.0 {
                continue;
            }
            let smallest = rect.width().min(rect.height()) + 0.5;
            assert!(smallest >= TARGET, "{name}: {label:?} is {} large", rect.size());
        }
    }
}

#[test]
fn no_screen_asks_for_frames_while_nothing_changes() {
    for (name, window) in every_screen() {
        let harness = drawn(window);
        let delay = harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
        assert!(delay > Duration::from_secs(60), "{name} repaints after {delay:?}");
    }
}

#[test]
fn every_screen_fits_from_the_smallest_window_to_4k_in_both_languages_and_themes() {
    for size in [[1280.0, 720.0], [1920.0, 1080.0], [3840.0, 2160.0]] {
        for (tag, theme) in [("en", egui::Theme::Light), ("zh-CN", egui::Theme::Dark)] {
            for (name, mut window) in every_screen() {
                window.language = Language::for_tag(tag);
                let mut harness = sized(window, size, theme);
                harness.run();
                let tabs: Vec<_> = harness.query_all_by_role(Role::Tab).collect();
                assert!(tabs.len() >= Place::ALL.len(), "{name} at {size:?}");
                for node in harness.query_all_by_role(Role::Button) {
                    let rect = node.rect();
                    let fits = rect.left() >= -0.5 && rect.right() <= size[0] + 0.5;
                    let label = node.accesskit_node().label().unwrap_or_default();
                    assert!(fits, "{name} at {size:?}: {label:?} leaves the window: {rect}");
                }
            }
        }
    }
}
