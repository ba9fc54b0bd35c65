//! The expert's settings: how photos are varied, and the training's few numbers.

use egui::{Slider, Ui};

use super::state::Local;
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{Button, Weight};
use crate::widgets::form;
use teach::{Adjustments, AugmentationSettings, ChosenRecipe, RunChoice};

/// Most passes that can be chosen.
const MOST_EPOCHS: usize = 60;
/// Learning rates that can be chosen.
const LEARNING_RATES: std::ops::RangeInclusive<f64> = 1e-5..=1e-2;
/// Sides that can be chosen, in pixels.
const SIZES: [u32; 4] = [160, 192, 224, 256];

/// Draws the settings.
pub(super) fn expert_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let Some(recipe) = screen.teaching.run.recipe.clone() else { return };
    let before = local.choice(&screen.teaching.run);
    let mut choice = before.clone();
    augmentation_ui(ui, screen, &recipe, &mut choice);
    writing_ui(ui, screen, &mut choice);
    numbers_ui(ui, screen, &recipe, &mut choice);
    let defaults = screen.texts.text("run-defaults");
    if Button::new(&defaults).weight(Weight::Quiet).show(ui, screen.tokens).clicked() {
        choice = RunChoice { preset: choice.preset, ..RunChoice::default() };
    }
    if choice != before {
        local.choose(choice, actions);
    }
}

/// A slider with its name above it; returns whether it was moved.
fn slider_ui(ui: &mut Ui, screen: &Screen<'_>, id: &str, slider: Slider<'_>) -> bool {
    let name = screen.texts.text(id);
    form::text_line_ui(ui, &name, screen.tokens);
    ui.spacing_mut().slider_width = ui.available_width() - GRID * 12.0;
    let response = ui.add(slider);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name.as_str()));
    response.changed()
}

fn augmentation_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    recipe: &ChosenRecipe,
    choice: &mut RunChoice,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let greatest = AugmentationSettings::GREATEST;
    let mut now = choice.adjustments.augmentation.unwrap_or(recipe.augmentation);
    let said = (t.text("run-mirror"), t.text("run-mirror-about"));
    let mut changed = false;
    if let Some(on) = form::switch_ui(ui, &said.0, &said.1, now.mirror, tokens) {
        (now.mirror, changed) = (on, true);
    }
    let degrees =
        Slider::new(&mut now.turn_degrees, 0.0..=greatest.turn_degrees).suffix("°").max_decimals(0);
    changed |= slider_ui(ui, screen, "run-turn", degrees);
    let percent = [
        ("run-cut-away", &mut now.cut_away, greatest.cut_away),
        ("run-colour", &mut now.colour, greatest.colour),
        ("run-blur", &mut now.blur, greatest.blur),
    ];
    for (id, share, greatest) in percent {
        let slider = Slider::new(share, 0.0..=greatest)
            .custom_formatter(|share, _| format!("{:.1} %", share * 100.0))
            .custom_parser(|text| {
                Some(text.trim_end_matches('%').trim().parse::<f64>().ok()? / 100.0)
            });
        changed |= slider_ui(ui, screen, id, slider);
    }
    if changed {
        choice.adjustments.augmentation = Some(now);
    }
}

/// Which products have writing on them: those are never mirrored.
fn writing_ui(ui: &mut Ui, screen: &Screen<'_>, choice: &mut RunChoice) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let Some(plan) = &screen.teaching.run.plan else { return };
    ui.add_space(GRID);
    form::label_ui(ui, &t.text("run-writing"), tokens);
    form::explanation_ui(ui, &t.text("run-writing-about"), tokens);
    for product in &plan.products {
        let said = choice.writing.get(product.id.as_str()).copied();
        let has_writing = said.unwrap_or(product.has_writing);
        if let Some(on) = form::switch_ui(ui, &product.name, "", has_writing, tokens) {
            choice.writing.insert(product.id.as_str().to_owned(), on);
        }
    }
}

fn numbers_ui(ui: &mut Ui, screen: &Screen<'_>, recipe: &ChosenRecipe, choice: &mut RunChoice) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let Adjustments { epochs, learning_rate, size, .. } = &mut choice.adjustments;
    ui.add_space(GRID);
    let mut passes = epochs.unwrap_or(recipe.epochs);
    if slider_ui(ui, screen, "run-epochs", Slider::new(&mut passes, 1..=MOST_EPOCHS)) {
        *epochs = Some(passes);
    }
    let mut rate = learning_rate.unwrap_or(recipe.learning_rate);
    let slider = Slider::new(&mut rate, LEARNING_RATES).logarithmic(true).max_decimals(5);
    if slider_ui(ui, screen, "run-learning-rate", slider) {
        *learning_rate = Some(rate);
    }
    let name = t.text("run-size");
    form::text_line_ui(ui, &name, tokens);
    let chosen = SIZES.iter().position(|side| *side == size.unwrap_or(recipe.size));
    if let Some(picked) =
        form::choice_ui(ui, &name, &SIZES.map(|side| format!("{side} px")), chosen, tokens)
    {
        *size = SIZES.get(picked).copied();
    }
    let said = (t.text("run-cpu-only"), t.text("run-cpu-only-about"));
    if let Some(on) = form::switch_ui(ui, &said.0, &said.1, choice.cpu_only, tokens) {
        choice.cpu_only = on;
    }
    ui.add_space(theme::TOUCH / 2.0);
}
