//! A window without a screen, driven by its labels: what the tests of all screens share.
#![allow(dead_code, reason = "each test uses a part of it")]

use egui::{Key, Theme};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use tillsight::ui::{fonts, theme};

/// Something that can be drawn, again and again.
pub trait Framed: 'static {
    fn frame(&mut self, ui: &mut egui::Ui);
}

/// The smallest screen the till is made for, in daylight; drawn until it rests.
pub fn harness<W: Framed>(window: W) -> Harness<'static, W> {
    let mut harness = sized(window, [1280.0, 720.0], Theme::Light);
    harness.run();
    harness
}

/// The same in another size or theme; nothing is drawn twice yet.
pub fn sized<W: Framed>(window: W, size: [f32; 2], theme: Theme) -> Harness<'static, W> {
    Harness::builder()
        .with_size(size)
        .with_theme(theme)
        .with_context_setup(|ctx| {
            fonts::install(ctx);
            theme::install(ctx);
        })
        .build_ui_state(|ui, window: &mut W| window.frame(ui), window)
}

/// Clicks what has this label; where it stands further down, it is scrolled to before.
pub fn click<W: Framed>(harness: &mut Harness<'_, W>, label: &str) {
    harness.get_by_label(label).scroll_to_me();
    harness.run();
    harness.get_by_label(label).click();
    harness.run();
}

pub fn press<W: Framed>(harness: &mut Harness<'_, W>, key: Key) {
    harness.key_press(key);
    harness.run();
}

/// Whether exactly this label is there.
pub fn has<W: Framed>(harness: &Harness<'_, W>, label: &str) -> bool {
    harness.query_by_label(label).is_some()
}

/// Whether some label contains these words.
pub fn tells<W: Framed>(harness: &Harness<'_, W>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}
