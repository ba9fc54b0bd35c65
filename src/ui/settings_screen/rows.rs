//! The rows of a section: a field, a switch or a choice for one setting each, drawn on cards.

use egui::{Frame, Key, Margin, Ui};

use super::state::Local;
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::GRID;
use crate::widgets::controls;
use crate::widgets::form::{self, Field};
use domain::settings::{OFF, ON, Setting};
use till::SettingsCommand;
use till::settings::check;

/// Draws a card with a title and what `content` puts on it.
pub(super) fn card_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    title_id: &str,
    content: impl FnOnce(&mut Ui),
) {
    let tokens = screen.tokens;
    let frame = Frame::new()
        .fill(tokens.surface)
        .stroke(egui::Stroke::new(1.0, tokens.line))
        .corner_radius(14)
        .inner_margin(Margin::same(20));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        form::title_ui(ui, &screen.texts.text(title_id), tokens);
        content(ui);
    });
    ui.add_space(GRID);
}

/// What a setting's row says.
pub(super) struct Said<'a> {
    /// The id of the setting's name.
    pub name: &'a str,
    /// The id of what it is good for.
    pub hint: Option<&'a str>,
    /// How many rows of text its field has.
    pub rows: usize,
}

/// A setting's name alone.
pub(super) fn named(name: &str) -> Said<'_> {
    Said { name, hint: None, rows: 1 }
}

impl<'a> Said<'a> {
    /// Says what it is good for, too.
    pub(super) fn hint(self, hint: &'a str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// Takes so many rows of text.
    pub(super) fn rows(self, rows: usize) -> Self {
        Self { rows, ..self }
    }
}

/// A field for a setting's text; it is kept when Enter is pressed or the field is left.
pub(super) fn text_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    setting: &'static Setting,
    said: &Said<'_>,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let kept = screen.snapshot.settings.values.text(setting);
    let mut typed = local.typed.get(setting.key()).cloned().unwrap_or_else(|| kept.to_owned());
    let label = t.text(said.name);
    let problem = screen.snapshot.settings_desk.problems.get(setting.key());
    let problem = problem.map(|problem| t.message(problem));
    let id = controls::id_of("setting", setting.key());
    let field = Field::new(id, &label).rows(said.rows).problem(problem);
    let response = field.show(ui, ui.available_width(), &mut typed, tokens);
    if let Some(hint) = said.hint {
        form::explanation_ui(ui, &t.text(hint), tokens);
    }
    if response.changed() {
        local.typed.insert(setting.key(), typed.clone());
    }
    if !response.lost_focus() {
        return;
    }
    let given_up = ui.input(|input| input.key_pressed(Key::Escape));
    if given_up {
        local.typed.remove(setting.key());
    } else if local.typed.contains_key(setting.key()) {
        let value = typed.trim().to_owned();
        if check(setting, &value).is_ok() {
            local.typed.remove(setting.key());
        }
        actions.push(SettingsCommand::Set(setting, value).into());
    }
}

/// A switch for a setting that is on or off.
pub(super) fn switch_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    setting: &'static Setting,
    said: &Said<'_>,
    actions: &mut Vec<Action>,
) {
    let t = screen.texts;
    let (name, hint) = (t.text(said.name), said.hint.map(|hint| t.text(hint)));
    let on = screen.snapshot.settings.values.is_on(setting);
    let hint = hint.unwrap_or_default();
    if let Some(on) = form::switch_ui(ui, &name, &hint, on, screen.tokens) {
        let value = if on { ON } else { OFF }.to_owned();
        actions.push(SettingsCommand::Set(setting, value).into());
    }
}

/// A few values of which a setting holds one: each value and what is shown for it.
pub(super) fn choice_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    setting: &'static Setting,
    said: &Said<'_>,
    choices: &[(String, String)],
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let name = t.text(said.name);
    form::label_ui(ui, &name, tokens);
    let shown: Vec<String> = choices.iter().map(|(_, shown)| shown.clone()).collect();
    let kept = screen.snapshot.settings.values.text(setting);
    let chosen = choices.iter().position(|(value, _)| value == kept);
    let picked = form::choice_ui(ui, &name, &shown, chosen, tokens);
    if let Some((value, _)) = picked.and_then(|place| choices.get(place)) {
        actions.push(SettingsCommand::Set(setting, value.clone()).into());
    }
    if let Some(hint) = said.hint {
        form::explanation_ui(ui, &t.text(hint), tokens);
    }
    if let Some(problem) = screen.snapshot.settings_desk.problems.get(setting.key()) {
        form::problem_ui(ui, &t.message(problem), tokens);
    }
}
