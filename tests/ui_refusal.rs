//! The small window that says that the shop is open already, in the reader's language.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use egui::{Key, Theme};
use tillsight::texts::{Language, Texts};
use tillsight::ui::refusal_window::refusal_ui;
use tillsight::ui::theme::Tokens;

mod window_harness;

use window_harness::{Framed, click, has, press, sized, tells};

struct Refusal {
    language: &'static str,
    closed: bool,
}

impl Framed for Refusal {
    fn frame(&mut self, ui: &mut egui::Ui) {
        let texts = Texts::new(Language::for_tag(self.language));
        let tokens = Tokens::of(ui.ctx().theme());
        self.closed |= refusal_ui(ui, "/home/olga/shop", &texts, tokens);
    }
}

#[test]
fn it_says_what_is_and_what_to_do_and_closes_by_button_or_key() {
    for (language, title, close) in
        [("en", "This shop is open already", "Close"), ("zh-CN", "这家店已经打开", "关闭")]
    {
        let open = || {
            let mut window =
                sized(Refusal { language, closed: false }, [560.0, 280.0], Theme::Light);
            window.run();
            window
        };
        let mut window = open();
        assert!(has(&window, title) && tells(&window, "/home/olga/shop"), "{language}");
        assert!(!window.state().closed);
        click(&mut window, close);
        assert!(window.state().closed, "{language}");
        for key in [Key::Enter, Key::Escape] {
            let mut window = open();
            press(&mut window, key);
            assert!(window.state().closed, "{language}: {key:?}");
        }
    }
}
