//! What is judged: which version against which, on which photos; and how far it is.

use egui::{CornerRadius, Popup, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{Button, Weight, words};
use crate::widgets::form;
use crate::widgets::icons::Icon;
use teach::{CompareCommand, JudgedPhotos, JudgingView, TeachCommand};

/// Weeks of captures that are judged on.
const WEEKS: i64 = 4;

fn compare(command: CompareCommand) -> Action {
    TeachCommand::Compare(command).into()
}

/// Draws both rows.
pub(super) fn judging_ui(ui: &mut Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| pair_ui(ui, screen, actions));
    ui.horizontal(|ui| {
        let view = &screen.teaching.compare;
        match &view.judging {
            Some(judging) => progress_ui(ui, screen, judging, actions),
            None => photos_ui(ui, screen, actions),
        }
    });
    if matches!(screen.teaching.compare.photos, Some(JudgedPhotos::Captures { .. })) {
        let hint = screen.texts.text("compare-captures-hint");
        let font = theme::regular(theme::SMALL);
        ui.label(egui::RichText::new(hint).font(font).color(screen.tokens.muted));
    }
}

/// The chosen version, and a menu of those to hold it against.
fn pair_ui(ui: &mut Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let (t, tokens, view) = (screen.texts, screen.tokens, &screen.teaching.compare);
    let Some(chosen) = &view.chosen else { return };
    let size = vec2(ui.available_width() * 0.36, theme::TOUCH);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let font = theme::strong(theme::NAME);
    words(chosen, font, tokens.text).show_in(ui, rect.with_min_y(rect.top() + GRID), 1);
    ui.label(egui::RichText::new(t.text("compare-with")).color(tokens.muted));
    let label = view.against.clone().unwrap_or_else(|| t.text("compare-alone"));
    let button = Button::new(&label).icon(Icon::ChevronDown).show(ui, tokens);
    Popup::menu(&button).show(|ui| {
        ui.set_min_width(240.0);
        if ui.selectable_label(view.against.is_none(), t.text("compare-alone")).clicked() {
            actions.push(compare(CompareCommand::Against(None)));
        }
        for card in view.versions.iter().filter(|card| card.name != *chosen) {
            let here = view.against.as_ref() == Some(&card.name);
            if ui.selectable_label(here, &card.name).clicked() {
                actions.push(compare(CompareCommand::Against(Some(card.name.clone()))));
            }
        }
    });
}

/// On which photos, and the button that begins.
fn photos_ui(ui: &mut Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let (t, tokens, view) = (screen.texts, screen.tokens, &screen.teaching.compare);
    let (aside, captures) = view.photo_counts;
    let names = [
        t.with("compare-kept-aside", [("count", aside.into())]),
        t.with("compare-captures", [("count", captures.into()), ("weeks", WEEKS.into())]),
    ];
    let on_captures = matches!(view.photos, Some(JudgedPhotos::Captures { .. }));
    let chosen = Some(usize::from(on_captures));
    match form::choice_ui(ui, &t.text("compare-photos"), &names, chosen, tokens) {
        Some(0) => actions.push(compare(CompareCommand::OnKeptAside)),
        Some(_) => actions.push(compare(CompareCommand::OnCaptures(WEEKS))),
        None => {}
    }
    let ready = view.chosen.is_some() && if on_captures { captures > 0 } else { aside > 0 };
    let judge = t.text(if view.shown.is_some() { "compare-judge-again" } else { "compare-judge" });
    let button = Button::new(&judge).weight(Weight::Primary).enabled(ready);
    if button.show(ui, tokens).clicked() && ready {
        actions.push(compare(CompareCommand::Judge));
    }
}

fn progress_ui(ui: &mut Ui, screen: &Screen<'_>, judging: &JudgingView, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let stop = t.text("compare-stop");
    let button = Button::new(&stop).icon(Icon::Close);
    let width = ui.available_width() - button.width(ui) - GRID * 2.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, theme::TOUCH), Sense::hover());
    let text = if judging.total == 0 {
        t.text("compare-finding")
    } else {
        t.with("compare-judging", [("done", judging.done.into()), ("total", judging.total.into())])
    };
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &text));
    let share = judging.done as f32 / judging.total.max(1) as f32;
    let radius = CornerRadius::same(4);
    let bar =
        Rect::from_min_size(rect.left_bottom() - vec2(0.0, GRID * 1.5), vec2(rect.width(), GRID));
    ui.painter().rect_filled(bar, radius, tokens.line);
    let done = Rect::from_min_size(bar.min, vec2(bar.width() * share, bar.height()));
    ui.painter().rect_filled(done, radius, tokens.accent);
    let words = words(&text, theme::regular(theme::BODY), tokens.text);
    let galley = words.galley(ui.painter(), rect.width(), 1, egui::Align::LEFT);
    ui.painter().galley(rect.min + vec2(0.0, 6.0), galley, tokens.text);
    if button.show(ui, tokens).clicked() {
        actions.push(compare(CompareCommand::StopJudging));
    }
}
