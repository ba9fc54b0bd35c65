//! Versions of the model side by side: the list on the left, on the right what the chosen one is worth.

mod dialogs;
mod judging;
mod matrix;
mod overview;
mod photos;
mod products;
mod state;
mod versions;

use egui::{CornerRadius, Margin, Rect, RichText, Ui, vec2};

use self::state::Tab;
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, Weight};
use crate::widgets::form;
use crate::widgets::icons::Icon;
use crate::widgets::selection::Selection;
use domain::Message;
use teach::{CompareCommand, CompareView, ShownComparison, TeachCommand};

pub(super) use state::Local;

/// Width of the list of versions, in points.
const LIST: f32 = 372.0;

/// Draws the part into all of `ui`.
pub(super) fn compare_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    look_again(ui, screen, local, actions);
    let view = &screen.teaching.compare;
    local.asked = view.promoting.is_some();
    let all = ui.max_rect();
    let top = words_ui(ui, all, screen, view, actions);
    let all = all.with_min_y(top);
    let list = all.with_max_x(all.left() + LIST);
    controls::inside(ui, list, |ui| versions::versions_ui(ui, screen, local, actions));
    let rest = all.with_min_x(list.right() + GRID * 2.0);
    let tokens = screen.tokens;
    let edge = egui::Stroke::new(1.0, tokens.line);
    let radius = CornerRadius::same(14);
    ui.painter().rect(rest, radius, tokens.surface, edge, egui::StrokeKind::Inside);
    controls::inside(ui, rest.shrink(GRID * 2.0), |ui| judged_ui(ui, screen, local, actions));
    dialogs::dialogs_ui(ui, screen, local, actions);
}

/// Whoever comes here sees what lies on the disk now; so does whoever has just let a version sell.
fn look_again(ui: &Ui, screen: &Screen<'_>, local: &mut Local, actions: &mut Vec<Action>) {
    let now = ui.ctx().cumulative_pass_nr();
    let came = local.drawn.is_none_or(|drawn| drawn + 1 < now);
    local.drawn = Some(now);
    let changes = screen.snapshot.promotion.done;
    let changed = std::mem::replace(&mut local.changes, changes) != changes;
    if came || changed {
        actions.push(TeachCommand::Compare(CompareCommand::Refresh).into());
    }
}

/// What was done or went wrong, on top; returns where the rest begins.
fn words_ui(
    ui: &mut Ui,
    all: Rect,
    screen: &Screen<'_>,
    view: &CompareView,
    actions: &mut Vec<Action>,
) -> f32 {
    let (t, tokens) = (screen.texts, screen.tokens);
    let promotion = &screen.snapshot.promotion;
    let problem: Option<&Message> = promotion.problem.as_ref().or(view.problem.as_ref());
    let (message, colour, ground) = match (problem, &view.told, &promotion.told) {
        (Some(problem), ..) => (problem, tokens.error_text, tokens.error_soft),
        (None, Some(told), _) | (None, None, Some(told)) => {
            (told, tokens.accent_text, tokens.accent_soft)
        }
        _ => return all.top(),
    };
    let own = view.problem.is_some() || view.told.is_some();
    let text = t.message(message);
    let rect = all.with_max_y(all.top() + theme::TOUCH);
    ui.painter().rect_filled(rect, theme::RADIUS, ground);
    let close = Rect::from_min_size(
        rect.right_top() - vec2(theme::TOUCH, 0.0),
        vec2(theme::TOUCH, theme::TOUCH),
    );
    let place = rect.shrink2(vec2(GRID * 2.0, GRID * 1.5)).with_max_x(close.left());
    controls::words(&text, theme::regular(theme::BODY), colour).show_in(ui, place, 1);
    let label = t.text("compare-close-words");
    if own && controls::icon_button(ui, close, Icon::Close, &label, Weight::Quiet, tokens).clicked()
    {
        actions.push(TeachCommand::Compare(CompareCommand::ClearWords).into());
    }
    rect.bottom() + GRID * 1.5
}

/// The right side: what to judge, and what came of it.
fn judged_ui(ui: &mut Ui, screen: &Screen<'_>, local: &mut Local, actions: &mut Vec<Action>) {
    let view = &screen.teaching.compare;
    judging::judging_ui(ui, screen, actions);
    ui.add_space(GRID);
    let Some(shown) = &view.shown else {
        return nothing_ui(ui, screen, view);
    };
    tabs_ui(ui, screen, local, shown);
    ui.add_space(GRID);
    let body = ui.available_rect_before_wrap();
    controls::inside(ui, body, |ui| match local.tab {
        Tab::Overview => overview::overview_ui(ui, screen, shown, actions),
        Tab::Products => products::products_ui(ui, screen, shown),
        Tab::MixUps => matrix::mix_ups_ui(ui, screen, local, shown),
        Tab::MostWrong => photos::most_wrong_ui(ui, screen, local, shown),
    });
}

fn tabs_ui(ui: &mut Ui, screen: &Screen<'_>, local: &mut Local, shown: &ShownComparison) {
    let (t, tokens) = (screen.texts, screen.tokens);
    ui.horizontal(|ui| {
        let names = Tab::EVERY.map(|tab| t.text(tab.name_id()));
        let here = Tab::EVERY.iter().position(|tab| *tab == local.tab);
        let picked = form::choice_ui(ui, &t.text("compare-show"), &names, here, tokens);
        if let Some(tab) = picked.and_then(|place| Tab::EVERY.get(place)) {
            local.tab = *tab;
            local.selection = Selection::default();
        }
        let of_mistakes = matches!(local.tab, Tab::MixUps | Tab::MostWrong);
        if let (true, Some(new)) = (of_mistakes, &shown.comparison.new) {
            ui.add_space(GRID * 2.0);
            let names = [shown.comparison.old.name.clone(), new.name.clone()];
            let here = Some(usize::from(!local.of_old));
            let label = t.text("compare-whose");
            if let Some(place) = form::choice_ui(ui, &label, &names, here, tokens) {
                local.of_old = place == 0;
                local.cell = None;
                local.selection = Selection::default();
            }
        }
    });
}

fn nothing_ui(ui: &mut Ui, screen: &Screen<'_>, view: &CompareView) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let id = match (view.judging.is_some(), view.photo_counts) {
        (true, _) => "compare-wait",
        (false, (0, 0)) => "compare-no-photos",
        _ => "compare-not-yet",
    };
    let frame = egui::Frame::new()
        .fill(tokens.raised)
        .corner_radius(theme::RADIUS)
        .inner_margin(Margin::same(24));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new(t.text(id)).color(tokens.muted));
    });
}
