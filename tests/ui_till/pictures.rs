//! How the screen looks, in a few small pictures.

use egui_kittest::SnapshotResults;
use tillsight::texts::Language;
use tillsight::till::{Command, Input};

use super::window::*;

/// Small pictures of the screen, compared where lavapipe draws: other drivers round differently.
#[test]
fn the_screen_looks_as_it_did() {
    if !draws_with_lavapipe() {
        println!("skipped: pictures are compared on lavapipe only");
        return;
    }
    let mut chinese = Window::shown([accept("mango"), accept("kiwi"), accept("banana")]);
    chinese.language = Language::for_tag("zh-CN");
    let asked = Window::shown([accept("kiwi"), ask()]);
    let mut why = Window::shown([ask()]);
    let item = why.machine.snapshot().items[0].id;
    for _ in 0..2 {
        why.take(Input::Command(Command::Why(item)));
    }
    let mut results = SnapshotResults::new();
    for (name, window, theme) in [
        ("till_asks_light", asked, egui::Theme::Light),
        ("till_why_light", why, egui::Theme::Light),
        ("till_added_dark_chinese", chinese, egui::Theme::Dark),
    ] {
        let mut harness = sized(window, [1024.0, 640.0], theme);
        harness.run();
        results.add(harness.try_snapshot(name));
    }
}

pub fn draws_with_lavapipe() -> bool {
    let name = tillsight::base::threads::guarded(|| {
        let setup = egui_kittest::wgpu::default_wgpu_setup();
        let options = Default::default();
        let state = egui_kittest::wgpu::create_render_state(setup, options);
        state.adapter.get_info().name
    });
    name.is_ok_and(|name| name.contains("llvmpipe"))
}
