//! The scale with a try of it, containers, scanners and codes that carry a price or a weight.

use egui::{Key, Ui};

use super::rows::{card_ui, named, switch_ui, text_ui};
use super::state::Local;
use crate::action::Action;
use crate::screen::Screen;
use crate::widgets::controls::{self, Button};
use crate::widgets::form::{self, Field};
use crate::widgets::icons::Icon;
use crate::widgets::scale_words::scale_text;
use domain::Message;
use domain::settings::{MEASURE_RULES, SCALE, SCANNER_PREFIX, SOUNDS, Setting, TARES};
use till::settings::{rules_kept, rules_typed, tares_kept, tares_typed, usual_rules_typed};
use till::{Command, SettingsCommand, WeighingCommand};

/// Draws the cards.
pub(super) fn weighing_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    card_ui(ui, screen, "settings-scale", |ui| scale_ui(ui, screen, local, actions));
    card_ui(ui, screen, "settings-codes", |ui| {
        let prefix = named("settings-scanner-prefix").hint("settings-scanner-prefix-hint");
        text_ui(ui, screen, local, &SCANNER_PREFIX, &prefix, actions);
        let rules = List {
            setting: &MEASURE_RULES,
            name: "settings-rules",
            hint: "settings-rules-hint",
            typed: rules_typed,
            kept: rules_kept,
        };
        rules.show(ui, screen, local, actions);
        let usual = screen.texts.text("settings-rules-usual");
        if Button::new(&usual).show(ui, screen.tokens).clicked()
            && let Ok(value) = rules_kept(&usual_rules_typed())
        {
            local.typed.remove(MEASURE_RULES.key());
            actions.push(SettingsCommand::Set(&MEASURE_RULES, value).into());
        }
    });
    card_ui(ui, screen, "settings-sounds", |ui| {
        let sounds = named("settings-sounds-on").hint("settings-sounds-hint");
        switch_ui(ui, screen, &SOUNDS, &sounds, actions);
        let label = screen.texts.text("settings-try-sounds");
        if Button::new(&label).icon(Icon::Play).show(ui, screen.tokens).clicked() {
            actions.push(SettingsCommand::TrySound.into());
        }
    });
}

fn scale_ui(ui: &mut Ui, screen: &Screen<'_>, local: &mut Local, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let scale = named("settings-scale-how").hint("settings-scale-how-hint");
    text_ui(ui, screen, local, &SCALE, &scale, actions);
    let weighing = &screen.snapshot.weighing;
    ui.horizontal(|ui| {
        let (try_it, stop) = (t.text("settings-try-scale"), t.text("settings-try-scale-end"));
        if weighing.trying {
            if Button::new(&stop).show(ui, tokens).clicked() {
                actions.push(Command::Weighing(WeighingCommand::EndTrial).into());
            }
        } else if Button::new(&try_it).icon(Icon::Play).show(ui, tokens).clicked() {
            let kept = screen.snapshot.settings.values.text(&SCALE);
            let typed = local.typed.get(SCALE.key()).map_or(kept, String::as_str);
            let command = WeighingCommand::TryScale(typed.trim().to_owned());
            actions.push(Command::Weighing(command).into());
        }
    });
    match scale_text(&weighing.scale, t) {
        Some(reading) => {
            let says = t.with("scale-says", [("reading", reading.into())]);
            form::text_line_ui(ui, &says, tokens);
        }
        None => form::explanation_ui(ui, &t.text("settings-scale-none"), tokens),
    }
    let tares = List {
        setting: &TARES,
        name: "settings-tares",
        hint: "settings-tares-hint",
        typed: tares_typed,
        kept: tares_kept,
    };
    tares.show(ui, screen, local, actions);
}

/// A setting that is a list, typed a line each.
struct List {
    setting: &'static Setting,
    name: &'static str,
    hint: &'static str,
    typed: fn(&str) -> String,
    kept: fn(&str) -> Result<String, Message>,
}

impl List {
    fn show(&self, ui: &mut Ui, screen: &Screen<'_>, local: &mut Local, actions: &mut Vec<Action>) {
        let (t, tokens) = (screen.texts, screen.tokens);
        let key = self.setting.key();
        let half_typed = local.typed.get(key).cloned();
        let kept = || (self.typed)(screen.snapshot.settings.values.text(self.setting));
        let mut text = half_typed.clone().unwrap_or_else(kept);
        let wrong = half_typed.and_then(|typed| (self.kept)(&typed).err());
        let refused = screen.snapshot.settings_desk.problems.get(key);
        let problem = wrong.as_ref().or(refused).map(|message| t.message(message));
        let label = t.text(self.name);
        let field = Field::new(controls::id_of("setting", key), &label).rows(4).problem(problem);
        let response = field.show(ui, ui.available_width(), &mut text, tokens);
        form::explanation_ui(ui, &t.text(self.hint), tokens);
        if response.changed() {
            local.typed.insert(key, text.clone());
        }
        if !response.lost_focus() || !local.typed.contains_key(key) {
            return;
        }
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            local.typed.remove(key);
        } else if let Ok(value) = (self.kept)(&text) {
            local.typed.remove(key);
            actions.push(SettingsCommand::Set(self.setting, value).into());
        }
    }
}
