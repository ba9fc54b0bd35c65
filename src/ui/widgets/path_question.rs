//! The field for a typed path.

use egui::{RichText, Ui};

use super::dialog::{Answer, LineQuestion};
use crate::action::{Action, FileWish};
use crate::screen::Screen;

/// A path while it is typed, and what it is for.
#[derive(Default)]
pub struct PathQuestion {
    typed: Option<String>,
    wish: FileWish,
}

impl PathQuestion {
    /// Asks for the path of photos, with `text` in the field.
    pub fn ask(&mut self, text: impl Into<String>) {
        self.typed = Some(text.into());
        self.wish = FileWish::Photos;
    }

    /// Asks for a path to something else.
    pub fn ask_to(&mut self, wish: FileWish) {
        self.typed = Some(String::new());
        self.wish = wish;
    }

    /// Whether the field is open.
    pub fn is_open(&self) -> bool {
        self.typed.is_some()
    }
}

/// The field for a path, for desktops whose file dialog does not open.
pub(crate) fn path_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    question: &mut PathQuestion,
    actions: &mut Vec<Action>,
) {
    let Some(path) = &mut question.typed else {
        return;
    };
    let (t, tokens) = (screen.texts, screen.tokens);
    let title = match question.wish {
        FileWish::Photos => t.text("path-title"),
        wish => t.text(wish.title_id()),
    };
    let line = LineQuestion {
        title: &title,
        reason: RichText::new(t.text("path-reason")).color(tokens.muted),
        hint: &t.text("path-hint"),
        cancel: &t.text("path-cancel"),
        next: &t.text(question.wish.answer_id()),
        ready: true,
    };
    let answer = line.show(ui, "typed path", path, tokens);
    if answer == Answer::Open {
        return;
    }
    let typed = question.typed.take().unwrap_or_default();
    if answer == Answer::Yes {
        actions.push(match question.wish {
            FileWish::Photos => Action::OpenTyped(typed),
            wish => Action::FileTyped(wish, typed),
        });
    }
}
