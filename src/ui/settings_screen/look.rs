//! The window's language and theme.

use egui::Ui;

use super::rows::card_ui;
use crate::action::Action;
use crate::screen::Screen;
use crate::widgets::form;
use texts::LANGUAGES;
use till::{Command, ThemeChoice};

/// Draws the section.
pub(super) fn look_ui(ui: &mut Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    card_ui(ui, screen, "language-menu", |ui| {
        let names: Vec<String> = LANGUAGES.iter().map(|l| l.own_name.to_owned()).collect();
        let chosen = LANGUAGES.iter().position(|language| *language == t.language());
        let picked = form::choice_ui(ui, &t.text("language-menu"), &names, chosen, tokens);
        if let Some(language) = picked.and_then(|place| LANGUAGES.get(place)) {
            actions.push(Command::SetLanguage(language.tag.to_owned()).into());
        }
    });
    card_ui(ui, screen, "theme-menu", |ui| {
        let themes = [ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark];
        let names = [t.text("theme-system"), t.text("theme-light"), t.text("theme-dark")];
        let chosen = themes.iter().position(|theme| screen.snapshot.settings.theme == *theme);
        let picked = form::choice_ui(ui, &t.text("theme-menu"), &names, chosen, tokens);
        if let Some(theme) = picked.and_then(|place| themes.get(place)) {
            actions.push(Command::SetTheme(*theme).into());
        }
        form::explanation_ui(ui, &t.text("settings-scale-hint"), tokens);
    });
}
