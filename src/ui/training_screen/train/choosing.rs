//! Before a training: how thorough, what it would learn from, what speaks against it, and Start.

use egui::{Align, CornerRadius, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::state::Local;
use super::{expert, variants};
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::widgets::controls::{self, Button, Weight, words};
use crate::widgets::form;
use crate::widgets::icons::{self, Icon};
use teach::{Estimate, Preset, RunCommand, RunView};
use texts::format;

/// Width of the column with the photos' looks and the expert's settings, in points.
const COLUMN: f32 = 452.0;
/// Height of a preset's card.
const CARD: f32 = 148.0;

/// Draws the part.
pub(super) fn choosing_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let column = rect.with_min_x(rect.right() - COLUMN);
    let left = rect.with_max_x(column.left() - GRID * 4.0);
    let buttons = left.with_min_y(left.bottom() - theme::TOUCH);
    let above = left.with_max_y(buttons.top() - GRID * 2.0);
    controls::inside(ui, above, |ui| {
        ScrollArea::vertical().id_salt("training plan").show(ui, |ui| {
            ui.set_width(above.width());
            form::title_ui(ui, &screen.texts.text("run-title"), screen.tokens);
            form::explanation_ui(ui, &screen.texts.text("run-about"), screen.tokens);
            presets_ui(ui, screen, local, actions);
            plan_ui(ui, screen);
        });
    });
    controls::inside(ui, buttons, |ui| buttons_ui(ui, screen, local, actions));
    controls::inside(ui, column, |ui| {
        ScrollArea::vertical().id_salt("training settings").show(ui, |ui| {
            ui.set_width(column.width() - GRID * 2.0);
            variants::variants_ui(ui, screen, local, actions);
            if local.unfolded {
                expert::expert_ui(ui, screen, local, actions);
            }
        });
    });
}

fn presets_ui(ui: &mut Ui, screen: &Screen<'_>, local: &mut Local, actions: &mut Vec<Action>) {
    let view = &screen.teaching.run;
    let choice = local.choice(view);
    let (row, mut layer) = controls::row(ui, CARD);
    let width = (row.width() - GRID * 4.0) / 3.0;
    for (place, preset) in Preset::EVERY.into_iter().enumerate() {
        let left = row.left() + place as f32 * (width + GRID * 2.0);
        let card = Rect::from_min_size(pos2(left, row.top()), vec2(width, CARD));
        let estimate = view.estimates.get(place).copied().flatten();
        let here = choice.preset == preset;
        if preset_ui(&mut layer, card, screen, preset, estimate, here) && !here {
            local.choose(teach::RunChoice { preset, ..choice.clone() }, actions);
        }
    }
}

/// A preset's name and what is said about it, in the translations.
fn words_of(preset: Preset) -> (&'static str, &'static str) {
    match preset {
        Preset::Quick => ("run-quick", "run-quick-about"),
        Preset::Balanced => ("run-balanced", "run-balanced-about"),
        Preset::Thorough => ("run-thorough", "run-thorough-about"),
    }
}

/// Draws a preset's card; returns whether it was pressed.
fn preset_ui(
    ui: &mut Ui,
    card: Rect,
    screen: &Screen<'_>,
    preset: Preset,
    estimate: Option<Estimate>,
    here: bool,
) -> bool {
    let (t, tokens) = (screen.texts, screen.tokens);
    let (name, about) = words_of(preset);
    let (name, about) = (t.text(name), t.text(about));
    let response = ui.allocate_rect(card, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, here, &name));
    form::ground_ui(ui, card, &response, here, tokens);
    let inner = card.shrink(GRID * 1.5);
    let colour = if here { tokens.accent_text } else { tokens.text };
    let galley = words(&name, theme::strong(theme::NAME), colour).galley(
        ui.painter(),
        inner.width(),
        1,
        Align::LEFT,
    );
    ui.painter().galley(inner.min, galley, colour);
    let place = inner.with_min_y(inner.top() + 34.0);
    words(&about, theme::regular(theme::SMALL), tokens.text).show_in(ui, place, 3);
    if let Some(estimate) = estimate {
        let time = format::about_so_long(estimate.seconds, t);
        let id = if estimate.is_measured { "run-takes" } else { "run-takes-guessed" };
        let told = t.with(id, [("time", time.into())]);
        let place = inner.with_min_y(inner.bottom() - 22.0);
        words(&told, theme::strong(theme::SMALL), tokens.muted).show_in(ui, place, 1);
    }
    response.clicked()
}

/// What it would learn from, and what speaks against beginning.
fn plan_ui(ui: &mut Ui, screen: &Screen<'_>) {
    let (t, tokens, view) = (screen.texts, screen.tokens, &screen.teaching.run);
    ui.add_space(GRID);
    if let Some(plan) = &view.plan
        && plan.obstacle.is_none()
    {
        let learnt = t.with(
            "run-learns-from",
            [
                ("photos", plan.photos.into()),
                ("products", plan.products.len().into()),
                ("parent", plan.parent.as_str().into()),
            ],
        );
        form::text_line_ui(ui, &learnt, tokens);
        if plan.validation_photos > 0 {
            let aside = t.with("run-checks-with", [("photos", plan.validation_photos.into())]);
            form::explanation_ui(ui, &aside, tokens);
        }
    }
    for message in told(view) {
        warning_ui(ui, &t.message(message), screen);
    }
}

/// What is to be told before a training begins; the same thing once.
fn told(view: &RunView) -> Vec<&domain::Message> {
    let plan = view.plan.as_deref();
    let obstacle = plan.and_then(|plan| plan.obstacle.as_ref());
    let notice = view.notice.as_ref().filter(|notice| Some(*notice) != obstacle);
    let warnings = plan.into_iter().flat_map(|plan| &plan.warnings);
    notice.into_iter().chain(obstacle).chain(warnings).collect()
}

fn warning_ui(ui: &mut Ui, text: &str, screen: &Screen<'_>) {
    let tokens = screen.tokens;
    let words = words(text, theme::regular(theme::SMALL), tokens.text);
    let room = ui.available_width() - GRID * 7.0;
    let height = words.galley(ui.painter(), room, 3, Align::LEFT).size().y + GRID * 1.5;
    let (rect, mut layer) = controls::row(ui, height.max(36.0));
    ui.painter().rect_filled(rect, CornerRadius::same(RADIUS), tokens.warn_soft);
    let icon = rect.with_max_x(rect.left() + GRID * 5.0);
    icons::draw(ui.painter(), Icon::Alert, icon, 20.0, tokens.warn_text);
    let place = rect.with_min_x(icon.right()).shrink2(vec2(0.0, GRID * 0.75));
    words.show_in(&mut layer, place.with_max_x(rect.right() - GRID * 2.0), 3);
}

fn buttons_ui(ui: &mut Ui, screen: &Screen<'_>, local: &mut Local, actions: &mut Vec<Action>) {
    let (t, tokens, view) = (screen.texts, screen.tokens, &screen.teaching.run);
    let ready = view.plan.as_ref().is_some_and(|plan| plan.obstacle.is_none());
    ui.horizontal(|ui| {
        let start = t.text("run-start");
        let start = Button::new(&start).icon(Icon::Play).weight(Weight::Primary).enabled(ready);
        if start.show(ui, tokens).clicked() {
            actions.push(RunCommand::Begin.into());
        }
        let fold = t.text(if local.unfolded { "run-fold" } else { "run-unfold" });
        if Button::new(&fold).weight(Weight::Quiet).show(ui, tokens).clicked() {
            local.unfolded = !local.unfolded;
        }
    });
}
