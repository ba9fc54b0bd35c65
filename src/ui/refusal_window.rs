//! The small window that says why there is no till: for whoever started the program from a desktop,
//! where nobody reads stderr.

use std::path::Path;

use egui::{CentralPanel, Key, Margin, RichText, Ui, ViewportCommand};

use crate::theme::{self, GRID, Tokens};
use crate::widgets::controls::{Button, Weight};
use crate::{fonts, renderer};
use texts::{Language, Texts};

/// Points.
const SIZE: [f32; 2] = [560.0, 280.0];

/// Shows the window where nobody can read stderr, and returns when it is closed.
pub fn show_if_stderr_is_unread(shop: &Path) {
    if someone_reads_stderr() {
        return;
    }
    let language = till::window_language(shop)
        .map_or_else(Language::of_the_system, |tag| Language::for_tag(&tag));
    let shop = shop.display().to_string();
    let app = move |ctx: &egui::Context| -> Box<dyn eframe::App> {
        fonts::install(ctx);
        theme::install(ctx);
        Box::new(Refusal { texts: Texts::new(language), shop: shop.clone() })
    };
    let viewport = renderer::viewport().with_inner_size(SIZE).with_resizable(false);
    if let Err(error) = renderer::show(&viewport, app) {
        tracing::warn!(%error, "nobody could be told that the shop is open already");
    }
}

struct Refusal {
    texts: Texts,
    shop: String,
}

impl eframe::App for Refusal {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let tokens = Tokens::of(ui.ctx().theme());
        if refusal_ui(ui, &self.shop, &self.texts, tokens) {
            ui.ctx().send_viewport_cmd(ViewportCommand::Close);
        }
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

/// Says that the shop in this folder has its window; returns whether the reader has read it.
pub fn refusal_ui(ui: &mut Ui, shop: &str, texts: &Texts, tokens: &Tokens) -> bool {
    let frame = egui::Frame::new().fill(tokens.surface).inner_margin(Margin::same(32));
    let clicked = CentralPanel::default().frame(frame).show(ui, |ui| {
        let title = RichText::new(texts.text("other-till-title"));
        ui.label(title.font(theme::strong(theme::NAME)).color(tokens.text));
        ui.add_space(GRID);
        let what = texts.with("other-till-what", [("shop", shop.into())]);
        ui.label(RichText::new(what).color(tokens.muted));
        ui.add_space(GRID * 3.0);
        let close = texts.text("other-till-close");
        Button::new(&close).weight(Weight::Primary).show(ui, tokens).clicked()
    });
    clicked.inner
        || ui.input(|input| input.key_pressed(Key::Escape) || input.key_pressed(Key::Enter))
}

/// Whether stderr goes where a person or a program may read it: a terminal, a pipe or a file. From a
/// desktop it goes to nothing, or to the system's log.
fn someone_reads_stderr() -> bool {
    use std::io::IsTerminal;
    std::io::stderr().is_terminal() || is_pipe_or_file()
}

#[cfg(unix)]
fn is_pipe_or_file() -> bool {
    use std::os::fd::AsFd;
    use std::os::unix::fs::FileTypeExt;
    let copy = std::io::stderr().as_fd().try_clone_to_owned().map(std::fs::File::from);
    let kind = copy.and_then(|file| file.metadata()).map(|metadata| metadata.file_type());
    kind.is_ok_and(|kind| kind.is_fifo() || kind.is_file())
}

#[cfg(windows)]
fn is_pipe_or_file() -> bool {
    use std::os::windows::io::AsRawHandle;
    // A program that was started from the desktop has no such handle.
    !std::io::stderr().as_raw_handle().is_null()
}

#[cfg(not(any(unix, windows)))]
fn is_pipe_or_file() -> bool {
    true
}
