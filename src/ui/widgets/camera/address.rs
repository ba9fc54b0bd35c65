//! The field for the address of a network camera, or the path of a folder that serves as one.

use std::path::PathBuf;

use egui::{RichText, Ui};

use crate::action::Action;
use crate::screen::Screen;
use crate::typed_paths;
use crate::widgets::dialog::{Answer, LineQuestion};
use devices::CameraAddress;
use till::{Command, WatchCommand};

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
pub(crate) fn address_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    field: &mut Option<AddressField>,
    actions: &mut Vec<Action>,
) {
    let Some(open) = field else { return };
    let (t, tokens) = (screen.texts, screen.tokens);
    let address = open.address();
    let wrong = address.is_none() && matches!(open, AddressField::Network(url) if url.len() > 7);
    let [title, reason, hint] = open.texts().map(|id| t.text(id));
    let said = if wrong { t.text("camera-network-wrong") } else { reason };
    let colour = if wrong { tokens.error_text } else { tokens.muted };
    let question = LineQuestion {
        title: &title,
        reason: RichText::new(said).color(colour),
        hint: &hint,
        cancel: &t.text("path-cancel"),
        next: &t.text("camera-use"),
        ready: address.is_some(),
    };
    let answer = question.show(ui, "camera address", open.typed(), tokens);
    if answer == Answer::Open {
        return;
    }
    *field = None;
    if let Some(address) = address.filter(|_| answer == Answer::Yes) {
        actions.push(Command::Watch(WatchCommand::AddCamera(address)).into());
    }
}
