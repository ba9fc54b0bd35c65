//! The field for the address of a network camera, or the path of a folder that serves as one.

use std::path::PathBuf;

use egui::{Frame, Id, Key, Margin, Modal, TextEdit, Ui};

use super::Screen;
use crate::devices::CameraAddress;
use crate::till::{Command, WatchCommand};
use crate::ui::action::Action;
use crate::ui::controls::{Button, Weight};
use crate::ui::theme::{self, GRID};
use crate::ui::typed_paths;

/// What is being typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AddressField {
    /// An address of a stream.
    Network(String),
    /// A folder's path.
    Folder(String),
}

impl AddressField {
    /// The camera that was typed, if it can be one.
    fn address(&self) -> Option<CameraAddress> {
        match self {
            Self::Network(url) => {
                let url = url.trim();
                let host = url.strip_prefix("http://").filter(|host| !host.is_empty());
                host.map(|_| CameraAddress::Network(url.to_owned()))
            }
            Self::Folder(path) => {
                let path = typed_paths::parse_one(path)?;
                (path != PathBuf::new()).then_some(CameraAddress::Folder(path))
            }
        }
    }

    fn texts(&self) -> [&'static str; 3] {
        match self {
            Self::Network(_) => {
                ["camera-network-title", "camera-network-reason", "camera-network-hint"]
            }
            Self::Folder(_) => {
                ["camera-folder-title", "camera-folder-reason", "camera-folder-hint"]
            }
        }
    }

    fn typed(&mut self) -> &mut String {
        match self {
            Self::Network(typed) | Self::Folder(typed) => typed,
        }
    }
}

/// Draws the field, while it is open.
pub fn address_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    field: &mut Option<AddressField>,
    actions: &mut Vec<Action>,
) {
    let Some(open) = field else { return };
    let (t, tokens) = (screen.texts, screen.tokens);
    let frame = Frame::new()
        .fill(tokens.surface)
        .corner_radius(16)
        .inner_margin(Margin::same(32))
        .stroke(egui::Stroke::new(1.0, tokens.line))
        .shadow(ui.visuals().window_shadow);
    let address = open.address();
    let wrong = address.is_none() && matches!(open, AddressField::Network(url) if url.len() > 7);
    let [title, reason, hint] = open.texts().map(|id| t.text(id));
    let mut done = None;
    let modal = Modal::new(Id::unique("camera address")).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(560.0);
        ui.label(egui::RichText::new(title).font(theme::strong(theme::NAME)));
        let said = if wrong { t.text("camera-network-wrong") } else { reason };
        let colour = if wrong { tokens.error_text } else { tokens.muted };
        ui.label(egui::RichText::new(said).color(colour));
        ui.add_space(GRID);
        let edit = TextEdit::singleline(open.typed())
            .id(Id::unique("camera address field"))
            .hint_text(egui::RichText::new(hint.as_str()).color(tokens.muted))
            .desired_width(f32::INFINITY)
            .margin(Margin::symmetric(12, 10));
        let typed = ui.add(edit);
        ui.ctx().accesskit_node_builder(typed.id, |node| node.set_label(hint));
        let enter = typed.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if !typed.has_focus() {
            typed.request_focus();
        }
        ui.add_space(GRID * 2.0);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let open = t.text("camera-use");
            let open =
                Button::new(&open).weight(Weight::Primary).key("Enter").enabled(address.is_some());
            if open.show(ui, tokens).clicked() || enter && address.is_some() {
                done = Some(true);
            }
            let cancel = t.text("path-cancel");
            if Button::new(&cancel).key("Esc").show(ui, tokens).clicked() {
                done = Some(false);
            }
        });
    });
    let use_it = match (done, modal.should_close()) {
        (Some(use_it), _) => use_it,
        (None, true) => false,
        (None, false) => return,
    };
    *field = None;
    if let Some(address) = address.filter(|_| use_it) {
        actions.push(Command::Watch(WatchCommand::AddCamera(address)).into());
    }
}
